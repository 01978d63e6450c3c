#!/usr/bin/env python3
"""Score the zero-resolver on open cohorts, each held out, with its baselines (profiles note, P3 to P7).

    python -m validation.zeros ../shared/data/profiles [--cards]

Prints, and writes validation/results/zeros.txt; with --cards also the cards beside the models. Floors frozen
before scoring: a taxon is present from one read (16S) or any share above zero (shotgun). Targets: median
prevalence over cohorts 30-97 % (16S genera) and 25-97 % (shotgun species). At most three samples a person.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from validation.zeros_cards import write_cards
from validation.zeros_data import cohorts
from validation.zeros_fit import (
    PLAIN,
    RECIPES,
    Stack,
    damped,
    disputed_spread,
    features,
    fit_curve,
    held_out_logits,
    logistic,
    spreads,
    stack,
)
from validation.zeros_habit import READ_KNOTS, fold_of, pairs, rarefied, reads_of
from validation.zeros_models import Repeated, by_name, detections, habit, repeated, scored_targets
from validation.zeros_scores import (
    auroc,
    binned_errors,
    calibration_error,
    first_hits,
    flags,
    within_taxa,
)

from biotica.gut.habit import Earlier, HabitModel
from biotica.gut.presence import Expected, default_presence
from biotica.gut.reference import Distribution, Reference
from biotica.gut.zeros import Zero, ZeroResolver, judge_zero

RESULTS = Path(__file__).resolve().parent / "results" / "zeros.txt"
NOWHERE = Reference(platform="16S", rows={}, median_reads=None)
Report = dict[str, list[str]]


def by_cohort(
    data: Stack, answer: Callable[[Stack, Stack, int], np.ndarray], targets: list[int]
) -> np.ndarray:
    """Fill a table (samples, targets) cohort by cohort from a function of (train, test, target)."""
    found = np.full((len(data.reads), len(targets)), np.nan)
    for lab in sorted(set(data.cohort)):
        test = data.cohort == lab
        for place, target in enumerate(targets):
            if data.nameable[test][0, target]:
                train = data.take(~test & data.nameable[:, target])
                found[test, place] = answer(train, data.take(test), target)
    return found


def by_prevalence(train: Stack, test: Stack, target: int) -> np.ndarray:
    seen = train.shares[:, target] > 0
    mean = np.mean([seen[train.cohort == lab].mean() for lab in set(train.cohort)])
    return np.full(len(test.reads), mean)


def by_depth_and_richness(train: Stack, test: Stack, target: int) -> np.ndarray:
    every = np.arange(len(train.taxa))
    x, z = (features(one, every, target, 0.5)[:, -2:] for one in (train, test))
    mean, sd = x.mean(axis=0), np.maximum(x.std(axis=0), 0.1)
    b = logistic((x - mean) / sd, (train.shares[:, target] > 0).astype(float), train.weight, 1.0)
    return 1.0 / (1.0 + np.exp(-(b[0] + (z - mean) / sd @ b[1:])))


def chances(data: Stack, targets: list[int], logit: np.ndarray) -> np.ndarray:
    """Damped chances; how much laboratories differ comes from fits that never saw the held-out cohort."""
    found = np.full(logit.shape, np.nan)
    for lab in sorted(set(data.cohort)):
        others = data.take(data.cohort != lab)
        inner = held_out_logits(others, targets, RECIPES[data.platform])
        spread = spreads(inner, others.shares[:, targets] > 0, others.cohort)
        own = data.cohort == lab
        found[own] = damped(logit[own], spread, disputed_spread(spread))
    return found


def presence(profiles: Path, platform: str) -> Report:
    found = cohorts(profiles, platform)
    data = stack([cohort.few_per_person(3) for cohort in found])
    targets = scored_targets(data, len(found))
    seen = (data.shares[:, targets] > 0).astype(float)
    plain = held_out_logits(data, targets, PLAIN[platform])
    own = held_out_logits(data, targets, RECIPES[platform])
    rng = np.random.default_rng(0)
    tables = {
        "random": np.where(np.isnan(own), np.nan, rng.random(own.shape)),
        "prevalence": by_cohort(data, by_prevalence, targets),
        "depth and richness": by_cohort(data, by_depth_and_richness, targets),
        "plain ridge": 1.0 / (1.0 + np.exp(-plain)),
        "resolver": chances(data, targets, own),
    }
    name = "P3 16S genera" if platform == "16S" else "P4 shotgun species"
    lines = [f"{name}: {len(data.reads)} samples, {len(found)} cohorts, {len(targets)} targets"]
    for method, p in tables.items():
        hit, hits = first_hits(p, seen, data.cohort)
        areas = within_taxa(p, seen, data.cohort)
        lines.append(
            f"  {method:<19} hit@1 {hit:.3f} (mean of cohorts {np.mean(list(hits.values())):.3f})  "
            f"AUROC within taxon {np.mean(list(areas.values())):.3f}"
        )
    lines += [f"    {lab:<15} hit@1 {hits[lab]:.3f}  AUROC {areas[lab]:.3f}" for lab in hits]
    lines.append(shuffled(data, targets, seen, platform))
    return {"presence": [*lines, *flag_lines(tables, seen, data.cohort)]}


def shuffled(data: Stack, targets: list[int], seen: np.ndarray, platform: str) -> str:
    rng = np.random.default_rng(1)
    labels = seen.copy()
    for lab in sorted(set(data.cohort)):
        rows = np.flatnonzero(data.cohort == lab)
        for place in range(len(targets)):
            labels[rows, place] = seen[rng.permutation(rows), place]
    areas = within_taxa(held_out_logits(data, targets, PLAIN[platform], labels), labels, data.cohort)
    return f"  labels shuffled within cohorts: AUROC within taxon {np.mean(list(areas.values())):.3f}"


def flag_lines(tables: dict[str, np.ndarray], seen: np.ndarray, cohort: np.ndarray) -> list[str]:
    plain, own = (flags(tables[name], seen, cohort) for name in ("plain ridge", "resolver"))
    total = sum(row[1] for row in own.values()) / sum(row[1] for row in plain.values())
    lines = [f"P5 flags at P >= 0.9, cohort held out; {100 * total:.0f} % of the flags of the plain ridge"]
    for lab in own:
        (e0, n0, r0), (e1, n1, r1) = plain[lab], own[lab]
        lines.append(
            f"    {lab:<15} right {100 * r1:.1f} % of {n1} (plain {100 * r0:.1f} % of {n0})  "
            f"ECE {e1:.3f} (plain {e0:.3f})"
        )
    return lines


def fold_models(mine: Repeated, helper: Repeated | None) -> dict[int, HabitModel]:
    return {one: habit(mine, helper, mine.fold != one) for one in sorted(set(mine.fold))}


def judged(mine: Repeated, models: dict[int, HabitModel], n_earlier: int) -> list[Zero]:
    """Judge each zero with a model that never saw the person, through the product's own function."""
    at, _middle, _zero = mine.setting(np.ones(len(mine.fold), bool))
    rows = mine.rows[n_earlier]
    p = shipped_chances(mine)
    resolvers = {f: ZeroResolver(detection=mine.detection, presence=None, habit=m) for f, m in models.items()}
    found = []
    for taxon, sample, past in zip(rows.taxon, rows.sample, rows.earlier, strict=True):
        row = Distribution(
            taxon=mine.taxa[taxon], cohort="all", n_people=0, prevalence=float(at.rate[taxon]), quantiles=(),
            median_if_present=float(at.typical[taxon]),
        )  # fmt: skip
        earlier = [
            Earlier(
                share=float(at.shares[s, at.targets[taxon]]), reads=_reads(at.reads[s]),
                p_observed=float(p[s, taxon]),
            )
            for s in past
        ]  # fmt: skip
        expected = Expected(p_observed=float(p[sample, taxon]), habit_logit=float(mine.logits[sample, taxon]))
        found.append(
            judge_zero(
                row, NOWHERE, resolvers[mine.fold[sample]], reads=_reads(at.reads[sample]), expected=expected,
                earlier=earlier, antibiotics=bool(at.antibiotics[sample]),
            )
        )  # fmt: skip
    return found


