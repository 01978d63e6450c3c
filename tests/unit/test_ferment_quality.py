"""Numbers that cannot be true are asked about; those that can are left alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.errors import RecipeError
from biotica.ferment.forecast import forecast
from biotica.ferment.quality import Amount, Checked, Checks, Series
from biotica.ferment.quality_sources import series_of_courses, series_of_readings, series_of_table
from biotica.ferment.readings import Reading
from biotica.ferment.recipe import Milk, Recipe, Starter
from biotica.knowledge.load import load

TABLES = {
    "kefir_endpoints_literature.csv": {"acid_too_much"},
    "kefir_gamba2020_cow.csv": {"carbon_from_nothing"},
    "kefir_pH24_72h_and_inhibition_kim2016_AL.csv": set(),
    "milk_acidification_phase.csv": set(),
    "milk_composition.csv": set(),
    "model_parameters_literature.csv": set(),
    "pathogen_kefir_karagozlu2007.csv": set(),
    "whey_kefirgrain_pH_TA.csv": {"unit_suspect"},
}
"""Table to what must be found in it: two problems that the notes name, and a unit that they call suspect."""


@cache
def checks() -> Checks:
    return Checks(load())


def check(*amounts: tuple[str, float, str, float | None], milk: str = "cow") -> Checked:
    rows = (
        Amount(substance=what, value=value, unit=unit, time_h=time_h, row=row)
        for row, (what, value, unit, time_h) in enumerate(amounts, start=2)
    )
    return checks().check(Series(name="s", milk=milk, amounts=tuple(rows)))


def codes(checked: Checked) -> list[str]:
    return [note.code for note in checked.findings]


@pytest.mark.parametrize("name", TABLES)
def test_every_open_table_shows_its_known_problems_and_no_others(shared: Path, name: str) -> None:
    text = (shared / "data" / "kefir" / name).read_text(encoding="utf-8")
    found = {code for one in series_of_table(text, name=name) for code in codes(checks().check(one))}
    assert found == TABLES[name]


def test_no_open_table_is_forgotten(shared: Path) -> None:
    assert {path.name for path in (shared / "data" / "kefir").glob("*.csv")} == set(TABLES)


def test_gamba_makes_more_carbon_than_it_uses_and_its_acid_fits_its_ph(shared: Path) -> None:
    name = "kefir_gamba2020_cow.csv"
    text = (shared / "data" / "kefir" / name).read_text(encoding="utf-8")
    (series,) = series_of_table(text, name=name)
    checked = checks().check(series)
    assert checked.done == ("unit", "carbon", "charge")
    (note,) = checked.findings
    assert note.values["made_over_used"] == pytest.approx(1.20, abs=0.01)


def test_the_acid_of_magalhaes_is_too_much_for_any_usual_end(shared: Path) -> None:
    name = "kefir_endpoints_literature.csv"
    text = (shared / "data" / "kefir" / name).read_text(encoding="utf-8")
    found = [checks().check(one) for one in series_of_table(text, name=name)]
    (note,) = [note for one in found if one.name == "magalhaes11" for note in one.findings]
    assert note.values["bound_mmol_per_l_per_ph"] == pytest.approx([56.6, 75.4], abs=0.5)
    assert note.values["ph_end_assumed"] is True


@pytest.mark.parametrize(
    ("grams", "expected"), [(17.4, ["acid_too_much"]), (9.0, []), (3.0, ["acid_too_little"])]
)
def test_acid_is_weighed_against_the_fall_of_the_ph(grams: float, expected: list[str]) -> None:
    ph = (("ph", 6.6, "pH", 0.0), ("ph", 4.4, "pH", 24.0))
    found = check(*ph, ("lactate", 0.1, "g/L", 0.0), ("lactate", grams, "g/L", 24.0))
    assert codes(found) == expected


def test_a_milk_with_more_buffer_may_hold_more_acid() -> None:
    rows = (("ph", 6.6, "pH", 0.0), ("ph", 4.4, "pH", 24.0), ("lactate", 0.0, "g/L", 0.0))
    acid = ("lactate", 14.5, "g/L", 24.0)
    assert codes(check(*rows, acid)) == ["acid_too_much"]
    assert codes(check(*rows, acid, milk="sheep")) == []
    assert "charge" not in check(*rows, acid, milk="").done, "whey has no buffer in the tables"


@given(used=st.floats(2.0, 40.0), share=st.floats(0.0, 1.6))
def test_carbon_is_flagged_just_when_more_comes_out_than_went_in(used: float, share: float) -> None:
    lactate = share * used * 12 / 3 * 90.078 / 342.297
    found = check(
        ("lactose", 47.0, "g/L", 0.0),
        ("lactose", 47.0 - used, "g/L", 24.0),
        ("lactate", 0.0, "g/L", 0.0),
        ("lactate", lactate, "g/L", 24.0),
    )
    if abs(share - 1.05) > 0.001:
        assert ("carbon_from_nothing" in codes(found)) == (share > 1.05)


@pytest.mark.parametrize(
    ("value", "unit"),
    [(9.0, "g/L"), (9.0, "mg/mL"), (900.0, "mg/100 mL"), (0.874, "% w/w"), (99.9, "mmol/L"), (99.9, "mM")],
)
def test_the_same_amount_in_other_units_is_never_suspect(value: float, unit: str) -> None:
    assert codes(check(("lactate", value, unit, 24.0))) == []


@pytest.mark.parametrize(
    ("amount", "code", "fits"),
    [
        (("lactate", 1306.5, "g/L", 24.0), "unit_suspect", "mg/100ml"),
        (("lactose", 140.0, "g/L", 0.0), "unit_suspect", "mmol/l"),
        (("lactate", 99.9, "g/L", 24.0), "unit_suspect", "mmol/l"),
        (("protein", 3.4, "g/L", None), "unit_suspect", "g/100g"),
    ],
)
def test_a_wrong_unit_is_seen_and_one_that_would_fit_is_named(
    amount: tuple[str, float, str, float | None], code: str, fits: str
) -> None:
    (note,) = check(amount).findings
    assert note.code == code
    assert fits in note.values["would_fit"]  # type: ignore[operator]


def test_an_unknown_unit_and_an_impossible_ph_are_named() -> None:
    assert codes(check(("lactate", 3.0, "spoons", 0.0), ("ph", 44.0, "pH", 0.0))) == [
        "unit_unknown",
        "ph_outside",
    ]


def test_parts_of_a_milk_that_do_not_make_a_whole_are_asked_about() -> None:
    parts = [("fat", 3.7), ("protein", 3.4), ("lactose", 4.7), ("ash", 0.7)]
    rows = [(what, value, "g/100 g", None) for what, value in parts]
    assert codes(check(*rows, ("water", 87.5, "g/100 g", None))) == []
    assert codes(check(*rows, ("water", 78.7, "g/100 g", None))) == ["parts_do_not_add_up"]


def test_readings_alone_allow_the_check_of_the_unit_only() -> None:
    readings = (Reading(row=2, time_h=0.0, ph=6.6), Reading(row=3, time_h=20.0, ph=4.5))
    checked = checks().check(series_of_readings(readings, name="mine", milk="cow"))
    assert (checked.done, checked.findings) == (("unit",), ())


@pytest.mark.parametrize("kind", ["cow", "sheep"])
def test_a_simulated_jar_passes_all_three_checks(kind: str) -> None:
    recipe = Recipe(
        ferment="milk_kefir",
        volume_ml=500.0,
        hours=24.0,
        course=((0.0, 21.0),),
        cover="cloth",
        agitation="none",
        milk=Milk(kind=kind, treatment="pasteurised", fat="whole"),
        starter=Starter(kind="grains", amount=25.0),
        after=(),
        assumed=(),
    )
    made = forecast(recipe, load(), draws=16)
    checked = checks().check(series_of_courses(made.courses, name="jar", milk=kind))
    assert checked.done == ("unit", "carbon", "charge")
    assert checked.findings == ()


def test_a_table_without_its_columns_says_which() -> None:
    with pytest.raises(RecipeError) as caught:
        series_of_table("time,value\n1,2\n", name="t.csv")
    assert caught.value.code == "missing_column"
