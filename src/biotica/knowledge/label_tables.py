"""What a product's label is held against: tested strains, named substances, legal limits, loss in storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from biotica.knowledge.records import Key, Listed, Number, OptionalFloat, ReadLevel, Row, YesNo
from biotica.knowledge.tsv import Place, read_rows

CellState = Literal["live", "inactivated", "lysate", "fermentate"]
Matrix = Literal["dry", "wet", "spores", "any"]


class TestedStrain(Row):
    """One strain, or a species where the study names none, and the item that it was tested in.

    Parameters
    ----------
    item : str
        Id of the intervention that holds the findings.
    code, aliases : str, tuple of str
        Strain codes and collection numbers of one and the same strain; blank = no strain is named.
    species : tuple of str
        The species' current name, then others under which it is sold; blank = not read.
    whole : bool
        Tested only together with the item's other rows.
    lowest_dose, dose_unit : float or None, str
        Of this strain a day, where it differs from the item's dose or the item holds none.
    read_level : str
        How the tie between code, species and item was read; ``memory`` is named, never shown as evidence.
    """

    item: Key
    code: str = ""
    aliases: Listed = ()
    species: Listed = ()
    state: CellState
    whole: YesNo = False
    lowest_dose: OptionalFloat = None
    dose_unit: str = ""
    where: str = ""
    read_level: ReadLevel

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if not self.code and not self.species:
            raise ValueError("a row names a strain or a species")
        if (self.lowest_dose is None) != (not self.dose_unit):
            raise ValueError("a dose and its unit go together")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code of the strain."""
        return (self.code, *self.aliases) if self.code else ()


class NamedSubstance(Row):
    """A fibre, metabolite or ferment by its plain name, and the items that hold its findings.

    Parameters
    ----------
    contains : tuple of str
        Words of the permit's rules that hold for it, beside those of its items.
    claim_g_per_day : float or None
        Lowest dose of its authorised claim; None = no such claim was read.
    """

    kind: Literal["fibre", "metabolite", "ferment"]
    name: Key
    items: Listed = ()
    contains: Listed = ()
    claim_g_per_day: OptionalFloat = None
    claim_source: str = ""

    @model_validator(mode="after")
    def _claim_has_a_source(self) -> Self:
        if (self.claim_g_per_day is None) != (not self.claim_source):
            raise ValueError("the dose of a claim has a source")
        return self


class LegalLimit(Row):
    """The largest daily amount that the law allows for one group of people.

    Parameters
    ----------
    code : str
        Strain for which the limit was set; blank = the species.
    from_y, below_y : float
        Ages for which it holds, years.
    """

    species: Key
    code: str = ""
    state: CellState
    amount: float = Field(gt=0)
    unit: Key
    from_y: float = Field(ge=0)
    below_y: float
    jurisdiction: Key
    source: Key
    where: Key
    read_level: ReadLevel

    @property
    def is_for_adults(self) -> bool:
        """Whether it is the limit of grown-ups, to which a label is held when nobody is named."""
        return self.below_y > 100


class StorageRow(Number):
    """A number about how live counts fall in a pack.

    Parameters
    ----------
    quantity : str
        ``log10_loss_per_week`` (of a count, at `temperature_c`), ``q10`` (times faster per 10 C),
        ``shelf_life_weeks``, ``room_c``, or ``overfill`` (times what is promised, at the day of making).
    matrix : str
        dry (powder, capsule, gummy), wet (drink, food), spores, any.
    """

    quantity: Literal["log10_loss_per_week", "q10", "shelf_life_weeks", "room_c", "overfill"]
    matrix: Matrix
    temperature_c: OptionalFloat = None


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelTables:
    """The tables of one data folder; each is read at its first use.

    Parameters
    ----------
    folder : Path or Traversable
        The data folder.
    """

    folder: Place

    @cached_property
    def strains(self) -> tuple[TestedStrain, ...]:
        """Every tested strain and species, in the order of the table."""
        return read_rows(self.folder / "strains.tsv", TestedStrain)

    @cached_property
    def substances(self) -> Mapping[tuple[str, str], NamedSubstance]:
        """(kind, name) to substance."""
        rows = read_rows(self.folder / "label_substances.tsv", NamedSubstance)
        return MappingProxyType({(row.kind, row.name): row for row in rows})

    @cached_property
    def legal_limits(self) -> tuple[LegalLimit, ...]:
        """Every legal limit."""
        return read_rows(self.folder / "legal_limits.tsv", LegalLimit)

    @cached_property
    def storage(self) -> Mapping[tuple[str, str], StorageRow]:
        """(quantity, matrix) to number."""
        rows = read_rows(self.folder / "storage_loss.tsv", StorageRow)
        return MappingProxyType({(row.quantity, row.matrix): row for row in rows})


@cache
def label_tables() -> LabelTables:
    """Give the tables that ship with biotica."""
    return LabelTables(folder=files("biotica") / "data")
