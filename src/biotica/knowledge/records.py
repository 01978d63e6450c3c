"""The rows of the numeric tables: one frozen class per table."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Status = Literal["measured", "derived", "assumed"]
ReadLevel = Literal["full", "abstract", "secondary", "memory"]
Track = Literal["untrained", "calibrated"]

TRUTH_SOURCES = frozenset({"CLARK2021", "CONNORS2026", "GARZA2024"})
"""Sources whose vials have measured acids: no row of theirs may claim ``saw_acids = no``."""


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _yes_or_no(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


def _listed(value: object) -> object:
    return tuple(part for part in value.split("|") if part) if isinstance(value, str) else value


OptionalFloat = Annotated[float | None, BeforeValidator(_blank_is_none)]
OptionalDate = Annotated[date | None, BeforeValidator(_blank_is_none)]
OptionalInt = Annotated[int | None, BeforeValidator(_blank_is_none)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Numbers = Annotated[tuple[float, ...], BeforeValidator(_words)]
Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Key = Annotated[str, Field(min_length=1)]


class Row(BaseModel):
    """Any row of a table: frozen, and without cells that nobody asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Number(Row):
    """A number with its range and its origin.

    Parameters
    ----------
    value, low, high : float
        In ``unit``; ``low <= value <= high``: what was printed or the spread of replicates for a measured
        row, wide on purpose for an assumed one.
    read_level : str
        How the source was read; ``memory`` may drive a simulation as ``assumed`` and is never evidence.
    saw_acids : bool
        Whether the number was taken or fitted from a measured acid of a truth set.
    """

    value: float
    low: float
    high: float
    unit: Key
    status: Status
    source: Key
    where: str = ""
    read_level: ReadLevel
    saw_acids: YesNo = False
    checked_by: str = ""

    @model_validator(mode="after")
    def _value_lies_in_range(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} lies outside {self.low}..{self.high}")
        return self

    @model_validator(mode="after")
    def _memory_is_assumed(self) -> Self:
        if self.read_level == "memory" and self.status == "measured":
            raise ValueError("a number from memory cannot be measured")
        return self


class Source(Row):
    """Who says so."""

    key: Key
    doi: str = ""
    pmid: str = ""
    author: str = ""
    year: OptionalInt = None
    title: Key
    kind: Literal[
        "trial",
        "review",
        "guideline",
        "shop",
        "blog",
        "advert",
        "dataset",
        "model",
        "book",
        "memory",
        "study",
    ]
    licence: str = ""


class Taxon(Row):
    """A member or a guild, and its place in the tree of life.

    Parameters
    ----------
    guild : str
        The guild whose parameter rows this one inherits; guilds may have a guild too. Blank = a name only.
    also : tuple of str
        Other names, old ones and near relatives, that this member stands for in a model.
    """

    member: Key
    taxon: Key
    ncbi_taxid: OptionalInt = None
    rank: Literal["strain", "subspecies", "species", "genus", "group", "guild"]
    gram: Literal["positive", "negative", "none"]
    domain: Literal["bacteria", "archaea", "fungi"]
    guild: str = ""
    strain_code: str = ""
    also: Listed = ()
    name_en: Key
    name_nl: Key


class Synonym(Row):
    """An old name and the name that replaced it.

    Parameters
    ----------
    confidence : str
        Rows that are ``unsure`` are not followed.
    check : str
        By what the row was checked, or ``not confirmed`` and why.
    """

    old: Key
    new: Key
    rank: str
    authority: str = ""
    confidence: Literal["sure", "likely", "unsure"]
    note: str = ""
    ncbi_taxid: OptionalInt = None
    check: Key


class Genus(Row):
    """A genus by name only: whose name it is, and where it was read.

    Parameters
    ----------
    kind : str
        ``ncbi``: a genus of NCBI Taxonomy; else a label of that database, kept as printed.
    where : str
        Where the name was read.
    """

    taxon: Key
    kind: Literal["ncbi", "gtdb", "silva", "greengenes", "unite"]
    ncbi_taxid: OptionalInt = None
    domain: Literal["", "Bacteria", "Archaea", "Fungi"] = ""
    where: Key

    @model_validator(mode="after")
    def _is_no_family_or_order(self) -> Self:
        if self.taxon.endswith(("aceae", "ales")):
            raise ValueError(f"{self.taxon} is no genus")
        return self


