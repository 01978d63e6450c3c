"""Lists of mixed ranks with inclusive counts: uBiome JSON and CSV, and consumer tests in the same shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import MAIN_RANKS, Node
from biotica.gut.readers.cells import abundance, checked_abundance, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import Grid, first_row, read_grid
from biotica.gut.readers.lineage import RANK_NAMES
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_MILLION = 1_000_000.0
_MAX_DEPTH = 60
_UBIOME_COLUMNS = {"tax_name", "tax_rank", "count", "count_norm", "taxon", "parent"}


@dataclass(frozen=True, kw_only=True, slots=True)
class MixedRow:
    """One row of a list of mixed ranks; `parent` is an id or a name of another row."""

    key: str
    parent: str
    rank: str
    name: str
    count: float | None
    norm: float | None


def recognises_ubiome(content: Content) -> bool:
    """Whether a JSON document holds ``ubiome_bacteriacounts``."""
    return (
        content.kind == "json"
        and isinstance(content.document, dict)
        and isinstance(content.document.get("ubiome_bacteriacounts"), list)
    )


def recognises_ubiome_csv(content: Content) -> bool:
    """Whether a table has the six columns that stand in uBiome's JSON too, and no other."""
    return set(_words(content)) == _UBIOME_COLUMNS


def recognises_csv(content: Content) -> bool:
    """Whether a table has a rank, a parent and a count column, and is not uBiome's."""
    words = set(_words(content))
    has_columns = "parent" in words and words & {"count", "count_norm"} and words & {"rank", "tax_rank"}
    return bool(has_columns) and words != _UBIOME_COLUMNS


def _words(content: Content) -> list[str]:
    return [word.lower() for word in first_row(content) if word]


def read_ubiome(content: Content, choices: Choices) -> Table:
    """Read the JSON; numbers may be texts."""
    document = content.document
    items = document["ubiome_bacteriacounts"] if isinstance(document, dict) else []
    rows = []
    for position, item in enumerate(items):
        where = f"{content.name}:ubiome_bacteriacounts[{position}]"
        if not isinstance(item, dict):
            raise _bad_row(where)
        rows.append(
            MixedRow(
                key=str(item.get("taxon", "")),
                parent=str(item.get("parent", "")),
                rank=str(item.get("tax_rank", "")),
                name=str(item.get("tax_name", "")),
                count=_number(item, "count", where),
                norm=_number(item, "count_norm", where),
            )
        )
    return _table(rows, content)


def read_csv(content: Content, choices: Choices) -> Table:
    """Read the CSV or TSV with the same columns under several names."""
    grid = read_grid(content)
    if grid is None:
        raise _bad_row(content.where(1))
    return _table([_row(grid, number, cells, content) for number, cells in grid.rows], content)


def _row(grid: Grid, number: int, cells: Sequence[str], content: Content) -> MixedRow:
    def cell(*names: str) -> str:
        index = grid.column(*names)
        return cells[index].strip('"') if index is not None and index < len(cells) else ""

    def value(name: str) -> float | None:
        index = grid.column(name)
        text = cell(name)
        return (
            None
            if index is None or not text
            else abundance(text, content, number, index + 1, comma=grid.comma)
        )

    name = cell("tax_name", "name")
    key = cell("taxon", "taxon_id", "taxid") or name
    return MixedRow(
        key=key,
        parent=cell("parent"),
        rank=cell("tax_rank", "rank"),
        name=name or key,
        count=value("count"),
        norm=value("count_norm"),
    )


def _table(rows: Sequence[MixedRow], content: Content) -> Table:
    if not rows:
        raise _bad_row(content.name)
    root = next((row for row in rows if row.rank == "root" or row.name == "root"), None)
    by_norm = root is None and all(row.norm is not None for row in rows)
    depth = None
    if by_norm:
        largest = max(rows, key=lambda row: row.norm or 0.0)
        if largest.count and largest.norm:
            depth = round(largest.count / largest.norm * _MILLION)
    paths = _paths(rows)
    entries = []
    for row, path in zip(rows, paths, strict=True):
        value = row.norm if by_norm else row.count
        if value is None:
            raise _bad_row(content.name)
        if row is not root and value > 0 and path:
            entries.append(Entry(path, value, taxid(row.key)))
    sample = Sample(
        sample_id=None,
        entries=tuple(entries),
        counting="inclusive",
        whole=_MILLION if by_norm else (root.count if root else None),
        unclassified=0.0 if root else None,
        depth=depth,
    )
    return Table(unit="per_million" if by_norm else "counts", samples=(sample,))


def _paths(rows: Sequence[MixedRow]) -> list[tuple[Node, ...]]:
    by_key: dict[str, MixedRow] = {row.name: row for row in rows} | {row.key: row for row in rows}
    return _under_the_only_domain([_path(row, by_key) for row in rows])


def _under_the_only_domain(paths: list[tuple[Node, ...]]) -> list[tuple[Node, ...]]:
    """Hang rows whose parents are not listed under the one domain that is, so that nothing counts twice."""
    domains = {path for path in paths if len(path) == 1 and path[0].rank == "domain"}
    if len(domains) != 1:
        return paths
    (domain,) = domains
    return [path if not path or path[0].rank == "domain" else (*domain, *path) for path in paths]


def _path(row: MixedRow, by_key: Mapping[str, MixedRow]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    seen: set[str] = set()
    current: MixedRow | None = row
    while current is not None and current.key not in seen and len(nodes) < _MAX_DEPTH:
        seen.add(current.key)
        if current.rank != "root" and current.name != "root":
            rank = RANK_NAMES.get(current.rank.strip().lower(), "clade")
            nodes.append(Node(rank=rank if rank in MAIN_RANKS else "clade", name=current.name))
        current = by_key.get(current.parent)
    return tuple(reversed(nodes))


def _number(item: Mapping[str, object], key: str, where: str) -> float | None:
    value = item.get(key)
    if value is None:
        return None
    try:
        return checked_abundance(float(str(value)), f"{where}.{key}")
    except ValueError:
        raise _bad_row(f"{where}.{key}") from None


def _bad_row(where: str) -> UnreadableProfile:
    return UnreadableProfile(
        _("a row of the list has no usable count"),
        code="not_a_number",
        where=where,
        hint=_("export the taxonomy again"),
    )


UBIOME = Reader(format="ubiome", platform="16S", recognises=recognises_ubiome, read=read_ubiome)
UBIOME_CSV = Reader(
    format="ubiome_csv",
    platform="16S",
    recognises=recognises_ubiome_csv,
    read=read_csv,
    by_description_only=True,
)
CONSUMER = Reader(
    format="consumer_csv", platform="16S", recognises=recognises_csv, read=read_csv, by_description_only=True
)
