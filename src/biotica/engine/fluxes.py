"""How much of every route ran in a finished run, and what held each of them back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numba as nb
import numpy as np

from biotica.engine.assemble import Setup
from biotica.engine.community import RouteUse
from biotica.engine.compiled import Floats, Integers, loop
from biotica.engine.equations import feel_acid, feel_temperature, set_pace, set_rates
from biotica.engine.rates import monod
from biotica.engine.run import Run
from biotica.engine.tables import NUMBERS, STRUCTURE, Numbers, Structure

OWN_PACE, TEMPERATURE, LAG, ACIDITY, ACID, OXYGEN, FOOD, NITROGEN = range(8)
LIMITS = ("own_pace", "temperature", "lag", "acidity", "acid", "oxygen", "food", "nitrogen")
"""What can hold a route back: its own fastest pace, warmth, getting ready, the pH, undissociated acid,
oxygen, its food, nitrogen. Behind these come the co-substrates, ``co_substrate:acetate`` and so on."""

_HOLDS_BACK = 0.5
"""A factor that leaves more than half of the pace holds nothing back. Assumed."""

_f = nb.float64[::1]
_f3 = nb.float64[:, :, ::1]


@loop(
    nb.void(
        STRUCTURE,
        NUMBERS,
        nb.int64,
        nb.int64,
        nb.float64,
        _f,
        _f3,
        _f3,
        nb.int64[::1],
        nb.int64[::1],
        nb.float64,
        nb.float64[:, ::1],
        _f3,
    )
)
def add_up_routes(
    structure: Structure,
    numbers: Numbers,
    first: int,
    last: int,
    temperature_c: float,
    weight_h: Floats,
    values: Floats,
    log_h: Floats,
    owner: Integers,
    entry_limit: Integers,
    holds_back_share: float,
    amount_mmol_per_l: Floats,
    limited_h: Floats,
) -> None:
    """Add up every route over the times of a run, for the draws ``first:last``.

    Parameters
    ----------
    temperature_c : float
        Held all the time.
    weight_h : shape (times,)
        Hours that each time stands for.
    values, log_h : shape (draws, times, states), (draws, times, segments)
        Of the run.
    owner : shape (routes,)
        Population of each route.
    entry_limit : shape (substrate entries,)
        Place of each further substrate among the limits.
    holds_back_share : float
        A factor above it holds nothing back.
    amount_mmol_per_l : shape (draws, routes)
        Added to: mmol of reaction.
    limited_h : shape (draws, routes, limits)
        Added to: hours in which each limit was the hardest.

    Notes
    -----
    Rates come from the parts that the kernel is put together from. The share that warmth, acid and readiness
    leave is what the same parts give with and without them.
    """
    segments, acids = structure.acid_state.shape
    populations = structure.population_live.shape[0]
    routes = structure.route_grows.shape[0]
    warmth = np.empty((3, populations))
    mild = np.ones((3, populations))
    neutral = np.empty((segments, acids))
    no_acid = np.zeros((segments, acids))
    protons_off = np.empty((segments, acids))
    by_acid = np.empty((segments, acids))
    pace = np.empty((5, populations))
    alone = np.empty((5, populations))
    space = np.empty((2, 1 + 2 * acids))
    now_log_h = np.empty(segments)
    rate = np.empty(routes)
    factor = np.empty(limited_h.shape[2])
    for d in range(first, last):
        feel_temperature(structure, numbers, d, temperature_c, warmth)
        for t in range(weight_h.shape[0]):
            y = values[d, t]
            now_log_h[:] = log_h[d, t]
            feel_acid(structure, numbers, y, now_log_h, neutral, protons_off, by_acid, space)
            set_pace(structure, numbers, d, y, mild, now_log_h, no_acid, alone)
            set_pace(structure, numbers, d, y, warmth, now_log_h, neutral, pace)
            set_rates(structure, numbers, d, y, pace, rate)
            for r in range(routes):
                amount_mmol_per_l[d, r] += weight_h[t] * rate[r]
                p, grows = owner[r], min(structure.route_grows[r], 1)
                place = structure.population_readiness[p]
                ready = y[place] if place >= 0 and grows == 1 else 1.0
                factor[:] = 1.0
                factor[TEMPERATURE] = warmth[0, p]
                factor[LAG] = ready
                factor[ACIDITY] = alone[grows, p] / max(ready, 1.0e-300)
                factor[ACID] = pace[grows, p] / max(alone[grows, p] * warmth[0, p], 1.0e-300)
                own = structure.route_menu[r]
                if own >= 0:
                    half = numbers.menu_half[d, own]
                    factor[FOOD] = monod(y[structure.menu[own]], half, numbers.threshold[0])
                for e in range(structure.substrate_at[r], structure.substrate_at[r + 1]):
                    half = numbers.substrate_half[d, e]
                    left = monod(y[structure.substrate[e]], half, numbers.threshold[0])
                    factor[entry_limit[e]] = min(factor[entry_limit[e]], left)
                for e in range(structure.blocker_at[r], structure.blocker_at[r + 1]):
                    factor[OXYGEN] *= 1.0 - monod(y[structure.blocker[e]], numbers.blocker_half[d, e], 0.0)
                hardest = 0
                for k in range(1, factor.shape[0]):
                    if factor[k] < factor[hardest] and factor[k] <= holds_back_share:
                        hardest = k
                limited_h[d, r, hardest] += weight_h[t]


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteAt:
    """One route of one population.

    Attributes
    ----------
    member, substrate, route : str
        Ids of the tables.
    grows : bool
        Whether cells come of it.
    segment, place : str
        Where; the place is that of the grain or mucus for attached cells.
    """

    member: str
    substrate: str
    route: str
    grows: bool
    segment: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Fluxes:
    """What every route of a run did.

    Attributes
    ----------
    run : Run
        The run.
    first : int
        Number of the output time from which on was added up.
    routes : tuple of RouteAt
        In the order of the arrays.
    amount_mmol_per_l : shape (draws, routes)
        Reaction in all the time, mmol per litre of the segment, >= 0.
    limits : tuple of str
        `LIMITS`, then ``co_substrate:`` with a metabolite.
    limited_share : shape (draws, routes, limits)
        Share of the time in which each was the hardest limit; sums to 1.

    Notes
    -----
    Sums over the output times of the run: with few times, or an event between two of them, they are rough.
    Where a food runs out between two times the sum is too high; with one in five minutes by a few percent.
    """

    run: Run
    first: int
    routes: tuple[RouteAt, ...]
    amount_mmol_per_l: Floats
    limits: tuple[str, ...]
    limited_share: Floats

    def changes(self, segment: str) -> Iterator[tuple[int, str, Floats]]:
        """Give what every route of a segment made (> 0) or took (< 0).

        Yields
        ------
        (int, str, shape (draws,))
            Number of the route, metabolite, mmol per litre of the segment. Cells are left out.
        """
        network = self.run.setup.network
        structure, change_by = network.structure, network.numbers.change_by
        for number, route in enumerate(self.routes):
            if route.segment != segment:
                continue
            for e in range(structure.change_at[number], structure.change_at[number + 1]):
                state = network.states[structure.union[structure.change[e]]]
                if state.kind == "metabolite":
                    yield number, state.name, change_by[:, e] * self.amount_mmol_per_l[:, number]


def fluxes_of(run: Run, *, temperature_c: float, since_h: float = 0.0) -> Fluxes:
    """Add up every route of a finished run.

    Parameters
    ----------
    run : Run
        With output times close enough to follow the course.
    temperature_c : float
        Held throughout.
    since_h : float
        Add up from this output time on.

    Returns
    -------
    Fluxes

    Notes
    -----
    ``amount = integral of rate dt`` by the trapezoid rule over the output times. At an event the output shows
    the state after it.
    """
    setup = run.setup
    structure = setup.network.structure
    owner = np.array([population for population, _use in _uses(setup)], dtype=np.int64)
    limits, entry_limit = _limits_of(setup)
    draws = run.values.shape[0]
    amount = np.zeros((draws, owner.size))
    limited_h = np.zeros((draws, owner.size, len(limits)))
    first = int(np.searchsorted(run.times_h, since_h))
    weight_h = _weights(run.times_h[first:])
    values = np.ascontiguousarray(run.values[:, first:])
    log_h = np.ascontiguousarray(run.log_h[:, first:])

    def add_up(begin: int, end: int) -> None:
        add_up_routes(
            structure,
            setup.network.numbers,
            begin,
            end,
            temperature_c,
            weight_h,
            values,
            log_h,
            owner,
            entry_limit,
            _HOLDS_BACK,
            amount,
            limited_h,
        )

    threads = min(draws, os.cpu_count() or 1)
    edges = np.linspace(0, draws, threads + 1).astype(int).tolist()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        list(pool.map(add_up, edges[:-1], edges[1:]))
    return Fluxes(
        run=run,
        first=first,
        routes=routes_of(setup),
        amount_mmol_per_l=amount,
        limits=limits,
        limited_share=limited_h / weight_h.sum(),
    )


def routes_of(setup: Setup) -> tuple[RouteAt, ...]:
    """Name every route of a network, in the order of its arrays."""
    network = setup.network
    places = [network.states[live] for live in network.structure.population_live]
    return tuple(
        RouteAt(
            member=places[population].name,
            substrate=use.substrate,
            route=use.route,
            grows=use.grows,
            segment=places[population].place.partition(":")[0],
            place=places[population].place,
        )
        for population, use in _uses(setup)
    )


def _uses(setup: Setup) -> Iterator[tuple[int, RouteUse]]:
    """Go through the routes of all populations in the order in which they were laid out."""
    network = setup.network
    for population, live in enumerate(network.structure.population_live):
        for use in setup.community.member(network.states[live].name).routes:
            yield population, use


def _limits_of(setup: Setup) -> tuple[tuple[str, ...], Integers]:
    """Limits by name, and the place among them of every further substrate of every route."""
    network = setup.network
    limits = list(LIMITS)
    places = []
    for number, (_population, use) in enumerate(_uses(setup)):
        at = network.structure.substrate_at
        for e in range(at[number], at[number + 1]):
            metabolite = network.states[network.structure.substrate[e]].name
            if metabolite == use.substrate:
                places.append(FOOD)
            elif metabolite not in use.catabolic and setup.community.formulas[metabolite].get("N"):
                places.append(NITROGEN)
            else:
                name = f"co_substrate:{metabolite}"
                if name not in limits:
                    limits.append(name)
                places.append(limits.index(name))
    return tuple(limits), np.array(places, dtype=np.int64)


def _weights(times_h: Floats) -> Floats:
    """Hours that each time stands for: half of the gap on either side."""
    gaps = np.diff(times_h)
    weights = np.zeros(times_h.size)
    weights[:-1] += 0.5 * gaps
    weights[1:] += 0.5 * gaps
    return weights
