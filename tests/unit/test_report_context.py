from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from jinja2 import meta
from markupsafe import Markup
from tests.report_sample import sample_input

from biotica.report import pages
from biotica.report.codes import Kind
from biotica.report.figures import Spec
from biotica.report.input import Finding, ReportInput
from biotica.report.kefir_part import build_kefir, percent_vol
from biotica.report.language import Language, language
from biotica.report.missing_part import shown_class
from biotica.report.options_part import build_options
from biotica.report.profile_part import build_profile
from biotica.report.texts import Sentence

ENGLISH, DUTCH = language("en"), language("nl")
Path_ = tuple[str | int, ...]

NOT_SHOWN = re.compile(
    r"read\.samples\.0\.top\.|compare\.depth|compare\.lows\.0\.p_resident|acids\.0\.dose_g_per_l"
    r"|compare\.zeros\.10\.|compare\.unexpected\.\d\.p_resident|jar\.recipe\.temperature_c\.\d\.0|jar\.forecast\.(?:acetate|CO2|live|dead).*\.0$"
)
"""Numbers that a result carries and the page leaves out, each by choice."""


def spec_as_text(spec: Spec, spoken: Language) -> Markup:
    return Markup(json.dumps(spec))


def profile_of(given: ReportInput, spoken: Language) -> object:
    return build_profile(given, spoken, spec_as_text)


def kefir_of(given: ReportInput, spoken: Language) -> object:
    assert given.jar is not None
    return build_kefir(given.jar, spoken, spec_as_text)


def options_of(given: ReportInput, spoken: Language) -> object:
    assert given.advise is not None
    return build_options(given, given.advise, spoken, spec_as_text)


def status_of(given: ReportInput, spoken: Language) -> object:
    return pages.report_context(replace(given, jar=None, advise=None), spoken, spec_as_text).status


PARTS = {"profile": profile_of, "kefir": kefir_of, "options": options_of, "status": status_of}


def children(value: object) -> Iterator[tuple[str | int, Any]]:
    if is_dataclass(value):
        yield from ((field.name, getattr(value, field.name)) for field in fields(value))
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list | tuple):
        last = len(value) - 1
        numbers = len(value) > 3 and all(isinstance(one, float) for one in value)
        yield from ((place, one) for place, one in enumerate(value) if not numbers or place in {0, last})


