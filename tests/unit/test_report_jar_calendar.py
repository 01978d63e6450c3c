"""The calendar: valid by RFC 5545, the same events for the same batch, intervals in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.report.jar_calendar import Batch, _escaped, _folded, calendar_text

STARTED = datetime(2026, 11, 23, 20, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
WRITTEN = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


def span(median: float | None, low: float | None, high: float | None) -> dict[str, float | None]:
    return {"median": median, "low": low, "high": high}


FORECAST: dict[str, Any] = {
    "time_to_ph_4_6_h": span(17.5, 15.0, 22.0),
    "verdict": [{"code": "ready_at", "values": {"time_h": span(19.0, 16.0, None), "target_ph": 4.5}}],
}
LATE: dict[str, Any] = {"time_to_ph_4_6_h": span(None, 30.0, None), "verdict": []}


def written(forecast: dict[str, Any] = FORECAST, code: str = "en", **given: Any) -> str:  # noqa: ANN401
    batch = Batch(ferment="milk_kefir", started=given.pop("started", STARTED), hours=24.0)
    return calendar_text(forecast, batch, written=given.pop("now", WRITTEN), code=code, **given)


def events(text: str) -> list[dict[str, str]]:
    unfolded = text.replace("\r\n ", "")
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.S)
    return [dict(line.split(":", 1) for line in block.strip().split("\r\n")) for block in blocks]


@pytest.mark.parametrize("code", ["en", "nl"])
def test_the_file_keeps_the_rules_of_rfc_5545(code: str) -> None:
    text = written(code=code)
    lines = text.split("\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in lines) <= 75
    for event in events(text):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"} == set(event)
        assert all(re.fullmatch(r"\d{8}T\d{6}Z", event[key]) for key in ("DTSTAMP", "DTSTART", "DTEND"))
        assert event["DTSTART"] < event["DTEND"]


def test_times_are_those_of_the_forecast_after_the_start() -> None:
    starts = [event["DTSTART"] for event in events(written(days=2))]
    assert starts == [
        "20261124T124500Z", "20261124T141500Z", "20261124T191500Z", "20261124T191500Z", "20261125T191500Z"
    ]  # fmt: skip


def test_the_interval_stands_in_the_text_on_the_clock_of_the_zone() -> None:
    gate, ready, *_rest = events(written())
    assert "between 24 November 2026 11:15 and 24 November 2026 18:15" in gate["DESCRIPTION"]
    assert "from 24 November 2026 12:15 on" in ready["DESCRIPTION"]
    assert "4.6" in gate["SUMMARY"]


def test_a_jar_that_gets_not_ready_has_no_time_for_it_and_says_so_at_the_end() -> None:
    strain, *_following = events(written(LATE))
    assert "strain" in strain["SUMMARY"]
    assert "not expect it to be ready" in strain["DESCRIPTION"]


def test_events_keep_their_ids_when_written_again_and_get_others_for_another_batch() -> None:
    first = [event["UID"] for event in events(written())]
    again = [event["UID"] for event in events(written(LATE, now=WRITTEN + timedelta(days=1)))]
    other = [event["UID"] for event in events(written(started=STARTED + timedelta(days=1)))]
    assert len(set(first)) == len(first)
    assert first[2:] == again
    assert set(first).isdisjoint(other)


def test_following_batches_end_after_the_days_asked_for() -> None:
    assert len(events(written(days=7))) - len(events(written(days=0))) == 7


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300))
def test_folding_loses_no_letter_and_no_line_is_too_long(line: str) -> None:
    pieces = list(_folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_signs_with_a_meaning_are_escaped() -> None:
    assert _escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
