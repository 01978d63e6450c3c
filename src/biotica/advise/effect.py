"""What a simulation says that an item adds; the numbers come from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from biotica.errors import ModelError, _

Stage = Literal["vial_24_h", "gut_14_d"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """Simulated gain of one item over doing nothing, as paired differences.

    Parameters
    ----------
    metabolite : str
        What is made.
    unit : str
        Of the three numbers, such as ``mmol_per_day``.
    stage : str
        Which simulation: a 24 h vial, or 14 days in the gut.
    median, low, high : float
        50, 10 and 90 % quantiles of the gain over the draws.
    probability_of_gain : float
        Share of draws with more than doing nothing, 0..1.

    Raises
    ------
    ModelError
        If the quantiles are not in order or the probability is no share.

    Notes
    -----
    Model output, not validated in people; not a benefit to health.
    """

    metabolite: str
    unit: str
    stage: Stage
    median: float
    low: float
    high: float
    probability_of_gain: float

    def __post_init__(self) -> None:
        if not (self.low <= self.median <= self.high and 0 <= self.probability_of_gain <= 1):
            raise ModelError(
                _("the gain {low} to {high} with median {median} and probability {probability} cannot be"),
                code="impossible_effect",
                low=self.low,
                high=self.high,
                median=self.median,
                probability=self.probability_of_gain,
            )

    @property
    def is_clear_gain(self) -> bool:
        """Whether the whole 80 % interval lies above doing nothing."""
        return self.low > 0
