"""Words that a photo broke in two or spelt with digits, put together where only one word fits."""

from __future__ import annotations

import re
from functools import cache

from biotica.knowledge.label_terms import label_terms
from biotica.label.illness import one_apart
from biotica.label.names import known_words, plain

_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|[0-9|!](?=[^\W\d_]))*")
_WORD_IN_PATTERN = re.compile(r"(?<![a-z\\])[a-z]{5,}(?![a-z?*\[])")
_COMMON = ["miljoen", "miljard", "million", "billion", "aanbevolen", "dagelijkse", "dosering", "overschrijden", "kinderen", "bereik", "buiten", "gevarieerde", "voeding", "vervanging", "bewaren", "jonge", "maltodextrine", "cellulose", "magnesiumstearaat", "zetmeel", "houdbaarheid", "capsule", "capsules", "tablet", "tabletten", "sachet", "sachets", "druppels", "ingredienten", "hulpstoffen", "zoetstoffen", "voedingssupplement", "food", "supplement", "reach", "children", "exceed", "recommended", "substitute", "varied", "directions", "ingredients", "strain", "natuurlijk", "aangegeven", "strooien", "verhitting", "gedood", "daags", "levende", "cellen", "maiszetmeel", "contains", "guaranteed", "probiotic", "probiotica", "postbiotic", "postbiotica"]  # fmt: skip
_LONG_NAME = 10
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
    words = [*_LETTERS.finditer(text)]
    k = 0
    while k < len(words):
        word, joined = words[k], words[k][0]
        while k + 1 < len(words) and _belong(text, joined, words[k], words[k + 1]):
            joined += words[k + 1][0]
            k += 1
        pieces += [text[position : word.start()], _spelt(_lettered(joined))]
        position = words[k].end()
        k += 1
    return "".join([*pieces, text[position:]])


def _belong(text: str, so_far: str, word: re.Match[str], following: re.Match[str]) -> bool:
    between = text[word.end() : following.start()]
    if not re.fullmatch(r"-?[ ]?\n?[ ]{0,3}", between) or (
        following[0][0].isupper() and not so_far[-1].isupper()
    ):
        return False
    whole, first, second = (plain(part.lower()) for part in (so_far + following[0], so_far, following[0]))
    return whole in _vocabulary() and (whole in _names() or not (_is_word(first) and _is_word(second)))


def _is_word(part: str) -> bool:
    return part in _vocabulary()


_KEY_WORDS = frozenset(
    "miljoen miljard miljarden million billion trillion capsule capsules gepasteuriseerd gepasteuriseerde pasteurised pasteurized "
    "prescription prescribed voorschrift premature prematuren akkermansia muciniphila hittegedood hittegedode geinactiveerd "
    "geinactiveerde getyndalliseerd getyndalliseerde inactivated tyndallised tyndallized preterm".split()
)  # fmt: skip
"""Words that decide about a product and have no neighbour one letter away that means something else."""


def _spelt(word: str) -> str:
    """Put one wrong letter of a key word right."""
    low = word.lower()
    near = [known for known in _KEY_WORDS if abs(len(known) - len(low)) < 2 and one_apart(low, known)]
    if low in _KEY_WORDS or len(near) != 1 or low in {"capsulen", "preterms"}:
        return word
    (known,) = near
    return known.upper() if word.isupper() else known.capitalize() if word[0].isupper() else known


_SPOILT = re.compile(r"[A-Za-z]?[a-z]*[01][a-z]+|[a-z]{2,}[01][a-z]*")


def _lettered(word: str) -> str:
    """Replace digits inside a word by the letters that they look like: in known words, and in words of small letters."""
    known = any(letter in "0158|!" for letter in word) and plain(word.lower()) in _vocabulary()
    if not known and not (len(word) > 2 and _SPOILT.fullmatch(word) and sum(map(str.isdigit, word)) < 3):
        return word
    return re.sub(
        r"[0158|!]",
        lambda match: {"0": "o", "1": "l", "5": "s", "8": "b", "|": "l", "!": "l"}[match[0]],
        word,
    )
