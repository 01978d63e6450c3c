"""A person's gut as one vessel, from stomach to colon, with meals, stool and what is swallowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from biotica.engine.assemble import Setup, assemble
from biotica.engine.community import Community, build_community
from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.run import Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import ENSEMBLE, Tolerance, simulate
from biotica.engine.steps import Add, Hold, Step, Take
from biotica.engine.vessel import Grain, Segment, Vessel
from biotica.errors import InputError, _
from biotica.gut.members import Shares
from biotica.gut.vial import ACIDS, BODY_C, drawn_shares
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import BodyRow, Track

Lactase = Literal["persistent", "non_persistent"]

COLON = ("colon_proximal", "colon_transverse", "colon_distal")
SEGMENTS = ("stomach", "small_intestine", *COLON)
MEAL_HOURS = (7.0, 13.0, 19.0)
STOOL_HOUR = 8.0

_H_PER_DAY = 24.0
_MG_PER_G = 1000.0
_START_MMOL_PER_L = {"CO2": 20.0, "NH3": 10.0, "acetate": 40.0, "propionate": 12.0, "butyrate": 12.0}
_MUCIN, _PROTEIN = "mucin", "protein"
_SECRETED = ("mucin", "protein", "NH3", "sulfate", "CO2")


@dataclass(frozen=True, kw_only=True)
class Gut:
    """A person's gut, filled and ready to run.

    Attributes
    ----------
    setup : Setup
        Community, vessel and draws.
    start : tuple of Add
        What the colon holds at hour 0.
    meal : Serving
        A third of what the diet brings to the colon in a day; empty without a diet.
    stool_share : float
        Part of the distal colon that leaves with one stool.

    Notes
    -----
    Volumes are fixed: water is not followed. Residents sit on mucus and food particles too and so stay in
    the first two colon segments; what is swallowed only floats. Nothing here is a forecast of anyone's stool.
    """

    setup: Setup
    start: tuple[Add, ...]
    meal: Serving
    stool_share: float


@dataclass(frozen=True, kw_only=True)
class _Body:
    """Numbers of the body, drawn."""

    rows: Mapping[tuple[str, str], BodyRow]
    draws: Draws

    def drawn(self, quantity: str, place: str) -> Floats:
        return self.draws.number(f"body:{quantity}:{place}", self.rows[quantity, place])

    def central(self, quantity: str, place: str) -> float:
        return self.rows[quantity, place].value

    def by_metabolite(self, quantity: str, part: str) -> dict[str, Floats]:
        return {
            place.partition(":")[2]: self.drawn(quantity, place)
            for name, place in self.rows
            if name == quantity and place.startswith(f"{part}:")
        }


def build_gut(
    knowledge: Knowledge,
    shares: Shares,
    draws: Draws,
    *,
    diet: str = "ordinary_nl",
    lactase: Lactase = "persistent",
    fed: bool = True,
    swallowed: Sequence[Serving] = (),
    held_ph: bool = True,
    track: Track = "untrained",
) -> Gut:
    """Make a person's gut.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    shares : Shares
        Who lives in the colon.
    draws : Draws
        Of every uncertain number, those of the body too.
    diet : str
        Name in diets.tsv; blank = nothing eaten.
    lactase : str
        Whether the person digests lactose.
    fed : bool
        Whether the stomach is that of a person at a meal, or fasting.
    swallowed : sequence of Serving
        Everything that will be swallowed: its members and metabolites must have a place.
    held_ph : bool
        Hold the colon's pH at the table's values, or follow the charge balance.
    track : str
        ``untrained`` or ``calibrated``.

    Raises
    ------
    InputError
        If the diet is not in the tables.
    """
    if diet and not knowledge.diet(diet):
        raise InputError(
            _("'{diet}' is not a diet that we know"),
            code="unknown_diet",
            hint=_("one of {known}"),
            diet=diet,
            known=", ".join(sorted({row.diet for row in knowledge.diets})),
        )
    body = _Body(rows=knowledge.body, draws=draws)
    visitors = {m for serving in swallowed for m in _members_of(serving)}
    brought = {m for serving in swallowed for m in serving.amounts_mmol}
    community = build_community(
        knowledge,
        sorted({*shares.all_members, *visitors}),
        also=[*_START_MMOL_PER_L, *_SECRETED, *ACIDS, *brought, *_eaten(knowledge, diet), "strong_cation"],
        track=track,
    )
    vessel = _vessel(
        body, community, knowledge, shares.all_members, lactase=lactase, fed=fed, held_ph=held_ph
    )
    setup = assemble(community, vessel, draws)
    return Gut(
        setup=setup,
        start=_start(setup, shares, body),
        meal=_meal(knowledge, diet, draws),
        stool_share=body.central("stool_share", "colon_distal"),
    )


def _members_of(serving: Serving) -> set[str]:
    fragments = {member for part in serving.fragments_mmol.values() for member in part}
    return {*serving.live_mmol, *serving.dead_mmol, *fragments}


def _eaten(knowledge: Knowledge, diet: str) -> dict[str, float]:
    """Gram per day that a diet brings to the colon; the body's own mucus is not eaten."""
    return {m: row.value for m, row in knowledge.diet(diet).items() if m != _MUCIN} if diet else {}


