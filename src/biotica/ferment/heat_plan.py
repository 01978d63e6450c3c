"""The heat-kill planner: how long at which temperature, what survives, and what the jar then holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from biotica.engine.draws import Draws
from biotica.engine.serving import KINDS, Serving
from biotica.errors import RecipeError, _
from biotica.ferment.ensemble import Floats
from biotica.ferment.forecast import CHALLENGES, Forecast
from biotica.ferment.heat_kill import HeatRows, heat_rows, minutes_to_kill
from biotica.ferment.outlook import interval
from biotica.ferment.recipe import Recipe
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Taxon

TEMPERATURES_C = (60.0, 65.0, 72.0, 75.0, 80.0, 90.0)
SURVIVES = ("bacterial_spores", "toxins_made_before")
NOT_COUNTED = ("warm_up", "cooling")
WHY_NO_ISAPP_TERM = ("progenitor_strains_not_named", "inactivation_not_validated", "no_benefit_shown")
"""Codes; the sentences stand at the face."""

_LOGS = (0.1, 15.0)
_DEGREES_C = (50.0, 100.0)
_FEWEST_PER_ML = 1.0
_SAME_TIME_H = 1e-6
_LOWEST_CFU_PER_ML = 1e-6


@dataclass(frozen=True, kw_only=True, slots=True)
class Heating:
    """What is asked of the planner.

    Parameters
    ----------
    logs : float or None
        Powers of ten by which every member shall fall; None = each below one per ml.
    temperatures_c : tuple of float
        Of the core, not of the water around it; rising.
    """

    logs: float | None = None
    temperatures_c: tuple[float, ...] = TEMPERATURES_C


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class MemberPlan:
    """One member.

    Parameters
    ----------
    member, group : str
        Slugs; the group is the guild.
    live_cfu_per_ml : shape (draws,)
        Before heating.
    logs : shape (draws,)
        Fall to reach, >= 0.
    rows : HeatRows
        What is known of its heat resistance.
    minutes : shape (draws, temperatures)
        At core temperature.
    """

    member: str
    group: str
    live_cfu_per_ml: Floats
    logs: Floats
    rows: HeatRows
    minutes: Floats


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class HeatPlan:
    """A plan for one jar; every time is an ensemble, 5 to 95 % of it is an interval.

    Parameters
    ----------
    asked : Heating
        Logs and temperatures.
    members : tuple of MemberPlan
        Of the ferment, in the order of the forecast.
    groups : mapping
        Guild of each member to its names.
    heated : Serving
        The jar at its end if each member fell by its logs: so many live at most, so many dead at least.
    """

    asked: Heating
    members: tuple[MemberPlan, ...]
    groups: Mapping[str, Taxon]
    heated: Serving

    def minutes_of(self, group: str | None = None) -> Floats:
        """Time until the last member of a group (None = of all) got its fall, shape (draws, temperatures)."""
        chosen = [one.minutes for one in self.members if group in (None, one.group)]
        return np.asarray(np.max(np.stack(chosen), axis=0))

    def most_resistant(self, temperature: int) -> str:
        """Slug of the member that sets the time at a place of ``asked.temperatures_c`` in most draws."""
        times = np.stack([one.minutes[:, temperature] for one in self.members])
        wins = np.bincount(times.argmax(axis=0), minlength=len(self.members))
        return self.members[int(wins.argmax())].member

    def to_contract(self) -> dict[str, object]:
        """Write the plan as JSON: numbers, lists and codes only."""
        return {
            "logs": self.asked.logs,
            "temperatures_c": list(self.asked.temperatures_c),
            "members": [self._member(one) for one in self.members],
            "groups": [
                {
                    "group": group,
                    "name_en": taxon.name_en,
                    "name_nl": taxon.name_nl,
                    "minutes": self._bands(self.minutes_of(group)),
                }
                for group, taxon in self.groups.items()
            ],
            "all": {
                "minutes": self._bands(self.minutes_of()),
                "most_resistant": [self.most_resistant(at) for at in range(len(self.asked.temperatures_c))],
            },
            "survives": list(SURVIVES),
            "not_counted": list(NOT_COUNTED),
            "serving": self._serving(),
        }

    def _bands(self, minutes: Floats) -> list[dict[str, float | None]]:
        return [interval(minutes[:, at]) for at in range(len(self.asked.temperatures_c))]

    def _member(self, one: MemberPlan) -> dict[str, object]:
        d_value, z_value = one.rows.d_value, one.rows.z_value
        return {
            "member": one.member,
            "group": one.group,
            "live_log10_cfu_per_ml": _counts(one.live_cfu_per_ml),
            "logs": interval(one.logs),
            "minutes": self._bands(one.minutes),
            "d_value_min": {
                "value": d_value.value,
                "low": d_value.low,
                "high": d_value.high,
                "at_c": one.rows.reference_c,
                "status": d_value.status,
                "source": d_value.source,
            },
            "z_value_c": {
                "value": z_value.value,
                "low": z_value.low,
                "high": z_value.high,
                "status": z_value.status,
                "source": z_value.source,
            },
        }

    def _serving(self) -> dict[str, object]:
        live, dead = {}, {}
        for one in self.members:
            left = one.live_cfu_per_ml * 10.0**-one.logs
            live[one.member] = _counts(left)
            dead[one.member] = _counts(one.live_cfu_per_ml - left)
        return {
            "kind": [kind for kind in KINDS if kind in self.heated.kind],
            "live_log10_cfu_per_ml_at_most": live,
            "dead_log10_cells_per_ml_at_least": dead,
            "isapp_term": None,
            "isapp_why_not": list(WHY_NO_ISAPP_TERM),
        }


def read_heating(recipe: Recipe, logs: str, asked_c: Sequence[float] = ()) -> Heating:
    """Read what a person asks for.

    Parameters
    ----------
    recipe : Recipe
        Temperatures of its heat steps are planned too.
    logs : str
        A number, or ``auto`` = each member below one per ml.
    asked_c : sequence of float
        Core temperatures; none = the usual ones and those of the recipe.

    Raises
    ------
    RecipeError
        If ``logs`` is no number from 0.1 to 15, or a temperature lies outside 50 to 100 degrees: below,
        D-values do not hold, above, water boils off.
    """
    for degrees in asked_c:
        if not _DEGREES_C[0] <= degrees <= _DEGREES_C[1]:
            raise RecipeError(
                _("{degrees} degrees is no temperature to plan heating at"),
                code="bad_heating_temperature",
                where="--heat-c",
                hint=_("choose from {low} to {high} degrees"),
                degrees=f"{degrees:g}",
                low=f"{_DEGREES_C[0]:g}",
                high=f"{_DEGREES_C[1]:g}",
            )
    own = [step.temperature_c for step in recipe.after if step.step == "heat"]
    usual = [*TEMPERATURES_C, *(c for c in own if _DEGREES_C[0] <= c <= _DEGREES_C[1])]
    return Heating(logs=_read_logs(logs), temperatures_c=tuple(sorted(set(asked_c or usual))))


def _read_logs(text: str) -> float | None:
    if text == "auto":
        return None
    try:
        logs = float(text)
    except ValueError:
        logs = np.nan
    if not _LOGS[0] <= logs <= _LOGS[1]:
        raise RecipeError(
            _("'{text}' is no number of powers of ten to kill"),
            code="bad_logs",
            where="--heat-plan",
            hint=_("write a number from {low} to {high}, or nothing"),
            text=text[:40],
            low=f"{_LOGS[0]:g}",
            high=f"{_LOGS[1]:g}",
        )
    return logs


def heat_plan(jar: Forecast, knowledge: Knowledge, heating: Heating, *, seed: int = 1) -> HeatPlan:
    """Plan the heating of a jar.

    Parameters
    ----------
    jar : Forecast
        Counts are those before its first heat step, or at its end.
    knowledge : Knowledge
        D and z of its members.
    heating : Heating
        What is asked.
    seed : int
        Of D and z.

    Returns
    -------
    HeatPlan

    Notes
    -----
    A pathogen put in with a challenge is left out: the plan is about the culture, and says nothing about
    germs. Spores are outside every row: they survive, and so can toxins that germs made before.
    """
    at = _before_heating(jar)
    count = jar.courses.ph.shape[0]
    drawing = Draws(count=count, seed=seed)
    put_in = CHALLENGES[jar.challenge.name] if jar.challenge else ""
    members = []
    for slug, course in jar.courses.live_cfu_per_ml.items():
        if slug == put_in:
            continue
        live = course[:, at]
        own = np.maximum(_log10(live / _FEWEST_PER_ML), 0.0)
        wanted = own if heating.logs is None else np.full(count, heating.logs)
        rows = heat_rows(knowledge, slug)
        minutes = minutes_to_kill(rows, heating.temperatures_c, wanted, drawing)
        members.append(
            MemberPlan(
                member=slug,
                group=knowledge.taxa[slug].guild,
                live_cfu_per_ml=live,
                logs=wanted,
                rows=rows,
                minutes=minutes,
            )
        )
    killed = {one.member: one.logs for one in members}
    return HeatPlan(
        asked=heating,
        members=tuple(members),
        groups={one.group: knowledge.taxa[one.group] for one in members},
        heated=heated(jar.poured, killed),
    )


def _before_heating(jar: Forecast) -> int:
    """Index of the last time before the first heat step."""
    hours = jar.recipe.hours
    for step in jar.recipe.after:
        if step.step == "heat":
            return int(np.searchsorted(jar.courses.times_h, hours - _SAME_TIME_H))
        hours += step.hours
    return int(jar.courses.times_h.size - 1)


def heated(serving: Serving, logs: Mapping[str, Floats]) -> Serving:
    """Move live cells to dead ones: none vanish.

    Parameters
    ----------
    serving : Serving
        Before heating.
    logs : mapping
        Member to fall in powers of ten, shape (draws,), >= 0; others stay as they are.
    """
    live = {m: amount * 10.0 ** -logs[m] if m in logs else amount for m, amount in serving.live_mmol.items()}
    dead = dict(serving.dead_mmol)
    for member, amount in serving.live_mmol.items():
        dead[member] = dead.get(member, np.zeros_like(amount)) + amount - live[member]
    return replace(serving, live_mmol=live, dead_mmol=dead)


def _log10(amounts: Floats) -> Floats:
    return np.asarray(np.log10(np.maximum(amounts, _LOWEST_CFU_PER_ML)))


def _counts(per_ml: Floats) -> dict[str, float | None]:
    """Give an interval of log10 counts, without the dust of floating point around one cell per ml."""
    return interval(np.round(_log10(per_ml), 6) + 0.0)
