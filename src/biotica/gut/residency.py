"""Who may live in a gut although the sample does not name them: by how many people have them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from biotica.gut.reference import Reference
from biotica.knowledge.load import Knowledge

UNNAMEABLE = 0.02
"""Chance that a classifier has no name for a species, or another one than ours. Assumed."""

SEEN_IF_THERE = 0.9
"""Chance that a sample shows a resident that its classifier can name. Assumed, until zeros are resolved."""

LEAST_CHANCE = 0.05
_GUT = "gut_anaerobe"
_HIGH = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class Resident:
    """A member that a sample does not show and that may be there.

    Attributes
    ----------
    chance : float
        That it lives there, 0..1. A prior of other people, no finding about this one.
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

    Returns
    -------
    mapping
        Slug to `Resident`, those of at least 5 % only.

    Notes
    -----
    With prevalence ``p``, chance ``d`` to see a resident and chance ``u`` of having no name for it, a name
    that none of ``n`` samples shows is missing from the classifier with ``u / (u + (1 - u) (1 - p d)**n)``;
    then this person has it with ``p``. What a classifier can name and does not show is too little to matter.
    """
    found = {}
    for slug in knowledge.members:
        row = reference.pooled("species", knowledge.taxa[slug].taxon)
        if slug in {*seen, *seen_elsewhere} or row is None or _GUT not in knowledge.lineage_of(slug):
            continue
        none = (1.0 - row.prevalence * SEEN_IF_THERE) ** samples
        chance = row.prevalence * UNNAMEABLE / (UNNAMEABLE + (1.0 - UNNAMEABLE) * none)
        if chance >= LEAST_CHANCE:
            value = row.median_if_present
            high = max(value, next(share for level, share in row.quantiles if level == _HIGH))
            found[slug] = Resident(chance=chance, value=value, low=value / 10.0, high=high)
    return found
