"""What a person's community makes: acids and gas per fibre, and what an option adds, in closed vials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from biotica.engine.assemble import Setup
from biotica.engine.community import Member
from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.serving import Serving
from biotica.errors import OutsideValidity, _
from biotica.gut.band import Band, band
from biotica.gut.delivery import DRINK, opening_shares
from biotica.gut.members import Kinship, Shares, shares_of
from biotica.gut.profile import Profile
from biotica.gut.reference import default_reference
from biotica.gut.residency import chances_of, residents
from biotica.gut.vial import GASES, Bottle, Culture, culture
from biotica.gut.vial_tables import CONTROL
from biotica.gut.vials import substrates_of, treatment_index
from biotica.gut.zeros import default_resolver
from biotica.knowledge.load import Knowledge
from biotica.knowledge.names import NameTable
from biotica.knowledge.records import Track

SHOWN_ACIDS = ("acetate", "propionate", "butyrate")
FIBRES = ("inulin", "fos", "gos", "rs", "pectin", "arabinoxylan", "glucan", "psyllium_x", "acgum", "xos")
"""Treatments of the report, besides none; ids of treatments.tsv."""

DOSE_G_PER_L = 5.0
HOURS = 24.0

_TAKEN_UP_BEFORE_THE_COLON = frozenset({"lactose", "glucose", "galactose", "fructose", "sucrose", "hexose"})
LITRES_OF_SLURRY = 3.0
"""Slurry of 1:10 that a day's dose meets at once: 0.3 kg of stool, about what a colon holds. Assumed."""

_LEAST_KNOWN = 0.3
_PG_PER_G = 1.0e12
_MG_PER_G = 1000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What a community makes of one substrate.

    Attributes
    ----------
    substrate, name_en, name_nl : str
        Treatment; ``control`` = nothing added.
    acids, gas : mapping
        Metabolite to mmol made per litre of vial since the start, gases with what stands above the liquid.
    time_h, dose_g_per_l : float
        Of the vial.
    """

    substrate: str
    name_en: str
    name_nl: str
    acids: Mapping[str, Band]
    gas: Mapping[str, Band]
    time_h: float
    dose_g_per_l: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """What an option adds to a day's production, over doing nothing.

    Attributes
    ----------
    metabolite : str
        What is made.
    more_mmol_per_day : shape (draws,)
        Paired differences.
    """

    metabolite: str
    more_mmol_per_day: Floats


class Portion(Protocol):
    """A part of what one unit of a dose holds, such as `biotica.knowledge.evidence.Content`."""

    @property
    def kind(self) -> str:
        """substrate, live, inactivated or metabolite."""

    @property
    def id(self) -> str:
        """Metabolite or member."""

    @property
    def per_dose_unit(self) -> float:
        """Amount in one unit of the dose."""

    @property
    def low(self) -> float:
        """Its 5 % quantile."""

    @property
    def high(self) -> float:
        """Its 95 % quantile."""

    @property
    def unit(self) -> str:
        """g, cfu or cells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DailyDose:
    """A day of one option.

    Attributes
    ----------
    id : str
        Of the option.
    units : float
        Units of the dose in a day.
    contents : sequence of Portion
        What one unit holds.
    glass : Serving or None
        A drink whose living cells are taken, such as a glass from the own jar.
    form : str
        In which it is swallowed, in delivery_forms.tsv: what does not come free in the stomach meets no acid.
    """

    id: str
    units: float
    contents: Sequence[Portion]
    glass: Serving | None = None
    form: str = DRINK


