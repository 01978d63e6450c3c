from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMAS = Path(str(files("biotica") / "data" / "schemas"))
SAMPLES = {
    "about": ("about.toml",),
    "recipe": ("recipe.toml", "recipe_backslop.toml"),
    "readings": ("readings.csv",),
    "taxa": ("taxa.csv",),
    "design": ("design.csv",),
    "pred": ("pred.csv",),
    "read": ("read.json",),
    "compare": ("compare.json",),
    "forecast": ("forecast.json",),
    "advise": ("advise.json",),
    "check": ("check.json",),
}
OWN = {"predict_person"}
"""Shapes of ours without a sample; a test of their command holds them."""

PAIRS = [(schema, sample) for schema, samples in SAMPLES.items() for sample in samples]


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def cell(text: str) -> object:
    try:
        return float(text) if text else None
    except ValueError:
        return text


def loaded(path: Path) -> Any:  # noqa: ANN401
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return [{key: cell(value) for key, value in row.items()} for row in csv.DictReader(text.splitlines())]
    content = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    return json.loads(json.dumps(content, default=str))


def complaints(name: str, content: object) -> list[str]:
    return [error.json_path + ": " + error.message for error in validator(name).iter_errors(content)]


def test_every_schema_is_a_schema_and_has_a_sample() -> None:
    names = {path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json")}
    assert names == set(SAMPLES) | OWN
    for name in names:
        jsonschema.Draft202012Validator.check_schema(validator(name).schema)


@pytest.mark.parametrize(("name", "sample"), PAIRS)
def test_sample_keeps_the_contract(shared: Path, name: str, sample: str) -> None:
    assert complaints(name, loaded(shared / "contracts" / sample)) == []


RECIPE: Mapping[str, Any] = {
    "ferment": "milk_kefir",
    "volume_ml": 500,
    "hours": 24,
    "temperature_c": 20,
    "milk": {"kind": "cow"},
}
ABOUT: Mapping[str, Any] = {"goal": "fibre", "person": {"age_y": 44}}


def test_shortest_inputs_are_enough() -> None:
    assert complaints("recipe", RECIPE) == []
    assert complaints("about", ABOUT) == []


def test_water_kefir_needs_no_milk_and_milk_kefir_does() -> None:
    without = {key: value for key, value in RECIPE.items() if key != "milk"}
    assert complaints("recipe", without) != []
    assert complaints("recipe", {**without, "ferment": "water_kefir"}) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("recipe", {**RECIPE, "volume": 500}),
        ("recipe", {**RECIPE, "volume_ml": 0}),
        ("recipe", {**RECIPE, "temperature_c": [[0, 20, 5]]}),
        ("recipe", {**RECIPE, "starter": {"kind": "grains"}}),
        ("recipe", {**RECIPE, "starter": {"kind": "grains", "g": 10, "ml": 10}}),
        ("recipe", {**RECIPE, "after": [{"step": "freeze", "temperature_c": -18, "hours": 2}]}),
        ("about", {**ABOUT, "goal": "less_eczema"}),
        ("about", {**ABOUT, "person": {}}),
        ("about", {**ABOUT, "answers": {"sibo": "maybe"}}),
        ("about", {**ABOUT, "allergies": ["dust"]}),
        ("readings", [{"time_h": -1, "ph": 6}]),
        ("pred", [{"sample_id": "v1", "metabolite": "glucose", "predicted": 1, "low": 0, "high": 2}]),
        ("design", [{"sample_id": "v1", "community_id": "c", "treatment": "", "time_h": None}]),
        ("taxa", []),
    ],
)
def test_input_outside_the_contract_is_refused(name: str, content: object) -> None:
    assert complaints(name, content) != []


@pytest.mark.parametrize(
    ("name", "sample", "key"),
    [
        ("read", "read.json", "samples"),
        ("compare", "compare.json", "zeros"),
        ("forecast", "forecast.json", "time_to_ph_4_6_h"),
        ("advise", "advise.json", "removed"),
        ("check", "check.json", "findings"),
    ],
)
def test_output_without_a_key_of_the_contract_is_refused(
    shared: Path, name: str, sample: str, key: str
) -> None:
    content = loaded(shared / "contracts" / sample)
    del content[key]
    assert complaints(name, content) != []


def test_removed_item_names_its_rule(shared: Path) -> None:
    content = loaded(shared / "contracts" / "advise.json")
    content["removed"][0]["rules"] = []
    assert complaints("advise", content) != []


def test_a_product_that_breaks_a_hard_rule_cannot_be_clear_or_fit(shared: Path) -> None:
    content = loaded(shared / "contracts" / "check.json")
    content["hard_rules"] = ["disease_claim"]
    assert complaints("check", content) != []
    content["findings"]["verdict"] = "avoid"
    assert complaints("check", content) == []
    content["findings"]["safety_fit"] = "fits"
    assert complaints("check", content) != []


def test_a_label_that_cannot_be_read_says_so(shared: Path) -> None:
    sample = loaded(shared / "contracts" / "check.json")
    nothing = {**dict.fromkeys(sample), "versions": sample["versions"]}
    assert complaints("check", nothing) != []
    assert complaints("check", {**nothing, "warnings": ["unreadable_label"]}) == []
