"""Blends of permitted fibres, each part at a dose that was tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from biotica.advise.effect import Effect
from biotica.advise.ramp import unit_of
from biotica.advise.rank import Candidate
from biotica.knowledge.rules import ItemClass

MOST_PARTS = 3
MOST_BLENDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One item of a blend, at its lowest tested dose."""

    item: str
    dose: float
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Blend:
    """Two or three permitted fibres together.

    Parameters
    ----------
    kind : str
        ``complementary`` = each part works by itself; no synergy is claimed without a proof of it.
    rules : tuple of str
        Rules that adjust one of the parts; the strictest of them holds for the blend.
    """

    parts: tuple[Part, ...]
    item_class: ItemClass
    kind: Literal["complementary", "synergistic"]
    rules: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Ids of the parts, sorted."""
        return tuple(sorted(part.item for part in self.parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedBlend:
    """A blend with its simulated effect.

    Parameters
    ----------
    probability_better_than_best_part : float
        Share of paired draws in which it gains more than its best single part, 0..1.
    """

    blend: Blend
    effect: Effect
    probability_better_than_best_part: float


def blends_to_try(candidates: Iterable[Candidate], limit: int = MOST_BLENDS) -> tuple[Blend, ...]:
    """Propose blends worth a simulation.

    Parameters
    ----------
    candidates : iterable of Candidate
        Permitted items, adjusted or not; only fibres with a simulated gain and a tested dose in grams are
        combined.
    limit : int
        At most so many blends, those with the largest sum of median gains first.

    Returns
    -------
    tuple of Blend
        Parts with different substrates, together no more grams than the largest tested dose of any one of
        them.
    """
    parts = [c for c in candidates if _can_be_part(c)]
    tried = [
        chosen
        for size in range(2, MOST_PARTS + 1)
        for chosen in combinations(parts, size)
        if _go_together(chosen)
    ]
    tried.sort(key=lambda chosen: (-sum(_gain(c) for c in chosen), [c.item.id for c in chosen]))
    return tuple(_blend(chosen) for chosen in tried[:limit])


def _can_be_part(candidate: Candidate) -> bool:
    dose = candidate.item.dose
    return (
        candidate.item.classes == ("FI",)
        and dose is not None
        and dose.unit == "g"
        and dose.status == "measured"
        and _gain(candidate) > 0
    )


def _gain(candidate: Candidate) -> float:
    return candidate.effect.median if candidate.effect is not None else 0.0


def _go_together(chosen: Sequence[Candidate]) -> bool:
    doses = [candidate.item.dose for candidate in chosen]
    substrates = [part.id for c in chosen for part in c.item.contents if part.kind == "substrate"]
    together_g = sum(dose.low for dose in doses if dose is not None)
    most_g = max(dose.high for dose in doses if dose is not None)
    return len(set(substrates)) == len(substrates) and together_g <= most_g


def _blend(chosen: Sequence[Candidate]) -> Blend:
    parts = tuple(
        Part(item=c.item.id, dose=c.item.dose.low, unit=unit_of(c.item.dose))
        for c in chosen
        if c.item.dose is not None
    )
    rules = sorted({objection.rule for c in chosen for objection in c.verdict.objections})
    return Blend(parts=parts, item_class="FI", kind="complementary", rules=tuple(rules))
