"""What is told beside the verdict: an early gate, the grains, the checklist, a starter that looks wrong."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.test_ferment_verdict import KEFIR, RECIPE, falling, outlook, stored

from biotica.ferment.grain_care import LOOKS, GrainRest, Handed
from biotica.ferment.outlook import Outlook
from biotica.ferment.plan_findings import PLAN_CODES, before_the_first, plan_findings
from biotica.ferment.readings import Reading
from biotica.ferment.recipe import Recipe, Starter
from biotica.ferment.verdict import Finding, verdict
from biotica.knowledge.ferments import load_ferments
from biotica.report.plan_codes import PLAN

FERMENTS = load_ferments(files("biotica") / "data" / "ferments")


def plan(recipe: Recipe = RECIPE, seen: Outlook | None = None) -> dict[str, Finding]:
    found = plan_findings(recipe, KEFIR, seen or outlook(falling(4.3)))
    return {finding.code: finding for finding in found}


def test_every_plan_code_has_a_sentence_and_the_sentences_no_others() -> None:
    assert set(PLAN) == set(PLAN_CODES)


def test_an_ordinary_jar_has_nothing_beside_its_verdict() -> None:
    assert plan() == {}


def test_a_weight_is_said_to_teach_nothing() -> None:
    weighed = (Reading(row=2, time_h=0, ph=6.6, weight_g=520.0),)
    assert set(plan(seen=outlook(falling(4.3), readings=weighed))) == {"weight_unused"}


@given(hours=st.floats(5.0, 60.0))
def test_the_early_gate_warns_when_ph_5_comes_after_18_hours(hours: float) -> None:
    seen = outlook(falling(4.3, hours))
    median_h = hours * (6.6 - 5.0) / (6.6 - 4.3)
    assert ("ph_5_late" in plan(seen=seen)) == (median_h > 18.0)


def test_a_forecast_shorter_than_the_early_gate_says_nothing_of_it() -> None:
    seen = outlook(falling(6.0))
    short = replace(seen, times_h=seen.times_h[:20], ph=seen.ph[:, :20])
    assert plan(seen=short) == {}


@pytest.mark.parametrize("kind", ["fridge", "freezer", "dried", "milk_change"])
def test_a_rest_is_told_and_a_rest_of_no_days_is_not(kind: str) -> None:
    rest = GrainRest(kind=kind, days=3.0)  # type: ignore[arg-type]
    assert plan(replace(RECIPE, grain_rest=rest)).keys() == {f"grains_{kind}"}
    assert plan(replace(RECIPE, grain_rest=replace(rest, days=0.0))) == {}


def test_a_holiday_says_its_days() -> None:
    rest = GrainRest(kind="fridge", days=14.0, holiday=True)
    assert plan(replace(RECIPE, grain_rest=rest))["holiday"].values == {"days": 14.0}


def test_the_receiver_of_shared_grains_gets_the_rest_and_the_usual_milk() -> None:
    kept = replace(RECIPE, starter=Starter(kind="grains", amount=45.0))
    shared = replace(kept, handed=Handed(kind="share", parts=2, kept_share=0.75))
    values = plan(shared)["grains_share"].values
    assert values["total_g"] == pytest.approx(60.0)
    assert values["given_g"] == pytest.approx(15.0)
    assert values["liquid_ml"] == pytest.approx(15.0 / 50.0 * 1000.0)


def test_the_parts_of_split_grains_are_all_of_them() -> None:
    kept = replace(RECIPE, starter=Starter(kind="grains", amount=20.0))
    split = replace(kept, handed=Handed(kind="split", parts=3, kept_share=1 / 3))
    values = plan(split)["grains_split"].values
    assert float(str(values["given_g"])) * 3 == pytest.approx(values["total_g"])


@pytest.mark.parametrize("looks", [word for word in LOOKS if word != "normal"])
def test_a_starter_that_looks_wrong_is_thrown_away_however_good_the_forecast(looks: str) -> None:
    bad = replace(RECIPE, starter=Starter(kind="grains", amount=25.0, looks=looks))
    seen = outlook(falling(4.3), storage=stored(4.2))
    good_codes = {finding.code for finding in verdict(RECIPE, KEFIR, seen)}
    bad_codes = {finding.code for finding in verdict(bad, KEFIR, seen)}
    assert {"ready_at", "keeps_until"} <= good_codes
    assert "contaminated_start" in bad_codes - good_codes
    assert not bad_codes & {"ready_at", "keeps_until"}


@pytest.mark.parametrize("ferment", sorted(FERMENTS))
def test_the_checklist_comes_before_the_first_jar_only(ferment: str) -> None:
    made, reading = FERMENTS[ferment], (Reading(row=2, time_h=1.0, ph=6.5),)
    assert before_the_first(RECIPE, made, ()) == made.checklist
    assert made.checklist
    assert before_the_first(RECIPE, made, reading) == ()
    assert before_the_first(replace(RECIPE, first=False), made, ()) == ()


def test_times_of_the_helper_reach_past_the_gate() -> None:
    assert np.ptp(outlook(falling(4.3)).times_h) > 24.0
