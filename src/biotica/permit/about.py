"""Who the advice is for: reads an about-file, and refuses what it does not understand."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal, cast, get_args

from biotica.errors import AboutError, _
from biotica.knowledge.evidence import GOALS, Goal
from biotica.knowledge.rules import Medicine, Rule
from biotica.permit.medicines import Recognised, recognise
from biotica.permit.toml_lines import KeyPath, lines_of_keys, parse_toml

Answer = Literal["yes", "no", "unknown"]
Diet = Literal["any", "vegetarian", "vegan", "pescatarian", "gluten_free", "lactose_free"]
Platform = Literal["16S", "shotgun", "unknown"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
DIETS: tuple[Diet, ...] = get_args(Diet)
PLATFORMS: tuple[Platform, ...] = get_args(Platform)
OLDEST_Y = 125.0

_TOP = ("goal", "medicines", "allergies")
_TABLES: Mapping[str, tuple[str, ...]] = {
    "person": ("age_y", "pregnant", "lactating"),
    "answers": (),
    "food": ("diet", "dislikes", "budget_eur_per_month"),
    "test": ("platform", "reads", "sampled_on"),
}


@dataclass(frozen=True, kw_only=True)
class About:
    """What a person told; None = not told, which is not the same as no.

    Parameters
    ----------
    medicines : tuple of Medicine or None
        Recognised medicines; empty = takes none, None = not told.
    unknown_medicines : tuple of str
        Names that no table of ours holds, as typed.
    near_medicines : mapping
        Unknown name to a known one that looks like it; to be shown, never to be used.
    allergies : tuple of str or None
        Empty = none, None = not told.
    answers : mapping
        Answer id to yes, no or unknown, only where told.
    budget_eur_per_month : float or None
        What the person wants to spend at most, >= 0.
    reads : int or None
        Reads of the test, > 0.
    """

    goal: Goal
    age_y: float
    pregnant: bool | None = None
    lactating: bool | None = None
    medicines: tuple[Medicine, ...] | None = None
    unknown_medicines: tuple[str, ...] = ()
    near_medicines: Mapping[str, str] = field(default_factory=dict)
    allergies: tuple[str, ...] | None = None
    answers: Mapping[str, Answer]
    diet: Diet = "any"
    dislikes: tuple[str, ...] = ()
    budget_eur_per_month: float | None = None
    platform: Platform = "unknown"
    reads: int | None = None
    sampled_on: date | None = None


def read_about(
    text: str, *, rules: Sequence[Rule], medicines: Sequence[Medicine], file: str = "about.toml"
) -> About:
    """Read an about-file.

    Parameters
    ----------
    text : str
        TOML. Only ``goal`` and ``[person] age_y`` are required.
    rules : sequence of Rule
        Their conditions say which answers and allergies exist.
    medicines : sequence of Medicine
        Recognised as `biotica.permit.medicines.recognise` says. A name that is not among them is kept as
        unknown.
    file : str
        Name for errors.

    Raises
    ------
    AboutError
        With ``file:line`` and a hint: text that is no TOML, unknown keys, wrong types, words outside the
        lists, impossible numbers, a top-level key that stands below a table.
    """
    return _Reader(text, file).about(rules, medicines)


def answer_ids(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Ids that may stand in ``[answers]``, in the order of the rules."""
    keys = (condition.key for rule in rules for condition in rule.when)
    return tuple(dict.fromkeys(key.split(".", 1)[1] for key in keys if key.startswith("answers.")))


