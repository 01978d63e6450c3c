"""The main job of the jar: recipe and readings in, time courses with intervals and a verdict out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from biotica.engine.draws import Draws
from biotica.engine.serving import Serving
from biotica.errors import RecipeError, _
from biotica.ferment.brew import brew
from biotica.ferment.courses import Courses, time_grid
from biotica.ferment.outlook import Challenge, Heating, Outlook, Storage, first_crossing, interval
from biotica.ferment.plan_findings import before_the_first, plan_findings
from biotica.ferment.readings import Reading, measured_course
from biotica.ferment.recipe import Recipe
from biotica.ferment.steps import JarPlan, Keep, plan_jar
from biotica.ferment.verdict import GATE_PH, Finding, verdict
from biotica.ferment.weights import Floats, Weights, quantiles, weights
from biotica.knowledge.ferments import Text, load_ferment, load_jars
from biotica.knowledge.load import Knowledge
from biotica.provenance import versions

CHALLENGES: Mapping[str, str] = {
    "e_coli_o157": "escherichia_coli_o157",
    "salmonella": "salmonella_spp",
    "listeria": "listeria_monocytogenes",
    "s_aureus": "staphylococcus_aureus",
}
"""Name in the contract to member of the tables."""

REPORTED = ("lactose", "lactate", "acetate", "ethanol", "CO2")

_SAME_TIME_H = 1e-6
_STORAGE_DAYS = 28
_STORAGE_C = 4.0
_STORAGE_POINTS = 29
_LOWEST_LOG10 = -6.0
_CHALLENGE_LIMITS = (1e-3, 1e9)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Forecast:
    """What a jar will probably do.

    Parameters
    ----------
    recipe : Recipe
        What was asked.
    courses : Courses
        From the start to the end of the last step.
    weights : Weights
        How the readings weigh the draws.
    poured : Serving
        The whole jar at the end of the last step, grains left out; one value per draw, without weights.
    challenge : Challenge or None
        The pathogen put in, and its count.
    findings : tuple of Finding
        The verdict.
    plan : tuple of Finding
        What to do beside it, such as with the grains.
    checklist : tuple of Text
        What to lay ready before a first jar; empty once something was read.

    Notes
    -----
    An ensemble of typical jars: the interval holds the spread of grains, milks and numbers in the tables. It
    is not a measurement, and it says nothing of microbes that nobody put in.
    """

    recipe: Recipe
    courses: Courses
    weights: Weights
    poured: Serving
    challenge: Challenge | None
    findings: tuple[Finding, ...]
    plan: tuple[Finding, ...] = ()
    checklist: tuple[Text, ...] = ()

    @property
    def time_to_ph_4_6_h(self) -> Floats:
        """Hours until pH 4.6 for each draw; infinity = not within the forecast."""
        return first_crossing(self.courses.times_h, self.courses.ph, GATE_PH)

    def to_contract(self) -> dict[str, object]:
        """Write the forecast as the JSON of the contract: numbers, lists and nulls only."""
        seen, share = self.courses, self.weights.share
        put_in = CHALLENGES[self.challenge.name] if self.challenge else ""
        return {
            "times_h": _plain(seen.times_h),
            "pH": _band(seen.ph, share),
            **{name: _band(seen.mmol_per_l[name], share) for name in REPORTED},
            "live_log10_cfu_per_ml": _counts(seen.live_cfu_per_ml, share, put_in),
            "dead_log10_cells_per_ml": _counts(seen.dead_cells_per_ml, share, put_in),
            "time_to_ph_4_6_h": interval(self.time_to_ph_4_6_h, share),
            "challenge": self._challenge_contract(),
            "verdict": [{"code": found.code, "values": dict(found.values)} for found in self.findings],
            "plan": [{"code": found.code, "values": dict(found.values)} for found in self.plan],
            "checklist": [text.model_dump() for text in self.checklist],
            "assumed": list(self.recipe.assumed),
            "versions": versions(),
        }

    def _challenge_contract(self) -> dict[str, object] | None:
        if self.challenge is None:
            return None
        return {
            "name": self.challenge.name,
            "times_h": _plain(self.courses.times_h),
            "log10_cfu_per_ml": _band(self.challenge.log10_cfu_per_ml, self.weights.share),
        }


def parse_challenge(text: str) -> tuple[str, float]:
    """Read ``NAME:CFU_PER_ML``.

    Raises
    ------
    RecipeError
        If the name is unknown or the count is no number from 0.001 to 1e9.
    """
    name, _colon, count = text.partition(":")
    try:
        cfu_per_ml = float(count)
    except ValueError:
        cfu_per_ml = np.nan
    if name not in CHALLENGES or not _CHALLENGE_LIMITS[0] <= cfu_per_ml <= _CHALLENGE_LIMITS[1]:
        raise RecipeError(
            _("'{text}' is no challenge"),
            code="bad_challenge",
            where="--challenge",
            hint=_("write NAME:CFU_PER_ML such as listeria:1e3; known names: {known}"),
            text=text[:40],
            known=", ".join(CHALLENGES),
        )
    return name, cfu_per_ml


def forecast(
    recipe: Recipe,
    knowledge: Knowledge,
    readings: Sequence[Reading] = (),
    challenge: tuple[str, float] | None = None,
    draws: int = 200,
    seed: int = 1,
) -> Forecast:
    """Forecast a jar.

    Parameters
    ----------
    recipe : Recipe
        What is done.
    knowledge : Knowledge
        The tables.
    readings : sequence of Reading
        What was measured so far: temperatures replace the planned ones, pH weighs the draws.
    challenge : (name, CFU per ml) or None
        A pathogen put in at the start; a name of `CHALLENGES`.
    draws, seed : int
        Size and seed of the ensemble; the same seed gives the same numbers, and what-ifs share their draws.

    Returns
    -------
    Forecast

    Raises
    ------
    RecipeError
        If a reading lies after the end of the recipe.
    OutsideValidity
        If the milk is not known.
    SolverFailed
        If the equations could not be solved.
    """
    _check_within(recipe, readings)
    ferment = load_ferment(knowledge.folder / "ferments" / recipe.ferment)
    course = measured_course(recipe.course, readings)
    drawing = Draws(count=draws, seed=seed)
    plan = plan_jar(
        recipe,
        ferment,
        knowledge,
        load_jars(knowledge.folder),
        drawing,
        course=course,
        extra_cfu_per_ml={CHALLENGES[challenge[0]]: challenge[1]} if challenge else None,
        storage_h=24.0 * _STORAGE_DAYS,
        storage_c=_STORAGE_C,
    )
    times_h = _times(recipe, plan, readings)
    brewed = brew(plan, times_h, pour_at_h=recipe.total_hours, knowledge=knowledge, draws=drawing)
    last = int(np.searchsorted(times_h, recipe.total_hours + _SAME_TIME_H))
    seen, later = brewed.courses.at(slice(0, last)), brewed.courses.at(slice(last - 1, None))
    early_ph = _ph_at_readings(seen, readings)
    weighed = _weigh(early_ph, readings)
    outlook = Outlook(
        times_h=seen.times_h,
        share=weighed.share,
        ph=seen.ph,
        ethanol_mmol_per_l=seen.mmol_per_l["ethanol"],
        gauge_bar=seen.gauge_bar,
        course=course,
        readings=tuple(readings),
        early_ph=early_ph,
        conflicts=weighed.conflicts,
        storage=_storage(later),
        heating=_heating(recipe, plan, seen),
        challenge=_challenge(seen, challenge),
    )
    return Forecast(
        recipe=recipe,
        courses=seen,
        weights=weighed,
        poured=brewed.poured,
        challenge=outlook.challenge,
        findings=verdict(recipe, ferment, outlook),
        plan=plan_findings(recipe, ferment, outlook),
        checklist=before_the_first(recipe, ferment, readings),
    )


def _times(recipe: Recipe, plan: JarPlan, readings: Sequence[Reading]) -> Floats:
    stored_h = recipe.total_hours + 24.0 * np.linspace(0.0, _STORAGE_DAYS, _STORAGE_POINTS)
    return time_grid(plan, (*(reading.time_h for reading in readings), *stored_h))


def _check_within(recipe: Recipe, readings: Sequence[Reading]) -> None:
    for reading in readings:
        if reading.time_h > recipe.total_hours:
            raise RecipeError(
                _("the reading at {time} h lies after the end of the recipe at {end} h"),
                code="reading_after_end",
                where=f"readings:{reading.row}",
                hint=_("give the recipe more hours, or leave the reading out"),
                time=f"{reading.time_h:g}",
                end=f"{recipe.total_hours:g}",
            )


def _ph_at_readings(seen: Courses, readings: Sequence[Reading]) -> Floats:
    places = np.searchsorted(seen.times_h, [reading.time_h - _SAME_TIME_H for reading in readings])
    early = seen.ph[:, np.minimum(places, seen.times_h.size - 1)]
    blank = np.array([reading.ph is None for reading in readings], dtype=bool)
    return np.where(blank, np.nan, early) if readings else early.reshape(seen.ph.shape[0], 0)


def _weigh(early_ph: Floats, readings: Sequence[Reading]) -> Weights:
    kept = [index for index, reading in enumerate(readings) if reading.ph is not None]
    observed = np.array([readings[index].ph for index in kept], dtype=np.float64)
    strip = np.array([readings[index].strip for index in kept], dtype=bool)
    found = weights(early_ph[:, kept], observed, strip)
    return Weights(
        share=found.share,
        offset_ph=found.offset_ph,
        effective_draws=found.effective_draws,
        tempering=found.tempering,
        conflicts=tuple(kept[index] for index in found.conflicts),
    )


def _challenge(seen: Courses, challenge: tuple[str, float] | None) -> Challenge | None:
    if challenge is None:
        return None
    return Challenge(
        name=challenge[0], log10_cfu_per_ml=_log10(seen.live_cfu_per_ml[CHALLENGES[challenge[0]]])
    )


def _storage(later: Courses) -> Storage:
    return Storage(
        days=(later.times_h - later.times_h[0]) / 24.0,
        ph=later.ph,
        ethanol_mmol_per_l=later.mmol_per_l["ethanol"],
        gauge_bar=later.gauge_bar,
    )


def _heating(recipe: Recipe, plan: JarPlan, seen: Courses) -> Heating | None:
    hot = [step.temperature_c for step in recipe.after if step.step == "heat"]
    if not hot:
        return None
    start, before, after = 0.0, 0, 0
    for step in plan.steps:
        if isinstance(step, Keep):
            if step.kind == "heat" and after == 0:
                before = int(np.searchsorted(seen.times_h, start - _SAME_TIME_H))
            start += step.hours
            if step.kind == "heat":
                after = int(np.searchsorted(seen.times_h, start - _SAME_TIME_H))
    logs, left = [], []
    members = list(seen.live_cfu_per_ml)
    for member in members:
        course = seen.live_cfu_per_ml[member]
        left.append(float(np.median(course[:, after])))
        fall = _log10(course[:, before]) - _log10(course[:, after])
        logs.append(np.where(course[:, before] >= 1.0, fall, np.inf))
    return Heating(
        temperature_c=max(hot), logs=np.min(np.stack(logs), axis=0), member=members[int(np.argmax(left))]
    )


def _log10(amounts: Floats) -> Floats:
    return np.asarray(np.log10(np.maximum(amounts, 10.0**_LOWEST_LOG10)))


def _counts(courses: Mapping[str, Floats], share: Floats, without: str) -> dict[str, object]:
    return {member: _band(_log10(amounts), share) for member, amounts in courses.items() if member != without}


def _band(values: Floats, share: Floats) -> dict[str, list[float]]:
    low, median, high = quantiles(values, share)
    return {"median": _plain(median), "low": _plain(low), "high": _plain(high)}


def _plain(values: Floats) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
