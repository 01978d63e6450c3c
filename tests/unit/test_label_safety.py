from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.label_cases import checked, killed, label_of, open_labels, organism, probiotic, tables
from tests.permit_people import base, healthy, item

from biotica.label.evidence_match import evidence_match
from biotica.label.hard_rules import hard_rules, limits_broken
from biotica.label.label import Amount, Fibre, Label, PrintedClaim
from biotica.label.safety import as_item, beside_label, classes_of, safety
from biotica.permit.about import About, answer_ids
from biotica.permit.decide import Permit, permit

ORDER = ("fits", "ask", "answer_first", "exclude")
AKKERMANSIA = killed("Akkermansia muciniphila", "MucT", 2e10)
BOULARDII = probiotic(
    organisms=(
        organism(
            label_name="Saccharomyces boulardii",
            current_name="Saccharomyces cerevisiae var. boulardii",
            strain="CNCM I-745",
            state="live",
        ),
    )
)
PSYLLIUM = Label(product_class="fibre", fibres=(Fibre(name="psyllium", g_per_day=10.0),))
GOS = Label(product_class="prebiotic", fibres=(Fibre(name="gos", g_per_day=5.0),))
RAW_KEFIR = Label(
    kind="food",
    product_class="fermented_food",
    count_guarantee="none",
    allergens=("milk",),
    marks=frozenset({"kefir", "raw_milk"}),
)
NATTO = Label(kind="food", product_class="fermented_food", count_guarantee="none", marks=frozenset({"natto"}))
LABELS = (probiotic(), AKKERMANSIA, BOULARDII, PSYLLIUM, GOS, RAW_KEFIR, NATTO, Label())


def fit(label: Label, about: About | None) -> str:
    return checked(label, about).safety.fit


def medicine(name: str) -> Any:  # noqa: ANN401
    return next(m for m in base().medicines if name in m.names)


def test_without_a_person_nothing_is_asked() -> None:
    found = checked(AKKERMANSIA).safety
    assert (found.fit, found.rules) == ("not_asked", ())


@pytest.mark.parametrize(
    ("label", "about"),
    [
        (AKKERMANSIA, healthy(pregnant=True)),
        (AKKERMANSIA, healthy(age_y=11.0)),
        (BOULARDII, healthy(answers={"central_line": "yes"})),
        (BOULARDII, healthy(medicines=(medicine("fluconazol"),))),
        (PSYLLIUM, healthy(answers={"swallowing": "yes"})),
        (GOS, healthy(answers={"galactosaemia": "yes"})),
        (RAW_KEFIR, healthy(pregnant=True)),
        (RAW_KEFIR, healthy(allergies=("milk",))),
        (NATTO, healthy(medicines=(medicine("acenocoumarol"),))),
        (probiotic(allergens=("soy",)), healthy(allergies=("soy",))),
        (probiotic(marks=frozenset({"infant_product"})), healthy()),
        (probiotic(), healthy(answers={"red_flag": "yes"})),
    ],
)
def test_a_product_is_excluded_where_its_item_is(label: Label, about: About) -> None:
    found = checked(label, about).safety
    assert found.fit == "exclude"
    assert found.rules


@pytest.mark.parametrize("label", LABELS[:-1])
def test_a_healthy_adult_who_answered_meets_no_objection(label: Label) -> None:
    assert fit(label, healthy()) == "fits"


def test_raw_milk_on_the_label_brings_its_rule_whatever_the_person_answers() -> None:
    for answer in ("no", "yes", "unknown"):
        found = checked(RAW_KEFIR, healthy(answers={"raw_milk": answer})).safety
        assert found.rules == ("R36",)
    assert checked(replace(RAW_KEFIR, marks=frozenset({"kimchi"})), healthy()).safety.rules == ()


ABOUTS = st.builds(
    lambda age, pregnant, answers: healthy(age_y=age, pregnant=pregnant, answers=answers),
    st.floats(min_value=1, max_value=95),
    st.sampled_from((True, False, None)),
    st.dictionaries(
        st.sampled_from(answer_ids(base().rules)), st.sampled_from(("yes", "no", "unknown")), max_size=4
    ),
)
WORDS = {
    Permit.ALLOW: "fits",
    Permit.ADJUST: "fits",
    Permit.ASK: "ask",
    Permit.ANSWER_FIRST: "answer_first",
    Permit.EXCLUDE: "exclude",
}


@given(ABOUTS, st.sampled_from(LABELS))
def test_the_safety_finding_is_the_permit_of_what_the_label_holds(about: About, label: Label) -> None:
    hits = evidence_match(label, base(), tables()).hits
    decided = permit(beside_label(about, label), as_item(label, tables(), hits), base().rules)
    found = safety(label, about, evidence=base(), tables=tables(), hits=hits)
    if any(True for _limit in limits_broken(label, tables(), age_y=about.age_y)):
        assert found.fit == "exclude"
    else:
        assert found.fit == WORDS[decided.permit]


