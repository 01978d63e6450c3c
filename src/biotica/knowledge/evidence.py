"""What one could take or do, and what was measured in people who did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from biotica.errors import BadRow, MissingSource, _
from biotica.knowledge.questions import QuestionGroup, read_question_groups
from biotica.knowledge.records import Key, OptionalInt, ReadLevel, Row, Status
from biotica.knowledge.rules import ItemClass, Medicine, Rule, StopRule
from biotica.knowledge.things import read_things
from biotica.knowledge.tsv import Place, read_rows

Goal = Literal[
    "fibre", "stool_regularity", "comfort_gas", "lactose", "butyrate_production", "variety", "kefir_habit"
]
GOALS: tuple[Goal, ...] = get_args(Goal)
Kind = Literal["fibre", "live", "inactivated", "metabolite", "ferment", "food", "lifestyle"]
Bearing = Literal["better", "worse", "none", "mixed", "safety"]
DesignKind = Literal[
    "synthesis",
    "authority",
    "rct",
    "controlled",
    "uncontrolled",
    "guideline",
    "review",
    "laboratory",
    "unknown",
]
Level = Literal["none", "low", "medium", "high"]


class EvidenceSource(Row):
    """A paper, opinion or page that a rule or an evidence row rests on."""

    key: Key
    doi: str = ""
    pmid: str = ""
    year: OptionalInt = None
    author: str = ""
    journal: str = ""
    title: Key
    read_level: ReadLevel


class Finding(Row):
    """One outcome of one study, or of one pooling of studies.

    Parameters
    ----------
    goal : str or None
        The goal that this outcome informs; None = none of them, listed but never counted.
    direction : str
        Of the outcome as named: ``down`` for a complaint is good news; ``not_compared`` of a limit, a
        recommendation or a content, where nothing could move.
    bearing : str or None
        What it means for the goal; given with a goal. ``safety`` informs handling and never a grade.
    people, studies : int or None
        Counted from ``n`` as printed; None = not read.
    comparison : str
        ``between`` groups, ``within`` one group over time, or ``none``.
    indirect : tuple of str
        In what the study differs from the person or the item: population, product, dose, outcome.
    concerns : tuple of str
        Known weaknesses of the study, one word each.
    """

    outcome: Key
    goal: Goal | None = None
    direction: Literal["up", "down", "none", "mixed", "not_compared"]
    bearing: Bearing | None = None
    effect_text: str
    n: str = ""
    people: int | None = None
    studies: int | None = None
    design: str = ""
    design_kind: DesignKind
    comparison: Literal["between", "within", "none"]
    indirect: tuple[Literal["population", "product", "dose", "outcome"], ...] = ()
    concerns: tuple[str, ...] = ()
    comparator: str = ""
    population: str = ""
    duration: str = ""
    dose: str = ""
    strain: str = ""
    funder: str = ""
    source: str = ""
    read_level: ReadLevel
    checked: date
    note: str = ""

    @model_validator(mode="after")
    def _says_what_it_means(self) -> Self:
        if (self.goal is None) != (self.bearing is None):
            raise ValueError("a finding has a bearing exactly when it has a goal")
        if self.read_level != "memory" and not self.source:
            raise ValueError("a finding names its source, or its read level is memory")
        return self

    @property
    def may_be_shown(self) -> bool:
        """Whether the source was read, in some form; memory is never shown as evidence."""
        return self.read_level != "memory"


class Dose(Row):
    """How much a day, as tested (``measured``) or as commonly sold (``assumed``)."""

    low: float = Field(gt=0)
    high: float = Field(gt=0)
    unit: Key
    per: Literal["day"]
    status: Status
    source: str = ""

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"the dose runs from {self.low} to {self.high}")
        if self.status == "measured" and not self.source:
            raise ValueError("a measured dose names its source")
        return self


class Content(Row):
    """What one unit of the dose holds; the simulation reads it.

    Parameters
    ----------
    id : str
        A metabolite or a member's slug; one that the tables do not know is not simulated.
    per_dose_unit, low, high : float
        Grams (``g``) or counts (``cfu``, ``cells``) per unit of the dose; >= 0.
    """

    kind: Literal["substrate", "live", "inactivated", "metabolite"]
    id: Key
    per_dose_unit: float = Field(ge=0)
    low: float = Field(ge=0)
    high: float = Field(ge=0)
    unit: Literal["g", "cfu", "cells"]
    status: Status
    note: str = ""

    @model_validator(mode="after")
    def _lies_in_range(self) -> Self:
        if not self.low <= self.per_dose_unit <= self.high:
            raise ValueError(f"{self.per_dose_unit} lies outside {self.low}..{self.high}")
        return self


class Tolerance(Row):
    """How much of a complaint to expect; ``assumed`` levels are a judgement, not a measurement."""

    code: Literal["gas"]
    level: Level
    status: Status


class Cost(Row):
    """Euro a month at the lowest tested dose; dated, and assumed unless a price was read."""

    eur_per_month: float = Field(ge=0)
    date: date
    status: Status


class Intervention(Row):
    """One thing that a person could take or do.

    Parameters
    ----------
    item_class, also_class
        Columns of the rules that it obeys; the strictest cell wins. ``class`` in the file.
    option : bool
        Whether a person can choose it; False = evidence about a group of products, kept for reading.
    contains, traces : tuple of str
        Words that item cells and allergies match.
    serves : tuple of str
        Goals that the item serves by what it is, without a claim about effects.
    class_when_milk_heated : str or None
        Class of a home ferment if its milk was heated.
    comparator : bool
        Doing nothing: always listed, and the line between better and not better.
    """

    id: Key
    name_en: Key
    name_nl: Key
    kind: Kind
    item_class: ItemClass = Field(alias="class")
    also_class: tuple[ItemClass, ...] = ()
    option: bool
    contains: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    serves: tuple[Goal, ...] = ()
    class_when_milk_heated: ItemClass | None = None
    comparator: bool = False
    dose: Dose | None = None
    contents: tuple[Content, ...] = ()
    tolerance: Tolerance
    cost: Cost | None = None
    evidence: tuple[Finding, ...] = ()

    @property
    def classes(self) -> tuple[ItemClass, ...]:
        """Every class that the item obeys, its own first."""
        return tuple(dict.fromkeys((self.item_class, *self.also_class)))

    @property
    def is_to_verify(self) -> bool:
        """Whether nothing about it was read: all from memory."""
        return not self.comparator and not any(row.may_be_shown for row in self.evidence)

    def fibre_g_per_dose_unit(self) -> float:
        """Grams of fibre in one unit of the dose; >= 0, 0 if unknown."""
        sugars = {"lactose", "sucrose", "glucose", "galactose"}
        return sum(
            part.per_dose_unit for part in self.contents if part.kind == "substrate" and part.id not in sugars
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class EvidenceBase:
    """Rules, questions, items, medicines, stop rules and their sources; each is read at its first use.

    Parameters
    ----------
    folder : Path or Traversable
        The data folder.
    """

    folder: Place

    @cached_property
    def sources(self) -> Mapping[str, EvidenceSource]:
        """Source key to source."""
        rows = read_rows(self.folder / "evidence_sources.tsv", EvidenceSource)
        return MappingProxyType({row.key: row for row in rows})

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of their file names."""
        rules = read_things(self.folder / "rules", Rule)
        for rule in rules:
            for key in rule.sources:
                self._require_source(key, where=f"{rule.id}.yaml")
        return rules

    @cached_property
    def items(self) -> tuple[Intervention, ...]:
        """Every intervention, in the order of their file names."""
        items = read_things(self.folder / "interventions", Intervention)
        for item in items:
            keys = [row.source for row in item.evidence] + ([item.dose.source] if item.dose else [])
            for key in filter(None, keys):
                self._require_source(key, where=f"{item.id}.yaml")
        return items

    @cached_property
    def medicines(self) -> tuple[Medicine, ...]:
        """Every medicine that is known by name; their rules and sources exist."""
        medicines = read_rows(self.folder / "medicines.tsv", Medicine)
        known = {rule.id for rule in self.rules}
        for medicine in medicines:
            for rule in (*medicine.rules, *medicine.asks):
                if rule not in known:
                    raise BadRow(
                        _("medicine {medicine} names the rule {rule}, which no file holds"),
                        code="unknown_rule",
                        where="medicines.tsv",
                        medicine=medicine.inn,
                        rule=rule,
                    )
            if medicine.source:
                self._require_source(medicine.source, where="medicines.tsv")
        return medicines

    @cached_property
    def stop_rules(self) -> tuple[StopRule, ...]:
        """Every sign that stops an item or the plan."""
        return read_rows(self.folder / "stop_rules.tsv", StopRule)

    @cached_property
    def question_groups(self) -> tuple[QuestionGroup, ...]:
        """The questions about a person, in groups, in the order in which they are asked."""
        return read_question_groups(self.folder)

    def _require_source(self, key: str, *, where: str) -> None:
        if key not in self.sources:
            raise MissingSource(
                _("the source '{key}' is not in evidence_sources.tsv"),
                code="missing_source",
                where=where,
                hint=_("add its row, or correct the key"),
                key=key,
            )


def load_evidence(folder: Place | None = None) -> EvidenceBase:
    """Open the evidence of a data folder; None = the one that ships with biotica."""
    return EvidenceBase(folder=files("biotica") / "data" if folder is None else folder)
