from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.knowledge.label_terms import label_grammar
from biotica.label.amounts import counts, masses
from biotica.label.label import Unit
from biotica.label.numbers import number
from biotica.label.printed import printed


def counted(text: str, lang: str = "nl") -> list[tuple[float, Unit]]:
    return [(count.value, count.unit) for count in counts(printed(text).folded, lang=lang)]


def weighed(text: str, lang: str = "nl") -> list[tuple[float, float]]:
    return [(mass.mg, mass.most_mg) for mass in masses(printed(text).folded, lang=lang)]


@given(st.integers(min_value=1, max_value=99), st.sampled_from(["miljoen", "miljard", "biljoen", "million"]))
def test_a_word_for_a_power_of_ten_multiplies_its_number(how_many: int, word: str) -> None:
    assert counted(f"{how_many} {word} kve") == [
        (how_many * label_grammar()["multipliers"].values[word], "CFU")
    ]


@given(st.integers(min_value=6, max_value=12), st.integers(min_value=1, max_value=9))
def test_a_power_reads_the_same_however_it_is_printed(power: int, digit: int) -> None:
    raised = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(letter)] for letter in str(power))
    for text in (
        f"{digit} x 10^{power}",
        f"{digit} × 10{raised}",
        f"{digit}E{power}",
        f"{digit} x 10{power}",
    ):
        assert counted(f"{text} KVE") == [(digit * 10.0**power, "CFU")]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("5 miljoen kve", "nl", 5e6),
        ("10 miljard kve", "nl", 1e10),
        ("10 mld kve", "nl", 1e10),
        ("1 biljoen kve", "nl", 1e12),
        ("1 billion CFU", "en", 1e9),
        ("1 trillion CFU", "en", 1e12),
        ("2 thousand million CFU", "en", 2e9),
        ("2,5 miljard kve", "nl", 2.5e9),
        ("1.5 billion CFU", "en", 1.5e9),
        ("1.500.000.000 kve", "nl", 1.5e9),
        ("1,500,000,000 CFU", "en", 1.5e9),
        ("3 x 10 to the power of 9 CFU", "en", 3e9),
        ("20 B CFU", "en", 2e10),
        ("tien miljard kve", "nl", 1e10),
        ("half a billion CFU", "en", 5e8),
        ("1O miljard kve", "nl", 1e10),
        ("1OO miljoen KVE", "nl", 1e8),
        ("1-5 miljard kve", "nl", 5e9),
        ("10 to 20 billion CFU", "en", 2e10),
    ],
)
def test_number_of_a_count(text: str, lang: str, expected: float) -> None:
    assert counted(text, lang) == [(expected, "CFU")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("10 miljard KVE", "CFU"),
        ("10 miljard k.v.e.", "CFU"),
        ("10 billion CFU", "CFU"),
        ("10 billion UFC", "CFU"),
        ("10 miljard kolonievormende eenheden", "CFU"),
        ("10 billion AFU", "AFU"),
        ("10 miljard cellen", "cells"),
        ("10 miljard TFU", "cells"),
        ("10 x 10^9 cells (CFU)", "CFU"),
        ("10 miljard sporen", "spores"),
        ("10 miljard", "unspecified"),
        ("10 miljard melkzuurbacteriën", "unspecified"),
    ],
)
def test_unit_of_a_count_stays_as_printed(text: str, unit: Unit) -> None:
    assert counted(text) == [(1e10, unit)]


@pytest.mark.parametrize(
    "text", ["50 mg cellen", "2000 IE", "10 miljoen inwoners", "60 capsules", "1 miljoen euro"]
)
def test_what_counts_no_microbes_is_no_count(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(("text", "is_trillion"), [("1 biljoen kve", True), ("1 billion CFU", False)])
def test_dutch_biljoen_is_marked(text: str, is_trillion: bool) -> None:
    (found,) = counts(text.lower(), lang="nl")
    assert found.is_nl_trillion is is_trillion


def test_a_count_may_run_over_the_end_of_a_line_but_joins_no_two_numbers() -> None:
    assert counted("10\nmiljard kve") == [(1e10, "CFU")]
    assert counted("zout 0\n10 miljard kve") == [(1e10, "CFU")]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("100 mg", "nl", (100.0, 100.0)),
        ("1.500 mg", "nl", (1500.0, 1500.0)),
        ("1.500 mg", "en", (1.5, 1.5)),
        ("250 mcg", "en", (0.25, 0.25)),
        ("2-3 g", "nl", (2000.0, 3000.0)),
        ("2 kg", "en", (2e6, 2e6)),
        ("anderhalve gram", "nl", (1500.0, 1500.0)),
        ("a half g", "en", (500.0, 500.0)),
    ],
)
def test_mass_in_mg(text: str, lang: str, expected: tuple[float, float]) -> None:
    assert weighed(text, lang) == [expected]


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=999))
def test_separator_of_one_language_is_the_decimal_sign_of_the_other(whole: int, rest: int) -> None:
    text = f"{whole}.{rest:03d}"
    assert number(text, lang="nl") == whole * 1000 + rest
    assert number(text, lang="en") == pytest.approx(whole + rest / 1000)


@pytest.mark.parametrize("word", sorted(label_grammar()["numbers"].values))
def test_every_number_in_words_is_read(word: str) -> None:
    assert number(word, lang="nl") == label_grammar()["numbers"].values[word]
