"""Verdicts: each code has its law, and none of them ever promises that a jar is harmless."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.ferment.ensemble import Floats
from biotica.ferment.outlook import Challenge, Heating, Outlook, Storage, first_crossing, interval
from biotica.ferment.readings import Reading
from biotica.ferment.recipe import After, Milk, Recipe, Starter
from biotica.ferment.verdict import CODES, Finding, verdict
from biotica.knowledge.ferments import load_ferments
from biotica.report.kefir_codes import VERDICTS

FERMENTS = load_ferments(files("biotica") / "data" / "ferments")
KEFIR = FERMENTS["milk_kefir"]
TIMES_H = np.linspace(0.0, 48.0, 97)
DRAWS = 11

RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=500.0,
    hours=48.0,
    course=((0.0, 21.0),),
    cover="cloth",
    agitation="none",
    milk=Milk(kind="cow", treatment="pasteurised", fat="whole"),
    starter=Starter(kind="grains", amount=25.0),
    after=(),
    assumed=(),
)


def falling(end_ph: float, hours_to_end: float = 20.0) -> Floats:
    """Straight from 6.6 to the end, a little apart from draw to draw."""
    speed = np.linspace(0.95, 1.05, DRAWS)[:, None]
    return np.asarray(np.maximum(end_ph, 6.6 - (6.6 - end_ph) * speed * TIMES_H / hours_to_end))


def outlook(
    ph: Floats,
    *,
    ethanol: float = 5.0,
    bar: float = 0.0,
    readings: tuple[Reading, ...] = (),
    conflicts: tuple[int, ...] = (),
    storage: Storage | None = None,
    heating: Heating | None = None,
    challenge: Challenge | None = None,
    course: tuple[tuple[float, float], ...] = ((0.0, 21.0),),
) -> Outlook:
    early = [
        [
            np.interp(reading.time_h, TIMES_H, row) if reading.ph is not None else np.nan
            for reading in readings
        ]
        for row in ph
    ]
    return Outlook(
        times_h=TIMES_H,
        ph=ph,
        ethanol_mmol_per_l=np.full(ph.shape, ethanol),
        gauge_bar=np.full(ph.shape, bar),
        course=course,
        readings=readings,
        early_ph=np.array(early).reshape(DRAWS, len(readings)),
        expected_ph=np.array(early).reshape(DRAWS, len(readings)),
        conflicts=conflicts,
        storage=storage,
        heating=heating,
        challenge=challenge,
    )


def judge(seen: Outlook, recipe: Recipe = RECIPE) -> dict[str, Finding]:
    return {finding.code: finding for finding in verdict(recipe, KEFIR, seen)}


def median(finding: Finding, name: str) -> float:
    values = finding.values[name]
    assert isinstance(values, dict)
    return float(values["median"])


def test_a_jar_that_gets_sour_in_time_is_ready_at_that_time() -> None:
    found = judge(outlook(falling(4.3)))
    assert median(found["ready_at"], "time_h") == pytest.approx(20 * 2.1 / 2.3, abs=0.01)
    assert not found.keys() & {"not_ready", "ph_4_6_late", "ph_4_6_not_reached", "overripe"}


def test_a_jar_that_stays_mild_is_not_ready() -> None:
    found = judge(outlook(falling(5.2)))
    assert "not_ready" in found
    assert "ph_4_6_not_reached" in found
    assert "ready_at" not in found


def test_a_slow_jar_is_late_at_the_gate() -> None:
    found = judge(outlook(falling(4.2, hours_to_end=40.0)))
    assert median(found["ph_4_6_late"], "time_h") > 24
    assert "ready_at" in found


def test_a_very_sour_jar_is_overripe() -> None:
    assert median(judge(outlook(falling(3.7)))["overripe"], "ph") == pytest.approx(3.7)


@given(end_ph=st.floats(3.5, 6.5), hours=st.floats(5.0, 60.0))
def test_a_jar_is_either_ready_or_not_and_never_both(end_ph: float, hours: float) -> None:
    found = judge(outlook(falling(end_ph, hours)))
    assert ("ready_at" in found) != ("not_ready" in found)


@given(end_ph=st.floats(3.5, 6.5), hours=st.floats(5.0, 60.0))
def test_milk_without_starter_is_never_ready_by_itself(end_ph: float, hours: float) -> None:
    found = judge(outlook(falling(end_ph, hours)), replace(RECIPE, starter=None))
    assert "no_culture" in found
    assert "ready_at" not in found


@given(end_ph=st.floats(3.5, 6.5))
def test_raw_milk_always_warns(end_ph: float) -> None:
    raw = replace(RECIPE, milk=Milk(kind="goat", treatment="raw", fat="whole"))
    assert "raw_milk" in judge(outlook(falling(end_ph)), raw)
    assert "raw_milk" not in judge(outlook(falling(end_ph)))


@given(cool=st.floats(10, 45), warmer=st.floats(0, 15))
def test_warmer_never_removes_temperature_abuse(cool: float, warmer: float) -> None:
    first = judge(outlook(falling(4.3), course=((0.0, cool),)))
    second = judge(outlook(falling(4.3), course=((0.0, cool + warmer),)))
    assert ("temperature_abuse" in first) <= ("temperature_abuse" in second)
    assert ("temperature_abuse" in first) == (cool > 30)


def test_one_warm_hour_in_the_course_is_temperature_abuse() -> None:
    course = ((0.0, 20.0), (10.0, 33.0), (11.0, 20.0))
    assert "temperature_abuse" in judge(outlook(falling(4.3), course=course))


def test_a_warm_hour_after_the_jar_is_done_is_not_counted() -> None:
    course = ((0.0, 20.0), (60.0, 20.0), (61.0, 40.0))
    assert "temperature_abuse" not in judge(outlook(falling(4.3), course=course))


@pytest.mark.parametrize(
    ("after", "abused"),
    [
        ((After(step="bottle", temperature_c=20, hours=12),), False),
        ((After(step="bottle", temperature_c=20, hours=60),), True),
        ((After(step="chill", temperature_c=4, hours=500),), False),
        ((After(step="chill", temperature_c=12, hours=5),), True),
        ((After(step="heat", temperature_c=72, hours=0.2),), False),
        (
            (
                After(step="heat", temperature_c=72, hours=0.2),
                After(step="bottle", temperature_c=20, hours=12),
            ),
            True,
        ),
        ((After(step="bottle", temperature_c=35, hours=2),), True),
    ],
)
def test_what_is_left_warm_after_the_end_is_temperature_abuse(after: tuple[After, ...], abused: bool) -> None:
    found = judge(outlook(falling(4.3)), replace(RECIPE, after=after))
    assert ("temperature_abuse" in found) == abused


def test_yoghurt_may_be_warm_to_46_degrees() -> None:
    seen = outlook(falling(4.3), course=((0.0, 43.0),))
    assert "temperature_abuse" not in {f.code for f in verdict(RECIPE, FERMENTS["yoghurt"], seen)}
    assert "temperature_abuse" in {f.code for f in verdict(RECIPE, KEFIR, seen)}


def test_without_readings_the_forecast_says_so() -> None:
    assert "prior_only" in judge(outlook(falling(4.3)))
    assert "prior_only" in judge(
        outlook(falling(4.3), readings=(Reading(row=2, time_h=3, temperature_c=20),))
    )
    assert "prior_only" not in judge(outlook(falling(4.3), readings=(Reading(row=2, time_h=0, ph=6.6),)))


def test_a_jar_that_does_not_sour_although_it_should_may_be_contaminated() -> None:
    seen = outlook(
        falling(4.3), readings=(Reading(row=2, time_h=0, ph=6.6), Reading(row=5, time_h=14, ph=6.5))
    )
    assert judge(seen)["contaminated_start"].values["row"] == 5


def test_milk_that_is_sour_before_it_starts_may_be_contaminated() -> None:
    assert "contaminated_start" in judge(outlook(falling(4.3), readings=(Reading(row=2, time_h=0, ph=5.5),)))


def test_readings_near_the_forecast_are_no_sign_of_contamination() -> None:
    seen = outlook(
        falling(4.3), readings=(Reading(row=2, time_h=0, ph=6.7), Reading(row=3, time_h=10, ph=5.5))
    )
    assert "contaminated_start" not in judge(seen)


def test_a_conflict_names_its_row() -> None:
    seen = outlook(falling(4.3), readings=(Reading(row=7, time_h=20, ph=6.0),), conflicts=(0,))
    assert judge(seen)["readings_conflict"].values["row"] == 7


def counts(change: float, spread: float) -> Challenge:
    end = 3.0 + change + np.linspace(-spread, spread, DRAWS)
    return Challenge(name="listeria", log10_cfu_per_ml=np.linspace(np.full(DRAWS, 3.0), end, len(TIMES_H)).T)


def test_a_pathogen_falls_only_if_it_falls_in_nearly_all_draws() -> None:
    assert "challenge_falls" in judge(outlook(falling(4.3), challenge=counts(-2.0, 0.5)))
    assert "challenge_grows" in judge(outlook(falling(4.3), challenge=counts(-2.0, 3.0)))
    grown = judge(outlook(falling(4.3), challenge=counts(2.0, 0.5)))["challenge_grows"]
    assert median(grown, "delta_log10") == pytest.approx(2.0)
    assert grown.values["name"] == "listeria"


def test_without_a_pathogen_nothing_is_said_about_one() -> None:
    assert not judge(outlook(falling(4.3))).keys() & {"challenge_falls", "challenge_grows"}


@given(ethanol=st.floats(0, 400))
def test_alcohol_is_named_from_half_a_percent_on(ethanol: float) -> None:
    found = judge(outlook(falling(4.3), ethanol=ethanol))
    assert ("alcohol" in found) == (ethanol * 46.069 / 7893 > 0.5)


def test_five_gram_of_ethanol_in_a_litre_is_0_63_percent() -> None:
    found = judge(outlook(falling(4.3), ethanol=5000 / 46.069))
    assert median(found["alcohol"], "percent_vol") == pytest.approx(0.6335, abs=1e-3)


def test_a_bottle_always_gets_its_pressure_and_an_open_jar_never() -> None:
    bottled = replace(RECIPE, after=(After(step="bottle", temperature_c=20, hours=12),))
    found = judge(outlook(falling(4.3), bar=1.3), bottled)
    assert median(found["bottle_pressure"], "bar") == pytest.approx(1.3)
    assert "bottle_pressure" not in judge(outlook(falling(4.3), bar=1.3))
    assert "bottle_pressure" in judge(outlook(falling(4.3)), replace(RECIPE, cover="sealed"))


def stored(end_ph: float) -> Storage:
    days = np.linspace(0.0, 28.0, 29)
    ph = np.linspace(np.full(DRAWS, 4.3), np.full(DRAWS, end_ph), 29).T
    return Storage(days=days, ph=ph, ethanol_mmol_per_l=np.zeros(ph.shape), gauge_bar=np.zeros(ph.shape))


def test_it_keeps_until_it_is_too_sour() -> None:
    found = judge(outlook(falling(4.3), storage=stored(3.5)))["keeps_until"]
    assert median(found, "days") == pytest.approx(14.0)


def test_what_keeps_longer_than_was_looked_at_gets_that_many_days() -> None:
    found = judge(outlook(falling(4.3), storage=stored(4.2)))["keeps_until"]
    assert median(found, "days") == 28.0
    assert found.values["probability"] == {"sourness": 0.0, "alcohol": 0.0, "gas": 0.0}


def test_what_is_not_ready_gets_no_keeping_time() -> None:
    assert "keeps_until" not in judge(outlook(falling(5.5), storage=stored(4.2)))


def test_a_rising_ph_is_noticed_in_the_forecast() -> None:
    ph = falling(4.2)
    ph[:, 70:] += np.linspace(0, 1.0, len(TIMES_H) - 70)
    assert "mould_or_yeast_eats_acid" in judge(outlook(ph))
    assert "mould_or_yeast_eats_acid" not in judge(outlook(falling(4.2)))


def test_a_rising_ph_is_noticed_in_the_readings() -> None:
    risen = (Reading(row=2, time_h=20, ph=4.3), Reading(row=3, time_h=40, ph=5.0))
    assert judge(outlook(falling(4.2), readings=risen))["mould_or_yeast_eats_acid"].values["row"] == 3
    mixed = (Reading(row=2, time_h=20, ph=4.3), Reading(row=3, time_h=40, ph=4.9, strip=True))
    assert "mould_or_yeast_eats_acid" not in judge(outlook(falling(4.2), readings=mixed))


def test_heating_below_the_boiling_point_always_leaves_spores() -> None:
    heating = Heating(temperature_c=72.0, logs=np.linspace(5, 9, DRAWS), member="lactococcus_lactis")
    found = judge(outlook(falling(4.3), heating=heating))
    assert median(found["heat_killed"], "logs") == pytest.approx(7.0)
    assert found["spores_survive"].values == {"temperature_c": 72.0}
    assert "heat_killed" not in judge(outlook(falling(4.3)))


def test_heating_that_leaves_nothing_has_no_end_to_its_logs() -> None:
    heating = Heating(temperature_c=99.0, logs=np.full(DRAWS, np.inf), member="lactococcus_lactis")
    assert judge(outlook(falling(4.3), heating=heating))["heat_killed"].values["logs"] == {
        "median": None,
        "low": None,
        "high": None,
    }


def test_findings_can_be_written_as_json_and_stand_in_the_order_of_the_codes() -> None:
    seen = outlook(falling(3.7), ethanol=200.0, storage=stored(3.5), challenge=counts(1.0, 0.1))
    found = verdict(replace(RECIPE, starter=None), KEFIR, seen)
    json.dumps([finding.values for finding in found], allow_nan=False)
    codes = [finding.code for finding in found]
    assert codes == sorted(codes, key=CODES.index)


def test_the_codes_are_those_of_the_contract(shared: Path) -> None:
    text = (shared / "contracts" / "README.md").read_text(encoding="utf-8")
    assert all(code in text for code in CODES)


def test_every_code_has_a_sentence_and_none_promises_safety() -> None:
    assert set(CODES) <= set(VERDICTS)
    assert not [code for code in CODES if "safe" in code or "safe" in VERDICTS[code][1].lower()]


def test_a_crossing_lies_on_the_straight_line_between_two_times() -> None:
    when = first_crossing(
        np.array([0.0, 10.0, 20.0]), np.array([[6.0, 5.0, 4.0], [6.0, 6.0, 6.0], [4.0, 5.0, 4.0]]), 4.6
    )
    assert when[0] == pytest.approx(14.0)
    assert when[1] == np.inf
    assert when[2] == 0.0


def test_an_interval_without_end_is_null() -> None:
    assert interval(np.array([1.0, np.inf, np.inf])) == {
        "median": None,
        "low": 1.0,
        "high": None,
    }
