from __future__ import annotations

from dataclasses import replace

import pytest
from tests.permit_people import base, healthy, invented, item

from biotica.knowledge.rules import Medicine
from biotica.permit.about import About, Answer
from biotica.permit.decide import Permit, as_handled, permit, referral


def medicine(name: str) -> Medicine:
    return next(m for m in base().medicines if name in m.names)


def decided(about: About, item_id: str) -> Permit:
    return permit(about, item(item_id), base().rules).permit


@pytest.mark.parametrize(
    ("about", "item_id"),
    [
        (healthy(pregnant=True), "T1"),
        (healthy(lactating=True), "T1"),
        (healthy(age_y=11.9), "T1"),
        (healthy(medicines=(medicine("acenocoumarol"),)), "X9"),
        (healthy(answers={"central_line": "yes"}), "B4"),
        (healthy(medicines=(medicine("fluconazol"),)), "B4"),
        (healthy(answers={"swallowing": "yes"}), "F5"),
        (healthy(answers={"galactosaemia": "yes"}), "F3"),
        (healthy(answers={"galactosaemia": "yes"}), "F11"),
        (healthy(allergies=("gluten",)), "F14"),
        (healthy(allergies=("soy",)), "X7"),
        (healthy(allergies=("milk",)), "X3"),
        (healthy(pregnant=True), "X2"),
        (healthy(answers={"bowel_obstruction": "yes"}), "L4"),
        (healthy(answers={"phenylketonuria": "yes"}), "L4"),
        (healthy(), "B15"),
        (healthy(), "T12"),
        (healthy(), "T13"),
    ],
)
def test_an_item_named_in_a_rule_is_excluded(about: About, item_id: str) -> None:
    assert decided(about, item_id) is Permit.EXCLUDE


@pytest.mark.parametrize(
    ("about", "item_id", "expected"),
    [
        (healthy(age_y=12.0), "T1", Permit.ASK),
        (healthy(medicines=(medicine("fluconazol"),)), "B1", Permit.ADJUST),
        (healthy(answers={"swallowing": "yes"}), "F15", Permit.ASK),
        (healthy(answers={"galactosaemia": "yes"}), "F1", Permit.ASK),
        (healthy(answers={"ibs": "yes"}), "F1", Permit.ASK),
        (healthy(answers={"ibs": "yes"}), "F14", Permit.ADJUST),
        (healthy(allergies=("gluten",)), "F16", Permit.ASK),
        (healthy(allergies=("gluten",)), "F1", Permit.ALLOW),
        (healthy(allergies=("crustaceans",)), "X6", Permit.ASK),
        (healthy(allergies=None), "F14", Permit.ANSWER_FIRST),
        (healthy(medicines=(medicine("warfarine"),)), "L4", Permit.ADJUST),
        (healthy(medicines=(medicine("gliclazide"),)), "F14", Permit.ADJUST),
        (healthy(answers={"lactose_intolerance": "yes"}), "X3", Permit.ALLOW),
    ],
)
def test_an_item_beside_the_named_one_keeps_the_cell_of_its_class(
    about: About, item_id: str, expected: Permit
) -> None:
    assert decided(about, item_id) is expected


def test_two_rules_that_ask_about_one_class_withhold_it() -> None:
    about = healthy(answers={"autoimmune": "yes", "ibs": "yes"})
    verdict = permit(about, item("B1"), base().rules)
    assert verdict.permit is Permit.EXCLUDE
    assert [objection.rule for objection in verdict.deciding] == ["R16", "R35"]


def test_two_rules_that_ask_about_different_classes_of_an_item_still_ask() -> None:
    about = healthy(answers={"kidney_disease": "yes", "no_alcohol": "yes"})
    both = invented("LP", also_class=["FI"])
    assert permit(about, both, base().rules).permit is Permit.ASK


def test_one_asked_and_one_unknown_rule_are_not_two_cautions() -> None:
    about = healthy(answers={"autoimmune": "yes", "ibs": "unknown"})
    assert decided(about, "B1") is Permit.ANSWER_FIRST


def test_a_combination_inherits_the_strictest_cell_of_its_classes() -> None:
    about = healthy(answers={"sibo": "yes"})
    assert permit(about, invented("FI"), base().rules).permit is Permit.ASK
    assert permit(about, invented("FI", also_class=["LP"]), base().rules).permit is Permit.EXCLUDE


@pytest.mark.parametrize("answer", ["red_flag", "critical_illness", "born_preterm"])
def test_a_red_flag_refers(answer: str) -> None:
    assert referral(healthy(answers={answer: "yes"}), base().rules) is not None


def test_an_unknown_red_flag_withholds_everything_but_doing_nothing() -> None:
    about = healthy(answers={"red_flag": "unknown"})
    assert referral(about, base().rules) is None
    for thing in base().items:
        permitted = permit(about, thing, base().rules).permit <= Permit.ADJUST
        assert permitted == thing.comparator, thing.id


@pytest.mark.parametrize(
    ("raw_milk", "heated", "expected"),
    [("no", True, "FK"), ("no", False, "FR"), ("yes", True, "FR"), ("unknown", True, "FR")],
)
def test_home_kefir_counts_as_heated_only_if_the_milk_is_and_no_raw_milk_is_used(
    raw_milk: Answer, heated: bool, expected: str
) -> None:
    about = healthy(answers={"raw_milk": raw_milk})
    assert as_handled(item("X2"), about, milk_heated=heated).item_class == expected


