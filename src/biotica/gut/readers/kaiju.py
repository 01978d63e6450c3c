"""Kaiju: the summary table of kaiju2table, one or several samples."""

from __future__ import annotations

import re

from biotica.gut.profile import MAIN_RANKS, Node
from biotica.gut.readers.cells import abundance, header_of, rows, starts_with, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import is_unclassified
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_HEADER = ["file", "percent", "reads", "taxon_id", "taxon_name"]
_NO_RANK = re.compile(r"^cannot be assigned to a (?:\(non-viral\) )?(\w+)$")


def recognises(content: Content) -> bool:
    """Whether the header is kaiju2table's."""
    return starts_with(content, _HEADER)


def read(content: Content, choices: Choices) -> Table:
    """Read the reads per taxon; the rank stands only in the row of what could not be assigned."""
    body = list(rows(content, width=5, after=header_of(content)[0]))
    words = [match[1] for _number, cells in body if (match := _NO_RANK.match(cells[4].strip()))]
    rank = words[0] if words and words[0] in MAIN_RANKS else "species"
    entries: dict[str, list[Entry]] = {}
    outside: dict[str, float] = {}
    for number, cells in body:
        name = cells[4].strip().rstrip(";").rsplit(";", 1)[-1].strip()
        value = abundance(cells[2], content, number, 3)
        sample = entries.setdefault(cells[0], [])
        if is_unclassified(name):
            outside[cells[0]] = outside.get(cells[0], 0.0) + value
        elif value > 0:
            lineage = () if _NO_RANK.match(name) else (Node(rank=rank, name=name),)
            sample.append(Entry(lineage, value, taxid(cells[3])))
    samples = tuple(
        Sample(
            sample_id=name.replace("\\", "/").rsplit("/", 1)[-1],
            entries=tuple(found),
            counting="exclusive",
            unclassified=outside.get(name),
        )
        for name, found in entries.items()
    )
    return Table(unit="counts", samples=samples)


READER = Reader(format="kaiju", platform="shotgun", recognises=recognises, read=read)
