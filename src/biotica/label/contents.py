"""What is in a product besides organisms: fibres, metabolites, sugars, allergens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from biotica.knowledge.label_terms import Hit, Terms
from biotica.label.amounts import Weighed, masses, number
from biotica.label.label import Fibre, Substance
from biotica.label.portions import Doses
from biotica.label.printed import Printed

_REACH = 55
_LARGEST_DOSE_MG = 60_000.0
"""What weighs more is the pack (assumed; the largest tested fibre dose is 45 g a day)."""
_ALSO_GELS = frozenset({"pectin", "guar gum", "acacia gum", "glucomannan"})
"""Fibres that foods hold as a thickener: without an amount they are that."""
_WANTED = re.compile(r"(?:inname|intake|consumption|consumptie|gebruik)\W+(?:\w+\W+){0,3}$")
"""Before the amount that a claim asks for, which is not what the product holds."""
_NAME_BEFORE = re.compile(
    r"(?:inulin|fos|gos|ose|ine|an|ans|vezels?|fib(?:re|er)s?|xos|starch|zetmeel|gum|gom|bran|psyllium|\))[ :]{1,3}$"
)
_NOT_IN_IT = re.compile(
    r"(?<![a-z])(?:geen|zonder|vrij van|without|free from|free of|contains no|no|not|niet|nor|noch|nooit)(?![a-z])"
    r"[^.;:\n]{0,40}$"
)
_FREE = re.compile(r"^(?:-| )?(?:vrij|free|loos|less)(?![a-z])")
_TRACES = re.compile(
    r"(?:kan|kunnen|may|might|could)[^.;\n]{0,25}(?:spor\w+|bevatten|contain|traces)[^.\n]*|(?:sporen van|traces? of|spoortjes)[^.;\n]*|(?:gemaakt|geproduceerd|verwerkt|made|produced|packed|manufactured|handle[sd]?|process\w+)[^.;\n]{0,60}(?:fabriek|bedrijf|ruimte|facility|factory|site|plant|line|premises|handles?)[^.\n]*"
)
_INGREDIENTS = re.compile(
    r"(?:(?:overige |andere |other |inactive )?(?:ingredienten|bestanddelen|ingredients?)(?: list)?|overig|tablet base|hulpstof(?:fen)?|vulstof(?:fen)?|vulmiddel\w*|excipients?|fillers?|draagstof|drager|carriers?|capsule(?:omhulsel|huls|wand)?(?= ?[:(])|capsule shell|omhulsel|bulking agents?|samenstelling|contains|bevat|basis)\s?:\s*[^\n]+(?:\n[^\n:]{1,90})?"
)
_OTHERS = re.compile(
    r"(?:(?:overige|andere|other|inactive) (?:ingredienten|bestanddelen|stoffen|ingredients?|components?)|hulpstof(?:fen)?|vulstof(?:fen)?|vulmiddel\w*|excipients?|fillers?|draagstof|drager|carriers?)\s?[:(]?[^.\n]*(?:\n(?![A-Za-z0-9 ]{2,30}:)[^.\n]{1,90}){0,2}"
)
_SUGARS = re.compile(
    r"(?:waarvan |of which |total |totaal |- ?)*(?<!added )(?<!toegevoegde )(?:suikers?|sugars?)(?![a-z])(?: ?\([^)\d]*\))?(?: per \w+| abt| about| ca\.?| circa)*[ :|,.-]{0,40}(?P<all>(?:(?:<|minder dan |less than )? ?(?:\d[\d.,]* ?/ ?)?\d[\d.,]* ?(?:g|gram)(?![a-z])[ |/]{0,40}(?:\([^)]*\)[ |]*)?)+)"
)
_SUGARS_AFTER = re.compile(r"(?P<all>\d[\d.,]* ?(?:g|gram)) (?:of )?(?:suikers|sugars?)(?![a-z])(?! added)")
_GRAMS = re.compile(r"(<|minder dan |less than )? ?(\d[\d.,]*)(?= ?(?:g|/ ?\d[\d.,]* ?g))")
_PER_100 = re.compile(r"per 100 ?(?:g|ml|gram)|/ ?100 ?(?:g|ml)")
_ADDED = re.compile(
    r"(?:incl\w*\.?|including|includes|waarvan|bevat|w\.o\.)[^.;\n]{0,12}[\d.,]+ ?g (?:added|toegevoegde?)"
)


def fibres(
    text: Printed, terms: Terms, substances: Terms, doses: Doses, *, lang: str, is_beside_others: bool
) -> tuple[Fibre, ...]:
    """Find the fibres of a product, with grams a day.

    Parameters
    ----------
    terms, substances : Terms
        The groups ``fibres`` and ``substances``: an amount belongs to the name that stands nearest before it.

    Returns
    -------
    tuple of Fibre
        Each once. Fibres named among fillers count only with an amount; "without" a fibre is none.
    """
    found: dict[str, float | None] = {}
    others = [match.span() for match in _OTHERS.finditer(text.folded)]
    every = (*terms.hits(text.folded), *substances.hits(text.folded))
    for hit in terms.hits(text.folded):
        if _is_denied(text.folded, hit):
            continue
        grams = _grams_a_day(text, hit, every, doses, lang=lang)
        if grams is None and (
            (is_beside_others and hit.id in _ALSO_GELS)
            or any(start <= hit.start < end for start, end in others)
        ):
            continue
        if found.get(hit.id) is None:
            found[hit.id] = grams
    if any(grams is not None for grams in found.values()):
        found = {name: grams for name, grams in found.items() if grams is not None or name not in terms.bulk}
    if len(found) == 1 and None in found.values() and (not is_beside_others or _is_whole(text.folded, terms)):
        (name,) = found
        found[name] = doses.grams_a_day()
    return tuple(Fibre(name=name, g_per_day=grams) for name, grams in found.items())


def _is_whole(folded: str, terms: Terms) -> bool:
    """Whether a product is nothing but its fibre."""
    alone = re.search(r"ingredi\w+ ?:\s*([^,.\n]+)(?:\.|\n|$)", folded)
    return re.search(r"100 ?%|puur|pure|uitsluitend|nothing else", folded) is not None or (
        alone is not None and bool(terms.hits(alone[1]))
    )


def _grams_a_day(text: Printed, hit: Hit, others: Sequence[Hit], doses: Doses, *, lang: str) -> float | None:
    mg = _mass_a_day(text, hit, others, doses, lang=lang)
    return None if mg is None else mg / 1e3


def _mass_a_day(text: Printed, hit: Hit, others: Sequence[Hit], doses: Doses, *, lang: str) -> float | None:
    """Mass beside a name, in mg a day: after it, else right before it."""
    mass = _mass_beside(text.folded, hit, others, masses(text.folded, lang=lang))
    if mass is None:
        return None
    times = doses.a_day(doses.per(mass.start, mass.end))
    if times is None and doses.daily is None:
        times = 1.0
    return None if times is None else mass.most_mg * times


def _mass_beside(folded: str, hit: Hit, others: Sequence[Hit], every: Sequence[Weighed]) -> Weighed | None:
    every = [
        mass
        for mass in every
        if mass.most_mg <= _LARGEST_DOSE_MG and not _WANTED.search(folded[: mass.start])
    ]
    close = next(
        (
            mass
            for mass in every
            if 0 <= hit.start - mass.end <= 2 and not folded[mass.end : hit.start].strip()
        ),
        None,
    )
    if close is not None and not _NAME_BEFORE.search(folded[: close.start]):
        return close
    for mass in every:
        between = folded[hit.end : mass.start]
        if any(hit.end <= other.start < mass.start and other.id != hit.id for other in others):
            continue
        if 0 <= mass.start - hit.end <= _REACH and not re.search(
            r"[.;](?:\s|$)|\d|,\s*[a-z]{4,}|\b(?:en|and|met|with|per)\b", re.sub(r"\([^)]*\)", "", between)
        ):
            return mass
    before = [
        mass
        for mass in every
        if 0 <= hit.start - mass.end <= 30
        and re.fullmatch(
            r"[\s(]*(?:(?:aan|of|van|pure|puur|organic|biologische?|native|natural|de|het|the|als|as|soluble|oplosbare|prebiotic|prebiotische|fibre|vezel|zuivere?|partially|kortketen|pharmaceutical|grade)[\s-]*)*",
            folded[mass.end : hit.start],
        )
    ]
    return before[-1] if before else None


def metabolites(text: Printed, terms: Terms, doses: Doses, *, lang: str) -> tuple[Substance, ...]:
    """Find the metabolites of a product that have an amount, with mg a day.

    Notes
    -----
    A salt and the acid that it provides are one substance: the one named first with an amount counts, and
    "providing ... mg butyric acid" is not a second one.
    """
    found: dict[str, float | None] = {}
    every = terms.hits(text.folded)
    for hit in every:
        before = text.folded[max(0, hit.start - 45) : hit.start]
        if _is_denied(text.folded, hit) or re.search(
            r"provid\w*|lever\w*|equivalent|overeenkom\w*|corresponding|=|(?<![a-z])(?:approx|ca|circa)(?![a-z])[^.;]{0,20}$|wa(?:ar)?van|of which|maken|maakt|make|produce|produc|vormen|vormt",
            before,
        ):
            continue
        amount = _mass_a_day(text, hit, every, doses, lang=lang)
        if found.get(hit.id) is None:
            found[hit.id] = amount
    general = {"butyrate", "propionate", "acetate"}
    if any(amount is not None for amount in found.values()):
        found = {name: amount for name, amount in found.items() if amount is not None}
    elif len(found) > 1:
        found = {name: amount for name, amount in found.items() if name not in general} or found
    return tuple(Substance(name=name, mg_per_day=amount) for name, amount in found.items())


def _is_denied(folded: str, hit: Hit) -> bool:
    before = folded[max(0, hit.start - 45) : hit.start]
    return _NOT_IN_IT.search(before) is not None or _FREE.match(folded[hit.end : hit.end + 6]) is not None


def declared(text: Printed, terms: Terms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the allergens that are in it, and those that may be there as traces.

    Parameters
    ----------
    terms : Terms
        The group ``allergens``.

    Returns
    -------
    (tuple of str, tuple of str)
        Contained: named in a list of ingredients or after "contains", or in capitals. Traces: after "may contain".
    """
    traces = [match.span() for match in _TRACES.finditer(text.folded)]
    lists = [match.span() for match in _ingredient_lists(text.folded)]
    contained: list[str] = []
    possible: list[str] = []
    for hit in terms.hits(text.folded):
        if _is_denied(text.folded, hit):
            continue
        if any(start <= hit.start < end for start, end in traces):
            possible.append(hit.id)
        elif _is_declared(text, hit, lists):
            contained.append(hit.id)
    kept = tuple(dict.fromkeys(contained))
    return kept, tuple(name for name in dict.fromkeys(possible) if name not in kept)


