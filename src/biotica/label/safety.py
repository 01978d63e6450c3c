"""Whether a product fits one person: the third finding, decided by the permit and the label's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from biotica.knowledge.evidence import EvidenceBase, Intervention, Kind
from biotica.knowledge.label_tables import LabelTables
from biotica.knowledge.rules import CLASSES, ItemClass, Whom
from biotica.label.evidence_hits import Hit, ferment_of
from biotica.label.hard_rules import HardRule, limits_broken
from biotica.label.label import Label
from biotica.label.microbes import (
    AKKERMANSIA,
    YEAST_GENERA,
    genus_of,
    has_genus,
    maybe_live,
)
from biotica.permit.about import About, Answer
from biotica.permit.decide import Objection, Permit, Verdict, permit, referral

SafetyFit = Literal["fits", "ask", "exclude", "answer_first", "not_asked"]
_FITS: dict[Permit, SafetyFit] = {
    Permit.ALLOW: "fits",
    Permit.ADJUST: "fits",
    Permit.ASK: "ask",
    Permit.ANSWER_FIRST: "answer_first",
    Permit.EXCLUDE: "exclude",
}
_STRICTNESS: tuple[SafetyFit, ...] = ("not_asked", "fits", "ask", "answer_first", "exclude")
_OF_CLASS: dict[str, tuple[ItemClass, ...]] = {
    "probiotic": ("LP",),
    "postbiotic": ("PI",),
    "prebiotic": ("FI",),
    "fibre": ("FI",),
    "synbiotic": ("LP", "FI"),
    "metabolite": ("ME",),
    "medicine_lysate": ("PI",),
    "contradictory": ("LP", "PI"),
    "unclear": ("LP", "PI"),
}
_KIND_OF_CLASS: dict[ItemClass, Kind] = {
    "LP": "live",
    "FR": "ferment",
    "FK": "ferment",
    "PI": "inactivated",
    "ME": "metabolite",
    "FI": "fibre",
}
_OF_THE_MATRIX = frozenset({"milk", "lactose", "galactose", "protein", "infant_product"})
_MILK_WORDS = ("lactose", "galactose", "protein")


@dataclass(frozen=True, kw_only=True, slots=True)
class Safety:
    """What the rules say about one product for one person. A fit is the absence of a known objection.

    Parameters
    ----------
    fit : str
        ``not_asked`` without an about-file.
    rules : tuple of str
        Ids of the rules that decided; ``label:WARNING`` where the label itself warns this person off,
        ``limit:SPECIES`` where the dose is above the legal limit of their age, ``hard:NAME`` of a hard rule.
    objections : tuple of Objection
        All that the permit said, also what it only adjusts.
    classes : tuple of str
        Classes that the product obeys.
    to_answer : tuple of str
        What must be told first.
    ask : str or None
        Whom to ask.
    """

    fit: SafetyFit
    rules: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    classes: tuple[ItemClass, ...] = ()
    to_answer: tuple[str, ...] = ()
    ask: Whom | None = None


def safety(
    label: Label,
    about: About | None,
    *,
    evidence: EvidenceBase,
    tables: LabelTables,
    hits: Sequence[Hit] = (),
    broken: Sequence[HardRule] = (),
) -> Safety:
    """Decide whether a product fits a person.

    Parameters
    ----------
    about : About or None
        None = nobody is named, and nothing is asked.
    hits : sequence of Hit
        Items that the product meets; strains bring the words of their item.
    broken : sequence of str
        Hard rules; a product that breaks one fits nobody.

    Returns
    -------
    Safety
        The strictest of the permit, the label's own warnings, the legal limit of the person's age and the
        hard rules.

    Notes
    -----
    No medical advice. ``fits`` means that no rule of ours objects to what the label says, and no more.
    """
    if about is None:
        return Safety(fit="not_asked")
    item = as_item(label, tables, hits)
    about = beside_label(about, label)
    sent_away = referral(about, evidence.rules)
    verdict = permit(about, item, evidence.rules)
    fit = "exclude" if sent_away or broken else _FITS[verdict.permit]
    own = dict(_own_words(label, about, tables))
    rules = sent_away.rules if sent_away else tuple(objection.rule for objection in _telling(verdict))
    return Safety(
        fit=max((fit, *own.values()), key=_STRICTNESS.index),
        rules=tuple(dict.fromkeys((*rules, *own, *(f"hard:{rule}" for rule in broken)))),
        objections=verdict.objections,
        classes=item.classes,
        to_answer=tuple(dict.fromkeys(answer for o in verdict.objections for answer in o.to_answer)),
        ask=verdict.ask,
    )


def beside_label(about: About, label: Label) -> About:
    """Answer for a person what the label answers: whether the milk is raw."""
    raw: Answer = "yes" if "raw_milk" in label.marks else "no"
    return replace(about, answers={**about.answers, "raw_milk": raw})


def _telling(verdict: Verdict) -> tuple[Objection, ...]:
    """Objections that brought the permit; none where nothing objects."""
    return () if verdict.permit is Permit.ALLOW else verdict.deciding


def as_item(label: Label, tables: LabelTables, hits: Sequence[Hit] = ()) -> Intervention:
    """Make of a product the item that the permit decides on.

    Returns
    -------
    Intervention
        With every class that its contents may have: what the label leaves unclear obeys the rules for living
        and for dead microbes both.
    """
    classes = classes_of(label, tables)
    name = label.name or label.product_class
    return Intervention.model_validate(
        {
            "id": "label",
            "name_en": name,
            "name_nl": name,
            "kind": _KIND_OF_CLASS.get(classes[0], "food"),
            "class": classes[0],
            "also_class": classes[1:],
            "option": True,
            "contains": tuple(sorted(set(_contains(label, tables, hits)))),
            "traces": tuple(sorted(set(label.may_contain))),
            "tolerance": {"code": "gas", "level": "low", "status": "assumed"},
        }
    )


def classes_of(label: Label, tables: LabelTables) -> tuple[ItemClass, ...]:
    """List the classes of the rules that a product obeys, in the order of their columns."""
    found: set[ItemClass] = {*_OF_CLASS.get(label.product_class, ())}
    if label.product_class == "fermented_food":
        found |= set(_ferment_classes(label, tables))
    for organism in label.organisms:
        is_culture = label.product_class == "fermented_food" and organism.strain is None
        if organism.state in {"live", "unknown"} and not is_culture:
            found.add("LP")
        if organism.state != "live":
            found.add("PI")
    if label.fibres:
        found.add("FI")
    if label.metabolites:
        found.add("ME")
    if _is_dairy(label) and {"LP", "PI"} & found:
        found.add("FK")
    if "alcohol_declared" in label.marks and "FR" not in found:
        found.add("FK")
    return tuple(name for name in CLASSES if name in found)


def _ferment_classes(label: Label, tables: LabelTables) -> tuple[ItemClass, ...]:
    """Unheated unless the label says otherwise: heated milk before, or heat after, which leaves it dead."""
    if label.count_guarantee is None:
        return ("FK", "PI")
    if {"raw_milk", "unpasteurised"} & label.marks:
        return ("FR",)
    kind = ferment_of(label, tables)
    heated = "pasteurised_milk" in label.marks or (kind is not None and kind.name in {"kefir", "yoghurt"})
    return ("FK",) if heated else ("FR",)


def _is_dairy(label: Label) -> bool:
    return label.kind == "food" and "milk" in label.allergens


def _contains(label: Label, tables: LabelTables, hits: Sequence[Hit]) -> Iterator[str]:
    yield from label.allergens
    if "milk" in label.allergens:
        yield from _MILK_WORDS
    yield from _of_microbes(label)
    for kind, parts in (("fibre", label.fibres), ("metabolite", label.metabolites)):
        for part in parts:
            row = tables.substances.get((kind, part.name))
            yield from row.contains if row is not None else ()
    kind_of_food = ferment_of(label, tables)
    if kind_of_food is not None:
        yield from kind_of_food.contains
        yield from ("home_ferment",) if kind_of_food.name == "kefir_grains" else ()
    for hit in hits:
        if hit.level in {"strain", "substance"} and hit.why != "same_strain_other_state":
            yield from (word for word in hit.item.contains if word not in _OF_THE_MATRIX)
    yield from label.marks & {"infant_product", "prescription_medicine"}
    if label.product_class == "medicine_lysate":
        yield "prescription_medicine"


def _of_microbes(label: Label) -> Iterator[str]:
    live = maybe_live(label)
    if has_genus(label.organisms, {AKKERMANSIA}):
        yield AKKERMANSIA
    if has_genus(live, {AKKERMANSIA}):
        yield "live_akkermansia"
    marked = bool({"yeast", "yeast_present"} & label.marks)
    if has_genus(label.organisms, YEAST_GENERA) or marked:
        yield "yeast"
    if has_genus(live, YEAST_GENERA) or marked:
        yield "live_yeast"
    if any(genus_of(organism) == "clostridium" and "butyricum" in organism.current_name for organism in live):
        yield "clostridium_butyricum"


def _own_words(label: Label, about: About, tables: LabelTables) -> Iterator[tuple[str, SafetyFit]]:
    """Give what the label itself says against this person, and the legal limit of their age."""
    for warning, told in _PERSON_OF_WARNING.items():
        if warning in label.warnings:
            answers = [_told(about, key) for key in told]
            if "yes" in answers:
                yield f"label:{warning}", "exclude"
            elif "unknown" in answers:
                yield f"label:{warning}", "answer_first"
    for limit in limits_broken(label, tables, age_y=about.age_y):
        yield f"limit:{limit.species}", "exclude"


_PERSON_OF_WARNING: dict[str, tuple[str, ...]] = {
    "adults_only": ("below_18",),
    "not_pregnant_lactating": ("pregnant", "lactating"),
    "central_line": ("central_line",),
    "immunocompromised": ("weakened_immunity",),
    "obstruction": ("bowel_obstruction", "swallowing"),
}


def _told(about: About, key: str) -> str:
    """Tell what a person answered to one question: yes, no or unknown."""
    if key == "below_18":
        return "yes" if about.age_y < 18 else "no"
    if key in {"pregnant", "lactating"}:
        state = about.pregnant if key == "pregnant" else about.lactating
        return "unknown" if state is None else "yes" if state else "no"
    return about.answers.get(key, "unknown")
