from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.label_cases import killed, organism, probiotic, tables

from biotica.knowledge.load import load
from biotica.label.label import Amount, Guarantee, Label
from biotica.label.live_at_use import LiveCount, Stored, live_at_use

TODAY = date(2026, 11, 24)
DAYS = st.integers(min_value=-400, max_value=700)
GUARANTEES: tuple[Guarantee, ...] = ("end_of_shelf_life", "manufacture", "none")


def counted(label: Label, temperature_c: float | None = None, today: date = TODAY) -> LiveCount | None:
    return live_at_use(label, Stored(today=today, temperature_c=temperature_c), tables(), load())


def certain(label: Label, temperature_c: float | None = None) -> LiveCount:
    found = counted(label, temperature_c)
    assert found is not None
    return found


def test_long_before_its_date_a_warm_drink_holds_no_more_than_a_hundredfold() -> None:
    label = probiotic(
        daily_total=Amount(amount=1e9, unit="CFU"),
        best_before=TODAY + timedelta(days=151),
        count_guarantee="end_of_shelf_life",
        form="drink",
    )
    assert certain(label, 26.0).high <= 1e11 * (1 + 1e-9)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(min_value=1, max_value=1e13),
    DAYS,
    st.floats(min_value=-20, max_value=45) | st.none(),
    st.sampled_from(GUARANTEES),
    st.sampled_from(("capsule", "drink")),
)
def test_the_median_lies_within_its_interval(
    amount: float, days: int, temperature_c: float | None, guarantee: Guarantee, form: str
) -> None:
    label = probiotic(
        daily_total=Amount(amount=amount, unit="CFU"),
        best_before=TODAY + timedelta(days=days),
        count_guarantee=guarantee,
        form=form,
    )
    found = certain(label, temperature_c)
    assert 0 <= found.low <= found.median <= found.high


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=700))
def test_a_promised_count_is_the_lower_bound_until_the_best_before_date(days: int) -> None:
    label = probiotic(best_before=TODAY + timedelta(days=days))
    assert certain(label).low == 1e9


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=1, max_value=700))
def test_after_the_best_before_date_less_is_left_than_was_promised(days: int) -> None:
    assert certain(probiotic(best_before=TODAY - timedelta(days=days))).median < 1e9


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=600), st.integers(min_value=1, max_value=100))
def test_an_older_pack_never_holds_more(age: int, more: int) -> None:
    fresh, old = (
        probiotic(count_guarantee="manufacture", made_on=TODAY - timedelta(days=days))
        for days in (age, age + more)
    )
    assert certain(old).median <= certain(fresh).median <= 1e9


def test_a_warmer_pack_holds_less() -> None:
    label = probiotic(count_guarantee="manufacture", made_on=TODAY - timedelta(days=200))
    counts = [certain(label, temperature_c).median for temperature_c in (4.0, 20.0, 35.0)]
    assert counts == sorted(counts, reverse=True)


def test_a_pack_kept_warmer_than_its_label_asks_loses_its_promise() -> None:
    label = probiotic(best_before=TODAY + timedelta(days=200), store_below_c=8.0)
    assert certain(label, 5.0).low == 1e9
    assert certain(label, 25.0).low < 1e9


def test_spores_keep_better_than_other_bacteria() -> None:
    spores = organism(
        label_name="Bacillus coagulans", current_name="Heyndrickxia coagulans", state="live", strain="Z1"
    )
    label = probiotic(count_guarantee="manufacture", made_on=TODAY - timedelta(days=400))
    assert certain(replace(label, organisms=(spores,))).median > certain(label).median


def test_a_fermented_drink_takes_the_loss_of_its_species_from_the_tables() -> None:
    culture = organism(
        label_name="Lactococcus lactis", current_name="Lactococcus lactis", state="live", strain="Z2"
    )
    drink = probiotic(
        form="drink",
        organisms=(culture,),
        count_guarantee="manufacture",
        made_on=TODAY - timedelta(days=21),
        daily_total=Amount(amount=1e9, unit="CFU"),
        store_below_c=4.0,
    )
    row = load().parameters_of("lactococcus_lactis")["storage_log10_change_per_week", ""]
    assert certain(drink).median == pytest.approx(1e9 * 10 ** (3 * row.value), rel=0.35)


def test_the_same_seed_gives_the_same_interval() -> None:
    label = probiotic(count_guarantee="manufacture")
    assert counted(label) == counted(label)


def test_what_nobody_said_is_listed_as_assumed() -> None:
    bare = probiotic(count_guarantee="manufacture")
    told = replace(bare, made_on=TODAY, store_below_c=8.0)
    assert certain(bare).assumed == ("loss", "age", "temperature")
    assert certain(told).assumed == ("loss",)


@pytest.mark.parametrize(
    "label",
    [
        killed("Lacticaseibacillus paracasei", "LP-33", 1e10),
        probiotic(daily_total=Amount(amount=200.0, unit="mg")),
        probiotic(daily_total=Amount(amount=1e9, unit="cells")),
        probiotic(daily_total=Amount(amount=1e9, unit="unspecified")),
        probiotic(daily_total=Amount()),
        probiotic(count_guarantee="none"),
        Label(kind="food", product_class="fermented_food", count_guarantee="none"),
    ],
)
def test_nothing_is_counted_where_no_living_count_is_printed(label: Label) -> None:
    assert counted(label) is None
