"""The temperature law holds for every draw of its three limits."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from biotica.engine.rates import cardinal_temperature

CELSIUS = st.floats(-5.0, 60.0)


@example(temperature=9e-175, minimum=0.0, below=1.0, above=1.0)
@given(temperature=CELSIUS, minimum=CELSIUS, below=st.floats(0.5, 40.0), above=st.floats(0.5, 40.0))
def test_growth_is_a_share_at_every_temperature_wherever_the_optimum_lies(
    temperature: float, minimum: float, below: float, above: float
) -> None:
    share = cardinal_temperature(temperature, minimum, minimum + below, minimum + below + above)
    assert 0.0 <= share <= 1.0 + 1e-9


@given(temperature=st.floats(5.1, 34.9))
def test_both_shapes_meet_where_the_optimum_lies_in_the_middle(temperature: float) -> None:
    nearer_maximum = cardinal_temperature(temperature, 5.0, 20.0 + 1e-7, 35.0)
    nearer_minimum = cardinal_temperature(temperature, 5.0, 20.0 - 1e-7, 35.0)
    assert nearer_maximum == pytest.approx(nearer_minimum, abs=1e-5)


def test_the_law_is_that_of_the_printed_equation() -> None:
    temperature, minimum, optimum, maximum = 22.0, 4.0, 38.3, 49.6
    printed = (temperature - maximum) * (temperature - minimum) ** 2
    printed /= (optimum - minimum) * (
        (optimum - minimum) * (temperature - optimum)
        - (optimum - maximum) * (optimum + minimum - 2.0 * temperature)
    )
    assert cardinal_temperature(temperature, minimum, optimum, maximum) == pytest.approx(printed, rel=1e-12)
