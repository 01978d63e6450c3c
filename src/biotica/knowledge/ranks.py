"""Ranks, and whether a name known at one rank can be meant by a file that prints another."""

from __future__ import annotations

HIGHER = ("domain", "kingdom", "phylum", "class", "order", "family")
"""Ranks above the genus."""

BELOW_GENUS = frozenset(
    {"species", "subspecies", "strain", "species complex", "biovar", "variety", "genome", "reference"}
)
"""Ranks below the genus, genomes included: files and tables use them for one another."""


def fits(rank: str, known: str) -> bool:
    """Whether a name known at one rank can be meant by a file that gives it another, or none.

    Parameters
    ----------
    rank : str
        As the file gives it; blank, or a word that is no rank: not said. Then it is a genus or lower.
    known : str
        As our tables give it.
    """
    if rank in BELOW_GENUS:
        return known in BELOW_GENUS
    return known == rank or (not is_ranked(rank) and known not in HIGHER)


def is_ranked(rank: str) -> bool:
    """Whether a file's word for a rank is one that we know."""
    return rank == "genus" or rank in BELOW_GENUS or rank in HIGHER


def may_be_genus(rank: str) -> bool:
    """Whether a row of this rank may be a genus."""
    return rank == "genus" or not is_ranked(rank)
