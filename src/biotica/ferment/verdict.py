"""What a person is told about a jar: codes with values; it can only warn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from biotica.ferment.ensemble import Floats, probability, quantiles
from biotica.ferment.learn import METER_SD_PH, STRIP_SD_PH
from biotica.ferment.outlook import PERCENT_VOL_PER_MMOL_PER_L, Outlook, first_crossing, interval
from biotica.ferment.readings import temperature_at
from biotica.ferment.recipe import Recipe
from biotica.knowledge.ferments import Ferment

GATE_PH = 4.6
GATE_H = 24.0

CODES = (
    "ready_at",
    "not_ready",
    "overripe",
    "ph_4_6_late",
    "ph_4_6_not_reached",
    "raw_milk",
    "temperature_abuse",
    "contaminated_start",
    "challenge_grows",
    "challenge_falls",
    "alcohol",
    "bottle_pressure",
    "keeps_until",
    "mould_or_yeast_eats_acid",
    "heat_killed",
    "spores_survive",
    "readings_conflict",
    "prior_only",
    "no_culture",
)
"""Every code, in the order in which they are told; the sentences stand at the face."""

_WITHHELD_IF_THROWN_AWAY = ("ready_at", "keeps_until")
_LIKELY = 0.5
_WORTH_A_WARNING = 0.1
_SPORES_DIE_ABOVE_C = 100.0
_RISE_PH = 0.2
_RISE_READ_PH = 0.4
_SOUR_PH = 5.0
_EARLY_H = 15.0
_MISFIT_SD = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing to say: a code of `CODES`, and the values for its sentence."""

    code: str
    values: Mapping[str, object]


def verdict(recipe: Recipe, ferment: Ferment, outlook: Outlook) -> tuple[Finding, ...]:
    """Judge a jar.

    Parameters
    ----------
    recipe : Recipe
        What was done.
    ferment : Ferment
        Its limits.
    outlook : Outlook
        What the ensemble says.

    Returns
    -------
    tuple of Finding
        In the order of `CODES`.

    Notes
    -----
    Each finding is a warning or a time. No finding, and no lack of findings, means that a jar is harmless.
    """
    found = [
        *_sourness(recipe, ferment, outlook),
        *_gate(outlook),
        *_milk(recipe),
        *_looks(recipe),
        *_warmth(recipe, ferment, outlook),
        *_readings(recipe, outlook),
        *_pathogen(outlook),
        *_alcohol(ferment, outlook),
        *_pressure(recipe, outlook),
        *_keeping(recipe, ferment, outlook),
        *_rising(outlook),
        *_heat(outlook),
    ]
    if any("looks" in finding.values for finding in found):
        found = [finding for finding in found if finding.code not in _WITHHELD_IF_THROWN_AWAY]
    return tuple(sorted(found, key=lambda finding: CODES.index(finding.code)))


def _sourness(recipe: Recipe, ferment: Ferment, outlook: Outlook) -> Iterator[Finding]:
    level = min(GATE_PH, ferment.limits.target_ph)
    when = first_crossing(outlook.times_h, outlook.ph, level)
    reached = probability(np.isfinite(when))
    if reached < _LIKELY:
        values = {"ph": interval(outlook.ph[:, -1]), "target_ph": level}
        yield Finding(code="not_ready", values=values)
    elif recipe.starter is not None:
        values = {"time_h": interval(when), "target_ph": level}
        yield Finding(code="ready_at", values=values)
    lowest = outlook.ph.min(axis=1)
    if probability(lowest < ferment.limits.overripe_ph) >= _LIKELY:
        yield Finding(code="overripe", values={"ph": interval(lowest)})


def _gate(outlook: Outlook) -> Iterator[Finding]:
    when = first_crossing(outlook.times_h, outlook.ph, GATE_PH)
    values = {"time_h": interval(when)}
    if probability(np.isfinite(when)) < _LIKELY:
        yield Finding(code="ph_4_6_not_reached", values=values)
    elif probability(when > GATE_H) >= _LIKELY:
        yield Finding(code="ph_4_6_late", values=values)


def _milk(recipe: Recipe) -> Iterator[Finding]:
    if recipe.milk is not None and recipe.milk.treatment == "raw":
        yield Finding(code="raw_milk", values={"kind": recipe.milk.kind})
    if recipe.starter is None:
        yield Finding(code="no_culture", values={})


def _looks(recipe: Recipe) -> Iterator[Finding]:
    """Reject a starter that looks or smells wrong, whatever the forecast says."""
    if recipe.starter is not None and recipe.starter.looks != "normal":
        yield Finding(code="contaminated_start", values={"looks": recipe.starter.looks})


def _warmth(recipe: Recipe, ferment: Ferment, outlook: Outlook) -> Iterator[Finding]:
    limits = ferment.limits
    hours = [0.0, recipe.hours, *(hour for hour, _degrees in outlook.course if 0 <= hour <= recipe.hours)]
    warmest_c = max(temperature_at(outlook.course, hour) for hour in hours)
    reasons = ["too_warm"] if warmest_c > limits.temperature_max_c else []
    heated = False
    for step in recipe.after:
        heated = heated or step.step == "heat"
        if step.step == "heat":
            continue
        warmest_c = max(warmest_c, step.temperature_c)
        warm = step.temperature_c > limits.fridge_max_c
        if step.temperature_c > limits.temperature_max_c:
            reasons.append("too_warm")
        if warm and (step.step == "chill" or heated or step.hours > limits.warm_after_h):
            reasons.append("left_warm")
    if reasons:
        yield Finding(code="temperature_abuse", values={"temperature_c": warmest_c, "reason": reasons[0]})


