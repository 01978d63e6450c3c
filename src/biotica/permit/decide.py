"""About a person and an item: may it be ranked, and if not, who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from biotica.knowledge.evidence import Intervention
from biotica.knowledge.records import ReadLevel
from biotica.knowledge.rules import Adjustment, Cell, ItemCell, ItemClass, Rule, Whom
from biotica.permit.about import About
from biotica.permit.circumstance import Circumstance, circumstance

_WHOM: tuple[Whom, ...] = ("doctor", "pharmacist", "dietitian")
_RAW_MILK = "raw_milk"


class Permit(IntEnum):
    """What a person may do with an item, from free to forbidden."""

    ALLOW = 0
    ADJUST = 1
    ASK = 2
    ANSWER_FIRST = 3
    EXCLUDE = 4


_CELLS = {"allow": Permit.ALLOW, "adjust": Permit.ADJUST, "ask": Permit.ASK, "exclude": Permit.EXCLUDE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """What one rule says against one item.

    Parameters
    ----------
    code : str
        Reason as a code; the sentences stand in the rule's file.
    values : mapping
        ``allergens`` or ``medicines`` that brought the rule; else empty.
    classes : tuple of str
        Classes of the item that the rule touches.
    adjust : tuple of Adjustment
        How to take the item, where that is enough.
    ask : str or None
        Whom to ask.
    to_answer : tuple of str
        What must be told first; a rule that holds may leave something open too.
    sources : tuple of str
        Keys of sources that may be shown; none for a rule from memory.
    """

    rule: str
    permit: Permit
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    classes: tuple[ItemClass, ...] = ()
    adjust: tuple[Adjustment, ...] = ()
    ask: Whom | None = None
    to_answer: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    read_level: ReadLevel
    date: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The permit of one item for one person, and every objection.

    Parameters
    ----------
    twice_asked : tuple of str
        Rules that together withhold a class because two of them ask; empty unless that happened.
    """

    item: str
    permit: Permit
    objections: tuple[Objection, ...]
    twice_asked: tuple[str, ...] = ()

    @property
    def deciding(self) -> tuple[Objection, ...]:
        """The objections that brought the permit, ordered by rule."""
        if self.twice_asked and not any(o.permit is Permit.EXCLUDE for o in self.objections):
            return tuple(o for o in self.objections if o.rule in self.twice_asked)
        if self.permit is Permit.ANSWER_FIRST:
            return tuple(o for o in self.objections if o.to_answer)
        return tuple(o for o in self.objections if o.permit is self.permit)

    @property
    def ask(self) -> Whom | None:
        """Whom to ask, the doctor before the others."""
        asked = {objection.ask for objection in self.objections}
        return next((whom for whom in _WHOM if whom in asked), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Referral:
    """There is no plan; ``code`` says where to go."""

    code: str
    rules: tuple[str, ...]


def referral(about: About, rules: Sequence[Rule]) -> Referral | None:
    """Tell whether a person is to be referred instead of advised.

    Returns
    -------
    Referral or None
        None = no rule that refers holds. A rule that is not known does not refer; it withholds.
    """
    holding = sorted(
        (rule.id, rule.referral)
        for rule in rules
        if rule.referral and circumstance(rule, about).state == "yes"
    )
    if not holding:
        return None
    return Referral(code=holding[-1][1], rules=tuple(rule for rule, _code in holding))


def permit(about: About, item: Intervention, rules: Iterable[Rule]) -> Verdict:
    """Decide on one item.

    Parameters
    ----------
    about : About
        What the person told.
    item : Intervention
        Obeys every one of its classes; the strictest cell wins.
    rules : iterable of Rule
        In any order.

    Returns
    -------
    Verdict
        ``EXCLUDE`` also when two rules that hold ask about the same class; ``ANSWER_FIRST`` when a rule
        that touches the item leaves something open and none that holds excludes it.

    Notes
    -----
    Doing nothing (``item.comparator``) is never withheld for an answer that is missing. A verdict is no
    medical advice, and no objection does not mean that an item suits a person.
    """
    objections = tuple(
        sorted(
            (objection for rule in rules if (objection := _objection(about, item, rule)) is not None),
            key=lambda objection: objection.rule,
        )
    )
    twice = _twice_asked(objections)
    open_permits = [Permit.ANSWER_FIRST for objection in objections if objection.to_answer]
    strictest = max([Permit.ALLOW, *open_permits, *(objection.permit for objection in objections)])
    return Verdict(
        item=item.id,
        permit=Permit.EXCLUDE if twice else strictest,
        objections=objections,
        twice_asked=twice,
    )


def as_handled(item: Intervention, about: About, *, milk_heated: bool) -> Intervention:
    """Give an item the class that its milk decides.

    Parameters
    ----------
    milk_heated : bool
        Whether the recipe's milk is pasteurised or sterilised (UHT).

    Returns
    -------
    Intervention
        A home ferment moves to its class for heated milk only if the person also answers that no raw milk
        is used.
    """
    if item.class_when_milk_heated is None or not milk_heated or about.answers.get(_RAW_MILK) != "no":
        return item
    return item.model_copy(update={"item_class": item.class_when_milk_heated})


def _objection(about: About, item: Intervention, rule: Rule) -> Objection | None:
    found = circumstance(rule, about)
    if found.state == "no" or (found.state == "unknown" and item.comparator):
        return None
    cells = _touched(rule, item, about, found)
    if not cells:
        return None
    strictest = max(_CELLS[cell.cell] for _class, cell in cells)
    unknown = found.state == "unknown"
    asked = {cell.ask for _class, cell in cells}
    return Objection(
        rule=rule.id,
        permit=Permit.ANSWER_FIRST if unknown else strictest,
        code=rule.reason_code,
        values=_values(rule, item, about, found),
        classes=tuple(dict.fromkeys(name for name, cell in cells if _CELLS[cell.cell] is strictest)),
        adjust=() if unknown else _adjustments(cells),
        ask=None if unknown else next((whom for whom in _WHOM if whom in asked), None),
        to_answer=found.to_answer,
        sources=rule.shown_sources,
        read_level=rule.read_level,
        date=rule.date,
    )


def _values(rule: Rule, item: Intervention, about: About, found: Circumstance) -> dict[str, object]:
    """Name the allergens or medicines that brought the rule."""
    if rule.touches == "ingredient":
        return {"allergens": sorted(found.allergens & {*item.contains, *item.traces})}
    named = [medicine.inn for medicine in about.medicines or () if rule.id in medicine.rules]
    return {"medicines": named} if named else {}


def _touched(
    rule: Rule, item: Intervention, about: About, found: Circumstance
) -> list[tuple[ItemClass, Cell]]:
    """Each class of the item with each cell of the rule that does not simply allow it."""
    touched = [
        (name, cell)
        for name in item.classes
        for cell in (_class_cell(rule, item, name, found), *_item_cells(rule, item, name, about))
    ]
    return [(name, cell) for name, cell in touched if cell.cell != "allow"]


def _class_cell(rule: Rule, item: Intervention, name: ItemClass, found: Circumstance) -> Cell:
    if rule.touches == "class":
        return rule.cells[name]
    if found.allergens & set(item.contains):
        return Cell(cell="exclude")
    return rule.cells[name] if found.allergens & set(item.traces) else Cell(cell="allow")


def _item_cells(rule: Rule, item: Intervention, name: ItemClass, about: About) -> list[ItemCell]:
    return [
        cell
        for cell in rule.items
        if (cell.contains in item.contains if cell.contains else cell.traces in item.traces)
        and (not cell.classes or name in cell.classes)
        and (cell.below_y is None or about.age_y < cell.below_y)
    ]


def _adjustments(cells: Iterable[tuple[ItemClass, Cell]]) -> tuple[Adjustment, ...]:
    found: list[Adjustment] = []
    for _class, cell in cells:
        if cell.adjust is not None and cell.adjust not in found:
            found.append(cell.adjust)
    return tuple(found)


def _twice_asked(objections: Sequence[Objection]) -> tuple[str, ...]:
    """Rules that ask about a class about which another rule asks too."""
    asking = [objection for objection in objections if objection.permit is Permit.ASK]
    return tuple(
        objection.rule
        for objection in asking
        if any(
            set(objection.classes) & set(other.classes) for other in asking if other.rule != objection.rule
        )
    )
