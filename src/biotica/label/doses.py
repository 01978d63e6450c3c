"""What a label says about portions and directions together: how often a day an amount is taken."""

from __future__ import annotations

import re
from bisect import bisect_left

from biotica.label.directions import Daily, daily
from biotica.label.portions import Portion, portions, serving, weights_g

_OF_A_DAY_AFTER = re.compile(r"[ ,:(]{0,3}(?:per|a|/) ?(?:dag|day)")
_LONGEST_AFTER = 14
_REACH = 24
"""Characters between an amount and its portion after it (assumed: "1 miljard (minimaal) per capsule")."""
_BROKEN = re.compile(r"\d|[.;]")
_FIRST_CELL = re.compile(r"(?:\s{2,}|\|\s*)\d")
_CELL = re.compile(r"(?:\s{2,}|\|\s*)(?=[\d<])")
_MOST_OF_A_DOSE = 100
"""Of a portion in g or ml; what is more is a table's 100 g."""
_WEIGHTS = frozenset({"g", "ml"})


class Doses:
    """What a label says about portions, ready to turn amounts into a day's.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    lang : str
        Of the label, for separators.

    Attributes
    ----------
    portions : tuple of Portion
        In the order of the text.
    weights_g : mapping of str to float
        What one of a portion weighs, in g, or ml.
    serving : Portion or None
        What the label calls its serving.
    daily : Daily or None
        How much to take in a day; None = it is not said.
    """

    def __init__(self, folded: str, *, lang: str) -> None:
        on_one_line = folded.replace("\n", " ")
        self._lines, self._text = folded, on_one_line
        self.portions = portions(folded, lang=lang)
        self._starts = [portion.start for portion in self.portions]
        self.weights_g = weights_g(on_one_line, lang=lang)
        self.serving = serving(on_one_line, lang=lang)
        self.daily: Daily | None = daily(on_one_line, lang=lang, main_word=self._main_word())

    def _main_word(self) -> str:
        named = (one.word for one in self.portions if one.word not in {"day", *_WEIGHTS})
        return next(named, "serving")

    def per(self, start: int, end: int) -> Portion | None:
        """Tell for which portion an amount at these characters is printed; None = it is not said."""
        if _OF_A_DAY_AFTER.match(self._text, end, end + _LONGEST_AFTER):
            return Portion(start=end, end=end, count=1.0, word="day")
        following = self._following(end)
        if following is not None:
            return following
        columns = self._columns(start)
        if columns:
            return columns[min(self._column(start), len(columns) - 1)]
        before = bisect_left(self._starts, start)
        if before:
            return self.portions[before - 1]
        after = bisect_left(self._starts, end)
        return self.portions[after] if after < len(self.portions) else None

    def _following(self, end: int) -> Portion | None:
        """Find the portion right after an amount, with no other number or sentence between."""
        after = bisect_left(self._starts, end)
        if after == len(self.portions):
            return None
        start = self._starts[after]
        is_near = start - end <= _REACH and _BROKEN.search(self._text, end, start) is None
        return self.portions[after] if is_near else None

    def _columns(self, start: int) -> tuple[Portion, ...]:
        """Portions that head the columns of the table in which an amount stands; empty = it is in none."""
        line = self._lines.rfind("\n", 0, start) + 1
        last = bisect_left(self._starts, line)
        if last == 0:
            return ()
        head = self._lines.rfind("\n", 0, self._starts[last - 1])
        heads = self.portions[bisect_left(self._starts, head + 1) : last]
        return heads if len(heads) > 1 else ()

    def _column(self, start: int) -> int:
        line = self._lines.rfind("\n", 0, start) + 1
        first = _FIRST_CELL.search(self._lines, line, start)
        return len(_CELL.findall(self._lines, first.end(), start)) if first else 0

    def a_day(self, portion: Portion | None) -> float | None:
        """Tell how many times a day, at most, the amount of a portion is taken; None = it is not said."""
        if portion is not None and portion.word == "day":
            return 1.0
        if self.daily is None:
            return None
        if portion is None:
            return self._without_portion(self.daily)
        if portion.word in _WEIGHTS and portion.word != self.daily.word:
            return self._of_weight(portion, self.daily)
        if self.daily.word in _WEIGHTS and portion.word not in _WEIGHTS:
            return self._of_weighed(portion, self.daily)
        return self._of_other_portion(portion, self.daily)

    def _without_portion(self, daily: Daily) -> float:
        if daily.word in _WEIGHTS:
            return 1.0
        is_of_serving = self.serving is not None and self.serving.word == daily.word
        return daily.most / self.serving.count if is_of_serving and self.serving is not None else daily.most

    def _of_weight(self, portion: Portion, daily: Daily) -> float | None:
        """Of an amount per g or ml: by what a day's portions weigh, else as if its g were one portion."""
        grams = self.grams_a_day()
        if grams is not None:
            return grams / portion.count
        return daily.most if 1 < portion.count < _MOST_OF_A_DOSE else None

    def _of_weighed(self, portion: Portion, daily: Daily) -> float:
        """Of an amount per portion where the direction is in g or ml; once where its weight is not said."""
        weight = self.weights_g.get(portion.word)
        return 1.0 if weight is None else daily.most / weight / portion.count

    def _of_other_portion(self, portion: Portion, daily: Daily) -> float:
        """Of an amount per portion; a serving is as many of them as the label says."""
        serving = self.serving
        if portion.word == "serving" and serving is not None and serving.word == daily.word != "serving":
            return daily.most / serving.count
        if daily.word == "serving" and serving is not None and serving.word == portion.word != "serving":
            return daily.most * serving.count / portion.count
        return daily.most / portion.count

    def grams_a_day(self) -> float | None:
        """Tell the grams (or ml) of the whole product taken in a day at most; None = it is not said."""
        if self.daily is None:
            return None
        if self.daily.word in _WEIGHTS:
            return self.daily.most
        weight = self.weights_g.get(self.daily.word) or self.weights_g.get("serving")
        return None if weight is None else self.daily.most * weight
