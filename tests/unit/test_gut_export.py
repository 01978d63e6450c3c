"""What was read comes out whole: in every format, for every sample, and for the programs that open it."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anndata
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export_cases import ENDINGS, HOSTILE, KRAKEN, MERGED, TWINS, export, reading_of

from biotica.errors import UnreadableProfile
from biotica.gut.export.csv_file import safe_cell
from biotica.gut.export.long_table import COLUMNS
from biotica.gut.mapped import naming
from biotica.gut.profile import Profile, display_name
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import Reading, read_profiles
from biotica.knowledge.names import default_names

ROUNDING = 1e-5
SECOND = {
    "qiime2_table.qza": "qiime2_taxonomy.qza",
    "mothur_example.shared": "mothur_example.cons.taxonomy",
    "phyloseq_otu.csv": "phyloseq_tax.csv",
}
NOT_FIRST = {*SECOND.values(), "MANIFEST.json", "README.md"}


def long_table(reading: Reading, folder: Path, name: str = "long") -> pd.DataFrame:
    return pq.read_table(export(reading, folder / f"{name}.parquet")).to_pandas()


def shared_readings(shared: Path) -> Iterator[tuple[str, Reading]]:
    for folder in ("formats", "tiny"):
        for path in sorted((shared / "data" / "profiles" / folder).iterdir()):
            if path.name in NOT_FIRST:
                continue
            names = [path.name, *([SECOND[path.name]] if path.name in SECOND else [])]
            files = [NamedBytes(name=name, data=(path.parent / name).read_bytes()) for name in names]
            try:
                yield path.name, read_profiles(files)
            except UnreadableProfile:
                continue


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Reading]:
    found = dict(shared_readings(shared))
    assert len(found) >= 35
    return found


def values_of(profile: Profile, *, counted: bool) -> list[float]:
    return sorted(float(taxon.reads or 0) if counted else taxon.share for taxon in profile.finest())


def test_biom_format_opens_the_file_with_all_that_was_read(
    readings: dict[str, Reading], tmp_path: Path
) -> None:
    biom = pytest.importorskip("biom")
    for name, reading in readings.items():
        table = biom.load_table(str(export(reading, tmp_path / f"{name}.biom")))
        named = [key for key in table.ids("observation") if key not in {"unnamed", "Unassigned"}]
        taxa = table.filter(named, axis="observation", inplace=False)
        labels = list(table.ids("sample"))
        assert len(labels) == len(reading.profiles), name
        for label, profile in zip(labels, reading.profiles, strict=True):
            found = [value for value in taxa.data(label).tolist() if value > 0] if named else []
            wanted = values_of(profile, counted=reading.unit == "counts")
            assert sorted(found) == pytest.approx(wanted, rel=1e-9), (name, label)


def test_biom_file_holds_ids_taxonomy_and_facts_of_the_samples(tmp_path: Path) -> None:
    biom = pytest.importorskip("biom")
    table = biom.load_table(str(export(reading_of(KRAKEN, "me.txt"), tmp_path / "me.biom")))
    assert list(table.ids("sample")) == ["me"]
    assert dict(zip(table.ids("observation"), table.data("me"), strict=True)) == {
        "d__Bacteria": 10,
        "g__Faecalibacterium": 300,
        "s__Faecalibacterium prausnitzii": 590,
        "Unassigned": 100,
    }
    lineage = ["d__Bacteria", "p__Bacillota", "c__Clostridia", "o__Eubacteriales", "f__Oscillospiraceae"]
    species = table.metadata("s__Faecalibacterium prausnitzii", "observation")
    assert species["taxonomy"] == [*lineage, "g__Faecalibacterium", "s__Faecalibacterium prausnitzii"]
    assert (species["ncbi_taxid"], species["how"], species["rank"]) == ("853", "taxid", "species")
    facts = table.metadata("me", "sample")
    assert (facts["depth"], facts["classified_share"], facts["values"]) == (1000, 0.9, "counts")
    assert (table.type, table.generated_by) == ("Taxon table", "biotica 0.1.0, knowledge 2026.11")


def test_a_biom_file_comes_back_with_the_same_shares_at_genus_and_species(
    readings: dict[str, Reading], tmp_path: Path
) -> None:
    compared = 0
    for name, reading in readings.items():
        if not any(profile.taxa for profile in reading.profiles):
            continue
        path = export(reading, tmp_path / f"{name}.biom")
        back = reading_of(path.read_bytes())
        for before, after in zip(reading.profiles, back.profiles, strict=True):
            for rank in ("genus", "species"):
                wanted = before.shares(rank)
                assert after.shares(rank) == pytest.approx(wanted, abs=ROUNDING), (name, rank)
                compared += len(wanted)
            assert after.platform == before.platform, name
    assert compared > 7_000


def test_a_biom_file_comes_back_with_its_reads_and_their_classified_share(tmp_path: Path) -> None:
    back = reading_of(export(reading_of(KRAKEN), tmp_path / "k.biom").read_bytes()).sample()
    assert (back.depth, back.classified_reads, back.classified_share) == (1000, 900, 0.9)


def test_samples_keep_their_order_in_every_format(tmp_path: Path) -> None:
    biom = pytest.importorskip("biom")
    paths = {ending: export(reading_of(MERGED), tmp_path / f"m{ending}") for ending in ENDINGS}
    wanted = ["zoe", "anna", "empty"]
    assert pd.read_csv(paths[".csv"])["sample"].unique().tolist() == wanted
    assert pd.read_csv(paths[".csv.gz"])["sample"].unique().tolist() == wanted
    assert pq.read_table(paths[".parquet"])["sample"].unique().to_pylist() == wanted
    assert biom.load_table(str(paths[".biom"])).ids("sample").tolist() == wanted
    assert anndata.read_h5ad(paths[".h5ad"]).obs_names.tolist() == wanted


def test_rest_shares_of_a_sample_never_exceed_the_whole(readings: dict[str, Reading], tmp_path: Path) -> None:
    for name, reading in readings.items():
        sums = long_table(reading, tmp_path, name).groupby("sample")["rest_share"].sum()
        assert len(sums) == len(reading.profiles)
        assert sums.max() <= 1 + ROUNDING


def test_every_unmapped_name_is_in_the_long_table_and_in_the_matrix(
    readings: dict[str, Reading], tmp_path: Path
) -> None:
    for name, reading in readings.items():
        rows = long_table(reading, tmp_path, name)
        var = anndata.read_h5ad(export(reading, tmp_path / f"{name}.h5ad")).var
        wanted = {
            item.name for profile in reading.profiles for item in naming(profile, default_names()).unmapped
        }
        assert wanted <= set(map(display_name, rows["taxon"].dropna()))
        assert wanted <= set(map(display_name, var["taxon"]))


def test_counts_are_whole_numbers_where_those_of_the_file_are(
    readings: dict[str, Reading], tmp_path: Path
) -> None:
    whole = [name for name, reading in readings.items() if reading.unit == "counts" and "motus" not in name]
    assert len(whole) >= 15
    for name in whole:
        matrix = anndata.read_h5ad(export(readings[name], tmp_path / f"{name}.h5ad")).X.toarray()
        assert matrix.max() >= 1, name
        assert np.array_equal(matrix, matrix.round()), name


def test_long_table_says_what_each_name_stands_for(tmp_path: Path) -> None:
    rows = long_table(reading_of(KRAKEN), tmp_path).set_index("taxon")
    genus, species = rows.loc["Faecalibacterium"], rows.loc["Faecalibacterium prausnitzii"]
    assert (genus["share"], genus["count"]) == (pytest.approx(890 / 900), 890)
    assert genus["rest_share"] == pytest.approx(300 / 900)
    assert (species["rank"], species["how"], species["ncbi_taxid"]) == ("species", "taxid", 853)
    assert species["accepted_name"] == species["candidates"] == "Faecalibacterium prausnitzii"
    assert species["lineage"].startswith("d__Bacteria|p__Bacillota|c__Clostridia|")
    assert (species["depth"], species["classified_share"], species["unit"]) == (1000, 0.9, "counts")


def test_a_name_that_no_table_holds_has_no_accepted_name(tmp_path: Path) -> None:
    rows = long_table(reading_of(b"taxon,count\nNobodya ignota,400\nGemella,600\n"), tmp_path)
    unknown = rows.set_index("taxon").loc["Nobodya ignota"]
    assert (unknown["how"], unknown["accepted_name"]) == ("unmapped", None)


def test_host_and_food_dna_is_marked_and_not_dropped(tmp_path: Path) -> None:
    rows = long_table(reading_of(b"taxon,count\nHomo sapiens,400\nGemella,600\n"), tmp_path)
    kinds = dict(zip(rows["taxon"], rows["not_microbe"], strict=True))
    assert kinds == {"Homo sapiens": "host", "Gemella": None}


def test_csv_and_parquet_hold_the_same_table(readings: dict[str, Reading], tmp_path: Path) -> None:
    for name, reading in readings.items():
        table = pq.read_table(export(reading, tmp_path / f"{name}.parquet"))
        assert tuple(table.column_names) == COLUMNS
        with gzip.open(export(reading, tmp_path / f"{name}.csv.gz"), "rt", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for column in COLUMNS:
            wanted = table[column].to_pylist()
            found = [row[column] for row in rows]
            assert list(map(as_cell, found)) == list(map(as_cell, wanted)), column


def as_cell(value: object) -> object:
    if value is None:
        return ""
    try:
        return float(str(value))
    except ValueError:
        return str(value).removeprefix("'")


def test_parquet_tells_the_versions_without_reading_a_row(tmp_path: Path) -> None:
    metadata = pq.read_schema(export(reading_of(KRAKEN), tmp_path / "k.parquet")).metadata
    assert json.loads(metadata[b"biotica"]) == {"code": "0.1.0", "knowledge": "2026.11"}


def test_anndata_and_biom_hold_the_same_matrix(readings: dict[str, Reading], tmp_path: Path) -> None:
    biom = pytest.importorskip("biom")
    for name, reading in readings.items():
        made = anndata.read_h5ad(export(reading, tmp_path / f"{name}.h5ad"))
        table = biom.load_table(str(export(reading, tmp_path / f"{name}.biom")))
        assert made.shape == table.shape[::-1], name
        assert made.var_names.tolist() == table.ids("observation").tolist(), name
        assert np.array_equal(made.X.toarray(), table.matrix_data.toarray().T), name


def test_anndata_holds_facts_and_versions(tmp_path: Path) -> None:
    made = anndata.read_h5ad(export(reading_of(KRAKEN, "me.txt"), tmp_path / "me.h5ad"))
    assert made.obs.loc["me", ["depth", "unit"]].tolist() == [1000, "counts"]
    assert made.var.loc["s__Faecalibacterium prausnitzii", "ncbi_taxid"] == 853
    about = dict(made.uns["biotica"])
    assert (about["values"], about["format"], about["code_version"]) == ("counts", "kraken2_report", "0.1.0")


def test_values_are_shares_where_the_file_has_no_counts(tmp_path: Path) -> None:
    made = anndata.read_h5ad(export(reading_of(MERGED), tmp_path / "m.h5ad"))
    assert made.uns["biotica"]["values"] == "share"
    assert made.X.sum(axis=1).ravel().tolist()[0] == pytest.approx([1, 1, 0])


def test_one_name_at_two_ranks_or_in_two_lineages_stays_apart(tmp_path: Path) -> None:
    files = [
        NamedBytes(name=f"{name}.txt", data=TWINS.replace(b"F1", name.encode())) for name in ("F1", "F2")
    ]
    made = anndata.read_h5ad(export(read_profiles(files), tmp_path / "m.h5ad")).to_df()
    twin = "d__Bacteria|p__Bacillota|c__C1|o__O1|f__{}|g__Twin"
    assert made[twin.format("F1")].tolist() == pytest.approx([0.5, 0])
    assert made[twin.format("F2")].tolist() == pytest.approx([0, 0.5])
    assert made[["f__Echo", "g__Echo"]].loc["F1"].tolist() == pytest.approx([0.25, 0.25])


def test_a_sample_without_any_taxon_has_one_row(tmp_path: Path) -> None:
    rows = long_table(reading_of(MERGED), tmp_path)
    empty = rows[rows["sample"] == "empty"]
    assert empty[["taxon", "share", "rest_share"]].isna().all(axis=None)
    assert empty["warnings"].tolist() == ["nothing_classified|depth_unknown"]


def test_samples_of_one_label_stay_apart(tmp_path: Path) -> None:
    twice = read_profiles([NamedBytes(name="me.txt", data=KRAKEN)] * 2)
    made = anndata.read_h5ad(export(twice, tmp_path / "two.h5ad"))
    assert made.obs_names.tolist() == ["me", "me#2"]


@given(st.text(max_size=40))
def test_no_cell_can_become_a_formula_however_it_is_split(text: str) -> None:
    for part in re.split(r"[;,\t\r\n]", safe_cell(text)):
        assert not part.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert not safe_cell(text).startswith(("\t", "\r", "\n"))
    assert safe_cell(text).replace("'", "") == text.replace("'", "")


def test_hostile_names_are_harmless_in_csv_and_as_printed_elsewhere(tmp_path: Path) -> None:
    reading = reading_of(HOSTILE, "=1+1.csv")
    printed = [taxon.name for taxon in reading.sample().taxa]
    assert any(name.startswith("=") for name in printed)
    with export(reading, tmp_path / "h.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["taxon"] for row in csv.DictReader(file)]
    assert cells == [safe_cell(name) for name in printed]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert long_table(reading, tmp_path)["taxon"].tolist() == printed


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_with_a_null_or_half_a_character_are_written(ending: str, tmp_path: Path) -> None:
    table: dict[str, Any] = {
        "format": "Biological Observation Matrix 1.0.0", "type": "OTU table", "matrix_type": "dense",
        "shape": [2, 1], "data": [[600], [400]], "columns": [{"id": "s\ud800", "metadata": None}],
        "rows": [
            {"id": "a", "metadata": {"taxonomy": ["k__Bacteria", "p__Odd\0one"]}},
            {"id": "b", "metadata": {"taxonomy": ["k__Bacteria", "p__Odd\udfffone"]}},
        ],
    }  # fmt: skip
    reading = reading_of(json.dumps(table).encode(), "odd.biom")
    assert export(reading, tmp_path / f"odd{ending}").stat().st_size > 100
