"""Counts and masses as labels print them, Dutch and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from biotica.knowledge.label_terms import label_grammar
from biotica.label.label import Unit
from biotica.label.numbers import IN_WORDS, NUMBER, is_word, number

MassUnit = Literal["mg", "g"]

_COUNTS, _MASSES = label_grammar()["counts"], label_grammar()["masses"]
_MULTIPLIERS, _LETTERS = label_grammar()["multipliers"], label_grammar()["multiplier_letters"]
_FACTORS = {**_MULTIPLIERS.values, **_LETTERS.values}
_UNITS: tuple[Unit, ...] = ("CFU", "AFU", "cells", "spores")
_LARGEST_POWER = 15
"""Of ten (assumed: more is a misread digit, and no product holds it)."""
_LEAST_COUNT = 1.0e5
"""Below this a number without a unit is no count of microbes (assumed: labels begin at millions)."""

_POWER = (
    rf"(?:x ?)?10 ?(?:\^|\(|{_COUNTS.words('to_the_power')})\s?(?P<power>\d{{1,2}})"
    rf"(?:\)|{_COUNTS.words('after_a_power')})?|e ?\+?(?P<e>\d{{1,2}})(?!\d)"
)
_TIMES = (
    rf"{_POWER}|(?:{'|'.join(_MULTIPLIERS.each())})(?![a-z])"
    rf"|{_LETTERS.words()}(?= ?{_COUNTS.words('after_a_letter')})"
)
_COUNT = re.compile(
    rf"(?<![\w.,^-])(?:(?:{_COUNTS.words('at_least')}|>=?|≥) ?)?"
    rf"(?:(?P<number>{NUMBER}|(?<![a-z]){IN_WORDS})(?: ?(?:-|tot|to|a) ?(?P<most>{NUMBER}))?)?"
    rf" ?(?P<times>{_TIMES})?"
    rf" ?(?:{_COUNTS.words('how_they_are')} ?){{0,3}}(?P<unit>{_COUNTS.words(*_UNITS)})?(?![a-z0-9^])"
)
_KINDS = re.compile(rf"\s?{_COUNTS.words('kinds')}(?![a-z])")
_CFU_IN_BRACKETS = re.compile(r"\s?[(\[]\s?(?:kve|cfu|ufc)")
_OTHER_THING = re.compile(rf" ?{_COUNTS.words('other_things')}\b")
_UNIT_PATTERNS = tuple((unit, re.compile(rf"{_COUNTS.words(unit)}$")) for unit in _UNITS)
_MASS = re.compile(
    rf"(?<![\w.,^-])(?P<number>{NUMBER}|(?<![a-z])(?:een|one|half|anderhalve)(?= ?g))"
    rf"(?: ?(?:-|tot|to) ?(?P<most>{NUMBER}))? ?(?P<unit>{_MASSES.words()})(?![a-z0-9])"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A count of microbes in the text.

    Parameters
    ----------
    start, end : int
        Characters of the text, end not included.
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
    """A mass in the text.

    Parameters
    ----------
    start, end : int
        Characters of the text, end not included.
    mg, most_mg : float
        Lower and upper end of a range; the same where none is printed.
    unit : str
        ``g`` for what is printed in g or kg.
    """

    start: int
    end: int
    mg: float
    most_mg: float
    unit: MassUnit


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
    found = (_counted(match, lang) for match in _COUNT.finditer(_on_one_line(folded)))
    return tuple(one for one in found if one is not None)


def _on_one_line(folded: str) -> str:
    """Let an amount run over the end of a line, but never two numbers into one."""
    return re.sub(r"(?<!\d)\n|\n(?!\d)", " ", folded)


def _counted(match: re.Match[str], lang: str) -> Counted | None:
    printed, times, unit = match["number"], match["times"], _unit(match)
    if (printed is None and not match["power"]) or (is_word(printed) and not times):
        return None
    least = number(printed, lang=lang) if printed else 1.0
    most = number(match["most"], lang=lang) if match["most"] else least
    value = most * _factor(match)
    if value < _LEAST_COUNT and unit != "CFU" and not (unit and times):
        return None
    end = match.start() + len(match[0].rstrip())
    if unit is None and not _counts_microbes(match, end):
        return None
    return Counted(
        start=match.start("most") if match["most"] and least >= most else match.start(),
        end=end if unit else _after_kinds(match.string, end),
        value=value,
        unit=unit or "unspecified",
        is_nl_trillion=times in _MULTIPLIERS.each("biljoen"),
    )


def _counts_microbes(match: re.Match[str], end: int) -> bool:
    """Whether a number without a unit may count microbes: with a power of ten, no mass, none of people."""
    is_mass = _MASS.match(match.string, match.start()) is not None
    return match["times"] is not None and not is_mass and _OTHER_THING.match(match.string, end) is None


def _after_kinds(folded: str, end: int) -> int:
    kinds = _KINDS.match(folded, end)
    return kinds.end() if kinds else end


def _factor(match: re.Match[str]) -> float:
    power = match["power"] or match["e"]
    if power:
        return float(10 ** min(int(power), _LARGEST_POWER))
    return _FACTORS[match["times"]] if match["times"] else 1.0


def _unit(match: re.Match[str]) -> Unit | None:
    """Give the unit printed; "cells (CFU)" are CFU."""
    if not match["unit"]:
        return None
    unit = next(unit for unit, pattern in _UNIT_PATTERNS if pattern.match(match["unit"]))
    return "CFU" if unit == "cells" and _CFU_IN_BRACKETS.match(match.string, match.end()) else unit


def masses(folded: str, *, lang: str) -> tuple[Weighed, ...]:
    """Find every mass, in the order of the text.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    lang : str
        Of the label, for separators.

    Returns
    -------
    tuple of Weighed
        Also those of the pack, of vitamins and of the nutrition table: what a mass belongs to is not told.
    """
    return tuple(_weighed(match, lang) for match in _MASS.finditer(_on_one_line(folded)))


def _weighed(match: re.Match[str], lang: str) -> Weighed:
    factor = _MASSES.values[match["unit"]]
    least = number(match["number"], lang=lang) * factor
    most = number(match["most"], lang=lang) * factor if match["most"] else least
    kind: MassUnit = "mg" if factor <= 1 else "g"
    return Weighed(start=match.start(), end=match.end(), mg=least, most_mg=most, unit=kind)
