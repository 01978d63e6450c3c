from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from biotica.cli import main
from biotica.errors import BadRow, BioticaError, InputError, ModelError, StoreError
from biotica.knowledge.claims import read_claims
from biotica.knowledge.ferments import load_ferment
from biotica.terminal import Verb, asked_for, language_of, progress


def biotica(*words: str, environment: dict[str, str] | None = None) -> Result:
    return CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": ""} | (environment or {})).invoke(main, words)


def failing(error: Exception, words: Sequence[str] = ()) -> Result:
    @click.command(cls=Verb)
    def fail() -> None:
        raise error

    return CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": ""}).invoke(fail, words)


@pytest.mark.parametrize(
    ("error_class", "exit_code"), [(InputError, 2), (BadRow, 3), (ModelError, 4), (StoreError, 5)]
)
def test_exit_code_follows_the_class_of_the_error(error_class: type[BioticaError], exit_code: int) -> None:
    assert failing(error_class("no", code="no")).exit_code == exit_code


def test_error_goes_to_stderr_with_place_and_hint() -> None:
    said = failing(InputError("row {row} is odd", code="odd", where="me.tsv:3:1", hint="look at it", row=3))
    assert said.stderr == "me.tsv:3:1: row 3 is odd (look at it)\n"
    assert said.stdout == ""


def test_error_is_json_when_json_is_asked() -> None:
    said = failing(InputError("odd", code="odd", where="me.tsv:3:1"), ["--json"])
    face = {"error": {"code": "odd", "message": "odd", "where": "me.tsv:3:1", "hint": ""}}
    assert json.loads(said.stderr) == face


def test_unexpected_error_ends_in_a_sentence_without_traceback() -> None:
    said = failing(ZeroDivisionError("by zero"))
    assert said.exit_code == 1
    assert "ZeroDivisionError: by zero" in said.stderr
    assert "Traceback" not in said.stderr


def test_traceback_shows_the_unexpected_error_itself() -> None:
    assert isinstance(failing(ZeroDivisionError("by zero"), ["--traceback"]).exception, ZeroDivisionError)


def test_errors_speak_dutch_before_and_after_the_verb() -> None:
    english = biotica("evidence", "K84").stderr
    assert (
        biotica("--lang", "nl", "evidence", "K84").stderr == biotica("evidence", "K84", "--lang", "nl").stderr
    )
    assert biotica("evidence", "K84", "--lang", "nl").stderr != english


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_BE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"BIOTICA_LANG": "nl", "LANG": "de_DE"}, "nl"),
        ({}, "en"),
    ],
)
def test_language_follows_the_locale(environment: dict[str, str], expected: str) -> None:
    assert language_of(environment) == expected


def test_language_of_the_locale_reaches_the_text() -> None:
    assert read_claims()["K7"].finding_nl in biotica("evidence", "K7", environment={"LANG": "nl_NL"}).stdout


def test_evidence_prints_one_claim_as_json() -> None:
    printed = json.loads(biotica("evidence", "p33", "--json").stdout)
    assert printed["id"] == "P33"
    assert printed["source"] == ["doi:10.1001/archpediatrics.2009.119"]
    assert set(printed["versions"]) == {"code", "knowledge"}


def test_evidence_without_claim_counts_all() -> None:
    assert json.loads(biotica("evidence", "--json").stdout)["claims"] == 166


def test_tables_that_ship_pass_their_check() -> None:
    said = biotica("data", "check", "--json")
    assert said.exit_code == 0, said.stdout
    assert json.loads(said.stdout)["problems"] == []


def test_broken_tables_exit_with_the_code_of_knowledge(tmp_path: Path) -> None:
    said = biotica("data", "check", "--folder", str(tmp_path))
    assert said.exit_code == 3
    assert "taxa.tsv:0: unreadable_table" in said.stdout


def test_new_ferment_is_a_folder_and_is_not_overwritten(tmp_path: Path) -> None:
    words = ("data", "new", "ferment", "oat_drink", "--folder", str(tmp_path))
    assert biotica(*words).exit_code == 0
    assert "id: oat_drink" in (tmp_path / "ferments" / "oat_drink" / "ferment.yaml").read_text("utf-8")
    again = biotica(*words)
    assert again.exit_code == 2
    assert "oat_drink" in again.stderr


def test_new_ferment_can_be_read_at_once(tmp_path: Path) -> None:
    biotica("data", "new", "ferment", "oat_drink", "--folder", str(tmp_path))
    ferment = load_ferment(tmp_path / "ferments" / "oat_drink")
    assert ferment.starters == ("grains",)


@pytest.mark.parametrize("name", ["Kefir", "../x", "a b", "", "é"])
def test_bad_ferment_name_makes_no_folder(tmp_path: Path, name: str) -> None:
    assert biotica("data", "new", "ferment", name, "--folder", str(tmp_path)).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_calls_biotica_back(shell: str) -> None:
    assert "_BIOTICA_COMPLETE" in biotica("completion", shell).stdout


def test_progress_passes_every_item_on() -> None:
    assert list(progress(range(3), "counting")) == [0, 1, 2]


def test_help_starts_without_numpy_and_pydantic() -> None:
    script = (
        "import sys\n"
        "from biotica.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'scipy', 'numba', 'pydantic', 'yaml'} & set(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


def test_nothing_is_asked_for_by_default() -> None:
    with click.Context(main):
        assert not asked_for("as_json")
