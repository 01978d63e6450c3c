"""Whether a rule holds for a person: yes, no, or not known."""

from __future__ import annotations

from dataclasses import dataclass

from biotica.knowledge.rules import Condition, Rule
from biotica.permit.about import About, Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstance:
    """The state of one rule for one person.

    Parameters
    ----------
    state : str
        yes, no or unknown.
    to_answer : tuple of str
        What the person would have to tell. Also given with ``yes`` for a rule on medicines if another name
        is not known: one more medicine never allows more.
    allergens : frozenset of str
        Allergies of the person that the rule names; for unknown allergies all that it names.
    """

    state: Answer
    to_answer: tuple[str, ...] = ()
    allergens: frozenset[str] = frozenset()


def circumstance(rule: Rule, about: About) -> Circumstance:
    """Tell whether a rule holds.

    Parameters
    ----------
    rule : Rule
        Any of its conditions is enough.
    about : About
        What the person told.

    Returns
    -------
    Circumstance
        ``yes`` if a condition holds; else ``unknown`` if one that counts is not known; else ``no``.
    """
    states = [(condition, _state(condition, rule, about)) for condition in rule.when]
    allergens = frozenset(word for condition in rule.when for word in condition.any_of)
    if any(state == "yes" for _condition, state in states):
        own = allergens & frozenset(about.allergies or ())
        return Circumstance(state="yes", to_answer=_open_medicines(rule, about), allergens=own)
    unknown = [c for c, state in states if state == "unknown" and not c.only_yes]
    if unknown:
        asked = tuple(dict.fromkeys(condition.key.rpartition(".")[2] for condition in unknown))
        return Circumstance(state="unknown", to_answer=asked, allergens=allergens)
    return Circumstance(state="no")


def _state(condition: Condition, rule: Rule, about: About) -> Answer:
    group, _dot, name = condition.key.partition(".")
    if group == "always":
        return "yes"
    if group == "answers":
        return about.answers.get(name) or _absent(condition, about)
    if group == "medicines":
        return _medicines(rule, about)
    if group == "allergies":
        if about.allergies is None:
            return "unknown"
        return "yes" if set(condition.any_of) & set(about.allergies) else "no"
    return _person(condition, name, about)


def _absent(condition: Condition, about: About) -> Answer:
    default = condition.absent_is_no
    if default is not None and default.from_y <= about.age_y <= default.up_to_y:
        return "no"
    return "unknown"


def _open_medicines(rule: Rule, about: About) -> tuple[str, ...]:
    """Name the question that an unknown medicine leaves open for a rule that holds."""
    asked = any(condition.key == "medicines" and not condition.only_yes for condition in rule.when)
    return ("medicines",) if asked and about.unknown_medicines else ()


def _medicines(rule: Rule, about: About) -> Answer:
    if any(rule.id in medicine.rules for medicine in about.medicines or ()):
        return "yes"
    return "unknown" if about.medicines is None or about.unknown_medicines else "no"


def _person(condition: Condition, name: str, about: About) -> Answer:
    if name == "age_y":
        old_enough = condition.from_y is None or about.age_y >= condition.from_y
        young_enough = condition.below_y is None or about.age_y < condition.below_y
        above = condition.above_y is None or about.age_y > condition.above_y
        return "yes" if old_enough and young_enough and above else "no"
    told = getattr(about, name, None)
    return "unknown" if told is None else "yes" if told else "no"
