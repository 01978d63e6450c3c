"""What a drink costs, from assumed prices or the person's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from biotica.ferment.ensemble import Floats, quantiles
from biotica.ferment.quantity import OWN_PRICE, Asked, Drink, Quantity
from biotica.knowledge.drink_tables import PriceRow, load_prices

_ML_PER_L = 1000.0
_ASSUMED_PRICE = "MEMPRICE"
_ASSUMED, _YOURS = "price_assumed", "price_yours"


def costs(drink: Drink, asked: Asked) -> Iterator[Quantity]:
    """Give the cost of a litre, of a glass, and of a day's capsule beside it.

    Parameters
    ----------
    drink : Drink
        Made of a milk; others have no price here.
    asked : Asked
        With the person's own prices, if any.

    Notes
    -----
    Money only: counts of different microbes cannot be exchanged, so no price per living cell is given. A
    litre of milk is taken to give a litre of drink. Work, energy and waste are left out.
    """
    if drink.recipe.milk is None:
        return
    prices = load_prices(drink.knowledge.folder)
    milk = _milk_eur_per_l(drink, prices.get(f"milk_{drink.recipe.milk.kind}"), asked)
    per_l = None if milk is None else milk + _starter_eur_per_l(drink, prices)
    per_glass = None if per_l is None else per_l * asked.glass_ml / _ML_PER_L
    note = _ASSUMED if asked.milk_eur_per_l is None else _YOURS
    yield _cost(drink, "drink_cost", "eur_per_l", per_l, note)
    yield _cost(drink, "drink_cost", "eur_per_glass", per_glass, note)
    capsule = _own_or_drawn(drink, prices["capsule"], asked.capsule_eur_per_day)
    note = _ASSUMED if asked.capsule_eur_per_day is None else _YOURS
    yield _cost(drink, "capsule_cost", "eur_per_day", capsule, note)


def _milk_eur_per_l(drink: Drink, row: PriceRow | None, asked: Asked) -> Floats | None:
    if row is not None:
        return _own_or_drawn(drink, row, asked.milk_eur_per_l)
    own_eur = asked.milk_eur_per_l
    return None if own_eur is None else np.full(drink.draws.count, own_eur)


def _own_or_drawn(drink: Drink, row: PriceRow, own_eur: float | None) -> Floats:
    if own_eur is not None:
        return np.full(drink.draws.count, own_eur)
    return drink.draws.number(f"price:{row.item}", row)


def _starter_eur_per_l(drink: Drink, prices: Mapping[str, PriceRow]) -> Floats:
    starter = drink.recipe.starter
    if starter is None or starter.kind == "backslop":
        return np.zeros(drink.draws.count)
    price = drink.draws.number(f"price:{starter.kind}", prices[starter.kind])
    if starter.kind == "grains":
        return price
    return np.asarray(price * starter.amount / drink.recipe.volume_ml * _ML_PER_L)


def _cost(drink: Drink, name: str, unit: str, eur: Floats | None, note: str) -> Quantity:
    if eur is None:
        return Quantity(
            name=name,
            group="cost",
            unit=unit,
            status="not_known",
            confidence="very_low",
            note="no_price_for_this_milk",
        )
    low, median, high = (float(value) for value in quantiles(eur))
    return Quantity(
        name=name,
        group="cost",
        unit=unit,
        median=median,
        low=low,
        high=high,
        status="table",
        confidence="moderate" if note == _YOURS else "very_low",
        sources=(OWN_PRICE if note == _YOURS else _ASSUMED_PRICE,),
        note=note,
    )
