"""Forecasts on the real engine: they follow milk, temperature, starter, readings and steps."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from biotica.errors import OutsideValidity, RecipeError
from biotica.ferment.ensemble import quantiles
from biotica.ferment.forecast import CHALLENGES, Forecast, forecast, parse_challenge
from biotica.ferment.readings import Reading, read_readings
from biotica.ferment.recipe import After, Milk, Recipe, Starter, read_recipe
from biotica.knowledge.ferments import load_ferments
from biotica.knowledge.load import load

KNOWLEDGE = load()
DRAWS = 60
COW = Milk(kind="cow", treatment="pasteurised", fat="whole")
TEN_PERCENT = Starter(kind="grains", amount=100.0)
RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=1000.0,
    hours=24.0,
    course=((0.0, 25.0),),
    cover="cloth",
    agitation="none",
    milk=COW,
    starter=TEN_PERCENT,
    after=(),
    assumed=("milk.fat",),
)


@cache
def jar(
    recipe: Recipe = RECIPE, readings: tuple[Reading, ...] = (), challenge: tuple[str, float] | None = None
) -> Forecast:
    return forecast(recipe, KNOWLEDGE, readings, challenge, draws=DRAWS)


def at(degrees: float) -> Recipe:
    return replace(RECIPE, course=((0.0, degrees),), starter=Starter(kind="grains", amount=50.0))


def end_ph(seen: Forecast) -> float:
    return float(quantiles(seen.courses.ph[:, -1])[1])


def codes(seen: Forecast) -> set[str]:
    return {finding.code for finding in seen.findings}


def test_a_day_at_25_degrees_with_ten_percent_grains_ends_where_published_kefirs_end() -> None:
    assert 3.93 <= end_ph(jar()) <= 4.54


def test_a_warmer_jar_is_sourer_after_a_day() -> None:
    ends = [end_ph(jar(at(degrees))) for degrees in (12.0, 18.0, 24.0, 30.0)]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] - ends[-1] > 1.0


def test_more_grains_reach_4_6_earlier() -> None:
    few = replace(RECIPE, starter=Starter(kind="grains", amount=20.0))
    assert np.median(jar().time_to_ph_4_6_h) < np.median(jar(few).time_to_ph_4_6_h)


@pytest.mark.parametrize("treatment", ["pasteurised", "uht", "raw", "boiled"])
def test_milk_without_culture_is_slower_than_with_culture_in_nearly_every_draw(treatment: str) -> None:
    milk = Milk(kind="cow", treatment=treatment, fat="whole")
    with_culture = replace(RECIPE, milk=milk, hours=72.0)
    without = jar(replace(with_culture, starter=None))
    cultured_h = jar(with_culture).time_to_ph_4_6_h
    assert np.mean(without.time_to_ph_4_6_h >= cultured_h) >= 0.95
    assert np.median(without.time_to_ph_4_6_h) > np.median(cultured_h) + 12.0
    assert "no_culture" in codes(without)
    assert "ready_at" not in codes(without)


@pytest.mark.parametrize("kind", ["goat", "sheep", "camel", "buffalo"])
def test_a_forecast_that_ignores_its_milk_fails(kind: str) -> None:
    other = jar(replace(RECIPE, milk=replace(COW, kind=kind)))
    assert abs(end_ph(other) - end_ph(jar())) > 0.005
    assert other.courses.mmol_per_l["lactose"][0, 0] != jar().courses.mmol_per_l["lactose"][0, 0]


def test_a_forecast_that_ignores_its_temperature_fails() -> None:
    day_and_night = replace(RECIPE, course=((0.0, 25.0), (8.0, 25.0), (9.0, 17.0), (24.0, 17.0)))
    assert end_ph(jar(day_and_night)) > end_ph(jar()) + 0.02


def test_a_forecast_that_ignores_its_readings_fails() -> None:
    slow = (Reading(row=2, time_h=10.0, ph=6.5), Reading(row=3, time_h=14.0, ph=6.3))
    fast = (Reading(row=2, time_h=10.0, ph=4.9), Reading(row=3, time_h=14.0, ph=4.5))
    assert end_ph(jar(RECIPE, slow)) > end_ph(jar()) > end_ph(jar(RECIPE, fast)) - 0.05
    assert end_ph(jar(RECIPE, slow)) > end_ph(jar(RECIPE, fast)) + 0.2


def test_three_readings_narrow_the_forecast() -> None:
    middle = jar().courses.ph[np.argsort(jar().courses.ph[:, -1])[DRAWS // 2]]
    hours = (6.0, 10.0, 14.0)
    readings = tuple(
        Reading(row=2 + n, time_h=hour, ph=float(np.interp(hour, jar().courses.times_h, middle)))
        for n, hour in enumerate(hours)
    )
    widths = [np.ptp(quantiles(seen.courses.ph[:, -1])[[0, 2]]) for seen in (jar(), jar(RECIPE, readings))]
    assert widths[1] < 0.8 * widths[0]


def test_measured_degrees_replace_the_planned_ones() -> None:
    cold = tuple(Reading(row=2 + n, time_h=2.0 * n, temperature_c=14.0) for n in range(12))
    assert end_ph(jar(RECIPE, cold)) > end_ph(jar()) + 0.2
    assert "prior_only" in codes(jar(RECIPE, cold))


def test_a_reading_after_the_end_is_refused() -> None:
    with pytest.raises(RecipeError) as caught:
        jar(RECIPE, (Reading(row=9, time_h=30.0, ph=4.5),))
    assert caught.value.code == "reading_after_end"
    assert caught.value.where == "readings:9"


def test_backslopped_raw_milk_at_20_degrees_follows_the_open_jars(shared: Path) -> None:
    del shared
    milk = Milk(kind="cow", treatment="raw", fat="whole")
    recipe = replace(
        RECIPE,
        volume_ml=296.0,
        hours=120.0,
        course=((0.0, 20.0),),
        milk=milk,
        starter=Starter(kind="backslop", amount=15.0),
    )
    seen = forecast(recipe, KNOWLEDGE, draws=200)
    observed = {8.0: 6.18, 14.7: 5.02, 20.8: 4.63, 30.5: 4.50, 50.5: 4.39, 85.7: 4.27, 120.3: 4.24}
    median = quantiles(seen.courses.ph)[1]
    predicted = np.interp(list(observed), seen.courses.times_h, median)
    assert np.sqrt(np.mean((predicted - np.array(list(observed.values()))) ** 2)) < 0.25
    assert 17.0 < np.median(seen.time_to_ph_4_6_h) < 30.0


def test_twice_the_jar_is_the_same_forecast() -> None:
    twice = replace(RECIPE, volume_ml=2000.0, starter=Starter(kind="grains", amount=200.0))
    assert jar(twice).courses.ph == pytest.approx(jar().courses.ph, abs=0.01)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    again = forecast(RECIPE, KNOWLEDGE, draws=DRAWS)
    assert np.array_equal(again.courses.ph, jar().courses.ph)
    assert not np.array_equal(forecast(RECIPE, KNOWLEDGE, draws=DRAWS, seed=2).courses.ph, again.courses.ph)


def test_fewer_draws_are_the_first_of_many() -> None:
    few = forecast(RECIPE, KNOWLEDGE, draws=10)
    assert few.courses.ph == pytest.approx(jar().courses.ph[:10], abs=1e-6)


def test_heating_kills_the_cells_and_keeps_them_as_dead_ones() -> None:
    heated = jar(replace(RECIPE, after=(After(step="heat", temperature_c=75.0, hours=0.25),)))
    member = "lactococcus_lactis"
    before = np.searchsorted(heated.courses.times_h, 24.0 - 1e-6)
    live, dead = heated.courses.live_cfu_per_ml[member], heated.courses.dead_cells_per_ml[member]
    assert (live[:, -1] < 1e-3 * live[:, before]).all()
    whole = live + dead
    assert (whole[:, -1] > 0.9 * whole[:, before]).all()
    assert {"heat_killed", "spores_survive"} <= codes(heated)


def test_what_is_poured_is_what_the_courses_end_with() -> None:
    for recipe in (RECIPE, replace(RECIPE, after=(After(step="chill", temperature_c=4.0, hours=24.0),))):
        seen = jar(recipe)
        assert seen.poured.volume_ml == pytest.approx(1000.0)
        assert seen.poured.amounts_mmol["lactate"] == pytest.approx(seen.courses.mmol_per_l["lactate"][:, -1])
        assert seen.poured.kind >= {"live", "substrate", "metabolite"}


def test_a_closed_bottle_builds_pressure_and_the_grains_stay_behind() -> None:
    bottled = jar(replace(RECIPE, after=(After(step="bottle", temperature_c=22.0, hours=24.0),)))
    assert (bottled.courses.gauge_bar[:, -1] > 0.0).all()
    assert bottled.courses.gauge_bar[:, : np.searchsorted(bottled.courses.times_h, 23.9)].max() == 0.0
    assert "bottle_pressure" in codes(bottled)


def test_a_fridge_keeps_the_ph_better_than_the_kitchen() -> None:
    cold, warm = (
        jar(replace(RECIPE, after=(After(step=step, temperature_c=degrees, hours=72.0),)))  # type: ignore[arg-type]
        for step, degrees in (("chill", 4.0), ("bottle", 22.0))
    )
    assert end_ph(cold) > end_ph(warm)
    assert "temperature_abuse" in codes(warm)


@pytest.mark.parametrize("name", sorted(CHALLENGES))
def test_a_pathogen_starts_where_it_was_put_and_gets_a_verdict(name: str) -> None:
    seen = jar(RECIPE, (), (name, 1e3))
    assert seen.challenge is not None
    assert seen.challenge.log10_cfu_per_ml[:, 0] == pytest.approx(3.0)
    assert codes(seen) & {"challenge_grows", "challenge_falls"}


def test_pathogens_of_the_open_table_are_never_forecast_far_below_what_was_seen(shared: Path) -> None:
    del shared
    recipe = replace(RECIPE, course=((0.0, 23.0),), starter=Starter(kind="grains", amount=50.0))
    seen_at_24_h = {("e_coli_o157", 2.29): 4.13, ("salmonella", 2.37): 4.64, ("s_aureus", 2.28): 2.66}
    for (name, start), observed in seen_at_24_h.items():
        seen = forecast(recipe, KNOWLEDGE, (), (name, 10.0**start), draws=DRAWS)
        assert seen.challenge is not None
        _low, median, high = quantiles(seen.challenge.log10_cfu_per_ml[:, -1])
        assert median > observed - 1.0
        assert high > observed


@pytest.mark.parametrize(
    "text", ["listeria", "listeria:", "listeria:many", "plague:1e3", "listeria:-5", "listeria:1e12"]
)
def test_a_broken_challenge_is_refused(text: str) -> None:
    with pytest.raises(RecipeError) as caught:
        parse_challenge(text)
    assert caught.value.where == "--challenge"


def test_a_challenge_is_a_name_and_a_count() -> None:
    assert parse_challenge("e_coli_o157:1e4") == ("e_coli_o157", 1e4)


def test_milk_that_nobody_measured_is_refused() -> None:
    with pytest.raises(OutsideValidity):
        jar(replace(RECIPE, milk=replace(COW, kind="soy")))


def test_the_forecast_has_the_shape_of_the_contract(shared: Path) -> None:
    sample = json.loads((shared / "contracts" / "forecast.json").read_text(encoding="utf-8"))
    recipe = read_recipe(
        (shared / "contracts" / "recipe.toml").read_bytes(),
        name="recipe.toml",
        ferments=load_ferments(files("biotica") / "data" / "ferments"),
    )
    readings = read_readings((shared / "contracts" / "readings.csv").read_bytes(), name="readings.csv")
    made = forecast(recipe, KNOWLEDGE, readings, ("e_coli_o157", 1e3), draws=DRAWS).to_contract()
    json.dumps(made, allow_nan=False)
    assert sample.keys() <= made.keys()
    times = made["times_h"]
    assert isinstance(times, list)
    assert times[0] == 0
    assert times[-1] == 108
    assert set(sample["live_log10_cfu_per_ml"]) <= set(_table(made, "live_log10_cfu_per_ml"))
    for name in ("pH", "lactose", "lactate", "acetate", "ethanol", "CO2"):
        band = _table(made, name)
        assert set(band) == {"median", "low", "high"}
        assert all(len(band[key]) == len(times) for key in band)
        assert all(
            low <= mid <= high
            for low, mid, high in zip(band["low"], band["median"], band["high"], strict=True)
        )
    assert _table(made, "challenge").keys() == sample["challenge"].keys()
    assert _table(made, "time_to_ph_4_6_h").keys() == sample["time_to_ph_4_6_h"].keys()
    assert made["versions"].keys() == sample["versions"].keys()  # type: ignore[attr-defined]


def _table(made: dict[str, object], key: str) -> dict[str, list[float]]:
    value = made[key]
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("ferment", sorted(load_ferments(files("biotica") / "data" / "ferments")))
def test_the_example_of_every_folder_gets_sourer(ferment: str) -> None:
    ferments = load_ferments(files("biotica") / "data" / "ferments")
    example = ferments[ferment].example_recipe
    recipe = read_recipe(as_toml(example), name=ferment, ferments=ferments)
    seen = jar(recipe)
    assert end_ph(seen) < float(np.median(seen.courses.ph[:, 0])) - 1.0


def test_sugar_water_begins_as_sour_as_its_folder_says() -> None:
    ferments = load_ferments(files("biotica") / "data" / "ferments")
    text = as_toml({"ferment": "water_kefir", "volume_ml": 1000, "hours": 24, "temperature_c": 22})
    start = jar(read_recipe(text, name="x.toml", ferments=ferments)).courses.ph[:, 0]
    assert (start > 4.5).all()
    assert (start < 7.5).all()


def test_a_throw_away_folder_is_a_ferment_without_any_python(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(str(files("biotica") / "data"), data)
    folder = shutil.copytree(data / "ferments" / "milk_kefir", data / "ferments" / "tibicos_of_aunt_mien")
    text = (folder / "ferment.yaml").read_text(encoding="utf-8")
    (folder / "ferment.yaml").write_text(text.replace("milk_kefir", folder.name), encoding="utf-8")
    recipe = read_recipe(
        as_toml(
            {
                "ferment": folder.name,
                "volume_ml": 500,
                "hours": 24,
                "temperature_c": 25,
                "milk": {"kind": "cow"},
            }
        ),
        name="x.toml",
        ferments=load_ferments(data / "ferments"),
    )
    assert forecast(recipe, load(data), draws=5).courses.ph.shape[0] == 5


def as_toml(recipe: object) -> str:
    assert isinstance(recipe, dict)
    lines = [
        f"{key} = {json.dumps(value)}" for key, value in recipe.items() if not isinstance(value, dict | list)
    ]
    for key, value in recipe.items():
        tables = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
        for table in tables:
            lines.append(f"[{key}]" if isinstance(value, dict) else f"[[{key}]]")
            lines += [f"{name} = {json.dumps(cell)}" for name, cell in table.items()]
    return "\n".join(lines) + "\n"


def test_grains_grow_from_batch_to_batch_and_sour_faster() -> None:
    seventh = replace(at(21.0), batches=7)
    first, later = jar(at(21.0)), jar(seventh)
    assert (later.time_to_ph_4_6_h <= first.time_to_ph_4_6_h + 1e-6).mean() >= 0.9
    mass = {q.name: q.median for q in later.quantities if q.group == "grains"}
    assert mass["grain_mass"] == pytest.approx(50.0 * 1.067**7, rel=0.1)


def test_taste_and_bubbles_move_the_forecast_and_less_than_a_meter() -> None:
    hours = (8.0, 12.0)
    sour = tuple(Reading(row=2 + n, time_h=hour, taste="very_sour") for n, hour in enumerate(hours))
    sweet = tuple(Reading(row=2 + n, time_h=hour, taste="sweet") for n, hour in enumerate(hours))
    meter = tuple(Reading(row=2 + n, time_h=hour, ph=6.3) for n, hour in enumerate(hours))
    assert end_ph(jar(RECIPE, sour)) < end_ph(jar(RECIPE, sweet)) - 0.1
    assert end_ph(jar(RECIPE, meter)) > end_ph(jar(RECIPE, sweet))
    assert "prior_only" not in codes(jar(RECIPE, sour))
    still, lively = (
        jar(RECIPE, (Reading(row=2, time_h=20.0, gas=word),)).courses.mmol_per_l["CO2"][:, -1]
        for word in ("none", "much")
    )
    assert np.median(lively) > np.median(still)


def test_what_was_tasted_is_read_from_the_file() -> None:
    (reading,) = read_readings("time_h,ph,taste,gas\n10,,very sour,some\n", name="r.csv")
    assert (reading.taste, reading.gas, reading.ph) == ("very_sour", "some", None)
    with pytest.raises(RecipeError) as caught:
        read_readings("time_h,ph,taste\n10,,yummy\n", name="r.csv")
    assert caught.value.code == "unknown_word"
    assert caught.value.where == "r.csv:2"
