from __future__ import annotations

import pytest

from biotica.knowledge.cited import OWN, Cited, read_cited, read_claim_sources
from biotica.knowledge.claims import GRADES, STATES, count_claims, read_claims
from biotica.report.claims import (
    CITED_WORDS,
    FOUND_WORDS,
    GRADE_WORDS,
    KIND_WORDS,
    OWN_WORDS,
    STATE_WORDS,
    claim_counts_text,
    claim_text,
    long_name,
    short_name,
)
from biotica.report.language import language


def printed(claim: str, code: str = "en") -> str:
    return claim_text(read_claims()[claim], read_cited(), code)


def test_a_claim_is_printed_with_its_sources_by_name() -> None:
    text = printed("K7")
    assert "Karagozlu N (2007). E. coli O157:H7, S. Typhimurium and S. aureus during kefir ferm" in text
    assert "https://doi.org/10.17221/685-CJFS" in text
    assert "Kalamaki MS (2023)" in text


def test_a_claim_is_printed_with_grade_state_and_kind_of_source_in_words() -> None:
    lines = dict(line.split("  ", 1) for line in printed("K7").splitlines() if line[0] != " ")
    told = {label: text.strip() for label, text in lines.items()}
    assert told["grade"] == "mixed"
    assert told["the article cites"] == "research, without saying which"
    assert told["state"] == "built (what happens to a pathogen in the jar)"
    assert told["rests on"] == "summary of the source read"
    assert "thin: works, not yet good enough (butyrate made from each substrate)" in printed("P21")


def test_a_claim_without_a_source_says_so() -> None:
    assert "none found" in printed("P18")


def test_what_rests_on_biotica_alone_is_called_no_evidence() -> None:
    assert "biotica's sum of costs, with assumed prices" in printed("K8")
    assert "no evidence" in printed("K8")


def test_a_refused_claim_gives_its_reason_and_no_feature() -> None:
    lines = printed("K83").splitlines()
    assert lines[-1].startswith("reason")
    assert lines[-2].split("  ")[-1] == "refused"


def test_a_claim_is_printed_in_dutch() -> None:
    claim = read_claims()["K69"]
    assert claim.finding_nl in printed("K69", "nl")
    assert claim.feature_nl in printed("K69", "nl")


def test_every_state_grade_and_kind_has_words() -> None:
    claims = read_claims().values()
    assert set(GRADE_WORDS) == set(GRADES)
    assert set(STATE_WORDS) == set(STATES)
    assert {claim.cited_kind for claim in claims} <= set(CITED_WORDS)
    assert {claim.read_level for claim in claims} <= set(FOUND_WORDS)
    assert {row.kind for row in read_claim_sources().values()} <= set(KIND_WORDS)
    assert set(OWN_WORDS) == set(OWN)


def test_counts_are_printed_with_their_totals() -> None:
    text = claim_counts_text(count_claims(read_claims().values()), "en")
    assert [line.split()[0] for line in text.splitlines()[1:6]] == [
        "built",
        "thin:",
        "planned",
        "refused",
        "together",
    ]
    numbers = [[int(word) for word in line.split() if word.isdigit()] for line in text.splitlines()[1:6]]
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    assert numbers[-1][-1] == 166


@pytest.mark.parametrize(
    ("source", "short", "long"),
    [
        (
            Cited(key="a", author="Hill", year=2014, kind="consensus", what="what", read_level="abstract"),
            "Hill 2014",
            "Hill (2014). what. [consensus of experts]",
        ),
        (
            Cited(key="b", year=2010, kind="study", what="x.", read_level="full"),
            "study 2010",
            "(2010). x. [study]",
        ),
        (
            Cited(key="c", what="Law", journal="Official Journal", read_level="full"),
            "Official Journal",
            "Law. Official Journal.",
        ),
        (
            Cited(key="own:gut", read_level="own"),
            "biotica's calculation of a gut",
            "biotica's calculation of a gut",
        ),
    ],
)
def test_a_source_is_named_shortly_and_in_full(source: Cited, short: str, long: str) -> None:
    assert short_name(source, language("en")) == short
    assert long_name(source, language("en")) == long
