from __future__ import annotations

from pathlib import Path

import pytest

from biotica.errors import BadRow
from biotica.knowledge.records import Parameter, Source
from biotica.knowledge.tsv import read_rows, rows_of

HEADER = "member\tname\tcondition\tvalue\tlow\thigh\tunit\tstatus\tsource\tread_level\tsaw_acids\n"
GOOD = "examplus\tlag_h\t\t2\t1\t3\th\tassumed\tMEM\tmemory\tno\n"


def test_comments_and_blank_lines_are_no_rows() -> None:
    (row,) = rows_of(f"# a comment\n\n{HEADER}# more\n{GOOD}", Parameter, name="p.tsv")
    assert (row.member, row.value, row.condition, row.temperature_c, row.saw_acids) == (
        "examplus",
        2,
        "",
        None,
        False,
    )


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (GOOD.replace("\t2\t", "\ttwo\t"), 4),
        (GOOD.replace("assumed", "guessed"), 8),
        (GOOD.replace("examplus", ""), 1),
        (GOOD.replace("\tno", "\tperhaps"), 11),
        (GOOD.replace("\t2\t", "\tnan\t"), 4),
        (GOOD.replace("\tno", ""), 11),
    ],
)
def test_a_bad_cell_is_named_by_file_line_and_column(line: str, column: int) -> None:
    with pytest.raises(BadRow) as caught:
        rows_of(HEADER + GOOD + line, Parameter, name="p.tsv")
    assert caught.value.where == f"p.tsv:3:{column}"


def test_a_value_outside_its_range_is_a_bad_row() -> None:
    with pytest.raises(BadRow, match=r"9\.0 lies outside 1\.0\.\.3\.0"):
        rows_of(HEADER + GOOD.replace("\t2\t", "\t9\t"), Parameter, name="p.tsv")


def test_a_number_from_memory_cannot_be_measured() -> None:
    with pytest.raises(BadRow, match="from memory"):
        rows_of(HEADER + GOOD.replace("assumed", "measured"), Parameter, name="p.tsv")


def test_a_column_that_the_table_does_not_have_is_refused() -> None:
    with pytest.raises(BadRow, match="colour"):
        rows_of("key\ttitle\tkind\tcolour\nMEM\tx\tmemory\tred\n", Source, name="s.tsv")


def test_a_repeated_column_is_refused() -> None:
    with pytest.raises(BadRow) as caught:
        rows_of("key\tkey\nMEM\tMEM\n", Source, name="s.tsv")
    assert caught.value.where == "s.tsv:1:2"


def test_a_table_that_is_not_there_is_a_bad_row_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(BadRow) as caught:
        read_rows(tmp_path / "none.tsv", Source)
    assert caught.value.where == "none.tsv"
