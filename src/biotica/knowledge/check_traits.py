"""Checks rows of parameters.tsv and taxa.tsv against the other tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from biotica.errors import BioticaError
from biotica.knowledge.chemistry import (
    degree_of_reduction,
    molar_mass_g_per_mol,
    parse_equation,
    parse_formula,
)
from biotica.knowledge.load import Knowledge
from biotica.knowledge.problem import Problem
from biotica.knowledge.records import Metabolite, Parameter, Route, Taxon
from biotica.knowledge.vocabulary import PARAMETER_NAMES, ParameterName

_FILE = "parameters.tsv"
_GROWTH = "max_growth_rate_per_h"


def parameters(
    rows: Iterable[tuple[int, Parameter]],
    *,
    taxa: Mapping[str, Taxon],
    metabolites: Mapping[str, Metabolite],
    routes: Mapping[str, Route],
    atomic_masses_g_per_mol: Mapping[str, float],
) -> Iterator[Problem]:
    """Yield what is wrong in each row: member, name, unit, bounds, condition, yield."""
    biomass = _electrons_per_gram_of_cells(metabolites, atomic_masses_g_per_mol)
    for line, row in rows:
        if row.member not in taxa:
            yield Problem.at(_FILE, line, "unknown_member", member=row.member)
        name = PARAMETER_NAMES.get(row.name)
        if name is None:
            yield Problem.at(_FILE, line, "unknown_parameter", name=row.name)
            continue
        if row.unit != name.unit:
            yield Problem.at(_FILE, line, "wrong_unit", unit=row.unit, wanted=name.unit)
        if not name.least <= row.low <= row.high <= name.most:
            yield Problem.at(_FILE, line, "outside_bounds", low=row.low, high=row.high)
        wrong = _condition(row, name, metabolites, routes)
        if wrong:
            yield Problem.at(_FILE, line, wrong, condition=row.condition)
        elif row.name == "biomass_yield_g_per_mmol" and "@" in row.condition:
            substrate = metabolites[row.condition.partition("@")[0]]
            if row.high * biomass > degree_of_reduction(parse_formula(substrate.formula)):
                yield Problem.at(_FILE, line, "yield_above_electrons", condition=row.condition)


def guilds(rows: Iterable[tuple[int, Taxon]]) -> Iterator[Problem]:
    """Yield members and guilds whose guild is no guild."""
    numbered = tuple(rows)
    known = {row.member for _line, row in numbered if row.rank == "guild"}
    for line, row in numbered:
        if row.guild and row.guild not in known:
            yield Problem.at("taxa.tsv", line, "unknown_guild", member=row.member, guild=row.guild)


def inheritance(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield members that, with their guild's rows, cannot live: no food, no yield, or limits out of order."""
    for member in knowledge.members:
        try:
            traits = knowledge.parameters_of(member)
        except BioticaError as error:
            yield Problem.of_error(error, file="taxa.tsv")
            continue
        foods = [condition for name, condition in traits if name == _GROWTH]
        if not foods:
            yield Problem.at("taxa.tsv", 0, "member_without_food", member=member)
        for food in foods:
            if not {("biomass_yield_g_per_mmol", food), ("biomass_yield_g_per_mmol", "")} & set(traits):
                yield Problem.at("taxa.tsv", 0, "food_without_yield", member=member, condition=food)
        for unit, kind in (("c", "temperature"), ("", "ph")):
            limits = [traits.get(("_".join(filter(None, (kind, end, unit))), "")) for end in _ENDS]
            values = [row.value for row in limits if row]
            if len(values) < len(_ENDS) or sorted(set(values)) != values:
                yield Problem.at("taxa.tsv", 0, "limits_out_of_order", member=member, kind=kind)


_ENDS = ("min", "opt", "max")


def _condition(
    row: Parameter,
    name: ParameterName,
    metabolites: Mapping[str, Metabolite],
    routes: Mapping[str, Route],
) -> str:
    if not row.condition:
        return "condition_missing" if row.name == _GROWTH or name.condition == "temperature" else ""
    if name.condition == "food":
        return _food(row.condition, metabolites, routes)
    if name.condition == "metabolite":
        return "" if row.condition in metabolites else "unknown_metabolite"
    if name.condition == "temperature":
        return "" if row.condition.replace(".", "", 1).isdigit() else "condition_no_temperature"
    return "condition_not_wanted"


def _food(condition: str, metabolites: Mapping[str, Metabolite], routes: Mapping[str, Route]) -> str:
    substrate, _at, route = condition.partition("@")
    if substrate not in metabolites:
        return "unknown_metabolite"
    if route not in routes:
        return "unknown_route"
    try:
        equation = parse_equation(routes[route].equation)
    except BioticaError:
        return ""
    eaten = {name for name, amount in equation.items() if amount < 0}
    return "" if {substrate, metabolites[substrate].monomer} & eaten else "route_does_not_use_substrate"


def _electrons_per_gram_of_cells(
    metabolites: Mapping[str, Metabolite], atomic_masses_g_per_mol: Mapping[str, float]
) -> float:
    """Electrons in mmol per gram of cells; 0 if the tables do not say what cells are made of."""
    if "biomass" not in metabolites:
        return 0.0
    atoms = parse_formula(metabolites["biomass"].formula)
    return 1000 * degree_of_reduction(atoms) / molar_mass_g_per_mol(atoms, atomic_masses_g_per_mol)
