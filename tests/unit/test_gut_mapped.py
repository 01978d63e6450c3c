"""What a file names, what we know of it, and what stays visible."""

from __future__ import annotations

import pytest

from biotica.errors import BadRow
from biotica.gut.mapped import mapped_share, named_share, unmapped
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
    names = default_names()
    assert named_share(SAMPLE, names) == pytest.approx(0.5)
    assert mapped_share(SAMPLE, names) == pytest.approx(0.3)


def test_every_unmapped_name_keeps_its_share() -> None:
    rest = unmapped(SAMPLE, default_names())
    assert [(item.name, item.share) for item in rest] == [
        ("Clostridia", 0.3),
        ("Lachnospiraceae", 0.2),
        ("Bacillus", 0.1),
        ("Nobodyella", 0.1),
    ]


def test_mapped_and_unmapped_shares_are_the_whole() -> None:
    names = default_names()
    assert mapped_share(SAMPLE, names) + sum(i.share for i in unmapped(SAMPLE, names)) == pytest.approx(1)


def test_a_genome_counts_by_the_genus_of_its_lineage() -> None:
    genome = profile(row("GCA_1", "genome", 1.0, ("domain", "Bacteria"), ("genus", "Blautia_A")))
    assert mapped_share(genome, default_names()) == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["Lachnospiraceae", "Clostridiales"])
def test_a_family_or_an_order_cannot_be_listed_as_a_genus(name: str) -> None:
    with pytest.raises(BadRow, match="no genus"):
        rows_of(f"taxon\tkind\twhere\n{name}\tgtdb\tx", Genus, name="genera.tsv")
