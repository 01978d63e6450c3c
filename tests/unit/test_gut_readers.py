"""Small files written here: units, pairs, encodings, counts."""

from __future__ import annotations

import gzip

import pytest

from biotica.errors import UnreadableProfile
from biotica.gut.profile import Profile
from biotica.gut.readers.content import NamedBytes, open_content
from biotica.gut.readers.reading import read_profiles
from biotica.gut.readers.registry import READERS

METAPHLAN = (
    "#mpa_vJun23_CHOCOPhlAnSGB_202307\n#2000000 reads processed\n#SampleID\tMetaphlan_Analysis\n"
    "#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species\n"
    "UNCLASSIFIED\t-1\t20.0\t\n"
    "k__Bacteria\t2\t80.0\t\n"
    "k__Bacteria|p__Firmicutes\t2|1239\t60.0\t\n"
    "k__Bacteria|p__Firmicutes|g__Faecalibacterium\t2|1239|216851\t60.0\t\n"
    "k__Bacteria|p__Firmicutes|g__Faecalibacterium|s__Faecalibacterium_prausnitzii\t2|1239|216851|853\t40.0\t\n"
    "k__Bacteria|p__Firmicutes|g__Faecalibacterium|s__Faecalibacterium_prausnitzii|t__SGB1\t\t25.0\t\n"
    "k__Bacteria|p__Firmicutes|g__Faecalibacterium|s__Faecalibacterium_prausnitzii|t__SGB2\t\t15.0\t\n"
    "k__Bacteria|p__Bacteroidetes\t2|976\t20.0\t\n"
)
KREPORT = (
    " 10.00\t1000\t1000\tU\t0\tunclassified\n 90.00\t9000\t10\tR\t1\troot\n 89.9\t8990\t0\tD\t2\t  Bacteria\n"
    " 60.00\t6000\t1000\tG\t816\t    Bacteroides\n 50.00\t5000\t5000\tS\t820\t      Bacteroides uniformis\n"
    " 29.90\t2990\t2990\tG1\t999\t    odd clade\n"
)


def read(text: str | bytes, *more: str, name: str = "sample.txt") -> Profile:
    files = [text, *more]
    named = [NamedBytes(name=name, data=t if isinstance(t, bytes) else t.encode()) for t in files]
    return read_profiles(named).profiles[0]


def test_metaphlan_shares_are_of_the_classified_part() -> None:
    profile = read(METAPHLAN)
    assert profile.format == "metaphlan"
    assert profile.classified_share == pytest.approx(0.8)
    assert profile.shares("species") == {"Faecalibacterium_prausnitzii": pytest.approx(0.5)}
    assert profile.shares("genus") == {"Faecalibacterium": pytest.approx(0.75)}
    assert profile.depth == 2_000_000
    assert profile.database == "mpa_vJun23_CHOCOPhlAnSGB_202307"
    assert profile.at_rank("species")[0].ncbi_taxid == 853


def test_strain_rows_are_not_added_to_their_species() -> None:
    assert sum(read(METAPHLAN).shares("strain").values()) == pytest.approx(0.5)
    assert read(METAPHLAN).count_at_rank("species") == 1


def test_the_finest_taxa_do_not_overlap_and_make_up_the_whole() -> None:
    finest = read(METAPHLAN).finest()
    assert sum(taxon.share for taxon in finest) == pytest.approx(1.0)
    by_name = {taxon.name: taxon.share for taxon in finest if taxon.rank != "strain"}
    assert by_name["Faecalibacterium"] == pytest.approx(0.25)
    assert by_name["Bacteroidetes"] == pytest.approx(0.25)


def test_a_merged_metaphlan_table_holds_its_samples_in_order() -> None:
    text = "clade_name\tNCBI_tax_id\tA\tB\nk__Bacteria\t2\t100\t100\nk__Bacteria|s__X_y\t2|9\t25\t0\n"
    profiles = read_profiles([NamedBytes(name="m.txt", data=text.encode())]).profiles
    assert [profile.sample_id for profile in profiles] == ["A", "B"]
    assert [profile.shares("species") for profile in profiles] == [{"X_y": 0.25}, {}]


