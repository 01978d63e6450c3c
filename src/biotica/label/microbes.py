"""What follows from which organism a product holds: yeast, spores, warnings that it needs."""

from __future__ import annotations

from collections.abc import Iterable

from biotica.label.label import Label, Organism

SPORE_GENERA = frozenset(
    {"bacillus", "heyndrickxia", "weizmannia", "alkalihalobacillus", "shouchella", "clostridium"}
)
YEAST_GENERA = frozenset({"saccharomyces", "kluyveromyces", "debaryomyces", "pichia", "kazachstania"})
AKKERMANSIA = "akkermansia"
_MAYBE_LIVE = ("live", "unknown")


def genus_of(organism: Organism) -> str:
    """First word of its current or printed name in lower case; empty where it has none."""
    words = (organism.current_name or organism.label_name or "").casefold().split()
    return words[0] if words else ""


def has_genus(organisms: Iterable[Organism], genera: frozenset[str] | set[str]) -> bool:
    """Tell whether one of the organisms is of one of these genera."""
    return any(genus_of(organism) in genera for organism in organisms)


def maybe_live(label: Label) -> tuple[Organism, ...]:
    """Organisms that are alive, or of which the label does not say that they are not."""
    return tuple(organism for organism in label.organisms if organism.state in _MAYBE_LIVE)


def dead(label: Label) -> tuple[Organism, ...]:
    """Organisms that are killed, broken up or left in what they fermented, or may be."""
    return tuple(organism for organism in label.organisms if organism.state != "live")


def is_live_product(label: Label) -> bool:
    """Tell whether the product lives by living microbes: its class says so, or one of them is alive."""
    by_class = label.product_class in {"probiotic", "synbiotic", "contradictory"}
    return by_class or any(organism.state == "live" for organism in label.organisms)


def needed_warnings(label: Label) -> frozenset[str]:
    """Warnings that what a supplement holds needs, beside the three of every supplement; none for a food.

    Returns
    -------
    frozenset of str
        central_line for live Saccharomyces; adults_only and not_pregnant_lactating for Akkermansia; fluid
        for psyllium; premature_ask_doctor where the product aims at infants born too early.
    """
    needed: set[str] = set()
    if label.kind != "supplement":
        return frozenset()
    if has_genus(maybe_live(label), {"saccharomyces"}):
        needed |= {"central_line"}
    if has_genus(label.organisms, {AKKERMANSIA}):
        needed |= {"adults_only", "not_pregnant_lactating"}
    if any(fibre.name == "psyllium" for fibre in label.fibres):
        needed |= {"fluid"}
    if "premature_target" in label.marks:
        needed |= {"premature_ask_doctor"}
    return frozenset(needed)
