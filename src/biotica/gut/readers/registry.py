"""All readers in the order in which they are asked; a new format is one file and one line here."""

from __future__ import annotations

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers import (
    biom1,
    biom2,
    bracken,
    cami,
    classic,
    consumer,
    emu,
    ganon,
    generic,
    genomes,
    kaiju,
    krakenuniq,
    kreport,
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
from biotica.gut.readers.table import Reader

READERS: tuple[Reader, ...] = (
    qza.READER,
    biom2.READER,
    refused.READS,
    refused.HUMANN,
    refused.SINGLEM_OTU,
    refused.GTDBTK,
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
    biom1.READER,
    consumer.UBIOME,
    consumer.CONSUMER,
    ranked.RANKED,
    ranked.FEATURES,
    generic.READER,
)


def reader_for(content: Content) -> Reader:
    """Find the first reader that recognises a content; the file's name plays no part.

    Raises
    ------
    UnreadableProfile
        If none does.
    """
    for reader in READERS:
        if reader.recognises(content):
            return reader
    raise UnreadableProfile(
        _("this is no format that we know"),
        code="unknown_format",
        where=content.name,
        hint=_(
            "give a MetaPhlAn, Kraken, Bracken or QIIME 2 profile, or a CSV with a name and a number per row"
        ),
    )
