"""`biotica forecast` with the new keys and the planner: schema, both languages, one sentence for nonsense."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from tests.contract.test_forecast_contract import biotica, complaints

RECIPE = """\
ferment = "milk_kefir"
volume_ml = 500
hours = 24
temperature_c = {day = 22, night = 17, start = "20:00"}
holiday_days = 10
batches = 2

[milk]
kind = "cow"
treatment = "raw"

[starter]
kind = "grains"
eetlepel = 4

[split]
parts = 2
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def test_the_json_of_a_plan_keeps_the_schema(recipe: Path) -> None:
    said = biotica("forecast", str(recipe), "--draws", "10", "--json", "--heat-plan")
    assert said.exit_code == 0, said.stderr
    made = json.loads(said.stdout)
    assert complaints(made) == []
    assert {found["code"] for found in made["plan"]} >= {"holiday", "grains_split"}
    assert made["checklist"][0]["nl"]
    times = [band["median"] for band in made["heat_plan"]["all"]["minutes"]]
    assert times == sorted(times, reverse=True)


def test_without_the_option_there_is_no_plan_of_heating(recipe: Path) -> None:
    made = json.loads(biotica("forecast", str(recipe), "--draws", "8", "--json").stdout)
    assert "heat_plan" not in made


def test_own_temperatures_and_logs_are_planned(recipe: Path) -> None:
    words = ("forecast", str(recipe), "--draws", "8", "--json", "--heat-plan", "6", "--heat-c", "68")
    plan = json.loads(biotica(*words).stdout)["heat_plan"]
    assert (plan["logs"], plan["temperatures_c"]) == (6.0, [68.0])


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_text_says_checklist_plan_and_heating_in_sentences(recipe: Path, language: str) -> None:
    said = biotica("forecast", str(recipe), "--draws", "10", "--lang", language, "--heat-plan", "9")
    assert said.exit_code == 0, said.stderr
    assert "[ ]" in said.stdout
    assert "Voedingscentrum" in said.stdout
    assert "72 °C" in said.stdout
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", said.stdout)
    assert not re.search(r"\bsafe|\bveilig", said.stdout, re.IGNORECASE)


@pytest.mark.parametrize(
    ("words", "where"), [(("--heat-plan", "many"), "--heat-plan"), (("--heat-c", "300"), "--heat-c")]
)
def test_an_absurd_plan_is_one_sentence(recipe: Path, words: tuple[str, ...], where: str) -> None:
    said = biotica("forecast", str(recipe), "--lang", "en", *words)
    assert said.exit_code == 2
    assert said.stderr.startswith(where)
    assert said.stdout == ""


BASE = {
    "ferment": "milk_kefir",
    "volume_ml": 500,
    "hours": 24,
    "temperature_c": 20,
    "milk": {"kind": "cow"},
    "starter": {"kind": "grains", "eetlepel": 2, "looks": "normal"},
}


def recipe_complaints(content: object) -> list[str]:
    schema = json.loads(
        (files("biotica") / "data" / "schemas" / "recipe.schema.json").read_text(encoding="utf-8")
    )
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]


@pytest.mark.parametrize(
    "more",
    [
        {"temperature_c": {"day": 22, "night": 17, "start": "20:00"}},
        {"grain_rest": {"kind": "fridge", "days": 14}, "split": {"parts": 2}},
        {"grain_rest": {"kind": "milk_change"}, "share": {"part": 0.5}},
        {"holiday_days": 10, "batches": 3, "first": False},
    ],
)
def test_the_schema_of_recipes_takes_the_keys(more: dict[str, object]) -> None:
    assert recipe_complaints({**BASE, **more}) == []


@pytest.mark.parametrize(
    "more",
    [
        {"temperature_c": {"day": 22}},
        {"temperature_c": {"day": 22, "night": 17, "start": 20}},
        {"grain_rest": {"kind": "fridge"}},
        {"grain_rest": {"kind": "milk_change", "days": 2}},
        {"grain_rest": {"kind": "fridge", "days": 2}, "holiday_days": 3},
        {"split": {"parts": 2}, "share": {"part": 0.5}},
        {"split": {"parts": 1.5}},
        {"starter": {"kind": "grains", "eetlepel": 2, "tsp": 1}},
        {"starter": {"kind": "grains", "g": 2, "looks": "blue"}},
        {"batches": 0},
        {"first": "yes"},
    ],
)
def test_the_schema_of_recipes_refuses_nonsense(more: dict[str, object]) -> None:
    assert recipe_complaints({**BASE, **more}) != []