def acids_by_substrate(
    profile: Profile,
    knowledge: Knowledge,
    names: NameTable,
    *,
    hours: float = HOURS,
    track: Track = "untrained",
    draws: int = 40,
    seed: int = 1,
) -> tuple[Made, ...]:
    """Feed a person's community one fibre after the other, in vials of their own.

    Parameters
    ----------
    profile : Profile
        Whose community.
    knowledge, names
        The tables.
    hours : float
        Length of the vials, > 0.
    track : str
        ``untrained`` or ``calibrated``.
    draws, seed : int
        Shared by all vials.

    Returns
    -------
    tuple of Made
        Nothing added first.

    Notes
    -----
    A closed vial of 1:10 stool slurry, 5 g/l. It is production from a substrate; no acid in stool or
    blood.
    """
    treatments = treatment_index(knowledge)
    shared = Draws(count=draws, seed=seed)
    substrates = sorted({treatments[name].modelled_as for name in FIBRES})
    ready = culture(
        knowledge, community_of(profile, knowledge, names), Bottle(), substrates, shared, track=track
    )
    made = []
    for name in (CONTROL, *FIBRES):
        dose = 0.0 if name == CONTROL else DOSE_G_PER_L
        amounts = substrates_of(((name, 1.0),), dose, treatments, knowledge, shared)
        run = ready.run(amounts, [hours])
        row = treatments[name]
        made.append(
            Made(
                substrate=name,
                name_en=row.name_en,
                name_nl=row.name_nl,
                acids={m: band(run.made_mmol_per_l[m][:, -1]) for m in SHOWN_ACIDS},
                gas={m: band(run.made_mmol_per_l[m][:, -1]) for m in GASES},
                time_h=hours,
                dose_g_per_l=dose,
            )
        )
    return tuple(made)


def community_of(profile: Profile, knowledge: Knowledge, names: NameTable) -> Shares:
    """Give the members that a profile stands for.

    Raises
    ------
    OutsideValidity
        If less than 30 % of the profile is known to the tables: no trustworthy answer, not numbers.
    """
    shares = shares_of(profile, Kinship(knowledge=knowledge, names=names))
    if shares.mapped < _LEAST_KNOWN:
        raise OutsideValidity(
            _("only {percent} % of this profile is known to our tables: no trustworthy answer"),
            code="too_little_known",
            hint=_("a profile with names of genera or species is needed"),
            percent=round(100.0 * shares.mapped, 1),
        )
    reference = default_reference("shotgun")
    chances = chances_of(profile, reference, default_resolver("shotgun"), names)
    return replace(shares, residents=residents(shares.members, knowledge, reference, chances=chances))


def gains(
    profile: Profile,
    doses: Iterable[DailyDose],
    metabolite: str,
    knowledge: Knowledge,
    names: NameTable,
    *,
    draws: int = 40,
    seed: int = 1,
) -> dict[str, Gain]:
    """Simulate what each option adds to one metabolite; as `gains_of_all`."""
    found = gains_of_all(profile, doses, (metabolite,), knowledge, names, draws=draws, seed=seed)
    return {key: one[metabolite] for key, one in found.items()}


