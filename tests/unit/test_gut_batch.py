from __future__ import annotations

import numpy as np
import pytest

from biotica.engine.draws import Draws
from biotica.gut.batch import batch
from biotica.gut.vial import Culture
from biotica.knowledge.load import load

STRAIN = "bacteroides_thetaiotaomicron"
START = {"hexose": 8.0, "pyruvate": 9.0, "acetate": 2.0}


def culture_of(cells_per_ml: float) -> Culture:
    return batch(
        load(),
        "wilkins_chalgren",
        {STRAIN: cells_per_ml},
        Draws(central=True),
        measured_mmol_per_l=START,
        ph=6.6,
        dead_per_ml={STRAIN: 2.0e4},
    )


def test_a_batch_starts_from_what_was_counted_and_measured() -> None:
    run = culture_of(2.5e6).run({}, [24.0]).run
    assert run.live_cfu_per_ml(STRAIN)[:, 0] == pytest.approx(2.5e6)
    assert run.dead_cells_per_ml(STRAIN)[:, 0] == pytest.approx(2.0e4)
    for metabolite, amount in START.items():
        assert run.metabolite_mmol_per_l(metabolite)[:, 0] == pytest.approx(amount)
    assert run.ph()[:, 0] == pytest.approx(6.6, abs=0.1)


def test_a_batch_grows_sours_and_loses_no_carbon() -> None:
    made = culture_of(2.5e6).run({}, [24.0])
    assert np.all(made.run.live_cfu_per_ml(STRAIN)[:, -1] > 2.5e6)
    assert np.all(made.ph[:, -1] < 6.6)
    assert float(np.abs(made.run.balance()["C"]).max()) < 1e-8


def test_more_cells_at_the_start_use_the_sugar_sooner() -> None:
    few, many = (
        culture_of(count).run({}, [12.0]).run.metabolite_mmol_per_l("hexose")[:, -1]
        for count in (1.0e6, 1.0e8)
    )
    assert np.all(many < few)
