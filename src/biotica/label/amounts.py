"""Counts and masses as labels print them, Dutch and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from biotica.label.label import Unit

MassUnit = Literal["mg", "g"]

NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
WORDS = {
    "een": 1.0, "one": 1.0, "a": 1.0, "an": 1.0, "twee": 2.0, "two": 2.0, "drie": 3.0, "three": 3.0, "vier": 4.0, "four": 4.0,
    "vijf": 5.0, "five": 5.0, "zes": 6.0, "six": 6.0, "zeven": 7.0, "seven": 7.0, "acht": 8.0, "eight": 8.0,
    "negen": 9.0, "nine": 9.0, "tien": 10.0, "ten": 10.0, "twaalf": 12.0, "twelve": 12.0, "vijftien": 15.0, "fifteen": 15.0,
    "twintig": 20.0, "twenty": 20.0, "dertig": 30.0, "thirty": 30.0, "veertig": 40.0, "forty": 40.0, "vijftig": 50.0,
    "fifty": 50.0, "honderd": 100.0, "hundred": 100.0,
    "one hundred": 100.0, "a hundred": 100.0, "half": 0.5, "een half": 0.5, "half a": 0.5, "halve": 0.5, "anderhalf": 1.5,
    "anderhalve": 1.5, "tweeenhalf": 2.5,
}  # fmt: skip
"""Numbers in words, in lower case without accents."""

_TIMES = {
    "miljoen": 1e6, "mln": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6, "mill": 1e6, "miljard": 1e9, "miljarden": 1e9, "miljoenen": 1e6, "mld": 1e9,
    "milj": 1e6, "mrd": 1e9, "billion": 1e9, "billions": 1e9, "bn": 1e9, "bil": 1e9, "b": 1e9, "m": 1e6, "biljoen": 1e12,
    "trillion": 1e12, "duizend": 1e3, "thousand": 1e3, "thousand million": 1e9, "duizend miljoen": 1e9,
}  # fmt: skip
_ALONE = r"miljoen(?:en)?|mln|mio|millions?|miljard(?:en)?|mld|mrd|milj|mill(?!i)|billions?|bn|bil|biljoen|trillion|duizend miljoen|thousand million|duizend|thousand"
_POWER = r"(?:x ?)?10 ?(?:\^|\(|to the (?:power (?:of )?)?|tot de )\s?(?P<power>\d{1,2})(?:\)|e(?: macht)?|th)?|e ?\+?(?P<e>\d{1,2})(?!\d)"
_COUNT_UNITS: tuple[tuple[Unit, str], ...] = (
    ("CFU", r"k\.? ?v\.? ?e\.?|c\.? ?f\.? ?u\.?(?:'?s)?|u\.? ?f\.? ?c\.?|kbe|kolonievormende eenheden|koloniev\w+|colony[- ]forming units?"),
    ("AFU", r"a\.? ?f\.? ?u\.?(?:'?s)?|active fluorescent units?|actieve fluorescent\w* eenheden"),
    ("cells", r"t\.? ?f\.? ?u\.?(?:'?s)?|(?:[a-z]+[- ])?cellen|(?:[a-z]+ )?cells|total fluorescent units?|cell counts?"),
    ("spores", r"(?:[a-z]+ )?spor(?:en|es)(?! van)"),
)  # fmt: skip
_BARE_UNITS = r"(?:melkzuur)?bacterien|bacteria|microben|microbes|micro-?organismen|microorganisms|organismen|organisms|kiemen|culturen|cultures|probiotica|probiotics|lactobacill(?:en|i)|bifidobacterien|bifidobacteria|levende stammen|goede bacterien"
_FILLERS = (
    r"(?:(?:levende?|live|living|viable|levensvatbare?|actieve?|active|total|totale?|totaal|dode|gedode?|dead|heat-?"
    r"killed|killed|hittegedode|geinactiveerde?|inactivated|heat-?inactivated|heat-?treated|niet-?levende|non-?viable|"
    r"getyndalliseerde?|tyndalli[sz]ed|tyndali[sz]ed|gepasteuriseerde?|pasteuri[sz]ed|intacte?|whole|hele|gevriesdroogde?|freeze-?dried|bacterie|bacterial|probiotic|probiotische|postbiotic|postbiotische|goede|good|friendly|of) ?){0,3}"
)
_B_BEFORE_UNIT = r"[bm](?= ?(?:c\.?f\.?u|afu|tfu|live|kve|cells|heat|killed|dead|spores|active|of ))"
_COUNT = re.compile(
    rf"(?<![\w.,^-])(?:(?P<least>ten minste|minimaal|min\.?|at least|>=?|≥) ?)?"
    rf"(?:(?P<number>{NUMBER}|(?<![a-z])(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}))"
    rf"(?: ?(?:-|tot|to|a) ?(?P<most>{NUMBER}))?)?"
    rf" ?(?P<times>{_POWER}|(?:{_ALONE})(?![a-z])|{_B_BEFORE_UNIT})?"
    rf" ?(?P<after>{_FILLERS})(?P<unit>{'|'.join(p for _u, p in _COUNT_UNITS)})?(?![a-z0-9^])"
)
_BARE = re.compile(rf"\s?(?:{_BARE_UNITS})(?![a-z])")
_UNIT_PATTERNS = tuple((unit, re.compile(rf"(?:{pattern})$")) for unit, pattern in _COUNT_UNITS)
_LEAST_COUNT = 1.0e5
"""Below this a number without a unit is no count of microbes (assumed: labels begin at millions)."""
_MASS = re.compile(
    rf"(?<![\w.,^-])(?P<number>{NUMBER}|(?<![a-z])(?:een|one|half|a half|anderhalve?)(?= ?g))"
    rf"(?: ?(?:-|tot|to) ?(?P<most>{NUMBER}))? ?(?P<unit>mg|milligram(?:s|men)?|mcg|ug|microgram(?:s|men)?|g|gr|gram(?:s|men)?|kg)(?![a-z0-9])"
)
_MASS_MG = {
    "mg": 1.0,
    "mil": 1.0,
    "mcg": 1e-3,
    "ug": 1e-3,
    "mic": 1e-3,
    "g": 1e3,
    "gr": 1e3,
    "gra": 1e3,
    "kg": 1e6,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A count of microbes in the text.

    Parameters
    ----------
    start, end : int
        Characters of the text.
    value : float
        The number printed; of a range the upper end.
    unit : str
        Of `Unit`, as printed; ``unspecified`` where none is.
    is_nl_trillion : bool
        Written with the Dutch word for a million million.
    """

    start: int
    end: int
    value: float
    unit: Unit
    is_nl_trillion: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """A mass in the text, in mg; `most_mg` = upper end of a range, else the same."""

    start: int
    end: int
    mg: float
    most_mg: float
    unit: MassUnit


