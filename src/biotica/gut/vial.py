"""One closed vial: cells of a community in a medium, with or without a substrate, paired over draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from biotica.engine.assemble import Setup, assemble
from biotica.engine.charge import charge_mmol_per_l
from biotica.engine.community import Community, build_community
from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.network import State
from biotica.engine.run import Outcome, Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import ENSEMBLE, Tolerance, simulate
from biotica.engine.steps import Add, Hold
from biotica.engine.vessel import Vessel, vial
from biotica.errors import ModelError, _
from biotica.gut.members import UNKNOWN, Shares
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import MediumRow, Track

BODY_C = 37.0
ACIDS = (
    "acetate",
    "propionate",
    "butyrate",
    "lactate",
    "succinate",
    "formate",
    "isobutyrate",
    "isovalerate",
    "valerate",
)
GASES = ("H2", "CO2", "CH4")
MADE = (*ACIDS, *GASES)
STOOL, BUFFER = "stool_residual", "exvivo_buffer"
STRONG = ("strong_cation", "strong_anion")

_GUT = "gut_anaerobe"
VOLUME_L = 0.01
_HEADSPACE_L = 0.01
_GAS_TRANSFER_PER_H = 5.0
_PG_PER_G = 1.0e12


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """A number of ours with its range; the vial tables do not state it."""

    value: float
    low: float
    high: float


INOCULUM_G_PER_L = Guess(value=0.003, low=0.001, high=0.01)
"""All cells put into a defined medium, dry: an optical density of about 0.01. Assumed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bottle:
    """What a community is put into.

    Attributes
    ----------
    medium : str
        Id of media.tsv.
    dilution : float or None
        Litre of vial per kg of wet stool, > 1; None = no stool but a small inoculum of cells.
    """

    medium: str = BUFFER
    dilution: float | None = 10.0


@dataclass(frozen=True, kw_only=True)
class VialRun:
    """What one vial made.

    Attributes
    ----------
    times_h : tuple of float
        Without time zero.
    made_mmol_per_l : mapping
        Metabolite to shape (draws, times): change since time zero per litre of vial, gases with what stands
        above the liquid.
    end_mmol_per_l : mapping
        The same, without taking off what was there at time zero.
    ph : shape (draws, times)
    run : Run
        All the rest.
    """

    times_h: tuple[float, ...]
    made_mmol_per_l: Mapping[str, Floats]
    end_mmol_per_l: Mapping[str, Floats]
    ph: Floats
    run: Run


@dataclass(frozen=True, kw_only=True)
class Culture:
    """A community in its medium, ready for any number of vials with shared draws.

    Attributes
    ----------
    setup : Setup
        Community, vessel and draws.
    start : Serving
        Medium, stool and cells; no substrate.
    """

    setup: Setup
    start: Serving

    def run(
        self,
        substrates_mmol_per_l: Mapping[str, Floats | float],
        times_h: Sequence[float],
        *,
        cells: Serving | None = None,
        tolerance: Tolerance = ENSEMBLE,
        threads: int | None = None,
    ) -> VialRun:
        """Run one vial at body temperature.

        Parameters
        ----------
        substrates_mmol_per_l : mapping
            Substrate to mmol of its unit per litre, one number or one per draw.
        times_h : sequence of float
            Rising, > 0.
        cells : Serving or None
            Cells put in besides those of the community.
        tolerance, threads
            As `simulate`.

        Returns
        -------
        VialRun

        Raises
        ------
        ModelError
            If the equations could not be solved.
        """
        draws = self.setup.draws.count
        amounts = {
            m: np.broadcast_to(np.asarray(c) * VOLUME_L, (draws,)) for m, c in substrates_mmol_per_l.items()
        }
        steps = [Add(serving=self.start), Add(serving=Serving(volume_ml=0.0, amounts_mmol=amounts))]
        if cells is not None:
            steps.append(Add(serving=cells))
        run = simulate(
            self.setup,
            [*steps, Hold(hours=times_h[-1], start_c=BODY_C, end_c=BODY_C)],
            output_times_h=[0.0, *times_h],
            tolerance=tolerance,
            threads=threads,
        )
        if run.outcome is not Outcome.SUCCESS:
            raise ModelError(
                _("a vial could not be solved"),
                code="vial_not_solved",
                hint=run.outcome.value,
                outcome=run.outcome.name,
            )
        totals = {m: _total(run, m) for m in MADE}
        return VialRun(
            times_h=tuple(times_h),
            made_mmol_per_l={m: total[:, 1:] - total[:, :1] for m, total in totals.items()},
            end_mmol_per_l={m: total[:, 1:] for m, total in totals.items()},
            ph=run.ph()[:, 1:],
            run=run,
        )


def _total(run: Run, metabolite: str) -> Floats:
    if not run.holds("metabolite", metabolite):
        return np.zeros((run.setup.draws.count, run.times_h.size))
    total = run.metabolite_mmol_per_l(metabolite)
    if run.holds("gas", metabolite):
        total = total + run.values[:, :, run.setup.network.index[State("gas", metabolite, "vial")]]
    return total


