"""Names resolve by table, never by likeness; what is not known stays visible."""

from __future__ import annotations

import pytest

from biotica.knowledge.names import NameTable, clean_name, default_names


@pytest.mark.parametrize(
    ("printed", "accepted", "how"),
    [
        ("s__Bacteroides_vulgatus", "Phocaeicola vulgatus", "synonym"),
        ("Phocaeicola vulgatus", "Phocaeicola vulgatus", "exact"),
        ("Eubacterium rectale", "Agathobacter rectalis", "synonym"),
        ("Lactobacillus casei", "Lacticaseibacillus casei", "synonym"),
        ("Lactobacillus acidophilus", "Lactobacillus acidophilus", "exact"),
        ("Prevotella copri", "Segatella copri", "synonym"),
        ("Faecalibacterium prausnitzii_C", "Faecalibacterium prausnitzii", "exact"),
        ("Bacteroides_H", "Bacteroides", "one_to_many"),
        ("g__Escherichia-Shigella", "Escherichia", "synonym"),
        ('Bacteroides uniformis"', "Bacteroides uniformis", "exact"),
    ],
)
def test_a_known_name_resolves_to_its_accepted_name(printed: str, accepted: str, how: str) -> None:
    resolution = default_names().resolve(printed)
    assert (resolution.name, resolution.how) == (accepted, how)
    assert resolution.printed == printed


@pytest.mark.parametrize(
    "trap",
    [
        "Bacteroides vulgatu",
        "Fecalibacterium prausnitzii",
        "Lactobacillus acidophillus",
        "Bifidobacterium longun",
        "blautia obeum",
        "Escherichia colli",
        "Akkermansia mucinophila",
    ],
)
def test_a_misspelt_species_is_never_merged_with_a_likely_one(trap: str) -> None:
    resolution = default_names().resolve(trap, rank="species")
    assert resolution.how in {"genus", "unmapped"}
    assert resolution.name == trap


def test_genera_that_were_split_are_sets() -> None:
    lactobacillus = default_names().resolve("Lactobacillus", rank="genus")
    assert lactobacillus.how == "one_to_many"
    assert len(lactobacillus.candidates) >= 20
    assert {"Lactobacillus", "Lacticaseibacillus", "Limosilactobacillus"} <= lactobacillus.candidates


def test_a_bracketed_genus_is_not_the_plain_one() -> None:
    names = default_names()
    bracketed, plain = (
        names.resolve("[Ruminococcus]", rank="genus"),
        names.resolve("Ruminococcus", rank="genus"),
    )
    assert bracketed.name != plain.name
    assert plain.name == "Ruminococcus"


def test_a_taxid_is_believed_before_the_name() -> None:
    assert default_names().resolve("whatever", ncbi_taxid=853).name == "Faecalibacterium prausnitzii"
    assert default_names().resolve("whatever", ncbi_taxid=821).name == "Phocaeicola vulgatus"


def test_an_unknown_species_of_a_known_genus_in_its_lineage_is_mapped_by_it() -> None:
    resolution = default_names().resolve(
        "CAG-81 sp900066785", rank="species", lineage=[("genus", "Blautia_A")]
    )
    assert resolution.how == "lineage"
    assert resolution.name == "CAG-81 sp900066785"


def test_an_unknown_name_is_unmapped_and_keeps_its_name() -> None:
    resolution = default_names().resolve("GGB25847_SGB37835", rank="species")
    assert not resolution.is_mapped
    assert resolution.name == "GGB25847 SGB37835"


def test_doubtful_synonyms_are_not_followed() -> None:
    row = {"old": "Aus bus", "new": "Cus dus", "rank": "species", "confidence": "unsure"}
    assert NameTable({}, [row]).resolve("Aus bus").how == "unmapped"
    assert NameTable({}, [row | {"confidence": "sure"}]).resolve("Aus bus").name == "Cus dus"


def test_a_circle_of_renames_ends() -> None:
    rows = [
        {"old": "Aus bus", "new": "Cus dus", "rank": "species", "confidence": "sure"},
        {"old": "Cus dus", "new": "Aus bus", "rank": "species", "confidence": "sure"},
    ]
    assert NameTable({}, rows).accepted_name("Aus bus") in {"Aus bus", "Cus dus"}


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("g__Ruminococcus_E", "Ruminococcus"),
        ("s__Bacillus_A cereus_AB", "Bacillus cereus"),
        ("Clostridium_sp_AF20_17LB", "Clostridium sp AF20 17LB"),
        ("Lachnospiraceae_bacterium_A4", "Lachnospiraceae bacterium A4"),
        ("[Eubacterium]_siraeum", "[Eubacterium] siraeum"),
    ],
)
def test_only_gtdb_suffixes_are_stripped(printed: str, cleaned: str) -> None:
    assert clean_name(printed) == cleaned


def test_genera_split_off_count_as_the_wide_genus_of_16s_tables() -> None:
    names = default_names()
    wide = {
        genus: names.broad_genus(genus)
        for genus in ("Segatella", "Phocaeicola", "Limosilactobacillus", "Blautia")
    }
    assert wide == {
        "Segatella": "Prevotella",
        "Phocaeicola": "Bacteroides",
        "Limosilactobacillus": "Lactobacillus",
        "Blautia": "Blautia",
    }
