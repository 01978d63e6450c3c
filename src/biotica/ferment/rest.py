"""How much rested grains lose, and how much later they start, from a table of rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from biotica.ferment.ensemble import Floats
from biotica.ferment.grain_care import GrainRest
from biotica.ferment.medium import Drawing
from biotica.knowledge.grain_rest import RestRow


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Rested:
    """What a rest does, one value per draw.

    Parameters
    ----------
    loss_log10 : shape (draws,)
        Fall of every live count of the grains, in powers of ten, >= 0.
    extra_lag_h : shape (draws,)
        Hours at the ferment's usual temperature that the cells lag on top of their own lag, >= 0.
    """

    loss_log10: Floats
    extra_lag_h: Floats


def rested(rest: GrainRest | None, rows: Sequence[RestRow], draws: Drawing) -> Rested:
    """Draw what a rest does to grains.

    Parameters
    ----------
    rest : GrainRest or None
        None or 0 days change nothing.
    rows : sequence of RestRow
        The table; a quantity that it does not hold for a kind of rest is 0.
    draws : Drawing
        Source of the draws.

    Returns
    -------
    Rested
        More days never lose less and never start earlier.

    Notes
    -----
    ``loss = once + per_day * days``; ``lag = min(once + per_day * days, most)``. Nobody counted cells in
    resting grains in a table that we could read: these are assumptions, equal for all members, and no reason
    to keep or throw away a grain.
    """
    if rest is None or rest.days <= 0:
        return Rested(loss_log10=np.zeros(draws.count), extra_lag_h=np.zeros(draws.count))
    kind, days = rest.kind, rest.days

    def number(quantity: str, absent: float = 0.0) -> Floats:
        for row in rows:
            if (row.kind, row.quantity) == (kind, quantity):
                return draws.number(f"grain_rest:{row.kind}:{row.quantity}", row)
        return np.full(draws.count, absent)

    loss = number("log10_loss_once") + number("log10_loss_per_day") * days
    lag_h = number("extra_lag_once_h") + number("extra_lag_h_per_day") * days
    return Rested(loss_log10=loss, extra_lag_h=np.minimum(lag_h, number("extra_lag_most_h", np.inf)))
