"""Whether the numbers of a table or series can be true: unit, carbon, acid against the fall of the pH."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

import numpy as np

from biotica.engine.charge import charge_mmol_per_l
from biotica.engine.community import acid_of
from biotica.ferment.readings import LIMITS
from biotica.ferment.streams.stream import Note
from biotica.knowledge.chemistry import parse_formula
from biotica.knowledge.load import Knowledge
from biotica.knowledge.quality import QualityLimit, load_quality

SUGARS = ("lactose", "glucose", "galactose")
ACIDS = ("lactate", "acetate", "pyruvate", "succinate", "formate")
PRODUCTS = (*ACIDS, "ethanol")
PARTS = ("water", "fat", "protein", "lactose", "ash")

_BESIDE_SUGAR = ("citrate",)
_LEAST_FALL_PH = 0.5
_LEAST_SUGAR_USED_MMOL_C = 20.0
_G_PER_L: Mapping[str, float] = {
    "g/l": 1.0, "mg/ml": 1.0, "mg/l": 0.001, "mg/100ml": 0.01, "g/100ml": 10.0, "%w/v": 10.0,
}  # fmt: skip
_G_PER_KG: Mapping[str, float] = {
    "g/100g": 10.0,
    "mg/100g": 0.01,
    "%w/w": 10.0,
    "%": 10.0,
    "1e-2%": 0.1,
    "ppm": 0.001,
}
_MMOL_PER_L: Mapping[str, float] = {"mmol/l": 1.0, "mm": 1.0, "mol/l": 1000.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """One number as written: of what, when (None = not said), and in which row."""

    substance: str
    value: float
    unit: str
    time_h: float | None
    row: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Numbers that belong to one jar or one milk."""

    name: str
    milk: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """Which checks could be made (``unit carbon charge``), and what they found."""

    name: str
    done: tuple[str, ...]
    findings: tuple[Note, ...]


