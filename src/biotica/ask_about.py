"""The command that writes an about-file, and the questions that it asks on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from biotica.errors import InputError, _
from biotica.named_files import write_text
from biotica.terminal import Verb, asked_language, say_written, show

if TYPE_CHECKING:
    from biotica.knowledge.evidence import EvidenceBase, Goal
    from biotica.knowledge.questions import QuestionGroup
    from biotica.permit.about_text import AboutDraft
    from biotica.permit.questions import Ticked

GOALS = (
    "fibre",
    "stool_regularity",
    "comfort_gas",
    "lactose",
    "butyrate_production",
    "variety",
    "kefir_habit",
)
OLDEST_Y = 125.0
NOTHING = "0"
UNSURE = "?"


@click.command(cls=Verb)
@click.option("--goal", type=click.Choice(GOALS), help="What you want; asked on a terminal if not given.")
@click.option("--age", type=click.FloatRange(0, OLDEST_Y), help="In years; asked on a terminal if not given.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default="about.toml",
    show_default=True,
    help="File to write.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def about(goal: Goal | None, age: float | None, out: Path, force: bool) -> None:
    """Begin an about-file: on a terminal the questions are asked, elsewhere they are left unknown."""
    from biotica.knowledge.evidence import load_evidence
    from biotica.permit.about_text import about_text

    if out.exists() and not force:
        raise InputError(
            _("{file} is there already"),
            code="file_exists",
            where=str(out),
            hint=_("choose another name, or add --force to replace that file"),
            file=out.name,
        )
    evidence = load_evidence()
    spoken: Literal["nl", "en"] = "nl" if asked_language() == "nl" else "en"
    asker = Asker(evidence, spoken)
    draft = asker.ask(goal, age) if at_a_terminal() else unasked(goal, age)
    opening = asker.spoken.say(_("Write yes or no for unknown; take the # away from a line to use it."))
    written = about_text(draft, evidence.question_groups, evidence.rules, language=spoken, opening=opening)
    write_text(out, written)
    show({"about": str(out)}, lambda: say_written(out))


def at_a_terminal() -> bool:
    """Tell whether somebody can be asked."""
    return sys.stdin.isatty()


def unasked(goal: Goal | None, age: float | None) -> AboutDraft:
    """Give a draft that tells nothing but goal and age.

    Raises
    ------
    InputError
        If one of them is not given: nobody is there to ask.
    """
    from biotica.permit.about_text import AboutDraft

    if goal is None or age is None:
        raise InputError(
            _("give --goal and --age"),
            code="goal_and_age_needed",
            where="data new about",
            hint=_("or run it on a terminal: there it asks you"),
        )
    return AboutDraft(goal=goal, age_y=age)


class Asker:
    """Asks the groups of questions on a terminal, in one language."""

    def __init__(self, evidence: EvidenceBase, code: Literal["nl", "en"]) -> None:
        from biotica.report.language import language

        self.evidence = evidence
        self.code = code
        self.spoken = language(code)

    def ask(self, goal: Goal | None, age: float | None) -> AboutDraft:
        """Ask what was not given; Enter leaves a group open."""
        from biotica.permit.about_text import AboutDraft
        from biotica.permit.questions import told

        heads = {group.head.kind: group for group in self.evidence.question_groups}
        boxes = [group for group in self.evidence.question_groups if group.head.kind == "ticks"]
        return AboutDraft(
            goal=goal or self._goal(heads["goal"]),
            age_y=self._age(heads["age"]) if age is None else age,
            answers=told(boxes, self._ticked(boxes)),
            medicines=self._medicines(heads["medicines"]),
            allergies=self._allergies(heads["allergies"]),
        )

    def _goal(self, group: QuestionGroup) -> Goal:
        from biotica.report.options_codes import GOALS as LABELS

        self._head(group, [self.spoken.say(LABELS[goal]) for goal in GOALS])
        chosen = click.prompt(self.spoken.say(_("Number")), type=click.IntRange(1, len(GOALS)))
        return cast("Goal", GOALS[chosen - 1])

    def _age(self, group: QuestionGroup) -> float:
        self._head(group, [])
        return float(click.prompt(self.spoken.say(_("Years")), type=click.FloatRange(0, OLDEST_Y)))

    def _ticked(self, boxes: Sequence[QuestionGroup]) -> Ticked:
        from biotica.permit.questions import Ticked

        yes: list[str] = []
        unsure: list[str] = []
        none_of: list[str] = []
        for group in boxes:
            for number in self._numbers(group):
                if number == NOTHING:
                    none_of.append(group.head.group)
                else:
                    key = group.keys[int(number.rstrip(UNSURE)) - 1]
                    (unsure if number.endswith(UNSURE) else yes).append(key)
        return Ticked(yes=yes, unsure=unsure, none_of=none_of)

    def _allergies(self, group: QuestionGroup) -> list[str] | None:
        numbers = self._numbers(group)
        if numbers in ([], [NOTHING]):
            return [] if numbers else None
        words = [question.key.partition(".")[2] for question in group.questions]
        return [words[int(number.rstrip(UNSURE)) - 1] for number in numbers]

    def _medicines(self, group: QuestionGroup) -> list[str] | None:
        self._head(group, [])
        asked = self.spoken.say(_("Names with commas between them; 0 = none; Enter = leave it open"))
        typed = str(click.prompt(asked, default="", show_default=False))
        names = ["".join(filter(str.isprintable, name)).strip() for name in typed.split(",") if name.strip()]
        if names in ([], [NOTHING]):
            return [] if names else None
        self._say_unknown(names)
        return names

    def _say_unknown(self, names: Sequence[str]) -> None:
        from biotica.permit.medicines import recognise
        from biotica.report.medicines_text import unknown_medicines

        found = recognise(names, self.evidence.medicines)
        shown = [{"name": name, "did_you_mean": found.near.get(name)} for name in found.unknown]
        for text in unknown_medicines({"unknown_medicines": shown}, self.spoken):
            click.echo(text)

    def _head(self, group: QuestionGroup, choices: Sequence[str]) -> None:
        head = group.head.heading_nl if self.code == "nl" else group.head.heading_en
        click.echo(f"\n{head}")
        for number, choice in enumerate(choices, start=1):
            click.echo(f"  {number}. {choice}")

    def _numbers(self, group: QuestionGroup) -> list[str]:
        """Ask for the numbers of a group; empty = left open, ["0"] = none of these."""
        texts = [one.text_nl if self.code == "nl" else one.text_en for one in group.questions]
        none = group.head.none_nl if self.code == "nl" else group.head.none_en
        self._head(group, texts)
        click.echo(f"  {NOTHING}. {none}")
        asked = self.spoken.say(_("Numbers; a ? behind one = I do not know; Enter = leave it open"))
        while True:
            numbers = list(dict.fromkeys(str(click.prompt(asked, default="", show_default=False)).split()))
            if all(self._is_choice(number, len(texts)) for number in numbers) and (
                NOTHING not in numbers or len(numbers) == 1
            ):
                return numbers
            click.echo(self.spoken.say(_("Write numbers of this list with spaces between them.")))

    @staticmethod
    def _is_choice(number: str, most: int) -> bool:
        bare = number.removesuffix(UNSURE)
        return number == NOTHING or (bare.isascii() and bare.isdigit() and 1 <= int(bare) <= most)
