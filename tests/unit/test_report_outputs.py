"""What comes out of a jar, in words: on the terminal and on the page."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from markupsafe import Markup
from tests.page_blocks import blocks_of
from tests.report_sample import sample_input

from biotica.ferment.forecast import forecast
from biotica.ferment.recipe import After, Milk, Recipe, Starter
from biotica.knowledge.drink_tables import load_contents
from biotica.knowledge.load import load
from biotica.report.codes import KINDS
from biotica.report.figures import Spec
from biotica.report.forecast_text import forecast_text
from biotica.report.language import Language, language
from biotica.report.output_codes import (
    CONFIDENCES,
    GROUP_NOTES,
    OUTPUT_GROUPS,
    OUTPUT_NAMES,
    OUTPUT_NOTES,
    OUTPUT_UNITS,
)
from biotica.report.outputs_part import amount, quantity_groups
from biotica.report.pages import build_report
from biotica.report.wording import findings

KNOWLEDGE = load()
RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=1000.0,
    hours=24.0,
    course=((0.0, 25.0),),
    cover="cloth",
    agitation="none",
    milk=Milk(kind="cow", treatment="pasteurised", fat="whole"),
    starter=Starter(kind="grains", amount=100.0),
    after=(After(step="bottle", temperature_c=18.0, hours=12.0),),
    assumed=(),
)
JARS = {
    "bottled kefir": RECIPE,
    "buffalo": replace(RECIPE, milk=Milk(kind="buffalo", treatment="raw", fat="whole"), after=()),
    "water": replace(RECIPE, ferment="water_kefir", milk=None, after=()),
    "yoghurt": replace(
        RECIPE,
        ferment="yoghurt",
        starter=Starter(kind="backslop", amount=50.0),
        course=((0.0, 42.0),),
        after=(),
    ),
}


@cache
def made(name: str = "bottled kefir") -> dict[str, Any]:
    return forecast(JARS[name], KNOWLEDGE, draws=8).to_contract()


def told(**cells: object) -> dict[str, object]:
    filled: dict[str, object] = {
        "name": "folate", "group": "small", "unit": "ug_per_100g", "median": None, "low": None, "high": None,
        "status": "table", "confidence": "very_low", "sources": ["KEFIRIT"], "note": "", "days": 0,
    }  # fmt: skip
    return {**filled, **cells}


def undrawn(spec: Spec, spoken: Language) -> Markup:
    return Markup("<svg></svg>")


@pytest.mark.parametrize("name", JARS)
def test_every_code_of_a_quantity_has_words(name: str) -> None:
    given = made(name)["quantities"]
    assert {one["name"] for one in given} <= set(OUTPUT_NAMES)
    assert {one["unit"] for one in given} <= set(OUTPUT_UNITS)
    assert {one["note"] for one in given if one["note"]} <= set(OUTPUT_NOTES)
    assert {one["group"] for one in given} <= set(OUTPUT_GROUPS)


def test_no_words_are_kept_for_a_code_that_nothing_gives() -> None:
    given = [one for name in JARS for one in made(name)["quantities"]]
    always = {code for codes in GROUP_NOTES.values() for code in codes}
    published = {row.note for row in load_contents(KNOWLEDGE.folder, "milk_kefir")}
    assert {one["name"] for one in given} | {"grain_mass", "grain_gain"} == set(OUTPUT_NAMES)
    assert {one["unit"] for one in given} | {"g"} == set(OUTPUT_UNITS)
    assert {one["note"] for one in given} | always | published | {"grain_gain_model"} >= set(OUTPUT_NOTES)
    assert {one["confidence"] for one in given} == set(CONFIDENCES)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"median": 3.0}, "about 3 µg per 100 g"),
        ({"low": 4.3, "high": 9.3}, "4.3 to 9.3 µg per 100 g"),
        ({"high": 824.3}, "at most 824 µg per 100 g"),
        ({"low": 2.0}, "at least 2 µg per 100 g"),
        ({"median": 3.0, "low": 2.0, "high": 5.0}, "3 (2 to 5) µg per 100 g"),
        ({"median": 3.0, "low": 3.0, "high": 3.0}, "3 µg per 100 g"),
        ({"median": 1e-5, "low": 1e-9, "high": 0.3}, "0 (0 to 0.3) µg per 100 g"),
        ({"status": "not_known"}, "not known"),
        ({"unit": "log10_cfu_per_ml", "median": 0.0, "low": 0.0, "high": 0.0}, "fewer than one per ml"),
        ({"unit": "ph", "median": 4.318, "low": 4.1, "high": 4.56}, "4.32 (4.1 to 4.56)"),
    ],
)
def test_an_amount_says_only_what_is_known(cells: dict[str, object], said: str) -> None:
    assert amount(told(**cells), language("en")) == said


def test_dutch_writes_a_comma() -> None:
    assert "4,3" in amount(told(low=4.3, high=9.3), language("nl"))


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_terminal_shows_every_quantity_under_its_heading(lang: str) -> None:
    spoken = language(lang)
    text = forecast_text(made(), lang)
    for group in quantity_groups(made(), spoken):
        assert f"\n{group.heading}\n" in text
        for row in group.rows:
            assert row.amount in text
    assert max(map(len, text.splitlines())) < 140


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_no_words_about_quantities_promise(lang: str) -> None:
    text = forecast_text(made(), lang)
    assert [finding for line in text.splitlines() for finding in findings(line, lang)] == []


def test_numbers_of_others_are_marked_and_low_confidence_is_said_in_words() -> None:
    rows = {row.name: row for group in quantity_groups(made(), language("en")) for row in group.rows}
    assert (rows["folate"].basis, rows["folate"].kind, rows["folate"].sure) == (
        "others measured",
        "fact",
        "very unsure",
    )
    assert (rows["pH"].basis, rows["pH"].kind) == ("our model", "model")
    assert rows["this drink"].kind == "opinion"
    assert (rows["tyramine"].amount, rows["tyramine"].sure) == ("not known", "")


def test_nothing_here_covers_a_need_and_counts_are_not_exchanged() -> None:
    notes = {
        group.heading: {note.text for note in group.notes}
        for group in quantity_groups(made(), language("en"))
    }
    need = "No number here says that a glass covers what you need."
    assert need in notes["Nutrients"] & notes["Kefiran, vitamins and amines"]
    assert any("cannot be exchanged" in note for note in notes["Cost"])


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_page_shows_the_quantities_in_tables_that_say_what_they_rest_on(lang: str) -> None:
    sample = sample_input()
    assert sample.jar is not None
    page = build_report(replace(sample, jar=replace(sample.jar, forecast=made())), lang, draw=undrawn)
    for group in quantity_groups(made(), language(lang)):
        assert f'id="{group.ident}"' in page
        assert f'aria-labelledby="{group.ident}"' in page
    cells = [block for block in blocks_of(page) if block.text in {"very unsure", "heel onzeker"}]
    assert len(cells) > 10
    assert {cell.kind for cell in cells} <= set(KINDS)


def test_a_forecast_without_quantities_keeps_its_table_of_amounts() -> None:
    sample = sample_input()
    assert "out-sourness" not in build_report(sample, "en", draw=undrawn)
    assert quantity_groups({}, language("en")) == ()
