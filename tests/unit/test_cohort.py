from __future__ import annotations

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.test_gut_comparison import profile, typical

from biotica.cli import main
from biotica.cohort import compare_cohort
from biotica.errors import InputError
from biotica.gut.cohort_people import Taken, read_taken
from biotica.gut.export import zero_table as zero_table_module
from biotica.gut.export.zero_table import check_zero_table
from biotica.gut.profile import Profile
from biotica.gut.shipped import compare_with_shipped
from biotica.gut.zero_rows import COLUMNS, rows_of_comparison

CLASSES = {"not_detectable", "not_seen", "probably_absent", "unexpected", "missing", "low", "guild_gap"}


def named(sample_id: str, shares: dict[str, float], reads: float | None = 20_000) -> Profile:
    from dataclasses import replace

    return replace(profile(shares, reads=reads), sample_id=sample_id)


def table(people: int) -> list[Profile]:
    """People who differ in Bacteroides alone, one hundredth at a time."""
    return [named(f"s{i}", typical(Bacteroides=0.01 * (i + 1))) for i in range(people)]


def test_a_sample_gets_the_rows_that_compare_gives_it() -> None:
    sample = named("a", typical(Blautia=0.0))
    (judged,) = compare_cohort([sample], {})
    assert judged.rows == tuple(rows_of_comparison(compare_with_shipped(sample)))
    assert {row.found_class for row in judged.rows} <= CLASSES
    assert "Blautia" in {row.taxon for row in judged.rows}


def test_earlier_samples_of_a_person_count_by_their_day_and_not_by_their_place() -> None:
    with_it, without = typical(Blautia=0.08), typical(Blautia=0.0)
    samples = [
        named("d", without, 60_000), named("c", without, 60_000),
        named("b", with_it, 60_000), named("a", with_it, 60_000), named("x", without, 60_000),
    ]  # fmt: skip
    taken = {name: Taken(subject="p", day=date(2026, 1, n)) for n, name in enumerate("abcd", start=1)}
    found = {one.sample: one for one in compare_cohort(samples, taken)}
    (zero,) = [row for row in found["d"].rows if row.taxon == "Blautia"]
    expected = compare_with_shipped(samples[0], [samples[3], samples[2], samples[1]])
    assert zero in rows_of_comparison(expected)
    (alone,) = [row for row in found["x"].rows if row.taxon == "Blautia"]
    assert alone.p_resident != zero.p_resident


def test_an_executor_gives_the_same_rows_in_the_same_order() -> None:
    samples = table(60)
    with ThreadPoolExecutor(3) as executor:
        assert list(compare_cohort(samples, {}, executor=executor)) == list(compare_cohort(samples, {}))


def test_fifty_people_of_one_table_are_compared_with_each_other() -> None:
    judged = list(compare_cohort(table(60), {}))
    low = [
        one.sample for one in judged if ("Bacteroides", "low") in {(r.taxon, r.found_class) for r in one.rows}
    ]
    assert low == [f"s{i}" for i in range(6)]
    assert {one.people_of_table for one in judged} == {60}
    assert {one.people_of_table for one in compare_cohort(table(60), {}, same_table=False)} == {0}
    assert {one.people_of_table for one in compare_cohort(table(49), {})} == {0}


def test_pipelines_and_people_under_antibiotics_do_not_make_a_reference_together() -> None:
    taken = {f"s{i}": Taken(subject=f"s{i}", pipeline="a" if i < 50 else "b") for i in range(60)}
    assert [one.people_of_table for one in compare_cohort(table(60), taken)] == [50] * 50 + [0] * 10
    ill = {f"s{i}": Taken(subject=f"s{i}", antibiotics=i < 5) for i in range(60)}
    assert {one.people_of_table for one in compare_cohort(table(60), ill)} == {55}


def test_the_metadata_is_read_with_any_separator_and_may_leave_columns_out() -> None:
    full = "Sample;subject;date;platform;pipeline;antibiotics\na;p;2026-03-09;16S;x;yes\nb;;;;;\n"
    found = read_taken(full, name="m.csv")
    assert found["a"] == Taken(
        subject="p", day=date(2026, 3, 9), platform="16S", pipeline="x", antibiotics=True
    )
    assert found["b"] == Taken(subject="b")
    assert read_taken("sample\na\n", name="m.csv") == {"a": Taken(subject="a")}


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("id,date\na,2026-01-01\n", "column_missing", "m.csv:1"),
        ("sample,date\na,9 March\n", "cell_not_understood", "m.csv:2"),
        ("sample,platform\na,nanopore\n", "cell_not_understood", "m.csv:2"),
        ("sample,antibiotics\na,maybe\n", "cell_not_understood", "m.csv:2"),
        ("sample\na\na\n", "sample_twice", "m.csv:3"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(text: str, code: str, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_taken(text, name="m.csv")
    assert (caught.value.code, caught.value.where) == (code, where)


def written(folder: Path, output: str, *options: str) -> dict[str, object]:
    lines = ["taxon\t" + "\t".join(f"s{i}" for i in range(3))]
    for name, share in typical().items():
        lines.append("\t".join([name, *(str(round(share * 1e6) * (name != "Blautia")) for _ in range(3))]))
    given = folder / "table.tsv"
    given.write_text("\n".join(lines) + "\n", encoding="utf-8")
    options = ("--unit", "counts", "--platform", "16S", "-o", str(folder / output), *options)
    result = CliRunner().invoke(main, ["cohort", "compare", str(given), *options, "--json"])
    assert result.exit_code == 0, result.output
    told: dict[str, object] = json.loads(result.output)
    return told


def test_the_command_writes_the_columns_of_the_contract(tmp_path: Path) -> None:
    people = tmp_path / "m.csv"
    people.write_text("sample,subject,date\ns0,p,2026-01-01\ns1,p,2026-01-02\nz,z,\n", encoding="utf-8")
    told = written(tmp_path, "out.csv", "--metadata", str(people))
    assert (told["samples"], told["not_in_table"]) == (3, ["z"])
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS == ("sample", "taxon", "observed", "p_observed", "p_resident", "class")
    assert {row["sample"] for row in rows} == {"s0", "s1", "s2"}
    assert {row["class"] for row in rows} <= CLASSES
    assert len([row for row in rows if row["taxon"] == "Blautia"]) == 3


def test_parquet_and_csv_hold_the_same(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    written(tmp_path, "out.csv")
    written(tmp_path, "out.parquet")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        plain = list(csv.DictReader(file))
    packed = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["taxon"] for row in packed] == [row["taxon"] for row in plain]
    assert [row["p_resident"] for row in packed] == [float(row["p_resident"]) for row in plain]


def test_without_pyarrow_the_way_to_get_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(zero_table_module, "find_spec", lambda _name: None)
    with pytest.raises(InputError) as caught:
        check_zero_table(tmp_path / "out.parquet")
    assert caught.value.code == "extra_missing"
    assert 'pip install "biotica[cohort]"' in caught.value.hint
    check_zero_table(tmp_path / "out.csv.gz")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        check_zero_table(tmp_path / "out.xlsx")
    assert caught.value.code == "unknown_ending"
