"""`biotica forecast` keeps its contract, and turns broken files into one sentence."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from tests.jar_cases import RECIPE_TOML as RECIPE

from biotica.cli import main

SCHEMA = files("biotica") / "data" / "schemas" / "forecast.schema.json"


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def biotica(*words: str) -> Result:
    return CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": ""}).invoke(main, words)


def complaints(made: object) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return [
        error.json_path + ": " + error.message
        for error in jsonschema.Draft202012Validator(schema).iter_errors(made)
    ]


def test_the_json_of_a_forecast_keeps_the_schema(recipe: Path) -> None:
    said = biotica("forecast", str(recipe), "--draws", "20", "--json", "--challenge", "listeria:1e3")
    assert said.exit_code == 0, said.stderr
    made = json.loads(said.stdout)
    assert complaints(made) == []
    assert made["challenge"]["name"] == "listeria"


def test_the_samples_of_the_contract_run_through_the_command(shared: Path) -> None:
    contracts = shared / "contracts"
    words = [str(contracts / "recipe.toml"), "--readings", str(contracts / "readings.csv"), "--draws", "20"]
    with_readings = json.loads(biotica("forecast", *words, "--json").stdout)
    without = json.loads(biotica("forecast", *words[:1], "--draws", "20", "--json").stdout)
    assert complaints(with_readings) == []
    assert with_readings["pH"]["median"][-1] != without["pH"]["median"][-1]
    assert "prior_only" in {found["code"] for found in without["verdict"]}


def test_the_json_holds_what_comes_out_of_the_jar_for_the_glass_and_days_asked(recipe: Path) -> None:
    wishes = ("--glass", "150", "--days", "3", "--milk-price", "1.05", "--capsule-price", "0.4")
    made = json.loads(biotica("forecast", str(recipe), "--draws", "8", "--json", *wishes).stdout)
    assert complaints(made) == []
    assert made["glass_ml"] == 150
    assert {one["days"] for one in made["quantities"]} == {0, 3}
    (capsule,) = [one for one in made["quantities"] if one["name"] == "capsule_cost"]
    assert (capsule["low"], capsule["high"], capsule["note"]) == (0.4, 0.4, "price_yours")


@pytest.mark.parametrize(
    "change",
    [
        {"status": "not_known", "median": 3.0},
        {"status": "model", "low": None},
        {"status": "table", "sources": []},
        {"confidence": "high"},
        {"days": -1},
    ],
)
def test_a_quantity_that_claims_too_much_is_refused(recipe: Path, change: dict[str, object]) -> None:
    made = json.loads(biotica("forecast", str(recipe), "--draws", "8", "--json").stdout)
    made["quantities"][0].update(change)
    assert complaints(made) != []


@pytest.mark.parametrize("wish", [("--glass", "0"), ("--days", "29"), ("--milk-price", "-1")])
def test_a_wish_that_no_drink_fulfils_is_refused(recipe: Path, wish: tuple[str, str]) -> None:
    said = biotica("forecast", str(recipe), *wish)
    assert said.exit_code == 2
    assert said.stdout == ""


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_text_of_a_forecast_says_every_code_in_a_sentence(recipe: Path, language: str) -> None:
    said = biotica("forecast", str(recipe), "--draws", "20", "--lang", language)
    assert said.exit_code == 0, said.stderr
    assert "pH" in said.stdout
    assert "prior_only" not in said.stdout


def test_a_broken_recipe_ends_in_one_sentence_with_its_line(recipe: Path) -> None:
    recipe.write_text(RECIPE.replace("hours = 24", "hours = 0"), encoding="utf-8")
    said = biotica("forecast", str(recipe), "--lang", "en")
    assert said.exit_code == 2
    assert said.stderr.startswith("recipe.toml:3:")
    assert said.stdout == ""


def test_a_file_that_is_not_there_is_no_traceback(tmp_path: Path) -> None:
    said = biotica("forecast", str(tmp_path / "none.toml"), "--lang", "en")
    assert said.exit_code == 2
    assert "none.toml" in said.stderr
