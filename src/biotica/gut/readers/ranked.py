"""Tables with one column per rank from phyloseq or DADA2, alone or as a pair."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node, Unit
from biotica.gut.readers.cells import abundance, is_number, ragged, rows, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid, read_grid
from biotica.gut.readers.lineage import RANK_NAMES, amplicon_lineage, is_unclassified
from biotica.gut.readers.table import (
    Choices,
    Entry,
    FeatureTable,
    FeatureTaxonomy,
    Part,
    Reader,
    Sample,
    Table,
)

_RANKS = ("superkingdom", "kingdom", "domain", "phylum", "class", "order", "family", "genus", "species")
_FEATURE = re.compile(r"^(ASV|OTU|SV|sq|seq|Feature)[ _]?\d+$|^[ACGTN]{50,}$|^[0-9a-f]{32}$", re.IGNORECASE)
_NEXT_STEP = _("give the taxonomy table (Kingdom, Phylum, ... Genus) as a second file")


def _rank_columns(grid: Grid) -> dict[int, str]:
    return {index: RANK_NAMES[name] for index, name in enumerate(grid.header) if name in _RANKS}


def recognises_ranked(content: Content) -> bool:
    """Whether a table has at least three rank columns."""
    if content.kind != "text":
        return False
    words = {word.strip().strip('"').lower() for word in re.split(r"[,;\t]", content.lines[0])}
    return len(words & set(_RANKS)) >= 3


def read_ranked(content: Content, choices: Choices) -> Part:
    """Read the names; with columns of numbers it is a whole table, without it is half of a pair."""
    grid = read_grid(content)
    if grid is None:
        raise ragged(content, 1, 3, 1)
    columns = _rank_columns(grid)
    ids = 0 if 0 not in columns else None
    values = [c for c in range(len(grid.header)) if c not in columns and c != ids and _is_numeric(grid, c)]
    lineages = {
        (cells[ids] if ids is not None else str(number)).strip('"'): _lineage(cells, columns)
        for number, cells in grid.rows
    }
    if not values:
        return FeatureTaxonomy(lineages=lineages, unassigned=frozenset(), family="features")
    samples = tuple(_ranked_sample(grid, column, columns, content) for column in values)
    return Table(unit=choices.unit or _unit(samples), samples=samples)


def _ranked_sample(grid: Grid, column: int, columns: dict[int, str], content: Content) -> Sample:
    entries = tuple(
        Entry(
            _lineage(cells, columns), abundance(cells[column], content, number, column + 1, comma=grid.comma)
        )
        for number, cells in grid.rows
        if column < len(cells) and cells[column]
    )
    return Sample(sample_id=grid.printed_header[column] or None, entries=entries, counting="exclusive")


def _unit(samples: Sequence[Sample]) -> Unit:
    values = [entry.value for sample in samples for entry in sample.entries]
    if all(value == int(value) for value in values):
        return "counts"
    sums = [sum(entry.value for entry in sample.entries) for sample in samples]
    return "share" if max(sums) <= 1.01 else "percent"


def _lineage(cells: Sequence[str], columns: dict[int, str]) -> tuple[Node, ...]:
    named = [(rank, cells[index].strip('"').strip()) for index, rank in columns.items() if index < len(cells)]
    letters = {"domain": "k", "kingdom": "k", "phylum": "p", "class": "c", "order": "o", "family": "f"}
    letters |= {"genus": "g", "species": "s"}
    parts = [name if re.match(r"^[a-z]__", name) else f"{letters[rank]}__{name}" for rank, name in named]
    return amplicon_lineage(parts)


def _is_numeric(grid: Grid, column: int) -> bool:
    cells = [row[column] for _number, row in grid.rows if column < len(row) and row[column]]
    return bool(cells) and all(is_number(cell, comma=grid.comma) for cell in cells)


def recognises_features(content: Content) -> bool:
    """Whether rows or columns of a table are named by feature ids or sequences."""
    if content.kind != "text" or len(content.lines) < 2 or len(content.lines[0].split("\t")) > 20_000:
        return False
    first = [cell.strip().strip('"') for cell in re.split(r"[,;\t]", content.lines[0])]
    column = [re.split(r"[,;\t]", line)[0].strip().strip('"') for line in content.lines[1:50] if line.strip()]
    return _mostly_features(first[1:]) or _mostly_features(column)


def _mostly_features(names: Sequence[str]) -> bool:
    return bool(names) and sum(bool(_FEATURE.match(name)) for name in names) > 0.8 * len(names)


def read_features(content: Content, choices: Choices) -> FeatureTable:
    """Read counts by feature and sample, whichever way round the table lies."""
    grid = read_grid(content)
    if grid is None or not grid.header:
        raise UnreadableProfile(
            _("the header names no sample, or one sample twice"),
            code="bad_header",
            where=content.where(1),
            hint=_("every column needs its own sample name"),
        )
    labels = list(grid.printed_header)
    if grid.rows and len(grid.rows[0][1]) == len(labels) + 1:
        labels = ["", *labels]
    values: dict[str, dict[str, float]] = {name: {} for name in labels[1:]}
    for number, cells in grid.rows:
        if len(cells) != len(labels):
            raise ragged(content, number, len(labels), len(cells))
        for column in range(1, len(labels)):
            value = abundance(cells[column], content, number, column + 1, comma=grid.comma)
            values[labels[column]][cells[0].strip('"')] = value
    if _mostly_features(labels[1:]):
        values = _turned(values)
    return FeatureTable(
        unit=choices.unit or "counts", samples=values, family="features", next_step=_NEXT_STEP
    )


def _turned(values: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    turned: dict[str, dict[str, float]] = {}
    for feature, row in values.items():
        for sample, value in row.items():
            turned.setdefault(sample, {})[feature] = value
    return turned


RANKED = Reader(
    format="ranked_table",
    platform="16S",
    recognises=recognises_ranked,
    read=read_ranked,
    by_description_only=True,
)
FEATURES = Reader(
    format="feature_table",
    platform="16S",
    recognises=recognises_features,
    read=read_features,
    by_description_only=True,
)
