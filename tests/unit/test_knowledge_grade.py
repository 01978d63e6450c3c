from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.permit_people import item

from biotica.knowledge.evidence import Finding, Goal
from biotica.knowledge.grade import Grade, grade, grade_of_finding

TRIAL: dict[str, Any] = {
    "outcome": "stools a week",
    "goal": "stool_regularity",
    "direction": "up",
    "bearing": "better",
    "effect_text": "+1",
    "people": 500,
    "design_kind": "rct",
    "comparison": "between",
    "source": "x",
    "read_level": "full",
    "checked": date(2026, 11, 23),
}


def finding(**changes: object) -> Finding:
    return Finding.model_validate(TRIAL | changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Grade.HIGH),
        ({"read_level": "abstract"}, Grade.MODERATE),
        ({"read_level": "secondary"}, Grade.LOW),
        ({"read_level": "memory"}, Grade.NONE),
        ({"people": 399}, Grade.MODERATE),
        ({"people": None}, Grade.MODERATE),
        ({"people": None, "studies": 10}, Grade.HIGH),
        ({"design_kind": "authority", "people": 86}, Grade.HIGH),
        ({"design_kind": "synthesis"}, Grade.HIGH),
        ({"design_kind": "controlled"}, Grade.LOW),
        ({"design_kind": "uncontrolled"}, Grade.VERY_LOW),
        ({"design_kind": "review"}, Grade.NONE),
        ({"design_kind": "laboratory"}, Grade.NONE),
        ({"comparison": "within"}, Grade.VERY_LOW),
        ({"indirect": ["population"]}, Grade.MODERATE),
        ({"indirect": ["population", "product", "dose", "outcome"]}, Grade.VERY_LOW),
        ({"concerns": ["drop_out", "post_hoc"]}, Grade.LOW),
    ],
)
def test_a_finding_is_graded_by_the_written_rule(changes: dict[str, Any], expected: Grade) -> None:
    assert grade_of_finding(finding(**changes)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"bearing": "none"}, Grade.MODERATE),
        ({"bearing": "mixed"}, Grade.MODERATE),
        ({"bearing": "worse"}, Grade.MODERATE),
        ({"bearing": "none", "design_kind": "uncontrolled"}, Grade.HIGH),
        ({"bearing": "none", "indirect": ["product"]}, Grade.HIGH),
        ({"bearing": "none", "indirect": ["dose"]}, Grade.HIGH),
        ({"bearing": "none", "goal": "lactose"}, Grade.HIGH),
        ({"bearing": "none", "read_level": "memory"}, Grade.HIGH),
        ({"bearing": "safety"}, Grade.HIGH),
    ],
)
def test_a_finding_without_help_lowers_by_one_step_only_where_it_contradicts(
    changes: dict[str, Any], expected: Grade
) -> None:
    assert grade([finding(), finding(**changes)], "stool_regularity").grade is expected


@pytest.mark.parametrize("bearing", ["none", "mixed", "worse"])
def test_an_item_that_was_studied_without_help_has_no_grade_but_says_what_was_found(bearing: str) -> None:
    graded = grade([finding(bearing=bearing)], "stool_regularity")
    assert (graded.grade, graded.bearing) == (Grade.NONE, bearing)


def test_an_item_that_was_not_studied_has_neither() -> None:
    graded = grade([finding(goal="lactose")], "stool_regularity")
    assert (graded.grade, graded.bearing, graded.sources) == (Grade.NONE, None, ())


rows = st.builds(
    finding,
    bearing=st.sampled_from(["better", "worse", "none", "mixed", "safety"]),
    goal=st.sampled_from(["stool_regularity", "lactose"]),
    people=st.one_of(st.none(), st.integers(1, 2000)),
    design_kind=st.sampled_from(["synthesis", "authority", "rct", "controlled", "uncontrolled", "review"]),
    comparison=st.sampled_from(["between", "within"]),
    read_level=st.sampled_from(["full", "abstract", "secondary", "memory"]),
    indirect=st.lists(st.sampled_from(["population", "product", "dose"]), max_size=2, unique=True),
)


@given(findings=st.lists(rows, max_size=5))
def test_repeating_findings_changes_no_grade(findings: list[Finding]) -> None:
    once, thrice = grade(findings, "stool_regularity"), grade(findings * 3, "stool_regularity")
    assert once.grade is thrice.grade


@given(findings=st.lists(rows, max_size=5), other=rows)
def test_a_finding_without_help_never_raises_a_grade(findings: list[Finding], other: Finding) -> None:
    null = other.model_copy(update={"bearing": "none"})
    before, after = grade(findings, "stool_regularity"), grade([*findings, null], "stool_regularity")
    assert after.grade <= before.grade


@given(findings=st.lists(rows, max_size=5), other=rows)
def test_a_finding_from_memory_or_about_another_goal_changes_no_grade(
    findings: list[Finding], other: Finding
) -> None:
    before = grade(findings, "stool_regularity").grade
    for idle in ({"read_level": "memory"}, {"goal": "variety"}):
        assert grade([*findings, other.model_copy(update=idle)], "stool_regularity").grade is before


@given(findings=st.lists(rows.filter(lambda row: row.read_level != "full"), max_size=6))
def test_no_grade_is_high_unless_something_was_read_in_full(findings: list[Finding]) -> None:
    assert grade(findings, "stool_regularity").grade < Grade.HIGH


@pytest.mark.parametrize(
    ("item_id", "goal", "expected"),
    [
        ("F1", "stool_regularity", Grade.MODERATE),  # an authority's opinion, abstract read
        ("F19", "stool_regularity", Grade.MODERATE),
        ("B2", "stool_regularity", Grade.LOW),  # large trial, responder definition chosen afterwards
        ("B24", "stool_regularity", Grade.NONE),  # a null trial
        ("F18", "stool_regularity", Grade.VERY_LOW),  # change from baseline
        ("X3", "lactose", Grade.MODERATE),
        ("X1", "lactose", Grade.LOW),  # 15 people
        ("T2", "comfort_gas", Grade.LOW),  # one trial, in people with a bowel complaint
        ("M1", "comfort_gas", Grade.VERY_LOW),
        ("F1", "comfort_gas", Grade.NONE),  # it made gas worse
        ("X2", "kefir_habit", Grade.NONE),  # handling rows never raise a grade
    ],
)
def test_known_items_get_the_grade_that_follows_from_their_rows(
    item_id: str, goal: Goal, expected: Grade
) -> None:
    assert grade(item(item_id).evidence, goal).grade is expected
