"""Weights: readings choose among the draws; without readings nothing is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from biotica.ferment.weights import prior_weights, probability, quantiles, weights

TIMES_H = np.linspace(0.0, 24.0, 9)
SPEEDS = np.linspace(0.03, 0.16, 200)
ENSEMBLE = 6.6 - SPEEDS[:, None] * TIMES_H
NO_STRIP = np.zeros(9, dtype=bool)


def test_without_readings_all_draws_weigh_the_same() -> None:
    nothing = weights(ENSEMBLE[:, :0], np.empty(0), np.empty(0, dtype=bool))
    assert np.array_equal(nothing.share, np.full(200, 1 / 200))
    assert nothing.effective_draws == 200


@given(truth=st.integers(20, 179))
def test_the_weighted_mean_comes_near_the_truth(truth: int) -> None:
    found = weights(ENSEMBLE, ENSEMBLE[truth], NO_STRIP)
    assert abs(found.share @ SPEEDS - SPEEDS[truth]) < 0.01
    assert found.conflicts == ()


def test_three_readings_narrow_the_end_by_more_than_half() -> None:
    found = weights(ENSEMBLE[:, 2:5], ENSEMBLE[100, 2:5], NO_STRIP[:3])
    before = np.ptp(quantiles(ENSEMBLE[:, -1], prior_weights(200).share, (0.05, 0.95)))
    after = np.ptp(quantiles(ENSEMBLE[:, -1], found.share, (0.05, 0.95)))
    assert after < 0.5 * before


def test_a_slow_jar_moves_the_forecast_up_and_a_fast_one_down() -> None:
    slow = weights(ENSEMBLE[:, 3:4], np.array([6.2]), NO_STRIP[:1])
    fast = weights(ENSEMBLE[:, 3:4], np.array([5.4]), NO_STRIP[:1])
    assert slow.share @ ENSEMBLE[:, -1] > fast.share @ ENSEMBLE[:, -1] + 0.5


def test_a_strip_says_less_than_a_meter() -> None:
    meter = weights(ENSEMBLE, ENSEMBLE[60], NO_STRIP)
    strip = weights(ENSEMBLE, ENSEMBLE[60], ~NO_STRIP)
    assert strip.effective_draws > 1.5 * meter.effective_draws


def test_a_shifted_meter_is_recognised_as_shifted() -> None:
    found = weights(ENSEMBLE, ENSEMBLE[100] + 0.15, NO_STRIP)
    assert found.share @ found.offset_ph == pytest.approx(0.1, abs=0.05)
    assert found.share @ SPEEDS == pytest.approx(SPEEDS[100], abs=0.01)


def test_the_likelihood_is_that_of_the_full_covariance() -> None:
    strip = np.array([False, True, False, False, True, False, False, True, False])
    observed = ENSEMBLE[50] + np.array([0.1, -0.2, 0.0, 0.05, 0.3, -0.1, 0.2, -0.3, 0.1])
    sd = np.where(strip, 0.3, 0.1)
    covariance = np.diag(sd**2) + 0.01 * np.outer(~strip, ~strip)
    density = np.array([stats.multivariate_normal(row, covariance).logpdf(observed) for row in ENSEMBLE])
    expected = np.exp(density - density.max())
    found = weights(ENSEMBLE, observed, strip, fewest_effective_share=0.0)
    assert np.allclose(found.share, expected / expected.sum(), rtol=1e-9, atol=1e-15)


def test_many_readings_do_not_leave_one_single_draw() -> None:
    many = np.repeat(ENSEMBLE, 20, axis=1)
    found = weights(many, many[77] + 0.01, np.zeros(many.shape[1], dtype=bool))
    assert found.effective_draws == pytest.approx(20, rel=1e-6)
    assert found.tempering < 1


def test_a_reading_that_no_draw_explains_is_named() -> None:
    observed = ENSEMBLE[100].copy()
    observed[6] = 6.8
    assert 6 in weights(ENSEMBLE, observed, NO_STRIP).conflicts


def test_readings_far_from_every_draw_still_give_weights_that_sum_to_one() -> None:
    found = weights(ENSEMBLE, np.full(9, 9.4), NO_STRIP)
    assert found.share.sum() == pytest.approx(1.0)
    assert np.isfinite(found.share).all()
    assert found.conflicts


@given(
    values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30),
    raw=st.lists(st.floats(0.01, 1.0), min_size=30, max_size=30),
)
def test_quantiles_rise_and_are_values_of_draws(values: list[float], raw: list[float]) -> None:
    share = np.array(raw[: len(values)])
    low, median, high = quantiles(np.array(values), share / share.sum())
    assert low <= median <= high
    assert {low, median, high} <= set(values)


def test_a_draw_with_all_the_weight_is_every_quantile() -> None:
    share = np.array([0.0, 1.0, 0.0])
    assert np.array_equal(quantiles(np.array([1.0, 2.0, 3.0]), share), [2.0, 2.0, 2.0])


def test_quantiles_can_be_infinite_without_becoming_nan() -> None:
    values = np.array([1.0, 2.0, np.inf, np.inf])
    assert np.array_equal(quantiles(values, np.full(4, 0.25)), [1.0, 2.0, np.inf])


def test_quantiles_run_over_each_time_alone() -> None:
    found = quantiles(ENSEMBLE, prior_weights(200).share)
    assert found.shape == (3, 9)
    assert np.array_equal(found[:, 4], quantiles(ENSEMBLE[:, 4], prior_weights(200).share))


def test_probability_is_the_weight_of_the_draws() -> None:
    assert probability(np.array([True, False, True]), np.array([0.2, 0.3, 0.5])) == pytest.approx(0.7)
