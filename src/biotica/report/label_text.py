"""A checked label for a terminal: hard rules first, then three findings that are never added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from biotica.errors import _
from biotica.report.from_knowledge import KnowledgeTexts
from biotica.report.kefir_codes import SERVING_KINDS, TERMS
from biotica.report.label_codes import (
    CLARITY,
    FITS,
    HARD_RULES,
    ISAPP_ELSE,
    LABEL_UNITS,
    LIVE_ASSUMED,
    LOST_POINTS,
    MATCHES,
    NOT_SAID,
    OWN_RULES,
    POINTS,
    PRODUCT_CLASSES,
    READING,
    STATES,
    WHYS,
)
from biotica.report.label_flags import FLAGS, GROUPS
from biotica.report.language import Language, language
from biotica.report.options_codes import ADJUSTMENTS, ASK, DIRECTIONS, GRADES
from biotica.report.texts import joined, label, own_words, sentence

Json = Mapping[str, Any]
_ROWS_SHOWN = 8
_LARGE = 1e6
_BAR = "!" * 72
_SAID_WITH_THE_EVIDENCE = frozenset(
    {"kb_strain_match", "kb_strain_unverified", "kb_substance_match", "disease_claim"}
    | {"dose_meets_trial", "dose_below_trial", "dose_not_comparable_to_trial", "strain_studied_live_only"}
)
"""Flags of one part of the product or another, and of a hard rule: in a list of the whole they contradict."""


def check_text(check: Json, known: KnowledgeTexts, code: str) -> str:
    """Show what was found on a label.

    Parameters
    ----------
    check : mapping
        The JSON of ``check``.
    known : KnowledgeTexts
        Names, rules and sources.
    code : str
        Language.

    Returns
    -------
    str
        Per product: hard rules, contents, the three findings, what is not said, what may live, the words.
    """
    spoken = language(code)
    notes = [sentence(found, {}, READING, spoken).text for found in check.get("warnings", ())]
    products = [product for product in (check, *check.get("more_products", ())) if product["fields"]]
    parts = ["\n".join(_product(product, known, spoken)) for product in products]
    return "\n\n".join([*(["\n".join(notes)] if notes else []), *parts])


def _numbered(number: int, heading: str, spoken: Language) -> str:
    return f"{number}. {spoken.say(heading)}"


def _product(product: Json, known: KnowledgeTexts, spoken: Language) -> Iterator[str]:
    yield product["fields"].get("name") or spoken.say(_("A product without a name"))
    yield from _hard(product, spoken)
    yield from _contents(product["fields"], spoken)
    yield from _clarity(product["findings"], spoken)
    yield from _evidence(product["findings"], known, spoken)
    yield from _safety(product["findings"], known, spoken)
    yield from _listed(spoken.say(_("The label does not say")), _unsaid(product, spoken))
    yield from _living(product, spoken)
    yield from _words(product["serving"], spoken)
    yield from _listed(spoken.say(_("Also noted")), _flags(product["fields"], spoken))


def _hard(product: Json, spoken: Language) -> Iterator[str]:
    if not product["hard_rules"]:
        return
    yield _BAR
    yield sentence("avoid", {}, CLARITY, spoken).text
    yield from (f"! {sentence(rule, {}, HARD_RULES, spoken).text}" for rule in product["hard_rules"])
    yield _BAR


def _contents(fields: Json, spoken: Language) -> Iterator[str]:
    yield spoken.say(_("What it is: {kind}"), kind=label(fields["product_class"], PRODUCT_CLASSES, spoken))
    for microbe in fields["organisms"]:
        name = microbe["current_name"] or microbe["label_name"]
        old = microbe["label_name"] if microbe["label_name"] != name else ""
        parts = [
            " ".join(filter(None, (name, microbe["strain"]))),
            spoken.say(_("on the label: {name}"), name=old) if old else "",
            label(microbe["state"], STATES, spoken),
            _amount(microbe["amount"], microbe["unit"], spoken),
        ]
        yield "  - " + "; ".join(filter(None, parts))
    for fibre in fields["fibres"]:
        yield "  - " + _part(fibre["name"], _amount(fibre["g_per_day"], "g", spoken))
    for made in fields["metabolites"]:
        yield "  - " + _part(made["name"], _amount(made["amount"], "mg", spoken))
    total = fields["daily_total"]
    if total["amount"] is not None:
        yield spoken.say(
            _("In a day, at most: {amount}"), amount=_amount(total["amount"], total["unit"], spoken)
        )


def _part(name: str, amount: str) -> str:
    return "; ".join(filter(None, (name, amount)))


def _amount(amount: float | None, unit: str | None, spoken: Language) -> str:
    """Print an amount; a large count in millions or milliards as people say it."""
    if amount is None:
        return ""
    return f"{_number(amount, spoken)} {label(unit or '', LABEL_UNITS, spoken)}".strip()


def _number(amount: float, spoken: Language) -> str:
    if amount < _LARGE:
        return spoken.number(amount)
    if amount < 1e9:
        return spoken.say(_("{number} million"), number=spoken.number(amount / 1e6))
    if amount < 1e12:
        return spoken.say(_("{number} billion"), number=spoken.number(amount / 1e9))
    return spoken.say(_("{number} trillion"), number=spoken.number(amount / 1e12))


def _clarity(findings: Json, spoken: Language) -> Iterator[str]:
    points = {name: value for name, value in findings["points"].items() if value is not None}
    yield ""
    yield _numbered(1, _("Is the label clear?"), spoken)
    if findings["verdict"] != "avoid":
        yield "  " + sentence(findings["verdict"], {}, CLARITY, spoken).text
    yield "  " + spoken.say(
        _("Points: {sum} of {of}"), sum=spoken.number(sum(points.values())), of=len(points)
    )
    for name, value in points.items():
        if value < 1:
            said = sentence(name, {}, LOST_POINTS, spoken).text
            yield f"  - {label(name, POINTS, spoken)} ({spoken.number(value)}): {said}"


def _evidence(findings: Json, known: KnowledgeTexts, spoken: Language) -> Iterator[str]:
    yield ""
    yield _numbered(2, _("Was it tested?"), spoken)
    yield "  " + sentence(findings["evidence_match"], {}, MATCHES, spoken).text
    rows = findings["evidence"]
    for row in rows[:_ROWS_SHOWN]:
        yield "  - " + _evidence_row(row, known, spoken)
    if len(rows) > _ROWS_SHOWN:
        yield "  " + spoken.say(_("... and {number} more"), number=len(rows) - _ROWS_SHOWN)
    for strain in findings.get("unverified_strains", ()):
        yield "  " + spoken.say(
            _("{strain}: known to us from memory only, so it does not count."), strain=strain
        )


def _evidence_row(row: Json, known: KnowledgeTexts, spoken: Language) -> str:
    name = own_words(known.item_names[row["id"]], spoken).text if row["id"] in known.item_names else row["id"]
    moved = label(row.get("direction", ""), DIRECTIONS, spoken)
    sure = label(row["grade"], GRADES, spoken) if row["grade"] != "none" else ""
    grade = spoken.say(_("certainty: {grade}"), grade=sure) if sure else ""
    why = sentence(row["why"], {}, WHYS, spoken).text
    head = f"{name} ({row['id']}): {row['outcome']}" + (f", {moved}" if moved else "")
    return "; ".join(filter(None, (head, grade, why, _source(row["source"], known))))


def _source(key: str, known: KnowledgeTexts) -> str:
    source = known.sources.get(key)
    if source is None:
        return key
    head = " ".join(filter(None, (source.author, str(source.year or ""))))
    return ", ".join(filter(None, (head, source.identifier))) or source.title


def _safety(findings: Json, known: KnowledgeTexts, spoken: Language) -> Iterator[str]:
    yield ""
    yield _numbered(3, _("Does it fit you?"), spoken)
    yield "  " + sentence(findings["safety_fit"], {}, FITS, spoken).text
    told = findings.get("safety") or {}
    if findings["safety_fit"] == "ask" and told.get("ask"):
        yield "  " + spoken.say(_("Whom to ask: {whom}"), whom=label(told["ask"], ASK, spoken))
    for rule in findings["safety_rules"]:
        yield "  - " + _reason(rule, known, spoken)
    answers = [_question(answer, known, spoken) for answer in told.get("to_answer", ())]
    if findings["safety_fit"] == "answer_first" and answers:
        yield "  " + spoken.say(_("Answer first: {answers}"), answers=joined(answers, spoken))
    if findings["safety_fit"] == "exclude":
        return
    for adjust in (adjust for objection in told.get("objections", ()) for adjust in objection["adjust"]):
        yield "  - " + sentence(adjust["code"], adjust["values"], ADJUSTMENTS, spoken).text


def _reason(rule: str, known: KnowledgeTexts, spoken: Language) -> str:
    """Say why a rule objects: a rule of the permit, the label's own words, a limit or a hard rule."""
    group, _colon, name = rule.partition(":")
    if rule in known.rules:
        held = known.rules[rule]
        sources = "; ".join(_source(key, known) for key in held.sources)
        said = f"{rule}, {own_words(held.condition, spoken).text}: {own_words(held.reason, spoken).text}"
        return f"{said} [{sources or held.checked_on}]"
    if group == "hard":
        return sentence(name, {}, HARD_RULES, spoken).text
    return sentence(rule if group == "label" else group, {}, OWN_RULES, spoken).text


