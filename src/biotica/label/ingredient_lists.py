"""Where a label lists what is in it, and what it says is not in it."""

from __future__ import annotations

import re

from biotica.knowledge.label_terms import Hit, Terms, label_grammar
from biotica.label.printed import Printed

_WORDS = label_grammar()["ingredient_lists"]
_BEFORE = 45
"""Characters in which a denial stands before what it denies (assumed: half a line)."""
_NOT_IN_IT = re.compile(rf"(?<![a-z]){_WORDS.words('not_in_it')}(?![a-z])[^.;:\n]{{0,40}}$")
_FREE = re.compile(rf"^(?:-| )?{_WORDS.words('free')}(?![a-z])")
_LONGEST_FREE = 6
_LINE_GOES_ON = r"[^.\n]*(?:\.(?=\d)[^.\n]*)*(?:\n(?![^\n:]{2,40}:)[^.\n]{3,}(?:\.(?=\d)[^.\n]*)*){0,5}"
LISTS = re.compile(
    rf"(?:{_WORDS.words('ingredients', 'composition', 'allergens', 'filler', 'carrier', 'shell')}|capsule)"
    rf"\s?(?:\([^)]{{0,30}}\))?\s?[:.]?\s{_LINE_GOES_ON}"
)
"""A heading of a list and what follows it, over at most five more lines."""
_HEADED = re.compile(
    rf"(?:(?:{_WORDS.words('other')} )?{_WORDS.words('ingredients')}(?: list)?"
    rf"|{_WORDS.words('own_heading', 'filler', 'bulking_agent', 'carrier', 'composition', 'basis')}"
    rf"|{_WORDS.words('shell')}|capsule(?= ?[:(]))\s?:\s*[^\n]+(?:\n[^\n:]{{1,90}})?"
)
OTHERS = re.compile(
    rf"(?:{_WORDS.words('other')} {_WORDS.words('ingredients', 'other_things')}"
    rf"|{_WORDS.words('filler', 'bulking_agent', 'carrier')})"
    rf"\s?[:(]?[^.\n]*(?:\n(?![A-Za-z0-9 ]{{2,30}}:)[^.\n]{{1,90}}){{0,2}}"
)
"""The ingredients beside those that the product is sold for."""
_NOTHING_ELSE = re.compile(rf"100 ?%|{_WORDS.words('nothing_else')}")


def is_denied(folded: str, hit: Hit) -> bool:
    """Tell whether a label says that something is not in it: "without", "free from", "-free".

    Parameters
    ----------
    folded : str
        Lower case without accents.
    hit : Hit
        Where the thing is named.
    """
    before = folded[max(0, hit.start - _BEFORE) : hit.start]
    after = folded[hit.end : hit.end + _LONGEST_FREE]
    return _NOT_IN_IT.search(before) is not None or _FREE.match(after) is not None


def names_other_ingredients(text: Printed, carriers: Terms) -> bool:
    """Tell whether the label names its other ingredients or its carrier, or says that there are none.

    Parameters
    ----------
    carriers : Terms
        The group ``ingredients``.
    """
    if OTHERS.search(text.folded) or _HEADED.search(text.folded) or carriers.says("carrier", text.folded):
        return True
    return _NOTHING_ELSE.search(text.folded) is not None
