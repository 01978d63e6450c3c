"""The JSON of a prediction for a person: plain names, numbers and codes, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from biotica.gut.band import Band
from biotica.gut.colon_days import ColonDays
from biotica.gut.explain import LEAST_MMOL_PER_L, Explanation, Feed
from biotica.gut.person import TOLD, PersonPrediction
from biotica.gut.production import Made
from biotica.gut.what_if import Difference
from biotica.knowledge.cited import link_to
from biotica.knowledge.load import Knowledge
from biotica.knowledge.mechanisms import Mechanism, load_mechanisms
from biotica.knowledge.records import Source

FEEDS_LISTED = 60
NOT_PROVEN = ("personal_ranking", "who_feeds_whom", "not_in_stool")
PROVEN = ("fibre_effect",)
_DIGITS = 5

Json = dict[str, Any]


def to_contract(prediction: PersonPrediction, knowledge: Knowledge) -> Json:
    """Give the contract shape of a prediction; see predict_person.schema.json.

    Parameters
    ----------
    prediction : PersonPrediction
        The prediction.
    knowledge : Knowledge
        For names.
    """
    asked = prediction.question
    return {
        "sample": prediction.sample,
        "hours": asked.hours,
        "draws": asked.draws,
        "seed": asked.seed,
        "track": asked.track,
        "mapped_share": _number(prediction.shares.mapped),
        "unmapped_share": _number(prediction.shares.unmapped),
        "fibres": [_fibre(made) for made in prediction.fibres],
        "told": _told(prediction, knowledge),
        "change": _change(prediction, knowledge),
        "glass": None if prediction.glass is None else _differences(prediction.glass),
        "colon": None if prediction.colon is None else _colon(prediction.colon, knowledge),
        "mechanisms": [_mechanism(row, knowledge) for row in load_mechanisms(knowledge.folder)],
        "names": _names(prediction, knowledge),
        "validation": {"proven": list(PROVEN), "not_proven": list(NOT_PROVEN)},
    }


def _fibre(made: Made) -> Json:
    return {
        "substrate": made.substrate,
        "name_en": made.name_en,
        "name_nl": made.name_nl,
        "dose_g_per_l": made.dose_g_per_l,
        "acids": _bands(made.acids),
        "gas": _bands(made.gas),
    }


def _told(prediction: PersonPrediction, knowledge: Knowledge) -> Json:
    told = prediction.told
    rows = {name: knowledge.treatments[name] for name, _grams in told.parts}
    return {
        "substrates": [
            {
                "substrate": name,
                "name_en": rows[name].name_en,
                "name_nl": rows[name].name_nl,
                "dose_g_per_l": grams,
            }
            for name, grams in told.parts
        ],
        "acids": _bands(told.made),
        "gas": _bands(told.gas),
        "ph": _band(told.ph),
        **explanation_to_contract(told.explanation),
    }


def explanation_to_contract(told: Explanation) -> Json:
    """Give who makes what from what, who feeds whom, the matrix and the limits."""
    return {
        "made": [
            {
                "metabolite": metabolite,
                "by": _shares(told.made_by[metabolite], "member"),
                "from": _shares(told.from_what.get(metabolite, {}), "substrate"),
                "limits": [
                    {"code": limit.code, "share": _number(limit.share)}
                    for limit in told.limits.get(metabolite, ())
                    if limit.share >= 0.01
                ],
            }
            for metabolite in (*TOLD, *sorted(set(told.made_by) - set(TOLD)))
            if metabolite in told.made_by
        ],
        "feeds": [_feed(feed) for feed in _listed(told.who_feeds_whom)],
        "matrix": _matrix(told),
    }


def _listed(feeds: Iterable[Feed]) -> list[Feed]:
    """List the largest from member to member, then the largest of the rest."""
    of_members = [f for f in feeds if f.origin == "member"][:FEEDS_LISTED]
    others = [f for f in feeds if f.origin != "member"][:FEEDS_LISTED]
    return [*of_members, *others]


def _feed(feed: Feed) -> Json:
    return {
        "origin": feed.origin,
        "producer": feed.producer or None,
        "metabolite": feed.metabolite,
        "consumer": feed.consumer,
        "mmol_per_l": _band(feed.mmol_per_l),
    }


def _matrix(told: Explanation) -> Json:
    """Rows of members and columns of metabolites with anything in them."""
    middle = np.median(told.matrix.mmol_per_l, axis=0)
    rows = [n for n in range(middle.shape[0]) if np.max(np.abs(middle[n])) > LEAST_MMOL_PER_L]
    columns = [n for n in range(middle.shape[1]) if np.max(np.abs(middle[:, n])) > LEAST_MMOL_PER_L]
    return {
        "members": [told.matrix.members[n] for n in rows],
        "metabolites": [told.matrix.metabolites[n] for n in columns],
        "mmol_per_l": [[_number(middle[n, m]) for m in columns] for n in rows],
    }


def _shares(amounts: Mapping[str, Band], key: str) -> list[Json]:
    """Amounts with their part of the sum of the medians."""
    total = sum(amount.median for amount in amounts.values())
    return [
        {key: name, "share": _number(amount.median / total), "mmol_per_l": _band(amount)}
        for name, amount in amounts.items()
    ]


def _change(prediction: PersonPrediction, knowledge: Knowledge) -> Json | None:
    if prediction.changed is None:
        return None
    changes = prediction.question.changes
    return {
        "without": list(changes.without),
        "with": [{"taxon": name, "share": share} for name, share in changes.added],
        "metabolites": _differences(prediction.changed),
    }


def _differences(found: Mapping[str, Difference]) -> Json:
    return {
        m: {
            "before": None if one.before is None else _band(one.before),
            "after": None if one.after is None else _band(one.after),
            "more": _band(one.more),
            "probability_more": _number(one.probability_more),
            "probability_less": _number(one.probability_less),
        }
        for m, one in found.items()
    }


def _colon(colon: ColonDays, knowledge: Knowledge) -> Json:
    row = next(row for row in knowledge.diets if row.diet == colon.diet)
    passing = colon.passing
    return {
        "diet": colon.diet,
        "name_en": row.name_en,
        "name_nl": row.name_nl,
        "days": colon.count,
        "draws": colon.draws,
        "parts": {
            place: {
                "acids": _bands(part.acids),
                "ph": _band(part.ph),
                **explanation_to_contract(part.explanation),
            }
            for place, part in colon.parts.items()
        },
        "absorbed_mmol_per_day": _bands(colon.absorbed_mmol_per_day),
        "vented_mmol_per_day": _bands(colon.vented_mmol_per_day),
        "stool_live_g": _band(colon.stool_live_g),
        "stool_dead_g": _band(colon.stool_dead_g),
        "walls": {
            "died_cells_per_day": _band(colon.walls.died_cells),
            "lysed_cells_per_day": _band(colon.walls.lysed_cells),
            "wall_mg_per_day": _band(colon.walls.wall_mg),
            "peptidoglycan_mg_per_day": _band(colon.walls.peptidoglycan_mg),
            "teichoic_acid_mg_per_day": _band(colon.walls.teichoic_acid_mg),
            "status": colon.walls.status,
        },
        "form": colon.form,
        "arrivals": {
            name: {
                "swallowed_mmol": _number(one.swallowed_mmol),
                "taken_up_early_share": _band(one.taken_up_early_share),
                "colon_share": _band(one.colon_share),
            }
            for name, one in colon.arrivals.items()
        },
        "passing": None
        if passing is None
        else {
            "live_cells": [_band(one) for one in passing.live_cells],
            "dead_cells": [_band(one) for one in passing.dead_cells],
        },
    }


def _mechanism(row: Mechanism, knowledge: Knowledge) -> Json:
    return {
        "postbiotic": row.postbiotic,
        "target": row.target,
        "tier": row.tier,
        "text_en": row.text_en,
        "text_nl": row.text_nl,
        "read_level": row.read_level,
        "sources": [_source(knowledge.sources[key]) for key in row.source],
    }


def _source(row: Source) -> Json:
    return {
        "key": row.key,
        "author": row.author,
        "year": row.year,
        "title": row.title,
        "link": link_to(row.key, doi=row.doi, pmid=row.pmid),
    }


def _names(prediction: PersonPrediction, knowledge: Knowledge) -> Json:
    """Scientific names of members, and names of substances in both languages."""
    explanations = [prediction.told.explanation]
    if prediction.colon is not None:
        explanations += [part.explanation for part in prediction.colon.parts.values()]
    members = {slug for one in explanations for slug in one.matrix.members}
    substances = {m for one in explanations for m in (*one.matrix.metabolites, *_substrates(one))}
    substances |= {name for name, _grams in prediction.question.contents}
    return {
        "members": {slug: knowledge.taxa[slug].taxon for slug in sorted(members)},
        "substances": {
            m: {"en": knowledge.metabolites[m].name_en, "nl": knowledge.metabolites[m].name_nl}
            for m in sorted(substances)
        },
    }


def _substrates(told: Explanation) -> set[str]:
    return {substrate for rows in told.from_what.values() for substrate in rows}


def _bands(found: Mapping[str, Band]) -> Json:
    return {name: _band(one) for name, one in found.items()}


def _band(one: Band) -> Json:
    return {"median": _number(one.median), "low": _number(one.low), "high": _number(one.high)}


def _number(value: float) -> float:
    """As many digits as a program may want; none of them is that sure."""
    return float(f"{float(value):.{_DIGITS}g}")
