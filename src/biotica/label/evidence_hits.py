"""Which parts of a product were tested, and what stands between the test and this product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from biotica.knowledge.evidence import EvidenceBase, Finding, Intervention
from biotica.knowledge.label_tables import LabelTables, NamedSubstance, TestedStrain
from biotica.label.daily import daily_of, daily_of_all
from biotica.label.label import Amount, Label, Organism, Unit
from biotica.label.same_strain import is_the_species, is_the_strain

HitLevel = Literal["strain", "substance", "kind", "species"]
Why = Literal[
    "same_strain_tested",
    "same_strain_no_dose_known",
    "same_strain_lower_dose",
    "same_strain_other_unit",
    "same_strain_dose_not_stated",
    "same_strain_other_state",
    "part_of_tested_blend",
    "blend_dose_not_stated",
    "no_comparison_group",
    "same_substance_tested",
    "same_substance_no_dose_known",
    "same_substance_lower_dose",
    "same_substance_other_unit",
    "same_substance_dose_not_stated",
    "same_kind_of_food",
    "same_species_other_strain",
    "same_species_other_state",
]
_ORDER: tuple[HitLevel, ...] = ("strain", "substance", "kind", "species")
_UNITS: tuple[Unit, ...] = ("CFU", "cells", "AFU", "spores", "mg", "g")
_WITH_COMPARISON = {"synthesis", "authority", "rct", "controlled", "guideline"}
_TESTED: tuple[Why, ...] = (
    "same_strain_tested",
    "same_strain_no_dose_known",
    "same_substance_tested",
    "same_substance_no_dose_known",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One item of the tables that a part of the product meets.

    Parameters
    ----------
    part : str
        Name of that part as the label gives it.
    level : str
        Met by strain code, as a substance, as a kind of food, or by species only.
    why : str
        Code of what stands between the findings and this product.
    limit : Amount
        Lowest dose tested, where the tables hold one.
    """

    item: Intervention
    part: str
    level: HitLevel
    why: Why
    limit: Amount = field(default_factory=Amount)

    @property
    def is_tested(self) -> bool:
        """Whether this strain or substance was tested in this state at no more than this dose."""
        return self.why in _TESTED

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What may be shown: never a row from memory."""
        return tuple(row for row in self.item.evidence if row.may_be_shown)


def hits_of(label: Label, evidence: EvidenceBase, tables: LabelTables) -> tuple[Hit, ...]:
    """Find every item that a product meets, the closest first.

    Parameters
    ----------
    label : Label
        One product.

    Returns
    -------
    tuple of Hit
        Strain codes before species: an organism whose strain was tested is not matched by its species too,
        unless that strain is known from memory only. Species in the same state hide those in another state.
    """
    items = {item.id: item for item in evidence.items}
    found = [*_of_substances(label, items, tables), *_of_ferments(label, items, tables)]
    for organism in label.organisms:
        found += _of_organism(organism, label, items, tables)
    unique: dict[tuple[str, str, str], Hit] = {}
    for hit in found:
        unique.setdefault((hit.item.id, hit.level, hit.part), hit)
    return tuple(sorted(unique.values(), key=lambda hit: (not hit.is_tested, _ORDER.index(hit.level))))


def strain_rows(organism: Organism, tables: LabelTables) -> tuple[TestedStrain, ...]:
    """Every row of the table whose code the organism carries; those of the same state first."""
    rows = [row for row in tables.strains if is_the_strain(organism, row)]
    return tuple(sorted(rows, key=lambda row: not _same_state(organism, row)))


def _of_organism(
    organism: Organism, label: Label, items: dict[str, Intervention], tables: LabelTables
) -> Iterator[Hit]:
    rows = strain_rows(organism, tables)
    known = [row for row in rows if row.read_level != "memory" and _is_shown(items[row.item])]
    yield from (_strain_hit(row, organism, label, items[row.item], tables) for row in known)
    if known:
        return
    same = [
        row
        for row in tables.strains
        if is_the_species(organism, row) and row.read_level != "memory" and _is_shown(items[row.item])
    ]
    if organism.strain is None and organism.state == "fermentate":
        unnamed = [row for row in same if not row.code and row.state == "fermentate"]
        yield from (_fermentate_hit(row, organism, label, items[row.item]) for row in unnamed)
        same = [] if unnamed else same
    if ferment_of(label, tables) is not None:
        return
    yield from _species_hits(organism, same, items)


def _species_hits(
    organism: Organism, same: list[TestedStrain], items: dict[str, Intervention]
) -> Iterator[Hit]:
    """Other strains of the species: those in the same state, else of dead for dead, else all."""
    alike = [row for row in same if _same_state(organism, row)]
    dead = [row for row in same if row.state != "live" and organism.state not in {"live", "unknown"}]
    why: Why = "same_species_other_strain" if alike else "same_species_other_state"
    for row in alike or dead or same:
        yield Hit(item=items[row.item], part=organism.label_name, level="species", why=why)


def _is_shown(item: Intervention) -> bool:
    return any(row.may_be_shown for row in item.evidence)


def _same_state(organism: Organism, row: TestedStrain) -> bool:
    return organism.state == row.state


def _strain_hit(
    row: TestedStrain, organism: Organism, label: Label, item: Intervention, tables: LabelTables
) -> Hit:
    partners = [other for other in tables.strains if other.item == row.item and other.whole]
    inside = tuple(o for o in label.organisms if any(is_the_strain(o, other) for other in partners))
    limit = _lowest_dose(item, row)
    daily = daily_of_all(inside, label) if row.whole else daily_of(organism, label)
    return Hit(
        item=item,
        part=f"{organism.label_name} {organism.strain}".strip(),
        level="strain",
        why=_why_strain(row, organism, limit, daily, len(inside) < len(partners), label, item),
        limit=limit,
    )


def _why_strain(
    row: TestedStrain,
    organism: Organism,
    limit: Amount,
    daily: Amount,
    incomplete: bool,
    label: Label,
    item: Intervention,
) -> Why:
    if not _same_state(organism, row):
        return "same_strain_other_state"
    if row.whole and incomplete:
        return "part_of_tested_blend"
    if not _was_compared(item):
        return "no_comparison_group"
    if daily.amount is None and len(label.organisms) > 1 and not row.whole:
        return "blend_dose_not_stated"
    if limit.amount is None:
        return "same_strain_no_dose_known"
    if daily.amount is None:
        return "same_strain_dose_not_stated"
    if daily.unit != limit.unit:
        return "same_strain_other_unit"
    return "same_strain_tested" if daily.amount >= limit.amount else "same_strain_lower_dose"


def _was_compared(item: Intervention) -> bool:
    """Whether any finding that may be shown had something to compare with, or was weighed by a panel."""
    return any(row.may_be_shown and row.design_kind in _WITH_COMPARISON for row in item.evidence)


def _lowest_dose(item: Intervention, row: TestedStrain | None = None) -> Amount:
    """Lowest dose tested, in a unit that a label can print; a bottle or tablet of the study is none."""
    if row is not None and row.lowest_dose is not None:
        return _amount(row.lowest_dose, row.dose_unit)
    if item.dose is None or item.dose.status != "measured":
        return Amount()
    return _amount(item.dose.low, item.dose.unit)


def _amount(value: float, unit: str) -> Amount:
    return next((Amount(amount=value, unit=known) for known in _UNITS if known == unit), Amount())


def _fermentate_hit(row: TestedStrain, organism: Organism, label: Label, item: Intervention) -> Hit:
    limit = _lowest_dose(item, row)
    why = _why_substance(limit, daily_of(organism, label), item)
    return Hit(item=item, part=organism.label_name, level="substance", why=why, limit=limit)


def _of_substances(label: Label, items: dict[str, Intervention], tables: LabelTables) -> Iterator[Hit]:
    for fibre in label.fibres:
        yield from _named(_row("fibre", fibre.name, tables), fibre.name, fibre.g_per_day, "g", items)
    for made in label.metabolites:
        yield from _named(_row("metabolite", made.name, tables), made.name, made.mg_per_day, "mg", items)


def _row(kind: str, name: str, tables: LabelTables) -> NamedSubstance | None:
    return tables.substances.get((kind, name.casefold()))


def _named(
    row: NamedSubstance | None,
    name: str,
    amount: float | None,
    unit: Literal["g", "mg"],
    items: dict[str, Intervention],
) -> Iterator[Hit]:
    for item in _shown_items(row, items):
        limit = _lowest_dose(item)
        why = _why_substance(limit, Amount(amount=amount, unit=unit), item)
        yield Hit(item=item, part=name, level="substance", why=why, limit=limit)


def _shown_items(row: NamedSubstance | None, items: dict[str, Intervention]) -> Iterator[Intervention]:
    for item_id in row.items if row is not None else ():
        if _is_shown(items[item_id]):
            yield items[item_id]


def _why_substance(limit: Amount, daily: Amount, item: Intervention) -> Why:
    if not _was_compared(item):
        return "no_comparison_group"
    if limit.amount is None:
        return "same_substance_no_dose_known"
    if daily.amount is None:
        return "same_substance_dose_not_stated"
    if daily.unit != limit.unit:
        return "same_substance_other_unit"
    return "same_substance_tested" if daily.amount >= limit.amount else "same_substance_lower_dose"


def ferment_of(label: Label, tables: LabelTables) -> NamedSubstance | None:
    """Name the kind of a fermented food by the marks of its label; None = no kind that the tables know.

    Notes
    -----
    Kefir of raw milk, or one that names its grains, is a home ferment.
    """
    if label.product_class != "fermented_food":
        return None
    if "kefir" in label.marks and {"raw_milk", "kefir_grains"} & label.marks:
        return _row("ferment", "kefir_grains", tables)
    names = (name for kind, name in tables.substances if kind == "ferment")
    return next((_row("ferment", name, tables) for name in names if name in label.marks), None)


def _of_ferments(label: Label, items: dict[str, Intervention], tables: LabelTables) -> Iterator[Hit]:
    row = ferment_of(label, tables)
    for item in _shown_items(row, items):
        yield Hit(item=item, part=row.name if row else "", level="kind", why="same_kind_of_food")


def memory_strains(label: Label, tables: LabelTables) -> Iterable[str]:
    """Strains of the label that the tables know from memory only, as printed."""
    for organism in label.organisms:
        rows = strain_rows(organism, tables)
        if rows and all(row.read_level == "memory" for row in rows) and organism.strain:
            yield organism.strain
