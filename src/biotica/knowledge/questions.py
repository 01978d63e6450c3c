"""The questions about a person, in groups that fit one screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from biotica.errors import BadRow, _
from biotica.knowledge.records import Key, Row
from biotica.knowledge.tsv import Place, read_rows

Kind = Literal["goal", "age", "ticks", "medicines", "allergies"]


class Question(Row):
    """One box to tick.

    Parameters
    ----------
    group : str
        Id of its group.
    key : str
        Where an about-file says it: ``answers.<id>``, ``person.<field>`` or ``allergies.<word>``.
    text_en, text_nl : str
        A statement that is true or not, in plain words.
    """

    group: Key
    key: Key
    text_en: Key
    text_nl: Key


class GroupRow(Row):
    """The head of a group.

    Parameters
    ----------
    kind : str
        ``ticks`` = boxes with "none of these"; ``goal`` = one of a list; ``age`` = a number; ``medicines``
        and ``allergies`` = a list that may be empty.
    none_en, none_nl : str
        What one clicks if nothing of the group is true; empty where that cannot be.
    """

    group: Key
    kind: Kind
    heading_en: Key
    heading_nl: Key
    none_en: str = ""
    none_nl: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionGroup:
    """A group with its questions; without questions unless its kind is ``ticks`` or ``allergies``."""

    head: GroupRow
    questions: tuple[Question, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that the group answers, in the order of its questions."""
        own = {
            "goal": ("goal",),
            "age": ("person.age_y",),
            "medicines": ("medicines",),
            "allergies": ("allergies",),
        }
        return own.get(self.head.kind, tuple(question.key for question in self.questions))


def read_question_groups(folder: Place) -> tuple[QuestionGroup, ...]:
    """Read question_groups.tsv and questions.tsv.

    Parameters
    ----------
    folder : Path or Traversable
        The data folder.

    Raises
    ------
    BadRow
        If a question names a group that does not exist or takes no boxes, or a key is asked twice.
    """
    heads = read_rows(folder / "question_groups.tsv", GroupRow)
    questions = read_rows(folder / "questions.tsv", Question)
    _refuse_strays(heads, questions)
    return tuple(
        QuestionGroup(head=head, questions=tuple(one for one in questions if one.group == head.group))
        for head in heads
    )


def _refuse_strays(heads: Iterable[GroupRow], questions: Iterable[Question]) -> None:
    boxes = {head.group for head in heads if head.kind in {"ticks", "allergies"}}
    seen: set[str] = set()
    for question in questions:
        if question.group not in boxes or question.key in seen:
            raise BadRow(
                _("the question '{key}' has no group with boxes, or is asked twice"),
                code="stray_question",
                where="questions.tsv",
                key=question.key,
            )
        seen.add(question.key)
