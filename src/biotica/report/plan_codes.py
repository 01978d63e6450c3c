"""The sentence behind every code of a plan: grains at rest, shared grains, and planned heating."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Table

PLAN: Table = {
    "ph_5_late": (
        "model",
        _(
            "The jar is slow to get sour: the early check is missed. Measure again before the day is over,"
            " and throw it away if it is still mild."
        ),
    ),
    "grains_fridge": (
        "model",
        _(
            "The grains were in the fridge for {days} days. They start more slowly; the first round or two"
            " can take longer. How much is assumed, not measured."
        ),
    ),
    "grains_freezer": (
        "model",
        _(
            "The grains were frozen for {days} days. Fewer cells live and they start more slowly. How much is"
            " assumed, not measured."
        ),
    ),
    "grains_dried": (
        "model",
        _(
            "The grains were dry for {days} days. Many cells died; count on several slow rounds, and pour the"
            " first ones away. How much is assumed, not measured."
        ),
    ),
    "grains_milk_change": (
        "model",
        _(
            "The grains move to another kind of milk. The first rounds can be slow or thin. How much is"
            " assumed, not measured."
        ),
    ),
    "holiday": (
        "model",
        _(
            "Before you leave: put the grains in a clean jar with plenty of fresh liquid (milk or sugar"
            " water), lid on, in the fridge. After {days} days: pour that liquid away, start a small jar, and"
            " look and smell first. It starts more slowly; how much is assumed, not measured."
        ),
    ),
    "grains_split": (
        "fact",
        _(
            "You split {total_g} g of grains into {parts} parts of {given_g} g. The forecast is for one part;"
            " each part suits about {liquid_ml} ml."
        ),
    ),
    "grains_share": (
        "fact",
        _(
            "You keep {kept_g} g of {total_g} g of grains; the forecast is for what you keep. The one who"
            " gets {given_g} g starts with about {liquid_ml} ml."
        ),
    ),
    "weight_unused": (
        "fact",
        _("The weights are kept but teach nothing: what an open jar loses is mostly water."),
    ),
}

SURVIVES: Mapping[str, str] = {
    "bacterial_spores": _("spores of bacteria"),
    "toxins_made_before": _("toxins that germs made before"),
}

NO_TERM: Mapping[str, str] = {
    "progenitor_strains_not_named": _("the microbes it came from are not named by strain"),
    "inactivation_not_validated": _("nobody counted what this heating leaves in this jar"),
    "no_benefit_shown": _("no trial that we know of shows a gain from it"),
}
