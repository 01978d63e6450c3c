"""A number over draws, as its middle and its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from biotica.engine.compiled import Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """Median with its interval: 5 and 95 % over the draws, or 10 and 90 % where said."""

    median: float
    low: float
    high: float


def band(values: Floats) -> Band:
    """Give median, 5 and 95 % of numbers of shape (draws,)."""
    low, median, high = (float(q) for q in np.quantile(values, [0.05, 0.5, 0.95]))
    return Band(median=median, low=low, high=high)
