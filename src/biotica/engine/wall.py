"""How much wall, peptidoglycan and teichoic acid dead and broken cells hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.serving import Amounts
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Number, Status, Track
from biotica.knowledge.wall_parts import PARTS, Part, WallPart, WallParts, load_wall_parts, wall_part


class Drawing(Protocol):
    """Draws numbers within their ranges; the same name gives the same draws."""

    @property
    def count(self) -> int:
        """Number of draws."""
        ...

    def number(self, name: str, ranged: Number, /) -> Floats:
        """Shape (draws,), in the unit of the row."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class WallMass:
    """Wall of many cells, and what it is made of.

    Attributes
    ----------
    wall_g, peptidoglycan_g, teichoic_acid_g : shape (draws,)
        Dry mass; the two parts never hold more than the wall.
    """

    wall_g: Floats
    peptidoglycan_g: Floats
    teichoic_acid_g: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Walls:
    """Weighs walls with the numbers of the tables, drawn.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    draws : Drawing
        The same as of the run, so that a wall weighs what it weighed there.
    track : str
        ``untrained`` or ``calibrated``.

    Notes
    -----
    The mass is wall_share of parameters.tsv times the share of wall_parts.tsv. Neither says what a fragment
    does: no effect on health has been shown for such a mass. Lipopolysaccharide is not in it, and nothing
    takes walls apart here, as lysozyme and microbes do in a gut.
    """

    knowledge: Knowledge
    draws: Drawing
    track: Track = "untrained"

    @cached_property
    def _parts(self) -> WallParts:
        return load_wall_parts(self.knowledge.folder)

    def trait(self, member: str, name: str) -> Floats:
        """Draw a number of a member that has no condition, shape (draws,)."""
        row = self.knowledge.parameters_of(member, track=self.track)[name, ""]
        return self.draws.number(f"{row.member}:{name}:", row)

    def mass(self, whole_mmol: Amounts, wall_mmol: Amounts, *, biomass_g_per_mmol: float) -> WallMass:
        """Weigh the walls of whole cells and of loose wall.

        Parameters
        ----------
        whole_mmol, wall_mmol : mapping
            Member to shape (draws,), mmol of carbon: whole cells, and wall of broken ones.
        biomass_g_per_mmol : float
            Dry mass of a millimole of cell carbon.
        """
        totals = {name: np.zeros(self.draws.count) for name in ("wall", *PARTS)}
        for member in {*whole_mmol, *wall_mmol}:
            whole = whole_mmol.get(member, 0.0) * self.trait(member, "wall_share")
            wall_g = (whole + wall_mmol.get(member, 0.0)) * biomass_g_per_mmol
            totals["wall"] += wall_g
            for part, share in self._shares(member).items():
                totals[part] += wall_g * share
        return WallMass(
            wall_g=totals["wall"],
            peptidoglycan_g=totals["peptidoglycan"],
            teichoic_acid_g=totals["teichoic_acid"],
        )

    def _shares(self, member: str) -> dict[Part, Floats]:
        """Draw the parts of a member's wall; what does not fit beside the first part is cut off."""
        left = np.ones(self.draws.count)
        shares: dict[Part, Floats] = {}
        for part in PARTS:
            row = self._row(member, part)
            drawn = self.draws.number(f"wall:{row.domain}:{row.gram}:{part}", row)
            shares[part] = np.minimum(drawn, left)
            left = left - shares[part]
        return shares

    def _row(self, member: str, part: Part) -> WallPart:
        return wall_part(self._parts, self.knowledge.taxa[member], part)

    def status(self, members: Iterable[str]) -> Status:
        """Say what the weakest number behind the mass of these members is."""
        rows: list[Number] = []
        for member in members:
            rows.append(self.knowledge.parameters_of(member, track=self.track)["wall_share", ""])
            rows += [self._row(member, part) for part in PARTS]
        found = {row.status for row in rows}
        return next((word for word in _WEAKEST_FIRST if word in found), "assumed")


_WEAKEST_FIRST: tuple[Status, ...] = ("assumed", "derived", "measured")
