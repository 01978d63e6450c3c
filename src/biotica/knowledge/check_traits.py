"""Checks rows of parameters.tsv and taxa.tsv against the other tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from biotica.errors import BioticaError
from biotica.knowledge.chemistry import degree_of_reduction, parse_equation
from biotica.knowledge.load import Knowledge
from biotica.knowledge.problem import Problem
from biotica.knowledge.records import Metabolite, Parameter, Route, Taxon
from biotica.knowledge.vocabulary import PARAMETER_NAMES, ParameterName

_FILE = "parameters.tsv"
_GROWTH = "max_growth_rate_per_h"
_YIELD = "biomass_yield_g_per_mmol"
_LADDERS = (
    ("temperature_min_c", "temperature_opt_c", "temperature_max_c"),
    ("ph_min", "ph_opt", "ph_max"),
)

Traits = Mapping[tuple[str, str], Parameter]
Finding = tuple[str, dict[str, object]]


def parameters(
    rows: Iterable[tuple[int, Parameter]],
    *,
    taxa: Mapping[str, Taxon],
    metabolites: Mapping[str, Metabolite],
    routes: Mapping[str, Route],
) -> Iterator[Problem]:
    """Yield what is wrong in each row: member, name, unit, bounds, condition."""
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


def guilds(rows: Iterable[tuple[int, Taxon]]) -> Iterator[Problem]:
    """Yield members and guilds whose guild is no guild."""
    numbered = tuple(rows)
    known = {row.member for _line, row in numbered if row.rank == "guild"}
    for line, row in numbered:
        if row.guild and row.guild not in known:
            yield Problem.at("taxa.tsv", line, "unknown_guild", member=row.member, guild=row.guild)


def inheritance(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield members that, with their guild's rows, cannot live: food, yield or limits are wrong."""
    for member in knowledge.members:
        try:
            traits = knowledge.parameters_of(member)
        except BioticaError as error:
            yield Problem.of_error(error, file="taxa.tsv")
            continue
        for code, values in (*_foods(traits, knowledge), *_limits(traits)):
            yield Problem.at("taxa.tsv", 0, code, member=member, **values)


def _foods(traits: Traits, knowledge: Knowledge) -> Iterator[Finding]:
    foods = [condition for name, condition in traits if name == _GROWTH]
    if not foods:
        yield "member_without_food", {}
    for food in foods:
        row = traits.get((_YIELD, food)) or traits.get((_YIELD, ""))
        if row is None:
            yield "food_without_yield", {"condition": food}
        elif row.high > _most_cells_g_per_mmol(food.partition("@")[0], knowledge):
            yield "yield_above_electrons", {"condition": food}


def _limits(traits: Traits) -> Iterator[Finding]:
    for names in _LADDERS:
        values = [traits[name, ""].value for name in names if (name, "") in traits]
        if len(values) < len(names) or sorted(set(values)) != values:
            yield "limits_out_of_order", {"limits": names}


def _most_cells_g_per_mmol(substrate: str, knowledge: Knowledge) -> float:
    """Cells that hold all electrons of the substrate; infinite if the tables do not say what cells are."""
    per_mol_of_cells = degree_of_reduction(knowledge.formulas.get("biomass", {}))
    if not per_mol_of_cells:
        return float("inf")
    mol_of_cells = degree_of_reduction(knowledge.formulas[substrate]) / per_mol_of_cells
    return mol_of_cells * knowledge.molar_mass_g_per_mol("biomass") / 1000


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
    if name.condition == "route":
        return "" if row.condition in routes else "unknown_route"
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
