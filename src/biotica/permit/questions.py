"""Turns the boxes that a person ticks into answers, and counts the clicks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from biotica.errors import InputError, _
from biotica.knowledge.questions import QuestionGroup
from biotica.permit.about import Answer

MOST_CLICKS = 12
"""What a healthy adult may need to answer everything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """What a person clicked in the groups with boxes.

    Parameters
    ----------
    yes : collection of str
        Keys of the boxes that were ticked.
    unsure : collection of str
        Keys of the questions marked "I do not know".
    none_of : collection of str
        Ids of groups in which "none of these" was clicked.
    lists : mapping
        ``medicines`` and ``allergies`` to names; empty = "none" was clicked, absent = not touched.
    """

    yes: Collection[str] = ()
    unsure: Collection[str] = ()
    none_of: Collection[str] = ()
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def told(groups: Iterable[QuestionGroup], ticked: Ticked) -> Mapping[str, Answer]:
    """Give the answers of the groups with boxes.

    Parameters
    ----------
    groups : iterable of QuestionGroup
        As the knowledge holds them.
    ticked : Ticked
        What was clicked.

    Returns
    -------
    mapping
        Key to yes, no or unknown. The keys of a group that nobody touched are absent: not told. In a group
        with a tick the boxes left empty are a no: it was read.

    Raises
    ------
    InputError
        If a box or group does not exist, or "none of these" stands beside a tick of its group.
    """
    boxes = [group for group in groups if group.head.kind == "ticks"]
    _refuse_nonsense(boxes, ticked)
    answers: dict[str, Answer] = {}
    for group in boxes:
        touched = group.head.group in ticked.none_of or bool(set(group.keys) & set(ticked.yes))
        answers.update({key: "no" for key in group.keys if touched})
        answers.update({key: "yes" for key in group.keys if key in ticked.yes})
        answers.update({key: "unknown" for key in group.keys if key in ticked.unsure})
    return MappingProxyType(answers)


def clicks(groups: Iterable[QuestionGroup], ticked: Ticked) -> int:
    """Count the clicks: one for each box, "none of these", choice, number, and name or "none" of a list.

    Parameters
    ----------
    groups : iterable of QuestionGroup
        Those on the screen.
    ticked : Ticked
        What was clicked.
    """
    heads = [group.head for group in groups]
    chosen = sum(head.kind in {"goal", "age"} for head in heads)
    named = sum(max(1, len(names)) for names in ticked.lists.values())
    return chosen + named + len(ticked.yes) + len(ticked.unsure) + len(ticked.none_of)


def _refuse_nonsense(boxes: Sequence[QuestionGroup], ticked: Ticked) -> None:
    keys = {key for group in boxes for key in group.keys}
    names = {group.head.group for group in boxes}
    both = {
        group.head.group
        for group in boxes
        if group.head.group in ticked.none_of and set(group.keys) & {*ticked.yes, *ticked.unsure}
    }
    wrong = sorted(({*ticked.yes, *ticked.unsure} - keys) | (set(ticked.none_of) - names) | both)
    if wrong or set(ticked.yes) & set(ticked.unsure):
        raise InputError(
            _("these clicks cannot stand together: {wrong}"),
            code="clicks_contradict",
            where="questions",
            wrong=", ".join(wrong) or ", ".join(sorted(set(ticked.yes) & set(ticked.unsure))),
        )
