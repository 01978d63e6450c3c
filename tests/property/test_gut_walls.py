"""What dying leaves: the books close, and only those who have a part are counted for it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from biotica.engine.draws import Draws
from biotica.engine.run import Run
from biotica.engine.serving import FRAGMENTS
from biotica.engine.wall import Walls
from biotica.gut.colon import build_gut, run_days
from biotica.gut.members import Shares
from biotica.gut.wall_output import died_mmol, wall_output
from biotica.knowledge.load import load
from biotica.knowledge.wall_parts import PARTS, load_wall_parts, wall_part

SHARES = Shares(
    members={"bacteroides_uniformis": 0.5, "agathobacter_rectalis": 0.4, "methanobrevibacter_smithii": 0.1},
    unmapped=0.0,
)
DRAWS = Draws(count=12, seed=3)


@cache
def run() -> Run:
    return run_days(build_gut(load(), SHARES, DRAWS), 3)


def weighed(member: str) -> tuple[float, float, float]:
    one = {member: np.ones(DRAWS.count)}
    mass = Walls(knowledge=load(), draws=DRAWS).mass(one, {}, biomass_g_per_mmol=0.025)
    return tuple(float(np.median(g)) for g in (mass.wall_g, mass.peptidoglycan_g, mass.teichoic_acid_g))  # type: ignore[return-value]


@pytest.mark.parametrize("member", load().taxa)
def test_every_taxon_has_a_row_for_every_part(member: str) -> None:
    parts = load_wall_parts(load().folder)
    for part in PARTS:
        assert 0.0 <= wall_part(parts, load().taxa[member], part).value <= 1.0


def test_archaea_and_yeasts_have_walls_without_peptidoglycan() -> None:
    for member in ("methanobrevibacter_smithii", "saccharomyces_cerevisiae"):
        wall, sugar, acid = weighed(member)
        assert wall > 0.0
        assert sugar == acid == 0.0


def test_teichoic_acids_are_of_gram_positives_only() -> None:
    assert weighed("agathobacter_rectalis")[2] > 0.0
    assert weighed("bacteroides_uniformis")[2] == 0.0
    assert weighed("agathobacter_rectalis")[1] > weighed("bacteroides_uniformis")[1] > 0.0


def test_the_parts_never_outweigh_the_wall_in_any_draw() -> None:
    many = Draws(count=400, seed=9)
    for member in ("agathobacter_rectalis", "unknown_gut_microbe", "lactococcus_lactis"):
        mass = Walls(knowledge=load(), draws=many).mass(
            {member: np.ones(400)}, {member: np.ones(400)}, biomass_g_per_mmol=0.025
        )
        assert np.all(mass.peptidoglycan_g + mass.teichoic_acid_g <= mass.wall_g * (1.0 + 1e-12))


def test_deaths_add_up_over_days_and_none_is_negative() -> None:
    whole = {kind: sum(pools.values()) for kind, pools in died_mmol(run(), 0).items()}
    later = {kind: sum(pools.values()) for kind, pools in died_mmol(run(), 1).items()}
    died, died_later = (sum(one.values()) for one in (whole, later))
    assert np.all(np.asarray(died) > np.asarray(died_later))
    assert np.all(np.asarray(died_later) > 0.0)
    for member in SHARES.members:
        assert np.all(sum(died_mmol(run(), 2)[kind][member] for kind in ("dead", *FRAGMENTS)) >= -1e-9)


def test_wall_is_that_of_the_cells_that_died() -> None:
    found = wall_output(run(), 2, load())
    left = died_mmol(run(), 2)
    walls = Walls(knowledge=load(), draws=DRAWS)
    died_g = {
        m: sum(left[kind][m] for kind in ("dead", *FRAGMENTS)) * run().setup.community.biomass_g_per_mmol
        for m in left["dead"]
    }
    expected = np.median(sum(g * walls.trait(m, "wall_share") for m, g in died_g.items())) * 1000.0
    assert found.wall_mg.median == pytest.approx(float(expected), rel=1e-6)
    assert found.status == "assumed"
    assert found.lysed_cells.median < found.died_cells.median
    assert found.peptidoglycan_mg.median + found.teichoic_acid_mg.median < found.wall_mg.median
