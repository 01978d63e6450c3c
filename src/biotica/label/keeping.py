"""How a label says to keep the product, and until when."""

from __future__ import annotations

import re
from datetime import date

from biotica.knowledge.label_terms import label_grammar

_WORDS = label_grammar()["totals"]
_STORAGE = re.compile(
    rf"{_WORDS.words('keep_at')}[^.;\n]{{0,30}}?(?P<c>\d{{1,2}}) ?{_WORDS.words('degrees')}? ?c(?![a-z])"
)
_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>20\d\d)"
_DATES = (
    re.compile(
        rf"{_WORDS.words('best_before')}[ :.]{{0,4}}(?:einde? |end )?(?:{_DAY}[-./ ])?{_MONTH}[-./ ]{_YEAR}"
    ),
    re.compile(rf"{_WORDS.words('best_before')}[ :.]{{0,4}}{_YEAR}[-./]{_MONTH}(?:[-./]{_DAY})?"),
)
_LAST_DAY = 28


def store_below_c(folded: str) -> float | None:
    """Tell the highest storage temperature, in degrees Celsius, 0..99; None = it is not said.

    Parameters
    ----------
    folded : str
        Lower case without accents. Frost is not read.
    """
    match = _STORAGE.search(folded)
    return float(match["c"]) if match else None


def best_before(folded: str) -> date | None:
    """Tell the printed date; a month alone stands for its 28th day, which every month has.

    Parameters
    ----------
    folded : str
        Lower case without accents.

    Returns
    -------
    date or None
        In digits, the year in full; None = it is not printed so, or is no date.
    """
    for pattern in _DATES:
        match = pattern.search(folded)
        if match is None:
            continue
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"] or _LAST_DAY))
        except ValueError:
            continue
    return None
