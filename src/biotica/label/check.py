"""Checks what a label says: three findings kept apart, hard rules, what is not said, what may still live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from biotica.knowledge.evidence import EvidenceBase
from biotica.knowledge.label_tables import LabelTables
from biotica.knowledge.load import Knowledge
from biotica.label.clarity import ClarityVerdict, Points, clarity_verdict, points_of
from biotica.label.evidence_match import EvidenceMatch, evidence_match
from biotica.label.flags import flags_of
from biotica.label.hard_rules import HardRule, hard_rules
from biotica.label.label import Label
from biotica.label.live_at_use import LiveCount, Stored, live_at_use
from biotica.label.not_said import not_said
from biotica.label.safety import Safety, safety
from biotica.label.serving_terms import ServingTerms, serving_terms
from biotica.permit.about import About


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductCheck:
    """Everything about one product; its three findings are never added up.

    Parameters
    ----------
    points, verdict : Points, str
        First finding: how clear the label is.
    match : EvidenceMatch
        Second finding: what was tested of it.
    safety : Safety
        Third finding: for one person, ``not_asked`` without.
    hard : tuple of str
        Hard rules; any of them makes the verdict ``avoid``.
    live : LiveCount or None
        None = nothing living is counted.
    """

    label: Label
    flags: tuple[str, ...]
    points: Points
    verdict: ClarityVerdict
    match: EvidenceMatch
    safety: Safety
    hard: tuple[HardRule, ...]
    not_said: tuple[str, ...]
    live: LiveCount | None
    serving: ServingTerms


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckResult:
    """What was found on a label or photo.

    Parameters
    ----------
    products : tuple of ProductCheck
        In the order of the text; empty = nothing could be read.
    warnings : tuple of str
        Codes about the reading itself.
    """

    products: tuple[ProductCheck, ...]
    warnings: tuple[str, ...] = ()


def check_label(
    labels: Iterable[Label],
    *,
    evidence: EvidenceBase,
    knowledge: Knowledge,
    stored: Stored,
    about: About | None = None,
    warnings: Iterable[str] = (),
) -> CheckResult:
    """Check every product that was read.

    Parameters
    ----------
    labels : iterable of Label
        Products of one text or photo.
    evidence, knowledge : EvidenceBase, Knowledge
        Of the same data folder.
    stored : Stored
        Day of use and, if known, temperature.
    about : About or None
        The person; None = the third finding is not asked.
    warnings : iterable of str
        Codes of the reader, such as ``unreadable_label``.

    Returns
    -------
    CheckResult
        One check per product, none of which looks at the others.
    """
    tables = LabelTables(folder=evidence.folder)
    return CheckResult(
        products=tuple(
            _check(label, evidence=evidence, tables=tables, knowledge=knowledge, stored=stored, about=about)
            for label in labels
        ),
        warnings=tuple(warnings),
    )


def _check(
    label: Label,
    *,
    evidence: EvidenceBase,
    tables: LabelTables,
    knowledge: Knowledge,
    stored: Stored,
    about: About | None,
) -> ProductCheck:
    points, broken = points_of(label), hard_rules(label, tables)
    match = evidence_match(label, evidence, tables)
    return ProductCheck(
        label=label,
        flags=flags_of(label, match, tables),
        points=points,
        verdict=clarity_verdict(label, points, broken),
        match=match,
        safety=safety(label, about, evidence=evidence, tables=tables, hits=match.hits, broken=broken),
        hard=broken,
        not_said=not_said(label),
        live=live_at_use(label, stored, tables, knowledge),
        serving=serving_terms(label, match),
    )
