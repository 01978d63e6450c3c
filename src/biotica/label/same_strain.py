"""Strain codes and species names of a label against those of the tables: the code first, the name second."""

from __future__ import annotations

import re
from collections.abc import Iterable

from biotica.knowledge.label_tables import TestedStrain
from biotica.label.label import Organism

_COLLECTIONS = ("atcc", "dsm", "cncm", "lmg", "ncimb", "jcm", "bccm", "nbrc", "idcc", "mtcc", "cect", "pta")
_NOISE = re.compile(r"^(?:strain|stam|str)(?=[\W\d])", re.IGNORECASE)
_PARTS = re.compile(r"[(),;/=]| or | of ")
_DISTINCT = 5
_WIDE_GENUS = "lactobacillus"
"""What was one genus until 2020 is one here: a label may print the old name."""


def same_writing(code: str) -> str:
    """Give a code as it can be compared: lower case, without spaces, hyphens, dots or marks."""
    return re.sub(r"[\W_]+", "", _NOISE.sub("", code.strip()).casefold())


def codes_of(organism: Organism) -> frozenset[str]:
    """Every way to read the printed strain: as a whole, and each part of ``GG (ATCC 53103)``."""
    if not organism.strain:
        return frozenset()
    parts = (organism.strain, *_PARTS.split(organism.strain))
    return frozenset(filter(None, map(same_writing, parts)))


def species_of(name: str) -> str:
    """Give the species of a name without subspecies: two words in lower case; a boulardii is its own.

    Notes
    -----
    Blank for a genus alone, and for ``sp.``: that is no species.
    """
    words = name.casefold().replace("(", " ").replace(")", " ").split()
    if "boulardii" in words:
        return "saccharomyces boulardii"
    if len(words) < 2 or words[1].rstrip(".") in {"sp", "spp", "species"}:
        return ""
    return " ".join(words[:2])


def is_the_strain(organism: Organism, row: TestedStrain) -> bool:
    """Tell whether the printed code is that of a tested strain.

    Notes
    -----
    A collection number or a long code is enough whatever the name, because codes outlive genus names. A short
    one, such as ``33`` or ``GG``, also needs a name of the same genus, or no name at all.
    """
    shared = codes_of(organism) & {same_writing(code) for code in row.codes}
    if not shared:
        return False
    return any(_is_distinct(code) for code in shared) or _same_genus(organism, row)


def is_the_species(organism: Organism, row: TestedStrain) -> bool:
    """Tell whether the printed name is the tested species under its current or another name."""
    species = species_of(organism.current_name or organism.label_name)
    return bool(species) and species in _species_of_row(row)


def _species_of_row(row: TestedStrain) -> set[str]:
    return {species_of(name) for name in row.species}


def is_collection_number(code: str) -> bool:
    """Tell whether a code, written as `same_writing` gives it, is that of a culture collection."""
    return code.startswith(_COLLECTIONS) and any(char.isdigit() for char in code)


def _is_distinct(code: str) -> bool:
    numbered = any(char.isdigit() for char in code)
    mixed = numbered and len(code) >= _DISTINCT and any(char.isalpha() for char in code)
    return mixed or is_collection_number(code)


def _same_genus(organism: Organism, row: TestedStrain) -> bool:
    printed = _genera((organism.current_name, organism.label_name))
    return not printed or not row.species or bool(printed & _genera(row.species))


def _genera(names: Iterable[str]) -> set[str]:
    genera = {name.casefold().split()[0] for name in names if name and name.strip()}
    return {_WIDE_GENUS if "lact" in genus and genus.endswith("bacillus") else genus for genus in genera}
