"""Some days in a person's colon: acids per part, what is absorbed and vented, cells that leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.fluxes import fluxes_of
from biotica.engine.run import Outcome, Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import ENSEMBLE, simulate
from biotica.engine.steps import Add
from biotica.errors import ModelError, _
from biotica.gut.band import Band, band
from biotica.gut.colon import COLON, Gut, build_gut, days
from biotica.gut.delivery import DRINK, Arrival, arrivals, deliver, substance_mmol
from biotica.gut.explain import Explanation, explain
from biotica.gut.members import Shares
from biotica.gut.vial import ACIDS, BODY_C, GASES
from biotica.gut.wall_output import WallOutput, wall_output
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Track

DAYS = 4
_GLASS_HOUR = 7.5
_SEEN_PER_H = 3
_H_PER_DAY = 24.0
_ML_PER_L = 1000.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the colon on the last day.

    Attributes
    ----------
    acids : mapping
        Acid to mmol per litre, mean over the day.
    ph : Band
        Mean over the day; held at the value of the table.
    explanation : Explanation
        Who made what on that day, mmol per litre of this part.
    """

    acids: Mapping[str, Band]
    ph: Band
    explanation: Explanation


@dataclass(frozen=True, kw_only=True)
class Passing:
    """Cells of a glass that was drunk on the first day only, in the whole colon.

    Attributes
    ----------
    live_cells, dead_cells : tuple of Band
        At the end of each day.
    """

    live_cells: tuple[Band, ...]
    dead_cells: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class ColonDays:
    """Some days on one diet.

    Attributes
    ----------
    diet : str
        Name in diets.tsv.
    count, draws : int
        Days and draws.
    parts : mapping
        Part of the colon to its last day.
    absorbed_mmol_per_day, vented_mmol_per_day : mapping
        Acid, or gas, to what left the colon through its wall, or as gas, on the last day.
    stool_live_g, stool_dead_g : Band
        Dry cells in the stools of the last day: living, and dead but whole.
    walls : WallOutput
        What dying left on the last day.
    passing : Passing or None
        What becomes of a glass.
    arrivals : mapping
        Substance that was swallowed to what became of it.
    form : str
        In which it was swallowed; blank = nothing was.
    """

    diet: str
    count: int
    draws: int
    parts: Mapping[str, Part]
    absorbed_mmol_per_day: Mapping[str, Band]
    vented_mmol_per_day: Mapping[str, Band]
    stool_live_g: Band
    stool_dead_g: Band
    walls: WallOutput
    passing: Passing | None = None
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    form: str = ""


def follow_days(
    knowledge: Knowledge,
    shares: Shares,
    draws: Draws,
    *,
    diet: str,
    glass: Serving | None = None,
    contents_g: Mapping[str, float] | None = None,
    form: str = DRINK,
    track: Track = "untrained",
    count: int = DAYS,
) -> ColonDays:
    """Follow a community in the three parts of the colon for some days.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    shares : Shares
        Who lives there.
    draws : Draws
        Of every uncertain number.
    diet : str
        Name in diets.tsv.
    glass : Serving or None
        Cells of a glass that is drunk once, on the first morning.
    contents_g : mapping or None
        Acid to gram that is swallowed with it.
    form : str
        Form of both, in delivery_forms.tsv.
    track : str
        ``untrained`` or ``calibrated``.
    count : int
        Days, > 1.

    Returns
    -------
    ColonDays

    Raises
    ------
    InputError
        If the diet, the form or an acid is not known.
    ModelError
        If the equations could not be solved.

    Notes
    -----
    A few days from an assumed start are no steady state. Water is not followed, so that concentrations are
    not those of a colon; nothing here is a forecast of anyone's stool.
    """
    amounts_mmol = substance_mmol(contents_g or {}, diet, knowledge)
    drunk = _swallowed(glass, amounts_mmol, draws)
    parts = () if drunk is None else deliver(drunk, form, knowledge, draws)
    swallowed = () if drunk is None else (drunk,)
    gut = build_gut(knowledge, shares, draws, diet=diet, swallowed=swallowed, track=track)
    run = _run(gut, parts, count)
    since_h = (count - 1) * _H_PER_DAY
    fluxes = fluxes_of(run, temperature_c=BODY_C, since_h=since_h)
    stool = [one.serving for one in run.taken if one.time_h > since_h]
    return ColonDays(
        diet=diet,
        count=count,
        draws=draws.count,
        parts={place: _part(run, fluxes.first, place, explain(fluxes, place)) for place in COLON},
        absorbed_mmol_per_day=_passed(run, fluxes.first, "absorbed", ACIDS),
        vented_mmol_per_day=_passed(run, fluxes.first, "vented", GASES),
        stool_live_g=band(_grams(stool, "live_mmol")),
        stool_dead_g=band(_grams(stool, "dead_mmol")),
        walls=wall_output(run, fluxes.first, knowledge, track=track),
        passing=None if glass is None or drunk is None else _passing(run, drunk, count),
        arrivals=arrivals(run, amounts_mmol),
        form="" if drunk is None else form,
    )


