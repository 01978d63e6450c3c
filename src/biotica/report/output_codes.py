"""The words behind what comes out of a jar: names, units, headings, and what a number is not."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Kind, Table

OUTPUT_GROUPS: Mapping[str, str] = {
    "sourness": _("How sour"),
    "sugar_and_acids": _("Milk sugar and acids"),
    "alcohol": _("Alcohol"),
    "gas": _("Gas"),
    "microbes": _("Microbes, living and dead"),
    "nutrients": _("Nutrients"),
    "small": _("Kefiran, vitamins and amines"),
    "grains": _("Growth of the grains"),
    "cost": _("Cost"),
}
"""Heading of every group, in the order in which they are told."""

OUTPUT_NAMES: Mapping[str, str] = {
    "ph": "pH",
    "titratable_acidity": _("titratable acidity"),
    "lactose": _("milk sugar (lactose) left"),
    "lactate": _("lactic acid"),
    "acetate": _("acetic acid"),
    "ethanol": _("alcohol"),
    "co2_dissolved": _("dissolved carbon dioxide"),
    "gauge_pressure": _("pressure in the bottle"),
    "lactococci_live": _("lactococci, living"),
    "lactococci_dead": _("lactococci, dead"),
    "leuconostocs_live": _("leuconostocs, living"),
    "leuconostocs_dead": _("leuconostocs, dead"),
    "lactobacilli_live": _("lactobacilli, living"),
    "lactobacilli_dead": _("lactobacilli, dead"),
    "streptococci_live": _("streptococci, living"),
    "streptococci_dead": _("streptococci, dead"),
    "yeasts_live": _("yeasts, living"),
    "yeasts_dead": _("yeasts, dead"),
    "acetic_acid_bacteria_live": _("acetic acid bacteria, living"),
    "acetic_acid_bacteria_dead": _("acetic acid bacteria, dead"),
    "dead_wall": _("cell wall of the dead"),
    "peptidoglycan": _("peptidoglycan in it"),
    "teichoic_acid": _("teichoic acids in it"),
    "energy": _("energy"),
    "protein": _("protein"),
    "fat": _("fat"),
    "sugars": _("sugars"),
    "organic_acids": _("organic acids"),
    "calcium": _("calcium"),
    "phosphorus": _("phosphorus"),
    "magnesium": _("magnesium"),
    "zinc": _("zinc"),
    "iron": _("iron"),
    "copper": _("copper"),
    "amino_acids": _("free amino acids"),
    "kefiran": _("kefiran"),
    "folate": _("folate"),
    "vitamin_b12": _("vitamin B12"),
    "biotin": _("biotin"),
    "vitamin_b6": _("vitamin B6"),
    "vitamin_k2_mk7": _("vitamin K2 (MK-7)"),
    "vitamin_k2_fermented_milk": _("vitamin K2, in fermented milks at large"),
    "tyramine": _("tyramine"),
    "histamine": _("histamine"),
    "grain_mass": _("wet grains at the end"),
    "grain_gain": _("growth of the grains in this jar"),
    "grain_growth_per_week": _("growth of grains in a week"),
    "grain_growth": _("growth of grains over a whole trial"),
    "drink_cost": _("this drink"),
    "capsule_cost": _("a capsule a day, beside it"),
}

OUTPUT_UNITS: Mapping[str, str] = {
    "ph": "",
    "percent_lactic": _("% lactic acid"),
    "dornic": "°D",
    "soxhlet_henkel": "°SH",
    "g_per_glass": _("g per glass"),
    "mg_per_glass": _("mg per glass"),
    "kj_per_glass": _("kJ per glass"),
    "kcal_per_glass": _("kcal per glass"),
    "percent_of_start": _("% of the start"),
    "g_per_l": _("g per litre"),
    "mg_per_l": _("mg per litre"),
    "percent_vol": _("% of the volume"),
    "bar": _("bar above the air"),
    "log10_cfu_per_ml": _("steps of ten per ml"),
    "log10_cells_per_ml": _("steps of ten per ml"),
    "ug_per_100g": _("µg per {grams} g"),
    "mg_per_100g": _("mg per {grams} g"),
    "percent": "%",
    "g": "g",
    "eur_per_l": _("euro per litre"),
    "eur_per_glass": _("euro per glass"),
    "eur_per_day": _("euro per day"),
}

CONFIDENCES: Mapping[str, str] = {
    "moderate": _("fairly sure"),
    "low": _("not sure"),
    "very_low": _("very unsure"),
}

BASES: Mapping[str, tuple[Kind, str]] = {
    "model": ("model", _("our model")),
    "table": ("fact", _("others measured")),
    "not_known": ("fact", _("no number read")),
    "price_assumed": ("opinion", _("we assume")),
    "price_yours": ("fact", _("your price")),
}
"""Status, or the note that says more than it, to what a number rests on."""

GROUP_NOTES: Mapping[str, tuple[str, ...]] = {
    "microbes": ("steps_of_ten", "counts_differ"),
    "nutrients": ("no_need_covered",),
    "small": ("not_this_jar", "no_need_covered"),
    "cost": ("counts_cannot_be_exchanged",),
}
"""What is always said with a group."""

OUTPUT_NOTES: Table = {
    "titration": ("model", _("Titratable acidity: how much lye it takes to undo the acid.")),
    "titration_of_milk": (
        "model",
        _("Titratable acidity: how much lye it takes to undo the acid. Fresh milk takes some too."),
    ),
    "lactose_left": ("fact", _("Fermenting leaves milk sugar behind. This is no drink without lactose.")),
    "acetate_varies": ("fact", _("Acetic acid differs much from grain to grain.")),
    "alcohol_varies": (
        "fact",
        _("Alcohol differs much between jars. With living yeasts it goes on rising in the fridge."),
    ),
    "highest_so_far": (
        "model",
        _("The highest pressure so far. It depends on the air left in the bottle; we took little air."),
    ),
    "steps_of_ten": (
        "fact",
        _("Steps of ten: one step more is ten times as many. Eight steps are a hundred million."),
    ),
    "counts_differ": ("fact", _("A plate count can show several times fewer, since chains count once.")),
    "walls_assumed": (
        "model",
        _(
            "How much wall the dead cells have, and what it is made of, is assumed. "
            "That such an amount does anything for health was not shown."
        ),
    ),
    "energy_by_law": ("fact", _("Energy is counted as on food labels in the EU.")),
    "minerals_of_the_milk": (
        "fact",
        _("Minerals are those of the milk; fermenting does not change them."),
    ),
    "freed_by_microbes": (
        "model",
        _("Free amino acids: what microbes cut from the protein and did not use. The rates are assumed."),
    ),
    "no_source_for_this_milk": ("fact", _("For this milk we read no number.")),
    "no_need_covered": ("fact", _("No number here says that a glass covers what you need.")),
    "not_this_jar": ("fact", _("What others measured is from other jars. Yours may lie outside it.")),
    "kefiran_model": ("model", _("Kefiran rests on assumed rates, so the range is wide.")),
    "kefiran_one_starter": (
        "fact",
        _("Kefiran: the most that one starter made, with another set of microbes."),
    ),
    "vitamins_vary": (
        "fact",
        _("Vitamins depend on the strains: some make them, some use them up. They change in the fridge."),
    ),
    "tyramine_seen": (
        "fact",
        _("Tyramine was found in nearly all kefirs of one study. If you take an MAO inhibitor, ask first."),
    ),
    "histamine_not_known": ("fact", _("We read no amount of histamine in kefir. Not known is not none.")),
    "grain_gain_model": ("model", _("Growth in this jar rests on assumed rates.")),
    "grain_growth_one_study": ("fact", _("Growth in a week: one study, with fresh cow's milk every day.")),
    "grain_growth_trials": (
        "fact",
        _("Over a whole trial: the low end was not stirred, the high end was."),
    ),
    "price_assumed": (
        "opinion",
        _("These prices are assumed and wide, not looked up. Your own are better."),
    ),
    "no_price_for_this_milk": ("fact", _("For this milk we have no price. Give your own.")),
    "counts_cannot_be_exchanged": (
        "fact",
        _("Only money is compared. Counts of different microbes cannot be exchanged for each other."),
    ),
}
"""What a number is not, by the code of its note."""
