"""Per what an amount is printed: portions, their number, and what they weigh."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from biotica.knowledge.label_terms import label_grammar, label_terms
from biotica.label.numbers import FEW, NUMBER, number

_PORTIONS, _WORDS = label_terms()["portions"], label_grammar()["portions"]
_DAY = label_grammar()["directions"].words("day")

PORTION = f"(?P<word>{_PORTIONS.source})"
"""Expression for a portion; its group is called ``word``."""
LITTLE = r"[ ,:()=-]{0,4}"
"""Expression for signs between the parts of one direction."""
OF_A_DAY = rf"(?:{_WORDS.words('recommended')})?{_WORDS.words('a_day_s_dose')}"
"""Expression for a daily dose."""
_SERVING = rf"{_WORDS.words('serving_size')}[ :=(]{{0,4}}"
_UNIT = r"(?P<u>mg|g|gr|gram|grams|ml)(?![a-z])"
_SHAPES: tuple[tuple[str | None, re.Pattern[str]], ...] = (
    ("day", re.compile(rf"(?:{_WORDS.words('per_day')}|/ ?){OF_A_DAY}|{OF_A_DAY}(?= ?[(:=])")),
    ("day", re.compile(rf"{PORTION}{LITTLE}{_DAY}{LITTLE}{_WORDS.words('holds', 'supplies', 'gives')}")),
    ("g", re.compile(rf"(?:(?<![a-z]){_WORDS.words('each_gram')}|/) ?(?:1 )?(?:g|gr|gram)(?![a-z])")),
    ("ml", re.compile(rf"(?:(?<![a-z]){_WORDS.words('each_ml')}|/) ?ml(?![a-z])")),
    (
        None,
        re.compile(rf"(?:(?<![a-z])(?:per|in)|/) ?(?P<n>{NUMBER}) ?(?P<u>g|gr|gram|ml|milliliter)(?![a-z])"),
    ),
    (
        None,
        re.compile(
            rf"(?:(?<![a-z]){_WORDS.words('each_portion')}|/) ?\(?(?P<n>{FEW})? ?"
            rf"{_WORDS.words('kind_of_portion')}?{PORTION}"
        ),
    ),
    (None, re.compile(rf"(?P<n>{NUMBER}) ?(?P<u>ml|g|gram) (?:[a-z]+ )?{_WORDS.words('holds')}")),
    (
        None,
        re.compile(
            rf"(?P<n>{FEW}) ?{PORTION} ?(?:\([^)]{{0,20}}\))? ?"
            rf"(?:{_WORDS.words('holds', 'supplies', 'gives_one', 'gives')}|=)"
        ),
    ),
)
"""What fits first counts. A fixed word, or none where the match names it."""
_COLUMN = re.compile(rf"(?:(?<=  )|(?<=\| ))(?P<n>{FEW}) {PORTION}(?=  | ?\||\n|$)")
_SERVING_SIZE = re.compile(rf"{_SERVING}(?P<n>{FEW}) ?{PORTION}")
_SERVING_OF = re.compile(rf"{_SERVING}(?P<n>{FEW}) ?(?:\w+ )?{PORTION}")
_SERVING_WEIGHT = re.compile(rf"{_SERVING}(?P<w>{NUMBER}) ?{_UNIT}")
_WEIGHTS = (
    re.compile(
        rf"(?P<n>{FEW})? ?{_WORDS.words('filling')}?{PORTION}[ :(=]{{1,4}}(?P<each>(?:a|of|van|x) )?"
        rf"{_WORDS.words('about')}?(?P<w>{NUMBER}) ?{_UNIT}"
    ),
    re.compile(rf"(?P<w>{NUMBER}) ?{_UNIT}(?:[- ]| per )?(?:\(?1? ?)?{PORTION}"),
)
_ENGLISH = {"day": "daily dose"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """What an amount is printed for.

    Parameters
    ----------
    start, end : int
        Characters of the text, end not included.
    count : float
        How many of `word`.
    word : str
        Term of the group ``portions``, ``g``, ``ml`` or ``day``.
    """

    start: int
    end: int
    count: float
    word: str

    @property
    def as_words(self) -> str:
        """In English words, such as ``capsule``, ``2 capsules`` or ``5 g``."""
        if self.word in {"g", "ml"}:
            return f"{self.count:g} {self.word}"
        word = _ENGLISH.get(self.word, self.word)
        if self.count == 1:
            return word
        plural = word if word.endswith("s") else "gummies" if word == "gummy" else f"{word}s"
        return f"{self.count:g} {plural}"


def portions(folded: str, *, lang: str) -> tuple[Portion, ...]:
    """Find every portion that an amount may be printed for.

    Parameters
    ----------
    folded : str
        Lower case without accents, with its lines: a table has portions at the head of its columns.
    lang : str
        Of the label, for separators.

    Returns
    -------
    tuple of Portion
        In the order of the text, none inside another; `count` > 0.
    """
    return tuple(sorted(_apart(_in_all_shapes(folded, lang), len(folded)), key=lambda one: one.start))


def _in_all_shapes(folded: str, lang: str) -> Iterator[Portion]:
    on_one_line = folded.replace("\n", " ")
    for word, shape in _SHAPES:
        for match in shape.finditer(on_one_line):
            yield _portion(match, lang, word)
    for match in (*_COLUMN.finditer(folded), *_SERVING_SIZE.finditer(on_one_line)):
        yield _portion(match, lang)


def _portion(match: re.Match[str], lang: str, word: str | None = None) -> Portion:
    """Read the portion of a match; a printed 0 is a misreading."""
    found = match.groupdict()
    return Portion(
        start=match.start(),
        end=match.end(),
        count=(count(found.get("n"), lang=lang) or 1.0) if word is None else 1.0,
        word=word or (_unit(found["u"]) if found.get("u") else portion_word(found["word"])),
    )


def _unit(printed: str) -> str:
    return "ml" if printed.startswith("m") else "g"


def _apart(found: Iterable[Portion], length: int) -> Iterator[Portion]:
    """Leave out a portion that lies inside one found before."""
    taken = bytearray(length)
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def count(printed: str | None, *, lang: str) -> float:
    """Read how many; 1 where no number is printed."""
    return number(printed, lang=lang) if printed else 1.0


def portion_word(printed: str) -> str:
    """Name the term of the group ``portions`` that is printed."""
    return _PORTIONS.name_of(printed) or "serving"


def serving(folded: str, *, lang: str) -> Portion | None:
    """Tell what the label calls its serving, such as "serving size: 2 capsules"; None = it does not say."""
    match = _SERVING_OF.search(folded)
    return None if match is None else _portion(match, lang)


def weights_g(folded: str, *, lang: str) -> Mapping[str, float]:
    """Tell what portions weigh, as far as printed.

    Returns
    -------
    mapping of str to float
        Term of the group ``portions`` to g of one, > 0, or ml where it is a volume. What is printed in mg is
        an ingredient, not a weight.
    """
    found: dict[str, float] = {}
    for pattern in _WEIGHTS:
        for match in pattern.finditer(folded):
            if match["u"] != "mg" and _weight_of_one(match, lang) > 0:
                found.setdefault(portion_word(match["word"]), _weight_of_one(match, lang))
    size = _SERVING_WEIGHT.search(folded)
    if size and size["u"] != "mg" and number(size["w"], lang=lang) > 0:
        found.setdefault("serving", number(size["w"], lang=lang))
    return found


def _weight_of_one(match: re.Match[str], lang: str) -> float:
    found = match.groupdict()
    several = 1.0 if found.get("each") else count(found.get("n"), lang=lang)
    return number(match["w"], lang=lang) / (several or 1.0)
