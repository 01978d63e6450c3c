"""How fast cells die: of age, of acid, of bile, of heat."""

from __future__ import annotations

import math

from biotica.engine.compiled import law

_LN10 = math.log(10.0)
_LN2 = math.log(2.0)
_MIN_PER_H = 60.0


@law("float64(float64, float64, float64, float64)")
def heat_death_rate_per_h(
    temperature_c: float, d_value_min: float, reference_c: float, z_value_c: float
) -> float:
    """First-order death by heat.

    Parameters
    ----------
    temperature_c : float
        Of the medium.
    d_value_min : float
        Minutes for one decimal reduction at ``reference_c``, > 0.
    reference_c, z_value_c : float
        Temperature of the D-value; degrees that make D ten times shorter, > 0.

    Returns
    -------
    float
        Per hour, >= 0: ``60 ln(10) / D * 10**((T - reference) / z)``.

    Notes
    -----
    Log-linear (Bigelow). It has no shoulder and no tail: real curves often have both.

    References
    ----------
    bigelow1921
    """
    return math.exp(_LN10 * (temperature_c - reference_c) / z_value_c) * _LN10 * _MIN_PER_H / d_value_min


@law("float64(float64, float64)")
def ageing_factor(temperature_c: float, temperature_opt_c: float) -> float:
    """How temperature speeds all death but that of heat: 1 at the optimum, doubled for each 10 degrees.

    Parameters
    ----------
    temperature_c, temperature_opt_c : float
        Of the medium; at which the cells grow best.

    Returns
    -------
    float
        > 0: ``2**((T - optimum) / 10)``. The doubling is a rule of thumb, not a measurement.
    """
    return math.exp(_LN2 * (temperature_c - temperature_opt_c) / 10.0)
