"""How what microbes make might work in the body: texts that explain and never count as evidence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from biotica.knowledge.records import Key, Listed, Row
from biotica.knowledge.tsv import Place, read_rows

Postbiotic = Literal["acetate", "propionate", "butyrate", "lactate", "wall_fragments", "H2", "CH4"]
Target = Literal["barrier", "immunity", "brain", "lipids", "transit"]


class Mechanism(Row):
    """One way in which a postbiotic might work.

    Parameters
    ----------
    postbiotic : str
        What microbes make.
    target : str
        Where it might act; ``lipids`` = fats in blood and liver.
    source : tuple of str
        Keys of sources.tsv, at least one.
    read_level : str
        How the source was read; what stands in memory alone cannot be written down here.
    tier : str
        Always ``mechanism``.

    Notes
    -----
    It has no goal, no bearing and no grade, so nothing that ranks or grades can count it.
    """

    postbiotic: Postbiotic
    target: Target
    text_en: Key
    text_nl: Key
    source: Listed = Field(min_length=1)
    read_level: Literal["full", "abstract", "secondary"]
    tier: Literal["mechanism"]
    checked: date


def load_mechanisms(folder: Place) -> tuple[Mechanism, ...]:
    """Read ``mechanisms.tsv`` of the data folder, in file order.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    return read_rows(folder / "mechanisms.tsv", Mechanism)
