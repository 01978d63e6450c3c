"""Which words fit a product: what it holds, the scientific term if it is earned, and the articles' word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from biotica.knowledge.evidence import GOALS
from biotica.knowledge.grade import Grade, grade
from biotica.label.evidence_match import EvidenceMatch
from biotica.label.label import Label, State
from biotica.label.microbes import is_live_product

ServingKind = Literal["live", "inactivated", "fragments", "substrate", "metabolite"]
IsappTerm = Literal["probiotic", "prebiotic", "synbiotic", "postbiotic"]
IsappElse = Literal[
    "fermented_food",
    "no_probiotic_status_shown",
    "no_prebiotic_status_shown",
    "no_synbiotic_status_shown",
    "no_postbiotic_status_shown",
    "metabolite_is_no_postbiotic",
    "no_term_fits",
]
SERVING_KINDS: tuple[ServingKind, ...] = ("live", "inactivated", "fragments", "substrate", "metabolite")
_OF_STATE: dict[State, tuple[ServingKind, ...]] = {
    "live": ("live",),
    "inactivated": ("inactivated",),
    "lysate": ("fragments",),
    "fermentate": ("fragments", "metabolite"),
    "unknown": (),
}
_HEATING_MARKS = frozenset({"heating_said", "tyndallised_term"})
_POSTBIOTIC_WORDS = frozenset({"postbiotic_word", "non_viable_term", "tyndallised_term"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ServingTerms:
    """What a product is called.

    Parameters
    ----------
    kind : tuple of str
        From its contents, in a fixed order.
    isapp_term : str or None
        Only where strain, dose, inactivation step and benefit are known too.
    isapp_else : str or None
        What to say where there is no term; None beside a term.
    article_term : str or None
        How the two articles use the word: they also call what microbes make a postbiotic.
    """

    kind: tuple[ServingKind, ...]
    isapp_term: IsappTerm | None
    isapp_else: IsappElse | None
    article_term: str | None


def serving_terms(label: Label, match: EvidenceMatch) -> ServingTerms:
    """Choose the words for a product.

    Parameters
    ----------
    label : Label
        One product.
    match : EvidenceMatch
        Its second finding.

    Returns
    -------
    ServingTerms
        A fermented food never gets a term of the ISAPP definitions.

    References
    ----------
    doi:10.1038/s41575-021-00440-6
    """
    wanted = _wanted_term(label)
    earned = wanted if wanted is not None and _is_earned(wanted, label, match) else None
    return ServingTerms(
        kind=serving_kind(label),
        isapp_term=earned,
        isapp_else=None if earned else _otherwise(label, wanted),
        article_term=_article_term(label),
    )


def serving_kind(label: Label) -> tuple[ServingKind, ...]:
    """List what the product holds by its label; what the label does not say is not guessed."""
    kinds: set[ServingKind] = {kind for o in label.organisms for kind in _OF_STATE[o.state]}
    if label.product_class == "fermented_food":
        kinds |= {"metabolite", "inactivated" if label.count_guarantee is None else "live"}
    elif is_live_product(label):
        kinds.add("live")
    if label.fibres:
        kinds.add("substrate")
    if label.metabolites:
        kinds.add("metabolite")
    return tuple(kind for kind in SERVING_KINDS if kind in kinds)


def _wanted_term(label: Label) -> IsappTerm | None:
    by_class: dict[str, IsappTerm] = {
        "probiotic": "probiotic",
        "prebiotic": "prebiotic",
        "synbiotic": "synbiotic",
        "postbiotic": "postbiotic",
        "medicine_lysate": "postbiotic",
    }
    return by_class.get(label.product_class)


def _is_earned(term: IsappTerm, label: Label, match: EvidenceMatch) -> bool:
    """Whether every part is named, tested in this dose and shown to help one of the goals."""
    strains = all(organism.strain for organism in label.organisms)
    if not strains or match.match != "tested_same_strain_and_dose":
        return False
    if term == "postbiotic" and not _HEATING_MARKS & label.marks:
        return False
    microbes = bool(label.organisms) and _helped(match, "strain")
    fibres = bool(label.fibres) and _helped(match, "substance")
    return {"prebiotic": fibres, "synbiotic": microbes and fibres}.get(term, microbes)


def _helped(match: EvidenceMatch, level: str) -> bool:
    """Whether a tested part of this level helped a goal with more than very low certainty."""
    return any(
        grade(hit.findings, goal).grade >= Grade.LOW
        for hit in match.hits
        if hit.level == level and hit.is_tested
        for goal in GOALS
    )


def _otherwise(label: Label, wanted: IsappTerm | None) -> IsappElse:
    if label.product_class == "fermented_food":
        return "fermented_food"
    if label.product_class == "metabolite":
        return "metabolite_is_no_postbiotic"
    codes: dict[IsappTerm | None, IsappElse] = {
        "probiotic": "no_probiotic_status_shown",
        "prebiotic": "no_prebiotic_status_shown",
        "synbiotic": "no_synbiotic_status_shown",
        "postbiotic": "no_postbiotic_status_shown",
    }
    return codes.get(wanted, "no_term_fits")


def _article_term(label: Label) -> str | None:
    by_class = {
        "probiotic": "probiotic",
        "contradictory": "probiotic",
        "fermented_food": "probiotic",
        "postbiotic": "postbiotic",
        "medicine_lysate": "postbiotic",
        "metabolite": "postbiotic",
        "prebiotic": "prebiotic",
        "fibre": "prebiotic",
        "synbiotic": "synbiotic",
    }
    if label.product_class == "unclear" and _POSTBIOTIC_WORDS & label.marks:
        return "postbiotic"
    return by_class.get(label.product_class)
