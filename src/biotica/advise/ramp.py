"""The steps of a plan: two weeks of looking, one change, built up slowly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from biotica.advise.rank import Candidate
from biotica.knowledge.evidence import Dose, Goal
from biotica.knowledge.rules import Adjustment

Action = Literal["baseline", "start", "raise", "hold", "back_off", "stop", "washout", "measure"]

BASELINE_WEEKS = 2
HOLD_WEEKS = 4
WASHOUT_WEEKS = 1
FIBRE_START_G_PER_DAY = 3.0
FIBRE_STEP_G_PER_WEEK = 3.0
DRINK_RAMP_ML_PER_DAY = ((1, 30.0), (4, 60.0), (8, 120.0), (15, 200.0))
"""Day from which on, and millilitres a day: prudent, from the article, not from a trial."""
DRINK_MOST_ML_PER_DAY = 500.0
_IN_THE_DOSE = frozenset({"smaller_dose", "slow_ramp"})

MEASURES: dict[Goal, tuple[str, ...]] = {
    "fibre": ("fibre_g_per_day", "stool_form"),
    "stool_regularity": ("stool_form", "stools_per_day"),
    "comfort_gas": ("gas", "bloating"),
    "lactose": ("gas", "stool_form"),
    "butyrate_production": ("stool_form", "test_again"),
    "variety": ("plants_per_week", "test_again"),
    "kefir_habit": ("ml_per_day", "stool_form"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of the plan.

    Parameters
    ----------
    week, day : int
        Counted from 1 from the start of the plan.
    item : str or None
        What is changed; None = nothing.
    dose : float or None
        In ``unit``, such as ``g_per_day``.
    when : str
        Stop rule that brings this step; empty = it comes by itself.
    adjust : tuple of Adjustment
        How the item is taken, where no dose can show it: spacing, a check of the label, milk boiled first.
    """

    week: int
    day: int
    action: Action
    item: str | None = None
    dose: float | None = None
    unit: str | None = None
    measure: tuple[str, ...] = ()
    when: str = ""
    adjust: tuple[Adjustment, ...] = ()


def steps(
    candidate: Candidate | None, goal: Goal, adjustments: Sequence[Adjustment] = ()
) -> tuple[Step, ...]:
    """Write the plan for one change.

    Parameters
    ----------
    candidate : Candidate or None
        What to start; None, or an item without a known dose = look, wait, and test again.
    goal : str
        Says what to measure.
    adjustments : sequence of Adjustment
        The slowest ramp and the smallest dose among them are taken; the others stand with the first step.

    Returns
    -------
    tuple of Step
        In the order of the days; a step with ``when`` stands at the day from which it can come.
    """
    measure = MEASURES[goal]
    baseline = Step(week=1, day=1, action="baseline", measure=measure)
    first_day = BASELINE_WEEKS * 7 + 1
    if candidate is None or candidate.item.dose is None:
        return baseline, _at(first_day + HOLD_WEEKS * 7, "measure", measure=measure)
    item, unit = candidate.item, unit_of(candidate.item.dose)
    climb = _climb(candidate, adjustments)
    watched = (*measure, *(() if "gas" in measure else ("gas",)))
    taken = [
        _at(
            first_day + offset,
            "start" if index == 0 else "raise",
            item=item.id,
            dose=dose,
            unit=unit,
            measure=watched,
        )
        for index, (offset, dose) in enumerate(climb)
    ]
    lower = climb[-2][1] if len(climb) > 1 else 0.0
    back = _at(first_day, "back_off", item=item.id, dose=lower, unit=unit, when="D14")
    top_day = first_day + climb[-1][0] + 7
    after = top_day + HOLD_WEEKS * 7
    return (
        baseline,
        replace(taken[0], adjust=_beside_the_dose(adjustments)),
        back,
        *taken[1:],
        _at(top_day, "hold", item=item.id, dose=climb[-1][1], unit=unit, measure=watched),
        _at(after, "measure", measure=measure),
        _at(after + 7, "washout", item=item.id, dose=0.0, unit=unit, measure=measure),
        _at(after + 7 + WASHOUT_WEEKS * 7, "measure", measure=measure),
    )


def unit_of(dose: Dose) -> str:
    """Write the unit of a dose as a code, such as ``g_per_day``."""
    return f"{dose.unit.lower()}_per_{dose.per}"


def dose_share(adjustments: Sequence[Adjustment]) -> float:
    """Tell which share of the tested dose is left, 0..1; 1 = all of it."""
    return _smallest(adjustments, "dose_share", 1.0)


def _beside_the_dose(adjustments: Sequence[Adjustment]) -> tuple[Adjustment, ...]:
    others = (adjustment for adjustment in adjustments if adjustment.code not in _IN_THE_DOSE)
    unique: list[Adjustment] = []
    for adjustment in others:
        if adjustment not in unique:
            unique.append(adjustment)
    return tuple(unique)


def _at(
    day: int,
    action: Action,
    *,
    item: str | None = None,
    dose: float | None = None,
    unit: str | None = None,
    measure: tuple[str, ...] = (),
    when: str = "",
) -> Step:
    return Step(
        week=(day - 1) // 7 + 1,
        day=day,
        action=action,
        item=item,
        dose=dose,
        unit=unit,
        measure=measure,
        when=when,
    )


def _climb(candidate: Candidate, adjustments: Sequence[Adjustment]) -> list[tuple[int, float]]:
    """Days after the start, and the dose from then on; rising, and ending at the lowest tested dose."""
    dose = candidate.item.dose
    assert dose is not None
    target = dose.low * dose_share(adjustments)
    if dose.unit == "ml":
        return _drink(min(target, DRINK_MOST_ML_PER_DAY))
    if dose.unit == "g" and candidate.item.kind in {"fibre", "food"}:
        start = _smallest(adjustments, "start_g_per_day", FIBRE_START_G_PER_DAY)
        step = _smallest(adjustments, "step_g_per_week", FIBRE_STEP_G_PER_WEEK)
        return _weekly(start, step, target)
    if dose.unit in {"fruit", "portion"}:
        return _weekly(1.0, 1.0, target)
    return [(0, target)]


def _weekly(start: float, step: float, target: float) -> list[tuple[int, float]]:
    climb = [(0, min(start, target))]
    while climb[-1][1] < target:
        climb.append((7 * len(climb), min(climb[-1][1] + step, target)))
    return climb


def _drink(target: float) -> list[tuple[int, float]]:
    climb = [(day - 1, min(amount, target)) for day, amount in DRINK_RAMP_ML_PER_DAY]
    return [pair for index, pair in enumerate(climb) if index == 0 or pair[1] > climb[index - 1][1]]


def _smallest(adjustments: Sequence[Adjustment], name: str, default: float) -> float:
    told = [float(adjustment.values[name]) for adjustment in adjustments if name in adjustment.values]
    return min([default, *told])
