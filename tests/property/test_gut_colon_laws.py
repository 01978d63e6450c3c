from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from biotica.engine.draws import Draws
from biotica.engine.run import Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import EXACT
from biotica.errors import InputError
from biotica.gut.colon import COLON, Gut, build_gut, made_mmol_per_day, run_days, swallow
from biotica.gut.members import Shares
from biotica.knowledge.load import load

RESIDENTS = {
    "bacteroides_uniformis": 0.4,
    "faecalibacterium_prausnitzii": 0.2,
    "agathobacter_rectalis": 0.2,
    "blautia_wexlerae": 0.2,
}
SHARES = Shares(members=RESIDENTS, unmapped=0.0)
VISITOR = "lactococcus_lactis"


def drink(live_mmol: float = 5.0, lactose_mmol: float = 30.0) -> Serving:
    return Serving(
        volume_ml=200.0,
        live_mmol={VISITOR: np.array([live_mmol])},
        dead_mmol={VISITOR: np.array([1.0])},
        amounts_mmol={"lactose": np.array([lactose_mmol]), "lactate": np.array([15.0])},
    )


def made(*, lactase: str = "persistent", fed: bool = True, diet: str = "ordinary_nl") -> Gut:
    return build_gut(
        load(),
        SHARES,
        Draws(count=1, central=True),
        diet=diet,
        lactase="persistent" if lactase == "persistent" else "non_persistent",
        fed=fed,
        swallowed=[drink()],
    )


@cache
def with_drink() -> Run:
    return run_days(made(), 3, [(9.0, swallow(drink()))], tolerance=EXACT)


@cache
def with_drink_once() -> Run:
    gut = made()
    first = run_days(gut, 1)
    assert first.times_h[-1] == 24.0
    once = Gut(
        setup=gut.setup, start=(*gut.start, swallow(drink())), meal=gut.meal, stool_share=gut.stool_share
    )
    return run_days(once, 7)


def test_what_a_gut_holds_and_gives_off_is_what_it_got() -> None:
    errors = {name: float(np.abs(error).max()) for name, error in with_drink().balance().items()}
    assert all(error < 1e-8 for error in errors.values()), errors


def test_nothing_in_a_gut_is_negative() -> None:
    assert with_drink().values.min() >= 0.0


def test_live_cells_of_a_drink_wash_out() -> None:
    run = with_drink_once()
    live = sum(run.live_g_per_l(VISITOR, place)[0] for place in COLON)
    assert live[1] >= 0.0
    assert live[-1] < 1e-6 * 5.0 * run.setup.community.biomass_g_per_mmol


def test_the_stomach_kills_and_the_dead_are_still_counted() -> None:
    run = with_drink_once()
    alive = sum(run.live_g_per_l(VISITOR, place)[0, 1] for place in COLON)
    dead = sum(run.dead_g_per_l(VISITOR, place)[0, 1] for place in COLON)
    assert dead > alive


def test_residents_stay() -> None:
    run = with_drink_once()
    for slug in RESIDENTS:
        assert sum(run.live_g_per_l(slug, place)[0, -1] for place in COLON) > 0.0


def test_without_lactase_more_lactose_reaches_the_colon() -> None:
    absorbed = {}
    for lactase in ("persistent", "non_persistent"):
        run = run_days(made(lactase=lactase), 1, [(9.0, swallow(drink(live_mmol=0.0)))])
        absorbed[lactase] = run.passed_mmol("absorbed", "lactose", "small_intestine")[0, -1]
    assert absorbed["non_persistent"] < 0.7 * absorbed["persistent"]
    assert absorbed["persistent"] > 0.85 * 30.0


def test_an_acid_proof_capsule_brings_more_alive() -> None:
    alive = {}
    for opens_in in ("stomach", "small_intestine"):
        run = run_days(made(fed=False), 1, [(9.0, swallow(drink(), opens_in=opens_in))])
        alive[opens_in] = sum(run.live_g_per_l(VISITOR, place)[0, -1] for place in COLON)
    assert alive["small_intestine"] > alive["stomach"]


def test_eating_makes_more_acid_than_fasting() -> None:
    fed = run_days(made(), 3)
    fasting = run_days(made(diet=""), 3)
    for acid in ("acetate", "butyrate"):
        more = made_mmol_per_day(fed, acid, first_day=1, last_day=3)
        less = made_mmol_per_day(fasting, acid, first_day=1, last_day=3)
        assert more[0] > less[0]


def test_a_serving_that_the_gut_was_not_built_for_is_refused() -> None:
    gut = build_gut(load(), SHARES, Draws(count=1, central=True))
    with pytest.raises(InputError):
        run_days(gut, 1, [(9.0, swallow(drink()))])


def test_no_segment_and_no_diet_of_an_unknown_name() -> None:
    with pytest.raises(InputError):
        swallow(drink(), opens_in="spleen")
    with pytest.raises(InputError) as caught:
        made(diet="moon food")
    assert "ordinary_nl" in caught.value.hint
