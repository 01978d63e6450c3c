"""From jar to gut: a glass of a fermented jar, living and dead, is swallowed as it was poured."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine_cases import CENTRAL, GUT, jar_setup, jar_start

from biotica.engine.run import Outcome, Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import EXACT, simulate
from biotica.engine.steps import Hold
from biotica.gut.colon import COLON, build_gut, run_days, swallow
from biotica.gut.members import Shares
from biotica.knowledge.load import load


@pytest.fixture(scope="module")
def glass() -> Serving:
    jar = jar_setup()
    run = simulate(jar, [*jar_start(jar), Hold(hours=24.0, start_c=24.0, end_c=24.0)])
    return run.serving(volume_ml=200.0)


@pytest.fixture(scope="module")
def drunk(glass: Serving) -> Run:
    shares = Shares(members=dict.fromkeys(GUT, 1.0 / len(GUT)), unmapped=0.0, left_out=0.0, by_basis={})
    gut = build_gut(load(), shares, CENTRAL, swallowed=[glass])
    return run_days(gut, 2, [(9.0, swallow(glass))], tolerance=EXACT)


def test_a_glass_from_the_jar_is_swallowed_and_nothing_gets_lost(drunk: Run) -> None:
    assert drunk.outcome is Outcome.SUCCESS
    assert max(float(np.max(np.abs(error))) for error in drunk.balance().values()) < 1e-8
    assert float(drunk.values.min()) >= 0.0


def test_the_glass_reaches_the_colon_living_and_dead(glass: Serving, drunk: Run) -> None:
    assert glass.kind >= {"live", "inactivated"}
    for place in COLON:
        assert drunk.live_g_per_l("lactococcus_lactis", place)[0, -1] > 0.0
        assert drunk.dead_g_per_l("lactococcus_lactis", place)[0, -1] > 0.0


def test_most_living_kefir_cells_are_gone_within_a_day(glass: Serving, drunk: Run) -> None:
    swallowed_g = 2 * float(glass.live_g("lactococcus_lactis")[0])
    volumes = {s.name: s.volume_l for s in drunk.setup.vessel.segments}
    alive_g = sum(
        float(drunk.live_g_per_l("lactococcus_lactis", name)[0, -1]) * volume_l
        for name, volume_l in volumes.items()
    )
    assert alive_g < 0.5 * swallowed_g
