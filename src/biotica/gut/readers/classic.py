"""QIIME 1 and BIOM tables as text, taxonomy as the last column or as row name; taxonomy tables alone."""

from __future__ import annotations

import re

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node
from biotica.gut.readers.cells import abundance, ragged, rows
from biotica.gut.readers.content import Content
from biotica.gut.readers.features import named_sample
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

_HEADER = re.compile(r"^#\s?OTU ?ID\t", re.IGNORECASE)
_TAXONOMY_HEADER = re.compile(
    r"^#?(Feature ID|OTU ?ID)\t(Taxon|Taxonomy|Consensus Lineage)(\t|$)", re.IGNORECASE
)
_TAXONOMY_COLUMNS = frozenset({"taxonomy", "consensus lineage", "consensuslineage", "taxon"})
_AMERICAN_GUT = re.compile(r"^#taxon\trelative_abundance$", re.IGNORECASE)


def _head(content: Content) -> tuple[str, ...]:
    return content.lines[:5] if content.kind == "text" else ()


def recognises_table(content: Content) -> bool:
    """Whether a header line starts with ``#OTU ID``."""
    return any(_HEADER.match(line) for line in _head(content)) and not recognises_taxonomy(content)


def recognises_taxonomy(content: Content) -> bool:
    """Whether the file is a ``Feature ID, Taxon`` table."""
    head = _head(content)
    return bool(head) and bool(_TAXONOMY_HEADER.match(head[0])) and head[0].count("\t") <= 2


def recognises_american_gut(content: Content) -> bool:
    """Whether the header is ``#taxon relative_abundance``."""
    head = _head(content)
    return bool(head) and bool(_AMERICAN_GUT.match(head[0].strip()))


def read_taxonomy(content: Content, choices: Choices) -> FeatureTaxonomy:
    """Read the names; a table must come with them."""
    return taxonomy_from_lines(content, "features")


def read_table(content: Content, choices: Choices) -> Part:
    """Read counts by feature and sample, named where a column or the ids hold lineages."""
    number, line = next((n, text) for n, text in enumerate(content.lines, 1) if _HEADER.match(text))
    header = [cell.strip() for cell in line.split("\t")]
    named = header[-1].lower() in _TAXONOMY_COLUMNS
    names = header[1 : len(header) - int(named)]
    if not names or len(set(names)) < len(names):
        raise _bad_header(content, number)
    values: dict[str, dict[str, float]] = {name: {} for name in names}
    lineages: dict[str, str] = {}
    for row, cells in rows(content):
        if len(cells) != len(header):
            raise ragged(content, row, len(header), len(cells))
        feature = cells[0].strip()
        if feature in lineages:
            feature = f"{feature}#{row}"
        lineages[feature] = cells[-1] if named else cells[0]
        for column, name in enumerate(names, start=1):
            values[name][feature] = abundance(cells[column], content, row, column + 1)
    return _named(values, lineages, choices, named=named)


def _named(
    values: dict[str, dict[str, float]], lineages: dict[str, str], choices: Choices, *, named: bool
) -> Part:
    if not named and not any(has_rank_prefix(text) for text in lineages.values()):
        return FeatureTable(
            unit=choices.unit or "counts",
            samples=values,
            family="features",
            next_step=_("give the taxonomy of the same analysis as a second file"),
        )
    nodes: dict[str, tuple[Node, ...]] = {
        key: amplicon_lineage(split_lineage(text)) for key, text in lineages.items()
    }
    unassigned = frozenset(key for key, text in lineages.items() if is_unclassified(text))
    whole_numbers = all(value == int(value) for row in values.values() for value in row.values())
    return Table(
        unit=choices.unit or ("counts" if whole_numbers else "share"),
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
TAXONOMY = Reader(
    format="feature_taxonomy", platform="16S", recognises=recognises_taxonomy, read=read_taxonomy
)
AMERICAN_GUT = Reader(
    format="american_gut",
    platform="16S",
    recognises=recognises_american_gut,
    read=read_american_gut,
    by_description_only=True,
)
