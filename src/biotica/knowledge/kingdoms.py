"""In which kingdom a lineage lies: microbes share some names with animals, plants and mushrooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

KINGDOMS: Mapping[str, str] = MappingProxyType(
    {
        "Bacteria": "Bacteria",
        "bacteria": "Bacteria",
        "Archaea": "Archaea",
        "archaea": "Archaea",
        "Eukaryota": "Eukaryota",
        "Eukarya": "Eukaryota",
        "Eukaryotes": "Eukaryota",
        "Fungi": "Fungi",
        "fungi": "Fungi",
        "Ascomycota": "Fungi",
        "Basidiomycota": "Fungi",
        "Agaricales": "Fungi",
        "Metazoa": "Metazoa",
        "Animalia": "Metazoa",
        "Arthropoda": "Metazoa",
        "Chordata": "Metazoa",
        "Mollusca": "Metazoa",
        "Nematoda": "Metazoa",
        "Viridiplantae": "Viridiplantae",
        "Plantae": "Viridiplantae",
        "Streptophyta": "Viridiplantae",
        "Viruses": "Viruses",
    }
)
"""Names of domains, kingdoms and some phyla of animals, plants and fungi (and the mushrooms) in lineages."""


def kingdoms_of(lineage: Iterable[tuple[str, str]], known: Mapping[str, str]) -> frozenset[str]:
    """Give the kingdoms that a lineage names.

    Parameters
    ----------
    lineage : iterable of (str, str)
        Rank and name of the ancestors, in any order.
    known : mapping of str to str
        Name of a higher taxon to its kingdom.

    Returns
    -------
    frozenset of str
        Empty where it names none that we know; ``Eukaryota`` only where nothing finer is named.
    """
    found = {KINGDOMS.get(name) or known.get(name) for _rank, name in lineage} - {None}
    finer = found - {"Eukaryota"}
    return frozenset(name for name in finer or found if name is not None)


def agree(kingdom: str | None, seen: frozenset[str]) -> bool:
    """Whether a microbe of a kingdom can stand in a lineage; True where either is not known."""
    if kingdom is None or not seen:
        return True
    return kingdom in seen or (kingdom == "Fungi" and seen == {"Eukaryota"})
