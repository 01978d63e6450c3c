"""Any spreadsheet with names (or NCBI taxids) and numbers: the last reader asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Node, Unit
from biotica.gut.readers.bare_name import bare_node, under_listed_genus
from biotica.gut.readers.cells import abundance, is_number
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid, read_grid
from biotica.gut.readers.lineage import (
    RANK_NAMES,
    amplicon_lineage,
    has_rank_prefix,
    is_unclassified,
    split_lineage,
)
from biotica.gut.readers.nested import holds_rows_below, parents_of
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table
from biotica.gut.readers.turned import upright
from biotica.knowledge.names import default_names

_TAXID_COLUMNS = ("taxid", "tax_id", "ncbi_taxid", "ncbi_tax_id", "taxon_id", "taxonomy_id", "taxon no")
_NAME_COLUMNS = (
    "name", "tax_name", "taxon", "taxa", "taxon_name", "species", "genus", "bacteria", "bacterium",
    "organism", "clade_name", "lineage", "taxonomy", "clade", "microbe", "naam", "soort", "geslacht",
    "bacterie",
)  # fmt: skip
_RANK_COLUMNS = ("rank", "tax_rank", "level", "taxonomy_lvl", "rang", "niveau")
_NOT_AN_ABUNDANCE = ("percentile", "percentiel", "rank_order", "confidence", "p_value", "ani", "coverage")
_UNIT_WORDS: dict[str, Unit] = {
    "percent": "percent", "percentage": "percent", "%": "percent", "procent": "percent", "pct": "percent",
    "relative_abundance_percent": "percent", "relative abundance (%)": "percent", "abundance (%)": "percent",
    "fraction": "share", "share": "share", "proportion": "share", "aandeel": "share",
    "count": "counts", "counts": "counts", "reads": "counts", "aantal": "counts", "read_count": "counts",
    "per_million": "per_million", "ppm": "per_million", "count_norm": "per_million",
}  # fmt: skip
_WHOLE: dict[Unit, float] = {"percent": 100.0, "share": 1.0, "per_million": 1e6}
_NEAR = 0.02
_LEAST_PART = 0.55
"""Tables of species alone leave out what has no species name; a smaller largest sum could be anything."""
_MOST_PART = 1.005


def recognises(content: Content) -> bool:
    """Whether a text is a table with numbers in it."""
    if content.kind != "text":
        return False
    try:
        grid = read_grid(content)
    except UnreadableProfile:
        return False
    return grid is not None and any(
        is_number(cell, comma=grid.comma) for _number, cells in grid.rows[:50] for cell in cells[1:]
    )


def read(content: Content, choices: Choices) -> Table:
    """Read every column of numbers as a sample; the unit is said, or follows from the header or the sum."""
    grid = read_grid(content)
    if grid is None:
        raise _no_table(content)
    grid = upright(grid, content)
    name, identifier, rank = _key_columns(grid, content)
    columns = _value_columns(grid, {name, identifier, rank}, content)
    values = {column: _values(grid, column, content) for column in columns}
    taxa = [_lineage(grid, cells, name, identifier, rank) for _number, cells in grid.rows]
    mixed = name == identifier and any(is_taxid(cells[name]) for _number, cells in grid.rows)
    if mixed:
        placed = under_listed_genus([lineage for lineage, _taxid in taxa])
        taxa = [(lineage, taxid) for lineage, (_lineage, taxid) in zip(placed, taxa, strict=True)]
    lineages = [lineage for lineage, _taxid in taxa]
    parents = parents_of(lineages)
    nested = not mixed and holds_rows_below(lineages, parents, values.values())
    roots = [parent is None for parent in parents]
    counted = {column: [*compress(found, roots)] for column, found in values.items()} if nested else values
    unit = choices.unit or _unit(grid, counted, content, mixed=mixed)
    alone = len(columns) == 1
    samples = tuple(
        _sample(taxa, grid, column, values[column], unit, content, mixed=mixed, nested=nested, alone=alone)
        for column in columns
    )
    return Table(unit=unit, samples=samples)


def _key_columns(grid: Grid, content: Content) -> tuple[int, int | None, int | None]:
    rank = grid.column(*_RANK_COLUMNS)
    identifier = grid.column(*_TAXID_COLUMNS)
    name = grid.column(*_NAME_COLUMNS)
    if name is None:
        name = identifier if identifier is not None else 0
    body = [cells for _number, cells in grid.rows]
    most = max(len(grid.header) + 1, 2) if grid.header else math.inf
    for number, cells in grid.rows:
        if not name < len(cells) <= most or (len(cells) == most and cells[-1]):
            raise _ragged(content, number)
    texts = [cells[name] for cells in body if cells[name]]
    if texts and all(is_number(text, comma=grid.comma) for text in texts):
        if not all(is_taxid(text) for text in texts):
            raise _no_names(content)
        return name, name, rank
    return name, identifier, rank


def _value_columns(grid: Grid, keys: set[int | None], content: Content) -> list[int]:
    width = max((len(cells) for _number, cells in grid.rows), default=0)
    labels = [*grid.header, *[""] * (width - len(grid.header))]
    candidates = [
        column
        for column in range(width)
        if column not in keys
        and not any(word in labels[column] for word in _NOT_AN_ABUNDANCE)
        and _is_numeric(grid, column)
    ]
    if not grid.header:
        candidates = candidates[:1]
    said = [column for column in candidates if labels[column] in _UNIT_WORDS or "abundance" in labels[column]]
    if said:
        counts = [column for column in said if _UNIT_WORDS.get(labels[column]) == "counts"]
        return (counts or said)[:1]
    if not candidates:
        raise _no_numbers(content)
    return candidates


def _is_numeric(grid: Grid, column: int) -> bool:
    cells = [row[column] for _number, row in grid.rows if column < len(row) and row[column]]
    return bool(cells) and sum(is_number(cell, comma=grid.comma) for cell in cells) >= 0.5 * len(cells)


def _values(grid: Grid, column: int, content: Content) -> list[float]:
    return [
        abundance(cells[column], content, number, column + 1, comma=grid.comma)
        if column < len(cells) and cells[column] not in {"", "NA"}
        else 0.0
        for number, cells in grid.rows
    ]


def is_taxid(text: str) -> bool:
    """Whether a text can be an NCBI taxid."""
    return text.isascii() and text.strip().isdigit() and len(text.strip()) < 10


def _lineage(
    grid: Grid, cells: Sequence[str], name: int, identifier: int | None, rank: int | None
) -> tuple[tuple[Node, ...], int | None]:
    text = cells[name].strip('"').strip()
    cell = cells[identifier] if identifier is not None and identifier < len(cells) else ""
    taxid = int(cell) if is_taxid(cell) else None
    if has_rank_prefix(text):
        return amplicon_lineage(split_lineage(text)), taxid
    known = default_names().name_of_taxid(taxid) if taxid is not None else None
    if name == identifier:
        return (Node(rank=known[1], name=known[0]) if known else Node(rank="reference", name=text),), taxid
    word = cells[rank].strip().lower() if rank is not None and rank < len(cells) else ""
    column = next(iter(grid.header[name : name + 1]), "")
    node = bare_node(text, taxid=taxid, rank=RANK_NAMES.get(word), column=column)
    return (node,) if text else (), taxid


def _unit(grid: Grid, values: dict[int, list[float]], content: Content, *, mixed: bool) -> Unit:
    column = next(iter(values))
    label = grid.header[column] if column < len(grid.header) else ""
    if label in _UNIT_WORDS:
        return _UNIT_WORDS[label]
    if mixed and max(values[column], default=0.0) <= 100 and any(v != int(v) for v in values[column]):
        return "percent"
    filled = [column_values for column_values in values.values() if any(column_values)]
    guesses = {_unit_of_sum(column_values) for column_values in filled}
    guess = (guesses.pop() if len(guesses) == 1 else None) or _unit_of_partial_sums(filled)
    if guess is None:
        raise UnreadableProfile(
            _("the numbers add up to {sum}: not clear whether they are counts, percent or shares"),
            code="ambiguous_unit",
            where=content.where(0 if grid.header else 1),
            hint=_("say it with the unit option: counts, percent, share or per_million"),
            sum=float(f"{math.fsum(values[column]):.6g}"),
        )
    return guess


def _unit_of_sum(values: Sequence[float]) -> Unit | None:
    total = math.fsum(values)
    whole = all(value == int(value) for value in values)
    for unit, expected in _WHOLE.items():
        if abs(total - expected) <= _NEAR * expected and not (whole and unit != "percent"):
            return unit
    return "counts" if whole and total > 150 else None


def _unit_of_partial_sums(columns: Sequence[Sequence[float]]) -> Unit | None:
    """Percent or shares of which some rows were left out: most of the whole, and never more than it."""
    sums = [math.fsum(column) for column in columns]
    if not sums or all(value == int(value) for column in columns for value in column):
        return None
    units: tuple[tuple[Unit, float], ...] = (("percent", 100.0), ("share", 1.0))
    for unit, whole in units:
        if _LEAST_PART * whole < max(sums) <= _MOST_PART * whole:
            return unit
    return None


def _sample(
    taxa: Sequence[tuple[tuple[Node, ...], int | None]],
    grid: Grid,
    column: int,
    values: Sequence[float],
    unit: Unit,
    content: Content,
    *,
    mixed: bool,
    nested: bool,
    alone: bool,
) -> Sample:
    entries: list[Entry] = []
    unclassified: float | None = None
    limit = _WHOLE.get(unit, math.inf)
    for (lineage, taxid), value, (number, _cells) in zip(taxa, values, grid.rows, strict=True):
        if value > limit * 1.01:
            raise _above_whole(content, number, column, value, limit)
        if lineage and is_unclassified(lineage[-1].name):
            unclassified = (unclassified or 0.0) + value
        elif value > 0:
            entries.append(Entry(lineage, value, taxid))
    if not mixed:
        _refuse_mixed_sum(entries, unclassified, unit, content)
    ranks = {entry.lineage[-1].rank for entry in entries if entry.lineage}
    inclusive = mixed or nested or (len(ranks) > 1 and grid.column(*_RANK_COLUMNS) is not None)
    repeated = len({entry.lineage for entry in entries}) < len(entries)
    return Sample(
        sample_id=None if alone else (grid.printed_header[column] or None if grid.printed_header else None),
        entries=tuple(entries),
        counting="inclusive" if inclusive else "exclusive",
        whole=_WHOLE.get(unit) if mixed else None,
        unclassified=unclassified,
        caveats=(Caveat(code="duplicate_names"),) if repeated else (),
    )


def _refuse_mixed_sum(
    entries: Sequence[Entry], unclassified: float | None, unit: Unit, content: Content
) -> None:
    limit = _WHOLE.get(unit)
    by_rank: dict[str, float] = {}
    for entry in entries:
        rank = entry.lineage[-1].rank if entry.lineage else ""
        by_rank[rank] = by_rank.get(rank, 0.0) + entry.value
    total = max(by_rank.values(), default=0.0) + (unclassified or 0.0)
    if limit is not None and total > limit * (1 + _NEAR):
        raise UnreadableProfile(
            _("the numbers add up to {sum}, more than the whole ({limit})"),
            code="sum_above_whole",
            where=content.name,
            hint=_("give one rank only, or a rank column; say counts if they are counts"),
            sum=float(f"{total:.6g}"),
            limit=limit,
        )


def _above_whole(content: Content, number: int, column: int, value: float, limit: float) -> UnreadableProfile:
    return UnreadableProfile(
        _("a share of {value} is above the whole ({limit})"),
        code="above_whole",
        where=content.where(number, column + 1),
        hint=_("the table may hold counts: say so with the unit option"),
        value=value,
        limit=limit,
    )


def _no_table(content: Content) -> UnreadableProfile:
    return UnreadableProfile(
        _("this is no table with a separator that we know"),
        code="unknown_format",
        where=content.name,
        hint=_("save it as CSV or TSV with a name and a number in every row"),
    )


def _no_names(content: Content) -> UnreadableProfile:
    return UnreadableProfile(
        _("the table holds numbers but no names of microbes"),
        code="no_names",
        where=content.name,
        hint=_("the first column must hold names or NCBI taxids; with decimal commas use ; between columns"),
    )


def _no_numbers(content: Content) -> UnreadableProfile:
    return UnreadableProfile(
        _("the table has no column of abundances"),
        code="no_abundances",
        where=content.name,
        hint=_("add a column of counts, percent or shares"),
    )


def _ragged(content: Content, line: int) -> UnreadableProfile:
    return UnreadableProfile(
        _("the row has more or fewer cells than the header"),
        code="ragged_row",
        where=content.where(line),
        hint=_("the file may be cut off; with decimal commas use ; between columns"),
    )


READER = Reader(
    format="generic", platform="unknown", recognises=recognises, read=read, by_description_only=True
)
