"""Vessels, events and servings: exact cases."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine_cases import (
    CENTRAL,
    KEFIR,
    cells,
    community,
    jar_setup,
    jar_start,
    milk_mmol_per_l,
    vial_setup,
    vial_steps,
)

from biotica.engine.assemble import assemble, bar_per_mmol_per_l
from biotica.engine.community import build_community
from biotica.engine.draws import Draws
from biotica.engine.run import Outcome
from biotica.engine.serving import Serving, solution
from biotica.engine.simulate import Tolerance, simulate
from biotica.engine.steps import Add, Hold, Stir, Take
from biotica.engine.vessel import Segment, Vessel
from biotica.errors import InputError, KnowledgeError, SolverFailed, UnknownTaxon
from biotica.knowledge.chemistry import imbalance
from biotica.knowledge.load import load


def test_heat_kills_one_decade_in_one_d_value() -> None:
    setup = jar_setup(("lactococcus_lactis",), grains=False)
    member = setup.community.member("lactococcus_lactis")
    d_value_min = member.trait("heat_d_value_min", "60").value
    heat = Hold(hours=3 * d_value_min / 60.0, start_c=60.0, end_c=60.0, word="heat")
    run = simulate(setup, [*jar_start(setup), heat])
    live = run.live_cfu_per_ml("lactococcus_lactis")[0]
    assert np.log10(live[0] / live[-1]) == pytest.approx(3.0, abs=0.02)


def test_a_tracer_washes_through_three_tanks_as_the_exact_solution_says() -> None:
    rate_per_h = 0.2
    names = ("a", "b", "c")
    segments = tuple(
        Segment(name=n, volume_l=1.0, leaves_per_h=rate_per_h, leaves_to=names[i + 1] if i < 2 else "")
        for i, n in enumerate(names)
    )
    setup = assemble(community(KEFIR[:1]), Vessel(kind="gut", segments=segments), CENTRAL)
    run = simulate(
        setup,
        [Add(serving=solution(1000.0, {"strong_anion": 5.0}, 1)), Hold(hours=30.0, start_c=37.0, end_c=37.0)],
        output_times_h=[0.0, 5.0, 12.0, 30.0],
    )
    t = rate_per_h * run.times_h
    np.testing.assert_allclose(run.metabolite_mmol_per_l("strong_anion", "a")[0], 5.0 * np.exp(-t), rtol=1e-6)
    np.testing.assert_allclose(
        run.metabolite_mmol_per_l("strong_anion", "c")[0], 5.0 * np.exp(-t) * t**2 / 2, rtol=1e-6, atol=1e-9
    )


def test_gas_in_a_closed_vial_comes_to_equilibrium_with_its_head_space() -> None:
    setup = vial_setup(("bacteroides_thetaiotaomicron", "methanobrevibacter_smithii"))
    run = simulate(setup, [*vial_steps(setup), Hold(hours=400.0, start_c=5.0, end_c=5.0)])
    dissolved = run.metabolite_mmol_per_l("H2")[0, -1]
    assert run.gas_bar("H2")[0, -1] * setup.community.gases["H2"] == pytest.approx(dissolved, rel=0.01)
    assert bar_per_mmol_per_l(setup.vessel.segments[0]) == pytest.approx(0.0248, abs=1e-4)


def test_an_open_jar_takes_oxygen_from_the_air_until_it_is_saturated() -> None:
    setup = jar_setup(("lactococcus_lactis",), grains=False)
    milk = {**milk_mmol_per_l(), "O2": 0.0}
    run = simulate(setup, [Add(serving=solution(500.0, milk, 1)), Hold(hours=100.0, start_c=4.0, end_c=4.0)])
    full = setup.community.gases["O2"] * 0.21
    assert run.metabolite_mmol_per_l("O2")[0, -1] == pytest.approx(full, rel=1e-6)


def test_events_are_exact() -> None:
    setup = jar_setup()
    run = simulate(
        setup,
        [
            *jar_start(setup),
            Hold(hours=1.0, start_c=4.0, end_c=4.0),
            Take(share=0.4),
            Take(share=1.0, grain=True, word="strain"),
        ],
    )
    before = simulate(setup, [*jar_start(setup), Hold(hours=1.0, start_c=4.0, end_c=4.0)])
    np.testing.assert_allclose(
        run.metabolite_mmol_per_l("lactose")[0, -1], 0.6 * before.metabolite_mmol_per_l("lactose")[0, -1]
    )
    portion, grains = run.taken
    assert (portion.word, grains.word) == ("portion", "strain")
    assert grains.serving.live_g("lactococcus_lactis")[0] > 0.0
    assert (
        run.values[0, -1][
            run.setup.network.index[next(s for s in run.setup.network.states if s.place == "jar:grain")]
        ]
        == 0
    )


def test_stirring_brings_oxygen_to_saturation_and_no_further() -> None:
    setup = jar_setup()
    steps = [*jar_start(setup), Hold(hours=8.0, start_c=25.0, end_c=25.0), Stir(), Stir()]
    run = simulate(setup, steps)
    assert run.metabolite_mmol_per_l("O2")[0, -1] == pytest.approx(setup.community.gases["O2"] * 0.21)


def test_cells_wait_for_their_lag() -> None:
    setup = jar_setup(("lactococcus_lactis",), grains=False)
    milk = Add(serving=solution(500.0, milk_mmol_per_l(), 1))

    def grown(readiness: float) -> float:
        start = Add(serving=cells(setup.community, 1e-4, 500.0, CENTRAL, readiness))
        run = simulate(setup, [milk, start, Hold(hours=4.0, start_c=30.0, end_c=30.0)])
        return float(run.live_cfu_per_ml("lactococcus_lactis")[0, -1])

    assert grown(1.0) > 2.0 * grown(0.01)


def test_the_kind_of_a_serving_follows_from_its_contents() -> None:
    setup = jar_setup(("lactococcus_lactis",), grains=False)
    run = simulate(setup, [*jar_start(setup), Hold(hours=24.0, start_c=25.0, end_c=25.0)])
    assert run.serving().kind == {"live", "inactivated", "fragments", "substrate", "metabolite"}
    killed = simulate(
        setup,
        [
            *jar_start(setup),
            Hold(hours=24.0, start_c=25.0, end_c=25.0),
            Hold(hours=1.0, start_c=75.0, end_c=75.0),
        ],
    )
    assert "live" not in killed.serving().kind
    assert solution(100.0, {"inulin": 50.0}, 1).kind == {"substrate"}
    assert run.serving(volume_ml=200.0).live_g("lactococcus_lactis") == pytest.approx(
        run.serving().live_g("lactococcus_lactis") * 0.4
    )


def test_a_serving_of_one_vessel_can_be_put_into_another() -> None:
    jar = jar_setup()
    fermented = simulate(jar, [*jar_start(jar), Hold(hours=24.0, start_c=22.0, end_c=22.0)])
    glass = fermented.serving(volume_ml=200.0)
    other = assemble(
        jar.community, Vessel(kind="bottle", segments=(Segment(name="bottle", volume_l=0.2),)), CENTRAL
    )
    poured = simulate(other, [Add(serving=glass), Hold(hours=24.0, start_c=4.0, end_c=4.0)])
    assert poured.ph()[0, 0] == pytest.approx(fermented.ph()[0, -1], abs=1e-9)
    assert float(np.max(np.abs(poured.balance()["C"]))) < 1e-8


def test_every_member_closes_its_books_in_both_halves_of_every_route() -> None:
    knowledge = load()
    members = [slug for slug in knowledge.members]
    built = build_community(knowledge, members)
    for member in built.members:
        for use in member.routes:
            for half in (use.catabolic, use.anabolic):
                left = imbalance(half, knowledge.formulas)
                for element in ("C", "N", "S"):
                    assert left[element] == pytest.approx(0.0, abs=1e-9), (member.slug, use.route, element)
                assert left["electrons"] == pytest.approx(0.0, abs=1e-9), (member.slug, use.route)


def test_what_a_vessel_cannot_do_is_said_with_its_name() -> None:
    setup = jar_setup()
    with pytest.raises(InputError, match="inulin"):
        simulate(setup, [Add(serving=solution(10.0, {"inulin": 1.0}, 1))])
    with pytest.raises(InputError, match="colon"):
        simulate(setup, [Take(share=0.5, segment="colon")])
    with pytest.raises(UnknownTaxon, match="no_such"):
        build_community(load(), ["no_such"])
    with pytest.raises(UnknownTaxon):
        build_community(load(), ["lactococcus_lactis", "lactococcus_lactis"])
    with pytest.raises(KnowledgeError, match="no_trait"):
        setup.community.members[0].trait("no_trait")


def test_a_failed_run_says_so_and_gives_no_numbers() -> None:
    setup = jar_setup()
    run = simulate(
        setup,
        [*jar_start(setup), Hold(hours=48.0, start_c=25.0, end_c=25.0)],
        tolerance=Tolerance(relative=1e-10, most_steps=5),
    )
    assert run.outcome is Outcome.TOO_MANY_STEPS
    with pytest.raises(SolverFailed):
        run.metabolite_mmol_per_l("lactate")


class Plain:
    """A number with its range."""

    def __init__(self, value: float, low: float, high: float) -> None:
        self.value, self.low, self.high = value, low, high


def test_draws_stay_within_their_range_and_have_their_central_value_as_median() -> None:
    draws = Draws(count=4001, seed=3)
    for ranged in (Plain(0.4, 0.15, 0.95), Plain(0.0, -1.0, 2.0), Plain(1.5, 0.0, 6.0)):
        drawn = draws.number("x", ranged)
        assert drawn.min() >= ranged.low
        assert drawn.max() <= ranged.high
        assert np.median(drawn) == pytest.approx(ranged.value, abs=0.05)


def test_a_draw_depends_on_seed_and_name_only() -> None:
    ranged = Plain(1.0, 0.5, 2.0)
    few, many = Draws(count=5, seed=9), Draws(count=50, seed=9)
    np.testing.assert_array_equal(few.number("a", ranged), many.number("a", ranged)[:5])
    assert not np.array_equal(few.number("a", ranged), few.number("b", ranged))
    assert not np.array_equal(few.number("a", ranged), Draws(count=5, seed=10).number("a", ranged))


def test_an_empty_serving_has_no_kind() -> None:
    assert Serving(volume_ml=0.0).kind == frozenset()
