"""Times as files write them, turned into hours since the start of a batch; nothing about them is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from biotica.errors import BioticaError, _
from biotica.ferment.streams.quantities import number_of
from biotica.ferment.streams.stream import Clock, DayOrder, Setting, shown, stream_error

Moment = str | float | datetime | None

_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})[T ]+(\d{1,2})(:\d{2}.*)")
_DAY_FIRST = re.compile(
    r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?"
)
_EPOCH_S = (1.0e9, 4.0e9)
_EPOCH_MS = (1.0e12, 4.0e12)
_HOURS = {"h": 1.0, "min": 1.0 / 60.0, "s": 1.0 / 3600.0, "d": 24.0}
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
_EXCEL_DAYS = (36_526.0, 73_051.0)
_SAME_MOMENT_H = 1.0e-6


@dataclass(frozen=True, slots=True)
class Hour:
    """Hours since the start, or why there are none: a code of `REASONS`."""

    value: float | None
    reason: str = ""


REASONS = ("no_time", "unreadable_time", "time_does_not_exist", "ambiguous_time", "before_start")


def setting_of(*, name: str, started: str = "", zone: str = "", received: datetime | None = None) -> Setting:
    """Read what a person says about a file.

    Parameters
    ----------
    name : str
        File name for errors.
    started : str
        ISO 8601, such as ``2026-11-23T20:15``, with or without zone; empty = not given.
    zone : str
        IANA name such as ``Europe/Amsterdam``; empty = not given.
    received : datetime or None
        When a payload came in, with its zone.

    Raises
    ------
    RecipeError
        If the zone is unknown, or the start cannot be read or needs a zone.
    """
    place = _zone(zone) if zone else None
    if not started:
        return Setting(name=name, zone=place, received=received)
    moment = _year_first(started.strip())
    if moment is None:
        raise _bad_start(started)
    if moment.tzinfo is None and place is None:
        raise _zone_needed("--started")
    found, reason = _located(moment, place)
    if found is None or reason:
        raise stream_error(
            "start_not_one_moment",
            "--started",
            _("at {started} the clock was set: that moment was not there, or was there twice"),
            _("write it with its offset, such as 2026-10-25T02:30+02:00"),
            started=shown(started),
        )
    local = found.astimezone(place or moment.tzinfo)
    return Setting(name=name, started=local, zone=place, received=received)


def started_of(setting: Setting) -> datetime:
    """Give the start of the batch, with its zone.

    Raises
    ------
    RecipeError
        If nobody said it.
    """
    if setting.started is None:
        raise stream_error(
            "start_needed",
            "--started",
            _("nobody said when the batch began"),
            _("add --started with the moment, such as --started 2026-11-23T20:15"),
        )
    return setting.started


def hours_since_start(
    times: Sequence[Moment], clock: Clock, day_order: DayOrder, setting: Setting
) -> tuple[Hour, ...]:
    """Turn the times of a file into hours since the start.

    Parameters
    ----------
    times : sequence
        As written, in any order.
    clock : Clock
        ``absolute``, or the unit of a time since the start.
    day_order : DayOrder
        If the format fixes it; else the times themselves must tell.
    setting : Setting
        Start and zone.

    Returns
    -------
    tuple of Hour
        One per time; those that cannot be used say why.

    Raises
    ------
    RecipeError
        If the start or the zone is needed and not given, if days could be months, or if no time is usable.
    """
    if clock != "absolute":
        return tuple(_elapsed(time, clock) for time in times)
    order = day_order or _order_of(times, setting.name)
    moments = [_moment(time, order) for time in times]
    readable = [moment for moment in moments if moment is not None]
    if readable and setting.started is None:
        raise stream_error(
            "start_needed",
            setting.name,
            _("the file holds times of day, and nobody said when the batch began"),
            _("add --started with the moment, such as --started 2026-11-23T20:15"),
        )
    if any(moment.tzinfo is None for moment in readable) and setting.zone is None:
        raise _zone_needed(setting.name)
    return tuple(_hour(time, moment, setting) for time, moment in zip(times, moments, strict=True))


def excel_moment(text: str) -> datetime | None:
    """Read a day number of a spreadsheet, such as 46343.75, as a clock without a zone; None = it is none."""
    number, unit = number_of(text)
    if number is None or unit or not _EXCEL_DAYS[0] <= number <= _EXCEL_DAYS[1]:
        return None
    return _EXCEL_DAY_ZERO + timedelta(seconds=round(number * 86_400.0))


def looks_absolute(times: Sequence[Moment]) -> bool:
    """Tell whether any of the times is a moment in the world, and no plain number."""
    return any(_moment(time, "dmy") is not None or _moment(time, "mdy") is not None for time in times)


def _elapsed(time: Moment, clock: Clock) -> Hour:
    if time is None or time == "":
        return Hour(None, "no_time")
    number, unit = (None, "") if isinstance(time, datetime) else number_of(time)
    if number is None or unit:
        return Hour(None, "unreadable_time")
    value = number * _HOURS[clock]
    return Hour(value) if value >= 0 else Hour(None, "before_start")


def _hour(time: Moment, moment: datetime | None, setting: Setting) -> Hour:
    if time is None or time == "":
        return Hour(None, "no_time")
    if moment is None or setting.started is None:
        return Hour(None, "unreadable_time")
    found, reason = _located(moment, setting.zone)
    if found is None or reason:
        return Hour(None, reason)
    hours = (found - setting.started).total_seconds() / 3600.0
    if hours < -_SAME_MOMENT_H:
        return Hour(None, "before_start")
    return Hour(round(max(hours, 0.0), 6))


def _located(moment: datetime, zone: ZoneInfo | None) -> tuple[datetime | None, str]:
    """Place a clock in its zone; one that the change of the clocks skips or repeats has no single moment."""
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), ""
        early, late = (moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if early == late:
            return early, ""
        back = early.astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None, "unreadable_time"
    return None, "ambiguous_time" if back == moment else "time_does_not_exist"


def _moment(time: Moment, order: str) -> datetime | None:
    if isinstance(time, datetime):
        return time
    if time is None or isinstance(time, bool):
        return None
    number, unit = number_of(time)
    if number is not None:
        return None if unit else _epoch(number)
    text = str(time).strip()
    return _year_first(text) or _day_first(text, order)


def _year_first(text: str) -> datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, rest = match.groups()
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour:0>2}{rest.replace(' ', '')}")
    except ValueError:
        return None


def _epoch(number: float) -> datetime | None:
    if _EPOCH_S[0] <= number <= _EPOCH_S[1]:
        return datetime.fromtimestamp(number, UTC)
    if _EPOCH_MS[0] <= number <= _EPOCH_MS[1]:
        return datetime.fromtimestamp(number / 1000.0, UTC)
    return None


def _day_first(text: str, order: str) -> datetime | None:
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day, month = (second, first) if order == "mdy" else (first, second)
    hour, half = int(match[5]), (match[8] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    try:
        return datetime(
            year + 2000 if year < 100 else year, month, day, hour, int(match[6]), int(match[7] or 0)
        )
    except ValueError:
        return None


def _order_of(times: Sequence[Moment], name: str) -> DayOrder:
    """Tell days from months by the whole column: a number above twelve is a day; slashes tell nothing."""
    found = [match for time in times if (match := _DAY_FIRST.fullmatch(str(time).strip()))]
    first = any(int(match[1]) > 12 for match in found)
    second = any(int(match[3]) > 12 for match in found)
    if first != second:
        return "dmy" if first else "mdy"
    if (first and second) or any(match[2] == "/" and match[1] != match[3] for match in found):
        raise stream_error(
            "day_or_month",
            name,
            _("in times such as {text} the day and the month cannot be told apart"),
            _("write the year first: 2026-11-23 20:15"),
            text=shown(found[0][0]),
        )
    return "dmy"


def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise stream_error(
            "unknown_zone",
            "--zone",
            _("'{zone}' is no time zone that this computer knows"),
            _("write it as Europe/Amsterdam or UTC"),
            zone=shown(zone),
        ) from error


def _zone_needed(where: str) -> BioticaError:
    return stream_error(
        "zone_needed",
        where,
        _("the times do not say in which time zone their clock runs"),
        _("add --zone with its name, such as --zone Europe/Amsterdam"),
    )


def _bad_start(started: str) -> BioticaError:
    return stream_error(
        "bad_start",
        "--started",
        _("'{started}' is no moment"),
        _("write the day and the time, such as 2026-11-23T20:15"),
        started=shown(started),
    )
