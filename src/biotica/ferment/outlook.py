"""What a verdict is made from: the time courses of an ensemble, and when they cross a line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from biotica.ferment.ensemble import Bools, Floats, quantiles
from biotica.ferment.readings import Reading

PERCENT_VOL_PER_MMOL_PER_L = 46.069 / 789.3 / 10.0
"""Ethanol: molar mass in mg/mmol over density in g/L at 20 C, in percent."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Storage:
    """What the fridge does after the last step.

    Parameters
    ----------
    days : shape (times,)
        Since the end of the recipe; rising from 0.
    ph, ethanol_mmol_per_l, gauge_bar : shape (draws, times)
        ``gauge_bar`` is 0 where nothing is closed.
    """

    days: Floats
    ph: Floats
    ethanol_mmol_per_l: Floats
    gauge_bar: Floats


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Challenge:
    """A pathogen put in at time zero.

    Parameters
    ----------
    name : str
        As in the contract, such as ``e_coli_o157``.
    log10_cfu_per_ml : shape (draws, times)
    """

    name: str
    log10_cfu_per_ml: Floats


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Heating:
    """What a heat step leaves.

    Parameters
    ----------
    temperature_c : float
        Of the warmest heat step.
    logs : shape (draws,)
        Fall of the most resistant member's live count, in powers of ten, down to one cell per 1000 litres;
        infinity = there were none before.
    member : str
        Slug of the member of which most stay alive.
    """

    temperature_c: float
    logs: Floats
    member: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Outlook:
    """An ensemble's time courses, after it has learnt from the readings.

    Parameters
    ----------
    times_h : shape (times,)
        Rising, from 0 to the end of the last step.
    ph, ethanol_mmol_per_l, gauge_bar : shape (draws, times)
        ``gauge_bar`` is the pressure above air in a closed vessel, 0 in an open one.
    early_ph, expected_ph : shape (draws, readings)
        What meter or strip would show at the times of ``readings``, in the draws as they are, and as they
        were before they learnt from the readings; NaN where no pH was read.
    conflicts : tuple of int
        Indices into ``readings``.
    course : tuple of (hour, degrees)
        Temperatures of the fermentation, measured where they were measured.
    """

    times_h: Floats
    ph: Floats
    ethanol_mmol_per_l: Floats
    gauge_bar: Floats
    course: tuple[tuple[float, float], ...]
    readings: tuple[Reading, ...] = ()
    early_ph: Floats
    expected_ph: Floats
    conflicts: tuple[int, ...] = ()
    storage: Storage | None = None
    heating: Heating | None = None
    challenge: Challenge | None = None


def first_crossing(times: Floats, values: Floats, level: float) -> Floats:
    """When a falling course first reaches a level.

    Parameters
    ----------
    times : shape (times,)
        Rising.
    values : shape (draws, times)
        Courses.
    level : float
        Reached = at or below.

    Returns
    -------
    shape (draws,)
        In the unit of ``times``, by straight lines between them; infinity = never.
    """
    reached: Bools = values <= level
    later = np.argmax(reached, axis=1)
    earlier = np.maximum(later - 1, 0)
    rows = np.arange(values.shape[0])
    above, below = values[rows, earlier], values[rows, later]
    drop = above - below
    part = np.divide(above - level, drop, out=np.zeros_like(drop), where=drop > 0)
    when = times[earlier] + np.clip(part, 0.0, 1.0) * (times[later] - times[earlier])
    return np.asarray(np.where(reached.any(axis=1), when, np.inf))


def interval(values: Floats) -> dict[str, float | None]:
    """Median and 5 and 95 % quantiles over the draws; None = without end."""
    low, median, high = (float(value) for value in quantiles(values))
    return {"median": _or_none(median), "low": _or_none(low), "high": _or_none(high)}


def _or_none(value: float) -> float | None:
    return value if np.isfinite(value) else None
