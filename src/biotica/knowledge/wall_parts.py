"""What the walls of microbes are made of, by domain and Gram type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self, get_args

from pydantic import model_validator

from biotica.errors import BadRow, _
from biotica.knowledge.records import Number, Taxon
from biotica.knowledge.tsv import Place, read_rows

Part = Literal["peptidoglycan", "teichoic_acid"]
PARTS: tuple[Part, ...] = get_args(Part)
_FILE = "wall_parts.tsv"


class WallPart(Number):
    """A share of the wall.

    Parameters
    ----------
    domain, gram : str
        As in taxa.tsv; Gram ``none`` of bacteria = not known.
    part : str
        What the wall holds of it; ``unit`` is g/g of wall, 0..1.

    Notes
    -----
    Archaea have another polymer in its place and yeasts glucan: theirs is 0, not unknown.
    """

    domain: Literal["bacteria", "archaea", "fungi"]
    gram: Literal["positive", "negative", "none"]
    part: Part
    unit: Literal["g/g"]

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if not 0.0 <= self.low <= self.high <= 1.0:
            raise ValueError("a share of the wall lies between 0 and 1")
        return self


WallParts = Mapping[tuple[str, str, str], WallPart]


def load_wall_parts(folder: Place) -> WallParts:
    """Read ``wall_parts.tsv`` of the data folder: (domain, gram, part) to row.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    rows = read_rows(folder / _FILE, WallPart)
    return MappingProxyType({(row.domain, row.gram, row.part): row for row in rows})


def wall_part(parts: WallParts, taxon: Taxon, part: Part) -> WallPart:
    """Give the share of a part in the wall of a taxon.

    Raises
    ------
    BadRow
        If the table has no row for its domain and Gram type.
    """
    row = parts.get((taxon.domain, taxon.gram, part))
    if row is None:
        raise BadRow(
            _("no row tells how much {part} a wall of {domain}, Gram {gram}, holds"),
            code="no_wall_part",
            where=_FILE,
            hint=_("add a row for this domain and Gram type"),
            part=part,
            domain=taxon.domain,
            gram=taxon.gram,
        )
    return row
