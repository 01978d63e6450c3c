"""Persons drawn from the table of prevalences: what must never happen, and how much is left for them."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from tests.permit_people import base
from validation import permit_people
from validation.permit_people import (
    FEW,
    HEALTHY,
    PERSONS,
    SHARE_WITH_FEW,
    Person,
    broken_laws,
    choices,
    healthy_counts,
    people,
    plan_of,
    prevalences,
)

from biotica.knowledge.tsv import cells_of
from biotica.permit.about import allergens, answer_ids


@cache
def drawn() -> list[Person]:
    return people(base(), PERSONS)


def laws_of(some: list[Person]) -> list[str]:
    return [law for one in some for law in broken_laws(one, plan_of(one, base()), base())]


def test_nothing_withheld_is_ranked_and_every_removal_says_why_for_150_persons() -> None:
    assert laws_of(drawn()[:150]) == []


@pytest.mark.slow
def test_nothing_withheld_is_ranked_and_every_removal_says_why_for_2000_persons() -> None:
    assert laws_of(drawn()) == []


def test_a_healthy_adult_who_answers_everything_gets_twelve_items_for_every_goal() -> None:
    assert min(healthy_counts(base()).values()) >= HEALTHY


@pytest.mark.slow
def test_two_in_five_persons_get_five_items() -> None:
    enough = [choices(plan_of(one, base())) >= FEW for one in drawn()]
    assert len(enough) == PERSONS
    assert sum(enough) / PERSONS >= SHARE_WITH_FEW


def test_the_same_seed_draws_the_same_persons() -> None:
    assert people(base(), 20) == drawn()[:20]
    assert people(base(), 20, seed=1) != drawn()[:20]


def test_every_question_and_allergy_has_a_row_with_its_source_or_is_marked_assumed() -> None:
    rows = prevalences()
    assert {row.key for row in rows if row.kind == "answer"} == set(answer_ids(base().rules))
    assert {row.key for row in rows if row.kind == "allergy"} == set(allergens(base().rules))
    assert {row.key for row in rows if row.kind == "medicine"} <= {m.inn for m in base().medicines}
    text = permit_people.TABLE.read_text(encoding="utf-8")
    for _line, row in cells_of(text, name="permit_prevalences.tsv"):
        assert (row["status"] == "assumed") == (row["source"] == ""), row
        assert (row["read_level"] == "memory") == (row["status"] == "assumed"), row
        assert 0 <= float(row["share"]) <= 1


def test_ages_add_up_and_no_person_matches_two_rows_of_one_key() -> None:
    rows = prevalences()
    assert sum(row.share for row in rows if row.kind == "age") == pytest.approx(1.0, abs=1e-6)
    for sex in ("female", "male"):
        for age_y in range(96):
            here = Counter((r.kind, r.key) for r in rows if r.kind != "age" and r.holds_for(sex, age_y))
            assert [key for key, count in here.items() if count > 1] == []


def test_the_drawn_shares_follow_the_table() -> None:
    adults = [one for one in drawn() if 18 <= one.about.age_y < 95]
    with_ibs = sum(one.about.answers.get("ibs") == "yes" for one in adults) / len(adults)
    assert with_ibs == pytest.approx(0.176, abs=0.035)  # some left the group open
