"""Reads the text of a label into what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from biotica.errors import LabelError, _
from biotica.knowledge.label_tables import label_tables
from biotica.knowledge.label_terms import Hit, Terms, label_terms
from biotica.label.amounts import Counted, counts, masses
from biotica.label.claims import claims
from biotica.label.allergens import declared
from biotica.label.fibres import fibres
from biotica.label.ingredient_lists import names_other_ingredients
from biotica.label.metabolites import metabolites
from biotica.label.sugars import has_added_sugar, sugars
from biotica.label.label import (
    Amount,
    Fibre,
    Label,
    Organism,
    PrintedClaim,
    ProductClass,
    ProductKind,
    Substance,
)
from biotica.label.language import Spoken, language_of
from biotica.label.marks import marks
from biotica.label.mended import mended
from biotica.label.organisms import mentions, organisms, states_of
from biotica.label.doses import Doses
from biotica.label.printed import Printed, printed
from biotica.label.product import class_of, form_of, guarantee_of, kind_of, without_directions
from biotica.label.products import products

TermGroups = Mapping[str, Terms]


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
        One per product; more than one only where the text plainly shows several.

    Raises
    ------
    LabelError
        If nothing in it can be read as a label.
    """
    whole = Printed(mended(printed(text).text))
    labels = tuple(_label(part, label_terms()) for part in products(whole))
    if not _is_readable(whole) or all(_says_nothing(label) for label in labels):
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
    if b"\0" in data[:1000]:
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


def _label(text: Printed, terms: TermGroups) -> Label:
    lang = language_of(text.folded)
    doses = Doses(text.folded, lang=lang)
    every_count = counts(text.folded, lang=lang)
    called = terms["product"]
    found = mentions(text)
    is_heated = called.says("heated_after", text.folded)
    is_ferment = called.says("ferment", without_directions(text.folded))
    kind = kind_of(text.folded, called, doses)
    states = states_of(
        text,
        found,
        every_count,
        terms["state"],
        is_living=_is_living(text, kind, terms["state"], is_ferment=is_ferment and not is_heated),
        is_heated=kind == "food" and is_heated,
    )
    made = organisms(
        text, found, every_count, masses(text.folded, lang=lang), doses, states, weighs=kind != "food" or bool(set(states) & {"inactivated", "lysate", "fermentate"})
    )
    some_fibres = fibres(
        text,
        terms["fibres"],
        terms["substances"],
        doses,
        lang=lang,
        is_beside_others=bool(found) or kind == "food" and is_ferment,
    )
    substances = metabolites(text, terms["substances"], doses, lang=lang)
    warned = terms["warnings"].every(text.folded)
    allergens, may_contain = declared(text, terms["allergens"])
    names_others = names_other_ingredients(text, terms["ingredients"])
    added = has_added_sugar(text, terms["ingredients"])
    a_day, per_100 = sugars(text, doses, lang=lang, names_others=names_others and kind != "food", added=added)
    says_live = terms["state"].says("live", text.folded)
    product_class = class_of(
        made.organisms,
        some_fibres,
        substances,
        kind=kind,
        called_postbiotic=called.says("postbiotic", text.folded),
        is_ferment=is_ferment,
        says_live=says_live,
        says_dead=terms["state"].says("inactivated", text.folded),
        has_count=bool(every_count),
        bulk=terms["fibres"].bulk,
        is_lysate=_is_lysate(text, terms),
        sells_live=_sells_live(text, terms, every_count),
    )
    is_live = product_class in {"probiotic", "synbiotic", "contradictory", "fermented_food"} and any(
        organism.state == "live" for organism in made.organisms
    )
    ferments = product_class in {"fermented_food", "probiotic"} and not is_heated
    return Label(
        name=_name(text),
        kind=kind,
        product_class=product_class,
        organisms=made.organisms,
        fibres=some_fibres,
        metabolites=substances
        if product_class == "metabolite"
        else tuple(s for s in substances if s.mg_per_day is not None),
        daily_total=_daily_total(
            text, made.total, made.organisms, some_fibres, substances, product_class, every_count, doses, lang
        ),
        units_per_day=None if doses.daily is None else (doses.daily.least, doses.daily.most),
        form=form_of(text.folded, kind, doses, terms["form"]),
        count_guarantee=guarantee_of(text.folded, terms["guarantee"], is_live=is_live or ferments),
        sugars_g_per_day=a_day,
        sugars_g_per_100=per_100,
        added_sugar=added,
        allergens=allergens,
        may_contain=may_contain,
        claims=() if kind == "medicine" else _claims(text, terms, warned, some_fibres),
        warnings=tuple(
            dict.fromkeys(
                hit.id
                for name in terms["warnings"].ids
                for hit in warned
                if hit.id == name and (name != "fluid" or some_fibres)
            )
        ),
        marks=frozenset(marks(text, terms, made.organisms, every_count, doses, names_others=names_others)),
        store_below_c=_store_below_c(text),
        best_before=_best_before(text),
    )


