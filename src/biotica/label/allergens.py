"""The allergens that a label declares, as ingredients and as traces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.knowledge.label_terms import Hit, Terms, label_grammar
from biotica.label.ingredient_lists import LISTS, is_denied
from biotica.label.printed import Printed

_WORDS = label_grammar()["ingredient_lists"]
_TRACES = re.compile(
    rf"{_WORDS.words('may')}[^.;\n]{{0,25}}{_WORDS.words('hold_traces')}[^.\n]*"
    rf"|{_WORDS.words('traces_of')}[^.;\n]*"
    rf"|{_WORDS.words('made')}[^.;\n]{{0,60}}{_WORDS.words('premises')}[^.\n]*"
)
_DECLARATION = re.compile(_WORDS.words("declaration"))
_AROUND = 40
"""Characters on each side that tell whether capitals stand out (assumed: half a line)."""


def declared(text: Printed, terms: Terms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the allergens that are in it, and those that may be there as traces.

    Parameters
    ----------
    terms : Terms
        The group ``allergens``.

    Returns
    -------
    (tuple of str, tuple of str)
        Contained: named in a list of ingredients or after "contains", or in capitals. Traces: after "may
        contain". No name is in both. What the label does not name is not known to be absent.
    """
    traces = [match.span() for match in _TRACES.finditer(text.folded)]
    lists = [match.span() for match in LISTS.finditer(text.folded)]
    contained: dict[str, None] = {}
    possible: dict[str, None] = {}
    for hit in terms.hits(text.folded):
        if is_denied(text.folded, hit):
            continue
        if any(start <= hit.start < end for start, end in traces):
            possible[hit.id] = None
        elif _is_declared(text, hit, lists):
            contained[hit.id] = None
    return tuple(contained), tuple(name for name in possible if name not in contained)


def _is_declared(text: Printed, hit: Hit, lists: Sequence[tuple[int, int]]) -> bool:
    """Whether an allergen is named as an ingredient; yeast, which many ferments hold, only by declaration."""
    if _in_capitals(text.text, hit):
        return True
    inside = [start for start, end in lists if start <= hit.start < end]
    if hit.id != "yeast":
        return bool(inside)
    return any(_DECLARATION.match(text.folded, start) for start in inside)


def _in_capitals(text: str, hit: Hit) -> bool:
    """Whether an allergen stands out in capitals where the words around it do not."""
    around = text[max(0, hit.start - _AROUND) : hit.start] + text[hit.end : hit.end + _AROUND]
    letters = re.sub(r"[^A-Za-z]", "", around)
    capitals = re.search(r"[A-Z]{3,}", text[hit.start : hit.end]) is not None
    return capitals and sum(letter.islower() for letter in letters) > 0.5 * len(letters)