_LONG_LIST = re.compile(r"[^.\n:]*,[^.\n:]*(?:,| en | and )[^.\n:]*")
_LISTS = re.compile(
    r"(?:ingredienten|ingredients?|bestanddelen|samenstelling|contains|bevat|allergen\w*(?: information| informatie)?|allergie-?informatie|hulpstof(?:fen)?|vulstof(?:fen)?|excipients?|fillers?|carriers?|drager|draagstof|capsule(?:omhulsel|huls|wand| shell)?)\s?(?:\([^)]{0,30}\))?\s?[:.]?\s[^.\n]*(?:\.(?=\d)[^.\n]*)*(?:\n(?![^\n:]{2,40}:)[^.\n]{3,}(?:\.(?=\d)[^.\n]*)*){0,5}"
)


def _is_declared(text: Printed, hit: Hit, lists: Sequence[tuple[int, int]]) -> bool:
    """Whether an allergen is named as an ingredient; yeast, which many ferments hold, only where it stands out."""
    if _in_capitals(text.text, hit):
        return True
    inside = [start for start, end in lists if start <= hit.start < end]
    if hit.id != "yeast":
        return bool(inside)
    return any(re.match(r"(?:contains|bevat|allerg)", text.folded[start:]) for start in inside)


def _ingredient_lists(folded: str) -> Iterator[re.Match[str]]:
    yield from _LISTS.finditer(folded)


