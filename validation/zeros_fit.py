"""Fits of the zero-resolver: presence from the rest of the community, detection curves, residency.

Ridge-logistic, everything by L-BFGS on fixed draws: deterministic. No cohort name or sample id is a feature;
16S cohorts get an intercept of their own in the fit, which a new laboratory never has.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import brentq, minimize
from validation.zeros_data import Cohort

from biotica.gut.detection import Curve
from biotica.gut.presence import PresenceModel, disputed

LEAST_DEPTH = 1000.0
USUAL_READS = {"16S": 20_000.0, "shotgun": 1e7}
FLOOR = {"16S": 1e-5, "shotgun": 1e-6}
LEAST_FEATURE = 0.02
SAME_ORGANISM = 0.95
AGREED_SHARE = 0.85


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Settings of the presence fit of a platform, chosen once on the open cohorts.

    Scale of the intercepts of single cohorts: large = hardly penalised, zero = none.
    """

    ridge: float
    of_amount: float
    least_sd: float
    copies: int
    cohort_scale: float = 10.0


RECIPES = {
    "16S": Recipe(ridge=250.0, of_amount=0.5, least_sd=0.5, copies=2),
    "shotgun": Recipe(ridge=50.0, of_amount=0.4, least_sd=1.0, copies=0, cohort_scale=0.0),
}
PLAIN = {
    "16S": Recipe(ridge=1000.0, of_amount=0.5, least_sd=0.1, copies=0, cohort_scale=0.0),
    "shotgun": Recipe(ridge=330.0, of_amount=0.5, least_sd=0.1, copies=0, cohort_scale=0.0),
}
"""Standardised features, pooled cohorts, no thinning: the ridge of the profiles note."""


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Cohorts on one list of taxa; `nameable` says which taxa a sample's cohort has a name for."""

    taxa: tuple[str, ...]
    shares: np.ndarray
    reads: np.ndarray
    cohort: np.ndarray
    person: np.ndarray
    nameable: np.ndarray
    weight: np.ndarray
    platform: str = field(default="16S")

    def take(self, rows: np.ndarray) -> Stack:
        return Stack(
            taxa=self.taxa, shares=self.shares[rows], reads=self.reads[rows], cohort=self.cohort[rows],
            person=self.person[rows], nameable=self.nameable[rows], weight=self.weight[rows],
            platform=self.platform,
        )  # fmt: skip


def stack(found: list[Cohort]) -> Stack:
    taxa = tuple(sorted({taxon for cohort in found for taxon in cohort.taxa}))
    place = {taxon: column for column, taxon in enumerate(taxa)}
    platform = found[0].platform
    shares, nameable = [], []
    for cohort in found:
        columns = [place[taxon] for taxon in cohort.taxa]
        wide, named = np.zeros((len(cohort.shares), len(taxa))), np.zeros(len(taxa), bool)
        wide[:, columns], named[columns] = cohort.shares, True
        shares.append(wide)
        nameable.append(np.tile(named, (len(wide), 1)))
    reads = np.concatenate([cohort.reads for cohort in found])
    return Stack(
        taxa=taxa,
        shares=np.vstack(shares),
        reads=np.where(np.isnan(reads), USUAL_READS[platform], reads),
        cohort=np.concatenate([np.full(len(c.shares), c.name) for c in found]),
        person=np.concatenate([c.person for c in found]),
        nameable=np.vstack(nameable),
        weight=np.ones(len(reads)),
        platform=platform,
    )


def thinned(data: Stack, copies: int, seed: int = 1) -> Stack:
    """Add copies rarefied to a depth drawn between 1,000 reads and their own: one sample, one weight."""
    rng = np.random.default_rng(seed)
    parts, rows = [data], [np.arange(len(data.reads))]
    for _copy in range(copies):
        depth = np.exp(rng.uniform(np.log(LEAST_DEPTH), np.log(np.maximum(data.reads, LEAST_DEPTH + 1))))
        chosen = np.flatnonzero(depth < 0.9 * data.reads)
        one = data.take(chosen)
        counts = np.round(one.shares * one.reads[:, None]).astype(int)
        drawn = rng.binomial(counts, (depth[chosen] / one.reads)[:, None])
        parts.append(replaced(one, drawn / depth[chosen, None], depth[chosen]))
        rows.append(chosen)
    source = np.concatenate(rows)
    weight = (1.0 / np.bincount(source))[source] * np.concatenate([part.weight for part in parts])
    return Stack(
        taxa=data.taxa,
        shares=np.vstack([part.shares for part in parts]),
        reads=np.concatenate([part.reads for part in parts]),
        cohort=np.concatenate([part.cohort for part in parts]),
        person=np.concatenate([part.person for part in parts]),
        nameable=np.vstack([part.nameable for part in parts]),
        weight=weight,
        platform=data.platform,
    )


