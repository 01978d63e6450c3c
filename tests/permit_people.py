"""People and items for the tests of permit and advise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from biotica.knowledge.evidence import EvidenceBase, Intervention, load_evidence
from biotica.knowledge.rules import CLASSES, Rule
from biotica.permit.about import About, Answer, answer_ids


@cache
def base() -> EvidenceBase:
    return load_evidence()


def rule(rule_id: str) -> Rule:
    return next(rule for rule in base().rules if rule.id == rule_id)


def item(item_id: str) -> Intervention:
    return next(item for item in base().items if item.id == item_id)


def invented(item_class: str = "FI", **changes: object) -> Intervention:
    """An item that nothing but its class says anything about."""
    fields: dict[str, Any] = {
        "id": "Z1",
        "name_en": "Thing",
        "name_nl": "Ding",
        "kind": "fibre",
        "class": item_class,
        "option": True,
        "tolerance": {"code": "gas", "level": "low", "status": "assumed"},
    }
    return Intervention.model_validate(fields | changes)


def healthy(*, answers: Mapping[str, Answer] | None = None, **changes: object) -> About:
    """An adult of 44 who answered everything, with no unless said otherwise."""
    told: dict[str, Answer] = dict.fromkeys(answer_ids(base().rules), "no")
    told.update(answers or {})
    fields: dict[str, Any] = {
        "goal": "stool_regularity",
        "age_y": 44.0,
        "pregnant": False,
        "lactating": False,
        "medicines": (),
        "allergies": (),
    }
    return About(answers=told, **(fields | changes))


def under(rule: Rule, *, told: bool = True) -> About | None:
    """The healthy adult, falling under one rule only; told False = not known; None = cannot be that way."""
    condition = rule.when[0]
    group, _dot, name = condition.key.partition(".")
    if group == "answers":
        return healthy(answers={name: "yes" if told else "unknown"})
    if group == "allergies":
        return healthy(allergies=(condition.any_of[0],) if told else None)
    if name in {"pregnant", "lactating"}:
        state = True if told else None
        return healthy(pregnant=state) if name == "pregnant" else healthy(lactating=state)
    if name == "age_y":
        return healthy(age_y=(condition.from_y or 0.0) + 0.5) if told else None
    if group == "medicines" and told:
        alone = [m for m in base().medicines if m.rules == (rule.id,)]
        fallback = [
            m.model_copy(update={"rules": (rule.id,)}) for m in base().medicines if rule.id in m.rules
        ]
        return healthy(medicines=((alone or fallback)[0],))
    if group == "medicines":
        return healthy(medicines=None)
    return healthy()


__all__ = ["CLASSES", "base", "healthy", "invented", "item", "rule", "under"]
