from __future__ import annotations

import numpy as np
import pytest
from tests.engine_cases import CENTRAL, vial_setup, vial_steps

from biotica.engine.fluxes import LIMITS, Fluxes, fluxes_of
from biotica.engine.network import State
from biotica.engine.simulate import EXACT, simulate

HOURS = 12.0


@pytest.fixture(scope="module")
def fluxes() -> Fluxes:
    setup = vial_setup(draws=CENTRAL)
    times_h = np.linspace(0.0, HOURS, 601).tolist()
    run = simulate(setup, vial_steps(setup, HOURS), output_times_h=times_h, tolerance=EXACT)
    return fluxes_of(run, temperature_c=37.0)


def test_no_route_ran_backwards(fluxes: Fluxes) -> None:
    assert np.min(fluxes.amount_mmol_per_l) >= 0.0
    assert np.max(fluxes.amount_mmol_per_l) > 1.0


@pytest.mark.parametrize(
    "metabolite", ["acetate", "propionate", "butyrate", "lactate", "succinate", "formate", "H2", "CO2"]
)
def test_the_routes_of_a_closed_vial_add_up_to_what_was_seen(fluxes: Fluxes, metabolite: str) -> None:
    run = fluxes.run
    seen = run.metabolite_mmol_per_l(metabolite)
    above = run.setup.network.index.get(State("gas", metabolite, "vial"))
    if above is not None:
        seen = seen + run.values[:, :, above]
    told = [amount for _route, name, amount in fluxes.changes("vial") if name == metabolite]
    made, taken = np.maximum(told, 0.0).sum(), -np.minimum(told, 0.0).sum()
    assert made - taken == pytest.approx(float(seen[0, -1] - seen[0, 0]), abs=0.02 * max(made, taken))


def test_every_route_is_held_back_by_something_all_the_time(fluxes: Fluxes) -> None:
    assert fluxes.limited_share.sum(axis=2) == pytest.approx(1.0)
    assert fluxes.limits[: len(LIMITS)] == LIMITS


def test_when_the_sugar_is_gone_its_eaters_lack_food(fluxes: Fluxes) -> None:
    late = fluxes_of(fluxes.run, temperature_c=37.0, since_h=10.0)
    seen = fluxes.run.metabolite_mmol_per_l("hexose")[0, -1]
    assert seen < 1e-2
    eaters = [n for n, route in enumerate(late.routes) if route.substrate == "hexose" and not route.grows]
    assert np.min(late.limited_share[0, eaters, LIMITS.index("food")]) > 0.9


def test_cold_holds_everybody_back(fluxes: Fluxes) -> None:
    cold = fluxes_of(fluxes.run, temperature_c=4.0)
    assert np.max(cold.amount_mmol_per_l) < 1e-3 * np.max(fluxes.amount_mmol_per_l)
