"""A day's amount of what a product is sold for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.knowledge.label_terms import label_grammar
from biotica.label.amounts import Counted, masses
from biotica.label.doses import Doses
from biotica.label.label import Amount, Fibre, ProductClass, Substance

_SOLD_BY_WEIGHT = re.compile(label_grammar()["totals"].words("sold_by_weight"))


def daily_total(
    folded: str,
    product_class: ProductClass,
    fibres: Sequence[Fibre],
    substances: Sequence[Substance],
    counts: Sequence[Counted],
    doses: Doses,
    *,
    lang: str,
) -> Amount:
    """Tell a day's amount of a product that names no organism.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    product_class : str
        Of `class_of`.
    fibres, substances, counts : sequence
        What was read of the same text.
    doses : Doses
        How often a portion is taken.
    lang : str
        Of the label, for separators.

    Returns
    -------
    Amount
        Of metabolites in mg, else of fibres in g, else of unnamed microbes as counted or in mg. ``amount`` is
        None where it cannot be told, ``unit`` None where nothing is counted or weighed.
    """
    if product_class == "probiotic" and counts:
        first = counts[0]
        times = 1.0 if doses.daily is None else doses.a_day(doses.per(first.start, first.end))
        return Amount(amount=None if times is None else first.value * times, unit=first.unit)
    if substances:
        known_mg = [one.mg_per_day for one in substances if one.mg_per_day is not None]
        return Amount(amount=sum(known_mg), unit="mg") if known_mg else Amount()
    if fibres:
        known_g = [one.g_per_day for one in fibres if one.g_per_day is not None]
        return Amount(amount=sum(known_g), unit="g") if known_g else Amount()
    if product_class == "probiotic" or _SOLD_BY_WEIGHT.search(folded):
        return _weighed(folded, doses, lang=lang, has_one_dose=product_class == "probiotic")
    return Amount()


def _weighed(folded: str, doses: Doses, *, lang: str, has_one_dose: bool) -> Amount:
    """Give a day's first mass in mg; none where the dose is open, unless it is that of microbes."""
    first = next((mass for mass in masses(folded, lang=lang) if mass.unit == "mg"), None)
    if first is None:
        return Amount()
    is_open = doses.daily is not None and doses.daily.least != doses.daily.most
    times = None if is_open and not has_one_dose else doses.a_day(doses.per(first.start, first.end))
    return Amount(amount=None if times is None else first.mg * times, unit="mg")
