"""What others found in a ferment and no model here makes: marked as theirs, never as this jar's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from biotica.ferment.quantity import Confidence, Drink, Quantity
from biotica.knowledge.drink_tables import ContentRow, load_contents

_CONFIDENCE: Mapping[str, Confidence] = {"full": "low", "abstract": "low"}
"""By how a source was read: a number from another jar is never more than low."""


def published(drink: Drink, *, without: frozenset[str] = frozenset()) -> Iterator[Quantity]:
    """Give the rows of the content table about this ferment.

    Parameters
    ----------
    drink : Drink
        Whose ferment.
    without : set of str
        Quantities that the model gives already.

    Yields
    ------
    Quantity
        One per quantity, in the order of the table; rows of several sources are joined to one range.

    Notes
    -----
    Other jars, milks and grains. No number here says what this jar holds, or whether it is enough for anyone.
    """
    starter = drink.recipe.starter
    has_grains = starter is not None and starter.kind == "grains"
    rows = [
        row
        for row in load_contents(drink.knowledge.folder, drink.recipe.ferment)
        if has_grains or row.group != "grains"
    ]
    for name in dict.fromkeys(row.quantity for row in rows):
        if name not in without:
            yield joined([row for row in rows if row.quantity == name])


def joined(rows: list[ContentRow]) -> Quantity:
    """Join the rows about one quantity.

    Parameters
    ----------
    rows : list of ContentRow
        At least one; one unit.

    Returns
    -------
    Quantity
        One published value stays a value of unknown spread; several numbers become the range that holds them.
    """
    first = rows[0]
    lows = [row.low if row.low is not None else row.value for row in rows]
    highs = [row.high if row.high is not None else row.value for row in rows]
    numbers = [number for number in (*lows, *highs) if number is not None]
    single = len(set(numbers)) == 1 and all(row.value is not None for row in rows)
    worst: Confidence = "low" if all(row.read_level in _CONFIDENCE for row in rows) else "very_low"
    return Quantity(
        name=first.quantity,
        group=first.group,
        unit=first.unit,
        median=numbers[0] if single else None,
        low=None if single or None in lows else min(number for number in lows if number is not None),
        high=None if single or None in highs else max(number for number in highs if number is not None),
        status="table" if numbers else "not_known",
        confidence=worst if numbers else "very_low",
        sources=tuple(row.source for row in rows if row.source is not None),
        note=first.note,
    )
