"""Whom a label offers the product to, and whether it is on prescription."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from biotica.knowledge.label_terms import label_grammar
from biotica.label.printed import Printed

_WORDS = label_grammar()["marks"]
_SENTENCE_END = re.compile(r"[.!;](?=\s)|\n(?=\s*(?:[A-Z0-9\"(]|-\s))")
_OFFERED = re.compile(rf"(?<![a-z]){_WORDS.words('offered')}(?![a-z])")
_NOT_FOR = re.compile(_WORDS.words("not_for"))
_OTHER_MEDICINE = re.compile(
    rf"{_WORDS.words('whose_medicine')} {_WORDS.words('a_medicine')}"
    rf"|{_WORDS.words('medicines')}[^.;]{{0,20}}$"
)
_WITHOUT = re.compile(_WORDS.words("without"))
_BEFORE = 40
"""Characters in which "your other medicines" stand before "on prescription" (assumed: half a line)."""


def is_for_premature(text: Printed, born_early: re.Pattern[str]) -> bool:
    """Tell whether a sentence offers the product to infants born too early; a warning about them does not.

    Parameters
    ----------
    born_early : re.Pattern
        The words for such infants.
    """
    found = [*born_early.finditer(text.folded)]
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text.text)), len(text.text)] if found else []
    return any(_offers(text.folded, match, ends) for match in found)


def _offers(folded: str, match: re.Match[str], ends: list[int]) -> bool:
    """Whether the sentence, or the line, around a match offers the product."""
    start, end = ends[bisect_right(ends, match.start()) - 1], ends[bisect_left(ends, match.end())]
    if _NOT_FOR.search(folded, start, end) is None:
        return True
    line = folded[folded.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    return _OFFERED.search(line) is not None and _NOT_FOR.search(line) is None


def is_on_prescription(text: Printed, prescription: re.Pattern[str], medicine: re.Pattern[str]) -> bool:
    """Tell whether the label says that the product is on prescription, or was.

    Parameters
    ----------
    prescription : re.Pattern
        The words for it.
    medicine : re.Pattern
        The words by which a medicine calls itself one.

    Returns
    -------
    bool
        "No prescription needed" as praise of something else than a medicine counts too; the prescription of
        other medicines does not.
    """
    is_medicine = medicine.search(text.folded) is not None
    return any(
        not _is_of_others(text.folded, match) and not (is_medicine and _WITHOUT.search(match[0]))
        for match in prescription.finditer(text.folded)
    )


def _is_of_others(folded: str, match: re.Match[str]) -> bool:
    return _OTHER_MEDICINE.search(folded[max(0, match.start() - _BEFORE) : match.start()]) is not None
