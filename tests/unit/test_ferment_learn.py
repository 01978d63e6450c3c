"""Readings move the draws. The jar here is a straight line, so that the answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biotica.engine.draws import Draws
from biotica.ferment.ensemble import Bools, Floats, probability, quantiles
from biotica.ferment.learn import (
    METER_SD_PH,
    OFFSET,
    OFFSET_SD_PH,
    STRIP_SD_PH,
    Observed,
    conflicts,
    learn,
    meter_ph,
    meter_sd_ph,
)

TIMES_H = np.linspace(2.0, 22.0, 6)
MANY = 2000
METER = np.zeros(6, dtype=bool)


def speed(draws: Draws) -> Floats:
    return 0.09 + 0.02 * draws.score("speed")


def line(draws: Draws, times_h: Floats, strip: Bools) -> Floats:
    draws.score("something else")
    return meter_ph(6.6 - speed(draws)[:, None] * times_h, times_h, strip, draws)


def learnt(
    true_speed: float, *, shift: float = 0.0, strip: Bools = METER, count: int = MANY, seed: int = 1
) -> Draws:
    times_h = TIMES_H[: strip.size]
    seen = Observed(value=6.6 - true_speed * times_h + shift, sd=meter_sd_ph(times_h, strip))
    return learn(lambda draws: line(draws, times_h, strip), Draws(count=count, seed=seed), seen)


@settings(max_examples=20, deadline=None)
@given(true_speed=st.floats(0.05, 0.13), seed=st.integers(1, 1000))
def test_the_draws_move_to_the_truth(true_speed: float, seed: int) -> None:
    found = speed(learnt(true_speed, seed=seed))
    assert abs(found.mean() - true_speed) < 0.006
    assert found.std() < 0.008


def test_a_straight_line_is_learnt_as_the_textbook_says() -> None:
    """Posterior of a line with a shared offset and drift, by the formula for bell curves."""
    truth = 0.11
    days = TIMES_H / 24.0
    by_score = np.stack([-0.02 * TIMES_H, np.full(6, OFFSET_SD_PH), 0.03 * days])
    noise = np.diag(meter_sd_ph(TIMES_H, METER) ** 2)
    gain = by_score @ np.linalg.inv(by_score.T @ by_score + noise)
    mean = gain @ ((0.09 - truth) * TIMES_H)
    spread = np.eye(3) - gain @ by_score.T
    scores = learnt(truth, count=20_000)
    assert scores.score("speed").mean() == pytest.approx(mean[0], abs=0.05)
    assert scores.score("speed").std() == pytest.approx(np.sqrt(spread[0, 0]), rel=0.1)
    assert scores.score(OFFSET).std() == pytest.approx(np.sqrt(spread[1, 1]), rel=0.1)


def test_what_the_readings_say_nothing_about_stays_as_it_was() -> None:
    moved = learnt(0.12).score("something else")
    assert abs(moved.mean()) < 0.3, "within the noise of the 150 draws that learn"
    assert moved.std() == pytest.approx(1.0, abs=0.15)


def test_a_strip_says_less_than_a_meter() -> None:
    assert speed(learnt(0.11, strip=~METER)).std() > 1.3 * speed(learnt(0.11)).std()


def test_a_shifted_meter_is_recognised_as_shifted() -> None:
    moved = learnt(0.09, shift=0.15)
    assert 0.06 < OFFSET_SD_PH * moved.score(OFFSET).mean() < 0.15
    assert speed(moved).mean() == pytest.approx(0.09, abs=0.006)


def test_a_strip_has_no_offset() -> None:
    draws = Draws(count=10, seed=1)
    ph = np.full((10, 6), 5.0)
    assert np.array_equal(meter_ph(ph, TIMES_H, ~METER, draws), ph)
    assert not np.array_equal(meter_ph(ph, TIMES_H, METER, draws), ph)


def test_the_same_seed_learns_the_same_and_no_weight_is_left_out() -> None:
    one, other = learnt(0.1, count=50), learnt(0.1, count=50)
    assert np.array_equal(speed(one), speed(other))
    assert np.unique(speed(one)).size == 50


def test_one_slip_of_the_pen_does_not_bend_the_rest() -> None:
    values = 6.6 - 0.09 * TIMES_H
    values[3] = 8.6
    sd = meter_sd_ph(TIMES_H, METER)
    seen = Observed(value=values, sd=sd)
    moved = learn(lambda draws: line(draws, TIMES_H, METER), Draws(count=MANY, seed=1), seen)
    assert speed(moved).mean() == pytest.approx(0.09, abs=0.01)
    assert conflicts(line(moved, TIMES_H, METER), seen) == (3,)


def test_the_first_hour_is_trusted_half() -> None:
    sd = meter_sd_ph(np.array([0.0, 5.0, 0.0]), np.array([False, False, True]))
    assert list(sd) == [2 * METER_SD_PH, METER_SD_PH, STRIP_SD_PH]


@given(values=st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=40))
def test_quantiles_rise_and_are_values_of_draws(values: list[float]) -> None:
    found = quantiles(np.array(values))
    assert list(found) == sorted(found)
    assert set(found) <= set(values)


def test_quantiles_can_be_infinite_without_becoming_nan() -> None:
    assert list(quantiles(np.array([1.0, np.inf, np.inf]))) == [1.0, np.inf, np.inf]


def test_a_chance_is_a_part_of_the_draws() -> None:
    assert probability(np.array([True, False, True, True])) == 0.75


def test_a_large_ensemble_keeps_the_mean_and_the_spread_of_what_was_learnt() -> None:
    few, many = learnt(0.11, count=250), learnt(0.11, count=4000)
    assert speed(many).mean() == pytest.approx(speed(few).mean(), abs=0.0005)
    assert speed(many).std() == pytest.approx(speed(few).std(), rel=0.05)
    assert np.unique(speed(many)).size == 4000
    together = [np.corrcoef(each.score("speed"), each.score(OFFSET))[0, 1] for each in (few, many)]
    assert together[1] == pytest.approx(together[0], abs=0.05)
