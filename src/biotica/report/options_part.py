"""Builds "Options": what fell away and why, what to ask first, then the ranked items and the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.codes import SUBSTRATE_KINDS
from biotica.report.context import (
    Cell,
    Chart,
    EvidenceLine,
    HeldItems,
    NamedItem,
    OptionCard,
    OptionsContext,
    PlanStep,
    Reason,
    StopSign,
)
from biotica.report.figures import Draw, amounts
from biotica.report.input import EvidenceRow, Json, ReportInput, Words
from biotica.report.language import Language
from biotica.report.options_codes import (
    ACTIONS,
    ADJUSTMENTS,
    ASK,
    BLEND_KINDS,
    DIRECTIONS,
    DOSE_UNITS,
    GOALS,
    GRADE_MEANINGS,
    GRADES,
    ITEM_CLASSES,
    MEASURES,
    READ_LEVELS,
    REASONS,
    REFERRALS,
    TOLERANCE,
)
from biotica.report.texts import (
    Sentence,
    Text,
    as_range,
    interval,
    joined,
    label,
    out_of_hundred,
    own_words,
    sentence,
)

GRADE_ORDER = ("high", "moderate", "low", "very_low", "none")
EFFECTS_DRAWN = 12
First = Callable[[Json, ReportInput, Language], Sentence | None]
STAGES: Mapping[str, str] = {
    "gut_14_d": _("in your simulated gut, after two weeks"),
    "vial_24_h": _("in a vial, after one day"),
}


def build_options(given: ReportInput, advise: Json, spoken: Language, draw: Draw) -> OptionsContext:
    """Make the options part from advise.json and the knowledge texts; a referral leaves it empty."""
    referral = advise.get("referral")
    shown = {} if referral else advise
    ranked = _in_order([*shown.get("ranked", ()), *shown.get("adjust", ())], given.do_nothing)
    cards = tuple(_card(item, given, spoken) for item in ranked)
    line = next((place + 1 for place, card in enumerate(cards) if card.is_divider), len(cards))
    return OptionsContext(
        goal=label(advise["goal"], GOALS, spoken),
        referral=_referral(referral, given, spoken) if referral else (),
        intro=_intro(given, spoken) if not referral else (),
        removed=_held(shown.get("removed", ()), _nothing_first, given, spoken),
        ask_first=_held(shown.get("ask_first", ()), _ask_first, given, spoken),
        answer_first=_held(shown.get("answer_first", ()), _answer_first, given, spoken),
        effects=_effects(ranked[:EFFECTS_DRAWN], given, spoken, draw),
        ranked=cards[:line],
        below=cards[line:],
        divider=Sentence(
            spoken.say(
                _("Below this line, no study supports an item for this goal more than doing nothing.")
            ),
            "opinion",
        ),
        grades=tuple(
            Cell(term=spoken.say(name), value=spoken.say(GRADE_MEANINGS[code]))
            for code, name in GRADES.items()
        ),
        blends=tuple(_blend(blend, given, spoken) for blend in shown.get("blends", ())),
        steps=tuple(_step(step, given, spoken) for step in shown.get("steps", ())),
        steps_note=Sentence(
            spoken.say(_("One change at a time. The steps are prudent; no trial chose them.")), "opinion"
        ),
        stop_signs=_stop_signs(advise.get("stop_rules", ()), given, spoken),
    )


def item_name(item: Json, given: ReportInput, spoken: Language) -> Text:
    """Name an item in the reader's language; else as the result names it."""
    ident = str(item.get("id"))
    if ident in given.item_names:
        return own_words(given.item_names[ident], spoken)
    return Text(str(item.get("name") or _names_in_result(given).get(ident, ident)))


def _names_in_result(given: ReportInput) -> dict[str, str]:
    advise: Mapping[str, Any] = given.advise or {}
    listed = (item for key in ("ranked", "adjust") for item in advise.get(key, ()))
    return {item["id"]: item["name"] for item in listed}


def _in_order(items: Sequence[Json], do_nothing: str) -> list[Json]:
    """Grade first, simulated gain second; doing nothing stands right above the first ungraded item."""

    def key(item: Json) -> tuple[int, bool, float]:
        effect = item.get("effect")
        gain = effect["median"] if effect else float("-inf")
        return GRADE_ORDER.index(item["grade"]), item["id"] != do_nothing, -gain

    return sorted(items, key=key)


def _referral(referral: Json, given: ReportInput, spoken: Language) -> tuple[Sentence, ...]:
    told = [sentence(referral["code"], referral.get("values", {}), REFERRALS, spoken)]
    told += [
        Sentence(f"{rule}: {own_words(given.rules[rule].condition, spoken).text}", "fact")
        for rule in referral.get("rules", ())
        if rule in given.rules
    ]
    return tuple(told)


