"""The sentence behind every code of the contracts, as msgids; nothing here is computed.

A table maps a code to (kind, msgid). The gaps are the finding's own values: a range fills a gap as
``21 (18 to 28)``. A new code is one line here and one in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from biotica.errors import _

Kind = Literal["fact", "model", "evidence", "opinion"]
Table = Mapping[str, tuple[Kind, str]]

KINDS: Mapping[Kind, str] = {
    "fact": _("fact"),
    "model": _("model"),
    "evidence": _("evidence"),
    "opinion": _("opinion"),
}
KIND_MEANINGS: Mapping[Kind, str] = {
    "fact": _("read from your input, or known"),
    "model": _("calculated by us, with its uncertainty"),
    "evidence": _("measured in people, with its source"),
    "opinion": _("our careful choice; nobody has tested it"),
}

STATUS: Table = {
    "not_validated_in_people": ("fact", _("What the model says about you has not been tested in people.")),
    "fibre_yes_person_no": ("fact", _("Fibre effect: yes; personal ranking: not proven.")),
    "reference_thin": (
        "fact",
        _("The reference holds {n} profiles of this kind of test. That is few, so its limits are rough."),
    ),
    "unchecked_rows": (
        "fact",
        _("{n} numbers behind this page were copied once and not yet checked by a second reader."),
    ),
    "assumed_numbers": ("fact", _("{n} numbers behind this page are assumed, with a wide range.")),
    "read_from_abstracts": (
        "fact",
        _("Most studies were read as a summary only. No full review of their quality was done."),
    ),
    "not_read_by_professional": (
        "fact",
        _("No doctor, pharmacist or dietitian has checked the rules on this page yet."),
    ),
    "demo_profile": ("fact", _("This profile is made up from many people. It belongs to nobody.")),
    "residency_constant": (
        "model",
        _("The chance that a bacterium lives there unseen is one average for all people in this version."),
    ),
}

PROFILE_WARNINGS: Table = {
    "host_reads": ("fact", _("The file holds human reads. They were left out.")),
    "invalid_sum": ("fact", _("The numbers in the file do not add up to a whole. Look at the file again.")),
    "depth_unknown": (
        "fact",
        _(
            "The file does not say how many reads were made. "
            "So we cannot say how rare a bacterium it could see."
        ),
    ),
    "low_depth": (
        "fact",
        _("This test has few reads. It can only see common bacteria, and what it does not see says little."),
    ),
    "ids_only": ("fact", _("The file holds only numbers for bacteria, no names.")),
    "old_names": ("fact", _("The file uses old names. We show the current ones.")),
    "duplicate_names": ("fact", _("Some names appear more than once. Their shares were added up.")),
    "no_classified": ("fact", _("No bacterium could be named in this sample.")),
    "low_mapped_share": (
        "fact",
        _("Many names in the file are not in our tables. They stay out of the model."),
    ),
    "antibiotics_recent": (
        "fact",
        _("You used antibiotics shortly before the sample. The picture may differ from your usual one."),
    ),
}

CANNOT_SEE: Mapping[str, tuple[str, ...]] = {
    "16S": (
        _("This test reads one gene. It knows most bacteria by genus, not by species or strain."),
        _("It does not see yeasts, moulds or viruses."),
        _("It cannot tell living from dead, and it gives shares, no amounts."),
    ),
    "shotgun": (
        _("This test reads all DNA in the sample, but names only what its database knows."),
        _("It cannot tell living from dead, and it gives shares, no amounts."),
    ),
    "unknown": (
        _("The file does not say which kind of test it was."),
        _("It cannot tell living from dead, and it gives shares, no amounts."),
    ),
}

PLATFORMS: Mapping[str, str] = {
    "16S": _("one gene (16S)"),
    "shotgun": _("all DNA (shotgun)"),
    "unknown": _("not known"),
}

FILE_UNITS: Mapping[str, str] = {
    "counts": _("counts of reads"),
    "percent": _("percentages"),
    "share": _("shares"),
}

SUMMARIES: Table = {
    "nothing_clearly_missing": (
        "model",
        _("Nothing is clearly missing. That is the normal answer."),
    ),
    "missing": ("model", _("In more than one sample, something that most people show was not there: {n}.")),
    "guild_gap": ("model", _("A whole group of bacteria was not seen: {n}.")),
    "low_found": ("model", _("Nothing is clearly missing. Some bacteria lie below their usual range: {n}.")),
    "too_little_data": ("fact", _("This sample holds too little data to compare.")),
}

CLASSES: Mapping[str, tuple[str, str]] = {
    "missing": (
        _("Missing in more than one sample"),
        _("Not seen in repeated samples, while most comparable people show it."),
    ),
    "guild_gap": (_("A whole group not seen"), _("No member of this group was seen in the sample.")),
    "unexpected": (
        _("Notably not seen"),
        _("Most comparable profiles show it. Often it lives there all the same; a second sample settles it."),
    ),
    "low": (_("Low"), _("Seen, but less than in most comparable people.")),
    "not_seen": (
        _("Not seen, may well be there"),
        _("Not seen in this sample. That is no proof of absence."),
    ),
    "probably_absent": (
        _("Probably absent"),
        _("Not seen, and many people live without it. This is usual."),
    ),
    "not_detectable": (_("This test cannot recognise it"), _("Nothing can be said about these.")),
}
"""Class of a zero or a low -> (heading, what it means), in the order of the page."""

SUBSTRATE_KINDS: Mapping[str, str] = {
    "acetate": _("acetate"),
    "propionate": _("propionate"),
    "butyrate": _("butyrate"),
    "lactate": _("lactate"),
    "succinate": _("succinate"),
    "formate": _("formate"),
    "lactose": _("lactose"),
    "ethanol": _("ethanol"),
    "H2": _("hydrogen"),
    "CO2": _("carbon dioxide"),
    "CH4": _("methane"),
}

SERVING_KINDS: Mapping[str, str] = {
    "live": _("living microbes"),
    "inactivated": _("dead microbes"),
    "fragments": _("fragments of microbes"),
    "substrate": _("food for microbes"),
    "metabolite": _("what microbes made"),
}

TERMS: Mapping[str, str] = {
    "probiotic": _("probiotic"),
    "prebiotic": _("prebiotic"),
    "postbiotic": _("postbiotic"),
    "synbiotic": _("synbiotic"),
    "fermented_food": _("fermented food"),
    "fermented food": _("fermented food"),
}

CHALLENGES: Mapping[str, str] = {
    "e_coli_o157": "E. coli O157",
    "salmonella": "Salmonella",
    "listeria": "Listeria monocytogenes",
    "s_aureus": "Staphylococcus aureus",
}

VERDICTS: Table = {
    "ready_at": ("model", _("Ready after about {time_h} hours: sour enough, and below pH 4.6.")),
    "not_ready": ("model", _("Not ready at the end: less sour than you wished.")),
    "overripe": ("model", _("Very sour at the end, or the whey parts. Strain earlier next time.")),
    "ph_4_6_late": (
        "model",
        _("It takes more than a day to reach pH 4.6. Use more grains or a warmer place."),
    ),
    "ph_4_6_not_reached": (
        "model",
        _("The jar does not reach pH 4.6 in this time. Do not drink it as kefir."),
    ),
    "raw_milk": ("opinion", _("You chose raw milk. Boil it first and let it cool: it can carry germs.")),
    "temperature_abuse": (
        "model",
        _("It is too warm, or it stands warm for too long after the end. Unwanted germs like that."),
    ),
    "contaminated_start": (
        "model",
        _("The first readings do not fit a living culture. Throw this jar away and start again."),
    ),
    "challenge_grows": (
        "model",
        _("If {name} were in the milk, it would grow: {delta_log10} steps of ten. Clean work matters."),
    ),
    "challenge_falls": (
        "model",
        _("If {name} were in the milk, it would fall: {delta_log10} steps of ten. That is no promise."),
    ),
    "alcohol": ("model", _("It holds alcohol: about {percent_vol} % of the volume.")),
    "bottle_pressure": (
        "model",
        _("The closed bottle reaches about {bar} bar. Use a strong bottle and open it with care."),
    ),
    "keeps_until": ("model", _("In the fridge it keeps its taste for about {days} days.")),
    "mould_or_yeast_eats_acid": (
        "fact",
        _("The pH rises again: mould or yeast eats the acid. Throw it away."),
    ),
    "heat_killed": ("model", _("Heating kills most microbes: about {logs} steps of ten fewer alive.")),
    "spores_survive": ("fact", _("Spores survive this heating. Cool fast and keep it cold.")),
    "readings_conflict": ("model", _("The model cannot explain one reading: row {row}. Measure again.")),
    "prior_only": (
        "fact",
        _("You gave no readings. This is a forecast for typical grains, so the band is wide."),
    ),
    "no_culture": ("fact", _("There is no culture in this jar. It never gets ready by itself.")),
}

CHECKLIST: tuple[tuple[Kind, str], ...] = (
    ("opinion", _("Wash hands, jar and sieve. Use pasteurised or boiled milk.")),
    ("opinion", _("Measure the pH with a strip or a meter. Wait until it is below 4.6.")),
    ("opinion", _("Mould, an odd colour or a rotten smell: throw it away, grains too. Do not taste.")),
    ("opinion", _("Put it in the fridge when it is ready. It goes on slowly.")),
)

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
    "disliked": ("fact", _("You do not like it.")),
    "diet": ("fact", _("It does not fit how you eat.")),
    "budget": ("fact", _("It costs more than you want to spend.")),
    "lactose": ("fact", _("It holds milk sugar.")),
}

ADJUSTMENTS: Table = {
    "slow_ramp": (
        "opinion",
        _("Build up slowly: start with {start_g_per_day} g a day, add {step_g_per_week} g a week."),
    ),
    "hours_apart": ("opinion", _("Keep {hours} hours between this and your medicine.")),
    "keep_steady": ("opinion", _("Take the same amount every day. Do not change it suddenly.")),
    "small_amount": ("opinion", _("Take a small amount at a time.")),
    "boil_first": ("opinion", _("Boil it first.")),
    "check_label": ("opinion", _("Read the ingredients on the label first.")),
    "with_water": ("opinion", _("Take it with plenty of water.")),
}

REFERRALS: Table = {
    "red_flag": (
        "opinion",
        _("You named a sign that a doctor should look at first. So there is no plan on this page."),
    ),
    "clinician_only": ("opinion", _("For you, this belongs to a doctor. So there is no plan on this page.")),
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
    "portions_per_day": _("portions a day"),
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
}

READ_LEVELS: Mapping[str, str] = {
    "full": _("read in full"),
    "abstract": _("summary read"),
    "secondary": _("read in another source"),
    "memory": _("from memory, not checked"),
}

RECIPE_WORDS: Mapping[str, str] = {
    "milk_kefir": _("milk kefir"),
    "water_kefir": _("water kefir"),
    "yoghurt": _("yoghurt"),
    "cow": _("cow's milk"),
    "goat": _("goat's milk"),
    "sheep": _("sheep's milk"),
    "camel": _("camel's milk"),
    "buffalo": _("buffalo's milk"),
    "soy": _("soy drink"),
    "pasteurised": _("pasteurised"),
    "uht": _("UHT"),
    "raw": _("raw"),
    "boiled": _("boiled"),
    "whole": _("whole"),
    "semi": _("semi-skimmed"),
    "skim": _("skimmed"),
    "grains": _("grains"),
    "backslop": _("a bit of the last batch"),
    "powder": _("powder"),
    "cloth": _("cloth"),
    "lid": _("loose lid"),
    "airlock": _("airlock"),
    "sealed": _("closed"),
    "chill": _("fridge"),
    "bottle": _("closed bottle"),
    "heat": _("heating"),
}