def _in_capitals(text: str, hit: Hit) -> bool:
    """Whether an allergen stands out in capitals where the words around it do not."""
    around = re.sub(r"[^A-Za-z]", "", text[max(0, hit.start - 40) : hit.start] + text[hit.end : hit.end + 40])
    capitals = re.search(r"[A-Z]{3,}", text[hit.start : hit.end]) is not None
    return capitals and sum(letter.islower() for letter in around) > 0.5 * len(around)


def names_other_ingredients(text: Printed, carriers: Terms) -> bool:
    """Whether the label names its other ingredients or its carrier."""
    if _OTHERS.search(text.folded) or _INGREDIENTS.search(text.folded):
        return True
    return (
        carriers.says("carrier", text.folded)
        or re.search(r"100 ?%|nothing else|niets anders", text.folded) is not None
    )


def has_added_sugar(text: Printed, ingredients: Terms) -> bool:
    """Whether sugar, syrup or juice concentrate is an ingredient."""
    if _ADDED.search(text.folded):
        return not re.search(
            r"(?:incl\w*\.?|including|includes|waarvan)[^.;\n]{0,12} 0 ?g (?:added|toegevoegd)", text.folded
        )
    for part in [*_ingredient_lists(text.folded), *_LONG_LIST.finditer(text.folded)]:
        for match in ingredients.pattern("added_sugar").finditer(part[0]):
            hit = Hit(id="added_sugar", start=part.start() + match.start(), end=part.start() + match.end())
            if not _is_denied(text.folded, hit) and not _is_a_number(text.folded, hit):
                return True
    return False


