"""How acid a medium is: the charge balance of weak acids and bases.

The amounts in the state are totals, such as lactate + lactic acid, counted as the neutral form. The pH is
the one value at which all charges cancel.
"""

from __future__ import annotations

import math

from biotica.engine.compiled import Floats, Integers, law, loop

LN10 = math.log(10.0)
MMOL_PER_MOL = 1000.0
WATER_PRODUCT = 1.0e-14
_MAX_ITERATIONS = 100
_CLOSE_ENOUGH = 1.0e-7


@law("float64(float64, int64, int64, float64[::1], int64)")
def form_share(h_mol_per_l: float, first: int, last: int, ka_mol_per_l: Floats, protons_off: int) -> float:
    """Share of an acid that has given off just so many protons.

    Parameters
    ----------
    h_mol_per_l : float
        Proton concentration, > 0.
    first, last : int
        Rows of this acid in ``ka_mol_per_l``; falling.
    ka_mol_per_l : shape (ladder,)
        Dissociation constants of all acids.
    protons_off : int
        0 <= protons_off <= last - first.

    Returns
    -------
    float
        0..1.
    """
    weight = 1.0
    total = 1.0
    wanted = 1.0 if protons_off == 0 else 0.0
    for row in range(first, last):
        weight *= ka_mol_per_l[row] / h_mol_per_l
        total += weight
        if row - first + 1 == protons_off:
            wanted = weight
    return wanted / total


@loop("float64(float64, float64[::1], int64[::1], float64[::1], float64[::1], float64[::1])")
def solve_log_h(
    guess_log_h: float,
    totals_mmol_per_l: Floats,
    ladder: Integers,
    ka_mol_per_l: Floats,
    top_charge: Floats,
    out: Floats,
) -> float:
    """Solve the charge balance for ln of the proton concentration.

    Parameters
    ----------
    guess_log_h : float
        ln of the proton concentration in mol/L to start from.
    totals_mmol_per_l : shape (acids,)
        Totals over all forms.
    ladder : shape (acids + 1,)
        Acid ``a`` owns the rows ``ladder[a]:ladder[a + 1]`` of ``ka_mol_per_l``; none = a strong ion.
    ka_mol_per_l, top_charge : shape (ladder,), shape (acids,)
        Dissociation constants; charge of the form with all protons on.
    out : shape (1 + 2 * acids,)
        Written: slope of the charge by ln h (mmol/L), then per acid its mean charge, then its mean protons
        given off.

    Returns
    -------
    float
        ln of the proton concentration in mol/L.

    Notes
    -----
    Newton's method on ``h - Kw/h + sum(total * charge) = 0``, which rises with ln h and so has one root; a
    step that leaves the bracket is halved. The error left is of the order of the square of the last step.
    Activities are taken as concentrations, and Kw as 1e-14 at every temperature.
    """
    acids = top_charge.shape[0]
    low = -38.0
    high = 2.0
    log_h = min(max(guess_log_h, low), high)
    for _ in range(_MAX_ITERATIONS):
        h = math.exp(log_h)
        inverse_h = 1.0 / h
        balance = MMOL_PER_MOL * (h - WATER_PRODUCT * inverse_h)
        slope = MMOL_PER_MOL * (h + WATER_PRODUCT * inverse_h)
        for a in range(acids):
            weight = 1.0
            total = 1.0
            mean = 0.0
            square = 0.0
            for row in range(ladder[a], ladder[a + 1]):
                weight *= ka_mol_per_l[row] * inverse_h
                steps = row - ladder[a] + 1
                total += weight
                mean += steps * weight
                square += steps * steps * weight
            share = 1.0 / total
            mean *= share
            charge = top_charge[a] - mean
            balance += totals_mmol_per_l[a] * charge
            slope += totals_mmol_per_l[a] * (square * share - mean * mean)
            out[1 + a] = charge
            out[1 + acids + a] = mean
        out[0] = slope
        if balance > 0.0:
            high = log_h
        else:
            low = log_h
        step = balance / slope
        log_h -= step
        if abs(step) < _CLOSE_ENOUGH:
            break
        if log_h <= low or log_h >= high:
            log_h = 0.5 * (low + high)
    return log_h
