"""Names resolve by table, never by likeness; what is not known stays visible."""

from __future__ import annotations

import csv
import time
import timeit
from importlib.resources import files

import pytest

from biotica.knowledge.names import NameTable, default_names
from biotica.knowledge.printed_names import clean_name


@pytest.mark.parametrize(
    ("printed", "accepted", "how"),
    [
        ("s__Bacteroides_vulgatus", "Phocaeicola vulgatus", "synonym"),
        ("Phocaeicola vulgatus", "Phocaeicola vulgatus", "exact"),
        ("Eubacterium rectale", "Agathobacter rectalis", "synonym"),
        ("Lactobacillus casei", "Lacticaseibacillus casei", "synonym"),
        ("Lactobacillus acidophilus", "Lactobacillus acidophilus", "exact"),
        ("Prevotella copri", "Segatella copri", "synonym"),
        ("Faecalibacterium prausnitzii_C", "Faecalibacterium prausnitzii", "gtdb_suffix"),
        ("Bacteroides_H", "Bacteroides", "gtdb_suffix"),
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


def genera() -> list[dict[str, str]]:
    text = (files("biotica") / "data" / "genera.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_listed_genus_is_itself_a_synonym_or_a_set() -> None:
    names = default_names()
    wrong = []
    for row in genera():
        found = names.resolve(row["taxon"], rank="genus")
        verbatim = found.name == row["taxon"].replace("_", " ") and found.how in {"exact", "one_to_many"}
        if not verbatim and found.how != "synonym":
            wrong.append(row["taxon"])
    assert wrong == []
    assert len(genera()) > 2000


def test_placeholders_are_never_another_genus() -> None:
    names = default_names()
    labels = [row["taxon"] for row in genera() if row["kind"] == "gtdb" and not row["taxon"].isalpha()]
    assert len(labels) > 500
    assert {name for name in labels if names.resolve(name, rank="genus").name != name} == set()


def test_a_label_says_whose_name_it_is() -> None:
    names = default_names()
    asked = (
        "CAG-83",
        "SMB53",
        "cc_115",
        "Christensenellaceae R-7 group",
        "Megamonas",
        "Mucor",
        "Akkermansia",
    )
    assert [names.kind_of(name) for name in asked] == [
        "gtdb",
        "greengenes",
        "greengenes",
        "silva",
        "ncbi",
        "unite",
        "",
    ]


@pytest.mark.parametrize(
    ("printed", "rank", "says"),
    [
        ("Lachnospiraceae", "genus", False),
        ("Lachnospiraceae_bacterium_1_1_57FAA", "species", False),
        ("Peptostreptococcaceae_noname_unclassified", "species", False),
        ("Lachnospiraceae NK4A136 group", "genus", True),
        ("Lachnospiraceae bacterium 5_1_63FAA", "species", False),
        ("butyrate-producing bacterium A1-86", "species", False),
        ("p-75-a5", "genus", True),
        ("wb1_P06", "genus", True),
        ("Nobodyella", "genus", True),
    ],
)
def test_a_family_in_the_place_of_a_genus_names_none(printed: str, rank: str, says: bool) -> None:
    assert default_names().names_a_genus(printed, rank=rank) is says


def test_a_million_repeated_questions_take_seconds() -> None:
    names = default_names()
    lineage = (("genus", "Blautia"), ("family", "Lachnospiraceae"), ("domain", "Bacteria"))
    begun = time.perf_counter()
    for _again in range(1_000_000):
        names.resolve("Blautia obeum", rank="species", lineage=lineage)
    assert time.perf_counter() - begun < 5.0


def test_the_tables_load_in_a_moment() -> None:
    fastest = min(timeit.repeat(default_names.__wrapped__, number=1, repeat=5))
    assert fastest < 0.2


@pytest.mark.parametrize(
    ("lineage", "mapped"),
    [
        ((), True),
        ((("domain", "Bacteria"),), True),
        ((("domain", "Eukaryota"),), False),
        ((("domain", "Eukaryota"), ("kingdom", "Metazoa")), False),
        ((("domain", "Archaea"),), False),
        ((("order", "Eubacteriales"),), True),
        ((("order", "Nobodyales"),), True),
    ],
)
def test_a_lineage_of_another_kingdom_makes_a_name_unmapped(
    lineage: tuple[tuple[str, str], ...], mapped: bool
) -> None:
    assert default_names().resolve("Blautia", rank="genus", lineage=lineage).is_mapped is mapped
