from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from tests.permit_people import base, healthy

from biotica.advise.blend import SimulatedBlend, blends_to_try
from biotica.advise.effect import Effect
from biotica.advise.plan import Plan, adjustments_of, advise, as_taken
from biotica.advise.ramp import steps
from biotica.errors import ModelError
from biotica.knowledge.evidence import GOALS, Goal
from biotica.knowledge.grade import Grade
from biotica.permit.about import About


def effect(median: float, low: float, high: float) -> Effect:
    return Effect(
        metabolite="butyrate",
        unit="mmol_per_day",
        stage="gut_14_d",
        median=median,
        low=low,
        high=high,
        probability_of_gain=0.8,
    )


def plan(
    about: About,
    simulated: dict[str, Effect] | None = None,
    *,
    simulated_blends: Sequence[SimulatedBlend] = (),
    milk_heated: bool = False,
) -> Plan:
    return advise(
        about,
        base().items,
        base().rules,
        simulated,
        stop_rules=base().stop_rules,
        simulated_blends=simulated_blends,
        milk_heated=milk_heated,
    )


def ids(found: Plan) -> list[str]:
    return [candidate.item.id for candidate in found.ranked]


@pytest.mark.parametrize("goal", GOALS)
def test_a_healthy_adult_gets_at_least_twelve_options_for_every_goal(goal: Goal) -> None:
    assert len(plan(healthy(goal=goal)).ranked) >= 12


@pytest.mark.parametrize("goal", GOALS)
def test_doing_nothing_is_always_ranked_once(goal: Goal) -> None:
    assert ids(plan(healthy(goal=goal))).count("L3") == 1


@pytest.mark.parametrize("goal", GOALS)
def test_without_a_simulation_grades_fall_down_the_list(goal: Goal) -> None:
    grades = [c.grading.grade for c in plan(healthy(goal=goal)).ranked if c.is_above_the_line]
    assert grades == sorted(grades, reverse=True)


def test_an_item_whose_interval_includes_zero_stands_below_doing_nothing() -> None:
    found = ids(plan(healthy(), {"F1": effect(2, -0.1, 5), "F5": effect(1, 0.1, 3)}))
    assert found.index("F5") < found.index("L3") < found.index("F1")


def test_grade_comes_before_gain_and_gain_before_tolerance() -> None:
    gains = {"F1": effect(1, 0.5, 2), "F5": effect(9, 8, 12), "F14": effect(3, 2, 5)}
    found = ids(plan(healthy(), gains))
    assert found.index("F1") < found.index("F5") < found.index("F14")


def test_tolerance_then_cost_decide_between_equals() -> None:
    found = plan(healthy(goal="lactose"))
    below = [c for c in found.ranked if not c.is_above_the_line and not c.item.comparator]
    keys = [
        ({"none": 0, "low": 1, "medium": 2, "high": 3}[c.item.tolerance.level], c.item.cost.eur_per_month)
        for c in below
        if c.grading.bearing is None and c.item.cost is not None
    ]
    assert keys == sorted(keys)


def test_the_order_joins_ranked_and_adjusted_items_around_doing_nothing() -> None:
    found = plan(healthy(answers={"ibs": "yes"}))
    assert sorted(found.order) == sorted(c.item.id for c in (*found.ranked, *found.adjust))
    line = found.order.index("L3")
    places = {c.item.id: c.is_above_the_line for c in (*found.ranked, *found.adjust)}
    assert all(places[name] for name in found.order[:line])
    assert not any(places[name] for name in found.order[line + 1 :])
    assert "F14" in found.order[:line]


def test_an_item_that_made_the_goal_worse_never_stands_above_doing_nothing() -> None:
    found = ids(plan(healthy(goal="comfort_gas"), {"F1": effect(5, 4, 6)}))
    assert found.index("L3") < found.index("F1")


def test_an_item_without_evidence_on_the_goal_stays_ranked_with_grade_none() -> None:
    found = {c.item.id: c.grading.grade for c in plan(healthy(goal="lactose")).ranked}
    assert found["F8"] is Grade.NONE


