"""A batch culture: counted cells in a medium whose start was measured."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from biotica.engine.assemble import assemble
from biotica.engine.community import build_community
from biotica.engine.draws import Draws
from biotica.engine.serving import Serving
from biotica.gut.vial import ACIDS, STRONG, VOLUME_L, Culture, closed_vessel, with_strong_ions
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Track

_ML_PER_L = 1000.0
_PG_PER_G = 1.0e12


def batch(
    knowledge: Knowledge,
    medium: str,
    cells_per_ml: Mapping[str, float],
    draws: Draws,
    *,
    measured_mmol_per_l: Mapping[str, float],
    ph: float,
    dead_per_ml: Mapping[str, float] | None = None,
    track: Track = "untrained",
) -> Culture:
    """Put counted cells into a medium.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    medium : str
        Id of media.tsv; its pH is not used.
    cells_per_ml : mapping of str to float
        Member to living cells per ml at the start, > 0.
    draws : Draws
        Of every uncertain number.
    measured_mmol_per_l : mapping of str to float
        What was measured at the start, >= 0; it takes the place of the medium's rows.
    ph : float
        At the start; strong ions close the charge balance there.
    dead_per_ml : mapping of str to float or None
        Member to dead whole cells per ml at the start, >= 0.
    track : str
        ``untrained`` uses no number that saw a measured acid.

    Returns
    -------
    Culture
        Its cells still have the lag of their members' tables before them.

    Notes
    -----
    A closed vial with as much head space as liquid, whatever vessel was used.
    """
    rows = knowledge.medium(medium, track=track)
    held = {m: row for m, row in rows.items() if m in knowledge.metabolites and m not in STRONG}
    community = build_community(
        knowledge,
        sorted(cells_per_ml),
        also=[*held, *measured_mmol_per_l, *ACIDS, "CO2", "H2", *STRONG],
        track=track,
    )
    setup = assemble(community, closed_vessel(), draws)
    liquid = {m: draws.number(f"{medium}:{m}", row) for m, row in held.items()}
    liquid |= {m: np.full(draws.count, amount) for m, amount in measured_mmol_per_l.items()}
    liquid = with_strong_ions(liquid, community, np.full(draws.count, ph))
    ml = VOLUME_L * _ML_PER_L
    live, dead, ready = {}, {}, {}
    for slug, count in cells_per_ml.items():
        member = community.member(slug)
        mass, lag = member.trait("cell_dry_mass_pg"), member.trait("lag_h")
        cell_g = draws.number(f"{mass.member}:{mass.name}:", mass) / _PG_PER_G
        live[slug] = count * ml * cell_g / community.biomass_g_per_mmol
        dead[slug] = (dead_per_ml or {}).get(slug, 0.0) * ml * cell_g / community.biomass_g_per_mmol
        fastest = max((u.rate.value for u in member.routes if u.grows), default=0.0)
        if lag.high > 0.0:
            ready[slug] = np.exp(-fastest * draws.number(f"{lag.member}:lag_h:", lag))
    start = Serving(
        volume_ml=ml,
        amounts_mmol={m: amount * VOLUME_L for m, amount in liquid.items()},
        live_mmol=live,
        dead_mmol=dead,
        readiness=ready,
        biomass_g_per_mmol=community.biomass_g_per_mmol,
    )
    return Culture(setup=setup, start=start)
