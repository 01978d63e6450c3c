"""MetaPhlAn 2, 3 and 4: one sample, or several merged; and sylph-tax, which writes the same shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Unit
from biotica.gut.readers.cells import abundance, ragged, rows, taxid
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import is_unclassified, printed_lineage, split_lineage
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

_LINEAGE_START = re.compile(r"^(k|d|sk)__[^\t;]*(\t|$)")
_READS = re.compile(r"^#\s*(\d{1,15}) reads processed")
_TAXID_COLUMNS = frozenset({"NCBI_tax_id", "clade_taxid"})
_SHARE_COLUMNS = ("relative_abundance", "sequence_abundance")
_SUM_SLACK = 1.01


def recognises(content: Content) -> bool:
    """Whether rows start with ``k__Bacteria|...`` or the header names clades."""
    if content.kind != "text":
        return False
    head = content.lines[:40]
    if any(re.match(r"^#?(clade_name|ID)\t", line) for line in head):
        return any(_LINEAGE_START.match(line) or is_unclassified(line.split("\t")[0]) for line in head)
    if any(line.startswith(("#mpa_", "#SampleID\tMetaphlan")) for line in head[:5]):
        return True
    body = [line for line in head if line and not line.startswith("#")]
    bare = all(_LINEAGE_START.match(line) and line.count("\t") == 1 for line in body)
    return bare and any("|" in line for line in content.lines[:200])


def read(content: Content, choices: Choices) -> Table:
    """Read all samples; the numbers are percent of all reads, or of the classified part."""
    header, columns = _columns(content)
    width = max([len(header), *(index + 1 for index, _sample in columns)]) if columns else 2
    samples = _samples(content, columns, 1 if "NCBI_tax_id" in header[1:2] else 0, width)
    unit: Unit = choices.unit or ("share" if _sums_to_one(samples) else "percent")
    return Table(
        unit=unit, samples=tuple(_checked(s, unit, content) for s in samples), database=_database(content)
    )


def _columns(content: Content) -> tuple[list[str], list[tuple[int, str | None]]]:
    header = _header(content)
    if header is None:
        return [], [(1, _sample_in_comment(content))]
    names = [name.strip() for name in header]
    if "relative_abundance" in names:
        return names, [(names.index("relative_abundance"), _sample_in_comment(content))]
    first = 2 if names[1:2] and names[1] in _TAXID_COLUMNS else 1
    return names, [(index, _plain(name)) for index, name in enumerate(names) if index >= first]


def _header(content: Content) -> list[str] | None:
    for line in content.lines[:40]:
        if re.match(r"^#?(clade_name|ID)(\t|$)", line):
            return line.lstrip("#").split("\t")
    return None


def _sample_in_comment(content: Content) -> str | None:
    for line in content.lines[:10]:
        cells = line.split("\t")
        if line.startswith("#SampleID\t") and cells[1] != "Metaphlan_Analysis":
            return _plain(cells[1])
        if line.startswith("#") and cells[1:] == ["Metaphlan_Analysis"] and cells[0] != "#SampleID":
            return _plain(cells[0][1:])
    return None


def _plain(name: str) -> str | None:
    return name.strip().strip('"') or None


def _database(content: Content) -> str | None:
    for line in content.lines[:10]:
        for cell in line.lstrip("#").split("\t"):
            if cell.startswith("mpa_"):
                return cell.strip()[:80]
            if cell.startswith("Taxonomies_used:"):
                return cell.split(":", 1)[1].strip()[:80]
    return None


def _body(content: Content, width: int) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows(content, at_least=2):
        if cells[0] in {"clade_name", "ID"} or (cells[0] == "SampleID" and number < 10):
            continue
        if len(cells) > max(width, 2) or not (is_unclassified(cells[0]) or _LINEAGE_START.match(cells[0])):
            raise (
                ragged(content, number, width, len(cells))
                if len(cells) > width
                else _no_lineage(content, number)
            )
        yield number, cells


def _no_lineage(content: Content, number: int) -> UnreadableProfile:
    return UnreadableProfile(
        _("the row does not start with a lineage such as k__Bacteria|p__..."),
        code="no_lineage",
        where=content.where(number, 1),
        hint=_("give the table as MetaPhlAn wrote it"),
    )


def _samples(
    content: Content, columns: Sequence[tuple[int, str | None]], taxid_column: int, width: int
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
