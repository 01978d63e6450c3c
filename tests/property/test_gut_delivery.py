"""Forms in which something is swallowed: nothing gets lost, and each opens where its table says."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.engine.draws import Draws
from biotica.engine.run import Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import EXACT
from biotica.errors import InputError
from biotica.gut.colon import COLON, build_gut, run_days
from biotica.gut.colon_days import follow_days
from biotica.gut.delivery import arrivals, deliver, opening_shares, substance_mmol
from biotica.gut.members import Shares
from biotica.knowledge.delivery import load_delivery_forms
from biotica.knowledge.load import load

SHARES = Shares(members={"bacteroides_uniformis": 0.6, "faecalibacterium_prausnitzii": 0.4}, unmapped=0.0)
VISITOR = "lactococcus_lactis"
CENTRAL = Draws(count=1, central=True)
FORMS = sorted(load_delivery_forms(load().folder))
BUTYRATE_MMOL = 10.0


def serving(draws: int = 1) -> Serving:
    return Serving(
        volume_ml=0.0,
        live_mmol={VISITOR: np.full(draws, 5.0)},
        dead_mmol={VISITOR: np.full(draws, 1.0)},
        amounts_mmol={"butyrate": np.full(draws, BUTYRATE_MMOL)},
    )


@cache
def swallowed(form: str, days: int = 1) -> Run:
    gut = build_gut(load(), SHARES, CENTRAL, fed=False, swallowed=[serving()])
    parts = deliver(serving(), form, load(), CENTRAL)
    first = run_days(gut, 1, [(9.0, part) for part in parts], tolerance=EXACT)
    return first if days == 1 else _then_nothing(form, days)


def _then_nothing(form: str, days: int) -> Run:
    gut = build_gut(load(), SHARES, CENTRAL, fed=False, swallowed=[serving()])
    start = (*gut.start, *deliver(serving(), form, load(), CENTRAL))
    return run_days(type(gut)(setup=gut.setup, start=start, meal=gut.meal, stool_share=gut.stool_share), days)


def alive_in_colon(run: Run, at: int = -1) -> float:
    return float(sum(run.live_g_per_l(VISITOR, place)[0, at] for place in COLON))


@pytest.mark.parametrize("form", FORMS)
@given(count=st.integers(1, 40), seed=st.integers(0, 1000))
def test_a_form_gives_all_that_it_holds_in_every_draw(form: str, count: int, seed: int) -> None:
    draws = Draws(count=count, seed=seed)
    shares = opening_shares(form, load(), draws)
    assert sum(shares.values()) == pytest.approx(np.ones(count))
    assert min(float(share.min()) for share in shares.values()) >= 0.0
    parts = [add.serving for add in deliver(serving(count), form, load(), draws)]
    for pool in ("live_mmol", "dead_mmol", "amounts_mmol"):
        for name, whole in getattr(serving(count), pool).items():
            assert sum(getattr(one, pool)[name] for one in parts) == pytest.approx(whole)


@pytest.mark.parametrize("form", FORMS)
def test_a_gut_that_swallows_a_form_loses_nothing(form: str) -> None:
    run = swallowed(form)
    errors = {name: float(np.abs(error).max()) for name, error in run.balance().items()}
    assert all(error < 1e-8 for error in errors.values()), errors
    assert run.values.min() >= 0.0


def test_an_acid_proof_form_brings_no_fewer_alive_than_a_drink() -> None:
    assert alive_in_colon(swallowed("acid_proof")) > alive_in_colon(swallowed("drink")) > 0.0


@pytest.mark.parametrize("form", FORMS)
def test_live_cells_wash_out_in_every_form(form: str) -> None:
    run = swallowed(form, days=7)
    swallowed_g = 5.0 * run.setup.community.biomass_g_per_mmol
    assert alive_in_colon(run) < 1e-6 * swallowed_g


def test_a_drink_opens_in_the_stomach_and_nowhere_else() -> None:
    (add,) = deliver(serving(), "drink", load(), CENTRAL)
    assert add.segment == "stomach"


def test_most_butyrate_of_tributyrin_does_not_reach_the_colon() -> None:
    found = arrivals(swallowed("tributyrin"), {"butyrate": BUTYRATE_MMOL})["butyrate"]
    assert 0.0 < found.colon_share.median < 0.4
    assert found.taken_up_early_share.median > 0.6
    assert found.colon_share.median + found.taken_up_early_share.median == pytest.approx(1.0, abs=0.02)


def test_more_of_a_bound_acid_than_of_a_free_one_reaches_the_colon() -> None:
    bound, free = (
        arrivals(swallowed(form), {"butyrate": BUTYRATE_MMOL})["butyrate"].colon_share.median
        for form in ("tributyrin", "drink")
    )
    assert bound > free


def test_tributyrin_reaches_the_colon_within_a_wide_range() -> None:
    shares = opening_shares("tributyrin", load(), Draws(count=200))["colon_proximal"]
    assert np.quantile(shares, 0.95) > 3.0 * np.quantile(shares, 0.5) > 0.0


def test_an_unknown_form_is_refused_with_the_forms_that_there_are() -> None:
    with pytest.raises(InputError) as caught:
        deliver(serving(), "moonbeam", load(), CENTRAL)
    assert caught.value.code == "unknown_form"
    assert all(form in caught.value.hint for form in FORMS)


@pytest.mark.parametrize("name", ["cholesterol", "inulin", "glucose"])
def test_only_an_acid_that_the_body_takes_up_can_be_followed(name: str) -> None:
    with pytest.raises(InputError) as caught:
        substance_mmol({name: 1.0}, "ordinary_nl", load())
    assert caught.value.code == "unknown_content"
    assert "butyrate" in caught.value.hint


def test_days_without_anything_swallowed_name_no_form() -> None:
    quiet = follow_days(load(), SHARES, CENTRAL, diet="ordinary_nl", count=2)
    assert (quiet.form, dict(quiet.arrivals), quiet.passing) == ("", {}, None)
