"""The sentence behind every code of the advice, as msgids."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Table

GOALS: Mapping[str, str] = {
    "fibre": _("eat more fibre"),
    "stool_regularity": _("a regular stool"),
    "comfort_gas": _("less trouble from gas"),
    "lactose": _("handle milk sugar better"),
    "butyrate_production": _("more butyrate made in the gut"),
    "variety": _("more variety in food"),
    "kefir_habit": _("a kefir habit"),
}

ITEM_CLASSES: Mapping[str, str] = {
    "LP": _("live microbes"),
    "FR": _("unheated ferment"),
    "FK": _("ferment from heated milk, or heated"),
    "PI": _("dead microbes"),
    "ME": _("a made substance"),
    "FI": _("fibre"),
    "FO": _("ordinary food"),
    "LI": _("way of living"),
}

GRADES: Mapping[str, str] = {
    "high": _("high"),
    "moderate": _("moderate"),
    "low": _("low"),
    "very_low": _("very low"),
    "none": _("not studied for this goal"),
}

GRADE_MEANINGS: Mapping[str, str] = {
    "high": _("New studies will hardly change the picture."),
    "moderate": _("New studies may change the picture."),
    "low": _("New studies will probably change the picture."),
    "very_low": _("We hardly know."),
    "none": _("No study that we know measured this goal. That is a normal answer."),
}

TOLERANCE: Mapping[str, str] = {
    "none": _("no extra gas expected"),
    "low": _("a little extra gas expected"),
    "medium": _("some extra gas expected"),
    "high": _("much extra gas expected"),
}

ASK: Mapping[str, str] = {
    "doctor": _("your doctor"),
    "pharmacist": _("your pharmacist"),
    "dietitian": _("your dietitian"),
}

REASONS: Table = {
    "ethanol": ("fact", _("It holds alcohol.")),
    "allergen": ("fact", _("It holds something you are allergic to.")),
    "dislike": ("fact", _("You do not like it: {word}.")),
    "diet": ("fact", _("It does not fit how you eat: {word}.")),
    "two_cautions": (
        "opinion",
        _("Two cautions come together here, so it is left out: {rules}."),
    ),
    "lactose": ("fact", _("It holds milk sugar.")),
}

ADJUSTMENTS: Table = {
    "slow_ramp": (
        "opinion",
        _("Build up slowly: start with {start_g_per_day} g a day, add {step_g_per_week} g a week."),
    ),
    "spacing": ("opinion", _("Keep {hours} hours between this and your medicine.")),
    "steady_intake": (
        "opinion",
        _("Take the same amount every day, so that your {nutrient} stays the same."),
    ),
    "smaller_dose": ("opinion", _("Take a smaller dose: {dose_share} of the usual one.")),
    "boil_milk_first": ("opinion", _("Boil the milk first.")),
    "check_label": ("opinion", _("Read on the label whether it holds {ingredient}.")),
}

REFERRALS: Table = {
    "doctor_first": (
        "opinion",
        _("You named a sign that a doctor should look at first. So there is no plan on this page."),
    ),
    "hospital_care": (
        "opinion",
        _("For you, this belongs to the hospital. So there is no plan on this page."),
    ),
    "infant_care": (
        "opinion",
        _("What a baby eats belongs to its doctor or nurse. So there is no plan on this page."),
    ),
    "newborn_care": (
        "opinion",
        _("Care for a child born too early belongs to its doctor. So there is no plan on this page."),
    ),
}

ACTIONS: Mapping[str, str] = {
    "baseline": _("change nothing, only measure"),
    "start": _("start"),
    "raise": _("raise"),
    "hold": _("hold"),
    "back_off": _("one step back"),
    "stop": _("stop"),
    "washout": _("pause"),
    "measure": _("measure"),
}

MEASURES: Mapping[str, str] = {
    "stool_form": _("stool form"),
    "stools_per_day": _("stools a day"),
    "test_again": _("a new test"),
    "ml_per_day": _("ml a day"),
    "stools_per_week": _("stools a week"),
    "gas": _("gas"),
    "bloating": _("bloating"),
    "belly_pain": _("belly pain"),
    "lactose_comfort": _("how milk sugar feels"),
    "fibre_g_per_day": _("grams of fibre a day"),
    "plants_per_week": _("different plants a week"),
    "glasses_per_week": _("glasses a week"),
}

DOSE_UNITS: Mapping[str, str] = {
    "g_per_day": _("g a day"),
    "mg_per_day": _("mg a day"),
    "ml_per_day": _("ml a day"),
    "cfu_per_day": _("CFU a day"),
    "cells_per_day": _("cells a day"),
    "spores_per_day": _("spores a day"),
    "portion_per_day": _("portions a day"),
    "fruit_per_day": _("pieces of fruit a day"),
    "bottle_per_day": _("bottles a day"),
    "tablet_per_day": _("tablets a day"),
    "times_per_week": _("times a week"),
}

BLEND_KINDS: Mapping[str, str] = {
    "complementary": _("parts side by side"),
    "synergistic": _("one part feeds the other"),
}

DIRECTIONS: Mapping[str, str] = {
    "up": _("went up"),
    "down": _("went down"),
    "none": _("no difference shown"),
    "mixed": _("mixed results"),
    "not_compared": _("nothing was compared"),
}

INDIRECT: Mapping[str, str] = {
    "population": _("the people"),
    "product": _("the product"),
    "dose": _("the dose"),
    "outcome": _("the outcome"),
}

READ_LEVELS: Mapping[str, str] = {
    "full": _("read in full"),
    "abstract": _("summary read"),
    "secondary": _("read in another source"),
    "memory": _("from memory, not checked"),
}
