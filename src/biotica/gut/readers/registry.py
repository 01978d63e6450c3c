"""All readers in the order in which they are asked; a new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat
from biotica.gut.readers import (
    biom1,
    biom2,
    bracken,
    cami,
    classic,
    consumer,
    consumer_taxid,
    emu,
    feature_counts,
    ganon,
    generic,
    genomes,
    kaiju,
    krakenuniq,
    kreport,
    manual,
    metaphlan,
    mothur,
    motus,
    mpa_style,
    qza,
    ranked,
    refused,
    singlem,
)
from biotica.gut.readers.content import Content
from biotica.gut.readers.resaved import head_of, with_tabs
from biotica.gut.readers.table import Choices, Part, Reader, Table
from biotica.gut.readers.workbook import is_workbook, read_sheet

REFUSED: tuple[Reader, ...] = (
    refused.OPENDOCUMENT,
    refused.ANNDATA,
    refused.READS,
    refused.HUMANN,
    refused.SINGLEM_OTU,
    refused.GTDBTK,
    refused.LONG_TABLE,
    refused.KRAKEN_OUTPUT,
    refused.KAIJU_OUTPUT,
    refused.ALIGNMENT,
)
"""Recognised, and no profile."""

PROGRAMS: tuple[Reader, ...] = (
    bracken.READER,
    kreport.KRAKEN2,
    kreport.CENTRIFUGE,
    krakenuniq.READER,
    kaiju.READER,
    ganon.READER,
    genomes.KMCP,
    genomes.SYLPH,
    motus.READER,
    cami.READER,
    singlem.READER,
    metaphlan.READER,
    metaphlan.VERSION_2,
    metaphlan.SYLPH_TAX,
    mpa_style.READER,
    mothur.SHARED,
    mothur.TAXONOMY,
    emu.READER,
    classic.TAXONOMY,
    classic.AMERICAN_GUT,
    classic.TABLE,
    classic.TAXATABLE,
)
"""Tab separated reports of programs."""

SHEETS: tuple[Reader, ...] = (
    manual.READER,
    consumer.UBIOME_CSV,
    consumer.CONSUMER,
    consumer_taxid.READER,
    ranked.READER,
    feature_counts.READER,
    generic.READER,
)
"""Tables that come with any separator; the last takes what is left."""

BINARY: tuple[Reader, ...] = (qza.READER, biom2.READER, biom1.READER, consumer.UBIOME)

READERS: tuple[Reader, ...] = (*REFUSED, *BINARY, *PROGRAMS, *SHEETS)

PAIRED = frozenset({
    "qiime2_qza", "biom1_json", "biom2_hdf5", "mothur_shared", "mothur_taxonomy", "feature_taxonomy",
    "qiime1_classic_otu_table", "ranked_table", "feature_table",
})  # fmt: skip
"""Formats that can be half of a pair: a table of features, or the names of its features."""


def reader_for(content: Content) -> Reader:
    """Find the reader that recognises a content; the file's name plays no part.

    A report that a spreadsheet saved with other separators, and a sheet of a workbook, are brought back to
    tab separated text first; the reader that is returned then reads that text.

    Raises
    ------
    UnreadableProfile
        If none does.
    """
    if is_workbook(content):
        sheet = read_sheet(content)
        return _reading(reader_for(sheet.content), lambda: sheet.content, sheet.caveats)
    found = _of_resaved(content) if content.kind == "text" else None
    found = found or _first(READERS, content)
    if found is None:
        raise UnreadableProfile(
            _("this is no format that we know"),
            code="unknown_format",
            where=content.name,
            hint=_(
                "give a MetaPhlAn, Kraken, Bracken or QIIME 2 profile, "
                "or a CSV with a name and a number per row"
            ),
        )
    return found


def _first(readers: Iterable[Reader], content: Content) -> Reader | None:
    return next((reader for reader in readers if reader.recognises(content)), None)


def _of_resaved(content: Content) -> Reader | None:
    try:
        head = with_tabs(head_of(content))
    except UnreadableProfile:
        return None
    reader = _first((*REFUSED, *PROGRAMS), head) if head is not None else None
    return None if reader is None else _reading(reader, lambda: with_tabs(content) or content)


def _reading(reader: Reader, text: Callable[[], Content], caveats: tuple[Caveat, ...] = ()) -> Reader:
    """Give the same reader, reading another text than the one it is handed."""

    def read(_content: Content, choices: Choices) -> Part:
        part = reader.read(text(), choices)
        if not caveats or not isinstance(part, Table):
            return part
        samples = tuple(replace(sample, caveats=(*sample.caveats, *caveats)) for sample in part.samples)
        return replace(part, samples=samples)

    return replace(reader, read=read)
