"""Finds words that promise, diagnose or frighten: the lint over pages, catalogues and README files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Why = Literal["promise", "diagnosis", "verdict_on_person", "safety_claim", "advert"]

_ALLOWED = (
    "It does not diagnose, predict, prevent or treat disease",
    "Het stelt geen diagnose, voorspelt of behandelt geen ziekte",
)
"""Parts of the intended purpose: what biotica does not do, in its fixed words."""

_PATTERNS: Mapping[str, Mapping[Why, str]] = {
    "en": {
        "promise": r"cur(?:es?|ed|ing)|heal(?:s|ed|ing)?|prevents?|restor(?:es?|ed|ing)|guarantee[sd]?"
        r"|treats?",
        "diagnosis": r"diagnos(?:e|es|is|ed|tic)|deficien(?:cy|cies|t)|leaky gut|dysbiosis",
        "verdict_on_person": r"(?:you|your \w+|gut|microbiome) (?:is|are|looks?) (?:not |very )?"
        r"(?:un)?healthy|(?:un)?healthy (?:gut|microbiome|flora)|health score",
        "safety_claim": r"safe(?:ly)?(?: for everyone)?|harmless|no side effects",
        "advert": r"boost(?:s|ed|ing|er)?|detox\w*|(?:clinically|scientifically) proven|miracle|superfood"
        r"|natural remedy|cleans(?:e|es|ing)|immun(?:e|ity) support",
    },
    "nl": {
        "promise": r"gene(?:est|ezen|zen|zing)|(?<!veel )(?<!vaak )voorkom(?:t|en)|herstelt|herstellen"
        r"|garand\w+|behandelt|helpt tegen",
        "diagnosis": r"diagnos\w*|tekort(?:en)?|lekkende darm|dysbiose",
        "verdict_on_person": r"(?:je|jij|jouw|uw) (?:\w+ )?(?:is|bent|lijkt) (?:niet |heel )?(?:on)?gezond"
        r"|(?:on)?gezonde (?:darm|darmflora|microbioom)|gezondheidsscore",
        "safety_claim": r"veilig(?:e|er)?|onschadelijk|geen bijwerkingen",
        "advert": r"boost(?:t|en|er)?|ontgift\w*|detox\w*|(?:wetenschappelijk|klinisch) bewezen|wonder\w*"
        r"|superfood|zuivert|weerstand verhog\w+",
    },
}
_COMPILED = {
    lang: {why: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) for why, words in table.items()}
    for lang, table in _PATTERNS.items()
}


@dataclass(frozen=True, slots=True)
class WordFinding:
    """A word that must not be printed: where it starts, and what is wrong with it."""

    start: int
    word: str
    why: Why


def findings(text: str, lang: str) -> tuple[WordFinding, ...]:
    """Find forbidden and promissory words.

    Parameters
    ----------
    text : str
        Plain text or markup.
    lang : str
        ``"en"`` or ``"nl"``.

    Returns
    -------
    tuple of WordFinding
        In the order of the text; empty = nothing found. A clean text may still promise in other words.
    """
    for allowed in _ALLOWED:
        text = text.replace(allowed, " " * len(allowed))
    found = (
        WordFinding(match.start(), match[0], why)
        for why, pattern in _COMPILED[lang].items()
        for match in pattern.finditer(text)
    )
    return tuple(sorted(found, key=lambda finding: finding.start))
