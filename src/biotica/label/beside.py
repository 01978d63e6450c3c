"""The mass that stands beside the name of a fibre or metabolite, as what one takes in a day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.knowledge.label_terms import Hit, label_grammar
from biotica.label.amounts import Weighed, masses
from biotica.label.doses import Doses

_WORDS = label_grammar()["amounts_beside_names"]
_REACH = 55
"""Characters between a name and the mass after it (assumed: most of a line)."""
_REACH_BACK = 30
"""Characters between a mass and the name after it (assumed: "3 g of soluble prebiotic ...")."""
_LARGEST_DOSE_MG = 60_000.0
"""What weighs more is the pack (assumed; the largest tested fibre dose is 45 g a day)."""
_WANTED = re.compile(rf"{_WORDS.words('intake')}\W+(?:\w+\W+){{0,3}}$")
"""Before the amount that a claim asks for, which is not what the product holds."""
_OF_PORTION = re.compile(r"(?<![a-z])(?:per|/) ?(?:[a-z]+ ){0,2}$")
"""Before the weight of a portion, as at the head of a table."""
_LONGEST_WANTED = 120
"""Characters of "intake of at least ..." (assumed: four words)."""
_NAME_BEFORE = re.compile(rf"(?:{_WORDS.words('end_of_a_name')}|\))[ :]{{1,3}}$")
_LONGEST_NAME_END = 16
_OTHER_THING = re.compile(rf"[.;](?:\s|$)|\d|,\s*[a-z]{{4,}}|\b{_WORDS.words('next_thing')}\b")
_KIND_OF = re.compile(rf"[\s(]*(?:{_WORDS.words('kind_of')}[\s-]*)*")


def mg_a_day(folded: str, hit: Hit, others: Sequence[Hit], doses: Doses, *, lang: str) -> float | None:
    """Tell the mass beside a name, in mg a day.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    hit, others : Hit, sequence of Hit
        The name, and all names that could own a mass, itself included.
    doses : Doses
        How often a portion is taken; where the label says no daily dose, one portion counts.
    lang : str
        Of the label, for separators.

    Returns
    -------
    float or None
        Upper end of a range; None = no mass stands beside the name, or its portion is not the daily one.
    """
    mass = _mass_beside(folded, hit, others, masses(folded, lang=lang))
    if mass is None:
        return None
    times = doses.a_day(doses.per(mass.start, mass.end))
    if times is None and doses.daily is None:
        times = 1.0
    return None if times is None else mass.most_mg * times


def _mass_beside(folded: str, hit: Hit, others: Sequence[Hit], every: Sequence[Weighed]) -> Weighed | None:
    """Right before the name, else after it, else before it with words such as "of soluble" between."""
    held = [mass for mass in every if mass.most_mg <= _LARGEST_DOSE_MG and not _is_wanted(folded, mass)]
    touching = _touching(folded, hit, held)
    if touching is not None and not _NAME_BEFORE.search(
        folded, max(0, touching.start - _LONGEST_NAME_END), touching.start
    ):
        return touching
    return _after(folded, hit, others, held) or _before(folded, hit, held)


def _is_wanted(folded: str, mass: Weighed) -> bool:
    start = max(0, mass.start - _LONGEST_WANTED)
    return (
        _WANTED.search(folded, start, mass.start) is not None
        or _OF_PORTION.search(folded, start, mass.start) is not None
    )


def _touching(folded: str, hit: Hit, every: Sequence[Weighed]) -> Weighed | None:
    return next(
        (m for m in every if 0 <= hit.start - m.end <= 2 and not folded[m.end : hit.start].strip()), None
    )


def _after(folded: str, hit: Hit, others: Sequence[Hit], every: Sequence[Weighed]) -> Weighed | None:
    near = [mass for mass in every if 0 <= mass.start - hit.end <= _REACH]
    for mass in near:
        owned = any(hit.end <= other.start < mass.start and other.id != hit.id for other in others)
        between = re.sub(r"\([^)]*\)", "", folded[hit.end : mass.start])
        if not owned and not _OTHER_THING.search(between):
            return mass
    return None


def _before(folded: str, hit: Hit, every: Sequence[Weighed]) -> Weighed | None:
    near = [mass for mass in every if 0 <= hit.start - mass.end <= _REACH_BACK]
    fitting = [mass for mass in near if _KIND_OF.fullmatch(folded, mass.end, hit.start)]
    return fitting[-1] if fitting else None
