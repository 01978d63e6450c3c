"""Whether a guild is smaller than the rest of the same sample lets expect: a linear model for each.

It tells a guild that was cut down better than its amount does. Laboratories differ in it about as much.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from biotica.gut.comparable import comparable_genus
from biotica.gut.guilds import Guild
from biotica.gut.profile import Platform
from biotica.gut.reference import rows_of
from biotica.knowledge.names import NameTable

REST_FLOOR = 1e-3
MEMBER_FLOORS = (1e-3, 1e-5)
"""Shares that are added before a logarithm is taken."""

_MOST_GUILD_SHARE = 0.999
Feature = tuple[str, str, float]
"""Kind (rest, member, sum), genus or nothing, floor."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GuildModel:
    """Log odds that a guild was cut down to three tenths, against left as it is.

    Attributes
    ----------
    intercept : float
        Log odds with all features at zero.
    weights : mapping
        Log odds per unit of each feature.
    """

    intercept: float
    weights: Mapping[Feature, float]

    def as_expected(self, parts: GuildParts) -> float | None:
        """How well the guild fits the rest of the sample.

        Parameters
        ----------
        parts : GuildParts
            The sample, parted in guild and rest.

        Returns
        -------
        float or None
            0 (far too small) to 1; None where no member was seen. Only its rank among other people's has a
            meaning.

        Notes
        -----
        ``1 / (1 + exp(b + sum(w x)))`` with ``x = ln(share / (1 - guild) + floor)``. What makes a guild small
        it cannot tell.
        """
        if parts.total <= 0:
            return None
        score = self.intercept + math.fsum(
            weight * parts.value(feature) for feature, weight in self.weights.items()
        )
        return 1.0 / (1.0 + math.exp(min(500.0, score)))


@dataclass(frozen=True, kw_only=True, slots=True)
class GuildParts:
    """A sample parted in a guild and the rest, both by genus, relative to the rest.

    Attributes
    ----------
    total : float
        Share of the guild, 0..1.
    inside, outside : mapping of str to float
        Shares of members and of the rest, per genus.
    """

    total: float
    inside: Mapping[str, float]
    outside: Mapping[str, float]

    def value(self, feature: Feature) -> float:
        """Give the logarithm that a feature is."""
        kind, genus, floor = feature
        share = {
            "sum": self.total,
            "member": self.inside.get(genus, 0.0),
            "rest": self.outside.get(genus, 0.0),
        }[kind]
        return math.log(share / (1.0 - min(self.total, _MOST_GUILD_SHARE)) + floor)


def parts_of(
    guild: Guild,
    species: Mapping[str, float],
    genera: Mapping[str, float],
    names: NameTable,
    platform: Platform,
) -> GuildParts:
    """Part a sample in a guild and the rest.

    Parameters
    ----------
    guild : Guild
        The guild.
    species, genera : mapping of str to float
        As in `Guild.members`.
    names, platform
        For the genus of a member.
    """
    inside: dict[str, float] = {}
    for name, share in guild.members(species, genera).items():
        genus = comparable_genus(name.split()[0], names, platform)
        inside[genus] = inside.get(genus, 0.0) + share
    outside = {genus: max(0.0, share - inside.get(genus, 0.0)) for genus, share in genera.items()}
    return GuildParts(total=min(1.0, math.fsum(inside.values())), inside=inside, outside=outside)


def features_of(inside: Iterable[str], outside: Iterable[str]) -> list[Feature]:
    """List the features of a model over these genera, in order."""
    found: list[Feature] = [("rest", genus, REST_FLOOR) for genus in outside]
    for floor in MEMBER_FLOORS:
        found += [("member", genus, floor) for genus in inside]
        found.append(("sum", "", floor))
    return found


def models_from(rows: Iterable[Mapping[str, str]], platform: Platform) -> dict[str, GuildModel]:
    """Models of one platform by guild, from rows of ``models/guilds.tsv``."""
    intercepts: dict[str, float] = {}
    weights: dict[str, dict[Feature, float]] = {}
    for row in rows:
        if row["platform"] != platform:
            continue
        if row["kind"] == "intercept":
            intercepts[row["guild"]] = float(row["weight"])
        else:
            feature = (row["kind"], row["genus"], float(row["floor"]))
            weights.setdefault(row["guild"], {})[feature] = float(row["weight"])
    return {guild: GuildModel(intercept=intercepts[guild], weights=found) for guild, found in weights.items()}


@lru_cache(maxsize=4)
def default_guild_models(platform: Platform) -> dict[str, GuildModel]:
    """Load the shipped models of a platform."""
    return models_from(rows_of("models/guilds.tsv"), platform)