def _swallowed(glass: Serving | None, amounts_mmol: Mapping[str, float], draws: Draws) -> Serving | None:
    """Cells of a glass, the middle of its own draws in every draw, without its liquid; and acids."""
    if glass is None and not amounts_mmol:
        return None

    def even(cells: Mapping[str, Floats]) -> dict[str, Floats]:
        return {slug: np.full(draws.count, float(np.median(mmol))) for slug, mmol in cells.items()}

    return Serving(
        volume_ml=0.0,
        amounts_mmol={name: np.full(draws.count, mmol) for name, mmol in amounts_mmol.items()},
        live_mmol=even(glass.live_mmol) if glass else {},
        dead_mmol=even(glass.dead_mmol) if glass else {},
        biomass_g_per_mmol=glass.biomass_g_per_mmol if glass else 0.0,
    )


def _run(gut: Gut, parts: tuple[Add, ...], count: int) -> Run:
    steps = days(gut, 1, tuple((_GLASS_HOUR, part) for part in parts))
    steps += days(replace(gut, start=()), count - 1)
    last = np.linspace(count - 1, count, round(_SEEN_PER_H * _H_PER_DAY) + 1) * _H_PER_DAY
    times_h = [*(day * _H_PER_DAY for day in range(count - 1)), *last.tolist()]
    run = simulate(gut.setup, steps, output_times_h=times_h, tolerance=ENSEMBLE)
    if run.outcome is not Outcome.SUCCESS:
        raise ModelError(
            _("these days in the colon could not be solved"),
            code="colon_not_solved",
            hint=run.outcome.value,
        )
    return run


def _part(run: Run, first: int, place: str, told: Explanation) -> Part:
    return Part(
        acids={m: band(run.metabolite_mmol_per_l(m, place)[:, first:].mean(axis=1)) for m in ACIDS},
        ph=band(run.ph(place)[:, first:].mean(axis=1)),
        explanation=told,
    )


def _passed(run: Run, first: int, boundary: str, metabolites: tuple[str, ...]) -> dict[str, Band]:
    found = {}
    for metabolite in metabolites:
        through = [
            run.passed_mmol(boundary, metabolite, place)
            for place in COLON
            if run.holds(boundary, metabolite, place)
        ]
        if through:
            total = np.sum(through, axis=0)
            found[metabolite] = band(total[:, -1] - total[:, first])
    return found


def _grams(stools: list[Serving], pool: str) -> Floats:
    grams = [mmol * one.biomass_g_per_mmol for one in stools for mmol in getattr(one, pool).values()]
    return np.asarray(np.sum(grams, axis=0))


def _passing(run: Run, drunk: Serving, count: int) -> Passing:
    at = [int(np.searchsorted(run.times_h, day * _H_PER_DAY)) for day in range(1, count + 1)]
    slugs = {*drunk.live_mmol, *drunk.dead_mmol}

    def cells(kind: str) -> tuple[Band, ...]:
        total = np.zeros((run.setup.draws.count, run.times_h.size))
        for segment in run.setup.vessel.segments:
            for slug in slugs if segment.name in COLON else ():
                per_ml = run.live_cfu_per_ml if kind == "live" else run.dead_cells_per_ml
                total += per_ml(slug, segment.name) * segment.volume_l * _ML_PER_L
        return tuple(band(total[:, n]) for n in at)

    return Passing(live_cells=cells("live"), dead_cells=cells("dead"))
