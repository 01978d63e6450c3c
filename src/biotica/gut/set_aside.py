"""Host and food DNA in a profile: set aside from the community, and shown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from biotica.gut.profile import LEAST_REST, Node, Profile, TaxonShare
from biotica.knowledge.not_microbes import Kind, default_not_microbes


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAside:
    """A part of the sample that is no microbe, with its share of the classified part."""

    name: str
    rank: str
    kind: Kind
    share: float


def kind_of(taxon: TaxonShare) -> Kind | None:
    """Say what a taxon is, if it is no microbe; None for a microbe, and for what we do not know."""
    return _kind(taxon.lineage, taxon.rank, taxon.name)


def set_aside(taxa: Iterable[TaxonShare]) -> tuple[SetAside, ...]:
    """Name the parts of a sample that are no microbes.

    Parameters
    ----------
    taxa : iterable of TaxonShare
        All taxa of a profile; each part is named once, at the finest rank that the file gives.

    Returns
    -------
    tuple of SetAside
        Largest share first.
    """
    found = [
        SetAside(name=taxon.display_name, rank=taxon.rank, kind=kind, share=taxon.rest_share)
        for taxon in taxa
        if taxon.rest_share > LEAST_REST and (kind := kind_of(taxon))
    ]
    return tuple(sorted(found, key=lambda part: (-part.share, part.name)))


def community(profile: Profile) -> Profile:
    """Give the profile of the microbes alone: what is set aside is gone, the rest is scaled to one whole.

    Parameters
    ----------
    profile : Profile
        As it was read.

    Returns
    -------
    Profile
        The same object where nothing is set aside. Counts are kept; only the reads of microbes count as
        classified. Empty where nothing else was classified.
    """
    aside = [taxon for taxon in profile.taxa if kind_of(taxon)]
    lost = math.fsum(taxon.rest_share for taxon in aside)
    if lost <= LEAST_REST:
        return profile
    left = max(0.0, 1.0 - lost)
    above = _lost_above(aside)
    kept = [
        _scaled(taxon, above.get((taxon.rank, taxon.name), 0.0), left)
        for taxon in profile.taxa
        if not kind_of(taxon)
    ]
    reads = profile.classified_reads
    return replace(
        profile,
        taxa=tuple(taxon for taxon in kept if taxon.share > LEAST_REST),
        classified_reads=None if reads is None else reads * left,
    )


def _scaled(taxon: TaxonShare, lost: float, left: float) -> TaxonShare:
    remaining = taxon.share - lost
    if left <= LEAST_REST or remaining <= LEAST_REST:
        return taxon._replace(share=0.0, rest_share=0.0)
    return taxon._replace(
        share=min(1.0, remaining / left),
        rest_share=min(1.0, taxon.rest_share / left),
        reads=None if taxon.reads is None else taxon.reads * remaining / taxon.share,
    )


def _lost_above(aside: Iterable[TaxonShare]) -> dict[tuple[str, str], float]:
    """Share set aside below each ancestor, by its rank and name."""
    lost: dict[tuple[str, str], float] = {}
    for taxon in aside:
        for node in taxon.lineage:
            lost[node.rank, node.name] = lost.get((node.rank, node.name), 0.0) + taxon.rest_share
    return lost


@lru_cache(maxsize=20_000)
def _kind(lineage: tuple[Node, ...], rank: str, name: str) -> Kind | None:
    return default_not_microbes().kind([(rank, name), *reversed(lineage)])
