"""What the product is: its kind, its class by rule, its form, and until when its count holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from biotica.knowledge.label_terms import Terms
from biotica.label.label import Fibre, Form, Guarantee, Organism, ProductClass, ProductKind, Substance
from biotica.label.doses import Doses

_FORM_OF_PORTION: Mapping[str, Form] = {
    "capsule": "capsule",
    "tablet": "tablet",
    "sachet": "powder",
    "scoop": "powder",
    "drops": "drops",
    "gummy": "gummy",
    "tablespoon": "powder",
    "teaspoon": "powder",
}
_DRINKS = re.compile(
    r"cola|sparkling|frisdrank|\d ml can|blikje|ayran|kombucha|water ?-?kefir|drink(?!ing| (?:plenty|enough|a |with|at|extra|more|immediately|straight|at))|drank|shot|flesje|(?:siroop|syrup) \d|elixir|ampul|ampoule|limonade|kvass|kwas"
)
_FERMENTS = re.compile(r"kefir|yog(?:h)?urt|melk|milk|kimchi|zuurkool|sauerkraut|miso|tempeh?")
_FOOD_FORMS = re.compile(
    r"kefir|yog(?:h)?urt|zuurkool|sauerkraut|kimchi|tempeh?|miso|natto|karnemelk|buttermilk|zemelen|bran|muesli|skyr|kwark|quark"
)


_PILLS = frozenset({"capsule", "tablet", "sachet", "scoop", "drops", "gummy"})


def kind_of(folded: str, terms: Terms, doses: Doses) -> ProductKind:
    """Tell what the label itself says it is: medicine, food or supplement.

    Parameters
    ----------
    terms : Terms
        The group ``product``.
    """
    if terms.says("medicine", folded) or re.search(r"(?<![a-z])rx only", folded):
        return "medicine"
    if terms.says("supplement", folded):
        return "supplement"
    doses_like_pills = doses.daily is not None and doses.daily.word in _PILLS
    if terms.says("starter", folded) and terms.says("ferment", folded):
        return "food"
    if terms.says("ferment", without_directions(folded)) and not doses_like_pills and not _pill(folded):
        return "food"
    if _nutrition(folded) and not doses_like_pills and not _pill(folded):
        return "food"
    return "supplement"


_DIRECTIONS = re.compile(
    r"(?:door|in|into|with|over|met|onto|on|through|or|of|aan|op|bij|to|stirred into|direct in) (?:(?:de|het|een|je|uw|koude?|warme|lauwe|a|your|the|cold|cool|some|plain|pap|smoothie|porridge|melk|milk|water|muesli|of|or|and|en|with|glas|glass|cup|bowl|kom|schaaltje),? ?){0,5}(?:yog(?:h)?urt|kefir|kwark|karnemelk|buttermilk|skyr)"
)


def without_directions(folded: str) -> str:
    """Blank what a product is to be stirred into: it is no part of it."""
    return _DIRECTIONS.sub(lambda match: " " * len(match[0]), folded)


def _pill(folded: str) -> bool:
    return (
        re.search(r"capsules?|tablet|softgel|gumm(?:y|ies)|druppels|sachets?(?! van)|zakjes", folded)
        is not None
    )


def _nutrition(folded: str) -> bool:
    return re.search(r"voedingswaarde|nutrition|kcal|per 100 ?(?:g|ml)", folded) is not None


def form_of(folded: str, kind: ProductKind, portions: Doses, forms: Terms) -> Form | None:
    """Tell what the product looks like: by its portion, else by the words for it.

    Parameters
    ----------
    forms : Terms
        The group ``form``.
    """
    words = [*portions.weights_g, *(portion.word for portion in portions.portions)] + (
        [portions.daily.word] if portions.daily else []
    )
    if re.search(r"gumm(?:y|ies)", folded) and kind != "food":
        return "gummy"
    for form in ("gummy", "capsule", "tablet", "drops"):
        if any(_FORM_OF_PORTION.get(word) == form for word in words) and kind != "food":
            return form  # type: ignore[return-value]
    if kind == "food":
        return _form_of_food(folded)
    if any(_FORM_OF_PORTION.get(word) == "powder" for word in words):
        return "powder"
    if portions.daily is not None and portions.daily.word == "ml":
        return "drops" if re.search(r"pipet|drops|druppel", folded) else "drink"
    if any(word == "bottle" for word in words) and _DRINKS.search(folded):
        return "drink"
    found = forms.first(folded)
    return found if found is None else _as_form(found)


def _as_form(word: str) -> Form:
    forms: dict[str, Form] = {
        "gummy": "gummy", "capsule": "capsule", "tablet": "tablet", "drops": "drops", "powder": "powder", "drink": "drink", "food": "food",
    }  # fmt: skip
    return forms[word]


def _form_of_food(folded: str) -> Form:
    if re.search(r"yog(?:h)?urt-? ?(?:drink|shot)|drinkyog|drinking yog|melkdrank", folded):
        return "drink"
    drink = _DRINKS.search(folded)
    if re.search(r"starter|startcultuur|kefirferment", folded) and re.search(
        r"sachet|zakje|poeder|powder", folded
    ):
        return "powder"
    if drink is None:
        plain = without_directions(folded)
        is_powder = re.search(r"poeder|powder|concentraat", plain) and not _FERMENTS.search(plain)
        return "powder" if is_powder else "food"
    if re.search(r"water ?-?kefir|kombucha|shot|drank|cola|ayran|\d ml can|blikje", folded):
        return "drink"
    if re.search(r"flesje|bottle", folded) and "kefir" not in folded:
        return "drink"
    return "food" if _FOOD_FORMS.search(folded) else "drink"


def guarantee_of(folded: str, terms: Terms, *, is_live: bool) -> Guarantee | None:
    """Tell until when the count holds; None for a product that is neither live nor a ferment.

    Parameters
    ----------
    terms : Terms
        The group ``guarantee``.
    """
    if not is_live:
        return None
    found = terms.first(folded)
    if found == "end_of_shelf_life":
        return "end_of_shelf_life"
    return "manufacture" if found == "manufacture" else "none"


def class_of(
    organisms: Sequence[Organism],
    fibres: Sequence[Fibre],
    metabolites: Sequence[Substance],
    *,
    kind: ProductKind,
    called_postbiotic: bool,
    is_ferment: bool,
    says_live: bool,
    says_dead: bool,
    has_count: bool,
    bulk: frozenset[str],
    is_lysate: bool,
    sells_live: bool,
) -> ProductClass:
    """Tell the class by rule.

    Parameters
    ----------
    called_postbiotic, says_live, says_dead : bool
        Whether the label calls itself a postbiotic, and whether it says that something in it lives, or was killed.
    is_lysate, sells_live : bool
        Whether it names a medicine's lysate, or living cultures without their names.
    bulk : frozenset of str
        Fibres that are hardly fermented.

    Returns
    -------
    str
        ``contradictory`` for a postbiotic that lives; ``unclear`` where it names nothing to go by.
    """
    states = {organism.state for organism in organisms}
    live = "live" in states
    dead = states & {"inactivated", "lysate", "fermentate"}
    if (kind == "medicine" and "lysate" in states) or is_lysate:
        return "medicine_lysate"
    if called_postbiotic and (live or (says_live and not organisms)) and not dead:
        return "contradictory"
    if live and kind == "food" and is_ferment and not (has_count and any(o.strain for o in organisms)):
        return "fermented_food"
    if live:
        return (
            "synbiotic"
            if any(fibre.name not in bulk for fibre in fibres) or (fibres and kind != "food")
            else "probiotic"
        )
    if dead:
        return "fermented_food" if kind == "food" and is_ferment else "postbiotic"
    if kind == "food" and is_ferment and not metabolites:
        return "unclear" if says_dead and not organisms else "fermented_food"
    if metabolites:
        return "metabolite"
    if fibres and not organisms:
        return "fibre" if all(fibre.name in bulk for fibre in fibres) else "prebiotic"
    return "probiotic" if sells_live and kind == "supplement" else "unclear"
