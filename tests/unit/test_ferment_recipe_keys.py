"""Recipe keys about rooms, spoons and grains: each works for every ferment it fits, and refuses nonsense."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from biotica.errors import RecipeError
from biotica.ferment.day_night import day_night_course
from biotica.ferment.grain_care import GrainRest, Handed
from biotica.ferment.recipe import Recipe, Starter, read_recipe
from biotica.knowledge.ferments import load_ferments

FERMENTS = load_ferments(files("biotica") / "data" / "ferments")
TOP = """\
ferment = "milk_kefir"
volume_ml = 500
hours = 24
temperature_c = 21
"""
TABLES = """
[milk]
kind = "cow"

[starter]
kind = "grains"
g = 60
"""
CLOCK_H = st.integers(0, 23)


def read(top: str = TOP, tables: str = TABLES) -> Recipe:
    return read_recipe(top + tables, name="me.toml", ferments=FERMENTS)


def degrees_at(recipe: Recipe, hour: float) -> float:
    hours, degrees = zip(*recipe.course, strict=True)
    return float(np.interp(hour, np.array(hours), np.array(degrees)))


def mean_c(recipe: Recipe) -> float:
    hours, degrees = zip(*recipe.course, strict=True)
    at = np.linspace(0.0, recipe.hours, 2401)
    return float(np.interp(at, hours, degrees).mean())


@given(
    day=st.floats(0, 60),
    night=st.floats(0, 60),
    day_from=CLOCK_H,
    night_from=CLOCK_H,
    start=CLOCK_H,
    hours=st.floats(0.1, 720),
)
def test_a_day_and_night_course_stays_between_its_two_temperatures(
    day: float, night: float, day_from: int, night_from: int, start: int, hours: float
) -> None:
    assume(day_from != night_from)
    course = day_night_course(
        day_c=day, night_c=night, day_from_h=day_from, night_from_h=night_from, start_h=start, hours=hours
    )
    degrees = [degree for _hour, degree in course]
    assert min(day, night) - 1e-9 <= min(degrees) <= max(degrees) <= max(day, night) + 1e-9
    listed = [hour for hour, _degree in course]
    assert listed[0] == 0.0
    assert listed[-1] == hours
    assert all(early < late for early, late in pairwise(listed))


def test_a_jar_filled_in_the_evening_has_three_warm_hours_and_then_the_night() -> None:
    recipe = read(TOP.replace("= 21", '= {day = 22, night = 17, start = "20:00"}'))
    at = {hour: degrees_at(recipe, hour) for hour in (0.0, 3.0, 3.5, 4.0, 11.0, 12.0, 24.0)}
    assert at == {0.0: 22.0, 3.0: 22.0, 3.5: 19.5, 4.0: 17.0, 11.0: 17.0, 12.0: 22.0, 24.0: 22.0}
    assert 17.0 < mean_c(recipe) < 22.0
    assert mean_c(recipe) == pytest.approx((16 * 22 + 8 * 17) / 24, abs=0.01)
    assert {"temperature_c.day_from", "temperature_c.night_from"} <= set(recipe.assumed)
    assert "temperature_c.start" not in recipe.assumed


def test_clock_times_may_be_written_as_toml_times() -> None:
    quoted = TOP.replace(
        "= 21", '= {day = 22, night = 17, day_from = "06:30", night_from = "22:00", start = "9:00"}'
    )
    bare = TOP.replace(
        "= 21", "= {day = 22, night = 17, day_from = 06:30:00, night_from = 22:00:00, start = 09:00:00}"
    )
    assert read(quoted) == read(bare)


def test_a_night_shift_is_a_day_that_begins_in_the_evening() -> None:
    recipe = read(TOP.replace("= 21", '= {day = 22, night = 17, day_from = "22:00", night_from = "06:00"}'))
    assert degrees_at(recipe, 2.0) == 22.0
    assert degrees_at(recipe, 10.0) == 17.0


@pytest.mark.parametrize(
    ("amount", "gram"),
    [
        ("tsp = 2", 10.0),
        ("theelepel = 2", 10.0),
        ("tbsp = 2", 30.0),
        ("eetlepel = 2", 30.0),
        ("cup = 0.5", 120.0),
    ],
)
def test_spoons_and_cups_of_grains_are_counted_at_one_gram_per_ml_and_say_so(
    amount: str, gram: float
) -> None:
    recipe = read(tables=TABLES.replace("g = 60", amount))
    assert recipe.starter == Starter(kind="grains", amount=gram)
    assert "starter.density" in recipe.assumed


def test_a_plain_recipe_has_one_first_batch_of_grains_that_did_not_rest() -> None:
    recipe = read()
    assert (recipe.batches, recipe.first, recipe.grain_rest, recipe.handed) == (1, True, None, None)
    assert recipe.starter is not None
    assert recipe.starter.looks == "normal"


def test_a_holiday_is_a_rest_in_the_fridge() -> None:
    assert read(TOP + "holiday_days = 14\n").grain_rest == GrainRest(kind="fridge", days=14.0, holiday=True)
    rest = '[grain_rest]\nkind = "fridge"\ndays = 14\n'
    assert read(tables=TABLES + rest).grain_rest == GrainRest(kind="fridge", days=14.0)


def test_another_milk_is_a_rest_without_length() -> None:
    made = read(tables=TABLES + '[grain_rest]\nkind = "milk_change"\n').grain_rest
    assert made is not None
    assert made.kind == "milk_change"


@given(parts=st.integers(2, 20))
def test_splitting_grains_loses_none(parts: int) -> None:
    recipe = read(tables=TABLES + f"[split]\nparts = {parts}\n")
    assert recipe.starter is not None
    assert recipe.handed is not None
    assert recipe.starter.amount * parts == pytest.approx(60.0)
    assert recipe.handed.total_g(recipe.starter.amount) == pytest.approx(60.0)


def test_sharing_a_quarter_keeps_three_quarters() -> None:
    recipe = read(tables=TABLES + "[share]\npart = 0.25\n")
    assert recipe.starter == Starter(kind="grains", amount=45.0)
    assert recipe.handed == Handed(kind="share", parts=2, kept_share=0.75)


def test_more_grains_than_the_jar_holds_may_be_split_over_several_jars() -> None:
    recipe = read(tables=TABLES.replace("g = 60", "g = 1200") + "[split]\nparts = 10\n")
    assert recipe.starter == Starter(kind="grains", amount=120.0)


def test_batches_and_first_are_kept() -> None:
    recipe = read(TOP + "batches = 5\nfirst = false\n")
    assert (recipe.batches, recipe.first) == (5, False)


WATER = """\
ferment = "water_kefir"
volume_ml = 1000
hours = 48
temperature_c = {day = 24, night = 18}
holiday_days = 3
batches = 2
[starter]
kind = "grains"
eetlepel = 6
looks = "normal"
[share]
part = 0.5
"""
YOGHURT = """\
ferment = "yoghurt"
volume_ml = 1000
hours = 8
temperature_c = {day = 43, night = 40, start = "21:00"}
batches = 3
first = false
[milk]
kind = "goat"
[starter]
kind = "backslop"
eetlepel = 3
looks = "fuzzy"
"""


@pytest.mark.parametrize("text", [WATER, YOGHURT])
def test_the_keys_work_for_the_other_ferments(text: str) -> None:
    recipe = read_recipe(text, name="me.toml", ferments=FERMENTS)
    assert recipe.starter is not None
    assert recipe.starter.amount == 45.0
    assert len(recipe.course) > 1


def changed(top: str, tables: str = TABLES) -> str:
    return TOP + top + tables


def warm(mapping: str) -> str:
    return TOP.replace("= 21", "= " + mapping) + TABLES


BROKEN = {
    "day without night": (warm("{day = 22}"), "missing_key", "me.toml:4", "night = 17"),
    "a boiling day": (warm("{day = 100, night = 17}"), "out_of_range", "me.toml:4", "unit"),
    "an unknown part of the day": (
        warm("{day = 22, night = 17, noon = 25}"),
        "unknown_key",
        "me.toml:4",
        "day",
    ),
    "no clock time": (warm('{day = 22, night = 17, start = "25:00"}'), "bad_clock", "me.toml:4", "07:30"),
    "an hour as a number": (warm("{day = 22, night = 17, start = 20}"), "bad_clock", "me.toml:4", "07:30"),
    "no night": (
        warm('{day = 22, night = 17, day_from = "07:00", night_from = "07:00"}'),
        "day_night_too_short",
        "me.toml:4",
        "an hour apart",
    ),
    "decimal comma by day": (warm("{day = 22,5, night = 17}"), "decimal_comma", "me.toml:4", "21.5"),
    "two spoons": (changed("", TABLES + "theelepel = 1\n"), "two_amounts", "me.toml:12", "keep one"),
    "a jar of spoons": (
        changed("", TABLES.replace("g = 60", "tbsp = 60")),
        "out_of_range",
        "me.toml:11",
        "unit",
    ),
    "strange looks": (changed("", TABLES + 'looks = "blue"\n'), "unknown_word", "me.toml:12", "black"),
    "a rest of a word": (
        changed("", TABLES + '[grain_rest]\nkind = "bed"\ndays = 1\n'),
        "unknown_word",
        "me.toml:13",
        "fridge",
    ),
    "a rest without days": (
        changed("", TABLES + '[grain_rest]\nkind = "dried"\n'),
        "missing_key",
        "me.toml:12",
        "days = 14",
    ),
    "a rest of minus days": (
        changed("", TABLES + '[grain_rest]\nkind = "dried"\ndays = -1\n'),
        "out_of_range",
        "me.toml:14",
        "unit",
    ),
    "days of a change of milk": (
        changed("", TABLES + '[grain_rest]\nkind = "milk_change"\ndays = 3\n'),
        "unknown_key",
        "me.toml:14",
        "known here: kind",
    ),
    "two rests": (
        changed("holiday_days = 3\n", TABLES + '[grain_rest]\nkind = "dried"\ndays = 1\n'),
        "two_rests",
        "me.toml:13",
        "keep one",
    ),
    "an endless holiday": (changed("holiday_days = inf\n"), "out_of_range", "me.toml:5", "unit"),
    "a rest of a powder": (
        changed("holiday_days = 3\n", TABLES.replace('"grains"\ng', '"powder"\ng')),
        "no_grains",
        "me.toml:5",
        "grains",
    ),
    "a rest without a starter": (
        changed("holiday_days = 3\n", TABLES.split("[starter]")[0]),
        "no_grains",
        "me.toml:5",
        "grains",
    ),
    "split of backslop": (
        changed("", TABLES.replace('"grains"\ng', '"backslop"\nml') + "[split]\nparts = 2\n"),
        "no_grains",
        "me.toml:12",
        "grains",
    ),
    "split and share": (
        changed("", TABLES + "[split]\nparts = 2\n[share]\npart = 0.5\n"),
        "split_and_share",
        "me.toml:14",
        "keep one",
    ),
    "half a part": (
        changed("", TABLES + "[split]\nparts = 2.5\n"),
        "not_whole",
        "me.toml:13",
        "without a decimal",
    ),
    "one part": (changed("", TABLES + "[split]\nparts = 1\n"), "out_of_range", "me.toml:13", "unit"),
    "all given away": (changed("", TABLES + "[share]\npart = 1\n"), "out_of_range", "me.toml:13", "unit"),
    "share is a number": (changed("share = 0.5\n"), "not_a_table", "me.toml:5", "[share]"),
    "no batch": (changed("batches = 0\n"), "out_of_range", "me.toml:5", "unit"),
    "batches in words": (changed('batches = "five"\n'), "not_a_number", "me.toml:5", "without quotes"),
    "first in words": (changed('first = "yes"\n'), "not_a_flag", "me.toml:5", "first = true"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_nonsense_gets_one_error_with_place_and_hint(case: str) -> None:
    text, code, where, hint = BROKEN[case]
    with pytest.raises(RecipeError) as caught:
        read_recipe(text, name="me.toml", ferments=FERMENTS)
    assert caught.value.code == code
    assert caught.value.where.startswith(where)
    assert hint in caught.value.hint
    assert caught.value.message
