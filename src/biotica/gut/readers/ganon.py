"""ganon: the tree-like report (.tre) with cumulative counts, or with percentages only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from biotica.gut.profile import MAIN_RANKS, Node, Unit
from biotica.gut.readers.cells import abundance, rows, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import RANK_NAMES, strip_prefix
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_ROW = re.compile(r"^[a-z][a-z ]*\t[^\t]*\t[^\t]*\t[^\t]*(\t\d+){4}\t\d+(\.\d+)?\s*$")
_COUNT, _PERCENT = 7, 8


def recognises(content: Content) -> bool:
    """Whether rows have nine columns and one of the first is ``root`` or ``unclassified``."""
    if content.kind != "text":
        return False
    head = [line for line in content.lines[:20] if line.strip() and not line.startswith("#")]
    return (
        bool(head)
        and all(_ROW.match(line) for line in head[:3])
        and any(line.split("\t", 1)[0] in {"root", "unclassified"} for line in head[:3])
    )


def read(content: Content, choices: Choices) -> Table:
    """Read the tree by its lineage of ids; counts hold what lies below.

    A report of type abundance states shares corrected for genome sizes in its last column; its counts are
    read, as those of every other type.
    """
    body = list(rows(content, width=9))
    nodes = {cells[1].strip(): _node(cells) for _number, cells in body if cells[1].strip()}
    has_counts = any(cells[_COUNT].strip() not in {"", "0"} for _number, cells in body)
    column = _COUNT if has_counts else _PERCENT
    entries: list[Entry] = []
    special: dict[str, float] = {}
    for number, cells in body:
        for place in range(4, _PERCENT):
            abundance(cells[place], content, number, place + 1)
        value = abundance(cells[column], content, number, column + 1)
        rank = cells[0].strip()
        if rank in {"root", "unclassified"}:
            special[rank] = special.get(rank, 0.0) + value
        elif value > 0:
            entries.append(Entry(_path(cells, nodes), value, taxid(cells[1])))
    unit: Unit = "counts" if has_counts else "percent"
    sample = Sample(
        sample_id=None,
        entries=tuple(entries),
        counting="inclusive",
        whole=special.get("root"),
        unclassified=special.get("unclassified"),
    )
    return Table(unit=choices.unit or unit, samples=(sample,))


def _node(cells: list[str]) -> Node:
    rank = RANK_NAMES.get(cells[0].strip().lower(), "strain" if cells[0].strip() == "assembly" else "clade")
    known = rank in MAIN_RANKS or rank == "strain"
    return Node(rank=rank if known else "clade", name=strip_prefix(cells[3]) or cells[1].strip())


def _path(cells: list[str], nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    """Ancestors that have a row of their own; the root has none, ids without a row are left out."""
    above = [part.strip() for part in cells[2].split("|")[:-1]]
    root = {"1", "root"}
    return (*(nodes[part] for part in above if part in nodes and part not in root), _node(cells))


READER = Reader(
    format="ganon", platform="shotgun", recognises=recognises, read=read, by_description_only=True
)
