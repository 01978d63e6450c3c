"""The CSV log of a Tilt hydrometer: Timestamp, Timepoint (day number), SG, Temp in Fahrenheit, Color, Beer.

Layout and units as in the logging code of the Tilt app and of its Python logger (github.com/baronbrew).
"""

from __future__ import annotations

from collections.abc import Sequence

from biotica.ferment.streams.clock import Moment, excel_moment
from biotica.ferment.streams.content import Content, Line
from biotica.ferment.streams.quantities import unit_of
from biotica.ferment.streams.stream import Measured, Note, Raw, Setting, Sighting

_NEEDED = ("timepoint", "sg")


def recognises(content: Content) -> bool:
    """Tell whether the headings are those of a Tilt."""
    return bool(content.lines) and _places(content.lines[0]) is not None


def read(content: Content, setting: Setting) -> Raw:
    """Take a Tilt's log apart; its temperature is in Fahrenheit unless the heading says otherwise."""
    places = _places(content.lines[0]) or {}
    heading = content.lines[0].cells[places["temp"]]
    unit = unit_of(heading[len("temp") :].strip(" ()[]"))
    return Raw(
        day_order="mdy",
        units={} if unit else {"temperature_c": "f"},
        sightings=tuple(_sighting(line, places, unit) for line in content.lines[1:]),
        notes=(*content.notes, Note(code="gravity_ignored")),
    )


def _places(line: Line) -> dict[str, int] | None:
    cells = [cell.lower() for cell in line.cells]
    temp = next((number for number, cell in enumerate(cells) if cell.split(" ")[0] == "temp"), None)
    if temp is None or any(cell not in cells for cell in _NEEDED):
        return None
    return {"temp": temp, **{name: cells.index(name) for name in ("timepoint", "timestamp") if name in cells}}


def _sighting(line: Line, places: dict[str, int], unit: str) -> Sighting:
    return Sighting(
        row=line.number,
        time=_time(line.cells, places),
        values={"temperature_c": Measured(value=_at(line.cells, places["temp"]), unit=unit)},
    )


def _time(cells: Sequence[str], places: dict[str, int]) -> Moment:
    point = _at(cells, places["timepoint"])
    stamp = _at(cells, places["timestamp"]) if "timestamp" in places else ""
    return excel_moment(point) or point or stamp


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
