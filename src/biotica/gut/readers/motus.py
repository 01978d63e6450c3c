"""mOTUs 2 and 3: one row per marker-gene cluster."""

from __future__ import annotations

import re

from biotica.gut.profile import Node, Unit
from biotica.gut.readers.cells import HEAD_LINES, abundance, rows, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import (
    RANK_NAMES,
    has_rank_prefix,
    is_unclassified,
    printed_lineage,
    split_lineage,
)
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_HEADER = re.compile(r"^#(consensus_taxonomy|mOTU)\t")
_CLUSTER = re.compile(r"\[?(ref|meta|ext)_mOTU_v\d")
_RANK_OPTION = re.compile(r"calc_motu [^|]*-k (\w+)")


def _header_line(content: Content) -> int | None:
    """Index of the header; a table saved from R has sample names only, above rows that name clusters."""
    head = content.lines[:HEAD_LINES]
    named = next((n for n, line in enumerate(head) if _HEADER.match(line)), None)
    body = [n for n, line in enumerate(head) if line.strip() and not line.startswith("#")]
    if named is not None or len(body) < 2:
        return named
    in_first_cell = [bool(_CLUSTER.search(head[n].split("\t")[0])) for n in body]
    return body[0] if not in_first_cell[0] and sum(in_first_cell) >= 0.3 * len(body) else None


def recognises(content: Content) -> bool:
    """Whether a header starts with ``#consensus_taxonomy`` or ``#mOTU``, or rows name mOTUs."""
    return content.kind == "text" and _header_line(content) is not None


def read(content: Content, choices: Choices) -> Table:
    """Read counts or shares; a cluster without a species name stays in the whole."""
    line = _header_line(content) or 0
    header = _header(content, line)
    rank = _rank(content)
    first = next(
        (i for i, name in enumerate(header) if i and name not in {"NCBI_tax_id", "consensus_taxonomy"}), 1
    )
    names = header[first:]
    taxonomy = header.index("consensus_taxonomy") if "consensus_taxonomy" in header else 0
    identifier = header.index("NCBI_tax_id") if "NCBI_tax_id" in header else None
    entries: list[list[Entry]] = [[] for _name in names]
    outside = [0.0] * len(names)
    for number, cells in rows(content, width=len(header), after=line + 1):
        lineage = _lineage(cells[taxonomy], rank)
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


def _header(content: Content, line: int) -> list[str]:
    cells = [cell.strip().strip('"') for cell in content.lines[line].lstrip("#").rstrip().split("\t")]
    body = next((cells for _number, cells in rows(content, after=line + 1)), [])
    return ["mOTU", *cells] if len(body) == len(cells) + 1 else cells


def _rank(content: Content) -> str:
    """Rank of the rows, as the call in the first lines says it (``-k genus``)."""
    found = (_RANK_OPTION.search(line) for line in content.lines[:5] if line.startswith("#"))
    return next((RANK_NAMES.get(match[1], "species") for match in found if match), "species")


def _lineage(name: str, rank: str) -> tuple[Node, ...]:
    name = name.strip()
    if has_rank_prefix(name):
        nodes = printed_lineage(split_lineage(name))
        return tuple(node for node in nodes if not _is_placeholder(node.name))
    return () if _is_placeholder(name) else (Node(rank=rank, name=name),)


def _is_placeholder(name: str) -> bool:
    return "incertae sedis" in name or name == "NA" or name.startswith("NA ")


READER = Reader(format="motus", platform="shotgun", recognises=recognises, read=read)
