"""KrakenUniq: a Kraken tree with rank words and k-mer columns."""

from __future__ import annotations

from biotica.gut.profile import MAIN_RANKS, Node
from biotica.gut.readers.cells import HEAD_LINES, abundance, rows, taxid, too_deep
from biotica.gut.readers.content import Content
from biotica.gut.readers.kreport import contradiction
from biotica.gut.readers.lineage import RANK_NAMES
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table
from biotica.gut.readers.tree import MAX_DEPTH

_HEADER = "%\treads\ttaxReads\tkmers"


def recognises(content: Content) -> bool:
    """Whether the header is KrakenUniq's."""
    return any(line.startswith(_HEADER) for line in content.lines[:HEAD_LINES])


def read(content: Content, choices: Choices) -> Table:
    """Read the tree by its indentation; counts are inclusive."""
    stack: list[tuple[int, Node]] = []
    entries: list[Entry] = []
    unclassified, root = 0.0, None
    for number, cells in rows(content, width=9):
        if cells[0] == "%":
            continue
        reads, direct = (abundance(cells[column], content, number, column + 1) for column in (1, 2))
        if direct > reads:
            raise contradiction(content, number)
        name, identifier = cells[8], cells[6].strip()
        if identifier == "0":
            unclassified += reads
            continue
        if identifier == "1":
            root = reads
            continue
        indent = len(name) - len(name.lstrip(" "))
        while stack and stack[-1][0] >= indent:
            stack.pop()
        rank = RANK_NAMES.get(cells[7].strip().lower(), "clade")
        stack.append((indent, Node(rank=rank if rank in MAIN_RANKS else "clade", name=name.strip())))
        if len(stack) > MAX_DEPTH:
            raise too_deep(content.where(number))
        if reads > 0:
            entries.append(Entry(tuple(node for _indent, node in stack), reads, taxid(identifier)))
    sample = Sample(
        sample_id=None, entries=tuple(entries), counting="inclusive", whole=root, unclassified=unclassified
    )
    return Table(unit="counts", samples=(sample,))


READER = Reader(format="krakenuniq", platform="shotgun", recognises=recognises, read=read)
