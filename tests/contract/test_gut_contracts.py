"""The JSON of `read` and `compare` against the sample contracts, and the cost of importing the readers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema

from biotica.errors import UnreadableProfile
from biotica.gut.compare_contract import to_contract as compare_to_contract
from biotica.gut.read_contract import to_contract as read_to_contract
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles
from biotica.gut.shipped import compare_with_shipped, demo_file
from biotica.knowledge.names import default_names

ZERO_CLASSES = {"not_detectable", "not_seen", "probably_absent", "missing"}


def _same_shape(wanted: object, found: object, place: str) -> None:
    """Every key of the sample is there, with a value of the same kind or null; more keys are allowed."""
    if isinstance(wanted, dict) and found is not None:
        assert isinstance(found, dict), place
        assert wanted.keys() <= found.keys(), (place, wanted.keys() - found.keys())
        for key, value in wanted.items():
            if place != "values":
                _same_shape(value, found[key], key)
    elif isinstance(wanted, list) and wanted and found:
        assert isinstance(found, list), place
        for item in found:
            _same_shape(wanted[0], item, place)
    elif wanted is not None and found is not None and not isinstance(wanted, dict):
        kinds = (
            (int, float) if isinstance(wanted, int | float) and not isinstance(wanted, bool) else type(wanted)
        )
        assert isinstance(found, kinds), (place, wanted, found)


def test_read_json_has_the_shape_of_the_contract(shared: Path) -> None:
    wanted = json.loads((shared / "contracts" / "read.json").read_text("utf-8"))
    found = json.loads(
        json.dumps(read_to_contract(read_profiles([demo_file()]), default_names()), allow_nan=False)
    )
    _same_shape(wanted, found, "")
    assert found["format"] == wanted["format"]
    assert (found["unit"], found["platform"]) == ("percent", "shotgun")
    sample = found["samples"][0]
    assert 0.8 < sample["mapped_share"] <= 1
    assert sample["top"]["species"]["name"] == "Faecalibacterium prausnitzii"


def test_compare_json_has_the_shape_of_the_contract(shared: Path) -> None:
    wanted = json.loads((shared / "contracts" / "compare.json").read_text("utf-8"))
    profile = read_profiles([demo_file()]).profiles[0]
    comparison = compare_with_shipped(profile, [profile], with_scores=True)
    found = json.loads(json.dumps(compare_to_contract(comparison, with_scores=True), allow_nan=False))
    _same_shape(wanted, found, "")
    assert found["sample"] == "profile_metaphlan"
    assert found["earlier"] == ["profile_metaphlan"]
    assert {zero["class"] for zero in found["zeros"]} <= ZERO_CLASSES
    assert not any(change["beyond_noise"] for change in found["changes"])


def test_scores_are_there_only_where_asked() -> None:
    profile = read_profiles([demo_file()]).profiles[0]
    assert "scores" not in compare_to_contract(compare_with_shipped(profile))


def test_reading_and_comparing_needs_no_numpy_scipy_numba_or_altair() -> None:
    code = (
        "import sys\n"
        "from biotica.gut.readers.reading import read_profiles\n"
        "from biotica.gut.shipped import compare_with_shipped, demo_file\n"
        "compare_with_shipped(read_profiles([demo_file()]).profiles[0])\n"
        "heavy = {'numpy', 'scipy', 'numba', 'altair', 'h5py', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr


def test_what_read_prints_of_every_example_file_fits_the_schema(shared: Path) -> None:
    schema = json.loads((files("biotica") / "data/schemas/read.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    units = set()
    for path in sorted([*shared.glob("data/profiles/formats/*"), *shared.glob("data/profiles/tiny/*")]):
        try:
            reading = read_profiles([NamedBytes(name=path.name, data=path.read_bytes())])
        except UnreadableProfile:
            continue
        found = json.loads(json.dumps(read_to_contract(reading, default_names()), allow_nan=False))
        assert [error.message for error in validator.iter_errors(found)] == [], path.name
        units.add(found["unit_in_file"])
    assert units == {"counts", "percent", "share", "per_million", "coverage"}
