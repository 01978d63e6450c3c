"""Sorts what one could take by what the permit and the person's wishes say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from biotica.advise.effect import Effect
from biotica.advise.rank import Candidate
from biotica.knowledge.evidence import Intervention
from biotica.knowledge.grade import grade
from biotica.knowledge.rules import Rule
from biotica.permit.about import About, Diet
from biotica.permit.decide import Permit, Verdict, as_handled, permit

_ANIMALS = frozenset({"fish", "crustaceans", "molluscs", "meat", "gelatin"})
_NOT_EATEN: Mapping[Diet, frozenset[str]] = {
    "any": frozenset(),
    "pescatarian": frozenset({"meat", "gelatin"}),
    "vegetarian": _ANIMALS,
    "vegan": _ANIMALS | {"milk", "egg", "honey"},
    "gluten_free": frozenset({"gluten"}),
    "lactose_free": frozenset({"lactose"}),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAside:
    """An item that the person does not want: ``diet`` or ``dislike``, and the word that says so."""

    item: Intervention
    code: Literal["diet", "dislike"]
    word: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sorted:
    """Every option, in one of five places."""

    permitted: tuple[Candidate, ...]
    ask_first: tuple[tuple[Intervention, Verdict], ...]
    answer_first: tuple[tuple[Intervention, Verdict], ...]
    removed: tuple[tuple[Intervention, Verdict], ...]
    set_aside: tuple[SetAside, ...]


def sort_items(
    about: About,
    items: Iterable[Intervention],
    rules: Sequence[Rule],
    *,
    simulated: Mapping[str, Effect],
    milk_heated: bool,
) -> Sorted:
    """Put every option where it belongs.

    Parameters
    ----------
    about : About
        What the person told.
    items : iterable of Intervention
        Those that are no option are left out.
    rules : sequence of Rule
        In any order.
    simulated : mapping
        Item id to effect, for those that were simulated.
    milk_heated : bool
        Whether the milk of the person's recipe is pasteurised or sterilised.

    Returns
    -------
    Sorted
        The permit decides first; only permitted items are set aside for diet or dislikes.
    """
    handled = [as_handled(item, about, milk_heated=milk_heated) for item in items if item.option]
    judged = [(item, permit(about, item, rules)) for item in handled]
    free = [(item, verdict) for item, verdict in judged if verdict.permit <= Permit.ADJUST]
    unwanted = {item.id: reason for item, _verdict in free if (reason := _unwanted(item, about)) is not None}
    return Sorted(
        permitted=tuple(
            Candidate(
                item=item,
                verdict=verdict,
                grading=grade(item.evidence, about.goal),
                effect=simulated.get(item.id),
                serves_goal=about.goal in item.serves,
            )
            for item, verdict in free
            if item.id not in unwanted
        ),
        ask_first=tuple(pair for pair in judged if pair[1].permit is Permit.ASK),
        answer_first=tuple(pair for pair in judged if pair[1].permit is Permit.ANSWER_FIRST),
        removed=tuple(pair for pair in judged if pair[1].permit is Permit.EXCLUDE),
        set_aside=tuple(unwanted.values()),
    )


def _unwanted(item: Intervention, about: About) -> SetAside | None:
    if item.comparator:
        return None
    not_eaten = sorted(_NOT_EATEN[about.diet] & set(item.contains))
    if not_eaten:
        return SetAside(item=item, code="diet", word=not_eaten[0])
    names = f"{item.name_en} {item.name_nl}".casefold()
    disliked = next((word for word in about.dislikes if len(word) > 2 and word.casefold() in names), None)
    return None if disliked is None else SetAside(item=item, code="dislike", word=disliked)
