"""The words behind the codes of a prediction for a person."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.report.codes import Table

PROVEN: Table = {
    "fibre_effect": (
        "fact",
        _("Fibre effect: yes. In vials with stool of people, fibre raises the acids, as the model says."),
    ),
}

NOT_PROVEN: Table = {
    "personal_ranking": (
        "fact",
        _(
            "Personal ranking: not proven. That one person makes more of an acid than another "
            "was not shown on data that the model never saw."
        ),
    ),
    "who_feeds_whom": (
        "model",
        _("Who makes what, and who feeds whom: the account of the model. Nobody measured it in this sample."),
    ),
    "not_in_stool": (
        "fact",
        _("These are no values of stool or blood: the gut takes up nearly all acids before they get there."),
    ),
}

LIMITS: Mapping[str, str] = {
    "own_pace": _("nothing but how many makers there are and how fast they work"),
    "temperature": _("the temperature"),
    "lag": _("its makers are still getting started"),
    "acidity": _("the pH"),
    "acid": _("the acid that has built up"),
    "oxygen": _("oxygen"),
    "food": _("the food is gone"),
    "nitrogen": _("too little nitrogen"),
}

FOODS: Mapping[str, str] = {
    "hexose": _("other sugars"),
    "amino_acid": _("amino acids"),
    "mucin": _("mucus"),
    "nsp": _("other fibre"),
    "protein": _("protein"),
}
"""Names of foods that are plainer than those of the tables."""

COLON_PARTS: Mapping[str, str] = {
    "colon_proximal": _("first part"),
    "colon_transverse": _("middle part"),
    "colon_distal": _("last part"),
}

FORMS: Mapping[str, str] = {
    "drink": _("in a drink or food"),
    "capsule": _("in a plain capsule"),
    "acid_proof": _("in an acid-proof capsule"),
    "tributyrin": _("bound as fat (tributyrin)"),
}
"""Names of the forms in which something is swallowed."""

POSTBIOTICS: Mapping[str, str] = {
    "acetate": _("acetate"),
    "propionate": _("propionate"),
    "butyrate": _("butyrate"),
    "lactate": _("lactate"),
    "wall_fragments": _("pieces of cell wall"),
    "H2": _("hydrogen"),
    "CH4": _("methane"),
}

TARGETS: Mapping[str, str] = {
    "barrier": _("gut wall"),
    "immunity": _("immune system"),
    "brain": _("brain"),
    "lipids": _("fats in blood and liver"),
    "transit": _("pace of the gut"),
}
"""Where something might act."""

WALL_STATUS: Mapping[str, str] = {
    "assumed": _("How much wall a cell has, and what it is made of, is assumed; the ranges are wide."),
    "derived": _("How much wall a cell has, and what it is made of, follows from published numbers."),
    "measured": _("How much wall a cell has, and what it is made of, was measured."),
}
