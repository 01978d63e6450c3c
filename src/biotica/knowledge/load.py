"""The tables of one data folder, read once and only when asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from biotica.errors import BadRow, UnknownTaxon, _
from biotica.knowledge.chemistry import molar_mass_g_per_mol, parse_equation, parse_formula
from biotica.knowledge.records import (
    BodyRow,
    DietRow,
    Element,
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
    Track,
    Treatment,
)
from biotica.knowledge.tsv import Place, numbered_rows, read_rows, read_text

RowT = TypeVar("RowT", bound=Row)
NumberT = TypeVar("NumberT", bound=Number)
KeyT = TypeVar("KeyT")
ParameterKey = tuple[str, str]
_RATES = frozenset({"max_growth_rate_per_h", "maintenance_mmol_per_g_h"})


@dataclass(frozen=True, kw_only=True, eq=False)
class Knowledge:
    """What is known, as frozen rows; each table is read at its first use.

    Parameters
    ----------
    folder : Path or Traversable
        The data folder.
    """

    folder: Place

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Source key to source."""
        return self._keyed("sources.tsv", Source, "key")

    @cached_property
    def taxa(self) -> Mapping[str, Taxon]:
        """Member or guild slug to taxon, in the order of the table."""
        return self._keyed("taxa.tsv", Taxon, "member")

    @cached_property
    def synonyms(self) -> Mapping[str, Synonym]:
        """Old name to its row."""
        return self._keyed("synonyms.tsv", Synonym, "old")

    @cached_property
    def metabolites(self) -> Mapping[str, Metabolite]:
        """Metabolite id to metabolite."""
        return self._keyed("metabolites.tsv", Metabolite, "metabolite")

    @cached_property
    def routes(self) -> Mapping[str, Route]:
        """Route id to route."""
        return self._keyed("routes.tsv", Route, "route")

    @cached_property
    def treatments(self) -> Mapping[str, Treatment]:
        """Treatment id to treatment."""
        return self._keyed("treatments.tsv", Treatment, "treatment")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All rows, own and guild, of both tracks."""
        return read_rows(self.folder / "parameters.tsv", Parameter)

    @cached_property
    def milks(self) -> tuple[MilkRow, ...]:
        """All rows about milks."""
        return read_rows(self.folder / "milks.tsv", MilkRow)

    @cached_property
    def media(self) -> tuple[MediumRow, ...]:
        """All rows about media, of both tracks."""
        return read_rows(self.folder / "media.tsv", MediumRow)

    @cached_property
    def diets(self) -> tuple[DietRow, ...]:
        """All rows about diets."""
        return read_rows(self.folder / "diets.tsv", DietRow)

    @cached_property
    def body(self) -> Mapping[tuple[str, str], BodyRow]:
        """(quantity, place) to row about the body."""
        rows = read_rows(self.folder / "physiology.tsv", BodyRow)
        return MappingProxyType({(row.quantity, row.place): row for row in rows})

    @cached_property
    def kin(self) -> tuple[Kin, ...]:
        """All rows about what a genus or family stands for."""
        return read_rows(self.folder / "kin.tsv", Kin)

    @cached_property
    def atomic_masses_g_per_mol(self) -> Mapping[str, float]:
        """Element to atomic mass."""
        elements = self._keyed("elements.tsv", Element, "element")
        return MappingProxyType({element: row.g_per_mol for element, row in elements.items()})

    @cached_property
    def formulas(self) -> Mapping[str, Mapping[str, float]]:
        """Metabolite id to atoms of its neutral form; empty for charge carriers and inert buffers."""
        return MappingProxyType({name: parse_formula(row.formula) for name, row in self.metabolites.items()})

    @cached_property
    def equations(self) -> Mapping[str, Mapping[str, float]]:
        """Route id to metabolite to amount, negative = consumed."""
        return MappingProxyType({name: parse_equation(row.equation) for name, row in self.routes.items()})

    def molar_mass_g_per_mol(self, metabolite: str) -> float:
        """Mass of one mole of a metabolite's unit, in g/mol; 0 for charge carriers and inert buffers."""
        return molar_mass_g_per_mol(self.formulas[metabolite], self.atomic_masses_g_per_mol)

    def lineage_of(self, member: str) -> tuple[str, ...]:
        """List the member, its guild, the guild's guild, and so on.

        Raises
        ------
        UnknownTaxon
            If no row of taxa.tsv has this slug.
        BadRow
            If a guild is its own ancestor.
        """
        line: list[str] = []
        slug = member
        while slug:
            if slug in line:
                raise BadRow(
                    _("guild {guild} contains itself"), code="guild_circle", where="taxa.tsv", guild=slug
                )
            if slug not in self.taxa:
                raise UnknownTaxon(
                    _("'{member}' is not a member of the tables"), code="unknown_member", member=slug
                )
            line.append(slug)
            slug = self.taxa[slug].guild
        return tuple(line)

    def parameters_of(self, member: str, *, track: Track = "untrained") -> dict[ParameterKey, Parameter]:
        """Every parameter of a member: own rows over rows of its guild.

        Parameters
        ----------
        member : str
            Slug of a member or a guild.
        track : str
            ``untrained`` leaves out rows that saw measured acids; in ``calibrated`` such a row wins over one
            of the same member or guild that did not.

        Returns
        -------
        dict
            (name, condition) to row. A rate of 0, of growth or at rest, removes the inherited one.

        Raises
        ------
        UnknownTaxon
            If no row of taxa.tsv has this slug.
        """
        merged: dict[ParameterKey, Parameter] = {}
        for slug in reversed(self.lineage_of(member)):
            merged.update(_of_track(self._parameters_by_member.get(slug, ()), track, _parameter_key))
        return {key: row for key, row in merged.items() if not (key[0] in _RATES and row.high == 0)}

    def medium(self, name: str, *, track: Track = "untrained") -> dict[str, MediumRow]:
        """Metabolite (or ``pH``) to row of one medium; empty if the tables do not know it."""
        return _of_track((row for row in self.media if row.medium == name), track, lambda row: row.metabolite)

    def milk(self, kind: str) -> dict[str, MilkRow]:
        """Quantity to row of one kind of milk; empty if the tables do not know it."""
        return {row.quantity: row for row in self.milks if row.group == "kind" and row.milk == kind}

    def milk_factors(self, group: str, name: str) -> dict[str, MilkRow]:
        """Quantity to row of a fat class (``fat``) or a treatment (``treatment``) of milk."""
        return {row.quantity: row for row in self.milks if row.group == group and row.milk == name}

    def diet(self, name: str) -> dict[str, DietRow]:
        """Metabolite to row of one diet; empty if the tables do not know it."""
        return {row.metabolite: row for row in self.diets if row.diet == name}

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Slugs that can live in a vessel: not guilds, not names only."""
        return tuple(slug for slug, taxon in self.taxa.items() if taxon.rank != "guild" and taxon.guild)

    @cached_property
    def _parameters_by_member(self) -> Mapping[str, tuple[Parameter, ...]]:
        grouped: defaultdict[str, list[Parameter]] = defaultdict(list)
        for row in self.parameters:
            grouped[row.member].append(row)
        return {member: tuple(rows) for member, rows in grouped.items()}

    def _keyed(self, file: str, row_class: type[RowT], field: str) -> Mapping[str, RowT]:
        place = self.folder / file
        keyed: dict[str, RowT] = {}
        for number, row in numbered_rows(read_text(place), row_class, name=file):
            key = getattr(row, field)
            if key in keyed:
                raise BadRow(
                    _("'{key}' stands in two rows"),
                    code="repeated_key",
                    where=f"{file}:{number}:1",
                    key=key,
                )
            keyed[key] = row
        return MappingProxyType(keyed)


def load(folder: Path | None = None) -> Knowledge:
    """Open a data folder.

    Parameters
    ----------
    folder : Path or None
        None = the tables that ship with biotica.

    Returns
    -------
    Knowledge
        The same object for the same folder; nothing is read yet.
    """
    return _packaged() if folder is None else _opened(folder.resolve())


@cache
def _packaged() -> Knowledge:
    return Knowledge(folder=files("biotica") / "data")


@cache
def _opened(folder: Path) -> Knowledge:
    return Knowledge(folder=folder)


def _parameter_key(row: Parameter) -> ParameterKey:
    return row.name, row.condition


def _of_track(
    rows: Iterable[NumberT], track: Track, key_of: Callable[[NumberT], KeyT]
) -> dict[KeyT, NumberT]:
    """One row per key: without rows that saw acids, or with those first."""
    chosen: dict[KeyT, NumberT] = {}
    for row in rows:
        if row.saw_acids and track == "untrained":
            continue
        if row.saw_acids or key_of(row) not in chosen:
            chosen[key_of(row)] = row
    return chosen
