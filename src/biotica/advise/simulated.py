"""What the options add for one person, by simulation of those that reach the gut community."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from biotica.advise.effect import Effect
from biotica.engine.serving import Serving
from biotica.gut.production import DailyDose, Gain, gains
from biotica.gut.profile import Profile
from biotica.knowledge.evidence import Intervention
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

COUNTED = "butyrate"
GOALS_THAT_COUNT = frozenset({"fibre", "stool_regularity", "butyrate_production", "variety"})
"""Goals on which what the community makes may bear; for the others nothing is simulated."""

OWN_KEFIR = "X2"

RESOLUTION_MMOL_PER_DAY = 0.1
"""Smallest gain told from none: twice the largest error of a paired gain at the tolerance of an ensemble."""


def simulated_effects(
    profile: Profile,
    items: Iterable[Intervention],
    goal: str,
    *,
    glass: Serving | None = None,
    draws: int = 40,
    seed: int = 1,
) -> dict[str, Effect]:
    """Simulate options in 24-h vials of a person's community.

    Parameters
    ----------
    profile : Profile
        Whose community.
    items : iterable of Intervention
        Options that the rules leave.
    goal : str
        Of ABOUT.toml.
    glass : Serving or None
        A glass from the own jar, the daily dose of home kefir.
    draws, seed : int
        Paired with doing nothing.

    Returns
    -------
    dict
        Item id to effect; an item without anything to simulate is absent.

    Notes
    -----
    Model output, not validated in people: butyrate made more in 24 h. It says nothing about stool form or
    about benefit.
    """
    if goal not in GOALS_THAT_COUNT:
        return {}
    doses = [_daily(item, glass) for item in items]
    found = gains(profile, doses, COUNTED, load(), default_names(), draws=draws, seed=seed)
    return {key: _effect(gain) for key, gain in found.items()}


def _daily(item: Intervention, glass: Serving | None) -> DailyDose:
    units = 0.5 * (item.dose.low + item.dose.high) if item.dose is not None else 0.0
    return DailyDose(
        id=item.id, units=units, contents=item.contents, glass=glass if item.id == OWN_KEFIR else None
    )


def _effect(gain: Gain) -> Effect:
    steps = np.round(gain.more_mmol_per_day / RESOLUTION_MMOL_PER_DAY)
    low, median, high = (float(q) for q in np.quantile(steps, [0.1, 0.5, 0.9], method="nearest"))
    return Effect(
        metabolite=gain.metabolite,
        unit="mmol_per_day",
        stage="vial_24_h",
        median=median * RESOLUTION_MMOL_PER_DAY,
        low=low * RESOLUTION_MMOL_PER_DAY,
        high=high * RESOLUTION_MMOL_PER_DAY,
        probability_of_gain=float(np.mean(steps > 0.0)),
    )
