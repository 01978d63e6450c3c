"""Minutes at a core temperature to kill a member: D, z and their ranges, as Bigelow has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from biotica.engine.death import heat_death_rate_per_h
from biotica.ferment.ensemble import Floats
from biotica.ferment.medium import Drawing
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Parameter

_LN10 = float(np.log(10.0))
_MIN_PER_H = 60.0
_STATUS = ("measured", "derived", "assumed")


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatRows:
    """The two numbers that say how a member stands heat.

    Parameters
    ----------
    d_value : Parameter
        Minutes for one power of ten, at the temperature in its ``condition``.
    z_value : Parameter
        Degrees that make D ten times shorter.
    """

    d_value: Parameter
    z_value: Parameter

    @property
    def reference_c(self) -> float:
        """Temperature of the D-value."""
        return float(self.d_value.condition)


def heat_rows(knowledge: Knowledge, member: str) -> HeatRows:
    """Choose a member's D and z.

    Parameters
    ----------
    knowledge : Knowledge
        The tables.
    member : str
        Slug.

    Returns
    -------
    HeatRows
        The D-value nearest to the member (its own before its guild's); of several, the measured one; of
        several of those, the one in the middle, so that one line holds for all temperatures.

    Raises
    ------
    UnknownTaxon
        If no row of taxa.tsv has this slug.
    """
    line = knowledge.lineage_of(member)
    rows = knowledge.parameters_of(member)
    known = [row for (name, _condition), row in rows.items() if name == "heat_d_value_min"]

    def distance(row: Parameter) -> tuple[int, int]:
        return line.index(row.member), _STATUS.index(row.status)

    best = min(map(distance, known))
    nearest = sorted((row for row in known if distance(row) == best), key=lambda row: float(row.condition))
    return HeatRows(d_value=nearest[(len(nearest) - 1) // 2], z_value=rows["heat_z_value_c", ""])


def minutes_to_kill(rows: HeatRows, temperatures_c: Sequence[float], logs: Floats, draws: Drawing) -> Floats:
    """Time at a temperature for a fall of the live count.

    Parameters
    ----------
    rows : HeatRows
        D and z with their ranges.
    temperatures_c : sequence of float
        Of the core of the jar.
    logs : shape (draws,)
        Wanted fall in powers of ten, >= 0.
    draws : Drawing
        Source of the draws.

    Returns
    -------
    shape (draws, temperatures)
        Minutes, >= 0: ``logs * D * 10**((reference - T) / z)``.

    Notes
    -----
    Log-linear: no shoulder, no tail. Real curves often have a tail of cells that live longer, and D-values
    were measured in other foods. Warm-up and cooling are not counted. Not a proof that a jar is sterile.

    References
    ----------
    bigelow1921
    """
    d_min, z_c = (
        draws.number(f"{row.member}:{row.name}:{row.condition}", row) for row in (rows.d_value, rows.z_value)
    )
    per_h = np.array(
        [
            [heat_death_rate_per_h(t, d, rows.reference_c, z) for t in temperatures_c]
            for d, z in zip(d_min, z_c, strict=True)
        ]
    )
    return np.asarray(logs[:, None] * _LN10 * _MIN_PER_H / per_h)
