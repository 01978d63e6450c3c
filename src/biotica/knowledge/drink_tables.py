"""The tables about a finished drink: energy factors, what others found in kefir, and prices."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from biotica.knowledge.records import Key, Number, OptionalFloat, ReadLevel, Row
from biotica.knowledge.tsv import Place, read_rows


class EnergyFactor(Row):
    """Energy per gram of a part of food, as labels count it; kJ and kcal are rounded one by one."""

    part: Literal["carbohydrate", "protein", "fat", "alcohol", "organic_acids"]
    kj_per_g: float = Field(gt=0)
    kcal_per_g: float = Field(gt=0)
    source: Key
    where: str
    read_level: ReadLevel


class ContentRow(Row):
    """What others found in a ferment.

    Parameters
    ----------
    value, low, high : float or None
        In ``unit``. A value alone is one published number of unknown spread; a bound alone is only that; none
        of the three = it is not known.
    source : str or None
        Key of sources.tsv; None only where nothing was read and so no number stands.
    note : str
        Code of the sentence that says what the number is not.
    """

    quantity: Key
    group: Literal["small", "grains"]
    ferment: Key
    value: OptionalFloat = None
    low: OptionalFloat = None
    high: OptionalFloat = None
    unit: Key
    source: Key | None = None
    where: str = ""
    read_level: ReadLevel
    note: Key

    @property
    def is_known(self) -> bool:
        """Whether there is any number."""
        return any(number is not None for number in (self.value, self.low, self.high))

    @model_validator(mode="after")
    def _number_has_a_source(self) -> Self:
        if self.is_known and (self.source is None or self.read_level == "memory"):
            raise ValueError("a number about what others found needs a source that was read")
        return self


class PriceRow(Number):
    """A price in euro: per litre of drink or milk, per gram of powder, or per day."""

    item: Literal["milk_cow", "grains", "powder", "capsule"]
    unit: Literal["eur_per_l", "eur_per_g", "eur_per_day"]


def load_energy_factors(folder: Place) -> Mapping[str, EnergyFactor]:
    """Read ``energy_factors.tsv`` of the data folder, by part.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    rows = read_rows(folder / "energy_factors.tsv", EnergyFactor)
    return MappingProxyType({row.part: row for row in rows})


def load_contents(folder: Place, ferment: str) -> tuple[ContentRow, ...]:
    """Read the rows of ``kefir_content.tsv`` about one ferment, in file order.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    rows = read_rows(folder / "kefir_content.tsv", ContentRow)
    return tuple(row for row in rows if row.ferment == ferment)


def load_prices(folder: Place) -> Mapping[str, PriceRow]:
    """Read ``prices.tsv`` of the data folder, by item.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    return MappingProxyType({row.item: row for row in read_rows(folder / "prices.tsv", PriceRow)})