def _meal(knowledge: Knowledge, diet: str, draws: Draws) -> Serving:
    amounts = {}
    for metabolite in _eaten(knowledge, diet):
        row = knowledge.diet(diet)[metabolite]
        grams = draws.number(f"diet:{diet}:{metabolite}", row) / len(MEAL_HOURS)
        amounts[metabolite] = grams * _MG_PER_G / knowledge.molar_mass_g_per_mol(metabolite)
    return Serving(volume_ml=0.0, amounts_mmol=amounts)


def _vessel(
    body: _Body,
    community: Community,
    knowledge: Knowledge,
    residents: Iterable[str],
    *,
    lactase: Lactase,
    fed: bool,
    held_ph: bool,
) -> Vessel:
    def known(rates: Mapping[str, Floats]) -> dict[str, Floats]:
        return {m: rate for m, rate in rates.items() if m in community.metabolites}

    small = body.by_metabolite("absorbed_per_h", "small_intestine")
    small["lactose"] = body.drawn("lactose_absorbed_per_h", lactase)
    upper = (
        Segment(
            name="stomach",
            volume_l=body.central("volume_l", "stomach"),
            held_ph=body.central("ph_fed" if fed else "ph_fasting", "stomach"),
            leaves_per_h=body.drawn("leaves_per_day", "stomach") / _H_PER_DAY,
            leaves_to="small_intestine",
        ),
        Segment(
            name="small_intestine",
            volume_l=body.central("volume_l", "small_intestine"),
            held_ph=body.central("ph", "small_intestine"),
            bile=body.central("bile_share", "small_intestine"),
            leaves_per_h=body.drawn("leaves_per_day", "small_intestine") / _H_PER_DAY,
            leaves_to=COLON[0],
            absorbed_per_h=known(small),
        ),
    )
    absorbed = known(body.by_metabolite("absorbed_per_h", "colon"))
    secreted = known(_secreted_mmol_per_h(body, knowledge))
    attached = Grain(
        shedding_per_h=body.drawn("attached_shedding_per_h", "colon"),
        reattachment_per_h=body.drawn("attached_attachment_per_h", "colon"),
        activity=1.0,
        members=tuple(residents),
    )
    whole = sum(body.central("volume_l", place) for place in COLON)
    colon = []
    for place, after in zip(COLON, (*COLON[1:], ""), strict=True):
        volume_l = body.central("volume_l", place)
        colon.append(
            Segment(
                name=place,
                volume_l=volume_l,
                gas_transfer_per_h=body.drawn("gas_vented_per_h", "colon"),
                held_ph=body.central("ph", place) if held_ph else None,
                leaves_per_h=body.drawn("leaves_per_day", place) / _H_PER_DAY if after else 0.0,
                leaves_to=after,
                absorbed_per_h=absorbed,
                inflow_mmol_per_h={m: rate * volume_l / whole for m, rate in secreted.items()},
                grain=attached if after else None,
            )
        )
    return Vessel(kind="gut", segments=(*upper, *colon))


def _secreted_mmol_per_h(body: _Body, knowledge: Knowledge) -> dict[str, Floats]:
    """Give what the colon's wall adds in all three segments together."""
    mucus = body.drawn("mucin_g_per_day", "colon") * _MG_PER_G
    per_day = {
        "mucin": mucus * body.drawn("mucin_sugar_share", "colon") / knowledge.molar_mass_g_per_mol(_MUCIN),
        "protein": mucus
        * body.drawn("mucin_protein_share", "colon")
        / knowledge.molar_mass_g_per_mol(_PROTEIN),
        "NH3": body.drawn("urea_nitrogen_mmol_per_day", "colon"),
        "sulfate": body.drawn("sulfate_mmol_per_day", "colon"),
        "CO2": body.drawn("bicarbonate_mmol_per_day", "colon"),
        "strong_cation": body.drawn("bicarbonate_mmol_per_day", "colon"),
    }
    return {metabolite: amount / _H_PER_DAY for metabolite, amount in per_day.items()}


