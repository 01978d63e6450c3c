from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.house import PACKAGE

from biotica.errors import BadRow
from biotica.knowledge.label_terms import (
    LabelTerm,
    TermGroup,
    Terms,
    label_grammar,
    label_terms,
    read_label_terms,
)

SEARCHED_AS_A_WHOLE = frozenset(
    {"numbers", "multipliers", "multiplier_letters", "masses", "times_a_day", "portions", "fibres"}
    | {"substances", "allergens", "warnings", "guarantee", "form"}
)
"""Groups whose terms are found by their ids in the data, not by name in the code."""


def group(*terms: LabelTerm) -> Terms:
    return Terms(TermGroup(id="some", note="Some words.", terms=terms))


SALT = LabelTerm(id="salt", nl=("zout",), en=("salt",))
SEA_SALT = LabelTerm(id="sea_salt", en=("sea salt",))


def test_of_two_terms_that_overlap_the_longer_one_is_found() -> None:
    assert [hit.id for hit in group(SALT, SEA_SALT).hits("salt and sea salt")] == ["salt", "sea_salt"]


def test_a_term_stands_for_whole_words_over_the_end_of_a_line() -> None:
    terms = group(SALT, SEA_SALT)
    assert terms.says("sea_salt", "with sea\nsalt")
    assert not terms.says("salt", "salty basalt")
    assert terms.name_of("zout") == "salt"
    assert terms.name_of("zout en") is None


def test_words_of_terms_join_into_one_expression() -> None:
    terms = group(SALT, SEA_SALT)
    assert terms.words("salt") == "(?:zout|salt)"
    assert terms.each() == ("sea salt", "zout", "salt")
    assert terms.by_language("salt") == (("zout",), ("salt",))


def test_a_value_belongs_to_every_word_of_its_term() -> None:
    assert dict(group(LabelTerm(id="two", nl=("twee",), en=("two",), value=2.0)).values) == {
        "twee": 2.0,
        "two": 2.0,
    }


@pytest.mark.parametrize("name", sorted(set(label_grammar()) | set(label_terms())))
def test_every_group_compiles(name: str) -> None:
    for terms in (label_grammar(), label_terms()):
        if name in terms:
            assert [
                term for term in terms[name].ids if terms[name].pattern(term).search("") is not None
            ] == []
            assert re.compile(terms[name].words()).groups >= 0


def test_every_term_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r"[\"']([\w' -]+)[\"']", code))
    unused = {
        f"{group_id}:{term}"
        for groups in (label_terms(), label_grammar())
        for group_id, terms in groups.items()
        for term in terms.ids
        if group_id not in SEARCHED_AS_A_WHOLE and term not in named
    }
    assert unused == set()


@pytest.mark.parametrize("folder", ["label_terms", "label_grammar"])
def test_both_readers_of_yaml_read_the_same_words(folder: str) -> None:
    """The C reader accepts signs that the one in Python refuses; either may be installed."""
    for path in (PACKAGE / "data" / folder).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader), path.name


def test_a_pattern_that_does_not_compile_is_refused(tmp_path: Path) -> None:
    text = "id: broken\nnote: Broken.\nterms:\n- id: one\n  nl: ['(']\n"
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadRow, match="is no pattern"):
        read_label_terms(tmp_path)
