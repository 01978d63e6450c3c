"""The sentence behind every code of a checked label, as msgids."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Table

CLARITY: Table = {
    "avoid": ("opinion", _("Avoid this product: it breaks a hard rule.")),
    "clear": ("opinion", _("The label is clear. That says nothing about whether the product works.")),
    "partly": ("opinion", _("The label is partly clear.")),
    "vague": ("opinion", _("The label is vague.")),
}

POINTS: Mapping[str, str] = {
    "identity": _("which microbe or substance"),
    "state": _("alive or dead"),
    "dose": _("how much a day"),
    "format": _("sugar"),
    "duty": _("the wording that is required"),
    "claims": _("claims"),
    "shelf": _("until when the count holds"),
}

LOST_POINTS: Table = {
    "identity": ("fact", _("Not every microbe has its strain code, or none is named.")),
    "state": ("fact", _("It is not plain whether the microbes are alive or dead.")),
    "dose": ("fact", _("The amount a day is missing or incomplete.")),
    "format": ("fact", _("A day's portion holds more than one gram of sugar.")),
    "duty": ("fact", _("A sentence that is required, or that this content needs, is missing.")),
    "claims": ("fact", _("The label promises something that the EU has not authorised.")),
    "shelf": ("fact", _("The living count is not promised until the best-before date.")),
}

HARD_RULES: Table = {
    "disease_claim": (
        "fact",
        _("It says that it works against a disease. The law does not allow that for food."),
    ),
    "premature_target": ("fact", _("It is meant for babies born too early. That belongs to the hospital.")),
    "over_legal_limit": ("fact", _("The largest dose on the label is above the legal limit.")),
    "prescription_medicine": (
        "fact",
        _("It is a medicine on prescription, or one that is sold as a supplement."),
    ),
}

MATCHES: Table = {
    "tested_same_strain_and_dose": (
        "evidence",
        _("At least one part of it was tested as it is here, in this dose. See which way it went."),
    ),
    "partial_match": ("evidence", _("Something close to it was tested, but not this in this way.")),
    "no_match": ("evidence", _("We know of no study of what is in it.")),
}

WHYS: Table = {
    "same_strain_tested": ("evidence", _("the same strain, in this dose")),
    "same_strain_no_dose_known": ("evidence", _("the same strain; the tested dose is not known to us")),
    "same_strain_lower_dose": ("evidence", _("the same strain; this product holds less than was tested")),
    "same_strain_other_unit": ("evidence", _("the same strain; its dose was counted in another unit")),
    "same_strain_dose_not_stated": ("evidence", _("the same strain; the label does not say how much")),
    "same_strain_other_state": (
        "evidence",
        _("the same strain, but in another state: alive, killed or broken up"),
    ),
    "part_of_tested_blend": ("evidence", _("this strain was tested only together with others")),
    "blend_dose_not_stated": (
        "evidence",
        _("the same strain; the label gives one amount for the whole blend"),
    ),
    "no_comparison_group": ("evidence", _("it was given to people, but not compared with anything")),
    "same_substance_tested": ("evidence", _("the same substance, in this dose")),
    "same_substance_no_dose_known": ("evidence", _("the same substance; the tested dose is not known to us")),
    "same_substance_lower_dose": (
        "evidence",
        _("the same substance; this product holds less than was tested"),
    ),
    "same_substance_other_unit": ("evidence", _("the same substance; its dose was given in another unit")),
    "same_substance_dose_not_stated": ("evidence", _("the same substance; the label does not say how much")),
    "same_kind_of_food": ("evidence", _("the same kind of food, another product")),
    "same_species_other_strain": ("evidence", _("the same species, another strain: strains differ")),
    "same_species_other_state": (
        "evidence",
        _("the same species, another strain, in another state: alive, killed or broken up"),
    ),
}

FITS: Table = {
    "fits": ("opinion", _("No rule of ours objects to it for you. That is no advice to take it.")),
    "ask": ("opinion", _("Ask first before you take it.")),
    "exclude": ("opinion", _("Leave it out.")),
    "answer_first": ("opinion", _("We cannot say yet: some answers are missing.")),
    "not_asked": (
        "fact",
        _("Nobody was named, so this was not looked at. Add --about with a file about you."),
    ),
}

OWN_RULES: Table = {
    "label:adults_only": ("fact", _("The label itself says: for adults only.")),
    "label:not_pregnant_lactating": (
        "fact",
        _("The label itself says: not when pregnant or breast-feeding."),
    ),
    "label:central_line": ("fact", _("The label itself says: not with a central line.")),
    "label:immunocompromised": ("fact", _("The label itself says: not with weakened immunity.")),
    "label:obstruction": (
        "fact",
        _("The label itself says: not when swallowing is hard or the bowel is narrowed."),
    ),
    "limit": ("fact", _("The dose is above the legal limit for your age.")),
}

NOT_SAID: Mapping[str, str] = {
    "organism": _("which microbe is in it"),
    "live_or_dead": _("whether the microbes are alive"),
    "kind_of_heating": _("how the microbes were killed: how hot and how long"),
    "strain_code": _("the strain code"),
    "strain_deposit": _("the number of the strain in a public collection"),
    "yeasts": _("whether there are yeasts in it"),
    "amount": _("how much a day"),
    "unit": _("what the number counts"),
    "per_strain_amount": _("how much of each strain"),
    "daily_dose": _("how many a day"),
    "guarantee_point": _("until when the count holds"),
    "best_before": _("the best-before date"),
    "storage": _("how to keep it"),
    "other_ingredients": _("the other ingredients"),
    "sugars": _("how much sugar"),
    "allergens": _("allergens"),
    "warning:not_exceed": _("the sentence not to take more"),
    "warning:out_of_reach": _("the sentence to keep it away from children"),
    "warning:not_substitute": _("the sentence that it does not replace varied food"),
    "warning:adults_only": _("that it is for adults only"),
    "warning:not_pregnant_lactating": _("that it is not for pregnancy or breast-feeding"),
    "warning:central_line": _("that it is not for people with a central line"),
    "warning:fluid": _("that it needs much water"),
    "warning:premature_ask_doctor": _("that a doctor is asked first for a baby born too early"),
}

ISAPP_ELSE: Table = {
    "fermented_food": ("opinion", _("fermented food")),
    "no_probiotic_status_shown": ("opinion", _("living microbes, no probiotic status shown")),
    "no_prebiotic_status_shown": ("opinion", _("fibre, no prebiotic status shown")),
    "no_synbiotic_status_shown": ("opinion", _("living microbes with fibre, no synbiotic status shown")),
    "no_postbiotic_status_shown": ("opinion", _("inactivated microbes, no postbiotic status shown")),
    "metabolite_is_no_postbiotic": ("opinion", _("a made substance; by that definition no postbiotic")),
    "no_term_fits": ("opinion", _("none of these words fits")),
}

LIVE_ASSUMED: Table = {
    "loss": ("model", _("how fast they die in the pack")),
    "age": ("model", _("how old the pack is")),
    "temperature": ("model", _("how warm it is kept")),
}

READING: Table = {
    "unreadable_label": ("fact", _("This label could not be read. Make a sharper photo or type the text.")),
    "part_unreadable": (
        "fact",
        _("A part of the label could not be read, so something may be missing here."),
    ),
    "several_products": ("fact", _("Several products were found. They are checked one by one.")),
}

STATES: Mapping[str, str] = {
    "live": _("alive"),
    "inactivated": _("killed"),
    "lysate": _("broken up"),
    "fermentate": _("with what it fermented"),
    "unknown": _("alive or dead not said"),
}

LABEL_UNITS: Mapping[str, str] = {
    "CFU": _("CFU"),
    "cells": _("cells"),
    "AFU": _("AFU"),
    "spores": _("spores"),
    "mg": _("mg"),
    "g": _("g"),
    "unspecified": _("of an unnamed unit"),
}

PRODUCT_CLASSES: Mapping[str, str] = {
    "probiotic": _("living microbes"),
    "postbiotic": _("dead microbes"),
    "prebiotic": _("food for gut bacteria"),
    "fibre": _("bulk fibre"),
    "synbiotic": _("living microbes with fibre"),
    "metabolite": _("a made substance"),
    "fermented_food": _("fermented food"),
    "medicine_lysate": _("a medicine of broken bacteria"),
    "contradictory": _("called postbiotic, but alive"),
    "unclear": _("not clear what it is"),
}
