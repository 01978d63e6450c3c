"""`biotica forecast` with files of devices: notes in the JSON and in words, and a calendar beside it."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from tests.jar_cases import RECIPE_TOML as RECIPE

from biotica.cli import main
from biotica.report.stream_codes import STREAM_NOTES

SCHEMA = json.loads((files("biotica") / "data/schemas/forecast.schema.json").read_text(encoding="utf-8"))
FILES = Path(__file__).parents[1] / "streams"
WHEN = ("--started", "2026-11-23T20:15", "--zone", "Europe/Amsterdam")


@pytest.fixture
def recipe(tmp_path: Path) -> str:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return str(path)


def biotica(*words: str) -> Result:
    return CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": ""}).invoke(main, ("forecast", *words, "--draws", "8"))


def test_the_json_carries_the_notes_and_keeps_the_schema(recipe: str, tmp_path: Path) -> None:
    ics = tmp_path / "jar.ics"
    said = biotica(recipe, "--readings", str(FILES / "keuken.csv"), *WHEN, "--ics", str(ics), "--json")
    assert said.exit_code == 0, said.stderr
    made = json.loads(said.stdout)
    assert list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(made)) == []
    assert {"read_as", "value_impossible", "gap"} <= {note["code"] for note in made["readings_notes"]}
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert "prior_only" not in {found["code"] for found in made["verdict"]}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_text_says_every_note_in_a_sentence(recipe: str, language: str) -> None:
    said = biotica(recipe, "--readings", str(FILES / "home_assistant.csv"), *WHEN, "--lang", language)
    assert said.exit_code == 0, said.stderr
    notes = [line for line in said.stdout.splitlines() if line.startswith("* ")]
    assert len(notes) >= 6
    assert not any(code in said.stdout for code in STREAM_NOTES)


def test_a_file_of_the_contract_has_no_notes(recipe: str, tmp_path: Path) -> None:
    readings = tmp_path / "r.csv"
    readings.write_text("time_h,ph\n3,6.4\n", encoding="utf-8")
    said = biotica(recipe, "--readings", str(readings), "--json")
    assert json.loads(said.stdout)["readings_notes"] == []


def test_times_of_day_and_a_calendar_ask_for_the_start(recipe: str, tmp_path: Path) -> None:
    for words in (("--readings", str(FILES / "keuken.csv")), ("--ics", str(tmp_path / "jar.ics"))):
        said = biotica(recipe, *words, "--lang", "en")
        assert said.exit_code == 2
        assert "--started" in said.stderr


def test_the_schema_knows_every_note_and_no_others() -> None:
    codes = SCHEMA["properties"]["readings_notes"]["items"]["properties"]["code"]["enum"]
    assert codes == list(STREAM_NOTES)
