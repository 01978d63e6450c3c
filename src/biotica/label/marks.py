"""What else a label says, as flags read from its text alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from biotica.knowledge.label_terms import Terms
from biotica.label.amounts import Counted
from biotica.label.label import Organism
from biotica.label.numbers import number
from biotica.label.doses import Doses
from biotica.label.printed import Printed
from biotica.label.product import without_directions

_MISNOMERS = ("Lactobacillus sporogenes", "L. sporogenes")
_SPORE_FORMERS = ("Heyndrickxia", "Bacillus", "Shouchella", "Clostridium", "Weizmannia")
_YEASTS = (
    "Saccharomyces",
    "Kluyveromyces",
    "Kazachstania",
    "Candida",
    "Torulaspora",
    "Pichia",
    "Zygosaccharomyces",
    "Debaryomyces",
)
_FODMAPS = re.compile(r"inulin|fructo-?oligo|oligofructose|\bfos\b|\bgos\b|galacto-?oligo|cichorei|chicory")
_LITTLE_FERMENTED = re.compile(r"psyllium|ispaghula|vlozaad|methylcellulose|phgg|guar")
_CLAIMED_NUMBER = re.compile(
    r"(?<![\d.,])(\d{1,2}|acht|negen|tien|twaalf|vijftien|eight|nine|ten|twelve|fifteen) (?:\w+ ){0,2}?(?:stammen|bacteriestammen|strains|culturen|cultures|soorten|species)"
)
_FLAGS = (
    "raw_milk", "pasteurised_milk", "unpasteurised", "heated_after",
)  # fmt: skip


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

    Yields
    ------
    str
        ``name`` or ``name:detail``, as in the contract; what follows from the tables of evidence is not here.
    """
    folded, product, state, inside = text.folded, terms["product"], terms["state"], terms["ingredients"]
    yield from (name for name in _FLAGS if product.says(name, folded))
    if product.says("alcohol", folded) and not re.search(r"(?:geen|zonder|no|0[.,]?0? ?%) alcohol", folded):
        yield "alcohol_declared"
    if product.says("pressure", folded):
        yield "pressure_warning"
    yield from (
        name
        for word, name in (
            ("enteric", "enteric_delivery"),
            ("gelatin", "not_vegan"),
            ("sodium_source", "sodium"),
        )
        if inside.says(word, folded)
    )
    yield from (f"polyol:{match[0]}" for match in inside.pattern("polyol").finditer(folded))
    if names_others:
        yield "other_ingredients_named"
    yield from _of_state(text, state, product)
    yield from _for_whom(text, terms)
    yield from _of_organisms(text, organisms)
    yield from _of_amounts(text, organisms, counts, doses)
    yield from _of_kinds(folded, product, organisms)
    if _FODMAPS.search(folded):
        yield "fodmap"
    if _LITTLE_FERMENTED.search(folded):
        yield "low_fermentable"


def _of_state(text: Printed, state: Terms, product: Terms) -> Iterator[str]:
    folded = text.folded
    if state.says("tyndallised", folded):
        yield "tyndallised_term"
    if re.search(r"non-? ?viable|niet-? ?levende?|niet-? ?levensvatba\w+|inanimate", folded):
        yield "non_viable_term"
    if state.says("extract", folded):
        yield "extract_term"
    named = any(state.says(name, folded) for name in ("live", "lysate", "fermentate", "spores"))
    if named or product.says("heated_after", folded) or product.says("unpasteurised", folded):
        yield "state_said"


def _for_whom(text: Printed, terms: Mapping[str, Terms]) -> Iterator[str]:
    folded, product = text.folded, terms["product"]
    if product.says("infant", folded):
        yield "infant_product"
    if any(_is_target(text.text, folded, match) for match in product.pattern("premature").finditer(folded)):
        yield "premature_target"
    if any(_is_sold_on_it(folded, match) for match in product.pattern("prescription").finditer(folded)):
        yield "prescription_medicine"


_SENTENCE_END = re.compile(r"[.!;](?=\s)|\n(?=\s*(?:[A-Z0-9\"(]|-\s))")
_OFFERED = re.compile(r"(?<![a-z])(?:voor|for|speciaal|designed|steun)(?![a-z])")
_NOT_FOR = re.compile(
    r"(?:niet|not|geen|never|nooit|raadpleeg|overleg|consult|ask|vraag|unless|tenzij|unsuitable|ongeschikt|avoid|vermijd|arts|doctor|paediatrician|kinderarts|physician|before (?:use|giving)|supervision|toezicht|advies|advice)"
)


