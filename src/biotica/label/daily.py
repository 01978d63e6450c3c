"""How much of one organism a day's portion holds, as far as the label says; units stay as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from biotica.label.label import Amount, Label, Organism

_COUNTED = re.compile(
    r"^(?:(\d+)\s+)?(?:capsules?|tablets?|sachets?|gumm(?:y|ies)|softgels?|scoops?|bottles?|sticks?)$"
)


def daily_of(organism: Organism, label: Label) -> Amount:
    """Give the largest daily amount of one organism.

    Returns
    -------
    Amount
        Of a product with one organism its daily total. Of several, its own amount times what the day's total
        is to the sum of all own amounts, or times the portions a day. ``amount`` is None where neither can be
        told: a share of a blend is never guessed.
    """
    if len(label.organisms) == 1 and label.daily_total.amount is not None:
        return label.daily_total
    if organism.amount is None:
        return Amount(unit=organism.unit)
    factor = _by_total(label)
    factor = _by_portions(organism, label) if factor is None else factor
    return Amount(amount=None if factor is None else organism.amount * factor, unit=organism.unit)


def daily_of_all(organisms: Iterable[Organism], label: Label) -> Amount:
    """Give the daily amount of several organisms together; None where one is not stated or units differ."""
    listed = tuple(organisms)
    if len(listed) == len(label.organisms) and label.daily_total.amount is not None:
        return label.daily_total
    each = [daily_of(organism, label) for organism in listed]
    units = {amount.unit for amount in each}
    known = [amount.amount for amount in each if amount.amount is not None]
    if len(units) != 1 or len(known) != len(each):
        return Amount()
    return Amount(amount=sum(known), unit=each[0].unit)


def _by_total(label: Label) -> float | None:
    """Daily total over the sum of what is printed per organism, where all of it is printed in one unit."""
    amounts = [organism.amount for organism in label.organisms if organism.amount is not None]
    units = {organism.unit for organism in label.organisms} | {label.daily_total.unit}
    if len(amounts) < len(label.organisms) or len(units) != 1 or label.daily_total.amount is None:
        return None
    return label.daily_total.amount / sum(amounts) if sum(amounts) > 0 else None


def _by_portions(organism: Organism, label: Label) -> float | None:
    counted = _COUNTED.match(organism.per or "")
    if counted is None or label.units_per_day is None:
        return None
    return label.units_per_day[1] / float(counted[1] or 1)
