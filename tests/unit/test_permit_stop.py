from __future__ import annotations

import pytest
from tests.permit_people import base, healthy, item

from biotica.errors import InputError
from biotica.knowledge.rules import ACTIONS
from biotica.permit.stop import Stop, signs_to_watch, stop

ITEMS = [item(ident) for ident in ("F5", "X1", "X5", "T1", "B1", "T15", "L1")]


def stopped(*signs: str, steps_back: int = 0) -> Stop:
    found = stop(signs, base().stop_rules, steps_back=steps_back)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sign", "stops", "action", "for_good"),
    [
        ("D1", "plan", "doctor_today", False),  # fever
        ("D2", "plan", "doctor_today", False),  # blood
        ("D3", "plan", "doctor_now", False),  # severe pain
        ("D4", "plan", "doctor_today_and_never_again", True),  # hives
        ("D5", "plan", "emergency", True),
        ("D6", "plan", "doctor_today", False),
        ("D7", "plan", "doctor_now", False),
        ("D8", "item", "emergency_if_blocked", False),
        ("D9", "plan", "doctor", False),
        ("D10", "plan", "doctor_now", False),
        ("D11", "ferment", "doctor_now", False),
        ("D12", "item", "treat_low_sugar", False),
        ("D13", "plan", "appointment", False),
        ("D14", "step", "step_back", False),
        ("D15", "pause", "answer_again", False),
    ],
)
def test_a_sign_stops_what_its_row_says_and_sends_there(
    sign: str, stops: str, action: str, for_good: bool
) -> None:
    found = stopped(sign)
    assert (found.stops, found.rules[0].action, found.for_good) == ((stops,), action, for_good)


def test_every_sign_of_the_table_is_tested() -> None:
    assert [rule.id for rule in base().stop_rules] == [f"D{number}" for number in range(1, 16)]
    assert {rule.action for rule in base().stop_rules} == set(ACTIONS)


@pytest.mark.parametrize("sign", ["D1", "D2", "D3", "D4", "D15"])
def test_fever_blood_pain_hives_and_a_new_situation_end_every_item(sign: str) -> None:
    assert stopped(sign).ended(ITEMS, under_way=["F5"]) == tuple(sorted(i.id for i in ITEMS))


def test_a_sign_on_ferments_ends_the_ferments_only() -> None:
    assert stopped("D11").ended(ITEMS) == ("T15", "X1", "X5")


def test_a_sign_on_one_item_ends_that_one_and_all_if_it_is_not_known_which() -> None:
    assert stopped("D8").ended(ITEMS, under_way=["F5"]) == ("F5",)
    assert stopped("D8").ended(ITEMS) == tuple(sorted(i.id for i in ITEMS))


def test_a_step_back_ends_nothing_and_the_second_ends_the_item() -> None:
    assert stopped("D14", steps_back=1).ended(ITEMS, under_way=["F5"]) == ()
    assert stopped("D14", steps_back=2).ended(ITEMS, under_way=["F5"]) == ("F5",)


def test_signs_on_a_ferment_and_on_an_item_end_both() -> None:
    assert stopped("D8", "D11").ended(ITEMS, under_way=["F5"]) == ("F5", "T15", "X1", "X5")


def test_several_signs_give_the_widest_stop_first_and_the_most_urgent_action_first() -> None:
    found = stopped("D14", "D5", "D8", "D1", "D5")
    assert [rule.id for rule in found.rules] == ["D5", "D8", "D1", "D14"]
    assert (found.stops, found.for_good) == (("plan", "item", "step"), True)


def test_one_more_sign_never_stops_less() -> None:
    signs = [rule.id for rule in base().stop_rules]
    for one in signs:
        for other in signs:
            both = set(stopped(one, other).ended(ITEMS, under_way=["F5"]))
            assert both >= set(stopped(one).ended(ITEMS, under_way=["F5"])), (one, other)


def test_no_sign_stops_nothing_and_an_unknown_one_is_refused() -> None:
    assert stop((), base().stop_rules) is None
    with pytest.raises(InputError, match="D99"):
        stop(["D1", "D99"], base().stop_rules)


@pytest.mark.parametrize(("name", "sign"), [("moclobemide", "D11"), ("gliclazide", "D12")])
def test_a_sign_of_one_rule_is_shown_to_whom_it_holds_or_is_not_known(name: str, sign: str) -> None:
    medicine = next(m for m in base().medicines if m.inn == name)
    for about, shown in [
        (healthy(), False),
        (healthy(medicines=(medicine,)), True),
        (healthy(medicines=None), True),
    ]:
        watched = {rule.id for rule in signs_to_watch(base().stop_rules, base().rules, about)}
        assert (sign in watched) is shown


def test_a_sign_that_is_not_shown_counts_all_the_same() -> None:
    assert stopped("D11").rules[0].action == "doctor_now"


def test_a_stop_rule_says_how_it_was_read_and_when() -> None:
    for rule in base().stop_rules:
        assert rule.date
        assert (rule.read_level == "memory") == (not rule.source)