def test_the_goal_decides_the_first_place() -> None:
    first = {goal: ids(plan(healthy(goal=goal)))[0] for goal in GOALS}
    assert first["stool_regularity"] == "F1"
    assert first["lactose"] == "X3"
    assert first["fibre"] == "F14"
    assert first["kefir_habit"] in {"X1", "X2"}


def test_fibre_is_raised_by_three_grams_a_week() -> None:
    taken = [(s.week, s.dose) for s in plan(healthy()).steps if s.action in {"start", "raise"}]
    assert taken == [(3, 3.0), (4, 6.0), (5, 9.0), (6, 12.0)]


def test_a_sensitive_gut_is_raised_by_two_grams_a_week() -> None:
    steps = plan(healthy(answers={"ibs": "yes"}, budget_eur_per_month=5)).steps
    taken = [(s.item, s.week, s.dose) for s in steps if s.action in {"start", "raise"}]
    assert taken == [("F14", w, d) for w, d in [(3, 2.0), (4, 4.0), (5, 6.0), (6, 8.0), (7, 10.0)]]


def test_a_kefir_is_raised_from_thirty_millilitres_by_days() -> None:
    steps = plan(healthy(goal="kefir_habit", dislikes=("shop",)), milk_heated=True).steps
    taken = [(s.day - 14, s.dose) for s in steps if s.action in {"start", "raise"}]
    assert steps[1].unit == "ml_per_day"
    assert taken == [(1, 30.0), (4, 60.0), (8, 120.0), (15, 200.0)]


def test_a_plan_looks_first_and_measures_last() -> None:
    steps = plan(healthy()).steps
    assert (steps[0].week, steps[0].action, steps[0].item) == (1, "baseline", None)
    assert steps[-1].action == "measure"
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    assert {step.item for step in steps} == {None, "F1"}


def test_with_nothing_to_start_the_plan_is_to_test_again() -> None:
    steps = plan(healthy(goal="variety", budget_eur_per_month=0)).steps
    assert [step.action for step in steps] == ["baseline", "measure"]


def test_the_budget_moves_the_first_step_but_removes_nothing() -> None:
    rich, poor = plan(healthy()), plan(healthy(budget_eur_per_month=5))
    assert [s.item for s in rich.steps[1:2]] == ["F1"]
    assert [s.item for s in poor.steps[1:2]] == ["F14"]
    assert ids(rich) == ids(poor)


def test_diet_and_dislikes_set_items_aside_with_the_word_that_says_so() -> None:
    found = plan(healthy(diet="vegan", dislikes=("Zuurkool",)))
    aside = {a.item.id: (a.code, a.word) for a in found.set_aside}
    assert aside["X3"] == ("diet", "milk")
    assert aside["X5"] == ("dislike", "Zuurkool")
    assert not set(aside) & set(ids(found))


def test_a_red_flag_leaves_no_list() -> None:
    found = plan(healthy(answers={"red_flag": "yes"}))
    assert found.referral is not None
    assert (found.referral.rules, found.referral.code) == (("R17",), "doctor_first")
    lists = (found.ranked, found.adjust, found.ask_first, found.answer_first, found.removed, found.steps)
    assert not any(lists)


def test_a_stop_sign_of_one_medicine_is_shown_to_its_takers_only() -> None:
    gliclazide = next(m for m in base().medicines if m.inn == "gliclazide")
    assert "D12" not in plan(healthy()).stop_rules
    assert "D12" in plan(healthy(medicines=(gliclazide,))).stop_rules


def test_blends_hold_only_permitted_fibres_at_tested_doses() -> None:
    about = healthy(goal="butyrate_production")
    gains = {"F4": effect(5, 1, 9), "F15": effect(2, 0.5, 3), "F3": effect(1, 0.1, 2), "B1": effect(9, 1, 10)}
    candidates = plan(about, gains).ranked
    blends = blends_to_try(candidates)
    doses = {c.item.id: c.item.dose for c in candidates}
    assert {blend.key for blend in blends} >= {("F15", "F4"), ("F3", "F4"), ("F15", "F3", "F4")}
    assert not any("B1" in blend.key for blend in blends)
    for blend in blends:
        for part in blend.parts:
            tested = doses[part.item]
            assert tested is not None
            assert tested.low <= part.dose <= tested.high


