"""Which taxa the rest of a community lets one expect: a ridge-logistic model per taxon, without numpy."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from biotica.gut.profile import Platform

Row = tuple[float, ...]

SURE_FROM = 0.8
MOST_WHERE_DISPUTED = 0.89
"""Where laboratories differ most no chance is called higher: those above 0.8 move together below it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What the rest of a sample says about one taxon.

    Attributes
    ----------
    p_observed : float
        Chance that a comparable profile of this depth shows it, 0..1, averaged over how much laboratories
        differ.
    habit_logit : float
        Log odds that a profile of the usual depth shows it: free of this sample's depth.
    """

    p_observed: float
    habit_logit: float


@dataclass(frozen=True, kw_only=True, slots=True)
class PresenceModel:
    """Weights of all taxa that a platform's model answers for.

    Attributes
    ----------
    targets : tuple of str
        Taxa with an answer, accepted names.
    of_presence, of_amount : mapping of str to tuple
        Per feature taxon one weight per target: of its being there, and of log10(share / floor) where it is;
        zero for the target itself.
    of_richness, of_depth, intercept : tuple
        Per target, weight of ln(1 + number of taxa), of log10(reads), and constant.
    spread : tuple
        Per target, standard deviation between laboratories of the log odds.
    disputed_spread : float
        Spread above which laboratories differ too much to be sure of a taxon.
    floor : float
        Share below which amounts no longer count.
    usual_reads : float
        Depth for a file without reads, and of `Expected.habit_logit`.
    """

    targets: tuple[str, ...]
    of_presence: Mapping[str, Row]
    of_amount: Mapping[str, Row]
    of_richness: Row
    of_depth: Row
    intercept: Row
    spread: Row
    disputed_spread: float
    floor: float
    usual_reads: float

    def expect(self, shares: Mapping[str, float], reads: float | None) -> dict[str, Expected]:
        """Say for each target that a sample does not show how expected it was.

        Parameters
        ----------
        shares : mapping
            Share by accepted name, any common scale; unknown names are passed over.
        reads : float or None
            Classified reads; None = the usual depth.

        Returns
        -------
        dict
            Target to `Expected`; empty where no name is known. Targets that are present are left out: their
            own share would tell.

        Notes
        -----
        ``logit = intercept + sum over taxa (of_presence + of_amount log10(share / floor)) + of_richness
        ln(1 + n) + of_depth log10(reads)``; ``p = 1 / (1 + exp(-logit / sqrt(1 + pi spread^2 / 8)))``, what
        exceeds 0.8 is shrunk to end at 0.89 for the targets with the largest spread.
        What other people's profiles show: no statement about what this person should have.
        """
        present = {taxon: shares[taxon] for taxon in self.of_presence if shares.get(taxon, 0.0) > 0}
        if not present:
            return {}
        deeper = math.log10((reads or self.usual_reads) / self.usual_reads)
        found = {}
        for row, (target, usual) in enumerate(zip(self.targets, self._usual(present), strict=True)):
            if shares.get(target, 0.0) <= 0:
                damping = math.sqrt(1.0 + math.pi * self.spread[row] ** 2 / 8.0)
                logit = (usual + self.of_depth[row] * deeper) / damping
                chance = 1.0 / (1.0 + math.exp(-logit))
                if self.spread[row] > self.disputed_spread:
                    chance = min(chance, disputed(chance))
                found[target] = Expected(p_observed=chance, habit_logit=usual)
        return found

    def _usual(self, present: Mapping[str, float]) -> list[float]:
        whole = math.fsum(present.values())
        amounts = {t: math.log10(max(share / whole, self.floor) / self.floor) for t, share in present.items()}
        richness, depth = math.log1p(len(present)), math.log10(self.usual_reads)
        return [
            self.intercept[row]
            + self.of_richness[row] * richness
            + self.of_depth[row] * depth
            + math.fsum(self.of_presence[t][row] + self.of_amount[t][row] * x for t, x in amounts.items())
            for row in range(len(self.targets))
        ]


def disputed(chance: float) -> float:
    """Chance above 0.8 shrunk to end at 0.89, order kept: laboratories differ too much to be sure."""
    return SURE_FROM + (chance - SURE_FROM) * (MOST_WHERE_DISPUTED - SURE_FROM) / (1.0 - SURE_FROM)


@lru_cache(maxsize=4)
def default_presence(platform: Platform) -> PresenceModel | None:
    """Load the shipped weights of a platform, None where it has none."""
    file = files("biotica") / "data" / "models" / f"presence_{platform}.json"
    return presence_from(file.read_text("utf-8")) if file.is_file() else None


def presence_from(text: str) -> PresenceModel:
    """Make a model from the JSON that scripts/build_zeros wrote."""
    found = json.loads(text)
    for name in ("of_presence", "of_amount"):
        found[name] = {taxon: tuple(row) for taxon, row in found[name].items()}
    for name in ("targets", "of_richness", "of_depth", "intercept", "spread"):
        found[name] = tuple(found[name])
    return PresenceModel(**found)
