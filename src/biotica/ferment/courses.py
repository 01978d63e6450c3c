"""The time courses of one jar over all draws, and when to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from biotica.ferment.ensemble import Floats
from biotica.ferment.steps import JarPlan, Keep

_SHORTEST_GRID_H = 0.5
_MOST_POINTS = 97
_POINTS_AFTER = 13
_SAME_TIME_H = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Courses:
    """What happened in the jar.

    Parameters
    ----------
    times_h : shape (times,)
        Since the start; rising.
    ph, gauge_bar : shape (draws, times)
        ``gauge_bar``: pressure above air in a closed vessel, else 0.
    mmol_per_l : mapping
        Metabolite to shape (draws, times).
    live_cfu_per_ml, dead_cells_per_ml : mapping
        Member to shape (draws, times); what floats in the liquid, without what sits on grains.
    """

    times_h: Floats
    ph: Floats
    gauge_bar: Floats
    mmol_per_l: Mapping[str, Floats]
    live_cfu_per_ml: Mapping[str, Floats]
    dead_cells_per_ml: Mapping[str, Floats]

    def at(self, places: slice) -> Courses:
        """Only the times at some places of the grid."""
        return Courses(
            times_h=self.times_h[places],
            ph=self.ph[:, places],
            gauge_bar=self.gauge_bar[:, places],
            mmol_per_l={name: course[:, places] for name, course in self.mmol_per_l.items()},
            live_cfu_per_ml={name: course[:, places] for name, course in self.live_cfu_per_ml.items()},
            dead_cells_per_ml={name: course[:, places] for name, course in self.dead_cells_per_ml.items()},
        )


def time_grid(plan: JarPlan, extra_h: tuple[float, ...] = ()) -> Floats:
    """Choose when to look at a jar.

    Parameters
    ----------
    plan : JarPlan
        Its steps.
    extra_h : tuple of float
        Times that must be among them, such as those of readings; 0 to the end.

    Returns
    -------
    shape (times,)
        Rising; holds 0, the borders of all steps and ``extra_h``.
    """
    start, points = 0.0, [0.0, *extra_h]
    for step in plan.steps:
        if isinstance(step, Keep):
            wanted = int(min(_MOST_POINTS, step.hours / _SHORTEST_GRID_H + 2))
            count = max(wanted if step.kind == "ferment" else _POINTS_AFTER, 3)
            points += list(np.linspace(start, start + step.hours, count))
            start += step.hours
    ordered = np.sort(np.array(points))
    return np.asarray(ordered[np.append(True, np.diff(ordered) > _SAME_TIME_H)])
