from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.label.amounts import counts
from biotica.label.doses import Doses
from biotica.label.printed import printed


def doses(text: str, lang: str = "nl") -> Doses:
    return Doses(printed(text).folded, lang=lang)


def a_day(text: str, lang: str = "nl") -> list[float | None]:
    """How many times a day each count of the text is taken."""
    found, folded = doses(text, lang), printed(text).folded
    return [found.a_day(found.per(count.start, count.end)) for count in counts(folded, lang=lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Neem 1 capsule per dag.", "nl", (1, 1, "capsule")),
        ("Take one capsule twice daily.", "en", (2, 2, "capsule")),
        ("2 x daags 1 tablet", "nl", (2, 2, "tablet")),
        ("Driemaal daags 1 sachet", "nl", (3, 3, "sachet")),
        ("Take 1-2 capsules daily.", "en", (1, 2, "capsule")),
        ("Neem dagelijks twee capsules.", "nl", (2, 2, "capsule")),
        ("Take 3 capsules with each meal.", "en", (9, 9, "capsule")),
        ("1 capsule 's ochtends en 1 capsule 's avonds", "nl", (2, 2, "capsule")),
        ("5 druppels per dag", "nl", (5, 5, "drops")),
        ("Take 10 g daily.", "en", (10, 10, "g")),
        ("Once daily.", "en", (1, 1, "serving")),
        ("Neem niet meer dan 3 capsules per dag. Neem 1 capsule per dag.", "nl", (1, 1, "capsule")),
    ],
)
def test_direction_is_read_as_a_day(text: str, lang: str, expected: tuple[float, float, str]) -> None:
    daily = doses(text, lang).daily
    assert daily is not None
    assert (daily.least, daily.most, daily.word) == expected


@pytest.mark.parametrize("text", ["Bevat 60 capsules.", "Koel bewaren.", ""])
def test_no_direction_is_no_daily_dose(text: str) -> None:
    assert doses(text).daily is None


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9))
def test_amount_of_several_portions_is_shared_among_them(portions: int, taken: int) -> None:
    text = f"Per {portions} capsules: 10 miljard kve. Neem {taken} capsules per dag."
    assert a_day(text) == [pytest.approx(taken / portions)]


@pytest.mark.parametrize(
    ("text", "lang", "times"),
    [
        ("10 miljard kve per capsule. Neem 3 capsules per dag.", "nl", 3.0),
        ("10 miljard kve per dag. Neem 3 capsules per dag.", "nl", 1.0),
        ("Serving size: 2 gummies. 5 billion CFU per serving. Take 2 gummies a day.", "en", 1.0),
        ("Schep (5 g). 1 miljard kve per g. Neem 2 scheppen per dag.", "nl", 10.0),
        ("1 miljard kve per zakje. Bewaar koel.", "nl", None),
    ],
)
def test_amount_is_taken_so_many_times_a_day(text: str, lang: str, times: float | None) -> None:
    assert a_day(text, lang) == [times]


def test_column_of_a_table_decides_the_portion() -> None:
    assert a_day("1 capsule | 2 capsules\n| 5 mld kve | 10 mld kve\nNeem 2 capsules per dag.")[-1] == 1.0


def test_weight_of_a_scoop_makes_grams_a_day() -> None:
    found = doses("Dosering: 2 maatscheppen per dag. 1 maatschep (5 g).")
    assert found.weights_g == {"scoop": 5.0}
    assert found.grams_a_day() == 10.0


@pytest.mark.parametrize(
    "text", ["Per 0 capsules: 10 miljard kve. Neem 1 capsule per dag.", "Capsule (0 g). Neem 3 g per dag."]
)
def test_a_printed_zero_divides_nothing(text: str) -> None:
    assert all(portion.count > 0 for portion in doses(text).portions)
    assert all(weight > 0 for weight in doses(text).weights_g.values())


@pytest.mark.parametrize(
    ("text", "expected"), [("per capsule", "capsule"), ("per 2 gummies", "2 gummies"), ("per 5 g", "5 g")]
)
def test_portion_in_english_words(text: str, expected: str) -> None:
    assert [portion.as_words for portion in doses(text).portions] == [expected]
