from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from tests.report_sample import compare_result, sample_input

from biotica.report.compare_text import compare_text
from biotica.report.diversity_part import score_notes
from biotica.report.export_part import downloads
from biotica.report.language import language
from biotica.report.missing_part import class_groups
from biotica.report.pages import build_report

ENGLISH = language("en")
SAMPLE = sample_input()


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_page_goes_from_the_test_to_the_findings(lang: str) -> None:
    page = build_report(SAMPLE, lang)
    ends = [
        page.index(f'id="{part}"') for part in ("quality-title", "guilds", "missing-title", "diversity-title")
    ]
    assert ends == sorted(ends)
    assert ends[0] < page.index('class="summary"') < ends[1]
    assert page.index("diversity-title") < page.index('class="score"') < page.index("method-title")


def test_the_score_is_closed_and_never_alone() -> None:
    page = build_report(SAMPLE, "en")
    score = re.search(r'<details class="score"([^>]*)>(.*?)</details>', page, re.S)
    assert score is not None
    assert "open" not in score[1]
    assert "0.43 (0.25 to 0.61)" in score[2]
    assert "settles nothing about one person" in score[2]


def test_no_score_where_none_was_worked_out() -> None:
    for scores in (None, {}, {"gmwi2": None, "gmwi2_low": None, "gmwi2_high": None}):
        compare = {**SAMPLE.compare, "scores": scores}
        assert score_notes(compare, ENGLISH) == ()
        assert 'class="score"' not in build_report(replace(SAMPLE, compare=compare), "en")


def test_what_is_saved_is_what_the_page_rests_on() -> None:
    table, whole = downloads(SAMPLE.compare, ENGLISH)
    text = unquote(table.href.partition(",")[2])
    rows = list(csv.DictReader(io.StringIO(text)))
    compare = SAMPLE.compare
    assert [row["taxon"] for row in rows] == [
        row["taxon"] for key in ("zeros", "lows", "unexpected") for row in compare[key]
    ]
    assert json.loads(unquote(whole.href.partition(",")[2])) == compare


@pytest.mark.parametrize(("depth", "told"), [(5_000, True), (50_000, False), (None, True)])
def test_reads_are_asked_for_only_above_those_that_there_were(depth: int | None, told: bool) -> None:
    zero = {"taxon": "A b", "class": "not_seen", "p_observed": 0.6, "p_resident": 0.4, "reads_wanted": 20_000}
    compare = {**compare_result(), "depth": depth, "zeros": [zero], "lows": [], "unexpected": []}
    (group,) = class_groups(compare, ENGLISH)
    assert ("would settle it" in group.rows[0].sentence.text) is told


def test_a_group_that_hangs_on_one_member_is_not_called_small() -> None:
    guild = {
        "guild": "bifido",
        "observed": 0.001,
        "percentile": {"value": 0.04, "low": 0.01, "high": 0.09},
        "given_rest": None,
        "hinges_on": "Bifidobacterium adolescentis",
        "members": [],
        "class": None,
    }
    page = build_report(replace(SAMPLE, compare={**SAMPLE.compare, "guilds": [guild]}), "en")
    assert "small for lack of Bifidobacterium adolescentis alone" in page


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_terminal_says_it_too(lang: str) -> None:
    compare = {
        **compare_result(),
        "guilds": [],
        "lows": [],
        "zeros": [
            {"taxon": "A b", "class": "missing", "p_observed": 0.95, "p_resident": 0.05, "reads_wanted": None}
        ],
    }
    text = compare_text(compare, lang)
    assert "GMWI2" in text
    assert "Examplia invisibilis" in text
    assert ("Missing" in text or "Ontbreekt" in text) is False
