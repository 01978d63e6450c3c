"""The times of a jar and of the batches after it, as an iCalendar file (RFC 5545) for any calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from biotica.errors import _
from biotica.report.kefir_codes import RECIPE_WORDS
from biotica.report.language import Language, language
from biotica.report.texts import label

GATE_PH = 4.6
"""As in the name of the contract key ``time_to_ph_4_6_h``."""

_LINE_OCTETS = 75
_EVENT_MINUTES = 15
_MOST_BATCHES = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What the calendar must know of a recipe.

    Parameters
    ----------
    ferment : str
        Id, such as ``milk_kefir``.
    started : datetime
        With a zone; the clock of that zone is the one in the texts.
    hours : float
        Until it is strained.
    """

    ferment: str
    started: datetime
    hours: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Event:
    key: str
    start: datetime
    title: str
    text: str


def calendar_text(
    forecast: Mapping[str, Any], batch: Batch, *, written: datetime, code: str, days: int = 7
) -> str:
    """Write the times of a jar as a calendar.

    Parameters
    ----------
    forecast : mapping
        Contract shape of forecast.json.
    batch : Batch
        What was started, and when.
    written : datetime
        Now, with a zone.
    code : str
        Language, ``"en"`` or ``"nl"``.
    days : int
        How far ahead following batches are planned, each begun when the last one is strained.

    Returns
    -------
    str
        RFC 5545, lines ended by CR LF and folded at 75 octets. An event keeps its UID as long as the ferment
        and the start of the batch stay the same.

    Notes
    -----
    A time in a calendar is an expectation with the interval in its text, never a reason to skip measuring.
    """
    spoken = language(code)
    events = [*_events(forecast, batch, spoken), *_following(batch, spoken, days)]
    stamp = _utc(written)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//biotica//jar//EN", "CALSCALE:GREGORIAN"]
    for event in events:
        lines += _event_lines(event, batch, stamp)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _events(forecast: Mapping[str, Any], batch: Batch, spoken: Language) -> Iterator[_Event]:
    name = label(batch.ferment, RECIPE_WORDS, spoken)
    gate, ph = forecast["time_to_ph_4_6_h"], spoken.number(GATE_PH)
    if gate["median"] is not None:
        yield _Event(
            key="gate",
            start=_after(batch, gate["median"]),
            title=spoken.say(_("{name}: pH {ph} expected, measure it"), name=name, ph=ph),
            text=_between(_("The model expects the jar to reach this pH"), gate, batch, spoken),
        )
    ready = next((one["values"]["time_h"] for one in forecast["verdict"] if one["code"] == "ready_at"), None)
    if ready is not None and ready["median"] is not None:
        yield _Event(
            key="ready",
            start=_after(batch, ready["median"]),
            title=spoken.say(_("{name}: probably ready"), name=name),
            text=_between(_("The model expects it to be sour enough"), ready, batch, spoken),
        )
    waits = "" if ready else spoken.say(_("By then the model does not expect it to be ready.")) + " "
    yield _Event(
        key="strain",
        start=_after(batch, batch.hours),
        title=spoken.say(_("{name}: strain"), name=name),
        text=waits + spoken.say(_("The end of your recipe. Measure the pH before you strain.")),
    )


def _following(batch: Batch, spoken: Language, days: int) -> Iterator[_Event]:
    name = label(batch.ferment, RECIPE_WORDS, spoken)
    hour, number = batch.hours, 1
    while hour <= 24.0 * days and number <= _MOST_BATCHES:
        yield _Event(
            key=f"batch{number}",
            start=_after(batch, hour),
            title=spoken.say(_("{name}: begin batch {number}"), name=name, number=number + 1),
            text=spoken.say(
                _("With the same recipe you strain it on {moment}. Measure: grains and room change."),
                moment=_clock(_after(batch, hour + batch.hours), batch, spoken),
            ),
        )
        hour += batch.hours
        number += 1


def _between(msgid: str, span: Mapping[str, float | None], batch: Batch, spoken: Language) -> str:
    """Say an interval on the clock; an end that lies beyond the forecast is said to be unknown."""
    low, high = span["low"], span["high"]
    early = _clock(_after(batch, low), batch, spoken) if low is not None else ""
    late = _clock(_after(batch, high), batch, spoken) if high is not None else ""
    when = (
        spoken.say(_("between {early} and {late}"), early=early, late=late)
        if early and late
        else spoken.say(_("from {early} on; the latest moment is not known"), early=early)
    )
    advice = spoken.say(_("Measure before you trust it."))
    return f"{spoken.say(msgid)} {when}. {advice}"


def _after(batch: Batch, hours: float) -> datetime:
    return batch.started.astimezone(UTC) + timedelta(hours=hours)


def _clock(moment: datetime, batch: Batch, spoken: Language) -> str:
    local = moment.astimezone(batch.started.tzinfo)
    return f"{spoken.day(local.date())} {local:%H:%M}"


def _event_lines(event: _Event, batch: Batch, stamp: str) -> Sequence[str]:
    seed = f"{batch.ferment} {_utc(batch.started)} {event.key}"
    return (
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(seed.encode()).hexdigest()[:32]}@biotica",
        f"DTSTAMP:{stamp}",
        f"DTSTART:{_utc(event.start)}",
        f"DTEND:{_utc(event.start + timedelta(minutes=_EVENT_MINUTES))}",
        f"SUMMARY:{_escaped(event.title)}",
        f"DESCRIPTION:{_escaped(event.text)}",
        "END:VEVENT",
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never inside a letter; what goes on begins with a space."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