def _start(setup: Setup, shares: Shares, body: _Body) -> tuple[Add, ...]:
    grams_per_l = body.drawn("start_cells_g_per_l", "colon")
    adds = []
    for segment in setup.vessel.segments:
        if segment.name not in COLON:
            continue
        liquid = {m: np.full(setup.draws.count, c * segment.volume_l) for m, c in _START_MMOL_PER_L.items()}
        if segment.held_ph is None:
            acids = sum(liquid[m] for m in ACIDS if m in liquid)
            liquid["strong_cation"] = np.maximum(acids + 0.5 * liquid["CO2"] - liquid["NH3"], 0.0)
        cells = {
            slug: share * grams_per_l * segment.volume_l / setup.community.biomass_g_per_mmol
            for slug, share in drawn_shares(shares, setup.draws).items()
        }
        adds.append(
            Add(serving=Serving(volume_ml=0.0, amounts_mmol=liquid, live_mmol=cells), segment=segment.name)
        )
    return tuple(adds)


def swallow(serving: Serving, *, opens_in: str = "stomach") -> Add:
    """Swallow a serving from any run: a drink, or a capsule that opens further on.

    Parameters
    ----------
    serving : Serving
        What; the gut must have been built with it among ``swallowed``.
    opens_in : str
        Segment in which the contents come free: stomach for food and drink, small_intestine for an
        acid-proof capsule.

    Raises
    ------
    InputError
        If there is no such segment.
    """
    if opens_in not in SEGMENTS:
        raise InputError(
            _("'{segment}' is no part of the gut"),
            code="unknown_segment",
            hint=_("one of {known}"),
            segment=opens_in,
            known=", ".join(SEGMENTS),
        )
    return Add(serving=serving, segment=opens_in, word="eat")


def days(gut: Gut, count: int, swallowed: Sequence[tuple[float, Add]] = ()) -> tuple[Step, ...]:
    """List the steps of some days: three meals, one stool, and what is swallowed.

    Parameters
    ----------
    gut : Gut
        Whose.
    count : int
        Days, > 0.
    swallowed : sequence of (float, Add)
        Hour of the day and what is swallowed then, every day.

    Returns
    -------
    tuple of Step
        From midnight on, what the colon holds at the start included.
    """
    daily: list[tuple[float, Step]] = [
        *((hour, Add(serving=gut.meal, segment="stomach", word="meal")) for hour in MEAL_HOURS),
        (STOOL_HOUR, Take(share=gut.stool_share, segment=COLON[-1], word="stool")),
        *swallowed,
    ]
    events = sorted(
        ((day * _H_PER_DAY + hour, step) for day in range(count) for hour, step in daily),
        key=lambda event: event[0],
    )
    steps: list[Step] = list(gut.start)
    now_h = 0.0
    for hour, step in events:
        if hour > now_h:
            steps.append(_wait(hour - now_h))
            now_h = hour
        steps.append(step)
    steps.append(_wait(count * _H_PER_DAY - now_h))
    return tuple(steps)


def _wait(hours: float) -> Hold:
    return Hold(hours=hours, start_c=BODY_C, end_c=BODY_C)


def run_days(
    gut: Gut,
    count: int,
    swallowed: Sequence[tuple[float, Add]] = (),
    *,
    tolerance: Tolerance = ENSEMBLE,
    threads: int | None = None,
) -> Run:
    """Run some days; seen at the end of each.

    Parameters
    ----------
    gut, count, swallowed
        As `days`.
    tolerance, threads
        As `simulate`.
    """
    return simulate(
        gut.setup,
        days(gut, count, swallowed),
        output_times_h=[day * _H_PER_DAY for day in range(count + 1)],
        tolerance=tolerance,
        threads=threads,
    )


def made_mmol_per_day(run: Run, metabolite: str, *, first_day: int, last_day: int) -> Floats:
    """Net make of an acid in the colon: what left it, and what it holds more, per day; shape (draws,).

    Parameters
    ----------
    run : Run
        Of `run_days`.
    metabolite : str
        Id; gases count what was vented.
    first_day, last_day : int
        Days after which to begin and end.

    Notes
    -----
    Absorbed + vented + lost with stool + change within the colon. What is absorbed higher up is not in it.
    """
    total = np.zeros(run.setup.draws.count)
    for place in COLON:
        volume_l = next(s.volume_l for s in run.setup.vessel.segments if s.name == place)
        if not run.holds("metabolite", metabolite, place):
            continue
        inside = run.metabolite_mmol_per_l(metabolite, place) * volume_l
        total += inside[:, last_day] - inside[:, first_day]
        for boundary in ("absorbed", "vented"):
            if run.holds(boundary, metabolite, place):
                passed = run.passed_mmol(boundary, metabolite, place)
                total += passed[:, last_day] - passed[:, first_day]
    for event in run.taken:
        if first_day * _H_PER_DAY < event.time_h <= last_day * _H_PER_DAY:
            total += event.serving.amounts_mmol.get(metabolite, 0.0)
    return np.asarray(total / (last_day - first_day))
