from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.permit_people import base, healthy, invented, rule, under

from biotica.knowledge.evidence import Intervention
from biotica.knowledge.rules import CLASSES, ItemClass
from biotica.permit.decide import Permit, permit, referral

CELLS = [(r.id, name) for r in base().rules for name in CLASSES]
ASKED = [
    (r.id, name) for r in base().rules if r.when[0].key not in {"always", "person.age_y"} for name in CLASSES
]
PERMITS = {"allow": Permit.ALLOW, "adjust": Permit.ADJUST, "ask": Permit.ASK, "exclude": Permit.EXCLUDE}


def touching(rule_id: str, name: ItemClass) -> Intervention:
    """An item of the class that the rule can see: with traces of an allergen if it looks at those."""
    found = rule(rule_id)
    traces = [found.when[0].any_of[0]] if found.touches == "ingredient" else []
    return invented(name, traces=traces)


@pytest.mark.parametrize(("rule_id", "name"), CELLS)
def test_a_rule_that_holds_alone_gives_the_cell_of_its_table(rule_id: str, name: ItemClass) -> None:
    about = under(rule(rule_id))
    assert about is not None
    verdict = permit(about, touching(rule_id, name), base().rules)
    assert verdict.permit is PERMITS[rule(rule_id).cells[name].cell]


@pytest.mark.parametrize(("rule_id", "name"), ASKED)
def test_a_rule_that_is_not_known_withholds_exactly_the_classes_that_it_touches(
    rule_id: str, name: ItemClass
) -> None:
    about = under(rule(rule_id), told=False)
    assert about is not None
    verdict = permit(about, touching(rule_id, name), [rule(rule_id)])
    touched = rule(rule_id).cells[name].cell != "allow"
    assert verdict.permit is (Permit.ANSWER_FIRST if touched else Permit.ALLOW)


@pytest.mark.parametrize("rule_id", [r.id for r in base().rules])
def test_a_rule_refers_exactly_if_its_file_says_so(rule_id: str) -> None:
    about = under(rule(rule_id))
    assert about is not None
    sent_on = referral(about, base().rules)
    assert (sent_on.code if sent_on else "") == rule(rule_id).referral


def test_a_healthy_adult_has_no_objection_to_any_class() -> None:
    for name in CLASSES:
        assert permit(healthy(), invented(name), base().rules).permit is Permit.ALLOW


def test_every_cell_is_as_strict_as_the_letter_of_the_evidence_table(shared: Path) -> None:
    allowed = {"A": {"allow"}, "C": {"adjust", "ask"}, "X": {"exclude"}}
    by_product = {("R31", "FI"), ("R34", "FI")}  # the letter stands for named products only
    with (shared / "data/evidence/rules.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for name in CLASSES[:6]:
                if (row["rule_id"], name) not in by_product:
                    cell = rule(row["rule_id"]).cells[name].cell
                    assert cell in allowed[row[name]], (row["rule_id"], name)
