"""How much of a profile our tables know by name, and what they do not know."""

from __future__ import annotations

import math
from dataclasses import dataclass

from biotica.gut.profile import Profile, TaxonShare
from biotica.knowledge.names import NameTable, Resolution


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmapped:
    """A printed name that no table of ours holds, with its share of the classified part."""

    name: str
    rank: str
    share: float


_BELOW_FAMILY = frozenset({"genus", "species", "subspecies", "strain", "genome", "reference"})


def resolve(taxon: TaxonShare, names: NameTable) -> Resolution:
    """Say what a row of a profile stands for."""
    lineage = tuple((node.rank, node.name) for node in reversed(taxon.lineage))
    return names.resolve(taxon.name, rank=taxon.rank, ncbi_taxid=taxon.ncbi_taxid, lineage=lineage)


def mapped_share(profile: Profile, names: NameTable) -> float:
    """Share of the classified part whose species, or at least genus, our tables know, 0..1.

    Notes
    -----
    What a file names only above the genus counts as not mapped.
    """
    known = (
        taxon.share
        for taxon in profile.finest()
        if taxon.rank in _BELOW_FAMILY and resolve(taxon, names).is_mapped
    )
    return min(1.0, math.fsum(known))


def named_share(profile: Profile, names: NameTable) -> float:
    """Share of the classified part for which the file names a genus, or something below one, 0..1.

    Notes
    -----
    What `mapped_share` can reach at most: reads without a genus name, and families printed in its place, are
    not in it.
    """
    named = (
        taxon.share
        for taxon in profile.finest()
        if taxon.rank in _BELOW_FAMILY
        and (names.names_a_genus(taxon.name, rank=taxon.rank) or resolve(taxon, names).is_mapped)
    )
    return min(1.0, math.fsum(named))


def unmapped(profile: Profile, names: NameTable) -> tuple[Unmapped, ...]:
    """Names that no table of ours holds, largest share first."""
    rest = [
        Unmapped(name=taxon.display_name, rank=taxon.rank, share=taxon.share)
        for taxon in profile.finest()
        if taxon.rank not in _BELOW_FAMILY or not resolve(taxon, names).is_mapped
    ]
    return tuple(sorted(rest, key=lambda item: (-item.share, item.name)))
