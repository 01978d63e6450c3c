"""The command `forecast` hands what a batch taught to the next one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.jar_cases import RECIPE_TOML as RECIPE

from biotica.cli import main

READINGS = "time_h,ph\n2,6.5\n6,6.3\n10,5.7\n14,5.0\n20,4.5\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "readings.csv").write_text(READINGS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["forecast", str(folder / "recipe.toml"), "--draws", "60", *words])


def width(result: Result) -> float:
    assert result.exit_code == 0, result.output
    made = json.loads(result.output)
    place = min(range(len(made["times_h"])), key=lambda n: abs(made["times_h"][n] - 14.0))
    return float(made["pH"]["high"][place] - made["pH"]["low"][place])


def test_the_next_batch_begins_with_what_the_last_one_taught(folder: Path) -> None:
    culture = str(folder / "culture.json")
    first = run(folder, "--json")
    taught = run(folder, "--readings", str(folder / "readings.csv"), "--culture-after", culture, "--json")
    assert taught.exit_code == 0, taught.output
    second = run(folder, "--culture", culture, "--json")
    assert width(second) < 0.8 * width(first)


def test_a_culture_is_not_read_and_written_at_once(folder: Path) -> None:
    culture = str(folder / "culture.json")
    refused = run(folder, "--culture", culture, "--culture-after", culture)
    assert refused.exit_code == 2
    assert "read and written at once" in refused.output
    assert not Path(culture).exists()


def test_a_file_that_is_no_culture_is_refused_and_left_as_it_was(folder: Path) -> None:
    (folder / "culture.json").write_text("my grains", encoding="utf-8")
    refused = run(folder, "--culture", str(folder / "culture.json"))
    assert refused.exit_code == 2
    assert (folder / "culture.json").read_text(encoding="utf-8") == "my grains"
