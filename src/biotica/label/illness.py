"""Names of illnesses and words that promise to end them, also with one letter wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from biotica.knowledge.label_terms import Hit, Terms

_LITERAL = re.compile(r"(?<![a-z\\])([a-z]{5,})(?![a-z*\[(])(\??)")
_WORD = re.compile(r"[a-z]{5,}")
_LONG = 6
"""Letters of a verb that counts when misspelt (assumed: shorter ones fit by chance)."""
_NEAR = 45
"""Characters between a misspelt word and its well-spelt partner (assumed: one clause)."""


def illnesses(folded: str, terms: Terms) -> Iterator[Hit]:
    """Find illnesses in a phrase; a misspelt one only close to a word that promises to end it.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    terms : Terms
        The group ``claims``.
    """
    for match in terms.pattern("disease").finditer(folded):
        yield Hit(id="disease", start=match.start(), end=match.end())
    verbs = [match for match in terms.pattern("heals").finditer(folded) if len(match[0]) >= _LONG]
    for word in _WORD.finditer(folded):
        close = any(-_NEAR <= word.start() - verb.end() <= _NEAR for verb in verbs)
        if close and _is_misspelt(word[0], terms, "disease"):
            yield Hit(id="disease", start=word.start(), end=word.end())


def heals(folded: str, terms: Terms) -> bool:
    """Tell whether a phrase promises to end something, also with one letter wrong.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    terms : Terms
        The group ``claims``.
    """
    if terms.says("heals", folded):
        return True
    return any(len(word) >= _LONG and _is_misspelt(word, terms, "heals") for word in _WORD.findall(folded))


def _is_misspelt(word: str, terms: Terms, name: str) -> bool:
    return any(
        one_apart(word, known)
        for known in _literals(terms.pattern(name).pattern)
        if abs(len(known) - len(word)) < 2
    )


@cache
def _literals(pattern: str) -> frozenset[str]:
    """Long words of a pattern; of "flu?" both."""
    found = [*_LITERAL.finditer(pattern)]
    return frozenset(match[1] for match in found) | {match[1][:-1] for match in found if match[2]}


def one_apart(one: str, other: str) -> bool:
    """Tell whether one letter was changed, lost, added or swapped with its neighbour; the first one fits.

    Parameters
    ----------
    one, other : str
        At least one letter each; the same word is not one apart.
    """
    if one == other or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    k = next((k for k, letter in enumerate(short) if letter != long[k]), len(short))
    if len(short) < len(long):
        return short[k:] == long[k + 1 :]
    return short[k + 1 :] == long[k + 1 :] or (
        short[k : k + 2] == long[k : k + 2][::-1] and short[k + 2 :] == long[k + 2 :]
    )
