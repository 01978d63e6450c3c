"""How well each draw of an ensemble explains the readings, and quantiles of a weighted ensemble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

METER_SD_PH = 0.1
STRIP_SD_PH = 0.3
OFFSET_SD_PH = 0.1
FEWEST_EFFECTIVE_SHARE = 0.1
_CONFLICT_SD = 3.0
_HALVINGS = 60


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Weights:
    """What the readings say about the draws.

    Parameters
    ----------
    share : shape (draws,)
        Weight of each draw; they sum to 1.
    offset_ph : shape (draws,)
        Most likely offset of the meter if the draw is true.
    effective_draws : float
        ``1 / sum(share**2)``.
    tempering : float
        1 = readings taken at their word; less = their joint weight was softened so that enough draws remain.
    conflicts : tuple of int
        Indices of readings that the weighted draws do not explain.
    """

    share: Floats
    offset_ph: Floats
    effective_draws: float
    tempering: float
    conflicts: tuple[int, ...]


def prior_weights(draws: int) -> Weights:
    """Weigh all draws alike: nothing was read."""
    return Weights(
        share=np.full(draws, 1.0 / draws),
        offset_ph=np.zeros(draws),
        effective_draws=float(draws),
        tempering=1.0,
        conflicts=(),
    )


def weights(
    predicted_ph: Floats,
    observed_ph: Floats,
    strip: Bools,
    *,
    meter_sd_ph: float = METER_SD_PH,
    strip_sd_ph: float = STRIP_SD_PH,
    offset_sd_ph: float = OFFSET_SD_PH,
    fewest_effective_share: float = FEWEST_EFFECTIVE_SHARE,
) -> Weights:
    """Weigh the draws by how well they explain the readings.

    Parameters
    ----------
    predicted_ph : shape (draws, times)
        pH of each draw at the times of the readings.
    observed_ph : shape (times,)
        What was read.
    strip : shape (times,)
        True = paper strip, which has no meter's offset.
    meter_sd_ph, strip_sd_ph, offset_sd_ph : float
        Standard deviations of one meter reading, one strip reading, and of the offset that all meter readings
        of a batch share; > 0.
    fewest_effective_share : float
        Share of the draws that must stay effective, 0..1.

    Returns
    -------
    Weights
        Prior weights if there is no reading.

    Notes
    -----
    Gaussian likelihood with the shared offset integrated out, so its covariance is
    ``diag(sd**2) + offset_sd**2 * m m'`` with ``m`` = 1 for meter readings. Importance weights on a prior
    ensemble: they choose among the draws there are and cannot invent a better one.
    """
    draws, times = predicted_ph.shape
    if times == 0:
        return prior_weights(draws)
    sd = np.where(strip, strip_sd_ph, meter_sd_ph)
    precision = 1.0 / sd**2
    on_meter = np.where(strip, 0.0, precision)
    residual = observed_ph - predicted_ph
    pull = residual @ on_meter
    room = 1.0 / offset_sd_ph**2 + on_meter.sum()
    log_likelihood = -0.5 * (residual**2 @ precision - pull**2 / room)
    offset = pull / room
    tempering = _tempering(log_likelihood, fewest_effective_share * draws)
    share = _shares(tempering * log_likelihood)
    explained = residual - np.where(strip, 0.0, offset[:, None])
    return Weights(
        share=share,
        offset_ph=offset,
        effective_draws=float(1.0 / np.sum(share**2)),
        tempering=tempering,
        conflicts=_conflicts(explained, share, sd),
    )


def quantiles(values: Floats, share: Floats, probabilities: tuple[float, ...] = (0.05, 0.5, 0.95)) -> Floats:
    """Quantiles over the draws of a weighted ensemble.

    Parameters
    ----------
    values : shape (draws,) or (draws, n)
        May hold infinity, never NaN.
    share : shape (draws,)
        Weights that sum to 1.
    probabilities : tuple of float
        0..1.

    Returns
    -------
    shape (probabilities,) or (probabilities, n)
        Smallest value whose cumulative weight reaches the probability: always a value of some draw.
    """
    flat = values.reshape(values.shape[0], -1)
    order = np.argsort(flat, axis=0, kind="stable")
    ranked = np.take_along_axis(flat, order, axis=0)
    reached = np.cumsum(share[order], axis=0)
    wanted = np.asarray(probabilities)[:, None, None]
    first = np.argmax(reached[None] >= wanted - 1e-12, axis=1)
    return np.take_along_axis(ranked, first, axis=0).reshape(len(probabilities), *values.shape[1:])


def probability(condition: Bools, share: Floats) -> float:
    """Weight of the draws for which a condition holds, 0..1."""
    return float(min(1.0, share[condition].sum()))


def _shares(log_weight: Floats) -> Floats:
    weight = np.exp(log_weight - log_weight.max())
    return np.asarray(weight / weight.sum())


def _effective(log_weight: Floats) -> float:
    return float(1.0 / np.sum(_shares(log_weight) ** 2))


def _tempering(log_likelihood: Floats, fewest: float) -> float:
    if _effective(log_likelihood) >= fewest:
        return 1.0
    low, high = 0.0, 1.0
    for _attempt in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if _effective(middle * log_likelihood) >= fewest:
            low = middle
        else:
            high = middle
    return low


def _conflicts(explained: Floats, share: Floats, sd: Floats) -> tuple[int, ...]:
    mean = share @ explained
    spread = share @ (explained - mean) ** 2
    return tuple(int(i) for i in np.flatnonzero(np.abs(mean) > _CONFLICT_SD * np.sqrt(sd**2 + spread)))
