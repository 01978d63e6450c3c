from __future__ import annotations

import pytest

from biotica.report.clauses import sentences_of
from biotica.report.phrases import PhraseBook, apart

NONE: frozenset[int] = frozenset()


def spans(phrase: str, text: str, cuts: frozenset[int] = NONE) -> list[tuple[int, int]]:
    book = PhraseBook(families={"no": ("no", "not"), "it": (phrase,)})
    return book.matches(text.split(), cuts).get("it", [])


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("cure*", "it cures colds", [(1, 2)]),
        ("cure", "it cures colds", []),
        ("*biotic*", "a postbiotic", [(1, 2)]),
        ("go/goes well", "it goes well", [(1, 3)]),
        ("sets .. apart", "what sets raw milk kefir apart", [(1, 6)]),
        ("sets .. apart", "sets one two three four five six apart", []),
        ("no . risk", "no known risk", [(0, 3)]),
        ("no . risk", "no known great risk", []),
        ("very? good", "good", [(0, 1)]),
        ("very? good", "very good", [(1, 2)]),
        ("@no risk", "not risk", [(0, 2)]),
        ("cure", "cure cure", [(0, 1), (1, 2)]),
    ],
)
def test_a_phrase_stands_where_its_notation_says(
    phrase: str, text: str, expected: list[tuple[int, int]]
) -> None:
    assert spans(phrase, text) == expected


def test_a_gap_does_not_reach_over_a_comma() -> None:
    assert spans("sets .. apart", "sets it quite apart", frozenset({2})) == []


def test_spans_are_apart_if_one_stands_in_the_gap_of_another() -> None:
    assert apart([(0, 5), (1, 3)])
    assert apart([(0, 2), (2, 4)])
    assert not apart([(0, 2), (1, 4)])
    assert not apart([(0, 2), (0, 4)])


def words(text: str) -> list[tuple[str, ...]]:
    return [sentence.words for sentence in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two three.", [("one",), ("two", "three")]),
        ("L. reuteri at p = 0.038.", [("l", "reuteri", "at", "p", "0", "038")]),
        ("- one\n- two", [("one",), ("two",)]),
        ("one\ntwo", [("one", "two")]),
        ("| a b | c |", [("a", "b"), ("c",)]),
        ("<p>one</p><p>two</p>", [("one",), ("two",)]),
        ("a `code` “quoted word” b", [("a", "b")]),
        ("Bacteriën, heat-killed", [("bacterien", "heat", "killed")]),
        ("Is it safe? We do not know.", [("is", "it", "safe", "we", "do", "not", "know")]),
    ],
)
def test_a_text_is_cut_into_sentences_of_plain_words(text: str, expected: list[tuple[str, ...]]) -> None:
    assert words(text) == expected


def test_places_point_into_the_text() -> None:
    text = "<b>Één</b> `x` woord."
    (sentence,) = sentences_of(text)
    assert [text[start:end] for start, end in sentence.places] == ["Één", "woord"]
