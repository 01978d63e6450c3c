"""The charge of a medium at a given pH, for setting one up; while it ferments, `acid` solves for the pH."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from biotica.engine.acid import MMOL_PER_MOL, WATER_PRODUCT
from biotica.engine.compiled import Floats
from biotica.engine.network import Acid


def charge_mmol_per_l(totals_mmol_per_l: Mapping[str, Floats], acids: Iterable[Acid], ph: Floats) -> Floats:
    """Add up the charges of water and all dissolved acids and bases.

    Parameters
    ----------
    totals_mmol_per_l : mapping
        Metabolite to the total of its forms, shape (draws,); those that are no acid count as neutral.
    acids : iterable of Acid
        What carries charge; one that the medium does not hold is passed over.
    ph : shape (draws,)
        At which pH.

    Returns
    -------
    shape (draws,)
        Net charge, mmol/L; 0 = this is the pH that the medium has.
    """
    h_mol_per_l = 10.0**-ph
    charge = MMOL_PER_MOL * (h_mol_per_l - WATER_PRODUCT / h_mol_per_l)
    for acid in acids:
        if acid.metabolite in totals_mmol_per_l:
            charge = charge + totals_mmol_per_l[acid.metabolite] * _mean_charge(h_mol_per_l, acid)
    return np.asarray(charge)


def _mean_charge(h_mol_per_l: Floats, acid: Acid) -> Floats:
    weight = np.ones_like(h_mol_per_l)
    total, protons_off = weight.copy(), np.zeros_like(h_mol_per_l)
    for steps, ka_mol_per_l in enumerate(acid.ka_mol_per_l, start=1):
        weight = weight * ka_mol_per_l / h_mol_per_l
        total = total + weight
        protons_off = protons_off + steps * weight
    return np.asarray(acid.top_charge - protons_off / total)
