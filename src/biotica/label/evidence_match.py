"""What is known about this product: the second finding, with its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from biotica.knowledge.evidence import Bearing, EvidenceBase, Finding
from biotica.knowledge.grade import Grade, grade_of_finding
from biotica.knowledge.label_tables import LabelTables
from biotica.label.evidence_hits import Hit, Why, hits_of, memory_strains
from biotica.label.label import Label

Match = Literal["tested_same_strain_and_dose", "partial_match", "no_match"]


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRow:
    """One finding about an item that the product meets.

    Parameters
    ----------
    id : str
        Of the intervention.
    source : str
        Key of the sources' table.
    grade : str
        Certainty of the finding for this product: none where it showed nothing or is about another strain.
    why : str
        What stands between the finding and this product.
    direction : str
        Of the outcome, as measured; ``down`` for a complaint is good news.
    part : str
        Which part of the product it is about.
    """

    id: str
    outcome: str
    source: str
    grade: str
    why: Why
    direction: str
    bearing: Bearing | None
    part: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceMatch:
    """How close the evidence comes to this product.

    Parameters
    ----------
    rows : tuple of EvidenceRow
        The closest first; empty = no match.
    unverified : tuple of str
        Strains that are in the tables from memory only: named, never evidence.
    """

    match: Match
    rows: tuple[EvidenceRow, ...]
    hits: tuple[Hit, ...]
    unverified: tuple[str, ...] = ()


def evidence_match(label: Label, evidence: EvidenceBase, tables: LabelTables) -> EvidenceMatch:
    """Say whether what is in the product was tested, as it is and in this dose.

    Parameters
    ----------
    label : Label
        One product.
    evidence : EvidenceBase
        Interventions with their findings.
    tables : LabelTables
        Ties codes, species and names to interventions.

    Returns
    -------
    EvidenceMatch
        ``tested_same_strain_and_dose`` if one part was tested as it is: the same strain or substance, in the
        same state, against a comparison, and a daily dose of at least the lowest tested; where the tables
        hold no dose that can be compared with a label's, the strain or substance decides. ``partial_match``
        for all else that meets the tables. ``no_match`` also for a product that contradicts itself.

    Notes
    -----
    In a blend a strain counts as tested only if its own daily amount is printed and enough; strains that were
    tested together count only together, by their amount together. Evidence about one part says nothing about
    the others, and a match says nothing about which way the finding went: read the rows.
    """
    if label.product_class == "contradictory":
        return EvidenceMatch(match="no_match", rows=(), hits=())
    hits = hits_of(label, evidence, tables)
    unverified = tuple(memory_strains(label, tables))
    match: Match = "partial_match" if hits else "no_match"
    if any(hit.is_tested for hit in hits):
        match = "tested_same_strain_and_dose"
    return EvidenceMatch(match=match, rows=_rows(hits), hits=hits, unverified=unverified)


def _rows(hits: tuple[Hit, ...]) -> tuple[EvidenceRow, ...]:
    """Every finding of what was met itself; of another strain of the species one finding per item."""
    rows = [
        _row(hit, finding)
        for hit in hits
        for finding in (hit.findings[:1] if hit.level == "species" else hit.findings)
    ]
    return tuple(dict.fromkeys(rows))


def _row(hit: Hit, finding: Finding) -> EvidenceRow:
    return EvidenceRow(
        id=hit.item.id,
        outcome=finding.outcome,
        source=finding.source,
        grade=grade_for_product(hit, finding).word,
        why=hit.why,
        direction=finding.direction,
        bearing=finding.bearing,
        part=hit.part,
    )


def grade_for_product(hit: Hit, finding: Finding) -> Grade:
    """Grade one finding for this product.

    Returns
    -------
    Grade
        None for another strain of the species, for a finding of no difference or about handling; else the
        grade of the finding, good news or bad; one step lower, but not below very low, if this product is
        another one than was tested.
    """
    moved = finding.direction not in {"none", "not_compared"} and finding.bearing in {None, "better", "worse"}
    if hit.level == "species" or not moved:
        return Grade.NONE
    grade = grade_of_finding(finding)
    if grade is Grade.NONE or hit.is_tested:
        return grade
    return Grade(max(grade - 1, Grade.VERY_LOW))
