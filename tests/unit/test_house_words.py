"""The lint for words over everything that a person reads: documents, pages, catalogue, tables, help."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from babel.messages.pofile import read_po
from tests.house import PACKAGE, ROOT, tree_of

from biotica.cli import main
from biotica.knowledge.tsv import cells_of
from biotica.report.language import language
from biotica.report.pages import PURPOSE
from biotica.report.wording import findings

PO = PACKAGE / "locale/nl/LC_MESSAGES/biotica.po"
QUOTED_COLUMNS = frozenset({"says_en", "says_nl", "title"})
"""What others say: the articles in claims.tsv, and the titles of papers. We print it and do not claim it."""

Text = tuple[str, str, str]
"""Where it stands, its language, the text."""


def documents() -> Iterator[Text]:
    purpose = re.compile(r"\s+".join(map(re.escape, language("nl").say(PURPOSE).split())))
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        if not {"_build", "generated"} & set(path.parts):
            lang = "nl" if path.name.endswith(".nl.md") else "en"
            yield path.name, lang, purpose.sub("", path.read_text("utf-8"))


def templates() -> Iterator[Text]:
    for path in (PACKAGE / "report" / "templates").glob("*.html"):
        yield path.name, "en", path.read_text("utf-8")


def catalogue() -> Iterator[Text]:
    with PO.open("rb") as stream:
        messages = [message for message in read_po(stream) if message.id]
    for message in messages:
        yield "msgid", "en", str(message.id)
        yield "msgstr", "nl", str(message.string)


def tables() -> Iterator[Text]:
    for path in (PACKAGE / "data").rglob("*.tsv"):
        for line, cells in cells_of(path.read_text("utf-8"), name=path.name):
            for column, cell in cells.items():
                if " " in cell and column not in QUOTED_COLUMNS:
                    yield f"{path.name}:{line}:{column}", _language_of(column), cell


def things() -> Iterator[Text]:
    for path in (PACKAGE / "data").rglob("*.yaml"):
        if not {"words", "label_grammar", "label_terms", "skeletons"} & set(path.parts):
            for key, text in _texts(yaml.safe_load(path.read_text("utf-8")), ""):
                yield f"{path.name}:{key}", _language_of(key), text


def help_texts() -> Iterator[Text]:
    for command in _commands(main):
        yield f"{command.name} --help", "en", command.help or ""
        for parameter in command.params:
            yield f"{command.name} {parameter.name}", "en", str(getattr(parameter, "help", None) or "")


def made_pages() -> Iterator[Text]:
    for node in ast.walk(tree_of(ROOT / "docs" / "_ext" / "generated_pages.py")):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield f"generated_pages.py:{node.lineno}", "en", node.value
            yield f"generated_pages.py:{node.lineno}", "nl", node.value


def _language_of(column: str) -> str:
    return "nl" if column == "nl" or column.endswith("_nl") else "en"


def _texts(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, str(name))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, key)
    elif isinstance(value, str):
        yield key, value


def _commands(group: click.Group) -> Iterator[click.Command]:
    yield group
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _commands(command)
        else:
            yield command


@pytest.mark.parametrize(
    ("source", "at_least"),
    [
        (documents, 15),
        (templates, 5),
        (catalogue, 600),
        (tables, 5000),
        (things, 1000),
        (help_texts, 30),
        (made_pages, 30),
    ],
)
def test_no_text_of_ours_promises_praises_or_frightens(source: object, at_least: int) -> None:
    assert callable(source)
    texts = list(source())
    assert len(texts) >= at_least
    found = {
        f"{where}: {finding.word} ({finding.why})"
        for where, lang, text in texts
        for finding in findings(text, lang)
    }
    assert found == set()


def test_the_quoted_columns_would_alarm() -> None:
    path = Path(PACKAGE / "data" / "claims.tsv")
    rows = [cells for _line, cells in cells_of(path.read_text("utf-8"), name=path.name)]
    said = {row["id"]: findings(row["says_en"], "en") for row in rows}
    assert {name for name in ("P1", "P8", "P11", "P19", "P66", "K1", "K25", "K74") if not said[name]} == set()
