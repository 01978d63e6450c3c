"""Reports of programs in their rarer shapes: versions, merged tables, options; and what is no report."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from biotica.errors import UnreadableProfile
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.foreign import foreign_kind
from biotica.gut.readers.reading import Reading, read_profiles

LINEAGE = "k__Bacteria|p__Firmicutes|g__Faecalibacterium|s__Faecalibacterium_prausnitzii"


def read(text: str) -> Reading:
    return read_profiles([NamedBytes(name="report.txt", data=text.encode())])


def refusal(text: str) -> UnreadableProfile:
    with pytest.raises(UnreadableProfile) as caught:
        read(text)
    return caught.value


def test_the_tree_that_ganon_prints_in_its_manual_is_read_with_its_ranks_and_unclassified_reads() -> None:
    text = (
        "unclassified\t-\t-\tunclassified\t0\t0\t0\t2\t2.02020\nroot\t1\t1\troot\t0\t0\t97\t97\t97.97980\n"
        "no rank\t131567\t1|131567\tcellular organisms\t0\t0\t97\t97\t97.97980\n"
        "superkingdom\t2\t1|131567|2\tBacteria\t0\t0\t97\t97\t97.97980\n"
        "species group\t909768\t1|131567|2|909768\tsome complex\t0\t0\t12\t12\t12.12121\n"
        "species\t470\t1|131567|2|909768|470\tAcinetobacter baumannii\t12\t0\t0\t12\t12.12121\n"
        "species\t1406\t1|131567|2|1406\tPaenibacillus polymyxa\t57\t0\t0\t57\t57.57576\n"
    )
    profile = read(text).profiles[0]
    assert profile.format == "ganon"
    assert profile.depth == 99
    assert profile.classified_share == pytest.approx(97 / 99)
    assert profile.shares("species") == pytest.approx(
        {"Paenibacillus polymyxa": 57 / 97, "Acinetobacter baumannii": 12 / 97}
    )
    assert profile.at_rank("species")[0].ncbi_taxid == 1406
    assert [node.name for node in profile.at_rank("species")[1].lineage][-1] == "some complex"


def test_a_kingdom_below_its_domain_is_not_added_to_it() -> None:
    text = "d__Eukaryota\t100\nd__Eukaryota|k__Fungi\t80\nd__Eukaryota|k__Fungi|s__Candida albicans\t80\nd__Bacteria\t100\n"
    profile = read(text).profiles[0]
    assert profile.format == "kraken_mpa"
    assert profile.classified_reads == 200
    assert profile.shares("species") == {"Candida albicans": pytest.approx(0.4)}


def test_combined_mpa_tables_keep_their_samples() -> None:
    text = "#Classification\tS1\tS2\nd__Bacteria\t10\t20\nd__Bacteria|g__Blautia\t5\t20\n"
    reading = read(text)
    assert [profile.sample_id for profile in reading.profiles] == ["S1", "S2"]
    assert [profile.shares("genus")["Blautia"] for profile in reading.profiles] == [0.5, 1.0]


@pytest.mark.parametrize(
    ("head", "sample"),
    [
        ("#SampleID\tMetaphlan2_Analysis\n", None),
        ("#SampleID\tMySample\n", "MySample"),
        ("", None),
        ("ID\tMySample\n", "MySample"),
    ],
)
def test_metaphlan_2_is_known_by_its_missing_taxids(head: str, sample: str | None) -> None:
    reading = read(f"{head}k__Bacteria\t100.0\n{LINEAGE}\t25.5\n")
    assert reading.format == "metaphlan2"
    assert reading.by_description_only
    assert reading.profiles[0].sample_id == sample
    assert reading.profiles[0].shares("species") == {"Faecalibacterium_prausnitzii": pytest.approx(0.255)}


def test_a_merged_metaphlan_2_table_may_repeat_its_second_header() -> None:
    text = f"ID\tA\tB\n#SampleID\tMetaphlan2_Analysis\tMetaphlan2_Analysis\nk__Bacteria\t100.0\t100.0\n{LINEAGE}\t1.5\t0.0\n"
    reading = read(text)
    assert reading.format == "metaphlan2"
    assert [profile.sample_id for profile in reading.profiles] == ["A", "B"]
    assert [profile.count_at_rank("species") for profile in reading.profiles] == [1, 0]


def test_metaphlan_with_read_statistics_gives_percent_depth_and_the_id_of_the_sample() -> None:
    text = (
        "#mpa_vJun23_CHOCOPhlAnSGB_202307\n#metaphlan -t rel_ab_w_read_stats\n#2948649 reads processed\n#S7\tS7\n"
        "#estimated_reads_mapped_to_known_clades:1788459\n"
        "#clade_name\tclade_taxid\trelative_abundance\tcoverage\testimated_number_of_reads_from_the_clade\n"
        "UNCLASSIFIED\t-1\t40.0\t-\t1160190\nk__Bacteria\t2\t60.0\t0.29824\t1788459\n"
        f"{LINEAGE}\t2|1239|216851|853\t30.0\t0.1\t900000\n"
    )
    profile = read(text).profiles[0]
    assert profile.format == "metaphlan"
    assert profile.sample_id == "S7"
    assert profile.depth == 2_948_649
    assert profile.classified_share == pytest.approx(0.6)
    assert profile.at_rank("species")[0].share == pytest.approx(0.5)
    assert profile.at_rank("species")[0].ncbi_taxid == 853


def test_a_merged_table_may_hold_samples_in_which_nothing_was_classified() -> None:
    text = f"#mpa_vJun23\nclade_name\tA\tB\nUNCLASSIFIED\t100.0\t20.0\nk__Bacteria\t0.0\t80.0\n{LINEAGE}\t0.0\t40.0\n"
    empty, full = read(text).profiles
    assert empty.taxa == ()
    assert empty.has_warning("nothing_classified")
    assert full.shares("species") == {"Faecalibacterium_prausnitzii": pytest.approx(0.5)}


def test_rows_of_metaphlan_3_without_their_comments_are_still_metaphlan_3() -> None:
    profile = read(f"k__Bacteria\t2\t100.0\n{LINEAGE}\t2|1239|216851|853\t44.5\n").profiles[0]
    assert profile.format == "metaphlan"
    assert profile.at_rank("species")[0].ncbi_taxid == 853


def test_a_merged_table_of_gtdb_lineages_is_from_sylph_tax() -> None:
    text = "clade_name\ts1.fastq.gz\ts2.fastq.gz\nd__Archaea\t0.0\t1.1\nd__Archaea|p__Methanobacteriota\t0.0\t0.5\n"
    reading = read(text)
    assert reading.format == "sylph_tax"
    assert reading.by_description_only
    assert reading.profiles[0].has_warning("nothing_classified")


@pytest.mark.parametrize("unassigned", ["-1", "unassigned"])
def test_motus_may_be_shares_with_an_unassigned_part(unassigned: str) -> None:
    text = f"#consensus_taxonomy\tA\tB\nBlautia obeum [ref_mOTU_v25_1]\t0.6\t0.2\n{unassigned}\t0.4\t0.8\n"
    reading = read(text)
    assert reading.unit == "share"
    assert [profile.classified_share for profile in reading.profiles] == pytest.approx([0.6, 0.2])


def test_motus_with_full_lineages_gives_their_genera_and_leaves_placeholders_out() -> None:
    text = (
        "#mOTU\tconsensus_taxonomy\tS1\n"
        "ref_mOTU_v25_1\tk__Bacteria|p__Firmicutes|g__Blautia|s__Blautia obeum\t30\n"
        "meta_mOTU_v25_2\tk__Bacteria|p__Firmicutes|g__Firmicutes gen. incertae sedis|s__NA\t70\n"
    )
    profile = read(text).profiles[0]
    assert profile.shares("genus") == {"Blautia": pytest.approx(0.3)}
    assert profile.shares("phylum") == {"Firmicutes": pytest.approx(1.0)}


def test_motus_at_another_rank_says_so_in_its_first_line() -> None:
    text = "# git tag | calc_motu 2.0.0 -k genus -g 3 | taxonomy\n#consensus_taxonomy\tS1\nBlautia\t30\nunassigned\t70\n"
    assert read(text).profiles[0].shares("genus") == {"Blautia": pytest.approx(1.0)}


def test_motus_saved_from_r_have_no_name_above_the_row_names() -> None:
    text = "SAMN1\tSAMN2\nBlautia obeum [ref_mOTU_v25_10354]\t0.2\t0.1\n-1\t0.8\t0.9\n"
    reading = read(text)
    assert reading.format == "motus"
    assert [profile.sample_id for profile in reading.profiles] == ["SAMN1", "SAMN2"]
    assert reading.profiles[0].classified_share == pytest.approx(0.2)


def test_cami_blocks_may_differ_in_ranks_columns_and_notes() -> None:
    text = (
        "# note\n@SampleID:a\n@Ranks:superkingdom|species|strain\n@@PERCENTAGE\tTAXID\tRANK\tTAXPATH\tTAXPATHSN\n"
        "94.5\t2\tsuperkingdom\t2\tBacteria\n90\t853\tspecies\t2|853\tBacteria|Faecalibacterium prausnitzii\n"
        "# second\n@SampleID:b\n@Ranks:domain|genus\n@@TAXID\tRANK\tTAXPATH\tTAXPATHSN\tPERCENTAGE\n"
        "2\tdomain\t2\tBacteria\t100\n816\tgenus\t2|816\tBacteria|Bacteroides\t40\n"
    )
    first, second = read(text).profiles
    assert first.sample_id == "a"
    assert first.classified_share == pytest.approx(0.945)
    assert first.shares("species") == {"Faecalibacterium prausnitzii": pytest.approx(90 / 94.5)}
    assert second.shares("domain") == {"Bacteria": pytest.approx(1.0)}
    assert second.shares("genus") == {"Bacteroides": pytest.approx(0.4)}


def test_a_kraken_report_without_a_root_takes_its_top_rows_as_the_whole() -> None:
    text = "90.0\t9000\t0\tD\t2\tBacteria\n50.0\t5000\t5000\tG\t816\t  Bacteroides\n"
    assert read(text).profiles[0].shares("genus") == {"Bacteroides": pytest.approx(5 / 9)}


def test_emu_counts_its_unassigned_reads_outside_the_whole() -> None:
    text = (
        "tax_id\tabundance\tlineage\testimated counts\n"
        "853\t1.0\tBacteria;Firmicutes;Clostridia;Eubacteriales;Oscillospiraceae;Faecalibacterium;"
        "Faecalibacterium prausnitzii;\t900\nunmapped\t\t\t100\n"
    )
    profile = read(text).profiles[0]
    assert profile.depth == 1000
    assert profile.classified_share == pytest.approx(0.9)
    assert profile.shares("species") == {"Faecalibacterium prausnitzii": pytest.approx(1.0)}


@pytest.mark.parametrize(
    ("text", "format", "hint"),
    [
        ("# Gene Family\tS1_Abundance-RPKs\nUNMAPPED\t10\n", "humann", "bugs_list"),
        ("# Pathway\tS1_Coverage\nPWY-5\t0.5\n", "humann", "bugs_list"),
        ("# Reaction\tS1\n1.1.1.1\t0.5\n", "humann", "bugs_list"),
        ("C\tr1\t562\t150\t562:3 0:2\nU\tr2\t0\t150|150\t0:1\n", "kraken", "--report"),
        ("C\tr1\tEscherichia coli (taxid 562)\t150\t562:3\n", "kraken", "--report"),
        ("C\tr1\t562\t61\t562,\tWP_1,\tMKL,\nU\tr2\t0\n", "kaiju", "kaiju2table"),
        ("r1\tUniRef90_A0A|1__5|SGB1815\nr2\tUniRef90_B|2__5|SGB4951\n", "alignment", "profile"),
        ("r1\t853__A0A173\nr2\t820__R9I2\n", "alignment", "profile"),
        (">contig1\nACGT\n", "sequences", "profiler"),
    ],
)
def test_what_is_no_profile_says_which_file_to_give(text: str, format: str, hint: str) -> None:
    error = refusal(text)
    assert error.code == "no_profile"
    assert hint in error.hint, format


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"%PDF-1.7", "--entry"),
        (b"\xd0\xcf\x11\xe0\xa1", ".xlsx"),
        (b"PAR1", "CSV"),
        (b"X\n\x00\x00\x00\x03", "write.csv"),
        (b"BAM\x01", "profiler"),
        (b"Rar!\x1a", "unpack"),
    ],
)
def test_a_binary_file_is_named_by_its_first_bytes(start: bytes, word: str) -> None:
    kind = foreign_kind(start)
    assert kind is not None
    assert word in kind[1]
    assert foreign_kind(b"name,value\n") is None
