"""From knowledge to members with routes: the only place where the engine reads tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.network import Acid
from biotica.errors import KnowledgeError, UnknownTaxon, _
from biotica.knowledge.chemistry import degree_of_reduction
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Metabolite, Parameter, Track

WATER = "H2O"
BIOMASS = "biomass"
_AMMONIA = "NH3"
_CARBON_DIOXIDE = "CO2"
_LN10 = float(np.log(10.0))
_STOMACH_TEST_H = 2.0
_STOMACH_TEST_PH = 2.0
_BILE_TEST_H = 3.0
_MG_PER_G = 1000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteUse:
    """One substrate taken through one route by one member.

    Attributes
    ----------
    substrate, route : str
        Ids of the tables.
    grows : bool
        Whether cells come of it.
    rate : Parameter
        Maximum growth rate (1/h) where it grows, else mmol of substrate per g and hour.
    biomass_yield : Parameter or None
        Grams of cells per mmol of substrate where it grows.
    catabolic : mapping
        Change per mmol of substrate used for energy, without cells and water.
    anabolic : mapping
        Change per carbon-millimole of cells made, the cells included, without water.
    later : bool
        Whether it waits until foods of the first rank are scarce.
    """

    substrate: str
    route: str
    grows: bool
    rate: Parameter
    biomass_yield: Parameter | None
    catabolic: Mapping[str, float]
    anabolic: Mapping[str, float]
    later: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A taxon with kinetic traits.

    Attributes
    ----------
    slug, taxon, name_en, name_nl : str
        How it is called.
    traits : mapping (name, condition) -> Parameter
        All its rows, its own over those of its guilds.
    routes : tuple of RouteUse
        What it can live on; alternatives on one substrate stand together.
    """

    slug: str
    taxon: str
    guild: str
    domain: str
    traits: Mapping[tuple[str, str], Parameter]
    routes: tuple[RouteUse, ...]

    def trait(self, name: str, condition: str = "") -> Parameter:
        """One trait.

        Raises
        ------
        KnowledgeError
            If neither the member nor its guilds have it.
        """
        if (name, condition) not in self.traits:
            raise KnowledgeError(
                _("{member} has no {name} {condition}"),
                code="missing_trait",
                where="parameters.tsv",
                hint=_("add a row for it or for its guild"),
                member=self.slug,
                name=name,
                condition=condition,
            )
        return self.traits[name, condition]


@dataclass(frozen=True, kw_only=True, slots=True)
class Community:
    """Members, and the chemistry that they share.

    Attributes
    ----------
    members : tuple of Member
        In any order; no result depends on it.
    metabolites : tuple of str
        Every substance that a vessel of theirs can hold, sorted.
    formulas : mapping
        Metabolite to atoms of its neutral form.
    acids : tuple of Acid
        The metabolites that carry charge.
    gases : mapping
        Gas to its solubility in mmol/L/bar.
    """

    members: tuple[Member, ...]
    metabolites: tuple[str, ...]
    formulas: Mapping[str, Mapping[str, float]]
    acids: tuple[Acid, ...]
    gases: Mapping[str, float]
    biomass_g_per_mmol: float

    def member(self, slug: str) -> Member:
        """Find the member with this slug."""
        return next(m for m in self.members if m.slug == slug)


def build_community(
    knowledge: Knowledge,
    members: Sequence[str],
    *,
    also: Sequence[str] = (),
    track: Track = "untrained",
) -> Community:
    """Look up members and everything that they can touch.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    members : sequence of str
        Slugs; each once.
    also : sequence of str
        Metabolites to hold besides those that the members touch, such as buffers.
    track : str
        ``untrained`` leaves out every number that saw a measured acid of a truth set.

    Returns
    -------
    Community

    Raises
    ------
    UnknownTaxon
        If a slug is not in the tables, or given twice.
    KnowledgeError
        If a yield asks for more substrate than there is.
    """
    if len(set(members)) != len(members):
        raise UnknownTaxon(_("a member is named twice"), code="member_twice")
    found = tuple(_member(knowledge, slug, track) for slug in members)
    touched = {m for member in found for use in member.routes for m in (*use.catabolic, *use.anabolic)}
    metabolites = tuple(sorted((touched | set(also)) - {BIOMASS, WATER}))
    rows = {m: knowledge.metabolites[m] for m in metabolites}
    return Community(
        members=found,
        metabolites=metabolites,
        formulas=MappingProxyType({m: knowledge.formulas[m] for m in (*metabolites, BIOMASS)}),
        acids=tuple(acid_of(row) for row in rows.values() if row.pka or row.charge_protonated),
        gases=MappingProxyType(
            {m: row.henry_mmol_per_l_bar for m, row in rows.items() if row.henry_mmol_per_l_bar is not None}
        ),
        biomass_g_per_mmol=knowledge.molar_mass_g_per_mol(BIOMASS) / _MG_PER_G,
    )


