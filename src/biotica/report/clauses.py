"""Cuts a text into sentences and clauses of plain words; markup, code and quoted words are left blank."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LONGEST_MENTION_WORDS = 8

_HIDDEN = re.compile(
    r"<(?:style|script)\b.*?</(?:style|script)>|<!--.*?-->|```.*?```|`[^`\n]*`|\{%.*?%\}|\bhttps?://\S+|</?[a-z][^<>\n]*>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCKS = re.compile(r"</?(?:p|li|h\d|td|th|dt|dd|div|summary|title|small|option|tr)\b[^<>]*>", re.IGNORECASE)
_QUOTED = re.compile(
    r"\"[^\"\n]{1,90}\"|“[^”\n]{1,90}”|„[^”“\n]{1,90}[”“]|«[^»\n]{1,90}»|(?<!\w)['‘][^'’\n]{1,90}['’](?!\w)"
)
_END = re.compile(
    r"(?<!\b[A-Za-z])(?<!\be\.g)(?<!\bi\.e)(?<!\bbijv)(?<!\bd\.w\.z)(?<!\bspp)[.!?…]+[)\"”’']*(?=\s+\S)"
    r"|\n\s*\n|\n(?=\s*(?:[-*+#>|]|\d+\.)\s)|\t|\s\|\s|\x00"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_COMMA = re.compile(r"[,;:()–—]|\s-\s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """The words of a sentence in lower case without accents, and where they stand.

    Parameters
    ----------
    words : tuple of str
    places : tuple of (int, int)
        Start and end of each word in the text.
    cuts : frozenset of int
        Words before which a comma or its like stands; a semicolon also counts in ``turns``.
    turns : frozenset of int
    asks : bool
        Whether it ends with a question mark.
    """

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    cuts: frozenset[int]
    turns: frozenset[int]
    asks: bool


def sentences_of(text: str) -> Iterator[Sentence]:
    """Cut a text into sentences; a short question is read together with its answer."""
    plain = _without_mentions(text)
    start, asked = 0, -1
    for end in (*(match.end() for match in _END.finditer(plain)), len(plain)):
        piece = plain[start:end]
        if piece.strip().endswith("?") and len(piece.split()) <= 9 and end < len(plain) and asked < 0:
            asked, start = start, end
            continue
        sentence = _sentence(plain, start if asked < 0 else asked, end)
        if sentence.words:
            yield sentence
        start, asked = end, -1


def _without_mentions(text: str) -> str:
    plain = _BLOCKS.sub(lambda match: "\x00" + " " * (len(match[0]) - 1), text)
    plain = _HIDDEN.sub(lambda match: " " * len(match[0]), plain)
    return _QUOTED.sub(
        lambda match: " " * len(match[0]) if len(match[0].split()) <= LONGEST_MENTION_WORDS else match[0],
        plain,
    )


def _sentence(plain: str, start: int, end: int) -> Sentence:
    found = list(_WORD.finditer(plain, start, end))
    gaps = [plain[before.end() : after.start()] for before, after in pairwise(found)]
    return Sentence(
        words=tuple(_folded(match[0]) for match in found),
        places=tuple(match.span() for match in found),
        cuts=frozenset(at for at, gap in enumerate(gaps, start=1) if _COMMA.search(gap) or "?" in gap),
        turns=frozenset(at for at, gap in enumerate(gaps, start=1) if ";" in gap),
        asks=plain[start:end].strip().endswith("?"),
    )


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("’", "'").casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
