"""The signs that stop a plan: which of them a person is shown, and what one that comes ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from biotica.errors import InputError, _
from biotica.knowledge.evidence import Intervention
from biotica.knowledge.rules import ACTIONS, SCOPES, Rule, Scope, StopRule
from biotica.permit.about import About
from biotica.permit.circumstance import circumstance

STEPS_BACK = 2
"""After so many steps back the item stops."""
_FERMENTS = frozenset({"FR", "FK"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """What has to end now, and where to go.

    Parameters
    ----------
    stops : tuple of str
        What the signs end, the widest first: plan, pause, ferment, item, step.
    for_good : bool
        Nothing of it is tried again.
    rules : tuple of StopRule
        Every sign that was given, the most urgent first; its action and sentences say where to go.
    """

    stops: tuple[Scope, ...]
    for_good: bool
    rules: tuple[StopRule, ...]

    def ended(self, items: Iterable[Intervention], *, under_way: Collection[str] = ()) -> tuple[str, ...]:
        """List the items that end.

        Parameters
        ----------
        items : iterable of Intervention
            Those of the plan.
        under_way : collection of str
            Ids that the person takes; an ``item`` stop ends these. Empty = not known: then all of them.

        Returns
        -------
        tuple of str
            Ids in order; empty for one step back.
        """
        ended = (item.id for item in items if any(_ends(one, item, under_way) for one in self.stops))
        return tuple(sorted(ended))


def stop(signs: Iterable[str], stop_rules: Sequence[StopRule], *, steps_back: int = 0) -> Stop | None:
    """Tell what the signs in a diary end.

    Parameters
    ----------
    signs : iterable of str
        Ids of stop rules that the person reports. One that is shown to others only counts all the same.
    stop_rules : sequence of StopRule
        In any order.
    steps_back : int
        How many steps back the person has taken with this item, this one included; >= 0.

    Returns
    -------
    Stop or None
        None = no sign was given.

    Raises
    ------
    InputError
        If a sign is not in the table.
    """
    by_id = {rule.id: rule for rule in stop_rules}
    given = dict.fromkeys(signs)
    unknown = [sign for sign in given if sign not in by_id]
    if unknown:
        raise InputError(
            _("'{sign}' is not a stop sign"),
            code="unknown_sign",
            where="signs",
            hint=_("known here: {known}"),
            sign=unknown[0][:60],
            known=", ".join(by_id),
        )
    if not given:
        return None
    rules = sorted((by_id[sign] for sign in given), key=lambda rule: (ACTIONS.index(rule.action), rule.id))
    ends = {"item" if one.stops == "step" and steps_back >= STEPS_BACK else one.stops for one in rules}
    return Stop(
        stops=tuple(scope for scope in SCOPES if scope in ends),
        for_good=any(rule.for_good for rule in rules),
        rules=tuple(rules),
    )


def _ends(scope: Scope, item: Intervention, under_way: Collection[str]) -> bool:
    if scope == "ferment":
        return item.kind == "ferment" or bool(_FERMENTS & set(item.classes))
    if scope == "item":
        return not under_way or item.id in under_way
    return scope in {"plan", "pause"}


def signs_to_watch(
    stop_rules: Iterable[StopRule], rules: Sequence[Rule], about: About
) -> tuple[StopRule, ...]:
    """Give the signs that a person is shown: all but those of a rule that does not hold for them."""
    holding = {rule.id for rule in rules if circumstance(rule, about).state != "no"}
    return tuple(stop for stop in stop_rules if not stop.when_rule or stop.when_rule in holding)