def gains_of_all(
    profile: Profile,
    doses: Iterable[DailyDose],
    metabolites: Sequence[str],
    knowledge: Knowledge,
    names: NameTable,
    *,
    track: Track = "untrained",
    draws: int = 40,
    seed: int = 1,
) -> dict[str, dict[str, Gain]]:
    """Simulate what each option adds in 24 h, paired with doing nothing.

    Parameters
    ----------
    profile : Profile
        Whose community.
    doses : iterable of DailyDose
        Options; one without anything that reaches the community is left out of the result.
    metabolites : sequence of str
        What is counted.
    knowledge, names
        The tables.
    track : str
        ``untrained`` or ``calibrated``.
    draws, seed : int
        Shared by all vials.

    Returns
    -------
    dict
        Option id to metabolite to gain.

    Notes
    -----
    Three litres of 1:10 stool slurry, about what a colon holds of stool, get a whole day's dose; what
    they make more in 24 h is taken as mmol per day. Nothing is absorbed meanwhile and no meal comes
    beside it. Sugars that the small intestine takes up are left out, living cells pass stomach and bile
    with the losses of the tables. Dead cells and pure acids feed nobody here and are not simulated.
    """
    shared = Draws(count=draws, seed=seed)
    reaching = {dose.id: _reaching(dose, knowledge) for dose in doses}
    reaching = {key: found for key, found in reaching.items() if found.substrates or found.cells}
    if not reaching:
        return {}
    substrates = sorted({p.id for found in reaching.values() for p in found.substrates})
    extra = {slug: 0.0 for found in reaching.values() for slug in found.cells}
    shares = community_of(profile, knowledge, names)
    shares = replace(shares, members={**extra, **shares.members})
    ready = culture(knowledge, shares, Bottle(), substrates, shared, track=track)
    nothing = ready.run({}, [HOURS]).made_mmol_per_l
    found = {}
    for key, what in reaching.items():
        made = ready.run(
            what.mmol_per_l(knowledge, shared), [HOURS], cells=what.serving(ready, knowledge)
        ).made_mmol_per_l
        found[key] = {
            m: Gain(metabolite=m, more_mmol_per_day=(made[m][:, -1] - nothing[m][:, -1]) * LITRES_OF_SLURRY)
            for m in metabolites
        }
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reaching:
    """What of a daily dose reaches the community."""

    units: float
    substrates: tuple[Portion, ...]
    cells: Mapping[str, float | Floats]
    form: str

    def mmol_per_l(self, knowledge: Knowledge, draws: Draws) -> dict[str, Floats]:
        """Substrates per litre of slurry."""
        amounts: dict[str, Floats] = {}
        for part in self.substrates:
            grams = self.units * draws.number(f"content:{part.id}:{part.per_dose_unit}", _Amount(part))
            mmol = grams * _MG_PER_G / knowledge.molar_mass_g_per_mol(part.id) / LITRES_OF_SLURRY
            amounts[part.id] = amounts.get(part.id, 0.0) + mmol
        return amounts

    def serving(self, ready: Culture, knowledge: Knowledge) -> Serving | None:
        """Living cells that survive stomach and bile, in one vial."""
        if not self.cells:
            return None
        setup = ready.setup
        vial_l = setup.vessel.segments[0].volume_l / LITRES_OF_SLURRY
        in_stomach = opening_shares(self.form, knowledge, setup.draws).get("stomach", 0.0)
        live = {}
        for slug, count in self.cells.items():
            member = setup.community.member(slug)
            past_acid = 1.0 - in_stomach * (1.0 - 10.0 ** -_number(setup, member, "stomach_log10_reduction"))
            alive = past_acid * 10.0 ** -_number(setup, member, "bile_log10_reduction")
            grams = count * alive * _number(setup, member, "cell_dry_mass_pg") / _PG_PER_G
            live[slug] = grams / setup.community.biomass_g_per_mmol * vial_l
        return Serving(
            volume_ml=0.0,
            live_mmol=live,
            readiness={slug: np.ones(setup.draws.count) for slug in live},
            biomass_g_per_mmol=setup.community.biomass_g_per_mmol,
        )


def _number(setup: Setup, member: Member, name: str) -> Floats:
    row = member.trait(name)
    return setup.draws.number(f"{row.member}:{name}:", row)


class _Amount:
    """A portion's amount as a ranged number."""

    def __init__(self, part: Portion) -> None:
        self.value, self.low, self.high = part.per_dose_unit, part.low, part.high


def _reaching(dose: DailyDose, knowledge: Knowledge) -> _Reaching:
    cells: dict[str, float | Floats] = {}
    for part in dose.contents:
        if part.kind == "live" and part.id in knowledge.members:
            cells[part.id] = cells.get(part.id, 0.0) + dose.units * part.per_dose_unit
    if dose.glass is not None:
        for slug, mmol in dose.glass.live_mmol.items():
            row = knowledge.parameters_of(slug)["cell_dry_mass_pg", ""]
            grams = float(np.median(mmol)) * dose.glass.biomass_g_per_mmol
            cells[slug] = cells.get(slug, 0.0) + grams * _PG_PER_G / row.value
    substrates = tuple(
        part
        for part in dose.contents
        if part.kind == "substrate"
        and part.id in knowledge.metabolites
        and part.id not in _TAKEN_UP_BEFORE_THE_COLON
    )
    return _Reaching(units=dose.units, substrates=substrates, cells=cells, form=dose.form)
