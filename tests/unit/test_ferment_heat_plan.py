"""The heat-kill planner: laws of Bigelow, numbers of the notes, and what the jar then holds."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.jar_cases import RECIPE

from biotica.engine.draws import Draws
from biotica.engine.serving import Serving
from biotica.errors import RecipeError
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.heat_kill import HeatRows, heat_rows, minutes_to_kill
from biotica.ferment.heat_plan import (
    TEMPERATURES_C,
    WHY_NO_ISAPP_TERM,
    Heating,
    HeatPlan,
    heat_plan,
    heated,
    read_heating,
)
from biotica.ferment.recipe import After, Recipe, Starter, read_recipe
from biotica.knowledge.ferments import load_ferments
from biotica.knowledge.load import load
from biotica.report.plan_codes import NO_TERM, SURVIVES

KNOWLEDGE = load()
FERMENTS = load_ferments(files("biotica") / "data" / "ferments")
MEMBERS = sorted({member for ferment in FERMENTS.values() for member in ferment.members})
DRAWS = Draws(count=40, seed=1)
CENTRAL = Draws(count=1, seed=1, central=True)
KEFIR = replace(RECIPE, course=((0.0, 22.0),))
YOGHURT = replace(
    KEFIR, ferment="yoghurt", hours=8.0, course=((0.0, 42.0),), starter=Starter(kind="backslop", amount=30.0)
)


@cache
def jar(recipe: Recipe = KEFIR) -> Forecast:
    return forecast(recipe, KNOWLEDGE, draws=20)


def planned(recipe: Recipe = KEFIR, heating: Heating | None = None) -> HeatPlan:
    return heat_plan(jar(recipe), KNOWLEDGE, heating or Heating(logs=9.0))


def minutes(member: str, temperatures_c: tuple[float, ...], logs: float, draws: Draws = DRAWS) -> np.ndarray:
    return minutes_to_kill(heat_rows(KNOWLEDGE, member), temperatures_c, np.full(draws.count, logs), draws)


@given(member=st.sampled_from(MEMBERS), cooler=st.floats(50, 99), warmer=st.floats(0.1, 40))
def test_a_warmer_core_never_needs_longer(member: str, cooler: float, warmer: float) -> None:
    time = minutes(member, (cooler, cooler + warmer), 9.0)
    assert (time[:, 1] < time[:, 0]).all()


@given(member=st.sampled_from(MEMBERS), logs=st.floats(0.1, 12), more=st.floats(0.1, 3))
def test_more_logs_need_proportionally_longer(member: str, logs: float, more: float) -> None:
    one, two = (minutes(member, (65.0, 72.0), n) for n in (logs, logs + more))
    assert (two > one).all()
    assert two == pytest.approx(one * (logs + more) / logs)


@pytest.mark.parametrize("recipe", [KEFIR, YOGHURT])
def test_the_whole_never_needs_less_than_any_group_nor_a_group_than_its_members(recipe: Recipe) -> None:
    plan = planned(recipe)
    for group in plan.groups:
        assert (plan.minutes_of() >= plan.minutes_of(group)).all()
    for one in plan.members:
        assert (plan.minutes_of(one.group) >= one.minutes).all()
    for at in range(len(TEMPERATURES_C)):
        named = next(one for one in plan.members if one.member == plan.most_resistant(at))
        assert np.mean(named.minutes[:, at] >= plan.minutes_of()[:, at]) > 0.0


def test_nine_logs_of_leuconostocs_take_what_the_notes_say() -> None:
    rows = heat_rows(KNOWLEDGE, "leuconostoc_mesenteroides")
    assert (rows.reference_c, rows.z_value.value) == (65.6, 5.0)

    def with_d(d_min: float) -> HeatRows:
        fixed = rows.d_value.model_copy(update={"value": d_min, "low": d_min, "high": d_min})
        return replace(rows, d_value=fixed)

    at = [
        minutes_to_kill(with_d(d), (65.6, 70.0), np.array([9.0]), CENTRAL)[0]
        for d in (rows.d_value.low, rows.d_value.high)
    ]
    assert [time[0] for time in at] == pytest.approx([4.5, 9.0])
    assert [time[1] for time in at] == pytest.approx([0.6, 1.2], abs=0.02)


def test_one_log_of_bulgaricus_at_65_degrees_is_near_the_ten_minutes_that_were_measured() -> None:
    assert minutes("lactobacillus_delbrueckii_bulgaricus", (65.0,), 1.0, CENTRAL)[0, 0] == pytest.approx(
        9.98, rel=0.08
    )


def test_the_most_resistant_of_yoghurt_at_65_degrees_is_bulgaricus() -> None:
    plan = planned(YOGHURT, Heating(logs=9.0, temperatures_c=(65.0,)))
    assert plan.most_resistant(0) == "lactobacillus_delbrueckii_bulgaricus"
    assert np.median(plan.minutes_of()) > 60.0


@pytest.mark.parametrize("member", MEMBERS)
def test_a_measured_row_of_a_member_or_its_guild_is_chosen_over_an_assumed_one(member: str) -> None:
    rows = heat_rows(KNOWLEDGE, member)
    same = [
        row
        for (name, _condition), row in KNOWLEDGE.parameters_of(member).items()
        if name == "heat_d_value_min" and row.member == rows.d_value.member
    ]
    if any(row.status == "measured" for row in same):
        assert rows.d_value.status == "measured"


def test_below_one_per_ml_asks_each_member_for_its_own_count() -> None:
    plan = planned(heating=Heating(logs=None, temperatures_c=(72.0,)))
    for one in plan.members:
        left = one.live_cfu_per_ml * 10.0**-one.logs
        assert (left <= 1.0 + 1e-9).all()
        assert (one.logs >= 0.0).all()


@given(logs=st.floats(0, 15))
def test_heating_moves_cells_from_living_to_dead_and_loses_none(logs: float) -> None:
    cells = Serving(volume_ml=1.0, live_mmol={"a": np.array([2.0]), "b": np.array([1.0])})
    made = heated(cells, {"a": np.array([logs])})
    assert made.live_mmol["a"] + made.dead_mmol["a"] == pytest.approx(2.0)
    assert made.live_mmol["a"] == pytest.approx(2.0 * 10.0**-logs)
    assert made.live_mmol["b"] == 1.0


def test_the_serving_after_heating_is_dead_and_gets_no_term() -> None:
    cold, hot = planned(heating=Heating(logs=0.1)), planned(heating=Heating(logs=15.0))
    assert "live" in cold.heated.kind
    assert "inactivated" in hot.heated.kind
    assert "live" not in hot.heated.kind
    serving = hot.to_contract()["serving"]
    assert isinstance(serving, dict)
    assert serving["isapp_term"] is None
    assert serving["isapp_why_not"] == list(WHY_NO_ISAPP_TERM)


def test_every_code_of_the_planner_has_words() -> None:
    contract = planned().to_contract()
    assert set(WHY_NO_ISAPP_TERM) == set(NO_TERM)
    assert set(contract["survives"]) == set(SURVIVES)  # type: ignore[call-overload]


def test_the_pathogen_of_a_challenge_is_no_part_of_the_plan() -> None:
    made = heat_plan(forecast(KEFIR, KNOWLEDGE, (), ("listeria", 1e3), draws=10), KNOWLEDGE, Heating())
    assert "listeria_monocytogenes" not in {one.member for one in made.members}


def test_the_temperatures_of_the_recipe_are_planned_beside_the_usual_ones() -> None:
    own = replace(KEFIR, after=(After(step="heat", temperature_c=68.0, hours=0.5),))
    assert read_heating(own, "auto").temperatures_c == (60.0, 65.0, 68.0, 72.0, 75.0, 80.0, 90.0)
    assert read_heating(own, "6", (70.0, 63.0, 70.0)) == Heating(logs=6.0, temperatures_c=(63.0, 70.0))


@pytest.mark.parametrize("text", ["0", "-3", "nan", "inf", "many", "", "99", "3,5", "x" * 5000])
def test_absurd_logs_are_refused(text: str) -> None:
    with pytest.raises(RecipeError) as caught:
        read_heating(KEFIR, text)
    assert caught.value.code == "bad_logs"
    assert len(caught.value.message) < 200


@pytest.mark.parametrize("degrees", [20.0, 101.0, float("nan"), float("inf"), -5.0])
def test_absurd_temperatures_are_refused(degrees: float) -> None:
    with pytest.raises(RecipeError) as caught:
        read_heating(KEFIR, "auto", (degrees,))
    assert caught.value.code == "bad_heating_temperature"


def test_a_jar_that_is_heated_anyway_is_planned_from_before_its_heating() -> None:
    hot = replace(KEFIR, after=(After(step="heat", temperature_c=75.0, hours=0.25),))
    before, heating = planned(), planned(hot)
    for cold, warm in zip(before.members, heating.members, strict=True):
        assert warm.live_cfu_per_ml == pytest.approx(cold.live_cfu_per_ml, rel=1e-3)
    assert "live" not in heating.heated.kind


def test_a_ferment_that_is_only_a_folder_can_be_planned_too(tmp_path: Path) -> None:
    shutil.copytree(Path(str(files("biotica"))) / "data", tmp_path / "data")
    folder = tmp_path / "data" / "ferments"
    shutil.copytree(folder / "water_kefir", folder / "tibicos")
    text = (folder / "tibicos" / "ferment.yaml").read_text(encoding="utf-8")
    (folder / "tibicos" / "ferment.yaml").write_text(text.replace("water_kefir", "tibicos"), encoding="utf-8")
    knowledge = load(tmp_path / "data")
    recipe = read_recipe(
        'ferment = "tibicos"\nvolume_ml = 1000\nhours = 24\ntemperature_c = {day = 24, night = 18}\n'
        'holiday_days = 7\n[starter]\nkind = "grains"\neetlepel = 5\n[share]\npart = 0.5\n',
        name="me.toml",
        ferments=load_ferments(folder),
    )
    seen = forecast(recipe, knowledge, draws=8)
    assert seen.checklist
    assert {finding.code for finding in seen.plan} >= {"holiday", "grains_share"}
    assert heat_plan(seen, knowledge, Heating(logs=6.0)).to_contract()["groups"]
