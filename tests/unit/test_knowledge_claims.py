from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

from biotica.errors import BadRow, InputError
from biotica.knowledge.claims import (
    MAX_REFUSED,
    Claim,
    count_claims,
    find_claim,
    read_claim_sources,
    read_claims,
)

DATA = Path(str(files("biotica") / "data"))


def test_register_holds_all_166_claims_once_and_in_order() -> None:
    expected = [f"{article}{number}" for article in "KP" for number in range(1, 84)]
    assert list(read_claims()) == expected


def test_at_most_forty_claims_are_refused() -> None:
    refused = [claim for claim in read_claims().values() if claim.state == "refused"]
    assert 0 < len(refused) <= MAX_REFUSED


def test_counts_add_up_to_the_register() -> None:
    counts = count_claims(read_claims().values())
    assert sum(sum(grades.values()) for grades in counts.values()) == 166


def known_sources() -> set[str]:
    path = DATA / "evidence_sources.tsv"
    if not path.is_file():
        pytest.skip("the sources of rules and interventions are not in this checkout")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["key"] for row in csv.DictReader(lines, delimiter="\t")} | set(read_claim_sources())


def test_every_source_of_a_claim_stands_in_a_table_of_sources() -> None:
    known = known_sources()
    missing = {key for claim in read_claims().values() for key in claim.source if key not in known}
    assert missing == set()


def test_no_source_of_claims_only_is_unused() -> None:
    used = {key for claim in read_claims().values() for key in claim.source}
    assert set(read_claim_sources()) <= used


@pytest.mark.parametrize("article", ["kefir", "postbiotica"])
def test_no_five_words_in_a_row_are_the_articles(shared: Path, article: str) -> None:
    words = (shared / "seeds" / f"{article}.txt").read_text(encoding="utf-8").lower().split()
    printed = {tuple(words[start : start + 5]) for start in range(len(words) - 4)}
    for claim in read_claims().values():
        said = claim.says_nl.lower().split()
        copied = [said[at : at + 5] for at in range(len(said) - 4) if tuple(said[at : at + 5]) in printed]
        assert not copied, f"{claim.id}: {copied}"


def test_claim_is_found_in_any_case() -> None:
    assert find_claim(read_claims(), " k7 ").id == "K7"


def test_unknown_claim_says_which_ids_there_are() -> None:
    with pytest.raises(InputError, match="K83") as caught:
        find_claim(read_claims(), "K84")
    assert caught.value.code == "unknown_claim"


def row(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "id": "K1",
        "room": "engine",
        "grade": "S",
        "state": "built",
        "feature": "jar",
        "says_en": "a",
        "says_nl": "b",
        "finding_en": "c",
        "finding_nl": "d",
        "read_level": "none",
        "cited_kind": "none",
    }
    return whole | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "refused"},
        {"state": "refused", "reason_en": "why"},
        {"reason_en": "why", "reason_nl": "waarom"},
        {"read_level": "abstract"},
        {"source": "doi:1"},
        {"read_level": "memory", "source": "doi:1"},
        {"grade": "A"},
        {"id": "Q1"},
    ],
)
def test_inconsistent_claim_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Claim.model_validate(row(**changes))


def test_bad_row_names_its_line_and_column(tmp_path: Path) -> None:
    text = (DATA / "claims.tsv").read_text(encoding="utf-8")
    line = next(n for n, text_line in enumerate(text.splitlines(), start=1) if text_line.startswith("K2\t"))
    (tmp_path / "claims.tsv").write_text(text.replace("\tplanned\t", "\tdone\t", 1), encoding="utf-8")
    with pytest.raises(BadRow) as caught:
        read_claims(tmp_path)
    assert caught.value.where == f"claims.tsv:{line}:4"
