"""Builds "Options": what fell away and why, what to ask first, then the ranked items and the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from biotica.errors import _
from biotica.report.citing import evidence_line, item_name, reasons, source_line
from biotica.report.codes import SUBSTRATE_KINDS, Kind
from biotica.report.context import (
    Cell,
    Chart,
    HeldItems,
    NamedItem,
    OptionCard,
    OptionsContext,
    PlanStep,
    Reason,
    StopSign,
)
from biotica.report.figures import Draw, amounts
from biotica.report.input import Json, ReportInput, Words
from biotica.report.language import Language
from biotica.report.medicines_text import unknown_medicines
from biotica.report.options_codes import (
    ACTIONS,
    ADJUSTMENTS,
    ASK,
    BLEND_KINDS,
    DOSE_UNITS,
    GOALS,
    GRADE_MEANINGS,
    GRADES,
    ITEM_CLASSES,
    MEASURES,
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
    ranked = _in_order(shown, given.do_nothing)
    cards = tuple(_card(item, given, spoken) for item in ranked)
    line = next((place + 1 for place, card in enumerate(cards) if card.is_divider), len(cards))
    return OptionsContext(
        goal=Cell(term=spoken.say(_("Your goal:")), value=label(advise["goal"], GOALS, spoken)),
        referral=_referral(referral, given, spoken) if referral else (),
        intro=_intro(given, advise, spoken) if not referral else (),
        removed=_held([*shown.get("removed", ()), *shown.get("set_aside", ())], _why_first, given, spoken),
        ask_first=_held(shown.get("ask_first", ()), _ask_first, given, spoken),
        answer_first=_held(shown.get("answer_first", ()), _answer_first, given, spoken),
        effects=_effects(ranked[:EFFECTS_DRAWN], given, spoken, draw),
        ranked=cards[:line],
        below=cards[line:],
        divider=Sentence(
            spoken.say(_("Below this line, nothing is clearly better than doing nothing.")),
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


def _in_order(advise: Json, do_nothing: str) -> list[Json]:
    """Give ranked and adjusted items in one order: the result's own, or by grade and then by gain.

    Without an order of the result, doing nothing stands right above the first item without evidence.
    """
    items = [*advise.get("ranked", ()), *advise.get("adjust", ())]
    places = {ident: place for place, ident in enumerate(advise.get("order", ()))}

    def key(item: Json) -> tuple[int, int, bool, float]:
        effect = item.get("effect")
        gain = effect["median"] if effect else float("-inf")
        place = places.get(item["id"], len(places))
        return place, GRADE_ORDER.index(item["grade"]), item["id"] != do_nothing, -gain

    return sorted(items, key=key)


def _referral(referral: Json, given: ReportInput, spoken: Language) -> tuple[Sentence, ...]:
    told = [sentence(referral["code"], referral.get("values", {}), REFERRALS, spoken)]
    told += [
        Sentence(f"{rule}: {own_words(given.rules[rule].condition, spoken).text}", "fact")
        for rule in referral.get("rules", ())
        if rule in given.rules
    ]
    return tuple(told)


def _intro(given: ReportInput, advise: Json, spoken: Language) -> tuple[Sentence, ...]:
    quoted = Sentence(spoken.say(_("Results of studies are quoted in English, as we read them.")), "fact")
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
        *(Sentence(text, "fact") for text in unknown_medicines(advise, spoken)),
        *((quoted,) if given.evidence and spoken.code != "en" else ()),
    )


def _held(items: Sequence[Json], first: First, given: ReportInput, spoken: Language) -> tuple[HeldItems, ...]:
    """Gather items that are held back for the same reasons, so that each reason is told once."""
    groups: dict[tuple[Sentence | None, tuple[Reason, ...]], list[NamedItem]] = {}
    for item in items:
        sort = label(item.get("class", ""), ITEM_CLASSES, spoken)
        told = first(item, given, spoken), reasons(item, given, spoken)
        groups.setdefault(told, []).append(NamedItem(name=item_name(item, given, spoken), sort=sort))
    return tuple(
        HeldItems(items=tuple(named), first=said, reasons=reasons)
        for (said, reasons), named in groups.items()
    )


def _why_first(item: Json, given: ReportInput, spoken: Language) -> Sentence | None:
    reason = item.get("reason", {})
    if item.get("rules") and reason.get("code") != "two_cautions":
        return None
    return sentence(reason["code"], reason.get("values", {}), REASONS, spoken) if reason else None


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
    adjusted = item.get("adjustments") or ([item["adjust"]] if item.get("adjust") else [])
    told += [sentence(one["code"], one.get("values", {}), ADJUSTMENTS, spoken) for one in adjusted]
    if item.get("dose"):
        told.append(_dose_sentence(item["dose"], spoken))
    if item.get("effect"):
        told.append(_effect_sentence(item["effect"], spoken))
    gas = item.get("tolerance", {})
    tolerance = label(gas.get("level", "none"), TOLERANCE, spoken)
    basis: Kind = "opinion" if gas.get("status") == "assumed" else "model"
    told.append(Sentence(spoken.say(_("Gas: {tolerance}."), tolerance=tolerance), basis))
    cost = item.get("cost_eur_per_month")
    if cost is not None:
        text, price = _("Costs about € {price} a month."), spoken.decimal(cost, 2)
        told.append(Sentence(spoken.say(text if cost else _("Costs nothing."), price=price), "opinion"))
    if item.get("over_budget"):
        told.append(Sentence(spoken.say(_("That is more than you want to spend.")), "fact"))
    if item.get("to_verify"):
        told.append(Sentence(spoken.say(_("What we know of this item still has to be checked.")), "fact"))
    return tuple(told)


def _dose_sentence(dose: Json, spoken: Language) -> Sentence:
    unit = label(f"{dose['unit'].lower()}_per_{dose['per']}", DOSE_UNITS, spoken)
    low, high = spoken.number(dose["low"]), spoken.number(dose["high"])
    amount = low if low == high else spoken.say(_("{low} to {high}"), low=low, high=high)
    if dose.get("status") == "measured":
        text = spoken.say(_("Amount in the study: {amount} {unit}."), amount=amount, unit=unit)
        return Sentence(text, "evidence")
    return Sentence(spoken.say(_("Usual amount: {amount} {unit}."), amount=amount, unit=unit), "opinion")


def _card(item: Json, given: ReportInput, spoken: Language) -> OptionCard:
    rows = [row for row in given.evidence.get(item["id"], ()) if row.read_level != "memory"]
    rows.sort(key=lambda row: not row.informs_goal)
    return OptionCard(
        name=item_name(item, given, spoken),
        sort=label(item["class"], ITEM_CLASSES, spoken),
        grade=_grade(item["grade"], spoken),
        grade_code=item["grade"],
        is_divider=item["id"] == given.do_nothing,
        sentences=_card_sentences(item, spoken),
        reasons=reasons(item, given, spoken),
        evidence=tuple(evidence_line(row, given, spoken) for row in rows),
        sources=None if rows else _sources(item.get("sources", ()), given, spoken),
    )


def _grade(grade: str, spoken: Language) -> Cell:
    kind: Kind = "fact" if grade == "none" else "evidence"
    return Cell(term=spoken.say(_("Evidence:")), value=spoken.say(GRADES[grade]), kind=kind)


def _sources(keys: Sequence[str], given: ReportInput, spoken: Language) -> Cell | None:
    lines = [source_line(key, given) for key in keys]
    return Cell(term=spoken.say(_("Source:")), value="; ".join(lines)) if lines else None


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
        when=_sign(step.get("when") or "", given, spoken),
        item=item_name(step, given, spoken) if step.get("id") else Text(""),
        dose=dose,
        measure=joined(measured, spoken),
    )


def _sign(rule: str, given: ReportInput, spoken: Language) -> Text:
    return own_words(given.stop_rules[rule].sign, spoken) if rule in given.stop_rules else Text(rule)


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