@given(ABOUTS, st.sampled_from(LABELS), st.sampled_from(answer_ids(base().rules)))
def test_an_answer_of_yes_never_makes_the_finding_milder(about: About, label: Label, answer: str) -> None:
    no = replace(about, answers={**about.answers, answer: "no"})
    yes = replace(about, answers={**about.answers, answer: "yes"})
    assert ORDER.index(fit(label, yes)) >= ORDER.index(fit(label, no)) or fit(label, no) == "answer_first"


@given(ABOUTS, st.sampled_from(LABELS))
def test_whatever_is_withheld_names_its_rule(about: About, label: Label) -> None:
    found = checked(label, about).safety
    assert found.fit == "fits" or found.rules


def test_a_known_strain_is_judged_as_its_item(shared: Path) -> None:
    akkermansia = label_of(next(row for row in open_labels(shared) if row["id"] == "o12"))
    own = as_item(akkermansia, tables(), evidence_match(akkermansia, base(), tables()).hits)
    assert own.classes == item("T1").classes
    assert set(item("T1").contains) <= set(own.contains)
    assert "live_akkermansia" not in own.contains


@pytest.mark.parametrize(
    ("label", "classes"),
    [
        (probiotic(), ("LP",)),
        (probiotic(product_class="synbiotic", fibres=(Fibre(name="inulin"),)), ("LP", "FI")),
        (Label(product_class="unclear"), ("LP", "PI")),
        (probiotic(product_class="contradictory"), ("LP", "PI")),
        (RAW_KEFIR, ("FR",)),
        (replace(RAW_KEFIR, marks=frozenset({"kefir"})), ("FK",)),
        (replace(RAW_KEFIR, marks=frozenset({"kombucha"})), ("FR",)),
        (replace(RAW_KEFIR, marks=frozenset({"kombucha"}), count_guarantee=None), ("FK", "PI")),
        (probiotic(kind="food", allergens=("milk",)), ("LP", "FK")),
        (Label(product_class="medicine_lysate"), ("PI",)),
    ],
)
def test_a_product_obeys_every_class_that_it_may_be(label: Label, classes: tuple[str, ...]) -> None:
    assert classes_of(label, tables()) == classes


@pytest.mark.parametrize(
    ("label", "about", "rule"),
    [
        (probiotic(warnings=("adults_only",)), healthy(age_y=17.0), "label:adults_only"),
        (probiotic(warnings=("immunocompromised",)), healthy(), None),
        (
            probiotic(warnings=("not_pregnant_lactating",)),
            healthy(pregnant=True),
            "label:not_pregnant_lactating",
        ),
        (
            killed("Akkermansia muciniphila", "MucT", 3.2e10),
            healthy(age_y=15.0),
            "limit:Akkermansia muciniphila",
        ),
    ],
)
def test_the_labels_own_words_and_the_limit_of_an_age_count_too(
    label: Label, about: About, rule: str | None
) -> None:
    found = checked(label, about).safety
    if rule is None:
        assert found.fit == "fits"
    else:
        assert (found.fit, rule in found.rules) == ("exclude", True)


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        (probiotic(claims=(PrintedClaim(text="x", type="disease"),)), "disease_claim"),
        (probiotic(marks=frozenset({"premature_target"})), "premature_target"),
        (probiotic(marks=frozenset({"prescription_medicine"})), "prescription_medicine"),
        (Label(product_class="medicine_lysate"), "prescription_medicine"),
        (killed("Akkermansia muciniphila", "MucT", 3.41e10), "over_legal_limit"),
        (killed("Akkermansia muciniphila", None, 3.41e10), "over_legal_limit"),
        (killed("", "MucT", 3.41e10), "over_legal_limit"),
        (killed("Akkermansia muciniphila", None, 3.41e10, "unspecified"), "over_legal_limit"),
        (killed("Akkermansia muciniphila", None, 3.41e10, daily_total=Amount()), "over_legal_limit"),
    ],
)
def test_a_product_that_breaks_a_hard_rule_fits_nobody(label: Label, rule: str) -> None:
    found = checked(label, healthy())
    assert rule in found.hard
    assert found.verdict == "avoid"
    assert found.safety.fit == "exclude"


@pytest.mark.parametrize(
    "label",
    [
        killed("Akkermansia muciniphila", "MucT", 3.4e10),
        killed("Akkermansia muciniphila", "MucT", 9e10, "CFU"),
        killed("Akkermansia muciniphila", "MucT", 500.0, "mg"),
        probiotic(daily_total=Amount(amount=1e13, unit="CFU")),
        probiotic(warnings=("premature_ask_doctor",)),
    ],
)
def test_the_limit_itself_another_unit_or_a_warning_breaks_no_hard_rule(label: Label) -> None:
    assert hard_rules(label, tables()) == ()
