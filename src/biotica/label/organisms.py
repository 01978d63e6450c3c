"""The organisms of a label with their amounts, and what they amount to in a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from biotica.knowledge.label_terms import label_grammar
from biotica.label.amounts import Counted, Weighed
from biotica.label.doses import Doses
from biotica.label.label import Amount, Organism, State, Unit
from biotica.label.mentions import Mention
from biotica.label.owned_amounts import Quantity, best_total, owned_amounts
from biotica.label.printed import Printed

_WORDS = label_grammar()["amounts_of_microbes"]
_LEAST_MG = 1.0
"""What weighs less is a vitamin (assumed)."""
_SAYS_CFU = re.compile(rf"(?<![a-z]){_WORDS.words('cfu')}(?![a-z])")
_PER_WEIGHT = re.compile(r" ?(?:per|/) ?(?:mg|ml|g|gram)(?![a-z])")
_LONGEST_PER = 9
_OF_MICROBES = re.compile(_WORDS.words("weighs_as_microbes"))
_BEFORE, _AFTER = 60, 80
"""Characters on both sides of a mass that tell of what it is (assumed: one line)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The organisms, and what they amount to in a day.

    Parameters
    ----------
    organisms : tuple of Organism
        With their own amounts, as printed.
    total : Amount
        A day's, over all organisms, at the largest dose; ``amount`` None = it cannot be told.
    """

    organisms: tuple[Organism, ...]
    total: Amount


def organisms(
    text: Printed,
    found: Sequence[Mention],
    counts: Sequence[Counted],
    masses: Sequence[Weighed],
    doses: Doses,
    states: Sequence[State],
    *,
    weighs: bool,
) -> Found:
    """Give every organism its state and amount.

    Parameters
    ----------
    found : sequence of Mention
        The organisms of the text.
    counts, masses : sequence
        All of the text. Masses count only where the label has no count of microbes.
    states : sequence of str
        One per mention.
    weighs : bool
        Whether a mass can be that of the microbes; in a food it is that of other things.

    Returns
    -------
    Found
        An amount belongs to an organism where it follows or precedes its name and the other organisms have
        theirs too; one amount after a list is that of all together.
    """
    weighed = [mass for mass in masses if _could_be_of_microbes(mass, text)] if weighs else []
    amounts: Sequence[Quantity] = _of_portions(text, _with_units(counts, text.folded)) or weighed
    own = owned_amounts(text, found, amounts)
    made = tuple(
        _organism(one, state, own.get(k), doses)
        for k, (one, state) in enumerate(zip(found, states, strict=True))
    )
    summed = [*own.values()] or ([best_total(amounts)] if found and amounts else [])
    return Found(organisms=made, total=_sum(summed, doses) if summed else Amount())


def _with_units(counts: Sequence[Counted], folded: str) -> Sequence[Counted]:
    """Give counts without a unit that of the others, if the label uses one unit only."""
    units: set[Unit] = {count.unit for count in counts} - {"unspecified"}
    if not units and _SAYS_CFU.search(folded):
        units = {"CFU"}
    if len(units) != 1:
        return counts
    (unit,) = units
    return [replace(count, unit=unit) if count.unit == "unspecified" else count for count in counts]


def _of_portions(text: Printed, counts: Sequence[Counted]) -> Sequence[Counted]:
    """Leave out counts per mg, g or ml where the label also says the count of a portion."""
    whole = [one for one in counts if not _PER_WEIGHT.match(text.folded, one.end, one.end + _LONGEST_PER)]
    return whole or counts


def _could_be_of_microbes(mass: Weighed, text: Printed) -> bool:
    around = text.folded[max(0, mass.start - _BEFORE) : mass.end + _AFTER]
    return mass.mg >= _LEAST_MG and _OF_MICROBES.search(around) is not None


def _organism(one: Mention, state: State, amount: Quantity | None, doses: Doses) -> Organism:
    bare = Organism(label_name=one.name, current_name=one.current, strain=one.strain, state=state)
    if amount is None:
        return bare
    portion = doses.per(amount.start, amount.end)
    value, unit = _value(amount)
    return replace(bare, amount=value, unit=unit, per=portion.as_words if portion else None)


def _value(amount: Quantity) -> tuple[float, Unit]:
    if isinstance(amount, Counted):
        return amount.value, amount.unit
    return (amount.most_mg, "mg") if amount.unit == "mg" else (amount.most_mg / 1e3, "g")


def _sum(amounts: Sequence[Quantity], doses: Doses) -> Amount:
    """Add up a day's amounts of the most frequent unit; None where one of them is of no daily portion."""
    units = [_value(amount)[1] for amount in amounts]
    unit = max(units, key=units.count)
    total = 0.0
    for amount in amounts:
        value, own_unit = _value(amount)
        times = doses.a_day(doses.per(amount.start, amount.end)) if doses.daily is not None else 1.0
        if own_unit == unit and times is None:
            return Amount(unit=unit)
        total += value * (times or 0.0) if own_unit == unit else 0.0
    return Amount(amount=total, unit=unit)
