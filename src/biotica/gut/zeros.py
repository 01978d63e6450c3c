"""What a zero means: how likely the test shows a taxon, and how likely it lives there although not seen.

Thin: a constant prior per platform until the zero-resolver lands. Presence given the rest of the community,
the person's habits and antibiotics play no part yet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from biotica.gut.reference import Distribution, Reference, rows_of

CHANCE_WITHOUT_DEPTH = 0.8
"""Chance to see a resident taxon where the file has no counts. Assumed; no measurement behind it."""

PRIOR_SEEN_BEFORE = 0.9
"""Prior that a taxon seen in an earlier sample of the person still lives there. Assumed."""

MOST_CERTAIN = 0.93
"""No single sample is surer: of genera with 50-100 expected reads 6.8 % are not seen (detection.tsv)."""

UNLIKELY = 0.2
EXPECTED = 0.9
DETECTABLE = 0.8
WELL_DETECTABLE = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """Chance to see a taxon again in another sample of the same person, from its expected reads.

    Attributes
    ----------
    intercept, slope, ceiling : float
        Of ``ceiling / (1 + exp(-(intercept + slope ln(reads))))``.
    log10_change_q95 : float
        Size of change between two samples of a person that 95 % of common genera stay below.
    """

    intercept: float
    slope: float
    ceiling: float
    log10_change_q95: float

    def chance(self, expected_reads: float) -> float:
        """Chance to see it, 0..1; 0 without reads."""
        if expected_reads <= 0:
            return 0.0
        return self.ceiling / (1 + math.exp(-(self.intercept + self.slope * math.log(expected_reads))))


@dataclass(frozen=True, kw_only=True, slots=True)
class Zero:
    """A taxon that a sample does not show.

    Attributes
    ----------
    taxon : str
        Accepted name.
    p_observed : float
        Share of comparable people whose profile shows it at this depth.
    p_resident : float
        Chance that it lives there although not seen.
    zero_class : str
        not_detectable, not_seen, probably_absent or missing.
    reads_wanted : int or None
        Reads of a sample that would show it in 19 of 20 cases; None where depth plays no part here.
    """

    taxon: str
    p_observed: float
    p_resident: float
    zero_class: str
    reads_wanted: int | None


def judge_zero(
    row: Distribution,
    reference: Reference,
    detection: Detection,
    *,
    reads: float | None,
    earlier: Sequence[tuple[float, float | None]] = (),
) -> Zero:
    """Say what the zero of one taxon means.

    Parameters
    ----------
    row : Distribution
        Of all cohorts.
    reference : Reference
        For the depth of its cohorts.
    detection : Detection
        How expected reads become a chance to be seen.
    reads : float or None
        Classified reads of this sample; None = unknown.
    earlier : sequence of (float, float or None)
        Share and classified reads of the taxon in earlier samples of the person, oldest first.

    Returns
    -------
    Zero
        ``missing`` never from one sample.

    Notes
    -----
    Bayes with the platform's prevalence, corrected for what its cohorts did not see, as prior. No statement
    about health, and for shotgun data without counts not about depth either.
    """
    typical = row.median_if_present
    seen = _chance(detection, typical, reads)
    shown = _chance(detection, typical, reference.median_reads if reference.platform == "16S" else None)
    prior = min(0.995, row.prevalence / shown) if reads is not None else row.prevalence
    p_observed = min(0.999, row.prevalence * seen / shown) if reads is not None else row.prevalence
    before = [share > 0 for share, _reads in earlier]
    if any(before):
        prior = max(prior, PRIOR_SEEN_BEFORE)
    misses = [1 - min(seen, MOST_CERTAIN)]
    misses += [1 - min(_chance(detection, typical, n), MOST_CERTAIN) for share, n in earlier if share <= 0]
    missed = math.prod(misses)
    p_resident = prior * missed / (prior * missed + 1 - prior)
    return Zero(
        taxon=row.taxon,
        p_observed=p_observed,
        p_resident=p_resident,
        zero_class=_zero_class(
            p_observed, p_resident, seen, reads, zeros=len(misses), seen_before=sum(before)
        ),
        reads_wanted=_reads_wanted(detection, typical) if reads is not None else None,
    )


def _chance(detection: Detection, share: float, reads: float | None) -> float:
    return CHANCE_WITHOUT_DEPTH if reads is None else max(1e-6, detection.chance(share * reads))


def _zero_class(
    p_observed: float, p_resident: float, seen: float, reads: float | None, *, zeros: int, seen_before: int
) -> str:
    if reads is not None and seen < DETECTABLE:
        return "not_detectable"
    if p_resident < UNLIKELY and zeros >= 2 and (p_observed >= EXPECTED or seen_before >= 2):
        return "missing"
    if p_resident < UNLIKELY and (seen >= WELL_DETECTABLE or zeros >= 2):
        return "probably_absent"
    return "not_seen"


def _reads_wanted(detection: Detection, typical: float) -> int | None:
    if typical <= 0 or detection.ceiling <= WELL_DETECTABLE:
        return None
    logit = -math.log(detection.ceiling / WELL_DETECTABLE - 1)
    return math.ceil(math.exp((logit - detection.intercept) / detection.slope) / typical / 1000) * 1000


def detection_from(rows: Sequence[Mapping[str, str]]) -> Detection:
    """Parameters from rows of ``detection.tsv``."""
    value = {row["name"]: float(row["value"]) for row in rows}
    return Detection(
        intercept=value["intercept"],
        slope=value["slope_per_ln_reads"],
        ceiling=value["ceiling"],
        log10_change_q95=value["log10_change_q95"],
    )


@lru_cache(maxsize=1)
def default_detection() -> Detection:
    """Load the shipped parameters, fitted on repeated samples of two open cohorts."""
    return detection_from(rows_of("detection.tsv"))
