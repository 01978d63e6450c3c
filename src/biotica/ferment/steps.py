"""From a recipe to what an engine can run: cells, medium, air, and the steps in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from biotica.ferment.ensemble import Floats
from biotica.ferment.medium import Drawing, milk_medium, plain_medium, with_last_batch
from biotica.ferment.recipe import Course, Recipe
from biotica.ferment.rest import Rested, rested
from biotica.knowledge.ferments import Ferment, GrainTrait, JarTrait
from biotica.knowledge.grain_rest import load_grain_rests
from biotica.knowledge.load import Knowledge

Headspace = Literal["open", "loose", "closed"]
"""Where gas goes: away, away after the head space is full of it, or nowhere."""

_HEADSPACE: Mapping[str, Headspace] = {
    "cloth": "open",
    "lid": "loose",
    "airlock": "loose",
    "sealed": "closed",
}


_SHORTEST_H = 0.01


@dataclass(frozen=True, kw_only=True, slots=True)
class Keep:
    """Let a vessel stand.

    Parameters
    ----------
    kind : str
        ``ferment``, ``chill``, ``bottle`` or ``heat``.
    hours : float
        How long, > 0.
    course : tuple of (hour, degrees Celsius)
        Hours since the start of this step; straight lines, constant outside.
    headspace : Headspace
        Of this step.
    """

    kind: Literal["ferment", "chill", "bottle", "heat"]
    hours: float
    course: Course
    headspace: Headspace


@dataclass(frozen=True, kw_only=True, slots=True)
class Strain:
    """Take the grains out, with the cells in them."""


PlanStep = Keep | Strain


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Grain:
    """How cells leave and return to grains, and how much of them there is, shape (draws,) each.

    Parameters
    ----------
    mass_g : shape (draws,)
        When the batch begins; what earlier batches added is in it.
    """

    shedding_per_h: Floats
    reattachment_per_h: Floats
    activity_share: Floats
    mass_g: Floats
    growth_per_day_share: Floats

    def mass_at(self, times_h: Floats, strained_h: float) -> Floats:
        """Give the mass of the grains, g, shape (draws, times), until they are strained.

        Notes
        -----
        ``mass (1 + g)**days``: as fast as in daily batches, whatever the warmth and the milk.
        """
        days = np.minimum(times_h, strained_h) / 24.0
        return np.asarray(self.mass_g[:, None] * (1.0 + self.growth_per_day_share[:, None]) ** days)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class JarPlan:
    """One jar, drawn.

    Parameters
    ----------
    volume_ml : float
        Of the mixture.
    medium_mmol_per_l : mapping
        Metabolite to shape (draws,).
    free_cfu_per_ml, bound_cfu_per_ml : mapping
        Member to live cells in the liquid and in the grains, per ml of the mixture, shape (draws,).
    grain : Grain or None
        None = no grains.
    gas_transfer_per_h, closed_gas_transfer_per_h : shape (draws,)
        kLa of all gases under the recipe's cover, and in a closed vessel.
    head_space_share : float
        Gas space of a closed vessel, per volume of liquid.
    usual_c : float
        Temperature at which the lags of the tables are meant: that of the ferment's example recipe.
    steps : tuple of PlanStep
        In order.
    extra_lag_h : mapping
        Member to hours that its cells lag on top of their own lag, shape (draws,); none = 0.
    """

    volume_ml: float
    medium_mmol_per_l: Mapping[str, Floats]
    free_cfu_per_ml: Mapping[str, Floats]
    bound_cfu_per_ml: Mapping[str, Floats]
    grain: Grain | None
    gas_transfer_per_h: Floats
    closed_gas_transfer_per_h: Floats
    head_space_share: float
    usual_c: float
    steps: tuple[PlanStep, ...]
    extra_lag_h: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def members(self) -> tuple[str, ...]:
        """Every member, free or bound, in order."""
        return tuple(dict.fromkeys((*self.free_cfu_per_ml, *self.bound_cfu_per_ml)))

    @property
    def hours(self) -> float:
        """From the start to the end of the last step."""
        return sum(step.hours for step in self.steps if isinstance(step, Keep))

    def until(self, hours: float) -> JarPlan:
        """Cut the steps off, at least a moment after the start."""
        kept: list[PlanStep] = []
        left = max(hours, _SHORTEST_H)
        for step in self.steps:
            if left <= 0.0:
                break
            if isinstance(step, Keep):
                kept.append(replace(step, hours=min(step.hours, left)))
                left -= step.hours
            else:
                kept.append(step)
        return replace(self, steps=tuple(kept))


def plan_jar(
    recipe: Recipe,
    ferment: Ferment,
    knowledge: Knowledge,
    jars: Sequence[JarTrait],
    draws: Drawing,
    *,
    course: Course | None = None,
    extra_cfu_per_ml: Mapping[str, float] | None = None,
    storage_h: float = 0.0,
    storage_c: float = 4.0,
) -> JarPlan:
    """Draw a jar from a recipe.

    Parameters
    ----------
    recipe, ferment : Recipe, Ferment
        What is done, and what the folder says of it.
    knowledge : Knowledge
        Its milks.
    jars : sequence of JarTrait
        Gas transfer by cover and stirring.
    draws : Drawing
        Source of the draws.
    course : Course or None
        Temperatures in the place of the recipe's.
    extra_cfu_per_ml : mapping or None
        Members put in on purpose, such as a pathogen.
    storage_h, storage_c : float
        Fridge after the last step; 0 = none.

    Returns
    -------
    JarPlan

    Raises
    ------
    OutsideValidity
        If no composition of the milk is known.
    """
    part = _last_batch_part(recipe)
    rest = rested(recipe.grain_rest, load_grain_rests(knowledge.folder), draws)
    free, bound = _cells(recipe, ferment, part, draws, rest)
    for member, cfu_per_ml in (extra_cfu_per_ml or {}).items():
        free[member] = free.get(member, np.zeros(draws.count)) + cfu_per_ml
    return JarPlan(
        volume_ml=recipe.volume_ml / (1.0 - part),
        medium_mmol_per_l=_medium(recipe, ferment, knowledge, part, draws),
        free_cfu_per_ml=free,
        bound_cfu_per_ml=bound,
        grain=_grain(recipe, ferment.grain, draws) if bound else None,
        gas_transfer_per_h=_jar_number(jars, "gas_transfer_per_h", recipe.cover, recipe.agitation, draws),
        closed_gas_transfer_per_h=_jar_number(jars, "bubble_transfer_per_h", "any", "any", draws),
        head_space_share=recipe.head_space_share
        or next(row.value for row in jars if row.name == "head_space_share"),
        usual_c=ferment.usual_c,
        steps=_steps(recipe, course or recipe.course, bool(bound), storage_h, storage_c),
        extra_lag_h=dict.fromkeys(bound, rest.extra_lag_h) if recipe.grain_rest is not None else {},
    )


def _last_batch_part(recipe: Recipe) -> float:
    if recipe.starter is None or recipe.starter.kind != "backslop":
        return 0.0
    return recipe.starter.amount / (recipe.volume_ml + recipe.starter.amount)


def _medium(
    recipe: Recipe, ferment: Ferment, knowledge: Knowledge, part: float, draws: Drawing
) -> dict[str, Floats]:
    if recipe.milk is not None:
        medium = milk_medium(recipe.milk, knowledge, draws)
    else:
        medium = plain_medium(ferment.medium, ferment.id, knowledge.metabolites, draws)
    return with_last_batch(medium, ferment.last_batch, part, ferment.id, draws) if part else medium


def _cells(
    recipe: Recipe, ferment: Ferment, part: float, draws: Drawing, rest: Rested
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    wild_form = recipe.milk.treatment if recipe.milk is not None else "medium"
    free = _counted(ferment, wild_form, 1.0 - part, draws)
    if recipe.starter is None:
        return free, {}
    kind, amount = recipe.starter.kind, recipe.starter.amount
    added = _counted(ferment, kind, part or amount / recipe.volume_ml, draws)
    bound: dict[str, Floats] = {}
    if kind == "grains":
        grown = (1.0 + _trait(ferment.grain, "growth_per_day_share", draws)) ** (recipe.batches - 1)
        added = {member: cells * grown * 10.0**-rest.loss_log10 for member, cells in added.items()}
        rinsed = _trait(ferment.grain, "shedding_at_start_share", draws)
        bound = {member: cells * (1.0 - rinsed) for member, cells in added.items()}
        added = {member: cells * rinsed for member, cells in added.items()}
    return {
        member: free.get(member, 0.0) + added.get(member, np.zeros(draws.count))
        for member in dict.fromkeys((*free, *added))
    }, bound


def _counted(ferment: Ferment, form: str, per_ml: float, draws: Drawing) -> dict[str, Floats]:
    return {
        row.member: 10.0 ** draws.number(f"{ferment.id}:{form}:{row.member}", row) * per_ml
        for row in ferment.starting_counts(form)
    }


def _grain(recipe: Recipe, rows: Sequence[GrainTrait], draws: Drawing) -> Grain:
    assert recipe.starter is not None
    growth = _trait(rows, "growth_per_day_share", draws)
    return Grain(
        mass_g=recipe.starter.amount * (1.0 + growth) ** (recipe.batches - 1),
        growth_per_day_share=growth,
        shedding_per_h=_trait(rows, "shedding_per_h", draws),
        reattachment_per_h=_trait(rows, "reattachment_per_h", draws),
        activity_share=_trait(rows, "grain_activity_share", draws),
    )


def _trait(rows: Sequence[GrainTrait], name: str, draws: Drawing) -> Floats:
    row = next(row for row in rows if row.name == name)
    return draws.number(f"grain:{name}", row)


def _jar_number(jars: Sequence[JarTrait], name: str, cover: str, agitation: str, draws: Drawing) -> Floats:
    row = next(row for row in jars if (row.name, row.cover, row.agitation) == (name, cover, agitation))
    return draws.number(f"jar:{name}", row)


def _steps(
    recipe: Recipe, course: Course, grains: bool, storage_h: float, storage_c: float
) -> tuple[PlanStep, ...]:
    headspace = _HEADSPACE[recipe.cover]
    steps: list[PlanStep] = [Keep(kind="ferment", hours=recipe.hours, course=course, headspace=headspace)]
    if grains and (recipe.after or storage_h):
        steps.append(Strain())
    for after in recipe.after:
        headspace = "closed" if after.step == "bottle" else "loose" if after.step == "heat" else headspace
        still = ((0.0, after.temperature_c),)
        steps.append(Keep(kind=after.step, hours=after.hours, course=still, headspace=headspace))
    if storage_h:
        fridge = ((0.0, storage_c),)
        steps.append(Keep(kind="chill", hours=storage_h, course=fridge, headspace=headspace))
    return tuple(steps)
