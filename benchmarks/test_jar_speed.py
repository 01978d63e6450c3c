"""Speed of a forecast: 1,000 jars and 20 readings, warm, beside the same jars without readings.

Floor: a jar with its month in the fridge takes some sixty steps of eight evaluations, about 1.5 ms on one
core: 1,000 of them 0.75 s on two. Learning runs 150 jars three times up to the last reading, a fifth of that.
The bound of the issue is 1 s; nothing is asserted that depends on the machine.
"""

from __future__ import annotations

import os

from benchmarks.test_engine_speed import best_of
from tests.jar_cases import RECIPE as BASE

from biotica.ferment.forecast import forecast
from biotica.ferment.readings import Reading
from biotica.knowledge.load import load

DRAWS = 1000
READINGS = tuple(Reading(row=2 + n, time_h=1.0 + n, ph=max(4.5, 6.6 - 0.11 * n)) for n in range(20))
MOST_FOR_LEARNING = 2.0


def test_a_thousand_jars_and_twenty_readings() -> None:
    knowledge = load()
    read = best_of(3, lambda: forecast(BASE, knowledge, READINGS, draws=DRAWS))
    blind = best_of(3, lambda: forecast(BASE, knowledge, draws=DRAWS))
    few = best_of(3, lambda: forecast(BASE, knowledge, READINGS))
    print(
        f"forecast, {DRAWS} draws, 20 readings: {read:.2f} s on {os.cpu_count()} threads (1 s wanted); "
        f"without readings {blind:.2f} s, ratio {read / blind:.2f}; 200 draws with readings {few:.2f} s"
    )
    assert read / blind < MOST_FOR_LEARNING
