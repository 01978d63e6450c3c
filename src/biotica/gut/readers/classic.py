"""QIIME 1 and BIOM tables as text: taxonomy as the last column, as row name, or in a file of its own."""

from __future__ import annotations

import re

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node
from biotica.gut.readers.cells import HEAD_LINES, abundance, rows
from biotica.gut.readers.content import Content
from biotica.gut.readers.features import named_sample, unit_of_columns
from biotica.gut.readers.lineage import amplicon_lineage, has_rank_prefix, is_unclassified, split_lineage
from biotica.gut.readers.qza import taxonomy_from_lines
from biotica.gut.readers.table import (
    Choices,
    Entry,
    FeatureTable,
    FeatureTaxonomy,
    Part,
    Reader,
    Sample,
    Table,
)

_HEADER = re.compile(r"^(#\s?OTU ?ID\t|#?Taxon\t(?!Confidence(\t|$)|relative_abundance$))", re.IGNORECASE)
_LINEAGE = re.compile(
    r"^[\"']?((Root|d|sk|k|D_0)(__|;)|(Bacteria|Archaea|Unassigned|Unclassified);)", re.IGNORECASE
)
_TAXONOMY_HEADER = re.compile(
    r"^#?(Feature ID|OTU ?ID)\t(Taxon|Taxonomy|Consensus Lineage)(\t|$)", re.IGNORECASE
)
_TAXONOMY_COLUMNS = frozenset({"taxonomy", "consensus lineage", "consensuslineage", "taxon"})
_AMERICAN_GUT = re.compile(r"^#taxon\trelative_abundance$", re.IGNORECASE)


def _head(content: Content) -> tuple[str, ...]:
    return content.lines[:HEAD_LINES] if content.kind == "text" else ()


def recognises_table(content: Content) -> bool:
    """Whether a header line starts with ``#OTU ID`` above rows that are no lineages."""
    head = _head(content)
    named = any(_HEADER.match(line) and line.lower().lstrip("# ").startswith("otu") for line in head)
    return named and not recognises_taxatable(content) and not recognises_taxonomy(content)


def recognises_taxatable(content: Content) -> bool:
    """Whether rows are named by lineages with ``;`` below a header ``Taxon`` or ``#OTU ID``."""
    head = _head(content)
    header = next((n for n, line in enumerate(head) if _HEADER.match(line)), None)
    if header is None or head[header].rstrip().split("\t")[-1].strip().lower() in _TAXONOMY_COLUMNS:
        return False
    body = [line for line in head[header + 1 :] if line.strip() and not line.startswith("#")]
    return bool(body) and sum(bool(_LINEAGE.match(line)) for line in body) >= 0.5 * len(body)


def recognises_taxonomy(content: Content) -> bool:
    """Whether the file is a ``Feature ID, Taxon`` table."""
    lines = (line for line in _head(content) if line.strip())
    first = next((line for line in lines if not line.startswith(("# ", "##"))), "").rstrip()
    return bool(_TAXONOMY_HEADER.match(first)) and first.count("\t") <= 2


def recognises_american_gut(content: Content) -> bool:
    """Whether the header is ``#taxon relative_abundance``."""
    lines = (line for line in _head(content) if line.strip())
    first = next((line for line in lines if not line.startswith("# ")), "")
    return bool(_AMERICAN_GUT.match(first.strip()))


def read_taxonomy(content: Content, choices: Choices) -> FeatureTaxonomy:
    """Read the names; a table must come with them."""
    return taxonomy_from_lines(content, "features")


def read_table(content: Content, choices: Choices) -> Part:
    """Read counts by feature and sample, named where a column or the ids hold lineages."""
    return _read(content, choices, has_lineages=False)


def read_taxatable(content: Content, choices: Choices) -> Part:
    """Read counts or shares by lineage and sample; every row holds only itself."""
    return _read(content, choices, has_lineages=True)


def _read(content: Content, choices: Choices, *, has_lineages: bool) -> Part:
    number, line = next((n, text) for n, text in enumerate(content.lines, 1) if _HEADER.match(text))
    header = [cell.strip().strip('"') for cell in line.rstrip().split("\t")]
    named = header[-1].lower() in _TAXONOMY_COLUMNS
    names = header[1 : len(header) - int(named)]
    if not names or len(set(names)) < len(names):
        raise _bad_header(content, number)
    values: dict[str, dict[str, float]] = {name: {} for name in names}
    lineages: dict[str, str] = {}
    for row, cells in rows(content, width=len(header), after=number):
        feature = cells[0].strip()
        if feature in lineages:
            feature = f"{feature}#{row}"
        lineages[feature] = cells[-1] if named else cells[0]
        for column, name in enumerate(names, start=1):
            value = abundance(cells[column], content, row, column + 1)
            if value > 0:
                values[name][feature] = value
    return _named(values, lineages, choices, named=named or has_lineages)


def _named(
    values: dict[str, dict[str, float]], lineages: dict[str, str], choices: Choices, *, named: bool
) -> Part:
    if not named and not any(has_rank_prefix(text) for text in lineages.values()):
        return FeatureTable(
            unit=choices.unit or unit_of_columns(values.values()),
            samples=values,
            family="features",
            next_step=_("give the taxonomy of the same analysis as a second file"),
        )
    nodes: dict[str, tuple[Node, ...]] = {
        key: amplicon_lineage(split_lineage(text)) for key, text in lineages.items()
    }
    unassigned = frozenset(key for key, text in lineages.items() if is_unclassified(split_lineage(text)[0]))
    return Table(
        unit=choices.unit or unit_of_columns(values.values()),
        samples=tuple(named_sample(name, row, nodes, unassigned) for name, row in values.items()),
    )


def read_american_gut(content: Content, choices: Choices) -> Table:
    """Read lineages with shares; empty ranks roll up to the rank above."""
    entries = []
    for number, cells in rows(content, width=2):
        value = abundance(cells[1], content, number, 2)
        if value > 1.01:
            raise UnreadableProfile(
                _("a share of {value} is above the whole ({limit})"),
                code="above_whole",
                where=content.where(number, 2),
                hint=_("the column must hold shares between 0 and 1"),
                value=value,
                limit=1,
            )
        entries.append(Entry(amplicon_lineage(split_lineage(cells[0])), value))
    sample = Sample(sample_id=None, entries=tuple(entries), counting="exclusive")
    return Table(unit="share", samples=(sample,))


def _bad_header(content: Content, number: int) -> UnreadableProfile:
    return UnreadableProfile(
        _("the header names no sample, or one sample twice"),
        code="bad_header",
        where=content.where(number),
        hint=_("every column needs its own sample name"),
    )


TABLE = Reader(
    format="qiime1_classic_otu_table", platform="16S", recognises=recognises_table, read=read_table
)
TAXATABLE = Reader(
    format="qiime1_taxatable",
    platform="16S",
    recognises=recognises_taxatable,
    read=read_taxatable,
    by_description_only=True,
)
TAXONOMY = Reader(
    format="feature_taxonomy",
    platform="16S",
    recognises=recognises_taxonomy,
    read=read_taxonomy,
    by_description_only=True,
)
AMERICAN_GUT = Reader(
    format="american_gut",
    platform="16S",
    recognises=recognises_american_gut,
    read=read_american_gut,
    by_description_only=True,
)
