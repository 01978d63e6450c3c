"""What was read in a jar, as numbers that an ensemble can be compared with: pH, taste and gas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from biotica.engine.draws import Draws
from biotica.ferment.courses import Courses
from biotica.ferment.ensemble import Bools, Floats
from biotica.ferment.learn import Observed, conflicts, meter_ph, meter_sd_ph
from biotica.ferment.readings import Reading

TASTE_PH: Mapping[str, float] = {"sweet": 6.3, "mild": 5.2, "sour": 4.4, "very_sour": 3.8}
TASTE_SD_PH = 0.5
GAS_MMOL_PER_L: Mapping[str, float] = {"none": 3.0, "some": 12.0, "much": 30.0}
GAS_SD_LOG10 = 0.4
"""What words mean as pH and as dissolved CO2, and how far people differ: all assumed."""

_SAME_TIME_H = 1e-6
_LEAST_CO2_MMOL_PER_L = 0.1


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Seen:
    """Readings in the order in which they are compared: all pH, then all tastes, then all gas.

    Parameters
    ----------
    readings : tuple of Reading
        As given.
    ph, taste, gas : tuple of int
        Places among ``readings`` that hold one.
    """

    readings: tuple[Reading, ...]
    ph: tuple[int, ...]
    taste: tuple[int, ...]
    gas: tuple[int, ...]

    @property
    def anything(self) -> bool:
        """Whether there is something to learn from."""
        return bool(self.ph or self.taste or self.gas)

    @property
    def last_h(self) -> float:
        """Hour of the last reading to learn from."""
        return max(self.readings[place].time_h for place in (*self.ph, *self.taste, *self.gas))

    def hours(self, places: Sequence[int]) -> Floats:
        """Hours of some readings."""
        return np.array([self.readings[place].time_h for place in places], dtype=np.float64)

    @property
    def strip(self) -> Bools:
        """Which of the pH readings come from a strip."""
        return np.array([self.readings[place].strip for place in self.ph], dtype=bool)

    @property
    def observed(self) -> Observed:
        """Value and standard deviation of each: pH, pH by taste, log10 of CO2 by its bubbles."""
        ph = [self.readings[place].ph for place in self.ph]
        taste = [TASTE_PH[self.readings[place].taste] for place in self.taste]
        gas = [np.log10(GAS_MMOL_PER_L[self.readings[place].gas]) for place in self.gas]
        return Observed(
            value=np.array([*ph, *taste, *gas], dtype=np.float64),
            sd=np.concatenate(
                [
                    meter_sd_ph(self.hours(self.ph), self.strip),
                    np.full(len(taste), TASTE_SD_PH),
                    np.full(len(gas), GAS_SD_LOG10),
                ]
            ),
        )

    def shown(self, courses: Courses, draws: Draws) -> Floats:
        """Say what would have been read in each draw, shape (draws, comparisons)."""
        by_meter = meter_ph(
            _at(courses, courses.ph, self.hours(self.ph)), self.hours(self.ph), self.strip, draws
        )
        by_taste = _at(courses, courses.ph, self.hours(self.taste))
        bubbles = np.maximum(
            _at(courses, courses.mmol_per_l["CO2"], self.hours(self.gas)), _LEAST_CO2_MMOL_PER_L
        )
        return np.concatenate([by_meter, by_taste, np.log10(bubbles)], axis=1)

    def ph_of(self, shown: Floats) -> Floats:
        """Put the pH of what was `shown` beside the readings, shape (draws, readings); NaN where none is."""
        beside = np.full((shown.shape[0], len(self.readings)), np.nan)
        beside[:, list(self.ph)] = shown[:, : len(self.ph)]
        return beside

    def conflicts(self, shown: Floats) -> tuple[int, ...]:
        """Places of the pH readings that the draws do not explain."""
        found = conflicts(shown, self.observed)
        return tuple(self.ph[place] for place in found if place < len(self.ph))


def seen_in(readings: Sequence[Reading]) -> Seen:
    """Sort readings by what they tell."""
    return Seen(
        readings=tuple(readings),
        ph=tuple(place for place, one in enumerate(readings) if one.ph is not None),
        taste=tuple(place for place, one in enumerate(readings) if one.taste),
        gas=tuple(place for place, one in enumerate(readings) if one.gas),
    )


def _at(courses: Courses, values: Floats, hours: Floats) -> Floats:
    places = np.searchsorted(courses.times_h, hours - _SAME_TIME_H)
    return np.asarray(values[:, np.minimum(places, courses.times_h.size - 1)])
