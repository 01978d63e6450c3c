"""mOTUs 2 and 3: one row per marker-gene cluster."""

from __future__ import annotations

import re

from biotica.gut.profile import Node, Unit
from biotica.gut.readers.cells import abundance, rows, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import is_unclassified
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_HEADER = re.compile(r"^#(consensus_taxonomy|mOTU)\t")


def _header_line(content: Content) -> int | None:
    return next((n for n, line in enumerate(content.lines[:10]) if _HEADER.match(line)), None)


def recognises(content: Content) -> bool:
    """Whether a header starts with ``#consensus_taxonomy``."""
    return content.kind == "text" and _header_line(content) is not None


def read(content: Content, choices: Choices) -> Table:
    """Read counts or shares; a cluster without a species name stays in the whole."""
    header = content.lines[_header_line(content) or 0].lstrip("#").split("\t")
    first = next(
        (i for i, name in enumerate(header) if i and name not in {"NCBI_tax_id", "consensus_taxonomy"}), 1
    )
    names = header[first:]
    taxonomy = header.index("consensus_taxonomy") if "consensus_taxonomy" in header else 0
    identifier = header.index("NCBI_tax_id") if "NCBI_tax_id" in header else None
    entries: list[list[Entry]] = [[] for _name in names]
    outside = [0.0] * len(names)
    for number, cells in rows(content, width=len(header)):
        lineage = _lineage(cells[taxonomy])
        for position in range(len(names)):
            value = abundance(cells[first + position], content, number, first + position + 1)
            if is_unclassified(cells[0]) or is_unclassified(cells[taxonomy]):
                outside[position] += value
            elif value > 0:
                known = taxid(cells[identifier]) if identifier is not None else None
                entries[position].append(Entry(lineage, value, known))
    total = sum(entry.value for found in entries for entry in found) + sum(outside)
    unit: Unit = "share" if 0 < total <= 1.01 * len(names) else "counts"
    samples = tuple(
        Sample(sample_id=name.strip(), entries=tuple(found), counting="exclusive", unclassified=rest)
        for name, found, rest in zip(names, entries, outside, strict=True)
    )
    return Table(unit=choices.unit or unit, samples=samples)


def _lineage(name: str) -> tuple[Node, ...]:
    name = name.strip()
    return () if "incertae sedis" in name else (Node(rank="species", name=name),)


READER = Reader(format="motus", platform="shotgun", recognises=recognises, read=read)
