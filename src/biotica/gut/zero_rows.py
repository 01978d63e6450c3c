"""One comparison as rows of a table: every zero, every low, every guild that is absent or small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from biotica.gut.compare import Comparison

GUILD_GAP = "guild_gap"
COLUMNS = ("sample", "taxon", "observed", "p_observed", "p_resident", "class")


class Row(NamedTuple):
    """One zero, one low, or one guild that is absent or small.

    Attributes
    ----------
    sample, taxon : str
        Whose, and what: an accepted name or a guild.
    observed : float
        Share of the classified part, 0..1.
    p_observed : float
        Chance that a comparable profile shows it.
    p_resident : float or None
        Chance that it lives there; None for a guild without a member.
    found_class : str
        As in the contract of ``biotica cohort compare``.
    """

    sample: str
    taxon: str
    observed: float
    p_observed: float
    p_resident: float | None
    found_class: str


def rows_of_comparison(found: Comparison) -> Iterator[Row]:
    """Give the rows of one comparison: zeros, lows, then guilds that are absent or small."""
    sample = found.profile.label
    for zero in found.zeros:
        yield Row(sample, zero.taxon, 0.0, zero.p_observed, zero.p_resident, zero.zero_class)
    for low in found.lows:
        yield Row(sample, low.name, low.share, low.p_observed, 1.0, low.found_class)
    for guild in found.guild_gaps:
        resident = 1.0 if guild.share > 0 else None
        yield Row(sample, guild.name, guild.share, guild.p_observed, resident, GUILD_GAP)
