"""The main job: a person's files in, everything that the report shows out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from biotica.advise.contract import to_contract as plan_to_contract
from biotica.advise.effect import Effect
from biotica.advise.plan import Plan, advise, as_taken
from biotica.advise.simulated import simulated_effects
from biotica.engine.serving import Serving
from biotica.errors import AboutError, OutsideValidity, _
from biotica.ferment.ensemble import quantiles
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.quantity import Asked
from biotica.ferment.recipe import Recipe, read_recipe
from biotica.gut.band import Band
from biotica.gut.compare import Comparison
from biotica.gut.compare_contract import to_contract as comparison_to_contract
from biotica.gut.person import Question, predict_person
from biotica.gut.person_contract import to_contract as prediction_to_contract
from biotica.gut.profile import Profile
from biotica.gut.read_contract import to_contract as reading_to_contract
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import Reading, read_profiles
from biotica.gut.reference import rows_of
from biotica.gut.set_aside import community
from biotica.gut.shipped import compare_with_shipped
from biotica.knowledge.check import check
from biotica.knowledge.evidence import EvidenceBase, load_evidence
from biotica.knowledge.ferments import load_ferment, load_ferments
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names
from biotica.permit.about import About, read_about
from biotica.report.from_knowledge import knowledge_texts
from biotica.report.input import (
    Finding,
    JarInput,
    Licence,
    Range,
    ReportInput,
    ServingCard,
    SubstrateAcids,
    TaxonShare,
    Words,
)
from biotica.report.shapes import evidence_rows, guild_rows

_GLASS_ML = 200.0
_TAXA_SHOWN = 12
_HEATED_MILK = frozenset({"pasteurised", "uht", "boiled"})

Said = Callable[[str], None]
"""Told what is being done; the faces show it as progress."""


def _silent(doing: str) -> None:
    """Show nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """The files of one person.

    Attributes
    ----------
    profile : tuple of NamedBytes
        One profile, in one file or a pair.
    about, recipe : NamedBytes or None
        ABOUT.toml and RECIPE.toml.
    demo : bool
        Whether the profile belongs to nobody.
    """

    profile: tuple[NamedBytes, ...]
    about: NamedBytes | None = None
    recipe: NamedBytes | None = None
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the files of a case say, once all of them have been understood."""

    reading: Reading
    profile: Profile
    about: About | None
    recipe: Recipe | None
    recipe_text: str


def understand(case: Case, knowledge: Knowledge, evidence: EvidenceBase) -> Told:
    """Read every file before anything is computed.

    Raises
    ------
    InputError
        Of the first file that cannot be used, with where and hint.
    """
    reading = read_profiles(case.profile)
    about = None
    if case.about is not None:
        about = about_of(case.about, evidence)
    recipe = None
    if case.recipe is not None:
        ferments = load_ferments(knowledge.folder / "ferments")
        recipe = read_recipe(case.recipe.data, name=case.recipe.name, ferments=ferments)
    text = case.recipe.data.decode("utf-8-sig") if case.recipe is not None else ""
    return Told(reading=reading, profile=reading.sample(), about=about, recipe=recipe, recipe_text=text)


def about_of(file: NamedBytes, evidence: EvidenceBase) -> About:
    """Read an about-file.

    Raises
    ------
    AboutError
        If it is not plain text (UTF-8), or says what cannot be.
    """
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AboutError(
            _("this about-file is not plain text"),
            code="about_not_text",
            where=file.name,
            hint=_("open it in a text editor and save it as plain text"),
        ) from error
    return read_about(text, rules=evidence.rules, medicines=evidence.medicines, file=file.name)


def plan_for(
    profile: Profile,
    about: About,
    evidence: EvidenceBase,
    *,
    milk_heated: bool = False,
    glass: Serving | None = None,
    draws: int = 40,
    seed: int = 1,
    said: Said = _silent,
) -> Plan:
    """Simulate the items that are left for a person, and rank them.

    Parameters
    ----------
    profile : Profile
        Whose community.
    about : About
        The goal and the answers.
    evidence : EvidenceBase
        Items and rules.
    milk_heated, glass
        Of the person's own ferment, if there is one.
    draws, seed : int
        Of the paired simulations.
    said : callable
        Told what is being done.
    """

    def ranked(effects: Mapping[str, Effect] | None) -> Plan:
        return advise(
            about,
            evidence.items,
            evidence.rules,
            effects,
            stop_rules=evidence.stop_rules,
            milk_heated=milk_heated,
        )

    first = ranked(None)
    if first.referral is not None:
        return first
    said("items")
    left = tuple(as_taken(candidate) for candidate in (*first.ranked, *first.adjust))
    try:
        effects = simulated_effects(profile, left, about.goal, glass=glass, draws=draws, seed=seed)
    except OutsideValidity:
        return first
    return ranked(effects)


def report_input(
    case: Case, *, today: date, draws: int = 40, jar_draws: int = 200, seed: int = 1, said: Said = _silent
) -> ReportInput:
    """Do everything for one person.

    Parameters
    ----------
    case : Case
        The files.
    today : date
        Printed on the page.
    draws, jar_draws, seed : int
        Ensemble sizes of the gut and the jar, and their seed.
    said : callable
        Told what is being done: read, compare, jar, acids, items, page.

    Returns
    -------
    ReportInput

    Raises
    ------
    InputError
        If a file cannot be used.
    """
    knowledge, evidence = load(), load_evidence()
    said("read")
    told = understand(case, knowledge, evidence)
    said("compare")
    comparison = compare_with_shipped(told.profile, with_scores=True)
    compared = comparison_to_contract(comparison, with_scores=True)
    jar, glass = None, None
    if told.recipe is not None:
        said("jar")
        asked = Asked(glass_ml=min(_GLASS_ML, told.recipe.volume_ml))
        brewed = forecast(told.recipe, knowledge, draws=jar_draws, seed=seed, asked=asked)
        jar = jar_input(told, brewed, knowledge)
        glass = brewed.poured.portion(_GLASS_ML) if brewed.poured.volume_ml >= _GLASS_ML else brewed.poured
    said("acids")
    acids, predicted, unknown = acids_shown(told.profile, knowledge, draws=draws, seed=seed)
    advised: Mapping[str, Any] | None = None
    if told.about is not None:
        heated = told.recipe is not None and _is_heated(told.recipe)
        plan = plan_for(
            told.profile,
            told.about,
            evidence,
            milk_heated=heated,
            glass=glass,
            draws=draws,
            seed=seed,
            said=said,
        )
        advised = plan_to_contract(plan)
    said("page")
    texts = knowledge_texts(evidence)
    cohorts = [row for row in rows_of("cohorts.tsv") if row["platform"] == comparison.platform]
    return ReportInput(
        name="Demo" if case.demo else told.profile.label,
        made_on=today,
        read=reading_to_contract(told.reading, default_names()),
        compare=compared,
        advise=advised,
        jar=jar,
        taxa=top_taxa(told.profile),
        guilds=guild_rows(compared, cohort=", ".join(row["cohort"] for row in cohorts)),
        acids=acids,
        predicted=predicted,
        status=(*unknown, *status(knowledge, comparison)),
        evidence=evidence_rows(advised) if advised is not None else {},
        licences=_licences(cohorts),
        demo=case.demo,
        **{field.name: getattr(texts, field.name) for field in fields(texts)},
    )


def _is_heated(recipe: Recipe) -> bool:
    return recipe.milk is not None and recipe.milk.treatment in _HEATED_MILK


def jar_input(told: Told, brewed: Forecast, knowledge: Knowledge) -> JarInput:
    """Show a jar, and a glass of it."""
    volume_ml = min(_GLASS_ML, brewed.poured.volume_ml)

    def per_glass(counts: Mapping[str, Any]) -> dict[str, Range]:
        bands = {m: quantiles(course[:, -1] * volume_ml) for m, course in counts.items()}
        return {m: Range(median=float(b[1]), low=float(b[0]), high=float(b[2])) for m, b in bands.items()}

    ferment = load_ferment(knowledge.folder / "ferments" / brewed.recipe.ferment)
    return JarInput(
        ferment_name=Words(en=ferment.name_en, nl=ferment.name_nl),
        recipe=tomllib.loads(told.recipe_text),
        forecast=brewed.to_contract(),
        serving=ServingCard(
            volume_ml=volume_ml,
            kind=tuple(sorted(brewed.poured.kind)),
            article_term="postbiotic" if "inactivated" in brewed.poured.kind else None,
            isapp_term=None,
            live_cfu=per_glass(brewed.courses.live_cfu_per_ml),
            dead_cells=per_glass(brewed.courses.dead_cells_per_ml),
        ),
        member_names={
            member: Words(en=knowledge.taxa[member].name_en, nl=knowledge.taxa[member].name_nl)
            for member in brewed.courses.live_cfu_per_ml
        },
    )


def acids_shown(
    profile: Profile, knowledge: Knowledge, *, draws: int, seed: int
) -> tuple[tuple[SubstrateAcids, ...], Mapping[str, Any] | None, tuple[Finding, ...]]:
    """Acids of each fibre and who makes them; none, and why, where too little of the community is known."""
    try:
        found = predict_person(profile, Question(draws=draws, seed=seed), knowledge, default_names())
    except OutsideValidity as error:
        return (), None, (Finding(code=error.code, values=error.values),)
    acids = tuple(
        SubstrateAcids(
            substrate=made.substrate,
            name_en=made.name_en,
            name_nl=made.name_nl,
            acids=_ranges(made.acids),
            gas=_ranges(made.gas),
            time_h=made.time_h,
            dose_g_per_l=made.dose_g_per_l,
        )
        for made in found.fibres
    )
    return acids, prediction_to_contract(found, knowledge), ()


def _ranges(bands: Mapping[str, Band]) -> dict[str, Range]:
    return {name: Range(median=b.median, low=b.low, high=b.high) for name, b in bands.items()}


def top_taxa(profile: Profile) -> tuple[TaxonShare, ...]:
    """Name the most abundant microbes of a profile, at its finest rank, as shares of the microbes alone."""
    names = default_names()
    rows = sorted(community(profile).finest(), key=lambda row: (-row.share, row.display_name))[:_TAXA_SHOWN]
    shown = []
    for row in rows:
        now = names.accepted_name(row.display_name)
        old = row.display_name if now != row.display_name else ""
        shown.append(TaxonShare(name=now, share=row.share, old_name=old))
    return tuple(shown)


def status(knowledge: Knowledge, comparison: Comparison) -> tuple[Finding, ...]:
    """Say what is thin about a report."""
    result = check(knowledge)
    found = [
        Finding(code="not_validated_in_people"),
        Finding(code="fibre_yes_person_no"),
        *(() if comparison.rank == "species" else (Finding(code="residents_by_prevalence"),)),
        Finding(code="read_from_abstracts"),
        Finding(code="not_read_by_professional"),
        Finding(code="assumed_numbers", values={"n": result.rows_by_status.get("assumed", 0)}),
        Finding(code="unchecked_rows", values={"n": result.unchecked_rows}),
    ]
    if 0 < comparison.n_people < 500:
        found.append(Finding(code="reference_thin", values={"n": comparison.n_people}))
    return tuple(found)


def _licences(cohorts: Sequence[Mapping[str, str]]) -> tuple[Licence, ...]:
    used = Words(en="reference", nl="vergelijking")
    return tuple(Licence(name=row["cohort"], licence=row["licence"], used_for=used) for row in cohorts)
