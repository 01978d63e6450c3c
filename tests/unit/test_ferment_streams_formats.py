"""Each format by a realistic file: what is read, and what is said about the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biotica.errors import RecipeError
from biotica.ferment.streams.clock import setting_of
from biotica.ferment.streams.registry import FORMATS, read_stream, within
from biotica.ferment.streams.stream import Setting, Stream

FILES = Path(__file__).parents[1] / "streams"
STARTED = "2026-11-23T20:15"
ZONE = "Europe/Amsterdam"


def setting() -> Setting:
    return setting_of(name="log", started=STARTED, zone=ZONE)


def read(name: str) -> Stream:
    return read_stream((FILES / name).read_bytes(), setting())


def notes(stream: Stream) -> dict[str, Mapping[str, object]]:
    return {note.code: note.values for note in stream.notes}


def course(stream: Stream, column: str) -> list[tuple[float, float]]:
    found = ((round(one.time_h, 2), getattr(one, column)) for one in stream.readings)
    return [(hour, value) for hour, value in found if value is not None]


def test_a_dutch_spreadsheet_is_read_over_midnight_with_commas_and_kilograms() -> None:
    stream = read("keuken.csv")
    assert course(stream, "ph") == [(0.0, 6.6), (3.58, 6.4), (4.42, 6.3), (13.25, 4.9), (18.0, 4.5)]
    assert course(stream, "weight_g") == [(0.0, 542.0), (18.0, 541.0)]
    assert [one.strip for one in stream.readings] == [False, False, False, True, False, True]
    said = notes(stream)
    assert said["value_impossible"] == {"rows": [8], "n": 1, "column": "ph", "found": [49.0]}
    assert said["gap"] == {"from_h": 4.42, "to_h": 13.25, "hours": 8.83}
    assert said["columns_ignored"] == {"columns": ["Opmerking"]}
    assert "by_description_only" not in said


def test_fahrenheit_and_ounces_are_converted_because_the_heading_says_so() -> None:
    stream = read("fahrenheit.tsv")
    assert course(stream, "temperature_c") == [(0.0, 20.5), (3.0, 21.0), (12.0, 21.2222)]
    assert course(stream, "weight_g") == [(0.0, 541.4759)]
    said = [note.values for note in stream.notes if note.code == "unit_converted"]
    assert [(one["column"], one["unit"]) for one in said] == [("temperature_c", "f"), ("weight_g", "oz")]


@pytest.mark.parametrize("name", ["home_assistant.csv", "home_assistant.json"])
def test_home_assistant_takes_the_sensor_of_the_jar_and_names_its_absences(name: str) -> None:
    stream = read(name)
    assert course(stream, "ph")[:2] == [(0.0, 6.61), (3.0, 6.42)]
    assert course(stream, "temperature_c")[0][1] == pytest.approx(20.45, abs=0.06)
    away = notes(stream)["sensor_away"]
    assert (away["from_h"], away["to_h"]) == (4.0, 11.0)
    assert "gap" not in notes(stream), "silence means that nothing changed"


def test_home_assistant_names_what_it_did_not_use_and_a_sensor_that_never_came_back() -> None:
    said = notes(read("home_assistant.csv"))
    assert said["sensors_ignored"] == {"sensors": ["sensor.living_room_humidity"]}
    assert said["sensor_gone"] == {"sensor": "sensor.jar_ph", "from_h": 13.0, "to_h": None}
    assert said["unit_not_given"] == {"column": "temperature_c", "unit": "c"}


def test_home_assistant_converts_by_the_unit_of_the_sensor() -> None:
    stream = read("home_assistant.json")
    assert course(stream, "temperature_c") == [(0.0, 20.5), (7.0, 21.5)]
    assert notes(stream)["unit_converted"]["unit"] == "f"


def test_two_sensors_of_one_kind_are_not_chosen_between() -> None:
    text = (FILES / "home_assistant.csv").read_text().replace("living_room_humidity", "room_temperature")
    with pytest.raises(RecipeError) as caught:
        read_stream(text, setting())
    assert caught.value.code == "two_sensors"
    assert "sensor.room_temperature" in caught.value.message


def test_ispindel_lines_give_temperatures_and_their_gravity_is_left_out() -> None:
    stream = read("ispindel.jsonl")
    assert course(stream, "temperature_c") == [(0.0, 20.5), (0.25, 20.6), (0.75, 20.6)]
    said = notes(stream)
    assert said["value_impossible"]["rows"] == [3]
    assert {"gravity_ignored", "no_ph", "by_description_only"} <= set(said)


def test_a_log_that_was_cut_off_in_the_middle_of_a_line_keeps_the_rest() -> None:
    data = (FILES / "ispindel.jsonl").read_bytes()[:-40]
    stream = read_stream(data, setting())
    assert len(stream.readings) == 2
    assert notes(stream)["left_out_no_json"] == {"rows": [4], "n": 1}


@pytest.mark.parametrize(
    ("heading", "value", "celsius"),
    [
        ("temp °F", "68", 20.0),
        ("temperatuur in C", "20", 20.0),
        ("Temp. [K]", "293.15", 20.0),
        ("temp", "68 F", 20.0),
    ],
)
def test_a_unit_may_stand_in_the_heading_or_behind_the_number(
    heading: str, value: str, celsius: float
) -> None:
    stream = read_stream(f"time (h);{heading}\n0;{value}\n", setting())
    assert course(stream, "temperature_c") == [(0.0, celsius)]


def test_one_payload_takes_the_moment_at_which_it_came_in() -> None:
    data = (FILES / "ispindel.json").read_bytes()
    came = setting_of(
        name="post", started=STARTED, zone=ZONE, received=datetime(2026, 11, 23, 22, 15, tzinfo=UTC)
    )
    assert course(read_stream(data, came), "temperature_c") == [(3.0, 20.5)]
    with pytest.raises(RecipeError) as caught:
        read_stream(data, setting())
    assert caught.value.code == "payload_without_time"


def test_brewfather_gives_ph_and_the_temperature_of_the_batch_not_of_the_fridge() -> None:
    stream = read("brewfather.json")
    assert course(stream, "ph") == [(0.0, 6.6), (3.0, 6.4), (14.0, 4.6)]
    assert course(stream, "temperature_c") == [(0.0, 20.5), (3.0, 21.0), (14.0, 21.5)]
    assert "gravity_ignored" in notes(stream)


def test_a_tilt_logs_fahrenheit_and_day_numbers() -> None:
    stream = read("tilt.csv")
    assert course(stream, "temperature_c") == [(0.0, 20.5556), (0.25, 20.5556), (12.0, 21.1111)]
    assert notes(stream)["unit_of_format"]["unit"] == "f"
    celsius = (FILES / "tilt.csv").read_text().replace(",Temp,", ",Temp (°C),").replace(",69,", ",20.5,")
    assert course(read_stream(celsius.replace(",70,", ",21,"), setting()), "temperature_c")[0] == (0.0, 20.5)


def test_beerjson_steps_follow_each_other_and_need_no_start() -> None:
    stream = read_stream((FILES / "beerjson.json").read_bytes(), setting_of(name="log"))
    assert course(stream, "ph") == [(0.0, 6.6), (12.0, 4.9), (18.0, 4.5)]
    assert course(stream, "temperature_c") == [(0.0, 20.0), (12.0, 18.0)]
    assert "recipe_steps" in notes(stream)


def test_every_format_has_an_example_and_is_recognised_by_its_content() -> None:
    found = {read(path.name).format for path in FILES.iterdir() if path.name != "ispindel.json"}
    assert found == {one.id for one in FORMATS}


def test_a_log_that_goes_on_after_the_recipe_is_cut_there() -> None:
    stream = within(read("brewfather.json"), 10.0)
    assert course(stream, "ph") == [(0.0, 6.6), (3.0, 6.4)]
    assert notes(stream)["left_out_after_end"] == {"rows": [3], "n": 1, "hours": 10.0}


def test_bytes_of_old_windows_and_of_excel_unicode_are_read() -> None:
    text = (FILES / "keuken.csv").read_text(encoding="utf-8")
    plain = read_stream(text.encode(), setting()).readings
    old = read_stream(text.encode("cp1252"), setting())
    assert old.readings == read_stream(text.encode("utf-16"), setting()).readings == plain
    assert "encoding_assumed" in notes(old)


WHOLE: dict[str, tuple[str, str]] = {
    "bare Fahrenheit": ("time (h),temp\n0,68\n1,69\n2,70\n", "impossible_column"),
    "hot without a unit": ("time (h),temp\n0,50\n1,51\n2,52\n", "degrees_unclear"),
    "no decimal point": ("time (h);pH\n0;66\n1;64\n", "impossible_column"),
    "bare kilograms": ("time (h);weight\n0;0,5\n1;0,5\n", "impossible_column"),
    "bare time": ("tijd,pH\n0,6.6\n1,6.4\n", "unit_of_time_needed"),
    "times of day only": ("tijd,pH\n20:15,6.6\n21:15,6.4\n", "no_usable_time"),
    "days or months": ("tijd,pH\n11/10/2026 20:15,6.6\n", "day_or_month"),
    "two columns": ("time (h),pH,ph\n0,6.6,6.5\n", "two_columns"),
    "split numbers": ("time (h),pH\n0,6,6\n1,6,4\n", "wrong_number_of_cells"),
    "no rows": ("time (h),pH\n", "no_readings"),
    "another time": ("time,pH\n2025-01-01T10:00Z,6.6\n", "start_does_not_fit"),
    "words": ("dear diary, the kefir was fine\n", "unknown_readings"),
    "nothing": ("", "no_readings"),
    "two recipes": ('{"beerjson": {"recipes": []}}', "not_one_recipe"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_is_wrong_with_a_whole_file_is_one_error_with_a_hint(case: str) -> None:
    text, code = WHOLE[case]
    with pytest.raises(RecipeError) as caught:
        read_stream(text, setting())
    assert caught.value.code == code
    assert caught.value.where.startswith("log")
    assert caught.value.hint


def test_a_spike_is_left_out_and_a_moved_probe_is_asked_about() -> None:
    rows = [(0, 6.6), (1, 6.5), (2, 3.1), (3, 6.4), (4, 6.3), (4.1, 4.8), (5, 4.7)]
    stream = read_stream("time (h),pH\n" + "".join(f"{h},{ph}\n" for h, ph in rows), setting())
    said = notes(stream)
    assert said["spike_left_out"] == {"rows": [4], "n": 1, "column": "ph"}
    assert said["jump"] == {"column": "ph", "from_h": 4.0, "to_h": 4.1, "change": -1.5}
    assert [hour for hour, _ph in course(stream, "ph")] == [0, 1, 3, 4, 4.1, 5]


def test_two_values_for_one_moment_count_neither() -> None:
    stream = read_stream("time (h),pH\n0,6.6\n1,6.5\n1,6.1\n2,6.4\n2,6.4\n", setting())
    assert course(stream, "ph") == [(0.0, 6.6), (2.0, 6.4)]
    assert notes(stream)["same_time_two_values"]["rows"] == [3, 4]
    assert notes(stream)["same_time_merged"]["rows"] == [6]


def test_a_reading_each_minute_is_thinned_and_keeps_its_course() -> None:
    rows = "".join(f"{n / 60:.5f},{6.6 - n / 1440:.4f}\n" for n in range(2880))
    stream = read_stream("time (h),pH\n" + rows, setting())
    assert len(stream.readings) <= 500
    assert notes(stream)["thinned"]["found"] == 2880
    assert all(abs(one.ph - (6.6 - one.time_h / 24)) < 0.01 for one in stream.readings if one.ph)
