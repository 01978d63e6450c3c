"""Fit of residency: does a taxon that one sample does not show stand in most other samples of the person?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from validation.zeros_data import Cohort
from validation.zeros_fit import (
    RECIPES,
    Stack,
    feature_columns,
    fit_curve,
    fit_target,
    logits,
    thinned,
)

from biotica.gut.detection import Curve, Detection
from biotica.gut.habit import Earlier, HabitModel

FOLDS = 5
READ_KNOTS = np.array([0.5, 1.5, 4.0, 10.0, 25.0, 60.0, 150.0, 400.0])
SHARE_KNOTS = np.array([1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1])
EDGE = 0.01
TERMS = (
    "of_habit",
    "of_zero_rate",
    "of_posterior",
    "of_missed",
    "of_amount",
    "of_antibiotics",
)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Zeros of samples of people with several; one row each."""

    taxon: np.ndarray
    person: np.ndarray
    sample: np.ndarray
    resident: np.ndarray
    earlier: list[np.ndarray]
    weight: np.ndarray

    def take(self, chosen: np.ndarray) -> Rows:
        return Rows(
            taxon=self.taxon[chosen], person=self.person[chosen], sample=self.sample[chosen],
            resident=self.resident[chosen], earlier=[self.earlier[row] for row in np.flatnonzero(chosen)],
            weight=self.weight[chosen],
        )  # fmt: skip


def fold_of(person: np.ndarray, seed: int = 0) -> np.ndarray:
    people = np.array(sorted(set(person)))
    fold = dict(
        zip(np.random.default_rng(seed).permutation(people), np.arange(len(people)) % FOLDS, strict=True)
    )
    return np.array([fold[one] for one in person])


def person_held_out_logits(others: Stack, own: Stack, targets: list[int]) -> np.ndarray:
    """Log odds of a cohort's samples by fits that saw all other cohorts and the other people of this one."""
    recipe = RECIPES[own.platform]
    fold = fold_of(own.person)
    found = np.full((len(own.reads), len(targets)), np.nan)
    for one in range(FOLDS):
        test = fold == one
        train = thinned(joined(others, few(own.take(~test))), recipe.copies)
        columns = feature_columns(train)
        for place, target in enumerate(targets):
            b = fit_target(train, columns, target, recipe)
            found[test, place] = logits(own.take(test), columns, target, b, recipe)
    return found


def few(data: Stack, most: int = 5) -> Stack:
    order = np.random.default_rng(0).permutation(len(data.person))
    count: dict[str, int] = {}
    chosen = []
    for row in order:
        count[data.person[row]] = count.get(data.person[row], 0) + 1
        if count[data.person[row]] <= most:
            chosen.append(row)
    return data.take(np.sort(chosen))


def joined(first: Stack, second: Stack) -> Stack:
    return Stack(
        taxa=first.taxa,
        shares=np.vstack([first.shares, second.shares]),
        reads=np.concatenate([first.reads, second.reads]),
        cohort=np.concatenate([first.cohort, second.cohort]),
        person=np.concatenate([first.person, second.person]),
        nameable=np.vstack([first.nameable, second.nameable]),
        weight=np.concatenate([first.weight, second.weight]),
        platform=first.platform,
    )