def _question(answer: str, known: KnowledgeTexts, spoken: Language) -> str:
    named = known.answer_names.get(answer)
    return f"{answer} ({own_words(named, spoken).text})" if named else answer


def _unsaid(product: Json, spoken: Language) -> list[str]:
    return [label(code, NOT_SAID, spoken) for code in product["not_said"]]


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield ""
        yield f"{title}:"
        yield from (f"  - {line}" for line in listed)


def _living(product: Json, spoken: Language) -> Iterator[str]:
    live = product["live_at_use"]
    if live is None:
        return
    unit = label(live["unit"], LABEL_UNITS, spoken)
    yield ""
    yield spoken.say(
        _("Model: alive in a day's portion on the day of use: {median} ({low} to {high}) {unit}"),
        median=_number(live["median"], spoken),
        low=_number(live["low"], spoken),
        high=_number(live["high"], spoken),
        unit=unit,
    )
    taken = [sentence(name, {}, LIVE_ASSUMED, spoken).text for name in live.get("assumed", ())]
    if taken:
        yield "  " + spoken.say(_("Assumed, because nobody says it: {list}."), list=joined(taken, spoken))
    yield "  " + spoken.say(_("This trusts the number on the label. It is no count of this pack."))


def _words(serving: Json, spoken: Language) -> Iterator[str]:
    yield ""
    kinds = [label(kind, SERVING_KINDS, spoken) for kind in serving["kind"]]
    if kinds:
        yield spoken.say(_("It holds: {kinds}"), kinds=joined(kinds, spoken))
    term = label(serving["isapp_term"], TERMS, spoken) if serving["isapp_term"] else _else(serving, spoken)
    yield spoken.say(_("By the scientific definition: {term}"), term=term)
    if serving["article_term"]:
        article = label(serving["article_term"], TERMS, spoken)
        yield spoken.say(_("The articles would call it: {term}"), term=article)


def _else(serving: Json, spoken: Language) -> str:
    return sentence(serving.get("isapp_else") or "no_term_fits", {}, ISAPP_ELSE, spoken).text


def _flags(fields: Json, spoken: Language) -> list[str]:
    """Say what the findings have not said already, per part of the product."""
    return [flag_text(flag, spoken) for flag in fields["flags"] if flag not in _SAID_WITH_THE_EVIDENCE]


def flag_text(flag: str, spoken: Language) -> str:
    """Say a flag ``name`` or ``name:detail``; one without a sentence is shown as such."""
    name, _colon, detail = flag.partition(":")
    if name.startswith("claimed_"):
        name, detail = "claimed", name.removeprefix("claimed_").replace("_", " ")
    if name.startswith("authorised_claim_needs"):
        name = "authorised_claim_needs"
    return sentence(name, {"detail": label(detail, GROUPS, spoken)}, FLAGS, spoken).text
