"""Recipes: what people write comes out whole; what is wrong gets one clear error with a place and a hint."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from tests.jar_cases import RECIPE_TOML as PLAIN

from biotica.errors import RecipeError
from biotica.ferment.recipe import After, Milk, Recipe, Starter, read_recipe
from biotica.knowledge.ferments import load_ferments

FERMENTS = load_ferments(files("biotica") / "data" / "ferments")


def read(text: str | bytes) -> Recipe:
    return read_recipe(text, name="me.toml", ferments=FERMENTS)


def test_the_recipe_of_the_contract_is_read_whole(shared: Path) -> None:
    recipe = read((shared / "contracts" / "recipe.toml").read_bytes())
    assert recipe == Recipe(
        ferment="milk_kefir",
        volume_ml=500.0,
        hours=24.0,
        course=((0.0, 21.5), (8.0, 19.0), (16.0, 21.0)),
        cover="cloth",
        agitation="none",
        milk=Milk(kind="cow", treatment="pasteurised", fat="semi"),
        starter=Starter(kind="grains", amount=25.0),
        after=(
            After(step="bottle", temperature_c=20.0, hours=12.0),
            After(step="chill", temperature_c=4.0, hours=72.0),
        ),
        assumed=("head_space_share",),
    )
    assert recipe.total_hours == 108.0


def test_the_backslop_recipe_of_the_contract_keeps_millilitres(shared: Path) -> None:
    recipe = read((shared / "contracts" / "recipe_backslop.toml").read_bytes())
    assert recipe.starter == Starter(kind="backslop", amount=50.0)
    assert recipe.starter.unit == "ml"
    assert recipe.assumed == ("milk.fat",)


def test_every_default_used_is_listed() -> None:
    recipe = read(PLAIN)
    assert recipe.assumed == ("cover", "agitation", "milk.treatment", "milk.fat")
    assert recipe.milk == Milk(kind="cow", treatment="pasteurised", fat="whole")
    assert recipe.cover == "cloth"


def test_a_tablespoon_of_grains_is_fifteen_gram_and_says_that_this_is_assumed() -> None:
    recipe = read(PLAIN.replace("g = 25", "tbsp = 1"))
    assert recipe.starter == Starter(kind="grains", amount=15.0)
    assert "starter.density" in recipe.assumed


def test_a_tablespoon_of_backslop_is_fifteen_millilitre() -> None:
    recipe = read(PLAIN.replace('"grains"\ng = 25', '"backslop"\ntbsp = 2'))
    assert recipe.starter == Starter(kind="backslop", amount=30.0)


def test_a_starter_without_amount_takes_the_folder_default_per_litre() -> None:
    recipe = read(PLAIN.replace("g = 25\n", ""))
    assert recipe.starter == Starter(kind="grains", amount=25.0)
    assert "starter.amount" in recipe.assumed


def test_room_for_gas_is_asked_only_where_gas_is_shut_in() -> None:
    assert read(PLAIN.replace("hours = 24", "hours = 24\nhead_space_share = 0.3")).head_space_share == 0.3
    sealed = read(PLAIN.replace("hours = 24", 'hours = 24\ncover = "sealed"'))
    assert sealed.assumed[-1] == "head_space_share"
    with pytest.raises(RecipeError):
        read(PLAIN.replace("hours = 24", "hours = 24\nhead_space_share = 3"))


def test_no_starter_table_is_no_culture() -> None:
    assert read(PLAIN.split("[starter]")[0]).starter is None


def test_water_kefir_needs_no_milk() -> None:
    recipe = read('ferment = "water_kefir"\nvolume_ml = 1000\nhours = 48\ntemperature_c = 22\n')
    assert recipe.milk is None


def test_a_byte_order_mark_and_windows_lines_change_nothing() -> None:
    assert read(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode()) == read(PLAIN)


@pytest.mark.parametrize("ferment", sorted(FERMENTS))
def test_the_example_of_every_ferment_can_be_read(ferment: str) -> None:
    example = FERMENTS[ferment].example_recipe
    read(as_toml(example))


BROKEN = {
    "unknown key": (
        PLAIN.replace("hours = 24", "hour = 24"),
        "unknown_key",
        "me.toml:3",
        "did you mean 'hours'",
    ),
    "unknown key in a table": (
        PLAIN.replace('kind = "cow"', 'kind = "cow"\nfatt = "whole"'),
        "unknown_key",
        "me.toml:8",
        "did you mean 'fat'",
    ),
    "wrong word": (PLAIN.replace('"cow"', '"cows"'), "unknown_word", "me.toml:7", "did you mean 'cow'"),
    "unknown ferment": (PLAIN.replace("milk_kefir", "kombucha"), "unknown_word", "me.toml:1", "milk_kefir"),
    "negative volume": (PLAIN.replace("= 500", "= -500"), "out_of_range", "me.toml:2", "unit"),
    "absurd volume": (PLAIN.replace("= 500", "= 1e12"), "out_of_range", "me.toml:2", "unit"),
    "not a number at all": (PLAIN.replace("= 500", "= nan"), "out_of_range", "me.toml:2", "unit"),
    "no hours": (PLAIN.replace("hours = 24", "hours = 0"), "out_of_range", "me.toml:3", "unit"),
    "hours missing": (PLAIN.replace("hours = 24\n", ""), "missing_key", "me.toml", "hours = 24"),
    "a word for a number": (PLAIN.replace("= 24", "= true"), "not_a_number", "me.toml:3", "without quotes"),
    "Fahrenheit": (PLAIN.replace("= 21\n", "= 70\n"), "out_of_range", "me.toml:4", "unit"),
    "decimal comma in quotes": (PLAIN.replace("= 21\n", '= "21,5"\n'), "not_a_number", "me.toml:4", "point"),
    "decimal comma": (PLAIN.replace("= 21\n", "= 21,5\n"), "decimal_comma", "me.toml:4:19", "21.5"),
    "course out of order": (
        PLAIN.replace("= 21\n", "= [[0, 21], [8, 19], [8, 20]]\n"),
        "course_out_of_order",
        "me.toml:4",
        "order of time",
    ),
    "empty course": (PLAIN.replace("= 21\n", "= []\n"), "course_out_of_order", "me.toml:4", "points"),
    "flat course": (PLAIN.replace("= 21\n", "= [0, 21]\n"), "bad_course", "me.toml:4", "points"),
    "two amounts": (PLAIN + "tbsp = 2\n", "two_amounts", "me.toml:12", "keep one"),
    "more grains than milk": (PLAIN.replace("g = 25", "g = 2500"), "out_of_range", "me.toml:11", "unit"),
    "milk missing": (PLAIN.replace('[milk]\nkind = "cow"\n', ""), "missing_key", "me.toml", "[milk]"),
    "milk is a word": (
        PLAIN.replace('\n[milk]\nkind = "cow"\n', 'milk = "cow"\n'),
        "not_a_table",
        "me.toml:5",
        "[milk]",
    ),
    "after step without temperature": (
        PLAIN + '[[after]]\nstep = "chill"\nhours = 4\n',
        "missing_key",
        "me.toml:12",
        "temperature_c = 4",
    ),
    "second after step is unknown": (
        PLAIN
        + '[[after]]\nstep = "chill"\ntemperature_c = 4\nhours = 4\n[[after]]\nstep = "freeze"\nhours = 2\n',
        "unknown_word",
        "me.toml:17",
        "chill, bottle, heat",
    ),
    "a hot fridge": (
        PLAIN + '[[after]]\nstep = "chill"\ntemperature_c = 40\nhours = 4\n',
        "out_of_range",
        "me.toml:14",
        "unit",
    ),
    "a starter that yoghurt does not know": (
        PLAIN.replace("milk_kefir", "yoghurt"),
        "starter_not_known",
        "me.toml:10",
        "backslop",
    ),
    "a key twice": (
        PLAIN.replace("hours = 24", "hours = 24\nhours = 12"),
        "unreadable_toml",
        "me.toml:4",
        "key",
    ),
    "a page of html": ("<html><body>recipe</body></html>", "unreadable_toml", "me.toml:1", "key = value"),
    "an empty file": ("", "missing_key", "me.toml", "ferment"),
    "deep nesting": ("x = " + "[" * 20000, "unreadable_toml", "me.toml", "key = value"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_recipe_gets_one_error_with_place_and_hint(case: str) -> None:
    text, code, where, hint = BROKEN[case]
    with pytest.raises(RecipeError) as caught:
        read(text)
    assert caught.value.code == code
    assert caught.value.where.startswith(where)
    assert hint in caught.value.hint
    assert caught.value.message


def test_a_data_file_is_refused_unread() -> None:
    with pytest.raises(RecipeError) as caught:
        read(b"\0" * 100_000)
    assert caught.value.code == "file_too_large"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(RecipeError) as caught:
        read(b"\x89PNG\r\n\xff\xfe")
    assert caught.value.code == "not_utf8"
    assert caught.value.where == "me.toml"


def as_toml(recipe: object) -> str:
    """Write the few kinds of value that example recipes hold."""
    assert isinstance(recipe, dict)
    flat = {key: value for key, value in recipe.items() if not isinstance(value, dict | list)}
    lines = [f"{key} = {plain(value)}" for key, value in flat.items()]
    for key, value in recipe.items():
        for item, header in (
            [(value, f"[{key}]")]
            if isinstance(value, dict)
            else [(item, f"[[{key}]]") for item in value]
            if isinstance(value, list)
            else []
        ):
            lines += [header, *(f"{name} = {plain(cell)}" for name, cell in item.items())]
    return "\n".join(lines) + "\n"


def plain(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
