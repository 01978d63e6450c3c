"""What else a label says, as flags read from its text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from biotica.knowledge.label_terms import Terms, label_grammar
from biotica.label.amounts import Counted
from biotica.label.doses import Doses
from biotica.label.label import Organism
from biotica.label.marks_of_organisms import marks_of_organisms
from biotica.label.marks_of_sale import is_for_premature, is_on_prescription
from biotica.label.printed import Printed
from biotica.label.product import without_directions

_WORDS = label_grammar()["marks"]
_KINDS_OF_FOOD = (
    *("kefir", "kefir_grains", "yoghurt", "sauerkraut", "kimchi", "kombucha", "natto", "miso", "tempeh"),
    "not_milk_kefir",
)
_MILK_KEFIR = frozenset({"kefir", "kefir_grains"})
"""Of a water kefir both words stand on the label too."""
_NO_ALCOHOL = re.compile(rf"{_WORDS.words('no_alcohol')} alcohol")
_OF_PRODUCT = (
    ("raw_milk", "raw_milk"),
    ("pasteurised_milk", "pasteurised_milk"),
    ("unpasteurised", "unpasteurised"),
    ("heated_after", "heated_after"),
    ("pressure", "pressure_warning"),
    ("yeast", "yeast_present"),
    ("postbiotic", "postbiotic_word"),
    ("infant", "infant_product"),
)
_OF_INGREDIENTS = (("enteric", "enteric_delivery"), ("gelatin", "not_vegan"), ("sodium_source", "sodium"))
_OF_STATE = (("tyndallised", "tyndallised_term"), ("extract", "extract_term"))
_ANYWHERE = (
    ("non_viable", "non_viable_term"),
    ("fodmap", "fodmap"),
    ("low_fermentable", "low_fermentable"),
    ("heating", "heating_said"),
    ("storage", "storage_said"),
    ("dead_cultures", "sold_for_microbes"),
)
"""Term of a group to the flag that it raises."""


def marks(
    text: Printed,
    terms: Mapping[str, Terms],
    organisms: Sequence[Organism],
    counts: Sequence[Counted],
    doses: Doses,
    *,
    names_others: bool,
) -> Iterator[str]:
    """List the flags of a label's text.

    Parameters
    ----------
    terms : mapping of str to Terms
        Every group.
    organisms, counts, doses : sequence of Organism, sequence of Counted, Doses
        What was read of the same text.
    names_others : bool
        Whether it names its other ingredients.

    Yields
    ------
    str
        ``name`` or ``name:detail``, as in the contract, some more than once; what follows from the tables of
        evidence is not here.
    """
    folded = text.folded
    if names_others:
        yield "other_ingredients_named"
    yield from _of_words(folded, terms)
    yield from _of_state(folded, terms)
    yield from _of_sale(text, terms["product"])
    yield from marks_of_organisms(folded, organisms)
    yield from _of_amounts(folded, organisms, counts, doses)
    yield from _of_kinds(folded, organisms)


def _of_words(folded: str, terms: Mapping[str, Terms]) -> Iterator[str]:
    for group, names in (("product", _OF_PRODUCT), ("ingredients", _OF_INGREDIENTS), ("state", _OF_STATE)):
        yield from (mark for name, mark in names if terms[group].says(name, folded))
    yield from (mark for name, mark in _ANYWHERE if _has(name, folded))
    yield from (f"polyol:{match[0]}" for match in terms["ingredients"].pattern("polyol").finditer(folded))
    if terms["product"].says("alcohol", folded) and not _NO_ALCOHOL.search(folded):
        yield "alcohol_declared"


def _has(name: str, folded: str) -> bool:
    """Whether a word stands anywhere, also inside another."""
    return re.search(_WORDS.words(name), folded) is not None


def _of_state(folded: str, terms: Mapping[str, Terms]) -> Iterator[str]:
    of_microbes = any(
        terms["state"].says(name, folded) for name in ("live", "lysate", "fermentate", "spores")
    )
    of_food = any(terms["product"].says(name, folded) for name in ("heated_after", "unpasteurised"))
    if of_microbes or of_food:
        yield "state_said"


def _of_sale(text: Printed, product: Terms) -> Iterator[str]:
    if is_for_premature(text, product.pattern("premature")):
        yield "premature_target"
    if is_on_prescription(text, product.pattern("prescription"), product.pattern("registered_medicine")):
        yield "prescription_medicine"


def _of_amounts(
    folded: str, organisms: Sequence[Organism], counts: Sequence[Counted], doses: Doses
) -> Iterator[str]:
    if counts and all(count.unit == "unspecified" for count in counts):
        yield "unit_missing"
    if any(count.unit == "AFU" for count in counts):
        yield "afu_not_cfu"
    if any(count.is_nl_trillion for count in counts):
        yield "nl_biljoen_is_1e12"
    if len(organisms) > 1 and counts and all(organism.amount is None for organism in organisms):
        yield "per_strain_dose_missing"
    if doses.daily is not None and doses.daily.least != doses.daily.most:
        yield "dose_range_open"
    if not counts and _has("blend", folded):
        yield "proprietary_blend"


def _of_kinds(folded: str, organisms: Sequence[Organism]) -> Iterator[str]:
    if not organisms and _has("lactic_or_acetic", folded):
        yield "kinds_only"
    of_product = without_directions(folded)
    named = [name for name in _KINDS_OF_FOOD if _has(name, of_product)]
    other_kefir = "not_milk_kefir" in named
    yield from (name for name in named if not (other_kefir and name in _MILK_KEFIR))