def acid_of(row: Metabolite) -> Acid:
    """Give the charges of a metabolite as the engine wants them."""
    return Acid(
        metabolite=row.metabolite,
        ka_mol_per_l=tuple(10.0**-pka for pka in row.pka),
        top_charge=float(row.charge_protonated),
    )


def _member(knowledge: Knowledge, slug: str, track: Track) -> Member:
    taxon = knowledge.taxa.get(slug)
    if taxon is None:
        raise UnknownTaxon(_("'{slug}' is not a member that we know"), code="unknown_member", slug=slug)
    traits = knowledge.parameters_of(slug, track=track)
    traits |= _resting(knowledge, traits)
    uses = [
        _route_use(knowledge, slug, traits, name, condition)
        for name, condition in traits
        if name in {"max_growth_rate_per_h", "maintenance_mmol_per_g_h"}
    ]
    return Member(
        slug=slug,
        taxon=taxon.taxon,
        guild=taxon.guild,
        domain=taxon.domain,
        traits=MappingProxyType(traits),
        routes=tuple(sorted(uses, key=lambda use: (use.grows, use.substrate, use.route))),
    )


def _resting(
    knowledge: Knowledge, traits: Mapping[tuple[str, str], Parameter]
) -> dict[tuple[str, str], Parameter]:
    """Work without growth on all that a member grows on but amino acids, if it has a rate for resting cells.

    Notes
    -----
    Cells that cannot grow, for want of nitrogen or in their own acid, go on fermenting. What a gram of cells
    needs to stay alive hardly depends on the species: on its best substrate a member rests at
    ``resting_mmol_per_g_h``, on others in proportion to growth; a row for one route says how much of it goes
    that way. A row for maintenance wins if it is faster.

    References
    ----------
    TIJHUIS1993
    """
    growth, idle, rest = "max_growth_rate_per_h", "maintenance_mmol_per_g_h", "resting_mmol_per_g_h"
    speeds: dict[str, float] = {}
    for (name, condition), row in traits.items():
        if name == growth:
            substrate = condition.partition("@")[0]
            speeds[substrate] = speeds.get(substrate, 0.0) + row.value
    found: dict[tuple[str, str], Parameter] = {}
    for (name, condition), row in traits.items():
        if name != growth:
            continue
        substrate, _at, route = condition.partition("@")
        metabolite = knowledge.metabolites[substrate]
        by_route, of_all = traits.get((rest, route)), traits.get((rest, ""))
        resting, speed = (by_route, speeds[substrate]) if by_route else (of_all, row.value)
        if resting is None or resting.high == 0.0 or metabolite.monomer == "amino_acid":
            continue
        part = speed / max(speeds.values()) / (metabolite.monomers_per_unit or 1.0)
        if (idle, condition) in traits and traits[idle, condition].value > resting.value * part:
            continue
        found[idle, condition] = resting.model_copy(
            update={
                **{bound: getattr(resting, bound) * part for bound in ("value", "low", "high")},
                **{"name": idle, "condition": condition, "status": "derived"},
            }
        )
    return found


def _route_use(
    knowledge: Knowledge, slug: str, traits: Mapping[tuple[str, str], Parameter], name: str, condition: str
) -> RouteUse:
    substrate, route = condition.split("@")
    grows = name == "max_growth_rate_per_h"
    equation = on_substrate(knowledge, substrate, route)
    rank = traits.get(("preference", condition))
    anabolic = _anabolic(knowledge, substrate, knowledge.routes[route].nitrogen)
    biomass_yield = None
    if grows:
        biomass_yield = traits.get(("biomass_yield_g_per_mmol", condition)) or traits.get(
            ("biomass_yield_g_per_mmol", "")
        )
        if biomass_yield is None:
            raise KnowledgeError(
                _("{member} grows by {condition} without a yield"),
                code="missing_yield",
                where="parameters.tsv",
                member=slug,
                condition=condition,
            )
        g_per_mmol = knowledge.molar_mass_g_per_mol(BIOMASS) / _MG_PER_G
        if biomass_yield.high / g_per_mmol * -anabolic[substrate] >= 1.0:
            raise KnowledgeError(
                _("the yield of {member} by {condition} asks for more than all the substrate"),
                code="yield_too_high",
                where="parameters.tsv",
                member=slug,
                condition=condition,
            )
    return RouteUse(
        substrate=substrate,
        route=route,
        grows=grows,
        rate=traits[name, condition],
        biomass_yield=biomass_yield,
        catabolic=MappingProxyType(equation),
        anabolic=MappingProxyType(anabolic if grows else {}),
        later=grows and rank is not None and rank.value > 1.0,
    )


