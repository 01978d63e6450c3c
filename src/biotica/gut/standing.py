"""Where a taxon or guild of a sample stands among comparable people."""

from __future__ import annotations

from dataclasses import dataclass

from biotica.gut.reference import Percentile


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A taxon or guild that is present (or a guild that is not), with its place among comparable people.

    Attributes
    ----------
    name : str
        Accepted name, or guild.
    share : float
        Of the classified part.
    p_observed : float
        Share of comparable people who show it.
    percentile : Percentile or None
        None where the reference says nothing.
    found_class : str
        low, unexpected, guild_gap, or empty for nothing to say.
    members : tuple of str
        Guild members that are present, largest first.
    given_rest : Percentile or None
        Of a guild: its place once the rest of the same sample is taken into account.
    hinges_on : str
        Of a guild that would be low: the member without which nothing is low; empty where there is none.
    """

    name: str
    share: float
    p_observed: float
    percentile: Percentile | None
    found_class: str = ""
    members: tuple[str, ...] = ()
    given_rest: Percentile | None = None
    hinges_on: str = ""
