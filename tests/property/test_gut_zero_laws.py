"""Laws of the zero-resolver, on the shipped models."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biotica.gut.habit import Earlier
from biotica.gut.presence import default_presence
from biotica.gut.profile import Platform
from biotica.gut.reference import Distribution, Reference
from biotica.gut.zeros import default_resolver, judge_zero

REFERENCE = Reference(platform="16S", rows={}, median_reads=20_000.0)
platforms = st.sampled_from(["16S", "shotgun"])
shares = st.floats(1e-6, 0.5)
reads = st.floats(500.0, 1e8)
past = st.lists(st.one_of(st.just(0.0), shares), max_size=5)


def model_taxa(platform: Platform) -> list[str]:
    model = default_presence(platform)
    assert model is not None
    return sorted({*model.of_presence, *model.targets})


TAXA: dict[Platform, list[str]] = {"16S": model_taxa("16S"), "shotgun": model_taxa("shotgun")}


def resident(
    platform: Platform, prevalence: float, median: float, n: float | None, earlier: list[float]
) -> float:
    row = Distribution(
        taxon=TAXA[platform][0], cohort="all", n_people=400, prevalence=prevalence,
        quantiles=((0.5, median),), median_if_present=median,
    )  # fmt: skip
    before = [Earlier(share=share) for share in earlier]
    return judge_zero(row, REFERENCE, default_resolver(platform), reads=n, earlier=before).p_resident


@given(platform=platforms, prevalence=st.floats(0, 1), median=shares, n=reads, earlier=past, new=shares)
@settings(deadline=None)
def test_another_zero_never_raises_and_a_sighting_never_lowers_the_chance_to_live_there(
    platform: Platform, prevalence: float, median: float, n: float, earlier: list[float], new: float
) -> None:
    before = resident(platform, prevalence, median, n, earlier)
    assert 0 <= before <= 1
    assert resident(platform, prevalence, median, n, [*earlier, 0.0]) < before
    assert resident(platform, prevalence, median, n, [*earlier, new]) > before


@given(platform=platforms, prevalence=st.floats(0, 1), median=shares, n=reads, more=st.floats(1, 100))
@settings(deadline=None)
def test_more_reads_make_a_zero_at_least_as_telling(
    platform: Platform, prevalence: float, median: float, n: float, more: float
) -> None:
    few, many = (resident(platform, prevalence, median, depth, []) for depth in (n, n * more))
    assert many <= few


@given(platform=platforms, data=st.data(), n=st.one_of(st.none(), reads))
@settings(deadline=None, max_examples=50)
def test_expectations_are_chances_and_do_not_depend_on_the_order_of_taxa(
    platform: Platform, data: st.DataObject, n: float | None
) -> None:
    model = default_presence(platform)
    assert model is not None
    found = data.draw(st.dictionaries(st.sampled_from(TAXA[platform]), shares, min_size=1, max_size=60))
    mixed = dict(data.draw(st.permutations(list(found.items()))))
    expected = model.expect(found, n)
    assert model.expect(mixed, n) == expected
    assert set(expected) == set(model.targets) - set(found) or not set(found) & set(model.of_presence)
    assert all(0 <= one.p_observed <= 1 for one in expected.values())


@pytest.mark.parametrize("platform", ["16S", "shotgun"])
def test_the_scale_of_the_shares_plays_no_part(platform: Platform) -> None:
    model = default_presence(platform)
    assert model is not None
    found = {taxon: 0.01 * (1 + place) for place, taxon in enumerate(TAXA[platform][:30])}
    percent = {taxon: 100 * share for taxon, share in found.items()}
    for taxon, expected in model.expect(found, None).items():
        assert model.expect(percent, None)[taxon].p_observed == pytest.approx(expected.p_observed)
