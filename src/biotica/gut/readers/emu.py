"""EMU: shares of full-length 16S reads, one column per rank or one lineage."""

from __future__ import annotations

from collections.abc import Sequence

from biotica.gut.profile import Node
from biotica.gut.readers.cells import abundance, fitted, header_of, rows, starts_with, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import RANK_NAMES, amplicon_lineage, is_unclassified, split_lineage
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_LEVELS = ("superkingdom", "domain", "phylum", "class", "order", "family", "genus", "species")
_COUNTS = "estimated counts"


def recognises(content: Content) -> bool:
    """Whether the header has EMU's ``tax_id`` and ``abundance`` with ranks."""
    if not starts_with(content, ["tax_id", "abundance"]):
        return False
    return bool({"species", "lineage"} & {*header_of(content)[1]})


def read(content: Content, choices: Choices) -> Table:
    """Read shares of the assigned reads; estimated counts give the depth where they are there."""
    line, header = header_of(content)
    counts = header.index(_COUNTS) if _COUNTS in header else None
    entries, assigned, unassigned = [], 0.0, 0.0
    for number, cells in rows(content, at_least=2, after=line):
        full = fitted(cells, len(header), content, number)
        has_count = counts is not None and full[counts].strip()
        reads = abundance(full[counts or 0], content, number, (counts or 0) + 1) if has_count else 0.0
        if is_unclassified(full[0]) or not full[1].strip():
            unassigned += reads
            continue
        assigned += reads
        value = abundance(full[1], content, number, 2)
        entries.append(Entry(_lineage(full, header), value, taxid(full[0])))
    whole = sum(entry.value for entry in entries)
    sample = Sample(
        sample_id=None,
        entries=tuple(entry for entry in entries if entry.value > 0),
        counting="exclusive",
        whole=whole,
        unclassified=unassigned / assigned * whole if assigned else None,
        depth=round(assigned + unassigned) or None,
    )
    return Table(unit="share", samples=(sample,))


def _lineage(cells: Sequence[str], header: Sequence[str]) -> tuple[Node, ...]:
    named = tuple(
        Node(rank=RANK_NAMES[name], name=cells[header.index(name)].strip())
        for name in _LEVELS
        if name in header and cells[header.index(name)].strip()
    )
    if named or "lineage" not in header:
        return named
    return amplicon_lineage(split_lineage(cells[header.index("lineage")].strip().rstrip(";")))


READER = Reader(format="emu", platform="16S", recognises=recognises, read=read, by_description_only=True)
