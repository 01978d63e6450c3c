"""Does a taxon that a sample does not show live in this person all the same? A fitted, monotone answer."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from biotica.gut.profile import Platform

_EDGE = 0.01
_LEAST_SHARE = 1e-6
"""Of a taxon seen before; what is smaller counts as this much."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """What an earlier sample of the person says about one taxon.

    Attributes
    ----------
    share : float
        Of the classified part, 0..1; 0 = not seen.
    reads : float or None
        Classified reads of that sample.
    p_observed : float or None
        How expected it was there, 0..1; only known where it was not seen.
    """

    share: float
    reads: float | None = None
    p_observed: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HabitModel:
    """Coefficients of one platform.

    Attributes
    ----------
    intercept : float
    of_habit, of_zero_rate, of_posterior, of_missed, of_amount, of_antibiotics : float
        All >= 0: of the log odds that the rest of the community gives, of the taxon's share of zeros that are
        of residents, of the posterior presence rate, of ln(chance to miss it) times
        1 + ln(1 + earlier zeros), of its largest earlier amount times the share of samples that show it, and
        of a course of antibiotics before.
    concentration : float
        How far people keep to their habit: weight of the prevalence in samples.
    zero_rate : float
        Share of zeros that are of residents, over all taxa.
    by_taxon : mapping
        Prevalence (share of a person's samples that show it, averaged over people), concentration and share
        of resident zeros of taxa with repeated samples.
    """

    intercept: float
    of_habit: float
    of_zero_rate: float
    of_posterior: float
    of_missed: float
    of_amount: float
    of_antibiotics: float
    concentration: float
    zero_rate: float
    by_taxon: Mapping[str, tuple[float, float, float]]

    def p_resident(
        self,
        taxon: str,
        prevalence: float,
        habit_logit: float,
        missed: float,
        earlier: Sequence[Earlier] = (),
        *,
        antibiotics: bool = False,
    ) -> float:
        """Chance that at least half of the person's samples of other days show it.

        Parameters
        ----------
        taxon : str
            Accepted name.
        prevalence : float
            Share of comparable people who show it, 0..1.
        habit_logit : float
            Log odds that the rest of the community gives, at the usual depth.
        missed : float
            Chance that a sample misses it where it lives, 0..1.
        earlier : sequence of Earlier
            What other samples of the person show, in any order.
        antibiotics : bool
            Whether a course of antibiotics may still have been at work in this sample.

        Returns
        -------
        float
            Never falls with another sighting, never rises with another zero or with a surer test.

        Notes
        -----
        Logistic in the named terms; the posterior presence rate is that of a beta prior with mean
        ``prevalence`` and weight ``concentration`` after this zero and the earlier samples. A habit of being
        seen, not a count of living cells.
        """
        rate, weight, zero_rate = self.by_taxon.get(taxon, (prevalence, self.concentration, self.zero_rate))
        seen = [sample.share for sample in earlier if sample.share > 0]
        posterior = (rate * weight + len(seen)) / (weight + len(earlier) + 1)
        amount = max(map(_amount, seen), default=0.0) * len(seen) / (len(earlier) + 1)
        logit = (
            self.intercept
            + self.of_habit * habit_logit
            + self.of_zero_rate * _logit(zero_rate)
            + self.of_posterior * _logit(posterior)
            + self.of_missed * math.log(max(missed, _EDGE)) * (1.0 + math.log1p(len(earlier) - len(seen)))
            + self.of_amount * amount
            + self.of_antibiotics * antibiotics
        )
        return 1.0 / (1.0 + math.exp(-logit))


def _amount(share: float) -> float:
    return math.log10(max(share, _LEAST_SHARE) / _LEAST_SHARE)


def _logit(share: float) -> float:
    return math.log((share + _EDGE) / (1.0 + _EDGE - share))


@lru_cache(maxsize=4)
def default_habit(platform: Platform) -> HabitModel:
    """Load the shipped coefficients of a platform; one without a model is read as 16S."""
    found = json.loads((files("biotica") / "data" / "models" / "residency.json").read_text("utf-8"))
    return habit_from(found["platforms"].get(platform, found["platforms"]["16S"]))


def habit_from(values: Mapping[str, Any]) -> HabitModel:
    """Make a platform's model from ``residency.json``."""
    by_taxon = {name: (rate, weight, zero) for name, (rate, weight, zero) in values["by_taxon"].items()}
    return HabitModel(**{**values, "by_taxon": by_taxon})
