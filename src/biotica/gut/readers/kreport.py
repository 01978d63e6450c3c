"""Kraken 2 reports with and without minimizers, and Centrifuge reports in the same shape."""

from __future__ import annotations

import re

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Node
from biotica.gut.readers.cells import abundance, rows, taxid, too_deep
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import strip_prefix
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table
from biotica.gut.readers.tree import MAX_DEPTH

_ROW = re.compile(r"^\s*\d+(\.\d+)?\t\d+\t\d+\t(\d+\t\d+\t)?([A-Z]\d*|-)\t\d+\t\s*\S")
_LETTERS = {
    "D": "domain",
    "K": "kingdom",
    "P": "phylum",
    "C": "class",
    "O": "order",
    "F": "family",
    "G": "genus",
    "S": "species",
}


def _is_kreport(content: Content) -> bool:
    if content.kind != "text":
        return False
    head = [line for line in content.lines[:20] if line.strip() and not line.startswith("#")]
    return bool(head) and all(_ROW.match(line) for line in head[:3])


def _has_dash_rank(content: Content) -> bool:
    return any(line.split("\t")[3:4] == ["-"] for line in content.lines[:20])


def recognises_kraken(content: Content) -> bool:
    """Whether rows look like a Kraken 2 report."""
    return _is_kreport(content) and not _has_dash_rank(content)


def recognises_centrifuge(content: Content) -> bool:
    """Whether rows look like a Kraken report whose root has the rank ``-``."""
    return _is_kreport(content) and _has_dash_rank(content)


def read(content: Content, choices: Choices) -> Table:
    """Read the tree by its indentation; counts are inclusive."""
    matches = (_ROW.match(line) for line in content.lines)
    width = 8 if next(match for match in matches if match)[2] else 6
    stack: list[tuple[int, Node]] = []
    entries: list[Entry] = []
    unclassified, root, direct_sum, first_level = 0.0, None, 0.0, None
    for number, cells in rows(content, width=width):
        reads = abundance(cells[1], content, number, 2)
        direct = abundance(cells[2], content, number, 3)
        letter, name = cells[-3].strip(), cells[-1]
        if letter == "U":
            unclassified += reads
            continue
        if abundance(cells[0], content, number, 1) > 100.5 or direct > reads:
            raise contradiction(content, number)
        direct_sum += direct
        indent = len(name) - len(name.lstrip(" "))
        node = Node(rank=_rank(letter), name=strip_prefix(name.strip()))
        while stack and stack[-1][0] >= indent:
            stack.pop()
        if taxid(cells[-2]) == 1:
            root = reads
            continue
        first_level = indent if first_level is None else min(first_level, indent)
        stack.append((indent, node))
        if len(stack) > MAX_DEPTH:
            raise too_deep(content.where(number))
        if reads > 0:
            entries.append(Entry(tuple(node for _indent, node in stack), reads, taxid(cells[-2])))
    whole = root if root is not None else _top(entries)
    caveats: tuple[Caveat, ...] = ()
    if whole and abs(direct_sum - whole) > 0.02 * whole and root is not None and direct_sum > 0:
        caveats = (Caveat(code="invalid_sum", values={"largest": direct_sum, "whole": whole}),)
    sample = Sample(
        sample_id=None,
        entries=tuple(entries),
        counting="inclusive",
        whole=whole,
        unclassified=unclassified,
        caveats=caveats,
    )
    return Table(unit="counts", samples=(sample,))


def _rank(letter: str) -> str:
    return _LETTERS.get(letter, "clade")


def _top(entries: list[Entry]) -> float:
    shortest = min((len(entry.lineage) for entry in entries), default=0)
    return sum(entry.value for entry in entries if len(entry.lineage) == shortest)


def contradiction(content: Content, number: int) -> UnreadableProfile:
    """Make the error for a row with more direct reads than reads in all."""
    return UnreadableProfile(
        _("the row contradicts itself: more than 100 percent, or more direct reads than reads in all"),
        code="invalid_sum",
        where=content.where(number),
        hint=_("make the report again"),
    )


KRAKEN2 = Reader(format="kraken2_report", platform="shotgun", recognises=recognises_kraken, read=read)
CENTRIFUGE = Reader(
    format="centrifuge_kreport", platform="shotgun", recognises=recognises_centrifuge, read=read
)