@dataclass(frozen=True)
class Checks:
    """The checks, with the tables that they need."""

    knowledge: Knowledge

    @cached_property
    def limits(self) -> Mapping[str, QualityLimit]:
        """Ranges by name."""
        return load_quality(self.knowledge)

    def check(self, series: Series) -> Checked:
        """Check one series.

        Parameters
        ----------
        series : Series
            As published, imported or simulated.

        Returns
        -------
        Checked
            No finding means that nothing speaks against the numbers, not that they are right.

        Notes
        -----
        Carbon: (sum over products of made mmol/L x carbon atoms) / (the same over sugars and citrate used).
        Charge: sum over acids of made mmol/L x charge at the end pH, over the fall of the pH; this is what
        proteins and salts of the milk took up, and must lie near the buffer of that milk.
        """
        made = {
            "unit": self._units(series),
            "carbon": self._carbon(series),
            "charge": self._charge(series),
        }
        return Checked(
            name=series.name,
            done=tuple(name for name, findings in made.items() if findings is not None),
            findings=tuple(note for findings in made.values() for note in findings or ()),
        )

    def _units(self, series: Series) -> list[Note] | None:
        if not series.amounts:
            return None
        found = [note for amount in series.amounts if (note := self._unit(amount, series.milk)) is not None]
        return [*found, *self._parts(series)]

    def _unit(self, amount: Amount, milk: str) -> Note | None:
        about = {"row": amount.row, "substance": amount.substance, "value": amount.value, "unit": amount.unit}
        if amount.substance == "ph":
            low, high = LIMITS["ph"]
            outside = not low <= amount.value <= high
            return Note(code="ph_outside", values={**about, "low": low, "high": high}) if outside else None
        limit = self.limits.get(amount.substance)
        if limit is None:
            return None
        grams = self._g_per_l(amount, milk)
        if grams is None:
            return Note(code="unit_unknown", values=about)
        if limit.low <= grams <= limit.high:
            return None
        fits = self._units_that_fit(amount, milk, limit)
        span = {"g_per_l": round(grams, 4), "low": limit.low, "high": limit.high, "would_fit": fits[:3]}
        return Note(code="unit_suspect", values={**about, **span})

    def _units_that_fit(self, amount: Amount, milk: str, limit: QualityLimit) -> list[str]:
        """Units in which the number would be plausible, the likeliest first."""
        found = [
            (abs(math.log(grams / limit.value)), unit)
            for unit in (*_G_PER_L, *_G_PER_KG, "mmol/l")
            if (grams := self._in_unit(amount, unit, milk)) is not None
            and grams > 0
            and limit.low <= grams <= limit.high
        ]
        return [unit for _far, unit in sorted(found)]

    def _parts(self, series: Series) -> Iterator[Note]:
        parts = {
            amount.substance: grams
            for amount in series.amounts
            if amount.substance in PARTS and (grams := self._g_per_l(amount, series.milk)) is not None
        }
        if len(parts) == len(PARTS):
            limit = self.limits["parts_percent"]
            percent = sum(parts.values()) / (10.0 * self._density(series.milk))
            if not limit.low <= percent <= limit.high:
                span = {"low": limit.low, "high": limit.high}
                yield Note(code="parts_do_not_add_up", values={"percent": round(percent, 1), **span})

    def _carbon(self, series: Series) -> list[Note] | None:
        change = self._changes(series)
        used = -sum(self._carbon_of(name, min(change.get(name, 0.0), 0.0)) for name in SUGARS)
        products = [name for name in PRODUCTS if name in change]
        if used < _LEAST_SUGAR_USED_MMOL_C or not products:
            return None
        used -= sum(self._carbon_of(name, min(change.get(name, 0.0), 0.0)) for name in _BESIDE_SUGAR)
        made = sum(self._carbon_of(name, max(change[name], 0.0)) for name in products)
        limit = self.limits["carbon_made_share"]
        if made / used <= limit.high:
            return []
        values = {
            "made_mmol_c_per_l": round(made, 1),
            "used_mmol_c_per_l": round(used, 1),
            "made_over_used": round(made / used, 3),
            "highest": limit.high,
            "products": products,
        }
        return [Note(code="carbon_from_nothing", values=values)]

    def _charge(self, series: Series) -> list[Note] | None:
        change = self._changes(series)
        acids = {name: max(change[name], 0.0) for name in ACIDS if name in change}
        span = self._plausible(series.milk)
        if "lactate" not in acids or span is None:
            return None
        start, ends, given = self._ph(series)
        if start - max(ends) < _LEAST_FALL_PH:
            return None
        per_ph = sorted(self._negative(acids, end) / (start - end) for end in ends)
        code = "acid_too_much" if per_ph[0] > span[1] else "acid_too_little" if per_ph[-1] < span[0] else ""
        if not code:
            return []
        values = {
            "bound_mmol_per_l_per_ph": [round(per_ph[0], 1), round(per_ph[-1], 1)],
            "plausible": [round(span[0], 1), round(span[1], 1)],
            "made_mmol_per_l": {name: round(amount, 1) for name, amount in acids.items()},
            "ph_start": round(start, 2),
            "ph_end": [round(end, 2) for end in ends],
            "ph_end_assumed": not given,
        }
        return [Note(code=code, values=values)]

    def _negative(self, acids_mmol_per_l: Mapping[str, float], ph: float) -> float:
        totals = {name: np.array([amount]) for name, amount in acids_mmol_per_l.items()}
        known = [acid_of(self.knowledge.metabolites[name]) for name in totals]
        at = np.array([ph])
        water = charge_mmol_per_l({}, [], at)
        return float((water - charge_mmol_per_l(totals, known, at))[0])

    def _ph(self, series: Series) -> tuple[float, tuple[float, ...], bool]:
        """Start and end; a table that gives no end is tried with all ends that are usual."""
        at = _by_time(series, "ph")
        rows, limit = self.knowledge.milk(series.milk), self.limits["end_ph"]
        start = at[min(at)] if len(at) > 1 else rows["initial_ph"].value
        if not at:
            return start, (limit.low, limit.high), False
        return start, (at[max(at)],), True

    def _plausible(self, milk: str) -> tuple[float, float] | None:
        own, cow = self.knowledge.milk(milk), self.knowledge.milk("cow")
        name = "buffer_capacity_mmol_per_l_per_ph"
        if name not in own:
            return None
        factor, limit = own[name].value / cow[name].value, self.limits["bound_h_per_ph"]
        return min(limit.low * factor, own[name].low), limit.high * factor

    def _changes(self, series: Series) -> dict[str, float]:
        """Substance to mmol/L made (below zero: used) between its first and last time."""
        changes: dict[str, float] = {}
        for name in {amount.substance for amount in series.amounts} & set(self.knowledge.metabolites):
            at: dict[float, list[float]] = {}
            for amount in series.amounts:
                if amount.substance == name and amount.time_h is not None:
                    grams = self._g_per_l(amount, series.milk)
                    at.setdefault(amount.time_h, []).append(np.nan if grams is None else grams)
            if len(at) > 1:
                change = 1000.0 * (fmean(at[max(at)]) - fmean(at[min(at)])) / self._g_per_mol(name)
                changes |= {name: change} if np.isfinite(change) else {}
        return changes

    def _g_per_l(self, amount: Amount, milk: str) -> float | None:
        return self._in_unit(amount, "".join(amount.unit.lower().split()), milk)

    def _in_unit(self, amount: Amount, unit: str, milk: str) -> float | None:
        if unit in _G_PER_L:
            return amount.value * _G_PER_L[unit]
        if unit in _G_PER_KG:
            return amount.value * _G_PER_KG[unit] * self._density(milk)
        if unit in _MMOL_PER_L and amount.substance in self.knowledge.metabolites:
            return amount.value * _MMOL_PER_L[unit] * self._g_per_mol(amount.substance) / 1000.0
        return None

    def _density(self, milk: str) -> float:
        rows = self.knowledge.milk(milk) or self.knowledge.milk("cow")
        return rows["density_kg_per_l"].value

    def _g_per_mol(self, name: str) -> float:
        masses = self.knowledge.atomic_masses_g_per_mol
        formula = parse_formula(self.knowledge.metabolites[name].formula)
        return sum(count * masses[element] for element, count in formula.items())

    def _carbon_of(self, name: str, mmol_per_l: float) -> float:
        return mmol_per_l * parse_formula(self.knowledge.metabolites[name].formula).get("C", 0.0)


def _by_time(series: Series, substance: str) -> dict[float, float]:
    found: dict[float, list[float]] = {}
    for amount in series.amounts:
        if amount.substance == substance and amount.time_h is not None:
            found.setdefault(amount.time_h, []).append(amount.value)
    return {time: fmean(values) for time, values in found.items()}
