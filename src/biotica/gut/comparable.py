"""A profile and a reference brought under the same names: the smallest common rank, one name per organism."""

from __future__ import annotations

import re
from collections.abc import Iterable

from biotica.gut.profile import Profile
from biotica.knowledge.names import NameTable
from biotica.knowledge.printed_names import clean_name

_BINOMIAL = re.compile(r"^\[?[A-Z][a-z-]+\]? [a-z][a-z-]+$")
_NO_EPITHET = frozenset({"sp", "unclassified", "noname", "bacterium", "cf", "genomosp"})


def comparable_species(printed: str, names: NameTable) -> str | None:
    """Give the accepted name of a species; None for placeholders and strains: no two databases share them."""
    name = names.resolve(printed, rank="species").name
    words = name.split()
    if not _BINOMIAL.match(name) or words[1] in _NO_EPITHET:
        return None
    return name


def comparable_genus(printed: str, names: NameTable, platform: str) -> str:
    """Give the accepted name of a genus; for 16S the wide genus that all amplicon tables print."""
    name = names.resolve(printed, rank="genus").name
    return names.broad_genus(name) if platform == "16S" else name


def genus_shares(profile: Profile, names: NameTable, platform: str) -> dict[str, float]:
    """Shares by accepted genus name: species under the genus of their accepted name, and what they leave."""
    pairs: list[tuple[str | None, float]] = []
    for taxon in profile.finest():
        if taxon.rank == "species":
            genus = genus_of_species(taxon.name, names, platform)
            if genus is None and (parent := taxon.ancestor("genus")) is not None:
                genus = comparable_genus(parent, names, platform)
            pairs.append((genus, taxon.share))
        elif taxon.rank == "genus":
            pairs.append((comparable_genus(taxon.name, names, platform), taxon.share))
    return _added(pairs)


def shares_at(profile: Profile, rank: str, names: NameTable, platform: str) -> dict[str, float]:
    """Shares by accepted name, of species or of genera; species that only this file names are left out."""
    if rank == "genus":
        return genus_shares(profile, names, platform)
    return _added((comparable_species(t.name, names), t.share) for t in profile.at_rank("species"))


def genus_of_species(printed: str, names: NameTable, platform: str) -> str | None:
    """Give the accepted genus of a species name alone; None for placeholders that name none."""
    species = comparable_species(printed, names)
    if species is not None:
        return comparable_genus(species.split()[0], names, platform)
    words = clean_name(printed).split()
    if len(words) == 2 and words[1] == "unclassified" and not words[0].endswith(("aceae", "ales")):
        return comparable_genus(words[0], names, platform)
    return None


def _added(pairs: Iterable[tuple[str | None, float]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for name, share in pairs:
        if name is not None:
            sums[name] = sums.get(name, 0.0) + share
    return sums