class Metabolite(Row):
    """A substance that a vessel can hold.

    Parameters
    ----------
    formula : str
        Of the neutral form, per unit counted in mmol; blank for charge carriers and inert buffers.
    pka : tuple of float
        Rising; the charge falls by one at each.
    charge_protonated : int
        Charge of the form with every proton on.
    monomer : str
        What one unit becomes with water, ``monomers_per_unit`` times; blank = not a sugar or protein.
    henry_mmol_per_l_bar : float or None
        Solubility at 37 C; None = not a gas.
    """

    metabolite: Key
    formula: str = ""
    pka: Numbers = ()
    charge_protonated: int
    monomer: Literal["hexose", "uronate", "amino_acid", ""] = ""
    monomers_per_unit: OptionalFloat = None
    henry_mmol_per_l_bar: OptionalFloat = None
    chebi: str = ""
    name_en: Key
    name_nl: Key
    source: Key
    status: Status

    @model_validator(mode="after")
    def _dissociates_in_order(self) -> Self:
        if any(low > high for low, high in zip(self.pka, self.pka[1:], strict=False)):
            raise ValueError("pka values do not rise")
        if bool(self.monomer) != (self.monomers_per_unit is not None):
            raise ValueError("monomer and monomers_per_unit go together")
        return self


class Route(Row):
    """A balanced way from substrates to products, without the cells that it feeds."""

    route: Key
    equation: Key
    energy_substrate: Key
    nitrogen: Literal["NH3", "amino_acid"]
    name_en: Key
    name_nl: Key
    source: Key
    where: str = ""
    status: Status
    read_level: ReadLevel


class Parameter(Number):
    """A number about a member or a guild."""

    member: Key
    name: Key
    condition: str = ""
    temperature_c: OptionalFloat = None
    ph: OptionalFloat = None


class MilkRow(Number):
    """A number about a milk.

    Parameters
    ----------
    group : str
        ``kind`` (cow, goat ...): an amount; ``fat`` or ``treatment``: a factor on it, or an amount beside it.
    milk : str
        Name within the group.
    quantity : str
        Metabolite id (mmol/L) or another quantity whose unit stands in ``unit``.
    """

    group: Literal["kind", "fat", "treatment"]
    milk: Key
    quantity: Key


class MediumRow(Number):
    """How much of a metabolite a medium holds; ``metabolite`` may be ``pH``."""

    medium: Key
    metabolite: Key


class DietRow(Number):
    """How much of a substrate reaches the colon in a day on an ordinary diet."""

    diet: Key
    metabolite: Key
    name_en: Key
    name_nl: Key


class BodyRow(Number):
    """A number about the body around the microbes.

    Parameters
    ----------
    quantity : str
        What, with its unit in the name where it has one.
    place : str
        A segment of the gut, ``colon`` for all three, or ``place:metabolite``.
    """

    quantity: Key
    place: Key


class Treatment(Row):
    """What is put into a vial, and how it is modelled.

    Parameters
    ----------
    modelled_as : str
        Metabolite id; ``control`` = nothing added; ``not_modelled`` = answered as the control, flagged.
    fraction, low, high : float or None
        Gram of the metabolite per gram of the product.
    """

    treatment: Key
    synonyms: Listed = ()
    substrate: str = ""
    fraction: OptionalFloat = None
    low: OptionalFloat = None
    high: OptionalFloat = None
    modelled_as: Key
    status: Status
    source: Key
    where: str = ""
    read_level: ReadLevel
    name_en: Key
    name_nl: Key


class Kin(Row):
    """Which members a genus or family, or a species without rows of its own, stands for.

    Parameters
    ----------
    family : str
        Only where the name stands in this family; blank = any.
    stands_for : tuple of str
        Members.
    weights : tuple of float
        How common each is next to the others; blank = equal parts.
    """

    name: Key
    rank: Literal["species", "genus", "family"]
    family: str = ""
    stands_for: Listed
    weights: Numbers = ()
    status: Status
    source: Key
    read_level: ReadLevel
    note: str = ""

    @model_validator(mode="after")
    def _every_member_has_a_weight(self) -> Self:
        if self.weights and len(self.weights) != len(self.stands_for):
            raise ValueError(f"{len(self.weights)} weights for {len(self.stands_for)} members")
        if any(weight <= 0.0 for weight in self.weights):
            raise ValueError("a weight is not above 0")
        return self

    @property
    def parts(self) -> dict[str, float]:
        """Member to its part of the name; they sum to 1."""
        weights = self.weights or (1.0,) * len(self.stands_for)
        total = sum(weights)
        return {slug: weight / total for slug, weight in zip(self.stands_for, weights, strict=True)}


class Element(Row):
    """An element's standard atomic mass."""

    element: Key
    g_per_mol: Annotated[float, Field(gt=0)]
    source: Key
