"""How likely a sample shows a taxon: curves over expected reads or share, fitted on repeated samples."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from biotica.gut.profile import Platform


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """A rising chance over an amount, straight between its knots on a log-logit scale.

    Attributes
    ----------
    amounts : tuple of float
        Knots, rising, > 0: expected reads, or share of the classified part.
    logits : tuple of float
        Log odds at each knot, never falling.
    """

    amounts: tuple[float, ...]
    logits: tuple[float, ...]

    def chance(self, amount: float) -> float:
        """Chance to be seen, 0..1; 0 without an amount, flat outside the knots."""
        if amount <= 0:
            return 0.0
        return 1.0 / (1.0 + math.exp(-self._logit(amount)))

    def amount(self, chance: float) -> float | None:
        """Give the least amount with this chance; None where the curve never reaches it."""
        logit = math.log(chance / (1.0 - chance))
        knots = list(zip(self.amounts, self.logits, strict=True))
        if knots[0][1] >= logit:
            return knots[0][0]
        for (low, below), (high, above) in pairwise(knots):
            if above >= logit:
                return low * math.exp(math.log(high / low) * (logit - below) / (above - below))
        return None

    def _logit(self, amount: float) -> float:
        if amount <= self.amounts[0]:
            return self.logits[0]
        for low, high, below, above in zip(
            self.amounts, self.amounts[1:], self.logits, self.logits[1:], strict=False
        ):
            if amount <= high:
                return below + (above - below) * math.log(amount / low) / math.log(high / low)
        return self.logits[-1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """How a platform shows what is there.

    Attributes
    ----------
    drawn : Curve
        Chance that reads of the same stool show a taxon, over its expected reads: sequencing alone.
    another_day : Curve
        Chance that a sample shows what another day's sample of the person showed, over expected reads.
    another_day_by_share : Curve or None
        The same over the share, for platforms whose files seldom say their reads.
    log10_change_q95 : float
        Size of change between two samples of a person that 95 % of common genera stay below.

    Notes
    -----
    `another_day` holds real comings and goings too: no deeper sequencing removes its floor.
    """

    drawn: Curve
    another_day: Curve
    another_day_by_share: Curve | None
    log10_change_q95: float

    def chance_drawn(self, share: float, reads: float | None) -> float | None:
        """Chance that this depth shows a taxon of this share; None where the file has no reads."""
        return None if reads is None else self.drawn.chance(share * reads)

    def chance_seen(self, share: float, reads: float | None) -> float | None:
        """Chance that a sample shows a taxon that lives there with this share on average.

        Returns
        -------
        float or None
            The smaller of what depth and share allow, 0..1; None where neither is known.
        """
        chances = []
        if reads is not None:
            chances.append(self.another_day.chance(share * reads))
        if self.another_day_by_share is not None:
            chances.append(self.another_day_by_share.chance(share))
        return min(chances, default=None)

    def reads_for(self, chance: float, share: float) -> float | None:
        """Give the reads that would draw a taxon of this share with this chance, None where none would."""
        expected = self.drawn.amount(chance)
        return None if expected is None or share <= 0 else expected / share


@lru_cache(maxsize=4)
def default_detection(platform: Platform) -> Detection:
    """Load the shipped curves; a platform without a model is read as 16S."""
    found = json.loads((files("biotica") / "data" / "models" / "detection.json").read_text("utf-8"))
    return detection_from(found["platforms"].get(platform, found["platforms"]["16S"]))


def detection_from(values: Mapping[str, Any]) -> Detection:
    """Make the curves of one platform from ``detection.json``."""
    by_share = values["another_day_by_share"]
    return Detection(
        drawn=_curve(values["drawn"]),
        another_day=_curve(values["another_day"]),
        another_day_by_share=None if by_share is None else _curve(by_share),
        log10_change_q95=values["log10_change_q95"],
    )


def _curve(values: Mapping[str, Sequence[float]]) -> Curve:
    return Curve(amounts=tuple(values["amounts"]), logits=tuple(values["logits"]))
