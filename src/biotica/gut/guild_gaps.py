"""Guilds of a sample beside comparable people: which are absent, and which are small whoever is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from biotica.gut.guild_model import default_guild_models, parts_of
from biotica.gut.guilds import Guild
from biotica.gut.reference import Percentile, Reference
from biotica.gut.standing import Standing
from biotica.knowledge.names import NameTable

GUILD = "guild"
GUILD_WITHOUT = "guild_without"
GUILD_GIVEN_REST = "guild_given_rest"
"""Ranks of reference.tsv: the sum, the sum without one member, and its fit to the rest of the sample."""

GUILD_PREVALENCE = 0.8
"""A guild that fewer people show is not missed."""

WITHOUT_ONE = 0.2
"""A guild is small whoever is left out if every sum without one member is below this part of people."""


def guild_standings(
    guilds: Sequence[Guild],
    species: Mapping[str, float],
    genera: Mapping[str, float],
    reference: Reference,
    names: NameTable,
) -> tuple[Standing, ...]:
    """Place every guild.

    Parameters
    ----------
    guilds : sequence of Guild
        All of them.
    species, genera : mapping of str to float
        As in `Guild.members`.
    reference : Reference
        Of the sample's platform.
    names : NameTable
        For the genera of members.

    Returns
    -------
    tuple of Standing
        ``guild_gap`` where no member was seen, ``low`` where the sum is low and stays so whichever member is
        left out; both only for guilds that four in five people show.
    """
    return tuple(_standing(guild, species, genera, reference, names) for guild in guilds)


def _standing(
    guild: Guild,
    species: Mapping[str, float],
    genera: Mapping[str, float],
    reference: Reference,
    names: NameTable,
) -> Standing:
    members = guild.members(species, genera)
    share = min(1.0, math.fsum(members.values()))
    row = reference.pooled(GUILD, guild.name)
    percentile = reference.percentile(GUILD, guild.name, share)
    hinge = hinge_of(guild, members, share, reference)
    found = ""
    if row is not None and percentile is not None and row.prevalence >= GUILD_PREVALENCE:
        is_low = not hinge and reference.is_low(GUILD, guild.name, share)
        found = "guild_gap" if not members else ("low" if is_low else "")
    return Standing(
        name=guild.name,
        share=share,
        p_observed=row.prevalence if row is not None else 0.0,
        percentile=percentile,
        found_class=found,
        members=tuple(sorted(members, key=lambda name: (-members[name], name))),
        given_rest=_given_rest(guild, species, genera, reference, names),
        hinges_on=hinge,
    )


def hinge_of(guild: Guild, members: Mapping[str, float], share: float, reference: Reference) -> str:
    """Name the member whose absence alone makes the guild small; empty where there is none.

    Notes
    -----
    Without that member the rest of the guild stands at or above a fifth of people: the finding is about one
    taxon and not about the guild.
    """
    if not reference.is_low(GUILD, guild.name, share):
        return ""
    for rank, name in reference.rows:
        owner, _, member = name.partition(" without ")
        if rank != GUILD_WITHOUT or owner != guild.name:
            continue
        left = math.fsum(part for who, part in members.items() if member not in {who, who.split()[0]})
        found = reference.percentile(GUILD_WITHOUT, name, left)
        if found is not None and found.value >= WITHOUT_ONE:
            return member
    return ""


def _given_rest(
    guild: Guild,
    species: Mapping[str, float],
    genera: Mapping[str, float],
    reference: Reference,
    names: NameTable,
) -> Percentile | None:
    model = default_guild_models(reference.platform).get(guild.name)
    if model is None:
        return None
    fit = model.as_expected(parts_of(guild, species, genera, names, reference.platform))
    return None if fit is None else reference.percentile(GUILD_GIVEN_REST, guild.name, fit)