def _is_a_number(folded: str, hit: Hit) -> bool:
    """Whether the word is a line of the nutrition table, not an ingredient."""
    return re.match(
        r"s?[ :|.-]*<? ?\d[\d.,]* ?g(?![a-z])", folded[hit.end : hit.end + 16]
    ) is not None or folded[max(0, hit.start - 9) : hit.start].strip() in {"waarvan", "of which", "which"}


def sugars(
    text: Printed, doses: Doses, *, lang: str, names_others: bool, added: bool
) -> tuple[float | None, float | None]:
    """Tell sugars in g a day, and per 100 g or ml, as printed.

    Returns
    -------
    (float or None, float or None)
        A day's: from the column of a portion; 0 where other ingredients are named and none is a sugar; None =
        not known.
    """
    rows = [*_SUGARS.finditer(text.folded)] or [*_SUGARS_AFTER.finditer(text.folded)]
    if not rows:
        return (0.0, None) if names_others and not added else (None, None)
    a_day: float | None = None
    per_100: float | None = None
    for row in rows:
        values = [number(found[1], lang=_decimal(found[1], lang)) for found in _GRAMS.findall(row["all"])]
        hundred = _is_per_100(text.folded, row.start())
        if hundred and per_100 is None:
            per_100 = values[0]
        portion = values[1] if hundred and len(values) > 1 else None if hundred else values[0]
        if portion is not None and a_day is None:
            a_day = portion * (
                _portions_a_day(doses) if len(rows) + len(values) > 2 else _times_a_day(doses, row)
            )
    if a_day is None and per_100 is not None:
        grams = doses.grams_a_day() or _portion_of_100(text.folded) or _one_portion(text.folded, doses)
        a_day = None if grams is None else per_100 * grams / 100.0
    return a_day, per_100


def _times_a_day(doses: Doses, row: re.Match[str]) -> float:
    return doses.a_day(doses.per(row.start(), row.end())) or 1.0


def _is_per_100(folded: str, start: int) -> bool:
    """Whether the first column of a nutrition table, or the last "per" before a row, is 100 g or ml."""
    before = [*re.finditer(r"(?:per|p/|/) ?(?:100 ?(?:g|ml|gram)|\w+)", folded[:start])]
    per = [
        match
        for match in before
        if re.match(
            r"(?:per|p/|/) ?(?:100 ?(?:g|ml|gram)|portie|portion|serving|glas|flesje|pot|bottle|shot|can|beker|sachet|stick|lozenge|tablet|capsule|dag|daily|\d* ?g|\d* ?ml)",
            match[0],
        )
    ]
    if not per:
        return False
    line = folded.rfind("\n", 0, per[-1].start())
    same_line = [match for match in per if match.start() > line]
    return _PER_100.match(same_line[0][0].replace("p/", "per ")) is not None


def _decimal(printed: str, lang: str) -> str:
    """Grams of sugar never run into thousands: any single separator is a decimal one."""
    return "en" if "." in printed else "nl"


def _portion_of_100(folded: str) -> float | None:
    match = re.search(
        r"per (?:flesje|flesje|bottle|pot|portie|portion|serving|shot|beker|glas|glass|can|blikje)[^.\n]{0,8}\(? ?(\d+) ?(?:ml|g)",
        folded,
    )
    return float(match[1]) if match else None


def _one_portion(folded: str, doses: Doses) -> float | None:
    """Weight or volume of the portion that a label speaks of without saying how often."""
    for word in ("serving", "bottle", "glass"):
        if word in doses.weights_g and re.search(r"portie|portion|serving", folded):
            return doses.weights_g[word]
    return None


def _portions_a_day(doses: Doses) -> float:
    if doses.daily is None:
        return 1.0
    if doses.serving is not None and doses.serving.word == doses.daily.word:
        return doses.daily.most / doses.serving.count
    if doses.daily.word in {"g", "ml", "drops", "capsule", "tablet", "gummy"}:
        return 1.0
    return doses.daily.most


def marks_of(hits: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Turn found terms into flags."""
    return frozenset(flag for flags in hits.values() for flag in flags)
