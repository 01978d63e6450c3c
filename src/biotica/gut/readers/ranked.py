"""Tables with one column per rank from phyloseq or DADA2, alone or as a pair."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.gut.profile import Node
from biotica.gut.readers.cells import abundance, is_number, ragged
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid, first_row, read_grid
from biotica.gut.readers.features import unit_of_columns
from biotica.gut.readers.lineage import RANK_NAMES, amplicon_lineage, is_placeholder
from biotica.gut.readers.table import Choices, Entry, FeatureTaxonomy, Part, Reader, Sample, Table

_RANKS = frozenset(
    {"superkingdom", "kingdom", "domain", "phylum", "class", "order", "family", "genus", "species"}
)
_LETTERS = {
    "domain": "k", "kingdom": "k", "phylum": "p", "class": "c", "order": "o", "family": "f", "genus": "g",
    "species": "s",
}  # fmt: skip
_NO_ABUNDANCE = re.compile(r"confidence|bootstrap|^boot|taxid|tax_id", re.IGNORECASE)
_EPITHET = re.compile(r"[a-z][a-z-]+")
_GENUS = re.compile(r"[A-Z][a-z]+")


def recognises(content: Content) -> bool:
    """Whether a table has at least three rank columns."""
    words = {word.lower() for word in first_row(content)}
    return len(words & _RANKS) >= 3 and not {"tax_id", "abundance"} <= words


def read(content: Content, choices: Choices) -> Part:
    """Read the names; with columns of numbers it is a whole table, without it is half of a pair."""
    grid = read_grid(content)
    columns = {} if grid is None else _rank_columns(grid)
    if grid is None or not columns:
        raise ragged(content, 1, 3, 1)
    values = [c for c in range(len(grid.header)) if c not in columns and _is_abundance(grid, c)]
    ids = next((c for c in range(len(grid.header)) if c not in columns and c not in values), None)
    if values and ids is None and values[0] == 0 and len(values) > 1 and not grid.header[0]:
        ids, values = 0, values[1:]
    for number, cells in grid.rows:
        if len(cells) > len(grid.header) or len(cells) <= max(min(columns), ids or 0):
            raise ragged(content, number, len(grid.header), len(cells))
    if values:
        return _table(grid, values, columns, content, choices)
    lineages = {
        (cells[ids] if ids is not None else str(number)).strip('"'): _lineage(cells, columns)
        for number, cells in grid.rows
    }
    return FeatureTaxonomy(lineages=lineages, unassigned=frozenset(), family="features")


def _rank_columns(grid: Grid) -> dict[int, str]:
    return {index: RANK_NAMES[name] for index, name in enumerate(grid.header) if name in _RANKS}


def _is_abundance(grid: Grid, column: int) -> bool:
    if _NO_ABUNDANCE.search(grid.header[column]):
        return False
    cells = [row[column] for _number, row in grid.rows if column < len(row) and row[column]]
    return bool(cells) and sum(is_number(cell, comma=grid.comma) for cell in cells) >= 0.5 * len(cells)


def _table(
    grid: Grid, values: Sequence[int], columns: dict[int, str], content: Content, choices: Choices
) -> Table:
    samples = tuple(_sample(grid, column, columns, content) for column in values)
    unit = unit_of_columns(dict(enumerate(entry.value for entry in sample.entries)) for sample in samples)
    return Table(unit=choices.unit or unit, samples=samples)


def _sample(grid: Grid, column: int, columns: dict[int, str], content: Content) -> Sample:
    values = [
        abundance(cells[column], content, number, column + 1, comma=grid.comma)
        if column < len(cells) and cells[column]
        else 0.0
        for number, cells in grid.rows
    ]
    entries = tuple(
        Entry(_lineage(cells, columns), value)
        for value, (_number, cells) in zip(values, grid.rows, strict=True)
        if value > 0
    )
    return Sample(sample_id=grid.printed_header[column] or None, entries=entries, counting="exclusive")


def _lineage(cells: Sequence[str], columns: dict[int, str]) -> tuple[Node, ...]:
    named = {rank: cells[index].strip('"').strip() for index, rank in columns.items() if index < len(cells)}
    genus, species = named.get("genus", ""), named.get("species", "")
    if _EPITHET.fullmatch(species) and not is_placeholder(species) and _GENUS.fullmatch(genus):
        named["species"] = f"{genus} {species}"
    parts = [
        name if re.match(r"^[a-z]__", name) else f"{_LETTERS[rank]}__{name}" for rank, name in named.items()
    ]
    return amplicon_lineage(parts)


READER = Reader(
    format="ranked_table", platform="16S", recognises=recognises, read=read, by_description_only=True
)
