"""The sentence behind every code of recipe, forecast and glass, as msgids."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Kind, Table

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
        _("The jar does not reach pH 4.6 in this time. Do not use it as if it were ready."),
    ),
    "raw_milk": (
        "opinion",
        _(
            "You chose raw milk, which can carry germs, whatever the animal. Boil it first and let it cool."
            " Voedingscentrum advises pregnant women, babies, young children, older people and people with"
            " low resistance to take no raw milk, and nothing made from it. A culture does not change that."
        ),
    ),
    "temperature_abuse": (
        "model",
        _("It is too warm, or it stands warm for too long after the end. Unwanted germs like that."),
    ),
    "contaminated_start": (
        "model",
        _(
            "The first readings, or the look or smell of the starter, do not fit a clean, living culture."
            " Throw it away, jar and starter, without tasting, and start again."
        ),
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
        _("You gave no readings. This is a forecast for a typical culture, so the band is wide."),
    ),
    "no_culture": ("fact", _("There is no culture in this jar. It never gets ready by itself.")),
}

CHECKLIST: tuple[tuple[Kind, str], ...] = (
    ("opinion", _("Wash hands, jar and sieve. Use pasteurised or boiled milk.")),
    ("opinion", _("Measure the pH with a strip or a meter. Wait until it is below 4.6.")),
    ("opinion", _("Mould, an odd colour or a rotten smell: throw it away, grains too. Do not taste.")),
    ("opinion", _("Put it in the fridge when it is ready. It goes on slowly.")),
)

RECIPE_WORDS: Mapping[str, str] = {
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

SPOONS: Mapping[str, str] = {
    "tbsp": _("tablespoon"),
    "tsp": _("teaspoon"),
    "cup": _("cup"),
    "eetlepel": _("tablespoon"),
    "theelepel": _("teaspoon"),
}

ASSUMED: Mapping[str, str] = {
    "cover": _("cover"),
    "agitation": _("stirring"),
    "head_space_share": _("room for gas over the drink"),
    "milk.treatment": _("how the milk was heated"),
    "milk.fat": _("fat of the milk"),
    "starter.amount": _("amount of starter"),
    "starter.density": _("weight of a spoon of grains"),
    "temperature_c.day_from": _("when the room gets warmer"),
    "temperature_c.night_from": _("when the room gets cooler"),
    "temperature_c.start": _("when the jar was filled"),
}
