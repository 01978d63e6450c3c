from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.report.input import Range, Words
from biotica.report.kefir_codes import VERDICTS
from biotica.report.language import language
from biotica.report.texts import interval, joined, out_of_hundred, own_words, people, sentence

DUTCH, ENGLISH = language("nl"), language("en")


@pytest.mark.parametrize(
    ("chance", "english", "dutch"),
    [
        (0.41, "about 4 in 10 people", "ongeveer 4 op de 10 mensen"),
        (0.07, "about 7 in 100 people", "ongeveer 7 op de 100 mensen"),
        (0.95, "about 95 in 100 people", "ongeveer 95 op de 100 mensen"),
        (0.0, "fewer than 1 in 100 people", "minder dan 1 op de 100 mensen"),
        (1.0, "more than 99 in 100 people", "meer dan 99 op de 100 mensen"),
    ],
)
def test_a_chance_is_said_as_people(chance: float, english: str, dutch: str) -> None:
    assert people(chance, ENGLISH) == english
    assert people(chance, DUTCH) == dutch


@given(st.floats(min_value=0, max_value=1))
def test_no_chance_is_ever_printed_as_never_or_always(chance: float) -> None:
    assert not people(chance, ENGLISH).startswith(("about 0 ", "about 10 in 10 ", "about 100 "))
    assert out_of_hundred(chance, ENGLISH) not in {"0 of 100", "100 of 100"}


def test_a_range_is_a_median_with_its_bounds() -> None:
    value = Range(median=18.44, low=12.1, high=26.04)
    assert interval(value, ENGLISH) == "18.4 (12.1 to 26)"
    assert interval(value, DUTCH) == "18,4 (12,1 tot 26)"


def test_a_verdict_fills_its_gaps_with_its_own_values() -> None:
    values = {"time_h": {"median": 21.3, "low": 17.9, "high": 28.2}}
    assert sentence("ready_at", values, VERDICTS, ENGLISH).text.startswith(
        "Ready after about 21 (18 to 28) hours"
    )
    assert sentence("ready_at", values, VERDICTS, DUTCH).kind == "model"


def test_a_bound_that_was_not_reached_is_said_so() -> None:
    open_end = {"time_h": {"median": 21.3, "low": 17.9, "high": None}}
    assert (
        "21 (from 17.9; the upper end is not known)" in sentence("ready_at", open_end, VERDICTS, ENGLISH).text
    )
    never = {"time_h": {"median": None, "low": None, "high": None}}
    assert "niet binnen de voorspelling" in sentence("ready_at", never, VERDICTS, DUTCH).text


def test_a_pathogen_is_named_and_not_coded() -> None:
    values = {"name": "e_coli_o157", "delta_log10": {"median": 1.9, "low": -0.1, "high": 3.5}}
    assert "E. coli O157" in sentence("challenge_grows", values, VERDICTS, ENGLISH).text


def test_a_verdict_without_its_value_is_shown_as_a_note() -> None:
    assert "ready_at" in sentence("ready_at", {}, VERDICTS, ENGLISH).text


def test_a_text_without_dutch_is_marked_as_english() -> None:
    assert own_words(Words(en="Pectin"), DUTCH).lang == "en"
    assert own_words(Words(en="Pectin", nl="Pectine"), DUTCH) == own_words(Words(en="Pectine"), ENGLISH)


def test_names_are_joined_as_people_do() -> None:
    assert joined(["a", "b", "c"], ENGLISH) == "a, b and c"
    assert joined(["a"], DUTCH) == "a"
    assert joined([], DUTCH) == ""
