"""Laws of reading: order, zones and garbage."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from biotica.errors import BioticaError, RecipeError
from biotica.ferment.readings import Reading, read_readings
from biotica.ferment.streams.clock import setting_of
from biotica.ferment.streams.registry import CONTRACT, read_stream
from biotica.ferment.streams.stream import Setting

FILES = Path(__file__).parents[1] / "streams"
BEGIN = datetime(2026, 10, 24, 18, 0, tzinfo=UTC)


def setting(started: str = "2026-11-23T20:15", zone: str = "Europe/Amsterdam") -> Setting:
    return setting_of(name="log", started=started, zone=zone)


def bare(readings: tuple[Reading, ...]) -> list[Reading]:
    return [replace(one, row=0) for one in readings]


@pytest.mark.parametrize(("name", "head"), [("keuken.csv", 3), ("home_assistant.csv", 1), ("tilt.csv", 1)])
@given(seed=st.integers(0, 10_000))
def test_rows_in_another_order_give_the_same_readings(name: str, head: int, seed: int) -> None:
    lines = (FILES / name).read_text(encoding="utf-8").splitlines()
    rows = lines[head:]
    random.Random(seed).shuffle(rows)
    mixed = read_stream("\n".join([*lines[:head], *rows]), setting()).readings
    assert bare(mixed) == bare(read_stream("\n".join(lines), setting()).readings)


@given(seed=st.integers(0, 10_000))
def test_contradicting_rows_give_the_same_readings_in_any_order(seed: int) -> None:
    rows = ["0,6.6,no", "0,6.4,no", "1,6.5,yes", "1,6.2,no", "2,6.4,no", "2,6.4,no", "2.1,3.0,no", "3,6.3,no"]
    head = "time (h),pH,strip\n"
    shuffled = random.Random(seed).sample(rows, len(rows))
    mixed = read_stream(head + "\n".join(shuffled), setting()).readings
    assert bare(mixed) == bare(read_stream(head + "\n".join(rows), setting()).readings)


UNTIMED = settings(deadline=None)
"""Zone files are read from disk on first use."""

ZONES = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])


@UNTIMED
@given(here=ZONES, there=ZONES, hours=st.lists(st.floats(0, 200), min_size=1, max_size=8, unique=True))
def test_the_same_instants_in_two_zones_give_the_same_hours(
    here: str, there: str, hours: list[float]
) -> None:
    moments = [BEGIN + timedelta(seconds=round(3600 * hour)) for hour in hours]

    def read(zone: str, *, with_offset: bool) -> list[float]:
        place = ZoneInfo(zone)
        texts = [moment.astimezone(place) for moment in moments]
        rows = [(one if with_offset else one.replace(tzinfo=None)).isoformat() for one in texts]
        begin = setting(BEGIN.astimezone(place).isoformat(), zone)
        try:
            stream = read_stream("time,temp (C)\n" + "".join(f"{row},20\n" for row in rows), begin)
        except RecipeError as error:
            return [] if error.code == "no_usable_time" else [-1.0]
        return [one.time_h for one in stream.readings]

    assert read(here, with_offset=True) == read(there, with_offset=True)
    assert set(read(there, with_offset=False)) <= set(read(here, with_offset=True))


def test_summer_time_ends_without_a_wrong_hour() -> None:
    text = "tijd;temp (C)\n25-10-2026 01:30;20\n25-10-2026 02:30;20\n25-10-2026 03:30;20\n"
    stream = read_stream(text, setting("2026-10-24T20:00"))
    assert [one.time_h for one in stream.readings] == [5.5, 8.5]
    assert [note.values["rows"] for note in stream.notes if note.code == "left_out_ambiguous_time"] == [[3]]


def test_summer_time_begins_without_a_made_up_hour() -> None:
    text = "tijd;temp (C)\n29-03-2026 01:30;20\n29-03-2026 02:30;20\n29-03-2026 03:30;20\n"
    stream = read_stream(text, setting("2026-03-28T20:00"))
    assert [one.time_h for one in stream.readings] == [5.5, 6.5]
    assert "left_out_time_does_not_exist" in {note.code for note in stream.notes}


def test_a_month_is_not_taken_for_a_day() -> None:
    american = "time,ph\n11/23/2026 8:15 PM,6.6\n11/24/2026 12:15 AM,6.4\n"
    dutch = "time,ph\n23-11-2026 20:15,6.6\n24-11-2026 00:15,6.4\n"
    assert bare(read_stream(american, setting()).readings) == bare(read_stream(dutch, setting()).readings)


NEEDED: dict[str, tuple[str, str, str, str]] = {
    "no start": ("", "Europe/Amsterdam", "start_needed", "--started"),
    "no zone": ("2026-11-23T20:15+01:00", "", "zone_needed", "--zone"),
    "start without zone": ("2026-11-23T20:15", "", "zone_needed", "--zone"),
    "no such zone": ("2026-11-23T20:15", "Europe/Duckstad", "unknown_zone", "Europe/Amsterdam"),
    "zone is a path": ("2026-11-23T20:15", "../etc/passwd", "unknown_zone", "Europe/Amsterdam"),
    "no moment": ("yesterday", "UTC", "bad_start", "2026"),
    "twice": ("2026-10-25T02:30", "Europe/Amsterdam", "start_not_one_moment", "+02:00"),
}


@pytest.mark.parametrize("case", NEEDED)
def test_what_the_file_does_not_say_is_asked_for(case: str) -> None:
    started, zone, code, hint = NEEDED[case]
    with pytest.raises(RecipeError) as caught:
        read_stream("time,ph\n2026-11-23 21:15,6.5\n", setting(started, zone))
    assert caught.value.code == code
    assert hint in caught.value.hint


def test_times_with_their_zone_need_no_other_zone() -> None:
    stream = read_stream("time,ph\n2026-11-23T21:15+01:00,6.5\n", setting("2026-11-23T19:15Z", ""))
    assert [one.time_h for one in stream.readings] == [1.0]


CONTRACTS = [
    "time_h,ph\n3,6.4\n",
    "time_h,ph,temperature_c,weight_g,strip\n0,6.62,21.5,,no\n3,6.4,,,yes\n\n# note\n9,,20,541,\n",
    "ph,time_h\n6.6,0\n6.6,0\n",
]
BROKEN = ["time_h,ph\n4,6.4\n2,6.5\n", "time_h,ph\n0,66\n", "time_h,ph\n0,6,6\n", "time_h,ph,ph\n0,6.6,6.6\n"]


@pytest.mark.parametrize("text", CONTRACTS)
def test_a_file_of_the_contract_is_read_as_before(text: str) -> None:
    stream = read_stream(text, setting())
    assert (stream.format, stream.readings, stream.notes) == (CONTRACT, read_readings(text, name="log"), ())


def test_the_sample_of_the_contract_is_read_as_before(shared: Path) -> None:
    data = (shared / "contracts" / "readings.csv").read_bytes()
    assert read_stream(data, setting("", "")).readings == read_readings(data, name="log")


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_of_the_contract_keeps_its_error(text: str) -> None:
    with pytest.raises(RecipeError) as before:
        read_readings(text, name="log")
    with pytest.raises(RecipeError) as now:
        read_stream(text, setting())
    assert (now.value.code, str(now.value)) == (before.value.code, str(before.value))


def ends_well(data: bytes | str) -> None:
    try:
        stream = read_stream(data, setting())
    except BioticaError as error:
        if str(error):
            return
        raise
    assert list(stream.readings) == sorted(stream.readings, key=lambda one: one.time_h)
    assert all(one.ph is None or 2.5 <= one.ph <= 9.5 for one in stream.readings)


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"[" * 100_000)
@example(b'{"beerjson": {"recipes": [{"fermentation": {"fermentation_steps": [{"step_time": 1e999}]}}]}}')
@example(b'[[{"entity_id": "sensor.ph", "state": null, "last_changed": [1]}]]')
@example(b'{"name": "\\ud800", "angle": 1, "ID": 1, "temperature": 1e400, "time": 1e12}')
@example(b"time,ph\n9999-12-31T23:59:59-12:00,5\n0001-01-01T00:00,5\n")
@example(b"time (h),ph\n" + b"9" * 5000 + b",5\n")
def test_any_bytes_end_in_readings_or_one_sentence(data: bytes) -> None:
    ends_well(data)


SAMPLES = [path.read_bytes() for path in sorted(FILES.iterdir())]


@given(
    sample=st.sampled_from(SAMPLES),
    cuts=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 30), st.binary(max_size=6)), max_size=4),
)
def test_any_damage_to_a_real_file_ends_in_readings_or_one_sentence(
    sample: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    for place, length, put in cuts:
        at = place % (len(sample) + 1)
        sample = sample[:at] + put + sample[at + length :]
    ends_well(sample)
