"""How much base a sour milk takes up: titratable acidity from the charge balance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from biotica.engine.charge import charge_mmol_per_l
from biotica.engine.community import acid_of
from biotica.ferment.ensemble import Floats
from biotica.ferment.medium import milk_medium
from biotica.ferment.quantity import Drink
from biotica.knowledge.records import Metabolite

TITRATION_PH = 8.3
"""Where phenolphthalein turns."""

DORNIC_PER_PERCENT = 100.0
"""One degree Dornic is 0.1 g of lactic acid per litre."""

MMOL_PER_L_PER_SOXHLET_HENKEL = 2.5
"""One degree Soxhlet-Henkel is 1 ml of base of 0.25 mol/L to 100 ml."""

_MG_PER_PERCENT = 1e4
_GAS = "CO2"


def base_mmol_per_l(
    totals_mmol_per_l: Mapping[str, Floats], metabolites: Mapping[str, Metabolite], ph: Floats
) -> Floats:
    """Strong base that brings a medium to a pH.

    Parameters
    ----------
    totals_mmol_per_l : mapping
        Metabolite to the total of its forms, strong ions included, shape (draws,).
    metabolites : mapping
        With their dissociation constants.
    ph : shape (draws,)
        Where the titration ends.

    Returns
    -------
    shape (draws,)
        mmol of OH- per litre; negative = acid is needed.

    Notes
    -----
    A medium is neutral at its own pH. Base adds its cation, so at the end
    ``base + charge(totals, ph) = 0``, with the charges of water, strong ions and all acids: ``base =
    -charge(totals, ph)``. Dilution by the base is left out.
    """
    acids = [acid_of(metabolites[name]) for name in totals_mmol_per_l]
    return np.asarray(-charge_mmol_per_l(totals_mmol_per_l, acids, ph))


def lactic_percent(base: Floats, grams_per_mol: float) -> Floats:
    """Give base in mmol/L as percent of lactic acid, g per 100 ml."""
    return np.asarray(base * grams_per_mol / _MG_PER_PERCENT)


def titratable_mmol_per_l(drink: Drink) -> Floats:
    """Titratable acidity of a drink to pH 8.3.

    Parameters
    ----------
    drink : Drink
        Its end is titrated.

    Returns
    -------
    shape (draws,)
        mmol of OH- per litre, >= 0; 0 = the drink is not sourer than pH 8.3.

    Notes
    -----
    Of a milk: ``natural + base_mmol_per_l(end, first pH of this milk)``, where ``natural`` is what fresh milk
    of this kind takes up to pH 8.3, drawn from its row in milks.tsv. The buffers of the model are sized
    between pH 4.4 and 6.6 only and would take up too much above. A drink that is no milk is titrated to
    pH 8.3 at once. Dissolved gas counts as in the fresh milk, and not at all where there is no milk, as if
    the rest was shaken out.
    """
    totals = {
        name: total for name, total in drink.end_mmol_per_l.items() if name in drink.knowledge.metabolites
    }
    known, milk = drink.knowledge.metabolites, drink.recipe.milk
    if milk is None:
        still = {name: total for name, total in totals.items() if name != _GAS}
        ends = np.full(drink.draws.count, TITRATION_PH)
        return np.asarray(np.maximum(base_mmol_per_l(still, known, ends), 0.0))
    rows = drink.knowledge.milk(milk.kind)
    fresh = milk_medium(milk, drink.knowledge, drink.draws)
    first_ph = drink.draws.number(f"milk:{milk.kind}:initial_ph", rows["initial_ph"])
    row = rows["natural_acidity_percent_lactic"]
    percent = drink.draws.number(f"milk:{milk.kind}:{row.quantity}", row)
    natural = percent * _MG_PER_PERCENT / drink.knowledge.molar_mass_g_per_mol("lactate")
    developed = base_mmol_per_l({**totals, _GAS: fresh[_GAS]}, known, first_ph)
    return np.asarray(np.maximum(natural + developed, 0.0))
