"""The words of labels, Dutch and English, in groups: what a capsule, a lysate or a warning is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from biotica.knowledge.records import Key, Row
from biotica.knowledge.things import read_things
from biotica.knowledge.tsv import Place


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"'{pattern}' is no pattern: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class LabelTerm(Row):
    """One meaning, and the words for it.

    Parameters
    ----------
    nl, en : tuple of str
        Regular expressions over the text in lower case without accents; each stands for whole words.
    bulk : bool
        Of a fibre: hardly fermented.
    value : float or None
        Of a number or unit: what it stands for; its words are then plain words, not patterns.
    """

    id: Key
    nl: tuple[Pattern, ...] = ()
    en: tuple[Pattern, ...] = ()
    bulk: bool = False
    value: float | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Dutch ones, then English ones."""
        return (*self.nl, *self.en)


class TermGroup(Row):
    """Terms of one sort; where two fit, the first one counts."""

    id: Key
    note: Key
    terms: Annotated[tuple[LabelTerm, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A term found in a text.

    Parameters
    ----------
    start, end : int
        Characters of the text, end not included.
    """

    id: str
    start: int
    end: int


class Terms:
    """One group, ready to search with."""

    def __init__(self, group: TermGroup) -> None:
        self.ids = tuple(term.id for term in group.terms)
        self.bulk = frozenset(term.id for term in group.terms if term.bulk)
        self.values = MappingProxyType(
            {w: t.value for t in group.terms if t.value is not None for w in t.words}
        )
        self._terms = {term.id: term for term in group.terms}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def hits(self, folded: str) -> tuple[Hit, ...]:
        """Find every term in a folded text, in its order; of two that overlap, the longer one.

        Parameters
        ----------
        folded : str
            Lower case, without accents.
        """
        return tuple(_apart(self.every(folded)))

    def every(self, folded: str) -> tuple[Hit, ...]:
        """Find every term in a folded text, in its order, also those that overlap."""
        found = (
            Hit(id=name, start=match.start(), end=match.end())
            for name in self.ids
            for match in self.pattern(name).finditer(folded)
        )
        return tuple(sorted(found, key=lambda hit: (hit.start, hit.start - hit.end)))

    def first(self, folded: str) -> str | None:
        """Name the first term of the group, in the group's order, that the text holds."""
        return next((name for name in self.ids if self.says(name, folded)), None)

    def says(self, name: str, folded: str) -> bool:
        """Tell whether a text holds a term."""
        return self.pattern(name).search(folded) is not None

    def name_of(self, folded: str) -> str | None:
        """Name the first term of the group that is exactly this text; None = there is none."""
        return next((name for name in self.ids if self.pattern(name).fullmatch(folded)), None)

    def pattern(self, name: str) -> re.Pattern[str]:
        """Give the pattern of one term, for whole words."""
        if name not in self._patterns:
            self._patterns[name] = whole_words(self._terms[name].words)
        return self._patterns[name]

    def each(self, *names: str) -> tuple[str, ...]:
        """List the words of some terms, of all where none is named, the longest first."""
        every = dict.fromkeys(word for name in names or self.ids for word in self._terms[name].words)
        return tuple(sorted(every, key=len, reverse=True))

    def by_language(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the Dutch words of a term, and the English ones."""
        return self._terms[name].nl, self._terms[name].en

    def words(self, *names: str) -> str:
        """Give one expression for any word of some terms, in their order, without borders of words."""
        return f"(?:{'|'.join(word for name in names or self.ids for word in self._terms[name].words)})"

    @property
    def source(self) -> str:
        """One expression for any term of the group, to build others with."""
        return "|".join(self.pattern(name).pattern for name in self.ids)


def _apart(hits: tuple[Hit, ...]) -> Iterator[Hit]:
    end = -1
    for hit in hits:
        if hit.start >= end:
            end = hit.end
            yield hit


def whole_words(patterns: tuple[str, ...]) -> re.Pattern[str]:
    r"""Compile patterns so that each stands for whole words; a blank may be the end of a line."""
    words = "|".join(patterns).replace(" ", r"\s")
    return re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])")


def read_label_terms(folder: Place) -> Mapping[str, Terms]:
    """Read every group below a folder.

    Raises
    ------
    BadRow
        If a file is wrong.
    """
    return MappingProxyType({group.id: Terms(group) for group in read_things(folder, TermGroup)})


@cache
def label_grammar() -> Mapping[str, Terms]:
    """Group id to words that shape a sentence of a label: numbers, times of a day, denials, headings.

    Notes
    -----
    Apart from `label_terms`, for a broken word of a photo is mended by those words only.
    """
    return read_label_terms(files("biotica") / "data" / "label_grammar")


@cache
def label_terms() -> Mapping[str, Terms]:
    """Group id to the terms that ship with biotica."""
    return read_label_terms(files("biotica") / "data" / "label_terms")
