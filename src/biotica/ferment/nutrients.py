"""What a glass feeds: energy, protein, fat, sugars and minerals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from biotica.ferment.ensemble import Floats
from biotica.ferment.quantity import Confidence, Drink, Quantity
from biotica.ferment.recipe import Milk
from biotica.knowledge.drink_tables import EnergyFactor, load_energy_factors
from biotica.knowledge.records import MilkRow
from biotica.knowledge.vocabulary import MINERALS

SUGARS = ("lactose", "glucose", "galactose", "sucrose", "fructose", "hexose")
ORGANIC_ACIDS = ("lactate", "acetate", "citrate", "succinate", "pyruvate", "formate", "propionate")
_RESIDUES = ("casein", "protein", "amino_acid")
_ML_PER_L = 1000.0
_MG_PER_G = 1000.0
_G100_PER_KG = 10.0


def parts_g_per_l(drink: Drink) -> dict[str, Floats]:
    """Split a drink into the parts that labels count.

    Returns
    -------
    dict
        carbohydrate, protein, organic_acids, alcohol, and fat of a milk: g per litre, shape (draws,).

    Notes
    -----
    Carbohydrate is sugar only; kefiran is left out, since whether people digest it is not known. Protein is
    casein, whey protein and free amino acids, the last without their water; the microbes are not counted. Fat
    is that of the milk: nothing here eats it.
    """
    residue_g_per_mol = drink.knowledge.molar_mass_g_per_mol("casein")
    end = drink.end_mmol_per_l
    none = np.zeros(drink.draws.count)
    residues = sum((end.get(name, none) for name in _RESIDUES), none)
    parts = {
        "carbohydrate": drink.g_per_l(SUGARS),
        "protein": np.asarray(residues * residue_g_per_mol / _MG_PER_G),
        "organic_acids": drink.g_per_l(ORGANIC_ACIDS),
        "alcohol": drink.g_per_l(("ethanol",)),
    }
    return {**parts, **_fat(drink)}


def energy(parts_g: Mapping[str, Floats], factors: Mapping[str, EnergyFactor]) -> tuple[Floats, Floats]:
    """Energy as labels in the EU count it.

    Parameters
    ----------
    parts_g : mapping
        Part to grams, shape (draws,).
    factors : mapping
        Part to its energy per gram.

    Returns
    -------
    tuple of shape (draws,)
        kJ and kcal, each the sum of grams times its factor; the two are rounded apart in the law.

    References
    ----------
    EU1169
    """
    kj = [grams * factors[part].kj_per_g for part, grams in parts_g.items()]
    kcal = [grams * factors[part].kcal_per_g for part, grams in parts_g.items()]
    return np.asarray(np.sum(kj, axis=0)), np.asarray(np.sum(kcal, axis=0))


def nutrients(drink: Drink, glass_ml: float) -> Iterator[Quantity]:
    """Give energy, protein, free amino acids, fat, sugars and minerals of a glass.

    Notes
    -----
    What a glass holds, not what a body takes up, and not what anyone needs. Protein and fat are given of a
    milk only.
    """
    litres = glass_ml / _ML_PER_L
    parts = {part: grams * litres for part, grams in parts_g_per_l(drink).items()}
    kj, kcal = energy(parts, load_energy_factors(drink.knowledge.folder))
    sure: Confidence = "low" if drink.recipe.milk is None else "moderate"
    yield drink.modelled("energy", "nutrients", "kj_per_glass", kj, sure, note="energy_by_law")
    yield drink.modelled("energy", "nutrients", "kcal_per_glass", kcal, sure, note="energy_by_law")
    shown: Mapping[str, tuple[str, Confidence]] = {
        "protein": ("protein", sure),
        "fat": ("fat", "moderate"),
        "carbohydrate": ("sugars", "low"),
        "organic_acids": ("organic_acids", "low"),
    }
    for part, (name, confidence) in shown.items():
        if part in parts and (drink.recipe.milk is not None or part != "protein"):
            yield drink.modelled(name, "nutrients", "g_per_glass", parts[part], confidence)
    if drink.recipe.milk is not None:
        freed = drink.g_per_l(("amino_acid",)) * litres
        yield drink.modelled(
            "amino_acids", "nutrients", "g_per_glass", freed, "very_low", note="freed_by_microbes"
        )
        yield from _minerals(drink, drink.recipe.milk, litres)


def _fat(drink: Drink) -> dict[str, Floats]:
    milk = drink.recipe.milk
    if milk is None:
        return {}
    row = drink.knowledge.milk(milk.kind)["fat_g_per_l"]
    factor = drink.knowledge.milk_factors("fat", milk.fat)["fat_g_per_l"]
    kind = drink.draws.number(f"milk:{milk.kind}:fat_g_per_l", row)
    return {"fat": kind * drink.draws.number(f"milk:{milk.fat}:fat_g_per_l", factor)}


def _minerals(drink: Drink, milk: Milk, litres: float) -> Iterator[Quantity]:
    rows = drink.knowledge.milk(milk.kind)
    water = drink.knowledge.milk_factors("fat", milk.fat)["water_phase"].value
    per_glass = _G100_PER_KG * rows["density_kg_per_l"].value * litres * water
    for name in MINERALS:
        yield _mineral(name, rows.get(f"{name}_mg_per_100g"), per_glass)


def _mineral(name: str, row: MilkRow | None, per_glass: float) -> Quantity:
    return Quantity(
        name=name,
        group="nutrients",
        unit="mg_per_glass",
        median=row.value * per_glass if row else None,
        low=row.low * per_glass if row else None,
        high=row.high * per_glass if row else None,
        status="table" if row else "not_known",
        confidence="moderate" if row else "very_low",
        sources=(row.source,) if row else (),
        note="minerals_of_the_milk" if row else "no_source_for_this_milk",
    )
