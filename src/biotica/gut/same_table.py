"""People whom one laboratory measured in one way: the reference that shares its mark with the sample."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from biotica.gut.comparable import shares_at
from biotica.gut.guild_gaps import GUILD, GUILD_GIVEN_REST, GUILD_WITHOUT
from biotica.gut.guild_model import GuildParts, default_guild_models, parts_of
from biotica.gut.guilds import Guild
from biotica.gut.profile import Profile
from biotica.gut.reference import Reference
from biotica.gut.set_aside import community
from biotica.knowledge.names import NameTable

LEAST_PEOPLE_OF_TABLE = 50
"""A tenth of fewer people is a handful."""

Key = tuple[str, str]


def with_same_table(
    reference: Reference, profiles: Iterable[Profile], names: NameTable, guilds: Sequence[Guild]
) -> Reference:
    """Give the reference with the people of one table in it.

    Parameters
    ----------
    reference : Reference
        Of the platform of all profiles.
    profiles : iterable of Profile
        One sample per person, all measured in the same way.
    names, guilds
        What is known.

    Returns
    -------
    Reference
        Unchanged for fewer than `LEAST_PEOPLE_OF_TABLE` people.

    Notes
    -----
    Low then means lower than nine in ten people of the table who have it. What nearly all of them lack or
    have little of does not show: a table of patients is compared with patients.
    """
    found: dict[Key, list[float]] = {key: [] for key in reference.rows}
    people = 0
    for profile in profiles:
        people += 1
        values = dict(values_of(community(profile), reference, names, guilds))
        for key, column in found.items():
            column.append(values.get(key, 0.0))
    if people < LEAST_PEOPLE_OF_TABLE:
        return reference
    return replace(reference, same_table={key: tuple(sorted(column)) for key, column in found.items()})


def values_of(
    profile: Profile, reference: Reference, names: NameTable, guilds: Sequence[Guild]
) -> Iterator[tuple[Key, float]]:
    """Give everything of a sample that the reference may hold, by rank and name."""
    genera = shares_at(profile, "genus", names, reference.platform)
    shotgun = reference.platform == "shotgun"
    species = shares_at(profile, "species", names, reference.platform) if shotgun else {}
    yield from ((("genus", name), share) for name, share in genera.items())
    yield from ((("species", name), share) for name, share in species.items())
    for guild in guilds:
        parts = parts_of(guild, species, genera, names, reference.platform)
        yield from _guild_values(guild, parts, reference)


def _guild_values(guild: Guild, parts: GuildParts, reference: Reference) -> Iterator[tuple[Key, float]]:
    yield (GUILD, guild.name), parts.total
    for rank, name in reference.rows:
        owner, _, genus = name.partition(" without ")
        if rank == GUILD_WITHOUT and owner == guild.name:
            yield (rank, name), max(0.0, parts.total - parts.inside.get(genus, 0.0))
    model = default_guild_models(reference.platform).get(guild.name)
    if model is not None:
        yield (GUILD_GIVEN_REST, guild.name), model.as_expected(parts) or 0.0
