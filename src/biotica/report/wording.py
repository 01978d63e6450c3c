"""Finds words that promise, praise, diagnose or frighten: the lint over pages, tables and documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from biotica.knowledge.meanings import Alarm, Lexicon, load_lexicon
from biotica.report.clauses import Sentence, sentences_of
from biotica.report.phrases import PhraseBook, Span, apart

NO_REACHES_WORDS = 6
"""How far a plain "not" lifts an alarm, in words of the same clause; a judgement."""

_MOST_COMBINATIONS = 200
_Matches = Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class WordFinding:
    """Words that must not be printed: where they start, and the meaning of the lexicon that they have."""

    start: int
    word: str
    why: str


def findings(text: str, lang: str) -> tuple[WordFinding, ...]:
    """Find forbidden and promissory words.

    Parameters
    ----------
    text : str
        Plain text or markup. Code and quoted words are mentions and pass.
    lang : str
        ``"en"`` or ``"nl"``.

    Returns
    -------
    tuple of WordFinding
        In the order of the text, at most one per place and one per sentence and meaning; empty = nothing
        found. A clean text may still promise in other words.

    Notes
    -----
    A refusal passes: "is not proven to", "no trial shows". A refusal that is itself the promise does not: "no
    risk". Both are rows of the lexicon, in ``data/words``.
    """
    lexicon = load_lexicon()
    book = _book(lang)
    found: dict[int, WordFinding] = {}
    for sentence in sentences_of(text):
        for finding in _of_sentence(sentence, text, lexicon, book):
            found.setdefault(finding.start, finding)
    return tuple(found[start] for start in sorted(found))


@cache
def _book(lang: str) -> PhraseBook:
    return PhraseBook(families=load_lexicon().families(lang))


def _of_sentence(sentence: Sentence, text: str, lexicon: Lexicon, book: PhraseBook) -> Iterator[WordFinding]:
    matches = book.matches(sentence.words, sentence.cuts)
    for meaning in lexicon.meanings:
        spans = (span for alarm in meaning.alarms for span in _alarmed(alarm, sentence, matches))
        first = min(spans, default=None)
        if first is not None:
            start, end = sentence.places[first[0]][0], sentence.places[first[1] - 1][1]
            yield WordFinding(start, text[start:end], meaning.id)


def _alarmed(alarm: Alarm, sentence: Sentence, matches: _Matches) -> Iterator[Span]:
    """First words of every combination that nothing refuses."""
    slots: list[list[Span]] = []
    for names in alarm.slots:
        spans = [span for name in names for span in matches.get(name, ())]
        if not spans:
            return
        slots.append(spans)
    if any(matches.get(name) for name in alarm.unless):
        return
    for chosen in islice(product(*slots), _MOST_COMBINATIONS):
        if apart(chosen) and not _is_refused(chosen, alarm, sentence, matches):
            yield chosen[0]


def _is_refused(chosen: Sequence[Span], alarm: Alarm, sentence: Sentence, matches: _Matches) -> bool:
    key = chosen[0]
    if sentence.asks and not matches.get("rhetorical"):
        return True
    own = set(_words_of(chosen)) | set(_words_of(matches.get("no_refusal", ())))
    no = set(_words_of(matches.get("no", ())))
    refusals = (span for span in matches.get("refusal", ()) if not _is_part_of(span, own, no))
    if any(_reaches(span, key, sentence, matches) for span in refusals):
        return True
    return alarm.hears_no and any(
        span[0] not in own
        and abs(span[0] - key[0]) <= NO_REACHES_WORDS
        and _in_one_clause(span, key, sentence, matches)
        for span in matches.get("plain_no", ())
    )


def _is_part_of(refusal: Span, own: Set[int], no: Set[int]) -> bool:
    """Whether a refusal borrows its "not" from the promise itself: ``no known risk``."""
    words = set(range(*refusal))
    return bool(words & no & own) if words & no else words <= own


def _words_of(spans: Sequence[Span]) -> Iterator[int]:
    return (at for span in spans for at in range(*span))


def _reaches(refusal: Span, key: Span, sentence: Sentence, matches: _Matches) -> bool:
    """Whether no "but" stands between a refusal and what follows it."""
    turns = {*sentence.turns, *(span[0] for span in matches.get("but", ()))}
    return not any(refusal[1] <= turn <= key[0] for turn in turns)


def _in_one_clause(no: Span, key: Span, sentence: Sentence, matches: _Matches) -> bool:
    first, last = sorted((no[0], key[0]))
    joints = {span[0] for span in matches.get("joint", ())}
    return not any(first < cut <= last and not _goes_on(cut, sentence) for cut in {*sentence.cuts, *joints})


def _goes_on(cut: int, sentence: Sentence) -> bool:
    """Whether a clause is the next part of a list: ``predict, prevent or treat``."""
    return any(word in {"or", "nor", "of", "noch"} for word in sentence.words[cut : cut + 3]) or any(
        after in sentence.cuts for after in (cut + 1, cut + 2)
    )
