from __future__ import annotations

import gettext
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.errors import InputError, UnitError
from biotica.report.language import error_text, language, translator

DUTCH, ENGLISH = language("nl"), language("en")


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (4_200_000, "4,200,000", "4.200.000"),
        (0.0123456, "0.0123", "0,0123"),
        (-0.4, "\N{MINUS SIGN}0.4", "\N{MINUS SIGN}0,4"),
        (0, "0", "0"),
        (1234.5, "1,234", "1.234"),
    ],
)
def test_a_number_has_the_separators_of_its_language(value: float, english: str, dutch: str) -> None:
    assert ENGLISH.number(value) == english
    assert DUTCH.number(value) == dutch


def test_a_rounded_zero_has_no_minus() -> None:
    assert ENGLISH.decimal(-0.001, 1) == "0.0"


def test_a_tiny_share_is_never_printed_as_nothing() -> None:
    assert DUTCH.percent(0.00004) == "minder dan 0,01 %"
    assert DUTCH.percent(0.0) == "0 %"
    assert ENGLISH.percent(0.0041) == "0.41 %"


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False))
def test_both_languages_print_the_same_number(value: float) -> None:
    back = DUTCH.number(value).replace(".", "").replace(",", ".")
    assert back == ENGLISH.number(value).replace(",", "")


def test_a_day_is_written_in_words() -> None:
    assert ENGLISH.day(date(2026, 5, 3)) == "3 May 2026"
    assert DUTCH.day(date(2026, 5, 3)) == "3 mei 2026"
    assert DUTCH.iso_day("2026-11-22") == "22 november 2026"
    assert DUTCH.iso_day("autumn") == "autumn"


def test_dutch_has_a_compiled_catalogue_and_english_needs_none() -> None:
    assert isinstance(translator("nl"), gettext.GNUTranslations)
    assert translator("en").gettext("Options") == "Options"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        language("fr")
    assert caught.value.code == "unknown_language"
    assert "en, nl" in caught.value.hint


def test_an_error_is_said_in_dutch_with_its_place_and_its_hint() -> None:
    error = UnitError(
        "'{text}' is not a number",
        code="not_a_number",
        where="me.csv:3",
        hint="write it with digits and at most one decimal point or comma",
        text="x",
    )
    assert error_text(error, "nl") == (
        "me.csv:3: 'x' is geen getal (schrijf het met cijfers en hoogstens één punt of komma)"
    )
    assert error_text(error, "en") == str(error)
