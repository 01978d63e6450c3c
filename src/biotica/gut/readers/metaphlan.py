"""MetaPhlAn 2, 3 and 4: one sample, or several merged; and sylph-tax, which writes the same shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Unit
from biotica.gut.readers.cells import HEAD_LINES, abundance, ragged, rows, taxid
from biotica.gut.readers.clade_header import (
    LINEAGE_START,
    columns_of,
    database_of,
    is_header,
    program_of,
)
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import is_unclassified, printed_lineage, split_lineage
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_READS = re.compile(r"^#\s*(\d{1,15}) reads processed")
_SUM_SLACK = 1.01


def recognises(content: Content) -> bool:
    """Whether the header names clades, or a first line the database of MetaPhlAn 3 or 4."""
    return program_of(content) == "metaphlan"


def recognises_version_2(content: Content) -> bool:
    """Whether rows start with ``k__Bacteria|...`` without taxids, below ``#SampleID``, ``ID`` or nothing."""
    return program_of(content) == "metaphlan2"


def recognises_sylph_tax(content: Content) -> bool:
    """Whether the header has sylph-tax's columns, or the lineages of a merged table start with ``d__``."""
    return program_of(content) == "sylph_tax"


def read(content: Content, choices: Choices) -> Table:
    """Read all samples; the numbers are percent of all reads, or of the classified part."""
    taxids, columns, width = columns_of(content)
    samples = _samples(content, columns, taxids, width)
    unit: Unit = choices.unit or ("share" if _sums_to_one(samples) else "percent")
    return Table(
        unit=unit, samples=tuple(_checked(s, unit, content) for s in samples), database=database_of(content)
    )


def _body(content: Content, width: int | None) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows(content, at_least=2):
        if number <= HEAD_LINES and is_header(content.lines[number - 1]):
            continue
        if not (is_unclassified(cells[0]) or LINEAGE_START.match(cells[0])):
            raise _no_lineage(content, number)
        if width is not None and any(map(str.strip, cells[width:])):
            raise ragged(content, number, width, len(cells))
        yield number, cells


def _no_lineage(content: Content, number: int) -> UnreadableProfile:
    return UnreadableProfile(
        _("the row does not start with a lineage such as k__Bacteria|p__..."),
        code="no_lineage",
        where=content.where(number, 1),
        hint=_("give the table as MetaPhlAn wrote it"),
    )


def _samples(
    content: Content, columns: Sequence[tuple[int, str | None]], taxid_column: int, width: int | None
) -> list[Sample]:
    entries: list[list[Entry]] = [[] for _column in columns]
    unclassified: list[float | None] = [None for _column in columns]
    for number, cells in _body(content, width):
        outside = is_unclassified(cells[0])
        lineage = () if outside else printed_lineage(split_lineage(cells[0]))
        number_of_taxon = taxid(cells[taxid_column]) if taxid_column else None
        for position, (index, _sample) in enumerate(columns):
            if index >= len(cells):
                raise ragged(content, number, index + 1, len(cells))
            value = abundance(cells[index] or "0", content, number, index + 1)
            if outside:
                unclassified[position] = (unclassified[position] or 0.0) + value
            elif value > 0:
                entries[position].append(Entry(lineage, value, number_of_taxon))
    depth = _reads_processed(content) if len(columns) == 1 else None
    return [
        Sample(sample_id=name, entries=tuple(rows_), counting="inclusive", unclassified=rest, depth=depth)
        for (_index, name), rows_, rest in zip(columns, entries, unclassified, strict=True)
    ]


def _reads_processed(content: Content) -> int | None:
    return next((int(match[1]) for line in content.lines[:10] if (match := _READS.match(line))), None)


def _top_sum(sample: Sample) -> float:
    top = min((len(entry.lineage) for entry in sample.entries), default=0)
    return sum(entry.value for entry in sample.entries if len(entry.lineage) == top)


def _sums_to_one(samples: Sequence[Sample]) -> bool:
    """MetaPhlAn writes percent; a table divided by 100 by hand never passes 1."""
    sums = [_top_sum(sample) + (sample.unclassified or 0.0) for sample in samples]
    return (
        any(sums) and all(value <= _SUM_SLACK for value in sums) and all(abs(v - 1) < 0.01 for v in sums if v)
    )


def _checked(sample: Sample, unit: Unit, content: Content) -> Sample:
    limit = {"percent": 100.0, "share": 1.0}.get(unit)
    if limit is None:
        return sample
    worst = max([*(entry.value for entry in sample.entries), sample.unclassified or 0.0], default=0.0)
    if worst > limit * _SUM_SLACK:
        raise UnreadableProfile(
            _("a share of {value} is above the whole ({limit})"),
            code="above_whole",
            where=content.name,
            hint=_("the table may hold counts: say so with the unit option"),
            value=worst,
            limit=limit,
        )
    repeated = len({entry.lineage for entry in sample.entries}) < len(sample.entries)
    caveats = (Caveat(code="duplicate_names"),) if repeated else ()
    return Sample(
        sample_id=sample.sample_id,
        entries=sample.entries,
        counting="inclusive",
        unclassified=sample.unclassified,
        depth=sample.depth,
        caveats=(*sample.caveats, *caveats),
    )


READER = Reader(format="metaphlan", platform="shotgun", recognises=recognises, read=read)
VERSION_2 = Reader(
    format="metaphlan2",
    platform="shotgun",
    recognises=recognises_version_2,
    read=read,
    by_description_only=True,
)
SYLPH_TAX = Reader(
    format="sylph_tax",
    platform="shotgun",
    recognises=recognises_sylph_tax,
    read=read,
    by_description_only=True,
)
