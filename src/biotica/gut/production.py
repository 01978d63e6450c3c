"""Which acids and gases a person's community makes from what: 24 h vials with shared draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.errors import InputError, ModelError, _
from biotica.gut.colon import COLON, Lactase
from biotica.gut.members import Shares
from biotica.gut.vial import ACIDS, GASES, Bottle, Culture, VialRun, culture
from biotica.gut.vials import NOT_MODELLED, substrates_of, treatment_index
from biotica.knowledge.evidence import Content, Intervention
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Track

DRAWS = 24
HOURS = 24.0
DOSE_G_PER_L = 5.0
SCFA = ("acetate", "propionate", "butyrate")
SUMS = {"scfa": SCFA, "gas": GASES}
SUBSTRATES = (
    "inulin",
    "fos",
    "gos",
    "rs",
    "pectin",
    "arabinoxylan",
    "glucan",
    "xos",
    "psyllium_x",
    "acgum",
)
"""Treatments that a report compares; ids of treatments.tsv."""

LEAST_SHARE = 1.0e-3
"""Members below this share are left out of a person's vials: they change no sum by more than the range. Assumed."""

_LEAST_KNOWN = 0.3
_MG_PER_G = 1000.0
_PG_PER_G = 1.0e12
_H_PER_DAY = 24.0
_NOISE = 2.0e-3


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """An amount with its range over the draws.

    Attributes
    ----------
    median, low, high : float
        50, 5 and 95 %.
    """

    median: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Production:
    """What a community makes from one substrate in 24 h, over what it makes without.

    Attributes
    ----------
    substrate : str
        Id of treatments.tsv.
    dose_g_per_l : float
        Product per litre of vial.
    gain_mmol_per_l : mapping of str to Made
        Acid, gas, ``scfa`` or ``gas`` (sums) to the paired difference with the vial without substrate.
    end_ph : Made
    """

    substrate: str
    dose_g_per_l: float
    gain_mmol_per_l: Mapping[str, Made]
    end_ph: Made


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """What an item's daily dose adds, as paired difference; fields as in `advise.effect.Effect`.

    Attributes
    ----------
    metabolite, unit, stage : str
        ``mmol_per_day`` and ``vial_24_h``.
    median, low, high : float
        50, 10 and 90 %.
    probability_of_gain : float
        Share of draws with more than doing nothing.
    """

    metabolite: str
    unit: str
    stage: str
    median: float
    low: float
    high: float
    probability_of_gain: float


def acids_by_substrate(
    knowledge: Knowledge,
    shares: Shares,
    substrates: Sequence[str] = SUBSTRATES,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    dose_g_per_l: float = DOSE_G_PER_L,
    track: Track = "untrained",
    threads: int | None = None,
) -> tuple[Production, ...]:
    """Compare what a community makes from each substrate.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    shares : Shares
        Who is there.
    substrates : sequence of str
        Ids or synonyms of treatments.tsv.
    draws, seed : int
        Shared by all substrates.
    dose_g_per_l : float
        Of each product.
    track : str
        ``untrained`` or ``calibrated``.
    threads : int or None
        As `simulate`.

    Returns
    -------
    tuple of Production
        In the order asked.

    Raises
    ------
    InputError
        If a substrate is not in the tables, or is not modelled.
    ModelError
        If too little of the profile is known: no trustworthy answer.

    Notes
    -----
    A closed vial with stool diluted tenfold. It predicts no stool or blood value, and the ranking of people is not proven.
    """
    require_known(shares)
    index = treatment_index(knowledge)
    rows = []
    for name in substrates:
        row = index.get(name.casefold())
        if row is None or row.modelled_as == NOT_MODELLED:
            raise InputError(_("'{name}' is not modelled"), code="not_modelled", name=name)
        rows.append(row)
    shared = Draws(count=draws, seed=seed)
    ready = culture(knowledge, shares, Bottle(), [row.modelled_as for row in rows], shared, track=track)
    control = ready.run({}, [HOURS], threads=threads)
    found = []
    for row in rows:
        amounts = substrates_of([(row.treatment.casefold(), 1.0)], dose_g_per_l, index, knowledge, shared)
        run = ready.run(amounts, [HOURS], threads=threads)
        gains = {m: _made(total(run, m) - total(control, m)) for m in (*ACIDS, *GASES, *SUMS)}
        found.append(
            Production(
                substrate=row.treatment,
                dose_g_per_l=dose_g_per_l,
                gain_mmol_per_l=gains,
                end_ph=_made(run.ph[:, 0]),
            )
        )
    return tuple(found)


