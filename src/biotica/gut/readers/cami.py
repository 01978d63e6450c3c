"""The CAMI profiling format: one or several ``@SampleID`` blocks with taxonomic paths."""

from __future__ import annotations

import re

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node
from biotica.gut.readers.cells import HEAD_LINES, abundance, ragged, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import RANK_NAMES
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_HEADER = re.compile(r"^(@@.*\bTAXID\b|@SampleID:)", re.IGNORECASE)
_COLUMNS = ("TAXID", "RANK", "TAXPATHSN", "PERCENTAGE")
_DEFAULT_RANKS = ("domain", "phylum", "class", "order", "family", "genus", "species", "strain")


def recognises(content: Content) -> bool:
    """Whether a header line starts with ``@@TAXID`` or a sample with ``@SampleID``."""
    return any(_HEADER.match(line) for line in content.lines[:HEAD_LINES])


def read(content: Content, choices: Choices) -> Table:
    """Read percent, inclusive; what is missing to 100 is unassigned."""
    samples: list[tuple[str | None, list[Entry]]] = []
    columns: dict[str, int] = {}
    ranks: tuple[str, ...] = _DEFAULT_RANKS
    for number, line in enumerate(content.lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@@"):
            columns = {name.strip().upper(): index for index, name in enumerate(line[2:].split("\t"))}
            samples = samples or [(None, [])]
        elif line.startswith("@"):
            key, _colon, text = line[1:].partition(":")
            if key.lower() == "sampleid":
                samples.append((text.strip() or None, []))
            elif key.lower() == "ranks":
                ranks = tuple(RANK_NAMES.get(word.strip().lower(), "clade") for word in text.split("|"))
        elif not samples or any(name not in columns for name in _COLUMNS):
            raise _no_header(content, number)
        else:
            _add_row(samples[-1][1], line, columns, ranks, content, number)
    known = {entry.lineage[-1].name: entry.lineage[-1].rank for _name, found in samples for entry in found}
    return Table(unit="percent", samples=tuple(_sample(name, found, known) for name, found in samples))


def _add_row(
    entries: list[Entry],
    line: str,
    columns: dict[str, int],
    ranks: tuple[str, ...],
    content: Content,
    number: int,
) -> None:
    cells = line.split("\t")
    if len(cells) <= max(columns[name] for name in _COLUMNS):
        raise ragged(content, number, len(columns), len(cells))
    value = abundance(cells[columns["PERCENTAGE"]], content, number, columns["PERCENTAGE"] + 1)
    if value > 100.5:
        raise UnreadableProfile(
            _("a share of {value} is above the whole ({limit})"),
            code="above_whole",
            where=content.where(number, columns["PERCENTAGE"] + 1),
            hint=_("export the profile again"),
            value=value,
            limit=100,
        )
    names = [name.strip() for name in cells[columns["TAXPATHSN"]].split("|")]
    own = RANK_NAMES.get(cells[columns["RANK"]].strip().lower(), "clade")
    levels = [*ranks[: len(names)], *["clade"] * (len(names) - len(ranks))]
    levels[-1] = own
    path = tuple(Node(rank=rank, name=name) for rank, name in zip(levels, names, strict=True) if name)
    if value > 0 and path:
        entries.append(Entry(path, value, taxid(cells[columns["TAXID"]])))


def _ranked_by_rows(entry: Entry, known: dict[str, str]) -> Entry:
    """Ancestors with the rank of their own row: paths with gaps are printed with and without blanks."""
    above = (Node(rank=known.get(node.name, node.rank), name=node.name) for node in entry.lineage[:-1])
    return Entry((*above, entry.lineage[-1]), entry.value, entry.ncbi_taxid)


def _sample(name: str | None, entries: list[Entry], known: dict[str, str]) -> Sample:
    entries = [_ranked_by_rows(entry, known) for entry in entries]
    top = min((len(entry.lineage) for entry in entries), default=0)
    whole = sum(entry.value for entry in entries if len(entry.lineage) == top)
    return Sample(
        sample_id=name, entries=tuple(entries), counting="inclusive", unclassified=max(0.0, 100.0 - whole)
    )


def _no_header(content: Content, number: int) -> UnreadableProfile:
    return UnreadableProfile(
        _("the row stands before a header with TAXID, RANK, TAXPATHSN and PERCENTAGE"),
        code="missing_column",
        where=content.where(number),
        hint=_("export the profile again"),
    )


READER = Reader(format="cami", platform="shotgun", recognises=recognises, read=read)
