"""Looks for everything that is wrong in a data folder, without stopping at the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from biotica.errors import BadRow, BioticaError
from biotica.knowledge import check_foods, check_traits
from biotica.knowledge.chemistry import imbalance, parse_equation, parse_formula
from biotica.knowledge.delivery import OpeningRow
from biotica.knowledge.drink_tables import ContentRow, EnergyFactor, PriceRow
from biotica.knowledge.foods import Food, FoodFibre, WallShare
from biotica.knowledge.grain_rest import RestRow
from biotica.knowledge.label_tables import StorageRow
from biotica.knowledge.load import Knowledge
from biotica.knowledge.mechanisms import Mechanism
from biotica.knowledge.problem import Problem
from biotica.knowledge.quality import QualityLimit
from biotica.knowledge.records import (
    TRUTH_SOURCES,
    BodyRow,
    DietRow,
    Element,
    Genus,
    Kin,
    MediumRow,
    Metabolite,
    MilkRow,
    Number,
    Parameter,
    Route,
    Row,
    Source,
    Synonym,
    Taxon,
    Treatment,
)
from biotica.knowledge.second_reading import compare_second_readings
from biotica.knowledge.tsv import numbered_rows, read_text
from biotica.knowledge.vocabulary import MEDIUM_QUANTITIES, MILK_QUANTITIES, NOT_METABOLITES
from biotica.knowledge.wall_parts import WallPart

BALANCE_TOLERANCE = 1e-9

ROW_CLASSES: Mapping[str, type[Row]] = MappingProxyType(
    {
        "sources.tsv": Source,
        "elements.tsv": Element,
        "taxa.tsv": Taxon,
        "genera.tsv": Genus,
        "synonyms.tsv": Synonym,
        "metabolites.tsv": Metabolite,
        "routes.tsv": Route,
        "parameters.tsv": Parameter,
        "milks.tsv": MilkRow,
        "media.tsv": MediumRow,
        "diets.tsv": DietRow,
        "treatments.tsv": Treatment,
        "kin.tsv": Kin,
        "physiology.tsv": BodyRow,
        "storage_loss.tsv": StorageRow,
        "quality.tsv": QualityLimit,
        "energy_factors.tsv": EnergyFactor,
        "kefir_content.tsv": ContentRow,
        "prices.tsv": PriceRow,
        "grain_rest.tsv": RestRow,
        "wall_parts.tsv": WallPart,
        "delivery_forms.tsv": OpeningRow,
        "mechanisms.tsv": Mechanism,
        "foods.tsv": Food,
        "food_fibre.tsv": FoodFibre,
        "cell_walls.tsv": WallShare,
    }
)
"""Every numeric table and the class of its rows."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "sources.tsv": ("key",),
    "elements.tsv": ("element",),
    "taxa.tsv": ("member",),
    "genera.tsv": ("taxon",),
    "synonyms.tsv": ("old",),
    "metabolites.tsv": ("metabolite",),
    "routes.tsv": ("route",),
    "parameters.tsv": ("member", "name", "condition", "saw_acids"),
    "milks.tsv": ("group", "milk", "quantity"),
    "media.tsv": ("medium", "metabolite", "saw_acids"),
    "diets.tsv": ("diet", "metabolite"),
    "treatments.tsv": ("treatment",),
    "kin.tsv": ("name", "family"),
    "physiology.tsv": ("quantity", "place"),
    "storage_loss.tsv": ("quantity", "matrix"),
    "quality.tsv": ("name",),
    "energy_factors.tsv": ("part",),
    "kefir_content.tsv": ("quantity", "ferment", "source"),
    "prices.tsv": ("item",),
    "grain_rest.tsv": ("kind", "quantity"),
    "wall_parts.tsv": ("domain", "gram", "part"),
    "delivery_forms.tsv": ("form", "place"),
    "mechanisms.tsv": ("postbiotic", "target"),
    "foods.tsv": ("food",),
    "food_fibre.tsv": ("food", "kind"),
    "cell_walls.tsv": ("cell_wall", "kind"),
}

