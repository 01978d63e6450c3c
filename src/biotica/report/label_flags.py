"""The sentence behind every flag of a label, as msgids; a gap holds what follows the colon."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Table

GROUPS: Mapping[str, str] = {
    "pregnancy": _("pregnancy"),
    "infant": _("babies"),
    "premature": _("babies born too early"),
    "immunocompromised": _("people with weakened immunity"),
    "elderly_frail": _("frail older people"),
}

FLAGS: Table = {
    "kb_strain_match": ("evidence", _("This strain is in our tables, from a source that was read.")),
    "kb_strain_unverified": (
        "fact",
        _("We know this strain from memory only. That does not count as evidence."),
    ),
    "kb_substance_match": ("evidence", _("This substance is in our tables, from a source that was read.")),
    "strain_studied_live_only": ("evidence", _("This strain was tested alive only. Here it is not.")),
    "dose_meets_trial": ("evidence", _("The dose is at least the lowest that was tested.")),
    "dose_below_trial": ("evidence", _("The dose is below the lowest that was tested.")),
    "dose_borderline": ("evidence", _("The dose lies close to the lowest that was tested: {detail}.")),
    "dose_not_comparable_to_trial": (
        "evidence",
        _("The dose cannot be compared: another unit was used in the study."),
    ),
    "evidence_other_outcome": ("evidence", _("The study looked at something else: {detail}.")),
    "fibre_below_claim_dose": ("fact", _("Less fibre than its authorised claim asks: {detail}.")),
    "authorised_claim_needs": (
        "fact",
        _("The authorised claim asks for something that the label does not show."),
    ),
    "strain_missing": ("fact", _("A strain code is missing.")),
    "organism_missing": ("fact", _("No microbe is named.")),
    "strains_incomplete": ("fact", _("Not all strains are listed.")),
    "claimed": ("fact", _("The label names another number of strains than it lists: {detail}.")),
    "old_name": ("fact", _("An old name is used: {detail}.")),
    "misnomer": ("fact", _("This name was never a valid one: {detail}.")),
    "unit_missing": ("fact", _("A number has no unit.")),
    "dose_not_stated": ("fact", _("The dose is not stated.")),
    "dose_range_open": ("fact", _("The daily dose is a range.")),
    "per_strain_dose_missing": ("fact", _("One amount for the whole blend, none per strain.")),
    "proprietary_blend": ("fact", _("A blend of its own whose parts are not given.")),
    "count_at_manufacture_only": ("fact", _("The count is that of the day of making.")),
    "no_count_guarantee": ("fact", _("The label does not say until when the count holds.")),
    "afu_not_cfu": ("fact", _("AFU counts whole cells, CFU those that grow. The two are not the same.")),
    "nl_biljoen_is_1e12": ("fact", _('In Dutch "biljoen" is a million times a million.')),
    "non_viable_term": ("fact", _("The label uses a word for microbes that do not live.")),
    "tyndallised_term": ("fact", _("The microbes were killed by repeated heating.")),
    "postbiotic_but_live": ("fact", _("It is called a postbiotic, but its microbes live.")),
    "metabolite_not_postbiotic_isapp": (
        "fact",
        _("A made substance alone is no postbiotic by the scientific definition."),
    ),
    "spore_former": ("fact", _("It holds bacteria that form spores.")),
    "yeast": ("fact", _("It holds a yeast.")),
    "yeast_present": ("fact", _("It holds yeasts.")),
    "no_yeast_declared": ("fact", _("It is called kefir, but names no yeasts.")),
    "yeast_allergy": ("fact", _("It is not for people with a yeast allergy.")),
    "not_with_antifungals": ("fact", _("A medicine against fungi kills this yeast.")),
    "not_milk_kefir": ("fact", _("This is no milk kefir.")),
    "polyol": ("fact", _("It holds a sweetener that can give gas: {detail}.")),
    "fodmap": ("fact", _("It holds sugars that gut bacteria ferment fast.")),
    "low_fermentable": ("fact", _("Gut bacteria ferment little of it.")),
    "sodium": ("fact", _("It holds sodium.")),
    "high_sugar": ("fact", _("It holds much sugar.")),
    "added_sugar": ("fact", _("Sugar was added.")),
    "enteric_delivery": ("fact", _("The capsule opens in the gut, not in the stomach.")),
    "not_vegan": ("fact", _("It is not vegan.")),
    "raw_milk": ("fact", _("It is made of raw milk, which can carry germs.")),
    "pasteurised_milk": ("fact", _("It is made of heated milk.")),
    "unpasteurised": ("fact", _("It was not heated.")),
    "alcohol_declared": ("fact", _("It can hold alcohol.")),
    "pressure_warning": ("fact", _("The bottle can stand under pressure.")),
    "no_mandatory_warnings": ("fact", _("None of the three sentences of a supplement is there.")),
    "pregnancy_warning_missing": (
        "fact",
        _("It does not say that it is not for pregnancy or breast-feeding."),
    ),
    "infant_product": ("fact", _("It is made for infants.")),
    "premature_target": ("fact", _("It is meant for babies born too early.")),
    "exclude": ("fact", _("It is not for this group: {detail}.")),
    "at_novel_food_limit": ("fact", _("The largest dose is exactly the legal limit.")),
    "over_novel_food_limit": ("fact", _("The largest dose is above the legal limit.")),
    "disease_claim": ("fact", _("It makes a claim about a disease.")),
    "prescription_medicine": ("fact", _("It is a medicine on prescription.")),
    "out_of_scope": ("fact", _("This program says nothing about such products.")),
}
