"""What a file names, what we know of it, and what stays visible."""

from __future__ import annotations

import pytest

from biotica.errors import BadRow
from biotica.gut.mapped import naming
from biotica.gut.profile import Node, Profile, TaxonShare
from biotica.knowledge.names import default_names
from biotica.knowledge.records import Genus
from biotica.knowledge.tsv import rows_of


def row(name: str, rank: str, share: float, *lineage: tuple[str, str]) -> TaxonShare:
    nodes = tuple(Node(rank=level, name=above) for level, above in lineage)
    return TaxonShare(name=name, rank=rank, share=share, rest_share=share, lineage=nodes)


def profile(*taxa: TaxonShare) -> Profile:
    return Profile(
        sample_id=None,
        source_name="x",
        format="t",
        by_description_only=False,
        unit="share",
        platform="16S",
        taxa=taxa,
    )


SAMPLE = profile(
    row("CAG-83", "genus", 0.3, ("domain", "Bacteria")),
    row("Lachnospiraceae", "genus", 0.2, ("domain", "Bacteria")),
    row("Bacillus", "genus", 0.1, ("domain", "Eukaryota"), ("kingdom", "Metazoa")),
    row("Nobodyella", "genus", 0.1),
    row("Clostridia", "class", 0.3),
)


def test_only_what_names_a_genus_can_be_mapped() -> None:
    known = naming(SAMPLE, default_names())
    assert known.named_share == pytest.approx(0.5)
    assert known.mapped_share == pytest.approx(0.3)


def test_every_unmapped_name_keeps_its_share() -> None:
    rest = naming(SAMPLE, default_names()).unmapped
    assert [(item.name, item.share) for item in rest] == [
        ("Clostridia", 0.3),
        ("Lachnospiraceae", 0.2),
        ("Bacillus", 0.1),
        ("Nobodyella", 0.1),
    ]


def test_mapped_and_unmapped_shares_are_the_whole() -> None:
    known = naming(SAMPLE, default_names())
    assert known.mapped_share + sum(item.share for item in known.unmapped) == pytest.approx(1)


def test_a_genome_counts_by_the_genus_of_its_lineage() -> None:
    genome = profile(row("GCA_1", "genome", 1.0, ("domain", "Bacteria"), ("genus", "Blautia_A")))
    assert naming(genome, default_names()).mapped_share == pytest.approx(1.0)


def test_old_names_are_counted_and_host_dna_is_no_unmapped_name() -> None:
    mixed = profile(
        row("Bacteroides vulgatus", "species", 0.5),
        row("Blautia obeum", "species", 0.3),
        row("Homo sapiens", "species", 0.2),
    )
    known = naming(mixed, default_names())
    assert known.old_names == 1
    assert known.unmapped == ()
    assert known.mapped_share == pytest.approx(0.8)


@pytest.mark.parametrize("name", ["Lachnospiraceae", "Clostridiales"])
def test_a_family_or_an_order_cannot_be_listed_as_a_genus(name: str) -> None:
    with pytest.raises(BadRow, match="no genus"):
        rows_of(f"taxon\tkind\twhere\n{name}\tgtdb\tx", Genus, name="genera.tsv")
