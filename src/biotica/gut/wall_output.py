"""What microbes of the gut leave when they die: dead cells and pieces of wall, per day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.run import Run, contents
from biotica.engine.serving import FRAGMENTS, Amounts, Serving
from biotica.engine.wall import Walls
from biotica.gut.band import Band, band
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Status, Track

_H_PER_DAY = 24.0
_MG_PER_G = 1000.0
_PG_PER_G = 1.0e12


@dataclass(frozen=True, kw_only=True)
class WallOutput:
    """What dying leaves in a day, in the whole gut.

    Attributes
    ----------
    died_cells, lysed_cells : Band
        Cells that died in a day, whole or broken; cells that broke in a day, whenever they died.
    wall_mg, peptidoglycan_mg, teichoic_acid_mg : Band
        Wall of the cells that died, and what it is made of, mg of dry mass per day.
    status : str
        The weakest number behind the masses: ``assumed`` as long as one share is.

    Notes
    -----
    It is what comes about, not what stays, is taken up or is found in a stool: in a gut, lysozyme and
    microbes take walls apart. No effect on health has been shown for such a mass.
    """

    died_cells: Band
    lysed_cells: Band
    wall_mg: Band
    peptidoglycan_mg: Band
    teichoic_acid_mg: Band
    status: Status


def wall_output(run: Run, first: int, knowledge: Knowledge, *, track: Track = "untrained") -> WallOutput:
    """Count what died between one of the times seen and the last.

    Parameters
    ----------
    run : Run
        Of the gut; nothing with dead cells is swallowed after ``first``.
    first : int
        Index into the times of the run.
    knowledge : Knowledge
        The tables.
    track : str
        As of the run.

    Returns
    -------
    WallOutput
        Held more at the end + left with stool, per day.
    """
    days = float(run.times_h[-1] - run.times_h[first]) / _H_PER_DAY
    left = died_mmol(run, first)
    whole = {m: mmol / days for m, mmol in left["dead"].items()}
    pieces = {part: {m: mmol / days for m, mmol in left[part].items()} for part in FRAGMENTS}
    g_per_mmol = run.setup.community.biomass_g_per_mmol
    walls = Walls(knowledge=knowledge, draws=run.setup.draws, track=track)
    mass = walls.mass(whole, pieces["wall"], biomass_g_per_mmol=g_per_mmol)

    def cells(amounts: Amounts) -> Floats:
        counts = [
            mmol * g_per_mmol * _PG_PER_G / walls.trait(m, "cell_dry_mass_pg") for m, mmol in amounts.items()
        ]
        return np.asarray(np.sum(counts, axis=0))

    broken = {m: np.sum([pieces[part][m] for part in FRAGMENTS], axis=0) for m in pieces["wall"]}
    return WallOutput(
        died_cells=band(cells(whole) + cells(broken)),
        lysed_cells=band(cells(broken)),
        wall_mg=band(mass.wall_g * _MG_PER_G),
        peptidoglycan_mg=band(mass.peptidoglycan_g * _MG_PER_G),
        teichoic_acid_mg=band(mass.teichoic_acid_g * _MG_PER_G),
        status=walls.status(whole),
    )


def died_mmol(run: Run, first: int) -> dict[str, dict[str, Floats]]:
    """Give dead cells and fragments that came about since one of the times seen.

    Parameters
    ----------
    run, first
        As `wall_output`.

    Returns
    -------
    dict
        ``dead`` or a fragment to member to shape (draws,), mmol of carbon; cells that broke count as
        fragments, no longer as dead.
    """
    taken = [one.serving for one in run.taken if one.time_h > run.times_h[first]]
    ends = _everywhere(run, -1)
    starts = _everywhere(run, first)
    return {
        kind: {
            member: amount
            - starts[kind][member]
            + sum((_pools(one)[kind].get(member, 0.0) for one in taken), np.zeros_like(amount))
            for member, amount in pools.items()
        }
        for kind, pools in ends.items()
    }


def _everywhere(run: Run, time_index: int) -> dict[str, dict[str, Floats]]:
    total: dict[str, dict[str, Floats]] = {}
    places = sorted({state.place for state in run.setup.network.index})
    for place in places:
        held = contents(run.setup, run.values[:, time_index], place)
        for kind, amounts in _pools(held).items():
            here = total.setdefault(kind, {})
            for member, mmol in amounts.items():
                here[member] = here.get(member, 0.0) + mmol
    return total


def _pools(serving: Serving) -> Mapping[str, Amounts]:
    return {"dead": serving.dead_mmol, **serving.fragments_mmol}
