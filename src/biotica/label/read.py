"""Reads the text of a label into what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biotica.errors import LabelError, _
from biotica.knowledge.label_terms import Hit, Terms, label_grammar, label_terms
from biotica.label.allergens import declared
from biotica.label.amounts import Counted, counts, masses
from biotica.label.authorised_claims import with_conditions
from biotica.label.claims import claims
from biotica.label.daily_total import daily_total
from biotica.label.doses import Doses
from biotica.label.fibres import fibres
from biotica.label.ingredient_lists import names_other_ingredients
from biotica.label.keeping import best_before, store_below_c
from biotica.label.label import Fibre, Label, PrintedClaim, ProductClass, ProductKind, Substance
from biotica.label.language import Spoken, language_of
from biotica.label.marks import marks
from biotica.label.mended import mended
from biotica.label.mentions import Mention, mentions
from biotica.label.metabolites import metabolites
from biotica.label.organisms import Found, organisms
from biotica.label.printed import Printed, printed
from biotica.label.product import form_of, guarantee_of, kind_of, without_directions
from biotica.label.product_class import Read, class_of
from biotica.label.products import products
from biotica.label.readable import is_long, is_readable, says_nothing
from biotica.label.states import states_of
from biotica.label.sugars import has_added_sugar, sugars

TermGroups = Mapping[str, Terms]

_WORDS = label_grammar()["totals"]
_LYSATE_MEDICINE = re.compile(_WORDS.words("lysate_medicine"))
_PROBIOTIC = re.compile(_WORDS.words("probiotic"))
_KILLED = frozenset({"inactivated", "lysate", "fermentate"})
_HELD_LIVE = frozenset({"probiotic", "synbiotic", "contradictory", "fermented_food"})
_END_OF_NAME = re.compile(r"(?<=\w\w)[.!?](?=\s|$)|\s[-|:]\s")
_LONGEST_NAME = 60
"""Characters of a product's name (assumed: what is longer is a sentence)."""
_HEAD = 1000
"""Bytes in which a file that is no text shows itself (assumed)."""


def read_label(text: str, *, where: str = "label") -> tuple[Label, ...]:
    """Read the text of a label.

    Parameters
    ----------
    text : str
        Pasted, or as read from a photo; Dutch, English or both.
    where : str
        Name for errors.

    Returns
    -------
    tuple of Label
        One per product, at least one; more only where the text plainly shows several. What is not printed is
        None or empty; nothing is judged.

    Raises
    ------
    LabelError
        If nothing in it can be read as a label.
    """
    whole = Printed(mended(printed(text).text))
    labels = tuple(_label(part, label_terms()) for part in products(whole))
    is_empty = all(map(says_nothing, labels)) and not is_long(whole.folded)
    if not is_readable(whole.folded) or is_empty:
        raise LabelError(
            _("this cannot be read as the label of a product"),
            code="unreadable_label",
            where=where,
            hint=_("take the photo straight from above in good light, or type the text over"),
        )
    return labels


def read_label_file(data: bytes, *, where: str) -> tuple[Label, ...]:
    """Read a label from a text or a photo, told apart by their first bytes.

    Parameters
    ----------
    data : bytes
        Text in UTF-8, UTF-16 or Windows-1252, or an image.
    where : str
        Name for errors.

    Raises
    ------
    LabelError
        As `read_label` and `biotica.label.photo.text_of_photo`.
    """
    from biotica.label.photo import is_photo, text_of_photo

    text = text_of_photo(data, where=where) if is_photo(data) else _decoded(data, where=where)
    return read_label(text, where=where)


