"""The list of names that look like others: none is merged with a wrong one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from biotica.knowledge.names import Resolution, default_names

TABLE = Path(__file__).with_name("name_traps.tsv")
LEAST_TRAPS = 100


def traps() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def listed(cell: str) -> set[str]:
    return {name for name in cell.split("|") if name}


def resolved(trap: dict[str, str]) -> Resolution:
    parts = [part.partition(":") for part in trap["lineage"].split("|") if part]
    return default_names().resolve(
        trap["printed"],
        rank=trap["rank"],
        ncbi_taxid=int(trap["taxid"]) if trap["taxid"] else None,
        lineage=[(rank, name) for rank, _, name in parts],
    )


def test_the_list_holds_a_hundred_traps_each_with_its_reason() -> None:
    asked = [(trap["printed"], trap["rank"], trap["taxid"], trap["lineage"]) for trap in traps()]
    assert len(set(asked)) == len(asked) >= LEAST_TRAPS
    assert all(trap["why"] and trap["name"] and trap["how"] for trap in traps())


@pytest.mark.parametrize(
    "trap", [pytest.param(t, id=f"{t['printed']} {t['rank']} {t['lineage']}".strip()) for t in traps()]
)
def test_a_trap_becomes_what_the_list_says(trap: dict[str, str]) -> None:
    found = resolved(trap)
    assert (found.name, found.how) == (trap["name"], trap["how"])
    assert listed(trap["holds"]) <= found.candidates


def test_no_trap_is_merged_with_a_wrong_name() -> None:
    merged = {
        trap["printed"]: wrong
        for trap in traps()
        if (wrong := listed(trap["never"]) & {*resolved(trap).candidates, resolved(trap).name})
    }
    assert merged == {}


def test_only_split_genera_and_their_parts_are_sets() -> None:
    several = [found for trap in traps() if len((found := resolved(trap)).candidates) > 1]
    assert {found.how for found in several} <= {"one_to_many", "numbered", "gtdb_suffix"}
    assert all(found.name in found.candidates for found in several)
