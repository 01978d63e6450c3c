"""Flat lists of reference genomes with percent: KMCP and sylph."""

from __future__ import annotations

from biotica.gut.profile import MAIN_RANKS, Node
from biotica.gut.readers.cells import abundance, fitted, header_of, rows, starts_with, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import RANK_NAMES
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_KMCP = ["ref", "percentage", "coverage", "score"]
_SYLPH = ["Sample_file", "Genome_file", "Taxonomic_abundance", "Sequence_abundance"]


def recognises_kmcp(content: Content) -> bool:
    """Whether the header is KMCP's."""
    return starts_with(content, _KMCP)


def recognises_sylph(content: Content) -> bool:
    """Whether the header is that of `sylph profile`."""
    return starts_with(content, _SYLPH)


def read_kmcp(content: Content, choices: Choices) -> Table:
    """Read references with percent; names and lineage where the file has them."""
    line, header = header_of(content)
    at = {name: header.index(name) for name in ("taxid", "rank", "taxpathsn") if name in header}
    entries = []
    for number, cells in rows(content, at_least=4, after=line):
        full = fitted(cells, len(header), content, number)
        value = abundance(cells[1], content, number, 2)
        path, rank = (full[at[key]].strip() if key in at else "" for key in ("taxpathsn", "rank"))
        lineage = _path(path, rank) or (Node(rank="reference", name=cells[0]),)
        if value > 0:
            entries.append(Entry(lineage, value, taxid(full[at["taxid"]]) if "taxid" in at else None))
    sample = Sample(sample_id=None, entries=tuple(entries), counting="exclusive")
    return Table(unit="percent", samples=(sample,))


def _path(path: str, rank: str) -> tuple[Node, ...]:
    """Names of a path whose last rank is known and whose others are unknown: only the last two are used."""
    names = [name for name in path.split(";") if name]
    level = RANK_NAMES.get(rank.lower(), "")
    if not names or level not in MAIN_RANKS:
        return ()
    own = Node(rank=level, name=names[-1])
    if level == "species" and len(names) > 1 and names[-1].startswith(names[-2] + " "):
        return Node(rank="genus", name=names[-2]), own
    return (own,)


def read_sylph(content: Content, choices: Choices) -> Table:
    """Read genomes with percent; the file has no lineage, so names are accessions."""
    line, header = header_of(content)
    entries: dict[str, list[Entry]] = {}
    for number, cells in rows(content, width=len(header), after=line):
        value = abundance(cells[2], content, number, 3)
        if value > 0:
            node = Node(rank="genome", name=_base(cells[1]))
            entries.setdefault(_base(cells[0]), []).append(Entry((node,), value))
    samples = tuple(
        Sample(sample_id=name, entries=tuple(found), counting="exclusive") for name, found in entries.items()
    )
    return Table(unit="percent", samples=samples)


def _base(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


KMCP = Reader(format="kmcp", platform="shotgun", recognises=recognises_kmcp, read=read_kmcp)
SYLPH = Reader(format="sylph_profile", platform="shotgun", recognises=recognises_sylph, read=read_sylph)
