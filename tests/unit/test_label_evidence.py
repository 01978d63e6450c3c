from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.label_cases import killed, label_of, open_labels, organism, probiotic, tables
from tests.permit_people import base

from biotica.label.evidence_match import EvidenceMatch, evidence_match
from biotica.label.label import Amount, Fibre, Label, Substance, Unit
from biotica.label.same_strain import is_the_strain, same_writing

UNITS: tuple[Unit, ...] = ("CFU", "cells", "AFU", "spores", "mg", "g", "unspecified")


def matched(label: Label) -> EvidenceMatch:
    return evidence_match(label, base(), tables())


def test_all_open_labels_get_their_evidence_match(shared: Path) -> None:
    rows = open_labels(shared)
    assert {row["id"]: matched(label_of(row)).match for row in rows} == {
        row["id"]: row["evidence_match"] for row in rows
    }


def test_a_strain_from_memory_is_named_and_its_species_counts_instead(shared: Path) -> None:
    lysate = next(row for row in open_labels(shared) if row["id"] == "o02")
    found = matched(label_of(lysate))
    assert found.unverified == ("K8",)
    assert [(row.id, row.grade, row.why) for row in found.rows] == [
        ("T16", "none", "same_species_other_state")
    ]


@given(st.floats(min_value=1, max_value=1e14), st.sampled_from(UNITS))
def test_units_are_never_converted(amount: float, unit: Unit) -> None:
    found = matched(killed("Lacticaseibacillus paracasei", "LP-33", amount, unit))
    is_enough = unit == "cells" and amount >= 1e10
    assert (found.match == "tested_same_strain_and_dose") == is_enough


@given(st.floats(min_value=0, max_value=1e12), st.floats(min_value=0, max_value=1e12))
def test_a_larger_dose_in_the_same_unit_never_matches_worse(some: float, more: float) -> None:
    low, high = sorted((some, more))
    order = ("no_match", "partial_match", "tested_same_strain_and_dose")
    ranks = [
        order.index(matched(killed("Lacticaseibacillus paracasei", "LP-33", amount)).match)
        for amount in (low, high)
    ]
    assert ranks[0] <= ranks[1]


def test_nothing_read_from_memory_is_ever_a_row() -> None:
    read = {(item.id, row.outcome) for item in base().items for row in item.evidence if row.may_be_shown}
    for row in tables().strains:
        state = row.state
        one = organism(
            label_name=row.species[0] if row.species else "",
            current_name=row.species[0] if row.species else "",
            strain=row.code or None,
            state=state,
        )
        found = matched(probiotic(organisms=(one,)))
        assert {(r.id, r.outcome) for r in found.rows} <= read, row
        assert all(r.source for r in found.rows)


@pytest.mark.parametrize(
    ("printed", "name", "item"),
    [
        ("LGG", "Lactobacillus rhamnosus", "B1"),
        ("GG (ATCC 53103)", "Lacticaseibacillus rhamnosus", "B1"),
        ("ATCC-53103", "Lactobacillus casei", "B1"),
        ("BB12", "Bifidobacterium animalis subsp. lactis", "B2"),
        ("DSM 15954", "Bifidobacterium lactis", "B2"),
        ("DSM9843", "Lactobacillus plantarum", "B7"),
        ("299V", "Lactiplantibacillus plantarum", "B7"),
        ("hn019", "Bifidobacterium animalis subsp. lactis", "B24"),
        ("CNCM I 745", "Saccharomyces boulardii", "B4"),
        ("I-745", "Saccharomyces boulardii", "B4"),
        ("Nissle 1917", "Escherichia coli", "B8"),
        ("MUCT", "Akkermansia muciniphila", "T1"),
        ("ATCC BAA-835", "Akkermansia muciniphila", "T1"),
        ("SYN-HI-001", "Bifidobacterium bifidum", "T2"),
        ("GM080", "Lactobacillus paracasei", "T6"),
        ("stam Shirota", "Lacticaseibacillus casei", "B19"),
    ],
)
def test_a_code_is_known_in_every_writing_and_outlives_its_genus(printed: str, name: str, item: str) -> None:
    one = organism(label_name=name, current_name=name, strain=printed)
    assert item in {row.item for row in tables().strains if is_the_strain(one, row)}


def test_a_short_code_of_another_genus_is_another_strain() -> None:
    one = organism(label_name="Bifidobacterium longum", current_name="Bifidobacterium longum", strain="GG")
    assert [row.item for row in tables().strains if is_the_strain(one, row)] == []


