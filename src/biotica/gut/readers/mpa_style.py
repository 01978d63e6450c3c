"""Kraken's "mpa style": a lineage and a count of reads per row, without a header or with sample names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.gut.profile import Node
from biotica.gut.readers.cells import abundance, rows
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import printed_lineage, split_lineage
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_HEADER = re.compile(r"^#(Classification|Sample ID)(\t|$)", re.IGNORECASE)
_ROW = re.compile(r"^(d|sk|k)__[^\t|;]+(\|[a-z]{1,2}__[^\t]*)?(\t\d+)+\s*$")


def recognises(content: Content) -> bool:
    """Whether every row is a lineage with ``|`` and whole numbers, below no header or ``#Classification``."""
    if content.kind != "text":
        return False
    head = [line for line in content.lines[:60] if line.strip()]
    body = [line for line in head if not line.startswith("#")]
    return (
        bool(body)
        and all(_ROW.match(line) for line in body)
        and any("|" in line for line in body)
        and all(_HEADER.match(line) for line in head if line.startswith("#") and line[:2] != "# ")
    )


def read(content: Content, choices: Choices) -> Table:
    """Read counts; a row holds what lies below it, reads without a name are not in the file."""
    names = _names(content)
    entries: list[list[Entry]] = [[] for _name in names]
    for number, cells in rows(content, width=len(names) + 1):
        lineage = printed_lineage(split_lineage(cells[0]))
        for position, cell in enumerate(cells[1:]):
            value = abundance(cell, content, number, position + 2)
            if value > 0:
                entries[position].append(Entry(lineage, value))
    samples = tuple(
        Sample(sample_id=name, entries=tuple(found), counting="inclusive", whole=sum_of_roots(found))
        for name, found in zip(names, entries, strict=True)
    )
    return Table(unit=choices.unit or "counts", samples=samples)


def _names(content: Content) -> list[str | None]:
    head = content.lines[:60]
    titles = [line for line in head if _HEADER.match(line)]
    if titles:
        return [name.strip() or None for name in titles[0].rstrip().split("\t")[1:]]
    first = next(line for line in head if line.strip() and not line.startswith("#"))
    return [None] * (len(first.rstrip().split("\t")) - 1)


def sum_of_roots(entries: Sequence[Entry]) -> float:
    """Add the rows that lie inside no other row."""
    own: set[tuple[Node, ...]] = {entry.lineage for entry in entries}
    return sum(
        entry.value
        for entry in entries
        if not any(entry.lineage[:end] in own for end in range(1, len(entry.lineage)))
    )


READER = Reader(
    format="kraken_mpa", platform="shotgun", recognises=recognises, read=read, by_description_only=True
)