RowT = TypeVar("RowT", bound=Row)
NumberedRows = tuple[tuple[int, Row], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """What a look through the tables found.

    Parameters
    ----------
    problems : tuple of Problem
        By file and line; empty = nothing found, which is not the same as right.
    rows_by_table : Mapping
        File name to rows read.
    rows_by_read_level, rows_by_status : Mapping
        Word to rows of every table that has the column.
    unchecked_rows : int
        Number rows that nobody has read a second time (``checked_by`` blank).
    second_readings : int
        Rows of ``checks/`` that were compared.
    """

    problems: tuple[Problem, ...]
    rows_by_table: Mapping[str, int]
    rows_by_read_level: Mapping[str, int]
    rows_by_status: Mapping[str, int]
    unchecked_rows: int
    second_readings: int


def check(knowledge: Knowledge) -> CheckResult:
    """Check every table of a data folder against its schema, the others and the laws of chemistry.

    Parameters
    ----------
    knowledge : Knowledge
        Only its folder is used, so that broken tables can be looked through too.

    Returns
    -------
    CheckResult
        Wrong rows never raise; they are problems.
    """
    problems: list[Problem] = []
    tables = {file: _rows(knowledge, file, problems) for file in ROW_CLASSES}
    if not problems:
        problems += _cross_checks(tables)
    if not problems:
        problems += check_traits.inheritance(Knowledge(folder=knowledge.folder))
    second, compared = compare_second_readings(knowledge.folder, tables, _KEYS)
    rows = [row for numbered in tables.values() for _line, row in numbered]
    return CheckResult(
        problems=tuple(sorted([*problems, *second], key=lambda problem: (problem.file, problem.line))),
        rows_by_table={file: len(numbered) for file, numbered in tables.items()},
        rows_by_read_level=_count(rows, "read_level"),
        rows_by_status=_count(rows, "status"),
        unchecked_rows=sum(isinstance(row, Number) and not row.checked_by for row in rows),
        second_readings=compared,
    )


def _rows(knowledge: Knowledge, file: str, problems: list[Problem]) -> NumberedRows:
    try:
        return numbered_rows(read_text(knowledge.folder / file), ROW_CLASSES[file], name=file)
    except BadRow as error:
        problems.append(Problem.of_error(error, file=file))
        return ()


def _count(rows: Iterable[Row], field: str) -> dict[str, int]:
    return dict(sorted(Counter(word for row in rows if (word := getattr(row, field, None))).items()))


def _cross_checks(tables: Mapping[str, NumberedRows]) -> Iterator[Problem]:
    yield from _repeated_keys(tables)
    yield from _sources(tables)
    yield from _named_metabolites(tables)
    yield from _kin(tables)
    yield from check_traits.guilds(_of(tables, "taxa.tsv", Taxon))
    yield from check_foods.foods(
        _of(tables, "foods.tsv", Food),
        _of(tables, "food_fibre.tsv", FoodFibre),
        _of(tables, "cell_walls.tsv", WallShare),
        metabolites={row.metabolite for _line, row in _of(tables, "metabolites.tsv", Metabolite)},
    )
    chemistry = tuple(_chemistry(tables))
    yield from chemistry
    if any(problem.file == "metabolites.tsv" for problem in chemistry):
        return
    yield from check_traits.parameters(
        _of(tables, "parameters.tsv", Parameter),
        taxa={row.member: row for _line, row in _of(tables, "taxa.tsv", Taxon)},
        metabolites={row.metabolite: row for _line, row in _of(tables, "metabolites.tsv", Metabolite)},
        routes={row.route: row for _line, row in _of(tables, "routes.tsv", Route)},
    )


def _of(tables: Mapping[str, NumberedRows], file: str, row_class: type[RowT]) -> tuple[tuple[int, RowT], ...]:
    return tuple((line, row) for line, row in tables[file] if isinstance(row, row_class))


def _repeated_keys(tables: Mapping[str, NumberedRows]) -> Iterator[Problem]:
    for file, numbered in tables.items():
        seen: set[tuple[object, ...]] = set()
        for line, row in numbered:
            key = tuple(getattr(row, field) for field in _KEYS[file])
            if key in seen:
                yield Problem.at(file, line, "repeated_key", key=" ".join(map(str, key)))
            seen.add(key)


def _sources(tables: Mapping[str, NumberedRows]) -> Iterator[Problem]:
    known = {row.key for _line, row in _of(tables, "sources.tsv", Source)}
    for file, numbered in tables.items():
        for line, row in numbered:
            named = getattr(row, "source", None)
            for source in (named,) if isinstance(named, str) else named or ():
                if source not in known:
                    yield Problem.at(file, line, "missing_source", source=source)
            if isinstance(row, Number) and row.source in TRUTH_SOURCES and not row.saw_acids:
                yield Problem.at(file, line, "truth_source_hidden", source=row.source)


def _chemistry(tables: Mapping[str, NumberedRows]) -> Iterator[Problem]:
    formulas: dict[str, Mapping[str, float]] = {}
    for line, metabolite in _of(tables, "metabolites.tsv", Metabolite):
        try:
            formulas[metabolite.metabolite] = parse_formula(metabolite.formula)
        except BioticaError as error:
            yield Problem.at("metabolites.tsv", line, error.code, **error.values)
    for line, route in _of(tables, "routes.tsv", Route):
        yield from _route(line, route, formulas)


def _route(line: int, route: Route, formulas: Mapping[str, Mapping[str, float]]) -> Iterator[Problem]:
    def problem(code: str, **values: object) -> Problem:
        return Problem.at("routes.tsv", line, code, route=route.route, **values)

    try:
        equation = parse_equation(route.equation)
    except BioticaError as error:
        yield problem(error.code)
        return
    unknown = [name for name in equation if name not in formulas]
    yield from (problem("unknown_metabolite", metabolite=name) for name in unknown)
    if unknown:
        return
    for element, amount in imbalance(equation, formulas).items():
        if abs(amount) > BALANCE_TOLERANCE:
            yield problem("unbalanced_equation", element=element, amount=amount)
    carrier = route.energy_substrate
    if equation.get(carrier, 0.0) >= 0:
        yield problem("energy_substrate_not_consumed", metabolite=carrier)
    elif carrier == route.nitrogen or {"S", "P"} & set(formulas[carrier]):
        yield problem("cells_cannot_be_balanced", metabolite=carrier)


def _kin(tables: Mapping[str, NumberedRows]) -> Iterator[Problem]:
    known = {row.member for _line, row in _of(tables, "taxa.tsv", Taxon)}
    for line, row in _of(tables, "kin.tsv", Kin):
        for member in row.stands_for:
            if member not in known:
                yield Problem.at("kin.tsv", line, "unknown_member", member=member)


def _named_metabolites(tables: Mapping[str, NumberedRows]) -> Iterator[Problem]:
    known = {row.metabolite for _line, row in _of(tables, "metabolites.tsv", Metabolite)}
    allowed = (
        ("milks.tsv", "quantity", known | MILK_QUANTITIES),
        ("media.tsv", "metabolite", known | MEDIUM_QUANTITIES),
        ("diets.tsv", "metabolite", known),
        ("treatments.tsv", "modelled_as", known | NOT_METABOLITES),
    )
    for file, field, names in allowed:
        for line, row in tables[file]:
            if getattr(row, field) not in names:
                yield Problem.at(file, line, "unknown_metabolite", metabolite=getattr(row, field))
