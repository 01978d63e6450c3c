"""Words for what is measured and in which unit, in Dutch and English, and the arithmetic between units."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Literal

from biotica.errors import UnitError
from biotica.ferment.streams.stream import Column
from biotica.units import KELVIN_AT_ZERO_C, parse_number

Role = Literal["time", "date", "clock", "ph", "temperature_c", "weight_g", "strip", "unit", "gravity"]

_ROLES: Mapping[Role, str] = {
    "time": "time timestamp tijd tijdstip datetime moment hours hour uur uren created_at last_changed "
    "date/time datum/tijd datumtijd datum_tijd date_time",
    "date": "date datum dag day",
    "clock": "clock klok",
    "ph": "ph zuurgraad zuurtegraad ph-waarde ph_waarde ph_value",
    "temperature_c": "temp temperature temperatuur temp. beer_temp",
    "weight_g": "weight gewicht mass massa",
    "strip": "strip strook teststrook",
    "unit": "unit units eenheid temp_unit temp_units temperature_unit",
    "gravity": "gravity sg plato brix dichtheid",
}
ROLES: Mapping[str, Role] = {word: role for role, words in _ROLES.items() for word in words.split()}

_UNITS = {
    "c": "c degc celsius graden",
    "f": "f degf fahrenheit",
    "k": "k kelvin",
    "g": "g gr gram grams",
    "kg": "kg kilo kilogram",
    "oz": "oz ounce ounces",
    "lb": "lb lbs pound pounds",
    "h": "h hr hrs hour hours uur uren u",
    "min": "min mins minute minutes minuten minuut",
    "s": "s sec second seconds seconde seconden",
    "d": "d day days dag dagen",
    "ph": "ph",
}
UNITS: Mapping[str, str] = {word: unit for unit, words in _UNITS.items() for word in words.split()}

UNITS_OF: Mapping[Column, tuple[str, ...]] = {
    "ph": ("ph",),
    "temperature_c": ("c", "f", "k"),
    "weight_g": ("g", "kg", "oz", "lb"),
}
_WITH_UNITS = ("time", "temperature_c", "weight_g")
_GRAMS = {"g": 1.0, "kg": 1000.0, "oz": 28.349523125, "lb": 453.59237}
_WITH_UNIT = re.compile(r"^([^()\[\]]+?)\s*(?:[(\[]([^()\[\]]*)[)\]]|,\s*(\S+))?$")
_NUMBER_AND_UNIT = re.compile(r"^([-+0-9.,eE]+)\s*(°\s*\w|º\s*\w|[a-zA-Z]+)$")


def unit_of(text: str) -> str:
    """Read a unit as people write it, such as ``°F`` or ``gram``; empty = not known."""
    return UNITS.get(text.strip().lower().replace("°", "").replace("º", "").replace("˚", "").strip(), "")


def role_of(header: str) -> tuple[Role | None, str]:
    """Read a heading such as ``temp (°F)``, ``temperature_c`` or ``Gewicht [kg]``: meaning and unit."""
    match = _WITH_UNIT.match(header.strip().lower())
    if match is None:
        return None, ""
    name = match[1].strip().replace(" ", "_").replace("_in_", "_")
    unit = unit_of(match[2] or match[3] or "")
    if name in ROLES:
        words = {"hours": "h", "hour": "h", "uur": "h", "uren": "h"}
        return ROLES[name], unit or words.get(name, "")
    stem, _line, end = name.rpartition("_")
    if ROLES.get(stem) in _WITH_UNITS and unit_of(end):
        return ROLES[stem], unit_of(end)
    return None, ""


def number_of(value: str | float | None) -> tuple[float | None, str]:
    """Read a cell: the number, and the unit if one is written behind it; None = no number."""
    if isinstance(value, bool) or value is None:
        return None, ""
    if isinstance(value, int | float):
        return (float(value) if _is_sane(value) else None), ""
    match = _NUMBER_AND_UNIT.match(value.strip())
    text, unit = (match[1], unit_of(match[2])) if match else (value, "")
    if match and not unit:
        return None, ""
    try:
        number = parse_number(text)
    except UnitError:
        return None, ""
    return (number if math.isfinite(number) else None), unit


def in_column(value: float, unit: str, column: Column) -> float:
    """Convert a number to the unit of its column; a unit of another quantity, or none, leaves it as it is."""
    if column == "temperature_c" and unit == "f":
        return round((value - 32.0) / 1.8, 4)
    if column == "temperature_c" and unit == "k":
        return round(value - KELVIN_AT_ZERO_C, 4)
    if column == "weight_g":
        return round(value * _GRAMS.get(unit, 1.0), 4)
    return value


def _is_sane(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False
