"""The names that a parameter may have, with its unit and what its condition means."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Condition = Literal["none", "food", "metabolite", "route", "temperature"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ParameterName:
    """What a name in parameters.tsv stands for.

    Parameters
    ----------
    unit : str
        The only unit that its rows may have.
    condition : str
        ``none``: blank; ``food``: blank or ``substrate@route``; ``metabolite``: blank or a metabolite id;
        ``route``: blank or a route id; ``temperature``: degrees Celsius as text.
    least, most : float
        Bounds that no row may leave, in the unit.
    """

    unit: str
    condition: Condition = "none"
    least: float = 0.0
    most: float = float("inf")


def _celsius() -> ParameterName:
    return ParameterName(unit="C", least=-15, most=130)


def _ph() -> ParameterName:
    return ParameterName(unit="pH", least=0, most=14)


def _share() -> ParameterName:
    return ParameterName(unit="g/g", most=1)


PARAMETER_NAMES = MappingProxyType(
    {
        "max_growth_rate_per_h": ParameterName(unit="1/h", condition="food", most=5),
        "biomass_yield_g_per_mmol": ParameterName(unit="g/mmol", condition="food", most=0.3),
        "half_saturation_mmol_per_l": ParameterName(unit="mmol/L", condition="metabolite"),
        "resting_mmol_per_g_h": ParameterName(unit="mmol/g/h", condition="route"),
        "preference": ParameterName(unit="rank", condition="food", least=1),
        "maintenance_mmol_per_g_h": ParameterName(unit="mmol/g/h", condition="food"),
        "temperature_min_c": _celsius(),
        "temperature_opt_c": _celsius(),
        "temperature_max_c": _celsius(),
        "ph_min": _ph(),
        "ph_opt": _ph(),
        "ph_max": _ph(),
        "undissociated_max_mmol_per_l": ParameterName(unit="mmol/L", condition="metabolite"),
        "ethanol_max_g_per_l": ParameterName(unit="g/L"),
        "lag_h": ParameterName(unit="h"),
        "death_rate_per_h": ParameterName(unit="1/h"),
        "acid_death_rate_per_h": ParameterName(unit="1/h"),
        "lysis_rate_per_h": ParameterName(unit="1/h"),
        "heat_d_value_min": ParameterName(unit="min", condition="temperature"),
        "heat_z_value_c": ParameterName(unit="C", least=1, most=30),
        "cell_dry_mass_pg": ParameterName(unit="pg"),
        "wall_share": _share(),
        "protein_share": _share(),
        "oxygen_tolerance_mmol_per_l": ParameterName(unit="mmol/L"),
        "stomach_log10_reduction": ParameterName(unit="log10"),
        "bile_log10_reduction": ParameterName(unit="log10"),
        "storage_log10_change_per_week": ParameterName(unit="log10/week", least=-5, most=2),
    }
)

MINERALS = ("calcium", "phosphorus", "magnesium", "zinc", "iron", "copper")
"""Of which a row of milks.tsv may tell how much is in 100 g."""

MILK_QUANTITIES = frozenset(
    {
        "protein_g_per_l",
        "fat_g_per_l",
        "initial_ph",
        "buffer_capacity_mmol_per_l_per_ph",
        "density_kg_per_l",
        "water_phase",
        "flora_log10_cfu_per_ml",
        *(f"{mineral}_mg_per_100g" for mineral in MINERALS),
        "natural_acidity_percent_lactic",
    }
)
"""What a row of milks.tsv may tell beside the amount of a metabolite."""

MEDIUM_QUANTITIES = frozenset({"pH", "cells_log10_per_g"})
"""What a row of media.tsv may tell beside the amount of a metabolite."""

NOT_METABOLITES = frozenset({"control", "not_modelled"})
"""What a treatment may be modelled as beside a metabolite."""