@given(st.text(alphabet="abcABC019 -._", max_size=12))
def test_writing_a_code_twice_changes_nothing(code: str) -> None:
    assert same_writing(same_writing(code)) == same_writing(code)


def test_a_tested_strain_in_a_blend_counts_only_with_its_own_amount() -> None:
    strain = organism(
        label_name="B. lactis",
        current_name="Bifidobacterium animalis subsp. lactis",
        strain="BB-12",
        state="live",
        unit="CFU",
        per="capsule",
    )
    other = organism(label_name="X", current_name="Lactobacillus helveticus", strain="ZZ-1", state="live")
    blend = probiotic(organisms=(strain, other), daily_total=Amount(amount=1e12, unit="CFU"))
    assert matched(blend).match == "partial_match"
    assert matched(blend).hits[0].why == "blend_dose_not_stated"
    stated = replace(blend, organisms=(replace(strain, amount=2e9), other))
    assert matched(stated).match == "tested_same_strain_and_dose"
    little = replace(blend, organisms=(replace(strain, amount=2e8), other))
    assert matched(little).match == "partial_match"


def test_strains_tested_together_count_only_together() -> None:
    pair = [
        organism(label_name=name, current_name=name, strain=code, state="live", amount=6e8, unit="CFU")
        for name, code in (
            ("Lactiplantibacillus plantarum", "HEAL9"),
            ("Lacticaseibacillus paracasei", "8700:2"),
        )
    ]
    both = probiotic(organisms=tuple(pair), daily_total=Amount(amount=1.2e9, unit="CFU"))
    one = probiotic(organisms=(pair[0],), daily_total=Amount(amount=1.2e9, unit="CFU"))
    assert matched(both).match == "tested_same_strain_and_dose"
    assert {hit.why for hit in matched(one).hits} == {"part_of_tested_blend"}


@pytest.mark.parametrize(
    ("label", "match", "why"),
    [
        (
            Label(product_class="prebiotic", fibres=(Fibre(name="inulin", g_per_day=12.0),)),
            "tested_same_strain_and_dose",
            "same_substance_tested",
        ),
        (
            Label(product_class="prebiotic", fibres=(Fibre(name="inulin", g_per_day=11.9),)),
            "partial_match",
            "same_substance_lower_dose",
        ),
        (
            Label(product_class="prebiotic", fibres=(Fibre(name="inulin"),)),
            "partial_match",
            "same_substance_dose_not_stated",
        ),
        (
            Label(
                product_class="metabolite", metabolites=(Substance(name="sodium butyrate", mg_per_day=300),)
            ),
            "tested_same_strain_and_dose",
            "same_substance_tested",
        ),
        (
            Label(product_class="metabolite", metabolites=(Substance(name="tributyrin", mg_per_day=600),)),
            "partial_match",
            "no_comparison_group",
        ),
        (
            Label(kind="food", product_class="fermented_food", marks=frozenset({"kimchi"})),
            "partial_match",
            "same_kind_of_food",
        ),
    ],
)
def test_substances_and_kinds_of_food_are_matched_by_name(label: Label, match: str, why: str) -> None:
    found = matched(label)
    assert found.match == match
    assert found.hits[0].why == why


@pytest.mark.parametrize(
    "label",
    [
        Label(kind="food", product_class="fermented_food", marks=frozenset({"tempeh"})),
        Label(product_class="metabolite", metabolites=(Substance(name="gaba", mg_per_day=100),)),
        probiotic(
            organisms=(organism(label_name="L", current_name="Lactobacillus crispatus", state="live"),)
        ),
        killed("Lacticaseibacillus paracasei", "LP-33", 1e10, product_class="contradictory"),
    ],
)
def test_what_no_read_source_is_about_matches_nothing(label: Label) -> None:
    found = matched(label)
    assert (found.match, found.rows) == ("no_match", ())


def test_yeast_fermentate_counts_as_a_substance() -> None:
    one = organism(
        label_name="Saccharomyces cerevisiae",
        current_name="Saccharomyces cerevisiae",
        state="fermentate",
        amount=500.0,
        unit="mg",
    )
    label = probiotic(
        product_class="postbiotic", organisms=(one,), daily_total=Amount(amount=500.0, unit="mg")
    )
    assert matched(label).hits[0].item.id == "T14"
    assert matched(label).match == "tested_same_strain_and_dose"
