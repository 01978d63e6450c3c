"""Counts by feature (ASV, OTU, sequence) and sample from R, whichever way round; half of a pair."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers.cells import HEAD_LINES, abundance, ragged
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid, first_row, read_grid, table_lines
from biotica.gut.readers.features import unit_of_columns
from biotica.gut.readers.lineage import RANK_NAMES
from biotica.gut.readers.table import Choices, FeatureTable, Reader

_FEATURE = re.compile(
    r"^(ASV|OTU|zOTU|SV|sq|seq|Feature|denovo)[ _]?\d+$|^[ACGTN]{50,}$|^[0-9a-f]{32}$", re.IGNORECASE
)
_NUMBER = re.compile(r"^\d{1,9}$")
_ID_COLUMNS = frozenset({
    "", "otu", "otu id", "otu_id", "otuid", "asv", "asvs", "asv id", "asv_id", "asvid", "feature",
    "feature id", "feature_id", "featureid", "sequence", "seq",
})  # fmt: skip
_OTHERS = frozenset({"taxonomy", "consensus lineage", "taxon", "numotus", "size"})
"""Columns of tables with names, and of mothur's."""

_MAX_COLUMNS = 60_000
"""Columns that are looked at: samples, or features where a sample is a row."""

_NEXT_STEP = _("give the taxonomy table (Kingdom, Phylum, ... Genus) as a second file")


def recognises(content: Content) -> bool:
    """Whether rows or columns of a table are named by feature ids or sequences.

    Numbers alone are feature ids only below a header that does not call them taxids.
    """
    header = first_row(content)
    words = {cell.lower() for cell in header}
    if not 2 <= len(header) <= _MAX_COLUMNS or words & _OTHERS or len(words & RANK_NAMES.keys()) > 2:
        return False
    lines, delimiter = table_lines(content, HEAD_LINES)
    if lines[0][1].startswith("#"):
        return False
    names = [line.split(delimiter)[0].strip().strip('"') for _number, line in lines[1:]]
    if _mostly(_FEATURE, header[1:]) or _mostly(_FEATURE, names):
        return True
    numbered = _mostly(_NUMBER, names) and header[0].lower() in _ID_COLUMNS
    return numbered and not any(_NUMBER.match(cell) for cell in header if cell)


def _mostly(pattern: re.Pattern[str], names: Sequence[str]) -> bool:
    return bool(names) and sum(bool(pattern.match(name)) for name in names) > 0.8 * len(names)


def read(content: Content, choices: Choices) -> FeatureTable:
    """Read counts by feature and sample."""
    grid = read_grid(content)
    if grid is None or not grid.header:
        raise _bad_header(content, 1)
    labels = list(grid.printed_header)
    if len(set(labels[1:])) < len(labels[1:]) or not all(labels[1:]):
        raise _bad_header(content, grid.header_line)
    by_sample = _mostly(_FEATURE, labels[1:])
    samples = _turned(grid, labels, content) if by_sample else _upright(grid, labels, content)
    return FeatureTable(
        unit=choices.unit or unit_of_columns(samples.values()),
        samples=samples,
        family="features",
        next_step=_NEXT_STEP,
    )


def _upright(grid: Grid, labels: Sequence[str], content: Content) -> dict[str, dict[str, float]]:
    values: dict[str, dict[str, float]] = {name: {} for name in labels[1:]}
    for number, cells in grid.rows:
        found = _values(grid, cells, number, labels, content)
        for name, value in zip(labels[1:], found, strict=True):
            if value > 0:
                values[name][cells[0].strip('"')] = value
    return values


def _turned(grid: Grid, labels: Sequence[str], content: Content) -> dict[str, dict[str, float]]:
    return {
        cells[0].strip('"'): dict(zip(labels[1:], _values(grid, cells, number, labels, content), strict=True))
        for number, cells in grid.rows
    }


def _values(
    grid: Grid, cells: Sequence[str], number: int, labels: Sequence[str], content: Content
) -> list[float]:
    if len(cells) != len(labels):
        raise ragged(content, number, len(labels), len(cells))
    return [
        abundance(cell, content, number, column, comma=grid.comma)
        for column, cell in enumerate(cells[1:], start=2)
    ]


def _bad_header(content: Content, line: int) -> UnreadableProfile:
    return UnreadableProfile(
        _("the header names no sample, or one sample twice"),
        code="bad_header",
        where=content.where(line),
        hint=_("every column needs its own sample name"),
    )


READER = Reader(
    format="feature_table", platform="16S", recognises=recognises, read=read, by_description_only=True
)
