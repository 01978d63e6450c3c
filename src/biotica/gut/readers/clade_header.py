"""The head of a table of clades: which program wrote it, where its columns stand, whose sample it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from biotica.gut.readers.cells import HEAD_LINES
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import is_unclassified

Program = Literal["metaphlan", "metaphlan2", "sylph_tax"]

TAXID_COLUMNS = frozenset({"NCBI_tax_id", "clade_taxid"})
LINEAGE_START = re.compile(r"^(k|d|sk)__[^\t;]*(\t|$)")
_CLADES = re.compile(r"^#?clade_name(\t|$)", re.IGNORECASE)
_MERGED = re.compile(r"^(ID|#?SampleID)\t")
_OWN_ID = re.compile(r"^#([^\t]+)\t([^\t]+)$")
_NO_ID = re.compile(r"^Metaphlan\d?_Analysis$")
_TAXID_ROW = re.compile(r"^[^\t]+\t(-1|[\d|]+)\t\d+(\.\d+)?(\t|$)")
_TAXID_PATH = re.compile(r"^[^\t]*\|[^\t]*\t\d*\|[\d|]*\t")
_FRACTION = re.compile(r"\t\d+\.\d+(e-?\d+)?\s*$")


def program_of(content: Content) -> Program | None:
    """Which program wrote a table of clades; None where it is none.

    MetaPhlAn 3 and 4 name their database or their columns; MetaPhlAn 2 has no taxids and heads a merged table
    with ``ID``; sylph-tax has columns of its own, and lineages of a merged table that start with ``d__``.
    """
    if content.kind != "text":
        return None
    head = content.lines[:HEAD_LINES]
    header, body = _header_line(head), _body(head)
    if any(line.startswith("#mpa_") for line in head[:5]):
        return "metaphlan"
    if header is not None and _CLADES.match(header):
        return _of_named_clades(header, head, body)
    if not all(_is_clade(line) for line in body):
        return None
    if header is not None and header.split("\t")[1] in TAXID_COLUMNS:
        return "metaphlan"
    if any(line.startswith("#SampleID\tMetaphlan") for line in head[:5]):
        return "metaphlan2"
    return _of_bare_rows(header, body) if any("|" in line for line in content.lines[:200]) else None


def _of_named_clades(header: str, head: Sequence[str], body: Sequence[str]) -> Program | None:
    if "sequence_abundance" in header.split("\t") or any("Taxonomies_used:" in line for line in head[:5]):
        return "sylph_tax"
    lineages = [line for line in body if LINEAGE_START.match(line)]
    if lineages and not header.startswith("#") and all(line.startswith("d__") for line in lineages):
        return "sylph_tax"
    if lineages or TAXID_COLUMNS & {*header.split("\t")}:
        return "metaphlan"
    return "metaphlan" if any(is_unclassified(line.split("\t")[0]) for line in body) else None


def _of_bare_rows(header: str | None, body: Sequence[str]) -> Program | None:
    if not body or not any(LINEAGE_START.match(line) for line in body):
        return None
    if _has_taxids(body):
        return "metaphlan"
    is_pair = all(line.rstrip().count("\t") == 1 for line in body)
    has_fraction = any(_FRACTION.search(line) for line in body)
    return "metaphlan2" if header is not None or (is_pair and has_fraction) else None


def _has_taxids(body: Sequence[str]) -> bool:
    """Whether the second cells are paths of taxids, as long as the lineages before them."""
    return any(_TAXID_PATH.match(line) for line in body) and all(_TAXID_ROW.match(line) for line in body)


def _is_clade(line: str) -> bool:
    return bool(LINEAGE_START.match(line)) or is_unclassified(line.split("\t")[0])


def is_header(line: str) -> bool:
    """Whether a line names the columns."""
    return bool(_CLADES.match(line) or _MERGED.match(line))


def _body(head: Sequence[str]) -> list[str]:
    return [line for line in head if line.strip() and not line.startswith("#") and not is_header(line)]


def _header_line(head: Sequence[str]) -> str | None:
    clades = [line for line in head if _CLADES.match(line)]
    merged = [line for line in head if _MERGED.match(line)]
    listed = [line for line in merged if line.startswith("ID\t")]
    wide = [line for line in merged if line.rstrip().count("\t") > 1 and "Taxonomies_used:" not in line]
    single = [line for line in merged if "Taxonomies_used:" not in line]
    return next(iter([*clades, *listed, *wide, *single]), None)


def columns_of(content: Content) -> tuple[int, list[tuple[int, str | None]], int | None]:
    """Index of the taxids (0: none), index and sample id of each column of values, and the header's width."""
    head = content.lines[:HEAD_LINES]
    header = _header_line(head)
    if header is None or header.startswith(("#SampleID", "SampleID")):
        return _unnamed_columns(header, head)
    names = header.lstrip("#").rstrip().split("\t")
    taxids = 1 if TAXID_COLUMNS & {*names[1:2]} else 0
    if "relative_abundance" in names:
        return taxids, [(names.index("relative_abundance"), sample_in_comment(content))], len(names)
    return taxids, [(i, plain(name)) for i, name in enumerate(names) if i > taxids], len(names)


def _unnamed_columns(
    header: str | None, head: Sequence[str]
) -> tuple[int, list[tuple[int, str | None]], int | None]:
    body = _body(head)
    if _has_taxids(body):
        return 1, [(2, None)], None
    names = header.rstrip().split("\t")[1:] if header is not None else [""]
    columns = [(i, None if _NO_ID.match(name) else plain(name)) for i, name in enumerate(names, start=1)]
    return 0, columns, len(columns) + 1


def sample_in_comment(content: Content) -> str | None:
    """Give the sample id of a profile's comment lines, None where they have none of their own."""
    for line in content.lines[:10]:
        cells = line.rstrip().split("\t")
        if cells[0] == "#SampleID" and len(cells) > 2:
            return plain(cells[1])
        match = _OWN_ID.match(line.rstrip())
        if match is None or _CLADES.match(line) or match[1].startswith("mpa_"):
            continue
        if not _NO_ID.match(match[2]):
            return plain(match[2])
        if match[1] != "SampleID":
            return plain(match[1])
    return None


def plain(name: str) -> str | None:
    """Strip blanks and quotes from a name; None where nothing is left."""
    return name.strip().strip('"') or None


def database_of(content: Content) -> str | None:
    """Give the database or taxonomy that the first lines name."""
    for line in content.lines[:10]:
        for cell in line.lstrip("#").split("\t"):
            if cell.startswith("mpa_"):
                return cell.strip()[:80]
            if cell.startswith("Taxonomies_used:"):
                return cell.split(":", 1)[1].strip()[:80]
    return None
