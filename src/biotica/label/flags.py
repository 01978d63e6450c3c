"""What follows from several fields of a label, or from the tables: the flags beside those of the text."""

from __future__ import annotations

from collections.abc import Iterator

from biotica.knowledge.label_tables import LabelTables
from biotica.label.clarity import SUPPLEMENT_WARNINGS, is_called_postbiotic_but_live
from biotica.label.evidence_match import EvidenceMatch
from biotica.label.hard_rules import limits_broken, limits_reached
from biotica.label.label import Label
from biotica.label.microbes import (
    AKKERMANSIA,
    SPORE_GENERA,
    YEAST_GENERA,
    has_genus,
    is_live_product,
    maybe_live,
)

READER_MARKS = frozenset(
    {
        *("other_ingredients_named", "state_said", "state_vague", "kinds_only", "extract_term"),
        *("substance_defined", "sold_for_microbes", "heating_said", "heated_after"),
        *("storage_said", "postbiotic_word"),
        *("kefir", "kefir_grains", "yoghurt", "sauerkraut", "kimchi", "kombucha", "natto", "miso", "tempeh"),
    }
)
"""Marks that only the findings read; all others are flags of the contract."""

_WITHOUT_ORGANISM = frozenset({"prebiotic", "fibre", "metabolite", "medicine_lysate"})
_FODMAP = frozenset({"inulin", "fos", "gos", "lactulose"})
_RAW_MILK_GROUPS = ("pregnancy", "infant", "immunocompromised", "elderly_frail")
_SWEET_G = 5.0


def flags_of(label: Label, match: EvidenceMatch, tables: LabelTables) -> tuple[str, ...]:
    """List the flags of a product: those of the text, and those that follow.

    Returns
    -------
    tuple of str
        ``name`` or ``name:detail``, sorted, each once.
    """
    read = (mark for mark in label.marks if mark.partition(":")[0] not in READER_MARKS)
    derived = (
        *_evidence(match),
        *_identity(label),
        *_amounts(label),
        *_organisms(label),
        *_composition(label, tables),
        *_limits(label, tables),
        *_duties(label),
    )
    return tuple(sorted({*read, *derived}))


def _evidence(match: EvidenceMatch) -> Iterator[str]:
    whys = {hit.why for hit in match.hits}
    if any(hit.level == "strain" for hit in match.hits):
        yield "kb_strain_match"
    if match.unverified:
        yield "kb_strain_unverified"
    if any(hit.level == "substance" for hit in match.hits):
        yield "kb_substance_match"
    if _live_only(match):
        yield "strain_studied_live_only"
    if {"same_strain_tested", "same_substance_tested"} & whys:
        yield "dose_meets_trial"
    if {"same_strain_lower_dose", "same_substance_lower_dose"} & whys:
        yield "dose_below_trial"
    if {"same_strain_other_unit", "same_substance_other_unit"} & whys:
        yield "dose_not_comparable_to_trial"


def _live_only(match: EvidenceMatch) -> bool:
    """Whether a strain of the product was tested alive, and in no other state."""
    strains = [hit for hit in match.hits if hit.level == "strain"]
    in_its_state = {hit.part for hit in strains if hit.why != "same_strain_other_state"}
    return any(hit.part not in in_its_state and hit.item.kind == "live" for hit in strains)


def _identity(label: Label) -> Iterator[str]:
    if any(organism.strain is None for organism in label.organisms) and label.kind != "medicine":
        yield "strain_missing"
    named = label.organisms or label.product_class in _WITHOUT_ORGANISM
    if not named and "kinds_only" not in label.marks:
        yield "organism_missing"


def _amounts(label: Label) -> Iterator[str]:
    units = {label.daily_total.unit, *(organism.unit for organism in label.organisms)}
    if "unspecified" in units:
        yield "unit_missing"
    if label.daily_total.amount is None and label.daily_total.unit is None and label.kind != "food":
        yield "dose_not_stated"
    parts = len(label.organisms) > 1 and any(organism.amount is None for organism in label.organisms)
    if parts and label.daily_total.amount is not None and label.kind == "supplement":
        yield "per_strain_dose_missing"
    if "AFU" in units:
        yield "afu_not_cfu"
    if label.kind == "supplement" and is_live_product(label):
        if label.count_guarantee == "manufacture":
            yield "count_at_manufacture_only"
        elif label.count_guarantee != "end_of_shelf_life":
            yield "no_count_guarantee"


def _organisms(label: Label) -> Iterator[str]:
    if is_called_postbiotic_but_live(label):
        yield "postbiotic_but_live"
    if has_genus(maybe_live(label), SPORE_GENERA):
        yield "spore_former"
    if has_genus(label.organisms, YEAST_GENERA):
        yield from _yeasts(label)
    elif "kefir" in label.marks and not {"kinds_only", "yeast_present"} & label.marks:
        yield "no_yeast_declared"
    if label.product_class == "metabolite" and _says_postbiotic(label):
        yield "metabolite_not_postbiotic_isapp"


def _yeasts(label: Label) -> Iterator[str]:
    if label.product_class == "fermented_food":
        yield "yeast_present"
        return
    yield "yeast"
    if has_genus(maybe_live(label), YEAST_GENERA):
        yield "not_with_antifungals"
    else:
        yield "yeast_allergy"


def _says_postbiotic(label: Label) -> bool:
    words = " ".join((label.name, *(claim.text for claim in label.claims))).casefold()
    return "postbiotic_word" in label.marks or "postbio" in words


def _composition(label: Label, tables: LabelTables) -> Iterator[str]:
    names = {fibre.name for fibre in label.fibres}
    if names & _FODMAP:
        yield "fodmap"
    if "psyllium" in names:
        yield "low_fermentable"
    for fibre in label.fibres:
        row = tables.substances.get(("fibre", fibre.name))
        claim_g = row.claim_g_per_day if row is not None else None
        if claim_g is not None and fibre.g_per_day is not None and fibre.g_per_day < claim_g:
            yield f"fibre_below_claim_dose:{claim_g:g}g"
    if label.added_sugar:
        yield "added_sugar"
    sweet_drink = label.form == "drink" and (label.sugars_g_per_100 or 0.0) > _SWEET_G
    if (label.sugars_g_per_day or 0.0) > _SWEET_G or sweet_drink:
        yield "high_sugar"
    if "yoghurt" in label.marks and any(claim.type == "authorised_conditional" for claim in label.claims):
        yield "authorised_claim_needs_1e8_CFU_per_g"


def _limits(label: Label, tables: LabelTables) -> Iterator[str]:
    if any(True for _limit in limits_broken(label, tables)):
        yield "over_novel_food_limit"
    if any(True for _limit in limits_reached(label, tables)):
        yield "at_novel_food_limit"


def _duties(label: Label) -> Iterator[str]:
    if label.kind == "supplement" and not SUPPLEMENT_WARNINGS & set(label.warnings):
        yield "no_mandatory_warnings"
    akkermansia = has_genus(label.organisms, {AKKERMANSIA})
    if akkermansia and "not_pregnant_lactating" not in label.warnings:
        yield "pregnancy_warning_missing"
    if any(claim.type == "disease" for claim in label.claims):
        yield "disease_claim"
    if label.product_class == "medicine_lysate":
        yield "prescription_medicine"
    if "raw_milk" in label.marks:
        yield from (f"exclude:{group}" for group in _RAW_MILK_GROUPS)
