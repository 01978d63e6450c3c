"""Sessions over the .venv that `scripts/environment.py test` makes; nothing is installed twice.

`nox -s lint test` before a commit; `nox -s full` runs every line that the issues ask to be shown.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "test"]

SHOWN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("2.1 slow tests of the house", ("pytest", "-m", "slow", "tests/unit"), "tests/unit"),
    ("2.2 report on real files, in a real browser", ("pytest", "tests/e2e", "tests/app"), "tests/e2e"),
    ("2.3 laws of the engine", ("pytest", "tests/property"), "tests/property"),
    ("2.4 speed", ("pytest", "-s", "benchmarks", "--ignore=benchmarks/test_reader_speed.py"), "benchmarks"),
    ("2.4 speed of the reference colon", ("benchmarks/reference_colon.py",), "benchmarks"),
    ("2.6 forecasts of the jar", ("pytest", "-s", "tests/unit/test_ferment_forecast.py"), "tests/unit"),
    (
        "2.7 broken and hostile input",
        (
            "pytest",
            "tests/unit/test_gut_hostile_files.py",
            "tests/unit/test_permit_about.py",
            "tests/unit/test_ferment_recipe.py",
            "tests/unit/test_ferment_readings.py",
            "tests/unit/test_gut_vial_tables.py",
        ),
        "tests/unit",
    ),
    (
        "3.1 every example file as its list says, every reader to one contract",
        ("pytest", "tests/unit/test_gut_formats.py", "tests/contract/test_reader_contract.py"),
        "tests/contract/test_reader_contract.py",
    ),
    (
        "3.2 ten thousand spoilt files",
        ("tests/fuzz/fuzz_readers.py", "../shared/data/profiles", "--count", "10000"),
        "../shared",
    ),
    (
        "3.3 mapped share of the open cohorts",
        ("validation/mapped_share.py", "../shared/data/profiles"),
        "../shared",
    ),
    ("3.3 traps of names", ("pytest", "-q", "tests/unit/test_name_traps.py"), "tests/unit"),
    ("3.4 speed of reading", ("pytest", "-s", "benchmarks/test_reader_speed.py"), "benchmarks"),
    ("4.1 the permit on 2,000 persons", ("validation/permit_people.py",), "validation/permit_people.py"),
    (
        "4.2 open labels, and those by others",
        (
            "validation/labels.py",
            "../shared/data/labels/labels_open.jsonl",
            "validation/written/labels.jsonl",
            "validation/written/labels_2.jsonl",
            "validation/written/labels_3.jsonl",
            "validation/written/labels_4.jsonl",
            "--quiet",
        ),
        "validation/labels.py",
    ),
    (
        "4.2 labels spoilt and decorated",
        ("pytest", "-q", "tests/unit/test_label_mutations.py"),
        "tests/unit/test_label_mutations.py",
    ),
    ("4.3 words", ("validation/words.py", "validation/written/words.jsonl"), "validation/words.py"),
    (
        "5.1 open jars of soured milk",
        ("validation/jars.py", "../shared/data/kefir", "--draws", "400"),
        "validation/jars.py",
    ),
    (
        "5.2 published kefirs",
        ("validation/kefirs.py", "../shared/data/kefir", "--draws", "1600"),
        "validation/kefirs.py",
    ),
    (
        "5.3 pathogens",
        ("validation/pathogens.py", "../shared/data/kefir", "--draws", "400"),
        "validation/pathogens.py",
    ),
    ("5.4 batch after batch", ("validation/batches.py",), "validation/batches.py"),
    ("5.5 twenty pairs", ("pytest", "-q", "tests/unit/test_ferment_directions.py"), "tests/unit"),
    ("5.7 quality of the data", ("validation/data_quality.py", "../shared/data/kefir"), "validation"),
    (
        "6.1 open ex vivo vials, both tracks",
        ("validation/exvivo.py", "../shared/data/production"),
        "validation/exvivo.py",
    ),
    (
        "6.2 communities of strains in a defined medium",
        ("validation/defined.py", "../shared/data/production"),
        "validation/defined.py",
    ),
    (
        "6.3 strains on fibres",
        ("validation/fibres.py", "../shared/data/production"),
        "validation/fibres.py",
    ),
    (
        "6.4 gas and carbon",
        ("validation/gas.py", "../shared/data/production"),
        "validation/gas.py",
    ),
    (
        "6.5 living and dead cells of three strains",
        ("validation/live_dead.py", "../shared/data/production"),
        "validation/live_dead.py",
    ),
    (
        "6.6 the colon beside people",
        ("validation/colon.py", "../shared/data/production"),
        "validation/colon.py",
    ),
    (
        "6.7 three strains with a batch left out, and their co-cultures",
        ("validation/live_dead_fit.py", "../shared/data/production"),
        "validation/live_dead_fit.py",
    ),
    (
        "6.8 strains on fibres, fitted to rounds 0-1",
        ("validation/fibres_fit.py", "../shared/data/production"),
        "validation/fibres_fit.py",
    ),
    ("7.1 what a zero means", ("validation.zeros", "../shared/data/profiles"), "validation/zeros.py"),
    (
        "7.4 references and guilds in a laboratory not seen",
        ("validation.reference", "../shared/data/profiles"),
        "validation/reference.py",
    ),
)
"""Show line, words for Python, and the path without which it is not there yet; 2.8, 4.4: see `full`."""


def python(session: nox.Session, *words: str) -> None:
    """Run this Python with some words."""
    module = [] if words[0].endswith(".py") else ["-m"]
    session.run(sys.executable, *module, *words, external=True)


def program(session: nox.Session, name: str, *words: str) -> None:
    """Run a program that stands beside this Python."""
    found = shutil.which(name, path=str(PROGRAMS))
    if found is None:
        session.error(f"{name} is not in {PROGRAMS}: run scripts/environment.py test, then .venv's nox")
    session.run(found, *words, external=True)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format, layers, types."""
    python(session, "ruff", "check", "--output-format=concise", ".")
    python(session, "ruff", "format", "--check", "--quiet", ".")
    program(session, "lint-imports")
    python(session, "mypy")


