"""A room that is warm by day and cooler by night, as a course of temperatures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import numpy as np

from biotica.errors import RecipeError, _
from biotica.ferment.document import Section

Points = tuple[tuple[float, float], ...]

CHANGE_H = 1.0
DAY_FROM_H = 7.0
NIGHT_FROM_H = 23.0
_DAY_H = 24.0
_SAME_TIME_H = 1e-6
_KEYS = ("day", "night", "day_from", "night_from", "start")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def day_night_course(
    *, day_c: float, night_c: float, day_from_h: float, night_from_h: float, start_h: float, hours: float
) -> Points:
    """Alternate between two temperatures.

    Parameters
    ----------
    day_c, night_c : float
        Degrees Celsius.
    day_from_h, night_from_h : float
        Clock hours, 0..24, at which the room begins to change; each change takes an hour.
    start_h : float
        Clock hour at which the jar is filled.
    hours : float
        Length of the course, > 0.

    Returns
    -------
    tuple of (hour, degrees)
        Hours since the start, from 0 to ``hours``; never outside the two temperatures.

    Notes
    -----
    The hour of change is an assumption; a jar follows its room more slowly than the air does.
    """
    clock, degrees = _bends(day_c, night_c, day_from_h, night_from_h, int((start_h + hours) // _DAY_H) + 2)
    since = np.array(clock) - start_h
    times = [0.0]
    for hour in map(float, since):
        if times[-1] + _SAME_TIME_H < hour < hours - _SAME_TIME_H:
            times.append(hour)
    times.append(hours)
    return tuple((hour, float(np.interp(hour, since, degrees))) for hour in times)


def _bends(
    day_c: float, night_c: float, day_from_h: float, night_from_h: float, days: int
) -> tuple[list[float], list[float]]:
    switches = sorted(
        (number * _DAY_H + hour, before, after)
        for number in range(-2, days)
        for hour, before, after in ((day_from_h, night_c, day_c), (night_from_h, day_c, night_c))
    )
    clock = [hour + late for hour, _before, _after in switches for late in (0.0, CHANGE_H)]
    return clock, [degree for _hour, before, after in switches for degree in (before, after)]


def read_day_night(
    section: Section, *, hours: float, limits_c: tuple[float, float]
) -> tuple[Points, tuple[str, ...]]:
    """Read ``temperature_c = {day = 22, night = 17, ...}``.

    Parameters
    ----------
    section : Section
        Its keys: ``day``, ``night`` and, as a clock time, ``day_from``, ``night_from`` and ``start``.
    hours : float
        Length of the fermentation.
    limits_c : (float, float)
        Lowest and highest temperature allowed.

    Returns
    -------
    points, assumed
        The course, and the keys that a default filled in: 07:00, 23:00, and a start at the beginning of the
        day.

    Raises
    ------
    RecipeError
        If a temperature is missing or absurd, a time is no clock time, or day or night is shorter than an
        hour.
    """
    section.expect(_KEYS)
    day_c, night_c = (_degrees(section, key, limits_c) for key in ("day", "night"))
    day_from_h = _clock_h(section, "day_from")
    night_from_h = _clock_h(section, "night_from")
    start_h = _clock_h(section, "start")
    day_from_h, assumed_day = (DAY_FROM_H, True) if day_from_h is None else (day_from_h, False)
    night_from_h, assumed_night = (NIGHT_FROM_H, True) if night_from_h is None else (night_from_h, False)
    between_h = (night_from_h - day_from_h) % _DAY_H
    if not CHANGE_H <= between_h <= _DAY_H - CHANGE_H:
        raise RecipeError(
            _("the day or the night of temperature_c is shorter than an hour"),
            code="day_night_too_short",
            where=section.where("night_from"),
            hint=_("give day_from and night_from at least an hour apart, or one number"),
        )
    points = day_night_course(
        day_c=day_c,
        night_c=night_c,
        day_from_h=day_from_h,
        night_from_h=night_from_h,
        start_h=day_from_h if start_h is None else start_h,
        hours=hours,
    )
    unsaid = {"day_from": assumed_day, "night_from": assumed_night, "start": start_h is None}
    return points, tuple(_listed(section, unsaid))


def _listed(section: Section, unsaid: dict[str, bool]) -> Iterator[str]:
    return (section.label(key) for key, assumed in unsaid.items() if assumed)


def _degrees(section: Section, key: str, limits_c: tuple[float, float]) -> float:
    degrees = section.number(key, limits_c)
    if degrees is None:
        raise section.missing(key, 'temperature_c = {day = 22, night = 17, start = "20:00"}')
    return degrees


def _clock_h(section: Section, key: str) -> float | None:
    value = section.content.get(key)
    if value is None:
        return None
    if isinstance(value, dt.time):
        return value.hour + value.minute / 60.0
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise RecipeError(
            _("{key} is no clock time"),
            code="bad_clock",
            where=section.where(key),
            hint=_('write hours and minutes in quotes: {key} = "07:30"'),
            key=section.label(key),
        )
    return int(found[1]) + int(found[2]) / 60.0
