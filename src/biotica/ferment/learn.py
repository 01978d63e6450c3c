"""What readings teach: an ensemble smoother over the scores of every uncertain number of a jar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from biotica.engine.draws import Draws
from biotica.ferment.ensemble import Bools, Floats

METER_SD_PH = 0.05
STRIP_SD_PH = 0.3
OFFSET_SD_PH = 0.05
DRIFT_SD_PH_PER_DAY = 0.03
OFFSET, DRIFT = "meter:offset", "meter:drift"
_ROUNDS = 3
_ENOUGH_TO_LEARN = 150
"""Draws: with more, the covariances get better by less than the readings are wrong (assumed)."""
_MIXED_IN = 0.3
_UNLIKELY = (0.01, 0.99)
_NOISE_OF_CORRELATION = 1.0
_CONFLICT_SD = 3.0
_TINY = 1e-12


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Observed:
    """What was read in a jar.

    Parameters
    ----------
    value, sd : shape (readings,)
        In the unit of what was read; ``sd`` > 0, of one reading if the model were true.
    """

    value: Floats
    sd: Floats


def meter_sd_ph(time_h: Floats, strip: Bools) -> Floats:
    """Give the standard deviation of pH readings.

    Parameters
    ----------
    time_h : shape (readings,)
        Hours since the start.
    strip : shape (readings,)
        True = paper strip.

    Returns
    -------
    shape (readings,)
        Twice as much in the first hour, in which milk is still cold and a meter not settled (assumed).
    """
    settled = np.where(time_h < 1.0, 2.0, 1.0)
    return np.asarray(np.where(strip, STRIP_SD_PH, METER_SD_PH * settled))


def meter_ph(ph: Floats, time_h: Floats, strip: Bools, draws: Draws) -> Floats:
    """Add what a meter adds to the pH, its offset and drift; a strip has none.

    Parameters
    ----------
    ph : shape (draws, readings)
    time_h, strip : shape (readings,)
    draws : Draws
        Holds the scores of the meter's two states.

    Returns
    -------
    shape (draws, readings)
    """
    offset = OFFSET_SD_PH * draws.score(OFFSET)[:, None]
    drift = DRIFT_SD_PH_PER_DAY * draws.score(DRIFT)[:, None] * time_h / 24.0
    return np.asarray(ph + np.where(strip, 0.0, offset + drift))


def learn(predict: Callable[[Draws], Floats], prior: Draws, observed: Observed) -> Draws:
    """Move an ensemble to where it explains the readings.

    Parameters
    ----------
    predict : callable
        From draws to what they would have read, shape (draws, readings), without noise.
    prior : Draws
        Before the readings.
    observed : Observed
        The readings.

    Returns
    -------
    Draws
        As many, all alike in weight, with other scores for the numbers that the readings speak about.

    Notes
    -----
    Ensemble smoother with multiple data assimilation: in each of k rounds the scores Z move by ``C_zd (C_dd +
    k R)^-1 (y + sqrt(k) e - d)``, with the ensemble's own covariances between scores, predictions d and
    noise R. Correlations within the noise of a sample of this size count as none. A reading outside nearly
    all that the prior holds possible gets a wider error, so that one slip of the pen does not bend the rest.
    The moved draws are run again, so that every course still obeys the balances. A large ensemble learns
    with a part of its draws; the others are made from the moved ones, with the same mean and covariance.
    Exact only for straight lines and bell curves; validation shows how well the intervals cover.

    References
    ----------
    raanes2019
    """
    few = min(prior.count, _ENOUGH_TO_LEARN)
    noise = Draws(count=few, seed=prior.seed)
    first = {name: scores[:few] for name, scores in prior.known.items()}
    draws, sd = Draws(count=few, seed=prior.seed, known=first), observed.sd
    for turn in range(_ROUNDS):
        predicted = predict(draws)
        if turn == 0:
            sd = _with_slips(predicted, observed)
        names = tuple(draws.scores)
        scores = np.stack([draws.scores[name] for name in names], axis=1)
        shaken = np.stack([noise.score(f"reading:{turn}:{n}") for n in range(sd.size)], axis=1)
        wanted = observed.value + np.sqrt(_ROUNDS) * sd * (shaken - shaken.mean(axis=0))
        moved = scores + _moves(scores, predicted, _ROUNDS * sd**2, wanted - predicted)
        known = {name: moved[:, n] for n, name in enumerate(names)}
        draws = Draws(count=few, seed=prior.seed, known={**draws.known, **known})
    return Draws(count=prior.count, seed=prior.seed, known={**prior.known, **_enlarged(draws, prior)})


def _enlarged(draws: Draws, prior: Draws) -> dict[str, Floats]:
    """Make scores of more draws, of the same mean and covariance: each leans on one, and a little on all."""
    if draws.count == prior.count:
        return dict(draws.known)
    fresh = Draws(count=prior.count, seed=prior.seed)
    mixed = np.stack([fresh.score(f"mixed:{n}") for n in range(draws.count)], axis=1)
    mixed *= _MIXED_IN / np.sqrt(draws.count)
    many = {}
    for name, scores in draws.known.items():
        away = scores - scores.mean()
        leaning = np.sqrt(1.0 - _MIXED_IN**2) * np.resize(away, prior.count)
        many[name] = scores.mean() + leaning + mixed @ away
    return many


def conflicts(predicted: Floats, observed: Observed) -> tuple[int, ...]:
    """Find the readings that the ensemble does not explain, even after it has learnt from them.

    Parameters
    ----------
    predicted : shape (draws, readings)
    observed : Observed

    Returns
    -------
    tuple of int
        Indices of the readings more than three standard deviations away.
    """
    away = np.abs(predicted.mean(axis=0) - observed.value)
    room = np.sqrt(observed.sd**2 + predicted.var(axis=0))
    return tuple(int(n) for n in np.flatnonzero(away > _CONFLICT_SD * room))


def _with_slips(predicted: Floats, observed: Observed) -> Floats:
    low, high = np.quantile(predicted, _UNLIKELY, axis=0)
    beyond = np.maximum(np.maximum(low - observed.value, observed.value - high), 0.0)
    return np.asarray(np.maximum(observed.sd, beyond))


def _moves(scores: Floats, predicted: Floats, variance: Floats, miss: Floats) -> Floats:
    """How far scores move, shape (draws, scores), for what each draw misses, shape (draws, readings)."""
    many = scores.shape[0]
    away, off = scores - scores.mean(axis=0), predicted - predicted.mean(axis=0)
    together = away.T @ off / (many - 1)
    correlation = together / np.outer(away.std(axis=0) + _TINY, off.std(axis=0) + _TINY)
    together[np.abs(correlation) < _NOISE_OF_CORRELATION / np.sqrt(many)] = 0.0
    spread = off.T @ off / (many - 1) + np.diag(variance)
    return np.asarray((together @ np.linalg.solve(spread, miss.T)).T)
