"""The fibres of a product, in grams a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.knowledge.label_terms import Hit, Terms, label_grammar
from biotica.label.beside import mg_a_day
from biotica.label.doses import Doses
from biotica.label.ingredient_lists import OTHERS, is_denied
from biotica.label.label import Fibre
from biotica.label.printed import Printed

_ALSO_GELS = frozenset({"pectin", "guar gum", "acacia gum", "glucomannan"})
"""Fibres that foods hold as a thickener: without an amount they are that."""
_ONLY_INGREDIENT = re.compile(r"ingredi\w+ ?:\s*([^,.\n]+)(?:\.|\n|$)")
_WORDS = label_grammar()["ingredient_lists"]
_THICKENER_BEFORE = re.compile(rf"{_WORDS.words('thickener')}[ :(]{{1,3}}[^.,;\n]{{0,20}}$")
_THICKENER_AFTER = re.compile(rf" ?\(?(?:a |the )?{_WORDS.words('thickener')}")
_NEAR = 45
"""Characters in which the word for a thickener stands beside it (assumed: half a line)."""
_PURE = re.compile(rf"100 ?%|{_WORDS.words('only')}")


def fibres(
    text: Printed, terms: Terms, substances: Terms, doses: Doses, *, lang: str, is_beside_others: bool
) -> tuple[Fibre, ...]:
    """Find the fibres of a product, with grams a day.

    Parameters
    ----------
    terms, substances : Terms
        The groups ``fibres`` and ``substances``: an amount belongs to the name that stands nearest before it.
    doses : Doses
        How often a portion is taken.
    lang : str
        Of the label, for separators.
    is_beside_others : bool
        Whether the product is sold for something else too: then a gel without an amount is a thickener.

    Returns
    -------
    tuple of Fibre
        Each once. Fibres named among fillers count only with an amount; "without" a fibre is none. A product
        that is nothing but its fibre holds as much of it as one takes.
    """
    names = (*terms.hits(text.folded), *substances.hits(text.folded))
    fillers = [match.span() for match in OTHERS.finditer(text.folded)]
    found: dict[str, float | None] = {}
    for hit in terms.hits(text.folded):
        grams = _grams_a_day(text.folded, hit, names, doses, lang)
        is_gel = hit.id in _ALSO_GELS and (is_beside_others or _thickens(text.folded, hit))
        is_filler = is_gel or any(start <= hit.start < end for start, end in fillers)
        if is_denied(text.folded, hit) or (grams is None and is_filler):
            continue
        found[hit.id] = grams if found.get(hit.id) is None else found[hit.id]
    found = _without_bare_bulk(found, terms)
    if [*found.values()] == [None] and (not is_beside_others or _is_whole(text.folded, terms)):
        found = dict.fromkeys(found, doses.grams_a_day())
    return tuple(Fibre(name=name, g_per_day=grams) for name, grams in found.items())


def _grams_a_day(folded: str, hit: Hit, names: Sequence[Hit], doses: Doses, lang: str) -> float | None:
    mg = mg_a_day(folded, hit, names, doses, lang=lang)
    return None if mg is None else mg / 1e3


def _without_bare_bulk(found: dict[str, float | None], terms: Terms) -> dict[str, float | None]:
    """Leave bulk fibres without an amount out where another has one."""
    if all(grams is None for grams in found.values()):
        return found
    return {name: grams for name, grams in found.items() if grams is not None or name not in terms.bulk}


def _thickens(folded: str, hit: Hit) -> bool:
    """Whether the label says itself that this is there as a thickener."""
    before, after = folded[max(0, hit.start - _NEAR) : hit.start], folded[hit.end : hit.end + _NEAR]
    return _THICKENER_BEFORE.search(before) is not None or _THICKENER_AFTER.match(after) is not None


def _is_whole(folded: str, terms: Terms) -> bool:
    """Whether a product is nothing but its fibre."""
    alone = _ONLY_INGREDIENT.search(folded)
    return _PURE.search(folded) is not None or (alone is not None and bool(terms.hits(alone[1])))
