"""Consumer lists of NCBI taxids with percent, with or without a percentile among the vendor's customers."""

from __future__ import annotations

from dataclasses import replace

from biotica.errors import UnreadableProfile
from biotica.gut.readers import generic
from biotica.gut.readers.cells import abundance, is_number
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid, read_grid
from biotica.gut.readers.resaved import head_of
from biotica.gut.readers.table import Choices, Reader, Table

_TAXID_NAMES = frozenset({"taxid", "tax_id", "taxon no", "taxon_no", "taxon", "taxon_id", "ncbi_taxid"})
_PERCENT_NAMES = frozenset(
    {"percent", "percentage", "%", "pct", "procent", "relative_abundance", "abundance"}
)
_PERCENTILE_NAMES = frozenset({"percentile", "percentiel"})


def recognises(content: Content) -> bool:
    """Whether the first of two or three columns holds taxids and the second percent.

    Without a header at least one number must have decimals and none be above 100: counts by taxid are another
    kind of list.
    """
    if content.kind != "text":
        return False
    try:
        grid = read_grid(head_of(content))
        return grid is not None and _is_list(grid, content)
    except UnreadableProfile:
        return False


def _is_list(grid: Grid, content: Content) -> bool:
    rows = [cells for _number, cells in grid.rows]
    if not rows or not all(2 <= len(cells) <= 3 and generic.is_taxid(cells[0]) for cells in rows):
        return False
    if len(grid.header) > 1:
        percent, *others = grid.header[1:]
        return grid.header[0] in _TAXID_NAMES and percent in _PERCENT_NAMES and {*others} <= _PERCENTILE_NAMES
    if grid.header or not all(len(cells) == 2 and is_number(cells[1], comma=grid.comma) for cells in rows):
        return False
    values = [abundance(cells[1], content, number, 2, comma=grid.comma) for number, cells in grid.rows]
    return max(values) <= 100 and any(value != int(value) for value in values)


def read(content: Content, choices: Choices) -> Table:
    """Read percent of everything; names come from the taxids, a species lies inside its listed genus."""
    return generic.read(content, replace(choices, unit=choices.unit or "percent"))


READER = Reader(
    format="consumer_taxid", platform="16S", recognises=recognises, read=read, by_description_only=True
)
