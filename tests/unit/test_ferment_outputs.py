"""What comes out of a jar: laws of the amounts, numbers that can be compared, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.engine.draws import Draws
from biotica.errors import RecipeError
from biotica.ferment.acidity import base_mmol_per_l, lactic_percent, titratable_mmol_per_l
from biotica.ferment.ensemble import Floats, quantiles
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.medium import balanced, milk_medium
from biotica.ferment.nutrients import energy
from biotica.ferment.outputs import MICROBES, outputs
from biotica.ferment.published import joined
from biotica.ferment.quantity import MODEL, OWN_PRICE, Asked, Drink, Quantity
from biotica.ferment.recipe import After, Milk, Recipe, Starter
from biotica.knowledge.drink_tables import ContentRow, load_contents, load_energy_factors
from biotica.knowledge.load import load

KNOWLEDGE = load()
DRAWS = 40
COW = Milk(kind="cow", treatment="pasteurised", fat="whole")
RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=1000.0,
    hours=24.0,
    course=((0.0, 25.0),),
    cover="cloth",
    agitation="none",
    milk=COW,
    starter=Starter(kind="grains", amount=100.0),
    after=(),
    assumed=(),
)
BOTTLED = replace(RECIPE, after=(After(step="bottle", temperature_c=18.0, hours=12.0),))
HEATED = replace(RECIPE, after=(After(step="heat", temperature_c=72.0, hours=0.25),))
LACTIC = KNOWLEDGE.molar_mass_g_per_mol("lactate")


@cache
def jar(recipe: Recipe = RECIPE, asked: Asked | None = None) -> Forecast:
    return forecast(recipe, KNOWLEDGE, draws=DRAWS, asked=asked)


def found(seen: Forecast, name: str, unit: str, days: int = 0) -> Quantity:
    (one,) = [q for q in seen.quantities if (q.name, q.unit, q.days) == (name, unit, days)]
    return one


def band(quantity: Quantity) -> tuple[float, float, float]:
    assert quantity.low is not None
    assert quantity.median is not None
    assert quantity.high is not None
    return quantity.low, quantity.median, quantity.high


def fresh(kind: str = "cow") -> dict[str, Floats]:
    return milk_medium(replace(COW, kind=kind), KNOWLEDGE, Draws(count=DRAWS))


def soured(medium: dict[str, Floats], acid: str, mmol_per_l: float) -> dict[str, Floats]:
    return {**medium, acid: medium.get(acid, np.zeros(DRAWS)) + mmol_per_l}


def test_lactose_of_a_glass_is_that_of_the_course() -> None:
    grams = jar().courses.mmol_per_l["lactose"][:, -1] * 342.297 / 1000.0 * 0.2
    assert band(found(jar(), "lactose", "g_per_glass")) == pytest.approx(tuple(quantiles(grams)), rel=1e-4)


def test_lactose_left_is_a_share_of_the_start() -> None:
    course = jar().courses.mmol_per_l["lactose"]
    low, _median, high = band(found(jar(), "lactose", "percent_of_start"))
    assert (low, high) == pytest.approx(tuple(100.0 * quantiles(course[:, -1] / course[:, 0])[[0, 2]]))
    assert high < 100.0


def test_a_glass_twice_as_big_holds_twice_as_much_and_is_no_sourer() -> None:
    big = jar(RECIPE, Asked(glass_ml=400.0))
    for one, other in zip(jar().quantities, big.quantities, strict=True):
        factor = 2.0 if one.unit.endswith("_per_glass") else 1.0
        for mine, theirs in ((one.median, other.median), (one.low, other.low), (one.high, other.high)):
            assert (mine is None) == (theirs is None)
            assert theirs == pytest.approx(None if mine is None else factor * mine)


def test_intervals_are_in_order_and_every_number_says_what_it_rests_on() -> None:
    assert len(jar(BOTTLED).quantities) > 40
    for one in jar(BOTTLED).quantities:
        ends = [number for number in (one.low, one.median, one.high) if number is not None]
        assert ends == sorted(ends)
        if one.status == "not_known":
            assert ends == []
        else:
            assert ends
            assert one.sources
            assert set(one.sources) <= {MODEL, *KNOWLEDGE.sources}
        assert (MODEL in one.sources) == (one.status == "model")


def test_what_others_measured_is_never_more_than_low_and_prices_are_very_low() -> None:
    assert {q.confidence for q in jar().quantities if q.group in {"small", "grains"}} <= {"low", "very_low"}
    assert {q.confidence for q in jar().quantities if q.group == "cost"} == {"very_low"}


def test_energy_is_the_sum_of_its_parts() -> None:
    one = np.ones(1)
    parts = {"carbohydrate": 9.0 * one, "protein": 7.0 * one, "fat": 6.0 * one, "alcohol": 0.5 * one}
    kj, kcal = energy({**parts, "organic_acids": 2.0 * one}, load_energy_factors(KNOWLEDGE.folder))
    assert kj == pytest.approx(9 * 17 + 7 * 17 + 6 * 37 + 0.5 * 29 + 2 * 13)
    assert kcal == pytest.approx(9 * 4 + 7 * 4 + 6 * 9 + 0.5 * 7 + 2 * 3)


def test_whole_milk_that_nothing_ferments_has_the_energy_of_whole_milk() -> None:
    milk = jar(replace(RECIPE, starter=None, hours=0.5, milk=replace(COW, treatment="boiled")))
    low, median, high = band(found(milk, "energy", "kj_per_glass"))
    assert low < 2 * 1.03 * 270 < high
    assert median == pytest.approx(2 * 1.03 * 270, rel=0.1)


@given(acid=st.sampled_from(["lactate", "acetate", "citrate"]), more=st.floats(0.01, 200.0))
def test_titratable_acidity_rises_with_every_mmol_of_acid(acid: str, more: float) -> None:
    milk, ends = fresh(), np.full(DRAWS, 8.3)
    rise = base_mmol_per_l(soured(milk, acid, more), KNOWLEDGE.metabolites, ends) - base_mmol_per_l(
        milk, KNOWLEDGE.metabolites, ends
    )
    protons = {"lactate": 1.0, "acetate": 1.0, "citrate": 3.0}[acid]
    assert rise == pytest.approx(protons * more, rel=0.02)


def test_base_of_a_medium_to_its_own_ph_is_none_and_the_order_of_draws_is_no_matter() -> None:
    milk, known = fresh(), KNOWLEDGE.metabolites
    ph = Draws(count=DRAWS).number("milk:cow:initial_ph", KNOWLEDGE.milk("cow")["initial_ph"])
    assert base_mmol_per_l(milk, known, ph) == pytest.approx(0.0, abs=1e-9)
    turned = {name: amount[::-1] for name, amount in reversed(milk.items())}
    ends = np.full(DRAWS, 8.3)
    assert base_mmol_per_l(turned, known, ends) == pytest.approx(base_mmol_per_l(milk, known, ends)[::-1])


@pytest.mark.parametrize(("kind", "low", "high"), [("cow", 0.135, 0.20), ("sheep", 0.16, 0.35)])
def test_fresh_milk_is_as_sour_as_the_limits_for_raw_milk_say(kind: str, low: float, high: float) -> None:
    still = replace(RECIPE, starter=None, hours=0.2, milk=replace(COW, kind=kind, treatment="boiled"))
    seen = band(found(jar(still), "titratable_acidity", "percent_lactic"))
    assert low - 0.01 <= seen[0] < seen[1] < seen[2] <= high + 0.01


def test_milk_soured_to_ph_4_4_is_as_sour_as_a_cultured_milk() -> None:
    """About 0.6 %, the least that standards ask, at the low end; below all acid of GAMBA2020, 1.5 %."""
    medium, known = fresh(), KNOWLEDGE.metabolites
    first = Draws(count=DRAWS).number("milk:cow:initial_ph", KNOWLEDGE.milk("cow")["initial_ph"])
    sour = {**medium, "strong_cation": balanced(medium, np.full(DRAWS, 4.4), known)["strong_cation"]}
    low, median, high = quantiles(lactic_percent(base_mmol_per_l(sour, known, first), LACTIC) + 0.16)
    assert 0.5 < low < high < 1.5
    assert 0.7 < median < 1.1


def test_acid_that_is_titrated_is_what_fresh_milk_takes_and_the_acids_that_were_made() -> None:
    acids = sum(
        course[:, -1] - course[:, 0]
        for name, course in jar().courses.mmol_per_l.items()
        if name in {"lactate", "acetate"}
    )
    made = float(np.median(acids)) * LACTIC / 1e4
    assert band(found(jar(), "titratable_acidity", "percent_lactic"))[1] == pytest.approx(
        0.16 + made, abs=0.05
    )


def test_gas_that_is_shaken_out_is_not_titrated_and_lactic_acid_is() -> None:
    courses = jar().courses

    def titrated(metabolite: str) -> Floats:
        course = {**courses.mmol_per_l, metabolite: courses.mmol_per_l[metabolite] + 10.0}
        more = replace(courses, mmol_per_l=course)
        return titratable_mmol_per_l(
            Drink(
                recipe=RECIPE,
                courses=more,
                stored=more,
                knowledge=KNOWLEDGE,
                draws=Draws(count=DRAWS, seed=1),
            )
        )

    assert titrated("lactose") == pytest.approx(titrated("CO2"))
    assert titrated("lactate") - titrated("CO2") == pytest.approx(10.0, rel=0.01)


def test_the_three_scales_of_sourness_agree() -> None:
    percent, dornic, henkel = (
        band(found(jar(), "titratable_acidity", unit))[1]
        for unit in ("percent_lactic", "dornic", "soxhlet_henkel")
    )
    assert dornic == pytest.approx(100.0 * percent)
    assert henkel * 0.0225 == pytest.approx(percent, rel=2e-3)


def test_heating_moves_the_living_to_the_dead_in_every_group() -> None:
    for group in ("lactococci", "leuconostocs", "lactobacilli", "yeasts", "acetic_acid_bacteria"):
        before = band(found(jar(), f"{group}_live", "log10_cfu_per_ml"))
        live = band(found(jar(HEATED), f"{group}_live", "log10_cfu_per_ml"))
        dead = band(found(jar(HEATED), f"{group}_dead", "log10_cells_per_ml"))
        assert live[1] < before[1] - 3.0
        assert before[1] - 0.05 < dead[1] < before[1] + 0.5, "and those that had died before"


def test_a_pathogen_put_in_stands_in_no_group() -> None:
    challenged = forecast(RECIPE, KNOWLEDGE, challenge=("listeria", 1e9), draws=8)
    plain = forecast(RECIPE, KNOWLEDGE, draws=8)
    names = {q.name for q in challenged.quantities if q.group == "microbes" and q.unit.startswith("log10")}
    assert names == {q.name for q in plain.quantities if q.group == "microbes" and q.unit.startswith("log10")}
    assert names <= {f"{group}_{state}" for group in MICROBES for state in ("live", "dead")}
    walls = [band(found(one, "dead_wall", "mg_per_glass"))[1] for one in (challenged, plain)]
    assert 0.0 < walls[0] < walls[1], "what the pathogen takes from the others; its own wall does not count"


def test_growth_of_grains_is_the_models_only_where_it_models_them() -> None:
    drink = Drink(
        recipe=RECIPE,
        courses=jar().courses,
        stored=jar().courses,
        knowledge=KNOWLEDGE,
        draws=Draws(count=DRAWS),
        grain_g=np.linspace([100.0] * DRAWS, [108.0] * DRAWS, jar().courses.times_h.size).T,
    )
    grown = {q.name: q for q in outputs(drink, Asked()) if q.group == "grains"}
    assert band(grown["grain_gain"]) == pytest.approx((8.0, 8.0, 8.0))
    assert grown["grain_mass"].median == pytest.approx(108.0)
    assert grown["grain_growth_per_week"].status == "table"
    told = {q.name: q.status for q in jar().quantities if q.group == "grains"}
    assert told["grain_gain"] == "model"
    assert told["grain_growth_per_week"] == "table"


def test_a_jar_without_grains_tells_of_no_growth_of_grains() -> None:
    backslop = jar(replace(RECIPE, starter=Starter(kind="backslop", amount=50.0)))
    assert [q.name for q in backslop.quantities if q.group == "grains"] == []


def test_days_in_the_fridge_are_those_asked_for() -> None:
    seen = jar(BOTTLED, Asked(days=21))
    for name, unit in (("ph", "ph"), ("ethanol", "percent_vol"), ("gauge_pressure", "bar")):
        assert found(seen, name, unit, 21).days == 21
    week = band(found(jar(BOTTLED), "gauge_pressure", "bar", 7))
    later = band(found(seen, "gauge_pressure", "bar", 21))
    assert band(found(seen, "gauge_pressure", "bar"))[1] < week[1] < later[1]


def test_a_look_after_no_days_tells_nothing_twice() -> None:
    told = [(q.name, q.unit, q.days) for q in jar(BOTTLED, Asked(days=0)).quantities]
    assert len(told) == len(set(told))
    assert len(told) == len(jar(BOTTLED).quantities) - 3


def test_only_a_closed_jar_has_a_pressure() -> None:
    assert "gauge_pressure" not in {q.name for q in jar().quantities}
    assert "gauge_pressure" in {q.name for q in jar(replace(RECIPE, cover="sealed")).quantities}


@pytest.mark.parametrize("name", ["tyramine", "histamine"])
def test_amines_are_not_known(name: str) -> None:
    assert found(jar(), name, "mg_per_l").status == "not_known"


def test_buffalo_milk_has_no_calcium_that_we_read() -> None:
    seen = jar(replace(RECIPE, milk=replace(COW, kind="buffalo")))
    assert found(seen, "calcium", "mg_per_glass").status == "not_known"
    assert found(seen, "drink_cost", "eur_per_l").status == "not_known"
    assert band(found(jar(), "calcium", "mg_per_glass"))[1] == pytest.approx(112 * 2 * 1.03)


def test_minerals_are_those_of_the_milk_and_a_trace_is_no_number() -> None:
    minerals = {q.name: q for q in jar().quantities if q.unit == "mg_per_glass" and q.group == "nutrients"}
    assert list(minerals) == ["calcium", "phosphorus", "magnesium", "zinc", "iron", "copper"]
    assert minerals["magnesium"].median == pytest.approx(11 * 2 * 1.03)
    assert minerals["copper"].status == "not_known"


def test_amino_acids_are_freed_from_protein() -> None:
    seen = jar()
    free = band(found(seen, "amino_acids", "g_per_glass"))[1]
    assert 0.0 < free < band(found(seen, "protein", "g_per_glass"))[1]


def test_an_own_price_replaces_the_assumed_one() -> None:
    own = jar(replace(RECIPE, starter=None), Asked(milk_eur_per_l=2.0, capsule_eur_per_day=0.75))
    assert band(found(own, "drink_cost", "eur_per_l")) == (2.0, 2.0, 2.0)
    assert band(found(own, "drink_cost", "eur_per_glass")) == pytest.approx((0.4, 0.4, 0.4))
    assert band(found(own, "capsule_cost", "eur_per_day")) == (0.75, 0.75, 0.75)
    assert found(own, "drink_cost", "eur_per_l").note == "price_yours"
    assert found(own, "capsule_cost", "eur_per_day").sources == (OWN_PRICE,)
    assert found(jar(), "drink_cost", "eur_per_l").note == "price_assumed"


def test_no_price_is_given_per_living_cell() -> None:
    units = {q.unit for q in jar().quantities if q.group == "cost"}
    assert units == {"eur_per_l", "eur_per_glass", "eur_per_day"}


def test_prices_do_not_pass_to_the_next_batch() -> None:
    assert [name for name in jar().culture.scores if name.startswith("price:")] == []


def test_a_drink_without_milk_has_no_milk_sugar_fat_or_price() -> None:
    water = replace(RECIPE, ferment="water_kefir", milk=None, hours=24.0)
    names = {q.name for q in jar(water).quantities}
    assert names.isdisjoint({"lactose", "fat", "protein", "calcium", "drink_cost", "folate"})
    assert {"ph", "sugars", "ethanol", "energy"} <= names


def content(**cells: object) -> ContentRow:
    filled = {
        "quantity": "folate", "group": "small", "ferment": "milk_kefir", "unit": "ug_per_100g",
        "source": "KEFIRIT", "read_level": "secondary", "note": "vitamins_vary",
    }  # fmt: skip
    return ContentRow.model_validate({**filled, **cells})


def test_published_numbers_are_joined_to_the_range_that_holds_them() -> None:
    ranged = joined([content(low=4.3, high=9.3), content(value=3)])
    assert (ranged.median, ranged.low, ranged.high) == (None, 3.0, 9.3)
    alone = joined([content(value=3)])
    assert (alone.median, alone.low, alone.high) == (3.0, None, None)
    bound = joined([content(high=824.3)])
    assert (bound.median, bound.low, bound.high) == (None, None, 824.3)
    assert joined([content()]).status == "not_known"


def test_a_number_of_others_needs_a_source_that_was_read() -> None:
    with pytest.raises(ValueError, match="source"):
        content(value=3, read_level="memory")
    with pytest.raises(ValueError, match="source"):
        content(value=3, source=None)


def test_shipped_contents_say_their_source_and_their_sentence() -> None:
    rows = load_contents(KNOWLEDGE.folder, "milk_kefir")
    assert len(rows) >= 10
    assert {row.source for row in rows if row.source} <= set(KNOWLEDGE.sources)


@pytest.mark.parametrize(
    "wish", [{"glass_ml": 0.0}, {"glass_ml": float("nan")}, {"days": 29}, {"milk_eur_per_l": -1.0}]
)
def test_a_wish_that_no_drink_fulfils_is_refused(wish: dict[str, float]) -> None:
    with pytest.raises(RecipeError) as error:
        Asked(**wish)  # type: ignore[arg-type]
    assert error.value.code == "bad_output_wish"


def test_the_parts_of_dead_walls_never_outweigh_the_walls() -> None:
    wall, sugar, acid = (
        band(found(jar(HEATED), name, "mg_per_glass"))
        for name in ("dead_wall", "peptidoglycan", "teichoic_acid")
    )
    assert 0.0 < sugar[1] + acid[1] < wall[1]
    assert sugar[2] <= wall[2]


def test_killing_by_heat_leaves_more_dead_wall() -> None:
    before = band(found(jar(), "dead_wall", "mg_per_glass"))[1]
    assert band(found(jar(HEATED), "dead_wall", "mg_per_glass"))[1] > before
