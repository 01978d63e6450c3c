"""The main job of the jar: recipe and readings in, time courses with intervals and a verdict out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from biotica.engine.draws import Draws
from biotica.engine.serving import Serving
from biotica.engine.simulate import ROUGH
from biotica.errors import RecipeError, _
from biotica.ferment.brew import brew
from biotica.ferment.courses import Courses, time_grid
from biotica.ferment.culture import Culture, culture_after
from biotica.ferment.ensemble import Floats, quantiles
from biotica.ferment.learn import learn
from biotica.ferment.outlook import Challenge, Heating, Outlook, Storage, first_crossing, interval
from biotica.ferment.outputs import outputs
from biotica.ferment.plan_findings import before_the_first, plan_findings
from biotica.ferment.quantity import Asked, Drink, Quantity
from biotica.ferment.readings import Reading, measured_course
from biotica.ferment.recipe import Course, Recipe
from biotica.ferment.seen import Seen, seen_in
from biotica.ferment.steps import JarPlan, Keep, plan_jar
from biotica.ferment.verdict import GATE_PH, Finding, verdict
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
    culture : Culture
        What this batch teaches the next.
    poured : Serving
        The whole jar at the end of the last step, grains left out; one value per draw.
    challenge : Challenge or None
        The pathogen put in, and its count.
    findings : tuple of Finding
        The verdict.
    quantities : tuple of Quantity
        What comes out of the jar, for a glass and after days in the fridge.
    glass_ml : float
        Size of that glass.
    plan : tuple of Finding
        What to do beside it, such as with the grains.
    checklist : tuple of Text
        What to lay ready before a first jar; empty once something was read.

    Notes
    -----
    An ensemble of jars: without readings its interval holds the spread of grains, milks and numbers in the
    tables. It is not a measurement, and it says nothing of microbes that nobody put in.
    """

    recipe: Recipe
    courses: Courses
    culture: Culture
    poured: Serving
    challenge: Challenge | None
    findings: tuple[Finding, ...]
    quantities: tuple[Quantity, ...] = ()
    glass_ml: float = Asked().glass_ml
    plan: tuple[Finding, ...] = ()
    checklist: tuple[Text, ...] = ()

    @property
    def time_to_ph_4_6_h(self) -> Floats:
        """Hours until pH 4.6 for each draw; infinity = not within the forecast."""
        return first_crossing(self.courses.times_h, self.courses.ph, GATE_PH)

    def to_contract(self) -> dict[str, object]:
        """Write the forecast as the JSON of the contract: numbers, lists and nulls only."""
        seen = self.courses
        put_in = CHALLENGES[self.challenge.name] if self.challenge else ""
        return {
            "times_h": _plain(seen.times_h),
            "pH": _band(seen.ph),
            **{name: _band(seen.mmol_per_l[name]) for name in REPORTED},
            "live_log10_cfu_per_ml": _counts(seen.live_cfu_per_ml, put_in),
            "dead_log10_cells_per_ml": _counts(seen.dead_cells_per_ml, put_in),
            "time_to_ph_4_6_h": interval(self.time_to_ph_4_6_h),
            "challenge": self._challenge_contract(),
            "verdict": [{"code": found.code, "values": dict(found.values)} for found in self.findings],
            "glass_ml": self.glass_ml,
            "quantities": [quantity.to_contract() for quantity in self.quantities],
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
            "log10_cfu_per_ml": _band(self.challenge.log10_cfu_per_ml),
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
    culture: Culture | None = None,
    asked: Asked | None = None,
) -> Forecast:
    """Forecast a jar.

    Parameters
    ----------
    recipe : Recipe
        What is done.
    knowledge : Knowledge
        The tables.
    readings : sequence of Reading
        What was seen so far: temperatures replace the planned ones; pH, taste and gas move the draws.
    challenge : (name, CFU per ml) or None
        A pathogen put in at the start; a name of `CHALLENGES`.
    draws, seed : int
        Size and seed of the ensemble; the same seed gives the same numbers, and what-ifs share their draws.
    culture : Culture or None
        What earlier batches taught; None = a typical culture.
    asked : Asked or None
        Glass, days in the fridge and prices for the quantities; None = a glass of 200 ml and 7 days.

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
    wanted = asked or Asked()
    jar = _Jar(recipe, knowledge, measured_course(recipe.course, readings), challenge)
    prior = culture.prior(count=draws, seed=seed) if culture else Draws(count=draws, seed=seed)
    told = seen_in(readings)
    expected, learnt = jar.learn(prior, told)
    plan = jar.plan(learnt, storage_h=24.0 * _STORAGE_DAYS)
    times_h = _times(recipe, plan, readings)
    brewed = brew(plan, times_h, pour_at_h=recipe.total_hours, knowledge=knowledge, draws=learnt)
    last = int(np.searchsorted(times_h, recipe.total_hours + _SAME_TIME_H))
    seen, later = brewed.courses.at(slice(0, last)), brewed.courses.at(slice(last - 1, None))
    shown = told.shown(seen, learnt)
    outlook = Outlook(
        times_h=seen.times_h,
        ph=seen.ph,
        ethanol_mmol_per_l=seen.mmol_per_l["ethanol"],
        gauge_bar=seen.gauge_bar,
        course=jar.course,
        readings=told.readings,
        early_ph=told.ph_of(shown),
        expected_ph=told.ph_of(expected),
        conflicts=told.conflicts(shown),
        storage=_storage(later),
        heating=_heating(recipe, plan, seen),
        challenge=_challenge(seen, challenge),
    )
    return Forecast(
        recipe=recipe,
        courses=seen,
        culture=culture_after(recipe, learnt, culture),
        poured=brewed.poured,
        challenge=outlook.challenge,
        findings=verdict(recipe, jar.ferment, outlook),
        quantities=outputs(
            Drink(
                recipe=recipe,
                courses=seen,
                stored=later,
                knowledge=knowledge,
                draws=learnt,
                grain_g=plan.grain.mass_at(seen.times_h, recipe.hours) if plan.grain else None,
                poured=brewed.poured,
            ),
            wanted,
        ),
        glass_ml=wanted.glass_ml,
        plan=plan_findings(recipe, jar.ferment, outlook),
        checklist=before_the_first(recipe, jar.ferment, readings),
    )


class _Jar:
    """One recipe, to be drawn and run more than once."""

    def __init__(
        self, recipe: Recipe, knowledge: Knowledge, course: Course, challenge: tuple[str, float] | None
    ) -> None:
        self.recipe, self.knowledge, self.course = recipe, knowledge, course
        self.ferment = load_ferment(knowledge.folder / "ferments" / recipe.ferment)
        self._jars = load_jars(knowledge.folder)
        self._put_in = {CHALLENGES[challenge[0]]: challenge[1]} if challenge else None

    def plan(self, draws: Draws, *, storage_h: float = 0.0) -> JarPlan:
        """Draw the jar; storage in the fridge comes after the recipe."""
        return plan_jar(
            self.recipe,
            self.ferment,
            self.knowledge,
            self._jars,
            draws,
            course=self.course,
            extra_cfu_per_ml=self._put_in,
            storage_h=storage_h,
            storage_c=_STORAGE_C,
        )

    def learn(self, prior: Draws, told: Seen) -> tuple[Floats, Draws]:
        """Move the draws to where they explain the readings.

        Returns
        -------
        Floats, Draws
            What was expected to be read, shape (some of the draws, comparisons), and the moved draws.
        """
        if not told.anything:
            return np.empty((prior.count, 0)), prior
        hours = [reading.time_h for reading in told.readings if reading.time_h <= told.last_h]
        times_h = np.unique([0.0, *hours])
        expected: list[Floats] = []

        def predict(draws: Draws) -> Floats:
            plan = self.plan(draws).until(float(times_h[-1]))
            brewed = brew(
                plan, times_h, pour_at_h=0.0, knowledge=self.knowledge, draws=draws, tolerance=ROUGH
            )
            expected.append(told.shown(brewed.courses, draws))
            return expected[-1]

        moved = learn(predict, prior, told.observed)
        return expected[0], moved


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


def _counts(courses: Mapping[str, Floats], without: str) -> dict[str, object]:
    return {member: _band(_log10(amounts)) for member, amounts in courses.items() if member != without}


def _band(values: Floats) -> dict[str, list[float]]:
    low, median, high = quantiles(values)
    return {"median": _plain(median), "low": _plain(low), "high": _plain(high)}


def _plain(values: Floats) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
