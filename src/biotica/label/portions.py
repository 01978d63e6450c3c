"""Per what an amount is printed, and how many portions a day a label says to take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from biotica.knowledge.label_terms import Terms
from biotica.label.amounts import NUMBER, WORDS, masses, number

_FEW = rf"(?:{NUMBER}|(?<![a-z])(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?![a-z]))"
_RANGE = rf"(?<![\w^.,])(?P<n>{_FEW})(?: ?(?:-|/|tot|to|a|of|or|en|tot en met) ?(?P<most>{_FEW}))?"
_DAY = (
    r"(?:(?:per|in|within) (?:24 ?u\w*|24 ?h\w*|etmaal)|per (?:dag|day)|daags|dagelijks|a day|daily|(?:every|each) (?:day|morning|evening|night)|"
    r"(?:elke|iedere|per|in de) (?:dag|ochtend|avond|morgen)|(?:'s )?(?:ochtends|morgens|avonds|middags)|(?:in the )?(?:morning|evening)(?![a-z])|once nightly|at (?:bedtime|night)|"
    r"(?:voor|bij) het (?:slapen\w*|ontbijt|avondeten)|with each(?: of (?:the )?(?:three )?)? ?(?:main )?meals?|bij (?:elke|iedere) (?:hoofd)?maaltijd|(?:with|at|before) (?:breakfast|dinner|lunch)|/ ?(?:dag|day))"
)
_TIMES_WORD = {
    "once": 1.0,
    "twice": 2.0,
    "thrice": 3.0,
    "eenmaal": 1.0,
    "tweemaal": 2.0,
    "driemaal": 3.0,
    "viermaal": 4.0,
}
_TIMES = rf"(?P<times>(?:{'|'.join(_TIMES_WORD)})|{_FEW}(?= ?(?:x|keer|maal|times?)(?![a-z])))(?: ?(?:x|keer|maal|times?)(?![a-z]))?"
_BOTH = re.compile(
    r"(?:'s )?(?:ochtends?|morgens?|morning|ontbijt|breakfast)[^.;\n]{0,12}(?:en|and|&|\+)[^.;\n]{0,40}(?:avonds?|avond|evening|night|diner|dinner|slapen\w*|bedtime)"
)
_WHOLE_DAY = re.compile(r"per (?:dag|day)|a day|daily|daags|dagelijks")
_EACH_MEAL = re.compile(
    r"(?:elke|iedere) (?:hoofd)?maaltijd|(?:every|each)(?: of (?:the )?(?:three )?)? ?(?:main )?meals?|three meals|drie maaltijden"
)
_GAP = r"(?:[^.;!?0-9]|\d+(?:[.,]\d+)? ?(?:ml|cl|oz)(?![a-z])){0,48}?"
_LITTLE = r"[ ,:()=-]{0,4}"
_MOST_AT_A_TIME = 15.0
"""Portions; what is more is the content of the pack (assumed)."""
_SERVING = re.compile(
    r"(?:serving size|portie(?:grootte)?|(?:per )?(?:serving|portie|dosering|dosis|inname|dose)|amount per)[ :=(]{0,4}"
)
_OF_A_DAY = re.compile(
    r"(?:aanbevolen |geadviseerde |recommended |suggested )?(?:dag(?:elijkse )?(?: )?(?:dosering|dosis|portie|hoeveelheid|inname)|daily (?:dose|serving|portion|intake|dosage|amount)|dosering per dag|per dag|per day|dose per day)"
)
_WARNING = re.compile(
    r"(?:niet|nooit|not|never|n't|no) (?:\w+ ){0,3}?(?:meer|more|exceed|over\w+|hoger)[^.;\n]*"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """What an amount is printed for.

    Parameters
    ----------
    start : int
        Character of the text.
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


