"""Writes an about-file: every question in its group, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from biotica.knowledge.evidence import Goal
from biotica.knowledge.questions import QuestionGroup
from biotica.knowledge.rules import Rule
from biotica.permit.about import Answer

Language = Literal["nl", "en"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutDraft:
    """What is known before the file is written.

    Parameters
    ----------
    answers : mapping
        Key of a question to its answer, as `biotica.permit.questions.told` gives it; absent = not told.
    medicines, allergies : sequence of str or None
        Empty = none, None = not told.
    """

    goal: Goal
    age_y: float
    answers: Mapping[str, Answer] = field(default_factory=dict)
    medicines: Sequence[str] | None = None
    allergies: Sequence[str] | None = None


def about_text(
    draft: AboutDraft,
    groups: Iterable[QuestionGroup],
    rules: Iterable[Rule],
    *,
    language: Language,
    opening: str = "",
) -> str:
    """Write the file.

    Parameters
    ----------
    draft : AboutDraft
        What is not known is written as "unknown", or as a line to be opened.
    groups : iterable of QuestionGroup
        In the order of the screen.
    rules : iterable of Rule
        Say which answers are no of themselves when they are absent: these stay a comment.
    language : str
        Of the comments.
    opening : str
        First line, one sentence on how to fill the file in; empty = none.

    Returns
    -------
    str
        TOML that `biotica.permit.about.read_about` reads.
    """
    heads = {group.head.group: group for group in groups}
    boxes = [group for group in heads.values() if group.head.kind == "ticks"]
    silent = {c.key for rule in rules for c in rule.when if c.absent_is_no is not None}
    lines = [*([f"# {opening}"] if opening else []), f'goal = "{draft.goal}"', ""]
    for kind, names in (("medicines", draft.medicines), ("allergies", draft.allergies)):
        lines += [f"# {_words(heads[kind].head, 'heading', language)}", _list(kind, names), ""]
    lines += ["[person]", f"age_y = {draft.age_y:g}"]
    lines += [_truth(key, text, draft.answers) for key, text in _of(boxes, "person", language)]
    lines += ["", "[answers]  # yes, no, unknown"]
    for group in boxes:
        own = _of([group], "answers", language)
        lines += ["", f"# {_words(group.head, 'heading', language)}"] if own else []
        lines += [_answer(key, text, draft.answers, silent=key in silent) for key, text in own]
    return "\n".join(lines) + "\n"


def _of(groups: Iterable[QuestionGroup], table: str, language: Language) -> list[tuple[str, str]]:
    return [
        (question.key, _words(question, "text", language))
        for group in groups
        for question in group.questions
        if question.key.startswith(f"{table}.")
    ]


def _words(row: object, name: str, language: Language) -> str:
    return str(getattr(row, f"{name}_{language}"))


def _list(key: str, names: Sequence[str] | None) -> str:
    return f"# {key} = []" if names is None else f"{key} = {json.dumps(list(names), ensure_ascii=False)}"


def _truth(key: str, text: str, answers: Mapping[str, Answer]) -> str:
    name, answer = key.rpartition(".")[2], answers.get(key, "unknown")
    said = f"{name} = {'true' if answer == 'yes' else 'false'}"
    return f"{'# ' if answer == 'unknown' else ''}{said}  # {text}"


def _answer(key: str, text: str, answers: Mapping[str, Answer], *, silent: bool) -> str:
    name, answer = key.rpartition(".")[2], answers.get(key, "unknown")
    return f'{"# " if silent and key not in answers else ""}{name} = "{answer}"  # {text}'
