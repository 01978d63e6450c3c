"""How clear a label is: seven points, their mean, and a word. Clear is no judgement of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from biotica.label.hard_rules import HardRule
from biotica.label.label import Label, Organism
from biotica.label.microbes import is_live_product, needed_warnings

ClarityVerdict = Literal["avoid", "vague", "clear", "partly"]
SUPPLEMENT_WARNINGS = frozenset({"not_exceed", "out_of_reach", "not_substitute"})
CLEAR, PARTLY, HALF = 0.80, 0.55, 0.5
LITTLE_SUGAR_G, MUCH_SUGAR_G = 1.0, 5.0
_VAGUE_STATES = frozenset({"state_vague", "extract_term", "non_viable_term"})
_SAID_STATES = frozenset({"state_said", "kinds_only", "unpasteurised"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Points:
    """Each 0, 0.5 or 1; None = does not apply."""

    identity: float | None
    state: float | None
    dose: float | None
    format: float | None
    duty: float | None
    claims: float | None
    shelf: float | None

    def counted(self) -> tuple[float, ...]:
        """Points that apply."""
        named = (self.identity, self.state, self.dose, self.format, self.duty, self.claims, self.shelf)
        return tuple(point for point in named if point is not None)

    @property
    def ratio(self) -> float:
        """Mean of the points that apply, rounded to three places."""
        counted = self.counted()
        return round(sum(counted) / len(counted), 3) if counted else 0.0


def points_of(label: Label) -> Points:
    """Give the seven points of a label.

    Parameters
    ----------
    label : Label
        One product.

    Returns
    -------
    Points
        By the rules of the label file; a product may be clear and useless, or unclear and harmless.
    """
    return Points(
        identity=_identity(label),
        state=_state(label),
        dose=_dose(label),
        format=_format(label),
        duty=_duty(label),
        claims=_claims(label),
        shelf=_shelf(label),
    )


def clarity_verdict(label: Label, points: Points, broken: Sequence[HardRule]) -> ClarityVerdict:
    """Say the word for a label; the first that fits.

    Parameters
    ----------
    points : Points
        Of `points_of`.
    broken : sequence of str
        Hard rules; any of them gives ``avoid``.
    """
    if broken:
        return "avoid"
    if is_called_postbiotic_but_live(label):
        return "vague"
    named = (points.identity or 0.0) >= HALF
    dosed = points.dose is None or points.dose >= HALF
    if points.ratio >= CLEAR and named and dosed:
        return "clear"
    return "partly" if points.ratio >= PARTLY else "vague"


def is_called_postbiotic_but_live(label: Label) -> bool:
    """Tell whether the label calls living microbes a postbiotic."""
    return label.product_class == "contradictory" or "postbiotic_but_live" in label.marks


def _is_medicine(label: Label) -> bool:
    return label.kind == "medicine" or label.product_class == "medicine_lysate"


def _identity(label: Label) -> float:
    if _is_medicine(label):
        return 1.0
    if label.organisms:
        gaps = any(mark.startswith(("claimed_", "strains_incomplete")) for mark in label.marks)
        return 1.0 if all(o.strain for o in label.organisms) and not gaps else HALF
    if "substance_defined" in label.marks or _has_substance(label):
        return 1.0
    return HALF if "kinds_only" in label.marks else 0.0


def _has_substance(label: Label) -> bool:
    """Whether a fibre or metabolite is what the product is, and not beside microbes."""
    return bool(label.fibres or label.metabolites) and not (
        is_live_product(label) or label.product_class == "fermented_food"
    )


def _state(label: Label) -> float:
    if is_called_postbiotic_but_live(label):
        return 0.0
    if label.organisms:
        return min(_state_of(organism, label) for organism in label.organisms)
    if _has_substance(label):
        return 1.0
    if label.product_class == "fermented_food":
        return 1.0 if _SAID_STATES & label.marks else HALF
    if "state_said" in label.marks:
        return 1.0
    return HALF if _VAGUE_STATES & label.marks or is_live_product(label) else 0.0


def _state_of(organism: Organism, label: Label) -> float:
    if organism.state != "unknown":
        return HALF if "state_vague" in label.marks else 1.0
    return HALF if _VAGUE_STATES & label.marks else 0.0


def _dose(label: Label) -> float | None:
    amount, unit = label.daily_total.amount, label.daily_total.unit
    if amount is None:
        return _dose_without_amount(label)
    if unit is None or unit == "unspecified":
        return HALF
    vague = _has_missing_parts(label) or _is_nameless_blend(label) or _is_weighed_but_alive(label)
    return HALF if vague else 1.0


def _dose_without_amount(label: Label) -> float | None:
    if label.product_class == "fermented_food" and "sold_for_microbes" not in label.marks:
        return None
    told = any(part.amount is not None for part in label.organisms)
    told = told or label.daily_total.unit in {"mg", "g", "unspecified"} or "proprietary_blend" in label.marks
    told = told or any(fibre.g_per_day is not None for fibre in label.fibres)
    told = told or any(made.mg_per_day is not None for made in label.metabolites)
    return HALF if told else 0.0


def _has_missing_parts(label: Label) -> bool:
    """Whether a total stands for several microbes whose own amounts are not printed."""
    if _is_medicine(label):
        return False
    parts = len(label.organisms) > 1 and any(organism.amount is None for organism in label.organisms)
    return parts or bool({"per_strain_dose_missing", "unit_missing"} & label.marks)


def _is_nameless_blend(label: Label) -> bool:
    """Whether an amount is that of a blend whose parts are not named."""
    return label.product_class == "unclear" and not (label.organisms or label.fibres or label.metabolites)


def _is_weighed_but_alive(label: Label) -> bool:
    """Whether living microbes are given in milligrams, which says nothing about how many live."""
    alive = is_live_product(label) and label.kind == "supplement"
    return alive and label.daily_total.unit in {"mg", "g"} and not label.fibres


def _format(label: Label) -> float:
    sugars = label.sugars_g_per_day
    if sugars is None or sugars <= LITTLE_SUGAR_G:
        return 1.0
    return HALF if sugars <= MUCH_SUGAR_G else 0.0


def _duty(label: Label) -> float:
    printed = set(label.warnings)
    if "premature_target" in label.marks and not printed:
        return 0.0
    if label.kind == "medicine":
        return 1.0
    needed = set(needed_warnings(label))
    if label.kind == "supplement":
        needed |= SUPPLEMENT_WARNINGS
    return 1.0 if needed <= printed else HALF


def _claims(label: Label) -> float:
    types = {claim.type for claim in label.claims}
    if "disease" in types:
        return 0.0
    return HALF if "unauthorised_health" in types else 1.0


def _shelf(label: Label) -> float | None:
    if label.kind != "supplement" or not is_live_product(label):
        return None
    return {"end_of_shelf_life": 1.0, "manufacture": HALF}.get(label.count_guarantee or "", 0.0)
