"""What a course of readings shows by itself: gaps, jumps that no jar makes, more rows than are needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from biotica.ferment.readings import Reading
from biotica.ferment.streams.stream import COLUMNS, Column, Note, about_rows

GAP_H = 6.0
"""A culture can do half its work in this time, unseen."""

MOST_READINGS = 500

_FASTEST: dict[Column, tuple[float, float]] = {"ph": (0.4, 1.5), "temperature_c": (3.0, 40.0)}
"""Largest step at once, and per hour: strips misread by 0.3, warm yoghurt sours by less than 1.5 per hour, a
jar put into a fridge or a water bath changes by less than 40 degrees in an hour."""

_MOST_NOTES = 5
_STEPS_MIN = (2, 5, 10, 15, 30, 60, 120, 240, 480)

_Point = tuple[float, float, int]


def gaps(readings: Sequence[Reading]) -> list[Note]:
    """Name the longest stretches without any reading; ``readings`` in order of time."""
    found = [
        (late.time_h - early.time_h, early.time_h, late.time_h)
        for early, late in pairwise(readings)
        if late.time_h - early.time_h > GAP_H
    ]
    longest = sorted(sorted(found, reverse=True)[:_MOST_NOTES], key=lambda gap: gap[1])
    return [
        Note(code="gap", values={"from_h": round(start, 2), "to_h": round(end, 2), "hours": round(long, 2)})
        for long, start, end in longest
    ]


def without_spikes(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], list[Note]]:
    """Leave out single values that leap away from both neighbours, who agree with each other."""
    lost: dict[tuple[Column, float], int] = {}
    for column in _FASTEST:
        points = _points(readings, column)
        for before, here, after in zip(points, points[1:], points[2:], strict=False):
            if (
                _leaps(column, before, here)
                and _leaps(column, here, after)
                and not _leaps(column, before, after)
            ):
                lost[(column, here[0])] = here[2]
    notes = [
        about_rows(
            "spike_left_out", [row for (which, _h), row in lost.items() if which == column], column=column
        )
        for column in _FASTEST
        if any(which == column for which, _h in lost)
    ]
    kept = [
        _blanked(reading, [column for column in _FASTEST if (column, reading.time_h) in lost])
        for reading in readings
    ]
    return tuple(
        reading for reading in kept if any(getattr(reading, column) is not None for column in COLUMNS)
    ), notes


def jumps(readings: Sequence[Reading]) -> list[Note]:
    """Name steps that are too large for a jar; they stay, for a probe may have been moved."""
    found = []
    for column in _FASTEST:
        points = _points(readings, column)
        for early, late in pairwise(points):
            if _leaps(column, early, late):
                step = {"from_h": round(early[0], 2), "to_h": round(late[0], 2)}
                change = round(late[1] - early[1], 2)
                found.append(Note(code="jump", values={"column": column, **step, "change": change}))
    return found[:_MOST_NOTES]


def thinned(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], list[Note]]:
    """Replace very many rows by the middle of each stretch of some minutes; strips and meters stay apart."""
    if len(readings) <= MOST_READINGS:
        return tuple(readings), []
    for minutes in _STEPS_MIN:
        bins: dict[tuple[int, bool], list[Reading]] = defaultdict(list)
        for reading in readings:
            bins[(int(reading.time_h * 60.0 / minutes), reading.strip)].append(reading)
        if len(bins) <= MOST_READINGS:
            break
    kept = sorted((_middle(group) for group in bins.values()), key=lambda one: (one.time_h, one.strip))
    values = {"found": len(readings), "kept": len(kept), "minutes": minutes}
    return tuple(kept), [Note(code="thinned", values=values)]


def _points(readings: Sequence[Reading], column: Column) -> list[_Point]:
    return [
        (reading.time_h, float(value), reading.row)
        for reading in readings
        if (value := getattr(reading, column)) is not None
    ]


def _leaps(column: Column, early: _Point, late: _Point) -> bool:
    at_once, per_h = _FASTEST[column]
    return abs(late[1] - early[1]) > at_once + per_h * (late[0] - early[0])


def _blanked(reading: Reading, columns: Sequence[Column]) -> Reading:
    if not columns:
        return reading
    return replace(
        reading,
        ph=None if "ph" in columns else reading.ph,
        temperature_c=None if "temperature_c" in columns else reading.temperature_c,
    )


def _middle(group: Sequence[Reading]) -> Reading:
    def of(column: Column) -> float | None:
        values = [value for one in group if (value := getattr(one, column)) is not None]
        return round(median(values), 4) if values else None

    return Reading(
        row=min(one.row for one in group),
        time_h=round(median(one.time_h for one in group), 6),
        ph=of("ph"),
        temperature_c=of("temperature_c"),
        weight_g=of("weight_g"),
        strip=group[0].strip,
    )
