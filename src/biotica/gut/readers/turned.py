"""A table that lies on its side: one sample per row, one microbe per column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from biotica.gut.readers.cells import abundance, is_number
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid
from biotica.gut.readers.lineage import has_rank_prefix
from biotica.knowledge.names import default_names

_LOOKED_AT = 200
_MOST = 0.5
"""Share of a header that must be names of microbes. Assumed."""
_SURE = frozenset({"exact", "synonym", "one_to_many"})


def upright(grid: Grid, content: Content) -> Grid:
    """Turn a table whose header names microbes and whose first column does not; else the same table.

    Raises
    ------
    UnreadableProfile
        If a cell of the turned part is no abundance; the place is that of the file.
    """
    if len(grid.header) < 3 or not grid.rows or not _lies(grid):
        return grid
    width = len(grid.header)
    for number, cells in grid.rows:
        for column, cell in enumerate(cells[1:width], start=2):
            if cell and cell != "NA":
                abundance(cell, content, number, column, comma=grid.comma)
    samples = [cells[0].strip('"') for _number, cells in grid.rows]
    turned = tuple(
        (grid.header_line, (name, *(cells[column] if column < len(cells) else "" for _n, cells in grid.rows)))
        for column, name in enumerate(grid.printed_header[1:], start=1)
    )
    printed = ("taxon", *samples)
    return replace(grid, header=tuple(name.lower() for name in printed), printed_header=printed, rows=turned)


def _lies(grid: Grid) -> bool:
    if not all(is_number(cell, comma=grid.comma) for cell in grid.rows[0][1][1:] if cell):
        return False
    rows = [cells[0].strip('"') for _number, cells in grid.rows[:_LOOKED_AT] if cells]
    return _known_part(grid.printed_header[1:]) >= _MOST and _known_part(rows) == 0.0


def _known_part(names: Sequence[str]) -> float:
    looked_at = names[:_LOOKED_AT]
    known = [has_rank_prefix(name) or default_names().resolve(name).how in _SURE for name in looked_at]
    return sum(known) / len(known) if known else 0.0
