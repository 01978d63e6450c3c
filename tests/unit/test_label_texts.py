from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.label_cases import checked, killed, label_of, open_labels, organism, probiotic
from tests.permit_people import base, healthy

from biotica.label import marks
from biotica.label.check import CheckResult
from biotica.label.clarity import ClarityVerdict, Points
from biotica.label.contract import to_contract
from biotica.label.evidence_hits import Why
from biotica.label.evidence_match import Match
from biotica.label.flags import READER_MARKS
from biotica.label.hard_rules import HARD_RULES
from biotica.label.label import Fibre, Label, PrintedClaim, ProductClass, State, Unit
from biotica.label.not_said import NOT_SAID as NOT_SAID_CODES
from biotica.label.safety import SafetyFit
from biotica.label.serving_terms import IsappElse
from biotica.permit.about import About
from biotica.report import label_codes as codes
from biotica.report.from_knowledge import knowledge_texts
from biotica.report.label_flags import FLAGS
from biotica.report.label_text import check_text, flag_text
from biotica.report.language import language
from biotica.report.wording import findings

KNOWN = knowledge_texts(base())
VERSIONS = {"code": "0", "knowledge": "0"}


def told(label: Label, code: str = "en", about: About | None = None) -> str:
    result = CheckResult(products=(checked(label, about),))
    return check_text(to_contract(result, VERSIONS), KNOWN, code)


@pytest.mark.parametrize(
    ("wanted", "table"),
    [
        (get_args(ClarityVerdict), codes.CLARITY),
        (HARD_RULES, codes.HARD_RULES),
        (get_args(Match), codes.MATCHES),
        (get_args(Why), codes.WHYS),
        (get_args(SafetyFit), codes.FITS),
        (NOT_SAID_CODES, codes.NOT_SAID),
        (get_args(IsappElse), codes.ISAPP_ELSE),
        (get_args(ProductClass), codes.PRODUCT_CLASSES),
        (get_args(State), codes.STATES),
        (get_args(Unit), codes.LABEL_UNITS),
        (tuple(Points.__dataclass_fields__), codes.POINTS),
        (tuple(Points.__dataclass_fields__), codes.LOST_POINTS),
    ],
)
def test_every_code_of_a_check_has_a_sentence(wanted: tuple[str, ...], table: Any) -> None:  # noqa: ANN401
    assert set(wanted) <= set(table)


def test_every_flag_of_the_open_labels_and_of_the_findings_has_a_sentence(shared: Path) -> None:
    for row in open_labels(shared):
        for flag in (*row["expect"]["flags"], *checked(label_of(row)).flags):
            assert "without a sentence" not in flag_text(flag, language("en")), flag


def test_every_mark_of_a_word_is_a_flag_with_a_sentence_or_read_by_a_finding_only() -> None:
    pairs = (*marks._OF_PRODUCT, *marks._OF_INGREDIENTS, *marks._OF_STATE, *marks._ANYWHERE)
    names = {*marks._KINDS_OF_FOOD, *(mark for _word, mark in pairs)}
    assert names - READER_MARKS <= set(FLAGS)
    assert names & READER_MARKS & set(FLAGS) == set()


def test_no_sentence_of_a_check_promises_or_reassures() -> None:
    tables = [table for name, table in vars(codes).items() if name.isupper() and isinstance(table, dict)]
    for table in (*tables, FLAGS):
        for entry in table.values():
            text = entry if isinstance(entry, str) else entry[1]
            assert findings(text, "en") == (), text


def test_what_must_be_avoided_is_said_before_anything_else() -> None:
    text = told(probiotic(claims=(PrintedClaim(text="x", type="disease"),)))
    assert text.index("Avoid this product") < text.index("1. Is the label clear?")
    assert "works against a disease" in text


def test_the_three_findings_stand_apart_and_there_is_no_total() -> None:
    text = told(probiotic(), about=healthy())
    places = [text.index(head) for head in ("1. Is the label", "2. Was it tested", "3. Does it fit you")]
    assert places == sorted(places)
    assert "%" not in text


def test_a_fit_is_never_worded_as_more_than_no_known_objection() -> None:
    text = told(probiotic(), about=healthy())
    assert "No rule of ours objects to it for you. That is no advice to take it." in text
    assert findings(text, "en") == ()


def test_an_excluded_product_names_the_rule_and_its_source() -> None:
    text = told(killed("Akkermansia muciniphila", "MucT", 2e10), about=healthy(pregnant=True))
    assert "Leave it out." in text
    assert "R05" in text
    assert "doi:10.2903/j.efsa.2025.9632" in text


def test_how_to_begin_is_not_said_of_what_is_left_out() -> None:
    psyllium = probiotic(product_class="fibre", organisms=(), fibres=(Fibre(name="psyllium", g_per_day=5.0),))
    slowly = told(psyllium, about=healthy(answers={"ibs": "yes"}))
    assert "slowly" in slowly
    left_out = told(psyllium, about=healthy(answers={"ibs": "yes", "swallowing": "yes"}))
    assert "Leave it out." in left_out
    assert "slowly" not in left_out


def test_a_dose_is_judged_beside_the_part_that_it_is_of_and_nowhere_else() -> None:
    weak_and_strong = probiotic(
        organisms=(
            organism(label_name="Lacticaseibacillus rhamnosus", strain="GG", amount=2e10, unit="CFU"),
            organism(
                label_name="Bifidobacterium animalis subsp. lactis", strain="BB-12", amount=1e6, unit="CFU"
            ),
        )
    )
    notes = told(weak_and_strong).partition("Also noted")[2]
    assert "The dose is" not in notes


def test_a_limit_is_no_difference_shown() -> None:
    text = told(killed("Akkermansia muciniphila", "MucT", 2e10))
    assert "upper daily amount (novel food), nothing was compared; the same" in text


def test_missing_answers_are_asked_by_name() -> None:
    text = told(probiotic(), about=replace(healthy(), answers={}))
    assert "weakened_immunity (weakened immunity" in text


def test_evidence_shows_grade_reason_and_source() -> None:
    text = told(killed("Lacticaseibacillus paracasei", "LP-33", 1e10))
    assert "certainty: low; the same strain, in this dose; Peng GC 2005" in text


def test_a_large_count_is_said_in_words() -> None:
    assert "1 billion CFU" in told(probiotic())


def test_a_living_count_is_shown_with_its_interval_and_as_a_model() -> None:
    text = told(probiotic(count_guarantee="manufacture"))
    assert "Model: alive in a day's portion" in text
    assert "It is no count of this pack." in text


def test_a_label_that_could_not_be_read_is_one_sentence() -> None:
    nothing = to_contract(CheckResult(products=(), warnings=("unreadable_label",)), VERSIONS)
    assert check_text(nothing, KNOWN, "en") == codes.READING["unreadable_label"][1]


def test_both_products_of_a_photo_are_shown() -> None:
    result = CheckResult(products=(checked(probiotic()), checked(probiotic(name="Other"))))
    text = check_text(to_contract(result, VERSIONS), KNOWN, "nl")
    assert text.index("Example") < text.index("Other")


def test_points_are_named_as_the_contract_names_them() -> None:
    assert list(asdict(checked(probiotic()).points)) == list(codes.POINTS)