def shipped_chances(mine: Repeated) -> np.ndarray:
    """The held-out log odds, damped as the shipped model of the platform does."""
    shipped = default_presence("16S" if mine.own.platform == "16S" else "shotgun")
    if shipped is None:
        raise SystemExit("run scripts/build_zeros first")
    spread = dict(zip(shipped.targets, shipped.spread, strict=True))
    usual = float(np.median(shipped.spread))
    own = np.array([spread.get(taxon, usual) for taxon in mine.taxa])
    return damped(mine.logits, own, shipped.disputed_spread)


def _reads(reads: float) -> float | None:
    return None if np.isnan(reads) else float(reads)


def residency(mine: Repeated, helper: Repeated | None) -> Report:
    models = fold_models(mine, helper)
    lines = [f"P6 residency, person held out: {mine.cohort.name}, {len(set(mine.cohort.person))} people"]
    calls = ["P5b taxa called missing that stand in at least half of the person's other samples"]
    for n, rows in mine.rows.items():
        if len(set(rows.person)) < 5:
            continue
        zeros = judged(mine, models, n)
        p = np.array([zero.p_resident for zero in zeros])
        simple = prevalence_and_count(mine, n)
        lines.append(
            f"  {n} other samples: AUROC {auroc(rows.resident, p):.3f} (count and prevalence "
            f"{auroc(rows.resident, simple):.3f})  ECE {calibration_error(p, rows.resident):.3f}  "
            f"{len(p)} zeros of {len(set(rows.person))} people, {100 * rows.resident.mean():.0f} % resident"
        )
        missing = np.array([zero.zero_class == "missing" for zero in zeros])
        naive = np.array([zero.p_observed >= 0.9 for zero in zeros])
        calls.append(call_line(n, rows.resident, rows.person, missing, naive))
    return {"residency": lines, "missing": calls}


