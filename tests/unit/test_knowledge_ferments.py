"""Ferment folders: what ships is whole, a new one needs no Python, a broken one says where."""

from __future__ import annotations

import csv
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from biotica.errors import BadRow
from biotica.knowledge.ferments import load_ferment, load_ferments, load_jars

DATA = Path(str(files("biotica"))) / "data"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "ferments", tmp_path / "ferments")
    return tmp_path / "ferments"


def test_the_three_ferments_of_the_contract_ship() -> None:
    assert set(load_ferments(DATA / "ferments")) >= {"milk_kefir", "water_kefir", "yoghurt"}


def test_every_text_stands_in_both_languages() -> None:
    for ferment in load_ferments(DATA / "ferments").values():
        for text in (*ferment.advice, *ferment.checklist):
            assert text.en
            assert text.nl
            assert text.en != text.nl


def test_no_text_promises_safety() -> None:
    for ferment in load_ferments(DATA / "ferments").values():
        for text in (*ferment.advice, *ferment.checklist):
            assert "safe" not in text.en.lower()
            assert "veilig" not in text.nl.lower()


SEEN_HIGHER = {"acetobacter_fabarum"}
"""Published kefirs hold more of them after a day than grains of the assumed range could give."""


def test_kefir_grains_hold_the_eight_members_of_the_open_table_within_its_ranges(shared: Path) -> None:
    with (shared / "data" / "parameters" / "members.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["parameter"] == "grain_count"]
    open_ranges = {row["member"]: (float(row["low"]), float(row["high"])) for row in rows}
    ours = load_ferments(DATA / "ferments")["milk_kefir"].starting_counts("grains")
    assert {row.member for row in ours} == open_ranges.keys()
    for row in ours:
        low, high = open_ranges[row.member]
        assert low <= row.low
        assert row.high <= high or row.member in SEEN_HIGHER, row.member


def test_every_cover_and_agitation_has_one_gas_transfer() -> None:
    rows = [(row.cover, row.agitation) for row in load_jars(DATA) if row.name == "gas_transfer_per_h"]
    covers, agitations = ("cloth", "lid", "airlock", "sealed"), ("none", "daily", "stirred")
    assert sorted(rows) == sorted((cover, agitation) for cover in covers for agitation in agitations)


def test_a_new_folder_is_a_new_ferment(copied: Path) -> None:
    shutil.copytree(copied / "yoghurt", copied / "viili")
    text = (copied / "viili" / "ferment.yaml").read_text(encoding="utf-8")
    (copied / "viili" / "ferment.yaml").write_text(text.replace("id: yoghurt", "id: viili"), encoding="utf-8")
    assert load_ferments(copied)["viili"].members == load_ferments(copied)["yoghurt"].members


def test_a_folder_with_another_name_than_its_id_is_refused(copied: Path) -> None:
    (copied / "yoghurt").rename(copied / "filmjolk")
    with pytest.raises(BadRow, match="yoghurt") as caught:
        load_ferments(copied)
    assert caught.value.code == "ferment_id_is_not_folder"
    assert caught.value.where == "filmjolk/ferment.yaml"


def test_a_count_outside_its_range_is_refused_with_its_line(copied: Path) -> None:
    table = copied / "milk_kefir" / "members.tsv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("\t9.2\t8.4\t9.5", "\t10.5\t8.4\t9.5"), encoding="utf-8"
    )
    with pytest.raises(BadRow) as caught:
        load_ferment(copied / "milk_kefir")
    assert caught.value.where.startswith("members.tsv:3")


def test_grains_without_one_of_their_traits_are_refused(copied: Path) -> None:
    table = copied / "milk_kefir" / "grain.tsv"
    rows = table.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith("growth_per_day_share")]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(BadRow) as caught:
        load_ferment(copied / "milk_kefir")
    assert caught.value.code == "grain_trait_missing"


def test_a_text_without_dutch_is_refused_with_its_place(copied: Path) -> None:
    path = copied / "yoghurt" / "ferment.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "Was je handen" not in line), encoding="utf-8")
    with pytest.raises(BadRow) as caught:
        load_ferment(copied / "yoghurt")
    assert caught.value.where == "yoghurt/ferment.yaml"
    assert "checklist.0.nl" in caught.value.message


def test_broken_yaml_is_refused_with_line_and_column(copied: Path) -> None:
    path = copied / "yoghurt" / "ferment.yaml"
    path.write_text("id: yoghurt\nname_en: [Yoghurt\n", encoding="utf-8")
    with pytest.raises(BadRow) as caught:
        load_ferment(copied / "yoghurt")
    assert caught.value.code == "unreadable_yaml"
    assert caught.value.where.startswith("yoghurt/ferment.yaml:")
