"""What cells choose: another route where something is missing, sugar first, no work in strong acid."""

from __future__ import annotations

import numpy as np
import pytest

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.rates import work_below_ph_min, work_below_ph_min_slope
from biotica.gut.members import Shares
from biotica.gut.vial import Bottle, VialRun, culture
from biotica.knowledge.load import load

HOURS = (4.0, 8.0, 16.0, 24.0)


def alone(member: str, amounts: dict[str, float], *, medium: str = "connors_base") -> VialRun:
    shares = Shares(members={member: 1.0}, unmapped=0.0)
    bottle = Bottle(medium=medium, dilution=None)
    ready = culture(load(), shares, bottle, sorted(amounts), Draws(count=1, central=True))
    return ready.run(dict(amounts), HOURS)


def grams(run: VialRun, member: str) -> Floats:
    return run.run.live_g_per_l(member)[0, 1:]


def test_a_maker_of_butyrate_grows_without_acetate_by_its_other_routes() -> None:
    with_it = alone("agathobacter_rectalis", {"hexose": 20.0, "acetate": 20.0})
    without = alone("agathobacter_rectalis", {"hexose": 20.0, "acetate": 0.0})
    fast, slow = (grams(run, "agathobacter_rectalis") for run in (with_it, without))
    assert slow.max() > 0.7 * fast.max()
    assert with_it.made_mmol_per_l["acetate"][0, -1] < 0.0
    assert without.made_mmol_per_l["lactate"][0, -1] > with_it.made_mmol_per_l["lactate"][0, -1]


def test_who_has_no_other_route_does_not_grow_without_acetate() -> None:
    without = alone("faecalibacterium_prausnitzii", {"hexose": 20.0, "acetate": 0.0})
    with_it = alone("faecalibacterium_prausnitzii", {"hexose": 20.0, "acetate": 20.0})
    member = "faecalibacterium_prausnitzii"
    assert grams(without, member)[-1] < 0.05 * grams(with_it, member).max()


def test_amino_acids_do_not_slow_the_use_of_sugar_and_wait_for_it() -> None:
    run = alone("clostridium_sporogenes", {"hexose": 40.0})
    hexose = run.run.metabolite_mmol_per_l("hexose")[0]
    amino_acid = run.run.metabolite_mmol_per_l("amino_acid")[0]
    half = int(np.searchsorted(-hexose, -20.0))
    assert amino_acid[0] - amino_acid[max(half - 1, 0)] < 0.2 * (amino_acid[0] - amino_acid[-1])


def test_lactate_waits_until_sugar_is_gone() -> None:
    run = alone("anaerostipes_caccae", {"hexose": 15.0, "lactate": 30.0, "acetate": 15.0})
    hexose = run.run.metabolite_mmol_per_l("hexose")[0]
    lactate = run.run.metabolite_mmol_per_l("lactate")[0]
    gone = int(np.argmax(hexose < 0.05))
    assert gone > 0
    assert lactate[gone - 1] > 28.0
    assert lactate[-1] < lactate[gone - 1] - 5.0


@pytest.mark.parametrize("ph", [3.0, 4.3, 4.5, 4.9, 5.0, 6.0])
def test_work_fades_below_the_lowest_ph_of_growth(ph: float) -> None:
    left, least = work_below_ph_min(ph, 5.0), 5.0
    assert (left == 1.0) == (ph >= least)
    assert (left == 0.0) == (ph <= least - 0.7)
    step = 1e-6
    slope = (work_below_ph_min(ph + step, 5.0) - work_below_ph_min(ph - step, 5.0)) / (2 * step)
    assert work_below_ph_min_slope(ph, 5.0) == pytest.approx(slope, abs=1e-4)
