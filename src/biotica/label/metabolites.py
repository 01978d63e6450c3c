"""The metabolites of a product, in mg a day."""

from __future__ import annotations

import re

from biotica.knowledge.label_terms import Hit, Terms, label_grammar
from biotica.label.beside import mg_a_day
from biotica.label.doses import Doses
from biotica.label.ingredient_lists import is_denied
from biotica.label.label import Substance
from biotica.label.printed import Printed

_WORDS = label_grammar()["amounts_beside_names"]
_ACIDS = frozenset({"butyrate", "propionate", "acetate"})
"""What a salt provides; beside the name of the salt no second substance."""
_BEFORE = 45
"""Characters in which "providing" stands before the acid (assumed: half a line)."""
_PROVIDED = re.compile(
    rf"{_WORDS.words('provides')}|=|(?<![a-z]){_WORDS.words('about')}(?![a-z])[^.;]{{0,20}}$"
)


def metabolites(text: Printed, terms: Terms, doses: Doses, *, lang: str) -> tuple[Substance, ...]:
    """Find the metabolites of a product, with mg a day.

    Parameters
    ----------
    terms : Terms
        The group ``substances``.
    doses : Doses
        How often a portion is taken.
    lang : str
        Of the label, for separators.

    Returns
    -------
    tuple of Substance
        Each once; those without an amount only where none has one.

    Notes
    -----
    A salt and the acid that it provides are one substance: the one named first with an amount counts, and
    "providing ... mg butyric acid" is not a second one.
    """
    found: dict[str, float | None] = {}
    every = terms.hits(text.folded)
    for hit in every:
        if is_denied(text.folded, hit) or _is_provided(text.folded, hit):
            continue
        if found.get(hit.id) is None:
            found[hit.id] = mg_a_day(text.folded, hit, every, doses, lang=lang)
    return tuple(Substance(name=name, mg_per_day=amount) for name, amount in _meant(found).items())


def _is_provided(folded: str, hit: Hit) -> bool:
    return _PROVIDED.search(folded[max(0, hit.start - _BEFORE) : hit.start]) is not None


def _meant(found: dict[str, float | None]) -> dict[str, float | None]:
    """Leave out names that only speak of another substance."""
    if any(amount is not None for amount in found.values()):
        return {name: amount for name, amount in found.items() if amount is not None}
    salts = {name: amount for name, amount in found.items() if name not in _ACIDS}
    return (salts or found) if len(found) > 1 else found