def _readings(recipe: Recipe, outlook: Outlook) -> Iterator[Finding]:
    if not any(reading.ph is not None or reading.taste or reading.gas for reading in outlook.readings):
        yield Finding(code="prior_only", values={})
    for index in outlook.conflicts:
        reading = outlook.readings[index]
        expected = interval(outlook.early_ph[:, index])
        values = {"row": reading.row, "time_h": reading.time_h, "ph": reading.ph, "expected_ph": expected}
        yield Finding(code="readings_conflict", values=values)
    if recipe.starter is not None:
        yield from _contaminated(outlook)


def _contaminated(outlook: Outlook) -> Iterator[Finding]:
    for index, reading in enumerate(outlook.readings):
        if reading.ph is None or reading.time_h > _EARLY_H:
            continue
        room = _MISFIT_SD * (STRIP_SD_PH if reading.strip else METER_SD_PH)
        low, high = quantiles(outlook.expected_ph[:, index], (0.01, 0.99))
        if not low - room <= reading.ph <= high + room:
            values = {"row": reading.row, "time_h": reading.time_h, "ph": reading.ph}
            yield Finding(code="contaminated_start", values=values)
            return


def _pathogen(outlook: Outlook) -> Iterator[Finding]:
    if outlook.challenge is None:
        return
    counts = outlook.challenge.log10_cfu_per_ml
    change = interval(counts[:, -1] - counts[:, 0])
    certainly_falls = change["high"] is not None and change["high"] < 0
    yield Finding(
        code="challenge_falls" if certainly_falls else "challenge_grows",
        values={"name": outlook.challenge.name, "delta_log10": change},
    )


def _alcohol(ferment: Ferment, outlook: Outlook) -> Iterator[Finding]:
    most = outlook.ethanol_mmol_per_l.max(axis=1) * PERCENT_VOL_PER_MMOL_PER_L
    above = probability(most > ferment.limits.alcohol_percent_vol)
    if above >= _WORTH_A_WARNING:
        values = {"percent_vol": interval(most), "probability": above}
        yield Finding(code="alcohol", values=values)


def _pressure(recipe: Recipe, outlook: Outlook) -> Iterator[Finding]:
    if recipe.closed:
        most = outlook.gauge_bar.max(axis=1)
        yield Finding(code="bottle_pressure", values={"bar": interval(most)})


def _keeping(recipe: Recipe, ferment: Ferment, outlook: Outlook) -> Iterator[Finding]:
    level = min(GATE_PH, ferment.limits.target_ph)
    if outlook.storage is None or recipe.starter is None:
        return
    if probability(outlook.ph.min(axis=1) <= level) < _LIKELY:
        return
    stored, limits = outlook.storage, ferment.limits
    alcohol_mmol_per_l = limits.alcohol_percent_vol / PERCENT_VOL_PER_MMOL_PER_L
    ends = {
        "sourness": first_crossing(stored.days, stored.ph, limits.overripe_ph),
        "alcohol": first_crossing(stored.days, -stored.ethanol_mmol_per_l, -alcohol_mmol_per_l),
        "gas": first_crossing(stored.days, -stored.gauge_bar, -limits.bottle_gauge_bar),
    }
    first: Floats = np.stack(list(ends.values())).min(axis=0)
    horizon_days = float(stored.days[-1])
    values = {
        "days": interval(np.minimum(first, horizon_days)),
        "horizon_days": horizon_days,
        "probability": {name: probability(np.isfinite(end)) for name, end in ends.items()},
    }
    yield Finding(code="keeps_until", values=values)


def _rising(outlook: Outlook) -> Iterator[Finding]:
    lowest = np.minimum.accumulate(outlook.ph, axis=1)
    rise = np.where(lowest < _SOUR_PH, outlook.ph - lowest, 0.0).max(axis=1)
    if probability(rise > _RISE_PH) >= _LIKELY:
        yield Finding(code="mould_or_yeast_eats_acid", values={"rise_ph": interval(rise)})
        return
    sourest = {True: np.inf, False: np.inf}
    for reading in outlook.readings:
        if reading.ph is None:
            continue
        least = sourest[reading.strip]
        if least < _SOUR_PH and reading.ph > least + _RISE_READ_PH + (STRIP_SD_PH if reading.strip else 0.0):
            values = {"rise_ph": reading.ph - least, "row": reading.row}
            yield Finding(code="mould_or_yeast_eats_acid", values=values)
            return
        sourest[reading.strip] = min(least, reading.ph)


def _heat(outlook: Outlook) -> Iterator[Finding]:
    if outlook.heating is None:
        return
    heating = outlook.heating
    values = {"logs": interval(heating.logs), "member": heating.member}
    yield Finding(code="heat_killed", values=values)
    if heating.temperature_c < _SPORES_DIE_ABOVE_C:
        yield Finding(code="spores_survive", values={"temperature_c": heating.temperature_c})
