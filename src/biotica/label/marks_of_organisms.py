"""Flags about the organisms of a label: their names, their kinds, and how many there should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from biotica.knowledge.label_terms import label_grammar
from biotica.label.label import Organism
from biotica.label.numbers import number

_WORDS = label_grammar()["marks"]
_MISNOMERS = frozenset({"lactobacillus sporogenes", "l. sporogenes"})
"""Names that were never valid."""
_SPORE_FORMERS = ("Heyndrickxia", "Bacillus", "Shouchella", "Clostridium", "Weizmannia")
_YEASTS = (
    *("Saccharomyces", "Kluyveromyces", "Kazachstania", "Candida", "Torulaspora"),
    *("Pichia", "Zygosaccharomyces", "Debaryomyces"),
)
_AMONG_OTHERS = re.compile(rf"(?<![a-z]){_WORDS.words('among_others')} ?:? ?(?:[a-z]\.|lacto|bifido)")
_CLAIMED_NUMBER = re.compile(
    rf"(?<![\d.,])(\d{{1,2}}|{_WORDS.words('many')}) (?:\w+ ){{0,2}}?{_WORDS.words('strains')}"
)
_SHORT_GENUS = 3
"""Letters of a shortened genus at most, which says nothing about its age."""


def marks_of_organisms(folded: str, organisms: Sequence[Organism]) -> Iterator[str]:
    """List the flags of organisms and of the number of strains that a label claims.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    organisms : sequence of Organism
        Those that were read.

    Yields
    ------
    str
        ``name`` or ``name:detail``; nothing where no organism was read.
    """
    for organism in organisms:
        yield from _of_name(organism)
    if organisms and _AMONG_OTHERS.search(folded):
        yield "strains_incomplete"
    claimed = _CLAIMED_NUMBER.search(folded)
    if claimed and organisms:
        yield from _of_number(int(number(claimed[1], lang="nl")), len(organisms))


def _of_name(organism: Organism) -> Iterator[str]:
    if organism.label_name.casefold() in _MISNOMERS:
        yield f"misnomer:{organism.label_name}"
    elif _is_old(organism):
        yield f"old_name:{organism.label_name}"
    if organism.current_name.startswith(_SPORE_FORMERS):
        yield "spore_former"
    if organism.current_name.startswith(_YEASTS):
        yield "yeast"


def _is_old(organism: Organism) -> bool:
    """Whether the genus changed; a shortened genus says nothing about that."""
    printed = organism.label_name.split()[0].rstrip(".")
    current = organism.current_name.split()[0]
    return len(printed) > _SHORT_GENUS and printed.casefold() != current.casefold()


def _of_number(claimed: int, listed: int) -> Iterator[str]:
    if claimed != listed:
        yield f"claimed_{claimed}_listed_{listed}"
    if claimed > listed:
        yield "strains_incomplete"
