"""The order of the permitted items, with doing nothing as the line between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from biotica.advise.effect import Effect
from biotica.knowledge.evidence import Goal, Intervention
from biotica.knowledge.grade import Grade, Grading
from biotica.permit.decide import Verdict

_TOLERANCE = {"none": 0, "low": 1, "medium": 2, "high": 3}
_BEARING = {"better": 0, None: 0, "mixed": 1, "none": 2, "worse": 3}


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A permitted item with all that decides its place.

    Parameters
    ----------
    serves_goal : bool
        The item is what the goal asks for (fibre for the goal fibre), whatever was measured.
    effect : Effect or None
        None = not simulated.
    """

    item: Intervention
    verdict: Verdict
    grading: Grading
    effect: Effect | None
    serves_goal: bool

    @property
    def is_above_the_line(self) -> bool:
        """Whether it is clearly better than doing nothing, by simulation or, without one, by evidence."""
        if self.grading.bearing == "worse":
            return False
        if self.effect is not None:
            return self.effect.is_clear_gain
        return self.grading.grade > Grade.NONE or self.serves_goal


def rank(candidates: Iterable[Candidate], goal: Goal) -> tuple[Candidate, ...]:
    """Put candidates in order.

    Parameters
    ----------
    candidates : iterable of Candidate
        In any order.
    goal : str
        For the goal fibre, items of the same grade and gain are ordered by grams of fibre.

    Returns
    -------
    tuple of Candidate
        Above the line, then doing nothing, then the rest; within each part by grade on the goal, then by
        what was found there (nothing measured before measured without help), simulated gain, tolerance and
        cost.
    """
    return tuple(sorted(candidates, key=lambda candidate: _place(candidate, goal)))


def _place(candidate: Candidate, goal: Goal) -> tuple[object, ...]:
    item, cost = candidate.item, candidate.item.cost
    gain = candidate.effect.median if candidate.effect is not None else 0.0
    return (
        1 if item.comparator else 0 if candidate.is_above_the_line else 2,
        -candidate.grading.grade,
        not candidate.serves_goal,
        _BEARING[candidate.grading.bearing] if candidate.grading.bearing != "safety" else 0,
        -gain,
        -_fibre_g_per_day(item) if goal == "fibre" else 0.0,
        _TOLERANCE[item.tolerance.level],
        math.inf if cost is None else cost.eur_per_month,
        item.id,
    )


def _fibre_g_per_day(item: Intervention) -> float:
    return item.fibre_g_per_dose_unit() * item.dose.low if item.dose is not None else 0.0
