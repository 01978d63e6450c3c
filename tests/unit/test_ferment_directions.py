"""Things that a person can change, and which way the jar must move: paired, with the same draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.jar_cases import COW
from tests.jar_cases import RECIPE as BASE

from biotica.ferment.ensemble import Floats
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.recipe import After, Recipe, Starter
from biotica.knowledge.load import load

DRAWS = 40
BOTTLE = After(step="bottle", temperature_c=20.0, hours=24.0)
CHILL = After(step="chill", temperature_c=4.0, hours=168.0)
HEAT = After(step="heat", temperature_c=72.0, hours=0.25)


@cache
def jar(recipe: Recipe, challenge: tuple[str, float] | None = None) -> Forecast:
    return forecast(recipe, load(), challenge=challenge, draws=DRAWS)


def ph(seen: Forecast) -> Floats:
    return seen.courses.ph[:, -1]


def made(name: str) -> Callable[[Forecast], Floats]:
    return lambda seen: seen.courses.mmol_per_l[name][:, -1]


def live(member: str) -> Callable[[Forecast], Floats]:
    return lambda seen: np.log10(seen.courses.live_cfu_per_ml[member][:, -1] + 1e-3)


def gauge(seen: Forecast) -> Floats:
    return seen.courses.gauge_bar[:, -1]


def grains(grams: float) -> Recipe:
    return replace(BASE, starter=Starter(kind="grains", amount=grams))


def at(degrees: float) -> Recipe:
    return replace(BASE, course=((0.0, degrees),))


def of(**milk: str) -> Recipe:
    return replace(BASE, milk=replace(COW, **milk))


AAB, LC = "acetobacter_fabarum", "lactococcus_lactis"
PAIRS: dict[str, tuple[Recipe, Recipe, Callable[[Forecast], Floats]]] = {
    "double the grains: sourer": (grains(50.0), BASE, lambda seen: -ph(seen)),
    "half the grains: more milk sugar left": (grains(12.5), BASE, made("lactose")),
    "warm by 4 C: sourer": (at(25.0), BASE, lambda seen: -ph(seen)),
    "warm by 4 C: more alcohol": (at(25.0), BASE, made("ethanol")),
    "cool by 6 C: less acid": (BASE, at(15.0), made("lactate")),
    "a night at 16 C: less sour": (
        replace(BASE, course=((0.0, 21.0), (8.0, 21.0), (9.0, 16.0), (24.0, 16.0))),
        BASE,
        ph,
    ),
    "twice as long: sourer": (replace(BASE, hours=48.0), BASE, lambda seen: -ph(seen)),
    "twice as long: less milk sugar": (BASE, replace(BASE, hours=48.0), made("lactose")),
    "close the lid: less oxygen for acetic acid bacteria": (BASE, replace(BASE, cover="airlock"), live(AAB)),
    "close the lid: less acetic acid": (BASE, replace(BASE, cover="airlock"), made("acetate")),
    "stir: more acetic acid": (replace(BASE, agitation="stirred"), BASE, made("acetate")),
    "stir: less carbon dioxide stays": (BASE, replace(BASE, agitation="stirred"), made("CO2")),
    "goat instead of cow: less milk sugar": (BASE, of(kind="goat"), made("lactose")),
    "sheep instead of cow: better buffered, less sour": (of(kind="sheep"), BASE, ph),
    "no culture: less sour": (replace(BASE, starter=None), BASE, ph),
    "a bottle: pressure rises": (replace(BASE, after=(BOTTLE,)), BASE, gauge),
    "a warmer bottle: more pressure": (
        replace(BASE, after=(replace(BOTTLE, temperature_c=26.0),)),
        replace(BASE, after=(BOTTLE,)),
        gauge,
    ),
    "less room in the bottle: more pressure": (
        replace(BASE, after=(BOTTLE,), head_space_share=0.05),
        replace(BASE, after=(BOTTLE,), head_space_share=0.4),
        gauge,
    ),
    "a week cold instead of a day warm: more milk sugar left": (
        replace(BASE, after=(CHILL,)),
        replace(BASE, hours=72.0),
        made("lactose"),
    ),
    "a week cold: fewer lactococci alive": (BASE, replace(BASE, after=(CHILL,)), live(LC)),
    "heat: fewer alive": (BASE, replace(BASE, after=(HEAT,)), live(LC)),
}


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_the_jar_moves_the_right_way(name: str) -> None:
    more, less, of_interest = PAIRS[name]
    difference = of_interest(jar(more)) - of_interest(jar(less))
    assert np.median(difference) > 0.0
    assert np.mean(difference > -1e-3) >= 0.8


def test_there_are_twenty_of_them_or_more() -> None:
    assert len(PAIRS) >= 20


def test_more_grains_leave_a_pathogen_less_room() -> None:
    few, many = (jar(grains(grams), ("e_coli_o157", 1e3)) for grams in (5.0, 50.0))
    assert few.challenge is not None
    assert many.challenge is not None
    assert np.median(few.challenge.log10_cfu_per_ml[:, -1]) > np.median(
        many.challenge.log10_cfu_per_ml[:, -1]
    )