def on_substrate(knowledge: Knowledge, substrate: str, route: str) -> dict[str, float]:
    """Write a route for one substrate.

    Parameters
    ----------
    substrate, route : str
        Ids; where the route names the substrate's monomer, the substrate and water take its place.

    Returns
    -------
    dict
        Metabolite to change per mmol of substrate; water left out, the substrate is -1.

    Raises
    ------
    KnowledgeError
        If the route uses neither the substrate nor its monomer.
    """
    equation = dict(knowledge.equations[route])
    row = knowledge.metabolites[substrate]
    if substrate not in equation and row.monomer and equation.get(row.monomer, 0.0) < 0.0:
        assert row.monomers_per_unit is not None
        equation[substrate] = equation.pop(row.monomer) / row.monomers_per_unit
    used = equation.get(substrate, 0.0)
    if used >= 0.0:
        raise KnowledgeError(
            _("route {route} does not use {substrate}"),
            code="route_without_substrate",
            where="parameters.tsv",
            route=route,
            substrate=substrate,
        )
    return {m: amount / -used for m, amount in equation.items() if m != WATER}


def _anabolic(knowledge: Knowledge, energy: str, nitrogen: str) -> dict[str, float]:
    """Change per carbon-millimole of cells made from an energy substrate and a nitrogen source.

    Notes
    -----
    Electrons come from both, what nitrogen is left over leaves as ammonia, carbon closes with CO2, oxygen
    with water.
    """
    atoms = knowledge.formulas
    cells = atoms[BIOMASS]
    change = {BIOMASS: 1.0}

    def add(metabolite: str, amount: float) -> None:
        if amount:
            change[metabolite] = change.get(metabolite, 0.0) + amount

    source = _AMMONIA if atoms[energy].get("N") else nitrogen
    if not atoms[energy].get("N"):
        add(source, -cells["N"] / atoms[source]["N"])
    electrons = degree_of_reduction(cells) + sum(
        amount * degree_of_reduction(atoms[m]) for m, amount in change.items() if m != BIOMASS
    )
    add(energy, -electrons / degree_of_reduction(atoms[energy]))
    for element, closing in (("N", _AMMONIA), ("C", _CARBON_DIOXIDE)):
        left = sum(amount * atoms[m].get(element, 0.0) for m, amount in change.items())
        if abs(left) > 1e-12:
            add(closing, -left)
    return change


def traits_of(member: Member, draws: Draws, biomass_g_per_mmol: float) -> dict[str, Floats]:
    """Numbers of a member that do not belong to one route, drawn; names as the kernel's traits.

    Notes
    -----
    Acid death follows from the log reduction in 2 h at pH 2, bile death from that in 3 h in full bile; heat
    death from D and z.
    """

    def number(name: str, condition: str = "") -> Floats:
        row = member.trait(name, condition)
        return draws.number(f"{row.member}:{name}:{condition}", row)

    drawn = {
        name: number(name)
        for name in (
            "temperature_min_c",
            "temperature_opt_c",
            "temperature_max_c",
            "ph_min",
            "ph_opt",
            "ph_max",
            "death_rate_per_h",
            "heat_z_value_c",
        )
    }
    reference = next(condition for name, condition in member.traits if name == "heat_d_value_min")
    drawn["heat_d_value_min"] = number("heat_d_value_min", reference)
    drawn["heat_reference_c"] = np.full(draws.count, float(reference))
    stomach = number("stomach_log10_reduction")
    drawn["acid_death_rate_per_h_ph2"] = (
        _LN10 * stomach / _STOMACH_TEST_H / np.maximum(drawn["ph_min"] - _STOMACH_TEST_PH, 1.0) ** 2
    )
    drawn["bile_death_rate_per_h"] = _LN10 * number("bile_log10_reduction") / _BILE_TEST_H
    fastest = max((use.rate.value for use in member.routes if use.grows), default=0.0)
    drawn["readiness_rate_per_h"] = np.full(draws.count, fastest)
    return drawn
