"""What a label promises, sentence by sentence, and which sort of claim each promise is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from biotica.knowledge.label_terms import Hit, Terms
from biotica.label.illness import heals, illnesses
from biotica.label.label import ClaimType, PrintedClaim
from biotica.label.printed import Printed

_END = re.compile(r"[.!?](?=\s|$|[A-Z\"'])|;|\||\s[-*]\s|\n(?=\s*[-*+]?\s*[^a-z\s])|\n\s*\n")
_ABBREVIATED = re.compile(
    r"(?:\b(?:min|max|ca|incl|excl|bijv|o\.a|e\.g|i\.e|approx|subsp|ssp|var|spp?|no|nr|vit|resp))$"
)
_INITIAL = re.compile(r"(?:^|[\s(])[a-z]$")
_DENIED = re.compile(
    r"(?:not|niet|no|geen|nooit|never|nor|noch|n't|zonder|without|cannot|kan geen|neither)\s+(?:\w+[\s,]+){0,7}$"
)
_DENIAL = re.compile(
    r"(?<![a-z])(?:not|niet|geen|nooit|never|n't)[^.;!?]{0,25}(?:intended|meant|designed|suitable|bedoeld|bestemd|geschikt|gemaakt|geneesmiddel|medicijn|medicine|claim\w*|bewezen|proven|shown|aangetoond|vastgesteld)[^.;!?]{0,90}?(?:diseases?|illness\w*|ziekte\w*|aandoening\w*|condition|kwa(?:al|len)|(?=[.;!?]|$))"
)
_IDIOM = re.compile(
    r"nooit[^.;]{0,25}meer|geen (?:kans|last)|no more|never[^.;]{0,25}again|(?:stand|have|get) (?:a|no) chance|no chance|niet langer|no longer suffer|without (?:the )?(?:side effects|drugs|medication|antibiotics)|zonder (?:medicijnen|antibiotica)"
)
_ADVICE = re.compile(
    r"raadpleeg|overleg|vraag|\barts\b|dokter|apotheker|consult|ask (?:your|a)|doctor|physician|pharmacist|paediatrician|dietitian|dietist|if you (?:have|are|take|suffer)|indien u|als u|do not use|don't use|not (?:be )?use|not suitable|niet gebruiken|niet geschikt|gebruik niet|vermijd|avoid|seek medical|zwanger|pregnan|allerg\w+ (?:voor|to)|in (?:case|geval) (?:of|van)|wees voorzichtig|bij twijfel|side effects?:|bijwerkingen:|mogelijke bijwerking|overmatig gebruik|excessive consumption|laxerend|laxative effect|contra-?indi"
)
_TABLE_LINE = re.compile(
    r"^\W*(?:energ|vet\b|fat\b|koolhydra|carbohydr|eiwit|protein|zout\b|salt\b|waarvan|of which|verzadigd|saturat|suikers|sugars|total sugars|vezels?\b|fibre|calories|gemiddelde|typical|nutrition|voedingswaarde|per 100|ingredi|bestanddelen|hulpstof|vulstof|overige ingr|other ingr|excipient|capsule ?[:(]|carrier|drager|bevat:|contains:|allergie-?info|allergy advice|allergen|store|bewaar|bewaren|keep (?:cool|dry|refrig|below|in)|koel|gekoeld|lot\b|batch|charge|ean\b|tht\b|best before|ten minste|exp\b)"
)
_STRAIN_LINE = re.compile(r"\b(?:kve|cfu|afu|tfu)\b|x 10\^")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    start: int
    text: str
    folded: str


def claims(text: Printed, terms: Terms, warned: Sequence[Hit]) -> tuple[PrintedClaim, ...]:
    """Find what a label promises.

    Parameters
    ----------
    terms : Terms
        The group ``claims``.
    warned : sequence of Hit
        Where warnings stand: they promise nothing.

    Returns
    -------
    tuple of PrintedClaim
        Two promises joined by "and" are two, if each has its own verb. A denial ("not intended to treat any
        disease") is none.

    Notes
    -----
    A reading of words, not of law: a claim that is veiled well enough is not seen.
    """
    found: list[PrintedClaim] = []
    for k, sentence in enumerate(_sentences(text)):
        if k == 0 and _is_a_name(sentence, terms):
            continue
        inside = [hit for hit in warned if sentence.start <= hit.start < sentence.start + len(sentence.text)]
        for claim in _of_sentence(sentence, terms, has_warning=bool(inside)):
            if all(claim.text.casefold() != other.text.casefold() for other in found):
                found.append(claim)
    return tuple(found)


def _is_a_name(sentence: _Sentence, terms: Terms) -> bool:
    """Whether the first words are only what the product is called."""
    return (
        len(sentence.text.split()) <= 6 and "!" not in sentence.text and not _has_verb(sentence.folded, terms)
    )


def _sentences(text: Printed) -> Iterator[_Sentence]:
    start = 0
    for match in [*_END.finditer(text.text)]:
        if match[0] == "." and _ABBREVIATED.search(
            text.folded[max(start, match.start() - 8) : match.start()]
        ):
            continue
        if match[0] == "." and _is_initial(text, start, match):
            continue
        yield from _one(text, start, match.start())
        start = match.end()
    yield from _one(text, start, len(text.text))


def _is_initial(text: Printed, start: int, match: re.Match[str]) -> bool:
    """Whether a dot shortens a genus: a single letter before it, a small one after it."""
    following = text.text[match.end() :].lstrip()[:1]
    return following.islower() and _INITIAL.search(text.folded[max(start, match.start() - 3) : match.start()]) is not None


def _one(text: Printed, start: int, end: int) -> Iterator[_Sentence]:
    part = text.text[start:end]
    if len(part.strip()) > 5:
        yield _Sentence(
            start=start, text=part.replace("\n", " "), folded=text.folded[start:end].replace("\n", " ")
        )


def _of_sentence(sentence: _Sentence, terms: Terms, *, has_warning: bool) -> Iterator[PrintedClaim]:
    folded = _DENIAL.sub(_blank, sentence.folded)
    if _TABLE_LINE.match(folded):
        return
    for start, end in _phrases(folded, terms):
        kind = _kind(folded[start:end], folded, terms, has_warning=has_warning)
        if kind is not None:
            yield PrintedClaim(text=_trimmed(sentence.text[start:end]), type=kind)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _phrases(folded: str, terms: Terms) -> Iterable[tuple[int, int]]:
    """Split a sentence where a second promise begins, with a verb of its own."""
    verbs = sorted(
        match.start() for name in ("heals", "acts") for match in terms.pattern(name).finditer(folded)
    )
    cuts = [0]
    for joint in re.finditer(r"\s(?:en|and|&|\+)\s+|,\s+(?:en |and )?|:\s+", folded):
        begins = [verb for verb in verbs if 0 <= verb - joint.end() <= 1]
        if not begins:
            continue
        before, after = folded[cuts[-1] : joint.start()], folded[joint.end() :]
        if _has_topic(before, terms) and _has_topic(after, terms) and _has_verb(before, terms):
            cuts.append(joint.end())
    return [(start, end) for start, end in zip(cuts, [*cuts[1:], len(folded)], strict=True)]


def _has_topic(folded: str, terms: Terms) -> bool:
    return terms.says("topic", folded) or terms.says("disease", folded)


def _has_verb(folded: str, terms: Terms) -> bool:
    return terms.says("heals", folded) or terms.says("acts", folded)


def _kind(phrase: str, sentence: str, terms: Terms, *, has_warning: bool) -> ClaimType | None:
    if _is_authorised(sentence, terms):
        return _authorised_kind(sentence)
    if _names_disease(phrase, terms) or _replaces_medicine(phrase, terms):
        return "disease"
    if has_warning or _ADVICE.search(phrase) is not None:
        return None
    if terms.says("general", phrase) and not _acts_on_body(phrase, terms):
        return "general_term"
    if _acts_on_body(phrase, terms) and not _STRAIN_LINE.search(phrase):
        return "unauthorised_health"
    return None


_AROUND = 60
"""Characters beside the name of an illness in which advice about it would stand (assumed: one clause)."""


def _names_disease(phrase: str, terms: Terms) -> bool:
    """Whether a phrase names an illness as something that the product changes."""
    for name in illnesses(phrase, terms):
        before = phrase[: name.start]
        if _DENIED.search(before) and not _IDIOM.search(phrase):
            continue
        around = phrase[max(0, name.start - _AROUND) : name.end + _AROUND]
        if _ADVICE.search(around) and not _strong_verb(around, terms):
            continue
        if heals(phrase, terms) or terms.says("acts", phrase) or len(phrase.split()) <= 6:
            return True
    return False


def _replaces_medicine(phrase: str, terms: Terms) -> bool:
    match = terms.pattern("replaces_medicine").search(phrase)
    return match is not None and not _DENIED.search(phrase[: match.start()])


def _strong_verb(phrase: str, terms: Terms) -> bool:
    return (
        re.search(
            r"(?<![a-z])(?:gene(?:est|zen)|cures?|heals?|bestrijd\w*|verhelpt|voorkomt|prevents? (?!o)|kills?|fights?|zeg (?:maar )?dag)(?![a-z])",
            phrase,
        )
        is not None
    )


def _acts_on_body(phrase: str, terms: Terms) -> bool:
    for verb in terms.pattern("acts").finditer(phrase):
        for topic in terms.pattern("topic").finditer(phrase):
            if topic.start() >= verb.end() - 1 or verb.start() >= topic.end():
                if not _DENIED.search(phrase[: verb.start()]):
                    return True
    return False


def _is_authorised(sentence: str, terms: Terms) -> bool:
    return (
        terms.says("authorised", sentence)
        and terms.says("normal", sentence)
        and terms.says("nutrient", sentence)
    )


def _authorised_kind(sentence: str) -> ClaimType:
    return "authorised_conditional" if re.search(r"cultu(?:ur|ren|res?)", sentence) else "authorised"


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" ,.:;-!*+")
