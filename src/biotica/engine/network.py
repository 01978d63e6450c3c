"""From named processes to the arrays of the kernel."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from biotica.engine.acid import LN10
from biotica.engine.compiled import Floats, Indices, Integers
from biotica.engine.sparse import order_and_fill
from biotica.engine.tables import TRAIT_NAMES, Numbers, Structure

Amount = float | Floats
"""One number, or one per draw."""


class State(NamedTuple):
    """What an entry of the state vector holds.

    ``kind`` is one of metabolite, gas, live, readiness, dead, wall, protein, other, or a boundary that adds
    up what has passed it (absorbed, vented, excreted, fed, secreted, strained, eaten, fixed); ``place`` is
    the segment or the grain.
    """

    kind: str
    name: str
    place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Acid:
    """A metabolite with charge: dissociation constants (mol/L, falling), charge with all protons on."""

    metabolite: str
    ka_mol_per_l: tuple[float, ...]
    top_charge: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One way in which a population turns substrates into products.

    ``food`` is the substrate that it lives on. Where it grows, that stands on the menu of its population;
    where it does not, it is one of ``substrates``, which map states to their half constants in mmol/L as
    ``blockers`` do. Neighbours that share food and growth are alternatives: see `equations.set_rates`. A food
    that comes ``later`` waits until the others on the menu are scarce.
    """

    grows: bool
    food: int
    most_per_h: Amount
    substrates: Mapping[int, Amount]
    blockers: Mapping[int, Amount]
    changes: Mapping[int, Amount]
    later: bool = False

    @property
    def menu(self) -> int | None:
        """The food of a route that grows."""
        return self.food if self.grows else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Population:
    """Cells of one member in one place, with what they do; traits by the names of `TRAIT_NAMES`."""

    segment: int
    live: int
    dead: int
    readiness: int | None
    traits: Mapping[str, Amount]
    menu: Mapping[int, Amount]
    limits: Mapping[int, tuple[Amount, Amount]]
    routes: Sequence[Route]


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """First-order passage ``per_h * [neutral share of acid] * source``; the target gets ``gain`` times it."""

    source: int
    target: int
    per_h: Amount
    gain: float
    acid: int | None = None
    segment: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Inflow:
    """Constant inflow in mmol per litre and hour; ``account`` adds up ``gain`` times as much."""

    target: int
    account: int
    per_h: Amount
    gain: float


@dataclass(frozen=True, kw_only=True)
class Network:
    """States, arrays and where everything stands.

    Attributes
    ----------
    states : tuple of State
        Names of the entries of the state vector.
    index : dict
        Entry by State.
    structure, numbers : Structure, Numbers
        What the kernel reads.
    """

    states: tuple[State, ...]
    index: Mapping[State, int]
    segments: tuple[str, ...]
    structure: Structure
    numbers: Numbers

    @property
    def draws(self) -> int:
        """Number of parameter draws."""
        return int(self.numbers.route_max.shape[0])


@dataclass
class NetworkBuilder:
    """Collects states and processes, then lays them out once.

    Parameters
    ----------
    segments : tuple of str
        Names of the well-mixed places that have a pH of their own.
    acids : tuple of Acid
        The same in every segment.
    draws : int
        Number of parameter draws, >= 1.
    threshold_mmol_per_l : float
        Concentration below which nothing is taken up.
    bile : shape (segments,)
        0..1, share of full bile.
    held_ph : shape (segments,)
        A pH that something outside holds, or None = by charge balance.
    """

    segments: tuple[str, ...]
    acids: tuple[Acid, ...]
    draws: int
    threshold_mmol_per_l: float
    bile: Sequence[float]
    held_ph: Sequence[float | None]
    states: dict[State, int] = field(default_factory=dict)
    populations: list[Population] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    inflows: list[Inflow] = field(default_factory=list)

    def state(self, kind: str, name: str, place: str) -> int:
        """Entry of a state; new ones are appended."""
        return self.states.setdefault(State(kind, name, place), len(self.states))

    def finish(self) -> Network:
        """Lay everything out."""
        acid_state = np.array(
            [[self.state("metabolite", a.metabolite, s) for a in self.acids] for s in self.segments],
            dtype=np.int64,
        ).reshape(len(self.segments), len(self.acids))
        layout = _Layout(self, acid_state)
        return Network(
            states=tuple(self.states),
            index=dict(self.states),
            segments=self.segments,
            structure=layout.structure(),
            numbers=layout.numbers(),
        )


