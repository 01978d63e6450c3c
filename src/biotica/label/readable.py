"""Whether a text can be the label of a product at all."""

from __future__ import annotations

import re

from biotica.label.label import Label

_WORD = re.compile(r"[a-z]{3,}")
_FEWEST_WORDS = 3
_ENOUGH_WORDS = 12
"""Assumed: a torn piece of a label has fewer."""
_READABLE_SHARE = 0.45
"""Of the characters that are not blank: letters in words of three and more (assumed; garbage has 0.2)."""


def is_readable(folded: str) -> bool:
    """Tell whether a text is made of words.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    """
    words = _WORD.findall(folded)
    solid = sum(not letter.isspace() for letter in folded)
    return len(words) >= _FEWEST_WORDS and sum(map(len, words)) >= _READABLE_SHARE * solid


def is_long(folded: str) -> bool:
    """Tell whether a text says enough to be a label in which nothing of ours is named."""
    return len(_WORD.findall(folded)) >= _ENOUGH_WORDS


def says_nothing(label: Label) -> bool:
    """Tell whether not one fact was found."""
    facts = (
        *(label.organisms, label.fibres, label.metabolites, label.allergens, label.claims, label.warnings),
        *(label.form, label.daily_total.unit),
    )
    return label.product_class == "unclear" and not any(facts)