def zero_rows(
    shares: np.ndarray, person: np.ndarray, targets: list[int], n_earlier: int, *, least_rest: int, seed: int,
    times: int = 3,
) -> Rows:  # fmt: skip
    """Zeros of up to three samples of each person, with drawn earlier samples, judged by the rest."""
    rng = np.random.default_rng(seed)
    taxon, who, sample, resident, earlier, weight = [], [], [], [], [], []
    present = shares[:, targets] > 0
    for one in sorted(set(person)):
        own = np.flatnonzero(person == one)
        if len(own) < 1 + n_earlier + least_rest:
            continue
        index = rng.permutation(own)[:times]
        for row in index:
            others = rng.permutation(own[own != row])
            past, rest = others[:n_earlier], others[n_earlier:]
            zeros = np.flatnonzero(~present[row])
            taxon.append(zeros)
            who.append(np.full(len(zeros), one))
            sample.append(np.full(len(zeros), row))
            resident.append(present[rest][:, zeros].mean(axis=0) >= 0.5)
            earlier += [past] * len(zeros)
            weight.append(np.full(len(zeros), 1.0 / len(index)))
    return Rows(
        taxon=np.concatenate(taxon), person=np.concatenate(who), sample=np.concatenate(sample),
        resident=np.concatenate(resident).astype(float), earlier=earlier, weight=np.concatenate(weight),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the terms of a row are made from."""

    shares: np.ndarray
    reads: np.ndarray
    antibiotics: np.ndarray
    logits: np.ndarray
    targets: list[int]
    typical: np.ndarray
    detection: Detection
    rate: np.ndarray
    weight: np.ndarray
    zero_rate: np.ndarray


def terms(rows: Rows, at: Setting) -> np.ndarray:
    """The terms of `HabitModel`, one column each in the order of `TERMS`."""
    found = np.empty((len(rows.taxon), len(TERMS)))
    for row, (taxon, sample, past) in enumerate(zip(rows.taxon, rows.sample, rows.earlier, strict=True)):
        shown = at.shares[past, at.targets[taxon]]
        seen = shown[shown > 0]
        posterior = (at.rate[taxon] * at.weight[taxon] + len(seen)) / (at.weight[taxon] + len(past) + 1)
        reads = None if np.isnan(at.reads[sample]) else float(at.reads[sample])
        chance = at.detection.chance_seen(float(at.typical[taxon]), reads) or 0.0
        found[row] = (
            at.logits[sample, taxon],
            logit(at.zero_rate[taxon]),
            logit(posterior),
            np.log(max(1.0 - chance, EDGE)) * (1.0 + np.log1p(len(past) - len(seen))),
            amount(seen) * len(seen) / (len(past) + 1),
            at.antibiotics[sample],
        )
    return found


def amount(seen: np.ndarray) -> float:
    return float(np.log10(max(seen.max(), 1e-6) / 1e-6)) if len(seen) else 0.0


def logit(share: float) -> float:
    return float(np.log((share + EDGE) / (1.0 + EDGE - share)))


def fit_habit(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, *, free: int = 0, ridge: float = 0.5
) -> np.ndarray:
    """Intercept and coefficients >= 0 of a logistic fit; the last ``free`` columns may have any sign."""

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = b[0] + x @ b[1:]
        p = 1.0 / (1.0 + np.exp(-np.clip(z, -30, 30)))
        slope = weight * (p - y)
        value = float(weight @ (np.logaddexp(0.0, z) - y * z) + 0.5 * ridge * b[1:] @ b[1:])
        return value, np.concatenate([[slope.sum()], x.T @ slope + ridge * b[1:]])

    bounds = [(None, None)] + [(0.0, None)] * (x.shape[1] - free) + [(None, None)] * free
    return minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x


def habits(present: np.ndarray, person: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Mean presence rate of people per taxon, its concentration, and the middle concentration.

    Beta by moments, net of the sampling error of a rate over few samples; drawn to the middle one.
    """
    people = [one for one in sorted(set(person)) if (person == one).sum() >= 2]
    rates = np.array([present[person == one].mean(axis=0) for one in people])
    sizes = np.array([(person == one).sum() for one in people])
    mean = rates.mean(axis=0)
    inverse = float(np.mean(1.0 / sizes))
    chance = np.maximum(mean * (1 - mean), 1e-4)
    between = (rates.var(axis=0) / chance - inverse) / (1.0 - inverse)
    between = np.clip(between, 0.05, 0.9)
    middle = float(np.median(between))
    between = 0.5 * between + 0.5 * middle
    return mean, 1.0 / between - 1.0, 1.0 / middle - 1.0


def zero_rates(rows: Rows, n_targets: int) -> tuple[np.ndarray, float]:
    """Share of a taxon's zeros that were of residents, drawn to the mean by one person, and that mean."""
    whole = np.bincount(rows.taxon, rows.weight, n_targets)
    resident = np.bincount(rows.taxon, rows.weight * rows.resident, n_targets)
    mean = float(resident.sum() / whole.sum())
    return (resident + mean) / (whole + 1.0), mean


def model_from(
    b: np.ndarray, taxa: list[str], at: Setting, middle: float, mean_zero_rate: float
) -> HabitModel:
    return HabitModel(
        intercept=float(b[0]),
        **{name: float(value) for name, value in zip(TERMS, b[1:], strict=True)},
        concentration=middle,
        zero_rate=mean_zero_rate,
        by_taxon={
            taxon: (float(rate), float(weight), float(zero))
            for taxon, rate, weight, zero in zip(taxa, at.rate, at.weight, at.zero_rate, strict=True)
        },
    )


def ask(model: HabitModel, rows: Rows, at: Setting, taxa: list[str], prevalence: np.ndarray) -> np.ndarray:
    """What the shipped class answers for each row."""
    found = np.empty(len(rows.taxon))
    for row, (taxon, sample, past) in enumerate(zip(rows.taxon, rows.sample, rows.earlier, strict=True)):
        reads = None if np.isnan(at.reads[sample]) else float(at.reads[sample])
        chance = at.detection.chance_seen(float(at.typical[taxon]), reads) or 0.0
        found[row] = model.p_resident(
            taxa[taxon],
            float(prevalence[taxon]),
            float(at.logits[sample, taxon]),
            1.0 - chance,
            [Earlier(share=float(share)) for share in at.shares[past, at.targets[taxon]]],
            antibiotics=bool(at.antibiotics[sample]),
        )
    return found


def pairs(cohort: Cohort, unit: Callable[[np.ndarray, float], np.ndarray]) -> tuple[np.ndarray, ...]:
    """Amount expected from one sample, whether another of the person shows it, weight, person number."""
    expected, seen, weight, who = [], [], [], []
    for number, one in enumerate(sorted(set(cohort.person))):
        own = np.flatnonzero(cohort.person == one)
        for source in own:
            there = cohort.shares[source] > 0
            for other in own[own != source]:
                expected.append(unit(cohort.shares[source, there], float(cohort.reads[other])))
                seen.append(cohort.shares[other, there] > 0)
                weight.append(np.full(there.sum(), 2.0 / (len(own) * (len(own) - 1))))
                who.append(np.full(there.sum(), number))
    return tuple(np.concatenate(part).astype(float) for part in (expected, seen, weight, who))


def rarefied(cohort: Cohort, seed: int = 0) -> tuple[np.ndarray, ...]:
    """The same for samples thinned to lower depths: a zero there is a matter of depth alone."""
    rng = np.random.default_rng(seed)
    expected, seen, weight, who = [], [], [], []
    for row in rng.choice(len(cohort.reads), min(150, len(cohort.reads)), replace=False):
        counts = np.round(cohort.shares[row] * cohort.reads[row]).astype(int)
        there = counts > 0
        for depth in (1_000, 3_000, 5_000, 10_000, 20_000):
            if cohort.reads[row] > 2 * depth:
                expected.append(cohort.shares[row, there] * depth)
                seen.append(rng.binomial(counts[there], depth / cohort.reads[row]) > 0)
                weight.append(np.full(there.sum(), 0.2))
                who.append(np.full(there.sum(), row))
    return tuple(np.concatenate(part).astype(float) for part in (expected, seen, weight, who))


def reads_of(shares: np.ndarray, reads: float) -> np.ndarray:
    return shares * reads


def shares_of(shares: np.ndarray, reads: float) -> np.ndarray:
    return shares


def curve_of(found: tuple[np.ndarray, ...], knots: np.ndarray) -> Curve:
    amount, seen, weight, _who = found
    return fit_curve(amount, seen, weight, knots)