def _claims(
    text: Printed, terms: TermGroups, warned: Sequence[Hit], some_fibres: Sequence[Fibre]
) -> tuple[PrintedClaim, ...]:
    """Claims, where the authorised one of a fibre holds only with its dose on the label."""
    doses_g = {name: row.claim_g_per_day for (_kind, name), row in label_tables().substances.items()}
    short = {
        fibre.name
        for fibre in some_fibres
        if (asked_g := doses_g.get(fibre.name)) is not None and (fibre.g_per_day or 0.0) < asked_g
    }
    return tuple(
        replace(claim, type="authorised_conditional")
        if claim.type == "authorised"
        and (_lacks_amount(text, claim) or any(terms["fibres"].says(name, claim.text.lower()) for name in short))
        else claim
        for claim in claims(text, terms["claims"], warned)
    )


_VITAMIN = re.compile(r"vitamine? ?[a-z]?\d{0,2}|zinc|zink|calcium|magnesium|ijzer|iron|biotine?|selenium|jodium|iodine")
_OF_VITAMIN = r"[^.;\n]{0,25}?\d[\d.,]* ?(?:mg|ug|mcg|ie|iu|%)"


def _lacks_amount(text: Printed, claim: PrintedClaim) -> bool:
    """Whether an authorised claim is about a vitamin or mineral whose amount the label does not say."""
    named = _VITAMIN.search(claim.text.lower())
    return named is not None and re.search(re.escape(named[0].strip()) + _OF_VITAMIN, text.folded) is None


def _is_living(text: Printed, kind: ProductKind, state: Terms, *, is_ferment: bool) -> bool:
    """Whether microbes without a word about their state live: in a ferment, and in a supplement that is no extract."""
    return is_ferment if kind == "food" else not state.says("extract", text.folded)


def _is_lysate(text: Printed, terms: TermGroups) -> bool:
    """Whether it is a bacterial lysate of the kind that is a medicine, named as such."""
    return re.search(r"om-? ?85", text.folded) is not None and terms["state"].says("lysate", text.folded)


def _sells_live(text: Printed, terms: TermGroups, every_count: Sequence[Counted]) -> bool:
    """Whether it is sold for living microbes without naming them."""
    counted = any(count.unit == "CFU" for count in every_count) or (
        bool(every_count) and terms["state"].says("live", text.folded)
    )
    named = terms["product"].says("lactic", text.folded) and re.search(r"probioti", text.folded) is not None
    return (named or counted) and not terms["state"].says("inactivated", text.folded)


def _name(text: Printed) -> str:
    first = next((line.strip() for line in text.text.splitlines() if line.strip()), "")
    return re.split(r"(?<=[a-z\d])[.!?](?=\s|$)|\s[-|:]\s", first)[0][:60].strip()


