"""The rules of the permit, the medicines that bring them, and the signs that stop a plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from biotica.knowledge.records import Key, Listed, OptionalDate, ReadLevel, Row, YesNo

ItemClass = Literal["LP", "FR", "FK", "PI", "ME", "FI", "FO", "LI"]
CLASSES: tuple[ItemClass, ...] = ("LP", "FR", "FK", "PI", "ME", "FI", "FO", "LI")
CellName = Literal["allow", "adjust", "ask", "exclude"]
Whom = Literal["doctor", "pharmacist", "dietitian"]
AdjustCode = Literal[
    "slow_ramp", "smaller_dose", "spacing", "check_label", "boil_milk_first", "steady_intake"
]

Action = Literal[
    "emergency",
    "emergency_if_blocked",
    "doctor_now",
    "treat_low_sugar",
    "doctor_today_and_never_again",
    "doctor_today",
    "doctor",
    "appointment",
    "answer_again",
    "step_back",
]
ACTIONS: tuple[Action, ...] = get_args(Action)
"""Most urgent first."""
Scope = Literal["plan", "pause", "ferment", "item", "step"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""Widest first."""

Words = Annotated[
    tuple[str, ...], BeforeValidator(lambda value: tuple(value.split()) if isinstance(value, str) else value)
]


class AbsentIsNo(Row):
    """When an answer that is not in the about-file counts as no; an explicit "unknown" never does."""

    from_y: float = 0.0
    up_to_y: float = 200.0


class Condition(Row):
    """One way in which a person can fall under a rule.

    Parameters
    ----------
    key : str
        ``answers.<id>``, ``person.<field>``, ``medicines``, ``allergies`` or ``always``.
    from_y, below_y, above_y : float or None
        Bounds on ``person.age_y``: at least, less than, more than.
    any_of : tuple of str
        Allergies that count.
    only_yes : bool
        The condition can bring the rule, but not knowing it does not make the rule unknown.
    """

    key: Key
    from_y: float | None = None
    below_y: float | None = None
    above_y: float | None = None
    any_of: tuple[str, ...] = ()
    only_yes: bool = False
    absent_is_no: AbsentIsNo | None = None

    @model_validator(mode="after")
    def _key_is_known(self) -> Self:
        group, _dot, name = self.key.partition(".")
        if group not in {"answers", "person", "medicines", "allergies", "always"}:
            raise ValueError(f"{self.key} is no key of an about-file")
        if (group in {"answers", "person"}) != bool(name):
            raise ValueError(f"{self.key}: answers and person need a field, the others have none")
        if (group == "allergies") != bool(self.any_of):
            raise ValueError("a condition on allergies names them, and no other condition does")
        return self


class Adjustment(Row):
    """How an item is taken differently: smaller dose, slower ramp, spacing or a check.

    The values of an ``assumed`` adjustment are prudent, not measured.
    """

    code: AdjustCode
    values: dict[str, float | str] = Field(default_factory=dict)
    status: Literal["measured", "derived", "assumed"]


class Cell(Row):
    """What a rule says about one class of items."""

    cell: CellName
    ask: Whom | None = None
    adjust: Adjustment | None = None

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        if (self.cell == "ask") != (self.ask is not None):
            raise ValueError("a cell that asks names whom to ask, and no other cell does")
        if (self.cell == "adjust") != (self.adjust is not None):
            raise ValueError("a cell that adjusts says how, and no other cell does")
        return self


class ItemCell(Cell):
    """A stricter cell for items that contain something or carry traces of it, of some classes if need be."""

    contains: str = ""
    traces: str = ""
    classes: tuple[ItemClass, ...] = ()
    below_y: float | None = None

    @model_validator(mode="after")
    def _names_one_content(self) -> Self:
        if bool(self.contains) == bool(self.traces):
            raise ValueError("an item cell names either contains or traces")
        return self


class Rule(Row):
    """Whom to keep away from what, and who says so.

    Parameters
    ----------
    when : tuple of Condition
        Any of them brings the rule.
    touches : str
        ``class`` = the cells hold for every item of a class; ``ingredient`` = only for items that hold one
        of the person's allergens (contained: excluded; as traces: the cell of the class).
    referral : str
        Code of a referral: there is no plan at all. Empty = none.
    """

    id: Key
    name_en: Key
    name_nl: Key
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    touches: Literal["class", "ingredient"]
    cells: dict[ItemClass, Cell]
    items: tuple[ItemCell, ...] = ()
    referral: str = ""
    reason_code: Key
    reason_en: Key
    reason_nl: Key
    sources: tuple[str, ...] = ()
    read_level: ReadLevel
    date: date

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if set(self.cells) != set(CLASSES):
            raise ValueError(f"a rule has a cell for each of {', '.join(CLASSES)}")
        if (self.read_level == "memory") == bool(self.sources):
            raise ValueError("a rule has sources, or its read level is memory")
        if self.referral and any(cell.cell != "exclude" for cell in self.cells.values()):
            raise ValueError("a rule that refers excludes every class")
        return self

    @property
    def shown_sources(self) -> tuple[str, ...]:
        """Keys of sources that may be shown; none for a rule from memory."""
        return self.sources if self.read_level != "memory" else ()


class Medicine(Row):
    """A medicine by its international and Dutch name, no brands.

    Parameters
    ----------
    also : tuple of str
        Other spellings: salts, short names, the plain word.
    atc : str
        Code of the class; ``source`` says where it was read.
    rules, asks : tuple of str
        Rules that hold for whoever takes it, and rules that the medicine alone does not settle. Without
        rules it is known and no rule is about it.
    """

    inn: Key
    name_nl: Key
    also: Listed = ()
    atc: str = ""
    group: Key
    rules: Words = ()
    asks: Words = ()
    note: str = ""
    source: str = ""
    read_level: ReadLevel
    checked: OptionalDate = None

    @model_validator(mode="after")
    def _says_where_it_was_read(self) -> Self:
        if (self.read_level == "memory") == bool(self.source):
            raise ValueError("a medicine has a source, or its read level is memory")
        return self

    @property
    def names(self) -> frozenset[str]:
        """Every name in lower case."""
        return frozenset(name.casefold() for name in (self.inn, self.name_nl, *self.also))


class StopRule(Row):
    """A sign that stops an item or the plan.

    Parameters
    ----------
    action : str
        How soon to get help, as a code.
    stops : str
        What ends: the ``plan``, every ``ferment``, the ``item`` under way, one ``step``; ``pause`` = nothing
        until the questions are answered again.
    for_good : bool
        Nothing of it is tried again.
    when_rule : str
        Shown only to whom that rule holds; empty = to everyone.
    """

    id: Key
    action: Action
    stops: Scope
    for_good: YesNo = False
    when_rule: str = ""
    sign_en: Key
    sign_nl: Key
    action_en: Key
    action_nl: Key
    source: str = ""
    read_level: ReadLevel
    date: date
