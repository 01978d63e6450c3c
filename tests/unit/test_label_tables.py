from __future__ import annotations

from tests.label_cases import tables
from tests.permit_people import base

from biotica.label.same_strain import same_writing

ITEMS = {item.id: item for item in base().items}


def test_every_tested_strain_belongs_to_an_item_of_its_state() -> None:
    for row in tables().strains:
        item = ITEMS[row.item]
        assert (row.state == "live") == (item.kind != "inactivated"), row


def test_a_strain_from_memory_alone_is_marked_so() -> None:
    for row in tables().strains:
        has_been_read = any(finding.may_be_shown for finding in ITEMS[row.item].evidence)
        assert has_been_read or row.read_level == "memory", row


def test_every_item_that_names_a_strain_can_be_found_by_its_code_or_species() -> None:
    named = {
        item.id
        for item in base().items
        for finding in item.evidence
        if finding.strain and item.item_class in {"LP", "PI"} and item.id[0] in "BT"
    }
    without = {"B12", "B18", "B25", "B28", "T15", "T18"}
    assert named - without - {row.item for row in tables().strains} == set()


def test_a_strain_code_is_printed_in_the_findings_of_its_item() -> None:
    for row in tables().strains:
        if row.code and row.read_level != "memory" and row.item not in {"B6"}:
            texts = " ".join(f.strain + " " + f.note for f in ITEMS[row.item].evidence)
            printed = same_writing(texts + ITEMS[row.item].name_en)
            assert any(same_writing(code) in printed for code in row.codes), row


def test_no_code_stands_for_two_strains_of_one_item() -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for row in tables().strains:
        for code in row.codes:
            key = (row.item, row.state, same_writing(code))
            assert seen.setdefault(key, row.code) == row.code


def test_every_substance_names_items_that_exist_and_a_source_for_its_claim() -> None:
    for row in tables().substances.values():
        assert set(row.items) <= set(ITEMS)
        assert not row.claim_source or row.claim_source in base().sources


def test_every_legal_limit_has_a_source_that_was_read() -> None:
    for limit in tables().legal_limits:
        assert limit.source in base().sources
        assert limit.read_level != "memory"


def test_the_limit_of_pasteurised_akkermansia_is_that_of_the_opinion() -> None:
    limits = {
        (limit.from_y, limit.below_y): limit.amount
        for limit in tables().legal_limits
        if limit.species == "Akkermansia muciniphila"
    }
    assert limits == {(18, 200): 3.4e10, (14, 18): 3.0e10, (12, 14): 2.1e10}


def test_numbers_about_storage_are_called_assumed() -> None:
    assert {row.status for row in tables().storage.values()} == {"assumed"}
