"""A plan as the JSON that `biotica advise --json` prints."""

from __future__ import annotations

from typing import Any, Literal

from biotica.advise.blend import SimulatedBlend
from biotica.advise.effect import Effect
from biotica.advise.intervene import SetAside
from biotica.advise.plan import JudgedItem, Plan, adjustments_of, fits_budget
from biotica.advise.ramp import Step
from biotica.advise.rank import Candidate
from biotica.knowledge.evidence import Finding, Intervention
from biotica.knowledge.rules import Adjustment
from biotica.permit.decide import Objection

Language = Literal["nl", "en"]
_FIRST_TO_SHOW = (
    "slow_ramp",
    "smaller_dose",
    "boil_milk_first",
    "spacing",
    "check_label",
    "steady_intake",
)


def to_contract(plan: Plan, *, language: Language = "en") -> dict[str, Any]:
    """Write a plan as plain lists, texts and numbers.

    Parameters
    ----------
    plan : Plan
        As `biotica.advise.plan.advise` returns it.
    language : str
        Of the names of items; codes stay codes.

    Returns
    -------
    dict
        The keys of the contract, and beside them ``order``, ``set_aside`` and ``unknown_medicines``; items
        also carry ``evidence``, ``clearly_better``, ``to_verify``, ``over_budget``, ``dose`` and ``bearing``,
        steps also ``adjust``. What is removed carries one of ``objections`` per rule: reason, sources, date.
    """
    return {
        "goal": plan.goal,
        "ranked": [_candidate(c, plan, language) for c in plan.ranked],
        "adjust": [
            _candidate(c, plan, language) | _adjusted(adjustments_of(c), _rules(c)) for c in plan.adjust
        ],
        "order": list(plan.order),
        "ask_first": [_ask_first(pair, language) for pair in plan.ask_first],
        "answer_first": [_answer_first(pair, language) for pair in plan.answer_first],
        "removed": [_removed(pair, language) for pair in plan.removed],
        "set_aside": [_set_aside(aside, language) for aside in plan.set_aside],
        "blends": [_blend(blend) for blend in plan.blends],
        "steps": [_step(step) for step in plan.steps],
        "referral": None
        if plan.referral is None
        else {"rules": list(plan.referral.rules), "code": plan.referral.code},
        "stop_rules": list(plan.stop_rules),
        "unknown_medicines": _unknown_medicines(plan),
        "versions": dict(plan.versions),
    }


def _unknown_medicines(plan: Plan) -> list[dict[str, Any]]:
    """Names that no table holds, as typed; ``did_you_mean`` is to be shown and was not used."""
    near = plan.about.near_medicines
    return [{"name": name, "did_you_mean": near.get(name)} for name in plan.about.unknown_medicines]


def _named(item: Intervention, language: Language) -> dict[str, Any]:
    name = item.name_nl if language == "nl" else item.name_en
    return {"id": item.id, "name": name, "class": item.item_class}


def _candidate(candidate: Candidate, plan: Plan, language: Language) -> dict[str, Any]:
    item, grading = candidate.item, candidate.grading
    return _named(item, language) | {
        "also_class": [name for name in item.also_class if name != item.item_class],
        "grade": grading.grade.word,
        "bearing": grading.bearing,
        "sources": list(grading.sources),
        "evidence": [_finding(finding) for finding in grading.findings],
        "effect": None if candidate.effect is None else _effect(candidate.effect),
        "clearly_better": candidate.is_above_the_line and not item.comparator,
        "tolerance": item.tolerance.model_dump(),
        "dose": None if item.dose is None else item.dose.model_dump(),
        "cost_eur_per_month": None if item.cost is None else item.cost.eur_per_month,
        "cost": None if item.cost is None else item.cost.model_dump(mode="json"),
        "over_budget": not fits_budget(candidate, plan.about),
        "to_verify": item.is_to_verify,
    }


def _rules(candidate: Candidate) -> list[str]:
    return [objection.rule for objection in candidate.verdict.objections]


def _adjusted(adjustments: tuple[Adjustment, ...], rules: list[str]) -> dict[str, Any]:
    ordered = sorted(adjustments, key=lambda adjustment: _FIRST_TO_SHOW.index(adjustment.code))
    written = [a.model_dump() for a in ordered]
    unique = [adjust for index, adjust in enumerate(written) if adjust not in written[:index]]
    return {"rules": rules, "adjust": unique[0], "adjustments": unique}


def _ask_first(pair: JudgedItem, language: Language) -> dict[str, Any]:
    item, verdict = pair
    return _named(item, language) | {
        "rules": [objection.rule for objection in verdict.deciding],
        "ask": verdict.ask,
        "reasons": [{"code": o.code, "values": dict(o.values)} for o in verdict.deciding],
    }


def _answer_first(pair: JudgedItem, language: Language) -> dict[str, Any]:
    item, verdict = pair
    answers = [answer for objection in verdict.deciding for answer in objection.to_answer]
    return _named(item, language) | {
        "answers": list(dict.fromkeys(answers)),
        "rules": [objection.rule for objection in verdict.deciding],
    }


def _removed(pair: JudgedItem, language: Language) -> dict[str, Any]:
    item, verdict = pair
    deciding = verdict.deciding
    sources = dict.fromkeys(source for objection in deciding for source in objection.sources)
    rules = [objection.rule for objection in deciding]
    together = rules == list(verdict.twice_asked)
    return _named(item, language) | {
        "rules": rules,
        "reason": {"code": "two_cautions", "values": {"rules": rules}}
        if together
        else {"code": deciding[0].code, "values": dict(deciding[0].values)},
        "sources": list(sources),
        "read_level": deciding[0].read_level,
        "date": deciding[0].date.isoformat(),
        "objections": [_objection(objection) for objection in deciding],
    }


def _objection(objection: Objection) -> dict[str, Any]:
    return {
        "rule": objection.rule,
        "code": objection.code,
        "values": dict(objection.values),
        "sources": list(objection.sources),
        "read_level": objection.read_level,
        "date": objection.date.isoformat(),
    }


def _set_aside(aside: SetAside, language: Language) -> dict[str, Any]:
    return _named(aside.item, language) | {"reason": {"code": aside.code, "values": {"word": aside.word}}}


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "metabolite": effect.metabolite,
        "unit": effect.unit,
        "stage": effect.stage,
        "median": effect.median,
        "low": effect.low,
        "high": effect.high,
        "probability_of_gain": effect.probability_of_gain,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return finding.model_dump(mode="json", exclude={"goal", "people", "studies", "note"})


def _blend(simulated: SimulatedBlend) -> dict[str, Any]:
    blend = simulated.blend
    return {
        "parts": [{"id": part.item, "dose": part.dose, "unit": part.unit} for part in blend.parts],
        "class": blend.item_class,
        "kind": blend.kind,
        "rules": list(blend.rules),
        "effect": _effect(simulated.effect),
        "probability_better_than_best_part": simulated.probability_better_than_best_part,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "week": step.week,
        "day": step.day,
        "id": step.item,
        "action": step.action,
        "dose": step.dose,
        "unit": step.unit,
        "measure": list(step.measure),
        "when": step.when or None,
        "adjust": [adjustment.model_dump() for adjustment in step.adjust],
    }