def prevalence_and_count(mine: Repeated, n: int) -> np.ndarray:
    """The baseline: log odds of the prevalence and the share of other samples that show it."""
    rows = mine.rows[n]
    found = np.empty(len(rows.taxon))
    for fold in sorted(set(mine.fold)):
        at = mine.setting(mine.fold != fold)[0]
        for row in np.flatnonzero(mine.fold[rows.sample] == fold):
            taxon, past = rows.taxon[row], rows.earlier[row]
            seen = (at.shares[past, at.targets[taxon]] > 0).mean() if len(past) else 0.0
            found[row] = at.rate[taxon] + 10.0 * seen
    return found


def call_line(
    n: int, resident: np.ndarray, person: np.ndarray, missing: np.ndarray, naive: np.ndarray
) -> str:
    people = len(set(person)), len(set(person[missing]))
    told = f"{100 * resident[missing].mean():.1f} %" if missing.any() else "no call"
    base = f"{100 * resident[naive].mean():.0f} % of {naive.sum()}" if naive.any() else "none"
    return (
        f"  {n + 1} samples: {told} of {missing.sum()} calls; a call in {people[1]} of {people[0]} people; "
        f"P >= 0.9 in one sample: {base}"
    )


def detection(profiles: Path) -> Report:
    amplicons = by_name(cohorts(profiles, "16S"))
    series = {
        "Poyet2019, another sample of the person": pairs(amplicons["Poyet2019"], reads_of),
        "HMPv35, the second sample of the person": pairs(amplicons["HMPv35"], reads_of),
        "TwinsUK, rarefied": rarefied(amplicons["TwinsUK"]),
    }
    lines = ["P7 error of P(zero) by expected reads (points), people held out in five parts"]
    for name, (expected, seen, weight, who) in series.items():
        fold = fold_of(who.astype(int).astype(str))
        found = {"curve": np.empty(len(seen)), "logistic": np.empty(len(seen))}
        for one in sorted(set(fold)):
            train, test = fold != one, fold == one
            for kind, knots in (("curve", READ_KNOTS), ("logistic", READ_KNOTS[[0, -1]])):
                curve = fit_curve(expected[train], seen[train], weight[train], knots)
                found[kind][test] = [curve.chance(amount) for amount in expected[test]]
        found["Poisson"] = 1.0 - np.exp(-expected)
        errors = {kind: binned_errors(expected, seen, p, weight) for kind, p in found.items()}
        lines.append(f"  {name}: " + " ".join(f"{error:+.1f}" for error in errors["curve"]))
        lines.append(
            "    largest: "
            + ", ".join(f"{kind} {max(map(abs, error)):.1f}" for kind, error in errors.items())
        )
    return {"detection": lines}


def report(profiles: Path) -> dict[str, Report]:
    curves = detections(profiles)
    shotgun = repeated(profiles, "shotgun", curves["shotgun"])
    amplicon = repeated(profiles, "16S", curves["16S"])
    return {
        "detection": detection(profiles),
        "presence 16S": presence(profiles, "16S"),
        "presence shotgun": presence(profiles, "shotgun"),
        "residency shotgun": residency(shotgun, None),
        "residency 16S": residency(amplicon, shotgun),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("profiles", type=Path, help="folder of the cohort tables")
    parser.add_argument("--cards", action="store_true", help="also write the cards beside the models")
    options = parser.parse_args()
    found = report(options.profiles)
    text = "\n\n".join(
        "\n".join(line for lines in part.values() for line in lines) for part in found.values()
    )
    RESULTS.write_text(text + "\n", "utf-8")
    print(text)
    if options.cards:
        write_cards(found)


if __name__ == "__main__":
    main()
