"""Takes the texts that a report prints from the knowledge: names, rules, stop signs, sources, questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from biotica.knowledge.evidence import EvidenceBase, EvidenceSource
from biotica.knowledge.rules import Rule
from biotica.report.input import RuleText, SourceText, StopRuleText, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class KnowledgeTexts:
    """The fields of `biotica.report.input.ReportInput` that come from the knowledge, under the same names."""

    item_names: Mapping[str, Words]
    rules: Mapping[str, RuleText]
    stop_rules: Mapping[str, StopRuleText]
    answer_names: Mapping[str, Words]
    sources: Mapping[str, SourceText]


def knowledge_texts(base: EvidenceBase) -> KnowledgeTexts:
    """Collect the texts of an evidence base.

    Parameters
    ----------
    base : EvidenceBase
        Of `biotica.knowledge.evidence.load_evidence`.

    Returns
    -------
    KnowledgeTexts
        Keyed by id; answers by the id of ABOUT.toml, named as the condition of their rule.
    """
    return KnowledgeTexts(
        item_names={item.id: Words(en=item.name_en, nl=item.name_nl) for item in base.items},
        rules={rule.id: _rule(rule) for rule in base.rules},
        stop_rules={
            row.id: StopRuleText(
                rule=row.id,
                sign=Words(en=row.sign_en, nl=row.sign_nl),
                action=Words(en=row.action_en, nl=row.action_nl),
            )
            for row in base.stop_rules
        },
        answer_names=_answers(base),
        sources={key: _source(row) for key, row in base.sources.items()},
    )


def _rule(rule: Rule) -> RuleText:
    return RuleText(
        rule=rule.id,
        condition=Words(en=rule.name_en, nl=rule.name_nl),
        reason=Words(en=rule.reason_en, nl=rule.reason_nl),
        sources=rule.shown_sources,
        read_level=rule.read_level,
        checked_on=rule.date.isoformat(),
    )


def _answers(base: EvidenceBase) -> dict[str, Words]:
    """Name each question by its rule; a question of several rules by the first."""
    named: dict[str, Words] = {}
    for rule in base.rules:
        for condition in rule.when:
            words = Words(en=rule.name_en, nl=rule.name_nl)
            named.setdefault(condition.key.rpartition(".")[2], words)
    return named


def _source(row: EvidenceSource) -> SourceText:
    identifier = f"doi:{row.doi}" if row.doi else f"PMID {row.pmid}" if row.pmid else ""
    return SourceText(
        key=row.key,
        title=row.title,
        year=row.year,
        author=row.author,
        journal=row.journal,
        identifier=identifier,
    )