@pytest.mark.parametrize("heated", [True, False])
def test_home_kefir_is_removed_in_pregnancy_whatever_its_milk(heated: bool) -> None:
    about = healthy(pregnant=True)
    kefir = as_handled(item("X2"), about, milk_heated=heated)
    assert permit(about, kefir, base().rules).permit is Permit.EXCLUDE


def test_a_medicine_that_weakens_immunity_overrides_the_answer_no() -> None:
    about = healthy(medicines=(medicine("methotrexaat"),))
    assert decided(about, "B1") is Permit.EXCLUDE


def test_prednisolone_leaves_the_question_to_the_answer() -> None:
    told = healthy(medicines=(medicine("prednisolon"),))
    asked = replace(told, answers={**told.answers, "weakened_immunity": "unknown"})
    assert decided(told, "B1") is Permit.ALLOW
    assert decided(asked, "B1") is Permit.ANSWER_FIRST


def test_a_medicine_that_nobody_knows_makes_every_medicine_rule_unknown() -> None:
    about = healthy(unknown_medicines=("foobarine",))
    objections = permit(about, item("F14"), base().rules).objections
    assert {(o.permit, o.to_answer) for o in objections} == {(Permit.ANSWER_FIRST, ("medicines",))}
    assert decided(about, "F14") is Permit.ANSWER_FIRST
    assert decided(about, "M2") is Permit.ALLOW  # no medicine rule touches metabolites


def test_a_rule_from_memory_still_excludes_but_shows_no_source() -> None:
    verdict = permit(healthy(answers={"gut_surgery": "yes"}), item("B1"), base().rules)
    assert verdict.permit is Permit.EXCLUDE
    assert verdict.deciding[0].sources == ()
    assert verdict.deciding[0].read_level == "memory"


def test_above_75_is_frail_whatever_was_answered() -> None:
    assert decided(healthy(age_y=76.0), "B1") is Permit.ASK
    assert decided(healthy(age_y=75.0), "B1") is Permit.ALLOW


def test_a_rule_of_a_known_medicine_stays_open_beside_a_name_that_nobody_knows() -> None:
    known = healthy(medicines=(medicine("warfarine"),))
    both = replace(known, unknown_medicines=("foobarine",))
    assert decided(known, "L4") is Permit.ADJUST
    assert decided(both, "L4") is Permit.ANSWER_FIRST  # naming warfarin opens nothing that foobarine closed
    verdict = permit(both, item("L4"), base().rules)
    assert [objection.to_answer for objection in verdict.deciding] == [("medicines",)]


def test_two_cautions_stay_two_cautions_beside_a_name_that_nobody_knows() -> None:
    about = healthy(answers={"autoimmune": "yes"}, medicines=(medicine("warfarine"),))
    assert decided(about, "B1") is Permit.EXCLUDE
    assert decided(replace(about, unknown_medicines=("foobarine",)), "B1") is Permit.EXCLUDE


@pytest.mark.parametrize("name", ["oxycodon", "loperamide", "oxybutynine", "amitriptyline"])
def test_a_medicine_that_slows_the_bowel_asks_about_gel_forming_powders_only(name: str) -> None:
    about = healthy(medicines=(medicine(name),))
    assert [decided(about, ident) for ident in ("F5", "F6", "F8")] == [Permit.ASK] * 3
    assert decided(about, "F14") is Permit.ALLOW


def test_a_way_of_living_is_withheld_from_those_whom_it_could_harm() -> None:
    insulin = next(m for m in base().medicines if "R26" in m.rules)
    assert decided(healthy(medicines=(insulin,)), "L14") is Permit.EXCLUDE
    assert decided(healthy(medicines=(insulin,)), "L5") is Permit.ASK
    assert decided(healthy(pregnant=True), "L20") is Permit.EXCLUDE
    assert decided(healthy(answers={"gut_surgery": "yes"}), "L20") is Permit.EXCLUDE
    assert decided(healthy(answers={"frail": "yes"}), "L8") is Permit.ASK
    assert decided(healthy(answers={"kidney_disease": "yes"}), "L9") is Permit.ASK
    assert decided(healthy(allergies=("milk",)), "L15") is Permit.EXCLUDE
    assert decided(healthy(answers={"ibs": "yes"}), "L16") is Permit.ASK
    assert decided(healthy(age_y=10.0), "L10") is Permit.ASK


@pytest.mark.parametrize("item_id", ["L6", "L7", "L11", "L12", "L17", "L18", "L19", "L20"])
def test_what_turns_on_something_that_is_not_asked_goes_to_the_doctor_first(item_id: str) -> None:
    assert decided(healthy(), item_id) is Permit.ASK


@pytest.mark.parametrize("item_id", ["L5", "L8", "L9", "L10", "L13", "L15", "L16"])
def test_a_healthy_adult_may_try_the_other_ways_of_living(item_id: str) -> None:
    assert decided(healthy(), item_id) is Permit.ALLOW
