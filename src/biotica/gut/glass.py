"""A glass, told by the cells that were counted in it, as a serving that the gut can take."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from biotica.engine.community import BIOMASS
from biotica.engine.compiled import Floats
from biotica.engine.serving import Serving
from biotica.errors import UnknownTaxon, _
from biotica.knowledge.load import Knowledge

_PG_PER_G = 1.0e12
_MG_PER_G = 1000.0


def glass_of(live_cfu: Mapping[str, float], dead_cells: Mapping[str, float], knowledge: Knowledge) -> Serving:
    """Turn counts of cells into a serving.

    Parameters
    ----------
    live_cfu, dead_cells : mapping
        Member to cells in the glass, >= 0.
    knowledge : Knowledge
        The tables.

    Returns
    -------
    Serving
        Cells of the mean mass of the tables, one draw, no liquid.

    Raises
    ------
    UnknownTaxon
        If a member is not in the tables.
    """
    g_per_mmol = knowledge.molar_mass_g_per_mol(BIOMASS) / _MG_PER_G

    def mmol(cells: Mapping[str, float]) -> dict[str, Floats]:
        return {
            slug: np.array([count * _cell_pg(slug, knowledge) / _PG_PER_G / g_per_mmol])
            for slug, count in cells.items()
        }

    return Serving(
        volume_ml=0.0, live_mmol=mmol(live_cfu), dead_mmol=mmol(dead_cells), biomass_g_per_mmol=g_per_mmol
    )


def _cell_pg(slug: str, knowledge: Knowledge) -> float:
    if slug not in knowledge.members:
        raise UnknownTaxon(
            _("'{slug}' is not a member that we know"), code="unknown_member", where="--serving", slug=slug
        )
    return float(knowledge.parameters_of(slug)["cell_dry_mass_pg", ""].value)
