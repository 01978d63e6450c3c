"""What comes out of a jar, as a list of numbers that each say what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from biotica.ferment.acidity import (
    DORNIC_PER_PERCENT,
    MMOL_PER_L_PER_SOXHLET_HENKEL,
    lactic_percent,
    titratable_mmol_per_l,
)
from biotica.ferment.drink_costs import costs
from biotica.ferment.ensemble import Floats
from biotica.ferment.nutrients import nutrients
from biotica.ferment.outlook import PERCENT_VOL_PER_MMOL_PER_L
from biotica.ferment.published import published
from biotica.ferment.quantity import Asked, Confidence, Drink, Group, Quantity
from biotica.ferment.walls import walls

MICROBES: Mapping[str, frozenset[str]] = {
    "lactococci": frozenset({"lactococci"}),
    "leuconostocs": frozenset({"leuconostocs"}),
    "lactobacilli": frozenset(
        {"grain_lactobacilli", "hetero_lactobacilli", "homo_lactobacilli", "yoghurt_lactobacilli"}
    ),
    "streptococci": frozenset({"yoghurt_streptococci"}),
    "yeasts": frozenset({"milk_yeasts"}),
    "acetic_acid_bacteria": frozenset({"acetic_acid_bacteria"}),
}
"""Group that is shown to guilds of taxa.tsv."""

_KEFIRAN = "kefiran"
_FEWEST_PER_ML = 1.0
_ML_PER_L = 1000.0
_MG_PER_G = 1000.0
_HOURS_PER_DAY = 24.0


def outputs(drink: Drink, asked: Asked) -> tuple[Quantity, ...]:
    """List what comes out of a jar.

    Parameters
    ----------
    drink : Drink
        Forecast and fridge.
    asked : Asked
        Glass, days and prices.

    Returns
    -------
    tuple of Quantity
        By group, in the order in which they are told.

    Notes
    -----
    Numbers of the model hold the spread of its draws. Numbers of a table are those of other jars. None says
    that something is enough for anyone, or that a jar is harmless.
    """
    kefiran = tuple(_kefiran(drink))
    told = (
        *_sourness(drink, asked),
        *_sugar_and_acids(drink, asked.glass_ml / _ML_PER_L),
        *_alcohol(drink, asked),
        *_gas(drink, asked),
        *_microbes(drink),
        *walls(drink, asked.glass_ml, _members(drink, frozenset().union(*MICROBES.values()))),
        *nutrients(drink, asked.glass_ml),
        *kefiran,
        *published(drink, without=frozenset(made.name for made in kefiran)),
        *_grains(drink),
        *costs(drink, asked),
    )
    # A look after no days is the end of the recipe itself: the first of the two is kept.
    return tuple({(one.name, one.unit, one.days): one for one in reversed(told)}.values())[::-1]


def _stored(drink: Drink, course: Floats, days: int) -> Floats:
    """Value of each draw after some days in the fridge."""
    since_h = drink.stored.times_h - drink.stored.times_h[0]
    return np.asarray(course[:, int(np.argmin(np.abs(since_h - days * _HOURS_PER_DAY)))])


def _sourness(drink: Drink, asked: Asked) -> Iterator[Quantity]:
    sure: Confidence = "low" if drink.recipe.milk is None else "moderate"
    yield drink.modelled("ph", "sourness", "ph", drink.courses.ph[:, -1], sure)
    later = _stored(drink, drink.stored.ph, asked.days)
    yield drink.modelled("ph", "sourness", "ph", later, "low", days=asked.days)
    base = titratable_mmol_per_l(drink)
    percent = lactic_percent(base, drink.knowledge.molar_mass_g_per_mol("lactate"))
    scales = {
        "percent_lactic": percent,
        "dornic": percent * DORNIC_PER_PERCENT,
        "soxhlet_henkel": base / MMOL_PER_L_PER_SOXHLET_HENKEL,
    }
    note = "titration" if drink.recipe.milk is None else "titration_of_milk"
    for unit, values in scales.items():
        yield drink.modelled("titratable_acidity", "sourness", unit, values, "low", note=note)


def _sugar_and_acids(drink: Drink, glass_l: float) -> Iterator[Quantity]:
    group: Group = "sugar_and_acids"
    start = drink.g_per_l(("lactose",), at=0)
    if drink.recipe.milk is not None:
        left = drink.g_per_l(("lactose",))
        yield drink.modelled("lactose", group, "g_per_glass", left * glass_l, "low", note="lactose_left")
        yield drink.modelled(
            "lactose", group, "percent_of_start", 100.0 * left / start, "low", note="lactose_left"
        )
    lactate, acetate = drink.g_per_l(("lactate",)), drink.g_per_l(("acetate",))
    yield drink.modelled("lactate", group, "g_per_l", lactate, "low")
    yield drink.modelled("lactate", group, "g_per_glass", lactate * glass_l, "low")
    yield drink.modelled("acetate", group, "g_per_l", acetate, "very_low", note="acetate_varies")
    yield drink.modelled(
        "acetate", group, "g_per_glass", acetate * glass_l, "very_low", note="acetate_varies"
    )


def _alcohol(drink: Drink, asked: Asked) -> Iterator[Quantity]:
    group: Group = "alcohol"
    for days, ethanol in (
        (0, drink.courses.mmol_per_l["ethanol"][:, -1]),
        (asked.days, _stored(drink, drink.stored.mmol_per_l["ethanol"], asked.days)),
    ):
        percent = ethanol * PERCENT_VOL_PER_MMOL_PER_L
        yield drink.modelled(
            "ethanol", group, "percent_vol", percent, "low", days=days, note="alcohol_varies"
        )
    grams = drink.g_per_l(("ethanol",)) * asked.glass_ml / _ML_PER_L
    yield drink.modelled("ethanol", group, "g_per_glass", grams, "low", note="alcohol_varies")


def _gas(drink: Drink, asked: Asked) -> Iterator[Quantity]:
    dissolved = drink.g_per_l(("CO2",))
    yield drink.modelled("co2_dissolved", "gas", "g_per_l", dissolved, "low")
    if not drink.recipe.closed:
        return
    highest = drink.courses.gauge_bar.max(axis=1)
    yield drink.modelled("gauge_pressure", "gas", "bar", highest, "very_low", note="highest_so_far")
    since_h = drink.stored.times_h - drink.stored.times_h[0]
    until = int(np.argmin(np.abs(since_h - asked.days * _HOURS_PER_DAY))) + 1
    later = np.maximum(highest, drink.stored.gauge_bar[:, :until].max(axis=1))
    yield drink.modelled(
        "gauge_pressure", "gas", "bar", later, "very_low", days=asked.days, note="highest_so_far"
    )


def _microbes(drink: Drink) -> Iterator[Quantity]:
    for group, guilds in MICROBES.items():
        members = _members(drink, guilds)
        if members:
            live = _log10_sum(drink.courses.live_cfu_per_ml, members)
            dead = _log10_sum(drink.courses.dead_cells_per_ml, members)
            yield drink.modelled(f"{group}_live", "microbes", "log10_cfu_per_ml", live, "low")
            yield drink.modelled(f"{group}_dead", "microbes", "log10_cells_per_ml", dead, "very_low")


def _members(drink: Drink, guilds: frozenset[str]) -> list[str]:
    return [m for m in drink.courses.live_cfu_per_ml if guilds & set(drink.knowledge.lineage_of(m))]


def _log10_sum(courses: Mapping[str, Floats], members: list[str]) -> Floats:
    """Count a group at the end; fewer than one per ml reads as one per ml, which is 0 on this scale."""
    total = np.sum([courses[member][:, -1] for member in members], axis=0)
    return np.asarray(np.log10(np.maximum(total, _FEWEST_PER_ML)))


def _grains(drink: Drink) -> Iterator[Quantity]:
    if drink.grain_g is None:
        return
    start, end = drink.grain_g[:, 0], drink.grain_g[:, -1]
    yield drink.modelled("grain_mass", "grains", "g", end, "very_low")
    gain = 100.0 * (end / start - 1.0)
    yield drink.modelled("grain_gain", "grains", "percent", gain, "very_low", note="grain_gain_model")


def _kefiran(drink: Drink) -> Iterator[Quantity]:
    made = drink.g_per_l((_KEFIRAN,)) * _MG_PER_G
    if np.any(made > 0.0):
        yield drink.modelled(_KEFIRAN, "small", "mg_per_l", made, "very_low", note="kefiran_model")
