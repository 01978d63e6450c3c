"""How far a rank among known cohorts holds in a cohort that nobody measured yet."""

from __future__ import annotations

import math
from collections.abc import Sequence

LEAST_COHORTS = 3
"""With fewer cohorts nobody knows how much they differ."""

MOST_PEOPLE = 150
"""A larger cohort tells no more about other cohorts than one of this size."""

_Z80 = 1.2816
_T80 = (3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398, 1.4149, 1.3968, 1.3830, 1.3722)
"""90 % quantiles of Student's t for 1 to 10 degrees of freedom."""


def rank_in_a_new_cohort(
    ranks: Sequence[tuple[float, int]], *, least_variance: float = 0.0
) -> tuple[float, float]:
    """Give the 80 % interval of a rank in a further cohort.

    Parameters
    ----------
    ranks : sequence of (float, int)
        Mid-rank, 0..1, and people of every known cohort; two at least.
    least_variance : float
        Of the logit between cohorts: what is usual for the platform. Few cohorts that happen to agree on one
        taxon do not show that all would.

    Returns
    -------
    (float, float)
        Low and high, 0..1.

    Notes
    -----
    Random effects on the logit of the rank after DerSimonian and Laird: with ``v`` the sampling variance and
    ``tau2`` the variance between cohorts, at least `least_variance`, it is
    ``m +- t sqrt(1 / sum(1 / (v + tau2)) + tau2)``. It is no interval for one person's true share, and
    `validation/reference.py` says how often it holds.
    """
    logits, spreads = _on_logits(ranks)
    between = max(least_variance, _variance(logits, spreads))
    weights = [1.0 / (spread + between) for spread in spreads]
    total = math.fsum(weights)
    centre = math.fsum(w * x for w, x in zip(weights, logits, strict=True)) / total
    half = _student(len(logits) - 1) * math.sqrt(1.0 / total + between)
    return _expit(centre - half), _expit(centre + half)


def variance_between(ranks: Sequence[tuple[float, int]]) -> float:
    """Estimate the variance of the logit of a rank between cohorts, >= 0; see `rank_in_a_new_cohort`."""
    return _variance(*_on_logits(ranks))


def _on_logits(ranks: Sequence[tuple[float, int]]) -> tuple[list[float], list[float]]:
    logits, spreads = [], []
    for rank, people in ranks:
        n = min(people, MOST_PEOPLE)
        inside = min(max(rank, 0.5 / n), 1.0 - 0.5 / n)
        logits.append(math.log(inside / (1.0 - inside)))
        spreads.append(1.0 / (n * inside * (1.0 - inside)))
    return logits, spreads


def wilson(share: float, n: int) -> tuple[float, float]:
    """Give the 80 % interval of a share that was counted among `n` people."""
    centre = (share + _Z80**2 / (2 * n)) / (1 + _Z80**2 / n)
    half = _Z80 / (1 + _Z80**2 / n) * math.sqrt(share * (1 - share) / n + _Z80**2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def _variance(logits: Sequence[float], spreads: Sequence[float]) -> float:
    weights = [1.0 / spread for spread in spreads]
    total = math.fsum(weights)
    centre = math.fsum(w * x for w, x in zip(weights, logits, strict=True)) / total
    scatter = math.fsum(w * (x - centre) ** 2 for w, x in zip(weights, logits, strict=True))
    return max(0.0, (scatter - (len(logits) - 1)) / (total - math.fsum(w * w for w in weights) / total))


def _student(freedom: int) -> float:
    return _T80[freedom - 1] if freedom <= len(_T80) else _Z80 * (1.0 + 0.75 / freedom)


def _expit(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0
