"""How much of a profile our tables know by name, and what they do not know."""

from __future__ import annotations

import math
from dataclasses import dataclass

from biotica.gut.profile import Profile, TaxonShare
from biotica.gut.set_aside import kind_of
from biotica.knowledge.names import NameTable, Resolution

_BELOW_FAMILY = frozenset({"genus", "species", "subspecies", "strain", "genome", "reference"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmapped:
    """A printed name that no table of ours holds, with its share of the classified part."""

    name: str
    rank: str
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """What our tables make of the names in a profile; to be known by name is not to be modelled.

    Attributes
    ----------
    mapped_share : float
        Share of the classified part whose species, or at least genus, our tables know, 0..1. What a file
        names only above the genus counts as not mapped.
    named_share : float
        Share for which the file names a genus, or something below one, 0..1: what `mapped_share` can reach at
        most. Reads without a genus name, and families printed in its place, are not in it.
    unmapped : tuple of Unmapped
        Names that no table of ours holds, largest share first; host and food DNA is not among them.
    old_names : int
        Names that are an older name of what they stand for.
    """

    mapped_share: float
    named_share: float
    unmapped: tuple[Unmapped, ...]
    old_names: int


def resolve(taxon: TaxonShare, names: NameTable) -> Resolution:
    """Say what a row of a profile stands for."""
    lineage = tuple((node.rank, node.name) for node in reversed(taxon.lineage))
    return names.resolve(taxon.name, rank=taxon.rank, ncbi_taxid=taxon.ncbi_taxid, lineage=lineage)


def naming(profile: Profile, names: NameTable) -> Naming:
    """Look every part of a profile up once, at the finest rank that the file gives it.

    Parameters
    ----------
    profile : Profile
        As it was read.
    names : NameTable
        Accepted and old names.
    """
    mapped: list[float] = []
    named: list[float] = []
    rest: list[Unmapped] = []
    old_names = 0
    for taxon in profile.finest():
        found = resolve(taxon, names) if taxon.rank in _BELOW_FAMILY else None
        if found is not None and found.is_mapped:
            mapped.append(taxon.share)
            named.append(taxon.share)
            old_names += found.how == "synonym"
            continue
        if found is not None and names.names_a_genus(taxon.name, rank=taxon.rank):
            named.append(taxon.share)
        if kind_of(taxon) is None:
            rest.append(Unmapped(name=taxon.display_name, rank=taxon.rank, share=taxon.share))
    return Naming(
        mapped_share=min(1.0, math.fsum(mapped)),
        named_share=min(1.0, math.fsum(named)),
        unmapped=tuple(sorted(rest, key=lambda item: (-item.share, item.name))),
        old_names=old_names,
    )
