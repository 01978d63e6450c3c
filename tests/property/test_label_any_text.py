from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biotica.errors import LabelError
from biotica.label.label import Label
from biotica.label.printed import LONGEST
from biotica.label.read import read_label

START = (
    "Lactobacillus rhamnosus GG 10 miljard kve per capsule. Ingrediënten: inuline 3 g. 1 capsule per dag. "
)
REPEATS = (
    *(
        "1 x 10^",
        "per ",
        "a,",
        "(",
        " ",
        "1",
        "12 ",
        "1.000.",
        "capsule ",
        "2 capsules ",
        "1 miljard ",
        "l. casei ",
    ),
    *(
        "bevat: a, ",
        "suikers 1 g ",
        "1 g | ",
        "waarvan ",
        "niet ",
        "helpt tegen griep en ",
        "zonder ",
        "voor ",
        "ziekte ",
    ),
    *(
        "een half ",
        "1/1 ",
        "|",
        "\n",
        "- ",
        "-",
        "[links] ",
        "product 1: ",
        "tot ",
        "stammen A, ",
        "0",
        "o0",
        "melk",
    ),
    *("prematuur ", "aa-\n", "10^9 kve per ml ", "Lactobacillus casei A1, ", "strains O/C, ", "totaal ", "'"),
)
WORDS = (
    *(
        "Lactobacillus",
        "casei",
        "GG",
        "miljard",
        "kve",
        "per",
        "capsule",
        "capsules",
        "dag",
        "0",
        "1",
        "2,5",
        "1.000",
    ),
    *(
        "10^9",
        "g",
        "mg",
        "ml",
        "half",
        "a",
        "een",
        "suikers",
        "waarvan",
        "inuline",
        "bevat",
        ":",
        ",",
        ".",
        "\n",
        "  ",
    ),
    *(
        "geneest",
        "griep",
        "niet",
        "tht",
        "99-99-2026",
        "op recept",
        "prematuur",
        "Akkermansia",
        "[",
        "]",
        "|",
        "(",
        ")",
    ),
)
SECONDS = 1.0


def read(text: str) -> tuple[Label, ...] | str:
    """Labels, or the code of the refusal; any other error fails the test."""
    try:
        return read_label(text)
    except LabelError as error:
        return error.code


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert read(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=80))
def test_words_of_labels_in_any_order_are_read_or_refused(words: list[str]) -> None:
    labels = read(" ".join(words))
    if isinstance(labels, str):
        assert labels == "unreadable_label"
        return
    amounts = [label.daily_total.amount for label in labels]
    amounts += [organism.amount for label in labels for organism in label.organisms]
    assert all(amount is None or amount >= 0 for amount in amounts)


@pytest.mark.parametrize("repeated", REPEATS)
def test_a_hostile_text_is_read_within_a_second(repeated: str) -> None:
    read(START)
    begin = process_time()
    read((START + repeated * LONGEST)[:LONGEST])
    assert process_time() - begin < SECONDS
