"""SingleM condense: coverage per node of the tree, exclusive."""

from __future__ import annotations

from biotica.gut.readers.cells import abundance, header_of, rows, starts_with
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import printed_lineage, split_lineage
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_HEADER = ["sample", "coverage", "taxonomy"]


def recognises(content: Content) -> bool:
    """Whether the header is that of `singlem condense`."""
    return starts_with(content, _HEADER)


def read(content: Content, choices: Choices) -> Table:
    """Read coverage; a genus is its own coverage and that of its species."""
    entries: dict[str, list[Entry]] = {}
    for number, cells in rows(content, width=3, after=header_of(content)[0]):
        value = abundance(cells[1], content, number, 2)
        parts = [part for part in split_lineage(cells[2]) if part != "Root"]
        if value > 0:
            entries.setdefault(cells[0].strip(), []).append(Entry(printed_lineage(parts), value))
    samples = tuple(
        Sample(sample_id=name, entries=tuple(found), counting="exclusive", unclassified=None)
        for name, found in entries.items()
    )
    return Table(unit="coverage", samples=samples)


READER = Reader(format="singlem_condense", platform="shotgun", recognises=recognises, read=read)
