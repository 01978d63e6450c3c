from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from biotica.knowledge.check import check
from biotica.knowledge.load import Knowledge, load

Edit = Callable[[str, str, str], Knowledge]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may spoil."""
    copy = tmp_path / "data"
    copy.mkdir()
    for table in Path(str(files("biotica") / "data")).glob("*.tsv"):
        shutil.copy(table, copy)
    return copy


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace_once(file: str, old: str, new: str) -> Knowledge:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return Knowledge(folder=folder)

    return replace_once


def add(folder: Path, file: str, line: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as table:
        table.write(line + "\n")


def codes(knowledge: Knowledge) -> set[str]:
    return {problem.code for problem in check(knowledge).problems}


def test_the_shipped_tables_have_no_problem() -> None:
    result = check(load())
    assert result.problems == ()
    assert result.rows_by_table["parameters.tsv"] == len(load().parameters)


def test_rows_are_counted_by_how_they_were_read() -> None:
    result = check(load())
    assert set(result.rows_by_read_level) == {"full", "abstract", "secondary", "memory"}
    assert set(result.rows_by_status) == {"measured", "derived", "assumed"}
    assert result.unchecked_rows >= len([row for row in load().parameters if not row.checked_by]) > 0


def test_a_throw_away_species_is_two_rows_and_no_python(folder: Path) -> None:
    add(
        folder,
        "taxa.tsv",
        "examplus_lactus\tExamplus lactus\t\tspecies\tpositive\tbacteria\tlactococci\t\t\tExamplus\tExamplus",
    )
    add(
        folder,
        "parameters.tsv",
        "examplus_lactus\tph_opt\t\t6.1\t5.9\t6.3\tpH\t\t\tassumed\tMEM\tmade up for a test\tmemory\tno\t",
    )
    knowledge = load(folder)
    assert check(knowledge).problems == ()
    assert "examplus_lactus" in knowledge.members
    traits = knowledge.parameters_of("examplus_lactus")
    assert traits["ph_opt", ""].value == 6.1
    assert ("max_growth_rate_per_h", "lactose@homolactic") in traits


@pytest.mark.parametrize("source", ["CLARK2021", "CONNORS2026", "GARZA2024"])
def test_a_truth_set_cannot_hide_behind_saw_acids_no(folder: Path, source: str) -> None:
    add(
        folder,
        "parameters.tsv",
        f"lactococci\twall_share\t\t0.2\t0.1\t0.3\tg/g\t\t\tderived\t{source}\tsomewhere\tfull\tno\t",
    )
    assert "truth_source_hidden" in codes(Knowledge(folder=folder))


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("routes.tsv", "hexose -> 2 lactate\t", "hexose -> 3 lactate\t", "unbalanced_equation"),
        ("routes.tsv", "hexose -> 2 lactate\t", "hexose -> 2 lactade\t", "unknown_metabolite"),
        (
            "routes.tsv",
            "hexose -> 2 lactate\thexose",
            "hexose -> 2 lactate\tlactate",
            "energy_substrate_not_consumed",
        ),
        (
            "routes.tsv",
            "1.3 NH3\tamino_acid\tNH3",
            "1.3 NH3\tamino_acid\tamino_acid",
            "cells_cannot_be_balanced",
        ),
        ("metabolites.tsv", "4.21 5.64", "5.64 4.21", "bad_cell"),
        ("metabolites.tsv", "C3H6O3", "C3H6Q3", "unknown_element"),
        ("parameters.tsv", "lactose@homolactic\t", "lactose@homolastic\t", "unknown_route"),
        ("parameters.tsv", "lactose@homolactic\t", "lactoze@homolactic\t", "unknown_metabolite"),
        ("parameters.tsv", "lactose@homolactic\t", "citrate@homolactic\t", "route_does_not_use_substrate"),
        ("parameters.tsv", "lactococci\tph_min", "lactokokki\tph_min", "unknown_member"),
        ("parameters.tsv", "lactococci\tph_min", "lactococci\tph_least", "unknown_parameter"),
        ("parameters.tsv", "lactococci\tph_min", "lactococci\tph_opt", "repeated_key"),
        ("parameters.tsv", "4.7\tpH", "4.7\tC", "wrong_unit"),
        ("parameters.tsv", "\tMEM\t", "\tNOBODY1900\t", "missing_source"),
        ("taxa.tsv", "bacteria\tlactococci\t", "bacteria\tno_such_guild\t", "unknown_guild"),
        ("taxa.tsv", "besmetters van melk", "", "bad_cell"),
        ("media.tsv", "DM38\tmops", "DM38\tmopps", "unknown_metabolite"),
        ("treatments.tsv", "\tinulin\tassumed", "\tinuline\tassumed", "unknown_metabolite"),
        ("diets.tsv", "\tpectin\t", "\tpektin\t", "unknown_metabolite"),
        ("milks.tsv", "\tdensity_kg_per_l\t", "\tdensity\t", "unknown_metabolite"),
    ],
)
def test_each_spoiled_table_is_found(edit: Edit, file: str, old: str, new: str, code: str) -> None:
    assert code in codes(edit(file, old, new))


def test_a_problem_says_in_which_line_it_stands(edit: Edit, folder: Path) -> None:
    knowledge = edit("routes.tsv", "hexose -> 2 lactate\t", "hexose -> 3 lactate\t")
    lines = (folder / "routes.tsv").read_text(encoding="utf-8").splitlines()
    found = {(problem.file, problem.line) for problem in check(knowledge).problems}
    assert found == {("routes.tsv", 1 + next(i for i, line in enumerate(lines) if "3 lactate\t" in line))}


def test_a_yield_with_more_electrons_than_the_food_is_found(folder: Path) -> None:
    add(
        folder,
        "parameters.tsv",
        "lactococcus_lactis\tbiomass_yield_g_per_mmol\tgalactose@homolactic\t0.1\t0.1\t0.2\tg/mmol"
        "\t\t\tassumed\tMEM\t\tmemory\tno\t",
    )
    assert codes(Knowledge(folder=folder)) == {"yield_above_electrons"}


def test_a_member_that_lost_its_food_is_found(folder: Path) -> None:
    row = (
        "\tmax_growth_rate_per_h\targinine@arginine_deiminase\t0\t0\t0\t1/h\t\t\tassumed\tMEM\t\tmemory\tno\t"
    )
    add(folder, "parameters.tsv", "eggerthella_lenta" + row)
    assert codes(Knowledge(folder=folder)) == {"member_without_food"}


@pytest.mark.parametrize(
    ("value", "source", "code"),
    [
        ("30.2", "WALSTRA1999T", ""),
        ("30.4", "WALSTRA1999T", "second_reading_differs"),
        ("30", "MEM", "second_reading_of_another_source"),
    ],
)
def test_a_second_reading_is_compared_at_one_percent(
    folder: Path, value: str, source: str, code: str
) -> None:
    (folder / "checks").mkdir()
    (folder / "checks" / "parameters.tsv").write_text(
        f"key\tvalue\tsource\twhere\tchecked_by\nlactococci|temperature_opt_c||no\t{value}\t{source}\t\tX\n",
        encoding="utf-8",
    )
    result = check(Knowledge(folder=folder))
    assert result.second_readings == 1
    assert {problem.code for problem in result.problems} == ({code} if code else set())


def test_a_second_reading_of_a_row_that_does_not_exist_is_found(folder: Path) -> None:
    (folder / "checks").mkdir()
    (folder / "checks" / "media.tsv").write_text(
        "key\tvalue\tsource\twhere\tchecked_by\nDM38|sugar|no\t30\tMEM\t\tX\n", encoding="utf-8"
    )
    assert codes(Knowledge(folder=folder)) == {"second_reading_without_row"}
