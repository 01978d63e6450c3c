"""Who may live in a gut although the sample does not name them: by their habits, and by other people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from biotica.gut.comparable import comparable_species
from biotica.gut.compare import comparison_platform
from biotica.gut.profile import Profile
from biotica.gut.reference import Reference
from biotica.gut.zeros import ZeroResolver, judge_zero
from biotica.knowledge.load import Knowledge
from biotica.knowledge.names import NameTable

UNNAMEABLE = 0.02
"""Chance that a classifier has no name for a species, or another one than ours. Assumed."""

SEEN_IF_THERE = 0.9
"""Chance that a sample shows a resident that its classifier can name. Assumed; only for tables of vials."""

LEAST_CHANCE = 0.05
_GUT = "gut_anaerobe"
_HIGH = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class Resident:
    """A member that a sample does not show and that may be there.

    Attributes
    ----------
    chance : float
        That it lives there, 0..1.
    value, low, high : float
        Share of the community if it does: median, a tenth of it, and 95 % quantile of those who have it.
    """

    chance: float
    value: float
    low: float
    high: float


def residents(
    seen: Collection[str],
    knowledge: Knowledge,
    reference: Reference,
    *,
    seen_elsewhere: Collection[str] = (),
    samples: int = 1,
    chances: Mapping[str, float] | None = None,
) -> Mapping[str, Resident]:
    """List members that a sample does not show, with the chance that they live there.

    Parameters
    ----------
    seen : collection of str
        Members of this sample.
    knowledge : Knowledge
        The tables.
    reference : Reference
        Of a platform that names species.
    seen_elsewhere : collection of str
        Members of any sample of the same table: its classifier can name them.
    samples : int
        How many samples of that table do not show the others, >= 1.
    chances : mapping of str to float, optional
        Chance that this person has a species that the sample does not show, by accepted name, 0..1.

    Returns
    -------
    mapping
        Slug to `Resident`, those of at least 5 % only.

    Notes
    -----
    With prevalence ``p``, chance ``d`` to see a resident and chance ``u`` of having no name for it, a name
    that none of ``n`` samples shows is missing from the classifier with ``u / (u + (1 - u) (1 - p d)**n)``;
    then this person has it with ``p``. In the sample itself, what a classifier can name and does not show is
    too little to matter; on other days it may stand there, which is what ``chances`` say. The larger counts.
    """
    found = {}
    for slug in knowledge.members:
        row = reference.pooled("species", knowledge.taxa[slug].taxon)
        if slug in {*seen, *seen_elsewhere} or row is None or _GUT not in knowledge.lineage_of(slug):
            continue
        none = (1.0 - row.prevalence * SEEN_IF_THERE) ** samples
        chance = row.prevalence * UNNAMEABLE / (UNNAMEABLE + (1.0 - UNNAMEABLE) * none)
        chance = max(chance, (chances or {}).get(knowledge.taxa[slug].taxon, 0.0))
        if chance >= LEAST_CHANCE:
            value = row.median_if_present
            high = max(value, next(share for level, share in row.quantiles if level == _HIGH))
            found[slug] = Resident(chance=chance, value=value, low=value / 10.0, high=high)
    return found


def chances_of(
    profile: Profile, reference: Reference, resolver: ZeroResolver, names: NameTable
) -> dict[str, float]:
    """Chance that each species that a person's sample does not show stands in most of their other samples.

    Parameters
    ----------
    profile : Profile
        The sample.
    reference, resolver
        Of a platform that names species.
    names : NameTable
        Names to compare by.

    Returns
    -------
    dict
        Accepted name to chance, 0..1; empty where the profile is of another platform.
    """
    if comparison_platform(profile) != reference.platform:
        return {}
    shares: dict[str, float] = {}
    for taxon in profile.at_rank("species"):
        name = comparable_species(taxon.name, names)
        if name is not None:
            shares[name] = shares.get(name, 0.0) + taxon.share
    expected = resolver.expect(shares, profile.classified_reads)
    rows = [row for t in expected if (row := reference.pooled("species", t)) is not None]
    return {
        row.taxon: judge_zero(
            row, reference, resolver, reads=profile.classified_reads, expected=expected[row.taxon]
        ).p_resident
        for row in rows
    }