class _Layout:
    """The arrays of one builder."""

    def __init__(self, builder: NetworkBuilder, acid_state: Integers) -> None:
        self.builder = builder
        self.acid_state = acid_state
        self.populations = [_with_alternatives(population) for population in builder.populations]
        self.routes = [route for population in self.populations for route in population.routes]
        self.groups = [
            (n, len(list(group)))
            for n, population in enumerate(self.populations)
            for _key, group in groupby(population.routes, key=_alternatives)
        ]
        self.unions = [sorted({s for route in p.routes for s in route.changes}) for p in self.populations]
        self.touched = [self._touched(s) for s in range(len(builder.segments))]
        self.pattern = order_and_fill(len(builder.states), self._couplings())

    def _touched(self, segment: int) -> list[int]:
        """States whose rates depend on the pH of a segment."""
        states: set[int] = set()
        for population, union in zip(self.populations, self.unions, strict=True):
            if population.segment == segment:
                states.update(union, (population.live, population.dead))
        for move in self.builder.moves:
            if move.acid is not None and move.segment == segment:
                states.update((move.source, move.target))
        return sorted(states)

    def _common(self, population: Population) -> list[int]:
        """States that all routes of a population feel in common, in the order of the kernel."""
        ready = [] if population.readiness is None else [population.readiness]
        acids = [int(self.acid_state[population.segment, a]) for a in population.limits]
        return [population.live, *ready, *population.menu, *acids]

    @staticmethod
    def _own(route: Route) -> list[int]:
        menu = [] if route.menu is None else [route.menu]
        return [*menu, *route.substrates, *route.blockers]

    def _moving_acids(self, segment: int) -> list[int]:
        """Acids of a segment whose amount can change within an interval."""
        changing = {s for union in self.unions for s in union}
        changing.update(m.source for m in self.builder.moves)
        changing.update(m.target for m in self.builder.moves)
        changing.update(i.target for i in self.builder.inflows)
        return [a for a in range(len(self.builder.acids)) if int(self.acid_state[segment, a]) in changing]

    def _couplings(self) -> set[tuple[int, int]]:
        pairs: set[tuple[int, int]] = set()
        for population, union in zip(self.populations, self.unions, strict=True):
            pairs.update((u, c) for u in union for c in self._common(population))
            pairs.add((population.dead, population.live))
            for route in population.routes:
                pairs.update((u, o) for u in route.changes for o in self._own(route))
        for move in self.builder.moves:
            pairs.add((move.target, move.source))
        for segment, touched in enumerate(self.touched):
            acids = [int(self.acid_state[segment, a]) for a in self._moving_acids(segment)]
            pairs.update((t, a) for t in touched for a in acids)
        return pairs

    def structure(self) -> Structure:
        """Make the integer arrays."""
        entry = self.pattern.entry
        menus = [list(p.menu) for p in self.populations]
        menu_at = _pointers(menus)
        union_at = _pointers(self.unions)
        change: list[int] = []
        route_menu: list[int] = []
        route_entries: list[list[int]] = []
        union_entries: list[list[int]] = []
        death_entry: list[list[int]] = []
        for n, (population, union) in enumerate(zip(self.populations, self.unions, strict=True)):
            for route in population.routes:
                change += [int(union_at[n]) + union.index(s) for s in route.changes]
                route_menu.append(-1 if route.menu is None else int(menu_at[n]) + menus[n].index(route.menu))
                route_entries.append([entry(s, o) for o in self._own(route) for s in route.changes])
            union_entries.append([entry(u, c) for c in self._common(population) for u in union])
            ready = population.readiness
            death_entry.append(
                [
                    entry(population.live, population.live),
                    entry(population.dead, population.live),
                    -1 if ready is None else entry(ready, ready),
                ]
            )
        moving = [self._moving_acids(segment) for segment in range(len(self.touched))]
        acid_entries = [
            [entry(t, int(self.acid_state[segment, a])) for t in touched for a in moving[segment]]
            for segment, touched in enumerate(self.touched)
        ]
        moves, inflows = self.builder.moves, self.builder.inflows
        wanted = {a for p in self.populations for a in p.limits} | {m.acid for m in moves}
        neutral = [int(acid.top_charge) if a in wanted else -1 for a, acid in enumerate(self.builder.acids)]
        return Structure(
            group_at=_integers(np.cumsum([0, *(size for _n, size in self.groups)]).tolist()),
            group_population=_integers([n for n, _size in self.groups]),
            route_grows=_integers(
                [int(r.grows) + int(r.menu in _later(p)) for p in self.populations for r in p.routes]
            ),
            route_menu=_integers(route_menu),
            substrate_at=_pointers([r.substrates for r in self.routes]),
            substrate=_indices([s for r in self.routes for s in r.substrates]),
            blocker_at=_pointers([r.blockers for r in self.routes]),
            blocker=_indices([s for r in self.routes for s in r.blockers]),
            change_at=_pointers([r.changes for r in self.routes]),
            change=_indices(change),
            menu_at=menu_at,
            menu=_indices([s for menu in menus for s in menu]),
            menu_later=_integers(
                [int(food in _later(p)) for p in self.populations for food in p.menu],
            ),
            union_at=union_at,
            union=_indices([s for union in self.unions for s in union]),
            population_segment=_integers([p.segment for p in self.populations]),
            population_live=_indices([p.live for p in self.populations]),
            population_dead=_indices([p.dead for p in self.populations]),
            population_readiness=_integers(
                [-1 if p.readiness is None else p.readiness for p in self.populations]
            ),
            limit_at=_pointers([p.limits for p in self.populations]),
            limit_acid=_indices([a for p in self.populations for a in p.limits]),
            move_from=_indices([m.source for m in moves]),
            move_to=_indices([m.target for m in moves]),
            move_acid=_integers([-1 if m.acid is None else m.acid for m in moves]),
            move_segment=_integers([m.segment for m in moves]),
            source_to=_indices([i.target for i in inflows]),
            source_from=_indices([i.account for i in inflows]),
            acid_state=self.acid_state,
            ladder=_pointers([a.ka_mol_per_l for a in self.builder.acids]),
            neutral_protons_off=_integers(neutral),
            touched_at=_pointers(self.touched),
            touched=_indices([t for touched in self.touched for t in touched]),
            row_at=self.pattern.row_at,
            column=_indices(self.pattern.column),
            diagonal=self.pattern.diagonal,
            place_of_state=_indices(self.pattern.place_of_state),
            route_entry_at=_pointers(route_entries),
            route_entry=_indices([e for entries in route_entries for e in entries]),
            union_entry_at=_pointers(union_entries),
            union_entry=_indices([e for entries in union_entries for e in entries]),
            death_entry=_integers(death_entry).reshape(-1, 3),
            move_entry=_integers(
                [[entry(m.source, m.source), entry(m.target, m.source)] for m in moves]
            ).reshape(-1, 2),
            acid_entry_at=_pointers(acid_entries),
            acid_entry=_indices([e for entries in acid_entries for e in entries]),
            moving_at=_pointers(moving),
            moving=_indices([a for acids in moving for a in acids]),
        )

    def numbers(self) -> Numbers:
        """Make the floating-point arrays, draws first."""
        draws = self.builder.draws
        acids = self.builder.acids
        trait = np.empty((draws, len(self.populations), len(TRAIT_NAMES)))
        for n, population in enumerate(self.populations):
            for t, name in enumerate(TRAIT_NAMES):
                trait[:, n, t] = population.traits[name]
        return Numbers(
            route_max=_stack(draws, [r.most_per_h for r in self.routes]),
            substrate_half=_stack(draws, [k for r in self.routes for k in r.substrates.values()]),
            blocker_half=_stack(draws, [k for r in self.routes for k in r.blockers.values()]),
            change_by=_stack(draws, [by for r in self.routes for by in r.changes.values()]),
            menu_half=_stack(draws, [k for p in self.populations for k in p.menu.values()]),
            trait=trait,
            limit_growth=_stack(draws, [x[0] for p in self.populations for x in p.limits.values()]),
            limit_work=_stack(draws, [x[1] for p in self.populations for x in p.limits.values()]),
            move_per_h=_stack(draws, [m.per_h for m in self.builder.moves]),
            move_gain=_stack(draws, [m.gain for m in self.builder.moves]),
            source_per_h=_stack(draws, [i.per_h for i in self.builder.inflows]),
            source_gain=_stack(draws, [i.gain for i in self.builder.inflows]),
            bile=np.array(self.builder.bile, dtype=np.float64),
            held_log_h=np.array([math.nan if p is None else -LN10 * p for p in self.builder.held_ph]),
            ka_mol_per_l=np.array([k for a in acids for k in a.ka_mol_per_l], dtype=np.float64),
            top_charge=np.array([a.top_charge for a in acids], dtype=np.float64),
            threshold=np.array([self.builder.threshold_mmol_per_l]),
        )