def test_a_blend_with_a_withheld_part_is_dropped() -> None:
    about = healthy(goal="butyrate_production")
    gains = {"F4": effect(5, 1, 9), "F3": effect(1, 0.1, 2)}
    blend = blends_to_try(plan(about, gains).ranked)[0]
    tried = [SimulatedBlend(blend=blend, effect=effect(6, 2, 9), probability_better_than_best_part=0.6)]
    assert plan(about, gains, simulated_blends=tried).blends == tuple(tried)
    milk = replace(about, allergies=("milk",))  # F3 is made from milk sugar
    assert plan(milk, gains, simulated_blends=tried).blends == ()


def test_without_a_simulation_there_are_no_blends() -> None:
    assert blends_to_try(plan(healthy()).ranked) == ()
    assert plan(healthy()).blends == ()


def test_an_effect_out_of_order_is_refused() -> None:
    with pytest.raises(ModelError):
        effect(1, 2, 3)


ADJUSTED = [
    {"answers": {"ibs": "yes"}},
    {"answers": {"frail": "yes"}},
    {"answers": {"histamine_intolerance": "yes"}},
    {"allergies": ("milk",)},
    *({"medicines": (m,)} for m in base().medicines if m.rules and "R33" not in m.rules),
]


@pytest.mark.parametrize("told", ADJUSTED[:4] + ADJUSTED[4::12])
def test_every_adjustment_of_an_item_is_kept_by_its_steps(told: dict[str, Any]) -> None:
    for candidate in plan(healthy(goal="fibre", **told)).adjust:
        adjustments = adjustments_of(candidate)
        assert adjustments
        taken = [step for step in steps(candidate, "fibre", adjustments) if step.item]
        dose = candidate.item.dose
        if dose is None:
            continue
        share = min(float(a.values.get("dose_share", 1.0)) for a in adjustments)
        assert max(step.dose or 0.0 for step in taken) <= dose.low * share + 1e-9
        climb = [step for step in taken if step.action in {"start", "raise"}]
        if dose.unit == "g" and candidate.item.kind in {"fibre", "food"}:
            slow = [a.values for a in adjustments if a.code == "slow_ramp"]
            assert all((climb[0].dose or 0.0) <= float(values["start_g_per_day"]) for values in slow)
            for one, other in pairwise(climb):
                rise = (other.dose or 0.0) - (one.dose or 0.0)
                assert all(rise <= float(values["step_g_per_week"]) + 1e-9 for values in slow)
                assert other.day - one.day >= 7
        beside = {a.code for a in adjustments} - {"smaller_dose", "slow_ramp"}
        assert {adjustment.code for adjustment in climb[0].adjust} == beside


def test_a_smaller_dose_is_what_is_simulated() -> None:
    found = plan(healthy(answers={"ibs": "yes"}))
    tributyrin = next(c for c in found.adjust if c.item.id == "M2")
    before, after = tributyrin.item.dose, as_taken(tributyrin).dose
    assert before is not None
    assert after is not None
    assert (after.low, after.high) == (0.5 * before.low, 0.5 * before.high)
    assert after.status == "assumed"
    psyllium = next(c for c in found.adjust if c.item.id == "F5")
    assert as_taken(psyllium) == psyllium.item  # slower, not smaller


def test_no_rule_makes_a_fibre_smaller_so_that_blends_keep_their_doses() -> None:
    smaller = [r.id for r in base().rules if (a := r.cells["FI"].adjust) and a.code == "smaller_dose"]
    assert smaller == []


def test_a_red_flag_leaves_no_steps_and_no_signs() -> None:
    found = plan(healthy(answers={"red_flag": "yes"}))
    assert (found.steps, found.ranked, found.adjust, found.blends, found.stop_rules) == ((), (), (), (), ())
