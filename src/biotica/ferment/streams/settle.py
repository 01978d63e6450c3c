"""From a file taken apart to readings: what cannot be is left out and named, the rest put in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from biotica.errors import RecipeError, _
from biotica.ferment.readings import LIMITS, Reading
from biotica.ferment.streams.clock import REASONS, hours_since_start
from biotica.ferment.streams.course import gaps, jumps, thinned, without_spikes
from biotica.ferment.streams.quantities import UNITS_OF, in_column, number_of
from biotica.ferment.streams.stream import (
    COLUMNS,
    Column,
    Measured,
    Note,
    Outage,
    Raw,
    Setting,
    Sighting,
    Stream,
    about_rows,
    shown,
    stream_error,
)

_HOME_UNIT: Mapping[Column, str] = {"ph": "ph", "temperature_c": "c", "weight_g": "g"}
_WARMEST_USUAL_C = 46.0


@dataclass(frozen=True, slots=True)
class _Cell:
    place: int
    row: int
    value: float | None
    unit: str
    written: object


def settle(format_id: str, raw: Raw, setting: Setting) -> Stream:
    """Check a file that a format has taken apart.

    Parameters
    ----------
    format_id : str
        Of the format.
    raw : Raw
        Its rows in any order.
    setting : Setting
        Start, zone and name.

    Returns
    -------
    Stream
        Readings in order of time; the same rows in another order give the same readings.

    Raises
    ------
    RecipeError
        If no row, or no column, can be used: then the reason is one for the whole file.
    """
    timed, notes = _timed(raw, setting)
    columns = {column: _column(column, timed, raw, setting) for column in COLUMNS}
    values = {column: found for column, (found, _said) in columns.items()}
    notes += [note for _found, said in columns.values() for note in said]
    made = (_reading(place, hour, one, values) for place, (hour, one) in enumerate(timed))
    readings = tuple(reading for reading in made if not _is_blank(reading))
    if not readings:
        raise _nothing(setting.name, notes)
    ordered, more = _ordered(readings, sorted_by_sensor=raw.only_changes)
    kept, spikes = without_spikes(ordered)
    fewer, thin = thinned(kept)
    notes += [*more, *spikes, *jumps(kept), *thin]
    notes += _outages(raw, setting) if raw.only_changes else gaps(kept)
    if all(reading.ph is None for reading in kept):
        notes.append(Note(code="no_ph"))
    return Stream(format=format_id, readings=fewer, notes=(*raw.notes, *notes))


def _timed(raw: Raw, setting: Setting) -> tuple[list[tuple[float, Sighting]], list[Note]]:
    hours = hours_since_start([one.time for one in raw.sightings], raw.clock, raw.day_order, setting)
    late = LIMITS["time_h"][1]
    kept: list[tuple[float, Sighting]] = []
    lost: dict[str, list[int]] = defaultdict(list)
    for hour, one in zip(hours, raw.sightings, strict=True):
        if hour.value is None:
            lost[hour.reason].append(one.row)
        elif hour.value > late:
            lost["after_months"].append(one.row)
        else:
            kept.append((hour.value, one))
    notes = [
        about_rows(f"left_out_{reason}", lost[reason])
        for reason in (*REASONS, "after_months")
        if lost[reason]
    ]
    if not kept:
        raise _nothing(setting.name, notes)
    return kept, notes


def _nothing(name: str, notes: Sequence[Note]) -> RecipeError:
    codes = {note.code for note in notes}
    if codes == {"left_out_before_start"} or codes == {"left_out_after_months"}:
        return stream_error(
            "start_does_not_fit",
            name,
            _("no reading falls within the batch: all stand before its start, or months after it"),
            _("check --started and --zone"),
        )
    if codes and all(code.startswith("left_out_") for code in codes):
        return stream_error(
            "no_usable_time",
            name,
            _("not one row has a time that could be read"),
            _("write it as 2026-11-23 20:15, or as hours since the start under the heading time_h"),
        )
    return stream_error(
        "no_readings",
        name,
        _("the file holds no readings"),
        _("give a column or sensor with the pH or the temperature"),
    )


def _column(
    column: Column, timed: Sequence[tuple[float, Sighting]], raw: Raw, setting: Setting
) -> tuple[dict[int, float], list[Note]]:
    cells = [
        _cell(place, one, measured, column, raw)
        for place, (_hour, one) in enumerate(timed)
        if (measured := one.values.get(column))
    ]
    cells = [cell for cell in cells if cell.written not in (None, "")]
    notes = _unit_notes(column, cells, raw)
    unreadable = [cell.row for cell in cells if cell.value is None]
    if unreadable:
        notes.append(about_rows("value_unreadable", unreadable, column=column))
    found = {cell.place: cell.value for cell in cells if cell.value is not None}
    low, high = LIMITS[column]
    outside = [cell for cell in cells if cell.value is not None and not low <= cell.value <= high]
    if outside and 2 * len(outside) > len(found):
        raise _impossible(column, outside, setting)
    if column == "temperature_c":
        _refuse_unclear_degrees(cells, raw, setting)
    if outside:
        named = sorted(round(cell.value, 2) for cell in outside if cell.value is not None)
        rows = [cell.row for cell in outside]
        notes.append(about_rows("value_impossible", rows, column=column, found=named[:4]))
    lost = {cell.place for cell in outside}
    return {place: value for place, value in found.items() if place not in lost}, notes


def _cell(place: int, one: Sighting, measured: Measured, column: Column, raw: Raw) -> _Cell:
    value, written_unit = number_of(measured.value)
    unit = written_unit or measured.unit or raw.units.get(column, "")
    if unit and unit not in UNITS_OF[column]:
        value = None
    converted = None if value is None else in_column(value, unit, column)
    written = measured.value.strip() if isinstance(measured.value, str) else measured.value
    return _Cell(place, one.row, converted, unit, written)


def _unit_notes(column: Column, cells: Sequence[_Cell], raw: Raw) -> list[Note]:
    units = sorted({cell.unit for cell in cells if cell.value is not None})
    notes = []
    for unit in units:
        n = sum(cell.unit == unit for cell in cells)
        fixed = raw.units.get(column) == unit
        if unit == "" and column != "ph":
            notes.append(Note(code="unit_not_given", values={"column": column, "unit": _HOME_UNIT[column]}))
        elif unit and unit != _HOME_UNIT[column]:
            code = "unit_of_format" if fixed else "unit_converted"
            notes.append(Note(code=code, values={"column": column, "unit": unit, "n": n}))
    return notes


def _impossible(column: Column, cells: Sequence[_Cell], setting: Setting) -> RecipeError:
    low, high = LIMITS[column]
    worst = min(cells, key=lambda cell: cell.row)
    value = worst.value or 0.0
    hint, guess = _("it must lie between {low} and {high}: check the unit of this column"), 0.0
    if column == "ph" and low <= value / 10.0 <= high:
        hint, guess = _("is the decimal point missing? Then write {guess}"), value / 10.0
    elif column == "temperature_c" and not worst.unit and value > high:
        hint, guess = _("is this Fahrenheit? Then say so in the heading, as temp (F)"), (value - 32.0) / 1.8
    elif column == "weight_g" and not worst.unit and value < low:
        hint = _("is this kilogram? Then say so in the heading, as weight (kg)")
    return stream_error(
        "impossible_column",
        f"{setting.name}:{worst.row}",
        _("most values of {column} cannot be, such as {value}"),
        hint,
        column=column,
        value=shown(worst.written),
        low=f"{low:g}",
        high=f"{high:g}",
        guess=f"{guess:.3g}",
    )


def _refuse_unclear_degrees(cells: Sequence[_Cell], raw: Raw, setting: Setting) -> None:
    """Degrees without a unit that are hotter than any culture likes may be Fahrenheit: ask, do not guess."""
    bare = [cell for cell in cells if not cell.unit and cell.value is not None]
    if raw.units.get("temperature_c") or not bare:
        return
    middle = median(cell.value for cell in bare if cell.value is not None)
    if middle > _WARMEST_USUAL_C:
        raise stream_error(
            "degrees_unclear",
            f"{setting.name}:{bare[0].row}",
            _("the temperatures have no unit, and {value} is hot for a culture"),
            _("say Celsius or Fahrenheit in the heading, as temp (C) or temp (F)"),
            value=f"{middle:.3g}",
        )


def _reading(place: int, hour: float, one: Sighting, values: Mapping[Column, Mapping[int, float]]) -> Reading:
    return Reading(
        row=one.row,
        time_h=hour,
        ph=values["ph"].get(place),
        temperature_c=values["temperature_c"].get(place),
        weight_g=values["weight_g"].get(place),
        strip=one.strip,
    )


def _is_blank(reading: Reading) -> bool:
    return reading.ph is None and reading.temperature_c is None and reading.weight_g is None


def _ordered(
    readings: Sequence[Reading], *, sorted_by_sensor: bool
) -> tuple[tuple[Reading, ...], list[Note]]:
    notes = []
    late = [
        reading.row
        for reading, most in zip(readings[1:], _running_max(readings), strict=False)
        if reading.time_h < most
    ]
    if late and not sorted_by_sensor:
        notes.append(about_rows("resorted", late))
    at_once: dict[tuple[float, bool], list[Reading]] = defaultdict(list)
    for reading in readings:
        at_once[(reading.time_h, reading.strip)].append(reading)
    merged = {key: _merged(group) for key, group in sorted(at_once.items())}
    several = [group for group in at_once.values() if len(group) > 1]
    same = [one.row for group in several if _most_values(group) == (True, False) for one in group[1:]]
    odd = [one.row for group in several if _most_values(group)[1] for one in group]
    if odd:
        notes.append(about_rows("same_time_two_values", odd))
    if same:
        notes.append(about_rows("same_time_merged", same))
    return tuple(reading for reading in merged.values() if not _is_blank(reading)), notes


def _running_max(readings: Sequence[Reading]) -> list[float]:
    highest, found = 0.0, []
    for reading in readings:
        highest = max(highest, reading.time_h)
        found.append(highest)
    return found


def _merged(group: Sequence[Reading]) -> Reading:
    """Join what was seen at one moment; where two rows contradict each other, neither counts."""
    if len(group) == 1:
        return group[0]
    return Reading(
        row=min(one.row for one in group),
        time_h=group[0].time_h,
        ph=_only(one.ph for one in group),
        temperature_c=_only(one.temperature_c for one in group),
        weight_g=_only(one.weight_g for one in group),
        strip=group[0].strip,
    )


def _only(values: Iterable[float | None]) -> float | None:
    found = {value for value in values if value is not None}
    return found.pop() if len(found) == 1 else None


def _most_values(group: Sequence[Reading]) -> tuple[bool, bool]:
    """Tell whether a quantity stands there more than once, and whether it then differs."""
    columns = [
        [value for value in column if value is not None]
        for column in zip(*((one.ph, one.temperature_c, one.weight_g) for one in group), strict=True)
    ]
    return any(len(column) > 1 for column in columns), any(len(set(column)) > 1 for column in columns)


def _outages(raw: Raw, setting: Setting) -> list[Note]:
    return [note for outage in raw.outages if (note := _outage(outage, raw, setting)) is not None]


def _outage(outage: Outage, raw: Raw, setting: Setting) -> Note | None:
    start, end = hours_since_start([outage.start, outage.end], raw.clock, raw.day_order, setting)
    if end.value is None and outage.end is not None:
        return None
    if start.value is None and start.reason != "before_start":
        return None
    span = {
        "from_h": round(start.value or 0.0, 2),
        "to_h": None if end.value is None else round(end.value, 2),
    }
    code = "sensor_gone" if end.value is None else "sensor_away"
    return Note(code=code, values={"sensor": shown(outage.sensor), **span})
