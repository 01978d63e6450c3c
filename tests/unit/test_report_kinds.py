from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache

import pytest
from markupsafe import Markup
from tests.house import PACKAGE
from tests.page_blocks import blocks_of
from tests.report_sample import sample_input

from biotica.report.codes import KINDS
from biotica.report.context import Chart
from biotica.report.figures import Spec
from biotica.report.input import ReportInput
from biotica.report.kefir_part import build_kefir
from biotica.report.language import Language, language
from biotica.report.options_part import build_options
from biotica.report.pages import build_report, report_context
from biotica.report.profile_part import build_profile

A_FEW_WORDS = 3
SAMPLE = sample_input()
GIVEN = {
    "whole": SAMPLE,
    "nothing to compare": replace(SAMPLE, taxa=(), guilds=(), acids=(), licences=()),
    "nothing missing": replace(SAMPLE, compare={**SAMPLE.compare, "zeros": [], "lows": [], "unexpected": []}),
}
"""Inputs that show every branch of the templates which holds a text."""


def undrawn(spec: Spec, spoken: Language) -> Markup:
    return Markup("<svg></svg>")


@cache
def contexts(lang: str) -> tuple[object, ...]:
    spoken = language(lang)
    made: list[object] = []
    for given in GIVEN.values():
        assert given.jar is not None
        assert given.advise is not None
        made += [
            report_context(given, spoken, undrawn),
            build_profile(given, spoken, undrawn),
            build_kefir(given.jar, spoken, undrawn),
            build_options(given, given.advise, spoken, undrawn),
        ]
    return tuple(made)


def texts_without_kind(value: object, *, has_kind: bool = False) -> Iterator[str]:
    """Walk the values of a template; a text counts as marked if the object that holds it has a kind."""
    if isinstance(value, str) and not isinstance(value, Markup) and not has_kind:
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_without_kind(one, has_kind=has_kind)
    elif is_dataclass(value):
        marked = has_kind or hasattr(value, "kind") or isinstance(value, Chart)
        for part in fields(value):
            yield from texts_without_kind(getattr(value, part.name), has_kind=marked)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_sentence_in_the_values_of_a_page_says_what_it_rests_on(lang: str) -> None:
    found = {text for context in contexts(lang) for text in texts_without_kind(context)}
    assert {text for text in found if re.search(r"\w{2,}[.!?:]$", text) and len(text.split()) > 1} == set()


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_kinds_in_the_values_of_a_page_are_the_four(lang: str) -> None:
    def kinds(value: object) -> Iterator[str]:
        if isinstance(value, tuple):
            for one in value:
                yield from kinds(one)
        elif is_dataclass(value):
            yield from (getattr(value, "kind", None) or "fact",)
            for part in fields(value):
                yield from kinds(getattr(value, part.name))

    assert {kind for context in contexts(lang) for kind in kinds(context)} == set(KINDS)


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_block_of_the_page_stands_inside_one_of_the_four_kinds(given: ReportInput, lang: str) -> None:
    page = build_report(given, lang, draw=undrawn)
    blocks = list(blocks_of(page))
    assert len(blocks) > 50
    unmarked = [
        block.text
        for block in blocks
        if len(block.text.split()) > A_FEW_WORDS and not block.is_label and block.kind not in KINDS
    ]
    assert unmarked == []


def test_an_unmarked_block_is_seen() -> None:
    (block,) = blocks_of("<main><p>This <b>sentence</b> rests on nothing.</p></main>")
    assert (block.text, block.kind, block.is_label) == ("This sentence rests on nothing.", "", False)


def test_a_template_holds_no_sentence_of_its_own() -> None:
    said = {
        text
        for path in (PACKAGE / "report" / "templates").glob("*.html")
        for text in re.findall(r"_\(\"([^\"]+)\"\)", path.read_text("utf-8"))
    }
    assert len(said) > 20
    assert {text for text in said if text.endswith((".", "!"))} == set()
