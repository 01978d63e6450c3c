"""What a label says, as values: the printed facts of one product, nothing judged yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ProductKind = Literal["supplement", "food", "medicine"]
ProductClass = Literal[
    "probiotic",
    "postbiotic",
    "prebiotic",
    "fibre",
    "synbiotic",
    "metabolite",
    "fermented_food",
    "medicine_lysate",
    "contradictory",
    "unclear",
]
State = Literal["live", "inactivated", "lysate", "fermentate", "unknown"]
Unit = Literal["CFU", "cells", "AFU", "spores", "mg", "g", "unspecified"]
Form = Literal["capsule", "tablet", "powder", "drops", "drink", "gummy", "food"]
Guarantee = Literal["end_of_shelf_life", "manufacture", "none"]
ClaimType = Literal["authorised", "authorised_conditional", "unauthorised_health", "general_term", "disease"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """An amount as counted or weighed; units are never converted into each other.

    Parameters
    ----------
    amount : float or None
        >= 0; None = not stated.
    unit : str or None
        CFU and cells stand for two things: living, and counted whatever they are.
    """

    amount: float | None = None
    unit: Unit | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Organism:
    """One organism of the label.

    Parameters
    ----------
    label_name, current_name : str
        As printed, and the species' name after the renaming of 2020.
    strain : str or None
        Strain or culture-collection code as printed.
    amount, unit, per
        As printed, per what in English words (``capsule``, ``2 capsules``, ``5 g``); None = no own amount.
    """

    label_name: str
    current_name: str
    strain: str | None = None
    state: State = "unknown"
    amount: float | None = None
    unit: Unit | None = None
    per: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fibre:
    """A fibre by its plain English name; g a day at the largest dose, None = not stated."""

    name: str
    g_per_day: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Substance:
    """A metabolite in lower case; mg a day at the largest dose, None = not stated."""

    name: str
    mg_per_day: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedClaim:
    """What the label promises, in its own words, and which sort of claim that is."""

    text: str
    type: ClaimType


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """The printed facts of one product.

    Parameters
    ----------
    name : str
        First words of the label: what the product calls itself; may be empty.
    kind : str
        What the label itself says it is.
    daily_total : Amount
        Over all organisms, fibres or metabolites, at the largest dose.
    units_per_day : tuple of float or None
        Fewest and most portions a day; None = not stated.
    form : str or None
        None = cannot be told.
    count_guarantee : str or None
        None = not a live or fermented product.
    sugars_g_per_day : float or None
        0 where other ingredients are named and none is a sugar; None = not known.
    sugars_g_per_100 : float or None
        Per 100 g or 100 ml, where printed.
    allergens, may_contain : tuple of str
        Declared as an ingredient; declared as a trace.
    warnings : tuple of str
        Codes of `data/label_terms`.
    marks : frozenset of str
        What else was found in the text, as flags (``name`` or ``name:detail``).
    store_below_c : float or None
        Highest storage temperature, degrees Celsius.
    best_before, made_on : date or None
        As printed; None = not printed.
    """

    name: str = ""
    kind: ProductKind = "supplement"
    product_class: ProductClass = "unclear"
    organisms: tuple[Organism, ...] = ()
    fibres: tuple[Fibre, ...] = ()
    metabolites: tuple[Substance, ...] = ()
    daily_total: Amount = Amount()
    units_per_day: tuple[float, float] | None = None
    form: Form | None = None
    count_guarantee: Guarantee | None = None
    sugars_g_per_day: float | None = None
    sugars_g_per_100: float | None = None
    added_sugar: bool = False
    allergens: tuple[str, ...] = ()
    may_contain: tuple[str, ...] = ()
    claims: tuple[PrintedClaim, ...] = ()
    warnings: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    store_below_c: float | None = None
    best_before: date | None = None
    made_on: date | None = None
