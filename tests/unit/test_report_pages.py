from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report_sample import sample_input

from biotica.errors import InputError
from biotica.report.input import Range, TaxonShare, Words
from biotica.report.pages import build_report
from biotica.report.wording import findings

SAMPLE = sample_input()


@pytest.fixture(scope="module", params=["en", "nl"])
def page(request: pytest.FixtureRequest) -> str:
    return build_report(SAMPLE, str(request.param))


class Outline(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_names_no_other_host_and_needs_no_other_file(page: str) -> None:
    outline = Outline(page)
    assert "//" not in page
    assert not {"script", "link", "iframe", "object", "embed", "img", "form"} & set(outline.tags)
    links = [value or "" for name, value in outline.attributes if name in {"href", "src", "xlink:href"}]
    assert links
    assert all(link.startswith(("#", "data:text/csv;", "data:application/json;")) for link in links)
    assert not re.search(r"url\(|@import|@font-face", page)


def test_the_page_runs_nothing_and_styles_nothing_inline(page: str) -> None:
    names = {name for name, _value in Outline(page).attributes}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}


def test_ids_are_unique_and_every_reference_has_its_id(page: str) -> None:
    attributes = Outline(page).attributes
    ids = Counter(value for name, value in attributes if name == "id")
    assert [ident for ident, count in ids.items() if count > 1] == []
    asked = {value for name, value in attributes if name == "aria-labelledby"}
    asked |= {value[1:] for name, value in attributes if name == "href" and value and value.startswith("#")}
    assert asked <= set(ids)


def test_each_figure_is_drawn_and_has_its_table(page: str) -> None:
    assert page.count('<figure role="img"') == 11
    assert page.count("<svg ") == 11
    assert page.count("</figure>\n<details>") == 11


def test_the_three_parts_stand_apart_and_in_order(page: str) -> None:
    places = [page.index(f'<article class="part" id="{part}"') for part in ("profile", "kefir", "options")]
    assert places == sorted(places)
    assert ".part { break-before: page;" in page


def test_no_word_of_the_page_promises(page: str) -> None:
    lang = "nl" if '<html lang="nl">' in page else "en"
    assert (
        findings(Outline(page.replace(page[page.index("<style>") : page.index("</style>")], "")).text, lang)
        == ()
    )


def test_the_dutch_page_has_decimal_commas_in_text_and_figures() -> None:
    page = build_report(SAMPLE, "nl")
    assert "91,3 %" in page
    assert "4.183.772" in page
    assert ">6,5</text>" in page


def test_the_page_without_jar_and_advice_has_only_the_profile() -> None:
    page = build_report(replace(SAMPLE, jar=None, advise=None), "en")
    assert 'id="profile"' in page
    assert 'id="kefir"' not in page
    assert 'id="options"' not in page


def test_a_page_without_reference_acids_or_taxa_still_stands() -> None:
    bare = replace(SAMPLE, taxa=(), guilds=(), acids=(), licences=(), jar=None, advise=None)
    page = build_report(bare, "nl")
    assert "<figure" not in page
    assert "niet duidelijk iets ontbreken" in page


def test_hostile_names_are_shown_as_text() -> None:
    evil = '<script>alert("x")</script>&'
    acids = replace(SAMPLE.acids[0], name_en=evil, acids={"butyrate": Range(median=1, low=0.5, high=2)})
    hostile = replace(
        SAMPLE,
        name=evil,
        taxa=(TaxonShare(name=evil, share=0.4, old_name=evil, guild=Words(en=evil)),),
        acids=(acids,),
    )
    page = build_report(hostile, "en")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 5


def test_one_number_changes_the_page_and_the_same_input_gives_the_same_page() -> None:
    other = replace(SAMPLE, taxa=(replace(SAMPLE.taxa[0], share=0.317), *SAMPLE.taxa[1:]))
    first = build_report(SAMPLE, "en")
    assert build_report(SAMPLE, "en") == first
    assert build_report(other, "en") != first


def test_a_result_without_its_field_is_refused_by_name() -> None:
    compare = {key: value for key, value in SAMPLE.compare.items() if key != "summary"}
    with pytest.raises(InputError) as caught:
        build_report(replace(SAMPLE, compare=compare), "en")
    assert caught.value.code == "report_field_missing"
    assert caught.value.values["field"] == "summary"


def test_the_page_stays_small() -> None:
    assert len(build_report(SAMPLE, "nl").encode()) < 300_000


def test_a_sample_without_a_name_is_called_as_the_comparison_calls_it() -> None:
    nameless = {**SAMPLE.read, "samples": [{**SAMPLE.read["samples"][0], "id": None}]}
    page = build_report(replace(SAMPLE, read=nameless, jar=None, advise=None), "en")
    assert '<dd data-kind="fact">stool_a</dd>' in page
    assert ">None<" not in page