def _decoded(data: bytes, *, where: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:_HEAD]:
        raise LabelError(
            _("this is neither a text nor a photo"),
            code="not_a_label",
            where=where,
            hint=_("give a text file, or a photo as JPEG or PNG"),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What the rest of a label is read with."""

    text: Printed
    terms: TermGroups
    lang: Spoken
    doses: Doses
    counts: tuple[Counted, ...]
    found: tuple[Mention, ...]
    kind: ProductKind
    is_ferment: bool
    is_heated: bool

    def says(self, group: str, name: str) -> bool:
        """Whether the text holds a term of a group."""
        return self.terms[group].says(name, self.text.folded)


def _told(text: Printed, terms: TermGroups) -> _Told:
    folded, product = text.folded, terms["product"]
    lang = language_of(folded)
    doses = Doses(folded, lang=lang)
    return _Told(
        text=text,
        terms=terms,
        lang=lang,
        doses=doses,
        counts=counts(folded, lang=lang),
        found=mentions(text),
        kind=kind_of(folded, product, doses),
        is_ferment=product.says("ferment", without_directions(folded)),
        is_heated=product.says("heated_after", folded),
    )


def _label(text: Printed, terms: TermGroups) -> Label:
    told = _told(text, terms)
    folded, made, some_fibres = text.folded, _organisms(told), _fibres(told)
    substances = metabolites(text, terms["substances"], told.doses, lang=told.lang)
    names_others = names_other_ingredients(text, terms["ingredients"])
    product_class = _class(told, made, some_fibres, substances)
    warned = terms["warnings"].every(folded)
    allergens, may_contain = declared(text, terms["allergens"])
    added = has_added_sugar(text, terms["ingredients"])
    a_day, per_100 = sugars(
        text, told.doses, lang=told.lang, names_others=names_others and told.kind != "food", added=added
    )
    return Label(
        name=_name(text),
        kind=told.kind,
        product_class=product_class,
        organisms=made.organisms,
        fibres=some_fibres,
        metabolites=substances if product_class == "metabolite" else _weighed(substances),
        daily_total=made.total
        if made.organisms
        else daily_total(
            folded, product_class, some_fibres, substances, told.counts, told.doses, lang=told.lang
        ),
        units_per_day=_units_per_day(told.doses),
        form=form_of(folded, told.kind, told.doses, terms["form"]),
        count_guarantee=guarantee_of(folded, terms["guarantee"], is_live=_lives(told, product_class, made)),
        sugars_g_per_day=a_day,
        sugars_g_per_100=per_100,
        added_sugar=added,
        allergens=allergens,
        may_contain=may_contain,
        claims=_claims(told, warned, some_fibres),
        warnings=_warnings(terms["warnings"], warned, has_fibre=bool(some_fibres)),
        marks=frozenset(
            marks(text, terms, made.organisms, told.counts, told.doses, names_others=names_others)
        ),
        store_below_c=store_below_c(folded),
        best_before=best_before(folded),
    )


def _organisms(told: _Told) -> Found:
    is_food = told.kind == "food"
    states = states_of(
        told.text,
        told.found,
        told.counts,
        told.terms["state"],
        is_living=_lives_unsaid(told),
        is_heated=is_food and told.is_heated,
    )
    return organisms(
        told.text,
        told.found,
        told.counts,
        masses(told.text.folded, lang=told.lang),
        told.doses,
        states,
        weighs=not is_food or not _KILLED.isdisjoint(states),
    )


def _lives_unsaid(told: _Told) -> bool:
    """Whether microbes without a word about their state live: in a ferment, and in what is no extract."""
    if told.kind == "food":
        return told.is_ferment and not told.is_heated
    return not told.says("state", "extract")


def _fibres(told: _Told) -> tuple[Fibre, ...]:
    return fibres(
        told.text,
        told.terms["fibres"],
        told.terms["substances"],
        told.doses,
        lang=told.lang,
        is_beside_others=bool(told.found) or (told.kind == "food" and told.is_ferment),
    )


def _weighed(substances: Sequence[Substance]) -> tuple[Substance, ...]:
    return tuple(one for one in substances if one.mg_per_day is not None)


def _class(
    told: _Told, made: Found, some_fibres: Sequence[Fibre], substances: Sequence[Substance]
) -> ProductClass:
    return class_of(
        Read(
            kind=told.kind,
            organisms=made.organisms,
            fibres=some_fibres,
            metabolites=substances,
            bulk=told.terms["fibres"].bulk,
            called_postbiotic=told.says("product", "postbiotic"),
            is_ferment=told.is_ferment,
            says_live=told.says("state", "live"),
            says_dead=told.says("state", "inactivated"),
            has_count=bool(told.counts),
            is_lysate=_LYSATE_MEDICINE.search(told.text.folded) is not None and told.says("state", "lysate"),
            sells_live=_sells_live(told),
        )
    )


def _sells_live(told: _Told) -> bool:
    """Whether it is sold for living microbes without naming them."""
    is_counted = any(count.unit == "CFU" for count in told.counts)
    is_counted = is_counted or (bool(told.counts) and told.says("state", "live"))
    is_named = told.says("product", "lactic") and _PROBIOTIC.search(told.text.folded) is not None
    return (is_named or is_counted) and not told.says("state", "inactivated")


def _lives(told: _Told, product_class: ProductClass, made: Found) -> bool:
    """Whether a count could hold until some day: of living microbes, or of a ferment that was not heated."""
    has_live = any(organism.state == "live" for organism in made.organisms)
    ferments = product_class in {"fermented_food", "probiotic"} and not told.is_heated
    return ferments or (has_live and product_class in _HELD_LIVE)


def _units_per_day(doses: Doses) -> tuple[float, float] | None:
    return None if doses.daily is None else (doses.daily.least, doses.daily.most)


def _claims(told: _Told, warned: Sequence[Hit], some_fibres: Sequence[Fibre]) -> tuple[PrintedClaim, ...]:
    """List what the label promises; the leaflet of a medicine promises nothing."""
    if told.kind == "medicine":
        return ()
    return with_conditions(
        claims(told.text, told.terms["claims"], warned), told.text, some_fibres, told.terms["fibres"]
    )


def _warnings(terms: Terms, warned: Sequence[Hit], *, has_fibre: bool) -> tuple[str, ...]:
    """Warnings in the order of our table; to drink enough is one only beside a fibre."""
    found = {hit.id for hit in warned}
    return tuple(name for name in terms.ids if name in found and (name != "fluid" or has_fibre))


def _name(text: Printed) -> str:
    first = next((line.strip() for line in text.text.splitlines() if line.strip()), "")
    return _END_OF_NAME.split(first)[0][:_LONGEST_NAME].strip()