def require_known(shares: Shares) -> None:
    """Refuse a profile of which the tables know too little.

    Raises
    ------
    ModelError
        Below 30 % mapped: no trustworthy answer, not numbers.
    """
    if shares.mapped < _LEAST_KNOWN:
        raise ModelError(
            _("only {percent} % of this profile is known to our tables: no trustworthy answer"),
            code="too_little_known",
            hint=_("a profile with names of genera or species is needed"),
            percent=round(100.0 * shares.mapped, 1),
        )


def total(run: VialRun, metabolite: str) -> Floats:
    """Made in a vial, mmol/L, shape (draws,): one metabolite, or a sum of `SUMS`."""
    return np.asarray(sum(run.made_mmol_per_l[part][:, 0] for part in SUMS.get(metabolite, (metabolite,))))


def _held(run: VialRun, metabolite: str) -> Floats:
    """Held by a vial at its end, mmol/L, shape (draws,)."""
    return np.asarray(sum(run.end_mmol_per_l[part][:, 0] for part in SUMS.get(metabolite, (metabolite,))))


def _made(values: Floats) -> Made:
    low, median, high = (float(q) for q in np.quantile(values, [0.05, 0.5, 0.95]))
    return Made(median=median, low=low, high=high)


def simulate_items(
    knowledge: Knowledge,
    shares: Shares,
    items: Iterable[Intervention],
    metabolites: Sequence[str] = ("butyrate",),
    *,
    lactase: Lactase = "persistent",
    draws: int = DRAWS,
    seed: int = 1,
    track: Track = "untrained",
    threads: int | None = None,
) -> dict[str, dict[str, Gain]]:
    """Effect of each item's daily dose on what the community makes in 24 h.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    shares : Shares
        Who is there.
    items : iterable of Intervention
        Those without contents, or with contents that the engine does not know, are left out: not modelled is not zero.
    metabolites : sequence of str
        Ids, or ``scfa`` and ``gas`` for sums.
    lactase : str
        Whether the person digests lactose before the colon.
    draws, seed : int
        Shared by all items.
    track : str
        ``untrained`` or ``calibrated``.
    threads : int or None
        As `simulate`.

    Returns
    -------
    dict
        Item id to metabolite to Gain, in mmol per day.

    Raises
    ------
    ModelError
        If too little of the profile is known.

    Notes
    -----
    Scaling: a day's dose, less what the small intestine takes up on the way, meets at once a vial as large as the colon
    (3.0 L) of stool diluted tenfold; what is there more after 24 h than without, the item's own acids included, is called a day's.
    Nothing is absorbed during that day, no meal comes
    beside it, and the community does not adapt: an order of magnitude for ranking, not a forecast for a person.
    """
    require_known(shares)
    modelled = [item for item in items if _is_modelled(item, knowledge)]
    shared = Draws(count=draws, seed=seed)
    visitors = sorted({c.id for item in modelled for c in item.contents if c.kind in {"live", "inactivated"}})
    fed = sorted({c.id for item in modelled for c in item.contents if c.kind in {"substrate", "metabolite"}})
    ready = culture(knowledge, shares, Bottle(), fed, shared, visitors=visitors, track=track)
    colon_l = sum(knowledge.body["volume_l", place].value for place in COLON)
    control = ready.run({}, [HOURS], threads=threads)
    gains: dict[str, dict[str, Gain]] = {}
    for item in modelled:
        day = _day(item, knowledge, ready, lactase)
        run = ready.run(
            {m: mmol / colon_l for m, mmol in day.amounts.items()},
            [HOURS],
            live_mmol_per_l={m: mmol / colon_l for m, mmol in day.live.items()},
            dead_mmol_per_l={m: mmol / colon_l for m, mmol in day.dead.items()},
            threads=threads,
        )
        gains[item.id] = {
            m: _gain(m, _held(run, m), _held(control, m), colon_l) for m in metabolites
            for m in metabolites
        }
    return gains


