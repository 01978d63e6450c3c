"""Draws 2,000 persons from a table of prevalences and shows what the permit leaves each of them.

Usage: python validation/permit_people.py
Writes validation/results/permit_people.txt. Ends with 1 if something excluded is ranked, a removal lacks its
rule, reason, source or date, or a target is missed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from statistics import median

from biotica.advise.contract import to_contract
from biotica.advise.plan import Plan, advise
from biotica.knowledge.evidence import GOALS, EvidenceBase, load_evidence
from biotica.knowledge.tsv import cells_of
from biotica.permit.about import About, Answer, answer_ids
from biotica.permit.decide import Permit, permit

HERE = Path(__file__).parent
TABLE = HERE / "permit_prevalences.tsv"
RESULT = HERE / "results" / "permit_people.txt"
PERSONS, SEED = 2000, 20261124
FEW, SHARE_WITH_FEW, HEALTHY = 5, 0.40, 12
OLDEST_Y = 95.0


@dataclass(frozen=True, kw_only=True)
class Prevalence:
    """How often something is true of people of a sex and an age."""

    kind: str
    key: str
    sex: str
    from_y: float
    below_y: float
    share: float

    def holds_for(self, sex: str, age_y: float) -> bool:
        return self.sex in {"", sex} and self.from_y <= age_y < self.below_y


@dataclass(frozen=True, kw_only=True)
class Person:
    about: About
    milk_heated: bool
    complete: bool
    adult: bool


@cache
def prevalences() -> tuple[Prevalence, ...]:
    rows = cells_of(TABLE.read_text(encoding="utf-8"), name=TABLE.name)
    return tuple(
        Prevalence(
            kind=row["kind"],
            key=row["key"],
            sex="" if row["kind"] == "sex" else row["sex"],
            from_y=float(row["from_y"] or 0),
            below_y=float(row["below_y"] or OLDEST_Y + 1),
            share=float(row["share"]),
        )
        for _line, row in rows
    )


def drawn(kind: str, sex: str, age_y: float, random: Random) -> list[str]:
    """Keys of a kind that turn out to be true; one draw for each key that has a row for this person."""
    here = {row.key: row.share for row in prevalences() if row.kind == kind and row.holds_for(sex, age_y)}
    return [key for key, share in here.items() if random.random() < share]


def person(base: EvidenceBase, random: Random) -> Person:
    ages = [row for row in prevalences() if row.kind == "age"]
    age = random.choices(ages, weights=[row.share for row in ages])[0]
    age_y = round(random.uniform(age.from_y, age.below_y), 2)
    sex = "female" if drawn("sex", "", age_y, random) else "male"
    draws = {
        kind: drawn(kind, sex, age_y, random)
        for kind in ("answer", "person", "medicine", "allergy", "untouched", "unsure", "heated")
    }
    known = {medicine.inn: medicine for medicine in base.medicines}
    medicines = tuple(known[name] for name in draws["medicine"])
    stranger = bool(medicines) and bool(drawn("unknown_name", sex, age_y, random))
    about = About(
        goal=random.choice(GOALS),
        age_y=age_y,
        pregnant="pregnant" in draws["person"],
        lactating="lactating" in draws["person"],
        medicines=medicines,
        unknown_medicines=("a name that nobody knows",) if stranger else (),
        allergies=tuple(draws["allergy"]),
        answers=answers(base, draws["answer"], draws["unsure"]),
    )
    return Person(
        about=left_open(about, draws["untouched"], base),
        milk_heated=bool(draws["heated"]),
        complete=not draws["untouched"] and not draws["unsure"] and not stranger,
        adult=age_y >= 18,
    )


def answers(base: EvidenceBase, yes: Iterable[str], unsure: Iterable[str]) -> Mapping[str, Answer]:
    told: dict[str, Answer] = dict.fromkeys(answer_ids(base.rules), "no")
    told.update(dict.fromkeys(yes, "yes"))
    told.update({key: "unknown" for key in unsure if told[key] == "no"})
    return told


def left_open(about: About, groups: Iterable[str], base: EvidenceBase) -> About:
    """Take away what stands in the groups that nobody touched."""
    for group in (one for one in base.question_groups if one.head.group in set(groups)):
        gone = {key.partition(".")[2] for key in group.keys}
        kept = {key: answer for key, answer in about.answers.items() if key not in gone}
        about = replace(about, answers=kept)
        if "pregnant" in gone:
            about = replace(about, pregnant=None, lactating=None)
        if group.head.kind == "medicines":
            about = replace(about, medicines=None, unknown_medicines=())
        if group.head.kind == "allergies":
            about = replace(about, allergies=None)
    return about


def people(base: EvidenceBase, count: int = PERSONS, seed: int = SEED) -> list[Person]:
    random = Random(seed)
    return [person(base, random) for _number in range(count)]


def plan_of(one: Person, base: EvidenceBase) -> Plan:
    return advise(one.about, base.items, base.rules, stop_rules=base.stop_rules, milk_heated=one.milk_heated)


def broken_laws(one: Person, plan: Plan, base: EvidenceBase) -> list[str]:
    """What must never happen: empty."""
    found = [
        f"{candidate.item.id} is ranked and {permit(one.about, candidate.item, base.rules).permit.name}"
        for candidate in (*plan.ranked, *plan.adjust)
        if permit(one.about, candidate.item, base.rules).permit > Permit.ADJUST
    ]
    reasons = {rule.id: (rule.reason_en, rule.reason_nl) for rule in base.rules}
    for removed in to_contract(plan)["removed"]:
        for said in removed["objections"]:
            named = all(reasons.get(said["rule"], ("",))) and bool(said["date"])
            sourced = bool(said["sources"]) or said["read_level"] == "memory"
            if not (named and sourced):
                found.append(f"{removed['id']} is removed without rule, reason, source or date")
        if not removed["objections"]:
            found.append(f"{removed['id']} is removed without a rule")
    return found


def healthy_adult(base: EvidenceBase) -> About:
    return About(
        goal="fibre",
        age_y=44.0,
        pregnant=False,
        lactating=False,
        medicines=(),
        allergies=(),
        answers=answers(base, (), ()),
    )


def healthy_counts(base: EvidenceBase) -> dict[str, int]:
    """Ranked items, doing nothing left out, of a healthy adult who answers everything."""
    about = healthy_adult(base)
    plans = {goal: advise(replace(about, goal=goal), base.items, base.rules) for goal in GOALS}
    return {goal: choices(plan) for goal, plan in plans.items()}


def choices(plan: Plan) -> int:
    """How many items a plan offers, doing nothing left out."""
    return sum(not candidate.item.comparator for candidate in (*plan.ranked, *plan.adjust))


def share(true: Sequence[bool]) -> str:
    return f"{sum(true) / len(true):6.1%} of {len(true)}" if true else "none"


def with_few(plans: Iterable[Plan]) -> str:
    return share([choices(plan) >= FEW for plan in plans])


def lines(drawn_people: Sequence[Person], base: EvidenceBase) -> tuple[list[str], bool]:
    plans = [plan_of(one, base) for one in drawn_people]
    laws = [
        law for one, plan in zip(drawn_people, plans, strict=True) for law in broken_laws(one, plan, base)
    ]
    healthy = healthy_counts(base)
    enough = sum(choices(plan) >= FEW for plan in plans) / len(plans)
    good = not laws and enough >= SHARE_WITH_FEW and min(healthy.values()) >= HEALTHY
    pairs = list(zip(drawn_people, plans, strict=True))
    counted = Counter(rule for plan in plans for rule in withholding(plan) - always(base))
    asked = Counter(question for plan in plans for question in questions_open(plan))
    said = [
        f"{len(plans)} persons drawn from permit_prevalences.tsv, seed {SEED}",
        "(doing nothing is not counted as an item)",
        f"laws broken: {len(laws)}{': ' + laws[0] if laws else ''}",
        f"healthy adult who answers everything, items by goal (target >= {HEALTHY}): "
        + ", ".join(f"{goal} {count}" for goal, count in healthy.items()),
        f"persons with >= {FEW} ranked or adjusted items (target >= {SHARE_WITH_FEW:.0%}): {with_few(plans)}",
        f"  adults:                                {with_few(p for one, p in pairs if one.adult)}",
        f"  children and young people:             {with_few(p for one, p in pairs if not one.adult)}",
        f"  above 75:                              {with_few(p for one, p in pairs if one.about.age_y > 75)}",
        f"  who answered everything:               {with_few(p for one, p in pairs if one.complete)}",
        f"  who left something open:               {with_few(p for one, p in pairs if not one.complete)}",
        f"  pregnant or breast-feeding:            "
        f"{with_few(p for one, p in pairs if one.about.pregnant or one.about.lactating)}",
        f"referred, without a plan: {share([plan.referral is not None for plan in plans])}",
        f"items, median (half of all between): {spread([choices(plan) for plan in plans])}",
        "withheld from the most persons (of those with a plan), by the rule that decides or is not known:",
    ]
    advised = sum(plan.referral is None for plan in plans)
    said += [
        f"  {rule:5} {name_of(rule, base):62.62} {n / advised:6.1%}" for rule, n in counted.most_common(15)
    ]
    said += ["held back from the most persons by a question that is not answered:"]
    said += [f"  {question:68} {n / advised:6.1%}" for question, n in asked.most_common(8)]
    return said, good


def withholding(plan: Plan) -> set[str]:
    held = (*plan.removed, *plan.ask_first, *plan.answer_first)
    return {objection.rule for _item, verdict in held for objection in verdict.deciding}


def questions_open(plan: Plan) -> set[str]:
    """Questions that hold something back because they were not answered."""
    decided = (objection for _item, verdict in plan.answer_first for objection in verdict.deciding)
    return {answer for objection in decided for answer in objection.to_answer}


def always(base: EvidenceBase) -> set[str]:
    return {rule.id for rule in base.rules if any(condition.key == "always" for condition in rule.when)}


def name_of(rule_id: str, base: EvidenceBase) -> str:
    return next(rule.name_en for rule in base.rules if rule.id == rule_id)


def spread(counts: Sequence[int]) -> str:
    ordered = sorted(counts)
    return f"{median(ordered):g} ({ordered[len(ordered) // 4]} to {ordered[3 * len(ordered) // 4]})"


def main() -> int:
    base = load_evidence()
    said, good = lines(people(base), base)
    text = "\n".join(said) + "\n"
    RESULT.write_text(text, encoding="utf-8")
    print(text, end="")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
