"""Every target of the core list lives on what it should, and makes what it should and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from biotica.engine.community import Member, build_community
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.tsv import cells_of

TARGETS = Path(__file__).parents[1] / "member_targets.tsv"
ROWS = [cells for _line, cells in cells_of(TARGETS.read_text("utf-8"), name=TARGETS.name)]


@pytest.fixture(scope="module")
def members() -> dict[str, Member]:
    found = build_community(load(), [row["member"] for row in ROWS])
    return {member.slug: member for member in found.members}


def _makes(member: Member) -> set[str]:
    return {name for use in member.routes for name, amount in use.catabolic.items() if amount > 0.0}


@pytest.mark.parametrize("row", ROWS, ids=[row["member"] for row in ROWS])
def test_a_target_lives_on_what_the_list_says(row: dict[str, str], members: dict[str, Member]) -> None:
    fed = {use.substrate for use in members[row["member"]].routes}
    assert set(row["feeds_on"].split()) <= fed


@pytest.mark.parametrize("row", ROWS, ids=[row["member"] for row in ROWS])
def test_a_target_makes_what_the_list_says(row: dict[str, str], members: dict[str, Member]) -> None:
    assert set(row["makes"].split()) <= _makes(members[row["member"]])


@pytest.mark.parametrize("row", ROWS, ids=[row["member"] for row in ROWS])
def test_a_target_never_makes_what_it_cannot(row: dict[str, str], members: dict[str, Member]) -> None:
    assert not set(row["never_makes"].split()) & _makes(members[row["member"]])


def _gut(knowledge: Knowledge) -> list[str]:
    return [
        slug
        for slug in knowledge.members
        if "gut_anaerobe" in knowledge.lineage_of(slug) and knowledge.taxa[slug].rank != "group"
    ]


def test_every_member_of_the_gut_is_a_target() -> None:
    assert {row["member"] for row in ROWS} == set(_gut(load()))


@pytest.mark.parametrize(("long_chain", "short_chain"), [("inulin", "fos"), ("xylan", "xos")])
def test_who_grows_on_a_long_chain_grows_on_its_short_ones(long_chain: str, short_chain: str) -> None:
    without = []
    for member in build_community(load(), _gut(load())).members:
        fed = {use.substrate for use in member.routes if use.grows}
        if long_chain in fed and short_chain not in fed:
            without.append(member.slug)
    assert not without