def number(text: str, *, lang: str) -> float:
    """Read a number as printed.

    Parameters
    ----------
    text : str
        Digits with separators, or a word of `WORDS`.
    lang : str
        ``nl`` or ``en``: decides what a single group of three digits means; "1.500" is 1500 in Dutch and 1.5 in
        English, "1,500" the other way round.
    """
    if text in WORDS:
        return WORDS[text]
    text = text.replace(" ", "").replace("'", "")
    marks = [mark for mark in text if mark in ".,"]
    if len(marks) > 1:
        last = marks[-1]
        if len(set(marks)) == 1:
            return float(text.replace(last, ""))
        whole, _mark, rest = text.rpartition(last)
        return float(whole.replace(".", "").replace(",", "") + "." + rest)
    if marks:
        whole, mark, rest = text.partition(marks[0])
        groups = len(rest) == 3 and whole != "0" and mark == ("." if lang == "nl" else ",")
        return float(whole + rest) if groups else float(f"{whole}.{rest}")
    return float(text)


def counts(folded: str, *, lang: str) -> tuple[Counted, ...]:
    """Find every count of microbes.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    lang : str
        Of the label, for separators.

    Returns
    -------
    tuple of Counted
        In the order of the text. A bare number counts only from 100 000 on; mg is never a count.
    """
    return tuple(found for match in _COUNT.finditer(_on_one_line(folded)) if (found := _counted(match, lang)) is not None)


def _on_one_line(folded: str) -> str:
    """Let an amount run over the end of a line, but never two numbers into one."""
    return re.sub(r"(?<!\d)\n|\n(?!\d)", " ", folded)


def _counted(match: re.Match[str], lang: str) -> Counted | None:
    printed, times, unit_text = match["number"], match["times"], match["unit"]
    if printed is None and not match["power"]:
        return None
    if printed in WORDS and not times:
        return None
    least = number(printed, lang=lang) if printed else 1.0
    most = number(match["most"], lang=lang) if match["most"] else None
    runs_up = most is None or least < most
    value = (least if most is None else most) * _factor(match)
    unit = _unit(unit_text)
    if unit is None and value < _LEAST_COUNT:
        return None
    if unit == "cells" and re.match(r"\s?[(\[]\s?(?:kve|cfu|ufc)", match.string[match.end() :]):
        unit = "CFU"
    if unit is not None and unit != "CFU" and not times and value < _LEAST_COUNT:
        return None
    end = match.start() + len(match[0].rstrip())
    if unit is None:
        if _MASS.match(folded := match.string, match.start()) or re.match(
            r" ?(?:mg|g|ml|kj|kcal|ie|iu|inwoners|euro|people|users|customers)\b", folded[end:]
        ):
            return None
        if times is None:
            return None
        bare = _BARE.match(folded, end)
        if bare:
            end = bare.end()
    start = match.start() if runs_up else match.start("most")
    return Counted(
        start=start, end=end, value=value, unit=unit or "unspecified", is_nl_trillion=times == "biljoen"
    )


def _factor(match: re.Match[str]) -> float:
    power = match["power"] or match["e"]
    if power:
        return float(10 ** min(int(power), 15))
    return _TIMES[match["times"]] if match["times"] else 1.0


def _unit(text: str | None) -> Unit | None:
    if not text:
        return None
    return next(unit for unit, pattern in _UNIT_PATTERNS if pattern.match(text))


def masses(folded: str, *, lang: str) -> tuple[Weighed, ...]:
    """Find every mass, in the order of the text."""
    return tuple(_weighed(match, lang) for match in _MASS.finditer(_on_one_line(folded)))


def _weighed(match: re.Match[str], lang: str) -> Weighed:
    unit = match["unit"]
    factor = _MASS_MG[unit if unit in _MASS_MG else unit[:3]]
    least = number(match["number"], lang=lang) * factor
    most = number(match["most"], lang=lang) * factor if match["most"] else least
    kind: MassUnit = "mg" if factor <= 1 else "g"
    return Weighed(start=match.start(), end=match.end(), mg=least, most_mg=most, unit=kind)
