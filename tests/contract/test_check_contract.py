from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.test_schemas import complaints
from tests.label_cases import checked, killed, label_of, open_labels, organism, probiotic
from tests.permit_people import healthy

from biotica.label.check import CheckResult
from biotica.label.contract import to_contract
from biotica.label.label import Amount, Label, ProductClass, State, Unit

VERSIONS = {"code": "0.3.0", "knowledge": "2026.11"}


def written(label: Label) -> Any:  # noqa: ANN401
    return json.loads(json.dumps(to_contract(CheckResult(products=(checked(label),)), VERSIONS)))


def missing(wanted: Any, given: Any, path: str = "") -> list[str]:  # noqa: ANN401
    """Paths at which a result lacks, or differs from, what is wanted; further keys are allowed."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return [
            text
            for key in wanted
            for text in (
                missing(wanted[key], given[key], f"{path}.{key}") if key in given else [f"{path}.{key}"]
            )
        ]
    if isinstance(wanted, list) and isinstance(given, list) and len(wanted) == len(given):
        return [text for pair in zip(wanted, given, strict=True) for text in missing(*pair, f"{path}[]")]
    return [] if wanted == given else [f"{path}: {given!r} instead of {wanted!r}"]


def test_the_sample_of_the_contract_is_what_its_label_gives(shared: Path) -> None:
    sample = json.loads((shared / "contracts" / "check.json").read_text(encoding="utf-8"))
    row = {"id": "sample", "kind": "supplement", "expect": sample["fields"]}
    label = replace(label_of(row, ["other_ingredients_named"]), units_per_day=(2.0, 2.0))
    assert missing(sample, written(label)) == []


def test_every_open_label_keeps_the_schema_and_gives_back_its_fields(shared: Path) -> None:
    for row in open_labels(shared):
        result = written(label_of(row))
        assert complaints("check", result) == [], row["id"]
        expected = {key: value for key, value in row["expect"].items() if key != "flags"}
        assert missing(expected, result["fields"]) == [], row["id"]
        assert result["findings"]["evidence_match"] == row["evidence_match"]


CLASSES: tuple[ProductClass, ...] = (
    *("probiotic", "postbiotic", "prebiotic", "fibre", "synbiotic", "metabolite", "fermented_food"),
    *("medicine_lysate", "contradictory", "unclear"),
)
STATES: tuple[State, ...] = ("live", "inactivated", "lysate", "fermentate", "unknown")
UNITS: tuple[Unit, ...] = ("CFU", "cells", "AFU", "spores", "mg", "g", "unspecified")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CLASSES),
    st.lists(
        st.tuples(
            st.sampled_from(("Lactobacillus", "Akkermansia muciniphila", "Saccharomyces boulardii", "")),
            st.sampled_from((None, "MucT", "LGG", "33")),
            st.sampled_from(STATES),
        ),
        max_size=3,
    ),
    st.floats(min_value=0, max_value=1e15) | st.none(),
    st.sampled_from(UNITS),
    st.booleans(),
)
def test_any_label_gives_a_result_within_the_contract(
    product_class: ProductClass,
    microbes: list[tuple[str, str | None, State]],
    amount: float | None,
    unit: Unit,
    is_food: bool,
) -> None:
    label = probiotic(
        kind="food" if is_food else "supplement",
        product_class=product_class,
        organisms=tuple(
            organism(label_name=name, current_name=name, strain=strain, state=state)
            for name, strain, state in microbes
        ),
        daily_total=Amount(amount=amount, unit=unit),
    )
    result = to_contract(CheckResult(products=(checked(label, healthy()),)), VERSIONS)
    assert complaints("check", json.loads(json.dumps(result))) == []


def test_further_products_follow_in_the_same_shape_without_versions() -> None:
    products = (checked(probiotic()), checked(killed("Akkermansia muciniphila", "MucT", 1e10)))
    result = to_contract(CheckResult(products=products), VERSIONS)
    (second,) = result["more_products"]
    assert set(second) == set(result) - {"more_products", "warnings", "versions"}


def test_nothing_read_is_a_result_with_a_warning() -> None:
    result = to_contract(CheckResult(products=(), warnings=("unreadable_label",)), VERSIONS)
    assert result["fields"] is None
    assert complaints("check", result) == []


@pytest.mark.parametrize(
    ("label", "kind", "term", "article"),
    [
        (probiotic(), ["live"], None, "probiotic"),
        (
            killed("Bifidobacterium bifidum", "HI-MIMBb75", 1e9, marks=frozenset({"heating_said"})),
            ["inactivated"],
            "postbiotic",
            "postbiotic",
        ),
        (killed("Bifidobacterium bifidum", "HI-MIMBb75", 1e9), ["inactivated"], None, "postbiotic"),
        (killed("Bifidobacterium bifidum", "HI-MIMBb75", 9e8), ["inactivated"], None, "postbiotic"),
        (
            Label(
                kind="food",
                product_class="fermented_food",
                count_guarantee="none",
                marks=frozenset({"kefir"}),
            ),
            ["live", "metabolite"],
            None,
            "probiotic",
        ),
        (Label(product_class="metabolite"), [], None, "postbiotic"),
    ],
)
def test_a_term_of_the_definition_is_earned_and_kefir_never_earns_one(
    label: Label, kind: list[str], term: str | None, article: str
) -> None:
    serving = written(label)["serving"]
    assert (serving["kind"], serving["isapp_term"], serving["article_term"]) == (kind, term, article)
