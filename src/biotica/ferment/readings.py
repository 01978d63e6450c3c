"""What a person measured in the jar: one small CSV file, checked cell by cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from biotica.errors import RecipeError, UnitError, _
from biotica.ferment.recipe import Course
from biotica.units import parse_number

COLUMNS = ("time_h", "ph", "temperature_c", "weight_g", "strip", "taste", "gas")
NEEDED = ("time_h", "ph")

TASTES = ("sweet", "mild", "sour", "very_sour")
GASES = ("none", "some", "much")

LIMITS = {
    "time_h": (0.0, 4_000.0),
    "ph": (2.5, 9.5),
    "temperature_c": (-2.0, 60.0),
    "weight_g": (1.0, 100_000.0),
}
"""Column to the smallest and largest value that a jar can show."""

_MOST_READINGS = 5_000
_LARGEST_FILE_BYTES = 2_000_000
_BLEND_H = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One row: when, and what was seen; None = not measured.

    Parameters
    ----------
    row : int
        Line of the file, 1 = header.
    strip : bool
        True = a paper strip (+-0.3), False = a meter.
    taste : str
        Of `TASTES`; blank = not tasted.
    gas : str
        Of `GASES`, how many bubbles; blank = not looked at.
    """

    row: int
    time_h: float
    ph: float | None = None
    temperature_c: float | None = None
    weight_g: float | None = None
    strip: bool = False
    taste: str = ""
    gas: str = ""