_ENGLISH = {"day": "daily dose", "drops": "drops", "bottle": "bottle"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Daily:
    """How much to take in a day: fewest and most, of which portion."""

    least: float
    most: float
    word: str


class Doses:
    """What a label says about portions, ready to turn amounts into a day's.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    words : Terms
        The group ``portions``.
    lang : str
        Of the label, for separators.
    """

    def __init__(self, folded: str, words: Terms, *, lang: str) -> None:
        self._lines, self._text = folded, folded.replace("\n", " ")
        self._words, self._lang = words, lang
        self._any = f"(?P<word>{words.source})"
        self.portions = tuple(sorted(_found(self._printed_portions()), key=lambda one: one.start))
        self.weights_g = self._weights()
        self.serving = self._serving()
        self.daily = self._daily()

    def per(self, start: int, end: int) -> Portion | None:
        """Tell for which portion an amount at these characters is printed; None = it is not said."""
        if re.match(r"[ ,:(]{0,3}(?:per|a|/) ?(?:dag|day)", self._text[end : end + 14]):
            return Portion(start=end, end=end, count=1.0, word="day")
        after = [
            p
            for p in self.portions
            if 0 <= p.start - end <= 24 and not re.search(r"\d|[.;]", self._text[end : p.start])
        ]
        if after:
            return after[0]
        columns = self._columns(start)
        if columns:
            return columns[min(self._column(start), len(columns) - 1)]
        before = [portion for portion in self.portions if portion.start < start]
        if before:
            return before[-1]
        return next((portion for portion in self.portions if portion.start >= end), None)

    def _columns(self, start: int) -> list[Portion]:
        """Portions that head the columns of the table in which an amount stands; empty = it is in none."""
        line = self._lines.rfind("\n", 0, start) + 1
        heads: list[Portion] = []
        for portion in self.portions:
            if portion.start < line:
                at = self._lines.rfind("\n", 0, portion.start)
                heads = (
                    [*heads, portion]
                    if heads and self._lines.rfind("\n", 0, heads[-1].start) == at
                    else [portion]
                )
        return heads if len(heads) > 1 else []

    def _column(self, start: int) -> int:
        line = self._lines.rfind("\n", 0, start) + 1
        first = re.search(r"(?:\s{2,}|\|)\s*\d", self._lines[line:])
        if first is None or line + first.start() >= start:
            return 0
        return len(re.findall(r"(?:\s{2,}|\|)\s*(?=[\d<])", self._lines[line + first.end() : start]))

    def a_day(self, portion: Portion | None) -> float | None:
        """How many times a day, at most, the amount of a portion is taken; None = it is not said."""
        if portion is not None and portion.word == "day":
            return 1.0
        if self.daily is None:
            return None
        most = self.daily.most
        if portion is None:
            return self._without_portion(self.daily)
        if self.daily.word in {"g", "ml"} and portion.word not in {"g", "ml"}:
            weight = self.weights_g.get(portion.word)
            return 1.0 if weight is None else most / weight / portion.count
        if portion.word == self.daily.word:
            return most / portion.count
        if portion.word in {"g", "ml"}:
            return self._of_weight(portion)
        if portion.word == "serving":
            if self.serving is not None and self.serving.word == self.daily.word:
                return most / self.serving.count
            return most / portion.count
        if self.daily.word == "serving":
            size = (
                self.serving.count if self.serving is not None and self.serving.word == portion.word else 1.0
            )
            return most * size / portion.count
        return most / portion.count

    def _without_portion(self, daily: Daily) -> float:
        if daily.word in {"g", "ml"}:
            return 1.0
        is_of_serving = self.serving is not None and self.serving.word == daily.word
        return daily.most / self.serving.count if is_of_serving and self.serving is not None else daily.most

    def _of_weight(self, portion: Portion) -> float | None:
        grams = self.grams_a_day()
        if grams is not None:
            return grams / portion.count
        assert self.daily is not None
        return self.daily.most if self._is_scoop_of(portion) else None

    def grams_a_day(self) -> float | None:
        """Grams (or ml) of the whole product taken in a day at most; None = it is not said."""
        if self.daily is None:
            return None
        if self.daily.word in {"g", "ml"}:
            return self.daily.most
        weight = self.weights_g.get(self.daily.word) or self.weights_g.get("serving")
        return None if weight is None else self.daily.most * weight

    def _is_scoop_of(self, portion: Portion) -> bool:
        return portion.count > 1 and portion.count < 100

    def _count(self, printed: str | None) -> float:
        return number(printed, lang=self._lang) if printed else 1.0

    def _word(self, printed: str) -> str:
        for word in self._words.ids:
            if self._words.pattern(word).fullmatch(printed):
                return word
        return "serving"

    def _printed_portions(self) -> Iterable[Portion]:
        day = re.compile(
            rf"(?:per |in (?:een |de )?|/ ?){_OF_A_DAY.pattern.removeprefix('')}|{_OF_A_DAY.pattern}(?= ?[(:=])"
        )
        in_a_day = re.compile(
            rf"{self._any}{_LITTLE}{_DAY}{_LITTLE}(?:bevat(?:ten)?|leve(?:rt|ren)|contains?|provides?|suppl(?:y|ies)|delivers?|geven|gives?)"
        )
        for match in [*day.finditer(self._text), *in_a_day.finditer(self._text)]:
            yield Portion(start=match.start(), end=match.end(), count=1.0, word="day")
        for match in re.finditer(r"(?:(?<![a-z])(?:per|each)|/) ?(?:1 )?(?:g|gr|gram)(?![a-z])", self._text):
            yield Portion(start=match.start(), end=match.end(), count=1.0, word="g")
        for match in re.finditer(
            r"(?:(?<![a-z])(?:per|in every|in each|in elke|every|each)|/) ?ml(?![a-z])", self._text
        ):
            yield Portion(start=match.start(), end=match.end(), count=1.0, word="ml")
        for match in re.finditer(
            rf"(?:(?<![a-z])(?:per|in)|/) ?(?P<n>{NUMBER}) ?(?P<u>g|gr|gram|ml|milliliter)(?![a-z])",
            self._text,
        ):
            yield Portion(
                start=match.start(),
                end=match.end(),
                count=self._count(match["n"]),
                word="ml" if match["u"].startswith("m") else "g",
            )
        per = re.compile(
            rf"(?:(?<![a-z])(?:per|elke?|ieder|each|every|in|van|of|one)|/) ?\(?(?P<n>{_FEW})? ?(?:vegetarische |vegan |kleine |small |level |afgestreken )?{self._any}"
        )
        for match in per.finditer(self._text):
            yield Portion(
                start=match.start(),
                end=match.end(),
                count=self._count(match["n"]),
                word=self._word(match["word"]),
            )
        fluid = re.compile(
            rf"(?P<n>{NUMBER}) ?(?P<u>ml|g|gram) (?:bevat|levert|contains?|provides?|delivers?)"
        )
        for match in fluid.finditer(self._text):
            yield Portion(
                start=match.start(),
                end=match.end(),
                count=self._count(match["n"]),
                word="ml" if match["u"] == "ml" else "g",
            )
        holds = re.compile(
            rf"(?P<n>{_FEW}) ?{self._any} ?(?:\([^)]{{0,20}}\))? ?(?:bevat(?:ten)?|leve(?:rt|ren)|contains?|provides?|suppl(?:y|ies)|delivers?|geeft|geven|gives?|=)"
        )
        for match in holds.finditer(self._text):
            yield Portion(
                start=match.start(),
                end=match.end(),
                count=self._count(match["n"]),
                word=self._word(match["word"]),
            )
        column = re.compile(rf"(?:(?<=  )|(?<=\| ))(?P<n>{_FEW}) {self._any}(?=  | ?\||\n|$)")
        for match in column.finditer(self._lines):
            yield Portion(
                start=match.start(),
                end=match.end(),
                count=self._count(match["n"]),
                word=self._word(match["word"]),
            )
        size = re.compile(rf"{_SERVING.pattern}(?P<n>{_FEW}) ?{self._any}")
        for match in size.finditer(self._text):
            yield Portion(
                start=match.start(),
                end=match.end(),
                count=self._count(match["n"]),
                word=self._word(match["word"]),
            )

    def _weights(self) -> Mapping[str, float]:
        """Portion to its weight in g, or volume in ml."""
        found: dict[str, float] = {}
        unit = r"(?P<u>mg|g|gr|gram|grams|ml)(?![a-z])"
        after = re.compile(
            rf"(?P<n>{_FEW})? ?(?:afgestreken |volle |level |heaped )?{self._any}[ :(=]{{1,4}}(?P<each>a )?(?:ca\.? ?|circa |approx\.? ?|about |van |of )?(?P<w>{NUMBER}) ?{unit}"
        )
        before = re.compile(rf"(?P<w>{NUMBER}) ?{unit}(?:[- ]| per )?(?P<n>(?!x))(?:\(?1? ?)?{self._any}")
        for pattern in (after, before):
            for match in pattern.finditer(self._text):
                if match["u"] == "mg":
                    continue
                word, count = self._word(match["word"]), self._count(match["n"] or None)
                count = 1.0 if match.groupdict().get("each") else count
                found.setdefault(word, number(match["w"], lang=self._lang) / (count or 1.0))
        size = re.search(rf"{_SERVING.pattern}(?P<w>{NUMBER}) ?{unit}", self._text)
        if size and size["u"] != "mg":
            found.setdefault("serving", number(size["w"], lang=self._lang))
        return found

    def _serving(self) -> Portion | None:
        match = re.search(rf"{_SERVING.pattern}(?P<n>{_FEW}) ?(?:\w+ )?{self._any}", self._text)
        if match is None:
            return None
        return Portion(
            start=match.start(),
            end=match.end(),
            count=self._count(match["n"]),
            word=self._word(match["word"]),
        )

    def _daily(self) -> Daily | None:
        clean = _WARNING.sub(lambda match: " " * len(match[0]), self._text)
        found = [*self._directions(clean)] or [*self._directions(self._text)] or [*self._bare_times(clean)]
        if not found:
            return None
        best = max(found, key=lambda one: (one.word != "g", one.most))
        return best

    def _bare_times(self, text: str) -> Iterable[Daily]:
        """Times a day without a word for the portion: "1 x per dag", "once daily"."""
        match = re.search(rf"{_TIMES}{_LITTLE}{_DAY}|(?P<one>een|one) (?:per|a) (?:dag|day)", text)
        if match is None:
            return
        printed = match["times"]
        times = _TIMES_WORD.get(printed) or self._count(printed) if printed else 1.0
        yield Daily(least=times, most=times, word=self._main_word())

    def _main_word(self) -> str:
        return next((portion.word for portion in self.portions if portion.word not in {"day", "g", "ml"}), "serving")

    def _directions(self, text: str) -> Iterable[Daily]:
        portion = rf"(?:{NUMBER} ?(?:g|ml|mg) )?(?:(?!{_FEW}|take|neem|en |and |cfu|kve|per |of |van |cells|cellen|mg |g |ml |x )[a-z]+ ){{0,2}}?{self._any}(?: ?\([^)]{{0,25}}\))?"
        shapes = (
            rf"{_TIMES}{_LITTLE}{_DAY}{_LITTLE}(?:\w+ ){{0,2}}?{_RANGE} ?{portion}",
            rf"{_TIMES}{_LITTLE}{_RANGE} ?{portion}{_GAP}{_DAY}",
            rf"{_RANGE} ?{portion}{_GAP}{_LITTLE}{_TIMES}{_LITTLE}{_DAY}",
            rf"{_RANGE} ?{portion}{_GAP}(?P<times>){_DAY}",
            rf"(?P<times>)(?:{_DAY}){_GAP}{_RANGE} ?{portion}",
            rf"(?P<times>){_OF_A_DAY.pattern}{_GAP}{_RANGE} ?{portion}",
        )
        taken: list[tuple[int, int]] = []
        for shape in shapes:
            for match in re.finditer(shape, text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                taken.append(match.span())
                direction = self._one_direction(match, text)
                if direction.least <= _MOST_AT_A_TIME or direction.word == "drops":
                    yield direction
        turned = re.compile(rf"(?:take|neem|slik|gebruik)[^.;!?]{{0,14}}{_DAY} {_RANGE}(?! ?(?:x|keer|maal|times|ml|g))(?! \w+[a-z])")
        for match in turned.finditer(text):
            yield Daily(least=self._count(match["n"]), most=self._count(match["n"]), word=self._main_word())
        bare = re.compile(
            rf"(?:(?:swallow|take|neem|slik|chew|kauw|drink|suck|zuig)|(?:^|[.;:|] ?)) ?{_RANGE} {_DAY}"
        )
        main = self._main_word()
        for match in bare.finditer(text):
            least = self._count(match["n"])
            yield Daily(least=least, most=self._count(match["most"]) if match["most"] else least, word=main)
        grams = re.compile(
            rf"(?P<w>{NUMBER}) ?(?P<u>g|gram|ml)(?![a-z])[^.;!?0-9]{{0,24}}?(?:{_TIMES}{_LITTLE})?{_DAY}|(?:{_DAY}|{_OF_A_DAY.pattern})[ :]{{1,3}}(?P<w2>{NUMBER}) ?(?P<u2>g|gram|ml)(?![a-z])"
        )
        for match in grams.finditer(text):
            times = match["times"]
            factor = _TIMES_WORD.get(times) or self._count(times) if times else 1.0
            amount = number(match["w"] or match["w2"], lang=self._lang) * factor
            yield Daily(least=amount, most=amount, word="ml" if (match["u"] or match["u2"]) == "ml" else "g")

    def _one_direction(self, match: re.Match[str], text: str) -> Daily:
        least = self._count(match["n"])
        most = self._count(match["most"]) if match["most"] else least
        least, most = min(least, most), most if most >= least else most
        times = match["times"]
        factor = _TIMES_WORD.get(times) or self._count(times) if times else 1.0
        tail = text[match.start() : match.end() + 45]
        if not times and not _WHOLE_DAY.search(match[0]) and _BOTH.search(tail):
            factor = 2.0
        elif not times and _EACH_MEAL.search(tail):
            factor = 3.0
        return Daily(least=least * factor, most=most * factor, word=self._word(match["word"]))


def _found(portions: Iterable[Portion]) -> Iterable[Portion]:
    """Leave out a portion that lies inside one found before."""
    kept: list[Portion] = []
    for one in portions:
        if not any(other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    return kept


def daily_mg(folded: str, start: int, doses: Doses, *, lang: str) -> float | None:
    """Mass printed at these characters, in mg a day; None = no mass there, or no daily dose."""
    mass = next((one for one in masses(folded, lang=lang) if one.start >= start), None)
    if mass is None:
        return None
    times = doses.a_day(doses.per(mass.start, mass.end))
    return None if times is None else mass.most_mg * times
