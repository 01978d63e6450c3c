"""Which language a label speaks, by its small words."""

from __future__ import annotations

import re
from typing import Literal

from biotica.knowledge.label_terms import label_grammar

Spoken = Literal["nl", "en"]

_WORD = re.compile(r"[a-z]+")
_NL, _EN = (frozenset(words) for words in label_grammar()["small_words"].by_language("small"))


def language_of(folded: str) -> Spoken:
    """Tell Dutch from English; Dutch if neither has more of its small words.

    Parameters
    ----------
    folded : str
        Lower case without accents.

    Returns
    -------
    str
        ``nl`` or ``en``; of a label in both, the one that says more.
    """
    words = _WORD.findall(folded)
    dutch, english = sum(word in _NL for word in words), sum(word in _EN for word in words)
    return "en" if english > dutch else "nl"