def rules_of_answers(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Map each answer or personal fact to the first rule that asks it; the rule's name words the question."""
    asked: dict[str, Rule] = {}
    for rule in rules:
        for condition in rule.when:
            group, _dot, name = condition.key.partition(".")
            if group in {"answers", "person"}:
                asked.setdefault(name, rule)
    return MappingProxyType(asked)


def allergens(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Words that may stand in ``allergies``, in the order of the rules."""
    return tuple(
        dict.fromkeys(word for rule in rules for condition in rule.when for word in condition.any_of)
    )


class _Reader:
    """One about-file on its way to an `About`."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = lines_of_keys(text)
        self.top = parse_toml(text, file=file)

    def about(self, rules: Sequence[Rule], medicines: Sequence[Medicine]) -> About:
        person, food, test = self._table("person"), self._table("food"), self._table("test")
        self._refuse_unknown_keys(answer_ids(rules))
        goal = self._word(self._required(self.top, ("", "goal")), GOALS, ("", "goal"))
        names = self._words(self.top, ("", "medicines"))
        found = Recognised() if names is None else recognise(names, medicines)
        return About(
            goal=cast(Goal, goal),
            age_y=self._age(person),
            pregnant=self._truth(person, ("person", "pregnant")),
            lactating=self._truth(person, ("person", "lactating")),
            medicines=None if names is None else found.known,
            unknown_medicines=found.unknown,
            near_medicines=found.near,
            allergies=self._allergies(allergens(rules)),
            answers=self._answers(),
            diet=cast(Diet, self._optional_word(food, DIETS, ("food", "diet"), "any")),
            dislikes=self._words(food, ("food", "dislikes")) or (),
            budget_eur_per_month=self._number(food, ("food", "budget_eur_per_month"), low=0, high=1e5),
            platform=cast(Platform, self._optional_word(test, PLATFORMS, ("test", "platform"), "unknown")),
            reads=self._reads(test),
            sampled_on=self._date(test, ("test", "sampled_on")),
        )

    def _where(self, path: KeyPath) -> str:
        table, key = path
        line = self.lines.get(path) or self.lines.get((table or key, ""))
        return f"{self.file}:{line}" if line else self.file

    def _table(self, name: str) -> Mapping[str, object]:
        table = self.top.get(name, {})
        if not isinstance(table, dict):
            raise AboutError(
                _("'{table}' must be a table"),
                code="not_a_table",
                where=self._where(("", name)),
                hint=_("write [{table}] on a line of its own, and its keys below"),
                table=name,
            )
        return table

    def _refuse_unknown_keys(self, ids: Collection[str]) -> None:
        for key in self.top:
            if key not in _TOP and key not in _TABLES:
                raise self._unknown_key(("", key), (*_TOP, *_TABLES))
        for table, keys in _TABLES.items():
            for key in self._table(table):
                if key not in (keys or ids):
                    raise self._unknown_key((table, key), keys or tuple(ids))

    def _unknown_key(self, path: KeyPath, known: Sequence[str]) -> AboutError:
        table, key = path
        if table and key in _TOP:
            return AboutError(
                _("'{key}' stands inside [{table}]"),
                code="key_below_a_table",
                where=self._where(path),
                hint=_("move it above the first [table]: what follows a table belongs to it"),
                key=key,
                table=table,
            )
        return AboutError(
            _("'{key}' is not a key of an about-file"),
            code="unknown_key",
            where=self._where(path),
            hint=_("did you mean '{near}'?") if _near(key, known) else _("known here: {known}"),
            key=_printable(key),
            near=_near(key, known),
            known=", ".join(known),
        )

    def _required(self, table: Mapping[str, object], path: KeyPath) -> object:
        if path[1] not in table:
            raise AboutError(
                _("'{key}' is missing"),
                code="missing_key",
                where=self._where(path),
                hint=_("every about-file has goal at the top and age_y below [person]"),
                key=path[1],
            )
        return table[path[1]]

    def _wrong(self, path: KeyPath, value: object, wanted: str) -> AboutError:
        return AboutError(
            _("'{key}' cannot be {value}"),
            code="wrong_value",
            where=self._where(path),
            hint=wanted,
            key=path[1],
            value=_printable(str(value)) if isinstance(value, str | int | float) else type(value).__name__,
        )

    def _word(self, value: object, words: Sequence[str], path: KeyPath) -> str:
        if isinstance(value, str) and value in words:
            return value
        near = _near(value, words) if isinstance(value, str) else ""
        raise AboutError(
            _("'{value}' is not one of the words for '{key}'"),
            code="unknown_word",
            where=self._where(path),
            hint=_("did you mean '{near}'? The words are {words}") if near else _("the words are {words}"),
            value=_printable(str(value)),
            key=path[1],
            near=near,
            words=", ".join(words),
        )

    def _optional_word(
        self, table: Mapping[str, object], words: Sequence[str], path: KeyPath, default: str
    ) -> str:
        return self._word(table[path[1]], words, path) if path[1] in table else default

    def _words(self, table: Mapping[str, object], path: KeyPath) -> tuple[str, ...] | None:
        value = table.get(path[1])
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            raise self._wrong(path, value, _('write a list of words, ["one", "two"], or [] for none'))
        return tuple(_printable(word.strip()) for word in value)

    def _allergies(self, known: Sequence[str]) -> tuple[str, ...] | None:
        words = self._words(self.top, ("", "allergies"))
        if words is None:
            return None
        return tuple(self._word(word.casefold(), known, ("", "allergies")) for word in words)

    def _answers(self) -> Mapping[str, Answer]:
        answers: dict[str, Answer] = {}
        for key, value in self._table("answers").items():
            if value not in ANSWERS:
                raise self._wrong(("answers", key), value, _('write "yes", "no" or "unknown"'))
            answers[key] = value
        return MappingProxyType(answers)

    def _truth(self, table: Mapping[str, object], path: KeyPath) -> bool | None:
        value = table.get(path[1])
        if value is None or isinstance(value, bool):
            return value
        raise self._wrong(path, value, _("write true or false, or leave it out if unknown"))

    def _number(self, table: Mapping[str, object], path: KeyPath, *, low: float, high: float) -> float | None:
        value = table.get(path[1])
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(path, value, _("write a plain number, without quotes"))
        number = float(value) if abs(value) < 1e300 else math.inf
        if not low <= number <= high:
            raise self._wrong(path, value, _("it lies between 0 and a number that can be true"))
        return number

    def _age(self, person: Mapping[str, object]) -> float:
        self._required(person, ("person", "age_y"))
        return cast(float, self._number(person, ("person", "age_y"), low=0, high=OLDEST_Y))

    def _reads(self, test: Mapping[str, object]) -> int | None:
        reads = self._number(test, ("test", "reads"), low=1, high=1e12)
        if reads is not None and reads != int(reads):
            raise self._wrong(("test", "reads"), reads, _("a count of reads is a whole number"))
        return None if reads is None else int(reads)

    def _date(self, table: Mapping[str, object], path: KeyPath) -> date | None:
        value = table.get(path[1])
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        raise self._wrong(path, value, _("write the date as 2026-10-03, without quotes"))


def _near(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return close[0] if close else ""


def _printable(text: str) -> str:
    """Leave out control characters and what comes after 60 characters."""
    return "".join(char for char in text if char.isprintable())[:60]
