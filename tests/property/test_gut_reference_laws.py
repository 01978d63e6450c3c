from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from biotica.gut.between_cohorts import rank_in_a_new_cohort, wilson
from biotica.gut.reference import LEAST_PEOPLE, LOW, Distribution, Reference, default_reference

share = st.floats(min_value=0.0, max_value=1.0)
people = st.lists(st.one_of(st.just(0.0), share), min_size=50, max_size=120)
taxon = st.sampled_from(
    [key for key, rows in default_reference("16S").rows.items() if rows[-1].prevalence > 0.1]
)


def with_table(shares: list[float]) -> Reference:
    return Reference(
        platform="16S", rows={}, median_reads=None, same_table={("genus", "Aus"): tuple(sorted(shares))}
    )


@given(key=taxon, one=share, other=share)
def test_a_larger_share_never_stands_lower(key: tuple[str, str], one: float, other: float) -> None:
    small, large = sorted((one, other))
    reference = default_reference("16S")
    below, above = reference.percentile(*key, small), reference.percentile(*key, large)
    if below is not None and above is not None:
        assert below.value <= above.value + 1e-12
        assert below.low <= below.value <= below.high


@given(shares=people, one=share, other=share)
def test_a_larger_share_never_stands_lower_among_people_of_one_table(
    shares: list[float], one: float, other: float
) -> None:
    small, large = sorted((one, other))
    below = with_table(shares).percentile("genus", "Aus", small)
    above = with_table(shares).percentile("genus", "Aus", large)
    assert below is not None
    assert above is not None
    assert below.value <= above.value
    assert 0 <= below.low <= below.value <= below.high <= 1


@given(shares=people, one=share)
def test_the_order_of_people_does_not_matter(shares: list[float], one: float) -> None:
    turned = list(reversed(shares))
    assert with_table(shares).percentile("genus", "Aus", one) == with_table(turned).percentile(
        "genus", "Aus", one
    )


@given(shares=people)
def test_people_tied_at_zero_stand_in_the_middle_of_the_zeros(shares: list[float]) -> None:
    zeros = sum(value == 0 for value in shares) / len(shares)
    found = with_table(shares).percentile("genus", "Aus", 0.0)
    assert found is not None
    assert found.tied_share == zeros
    assert abs(found.value - zeros / 2) < 1e-12


@given(shares=people)
def test_no_more_than_a_tenth_of_a_table_is_low(shares: list[float]) -> None:
    reference = with_table(shares)
    low = sum(reference.is_low("genus", "Aus", value) for value in shares)
    assert low <= LOW * len(shares) + 1


@given(shares=st.lists(st.floats(min_value=0.001, max_value=1.0), min_size=50, max_size=200, unique=True))
def test_a_tenth_of_a_table_is_low_where_everybody_has_it(shares: list[float]) -> None:
    reference = with_table(shares)
    low = sum(reference.is_low("genus", "Aus", value) for value in shares)
    assert abs(low - LOW * len(shares)) <= 1


@given(ranks=st.lists(st.tuples(share, st.integers(10, 2000)), min_size=3, max_size=15))
def test_the_interval_of_a_new_cohort_lies_in_zero_to_one_and_knows_no_order(
    ranks: list[tuple[float, int]],
) -> None:
    low, high = rank_in_a_new_cohort(ranks)
    assert 0 <= low <= high <= 1
    turned = rank_in_a_new_cohort(ranks[::-1])
    assert abs(turned[0] - low) < 1e-9
    assert abs(turned[1] - high) < 1e-9


@given(rank=st.floats(0.05, 0.95), n=st.integers(50, 500), more=st.integers(1, 500))
def test_more_people_make_the_interval_of_a_share_narrower(rank: float, n: int, more: int) -> None:
    low, high = wilson(rank, n)
    closer = wilson(rank, n + more)
    assert closer[1] - closer[0] < high - low


@given(key=taxon, one=share)
def test_a_row_of_fewer_than_a_hundred_people_says_nothing(key: tuple[str, str], one: float) -> None:
    def fewer(row: Distribution) -> Distribution:
        return replace(row, n_people=min(row.n_people, LEAST_PEOPLE - 1))

    reference = default_reference("16S")
    small = replace(reference, rows={key: tuple(map(fewer, reference.rows[key]))})
    assert small.percentile(*key, one) is None
    assert not small.is_low(*key, one)
