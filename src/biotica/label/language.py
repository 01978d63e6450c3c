"""Which language a label speaks, by its small words."""

from __future__ import annotations

import re
from typing import Literal

Spoken = Literal["nl", "en"]

_WORD = re.compile(r"[a-z]+")
_NL = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "van",
        "voor",
        "met",
        "per",
        "dag",
        "niet",
        "buiten",
        "bereik",
        "kinderen",
        "geen",
        "bij",
        "of",
        "te",
        "bewaren",
        "houden",
        "kve",
        "miljard",
        "mld",
        "miljoen",
        "dagelijks",
        "ingredienten",
        "bevat",
        "stam",
        "stammen",
        "cellen",
        "gebruik",
        "gevarieerde",
        "voeding",
        "vulstof",
        "overige",
        "tot",
        "einde",
        "door",
        "op",
        "uit",
        "aan",
        "zijn",
        "wordt",
        "je",
        "uw",
        "dosering",
        "melk",
        "suiker",
        "suikers",
        "waarvan",
        "capsule",
        "zakje",
        "druppels",
        "vezels",
        "vetten",
    ]
)
_EN = frozenset(
    [
        "the",
        "and",
        "of",
        "for",
        "with",
        "per",
        "day",
        "daily",
        "not",
        "out",
        "reach",
        "children",
        "do",
        "no",
        "keep",
        "take",
        "one",
        "two",
        "from",
        "ingredients",
        "contains",
        "strain",
        "strains",
        "cells",
        "exceed",
        "substitute",
        "varied",
        "diet",
        "billion",
        "million",
        "until",
        "end",
        "shelf",
        "life",
        "by",
        "at",
        "store",
        "dose",
        "your",
        "recommended",
        "supplement",
        "serving",
        "is",
        "or",
        "to",
        "a",
        "which",
        "sugars",
        "milk",
        "other",
        "each",
        "before",
        "use",
    ]
)


def language_of(folded: str) -> Spoken:
    """Tell Dutch from English; Dutch if neither has more of its small words.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    """
    words = _WORD.findall(folded)
    dutch, english = sum(word in _NL for word in words), sum(word in _EN for word in words)
    return "en" if english > dutch else "nl"
