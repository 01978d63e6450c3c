"""What makes a product one to avoid for everybody, whatever else its label says well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from biotica.knowledge.label_tables import LabelTables, LegalLimit
from biotica.label.daily import daily_of
from biotica.label.label import Label, Organism
from biotica.label.same_strain import codes_of, is_the_strain, same_writing, species_of

HardRule = Literal["disease_claim", "premature_target", "over_legal_limit", "prescription_medicine"]
HARD_RULES: tuple[HardRule, ...] = (
    "disease_claim",
    "premature_target",
    "over_legal_limit",
    "prescription_medicine",
)


def hard_rules(label: Label, tables: LabelTables) -> tuple[HardRule, ...]:
    """List the hard rules that a product breaks.

    Parameters
    ----------
    label : Label
        One product.
    tables : LabelTables
        Holds the legal limits.

    Returns
    -------
    tuple of str
        In the order of `HARD_RULES`; empty = none found, which is no verdict on the product.

    Notes
    -----
    A bacterial lysate against infections of the airways is a prescription medicine, also where it is sold as
    a supplement. A warning that parents of a child born too early ask a doctor is no target.
    """
    broken = {
        "disease_claim": any(claim.type == "disease" for claim in label.claims)
        or "disease_claim" in label.marks,
        "premature_target": "premature_target" in label.marks,
        "over_legal_limit": any(True for _limit in limits_broken(label, tables)),
        "prescription_medicine": "prescription_medicine" in label.marks
        or label.product_class == "medicine_lysate",
    }
    return tuple(rule for rule in HARD_RULES if broken[rule])


def limits_broken(label: Label, tables: LabelTables, *, age_y: float | None = None) -> Iterable[LegalLimit]:
    """Give each legal limit that the largest daily dose exceeds.

    Parameters
    ----------
    age_y : float or None
        Of the person; None = the limits of adults.
    """
    for organism, limit in _limits(label, tables, age_y):
        amount = _counted(organism, label, limit)
        if amount is not None and amount > limit.amount:
            yield limit


def limits_reached(label: Label, tables: LabelTables) -> Iterable[LegalLimit]:
    """Give each legal limit of adults that the largest daily dose meets exactly."""
    for organism, limit in _limits(label, tables, None):
        if _counted(organism, label, limit) == limit.amount:
            yield limit


def _counted(organism: Organism, label: Label, limit: LegalLimit) -> float | None:
    """Largest daily amount as the limit counts it: at least one portion; a number without unit counts."""
    daily = daily_of(organism, label)
    amount = organism.amount if daily.amount is None else daily.amount
    return amount if daily.unit in {limit.unit, "unspecified"} else None


def _limits(label: Label, tables: LabelTables, age_y: float | None) -> Iterable[tuple[Organism, LegalLimit]]:
    for organism in label.organisms:
        for limit in tables.legal_limits:
            if _is_about(limit, organism, tables) and _is_for(limit, age_y):
                yield organism, limit


def _is_about(limit: LegalLimit, organism: Organism, tables: LabelTables) -> bool:
    """Whether a limit is about this organism, by name or strain; one in an unknown state may be meant."""
    if limit.code and same_writing(limit.code) not in codes_of(organism):
        return False
    species = {species_of(organism.current_name or organism.label_name)}
    for row in tables.strains:
        if row.species and is_the_strain(organism, row):
            species.add(species_of(row.species[0]))
    return species_of(limit.species) in species and organism.state in {limit.state, "unknown"}


def _is_for(limit: LegalLimit, age_y: float | None) -> bool:
    return limit.is_for_adults if age_y is None else limit.from_y <= age_y < limit.below_y
