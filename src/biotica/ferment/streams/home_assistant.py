"""Home Assistant: the history of sensors, as its REST answer or as the CSV that its history page exports.

REST as on developers.home-assistant.io (a list of states per sensor; shortened states lack the name); the
CSV ``entity_id,state,last_changed`` as in exports that people published. Only changes are written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from biotica.errors import _
from biotica.ferment.streams.content import Content
from biotica.ferment.streams.payload import scalar
from biotica.ferment.streams.quantities import UNITS_OF, unit_of
from biotica.ferment.streams.stream import (
    COLUMNS,
    Column,
    Measured,
    Note,
    Outage,
    Raw,
    Setting,
    Sighting,
    shown,
    stream_error,
)

_AWAY = frozenset({"unavailable", "unknown", "none", ""})
_WORDS: Mapping[Column, frozenset[str]] = {
    "ph": frozenset({"ph"}),
    "temperature_c": frozenset({"temp", "temperature", "temperatuur"}),
    "weight_g": frozenset({"weight", "gewicht", "scale"}),
}
_MOST_NAMED = 6
_CSV = ("entity_id", "state", "last_changed")


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    row: int
    sensor: str
    state: str
    time: str | float | None
    unit: str
    kind: str


def recognises_rest(content: Content) -> bool:
    """Tell whether the JSON is a list of lists of states."""
    return any(True for _state in _rest(content))


def recognises_csv(content: Content) -> bool:
    """Tell whether the headings are those of an export of the history page."""
    return bool(content.lines) and tuple(cell.lower() for cell in content.lines[0].cells[:3]) == _CSV


def read(content: Content, setting: Setting) -> Raw:
    """Take a history apart: one sensor each for pH, temperature and weight; times without one are gaps.

    Raises
    ------
    RecipeError
        If two sensors measure the same: which of them hangs in the jar is not guessed.
    """
    states = list(_csv(content) if recognises_csv(content) else _rest(content))
    sensors = _sensors(states, setting.name)
    ignored = sorted({state.sensor for state in states} - set(sensors))
    notes = [
        Note(code=code, values={"sensors": [shown(one) for one in some[:_MOST_NAMED]]})
        for code, some in (("sensors_read", sorted(sensors)), ("sensors_ignored", ignored))
        if some
    ]
    mine = [state for state in states if state.sensor in sensors]
    return Raw(
        sightings=tuple(
            Sighting(
                row=state.row,
                time=state.time,
                values={sensors[state.sensor]: Measured(value=state.state, unit=state.unit)},
            )
            for state in mine
            if state.state.lower() not in _AWAY
        ),
        outages=tuple(outage for sensor in sensors for outage in _outages(sensor, mine)),
        notes=(*content.notes, *notes),
        only_changes=True,
    )


def _sensors(states: Sequence[_State], name: str) -> dict[str, Column]:
    units: dict[str, set[str]] = {}
    for state in states:
        units.setdefault(state.sensor, set()).update({state.unit, state.kind} - {""})
    found: dict[str, Column] = {}
    for sensor, said in units.items():
        column = _column(sensor, said)
        if column in found.values():
            both = [one for one, which in found.items() if which == column] + [sensor]
            raise stream_error(
                "two_sensors",
                name,
                _("two sensors measure the same: {sensors}"),
                _("keep the one of the jar in the file"),
                sensors=", ".join(shown(one) for one in sorted(both)),
            )
        if column is not None:
            found[sensor] = column
    return found


def _column(sensor: str, said: set[str]) -> Column | None:
    """By its unit or kind if the file says one, else by the words in its name."""
    for column in COLUMNS:
        if said & {*UNITS_OF[column], *_WORDS[column]}:
            return column
    if said - {"measurement"}:
        return None
    words = set(re.split(r"[^a-z0-9]+", sensor.lower()))
    return next((column for column in COLUMNS if words & _WORDS[column]), None)


def _outages(sensor: str, states: Sequence[_State]) -> Iterator[Outage]:
    away: _State | None = None
    for state in sorted((one for one in states if one.sensor == sensor), key=lambda one: str(one.time)):
        if state.state.lower() in _AWAY:
            away = away or state
        elif away is not None:
            yield Outage(sensor=sensor, start=away.time, end=state.time)
            away = None
    if away is not None:
        yield Outage(sensor=sensor, start=away.time, end=None)


def _csv(content: Content) -> Iterator[_State]:
    for line in content.lines[1:]:
        if len(line.cells) >= len(_CSV):
            sensor, state, time = line.cells[:3]
            yield _State(row=line.number, sensor=sensor, state=state, time=time, unit="", kind="")


def _rest(content: Content) -> Iterator[_State]:
    document = content.document
    lists = document if isinstance(document, list) else []
    if lists and all(isinstance(one, dict) for one in lists):
        lists = [lists]
    row = 0
    for states in lists:
        sensor = unit = kind = ""
        for one in states if isinstance(states, list) else []:
            row += 1
            if not isinstance(one, dict) or "state" not in one:
                continue
            sensor = str(one.get("entity_id") or sensor)
            said = one.get("attributes")
            told = said if isinstance(said, dict) else {}
            unit = unit_of(str(told.get("unit_of_measurement") or "")) or unit
            kind = str(told.get("device_class") or kind).lower()
            if not sensor:
                continue
            time = scalar(one.get("last_changed")) or scalar(one.get("last_updated"))
            state = "" if one["state"] is None else str(one["state"]).strip()
            yield _State(row=row, sensor=sensor, state=state, time=time, unit=unit, kind=kind)
