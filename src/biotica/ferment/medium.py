"""What is in the jar before any microbe works: milk or sugar water, and what backslop brings along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from biotica.engine.charge import charge_mmol_per_l
from biotica.engine.community import acid_of
from biotica.errors import OutsideValidity, _
from biotica.ferment.ensemble import Floats
from biotica.ferment.recipe import Milk
from biotica.knowledge.ferments import MediumAmount
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Metabolite, Number

BALANCING_ION = "strong_cation"


class Drawing(Protocol):
    """Draws numbers within their ranges; the same name gives the same draws."""

    @property
    def count(self) -> int:
        """Number of draws."""
        ...

    def number(self, name: str, ranged: Number, /) -> Floats:
        """Shape (draws,), in the unit of the row."""
        ...


def milk_medium(milk: Milk, knowledge: Knowledge, draws: Drawing) -> dict[str, Floats]:
    """Draw the composition of a milk.

    Parameters
    ----------
    milk : Milk
        Kind, treatment and fat.
    knowledge : Knowledge
        Its table of milks.
    draws : Drawing
        Source of the draws.

    Returns
    -------
    dict
        Metabolite to mmol per litre, shape (draws,). The strong cations are what makes the drawn pH come out.

    Raises
    ------
    OutsideValidity
        If no composition of this milk is known.
    """
    rows = knowledge.milk(milk.kind)
    amounts = {name: row for name, row in rows.items() if name in knowledge.metabolites}
    if not amounts or "initial_ph" not in rows:
        raise OutsideValidity(
            _("no composition of {kind} milk is known"),
            code="milk_not_modelled",
            where="milk.kind",
            hint=_("choose from: {known}"),
            kind=milk.kind,
            known=", ".join(sorted({row.milk for row in knowledge.milks if row.group == "kind"})),
        )
    factors = {
        **knowledge.milk_factors("fat", milk.fat),
        **knowledge.milk_factors("treatment", milk.treatment),
    }
    water = draws.number(f"milk:{milk.fat}:water_phase", factors["water_phase"])
    medium: dict[str, Floats] = {}
    for name, row in amounts.items():
        medium[name] = draws.number(f"milk:{milk.kind}:{name}", row) * water
        if name in factors:
            medium[name] = medium[name] * draws.number(f"milk:{milk.treatment}:{name}", factors[name])
    ph = draws.number(f"milk:{milk.kind}:initial_ph", rows["initial_ph"])
    return balanced(medium, ph, knowledge.metabolites)


def plain_medium(
    rows: Iterable[MediumAmount], ferment: str, metabolites: Mapping[str, Metabolite], draws: Drawing
) -> dict[str, Floats]:
    """Draw a medium that is no milk: metabolite to mmol per litre, shape (draws,).

    Raises
    ------
    OutsideValidity
        As `balanced`.
    """
    medium = {row.metabolite: draws.number(f"{ferment}:medium:{row.metabolite}", row) for row in rows}
    ph = medium.pop("pH", None)
    return medium if ph is None else balanced(medium, ph, metabolites)


def with_last_batch(
    medium: Mapping[str, Floats],
    rows: Iterable[MediumAmount],
    part: float,
    ferment: str,
    draws: Drawing,
) -> dict[str, Floats]:
    """Mix a part of the last batch into a fresh medium.

    Parameters
    ----------
    medium : mapping
        Metabolite to mmol per litre, shape (draws,).
    rows : iterable of MediumAmount
        What the last batch holds more than a fresh medium.
    part : float
        Share of the mixture that is last batch, 0..1.
    ferment : str
        Id, for the names of the draws.
    draws : Drawing
        Source of the draws.

    Returns
    -------
    dict
        Metabolite to mmol per litre; nothing falls below zero: a batch cannot use more than there was.
    """
    mixed = dict(medium)
    zero = np.zeros(draws.count)
    for row in rows:
        fresh = mixed.get(row.metabolite, zero)
        change = np.maximum(draws.number(f"{ferment}:last_batch:{row.metabolite}", row), -fresh)
        mixed[row.metabolite] = fresh + part * change
    return mixed


def balanced(
    medium: Mapping[str, Floats], ph: Floats, metabolites: Mapping[str, Metabolite]
) -> dict[str, Floats]:
    """Choose the strong cations that give a medium a pH.

    Parameters
    ----------
    medium : mapping
        Metabolite to mmol per litre, shape (draws,); its own strong cations are replaced.
    ph : shape (draws,)
        What is to come out.
    metabolites : mapping
        With their dissociation constants.

    Returns
    -------
    dict
        As ``medium``.

    Raises
    ------
    OutsideValidity
        If the medium is more basic than the pH asked even without any strong cation.
    """
    others = {name: amount for name, amount in medium.items() if name != BALANCING_ION}
    acids = [acid_of(metabolites[name]) for name in others]
    charge = charge_mmol_per_l(others, acids, ph)
    if np.any(charge > 0.0):
        raise OutsideValidity(
            _("the buffers of this medium cannot give the pH that its row states"),
            code="medium_without_balance",
            hint=_("check the buffers and the initial pH in the tables"),
        )
    return {**others, BALANCING_ION: -charge}
