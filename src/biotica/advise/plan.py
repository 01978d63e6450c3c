"""The answer: what is ranked, what is not and why, and the first step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from biotica.advise.blend import SimulatedBlend
from biotica.advise.effect import Effect
from biotica.advise.intervene import SetAside, sort_items
from biotica.advise.ramp import Step, dose_share, steps
from biotica.advise.rank import Candidate, rank
from biotica.knowledge.evidence import Goal, Intervention
from biotica.knowledge.grade import Grade
from biotica.knowledge.rules import Adjustment, Rule, StopRule
from biotica.permit.about import About
from biotica.permit.decide import Permit, Referral, Verdict, referral
from biotica.permit.stop import signs_to_watch
from biotica.provenance import versions

JudgedItem = tuple[Intervention, Verdict]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Advice for one person and one goal.

    Parameters
    ----------
    ranked, adjust : tuple of Candidate
        Allowed as they are, and allowed with a smaller dose, slower ramp or spacing; each in order.
    order : tuple of str
        Ids of ``ranked`` and ``adjust`` together, in order; what follows doing nothing is not clearly better.
    ask_first, answer_first, removed : tuple of (Intervention, Verdict)
        Withheld until a professional or the person has answered; and excluded. Ordered by id.
    set_aside : tuple of SetAside
        Permitted, but against the person's diet or taste.
    blends : tuple of SimulatedBlend
        Largest gain first; empty without a simulation.
    referral : Referral or None
        Not None = there is no plan and every list is empty.
    stop_rules : tuple of str
        Ids of the signs that stop the plan.

    Notes
    -----
    Not a diagnosis and no treatment: wellness options in an order, each with its certainty.
    """

    goal: Goal
    about: About
    ranked: tuple[Candidate, ...] = ()
    adjust: tuple[Candidate, ...] = ()
    order: tuple[str, ...] = ()
    ask_first: tuple[JudgedItem, ...] = ()
    answer_first: tuple[JudgedItem, ...] = ()
    removed: tuple[JudgedItem, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    blends: tuple[SimulatedBlend, ...] = ()
    steps: tuple[Step, ...] = ()
    referral: Referral | None = None
    stop_rules: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=versions)


def advise(
    about: About,
    items: Iterable[Intervention],
    rules: Sequence[Rule],
    simulated: Mapping[str, Effect] | None = None,
    *,
    stop_rules: Sequence[StopRule] = (),
    simulated_blends: Sequence[SimulatedBlend] = (),
    milk_heated: bool = False,
) -> Plan:
    """Rank what a person may try for one goal.

    Parameters
    ----------
    about : About
        What the person told, with the goal.
    items : iterable of Intervention
        Everything that could be taken or done.
    rules : sequence of Rule
        In any order; the result does not depend on it.
    simulated : mapping or None
        Item id to simulated effect; None or missing = not simulated.
    stop_rules : sequence of StopRule
        Those that apply to this person are listed.
    simulated_blends : sequence of SimulatedBlend
        Of `biotica.advise.blend.blends_to_try`; one with a part that is not permitted is dropped.
    milk_heated : bool
        Whether the milk of the person's own ferment is pasteurised or sterilised.

    Returns
    -------
    Plan
        Without lists, but with a referral, if a rule that refers holds.
    """
    sent_on = referral(about, rules)
    if sent_on is not None:
        return Plan(goal=about.goal, about=about, referral=sent_on)
    found = sort_items(about, items, rules, simulated=simulated or {}, milk_heated=milk_heated)
    order = rank(found.permitted, about.goal)
    first = first_to_try(order, about)
    return Plan(
        goal=about.goal,
        about=about,
        ranked=tuple(c for c in order if c.verdict.permit is Permit.ALLOW),
        adjust=tuple(c for c in order if c.verdict.permit is Permit.ADJUST),
        order=tuple(c.item.id for c in order),
        ask_first=_by_id(found.ask_first),
        answer_first=_by_id(found.answer_first),
        removed=_by_id(found.removed),
        set_aside=tuple(sorted(found.set_aside, key=lambda aside: aside.item.id)),
        blends=_permitted_blends(simulated_blends, order),
        steps=steps(first, about.goal, adjustments_of(first)),
        stop_rules=tuple(sign.id for sign in signs_to_watch(stop_rules, rules, about)),
    )


def first_to_try(order: Sequence[Candidate], about: About) -> Candidate | None:
    """Choose the one change to start with.

    Parameters
    ----------
    order : sequence of Candidate
        As ranked.
    about : About
        Its budget is kept, where the cost is known.

    Returns
    -------
    Candidate or None
        The first above doing nothing that has a known dose and fits the budget; else the first with a grade
        on the goal; None = look and test again.
    """
    possible = [
        c for c in order if c.item.dose is not None and not c.item.comparator and fits_budget(c, about)
    ]
    above = [c for c in possible if c.is_above_the_line]
    graded = [c for c in possible if c.grading.grade > Grade.NONE]
    return next(iter((*above, *graded)), None)


def fits_budget(candidate: Candidate, about: About) -> bool:
    """Tell whether an item's monthly cost lies within the budget; yes if either is not known."""
    cost, budget = candidate.item.cost, about.budget_eur_per_month
    return cost is None or budget is None or cost.eur_per_month <= budget


def adjustments_of(candidate: Candidate | None) -> tuple[Adjustment, ...]:
    """Collect how an item is to be taken differently, in the order of the rules."""
    objections = candidate.verdict.objections if candidate is not None else ()
    return tuple(adjustment for objection in objections for adjustment in objection.adjust)


def as_taken(candidate: Candidate) -> Intervention:
    """Give an item the dose that its adjustments leave; a smaller one is not the one that was tested."""
    dose, share = candidate.item.dose, dose_share(adjustments_of(candidate))
    if dose is None or share == 1.0:
        return candidate.item
    smaller = {"low": dose.low * share, "high": dose.high * share, "status": "assumed", "source": ""}
    return candidate.item.model_copy(update={"dose": dose.model_copy(update=smaller)})


def _permitted_blends(
    blends: Sequence[SimulatedBlend], order: Sequence[Candidate]
) -> tuple[SimulatedBlend, ...]:
    permitted = {candidate.item.id for candidate in order}
    kept = [blend for blend in blends if set(blend.blend.key) <= permitted]
    return tuple(sorted(kept, key=lambda blend: (-blend.effect.median, blend.blend.key)))


def _by_id(judged: Iterable[JudgedItem]) -> tuple[JudgedItem, ...]:
    return tuple(sorted(judged, key=lambda pair: pair[0].id))
