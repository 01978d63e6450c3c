"""What holds for every community, vessel and event, whatever the parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine_cases import (
    GUT,
    KEFIR,
    colon_setup,
    colon_steps,
    jar_setup,
    jar_start,
    jar_steps,
    vial_setup,
    vial_steps,
)

from biotica.engine.assemble import Setup
from biotica.engine.draws import Draws
from biotica.engine.run import Outcome, Run
from biotica.engine.simulate import simulate
from biotica.engine.steps import Hold, Step

CLOSE = 1e-8
SAME = 1e-6
LAWFUL = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
kefir = st.lists(st.sampled_from(KEFIR), min_size=1, max_size=8, unique=True)
gut = st.lists(st.sampled_from(GUT), min_size=1, max_size=8, unique=True)
seeds = st.integers(min_value=0, max_value=2**31)


def assert_lawful(run: Run) -> None:
    assert run.outcome is Outcome.SUCCESS
    worst = {name: float(np.max(np.abs(error))) for name, error in run.balance().items()}
    assert max(worst.values()) < CLOSE, worst
    assert float(run.values.min()) >= 0.0


@LAWFUL
@given(members=kefir, seed=seeds, celsius=st.floats(min_value=8, max_value=36))
def test_a_jar_makes_and_loses_nothing(members: list[str], seed: int, celsius: float) -> None:
    setup = jar_setup(members, draws=Draws(count=2, seed=seed))
    assert_lawful(simulate(setup, jar_steps(setup, temperature_c=celsius)))


@LAWFUL
@given(members=gut, seed=seeds)
def test_a_vial_makes_and_loses_nothing(members: list[str], seed: int) -> None:
    setup = vial_setup(members, draws=Draws(count=2, seed=seed))
    assert_lawful(simulate(setup, vial_steps(setup)))


@LAWFUL
@given(members=gut, seed=seeds)
def test_a_colon_makes_and_loses_nothing(members: list[str], seed: int) -> None:
    setup = colon_setup(members, draws=Draws(count=1, seed=seed))
    assert_lawful(simulate(setup, colon_steps(setup)))


def difference(one: Run, other: Run) -> float:
    """Largest relative difference of anything that both runs hold at their last time."""
    worst = 0.0
    for state, index in one.setup.network.index.items():
        a = one.values[:, -1, index]
        b = other.values[:, -1, other.setup.network.index[state]]
        worst = max(worst, float(np.max(np.abs(a - b) / (1e-3 + np.abs(a)))))
    return worst


@pytest.mark.parametrize(
    ("make", "steps", "members"),
    [(jar_setup, jar_steps, KEFIR), (vial_setup, vial_steps, GUT), (colon_setup, colon_steps, GUT)],
)
def test_the_order_of_members_does_not_matter(
    make: Callable[..., Setup], steps: Callable[[Setup], list[Step]], members: Sequence[str]
) -> None:
    setup = make(members)
    if make is jar_setup:  # who lives on grains follows the order in this case, so keep those three in front
        other = make((*reversed(members[:3]), *reversed(members[3:])))
    else:
        other = make(tuple(reversed(members)))
    assert difference(simulate(setup, steps(setup)), simulate(other, steps(other))) < SAME


@pytest.mark.parametrize(
    ("make", "steps"), [(jar_setup, jar_steps), (vial_setup, vial_steps), (colon_setup, colon_steps)]
)
def test_a_run_in_pieces_ends_where_the_whole_run_ends(
    make: Callable[..., Setup], steps: Callable[[Setup], list[Step]]
) -> None:
    setup = make()
    whole = steps(setup)
    pieces: list[Step] = []
    for step in whole:
        if isinstance(step, Hold):
            middle = step.start_c + 0.3 * (step.end_c - step.start_c)
            pieces.append(Hold(hours=0.3 * step.hours, start_c=step.start_c, end_c=middle))
            pieces.append(Hold(hours=0.7 * step.hours, start_c=middle, end_c=step.end_c))
        else:
            pieces.append(step)
    assert difference(simulate(setup, whole), simulate(setup, pieces)) < SAME


def test_twice_the_volume_gives_the_same_concentrations() -> None:
    small, large = jar_setup(volume_l=0.5), jar_setup(volume_l=1.0)
    one, other = simulate(small, jar_steps(small)), simulate(large, jar_steps(large))
    for metabolite in small.community.metabolites:
        a, b = one.metabolite_mmol_per_l(metabolite), other.metabolite_mmol_per_l(metabolite)
        assert np.max(np.abs(a - b) / (1e-3 + np.abs(a))) < SAME, metabolite
    half, double = colon_setup(scale=0.5), colon_setup(scale=1.0)
    one, other = simulate(half, colon_steps(half)), simulate(double, colon_steps(double))
    for segment in ("proximal", "transverse", "distal"):
        a, b = (
            one.metabolite_mmol_per_l("butyrate", segment),
            other.metabolite_mmol_per_l("butyrate", segment),
        )
        assert np.max(np.abs(a - b) / (1e-3 + np.abs(a))) < SAME


def test_without_cells_nothing_ferments() -> None:
    setup = jar_setup(grains=False)
    milk = jar_start(setup)[:1]
    run = simulate(setup, [*milk, Hold(hours=48.0, start_c=25.0, end_c=25.0)])
    for metabolite in ("lactose", "lactate", "casein", "ethanol"):
        amount = run.metabolite_mmol_per_l(metabolite)
        assert amount[0, 0] == amount[0, -1]


@LAWFUL
@given(
    seed=seeds, minutes=st.floats(min_value=0.5, max_value=30), celsius=st.floats(min_value=55, max_value=75)
)
def test_heat_moves_living_cells_to_dead_ones_and_loses_none(
    seed: int, minutes: float, celsius: float
) -> None:
    setup = jar_setup(draws=Draws(count=2, seed=seed), grains=False)
    heat = Hold(hours=minutes / 60.0, start_c=celsius, end_c=celsius, word="heat")
    run = simulate(setup, [*jar_start(setup), heat])
    for member in KEFIR:
        pools = [
            run.values[:, :, run.setup.network.index[state]]
            for state in run.setup.network.states
            if state.name == member and state.kind in {"live", "dead", "wall", "protein", "other"}
        ]
        total = np.sum(pools, axis=0)
        np.testing.assert_allclose(total[:, -1], total[:, 0], rtol=1e-9)
        assert np.all(run.live_g_per_l(member)[:, -1] < run.live_g_per_l(member)[:, 0])


def test_threads_and_more_draws_change_no_draw() -> None:
    few, many = jar_setup(draws=Draws(count=9, seed=7)), jar_setup(draws=Draws(count=17, seed=7))
    one = simulate(few, jar_steps(few), threads=1)
    other = simulate(many, jar_steps(many), threads=2)
    np.testing.assert_array_equal(one.values, other.values[:9])
