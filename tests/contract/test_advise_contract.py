"""The JSON of a plan has the keys and types of the sample contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.permit_people import base, healthy

from biotica.advise.blend import SimulatedBlend, blends_to_try
from biotica.advise.contract import Language, to_contract
from biotica.advise.effect import Effect
from biotica.advise.plan import advise
from biotica.permit.about import read_about

GRADES = {"high", "moderate", "low", "very_low", "none"}
ACTIONS = {"baseline", "start", "raise", "hold", "back_off", "stop", "washout", "measure"}


@pytest.fixture(scope="module")
def sample(shared: Path) -> dict[str, Any]:
    text = (shared / "contracts/advise.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def ours(shared: Path) -> dict[str, Any]:
    text = (shared / "contracts/about.toml").read_text(encoding="utf-8")
    about = read_about(text, rules=base().rules, medicines=base().medicines)
    gain = Effect(
        metabolite="butyrate",
        unit="mmol_per_day",
        stage="gut_14_d",
        median=2.0,
        low=0.1,
        high=5.0,
        probability_of_gain=0.9,
    )
    gains = {"F4": gain, "F15": gain, "M2": gain}
    first = advise(about, base().items, base().rules, gains)
    blends = [
        SimulatedBlend(blend=blend, effect=gain, probability_better_than_best_part=0.6)
        for blend in blends_to_try((*first.ranked, *first.adjust))
    ]
    plan = advise(
        about, base().items, base().rules, gains, stop_rules=base().stop_rules, simulated_blends=blends
    )
    written: dict[str, Any] = json.loads(json.dumps(to_contract(plan, language="nl")))
    return written


def kinds(value: object) -> type:
    return float if isinstance(value, int) and not isinstance(value, bool) else type(value)


def check(expected: object, found: object, path: str) -> None:
    """Every key of the sample is there, with a value of its type; null fits anything."""
    if expected is None or found is None:
        return
    assert kinds(found) is kinds(expected), path
    if isinstance(expected, dict) and isinstance(found, dict) and not path.endswith("values"):
        assert set(expected) <= set(found), (path, set(expected) - set(found))
        for key in expected:
            check(expected[key], found[key], f"{path}.{key}")
    if isinstance(expected, list) and isinstance(found, list) and expected:
        for index, entry in enumerate(found):
            check(expected[-1], entry, f"{path}[{index}]")


def test_every_key_of_the_sample_is_there_with_its_type(sample: dict[str, Any], ours: dict[str, Any]) -> None:
    check(sample, ours, "plan")


def test_every_list_of_the_sample_has_something_in_it(sample: dict[str, Any], ours: dict[str, Any]) -> None:
    for key, value in sample.items():
        if isinstance(value, list):
            assert ours[key], key


def test_the_places_of_the_sample_are_ours_too(ours: dict[str, Any]) -> None:
    def found(key: str) -> dict[str, dict[str, Any]]:
        return {entry["id"]: entry for entry in ours[key]}

    assert {"L3", "M2"} <= set(found("ranked"))
    assert found("ranked")["L3"]["name"] == "Niets doen en opnieuw testen"
    assert found("adjust")["F14"]["rules"] == ["R26"]
    assert found("adjust")["F14"]["adjust"]["code"] == "slow_ramp"
    assert found("adjust")["F14"]["adjust"]["values"] == {"start_g_per_day": 3, "step_g_per_week": 3}
    assert (found("ask_first")["B24"]["rules"], found("ask_first")["B24"]["ask"]) == (["R24"], "doctor")
    assert found("answer_first")["T2"]["answers"] == ["phenylketonuria"]
    assert found("removed")["X1"]["rules"] == ["R24"]
    assert found("removed")["X1"]["reason"]["code"] == "ethanol"
    assert found("removed")["X1"]["sources"] == []


def test_words_of_the_plan_are_those_of_the_contract(ours: dict[str, Any]) -> None:
    for entry in (*ours["ranked"], *ours["adjust"]):
        assert entry["grade"] in GRADES
        assert entry["tolerance"]["level"] in {"none", "low", "medium", "high"}
    assert {step["action"] for step in ours["steps"]} <= ACTIONS
    assert all(entry["rules"] for entry in ours["removed"])
    assert {blend["kind"] for blend in ours["blends"]} <= {"complementary", "synergistic"}


def test_an_item_stands_in_one_list_only(ours: dict[str, Any]) -> None:
    places = ("ranked", "adjust", "ask_first", "answer_first", "removed", "set_aside")
    listed = [entry["id"] for place in places for entry in ours[place]]
    assert sorted(listed) == sorted({item.id for item in base().items if item.option})


def test_a_referral_is_written_with_empty_lists() -> None:
    plan = to_contract(advise(healthy(answers={"red_flag": "yes"}), base().items, base().rules))
    assert plan["referral"] == {"rules": ["R17"], "code": "doctor_first"}
    assert not any(value for value in plan.values() if isinstance(value, list))


def test_two_cautions_are_named_as_the_reason() -> None:
    about = healthy(answers={"autoimmune": "yes", "ibs": "yes"})
    plan = to_contract(advise(about, base().items, base().rules))
    removed = next(entry for entry in plan["removed"] if entry["id"] == "B1")
    assert removed["reason"] == {"code": "two_cautions", "values": {"rules": ["R16", "R35"]}}


@pytest.mark.parametrize(("language", "name"), [("nl", "Psylliumvezel"), ("en", "Psyllium")])
def test_names_follow_the_language(language: Language, name: str) -> None:
    plan = to_contract(advise(healthy(), base().items, base().rules), language=language)
    assert name in [entry["name"] for entry in plan["ranked"]]


def test_every_removal_says_rule_reason_source_and_date() -> None:
    about = healthy(answers={"autoimmune": "yes", "ibs": "yes", "gut_surgery": "yes"})
    plan = to_contract(advise(about, base().items, base().rules))
    known = {rule.id: rule for rule in base().rules}
    assert len(plan["removed"]) > 20
    for entry in plan["removed"]:
        assert [said["rule"] for said in entry["objections"]] == entry["rules"]
        for said in entry["objections"]:
            rule = known[said["rule"]]
            assert (said["code"], said["date"]) == (rule.reason_code, rule.date.isoformat())
            assert said["sources"] == list(rule.shown_sources)
            assert said["sources"] or said["read_level"] == "memory"


def test_a_medicine_that_nobody_knows_is_shown_back() -> None:
    text = 'goal = "fibre"\nmedicines = ["warfarien", "foobarine"]\n[person]\nage_y = 44\n'
    about = read_about(text, rules=base().rules, medicines=base().medicines)
    plan = to_contract(advise(about, base().items, base().rules))
    assert plan["unknown_medicines"] == [
        {"name": "warfarien", "did_you_mean": "warfarin"},
        {"name": "foobarine", "did_you_mean": None},
    ]


def test_a_step_says_how_the_item_is_taken_where_no_dose_can() -> None:
    levothyroxine = next(m for m in base().medicines if m.inn == "levothyroxine")
    plan = to_contract(advise(healthy(medicines=(levothyroxine,)), base().items, base().rules))
    start = next(step for step in plan["steps"] if step["action"] == "start")
    if start["id"] in [entry["id"] for entry in plan["adjust"]]:
        assert [adjust["code"] for adjust in start["adjust"]] == ["spacing"]
    assert all(step["adjust"] == [] for step in plan["steps"] if step["action"] != "start")
