"""What a person is told beside the verdict: an early gate, care of the grains, what to lay ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from biotica.ferment.ensemble import probability
from biotica.ferment.grain_care import Handed
from biotica.ferment.outlook import Outlook, first_crossing, interval
from biotica.ferment.readings import Reading
from biotica.ferment.recipe import Recipe, Starter
from biotica.ferment.verdict import Finding
from biotica.knowledge.ferments import Ferment, Text

PLAN_CODES = (
    "ph_5_late",
    "grains_fridge",
    "grains_freezer",
    "grains_dried",
    "grains_milk_change",
    "holiday",
    "grains_split",
    "grains_share",
    "weight_unused",
)
"""Every code, in the order in which they are told; the sentences stand at the face."""

EARLY_GATE_PH = 5.0
EARLY_GATE_H = 18.0

_LIKELY = 0.5
_ML_PER_L = 1000.0


def plan_findings(recipe: Recipe, ferment: Ferment, outlook: Outlook) -> tuple[Finding, ...]:
    """Say what follows from a recipe beside the verdict.

    Parameters
    ----------
    recipe, ferment : Recipe, Ferment
        What was done, and how many grains a litre usually gets.
    outlook : Outlook
        What the ensemble says.

    Returns
    -------
    tuple of Finding
        In the order of `PLAN_CODES`. Each is a warning or an amount; none praises grains or a jar.
    """
    return (*_early_gate(outlook), *_grains(recipe, ferment), *_weights(outlook))


def before_the_first(recipe: Recipe, ferment: Ferment, readings: Sequence[Reading]) -> tuple[Text, ...]:
    """List what to clean and lay ready, if nothing was read yet and the recipe is a first one."""
    return ferment.checklist if recipe.first and not readings else ()


def _weights(outlook: Outlook) -> Iterator[Finding]:
    if any(reading.weight_g is not None for reading in outlook.readings):
        yield Finding(code="weight_unused", values={})


def _early_gate(outlook: Outlook) -> Iterator[Finding]:
    if outlook.times_h[-1] < EARLY_GATE_H:
        return
    when = first_crossing(outlook.times_h, outlook.ph, EARLY_GATE_PH)
    if probability(when > EARLY_GATE_H) >= _LIKELY:
        yield Finding(code="ph_5_late", values={"time_h": interval(when)})


def _grains(recipe: Recipe, ferment: Ferment) -> Iterator[Finding]:
    rest, handed = recipe.grain_rest, recipe.handed
    if rest is not None and rest.days > 0:
        yield Finding(code="holiday" if rest.holiday else f"grains_{rest.kind}", values={"days": rest.days})
    if recipe.starter is not None and handed is not None:
        yield Finding(code=f"grains_{handed.kind}", values=_amounts(recipe.starter, handed, ferment))


def _amounts(starter: Starter, handed: Handed, ferment: Ferment) -> Mapping[str, object]:
    """Amounts for the one who stays and for the one who receives, who gets the usual grains per litre."""
    total_g = handed.total_g(starter.amount)
    other_g = starter.amount if handed.kind == "split" else total_g - starter.amount
    return {
        "parts": handed.parts,
        "total_g": total_g,
        "kept_g": starter.amount,
        "given_g": other_g,
        "liquid_ml": _ML_PER_L * other_g / ferment.defaults.starter_per_l["grains"],
    }