def culture(
    knowledge: Knowledge,
    shares: Shares,
    bottle: Bottle,
    substrates: Sequence[str],
    draws: Draws,
    *,
    track: Track = "untrained",
) -> Culture:
    """Put a community into its medium.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    shares : Shares
        Who is there; cells without a name that we know grow as one member with wide traits.
    bottle : Bottle
        Medium and dilution.
    substrates : sequence of str
        Everything that any vial of it will get.
    draws : Draws
        Shared by all vials.
    track : str
        ``untrained`` uses no number that saw a measured acid.

    Returns
    -------
    Culture
    """
    rows = knowledge.medium(bottle.medium, track=track)
    stool = knowledge.medium(STOOL, track=track) if bottle.dilution is not None else {}
    held = [m for m in (*rows, *stool) if m in knowledge.metabolites]
    community = build_community(
        knowledge,
        shares.all_members,
        also=[*held, *substrates, *ACIDS, "CO2", "H2", *STRONG],
        track=track,
    )
    setup = assemble(community, closed_vessel(), draws)
    amounts = _liquid(rows, stool, bottle, community, draws)
    live, ready = _cells(knowledge, setup, shares, stool, bottle)
    start = Serving(
        volume_ml=VOLUME_L * 1000.0,
        amounts_mmol={m: c * VOLUME_L for m, c in amounts.items()},
        live_mmol={m: c * VOLUME_L for m, c in live.items()},
        readiness=ready,
        biomass_g_per_mmol=community.biomass_g_per_mmol,
    )
    return Culture(setup=setup, start=start)


def _liquid(
    rows: Mapping[str, MediumRow],
    stool: Mapping[str, MediumRow],
    bottle: Bottle,
    community: Community,
    draws: Draws,
) -> dict[str, Floats]:
    """Mix medium and stool residue, mmol/L; strong ions close the charge balance at the drawn pH."""
    share = 1.0 if bottle.dilution is None else 1.0 - 1.0 / bottle.dilution
    total: dict[str, Floats] = {}
    for table, factor in ((rows, share), (stool, 1.0 / (bottle.dilution or np.inf))):
        for metabolite, row in table.items():
            if metabolite in community.metabolites and metabolite not in STRONG:
                drawn = draws.number(f"{row.medium}:{metabolite}", row) * factor
                total[metabolite] = total.get(metabolite, 0.0) + drawn
    return with_strong_ions(total, community, draws.number(f"{bottle.medium}:pH", rows["pH"]))


def with_strong_ions(amounts: Mapping[str, Floats], community: Community, ph: Floats) -> dict[str, Floats]:
    """Add the strong ions that close the charge balance at a pH; mmol/L, shape (draws,) each."""
    excess = charge_mmol_per_l(amounts, community.acids, ph)
    return {**amounts, "strong_cation": np.maximum(-excess, 0.0), "strong_anion": np.maximum(excess, 0.0)}


def closed_vessel() -> Vessel:
    """Give the vial that all these numbers are for: as much head space as liquid."""
    return vial(VOLUME_L, headspace_l=_HEADSPACE_L, gas_transfer_per_h=_GAS_TRANSFER_PER_H)


def drawn_shares(shares: Shares, draws: Draws) -> dict[str, Floats]:
    """Share of everything that can be in a vessel, shape (draws,) each.

    Notes
    -----
    A resident is there in as many draws as its chance says, with a share drawn from its range. Nothing is
    scaled to a sum of 1: what a classifier cannot name it counts elsewhere.
    """
    found = {slug: np.full(draws.count, share) for slug, share in shares.members.items()}
    if shares.nameless > 0.0:
        found[UNKNOWN] = np.full(draws.count, shares.nameless)
    for slug, resident in shares.residents.items():
        there = ndtr(draws.score(f"resident:{slug}")) < resident.chance
        found[slug] = there * draws.number(f"resident_share:{slug}", resident)
    return {slug: found[slug] for slug in shares.all_members}


def _cells(
    knowledge: Knowledge, setup: Setup, shares: Shares, stool: Mapping[str, MediumRow], bottle: Bottle
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Give the cells of each member in mmol of carbon per litre, and how far they have adapted.

    Cells of one stool share one past and so one lag; a lag measured on a pure culture is for pure cultures.
    """
    draws, community = setup.draws, setup.community
    if bottle.dilution is not None:
        row = stool["cells_log10_per_g"]
        cells_per_l = 10.0 ** draws.number(f"{row.medium}:{row.metabolite}", row) * 1000.0 / bottle.dilution
    stool_lag = knowledge.parameters_of(_GUT)["lag_h", ""]
    live, ready = {}, {}
    for slug, share in drawn_shares(shares, draws).items():
        member = community.member(slug)
        mass = member.trait("cell_dry_mass_pg")
        fastest = max((u.rate.value for u in member.routes if u.grows), default=0.0)
        lag = member.trait("lag_h") if bottle.dilution is None else stool_lag
        if bottle.dilution is None:
            grams = share * draws.number("inoculum_g_per_l", INOCULUM_G_PER_L)
        else:
            grams = share * cells_per_l * draws.number(f"{mass.member}:{mass.name}:", mass) / _PG_PER_G
        live[slug] = grams / community.biomass_g_per_mmol
        if member.trait("lag_h").high > 0.0:
            ready[slug] = np.exp(-fastest * draws.number(f"{lag.member}:lag_h:", lag))
    return live, ready
