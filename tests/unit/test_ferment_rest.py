"""Rested grains: nothing for no days, never faster for more days, and a jar that feels it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.engine.draws import Draws
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.grain_care import REST_KINDS, GrainRest, RestKind
from biotica.ferment.recipe import Milk, Recipe, Starter
from biotica.ferment.rest import rested
from biotica.ferment.steps import plan_jar
from biotica.knowledge.ferments import load_ferment, load_jars
from biotica.knowledge.grain_rest import RestRow, load_grain_rests
from biotica.knowledge.load import load

DATA = files("biotica") / "data"
ROWS = load_grain_rests(DATA)
DRAWS = Draws(count=24, seed=1)
RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=500.0,
    hours=36.0,
    course=((0.0, 21.0),),
    cover="cloth",
    agitation="none",
    milk=Milk(kind="cow", treatment="pasteurised", fat="whole"),
    starter=Starter(kind="grains", amount=25.0),
    after=(),
    assumed=(),
)
KINDS = st.sampled_from(REST_KINDS)


@cache
def jar(kind: RestKind | None, days: float) -> Forecast:
    rest = None if kind is None else GrainRest(kind=kind, days=days)
    return forecast(replace(RECIPE, grain_rest=rest), load(), draws=24)


@given(kind=KINDS)
def test_a_rest_of_no_days_changes_nothing(kind: RestKind) -> None:
    made = rested(GrainRest(kind=kind, days=0.0), ROWS, DRAWS)
    assert not made.loss_log10.any()
    assert not made.extra_lag_h.any()


@given(kind=KINDS, days=st.floats(0, 1000), more=st.floats(0, 1000))
def test_more_days_never_lose_less_and_never_start_earlier(kind: RestKind, days: float, more: float) -> None:
    short, long = (rested(GrainRest(kind=kind, days=n), ROWS, DRAWS) for n in (days, days + more))
    assert (long.loss_log10 >= short.loss_log10).all()
    assert (long.extra_lag_h >= short.extra_lag_h).all()


def test_ten_months_in_the_fridge_leave_at_least_one_cell_in_a_thousand() -> None:
    many = Draws(count=500, seed=2)
    assert rested(GrainRest(kind="fridge", days=300.0), ROWS, many).loss_log10.max() < 3.0


def test_drying_costs_more_than_the_fridge() -> None:
    fridge, dried = (rested(GrainRest(kind=kind, days=30.0), ROWS, DRAWS) for kind in ("fridge", "dried"))
    assert np.median(dried.loss_log10) > np.median(fridge.loss_log10)
    assert np.median(dried.extra_lag_h) > np.median(fridge.extra_lag_h)


def test_no_row_of_the_table_claims_to_be_measured() -> None:
    assert {row.status for row in ROWS} == {"assumed"}
    assert {row.kind for row in ROWS} == set(REST_KINDS)


def test_a_rest_that_adds_cells_is_refused() -> None:
    row = ROWS[0].model_dump()
    with pytest.raises(ValueError, match="cannot add cells"):
        RestRow(**{**row, "low": -0.1})
    with pytest.raises(ValueError, match="is not counted in"):
        RestRow(**{**row, "unit": "h"})


def test_the_plan_of_a_jar_loses_the_same_share_free_and_bound() -> None:
    ferment, jars = load_ferment(DATA / "ferments" / "milk_kefir"), load_jars(DATA)
    rest = GrainRest(kind="dried", days=60.0)
    plain, slow = (
        plan_jar(replace(RECIPE, grain_rest=given), ferment, load(), jars, DRAWS) for given in (None, rest)
    )
    loss = rested(rest, ROWS, DRAWS).loss_log10
    for member in plain.bound_cfu_per_ml:
        assert slow.bound_cfu_per_ml[member] == pytest.approx(plain.bound_cfu_per_ml[member] * 10.0**-loss)
    assert plain.extra_lag_h == {}
    assert set(slow.extra_lag_h) == set(slow.bound_cfu_per_ml)


def test_no_days_of_rest_give_the_very_same_forecast() -> None:
    assert (jar("fridge", 0.0).courses.ph == jar(None, 0.0).courses.ph).all()


def test_a_longer_rest_is_never_sour_earlier() -> None:
    times = [jar("fridge", days).time_to_ph_4_6_h for days in (0.0, 14.0, 120.0)]
    assert (times[1] >= times[0] - 0.1).all()
    assert (times[2] >= times[1] - 0.1).all()
    assert np.median(times[2]) > np.median(times[0]) + 1.0
