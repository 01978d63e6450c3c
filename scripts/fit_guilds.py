"""Fit the models of guilds: what a cut-down guild looks like beside the rest of its sample.

The guild of every person in the open cohorts is scaled by three tenths and the sample brought back to one
whole; a linear discriminant tells it from the untouched one. The shrinkage was chosen once, for all guilds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scripts.open_cohorts import NAMES, Cohort

from biotica.gut.guild_model import GuildModel, GuildParts, features_of, parts_of
from biotica.gut.guilds import Guild, default_guilds

CUT = 0.3
SHRINKAGE = 0.3
LEAST_PREVALENCE = 0.15
LEAST_PEOPLE = 10
MOST_PEOPLE = 150
LEAST_SHARE_OF_GUILD = 0.1


_PARTED: dict[tuple[str, str], tuple[GuildParts, ...]] = {}


def parts_in(cohort: Cohort, guild: Guild) -> tuple[GuildParts, ...]:
    """All samples of a cohort, parted in a guild and the rest."""
    key = (cohort.name, guild.name)
    if key not in _PARTED:
        genera = present(cohort.genera)
        species = present(cohort.species) if cohort.species is not None else [{}] * len(genera)
        _PARTED[key] = tuple(
            parts_of(guild, s, g, NAMES, cohort.platform) for s, g in zip(species, genera, strict=True)
        )
    return _PARTED[key]


def present(table: pd.DataFrame) -> list[dict[str, float]]:
    return [{name: share for name, share in row.items() if share > 0} for row in table.to_dict("records")]


def cut_down(sample: GuildParts, factor: float) -> GuildParts:
    """The same sample with its guild scaled and the whole brought back to one."""
    left = 1.0 - sample.total * (1.0 - factor)
    return GuildParts(
        total=sample.total * factor / left,
        inside={genus: share * factor / left for genus, share in sample.inside.items()},
        outside={genus: share / left for genus, share in sample.outside.items()},
    )


def sums_of(cohorts: Sequence[Cohort], rank: str) -> dict[str, pd.DataFrame]:
    """Per cohort the shares of guilds (rank guild), or of guilds without one of their large genera."""
    found: dict[str, dict[str, list[float]]] = {cohort.name: {} for cohort in cohorts}
    for guild in default_guilds():
        genera = [""] if rank == "guild" else large_members(cohorts, guild)
        for cohort, genus in ((c, g) for c in cohorts for g in genera):
            sums = [max(0.0, p.total - p.inside.get(genus, 0.0)) for p in parts_in(cohort, guild)]
            found[cohort.name][f"{guild.name} without {genus}" if genus else guild.name] = sums
    return {cohort.name: pd.DataFrame(found[cohort.name], index=cohort.genera.index) for cohort in cohorts}


def large_members(cohorts: Sequence[Cohort], guild: Guild) -> list[str]:
    """Genera that are a tenth of the guild or more on average in some cohort; none in a guild of one."""
    found: dict[str, float] = {}
    for cohort in cohorts:
        samples = [sample for sample in parts_in(cohort, guild) if sample.total > 0]
        for genus in {genus for sample in samples for genus in sample.inside}:
            mean = np.mean([sample.inside.get(genus, 0.0) / sample.total for sample in samples])
            found[genus] = max(found.get(genus, 0.0), float(mean))
    large = sorted(genus for genus, mean in found.items() if mean >= LEAST_SHARE_OF_GUILD)
    return large if len(found) > 1 else []


def fit(cohorts: Sequence[Cohort], guild: Guild, cut: float = CUT) -> GuildModel | None:
    """Linear discriminant between untouched and cut down; None where too few people show the guild."""
    shown = [[p for p in parts_in(cohort, guild) if p.total > 0] for cohort in cohorts]
    shown = [samples for samples in shown if len(samples) >= LEAST_PEOPLE]
    if not shown:
        return None
    features = _features(shown)
    table = [np.array([[p.value(f) for f in features] for p in samples]) for samples in shown]
    small = [np.array([[cut_down(p, cut).value(f) for f in features] for p in samples]) for samples in shown]
    weight = np.concatenate([np.full(len(t), min(MOST_PEOPLE, len(t)) / len(t)) for t in table])
    weights = discriminant(np.concatenate(table), np.concatenate(small), weight / weight.sum())
    return GuildModel(intercept=weights[0], weights=dict(zip(features, weights[1:], strict=True)))


def _features(shown: Sequence[Sequence[GuildParts]]) -> list:
    def often(genera: set[str], part: str) -> list[str]:
        prevalence = {
            genus: np.mean([np.mean([getattr(p, part).get(genus, 0.0) > 0 for p in s]) for s in shown])
            for genus in genera
        }
        return sorted(genus for genus, share in prevalence.items() if share >= LEAST_PREVALENCE)

    inside = often({g for s in shown for p in s for g in p.inside}, "inside")
    outside = often({g for s in shown for p in s for g in p.outside}, "outside")
    return features_of(inside, outside)


def discriminant(untouched: np.ndarray, cut: np.ndarray, weight: np.ndarray) -> list[float]:
    """Intercept and weights of the log odds, with a covariance shrunk towards independence."""
    both, doubled = np.concatenate([untouched, cut]), np.concatenate([weight, weight]) / 2
    centre = doubled @ both
    spread = np.sqrt(doubled @ (both - centre) ** 2) + 1e-6
    left, right = (untouched - centre) / spread, (cut - centre) / spread
    mean_left, mean_right = weight @ left, weight @ right
    covariance = sum(
        ((z - m) * weight[:, None]).T @ (z - m) / 2 for z, m in ((left, mean_left), (right, mean_right))
    )
    weights = np.linalg.solve(covariance + SHRINKAGE * np.eye(len(centre)), mean_right - mean_left)
    intercept = -weights @ (mean_left + mean_right) / 2 - weights @ (centre / spread)
    return [float(intercept), *map(float, weights / spread)]


def held_out_fits(cohorts: Sequence[Cohort]) -> dict[str, pd.DataFrame]:
    """How well every guild fits its sample, by models that did not see the cohort; 0 = not seen."""
    found: dict[str, pd.DataFrame] = {}
    for cohort in cohorts:
        others = [other for other in cohorts if other is not cohort]
        models = [(guild, model) for guild in default_guilds() if (model := fit(others, guild)) is not None]
        fits = {
            guild.name: [model.as_expected(p) or 0.0 for p in parts_in(cohort, guild)]
            for guild, model in models
        }
        found[cohort.name] = pd.DataFrame(fits, index=cohort.genera.index)
    return found


def fitted_rows(cohorts: Sequence[Cohort]) -> list[dict[str, str]]:
    """Rows of models/guilds.tsv: one model per platform and guild, of all cohorts."""
    rows = []
    for platform in ("16S", "shotgun"):
        mine = [cohort for cohort in cohorts if cohort.platform == platform]
        for guild in default_guilds():
            model = fit(mine, guild)
            if model is None:
                continue
            row = {"platform": platform, "guild": guild.name}
            rows.append(
                {**row, "kind": "intercept", "genus": "", "floor": "", "weight": f"{model.intercept:.5g}"}
            )
            for (kind, genus, floor), weight in model.weights.items():
                rows.append(
                    {**row, "kind": kind, "genus": genus, "floor": f"{floor:g}", "weight": f"{weight:.4g}"}
                )
    return rows