def numbers_in(value: object, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path
    for name, child in children(value):
        yield from numbers_in(child, (*path, name))


def changed(value: Any, path: Path_) -> Any:  # noqa: ANN401
    if not path:
        return value * 0.37 + 0.11 if isinstance(value, float) else value + 3
    name, rest = path[0], path[1:]
    if is_dataclass(value):
        return replace(value, **{str(name): changed(getattr(value, str(name)), rest)})  # type: ignore[type-var]
    if isinstance(value, dict):
        return {**value, name: changed(value[name], rest)}
    copy = list(value)
    copy[int(name)] = changed(copy[int(name)], rest)
    return type(value)(copy)


def said(value: object) -> Iterator[Sentence]:
    if isinstance(value, Sentence):
        yield value
    elif is_dataclass(value) or isinstance(value, dict | list | tuple):
        for _name, child in children(value):
            yield from said(child)


def text_of(value: object) -> str:
    return " ".join(sentence.text for sentence in said(value))


SAMPLE = sample_input()
BASE = {name: part(SAMPLE, ENGLISH) for name, part in PARTS.items()}


def one_of_each(paths: Iterator[Path_]) -> list[Path_]:
    """The last of the paths that differ only in places of a list: one number of each kind."""
    kinds = {tuple("*" if isinstance(step, int) else step for step in path): path for path in paths}
    return list(kinds.values())


PATHS = one_of_each(path for path in numbers_in(SAMPLE) if not NOT_SHOWN.match(".".join(map(str, path))))


def test_the_sample_holds_many_numbers_in_every_part() -> None:
    assert len(PATHS) > 80
    assert {str(path[0]) for path in PATHS} >= {"read", "compare", "advise", "jar", "taxa", "guilds", "acids"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_a_changed_number_changes_the_page(path: Path_) -> None:
    room = {"jar": "kefir", "advise": "options", "sources": "options", "status": "status"}
    part = room.get(str(path[0]), "profile")
    assert PARTS[part](changed(SAMPLE, path), ENGLISH) != BASE[part]


def test_no_text_and_no_template_holds_a_number_of_a_result() -> None:
    fixed = re.compile(
        r"16S|vitamin (?:B12|B6|K2)(?: \(MK-7\))?|5 to 95 %|80 %|4\.6|100 people"
        r"|log10|&#\d+;|h[1-6]\b|utf-8|\+ 1 }}"
    )
    texts = [path.read_text("utf-8") for path in Path(pages.__file__).parent.glob("templates/*.html")]
    script = Path(__file__).resolve().parents[2] / "src/biotica/locale/nl/LC_MESSAGES/biotica.po"
    lines = script.read_text("utf-8").splitlines()
    sections = "\n".join(lines).split("\n\n")
    texts += [part.split("msgid", 1)[1].split("msgstr", 1)[0] for part in sections[1:] if "report/" in part]
    assert len(texts) > 300
    left = [text for text in texts if re.search(r"\d", fixed.sub("", re.sub(r'"\n"', "", text)))]
    assert [text for text in left if "initial-scale=1" not in text and 'tabindex="0"' not in text] == []


@pytest.mark.parametrize("template", pages.TEMPLATES.values())
def test_a_template_uses_exactly_the_fields_of_its_context(template: str) -> None:
    (context,) = [made for made, name in pages.TEMPLATES.items() if name == template]
    environment = pages.environment(ENGLISH)
    assert environment.loader is not None
    source, _name, _fresh = environment.loader.get_source(environment, template)
    used = meta.find_undeclared_variables(environment.parse(source)) - {"_", "gettext"}
    assert used == {field.name for field in fields(context)}


def test_every_sentence_says_what_it_rests_on() -> None:
    sentences = list(said(BASE))
    assert len(sentences) > 60
    assert {sentence.kind for sentence in sentences} <= set(get_args(Kind))
    assert all(sentence.text.strip() for sentence in sentences)


def test_one_sample_is_never_said_to_miss_anything() -> None:
    row = {"class": "missing", "p_observed": 0.94}
    assert shown_class(row, 1) == "notable"
    assert shown_class(row, 2) == "missing"
    assert shown_class({"class": "not_seen", "p_observed": 0.91}, 1) == "notable"
    assert shown_class({"class": "not_seen", "p_observed": 0.5}, 1) == "not_seen"
    compare = {**SAMPLE.compare, "summary": {"code": "clearly_missing", "values": {"n": 1}}}
    once = build_profile(replace(SAMPLE, compare=compare), ENGLISH, spec_as_text)
    assert once.summary[0].text == "Nothing is clearly missing. That is the normal answer."
    assert "Missing in more than one sample" not in {group.heading for group in once.classes}
    twice = build_profile(
        replace(SAMPLE, compare={**compare, "earlier": ["stool_2025"]}), ENGLISH, spec_as_text
    )
    assert twice.summary[0].text != once.summary[0].text
    assert twice.classes[0].heading == "Missing in more than one sample"


def test_every_taxon_of_the_comparison_is_on_the_page() -> None:
    profile = build_profile(SAMPLE, ENGLISH, spec_as_text)
    shown = {row.taxon for group in profile.classes for row in (*group.rows, *group.more)}
    rows = [row for key in ("zeros", "lows", "unexpected") for row in SAMPLE.compare[key]]
    assert shown == {row["taxon"] for row in rows}


def test_a_group_with_few_people_in_its_reference_is_grey() -> None:
    profile = build_profile(SAMPLE, ENGLISH, spec_as_text)
    assert profile.guilds is not None
    colours = {row["name"]: row["colour"] for row in _strip_rows(profile.guilds.svg)}
    assert colours["Makes methane"] == "var(--muted)"
    assert colours["Makes butyrate"] == "var(--blue)"


def _strip_rows(svg: str) -> list[dict[str, Any]]:
    spec = json.loads(svg)
    values = [row for data in spec["datasets"].values() for row in data] if "datasets" in spec else []
    values += [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", [])]
    return [row for row in values if "colour" in row]


def test_kefir_never_gets_a_consensus_term() -> None:
    assert SAMPLE.jar is not None
    kefir = build_kefir(SAMPLE.jar, ENGLISH, spec_as_text)
    cells = {cell.term: cell.value for cell in kefir.glass}
    assert cells["The articles call this"] == "probiotic"
    assert cells["The scientific term"] == "fermented food"


def test_a_heated_glass_is_called_dead_microbes() -> None:
    assert SAMPLE.jar is not None
    assert SAMPLE.jar.serving is not None
    heated = replace(SAMPLE.jar.serving, kind=("inactivated", "metabolite"))
    kefir = build_kefir(replace(SAMPLE.jar, serving=heated), ENGLISH, spec_as_text)
    assert {cell.term: cell.value for cell in kefir.glass}["The scientific term"] == (
        "dead microbes; no postbiotic status shown"
    )


def test_a_percentage_of_alcohol_follows_from_its_density() -> None:
    # 1 mol/l is 46.07 g/l; pure ethanol of 789 g/l fills 5.84 % of the volume.
    from biotica.report.input import Range

    assert percent_vol(Range(median=1000, low=1000, high=1000)).median == pytest.approx(5.839, abs=1e-3)


def test_a_jar_that_never_gets_sour_is_said_so() -> None:
    assert SAMPLE.jar is not None
    never = {**SAMPLE.jar.forecast, "time_to_ph_4_6_h": {"median": None, "low": None, "high": None}}
    kefir = build_kefir(replace(SAMPLE.jar, forecast=never), DUTCH, spec_as_text)
    assert kefir.ready[0].text == "De voorspelling haalt pH 4,6 niet in deze tijd."


def options(**change: Any) -> Any:  # noqa: ANN401
    assert SAMPLE.advise is not None
    advise = {**SAMPLE.advise, **change}
    return build_options(replace(SAMPLE, advise=advise), advise, ENGLISH, spec_as_text)


def test_evidence_orders_before_calculation_and_doing_nothing_is_the_line() -> None:
    made = options()
    assert [card.name.text for card in made.ranked] == [
        "Chicory inulin",
        "Tarwezemelen",
        "Kiwi's",
        "Do nothing and test again",
    ]
    assert made.ranked[-1].is_divider
    assert [card.name.text for card in made.below] == ["Tributyrine"]


def test_a_large_calculated_gain_never_lifts_an_item_without_evidence() -> None:
    assert SAMPLE.advise is not None
    ranked = [dict(item) for item in SAMPLE.advise["ranked"]]
    ranked[-1]["effect"] = {**ranked[-1]["effect"], "median": 99.0, "high": 120.0}
    assert [card.name.text for card in options(ranked=ranked).below] == ["Tributyrine"]


def test_evidence_from_memory_is_not_shown() -> None:
    card = options().ranked[0]
    assert [line.outcome.text for line in card.evidence] == ["stool frequency"]
    assert "not to be shown" not in repr(options())


def test_evidence_tells_people_payer_reading_and_day() -> None:
    (line,) = options().ranked[0].evidence
    assert {cell.term: cell.value for cell in line.facts} == {
        "people": "87",
        "who": "adults",
        "design": "randomised, parallel",
        "compared with": "starch",
        "paid by": "maker of the product",
        "read": "summary read",
        "checked": "22 November 2026",
    }
    assert line.source == "Nobody A (2019). A fictional trial of fibre. J Fiction. doi:10.0000/fictional.1"


def test_a_removed_item_names_its_rule_reason_source_and_day() -> None:
    (group,) = options().removed
    (reason,) = group.reasons
    assert [item.name.text for item in group.items] == ["Melkkefir"]
    assert reason.rule == "R24"
    assert reason.condition.text == "you avoid alcohol"
    assert reason.reason.text == "Ferments hold some alcohol."
    assert reason.basis == "doi:10.0000/fictional.3 · summary read · 21 November 2026"


def test_items_removed_for_the_same_reason_share_one_card() -> None:
    assert SAMPLE.advise is not None
    first = SAMPLE.advise["removed"][0]
    (group,) = options(removed=[first, {**first, "id": "X2", "name": "Kombucha"}]).removed
    assert [item.name.text for item in group.items] == ["Melkkefir", "Kombucha"]


def test_a_rule_from_memory_claims_no_source() -> None:
    (card,) = [card for card in options().ranked if card.reasons]
    assert card.reasons[0].basis == "from memory, not checked"


def test_a_referral_leaves_no_option_on_the_page() -> None:
    made = options(referral={"rules": ["R24"], "code": "doctor_first"})
    assert made.referral[0].text.startswith("You named a sign")
    held = (made.ranked, made.below, made.removed, made.ask_first, made.answer_first, made.blends, made.steps)
    assert held == ((),) * 7
    assert made.effects is None
    assert made.stop_signs


def test_a_status_without_a_known_code_is_still_shown() -> None:
    given = replace(SAMPLE, status=(Finding(code="brand_new", values={"n": 4}),))
    context = pages.report_context(given, ENGLISH, spec_as_text)
    assert any("brand_new n 4" in sentence.text for sentence in context.status)


def test_the_order_of_the_result_wins() -> None:
    made = options(order=["F18", "F14", "L3", "F1", "M2"])
    assert [card.name.text for card in (*made.ranked, *made.below)] == [
        "Kiwi's",
        "Tarwezemelen",
        "Do nothing and test again",
        "Chicory inulin",
        "Tributyrine",
    ]


def test_an_item_that_is_not_liked_is_shown_with_the_word_that_says_so() -> None:
    aside = {
        "id": "X9",
        "name": "Zuurkool",
        "class": "FR",
        "reason": {"code": "dislike", "values": {"word": "zuurkool"}},
    }
    group = options(set_aside=[aside]).removed[-1]
    assert group.items[0].name.text == "Zuurkool"
    assert group.first.text == "You do not like it: zuurkool."


def test_two_cautions_together_are_explained() -> None:
    assert SAMPLE.advise is not None
    reason = {"code": "two_cautions", "values": {"rules": ["R24", "R26"]}}
    (group,) = options(
        removed=[{**SAMPLE.advise["removed"][0], "rules": ["R24", "R26"], "reason": reason}]
    ).removed
    assert group.first.text == "Two cautions come together here, so it is left out: R24, R26."
    assert [one.rule for one in group.reasons] == ["R24", "R26"]


def test_a_dose_is_evidence_only_if_it_was_studied() -> None:
    assert SAMPLE.advise is not None
    dose = {"low": 8.0, "high": 12.0, "unit": "g", "per": "day", "status": "measured"}
    first = {**SAMPLE.advise["ranked"][0], "dose": dose, "over_budget": True, "to_verify": True}
    texts = {
        sentence.text: sentence.kind for sentence in options(ranked=[first], adjust=[]).ranked[0].sentences
    }
    assert texts["Amount in the study: 8 to 12 g a day."] == "evidence"
    assert "That is more than you want to spend." in texts
    assert "What we know of this item still has to be checked." in texts
    usual = {**first, "dose": {**dose, "status": "assumed", "high": 8.0}}
    kinds = {one.text: one.kind for one in options(ranked=[usual], adjust=[]).ranked[0].sentences}
    assert kinds["Usual amount: 8 g a day."] == "opinion"


def test_a_step_that_waits_for_a_sign_names_it() -> None:
    step = {
        "week": 3,
        "id": "F14",
        "action": "back_off",
        "dose": 2.0,
        "unit": "g_per_day",
        "measure": [],
        "when": "D14",
    }
    (made,) = options(steps=[step]).steps
    assert made.when.text == "gas that bothers you"
    assert made.item.text == "Tarwezemelen"