def _later(population: Population) -> set[int]:
    """Foods that wait: a food waits if all routes on it do."""
    return {r.food for r in population.routes if r.later} - {
        r.food for r in population.routes if r.grows and not r.later
    }


def _alternatives(route: Route) -> tuple[bool, int]:
    return route.grows, route.food


def _with_alternatives(population: Population) -> Population:
    """Let all routes of a group name the same changes, zeros included: the kernel adds them up in step."""
    routes: list[Route] = []
    for _key, group in groupby(population.routes, key=_alternatives):
        alike = list(group)
        states = sorted({state for route in alike for state in route.changes})
        routes += [replace(r, changes={state: r.changes.get(state, 0.0) for state in states}) for r in alike]
    return replace(population, routes=routes)


def _pointers(groups: Sequence[object]) -> Integers:
    at = np.zeros(len(groups) + 1, dtype=np.int64)
    at[1:] = np.cumsum([len(g) for g in groups])  # type: ignore[arg-type]
    return at


def _indices(values: Sequence[object] | Integers) -> Indices:
    return np.array(values, dtype=np.uint32)


def _integers(values: Sequence[object]) -> Integers:
    return np.array(values, dtype=np.int64)


def _stack(draws: int, values: Sequence[Amount]) -> Floats:
    out = np.empty((draws, len(values)))
    for column, value in enumerate(values):
        out[:, column] = value
    return out
