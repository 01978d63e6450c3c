"""What each template shows, as values: one frozen class per template, and the builder of all four.

A template computes nothing and holds no sentence of its own. Every sentence here, and every value that is
printed beside a name, says whether it is fact, model, evidence or opinion.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from biotica.report.codes import Kind
from biotica.report.texts import Sentence, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A name and its value in a list; `lang` is that of the value if it is not the page's."""

    term: str
    value: str
    lang: str = ""
    kind: Kind = "fact"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A figure, the sentence that names it, and its numbers as a table.

    Parameters
    ----------
    ident : str
        Unique on the page.
    svg : Markup
        Drawn figure; empty = a table only.
    caption : Sentence
        Says what is seen; the figure's text alternative.
    headers, rows : tuple
        The same numbers in words.
    """

    ident: str
    svg: Markup
    caption: Sentence
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassRow:
    """A taxon that was not seen, or seen little."""

    taxon: str
    share: str
    sentence: Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassGroup:
    """All taxa of one class: the first ones in sight, the others behind a click."""

    heading: str
    meaning: Sentence
    rows: tuple[ClassRow, ...]
    more: tuple[ClassRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """A file that a link holds: its name, the words of the link, and a data URI."""

    name: str
    words: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfileContext:
    """Fields of ``profile.html``."""

    quality: tuple[Cell, ...]
    warnings: tuple[Sentence, ...]
    cannot_see: tuple[Sentence, ...]
    summary: tuple[Sentence, ...]
    taxa: Chart | None
    guilds: Chart | None
    guild_notes: tuple[Sentence, ...]
    classes: tuple[ClassGroup, ...]
    all_seen: Sentence
    changes: tuple[Sentence, ...]
    diversity: tuple[Sentence, ...]
    score_title: str
    score: tuple[Sentence, ...]
    acids: tuple[Chart, ...]
    acid_notes: tuple[Sentence, ...]
    renamed: tuple[Cell, ...]
    method: tuple[Sentence, ...]
    licences: tuple[Cell, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantityRow:
    """One number about a drink: what, how much, what it rests on in words, how sure, and its kind."""

    name: str
    amount: str
    basis: str
    sure: str
    kind: Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class QuantityGroup:
    """Numbers under one heading, and what must be said with them.

    Parameters
    ----------
    ident : str
        Unique on the page.
    """

    ident: str
    heading: str
    rows: tuple[QuantityRow, ...]
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class KefirContext:
    """Fields of ``kefir.html``."""

    recipe: tuple[Cell, ...]
    ready: tuple[Sentence, ...]
    ph: Chart | None
    courses: tuple[Chart, ...]
    amounts_headers: tuple[str, ...]
    amounts: tuple[tuple[str, ...], ...]
    amounts_note: Sentence
    counts: Chart | None
    glass: tuple[Cell, ...]
    glass_note: Sentence | None
    verdicts: tuple[Sentence, ...]
    checklist: tuple[Sentence, ...]
    assumed: Sentence | None
    quantity_headers: tuple[str, ...] = ()
    quantities: tuple[QuantityGroup, ...] = ()
    quantities_note: Sentence | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One reason to keep an item away, adjust it or ask first."""

    rule: str
    condition: Text
    reason: Text
    basis: str
    kind: Kind = "fact"


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedItem:
    """An item and the sort of thing that it is."""

    name: Text
    sort: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldItems:
    """Items that are not ranked, for the same reason: removed, to ask about, or waiting for an answer."""

    items: tuple[NamedItem, ...]
    first: Sentence | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceLine:
    """One outcome measured in people, as it is printed."""

    outcome: Text
    direction: str
    effect: Text
    facts: tuple[Cell, ...]
    source: str
    kind: Kind = "evidence"


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionCard:
    """A ranked item."""

    name: Text
    sort: str
    grade: Cell
    grade_code: str
    is_divider: bool
    sentences: tuple[Sentence, ...]
    reasons: tuple[Reason, ...]
    evidence: tuple[EvidenceLine, ...]
    sources: Cell | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanStep:
    """One week of the plan."""

    week: str
    action: str
    when: Text
    item: Text
    dose: str
    measure: str
    kind: Kind = "opinion"


@dataclass(frozen=True, kw_only=True, slots=True)
class StopSign:
    """A sign that stops the plan."""

    rule: str
    sign: Text
    action: Text
    kind: Kind = "opinion"


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionsContext:
    """Fields of ``options.html``; a referral leaves all lists empty."""

    goal: Cell
    referral: tuple[Sentence, ...]
    intro: tuple[Sentence, ...]
    removed: tuple[HeldItems, ...]
    ask_first: tuple[HeldItems, ...]
    answer_first: tuple[HeldItems, ...]
    effects: Chart | None
    ranked: tuple[OptionCard, ...]
    below: tuple[OptionCard, ...]
    divider: Sentence
    grades: tuple[Cell, ...]
    blends: tuple[Sentence, ...]
    steps: tuple[PlanStep, ...]
    steps_note: Sentence
    stop_signs: tuple[StopSign, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportContext:
    """Fields of ``report.html``; the parts come in as finished markup, in the order of the page."""

    lang: str
    style: Markup
    title: str
    about: tuple[Cell, ...]
    purpose: Sentence
    printing: Sentence
    status: tuple[Sentence, ...]
    kinds_note: Sentence
    kinds: tuple[Cell, ...]
    profile: Markup
    kefir: Markup
    options: Markup