def test_a_version_4_merged_table_has_no_taxid_column() -> None:
    text = "#mpa_v\nclade_name\tA\nk__Bacteria\t100\nk__Bacteria|s__X_y\t25\n"
    assert read(text).shares("species") == {"X_y": 0.25}


def test_a_genus_keeps_the_lineage_that_its_own_sample_prints() -> None:
    text = (
        "clade_name\tA\tB\nk__Bacteria\t100\t100\nk__Bacteria|f__One|g__Same\t50\t0\n"
        "k__Bacteria|f__Two|g__Same\t0\t50\n"
    )
    first, second = read_profiles([NamedBytes(name="m.txt", data=text.encode())]).profiles
    assert [profile.at_rank("genus")[0].ancestor("family") for profile in (first, second)] == ["One", "Two"]


def test_kraken_counts_are_inclusive_and_the_root_is_the_whole() -> None:
    profile = read(KREPORT)
    assert profile.format == "kraken2_report"
    assert profile.depth == 10_000
    assert profile.classified_share == pytest.approx(0.9)
    assert profile.shares("genus") == {"Bacteroides": pytest.approx(6000 / 9000)}
    assert profile.at_rank("species")[0].reads == pytest.approx(5000)
    assert [node.name for node in profile.at_rank("species")[0].lineage] == ["Bacteria", "Bacteroides"]


def test_bracken_fractions_that_do_not_sum_to_one_are_warned_about() -> None:
    head = (
        "name\ttaxonomy_id\ttaxonomy_lvl\tkraken_assigned_reads\tadded_reads\t"
        "new_est_reads\tfraction_total_reads\n"
    )
    good = read(
        head + "Blautia obeum\t40520\tS\t900\t100\t6000\t0.6\nRoseburia hominis\t301301\tS\t1\t1\t4000\t0.4\n"
    )
    bad = read(
        head
        + "Blautia obeum\t40520\tS\t900\t100\t6000\t0.6\nRoseburia hominis\t301301\tS\t1\t1\t4000\t0.443\n"
    )
    assert not good.has_warning("invalid_sum")
    assert bad.has_warning("invalid_sum")
    assert good.shares("species")["Blautia obeum"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("name,value\nBlautia obeum,0.6\nRoseburia hominis,0.4\n", "share"),
        ("name,value\nBlautia obeum,59.5\nRoseburia hominis,40.5\n", "percent"),
        ("name\tvalue\nBlautia obeum\t600000.5\nRoseburia hominis\t399999.5\n", "per_million"),
        ("name,value\nBlautia obeum,6000\nRoseburia hominis,4000\n", "counts"),
        ("naam;waarde\nBlautia obeum;59,5\nRoseburia hominis;40,5\n", "percent"),
        ('"name","percent"\n"Blautia obeum","30.0"\n"Roseburia hominis","20.0"\n', "percent"),
    ],
)
def test_the_unit_of_a_plain_table_follows_from_its_header_or_its_sum(text: str, unit: str) -> None:
    profile = read(text)
    assert profile.unit == unit
    assert profile.shares("species")["Blautia obeum"] == pytest.approx(0.6, abs=0.006)


def test_a_sum_with_two_readings_is_asked_about_and_the_answer_is_used() -> None:
    text = "name,value\nBlautia obeum,30.5\nRoseburia hominis,20\n"
    with pytest.raises(UnreadableProfile) as caught:
        read(text)
    assert caught.value.code == "ambiguous_unit"
    assert "unit" in caught.value.hint
    reading = read_profiles([NamedBytes(name="s.csv", data=text.encode())], unit="percent")
    assert reading.unit == "percent"


