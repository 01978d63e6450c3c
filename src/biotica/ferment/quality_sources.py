"""Where series for the quality checks come from: a tidy table, a simulated jar, readings."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

import numpy as np

from biotica.errors import RecipeError, UnitError, _
from biotica.ferment.courses import Courses
from biotica.ferment.ensemble import quantiles
from biotica.ferment.quality import PRODUCTS, SUGARS, Amount, Series
from biotica.ferment.readings import Reading
from biotica.units import parse_number

NEEDED = ("series_id", "organism_or_analyte", "value", "unit", "time", "time_unit", "milk", "source")

_SUBSTANCES: Mapping[str, str] = {
    "ph": "ph",
    "lactic acid": "lactate",
    "lactate": "lactate",
    "acetic acid": "acetate",
    "acetate": "acetate",
    "citric acid": "citrate",
    "citrate": "citrate",
    "pyruvic acid": "pyruvate",
    "pyruvate": "pyruvate",
    "succinic acid": "succinate",
    "formic acid": "formate",
    "ethanol": "ethanol",
    "lactose": "lactose",
    "glucose": "glucose",
    "galactose": "galactose",
    "carbohydrate (by difference)": "lactose",
    "protein": "protein",
    "casein": "casein",
    "fat": "fat",
    "ash": "ash",
    "moisture": "water",
    "water": "water",
    "titratable acidity x100 (% lactic)": "titratable_acidity",
    "titratable acidity": "titratable_acidity",
}
_HOURS = {"h": 1.0, "min": 1.0 / 60.0, "d": 24.0}
_NONE_FOUND = frozenset({"nd", "n.d.", "not detected"})


def series_of_table(text: str, *, name: str) -> tuple[Series, ...]:
    """Read a tidy table: one number per row, as in the open kefir data.

    Parameters
    ----------
    text : str
        CSV with at least the columns `NEEDED`.
    name : str
        File name for errors.

    Returns
    -------
    tuple of Series
        One per source and milk: a paper gives acids and sugar of one jar in different tables. Rows about
        anything but the pH and amounts of known substances are passed over; "not detected" counts as zero.

    Raises
    ------
    RecipeError
        If a column is missing.
    """
    reader = csv.DictReader(StringIO(text))
    missing = [column for column in NEEDED if column not in (reader.fieldnames or [])]
    if missing:
        raise RecipeError(
            _("the column {column} is missing"),
            code="missing_column",
            where=f"{name}:1",
            hint=_("one number per row, with the columns {known}"),
            column=missing[0],
            known=", ".join(NEEDED),
        )
    grouped: dict[tuple[str, str], list[Amount]] = {}
    ids: dict[tuple[str, str], list[str]] = {}
    for row, cells in enumerate(reader, start=2):
        amount = _amount(row, cells)
        if amount is not None:
            key = (cells["source"], cells["milk"])
            grouped.setdefault(key, []).append(amount)
            ids.setdefault(key, []).append(cells["series_id"])
    return tuple(
        Series(name="+".join(dict.fromkeys(ids[key])), milk=_milk(key[1]), amounts=tuple(amounts))
        for key, amounts in grouped.items()
    )


def series_of_courses(courses: Courses, *, name: str, milk: str) -> Series:
    """Take start and end of a simulated jar: medians over the draws, mmol/L.

    Parameters
    ----------
    courses : Courses
        Of the fermentation.
    share : shape (draws,)
        Weights that sum to 1.
    """
    amounts = []
    for place in (0, -1):
        time_h = float(courses.times_h[place])
        _low, ph, _high = quantiles(courses.ph)
        amounts.append(Amount(substance="ph", value=float(ph[place]), unit="pH", time_h=time_h, row=0))
        for substance in (*SUGARS, *PRODUCTS, "citrate"):
            if substance in courses.mmol_per_l:
                value = float(np.mean(courses.mmol_per_l[substance][:, place]))
                amounts.append(Amount(substance=substance, value=value, unit="mmol/L", time_h=time_h, row=0))
    return Series(name=name, milk=milk, amounts=tuple(amounts))


def series_of_readings(readings: Sequence[Reading], *, name: str, milk: str) -> Series:
    """Take the pH of readings; without acids only the unit can be checked."""
    return Series(
        name=name,
        milk=milk,
        amounts=tuple(
            Amount(substance="ph", value=one.ph, unit="pH", time_h=one.time_h, row=one.row)
            for one in readings
            if one.ph is not None
        ),
    )


def _amount(row: int, cells: Mapping[str, str]) -> Amount | None:
    substance = _SUBSTANCES.get(cells["organism_or_analyte"].strip().lower())
    value = _value(cells["value"])
    if substance is None or value is None:
        return None
    return Amount(
        substance=substance,
        value=value,
        unit=cells["unit"].strip(),
        time_h=_hour(cells["time"], cells["time_unit"]),
        row=row,
    )


def _value(text: str) -> float | None:
    if text.strip().lower() in _NONE_FOUND:
        return 0.0
    try:
        return parse_number(text)
    except UnitError:
        return None


def _hour(time: str, unit: str) -> float | None:
    words = unit.split()
    value = _value(time) if time.strip() else None
    return value * _HOURS[words[0]] if value is not None and words and words[0] in _HOURS else None


def _milk(text: str) -> str:
    """Kind of milk of a description; anything else, such as whey, has no buffer of its own here."""
    words = text.lower().split()
    kinds = ("cow", "goat", "sheep", "camel", "buffalo")
    return next((kind for kind in kinds if kind in words), "") if "whey" not in words else ""
