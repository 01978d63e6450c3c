"""The fitted models of both platforms, put together from the open cohorts: what ships and what is scored."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from validation.zeros_data import Cohort, cohorts
from validation.zeros_fit import Stack, stack
from validation.zeros_habit import (
    READ_KNOTS,
    SHARE_KNOTS,
    Rows,
    Setting,
    curve_of,
    fit_habit,
    fold_of,
    habits,
    model_from,
    pairs,
    person_held_out_logits,
    rarefied,
    reads_of,
    shares_of,
    terms,
    zero_rates,
    zero_rows,
)

from biotica.gut.detection import Detection
from biotica.gut.habit import HabitModel

LEAST_MEAN_PREVALENCE = 0.10
LEAST_COHORTS = {"16S": 3, "shotgun": 2}
REPEATED = {"16S": "Poyet2019", "shotgun": "HMP2"}
LEAST_REST = {"16S": 1, "shotgun": 2}
EARLIER = (0, 1, 2, 3, 6)
CHANGE_SHARE = 0.01
LOWEST = {"16S": 0.30, "shotgun": 0.25}
HIGHEST = 0.97


def by_name(found: list[Cohort]) -> dict[str, Cohort]:
    return {cohort.name: cohort for cohort in found}


def prevalences(data: Stack) -> np.ndarray:
    """Prevalence per cohort and taxon, nan where the cohort has no name for it."""
    rows = []
    for lab in sorted(set(data.cohort)):
        own = data.cohort == lab
        rows.append(np.where(data.nameable[own][0], (data.shares[own] > 0).mean(axis=0), np.nan))
    return np.array(rows)


def shipped_targets(data: Stack) -> list[int]:
    """Taxa that a tenth of people show, averaged over the cohorts that name them."""
    found = prevalences(data)
    named = (~np.isnan(found)).sum(axis=0)
    mean = np.nansum(found, axis=0) / np.maximum(named, 1)
    return [
        column
        for column in range(len(data.taxa))
        if named[column] >= LEAST_COHORTS[data.platform] and mean[column] >= LEAST_MEAN_PREVALENCE
    ]


def scored_targets(data: Stack, n_cohorts: int) -> list[int]:
    """Taxa whose middle prevalence over cohorts is neither rare nor near certain (profiles note, 4a)."""
    found = prevalences(data)
    named = (~np.isnan(found)).sum(axis=0)
    enough = np.flatnonzero(named >= max(3, n_cohorts - 2))
    middle = {column: float(np.nanmedian(found[:, column])) for column in enough}
    return [column for column in enough if LOWEST[data.platform] <= middle[column] <= HIGHEST]


def together(*found: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))


def detections(profiles: Path) -> dict[str, Detection]:
    amplicons = by_name(cohorts(profiles, "16S"))
    poyet, hmp, twins = amplicons["Poyet2019"], amplicons["HMPv35"], amplicons["TwinsUK"]
    drawn = curve_of(together(pairs(hmp, reads_of), rarefied(twins)), READ_KNOTS)
    day = curve_of(pairs(poyet, reads_of), READ_KNOTS)
    by_share = curve_of(pairs(by_name(cohorts(profiles, "shotgun"))["HMP2"], shares_of), SHARE_KNOTS)
    change = usual_change([poyet, hmp])
    return {
        "16S": Detection(drawn=drawn, another_day=day, another_day_by_share=None, log10_change_q95=change),
        "shotgun": Detection(
            drawn=drawn, another_day=day, another_day_by_share=by_share, log10_change_q95=change
        ),
    }


def usual_change(found: list[Cohort]) -> float:
    """Size of change that 95 % of taxa above 1 % stay below, between samples that follow each other."""
    sizes = []
    for cohort in found:
        for one in sorted(set(cohort.person)):
            own = np.flatnonzero(cohort.person == one)
            for first, second in pairwise(own):
                left, right = cohort.shares[first], cohort.shares[second]
                both = (left > 0) & (right > 0) & (np.maximum(left, right) >= CHANGE_SHARE)
                sizes.append(np.abs(np.log10(right[both] / left[both])))
    return round(float(np.quantile(np.concatenate(sizes), 0.95)), 4)


@dataclass(frozen=True, kw_only=True)
class Repeated:
    """A cohort with several samples per person, its person-held-out log odds and its zeros."""

    own: Stack
    cohort: Cohort
    targets: list[int]
    taxa: list[str]
    logits: np.ndarray
    fold: np.ndarray
    rows: dict[int, Rows]
    every: Rows
    detection: Detection

    def setting(self, train: np.ndarray) -> tuple[Setting, float, float]:
        """Numbers per taxon from the people of ``train``, with the middle concentration and zero rate."""
        present = self.own.shares[:, self.targets] > 0
        rate, weight, middle = habits(present[train], self.cohort.person[train])
        zero, mean_zero = zero_rates(self.every.take(train[self.every.sample]), len(self.targets))
        typical = np.array(
            [np.median(c[c > 0]) if (c > 0).any() else 1e-5 for c in self.own.shares[:, self.targets].T]
        )
        at = Setting(
            shares=self.own.shares, reads=self.cohort.reads, antibiotics=self.cohort.antibiotics,
            logits=self.logits, targets=self.targets, typical=typical, detection=self.detection, rate=rate,
            weight=weight, zero_rate=zero,
        )  # fmt: skip
        return at, middle, mean_zero

    def design(self, train: np.ndarray, at: Setting) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        chosen = [rows.take(train[rows.sample]) for rows in self.rows.values() if len(rows.taxon)]
        x = np.vstack([terms(rows, at) for rows in chosen])
        return x, *(np.concatenate([getattr(r, name) for r in chosen]) for name in ("resident", "weight"))


def repeated(profiles: Path, platform: str, detection: Detection) -> Repeated:
    found = cohorts(profiles, platform)
    cohort = by_name(found)[REPEATED[platform]]
    data = stack([c if c.name == cohort.name else c.few_per_person() for c in found])
    mine = data.cohort == cohort.name
    own, others = data.take(mine), data.take(~mine)
    wanted = set(shipped_targets(data))
    targets = [
        t for t in range(len(data.taxa)) if own.nameable[0, t] and (platform == "shotgun" or t in wanted)
    ]
    least = LEAST_REST[platform]
    rows = {
        n: zero_rows(own.shares, cohort.person, targets, n, least_rest=least, seed=10 + n) for n in EARLIER
    }
    return Repeated(
        own=own,
        cohort=cohort,
        targets=targets,
        taxa=[data.taxa[t] for t in targets],
        logits=person_held_out_logits(others, own, targets),
        fold=fold_of(cohort.person),
        rows=rows,
        every=zero_rows(own.shares, cohort.person, targets, 0, least_rest=least, seed=1, times=99),
        detection=detection,
    )


def habit(mine: Repeated, helper: Repeated | None, train: np.ndarray) -> HabitModel:
    """Fit a platform's residency; a helper cohort lends its zeros with an intercept of its own."""
    at, middle, mean_zero = mine.setting(train)
    x, y, weight = mine.design(train, at)
    if helper is not None:
        everyone = np.ones(len(helper.fold), bool)
        x2, y2, weight2 = helper.design(everyone, helper.setting(everyone)[0])
        other = np.concatenate([np.zeros(len(x)), np.ones(len(x2))])
        x, y = np.column_stack([np.vstack([x, x2]), other]), np.concatenate([y, y2])
        weight = np.concatenate([weight, weight2])
    b = fit_habit(x, y, weight, free=0 if helper is None else 1)
    return model_from(b[: len(b) - (helper is not None)], mine.taxa, at, middle, mean_zero)
