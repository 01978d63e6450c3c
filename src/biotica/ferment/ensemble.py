"""Quantiles and chances over the draws of an ensemble."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def quantiles(values: Floats, probabilities: tuple[float, ...] = (0.05, 0.5, 0.95)) -> Floats:
    """Quantiles over the draws.

    Parameters
    ----------
    values : shape (draws,) or (draws, n)
        May hold infinity, never NaN.
    probabilities : tuple of float
        0..1.

    Returns
    -------
    shape (probabilities,) or (probabilities, n)
        Smallest value that so large a part of the draws does not exceed: always a value of some draw.
    """
    return np.asarray(np.quantile(values, probabilities, axis=0, method="inverted_cdf"))


def probability(condition: Bools) -> float:
    """Part of the draws for which a condition holds, 0..1."""
    return float(np.mean(condition))
