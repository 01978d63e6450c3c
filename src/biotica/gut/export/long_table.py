"""The long table behind CSV and Parquet: one row per sample and taxon, all ranks mixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biotica.gut.export.facts import Catalogue, Distinct, SampleFacts, sample_facts
from biotica.gut.profile import Profile

TAXON_COLUMNS = (
    "taxon",
    "rank",
    "ncbi_taxid",
    "lineage",
    "accepted_name",
    "candidates",
    "how",
    "not_microbe",
)
NUMBER_COLUMNS = ("share", "rest_share", "count")
SAMPLE_COLUMNS = (
    "source",
    "format",
    "unit",
    "platform",
    "database",
    "depth",
    "classified_share",
    "warnings",
)
VERSION_COLUMNS = ("code_version", "knowledge_version")
COLUMNS = ("sample", *TAXON_COLUMNS, *NUMBER_COLUMNS, *SAMPLE_COLUMNS, *VERSION_COLUMNS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """The rows of one sample.

    Attributes
    ----------
    sample : SampleFacts
        Its facts.
    taxa : list of (int or None), one per row
        Number in the catalogue; a sample without any taxon has one row with None.
    shares, rest_shares, counts : list of (float or None), one per row
        As in `biotica.gut.profile.TaxonShare`.
    """

    sample: SampleFacts
    taxa: list[int | None]
    shares: list[float | None]
    rest_shares: list[float | None]
    counts: list[float | None]


def blocks(profiles: Iterable[Profile], catalogue: Catalogue) -> Iterator[Block]:
    """Give the rows sample by sample; the catalogue grows with the taxa met."""
    labels = Distinct()
    for profile in profiles:
        facts = sample_facts(profile, labels)
        if not profile.taxa:
            yield Block(sample=facts, taxa=[None], shares=[None], rest_shares=[None], counts=[None])
            continue
        yield Block(
            sample=facts,
            taxa=[*catalogue.numbers(profile.taxa)],
            shares=[taxon.share for taxon in profile.taxa],
            rest_shares=[taxon.rest_share for taxon in profile.taxa],
            counts=[taxon.reads for taxon in profile.taxa],
        )
