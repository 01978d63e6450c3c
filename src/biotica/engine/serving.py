"""The one object that passes from jar to gut: what is in a portion, living and dead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from biotica.engine.compiled import Floats

Amounts = Mapping[str, Floats]
FRAGMENTS = ("wall", "protein", "other")
KINDS = ("live", "inactivated", "fragments", "substrate", "metabolite")
_TRACE_MMOL = 1.0e-9
_ML_PER_L = 1000.0


@dataclass(frozen=True, kw_only=True)
class Serving:
    """An amount of liquid with everything in it; one value per draw.

    Attributes
    ----------
    volume_ml : float
        Liquid, >= 0.
    amounts_mmol : mapping
        Metabolite to shape (draws,), mmol.
    live_mmol, dead_mmol : mapping
        Member to shape (draws,), cells in mmol of carbon: living, and dead but whole.
    fragments_mmol : mapping
        wall, protein or other to member to shape (draws,): what is left of lysed cells, mmol of carbon.
    readiness : mapping
        Member to shape (draws,): 0..1, how far the cells have adapted (lag phase).
    biomass_g_per_mmol : float
        Dry mass of a millimole of cell carbon.

    Notes
    -----
    Fragments keep the mean formula of cells: they say how much wall there is, not what it is made of.
    """

    volume_ml: float
    amounts_mmol: Amounts = field(default_factory=dict)
    live_mmol: Amounts = field(default_factory=dict)
    dead_mmol: Amounts = field(default_factory=dict)
    fragments_mmol: Mapping[str, Amounts] = field(default_factory=dict)
    readiness: Amounts = field(default_factory=dict)
    biomass_g_per_mmol: float = 0.0

    @property
    def kind(self) -> frozenset[str]:
        """What the contents make of it: a set of live, inactivated, fragments, substrate, metabolite.

        Notes
        -----
        Follows from the median contents; it says nothing about benefit. Substrates are what gut microbes
        can feed on.
        """
        kinds = set()
        if _any(self.live_mmol):
            kinds.add("live")
        if _any(self.dead_mmol):
            kinds.add("inactivated")
        if any(_any(part) for part in self.fragments_mmol.values()):
            kinds.add("fragments")
        if _any({m: a for m, a in self.amounts_mmol.items() if m in _SUBSTRATES}):
            kinds.add("substrate")
        if _any({m: a for m, a in self.amounts_mmol.items() if m in _METABOLITES}):
            kinds.add("metabolite")
        return frozenset(kinds)

    def live_g(self, member: str) -> Floats:
        """Living cells of a member, g dry mass, shape (draws,)."""
        return self.live_mmol[member] * self.biomass_g_per_mmol

    def dead_g(self, member: str) -> Floats:
        """Dead whole cells of a member, g dry mass, shape (draws,)."""
        return self.dead_mmol[member] * self.biomass_g_per_mmol

    def portion(self, volume_ml: float) -> Serving:
        """Give a part of it, well mixed.

        Parameters
        ----------
        volume_ml : float
            0..`Serving.volume_ml`.
        """
        return self._times(volume_ml / self.volume_ml, volume_ml)

    def shared(self, share: Floats) -> Serving:
        """Give a part of it that differs by draw.

        Parameters
        ----------
        share : shape (draws,)
            0..1. The volume is that of the mean share.
        """
        return self._times(share, self.volume_ml * float(np.mean(share)))

    def _times(self, share: float | Floats, volume_ml: float) -> Serving:
        return Serving(
            volume_ml=volume_ml,
            amounts_mmol=_scaled(self.amounts_mmol, share),
            live_mmol=_scaled(self.live_mmol, share),
            dead_mmol=_scaled(self.dead_mmol, share),
            fragments_mmol={part: _scaled(amounts, share) for part, amounts in self.fragments_mmol.items()},
            readiness=self.readiness,
            biomass_g_per_mmol=self.biomass_g_per_mmol,
        )


_SUBSTRATES = frozenset(
    {
        "2fl",
        "acacia_gum",
        "arabinogalactan",
        "arabinoxylan",
        "beta_glucan",
        "casein",
        "fos",
        "galactose",
        "glucose",
        "gos",
        "inulin",
        "kefiran",
        "lactose",
        "lactulose",
        "mucin",
        "nsp",
        "pectin",
        "protein",
        "psyllium",
        "resistant_starch",
        "starch",
        "sucrose",
        "xos",
        "xylan",
    }
)
_METABOLITES = frozenset(
    {
        "acetate",
        "acetoin",
        "butyrate",
        "diacetyl",
        "ethanol",
        "formate",
        "isobutyrate",
        "isovalerate",
        "lactate",
        "propionate",
        "succinate",
        "valerate",
    }
)


def _any(amounts: Amounts) -> bool:
    return any(float(np.median(a)) > _TRACE_MMOL for a in amounts.values())


def _scaled(amounts: Amounts, share: float | Floats) -> dict[str, Floats]:
    return {name: amount * share for name, amount in amounts.items()}


def solution(volume_ml: float, mmol_per_l: Mapping[str, float | Floats], draws: int) -> Serving:
    """Make a liquid without cells.

    Parameters
    ----------
    volume_ml : float
        > 0.
    mmol_per_l : mapping
        Metabolite to concentration, one number or one per draw.
    draws : int
        Number of draws.
    """
    volume_l = volume_ml / _ML_PER_L
    return Serving(
        volume_ml=volume_ml,
        amounts_mmol={m: np.broadcast_to(np.asarray(c) * volume_l, (draws,)) for m, c in mmol_per_l.items()},
    )
