from __future__ import annotations

import pytest

from biotica.label.label import Label
from biotica.label.read import read_label


def label(text: str) -> Label:
    return read_label(text)[0]


@pytest.mark.parametrize(
    ("text", "name", "grams"),
    [
        ("Voedingssupplement. Inuline 3 g per sachet. Neem 2 sachets per dag.", "inulin", 6.0),
        ("Food supplement. 5 g psyllium per scoop. Take 2 scoops daily.", "psyllium", 10.0),
        ("Food supplement. Ingredients: inulin, rice flour. Take 1 scoop daily.", "inulin", None),
        ("Voedingssupplement. 100 % vlozaad. Neem 2 scheppen (5 g) per dag.", "psyllium", 5.0),
    ],
)
def test_grams_of_a_fibre_a_day(text: str, name: str, grams: float | None) -> None:
    assert [(fibre.name, fibre.g_per_day) for fibre in label(text).fibres] == [(name, grams)]


def test_a_fibre_that_is_denied_or_a_filler_is_none() -> None:
    text = "Food supplement. Without inulin. Lactobacillus casei 1 billion CFU. Fillers: pectin."
    assert label(text).fibres == ()


def test_acid_that_a_salt_provides_is_no_second_substance() -> None:
    text = "Sodium butyrate 300 mg per capsule, providing 240 mg butyric acid. Take 2 capsules daily."
    assert [(one.name, one.mg_per_day) for one in label(text).metabolites] == [("sodium butyrate", 600.0)]


@pytest.mark.parametrize(
    ("text", "contained", "traces"),
    [
        (
            "Kefir. Ingrediënten: volle MELK, kefirculturen. Kan sporen van noten bevatten.",
            ("milk",),
            ("nuts",),
        ),
        ("Food. Ingredients: inulin, whey powder. May contain traces of egg.", ("milk",), ("egg",)),
        ("Food. Ingredients: inulin. Made in a facility that also handles soy.", (), ("soy",)),
        ("Food. Ingredients: inulin. Free from gluten and soy.", (), ()),
        ("Voedingssupplement. Ingrediënten: inuline. Glutenvrij. Zonder lactose.", (), ()),
        ("Food. Contains: milk, soy. May contain milk.", ("milk", "soy"), ()),
    ],
)
def test_allergens_are_ingredients_or_traces(
    text: str, contained: tuple[str, ...], traces: tuple[str, ...]
) -> None:
    found = label(f"{text} Neem 1 capsule per dag.")
    assert (found.allergens, found.may_contain) == (contained, traces)


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("Yoghurt. Ingredients: milk, sugar, cultures.", True),
        ("Voedingssupplement. Ingrediënten: inuline, glucosestroop, water.", True),
        ("Drank. Ingrediënten: water, appelsapconcentraat.", True),
        ("Food supplement. No added sugar. Ingredients: inulin, maltodextrin.", False),
        ("Voedingssupplement. Ingrediënten: inuline, zoetstof xylitol. Suikervrij.", False),
    ],
)
def test_sugar_syrup_and_concentrate_are_added_sugar_and_polyols_are_not(text: str, added: bool) -> None:
    assert label(text).added_sugar is added


@pytest.mark.parametrize(
    ("text", "a_day", "per_100"),
    [
        ("Voedingssupplement. Suikers 1,5 g per gummy. Neem 2 gummies per dag.", 3.0, None),
        ("Kefir. Ingrediënten: melk, culturen. Voedingswaarde per 100 ml: suikers 4,2 g.", None, 4.2),
        ("Food supplement. Ingredients: inulin, maltodextrin. Take 1 sachet daily.", 0.0, None),
        ("Food supplement. Lactobacillus casei 1 billion CFU. Take 1 capsule daily.", None, None),
    ],
)
def test_sugars_in_a_day_and_in_100(text: str, a_day: float | None, per_100: float | None) -> None:
    found = label(text)
    assert (found.sugars_g_per_day, found.sugars_g_per_100) == (a_day, per_100)


def test_every_polyol_is_marked() -> None:
    text = "Food supplement. Ingredients: inulin, xylitol, sorbitol. Take 1 tablet daily."
    assert {"polyol:xylitol", "polyol:sorbitol"} <= label(text).marks
