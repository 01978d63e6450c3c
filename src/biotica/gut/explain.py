"""Who makes what from what in a vial or a part of the colon, who feeds whom, and what holds it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.fluxes import Fluxes
from biotica.gut.band import Band, band

Origin = Literal["member", "start", "added", "elsewhere"]

LEAST_MMOL_PER_L = 0.01
"""What is less is left out of the lists; nothing in a vial is measured so finely. Assumed."""

_EATEN_BY_ALL = "NH3"


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What one member takes up of what another made.

    Attributes
    ----------
    origin : str
        ``member`` made it, or it was there at the start, was added, or came from elsewhere in the gut.
    producer : str
        Slug; blank unless the origin is a member.
    metabolite, consumer : str
        What, and the slug of who took it.
    mmol_per_l : Band
        In all the time.
    """

    origin: Origin
    producer: str
    metabolite: str
    consumer: str
    mmol_per_l: Band


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """What holds back the making of a metabolite: a code of the engine, and its share of the time."""

    code: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """What each member made (> 0) or took (< 0) of each metabolite.

    Attributes
    ----------
    members, metabolites : tuple of str
        Rows and columns.
    mmol_per_l : shape (draws, members, metabolites)
        Net, in all the time.
    """

    members: tuple[str, ...]
    metabolites: tuple[str, ...]
    mmol_per_l: Floats


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One place of a run, told by who does what.

    Attributes
    ----------
    made_by, taken_by : mapping
        Metabolite to member to mmol per litre, largest first.
    from_what : mapping
        Metabolite to the substrate of the routes that made it to mmol per litre, largest first.
    who_feeds_whom : tuple of Feed
        Largest first.
    matrix : Matrix
        Made minus taken.
    limits : mapping
        Metabolite to what held back the routes that made it, weighted by what they made, most often first.
    """

    made_by: Mapping[str, Mapping[str, Band]]
    taken_by: Mapping[str, Mapping[str, Band]]
    from_what: Mapping[str, Mapping[str, Band]]
    who_feeds_whom: tuple[Feed, ...]
    matrix: Matrix
    limits: Mapping[str, tuple[Limit, ...]]


def explain(
    fluxes: Fluxes, segment: str, *, added_mmol_per_l: Mapping[str, Floats] | None = None
) -> Explanation:
    """Tell who made what in one place of a run.

    Parameters
    ----------
    fluxes : Fluxes
        Of the run.
    segment : str
        ``vial``, or a part of the colon.
    added_mmol_per_l : mapping or None
        What was put in on purpose before the first time seen, shape (draws,); it is told apart from what the
        stool and the medium brought.

    Returns
    -------
    Explanation

    Notes
    -----
    Molecules carry no name. What a member took up is shared out over all that was on offer, each source in
    proportion to what it gave: what others made, what was there, and what came in from elsewhere more than
    left. It is what the model's members do, not what was measured in anyone.
    """
    books = _Books.of(fluxes, segment)
    start, came_in = _other_sources(fluxes, segment, books)
    added = {m: np.asarray(a) for m, a in (added_mmol_per_l or {}).items()}
    return Explanation(
        made_by=books.listed(books.made, books.members),
        taken_by=books.listed(books.taken, books.members),
        from_what=books.listed(books.by_substrate, books.substrates),
        who_feeds_whom=_feeds(books, start, came_in, added),
        matrix=Matrix(
            members=books.members,
            metabolites=books.metabolites,
            mmol_per_l=books.made - books.taken,
        ),
        limits=_limits(fluxes, segment, books.metabolites),
    )


@dataclass(frozen=True, kw_only=True)
class _Books:
    """What was made and taken, shape (draws, members or substrates, metabolites), mmol per litre."""

    members: tuple[str, ...]
    substrates: tuple[str, ...]
    metabolites: tuple[str, ...]
    made: Floats
    taken: Floats
    by_substrate: Floats
    column: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, fluxes: Fluxes, segment: str) -> _Books:
        """Add up the routes of one place."""
        here = [route for route in fluxes.routes if route.segment == segment]
        members = tuple(sorted({route.member for route in here}))
        substrates = tuple(sorted({route.substrate for route in here}))
        metabolites = fluxes.run.setup.community.metabolites
        draws = fluxes.amount_mmol_per_l.shape[0]
        made = np.zeros((draws, len(members), len(metabolites)))
        taken, by_substrate = np.zeros_like(made), np.zeros((draws, len(substrates), len(metabolites)))
        row = {name: n for n, name in enumerate(members)}
        food = {name: n for n, name in enumerate(substrates)}
        column = {name: n for n, name in enumerate(metabolites)}
        for number, metabolite, amount in fluxes.changes(segment):
            route, to = fluxes.routes[number], column[metabolite]
            more = np.maximum(amount, 0.0)
            made[:, row[route.member], to] += more
            taken[:, row[route.member], to] += more - amount
            by_substrate[:, food[route.substrate], to] += more
        return cls(
            members=members,
            substrates=substrates,
            metabolites=metabolites,
            made=made,
            taken=taken,
            by_substrate=by_substrate,
            column=column,
        )

    def listed(self, amounts: Floats, names: tuple[str, ...]) -> dict[str, dict[str, Band]]:
        """Name what is not too little, largest first."""
        middle = np.median(amounts, axis=0)
        found = {}
        for metabolite, to in self.column.items():
            order = [int(n) for n in np.argsort(-middle[:, to], kind="stable")]
            rows = {names[n]: band(amounts[:, n, to]) for n in order if middle[n, to] > LEAST_MMOL_PER_L}
            if rows:
                found[metabolite] = rows
        return found


def _other_sources(fluxes: Fluxes, segment: str, books: _Books) -> tuple[Floats, Floats]:
    """Give what was there at first, and what came in more than left; shape (draws, metabolites)."""
    run = fluxes.run
    values = np.stack([run.metabolite_mmol_per_l(m, segment) for m in books.metabolites], axis=2)
    start, end = values[:, fluxes.first], values[:, -1]
    own = np.sum(books.made - books.taken, axis=1)
    return start, np.maximum(end - start - own, 0.0)


def _feeds(books: _Books, start: Floats, came_in: Floats, added: Mapping[str, Floats]) -> tuple[Feed, ...]:
    found: list[Feed] = []
    for metabolite, to in books.column.items():
        if metabolite == _EATEN_BY_ALL:
            continue
        put_in = np.minimum(added.get(metabolite, np.zeros(start.shape[0])), start[:, to])
        sources: list[tuple[Origin, str, Floats]] = [
            ("start", "", start[:, to] - put_in),
            ("added", "", put_in),
            ("elsewhere", "", came_in[:, to]),
        ]
        sources += [("member", name, books.made[:, n, to]) for n, name in enumerate(books.members)]
        found += _shared_out(metabolite, sources, books.taken[:, :, to], books.members)
    return tuple(sorted(found, key=lambda feed: -feed.mmol_per_l.median))


def _shared_out(
    metabolite: str, sources: list[tuple[Origin, str, Floats]], taken: Floats, members: tuple[str, ...]
) -> list[Feed]:
    offered = sum(amount for _origin, _name, amount in sources)
    shares = [
        (origin, name, amount / np.maximum(offered, 1.0e-300))
        for origin, name, amount in sources
        if np.median(amount) > LEAST_MMOL_PER_L
    ]
    eaters = [n for n in range(len(members)) if np.median(taken[:, n]) > LEAST_MMOL_PER_L]
    feeds = []
    for origin, name, share in shares:
        for n in eaters:
            passed = taken[:, n] * share
            if np.median(passed) > LEAST_MMOL_PER_L:
                feeds.append(
                    Feed(
                        origin=origin,
                        producer=name,
                        metabolite=metabolite,
                        consumer=members[n],
                        mmol_per_l=band(passed),
                    )
                )
    return feeds


def _limits(fluxes: Fluxes, segment: str, metabolites: tuple[str, ...]) -> dict[str, tuple[Limit, ...]]:
    held = fluxes.limited_share.mean(axis=0)
    weight = {metabolite: np.zeros(len(fluxes.limits)) for metabolite in metabolites}
    for number, metabolite, amount in fluxes.changes(segment):
        weight[metabolite] += max(float(np.median(amount)), 0.0) * held[number]
    return {
        metabolite: tuple(
            Limit(code=fluxes.limits[n], share=float(amounts[n] / amounts.sum()))
            for n in (int(n) for n in np.argsort(-amounts, kind="stable"))
            if amounts[n] > 0.0
        )
        for metabolite, amounts in weight.items()
        if amounts.sum() > LEAST_MMOL_PER_L
    }