@nox.session
def test(session: nox.Session) -> None:
    """Run the fast cut of the tests; words go to pytest."""
    python(session, "pytest", "-m", "not slow", *session.posargs)


@nox.session
def golden(session: nox.Session) -> None:
    """Replay measured courses."""
    run_folder(session, "tests/golden")


@nox.session
def e2e(session: nox.Session) -> None:
    """Drive the pages in a real browser."""
    run_folder(session, "tests/e2e")


@nox.session
def bench(session: nox.Session) -> None:
    """Time the reference cases."""
    run_folder(session, "benchmarks")


def run_folder(session: nox.Session, folder: str) -> None:
    """Run all tests of a folder, the slow ones too."""
    if not any((ROOT / folder).rglob("*.py")):
        session.skip(f"{folder} is not there yet")
    python(session, "pytest", folder, *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the pages; a warning is an error."""
    python(session, "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html")


@nox.session
def full(session: nox.Session) -> None:
    """Run every line that the issues ask to be shown, and list what was left out."""
    left_out, missed = [], []
    for title, words, needed in SHOWN:
        if not (ROOT / needed).exists():
            left_out.append(f"{title}: {needed} is not there yet")
            continue
        session.log(title)
        try:
            python(session, *words)
        except CommandFailed:
            missed.append(title)
    session.log("2.1 demo, cold and warm")
    python(session, "scripts/demo.py", "--cold")
    session.log("2.8 tables, and pages with their counts")
    program(session, "biotica", "data", "check")
    session.log("4.4 the register by state and grade")
    program(session, "biotica", "evidence")
    docs(session)
    left_out.append("macOS and Windows: not tried")
    session.log("left out:\n  " + "\n  ".join(left_out))
    if missed:
        session.error("failed, or missed a must:\n  " + "\n  ".join(missed))
