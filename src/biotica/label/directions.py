"""How much of a product a label says to take in a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from biotica.knowledge.label_terms import label_grammar
from biotica.label.numbers import FEW, NUMBER, number
from biotica.label.portions import LITTLE, OF_A_DAY, PORTION, count, portion_word

_WORDS, _TIMES_A_DAY = label_grammar()["directions"], label_grammar()["times_a_day"]
_DAY = _WORDS.words("day")
_RANGE = rf"(?<![\w^.,])(?P<n>{FEW})(?!\d)(?: ?(?:-|/|{_WORDS.words('to')}) ?(?P<most>{FEW})(?!\d))?"
_X = rf" ?{_WORDS.words('times')}(?![a-z])"
_TIMES = rf"(?P<times>{_TIMES_A_DAY.words()}|{FEW}(?={_X}))(?:{_X})?"
_GAP = r"(?:[^.;!?0-9]|\d+(?:[.,]\d+)? ?(?:ml|cl|oz)(?![a-z])){0,48}?"
_ONE_PORTION = (
    rf"(?:{NUMBER} ?(?:g|ml|mg) )?(?:(?!{FEW}|{_WORDS.words('no_portion')})[a-z]+ ){{0,2}}?"
    rf"{PORTION}(?: ?\([^)]{{0,25}}\))?"
)
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_TIMES}{LITTLE}{_DAY}{LITTLE}(?:\w+ ){{0,2}}?{_RANGE} ?{_ONE_PORTION}",
        rf"{_TIMES}{LITTLE}{_RANGE} ?{_ONE_PORTION}{_GAP}{_DAY}",
        rf"{_RANGE} ?{_ONE_PORTION}{_GAP}{LITTLE}{_TIMES}{LITTLE}{_DAY}",
        rf"{_RANGE} ?{_ONE_PORTION}{_GAP}(?P<times>){_DAY}",
        rf"(?P<times>){_DAY}{_GAP}{_RANGE} ?{_ONE_PORTION}",
        rf"(?P<times>){OF_A_DAY}{_GAP}{_RANGE} ?{_ONE_PORTION}",
    )
)
_TURNED = re.compile(
    rf"{_WORDS.words('take')}[^.;!?]{{0,14}}{_DAY} {_RANGE}(?! ?(?:x|keer|maal|times|ml|g))(?! \w+[a-z])"
)
_BARE = re.compile(rf"(?:{_WORDS.words('swallow')}|(?:^|[.;:|] ?)) ?{_RANGE} {_DAY}")
_WEIGHED = re.compile(
    rf"(?P<w>{NUMBER}) ?(?P<u>g|gram|ml)(?![a-z])[^.;!?0-9]{{0,24}}?(?:{_TIMES}{LITTLE})?{_DAY}"
    rf"|(?:{_DAY}|{OF_A_DAY})[ :]{{1,3}}(?P<w2>{NUMBER}) ?(?P<u2>g|gram|ml)(?![a-z])"
)
_BARE_TIMES = re.compile(rf"{_TIMES}{LITTLE}{_DAY}|(?P<one>een|one) (?:per|a) (?:dag|day)")
_MORNING_AND_EVENING = re.compile(
    rf"(?:'s )?{_WORDS.words('morning')}[^.;\n]{{0,12}}(?:en|and|&|\+)"
    rf"[^.;\n]{{0,40}}{_WORDS.words('evening')}"
)
_WHOLE_DAY = re.compile(_WORDS.words("whole_day"))
_EACH_MEAL = re.compile(_WORDS.words("each_meal"))
_MEALS_A_DAY = 3.0
_AFTERWARDS = 45
"""Characters after a direction in which the evening or the meals stand (assumed: half a line)."""
_MOST_AT_A_TIME = 15.0
"""Portions; what is more is the content of the pack (assumed), but for drops."""
_WARNING = re.compile(rf"{_WORDS.words('never')} (?:\w+ ){{0,3}}?{_WORDS.words('exceed')}[^.;\n]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Daily:
    """How much to take in a day: fewest and most, of which portion, ``g`` or ``ml``."""

    least: float
    most: float
    word: str


def daily(text: str, *, lang: str, main_word: str) -> Daily | None:
    """Tell how much to take in a day.

    Parameters
    ----------
    text : str
        Lower case without accents, on one line.
    lang : str
        Of the label, for separators.
    main_word : str
        The portion that is meant where a direction names none ("one a day").

    Returns
    -------
    Daily or None
        The largest of all directions, one in grams or ml only if there is no other; None = none was found.
        "Not more than" is none, unless it is the only one.
    """
    clean = _WARNING.sub(lambda match: " " * len(match[0]), text)
    found = (
        [*_directions(clean, lang, main_word)]
        or [*_directions(text, lang, main_word)]
        or [*_bare_times(clean, lang, main_word)]
    )
    return max(found, key=lambda one: (one.word not in {"g", "ml"}, one.most), default=None)


def _directions(text: str, lang: str, main_word: str) -> Iterator[Daily]:
    yield from _of_portions(text, lang)
    for match in _TURNED.finditer(text):
        several = count(match["n"], lang=lang)
        yield Daily(least=several, most=several, word=main_word)
    for match in _BARE.finditer(text):
        least = count(match["n"], lang=lang)
        yield Daily(least=least, most=count(match["most"] or match["n"], lang=lang), word=main_word)
    yield from _of_weight(text, lang)


def _of_portions(text: str, lang: str) -> Iterator[Daily]:
    """Directions that name their portion; one that overlaps an earlier one is the same once more."""
    taken = bytearray(len(text))
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            direction = _direction(match, text, lang)
            if direction.least <= _MOST_AT_A_TIME or direction.word == "drops":
                yield direction


def _direction(match: re.Match[str], text: str, lang: str) -> Daily:
    most = count(match["most"] or match["n"], lang=lang)
    least = min(count(match["n"], lang=lang), most)
    factor = _times(match, lang)
    afterwards = text[match.start() : match.end() + _AFTERWARDS]
    if not match["times"]:
        factor = _times_by_meals(match[0], afterwards)
    return Daily(least=least * factor, most=most * factor, word=portion_word(match["word"]))


def _times_by_meals(direction: str, afterwards: str) -> float:
    if not _WHOLE_DAY.search(direction) and _MORNING_AND_EVENING.search(afterwards):
        return 2.0
    return _MEALS_A_DAY if _EACH_MEAL.search(afterwards) else 1.0


def _times(match: re.Match[str], lang: str) -> float:
    printed = match["times"]
    return _TIMES_A_DAY.values.get(printed) or count(printed, lang=lang)


def _of_weight(text: str, lang: str) -> Iterator[Daily]:
    for match in _WEIGHED.finditer(text):
        amount = number(match["w"] or match["w2"], lang=lang) * _times(match, lang)
        yield Daily(least=amount, most=amount, word="ml" if (match["u"] or match["u2"]) == "ml" else "g")


def _bare_times(text: str, lang: str, main_word: str) -> Iterator[Daily]:
    """Find times a day without a word for the portion: "1 x per dag", "once daily"."""
    match = _BARE_TIMES.search(text)
    if match is not None:
        times = _times(match, lang)
        yield Daily(least=times, most=times, word=main_word)
