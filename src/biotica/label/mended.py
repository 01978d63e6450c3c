"""Words that a photo broke in two or spelt with digits, put together where only one word fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from biotica.knowledge.label_terms import label_grammar, label_terms
from biotica.label.illness import one_apart
from biotica.label.names import known_words, plain

_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[0-9|!](?=[^\W\d_]))*")
_WORD_IN_PATTERN = re.compile(r"(?<![a-z\\])[a-z]{5,}(?![a-z?*\[])")
_SPOILT = re.compile(r"[A-Za-z]?[a-z]*[01][a-z]+|[a-z]{2,}[01][a-z]*")
_LOOKALIKES = {"0": "o", "1": "l", "5": "s", "8": "b", "|": "l", "!": "l"}
_MOST_SPOILT = 2
"""Digits of a spoilt word (assumed: with more it is a code)."""
_SPELLING = label_grammar()["spelling"]
_COMMON = frozenset(_SPELLING.each("common"))
_KEY_WORDS = frozenset(_SPELLING.each("key_words"))
"""Words that decide about a product and have no neighbour one letter away that means something else."""
_NEAR_KEY_WORDS = frozenset(_SPELLING.each("near_key_words"))
_GAP = re.compile(r"-?[ ]?\n?[ ]{0,3}")
_LONG_NAME = 10
"""Letters of a name that is joined even where both halves are words (assumed: none is one by chance)."""
_LEAST = 5
"""Letters that a mended word has at least (assumed: shorter ones fit by chance)."""


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(plain(word) for word in _words())


@cache
def _words() -> frozenset[str]:
    of_terms = {word for terms in label_terms().values() for word in _WORD_IN_PATTERN.findall(terms.source)}
    return frozenset(word for word in {*of_terms, *_COMMON, *known_words()} if len(word) >= _LEAST)


@cache
def _names() -> frozenset[str]:
    return frozenset(plain(word) for word in known_words() if len(word) >= _LONG_NAME)


def mended(text: str) -> str:
    """Join the halves of broken words, and write letters where digits stand inside a word.

    Parameters
    ----------
    text : str
        Tidied text.

    Returns
    -------
    str
        Two neighbours become one word only where the whole is a word of our lists and one of the halves is
        none. A text without broken words comes back as it is.
    """
    pieces: list[str] = []
    position = 0
    for start, end, word in _joined(text):
        pieces += [text[position:start], _spelt(_lettered(word))]
        position = end
    return "".join([*pieces, text[position:]])


def _joined(text: str) -> Iterator[tuple[int, int, str]]:
    """Every word with its characters in the text, broken ones put together."""
    words = [*_LETTERS.finditer(text)]
    k = 0
    while k < len(words):
        start, whole = words[k].start(), words[k][0]
        while k + 1 < len(words) and _belong(text, whole, words[k], words[k + 1]):
            whole += words[k + 1][0]
            k += 1
        yield start, words[k].end(), whole
        k += 1


def _belong(text: str, so_far: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """Whether a word is the second half of the one before."""
    begins_anew = following[0][0].isupper() and not so_far[-1].isupper()
    if begins_anew or not _GAP.fullmatch(text, word.end(), following.start()):
        return False
    whole, first, second = (plain(part.lower()) for part in (so_far + following[0], so_far, following[0]))
    known = _vocabulary()
    return whole in known and (whole in _names() or not (first in known and second in known))


def _spelt(word: str) -> str:
    """Put one wrong letter of a key word right."""
    low = word.lower()
    if low in _KEY_WORDS or low in _NEAR_KEY_WORDS:
        return word
    near = [known for known in _KEY_WORDS if abs(len(known) - len(low)) < 2 and one_apart(low, known)]
    if len(near) != 1:
        return word
    known = near[0]
    return known.upper() if word.isupper() else known.capitalize() if word[0].isupper() else known


def _lettered(word: str) -> str:
    """Write letters for digits inside known words, and inside words of small letters."""
    if any(letter in _LOOKALIKES for letter in word) and plain(word.lower()) in _vocabulary():
        return _in_letters(word)
    is_spoilt = len(word) > 2 and _SPOILT.fullmatch(word) and sum(map(str.isdigit, word)) <= _MOST_SPOILT
    return _in_letters(word) if is_spoilt else word


def _in_letters(word: str) -> str:
    return "".join(_LOOKALIKES.get(letter, letter) for letter in word)