def test_a_table_of_several_samples_keeps_their_names() -> None:
    text = "taxon,S1,S2\nBacteroides,6000,100\nPrevotella,4000,900\n"
    reading = read_profiles([NamedBytes(name="wide.csv", data=text.encode())])
    assert [profile.sample_id for profile in reading.profiles] == ["S1", "S2"]
    assert reading.profiles[1].shares("genus") == {"Prevotella": 0.9, "Bacteroides": 0.1}


def test_taxids_get_their_names_and_a_species_lies_inside_its_genus() -> None:
    profile = read("person@example.org\n816, 35.5\n820, 4.5\n853, 12.25\n")
    assert profile.shares("genus") == {"Bacteroides": pytest.approx(0.355)}
    assert profile.shares("species") == {
        "Faecalibacterium prausnitzii": pytest.approx(0.1225),
        "Bacteroides uniformis": pytest.approx(0.045),
    }
    assert "example.org" not in repr(profile)


def test_a_byte_order_mark_gzip_and_windows_letters_change_nothing() -> None:
    text = "name,value\nBlautia obeum,6000\nRoseburia hominis,4000\n"
    plain = read(text)
    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        gzip.compress(text.encode()),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
    ):
        assert read(data).taxa == plain.taxa
    western = read(text.encode() + "Café microbe,10\n".encode("cp1252"))
    assert western.has_warning("encoding_guessed")


def test_greengenes_brackets_stay_and_an_epithet_alone_is_no_species() -> None:
    text = (
        "#OTU ID\tS1\ttaxonomy\n1\t600\tk__Bacteria; f__Lachnospiraceae; g__[Ruminococcus]; s__gnavus\n"
        "2\t300\tk__Bacteria; f__Ruminococcaceae; g__Ruminococcus; s__\n3\t100\tk__Bacteria; f__; g__; s__\n"
    )
    profile = read(text)
    assert profile.shares("genus") == {
        "[Ruminococcus]": pytest.approx(0.6),
        "Ruminococcus": pytest.approx(0.3),
    }
    assert profile.shares("species") == {}


def test_a_feature_table_and_its_taxonomy_are_joined_either_way_round() -> None:
    counts = "#OTU ID\tS1\nasv_1\t700\nasv_2\t200\nasv_3\t100\n"
    names = "Feature ID\tTaxon\tConfidence\nasv_1\tk__Bacteria; g__Blautia\t1\nasv_2\tUnassigned\t1\n"
    for files in ((counts, names), (names, counts)):
        profile = read(*files)
        assert profile.shares("genus") == {"Blautia": pytest.approx(700 / 800)}
        assert profile.classified_share == pytest.approx(0.8)
        assert profile.has_warning("features_without_taxonomy")


def test_a_table_and_a_taxonomy_of_two_analyses_are_refused() -> None:
    with pytest.raises(UnreadableProfile) as caught:
        read("#OTU ID\tS1\nasv_1\t700\n", "Feature ID\tTaxon\nother\tk__Bacteria; g__Blautia\n")
    assert caught.value.code == "pair_does_not_match"


def test_files_of_two_formats_are_not_read_as_one() -> None:
    with pytest.raises(UnreadableProfile) as caught:
        read(METAPHLAN, KREPORT)
    assert caught.value.code == "mixed_formats"


def test_host_reads_are_counted_and_shown() -> None:
    text = "name,reads\nHomo sapiens,3000\nBlautia obeum,7000\n"
    (warning,) = [w for w in read(text).warnings if w.code == "host_reads"]
    assert warning.values["share"] == pytest.approx(0.3)


def test_format_ids_are_unique_and_only_one_reader_claims_a_file() -> None:
    assert len({reader.format for reader in READERS}) == len(READERS)
    for text, wanted in ((METAPHLAN, "metaphlan"), (KREPORT, "kraken2_report")):
        content = open_content(NamedBytes(name="x", data=text.encode()))
        claims = [reader.format for reader in READERS[:-1] if reader.recognises(content)]
        assert claims == [wanted]