def read_readings(content: bytes | str, *, name: str) -> tuple[Reading, ...]:
    """Read a file of readings.

    Parameters
    ----------
    content : bytes or str
        UTF-8, comma separated, decimal points; header ``time_h,ph[,temperature_c,weight_g,strip,taste,gas]``.
        Cells of all columns but ``time_h`` may be blank.
    name : str
        File name for errors.

    Returns
    -------
    tuple of Reading
        In order of time.

    Raises
    ------
    RecipeError
        With file and line, if a column is missing or unknown, the times fall, a number is impossible or looks
        like another unit: nothing is guessed.
    """
    lines = [
        (number, line)
        for number, line in enumerate(_text(content, name).splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise _error("no_readings", name, _("the file holds no readings"), _("write a line time_h,ph first"))
    header = _header(lines[0][1], f"{name}:{lines[0][0]}")
    readings = tuple(_reading(header, line, number, name) for number, line in lines[1:])
    if len(readings) > _MOST_READINGS:
        raise _error(
            "too_many_readings",
            name,
            _("the file holds {found} readings, more than {most}"),
            _("keep one reading in a few minutes"),
            found=len(readings),
            most=_MOST_READINGS,
        )
    _check_order(readings, name)
    return readings


def measured_course(course: Course, readings: Sequence[Reading]) -> Course:
    """Put measured temperatures in the place of planned ones.

    Parameters
    ----------
    course : tuple of (hour, degrees)
        As planned.
    readings : sequence of Reading
        In order of time.

    Returns
    -------
    tuple of (hour, degrees)
        Between the first and the last measured temperature the measured ones, joined by straight lines;
        before and after, within one hour, back to the plan.
    """
    measured = {
        reading.time_h: reading.temperature_c for reading in readings if reading.temperature_c is not None
    }
    if not measured:
        return course
    first, last = min(measured), max(measured)
    edges = [first - _BLEND_H, last + _BLEND_H]
    planned = {hour: degrees for hour, degrees in course if not edges[0] < hour < edges[1]}
    planned |= {hour: temperature_at(course, hour) for hour in edges if hour >= 0}
    return tuple(sorted((planned | measured).items()))


def temperature_at(course: Course, hour: float) -> float:
    """Read a course at one hour, in degrees Celsius; straight lines between its points, constant outside."""
    before = course[0]
    for point in course:
        if point[0] >= hour:
            span = point[0] - before[0]
            share = (hour - before[0]) / span if span > 0 else 1.0
            return before[1] + (point[1] - before[1]) * min(max(share, 0.0), 1.0)
        before = point
    return before[1]


def _text(content: bytes | str, name: str) -> str:
    if len(content) > _LARGEST_FILE_BYTES:
        raise _error(
            "file_too_large", name, _("the file is too large for readings"), _("give one batch per file")
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = _("save it again as CSV in UTF-8")
        raise _error("not_utf8", name, _("the file is not UTF-8 text"), hint) from error


def _header(line: str, where: str) -> list[str]:
    if ";" in line or "\t" in line:
        raise _error(
            "wrong_separator",
            where,
            _("the columns are not separated by commas"),
            _("save it as comma separated with decimal points: time_h,ph"),
        )
    header = [cell.strip().lower() for cell in line.split(",")]
    for cell in header:
        if cell not in COLUMNS or header.count(cell) > 1:
            raise _error(
                "unknown_column",
                where,
                _("'{column}' is an unknown or repeated column"),
                _("known columns: {known}"),
                column=cell[:40],
                known=", ".join(COLUMNS),
            )
    for cell in NEEDED:
        if cell not in header:
            raise _error(
                "missing_column",
                where,
                _("the column {column} is missing"),
                _("begin with a line time_h,ph"),
                column=cell,
            )
    return header


def _reading(header: list[str], line: str, number: int, name: str) -> Reading:
    where = f"{name}:{number}"
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) != len(header):
        raise _error(
            "wrong_number_of_cells",
            where,
            _("the row has {found} cells, the header {wanted}"),
            _("a decimal comma splits a number in two: write 4.5"),
            found=len(cells),
            wanted=len(header),
        )
    row = dict(zip(header, cells, strict=True))
    time_h = _number(row, "time_h", where)
    if time_h is None:
        raise _error("missing_time", where, _("the row has no time"), _("give the hours since the start"))
    return Reading(
        row=number,
        time_h=time_h,
        ph=_number(row, "ph", where),
        temperature_c=_number(row, "temperature_c", where),
        weight_g=_number(row, "weight_g", where),
        strip=_is_strip(row.get("strip", ""), where),
        taste=_word(row, "taste", TASTES, where),
        gas=_word(row, "gas", GASES, where),
    )


def _number(row: dict[str, str], column: str, where: str) -> float | None:
    text = row.get(column, "")
    if not text:
        return None
    try:
        value = parse_number(text)
    except UnitError as error:
        raise _error(
            "not_a_number",
            where,
            _("{column} is '{text}', which is no number"),
            _("hours since the start, not the time of day; digits and a decimal point, no unit"),
            column=column,
            text=text[:40],
        ) from error
    low, high = LIMITS[column]
    if not math.isfinite(value) or not low <= value <= high:
        raise _impossible(column, value, where)
    return value


def _impossible(column: str, value: float, where: str) -> RecipeError:
    low, high = LIMITS[column]
    hint, guess = _("it must lie between {low} and {high}"), 0.0
    if column == "ph" and low <= value / 10 <= high:
        hint, guess = _("is the decimal point missing? Then write {guess}"), value / 10
    if column == "temperature_c" and value > high:
        hint, guess = _("is this Fahrenheit? {value} F is {guess} C"), (value - 32) / 1.8
    return _error(
        "impossible_reading",
        where,
        _("{column} is {value}, which cannot be"),
        hint,
        column=column,
        value=f"{value:g}",
        low=f"{low:g}",
        high=f"{high:g}",
        guess=f"{guess:.3g}",
    )


def _is_strip(text: str, where: str) -> bool:
    known = {"": False, "no": False, "yes": True}
    if text.lower() not in known:
        raise _error(
            "unknown_word",
            where,
            _("strip is '{text}'"),
            _("write yes, no or leave it blank"),
            text=text[:40],
        )
    return known[text.lower()]


def _word(row: dict[str, str], column: str, known: tuple[str, ...], where: str) -> str:
    text = row.get(column, "").lower().replace(" ", "_")
    if text and text not in known:
        raise _error(
            "unknown_word",
            where,
            _("{column} is '{text}', which is not one of its words"),
            _("choose from: {known}, or leave it blank"),
            column=column,
            text=text[:40],
            known=", ".join(known),
        )
    return text


def _check_order(readings: Sequence[Reading], name: str) -> None:
    for early, late in pairwise(readings):
        if late.time_h < early.time_h:
            raise _error(
                "out_of_order",
                f"{name}:{late.row}",
                _("the reading at {late} h stands after the one at {early} h"),
                _("sort the rows by time; over midnight go on counting: 25 h, not 1 h"),
                late=f"{late.time_h:g}",
                early=f"{early.time_h:g}",
            )


def _error(code: str, where: str, msgid: str, hint: str, **values: object) -> RecipeError:
    return RecipeError(msgid, code=code, where=where, hint=hint, **values)
