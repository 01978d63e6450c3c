"""Finds phrases of the lexicon in a sentence, word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, combinations, product

GAPS = {"..": 5, ".": 1}
"""How many words may stand in the place of dots."""

Span = tuple[int, int]
"""First word, and the word after the last one."""


@dataclass(frozen=True, slots=True)
class _Word:
    pattern: re.Pattern[str] | None
    literals: frozenset[str]
    gap: int = 0

    def fits(self, word: str) -> bool:
        return word in self.literals or (
            self.pattern is not None and self.pattern.fullmatch(word) is not None
        )


_Phrase = tuple[_Word, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class PhraseBook:
    """Every phrase of one language, found by its first word.

    Parameters
    ----------
    families : mapping
        Family to phrases, in the notation of ``knowledge.meanings.Family``.
    """

    families: Mapping[str, Sequence[str]]
    _by_start: dict[str, list[tuple[str, _Phrase]]] = field(default_factory=lambda: defaultdict(list))
    _seen: dict[str, list[tuple[str, _Phrase]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for family, phrases in self.families.items():
            for phrase in chain.from_iterable(map(_variants, phrases)):
                compiled = tuple(self._word(part) for part in phrase.split())
                for start in _starts(phrase, self.families):
                    self._by_start[start].append((family, compiled))

    def matches(self, words: Sequence[str], cuts: Set[int]) -> dict[str, list[Span]]:
        """Find every phrase in the words of a sentence: family to spans, in reading order.

        ``cuts`` are words before which a comma stands; no gap reaches over one.
        """
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for at, word in enumerate(words):
            for family, phrase in self._candidates(word):
                end = _end_of(phrase, words, at, cuts)
                if end is not None and (at, end) not in found[family]:
                    found[family].append((at, end))
        return {family: _innermost(spans) for family, spans in found.items()}

    def _candidates(self, word: str) -> list[tuple[str, _Phrase]]:
        if word not in self._seen:
            starts = dict.fromkeys(word[:length] for length in range(3, -1, -1))
            listed = [one for start in (f"={word}", *starts) for one in self._by_start.get(start, ())]
            self._seen[word] = [(family, phrase) for family, phrase in listed if phrase[0].fits(word)]
        return self._seen[word]

    def _word(self, part: str) -> _Word:
        if part in GAPS:
            return _Word(None, frozenset(), gap=GAPS[part])
        options = list(_options(part, self.families))
        globs = [re.escape(option).replace(r"\*", r"[\w']*") for option in options if "*" in option]
        return _Word(
            re.compile("|".join(globs)) if globs else None,
            frozenset(option for option in options if "*" not in option),
        )


def _variants(phrase: str) -> Iterator[str]:
    """Write out a phrase with and without each ``word?``."""
    choices = [(part[:-1], "") if part.endswith("?") else (part,) for part in phrase.split()]
    return (" ".join(filter(None, chosen)) for chosen in product(*choices))


def _options(part: str, families: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for option in part.split("/"):
        if option.startswith("@"):
            yield from (phrase for phrase in families[option[1:]] if " " not in phrase)
        else:
            yield option


def _starts(phrase: str, families: Mapping[str, Sequence[str]]) -> set[str]:
    """Keys under which a phrase is filed: ``=word``, or up to three letters before its first ``*``."""
    options = _options(phrase.split()[0], families)
    return {option.split("*")[0][:3] if "*" in option else f"={option}" for option in options}


def _end_of(phrase: _Phrase, words: Sequence[str], at: int, cuts: Set[int]) -> int | None:
    """Where the phrase ends if it starts at a word: the nearest end; None = it does not stand there."""
    if not phrase:
        return at
    first, rest = phrase[0], phrase[1:]
    if first.gap:
        reach = next((skipped for skipped in range(first.gap) if at + skipped in cuts), first.gap)
        ends = (_end_of(rest, words, at + skipped, cuts) for skipped in range(reach + 1))
        return next((end for end in ends if end is not None), None)
    if at < len(words) and first.fits(words[at]):
        return _end_of(rest, words, at + 1, cuts)
    return None


def _innermost(spans: list[Span]) -> list[Span]:
    """Leave out what only stretches over a gap to reach another span of the family."""
    return [
        span
        for span in spans
        if not any(span != other and span[0] <= other[0] and other[1] <= span[1] for other in spans)
    ]


def apart(spans: Iterable[Span]) -> bool:
    """Whether no two spans share a word; one may stand in the gap of another."""
    return all(
        first[1] <= second[0] or (first[0] < second[0] and second[1] < first[1])
        for first, second in combinations(sorted(spans), 2)
    )
