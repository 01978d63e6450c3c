from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.label_cases import label_of, open_labels, organism, probiotic, tables

from biotica.label.clarity import Points, clarity_verdict, points_of
from biotica.label.hard_rules import HARD_RULES, hard_rules
from biotica.label.label import Amount, ClaimType, Fibre, Label, PrintedClaim

POINT = st.sampled_from((None, 0.0, 0.5, 1.0))
ALL_POINTS = st.builds(
    Points, identity=POINT, state=POINT, dose=POINT, format=POINT, duty=POINT, claims=POINT, shelf=POINT
)
CLAIMS: tuple[ClaimType, ...] = (
    "authorised",
    "authorised_conditional",
    "unauthorised_health",
    "general_term",
    "disease",
)
ORDER = ("avoid", "vague", "partly", "clear")


def test_all_open_labels_get_their_points_ratio_verdict_and_hard_rule(shared: Path) -> None:
    rows = open_labels(shared)
    assert len(rows) == 15
    for row in rows:
        label = label_of(row)
        points, broken = points_of(label), hard_rules(label, tables())
        assert asdict(points) == row["points"], row["id"]
        assert points.ratio == row["ratio"], row["id"]
        assert clarity_verdict(label, points, broken) == row["verdict"], row["id"]
        assert (row["hard_rule"] in broken) if row["hard_rule"] else broken == (), row["id"]


@given(ALL_POINTS)
def test_the_ratio_is_the_mean_of_the_points_that_apply(points: Points) -> None:
    counted = [value for value in asdict(points).values() if value is not None]
    assert points.ratio == (round(sum(counted) / len(counted), 3) if counted else 0.0)


@given(ALL_POINTS)
def test_the_verdict_follows_from_the_points_alone(points: Points) -> None:
    verdict = clarity_verdict(Label(), points, ())
    is_named = points.identity in {0.5, 1.0}
    is_dosed = points.dose != 0.0
    if points.ratio >= 0.8 and is_named and is_dosed:
        assert verdict == "clear"
    else:
        assert verdict == ("partly" if points.ratio >= 0.55 else "vague")


@given(ALL_POINTS, st.sampled_from(HARD_RULES))
def test_no_points_outweigh_a_hard_rule(points: Points, broken: str) -> None:
    assert clarity_verdict(Label(), points, (broken,)) == "avoid"  # type: ignore[arg-type]


@given(ALL_POINTS)
def test_a_live_product_called_postbiotic_is_never_better_than_vague(points: Points) -> None:
    assert clarity_verdict(Label(product_class="contradictory"), points, ()) == "vague"


@given(st.lists(st.sampled_from(CLAIMS), max_size=4), st.sampled_from(CLAIMS))
def test_one_more_claim_never_makes_a_label_clearer(types: list[ClaimType], more: ClaimType) -> None:
    claims = tuple(PrintedClaim(text="x", type=kind) for kind in types)
    before = replace(probiotic(), claims=claims)
    after = replace(probiotic(), claims=(*claims, PrintedClaim(text="y", type=more)))
    worse, better = verdict(after), verdict(before)
    assert points_of(after).ratio <= points_of(before).ratio
    assert ORDER.index(worse) <= ORDER.index(better)


@given(st.floats(min_value=0, max_value=100), st.floats(min_value=0, max_value=100))
def test_more_sugar_never_gives_more_points(some: float, more: float) -> None:
    low, high = sorted((some, more))
    points = [points_of(replace(probiotic(), sugars_g_per_day=sugars)).format for sugars in (low, high)]
    assert (points[0] or 0.0) >= (points[1] or 0.0)


def verdict(label: Label) -> str:
    return clarity_verdict(label, points_of(label), hard_rules(label, tables()))


@pytest.mark.parametrize(
    ("label", "point", "expected"),
    [
        (probiotic(), "identity", 1.0),
        (replace(probiotic(), organisms=(organism(label_name="L. casei", state="live"),)), "identity", 0.5),
        (replace(probiotic(), marks=frozenset({"claimed_10_listed_1"})), "identity", 0.5),
        (Label(product_class="fibre", fibres=(Fibre(name="psyllium", g_per_day=10),)), "identity", 1.0),
        (Label(product_class="probiotic", marks=frozenset({"kinds_only"})), "identity", 0.5),
        (Label(kind="medicine", product_class="medicine_lysate"), "identity", 1.0),
        (Label(product_class="unclear"), "state", 0.0),
        (Label(product_class="unclear", marks=frozenset({"non_viable_term"})), "state", 0.5),
        (Label(product_class="fermented_food", kind="food"), "state", 0.5),
        (Label(product_class="fermented_food", kind="food", marks=frozenset({"state_said"})), "state", 1.0),
        (Label(product_class="fermented_food", kind="food"), "dose", None),
        (
            Label(product_class="fermented_food", kind="food", marks=frozenset({"sold_for_microbes"})),
            "dose",
            0.0,
        ),
        (replace(probiotic(), daily_total=Amount(amount=100.0, unit="mg")), "dose", 0.5),
        (replace(probiotic(), daily_total=Amount(amount=1e9, unit="unspecified")), "dose", 0.5),
        (replace(probiotic(), daily_total=Amount()), "dose", 0.5),
        (replace(probiotic(), warnings=("not_exceed",)), "duty", 0.5),
        (replace(probiotic(), marks=frozenset({"premature_target"}), warnings=()), "duty", 0.0),
        (replace(probiotic(), kind="food", warnings=()), "duty", 1.0),
        (replace(probiotic(), kind="food"), "shelf", None),
        (replace(probiotic(), count_guarantee="manufacture"), "shelf", 0.5),
    ],
)
def test_a_point_is_given_by_the_rules_of_the_label_file(
    label: Label, point: str, expected: float | None
) -> None:
    assert asdict(points_of(label))[point] == expected
