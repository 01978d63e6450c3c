from __future__ import annotations

import pytest

from biotica.label.label import Label
from biotica.label.mentions import mentions
from biotica.label.printed import printed
from biotica.label.read import read_label


def found(text: str) -> list[tuple[str, str | None]]:
    return [(one.current, one.strain) for one in mentions(printed(text))]


def label(text: str) -> Label:
    return read_label(f"Food supplement. {text} Take 1 capsule daily.")[0]


@pytest.mark.parametrize(
    ("printed_name", "current"),
    [
        ("Lactobacillus rhamnosus", "Lacticaseibacillus rhamnosus"),
        ("Lactobacillus plantarum", "Lactiplantibacillus plantarum"),
        ("Lactobacillus reuteri", "Limosilactobacillus reuteri"),
        ("Lactobacillus brevis", "Levilactobacillus brevis"),
        ("Lactobacillus acidophilus", "Lactobacillus acidophilus"),
        ("Bacillus coagulans", "Heyndrickxia coagulans"),
        ("Bifidobacterium lactis", "Bifidobacterium animalis subsp. lactis"),
        ("Saccharomyces boulardii", "Saccharomyces cerevisiae var. boulardii"),
    ],
)
def test_old_name_is_read_as_that_of_today(printed_name: str, current: str) -> None:
    assert found(printed_name) == [(current, None)]


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("L. casei", "Lacticaseibacillus casei"),
        ("Lb. casei", "Lacticaseibacillus casei"),
        ("Lactobac. brevis", "Levilactobacillus brevis"),
        ("Bif. longum", "Bifidobacterium longum"),
        ("S. thermophilus", "Streptococcus thermophilus"),
        ("E. coli", "Escherichia coli"),
    ],
)
def test_shortened_genus_is_read_with_its_epithet(text: str, current: str) -> None:
    assert found(text) == [(current, None)]


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("Lactobaci11us acidophilus", "Lactobacillus acidophilus"),
        ("Lactobacilus gasseri", "Lactobacillus gasseri"),
        ("LACTOBACILLUS GASSERI", "Lactobacillus gasseri"),
        ("Lacto-\nbacillus gasseri", "Lactobacillus gasseri"),
    ],
)
def test_spoilt_letters_do_not_hide_a_name(text: str, current: str) -> None:
    assert found(text) == [(current, None)]


@pytest.mark.parametrize(
    ("text", "strain"),
    [
        ("Lactobacillus rhamnosus GG", "GG"),
        ("L. casei Shirota", "Shirota"),
        ("Lactobacillus plantarum 299v (DSM 9843)", "299v"),
        ("Lactobacillus plantarum DSM9843", "DSM9843"),
        ("Lactobacillus reuteri DSM 17938", "DSM 17938"),
        ("Lactobacillus reuteri ATCC PTA 6475", "ATCC PTA 6475"),
        ("Saccharomyces boulardii CNCM I-745", "CNCM I-745"),
        ("Bacillus coagulans GBI-30 6086", "GBI-30 6086"),
        ("Bifidobacterium lactis stam HN019", "HN019"),
        ("E. coli Nissle 1917", "Nissle 1917"),
    ],
)
def test_code_or_collection_number_after_a_name_is_its_strain(text: str, strain: str) -> None:
    assert [code for _current, code in found(text)] == [strain]


@pytest.mark.parametrize(
    "amount", ["10 miljard", "500 mg", "1 x 10^9 KVE", "10B CFU", "2 capsules", "100 %", "20 jaar", "KVE"]
)
def test_an_amount_is_no_strain(amount: str) -> None:
    assert found(f"Lactobacillus casei {amount}") == [("Lacticaseibacillus casei", None)]


def test_subspecies_stays_in_the_name() -> None:
    text = "Bifidobacterium animalis subsp. lactis BB-12"
    assert found(text) == [("Bifidobacterium animalis subsp. lactis", "BB-12")]


def test_codes_listed_for_one_species_are_strains_of_it() -> None:
    text = "Bacillus clausii stammen O/C, N/R, SIN en T"
    assert found(text) == [("Shouchella clausii", code) for code in ("O/C", "N/R", "SIN", "T")]


def test_epithets_that_share_a_genus_are_species_of_it() -> None:
    names = [current for current, _code in found("Lactobacillus acidophilus, rhamnosus en casei")]
    assert names == ["Lactobacillus acidophilus", "Lacticaseibacillus rhamnosus", "Lacticaseibacillus casei"]


def test_an_organism_named_twice_is_one() -> None:
    text = "L. rhamnosus. Lactobacillus rhamnosus GG (voorheen: Lactobacillus rhamnosus)"
    assert found(text) == [("Lacticaseibacillus rhamnosus", "GG")]


@pytest.mark.parametrize(
    "text", ["fights Candida albicans ", "tegen Escherichia coli ", "melkzuurbacteriën", "Lactobacillus"]
)
def test_what_is_fought_or_no_species_is_no_organism(text: str) -> None:
    assert found(text) == []


def test_name_before_2020_and_misnomer_are_marked() -> None:
    assert "old_name:Lactobacillus casei" in label("Lactobacillus casei 1 billion CFU.").marks
    assert "misnomer:Lactobacillus sporogenes" in label("Lactobacillus sporogenes 1 billion CFU.").marks
    assert not any(mark.startswith("old_name") for mark in label("L. casei 1 billion CFU.").marks)
