from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests.house import PACKAGE, ROOT, public_functions, tracked_files

from biotica.cli import main

HOST = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
NAMESPACES = ("http://www.w3.org/", "https://www.w3.org/")
MACHINE_PATHS = re.compile(r"(?<![\w./~-])/(?:work|root|opt)/\w")
INDEX = re.compile(
    r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://|file://|^-[if]\b", re.MULTILINE
)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
TEXT_ENDINGS = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".tsv",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".cff",
    ".json",
    ".po",
}


def texts(*endings: str) -> Iterator[tuple[Path, str]]:
    for path in tracked_files():
        if path.suffix in (endings or TEXT_ENDINGS):
            yield path, path.read_text(encoding="utf-8")


def commands(group: click.Group, prefix: str = "biotica") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_every_command_has_help_and_a_section_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    found = dict(commands(main))
    assert found
    assert [name for name, command in found.items() if not command.help] == []
    documented = set(re.findall(r"^## `(biotica [a-z ]+)`$", page, re.MULTILINE))
    families = {name: name.rsplit(" ", 1)[0] for name in found}
    assert [name for name, family in families.items() if not {name, family} & documented] == []
    groups = {f"biotica {name}" for name in main.commands}
    assert documented - set(found) - groups == set()


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {parameter.name}"
        for name, command in commands(main)
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


def test_pages_name_no_foreign_host() -> None:
    pages = [path for path in PACKAGE.rglob("*") if path.suffix in {".html", ".css", ".js", ".jinja"}]
    found = {
        f"{path.name}: {match.group()}"
        for path in pages
        for match in HOST.finditer(path.read_text(encoding="utf-8"))
        if not match.group().startswith(tuple(space.rstrip("/") for space in NAMESPACES))
    }
    assert found == set()


@pytest.mark.parametrize(
    "text", ["<link href='https://fonts.example.org/a'>", "@import '//cdn.example.org/x'"]
)
def test_foreign_host_is_seen(text: str) -> None:
    assert HOST.search(text)


@pytest.mark.parametrize("kind", ["demo", "test"])
def test_locked_list_has_exact_versions_with_hashes_and_no_address(kind: str) -> None:
    text = (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    assert INDEX.search(text) is None
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) > 20
    unpinned = [
        block for block in blocks if not re.match(r"[a-z0-9-]+==\S+", block) or "--hash=sha256:" not in block
    ]
    assert unpinned == []


def test_demo_and_test_lists_agree() -> None:
    pins = {
        kind: dict(
            re.findall(
                r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements" / f"{kind}.txt").read_text("utf-8"), re.M
            )
        )
        for kind in ("demo", "test")
    }
    assert {name: pins["test"].get(name) for name in pins["demo"]} == pins["demo"]


def test_configuration_names_no_index() -> None:
    named = [
        path.name
        for path in [
            ROOT / "pyproject.toml",
            ROOT / "noxfile.py",
            ROOT / ".ci" / "run",
            *(ROOT / "scripts").iterdir(),
        ]
        if path.is_file() and INDEX.search(path.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert [path.name for path, text in texts() if MACHINE_PATHS.search(text)] == []


def test_nothing_is_left_to_be_done() -> None:
    found = [
        path.name for path, text in texts(".py", ".html", ".css", ".js", ".md") if UNFINISHED.search(text)
    ]
    assert found == []


def cited_keys() -> dict[str, str]:
    """Key to the function that cites it, from the References section of docstrings."""
    cited = {}
    for path in PACKAGE.rglob("*.py"):
        for function in public_functions(path):
            section = re.search(
                r"^References\n-+\n((?:\S.*\n?)+)", ast.get_docstring(function) or "", re.MULTILINE
            )
            for line in section.group(1).splitlines() if section else ():
                for key in re.split(r"[,;]\s*", line.strip()):
                    cited[key] = f"{path.name}:{function.name}"
    return cited


def test_docstrings_cite_sources_of_the_tables() -> None:
    known: set[str] = set()
    for path in (PACKAGE / "data").glob("*sources.tsv"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        known |= {row["key"] for row in csv.DictReader(lines, delimiter="\t")}
    cited = cited_keys()
    assert {key: place for key, place in cited.items() if key not in known} == {}
