"""Texts of tier mechanism: each has a source that was read, and nothing that ranks can see them."""

from __future__ import annotations

import ast

import pytest
from pydantic import ValidationError
from tests.house import PACKAGE, tree_of

from biotica.knowledge.evidence import Finding
from biotica.knowledge.load import load
from biotica.knowledge.mechanisms import Mechanism, load_mechanisms
from biotica.report.language import language
from biotica.report.postbiotics_text import mechanisms_text
from biotica.report.predict_codes import POSTBIOTICS, TARGETS
from biotica.report.wording import findings

ROWS = load_mechanisms(load().folder)
GOOD = ROWS[0].model_dump(mode="json")
MAY_SEE = {"knowledge/mechanisms.py", "knowledge/check.py", "gut/person_contract.py"}


def test_every_text_names_sources_that_the_tables_hold_and_that_were_read() -> None:
    for row in ROWS:
        assert set(row.source) <= set(load().sources)
        assert all(load().sources[key].kind != "memory" for key in row.source)
        assert row.tier == "mechanism"


def test_the_targets_asked_for_are_there() -> None:
    assert {row.target for row in ROWS} >= {"barrier", "immunity", "brain", "lipids"}
    assert {row.postbiotic for row in ROWS} == set(POSTBIOTICS)
    assert {row.target for row in ROWS} == set(TARGETS)


@pytest.mark.parametrize(
    "change", [{"tier": "trial"}, {"read_level": "memory"}, {"source": ()}, {"goal": "lactose"}]
)
def test_a_text_from_memory_without_source_or_with_a_goal_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Mechanism.model_validate({**GOOD, **change})


def test_nothing_that_ranks_grades_or_advises_reads_them() -> None:
    readers = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "biotica.knowledge.mechanisms"
    }
    assert readers | {"knowledge/mechanisms.py"} == MAY_SEE
    assert not {"goal", "bearing", "direction", "grade"} & set(Mechanism.model_fields)
    assert "bearing" in Finding.model_fields


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_they_promise_nothing_and_say_what_they_are_not(lang: str) -> None:
    given = [
        {**row.model_dump(mode="json"), "sources": [load().sources[key].model_dump() for key in row.source]}
        for row in ROWS
    ]
    text = mechanisms_text(given, language(lang))
    assert [found for line in text.splitlines() for found in findings(line, lang)] == []
    assert max(map(len, text.splitlines())) <= 100
    for row in ROWS:
        said = row.text_nl if lang == "nl" else row.text_en
        assert said[:20] in " ".join(text.split())
