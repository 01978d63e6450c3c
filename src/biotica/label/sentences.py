"""The sentences of a label: also its lines and the parts of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from biotica.knowledge.label_terms import label_grammar
from biotica.label.printed import Printed

_WORDS = label_grammar()["sentences"]
_END = re.compile(r"[.!?](?=\s|$|[A-Z\"'])|;|\||\s[-*]\s|\n(?=\s*[-*+]?\s*[^a-z\s])|\n\s*\n")
_ABBREVIATED = re.compile(rf"\b{_WORDS.words('abbreviation')}$")
_LONGEST_ABBREVIATION = 8
_INITIAL = re.compile(r"(?:^|[\s(])[a-z]$")
_SHORTEST = 6
"""Characters of a sentence (assumed: what is shorter promises nothing)."""
_LONGEST = 1500
"""Characters of a sentence (assumed: what is longer has lost its full stops, and is cut at a blank)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence on one line.

    Parameters
    ----------
    start : int
        Character of the label's text.
    text, folded : str
        As printed, and in lower case without accents; of one length.
    """

    start: int
    text: str
    folded: str

    @property
    def end(self) -> int:
        """Character of the label's text after the last one."""
        return self.start + len(self.text)


def sentences(text: Printed) -> Iterator[Sentence]:
    """Cut a text into sentences.

    Yields
    ------
    Sentence
        Cut at full stops, semicolons, bars and lines that begin anew, and where they get endless; a dot
        behind "min" or the initial of a genus ends none.
    """
    start = 0
    for match in _END.finditer(text.text):
        if match[0] == "." and _is_shortening(text, start, match):
            continue
        yield from _one(text, start, match.start())
        start = match.end()
    yield from _one(text, start, len(text.text))


def _is_shortening(text: Printed, start: int, dot: re.Match[str]) -> bool:
    """Whether a dot shortens a word: "min.", or a genus, a single letter with a small one after it."""
    before = text.folded[max(start, dot.start() - _LONGEST_ABBREVIATION) : dot.start()]
    if _ABBREVIATED.search(before):
        return True
    following = text.text[dot.end() :].lstrip()[:1]
    return following.islower() and _INITIAL.search(before[-3:]) is not None


def _one(text: Printed, start: int, end: int) -> Iterator[Sentence]:
    while end - start > _LONGEST:
        cut = max(text.text.rfind(" ", start, start + _LONGEST), start + _SHORTEST)
        yield _sentence(text, start, cut)
        start = cut
    if len(text.text[start:end].strip()) >= _SHORTEST:
        yield _sentence(text, start, end)


def _sentence(text: Printed, start: int, end: int) -> Sentence:
    return Sentence(
        start=start,
        text=text.text[start:end].replace("\n", " "),
        folded=text.folded[start:end].replace("\n", " "),
    )
