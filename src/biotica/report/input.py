"""What the report is made from: results in the shape of the contracts, and the knowledge texts beside them.

Nothing here depends on the rooms that make the results: a caller with the JSON files of `biotica read`,
`compare`, `forecast` and `advise` can fill it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Json = Mapping[str, Any]
"""One result in its contract shape, as `json.load` gives it."""

ReadLevel = Literal["full", "abstract", "secondary", "memory"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A knowledge text in both languages; a missing Dutch text is shown in English and marked so."""

    en: str
    nl: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """A prediction in its owner's unit: median and quantiles, 5 and 95 % unless its owner says otherwise."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxonShare:
    """One of the most abundant taxa of the profile.

    Parameters
    ----------
    name : str
        Current scientific name.
    share : float
        Share of the classified part, 0 to 1.
    old_name : str
        The name that the file used, if another one.
    guild : Words or None
        What its group does; None = not mapped.
    """

    name: str
    share: float
    old_name: str = ""
    guild: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GuildRow:
    """Where one functional group of this person lies among the people of the reference.

    Parameters
    ----------
    guild : str
        Id; shown when no name is given.
    share : float
        Share of the classified part, 0 to 1.
    percentile, low, high : float or None
        Percentile in the reference (mid-rank) and its 80 % interval, 0 to 100; None = no reference.
    n : int
        People in the reference of this platform; below 100 the row is drawn grey.
    cohort, platform : str
        Name of the reference and its kind of test.
    """

    guild: str
    share: float
    percentile: float | None
    low: float | None
    high: float | None
    n: int
    cohort: str
    platform: str
    name_en: str = ""
    name_nl: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubstrateAcids:
    """What this community makes of one substrate in a vial.

    Parameters
    ----------
    substrate : str
        Id; ``"control"`` is the vial without substrate.
    acids, gas : mapping of metabolite id to Range
        mmol made per litre of vial.
    time_h, dose_g_per_l : float
        Length of the vial run, and substrate put in.
    """

    substrate: str
    name_en: str
    name_nl: str
    acids: Mapping[str, Range]
    gas: Mapping[str, Range]
    time_h: float
    dose_g_per_l: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ServingCard:
    """A glass from the jar, as the engine's Serving describes it at the end of the forecast.

    Parameters
    ----------
    volume_ml : float
        Size of the glass.
    kind : tuple of str
        Of live, inactivated, fragments, substrate, metabolite.
    article_term, isapp_term : str or None
        How the articles call it, and the consensus term. Kefir never gets the second.
    live_cfu, dead_cells : mapping of member slug to Range
        Per glass, linear counts.
    fragments_g : Range or None
        Mass of burst cells per glass.
    """

    volume_ml: float
    kind: tuple[str, ...]
    article_term: str | None
    isapp_term: str | None
    live_cfu: Mapping[str, Range] = field(default_factory=dict)
    dead_cells: Mapping[str, Range] = field(default_factory=dict)
    fragments_g: Range | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JarInput:
    """The jar: its recipe, its forecast (contract shape) and one glass of it.

    Parameters
    ----------
    recipe : mapping
        Contract shape of RECIPE.toml.
    forecast : mapping
        Contract shape of forecast.json.
    serving : ServingCard or None
        None = no glass was poured.
    member_names : mapping of slug to Words
        Names to show; a missing one shows the slug as a scientific name.
    readings : tuple of (time_h, ph)
        What the person measured.
    ferment_name : Words or None
        From the ferment's folder; None shows its id.
    """

    recipe: Json
    forecast: Json
    serving: ServingCard | None = None
    member_names: Mapping[str, Words] = field(default_factory=dict)
    readings: tuple[tuple[float, float], ...] = ()
    ferment_name: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceText:
    """A source as it is printed: `key` is what results cite (``doi:...``)."""

    key: str
    title: str
    year: int | None = None
    author: str = ""
    journal: str = ""
    identifier: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleText:
    """Why a rule keeps an item away."""

    rule: str
    condition: Words
    reason: Words
    sources: tuple[str, ...]
    read_level: ReadLevel
    checked_on: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StopRuleText:
    """A sign that stops a plan, and what to do then."""

    rule: str
    sign: Words
    action: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRow:
    """One outcome measured in people. Rows read only from memory are dropped, not shown.

    Parameters
    ----------
    direction : str
        Of the outcome as named: up, down, none (no difference shown), mixed.
    n : str
        As printed: people unless it says trials or studies.
    duration, dose, strain : str
        Of the study; empty = not read.
    indirect : tuple of str
        In what the study differs from the person or the item: population, product, dose, outcome.
    informs_goal : bool
        Whether the outcome bears on the goal that was chosen.
    """

    outcome: Words
    direction: str
    effect: Words
    n: str
    design: str
    population: str
    comparator: str
    funder: str
    source: str
    read_level: ReadLevel
    checked_on: str = ""
    duration: str = ""
    dose: str = ""
    strain: str = ""
    indirect: tuple[str, ...] = ()
    informs_goal: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """Whose data a page rests on, and under which licence."""

    name: str
    licence: str
    used_for: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A code with its values, as contracts hold them; the sentence is made here."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportInput:
    """All that a report shows.

    Parameters
    ----------
    name : str
        Whose report; a sample name will do.
    made_on : date
        Day printed on the page.
    read, compare : mapping
        Contract shapes of read.json (its first sample is shown) and compare.json.
    advise : mapping or None
        Contract shape of advise.json; None = no options part.
    jar : JarInput or None
        None = no kefir part.
    taxa : tuple of TaxonShare
        Most abundant first.
    predicted : mapping or None
        Contract shape of predict_person.json: who makes the acids.
    status : tuple of Finding
        What is thin, by code; `biotica.report.texts.STATUS` lists the codes.
    item_names : mapping of item id to Words
        Names of interventions; a missing one falls back to the name in `advise`.
    evidence : mapping of item id to rows
        What was measured in people.
    answer_names : mapping of answer id to Words
        Questions of ABOUT.toml, in words.
    do_nothing : str
        Id of the item "do nothing and test again", the dividing line of the ranking.
    demo : bool
        Whether the profile belongs to nobody.
    """

    name: str
    made_on: date
    read: Json
    compare: Json
    advise: Json | None = None
    jar: JarInput | None = None
    taxa: tuple[TaxonShare, ...] = ()
    guilds: tuple[GuildRow, ...] = ()
    acids: tuple[SubstrateAcids, ...] = ()
    predicted: Json | None = None
    status: tuple[Finding, ...] = ()
    item_names: Mapping[str, Words] = field(default_factory=dict)
    evidence: Mapping[str, tuple[EvidenceRow, ...]] = field(default_factory=dict)
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    stop_rules: Mapping[str, StopRuleText] = field(default_factory=dict)
    answer_names: Mapping[str, Words] = field(default_factory=dict)
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    licences: tuple[Licence, ...] = ()
    do_nothing: str = "L3"
    demo: bool = False
