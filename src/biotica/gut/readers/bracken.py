"""Bracken: reads re-estimated at one rank; one sample, or several combined."""

from __future__ import annotations

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Node
from biotica.gut.readers.cells import abundance, header_of, rows, starts_with, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import strip_prefix
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_START = ["name", "taxonomy_id", "taxonomy_lvl"]
_LEVELS = {
    "D": "domain",
    "P": "phylum",
    "C": "class",
    "O": "order",
    "F": "family",
    "G": "genus",
    "S": "species",
}
_SLACK = 0.02


def recognises(content: Content) -> bool:
    """Whether the header is Bracken's."""
    return starts_with(content, _START)


def read(content: Content, choices: Choices) -> Table:
    """Read the re-estimated reads; what Kraken left unclassified is not in the file."""
    line, header = header_of(content)
    columns = _columns(header, content, line)
    table = list(rows(content, width=len(header), after=line))
    return Table(
        unit="counts",
        samples=tuple(_sample(table, reads, share, name, content) for reads, share, name in columns),
    )


def _columns(header: list[str], content: Content, line: int) -> list[tuple[int, int, str | None]]:
    if "new_est_reads" in header and "fraction_total_reads" in header:
        return [(header.index("new_est_reads"), header.index("fraction_total_reads"), None)]
    combined = [
        (index, header.index(f"{name[:-4]}_frac"), name[:-4].removesuffix(".bracken"))
        for index, name in enumerate(header)
        if name.endswith("_num") and f"{name[:-4]}_frac" in header
    ]
    if not combined:
        raise UnreadableProfile(
            _("the column '{column}' is missing"),
            code="missing_column",
            where=content.where(line),
            hint=_("give the table as Bracken wrote it"),
            column="new_est_reads",
        )
    return [(reads, share, name) for reads, share, name in combined]


def _sample(
    table: list[tuple[int, list[str]]], reads: int, share: int, name: str | None, content: Content
) -> Sample:
    entries: list[Entry] = []
    share_sum = 0.0
    worst = 0.0
    for number, cells in table:
        value = abundance(cells[reads], content, number, reads + 1)
        fraction = abundance(cells[share], content, number, share + 1)
        worst, share_sum = max(worst, fraction), share_sum + fraction
        node = Node(rank=_LEVELS.get(cells[2].strip()[:1], "clade"), name=strip_prefix(cells[0].strip()))
        if value > 0:
            entries.append(Entry((node,), value, taxid(cells[1])))
    contradicts = worst > 1 + _SLACK or (bool(entries) and abs(share_sum - 1) > _SLACK)
    values = {"largest": max(worst, share_sum), "whole": 1.0}
    return Sample(
        sample_id=name,
        entries=tuple(entries),
        counting="inclusive",
        whole=sum(entry.value for entry in entries),
        caveats=(Caveat(code="invalid_sum", values=values),) if contradicts else (),
    )


READER = Reader(format="bracken", platform="shotgun", recognises=recognises, read=read)
