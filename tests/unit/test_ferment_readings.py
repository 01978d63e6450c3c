"""Readings: gaps are fine; what is out of order, in another unit or impossible is explained, not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from biotica.errors import RecipeError
from biotica.ferment.readings import Reading, measured_course, read_readings, temperature_at


def read(text: str | bytes) -> tuple[Reading, ...]:
    return read_readings(text, name="r.csv")


def test_the_readings_of_the_contract_keep_their_gaps_and_lines(shared: Path) -> None:
    readings = read((shared / "contracts" / "readings.csv").read_bytes())
    assert len(readings) == 5
    assert readings[0] == Reading(row=2, time_h=0.0, ph=6.62, temperature_c=21.5)
    assert readings[2].strip
    assert readings[4] == Reading(row=6, time_h=22.0, temperature_c=20.1, weight_g=541.2)


def test_two_columns_are_enough() -> None:
    assert read("time_h,ph\n3,6.4\n") == (Reading(row=2, time_h=3.0, ph=6.4),)


def test_a_blank_file_of_rows_is_no_error() -> None:
    assert read("time_h,ph\n") == ()


BROKEN: dict[str, tuple[str | bytes, str, str, str]] = {
    "nothing": ("", "no_readings", "r.csv", "time_h,ph"),
    "semicolons": ("time_h;ph\n0;6,6\n", "wrong_separator", "r.csv:1", "comma separated"),
    "decimal comma": ("time_h,ph\n0,6,6\n", "wrong_number_of_cells", "r.csv:2", "4.5"),
    "no pH column": ("time_h,temperature_c\n0,20\n", "missing_column", "r.csv:1", "time_h,ph"),
    "unknown column": ("time_h,ph,mood\n0,6.6,good\n", "unknown_column", "r.csv:1", "weight_g"),
    "column twice": ("time_h,ph,ph\n0,6.6,6.6\n", "unknown_column", "r.csv:1", "known columns"),
    "no time": ("time_h,ph\n,6.6\n", "missing_time", "r.csv:2", "hours since"),
    "time of day": ("time_h,ph\n21:40,6.6\n", "not_a_number", "r.csv:2", "not the time of day"),
    "before the start": ("time_h,ph\n-2,6.6\n", "impossible_reading", "r.csv:2", "between 0"),
    "out of order": ("time_h,ph\n4,6.4\n2,6.5\n", "out_of_order", "r.csv:3", "sort"),
    "pH 66": ("time_h,ph\n0,66\n", "impossible_reading", "r.csv:2", "6.6"),
    "Fahrenheit": ("time_h,ph,temperature_c\n0,6.6,70\n", "impossible_reading", "r.csv:2", "21.1 C"),
    "unit in the cell": ("time_h,ph,temperature_c\n0,6.6,20 C\n", "not_a_number", "r.csv:2", "no unit"),
    "infinite": ("time_h,ph\n0,inf\n", "not_a_number", "r.csv:2", "digits"),
    "strip maybe": ("time_h,ph,strip\n0,6.6,maybe\n", "unknown_word", "r.csv:2", "yes"),
    "no text": (b"\xff\xfe\x00", "not_utf8", "r.csv", "UTF-8"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_reading_gets_one_error_with_place_and_hint(case: str) -> None:
    text, code, where, hint = BROKEN[case]
    with pytest.raises(RecipeError) as caught:
        read(text)
    assert caught.value.code == code
    assert caught.value.where == where
    assert hint in caught.value.hint


def test_measured_degrees_replace_planned_ones_where_they_were_measured() -> None:
    readings = (
        Reading(row=2, time_h=4.0, temperature_c=25.0),
        Reading(row=3, time_h=8.0, temperature_c=27.0),
    )
    course = measured_course(((0.0, 20.0), (24.0, 20.0)), readings)
    assert [temperature_at(course, hour) for hour in (0, 3, 4, 6, 8, 9, 24)] == [20, 20, 25, 26, 27, 20, 20]


def test_without_measured_degrees_the_plan_stays() -> None:
    course = ((0.0, 20.0), (8.0, 18.0))
    assert measured_course(course, (Reading(row=2, time_h=4.0, ph=6.0),)) == course


def test_a_reading_at_the_start_leaves_no_hour_before_it() -> None:
    course = measured_course(((0.0, 20.0),), (Reading(row=2, time_h=0.0, temperature_c=30.0),))
    assert course == ((0.0, 30.0), (1.0, 20.0))


@pytest.mark.parametrize(
    ("hour", "degrees"), [(0, 21.5), (4, 20.25), (8, 19.0), (12, 20.0), (16, 21.0), (99, 21.0)]
)
def test_a_course_runs_in_straight_lines_and_holds_its_last_value(hour: float, degrees: float) -> None:
    assert temperature_at(((0.0, 21.5), (8.0, 19.0), (16.0, 21.0)), hour) == pytest.approx(degrees)