def _intro(given: ReportInput, spoken: Language) -> tuple[Sentence, ...]:
    return (
        Sentence(
            spoken.say(
                _(
                    "First the evidence decides the order, then our calculation. "
                    "A calculation never makes the evidence stronger."
                )
            ),
            "opinion",
        ),
        Sentence(
            spoken.say(_("Discuss changes with your doctor, pharmacist or dietitian if you use medicines.")),
            "opinion",
        ),
    )


def source_line(key: str, given: ReportInput) -> str:
    """Print a source: author, year, title, journal, identifier; the key if nothing more is known."""
    known = given.sources.get(key)
    if known is None:
        return key
    head = " ".join(part for part in (known.author, f"({known.year})" if known.year else "") if part)
    parts = [part for part in (head, known.title, known.journal, known.identifier or key) if part]
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _basis(sources: Sequence[str], level: str, day: str, given: ReportInput, spoken: Language) -> str:
    read = label(level, READ_LEVELS, spoken)
    named = "; ".join(source_line(key, given) for key in sources if level != "memory")
    parts = [named, read, spoken.iso_day(day) if day else ""]
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _reason(rule: str, item: Json, given: ReportInput, spoken: Language) -> Reason:
    known = given.rules.get(rule)
    coded = item.get("reason")
    said = own_words(known.reason, spoken) if known else Text("")
    if coded and coded["code"] in REASONS and not said.text:
        said = Text(sentence(coded["code"], coded.get("values", {}), REASONS, spoken).text)
    sources = known.sources if known else tuple(item.get("sources", ()))
    level = known.read_level if known else str(item.get("read_level", "memory"))
    day = (known.checked_on if known else "") or str(item.get("date", ""))
    return Reason(
        rule=rule,
        condition=own_words(known.condition, spoken) if known else Text(""),
        reason=said,
        basis=_basis(sources, level, day, given, spoken),
    )


def _reasons(item: Json, given: ReportInput, spoken: Language) -> tuple[Reason, ...]:
    return tuple(_reason(rule, item, given, spoken) for rule in item.get("rules", ()))


def _held(items: Sequence[Json], first: First, given: ReportInput, spoken: Language) -> tuple[HeldItems, ...]:
    """Gather items that are held back for the same reasons, so that each reason is told once."""
    groups: dict[tuple[Sentence | None, tuple[Reason, ...]], list[NamedItem]] = {}
    for item in items:
        sort = label(item.get("class", ""), ITEM_CLASSES, spoken)
        told = first(item, given, spoken), _reasons(item, given, spoken)
        groups.setdefault(told, []).append(NamedItem(name=item_name(item, given, spoken), sort=sort))
    return tuple(
        HeldItems(items=tuple(named), first=said, reasons=reasons)
        for (said, reasons), named in groups.items()
    )


def _nothing_first(item: Json, given: ReportInput, spoken: Language) -> None:
    return None


def _ask_first(item: Json, given: ReportInput, spoken: Language) -> Sentence:
    whom = label(item.get("ask", "doctor"), ASK, spoken)
    text = spoken.say(_("Ask {whom} before you use it."), whom=whom)
    return Sentence(text, "opinion")


def _answer_first(item: Json, given: ReportInput, spoken: Language) -> Sentence:
    asked = []
    for answer in item.get("answers", ()):
        known = given.answer_names.get(answer)
        asked.append(own_words(known, spoken).text if known else answer.replace("_", " "))
    text = spoken.say(_("We do not know this about you yet: {questions}."), questions=joined(asked, spoken))
    return Sentence(text, "fact")


def _effect_rows(items: Sequence[Json]) -> list[Json]:
    with_effect = [item for item in items if item.get("effect")]
    first = with_effect[0]["effect"] if with_effect else {}
    same = ("metabolite", "unit", "stage")
    return [item for item in with_effect if all(item["effect"][key] == first[key] for key in same)]


def _unit(code: str, spoken: Language) -> str:
    return spoken.say(_("mmol a day")) if code == "mmol_per_day" else code.replace("_", " ")


def _effects(items: Sequence[Json], given: ReportInput, spoken: Language, draw: Draw) -> Chart | None:
    shown = _effect_rows(items)
    if not shown:
        return None
    first = shown[0]["effect"]
    rows = [(item_name(item, given, spoken).text, as_range(item["effect"])) for item in shown]
    metabolite = label(first["metabolite"], SUBSTRATE_KINDS, spoken)
    caption = spoken.say(
        _(
            "Calculated change in {metabolite} {stage}, with its 80 % interval. "
            "Left of the line is less, right is more. Not tested in people."
        ),
        metabolite=metabolite,
        stage=label(first["stage"], STAGES, spoken),
    )
    return Chart(
        ident="effects",
        svg=draw(amounts(rows, _unit(first["unit"], spoken), bars=False), spoken),
        caption=Sentence(caption, "model"),
        headers=(
            spoken.say(_("option")),
            f"{metabolite}, {_unit(first['unit'], spoken)}",
            spoken.say(_("simulations with a gain")),
        ),
        rows=tuple(
            (name, interval(value, spoken), out_of_hundred(item["effect"]["probability_of_gain"], spoken))
            for (name, value), item in zip(rows, shown, strict=True)
        ),
    )


