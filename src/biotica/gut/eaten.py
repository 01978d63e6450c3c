"""What foods that are eaten in a day bring to the gut: gram of each kind of fibre."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from biotica.errors import InputError, _
from biotica.knowledge.foods import Food, Foods

_MOST_G_PER_DAY = 3000.0
_CLOSE = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """How much of a substrate the eaten foods bring in a day.

    Attributes
    ----------
    value, low, high : float
        Gram per day. The bounds are the sums of the bounds of the foods, as if all erred the same way.
    read : float
        Gram per day of ``value`` that rests on numbers that somebody read; the rest is a guess.
    """

    value: float
    low: float
    high: float
    read: float


def brought_by(portions: Iterable[tuple[str, float]], foods: Foods) -> dict[str, Brought]:
    """Add up what foods bring to the gut in a day.

    Parameters
    ----------
    portions : iterable of (str, float)
        Food (id, or name in either language) and gram a day as eaten, 0..3000; a food may come twice.
    foods : Foods
        The tables.

    Returns
    -------
    dict
        Metabolite to gram per day, in alphabetical order: the sum over foods of
        ``gram * content / 100``. The same whatever the order of the foods.

    Raises
    ------
    InputError
        If a food is not in the table, or its grams cannot be eaten in a day.

    Notes
    -----
    What is swallowed. Fibre reaches the colon; of lactose only what the small intestine leaves, which
    `build_gut` works out. Protein that escapes digestion is in no row, so that this adds to a diet of
    diets.tsv and replaces none. Foods that the diet holds already are counted twice.
    """
    amounts: defaultdict[str, list[Brought]] = defaultdict(list)
    for name, grams in portions:
        food = _known(name, foods)
        parts = _eatable(grams, food) / 100.0
        for kind, content in foods.contents(food.food).items():
            value = content.value * parts
            amounts[kind].append(
                Brought(
                    value=value,
                    low=content.low * parts,
                    high=content.high * parts,
                    read=0.0 if content.read_level == "memory" else value,
                )
            )
    return {kind: _added(each) for kind, each in sorted(amounts.items())}


def _added(each: Iterable[Brought]) -> Brought:
    amounts = tuple(each)
    return Brought(
        value=math.fsum(one.value for one in amounts),
        low=math.fsum(one.low for one in amounts),
        high=math.fsum(one.high for one in amounts),
        read=math.fsum(one.read for one in amounts),
    )


def _known(name: str, foods: Foods) -> Food:
    food = foods.named(name)
    if food is not None:
        return food
    close = get_close_matches(name.casefold(), foods.names, n=_CLOSE, cutoff=0.6)
    raise InputError(
        _("'{food}' is not a food of our table"),
        code="unknown_food",
        hint=_("perhaps {close}") if close else _("the table foods.tsv lists all foods"),
        food=name,
        close=", ".join(close),
    )


def _eatable(grams: float, food: Food) -> float:
    if not 0.0 <= grams <= _MOST_G_PER_DAY:
        raise InputError(
            _("{grams} gram of {food} cannot be eaten in a day"),
            code="impossible_portion",
            hint=_("give grams a day, between 0 and {most}"),
            grams=grams,
            food=food.food,
            most=f"{_MOST_G_PER_DAY:g}",
        )
    return grams
