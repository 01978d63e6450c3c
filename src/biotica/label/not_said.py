"""What a label leaves out that a product of its class should say, as codes."""

from __future__ import annotations

from collections.abc import Iterator

from biotica.label.clarity import SUPPLEMENT_WARNINGS
from biotica.label.label import Label
from biotica.label.microbes import YEAST_GENERA, has_genus, is_live_product, needed_warnings
from biotica.label.same_strain import codes_of, is_collection_number

NOT_SAID = (
    *("organism", "live_or_dead", "kind_of_heating", "strain_code", "strain_deposit", "yeasts"),
    *("amount", "unit", "per_strain_amount", "daily_dose", "guarantee_point", "best_before", "storage"),
    *("other_ingredients", "sugars", "allergens"),
)
"""Every code in the order in which they are listed; ``warning:NAME`` follows."""

_SUBSTANCE_CLASSES = frozenset({"prebiotic", "fibre", "metabolite"})
_HEATING_MARKS = frozenset({"heating_said", "tyndallised_term"})


def not_said(label: Label) -> tuple[str, ...]:
    """List what the label does not say.

    Parameters
    ----------
    label : Label
        One product.

    Returns
    -------
    tuple of str
        Codes of `NOT_SAID`, then ``warning:NAME`` for each warning that its kind or content needs.

    Notes
    -----
    Said elsewhere, in a leaflet or on a site, is not said here.
    """
    missing = {*_about_microbes(label), *_about_amounts(label), *_about_keeping(label), *_about_rest(label)}
    needed = set(needed_warnings(label)) | (SUPPLEMENT_WARNINGS if label.kind == "supplement" else set())
    warnings = sorted(needed - set(label.warnings))
    return (
        *(code for code in NOT_SAID if code in missing),
        *(f"warning:{name}" for name in warnings),
    )


def _about_microbes(label: Label) -> Iterator[str]:
    if label.product_class in _SUBSTANCE_CLASSES or label.kind == "medicine":
        return
    if not label.organisms:
        yield from () if "kinds_only" in label.marks else ("organism",)
        if label.product_class != "fermented_food" and "state_said" not in label.marks:
            yield "live_or_dead"
    if "kefir" in label.marks and not has_genus(label.organisms, YEAST_GENERA):
        yield from () if {"kinds_only", "yeast_present"} & label.marks else ("yeasts",)
    for organism in label.organisms:
        if organism.strain is None:
            yield "strain_code"
        elif not any(is_collection_number(code) for code in codes_of(organism)):
            yield "strain_deposit"
        if organism.state == "unknown":
            yield "live_or_dead"
        if organism.state == "inactivated" and not _HEATING_MARKS & label.marks:
            yield "kind_of_heating"


def _about_amounts(label: Label) -> Iterator[str]:
    if label.product_class == "fermented_food" and "sold_for_microbes" not in label.marks:
        return
    if label.daily_total.amount is None:
        yield "amount"
    if label.daily_total.unit == "unspecified":
        yield "unit"
    if len(label.organisms) > 1 and any(organism.amount is None for organism in label.organisms):
        yield "per_strain_amount"
    if label.units_per_day is None:
        yield "daily_dose"


def _about_keeping(label: Label) -> Iterator[str]:
    if not is_live_product(label) and label.product_class != "fermented_food":
        return
    if label.kind == "supplement" and label.count_guarantee in {None, "none"}:
        yield "guarantee_point"
    if label.best_before is None:
        yield "best_before"
    if label.store_below_c is None and "storage_said" not in label.marks:
        yield "storage"


def _about_rest(label: Label) -> Iterator[str]:
    named = "other_ingredients_named" in label.marks or label.sugars_g_per_day == 0
    if label.kind == "supplement" and not named:
        yield "other_ingredients"
        if not label.allergens:
            yield "allergens"
    if label.sugars_g_per_day is None and label.sugars_g_per_100 is None:
        yield "sugars"
