"""Guild sums of a profile: how much of it belongs to makers of butyrate, eaters of mucin, and so on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Guild:
    """Taxa that can do one thing.

    Attributes
    ----------
    name : str
        butyrate, propionate, mucin, bifido, lactate_users or methanogens.
    species, genera : frozenset of str
        Accepted names.
    """

    name: str
    species: frozenset[str]
    genera: frozenset[str]

    def members(self, species: Mapping[str, float], genera: Mapping[str, float]) -> dict[str, float]:
        """Share of each member that is present; a species counts once, under its own name.

        Parameters
        ----------
        species, genera : mapping of str to float
            Shares of the classified part by accepted name; genera hold their species. Empty `species`: the
            test names no species.
        """
        found = {name: share for name, share in species.items() if name in self.species}
        for genus in self.genera:
            rest = genera.get(genus, 0.0) - sum(found[name] for name in found if name.split()[0] == genus)
            if rest > 1e-9:
                found[genus] = rest
        return found

    def share(self, species: Mapping[str, float], genera: Mapping[str, float]) -> float:
        """Sum over the members, 0..1."""
        return min(1.0, sum(self.members(species, genera).values()))


def guilds_from(rows: Iterable[Mapping[str, str]]) -> tuple[Guild, ...]:
    """Guilds from rows of ``guilds.tsv``, in the order of the file."""
    species: dict[str, set[str]] = {}
    genera: dict[str, set[str]] = {}
    for row in rows:
        for found in (species, genera):
            found.setdefault(row["guild"], set())
        (species if row["rank"] == "species" else genera)[row["guild"]].add(row["taxon"])
    return tuple(
        Guild(name=name, species=frozenset(species[name]), genera=frozenset(genera[name])) for name in species
    )


@lru_cache(maxsize=1)
def default_guilds() -> tuple[Guild, ...]:
    """Load the shipped guilds."""
    text = (files("biotica") / "data" / "guilds.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return guilds_from(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
