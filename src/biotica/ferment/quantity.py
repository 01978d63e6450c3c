"""One number about a finished drink: how much, how sure, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from biotica.engine.serving import Serving
from biotica.errors import RecipeError, _
from biotica.ferment.courses import Courses
from biotica.ferment.ensemble import Floats, quantiles
from biotica.ferment.medium import Drawing
from biotica.ferment.recipe import Recipe
from biotica.knowledge.load import Knowledge

Group = Literal[
    "sourness", "sugar_and_acids", "alcohol", "gas", "microbes", "nutrients", "small", "grains", "cost"
]
Status = Literal["model", "table", "not_known"]
Confidence = Literal["moderate", "low", "very_low"]

MODEL = "biotica_model"
"""Source key of a number that this program calculated."""

OWN_PRICE = "your_own"
"""Source key of a price that the person gave."""

MOST_DAYS = 28
_SMALLEST_GLASS_ML = 1.0
_LARGEST_GLASS_ML = 2000.0
_DIGITS = 6
_MG_PER_G = 1000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One number about a finished drink.

    Parameters
    ----------
    name : str
        What it is of.
    group : str
        Under which heading it stands.
    unit : str
        A code such as ``g_per_glass``.
    median, low, high : float or None
        Of a model: median and 5 and 95 % quantiles over the draws. Of a table: what was published; a
        median alone has an unknown spread, a bound alone is only that. All None = not known.
    status : str
        ``model``, ``table`` or ``not_known``.
    confidence : str
        How far to trust it: ``moderate``, ``low`` or ``very_low``.
    sources : tuple of str
        Keys of sources.tsv, `MODEL`, or `OWN_PRICE`.
    note : str
        Code of what the number is not; empty = none.
    days : int
        Days in the fridge after the end of the recipe.
    """

    name: str
    group: Group
    unit: str
    median: float | None = None
    low: float | None = None
    high: float | None = None
    status: Status
    confidence: Confidence
    sources: tuple[str, ...] = ()
    note: str = ""
    days: int = 0

    def to_contract(self) -> dict[str, object]:
        """Write it as the JSON of the contract."""
        return {
            "name": self.name,
            "group": self.group,
            "unit": self.unit,
            "median": _plain(self.median),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "status": self.status,
            "confidence": self.confidence,
            "sources": list(self.sources),
            "note": self.note,
            "days": self.days,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a person wants to know of a drink.

    Parameters
    ----------
    glass_ml : float
        Size of a glass, 1 to 2000.
    days : int
        Days in the fridge after the recipe, 0 to 28.
    milk_eur_per_l, capsule_eur_per_day : float or None
        What the person pays, >= 0; None = a wide price is assumed.
    """

    glass_ml: float = 200.0
    days: int = 7
    milk_eur_per_l: float | None = None
    capsule_eur_per_day: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no drink has.

        Raises
        ------
        RecipeError
            If a number lies outside its range.
        """
        prices = [price for price in (self.milk_eur_per_l, self.capsule_eur_per_day) if price is not None]
        is_fine = (
            _SMALLEST_GLASS_ML <= self.glass_ml <= _LARGEST_GLASS_ML
            and 0 <= self.days <= MOST_DAYS
            and all(np.isfinite(price) and price >= 0.0 for price in prices)
        )
        if not is_fine:
            raise RecipeError(
                _("this glass, number of days or price cannot be used"),
                code="bad_output_wish",
                where="--glass",
                hint=_("a glass of {low} to {high} ml, at most {days} days, and prices of zero or more"),
                low=f"{_SMALLEST_GLASS_ML:g}",
                high=f"{_LARGEST_GLASS_ML:g}",
                days=MOST_DAYS,
            )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Drink:
    """A forecast jar at the end of its recipe and later in the fridge, with all that is known about it.

    Parameters
    ----------
    recipe : Recipe
        What was done.
    courses : Courses
        From the start to the end of the last step.
    stored : Courses
        From the end of the last step on, at every whole day.
    knowledge : Knowledge
        The tables.
    draws : Drawing
        The same as of the courses, so that numbers of a milk belong to its draw.
    grain_g : shape (draws, times) or None
        Wet grains at the times of ``courses``; None = their growth is not modelled.
    poured : Serving or None
        The whole jar at the end, grains left out; None = not known.
    """

    recipe: Recipe
    courses: Courses
    stored: Courses
    knowledge: Knowledge
    draws: Drawing
    grain_g: Floats | None = None
    poured: Serving | None = None

    @property
    def end_mmol_per_l(self) -> Mapping[str, Floats]:
        """Metabolite to what the drink holds at the end, shape (draws,)."""
        return {name: course[:, -1] for name, course in self.courses.mmol_per_l.items()}

    def g_per_l(self, metabolites: Sequence[str], *, at: int = -1) -> Floats:
        """Mass of some metabolites together, shape (draws,); what the jar does not hold counts as nothing.

        Parameters
        ----------
        metabolites : sequence of str
            Acids are counted as the free acid.
        at : int
            Place in the times of ``courses``.
        """
        total: Floats = np.zeros(self.draws.count)
        for name in metabolites:
            if name in self.courses.mmol_per_l:
                grams_per_mol = self.knowledge.molar_mass_g_per_mol(name)
                total = total + self.courses.mmol_per_l[name][:, at] * grams_per_mol / _MG_PER_G
        return total

    def modelled(
        self,
        name: str,
        group: Group,
        unit: str,
        values: Floats,
        confidence: Confidence,
        *,
        days: int = 0,
        note: str = "",
    ) -> Quantity:
        """Sum up one value per draw, shape (draws,), as a quantity of the model."""
        low, median, high = (float(value) for value in quantiles(values))
        return Quantity(
            name=name,
            group=group,
            unit=unit,
            median=median,
            low=low,
            high=high,
            status="model",
            confidence=confidence,
            sources=(MODEL,),
            note=note,
            days=days,
        )


def _plain(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")