def replaced(data: Stack, shares: np.ndarray, reads: np.ndarray) -> Stack:
    return Stack(
        taxa=data.taxa, shares=shares, reads=reads, cohort=data.cohort, person=data.person,
        nameable=data.nameable, weight=data.weight, platform=data.platform,
    )  # fmt: skip


def features(data: Stack, columns: np.ndarray, target: int, of_amount: float) -> np.ndarray:
    """Presence, amount, richness and depth of all taxa but the target, which is taken out first."""
    kept = data.shares[:, columns] * (columns != target)
    present = kept > 0
    floor = FLOOR[data.platform]
    whole = np.maximum(kept.sum(axis=1, keepdims=True), 1e-12)
    amount = np.where(present, np.log10(np.maximum(kept / whole, floor) / floor), 0.0)
    return np.column_stack([present, of_amount * amount, np.log1p(present.sum(axis=1)), np.log10(data.reads)])


def logistic(x: np.ndarray, y: np.ndarray, weight: np.ndarray, ridge: float) -> np.ndarray:
    """Intercept and coefficients of a ridge-logistic fit; ``y`` may be a share."""

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b[1:] + b[0]
        p = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        value = float(weight @ (np.logaddexp(0.0, z) - y * z) + 0.5 * ridge * b[1:] @ b[1:])
        slope = weight * (p - y)
        return value, np.concatenate([[slope.sum()], x.T @ slope + ridge * b[1:]])

    start = np.zeros(x.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x


def feature_columns(data: Stack) -> np.ndarray:
    return np.flatnonzero(np.average(data.shares > 0, axis=0, weights=data.weight) > LEAST_FEATURE)


def doubles(data: Stack, columns: np.ndarray, target: int) -> np.ndarray:
    """Features that are the target under another label: there and absent in nearly all the same samples."""
    y = data.shares[:, target] > 0
    x = data.shares[:, columns] > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        phi = np.nan_to_num(((x - x.mean(0)).T @ (y - y.mean())) / len(y) / (x.std(0) * y.std()))
    return columns[(phi > SAME_ORGANISM) & (columns != target)]


def fit_target(
    data: Stack, columns: np.ndarray, target: int, recipe: Recipe, y: np.ndarray | None = None
) -> np.ndarray:
    """Coefficients over [presence, amount, richness, depth] on raw scale, intercept last."""
    rows = data.nameable[:, target]
    one = data.take(rows)
    x = features(one, columns, target, recipe.of_amount)
    off = np.isin(np.tile(columns, 2), doubles(one, columns, target))
    x[:, : len(off)] *= ~off
    mean, sd = np.average(x, axis=0, weights=one.weight), np.maximum(x.std(axis=0), recipe.least_sd)
    sd[-2:] = np.maximum(x[:, -2:].std(axis=0), 0.1)
    z = (x - mean) / sd
    labs = sorted(set(one.cohort))
    own = np.column_stack([one.cohort == lab for lab in labs]) * recipe.cohort_scale
    seen = (one.shares[:, target] > 0).astype(float) if y is None else y[rows]
    b = logistic(np.column_stack([z, own]), seen, one.weight, recipe.ridge)
    slopes = b[1 : 1 + x.shape[1]] / sd
    slopes[: len(off)] *= ~off
    lab = float(np.mean(b[1 + x.shape[1] :])) * recipe.cohort_scale
    return np.concatenate([slopes, [b[0] + lab - slopes @ mean]])


def logits(
    data: Stack, columns: np.ndarray, target: int, coefficients: np.ndarray, recipe: Recipe
) -> np.ndarray:
    x = features(data, columns, target, recipe.of_amount)
    return x @ coefficients[:-1] + coefficients[-1]


def held_out_logits(
    data: Stack, targets: list[int], recipe: Recipe, labels: np.ndarray | None = None
) -> np.ndarray:
    """Log odds of each sample's targets by a fit on the other cohorts; nan where a cohort cannot name it.

    ``labels`` stand in for what the samples show (for the shuffled control; only without thinned copies).
    """
    found = np.full((len(data.reads), len(targets)), np.nan)
    for lab in sorted(set(data.cohort)):
        test = data.cohort == lab
        train = thinned(data.take(~test), recipe.copies)
        columns = feature_columns(train)
        for place, target in enumerate(targets):
            if data.nameable[test][0, target] and train.nameable[:, target].any():
                own = None if labels is None else labels[~test, place]
                b = fit_target(train, columns, target, recipe, own)
                found[test, place] = logits(data.take(test), columns, target, b, recipe)
    return found


def spreads(logit: np.ndarray, seen: np.ndarray, cohort: np.ndarray) -> np.ndarray:
    """Standard deviation between laboratories of each target's log odds.

    Half the variance of the shifts that would have made each laboratory right (the other half is taken for
    their own sampling error), drawn halfway to the mean of all targets.
    """
    square = np.full((len(set(cohort)), logit.shape[1]), np.nan)
    for row, lab in enumerate(sorted(set(cohort))):
        for column in range(logit.shape[1]):
            z, y = logit[cohort == lab, column], seen[cohort == lab, column]
            if len(z) and not np.isnan(z).any():
                square[row, column] = shift(z, y) ** 2
    own = np.nanmean(square, axis=0)
    return np.sqrt(0.25 * np.where(np.isnan(own), np.nanmean(own), own) + 0.25 * np.nanmean(own))


def shift(z: np.ndarray, y: np.ndarray) -> float:
    """What to add to log odds so that they expect as many as were seen, one sample each way added."""
    wanted = (y.sum() + 0.5) / (len(y) + 1.0) * len(y)
    return float(brentq(lambda u: (1.0 / (1.0 + np.exp(-(z + u)))).sum() - wanted, -60.0, 60.0))


def damped(logit: np.ndarray, spread: np.ndarray, limit: float) -> np.ndarray:
    """Chances as `PresenceModel.expect` gives them."""
    chance = 1.0 / (1.0 + np.exp(-logit / np.sqrt(1.0 + math.pi * spread**2 / 8.0)))
    return np.where(spread > limit, np.minimum(chance, disputed(chance)), chance)


def disputed_spread(spread: np.ndarray) -> float:
    """Spread that 15 % of the taxa exceed, which are answered without certainty."""
    return float(np.quantile(spread, AGREED_SHARE))


def presence_model(
    data: Stack, targets: list[int], spread: np.ndarray, limit: float, recipe: Recipe
) -> PresenceModel:
    """Fit all targets on all cohorts; weights keep four digits."""
    train = thinned(data, recipe.copies)
    columns = feature_columns(train)
    rows = np.array([fit_target(train, columns, target, recipe) for target in targets])
    n = len(columns)
    amount = rows[:, n : 2 * n] * recipe.of_amount
    return PresenceModel(
        targets=tuple(data.taxa[target] for target in targets),
        of_presence={data.taxa[c]: short(rows[:, k]) for k, c in enumerate(columns)},
        of_amount={data.taxa[c]: short(amount[:, k]) for k, c in enumerate(columns)},
        of_richness=short(rows[:, 2 * n]),
        of_depth=short(rows[:, 2 * n + 1]),
        intercept=short(rows[:, 2 * n + 2]),
        spread=short(spread),
        disputed_spread=limit,
        floor=FLOOR[data.platform],
        usual_reads=USUAL_READS[data.platform],
    )


def short(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(f"{value:.4g}") for value in values)


def fit_curve(amount: np.ndarray, seen: np.ndarray, weight: np.ndarray, knots: np.ndarray) -> Curve:
    """Fit a rising curve, straight between knots in log amount and log odds, lightly smoothed."""
    at = np.log(np.clip(amount, knots[0], knots[-1]))
    edges = np.log(knots)
    steps = np.clip((at[:, None] - edges[:-1]) / np.diff(edges), 0.0, 1.0)

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = b[0] + steps @ b[1:]
        p = 1.0 / (1.0 + np.exp(-z))
        bends = np.diff(b[1:])
        slope = np.concatenate([[weight @ (p - seen)], steps.T @ (weight * (p - seen))])
        slope[2:] += bends
        slope[1:-1] -= bends
        return float(weight @ (np.logaddexp(0.0, z) - seen * z) + 0.5 * bends @ bends), slope

    start = np.concatenate([[-1.0], np.full(len(knots) - 1, 0.7)])
    bounds = [(None, None)] + [(0.0, None)] * (len(knots) - 1)
    b = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    return Curve(amounts=tuple(map(float, knots)), logits=tuple(map(float, np.cumsum(b))))
