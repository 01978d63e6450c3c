"""What a zero means: how expected the taxon was, whether it lives there unseen, and which word that earns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from biotica.gut.detection import Detection, default_detection
from biotica.gut.habit import Earlier, HabitModel, default_habit
from biotica.gut.presence import Expected, PresenceModel, default_presence
from biotica.gut.profile import Platform
from biotica.gut.reference import Distribution, Reference

UNLIKELY = 0.2
"""Chance to live there below which a taxon is probably absent (profiles note, section 4, class 3)."""

LEAST_LIKELY = 0.1
"""The same for the word missing, chosen on HMP2: at most one call in ten may be of a resident."""

LEAST_LIKELY_LOST = 0.05
"""The same for a taxon that was seen more than once: such zeros are of residents more often than modelled."""

EXPECTED = 0.8
"""Mean chance of being shown, over all samples that lack it, from which missing may be said."""

SEEN_OFTEN = 2
"""Earlier sightings after which a loss may be said however rare the taxon."""

DETECTABLE = 0.8
WELL_DETECTABLE = 0.95
CHANCE_UNKNOWN = 0.8
"""Chance to see a resident where neither depth nor share tells. Assumed; no measurement behind it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Zero:
    """A taxon that a sample does not show.

    Attributes
    ----------
    taxon : str
        Accepted name.
    p_observed : float
        Chance that a comparable profile (platform, depth, rest of the community) shows it.
    p_resident : float
        Chance that it stands in at least half of the person's samples of other days.
    zero_class : str
        not_detectable, not_seen, probably_absent or missing.
    reads_wanted : int or None
        Reads of a sample that would draw it in 19 of 20 cases; None where depth plays no part here.
    """

    taxon: str
    p_observed: float
    p_resident: float
    zero_class: str
    reads_wanted: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ZeroResolver:
    """The fitted models of one platform.

    Attributes
    ----------
    detection : Detection
        How likely a sample shows what is there.
    presence : PresenceModel or None
        What the rest of a community lets one expect; None = prevalence alone.
    habit : HabitModel
        Whether a zero is of a resident.
    """

    detection: Detection
    presence: PresenceModel | None
    habit: HabitModel

    def expect(self, shares: Mapping[str, float], reads: float | None) -> Mapping[str, Expected]:
        """Say how expected each taxon was that a sample does not show; empty without a model."""
        return {} if self.presence is None else self.presence.expect(shares, reads)


def judge_zero(
    row: Distribution,
    reference: Reference,
    resolver: ZeroResolver,
    *,
    reads: float | None,
    expected: Expected | None = None,
    earlier: Sequence[Earlier] = (),
    antibiotics: bool = False,
) -> Zero:
    """Say what the zero of one taxon means.

    Parameters
    ----------
    row : Distribution
        Of all cohorts.
    reference : Reference
        For the depth of its cohorts.
    resolver : ZeroResolver
        Of the reference's platform.
    reads : float or None
        Classified reads of this sample; None = unknown.
    expected : Expected or None
        What the rest of this sample says; None = the prevalence stands in.
    earlier : sequence of Earlier
        Earlier samples of the person, in any order; one too shallow to show the taxon counts for nothing.
    antibiotics : bool
        Whether a course of antibiotics may still have been at work in this sample.

    Returns
    -------
    Zero
        ``missing`` never from one sample.

    Notes
    -----
    See `PresenceModel.expect`, `HabitModel.p_resident` and `Detection`. What other people's profiles and
    repeated samples show: no statement about health, and no count of cells.
    """
    detection = resolver.detection
    typical = row.median_if_present
    drawn = detection.chance_drawn(typical, reads)
    known = expected or _by_prevalence(row, reference, detection, reads)
    earlier = [sample for sample in earlier if sample.share > 0 or _could_see(detection, typical, sample)]
    seen = detection.chance_seen(typical, reads)
    p_resident = resolver.habit.p_resident(
        row.taxon,
        row.prevalence,
        known.habit_logit,
        1.0 - (CHANCE_UNKNOWN if seen is None else seen),
        earlier,
        antibiotics=antibiotics,
    )
    return Zero(
        taxon=row.taxon,
        p_observed=known.p_observed,
        p_resident=p_resident,
        zero_class=_zero_class(known.p_observed, p_resident, drawn, earlier),
        reads_wanted=None if drawn is None else _reads_wanted(detection, typical),
    )


def _could_see(detection: Detection, typical: float, sample: Earlier) -> bool:
    drawn = detection.chance_drawn(typical, sample.reads)
    return drawn is None or drawn >= DETECTABLE


def _by_prevalence(
    row: Distribution, reference: Reference, detection: Detection, reads: float | None
) -> Expected:
    there = min(max(row.prevalence, 0.001), 0.999)
    usual = detection.chance_drawn(row.median_if_present, reference.median_reads)
    drawn = detection.chance_drawn(row.median_if_present, reads)
    depth = 1.0 if usual is None or drawn is None or usual <= 0 else drawn / usual
    return Expected(p_observed=min(0.999, there * depth), habit_logit=math.log(there / (1.0 - there)))


def _zero_class(p_observed: float, p_resident: float, drawn: float | None, earlier: Sequence[Earlier]) -> str:
    if drawn is not None and drawn < DETECTABLE:
        return "not_detectable"
    zeros = [sample for sample in earlier if sample.share <= 0]
    chances = [p_observed, *(p_observed if z.p_observed is None else z.p_observed for z in zeros)]
    usual = math.fsum(chances) / len(chances) >= EXPECTED
    lost = len(earlier) - len(zeros) >= SEEN_OFTEN
    if zeros and ((usual and p_resident < LEAST_LIKELY) or (lost and p_resident < LEAST_LIKELY_LOST)):
        return "missing"
    if p_resident < UNLIKELY and (zeros or (drawn is not None and drawn >= WELL_DETECTABLE)):
        return "probably_absent"
    return "not_seen"


def _reads_wanted(detection: Detection, typical: float) -> int | None:
    reads = detection.reads_for(WELL_DETECTABLE, typical)
    return None if reads is None else math.ceil(reads / 1000) * 1000


@lru_cache(maxsize=4)
def default_resolver(platform: Platform) -> ZeroResolver:
    """Load the shipped models of a platform; one without models of its own is read as 16S."""
    return ZeroResolver(
        detection=default_detection(platform),
        presence=default_presence(platform),
        habit=default_habit(platform),
    )
