"""What the product is: its kind, its form, and until when its count holds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from biotica.knowledge.label_terms import Terms, label_grammar
from biotica.label.doses import Doses
from biotica.label.label import Form, Guarantee, ProductKind

_WORDS = label_grammar()["products"]
_FORM_OF_PORTION: Mapping[str, Form] = {
    "gummy": "gummy",
    "capsule": "capsule",
    "tablet": "tablet",
    "drops": "drops",
    "sachet": "powder",
    "scoop": "powder",
    "tablespoon": "powder",
    "teaspoon": "powder",
}
_FORMS: tuple[Form, ...] = ("gummy", "capsule", "tablet", "drops", "powder", "drink", "food")
_COUNTED_FORMS = _FORMS[:4]
_PILLS = frozenset({"capsule", "tablet", "sachet", "scoop", "drops", "gummy"})
_SAID: tuple[Guarantee, ...] = ("end_of_shelf_life", "manufacture")
_DIRECTIONS = re.compile(
    rf"(?<![a-z]){_WORDS.words('stirred_into')} "
    rf"(?:{_WORDS.words('before_what_it_is_stirred_into')},? ?){{0,5}}"
    rf"{_WORDS.words('carries_it')}"
)
_RX = re.compile(rf"(?<![a-z]){_WORDS.words('rx')}")


def kind_of(folded: str, terms: Terms, doses: Doses) -> ProductKind:
    """Tell what the label itself says it is: medicine, food or supplement.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    terms : Terms
        The group ``product``.
    doses : Doses
        What is taken like a pill is no food.

    Returns
    -------
    str
        ``supplement`` where nothing tells.
    """
    if terms.says("medicine", folded) or _RX.search(folded):
        return "medicine"
    if terms.says("supplement", folded):
        return "supplement"
    if terms.says("starter", folded) and terms.says("ferment", folded):
        return "food"
    is_pill = (doses.daily is not None and doses.daily.word in _PILLS) or _has(folded, "pill")
    is_ferment = terms.says("ferment", without_directions(folded))
    if is_ferment and _has(folded, "nutrition") and (doses.daily is None or doses.daily.word not in _PILLS):
        return "food"
    return "food" if (is_ferment or _has(folded, "nutrition")) and not is_pill else "supplement"


def _has(folded: str, *names: str) -> bool:
    """Whether a word of some terms stands anywhere, also inside another."""
    return re.search(_WORDS.words(*names), folded) is not None


def without_directions(folded: str) -> str:
    """Blank what a product is to be stirred into: it is no part of it.

    Returns
    -------
    str
        As long as the text.
    """
    return _DIRECTIONS.sub(lambda match: " " * len(match[0]), folded)


def form_of(folded: str, kind: ProductKind, doses: Doses, forms: Terms) -> Form | None:
    """Tell what the product looks like: by its portion, else by the words for it.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    kind : str
        Of `kind_of`: a food is a drink, a powder or a food.
    doses : Doses
        Its portions.
    forms : Terms
        The group ``form``.

    Returns
    -------
    str or None
        None = cannot be told.
    """
    if kind == "food":
        return _form_of_food(folded)
    if _has(folded, "gummy"):
        return "gummy"
    of_portions = {_FORM_OF_PORTION.get(word) for word in _portion_words(doses)}
    counted = next((form for form in (*_COUNTED_FORMS, "powder") if form in of_portions), None)
    return _as_form(counted) or _fluid(folded, doses) or _as_form(forms.first(folded))


def _portion_words(doses: Doses) -> set[str]:
    words = {*doses.weights_g, *(portion.word for portion in doses.portions)}
    return words | ({doses.daily.word} if doses.daily else set())


def _fluid(folded: str, doses: Doses) -> Form | None:
    if doses.daily is not None and doses.daily.word == "ml":
        return "drops" if _has(folded, "dropper") else "drink"
    return "drink" if "bottle" in _portion_words(doses) and _has(folded, "drink") else None


def _as_form(word: str | None) -> Form | None:
    return next((form for form in _FORMS if form == word), None)


def _form_of_food(folded: str) -> Form:
    if _has(folded, "yoghurt_drink"):
        return "drink"
    if _has(folded, "starter") and _has(folded, "sachet", "powder"):
        return "powder"
    if not _has(folded, "drink"):
        plain = without_directions(folded)
        return "powder" if _has(plain, "powder", "concentrate") and not _has(plain, "ferment") else "food"
    is_bottle = _has(folded, "bottle") and "kefir" not in folded
    return "drink" if _has(folded, "plain_drink") or is_bottle or not _has(folded, "food") else "food"


def guarantee_of(folded: str, terms: Terms, *, is_live: bool) -> Guarantee | None:
    """Tell until when the count holds.

    Parameters
    ----------
    folded : str
        Lower case without accents.
    terms : Terms
        The group ``guarantee``.
    is_live : bool
        Whether the product is live or a ferment.

    Returns
    -------
    str or None
        ``none`` = nothing is said; None for a product that is neither live nor a ferment.
    """
    if not is_live:
        return None
    found = terms.first(folded)
    return next((said for said in _SAID if said == found), "none")
