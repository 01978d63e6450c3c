"""The class of a product, by rule: probiotic, postbiotic, prebiotic, ferment and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biotica.label.label import Fibre, Organism, ProductClass, ProductKind, Substance

_DEAD = frozenset({"inactivated", "lysate", "fermentate"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What the class follows from.

    Parameters
    ----------
    kind : str
        What the label itself says it is.
    organisms, fibres, metabolites : sequence
        What was read.
    bulk : frozenset of str
        Fibres that are hardly fermented.
    called_postbiotic, is_ferment : bool
        Whether the label calls itself a postbiotic, and names a ferment.
    says_live, says_dead : bool
        Whether it says that something in it lives, or was killed.
    has_count : bool
        Whether it counts microbes.
    is_lysate, sells_live : bool
        Whether it names a medicine's lysate, or living cultures without their names.
    """

    kind: ProductKind
    organisms: Sequence[Organism]
    fibres: Sequence[Fibre]
    metabolites: Sequence[Substance]
    bulk: frozenset[str]
    called_postbiotic: bool
    is_ferment: bool
    says_live: bool
    says_dead: bool
    has_count: bool
    is_lysate: bool
    sells_live: bool

    @property
    def is_fermented_food(self) -> bool:
        """Whether a food is a ferment."""
        return self.kind == "food" and self.is_ferment

    @property
    def feeds_microbes(self) -> bool:
        """Whether it holds a fibre that is fermented, or in a supplement any fibre."""
        return any(fibre.name not in self.bulk for fibre in self.fibres) or (
            bool(self.fibres) and self.kind != "food"
        )


def class_of(read: Read) -> ProductClass:
    """Tell the class by rule.

    Returns
    -------
    str
        ``contradictory`` for a postbiotic that lives; ``unclear`` where it names nothing to go by.
    """
    states = {organism.state for organism in read.organisms}
    if read.is_lysate or (read.kind == "medicine" and "lysate" in states):
        return "medicine_lysate"
    lives = "live" in states or (read.says_live and not read.organisms)
    if read.called_postbiotic and lives and not states & _DEAD:
        return "contradictory"
    if "live" in states:
        return _of_living(read)
    if states & _DEAD:
        return "fermented_food" if read.is_fermented_food else "postbiotic"
    return _without_known_microbes(read)


def _of_living(read: Read) -> ProductClass:
    has_strain = any(organism.strain for organism in read.organisms)
    if read.is_fermented_food and not (read.has_count and has_strain):
        return "fermented_food"
    return "synbiotic" if read.feeds_microbes else "probiotic"


def _without_known_microbes(read: Read) -> ProductClass:
    if read.metabolites:
        return "metabolite"
    if read.is_fermented_food:
        return "unclear" if read.says_dead and not read.organisms else "fermented_food"
    if read.fibres and not read.organisms:
        return "fibre" if all(fibre.name in read.bulk for fibre in read.fibres) else "prebiotic"
    return "probiotic" if read.sells_live and read.kind == "supplement" else "unclear"