def _gain(metabolite: str, item: Floats, control: Floats, litres: float) -> Gain:
    """Paired gain; a difference below the solver's accuracy is none."""
    values = item - control
    values = np.where(np.abs(values) > _NOISE * (np.abs(control) + 1.0), values, 0.0) * litres
    low, median, high = (float(q) for q in np.quantile(values, [0.1, 0.5, 0.9]))
    return Gain(
        metabolite=metabolite,
        unit="mmol_per_day",
        stage="vial_24_h",
        median=median,
        low=low,
        high=high,
        probability_of_gain=float(np.mean(values > 0.0)),
    )


def _is_modelled(item: Intervention, knowledge: Knowledge) -> bool:
    return (
        bool(item.contents) and item.dose is not None and all(_is_known(c, knowledge) for c in item.contents)
    )


def _is_known(content: Content, knowledge: Knowledge) -> bool:
    if content.kind in {"substrate", "metabolite"}:
        return content.unit == "g" and bool(knowledge.formulas.get(content.id))
    return content.unit in {"cfu", "cells"} and content.id in knowledge.members


@dataclass(frozen=True, kw_only=True, slots=True)
class _Day:
    """What reaches the colon in a day, mmol."""

    amounts: Mapping[str, Floats]
    live: Mapping[str, Floats]
    dead: Mapping[str, Floats]


def _day(item: Intervention, knowledge: Knowledge, ready: Culture, lactase: Lactase) -> _Day:
    assert item.dose is not None
    dose = 0.5 * (item.dose.low + item.dose.high)
    draws = ready.setup.draws
    amounts: dict[str, Floats] = {}
    live: dict[str, Floats] = {}
    dead: dict[str, Floats] = {}
    for content in item.contents:
        per_unit = draws.number(f"item:{item.id}:{content.id}", _as_range(content))
        if content.kind in {"substrate", "metabolite"}:
            mmol = dose * per_unit * _MG_PER_G / knowledge.molar_mass_g_per_mol(content.id)
            amounts[content.id] = amounts.get(content.id, 0.0) + mmol * reaching_share(
                knowledge, draws, content.id, lactase
            )
            continue
        mmol = dose * per_unit * _cell_mmol(ready, content.id)
        alive = _surviving_share(ready, content.id) if content.kind == "live" else np.zeros(draws.count)
        live[content.id] = live.get(content.id, 0.0) + mmol * alive
        dead[content.id] = dead.get(content.id, 0.0) + mmol * (1.0 - alive)
    return _Day(amounts=amounts, live=live, dead=dead)


@dataclass(frozen=True, slots=True)
class _Range:
    value: float
    low: float
    high: float


def _as_range(content: Content) -> _Range:
    return _Range(content.per_dose_unit, content.low, content.high)


def reaching_share(knowledge: Knowledge, draws: Draws, metabolite: str, lactase: Lactase) -> Floats:
    """Part of something eaten that passes the small intestine, shape (draws,), 0..1.

    Parameters
    ----------
    knowledge : Knowledge
        The tables of the body.
    draws : Draws
        Shared with the gut of `colon.build_gut`.
    metabolite : str
        What has no row of absorption passes whole.
    lactase : str
        ``persistent`` or ``non_persistent``.
    """
    quantity, place = "absorbed_per_h", f"small_intestine:{metabolite}"
    if metabolite == "lactose":
        quantity, place = "lactose_absorbed_per_h", lactase
    if (quantity, place) not in knowledge.body:
        return np.ones(draws.count)
    on_per_h = draws.number(
        "body:leaves_per_day:small_intestine", knowledge.body["leaves_per_day", "small_intestine"]
    )
    taken_per_h = draws.number(f"body:{quantity}:{place}", knowledge.body[quantity, place])
    return np.asarray(1.0 / (1.0 + taken_per_h * _H_PER_DAY / on_per_h))


def _cell_mmol(ready: Culture, slug: str) -> Floats:
    """Carbon of one cell, mmol."""
    row = ready.setup.community.member(slug).trait("cell_dry_mass_pg")
    grams = ready.setup.draws.number(f"{row.member}:{row.name}:{row.condition}", row) / _PG_PER_G
    return grams / ready.setup.community.biomass_g_per_mmol


def _surviving_share(ready: Culture, slug: str) -> Floats:
    """Part of swallowed live cells that comes through stomach and bile alive."""
    member = ready.setup.community.member(slug)
    logs = np.zeros(ready.setup.draws.count)
    for name in ("stomach_log10_reduction", "bile_log10_reduction"):
        row = member.trait(name)
        logs = logs + ready.setup.draws.number(f"{row.member}:{name}:", row)
    return np.asarray(10.0**-logs)
