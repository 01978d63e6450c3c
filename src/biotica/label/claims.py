"""What a label promises, sentence by sentence, and which sort of claim each promise is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from biotica.knowledge.label_terms import Hit, Terms, label_grammar
from biotica.label.illness import heals, illnesses
from biotica.label.label import ClaimType, PrintedClaim
from biotica.label.printed import Printed
from biotica.label.sentences import Sentence, sentences

_WORDS = label_grammar()["sentences"]
_DENIED = re.compile(rf"{_WORDS.words('not')}\s+(?:\w+[\s,]+){{0,7}}$")
_DENIAL = re.compile(
    rf"(?<![a-z]){_WORDS.words('never')}[^.;!?]{{0,25}}{_WORDS.words('meant')}"
    rf"[^.;!?]{{0,90}}?(?:{_WORDS.words('any_illness')}|(?=[.;!?]|$))"
)
_IDIOM = re.compile(_WORDS.words("promise_in_a_denial"))
_ADVICE = re.compile(_WORDS.words("advice"))
_STRONG_VERB = re.compile(rf"(?<![a-z]){_WORDS.words('ends_an_illness')}(?![a-z])")
_TABLE_LINE = re.compile(rf"^\W*{_WORDS.words('line_of_a_table')}")
_STRAIN_LINE = re.compile(rf"\b{_WORDS.words('line_of_a_strain')}\b|x 10\^")
_JOINT = re.compile(r"\s(?:en|and|&|\+)\s+|,\s+(?:en |and )?|:\s+")
_CULTURES = re.compile(_WORDS.words("cultures"))
_LONGEST_NAME = 6
"""Words of a product's name, and of a slogan that is nothing but the name of an illness (assumed)."""
_AROUND = 60
"""Characters beside the name of an illness in which advice about it would stand (assumed: one clause)."""
_LONGEST_DENIAL = 240
"""Characters of a denial up to what it denies (assumed: eight long words)."""


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
    for k, sentence in enumerate(sentences(text)):
        if k == 0 and _is_a_name(sentence, terms):
            continue
        has_warning = any(sentence.start <= hit.start < sentence.end for hit in warned)
        for claim in _of_sentence(sentence, terms, has_warning=has_warning):
            if all(claim.text.casefold() != other.text.casefold() for other in found):
                found.append(claim)
    return tuple(found)


def _is_a_name(sentence: Sentence, terms: Terms) -> bool:
    """Whether the first words are only what the product is called."""
    is_short = len(sentence.text.split()) <= _LONGEST_NAME
    return is_short and "!" not in sentence.text and not _has_verb(sentence.folded, terms)


def _of_sentence(sentence: Sentence, terms: Terms, *, has_warning: bool) -> Iterator[PrintedClaim]:
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
    for joint in _JOINT.finditer(folded):
        if not any(0 <= verb - joint.end() <= 1 for verb in verbs):
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


def _names_disease(phrase: str, terms: Terms) -> bool:
    """Whether a phrase names an illness as something that the product changes."""
    is_slogan = len(phrase.split()) <= _LONGEST_NAME
    if not (is_slogan or terms.says("acts", phrase) or heals(phrase, terms)):
        return False
    is_promise = _IDIOM.search(phrase) is not None
    return any(
        (is_promise or not _is_denied(phrase, name.start)) and not _is_advice(phrase, name)
        for name in illnesses(phrase, terms)
    )


def _is_denied(phrase: str, start: int) -> bool:
    """Whether "not", "without" and the like stand at most seven words before."""
    return _DENIED.search(phrase, max(0, start - _LONGEST_DENIAL), start) is not None


def _is_advice(phrase: str, name: Hit) -> bool:
    """Whether the words around an illness advise those who have it, and promise no cure."""
    around = phrase[max(0, name.start - _AROUND) : name.end + _AROUND]
    return _ADVICE.search(around) is not None and _STRONG_VERB.search(around) is None


def _replaces_medicine(phrase: str, terms: Terms) -> bool:
    match = terms.pattern("replaces_medicine").search(phrase)
    return match is not None and not _is_denied(phrase, match.start())


def _acts_on_body(phrase: str, terms: Terms) -> bool:
    """Whether a verb that is not denied stands beside a part of the body."""
    topics = [*terms.pattern("topic").finditer(phrase)]
    verbs = terms.pattern("acts").finditer(phrase) if topics else ()
    return any(
        not _is_denied(phrase, verb.start()) and any(_are_apart(verb, topic) for topic in topics)
        for verb in verbs
    )


def _are_apart(verb: re.Match[str], topic: re.Match[str]) -> bool:
    return topic.start() >= verb.end() - 1 or verb.start() >= topic.end()


def _is_authorised(sentence: str, terms: Terms) -> bool:
    return all(terms.says(name, sentence) for name in ("authorised", "normal", "nutrient"))


def _authorised_kind(sentence: str) -> ClaimType:
    return "authorised_conditional" if _CULTURES.search(sentence) else "authorised"


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" ,.:;-!*+")
