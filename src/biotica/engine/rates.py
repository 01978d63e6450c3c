"""How fast a cell works: substrate, temperature, acidity, acids."""

from __future__ import annotations

from biotica.engine.compiled import law

_WORK_FADES_PH = 0.7
_FOOT = 0.02


@law("float64(float64, float64, float64)")
def monod(
    substrate_mmol_per_l: float, half_saturation_mmol_per_l: float, threshold_mmol_per_l: float
) -> float:
    """Share of the maximum rate that a substrate allows.

    Parameters
    ----------
    substrate_mmol_per_l : float
        Concentration in the medium, >= 0.
    half_saturation_mmol_per_l : float
        Concentration above the threshold at half the maximum rate, > 0.
    threshold_mmol_per_l : float
        Below this no uptake: the last trace stays in the medium.

    Returns
    -------
    float
        Dimensionless, 0 <= share < 1.

    Notes
    -----
    ``(S - S0) / (K + S - S0)`` above the threshold ``S0``, else 0. It is not a flux: it says nothing of
    transport or of regulation.

    References
    ----------
    monod1949
    """
    above_mmol_per_l = substrate_mmol_per_l - threshold_mmol_per_l
    if above_mmol_per_l <= 0.0:
        return 0.0
    return above_mmol_per_l / (half_saturation_mmol_per_l + above_mmol_per_l)


@law("float64(float64, float64, float64, float64)")
def cardinal_temperature(temperature_c: float, minimum_c: float, optimum_c: float, maximum_c: float) -> float:
    """Share of the optimal growth rate at a temperature.

    Parameters
    ----------
    temperature_c, minimum_c, optimum_c, maximum_c : float
        ``minimum_c < optimum_c < maximum_c``.

    Returns
    -------
    float
        0..1, 1 at the optimum, 0 at and outside the limits.

    Notes
    -----
    Cardinal temperature model with inflection. It is not a death rate: above the maximum cells may also die.
    It has a pole where the optimum lies nearer to the minimum than to the maximum; there two half parabolas
    take its place, which it meets where both distances are equal.

    References
    ----------
    rosso1993
    """
    if temperature_c <= minimum_c or temperature_c >= maximum_c:
        return 0.0
    from_minimum = temperature_c - minimum_c
    span = optimum_c - minimum_c
    above_optimum = maximum_c - optimum_c
    if span < above_optimum:
        away = (temperature_c - optimum_c) / (span if temperature_c < optimum_c else above_optimum)
        return 1.0 - away * away
    below = span * (from_minimum * (span - 2.0 * above_optimum) - span * (span - above_optimum))
    return (temperature_c - maximum_c) * from_minimum * (from_minimum / below)


@law("float64(float64, float64, float64, float64)")
def cardinal_ph(ph: float, ph_min: float, ph_opt: float, ph_max: float) -> float:
    """Share of the optimal growth rate at a pH.

    Parameters
    ----------
    ph, ph_min, ph_opt, ph_max : float
        ``ph_min < ph_opt < ph_max``.

    Returns
    -------
    float
        0..1, 1 at the optimum, 0 at and outside the limits.

    Notes
    -----
    Cardinal pH model ``f = a b / (a b - (pH - optimum)**2)`` with ``a = pH - minimum`` and ``b = pH -
    maximum``, with a smooth foot, ``f**2 (1 + e) / (f + e)`` with e = 0.02, so that the equations have no
    corner at the limits.

    References
    ----------
    rosso1995
    """
    if ph <= ph_min or ph >= ph_max:
        return 0.0
    both = (ph - ph_min) * (ph - ph_max)
    away = ph - ph_opt
    f = both / (both - away * away)
    return f * f * (1.0 + _FOOT) / (f + _FOOT)


@law("float64(float64, float64, float64, float64)")
def cardinal_ph_slope(ph: float, ph_min: float, ph_opt: float, ph_max: float) -> float:
    """Differentiate `cardinal_ph` by pH (per pH unit)."""
    if ph <= ph_min or ph >= ph_max:
        return 0.0
    both = (ph - ph_min) * (ph - ph_max)
    away = ph - ph_opt
    below = both - away * away
    f = both / below
    slope_both = 2.0 * ph - ph_min - ph_max
    slope_f = (slope_both * below - both * (slope_both - 2.0 * away)) / (below * below)
    return slope_f * f * (f + 2.0 * _FOOT) * (1.0 + _FOOT) / ((f + _FOOT) * (f + _FOOT))


@law("float64(float64, float64)")
def work_below_ph_min(ph: float, ph_min: float) -> float:
    """Share of the work of resting cells that is left below the lowest pH of growth.

    Parameters
    ----------
    ph, ph_min : float

    Returns
    -------
    float
        0..1: 1 from the lowest pH of growth upwards, ``(1 - x**2)**2`` below it, 0 from 0.7 units below it.

    Notes
    -----
    Cells that no longer grow still ferment, until they cannot hold their inner pH either. The 0.7 is assumed.
    """
    x = (ph_min - ph) / _WORK_FADES_PH
    if x <= 0.0:
        return 1.0
    if x >= 1.0:
        return 0.0
    left = 1.0 - x * x
    return left * left


@law("float64(float64, float64)")
def work_below_ph_min_slope(ph: float, ph_min: float) -> float:
    """Differentiate `work_below_ph_min` by pH (per pH unit)."""
    x = (ph_min - ph) / _WORK_FADES_PH
    if x <= 0.0 or x >= 1.0:
        return 0.0
    return 4.0 * x * (1.0 - x * x) / _WORK_FADES_PH


@law("float64(float64)")
def acid_room(filled_share: float) -> float:
    """Share of the rate that an undissociated acid leaves.

    Parameters
    ----------
    filled_share : float
        Undissociated acid over the concentration that stops the cells, >= 0.

    Returns
    -------
    float
        0..1: ``(1 - x)**2`` below 1, else 0. Half is left at x = 0.29; no corner where it stops.
    """
    if filled_share >= 1.0:
        return 0.0
    left = 1.0 - filled_share
    return left * left


@law("float64(float64)")
def acid_room_slope(filled_share: float) -> float:
    """Differentiate `acid_room`: ``-2 (1 - x)``."""
    if filled_share >= 1.0:
        return 0.0
    return -2.0 * (1.0 - filled_share)