def _is_target(text: str, folded: str, match: re.Match[str]) -> bool:
    """Whether a sentence offers the product to infants born too early; a warning about them does not."""
    ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= match.start())
    end = min(end for end in ends if end >= match.end())
    if _NOT_FOR.search(folded[start:end]) is None:
        return True
    line = folded[folded.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    return _OFFERED.search(line) is not None and _NOT_FOR.search(line) is None



def _is_sold_on_it(folded: str, match: re.Match[str]) -> bool:
    """Whether the label says that it is on prescription, or was; "no prescription needed" as praise counts too."""
    around = folded[max(0, match.start() - 60) : match.end() + 60]
    return re.search(
        r"(?:andere|other|your|uw|je|any) (?:medic\w+|geneesm\w+|drugs?)|(?:medicijnen|medicines|medication|geneesmiddelen|drugs)[^.;]{0,20}$",
        folded[max(0, match.start() - 40) : match.start()],
    ) is None and bool(around)


def _of_organisms(text: Printed, organisms: Sequence[Organism]) -> Iterator[str]:
    for organism in organisms:
        if any(organism.label_name.casefold() == name.casefold() for name in _MISNOMERS):
            yield f"misnomer:{organism.label_name}"
        elif _is_old(organism):
            yield f"old_name:{organism.label_name}"
        if organism.current_name.startswith(_SPORE_FORMERS):
            yield "spore_former"
        if organism.current_name.startswith(_YEASTS):
            yield "yeast"
    if organisms and re.search(r"(?<![a-z])(?:o\.a\.|onder andere|waaronder|among others|including|incl\.) ?:? ?(?:[a-z]\.|lacto|bifido)", text.folded):
        yield "strains_incomplete"
    claimed = _CLAIMED_NUMBER.search(text.folded)
    if claimed and organisms and _number(claimed[1]) != len(organisms):
        yield f"claimed_{_number(claimed[1])}_listed_{len(organisms)}"
        if _number(claimed[1]) > len(organisms):
            yield "strains_incomplete"


def _number(printed: str) -> int:
    return int(number(printed, lang="nl"))


def _is_old(organism: Organism) -> bool:
    """Whether the genus changed; a shortened genus says nothing about that."""
    printed = organism.label_name.split()[0].rstrip(".")
    return len(printed) > 3 and printed.casefold() != organism.current_name.split()[0].casefold()


def _of_amounts(
    text: Printed, organisms: Sequence[Organism], counts: Sequence[Counted], doses: Doses
) -> Iterator[str]:
    if any(count.unit == "unspecified" for count in counts) and all(
        count.unit == "unspecified" for count in counts
    ):
        yield "unit_missing"
    if any(count.unit == "AFU" for count in counts):
        yield "afu_not_cfu"
    if any(count.is_nl_trillion for count in counts):
        yield "nl_biljoen_is_1e12"
    if len(organisms) > 1 and counts and all(organism.amount is None for organism in organisms):
        yield "per_strain_dose_missing"
    if doses.daily is not None and doses.daily.least != doses.daily.most:
        yield "dose_range_open"
    if re.search(r"complex|matrix|proprietary|blend", text.folded) and not counts:
        yield "proprietary_blend"


_KINDS_OF_FOOD = (
    ("kefir", r"(?<!water)(?<!water )(?<!water-)kefir(?!korrels op)"),
    ("kefir_grains", r"kefir ?-?(?:korrels|knolletjes|grains)"),
    ("yoghurt", r"yog(?:h)?urt"),
    ("sauerkraut", r"zuurkool|sauerkraut"),
    ("kimchi", r"kimchi"),
    ("kombucha", r"kombucha"),
    ("natto", r"natto(?![a-z])"),
    ("miso", r"miso(?![a-z])"),
    ("tempeh", r"tempeh?(?![a-z])"),
)
_NAMED_KINDS = re.compile(
    r"(?:melkzuur|azijnzuur)(?:bacterie\w*|-? (?:en|and))|lactic (?:acid )?bacteria|acetic (?:acid )?bacteria|(?<![a-z])gist(?:en)?(?![a-z])|(?<![a-z])yeasts?(?![a-z])"
)
_HEATING = re.compile(
    r"tyndal|gepasteuriseerde? (?:akkermansia|a\.|cellen|bacter|stam)|akkermansia[^.;]{0,25}gepasteuriseerd|pasteuri[sz]ed (?:akkermansia|a\.|cells|bacter|strain)|akkermansia[^.;]{0,25}pasteuri[sz]ed|\d{2,3} ?°? ?c[^.;]{0,12}(?:min|sec|uur|hour)|autocla|sproeidroog|spray-? ?dr"
)
_STORED = re.compile(
    r"bewa(?:ar|ren)|gekoeld|koelkast|koel(?:en)? |store[d]?\b|refrigerat|keep (?:cool|cold|chilled|dry|in)|droog"
)


def _of_kinds(folded: str, product: Terms, organisms: Sequence[Organism]) -> Iterator[str]:
    of_product = without_directions(folded)
    if not organisms and _NAMED_KINDS.search(folded):
        yield "kinds_only"
    if product.says("yeast", folded):
        yield "yeast_present"
    yield from (word for word, pattern in _KINDS_OF_FOOD if re.search(pattern, of_product))
    if re.search(r"water ?-?kefir", of_product):
        yield "not_milk_kefir"
    if _HEATING.search(folded):
        yield "heating_said"
    if _STORED.search(folded):
        yield "storage_said"
    if product.says("postbiotic", folded):
        yield "postbiotic_word"
    if re.search(r"niet-? ?levende? (?:cultu|bacter)|non-? ?viable strains|non-? ?viable cultures", folded):
        yield "sold_for_microbes"