def _daily_total(
    text: Printed,
    total: Amount,
    some: Sequence[Organism],
    some_fibres: Sequence[Fibre],
    substances: Sequence[Substance],
    product_class: ProductClass,
    every_count: Sequence[Counted],
    doses: Doses,
    lang: Spoken,
) -> Amount:
    """A day's amount of what the product is sold for: microbes, else metabolites, else fibres."""
    if some:
        return total
    if product_class == "probiotic" and every_count:
        first = every_count[0]
        times = 1.0 if doses.daily is None else doses.a_day(doses.per(first.start, first.end))
        return Amount(amount=None if times is None else first.value * times, unit=first.unit)
    if substances:
        known = [one.mg_per_day for one in substances if one.mg_per_day is not None]
        return Amount(amount=sum(known) if known else None, unit="mg" if known else None)
    if some_fibres:
        grams = [fibre.g_per_day for fibre in some_fibres if fibre.g_per_day is not None]
        return Amount(amount=sum(grams) if grams else None, unit="g" if grams else None)
    if product_class == "probiotic" and (
        weighed := [m for m in masses(text.folded, lang=lang) if m.unit == "mg"]
    ):
        times = doses.a_day(doses.per(weighed[0].start, weighed[0].end))
        return Amount(amount=None if times is None else weighed[0].mg * times, unit="mg")
    open_range = doses.daily is not None and doses.daily.least != doses.daily.most
    blend = re.search(
        r"complex|matrix|proprietary|blend|postbio|metaboliet|metabolite|lysa|fermentaat", text.folded
    )
    weighed = [mass for mass in masses(text.folded, lang=lang) if mass.unit == "mg"]
    if not (blend and weighed):
        return Amount()
    times = None if open_range else doses.a_day(doses.per(weighed[0].start, weighed[0].end))
    return Amount(amount=None if times is None else weighed[0].mg * times, unit="mg")


_STORAGE = re.compile(
    r"(?:bewaar\w*|bewaren|store[d]?|keep|gekoeld|koel\w*|refrigerat\w+|onder|below|max\.?|maximaal|up to|beneden|tot)[^.;\n]{0,30}?(?P<c>\d{1,2}) ?(?:°|o|º|graden)? ?c(?![a-z])"
)
_DATES = (
    re.compile(r"(?:tht|houdbaar tot|best before(?: end)?|bbe?|exp\w*|use by|t\.h\.t\.?|ten minste houdbaar tot(?: einde)?)[ :.]{0,4}(?:einde? |end )?(?:(?P<d>\d{1,2})[-./ ])?(?P<m>\d{1,2})[-./ ](?P<y>20\d\d)"),
    re.compile(r"(?:tht|houdbaar tot|best before(?: end)?|bbe?|exp\w*|use by|t\.h\.t\.?)[ :.]{0,4}(?P<y>20\d\d)[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?"),
)  # fmt: skip
_LAST_DAY = 28


def _store_below_c(text: Printed) -> float | None:
    match = _STORAGE.search(text.folded)
    return float(match["c"]) if match else None


def _best_before(text: Printed) -> date | None:
    """The printed date; a month alone stands for its 28th day, which every month has."""
    for pattern in _DATES:
        match = pattern.search(text.folded)
        if match is None:
            continue
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"] or _LAST_DAY))
        except ValueError:
            continue
    return None


_WORDS_OF_A_LABEL = 3
_READABLE_SHARE = 0.45
"""Of the characters that are not blank: letters in words of three and more (assumed; garbage has 0.2)."""


def _is_readable(text: Printed) -> bool:
    words = re.findall(r"[a-z]{3,}", text.folded)
    solid = sum(not letter.isspace() for letter in text.folded)
    return len(words) >= _WORDS_OF_A_LABEL and sum(map(len, words)) >= _READABLE_SHARE * solid


def _says_nothing(label: Label) -> bool:
    """Whether not one fact was found."""
    return (
        label.product_class == "unclear"
        and not (
            label.organisms
            or label.fibres
            or label.metabolites
            or label.allergens
            or label.claims
            or label.warnings
        )
        and label.form is None
        and label.daily_total.unit is None
    )