def _effect_sentence(effect: Json, spoken: Language) -> Sentence:
    text = _("Calculated: {change} {unit} {metabolite} {stage}; a gain in {chance} simulations.")
    return Sentence(
        spoken.say(
            text,
            change=interval(as_range(effect), spoken, digits=2),
            unit=_unit(effect["unit"], spoken),
            metabolite=label(effect["metabolite"], SUBSTRATE_KINDS, spoken),
            stage=label(effect["stage"], STAGES, spoken),
            chance=out_of_hundred(effect["probability_of_gain"], spoken),
        ),
        "model",
    )


def _card_sentences(item: Json, spoken: Language) -> tuple[Sentence, ...]:
    told = []
    if item.get("adjust"):
        told.append(sentence(item["adjust"]["code"], item["adjust"].get("values", {}), ADJUSTMENTS, spoken))
    if item.get("effect"):
        told.append(_effect_sentence(item["effect"], spoken))
    tolerance = label(item.get("tolerance", {}).get("level", "none"), TOLERANCE, spoken)
    told.append(Sentence(spoken.say(_("Gas: {tolerance}."), tolerance=tolerance), "model"))
    cost = item.get("cost_eur_per_month")
    if cost is not None:
        text, price = _("Costs about € {price} a month."), spoken.decimal(cost, 2)
        told.append(Sentence(spoken.say(text if cost else _("Costs nothing."), price=price), "opinion"))
    return tuple(told)


def _card(item: Json, given: ReportInput, spoken: Language) -> OptionCard:
    rows = [row for row in given.evidence.get(item["id"], ()) if row.read_level != "memory"]
    rows.sort(key=lambda row: not row.informs_goal)
    return OptionCard(
        name=item_name(item, given, spoken),
        sort=label(item["class"], ITEM_CLASSES, spoken),
        grade=spoken.say(GRADES[item["grade"]]),
        grade_code=item["grade"],
        is_divider=item["id"] == given.do_nothing,
        sentences=_card_sentences(item, spoken),
        reasons=_reasons(item, given, spoken),
        evidence=tuple(_evidence(row, given, spoken) for row in rows),
        sources=() if rows else tuple(source_line(key, given) for key in item.get("sources", ())),
    )


def _evidence(row: EvidenceRow, given: ReportInput, spoken: Language) -> EvidenceLine:
    people = [
        (_("people"), row.n),
        (_("who"), row.population),
        (_("design"), row.design),
        (_("compared with"), row.comparator),
        (_("paid by"), row.funder or spoken.say(_("not seen"))),
        (_("read"), label(row.read_level, READ_LEVELS, spoken)),
        (_("checked"), spoken.iso_day(row.checked_on)),
    ]
    return EvidenceLine(
        outcome=own_words(row.outcome, spoken),
        direction=label(row.direction, DIRECTIONS, spoken),
        effect=own_words(row.effect, spoken),
        facts=tuple(Cell(term=spoken.say(term), value=value) for term, value in people if value),
        source=source_line(row.source, given),
    )


def _blend(blend: Json, given: ReportInput, spoken: Language) -> Sentence:
    parts = [
        f"{item_name(part, given, spoken).text} {spoken.number(part['dose'])} "
        f"{label(part['unit'], DOSE_UNITS, spoken)}"
        for part in blend["parts"]
    ]
    text = spoken.say(
        _("{parts} ({kind}): better than the best part alone in {chance} simulations."),
        parts=" + ".join(parts),
        kind=label(blend["kind"], BLEND_KINDS, spoken),
        chance=out_of_hundred(blend["probability_better_than_best_part"], spoken),
    )
    if blend.get("effect"):
        text = f"{text} {_effect_sentence(blend['effect'], spoken).text}"
    return Sentence(text, "model")


def _step(step: Json, given: ReportInput, spoken: Language) -> PlanStep:
    dose = ""
    if step.get("dose") is not None:
        unit = label(step.get("unit") or "", DOSE_UNITS, spoken)
        dose = f"{spoken.number(step['dose'])} {unit}".strip()
    measured = [label(code, MEASURES, spoken) for code in step.get("measure", ())]
    return PlanStep(
        week=spoken.number(step["week"]),
        action=label(step["action"], ACTIONS, spoken),
        item=item_name(step, given, spoken) if step.get("id") else Text(""),
        dose=dose,
        measure=joined(measured, spoken),
    )


def _stop_signs(rules: Sequence[str], given: ReportInput, spoken: Language) -> tuple[StopSign, ...]:
    unknown = Words(en="")
    return tuple(
        StopSign(
            rule=rule,
            sign=own_words(given.stop_rules[rule].sign if rule in given.stop_rules else unknown, spoken),
            action=own_words(given.stop_rules[rule].action if rule in given.stop_rules else unknown, spoken),
        )
        for rule in rules
    )
