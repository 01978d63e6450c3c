"""Any table with a time and a pH, temperature or weight; headings in Dutch or English, with units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from biotica.errors import RecipeError, _
from biotica.ferment.streams.clock import looks_absolute
from biotica.ferment.streams.content import Content, Line
from biotica.ferment.streams.quantities import UNITS_OF, Role, number_of, role_of, unit_of
from biotica.ferment.streams.stream import (
    COLUMNS,
    Clock,
    Column,
    Measured,
    Note,
    Raw,
    Setting,
    Sighting,
    about_rows,
    shown,
    stream_error,
)

_HEADER_WITHIN = 15
_YES = frozenset({"yes", "ja", "j", "y", "x", "1", "true", "waar"})


@dataclass(frozen=True, kw_only=True)
class _Header:
    place: int
    columns: Mapping[Role, int] = field(default_factory=dict)
    units: Mapping[Role, str] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def recognises(content: Content) -> bool:
    """Tell whether the first lines hold headings of a time and of something measured."""
    return _header(content.lines) is not None


def read(content: Content, setting: Setting) -> Raw:
    """Take a table apart.

    Raises
    ------
    RecipeError
        If two columns measure the same, or a bare number of the time has no unit.
    """
    header = _header(content.lines)
    if header is None:
        return Raw(notes=content.notes)
    if header.repeated:
        raise stream_error(
            "two_columns",
            f"{content.name}:{content.lines[header.place].number}",
            _("two columns hold the same: {columns}"),
            _("keep one of them in the file"),
            columns=", ".join(header.repeated),
        )
    body = content.lines[header.place + 1 :]
    width = len(content.lines[header.place].cells)
    whole = [line for line in body if len(line.cells) == width]
    clock = _clock(header, whole, content.name)
    return Raw(
        clock=clock,
        sightings=tuple(_sighting(header, line) for line in whole),
        notes=(*content.notes, *_notes(header, body, width, content.name)),
    )


def _header(lines: Sequence[Line]) -> _Header | None:
    for place, line in enumerate(lines[:_HEADER_WITHIN]):
        header = _roles(place, line)
        timed = "time" in header.columns or "date" in header.columns
        if timed and any(column in header.columns for column in COLUMNS):
            return header
    return None


def _roles(place: int, line: Line) -> _Header:
    columns: dict[Role, int] = {}
    units: dict[Role, str] = {}
    repeated, unknown = [], []
    for number, cell in enumerate(line.cells):
        role, unit = role_of(cell)
        if role is None:
            unknown += [shown(cell)] if cell else []
        elif role in columns:
            repeated.append(shown(cell))
        else:
            columns[role], units[role] = number, unit
    return _Header(
        place=place, columns=columns, units=units, repeated=tuple(repeated), unknown=tuple(unknown)
    )


def _clock(header: _Header, lines: Sequence[Line], name: str) -> Clock:
    unit = header.units.get("time", "")
    if "date" in header.columns or not lines:
        return "absolute"
    if unit == "h":
        return "h"
    if unit == "min":
        return "min"
    if unit == "s":
        return "s"
    if unit == "d":
        return "d"
    times = [line.cells[header.columns["time"]] for line in lines]
    numbers = [time for time in times if number_of(time)[0] is not None]
    if looks_absolute(times) or not numbers:
        return "absolute"
    raise _unit_of_time_needed(name, lines[0].number, numbers[0])


def _unit_of_time_needed(name: str, row: int, number: str) -> RecipeError:
    return stream_error(
        "unit_of_time_needed",
        f"{name}:{row}",
        _("the time is the bare number {number}, and the heading does not say its unit"),
        _("write the unit in the heading, as time (h) or tijd (min)"),
        number=shown(number),
    )


def _sighting(header: _Header, line: Line) -> Sighting:
    said = _cell(header, line, "unit")
    values: dict[Column, Measured] = {}
    for column in COLUMNS:
        if column in header.columns:
            unit = header.units.get(column, "")
            beside = unit_of(said)
            values[column] = Measured(
                value=_cell(header, line, column),
                unit=unit or (beside if beside in UNITS_OF[column] else ""),
            )
    return Sighting(
        row=line.number,
        time=_time(header, line),
        values=values,
        strip=_cell(header, line, "strip").lower() in _YES,
    )


def _time(header: _Header, line: Line) -> str:
    date = _cell(header, line, "date")
    clock = _cell(header, line, "time") or _cell(header, line, "clock")
    return f"{date} {clock}".strip() if date else clock


def _cell(header: _Header, line: Line, role: Role) -> str:
    return line.cells[header.columns[role]] if role in header.columns else ""


def _notes(header: _Header, body: Sequence[Line], width: int, name: str) -> list[Note]:
    torn = [line.number for line in body if len(line.cells) != width]
    if torn and 2 * len(torn) > len(body):
        raise stream_error(
            "wrong_number_of_cells",
            f"{name}:{torn[0]}",
            _("most rows have more or fewer cells than the headings"),
            _("a decimal comma splits a number in two: save the file with semicolons between the cells"),
        )
    notes = [about_rows("left_out_torn", torn)] if torn else []
    if "gravity" in header.columns:
        notes.append(Note(code="gravity_ignored"))
    if header.unknown:
        notes.append(Note(code="columns_ignored", values={"columns": list(header.unknown[:8])}))
    return notes
