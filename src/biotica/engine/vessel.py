"""Where a community lives: places with a pH of their own, and what may pass between them and the outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from biotica.engine.network import Amount

AIR_OXYGEN_BAR = 0.21


@dataclass(frozen=True, kw_only=True, slots=True)
class Grain:
    """Cells that live on grains within a segment and do not leave with its liquid.

    Attributes
    ----------
    shedding_per_h, reattachment_per_h : Amount
        First-order passage of live and dead cells to the liquid, and back.
    activity : Amount
        Rate of a cell on the grain against a free one, 0..1.
    members : tuple of str
        Who lives on grains.
    """

    shedding_per_h: Amount
    reattachment_per_h: Amount
    activity: Amount
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One well-mixed place.

    Attributes
    ----------
    name : str
        Unique within the vessel.
    volume_l : float
        Liquid, > 0; constant between events.
    headspace_l : float or None
        Closed gas space above the liquid; None = open to the air.
    gas_transfer_per_h : Amount
        kLa of all gases, >= 0; 0 = no gas passes.
    air : bool
        Whether the gas space of an open segment is air; else it holds nothing that we follow.
    held_ph : float or None
        A pH that something outside holds, such as the stomach wall; None = by charge balance.
    bile : float
        0..1, share of full bile.
    leaves_per_h : Amount
        First-order transit of everything that floats, >= 0.
    leaves_to : str
        Name of the next segment; blank = out, counted as excreted.
    absorbed_per_h : mapping
        Metabolite to first-order absorption; one that the community cannot hold is passed over.
    inflow_mmol_per_h : mapping
        Metabolite to constant inflow from outside.
    grain : Grain or None
        Grains in it.
    """

    name: str
    volume_l: float
    headspace_l: float | None = None
    gas_transfer_per_h: Amount = 0.0
    air: bool = False
    held_ph: float | None = None
    bile: float = 0.0
    leaves_per_h: Amount = 0.0
    leaves_to: str = ""
    absorbed_per_h: Mapping[str, Amount] = field(default_factory=dict)
    inflow_mmol_per_h: Mapping[str, Amount] = field(default_factory=dict)
    grain: Grain | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Vessel:
    """One or more segments that are solved together.

    Attributes
    ----------
    kind : str
        vial, jar, bottle, fridge, pan or gut.
    segments : tuple of Segment
        In the order of transit.
    """

    kind: str
    segments: tuple[Segment, ...]


def vial(volume_l: float, *, headspace_l: float, gas_transfer_per_h: Amount) -> Vessel:
    """Make a closed vessel: nothing in, nothing out, gases between liquid and head space."""
    segment = Segment(
        name="vial", volume_l=volume_l, headspace_l=headspace_l, gas_transfer_per_h=gas_transfer_per_h
    )
    return Vessel(kind="vial", segments=(segment,))
