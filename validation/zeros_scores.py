"""Scores of the zero-resolver: ranking of masked taxa, AUROC within taxa, calibration, binned errors."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

LEAST_EACH = 5
FLAG = 0.9
READ_BINS = ((1, 3), (3, 6), (6, 12), (12, 25), (25, 50), (50, 100), (100, 400), (400, 1e9))
LEAST_IN_BIN = 50


def auroc(seen: np.ndarray, score: np.ndarray) -> float:
    n, m = float(seen.sum()), float((1 - seen).sum())
    return float((rankdata(score)[seen > 0].sum() - n * (n + 1) / 2) / (n * m))


def within_taxa(p: np.ndarray, seen: np.ndarray, cohort: np.ndarray) -> dict[str, float]:
    """Mean over taxa of the AUROC inside one cohort, by cohort."""
    found = {}
    for lab in sorted(set(cohort)):
        own = cohort == lab
        cells = [
            auroc(seen[own, t], p[own, t])
            for t in range(p.shape[1])
            if not np.isnan(p[own, t]).any()
            and min(seen[own, t].sum(), (1 - seen[own, t]).sum()) >= LEAST_EACH
        ]
        found[lab] = float(np.mean(cells))
    return found


def first_hits(p: np.ndarray, seen: np.ndarray, cohort: np.ndarray) -> tuple[float, dict[str, float]]:
    """Share of masked taxa that outrank all natural zeros of their sample, ties shared, and by cohort."""
    hits: dict[str, list[float]] = {lab: [] for lab in sorted(set(cohort))}
    for row in range(len(p)):
        known = ~np.isnan(p[row])
        zeros = p[row, known & (seen[row] == 0)]
        if len(zeros):
            top = zeros.max()
            equal = (zeros == top).sum() + 1
            hits[cohort[row]] += [
                1.0 if value > top else (1.0 / equal if value == top else 0.0)
                for value in p[row, known & (seen[row] == 1)]
            ]
    everything = np.concatenate([np.array(found) for found in hits.values()])
    return float(everything.mean()), {lab: float(np.mean(found)) for lab, found in hits.items()}


def calibration_error(p: np.ndarray, seen: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(
        sum(
            abs(p[bins == one].mean() - seen[bins == one].mean()) * (bins == one).mean()
            for one in range(10)
            if (bins == one).any()
        )
    )


def flags(p: np.ndarray, seen: np.ndarray, cohort: np.ndarray) -> dict[str, tuple[float, int, float]]:
    """By cohort: calibration error, number of flags at P >= 0.9, share of them that is there."""
    found = {}
    for lab in sorted(set(cohort)):
        known = ~np.isnan(p) & (cohort == lab)[:, None]
        q, y = p[known], seen[known]
        flagged = q >= FLAG
        right = float(y[flagged].mean()) if flagged.any() else float("nan")
        found[lab] = (calibration_error(q, y), int(flagged.sum()), right)
    return found


def binned_errors(
    expected: np.ndarray, seen: np.ndarray, chance: np.ndarray, weight: np.ndarray
) -> list[float]:
    """Observed minus predicted share of zeros, in points, per bin of expected reads (50 pairs or more)."""
    found = []
    for low, high in READ_BINS:
        own = (expected >= low) & (expected < high)
        if own.sum() >= LEAST_IN_BIN:
            w = weight[own]
            found.append(100.0 * float(np.average(chance[own], weights=w) - np.average(seen[own], weights=w)))
    return found
