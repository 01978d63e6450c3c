"""Sugars of a product: in a day, in 100 g or ml, and whether some are added."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.knowledge.label_terms import Hit, Terms, label_grammar
from biotica.label.doses import Doses
from biotica.label.ingredient_lists import LISTS, is_denied
from biotica.label.numbers import number
from biotica.label.printed import Printed

_WORDS = label_grammar()["sugars"]
_NAME = _WORDS.words("sugars")
_LESS = _WORDS.words("less_than")
_ROW = re.compile(
    rf"(?:{_WORDS.words('of_which')}|- ?){{0,4}}(?<!added )(?<!toegevoegde ){_NAME}(?![a-z])"
    rf"(?: ?\([^)\d]*\))?"
    rf"(?: per \w+| {_WORDS.words('about')})*[ :|,.-]{{0,40}}"
    rf"(?P<all>(?:(?:<|{_LESS})? ?(?:\d[\d.,]* ?/ ?)?\d[\d.,]* ?(?:g|gram)(?![a-z])"
    r"[ |/]{0,40}(?:\([^)]*\)[ |]*)?)+)"
)
_AMOUNT_FIRST = re.compile(rf"(?P<all>\d[\d.,]* ?(?:g|gram)) (?:of )?{_NAME}(?![a-z])(?! added)")
_GRAMS = re.compile(r"\d[\d.,]*(?= ?(?:g|/ ?\d[\d.,]* ?g))")
_PER = re.compile(r"(?:per|p/|/) ?(?:100 ?(?:g|ml|gram)|\w+)")
_COLUMN = re.compile(rf"(?:per|p/|/) ?(?:100 ?(?:g|ml|gram)|{_WORDS.words('column')})")
_PER_100 = re.compile(r"per 100 ?(?:g|ml|gram)|/ ?100 ?(?:g|ml)")
_ADDED = re.compile(
    rf"{_WORDS.words('including', 'holding')}[^.;\n]{{0,12}}[\d.,]+ ?g {_WORDS.words('added')}"
)
_NONE_ADDED = re.compile(rf"{_WORDS.words('including')}[^.;\n]{{0,12}} 0 ?g (?:added|toegevoegd)")
_CLAUSE = re.compile(r"[^.\n:]+")
_JOINT = re.compile(r",| en | and ")
_TABLE_ROW = re.compile(r"s?[ :|.-]*<? ?\d[\d.,]* ?g(?![a-z])")
_BEFORE_IN_ROW = re.compile(rf"{_WORDS.words('before_the_name')}")
_LONGEST_GAP = 16
_LONGEST_OF_WHICH = 9
_PORTION = re.compile(_WORDS.words("portion"))
_DRUNK_AT_ONCE = re.compile(
    rf"per {_WORDS.words('drunk_at_once')}[^.\n\d]{{0,8}}?\(? ?(\d+) ?(?:ml|g)(?![a-z])"
)
_SERVING_IS = re.compile(rf"(?<!per ){_WORDS.words('serving')}[^.\n\d]{{0,14}}(\d+) ?(?:ml|g)(?![a-z])")
_PACK_IS_SERVING = re.compile(
    rf"{_WORDS.words('pack')}[ =,]{{1,3}}(?:is )?(?:1|one|een)? ?{_WORDS.words('portion')}"
)
_PACK = re.compile(r"(?<![\d.,])(\d{2,4}) ?(?:ml|g)(?![a-z])")


def has_added_sugar(text: Printed, ingredients: Terms) -> bool:
    """Tell whether sugar, syrup or juice concentrate is an ingredient.

    Parameters
    ----------
    ingredients : Terms
        The group ``ingredients``; polyols and starch are no sugar.
    """
    if _ADDED.search(text.folded):
        return _NONE_ADDED.search(text.folded) is None
    lists = [*LISTS.finditer(text.folded), *filter(_is_long_list, _CLAUSE.finditer(text.folded))]
    return any(
        not is_denied(text.folded, hit) and not _is_in_table(text.folded, hit)
        for part in lists
        for hit in _sugars_named(part, ingredients)
    )


def _is_long_list(clause: re.Match[str]) -> bool:
    """Whether a clause lists three things, or two and a last one."""
    rest = clause[0].partition(",")[2]
    return _JOINT.search(rest) is not None


def _sugars_named(part: re.Match[str], ingredients: Terms) -> list[Hit]:
    return [
        Hit(id="added_sugar", start=part.start() + match.start(), end=part.start() + match.end())
        for match in ingredients.pattern("added_sugar").finditer(part[0])
    ]


def _is_in_table(folded: str, hit: Hit) -> bool:
    """Whether the word is a line of the nutrition table, not an ingredient."""
    before = folded[max(0, hit.start - _LONGEST_OF_WHICH) : hit.start].strip()
    after = folded[hit.end : hit.end + _LONGEST_GAP]
    return _TABLE_ROW.match(after) is not None or _BEFORE_IN_ROW.fullmatch(before) is not None


def sugars(
    text: Printed, doses: Doses, *, lang: str, names_others: bool, added: bool
) -> tuple[float | None, float | None]:
    """Tell sugars in g a day, and per 100 g or ml, as printed.

    Parameters
    ----------
    doses : Doses
        How often a portion is taken.
    lang : str
        Of the label.
    names_others, added : bool
        Whether it names its other ingredients, and whether one of them is a sugar.

    Returns
    -------
    (float or None, float or None)
        A day's: from the column of a portion; 0 where other ingredients are named and none is a sugar; None =
        not known.
    """
    rows = [*_ROW.finditer(text.folded)] or [*_AMOUNT_FIRST.finditer(text.folded)]
    if not rows:
        return (0.0, None) if names_others and not added else (None, None)
    a_day: float | None = None
    per_100: float | None = None
    for row in rows:
        of_100, of_portion = _columns(text.folded, row)
        per_100 = of_100 if per_100 is None else per_100
        if of_portion is not None and a_day is None:
            a_day = of_portion * _portions_a_day(doses, row, rows)
    if a_day is None and per_100 is not None:
        grams = doses.grams_a_day() or _one_portion(text.folded, doses)
        a_day = None if grams is None else per_100 * grams / 100.0
    return a_day, per_100


def _columns(folded: str, row: re.Match[str]) -> tuple[float | None, float | None]:
    """Grams in 100 g or ml, and in a portion."""
    values = _grams(row)
    if not _is_per_100(folded, row.start()):
        return None, values[0]
    return values[0], values[1] if len(values) > 1 else None


def _grams(row: re.Match[str]) -> list[float]:
    """Grams of sugar never run into thousands: any single separator is a decimal one."""
    printed = _GRAMS.findall(row["all"])
    return [number(one, lang="en" if "." in one else "nl") for one in printed]


def _portions_a_day(doses: Doses, row: re.Match[str], rows: Sequence[re.Match[str]]) -> float:
    if len(rows) + len(_grams(row)) > 2:
        return _of_a_table(doses)
    return doses.a_day(doses.per(row.start(), row.end())) or 1.0


def _of_a_table(doses: Doses) -> float:
    if doses.daily is None:
        return 1.0
    if doses.serving is not None and doses.serving.word == doses.daily.word:
        return doses.daily.most / doses.serving.count
    if doses.daily.word in {"g", "ml", "drops", "capsule", "tablet", "gummy"}:
        return 1.0
    return doses.daily.most


def _is_per_100(folded: str, start: int) -> bool:
    """Whether the first column of a nutrition table, or the last "per" before a row, is 100 g or ml."""
    per = [match for match in _PER.finditer(folded[:start]) if _COLUMN.match(match[0])]
    if not per:
        return False
    line = folded.rfind("\n", 0, per[-1].start())
    first = next(match for match in per if match.start() > line)
    return _PER_100.match(first[0].replace("p/", "per ")) is not None


def _one_portion(folded: str, doses: Doses) -> float | None:
    """Weight or volume of the portion that a label speaks of without saying how often."""
    printed = _DRUNK_AT_ONCE.search(folded)
    printed = printed or _SERVING_IS.search(folded)
    if printed is None and _PACK_IS_SERVING.search(folded):
        printed = _PACK.search(folded)
    if printed and float(printed[1]) > 0:
        return float(printed[1])
    if not _PORTION.search(folded):
        return None
    return next(
        (doses.weights_g[word] for word in ("serving", "bottle", "glass") if word in doses.weights_g), None
    )
