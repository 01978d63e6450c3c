"""Every real and every hand-written example file reads as its MANIFEST says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from biotica.errors import UnreadableProfile
from biotica.gut.profile import Profile
from biotica.gut.readers.content import NamedBytes, open_content
from biotica.gut.readers.reading import Reading, read_profiles
from biotica.gut.readers.registry import reader_for

SECOND = {
    "qiime2_table.qza": "qiime2_taxonomy.qza",
    "mothur_example.shared": "mothur_example.cons.taxonomy",
    "phyloseq_otu.csv": "phyloseq_tax.csv",
}
ALONE_NO_PROFILE = {"second_file", "refuse_or_warn_no_profile"}
TOLERANCE = 1e-5
N_TAXA_PRINTED = {
    # brackets are names: [Ruminococcus] is not Ruminococcus (MANIFEST: n_genus_as_printed)
    ("qiime2_table.qza", "genus"): 22,
    # the MANIFEST counts the word "unclassified" as a genus; it is none
    ("mothur_example.shared", "genus"): 36,
}


def _entries(shared: Path, folder: str) -> list[dict[str, Any]]:
    manifest: list[dict[str, Any]] = json.loads(
        (shared / "data" / "profiles" / folder / "MANIFEST.json").read_text("utf-8")
    )
    return manifest


def _read(shared: Path, folder: str, name: str, *, as_name: str | None = None) -> Reading:
    names = [name, *([SECOND[name]] if name in SECOND else [])]
    base = shared / "data" / "profiles" / folder
    return read_profiles([NamedBytes(name=as_name or n, data=(base / n).read_bytes()) for n in names])


def _check_top(profile: Profile, wanted: dict[str, Any] | None, place: str) -> None:
    if wanted is None:
        return
    top = profile.top(wanted["rank"])
    assert top is not None, place
    assert top.display_name == wanted["display_name"], place
    assert top.share == pytest.approx(wanted["value"], abs=TOLERANCE), place


def _check_counts(profile: Profile, name: str, counts: dict[str, int | None]) -> None:
    for rank, wanted in counts.items():
        printed = N_TAXA_PRINTED.get((name, rank), wanted)
        if printed is not None:
            assert profile.count_at_rank(rank) == printed, (name, rank)


def test_every_real_file_reads_as_its_manifest_says(shared: Path) -> None:
    entries = _entries(shared, "formats")
    assert len(entries) >= 20
    for entry in entries:
        name = entry["file"]
        if entry["expect"] in ALONE_NO_PROFILE:
            with pytest.raises(UnreadableProfile) as caught:
                read_profiles(
                    [NamedBytes(name=name, data=(shared / "data/profiles/formats" / name).read_bytes())]
                )
            assert caught.value.code in {"no_profile", "taxonomy_alone"}, name
            continue
        profile = _read(shared, "formats", name).profiles[0]
        counts = {"species": entry.get("n_species"), "genus": entry.get("n_genus")}
        _check_counts(profile, name, counts)
        for key in ("share_of_classified", "genus_share_of_classified"):
            _check_top(profile, entry[key], name)


def test_every_hand_written_file_reads_as_its_manifest_says(shared: Path) -> None:
    entries = _entries(shared, "tiny")
    assert len(entries) >= 20
    for entry in entries:
        name = entry["file"]
        if entry["expect"] in ALONE_NO_PROFILE:
            with pytest.raises(UnreadableProfile):
                _read(shared, "tiny", name)
            continue
        reading = _read(shared, "tiny", name)
        assert len(reading.profiles) == entry["n_samples"], name
        for profile, wanted in zip(reading.profiles, entry["samples"], strict=True):
            assert profile.sample_id == wanted["id"], name
            _check_counts(profile, name, wanted["n_taxa"])
            for key in ("share_of_classified", "genus_share_of_classified"):
                _check_top(profile, wanted[key], name)
            if wanted["unclassified"] is not None and profile.classified_share is not None:
                whole = wanted["classified"] + wanted["unclassified"]
                assert profile.classified_share == pytest.approx(wanted["classified"] / whole, abs=TOLERANCE)


FORMAT_IDS = {
    "metaphlan_merged": "metaphlan",
    "motus_counts": "motus",
    "qza FeatureTable[Frequency]+FeatureData[Taxonomy]": "qiime2_qza",
    "qza FeatureData[Taxonomy]": "qiime2_qza",
    "biom1_json sparse": "biom1_json",
    "mothur shared+cons.taxonomy": "mothur_shared",
    "mothur cons.taxonomy": "mothur_taxonomy",
    "NEGATIVE: HUMAnN gene families": "humann",
    "lineage + relative abundance": "american_gut",
    "mixed ranks with count_norm": "ubiome_csv",
    "mixed ranks, counts": "consumer_csv",
    "taxid + percent": "consumer_taxid",
    "gtdbtk classification of genomes": "gtdbtk",
    "phyloseq / DADA2 tables": "feature_table",
    "taxonomy table": "ranked_table",
}
"""Our id for what the lists call a format; where it is missing, both say the same."""


def test_every_file_is_named_by_its_content_alone(shared: Path) -> None:
    wrong = {}
    for folder in ("formats", "tiny"):
        for entry in _entries(shared, folder):
            data = (shared / "data" / "profiles" / folder / entry["file"]).read_bytes()
            found = reader_for(open_content(NamedBytes(name="data.txt", data=data))).format
            if found != FORMAT_IDS.get(entry["format"], entry["format"]):
                wrong[entry["file"]] = found
    assert wrong == {}


def test_the_name_of_a_file_decides_nothing(shared: Path) -> None:
    for folder in ("formats", "tiny"):
        for entry in _entries(shared, folder):
            if entry["expect"] not in ALONE_NO_PROFILE:
                named = _read(shared, folder, entry["file"])
                renamed = _read(shared, folder, entry["file"], as_name="data.txt")
                assert renamed.format == named.format, entry["file"]


def test_all_shares_of_all_example_files_stay_within_the_whole(shared: Path) -> None:
    ranks = ("domain", "phylum", "class", "order", "family", "genus", "species", "strain")
    for folder in ("formats", "tiny"):
        for entry in _entries(shared, folder):
            if entry["expect"] in ALONE_NO_PROFILE:
                continue
            for profile in _read(shared, folder, entry["file"]).profiles:
                for rank in ranks:
                    assert sum(profile.shares(rank).values()) <= 1 + 1e-9, (entry["file"], rank)
                assert sum(taxon.share for taxon in profile.finest()) <= 1 + 1e-4, entry["file"]


def test_a_bracken_file_of_119_reads_is_read_and_warned_about(shared: Path) -> None:
    profile = _read(shared, "formats", "bracken_ERR5766174_S.tsv").profiles[0]
    (warning,) = [warning for warning in profile.warnings if warning.code == "low_depth"]
    assert warning.values["reads"] == 119


def test_a_file_without_any_classified_read_is_empty_and_says_so(shared: Path) -> None:
    profile = _read(shared, "formats", "metaphlan3_empty_unclassified.txt").profiles[0]
    assert profile.taxa == ()
    assert profile.has_warning("nothing_classified")
    assert profile.classified_share == 0.0


def test_a_qiime_table_without_its_taxonomy_asks_for_it(shared: Path) -> None:
    data = (shared / "data/profiles/formats/qiime2_table.qza").read_bytes()
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles([NamedBytes(name="table.qza", data=data)])
    assert caught.value.code == "taxonomy_missing"
    assert "taxonomy.qza" in caught.value.hint


def test_a_qiime_pair_reads_in_either_order(shared: Path) -> None:
    base = shared / "data/profiles/formats"
    files = [NamedBytes(name=n, data=(base / n).read_bytes()) for n in SECOND["qiime2_table.qza"].split()]
    files.append(NamedBytes(name="t", data=(base / "qiime2_table.qza").read_bytes()))
    reading = read_profiles(files)
    assert len(reading.profiles) == 34
    assert reading.profiles[0].depth == 7788


def test_the_biom_readers_agree_with_biom_format(shared: Path) -> None:
    biom = pytest.importorskip("biom")
    path = shared / "data/profiles/formats/biom2_hdf5_rich_sparse.biom"
    table = biom.load_table(str(path))
    reading = read_profiles([NamedBytes(name="t", data=path.read_bytes())])
    for profile in reading.profiles:
        assert profile.classified_reads == pytest.approx(table.data(profile.sample_id, dense=True).sum())
