from __future__ import annotations

from dataclasses import fields, replace

import pytest
from tests.report_sample import sample_input

from biotica.knowledge.evidence import load_evidence
from biotica.report.citing import source_line
from biotica.report.from_knowledge import KnowledgeTexts, knowledge_texts
from biotica.report.input import ReportInput

BASE = load_evidence()
TEXTS = knowledge_texts(BASE)


def test_the_texts_fit_the_fields_of_a_report() -> None:
    names = {field.name for field in fields(KnowledgeTexts)}
    assert names <= {field.name for field in fields(ReportInput)}
    given = replace(sample_input(), **{name: getattr(TEXTS, name) for name in names})
    assert given.rules is TEXTS.rules


def test_every_rule_item_and_stop_sign_speaks_both_languages() -> None:
    assert set(TEXTS.rules) == {rule.id for rule in BASE.rules}
    assert set(TEXTS.item_names) == {item.id for item in BASE.items}
    words = [*TEXTS.item_names.values(), *TEXTS.answer_names.values()]
    words += [each for rule in TEXTS.rules.values() for each in (rule.condition, rule.reason)]
    words += [each for sign in TEXTS.stop_rules.values() for each in (sign.sign, sign.action)]
    assert len(words) > 200
    assert [each for each in words if not each.en or not each.nl] == []


def test_a_rule_from_memory_brings_no_source() -> None:
    assert [rule.rule for rule in TEXTS.rules.values() if rule.read_level == "memory" and rule.sources] == []


@pytest.mark.parametrize(
    "rule", [rule for rule in TEXTS.rules.values() if rule.sources], ids=lambda r: r.rule
)
def test_each_source_of_a_rule_is_printed_with_its_title(rule: object) -> None:
    assert isinstance(rule, type(next(iter(TEXTS.rules.values()))))
    given = replace(sample_input(), sources=TEXTS.sources)
    for key in rule.sources:
        line = source_line(key, given)
        assert TEXTS.sources[key].title.rstrip(".") in line
        assert "title:" not in line
