"""Runs a planned jar on the engine: one vessel for as long as its cover stays, then the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from biotica.engine.assemble import Setup, assemble
from biotica.engine.community import Community, build_community, traits_of
from biotica.engine.draws import Draws
from biotica.engine.rates import cardinal_temperature
from biotica.engine.run import Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import ENSEMBLE, Tolerance, simulate
from biotica.engine.steps import Add, Hold, Step
from biotica.engine.vessel import Grain, Segment, Vessel
from biotica.ferment.courses import Courses
from biotica.ferment.ensemble import Floats
from biotica.ferment.steps import JarPlan, Keep, Strain
from biotica.knowledge.load import Knowledge

_ML_PER_L = 1000.0
_PG_PER_G = 1e12
_SAME_TIME_H = 1e-9
_JAR = "jar"
_ALWAYS = ("lactose", "lactate", "acetate", "ethanol", "CO2", "O2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Leg:
    """Steps that share one vessel."""

    keeps: tuple[Keep, ...]
    grains: bool

    @property
    def hours(self) -> float:
        """How long it lasts."""
        return sum(keep.hours for keep in self.keeps)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Brewed:
    """What happened in a jar, and what was poured out of it.

    Parameters
    ----------
    courses : Courses
        At all times asked for.
    poured : Serving
        Everything that floats at the time of pouring, grains left out.
    """

    courses: Courses
    poured: Serving


def brew(
    plan: JarPlan,
    times_h: Floats,
    *,
    pour_at_h: float,
    knowledge: Knowledge,
    draws: Draws,
    tolerance: Tolerance = ENSEMBLE,
) -> Brewed:
    """Run every draw of a plan through all its steps.

    Parameters
    ----------
    plan : JarPlan
        Drawn with the same ``draws``.
    times_h : shape (times,)
        When to look; rising from 0 to the end of the last step. At the border of two steps the later one
        counts.
    pour_at_h : float
        When the jar is poured; one of ``times_h``.
    knowledge : Knowledge
        The tables.
    draws : Draws
        For the numbers of the members.
    tolerance : Tolerance
        How exactly.

    Returns
    -------
    Brewed

    Raises
    ------
    SolverFailed
        If the equations could not be solved.
    """
    community = build_community(
        knowledge, plan.members, also=tuple(dict.fromkeys((*plan.medium_mmol_per_l, *_ALWAYS)))
    )
    start_h, parts = 0.0, []
    serving = poured = first_serving(plan, community, draws)
    legs = tuple(legs_of(plan))
    for number, leg in enumerate(legs):
        setup = assemble(community, _vessel(plan, leg), draws)
        border = start_h + leg.hours
        last = number == len(legs) - 1
        inside = (times_h >= start_h - _SAME_TIME_H) & ((times_h < border - _SAME_TIME_H) | last)
        run = simulate(
            setup,
            [*_filled(plan, leg, serving, setup, draws), *_holds(leg.keeps)],
            output_times_h=[*np.clip(times_h[inside] - start_h, 0.0, leg.hours), leg.hours],
            tolerance=tolerance,
        )
        parts.append(_seen(run, start_h, plan, leg))
        if start_h < pour_at_h <= border + _SAME_TIME_H:
            poured = run.serving(time_index=int(np.argmin(np.abs(run.times_h + start_h - pour_at_h))))
        serving = run.serving()
        start_h = border
    return Brewed(courses=_joined(parts), poured=poured)


def legs_of(plan: JarPlan) -> Iterator[Leg]:
    """Group the steps of a plan by vessel: a strained or newly covered jar is another one."""
    grains, keeps = bool(plan.bound_cfu_per_ml), list[Keep]()
    for step in plan.steps:
        if keeps and (isinstance(step, Strain) or step.headspace != keeps[-1].headspace):
            yield Leg(keeps=tuple(keeps), grains=grains)
            keeps = []
        if isinstance(step, Strain):
            grains = False
        else:
            keeps.append(step)
    if keeps:
        yield Leg(keeps=tuple(keeps), grains=grains)


def first_serving(plan: JarPlan, community: Community, draws: Draws) -> Serving:
    """Everything that floats in the jar at the start."""
    volume_l = plan.volume_ml / _ML_PER_L
    return Serving(
        volume_ml=plan.volume_ml,
        amounts_mmol={name: amount * volume_l for name, amount in plan.medium_mmol_per_l.items()},
        live_mmol=_cells_mmol(plan.free_cfu_per_ml, plan, community, draws),
        readiness=_readiness(plan.free_cfu_per_ml, plan, community, draws),
        biomass_g_per_mmol=community.biomass_g_per_mmol,
    )


def _cells_mmol(
    cfu_per_ml: Mapping[str, Floats], plan: JarPlan, community: Community, draws: Draws
) -> dict[str, Floats]:
    cells = {}
    for slug, count in cfu_per_ml.items():
        row = community.member(slug).trait("cell_dry_mass_pg")
        mass_pg = draws.number(f"{row.member}:{row.name}:{row.condition}", row)
        cells[slug] = count * plan.volume_ml * mass_pg / _PG_PER_G / community.biomass_g_per_mmol
    return cells


def _readiness(
    cfu_per_ml: Mapping[str, Floats], plan: JarPlan, community: Community, draws: Draws
) -> dict[str, Floats]:
    """How far cells are past their lag at the start, 0..1.

    Notes
    -----
    Readiness grows logistically at the rate of the fastest growth, slowed by cold. Starting it at
    ``exp(-rate * lag)`` makes cells lag as long as the table says at the ferment's usual temperature, and
    longer in the cold.
    """
    ready = {}
    for slug in cfu_per_ml:
        member = community.member(slug)
        if ("lag_h", "") in member.traits:
            row = member.trait("lag_h")
            lag_h = draws.number(f"{row.member}:{row.name}:{row.condition}", row)
            lag_h = lag_h + plan.extra_lag_h.get(slug, 0.0)
            traits = traits_of(member, draws, community.biomass_g_per_mmol)
            limits = (traits[f"temperature_{limit}_c"] for limit in ("min", "opt", "max"))
            warmth = np.array(
                [cardinal_temperature(plan.usual_c, *each) for each in zip(*limits, strict=True)]
            )
            ready[slug] = np.exp(-traits["readiness_rate_per_h"] * warmth * lag_h)
    return ready


def _vessel(plan: JarPlan, leg: Leg) -> Vessel:
    closed = leg.keeps[0].headspace == "closed"
    volume_l = plan.volume_ml / _ML_PER_L
    grain = None
    if leg.grains and plan.grain is not None:
        grain = Grain(
            shedding_per_h=plan.grain.shedding_per_h,
            reattachment_per_h=plan.grain.reattachment_per_h,
            activity=plan.grain.activity_share,
            members=tuple(plan.bound_cfu_per_ml),
        )
    segment = Segment(
        name=_JAR,
        volume_l=volume_l,
        headspace_l=plan.head_space_share * volume_l if closed else None,
        gas_transfer_per_h=plan.closed_gas_transfer_per_h if closed else plan.gas_transfer_per_h,
        air=not closed,
        grain=grain,
    )
    return Vessel(kind="bottle" if closed else "jar", segments=(segment,))


def _filled(plan: JarPlan, leg: Leg, serving: Serving, setup: Setup, draws: Draws) -> list[Step]:
    filled: list[Step] = [Add(serving=serving)]
    if leg.grains:
        live = _cells_mmol(plan.bound_cfu_per_ml, plan, setup.community, draws)
        ready = _readiness(plan.bound_cfu_per_ml, plan, setup.community, draws)
        filled.append(Add(serving=Serving(volume_ml=0.0, live_mmol=live, readiness=ready), on_grain=True))
    return filled


def _holds(keeps: Sequence[Keep]) -> Iterator[Hold]:
    for keep in keeps:
        inner = [hour for hour, _degrees in keep.course if 0.0 < hour < keep.hours]
        edges = [0.0, *inner, keep.hours]
        hours, degrees = zip(*keep.course, strict=True)
        at_edges = np.interp(edges, hours, degrees)
        for number in range(len(edges) - 1):
            yield Hold(
                hours=edges[number + 1] - edges[number],
                start_c=float(at_edges[number]),
                end_c=float(at_edges[number + 1]),
                word={"ferment": "wait", "bottle": "wait"}.get(keep.kind, keep.kind),
            )


def _seen(run: Run, start_h: float, plan: JarPlan, leg: Leg) -> Courses:
    """Take a leg's courses out of a run, without the last time, which only carries the contents on."""
    kept = slice(0, -1)
    ph = run.ph()[:, kept]
    closed = leg.keeps[0].headspace == "closed"
    gases = [run.gas_bar(gas) for gas in run.setup.community.gases] if closed else []
    metabolites = run.setup.community.metabolites
    return Courses(
        times_h=run.times_h[kept] + start_h,
        ph=ph,
        gauge_bar=np.sum(gases, axis=0)[:, kept] if gases else np.zeros_like(ph),
        mmol_per_l={name: run.metabolite_mmol_per_l(name)[:, kept] for name in metabolites},
        live_cfu_per_ml={member: run.live_cfu_per_ml(member)[:, kept] for member in plan.members},
        dead_cells_per_ml={member: run.dead_cells_per_ml(member)[:, kept] for member in plan.members},
    )


def _joined(parts: Sequence[Courses]) -> Courses:
    def join(courses: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
        return {name: np.concatenate([course[name] for course in courses], axis=1) for name in courses[0]}

    return Courses(
        times_h=np.concatenate([part.times_h for part in parts]),
        ph=np.concatenate([part.ph for part in parts], axis=1),
        gauge_bar=np.concatenate([part.gauge_bar for part in parts], axis=1),
        mmol_per_l=join([part.mmol_per_l for part in parts]),
        live_cfu_per_ml=join([part.live_cfu_per_ml for part in parts]),
        dead_cells_per_ml=join([part.dead_cells_per_ml for part in parts]),
    )
