"""Fit the members' numbers to communities of strains in a defined medium: the calibrated track.

Usage: python validation/calibrate.py ../shared/data/production clark|timecourse ROWS.tsv [--rounds 5]
``clark``: the open communities of Clark 2021 with at most five strains; the repository states no licence,
so that its rows stay in validation/results. ``timecourse``: the 30 open communities of Thompson 2023 (MIT),
whose rows may ship. Every number that a vial draws is moved within its range by Gauss-Newton steps on its
score, held to 0 by a standard normal prior (the range of the table), with a robust error of 6 to 9 mmol per
litre. A row is written for each number that the data moved or narrowed. What fits here need not hold in a
gut.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.errors import ModelError
from biotica.gut.members import Kinship, Shares, to_members
from biotica.gut.vial import Bottle, culture
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names
from biotica.knowledge.records import MediumRow, Parameter

sys.path.insert(0, str(Path(__file__).parent))
from vial_scores import rows_of

ACIDS = ("butyrate", "acetate", "lactate", "succinate")
ERROR_MMOL_PER_L = np.array([6.0, 9.0, 9.0, 6.0])
MEDIUM = "DM38"
OWN = (
    "max_growth_rate_per_h",
    "biomass_yield_g_per_mmol",
    "ph_min",
    "ph_opt",
    "undissociated_max_mmol_per_l",
    "lag_h",
    "death_rate_per_h",
    "resting_mmol_per_g_h",
    "maintenance_mmol_per_g_h",
)
"""What each strain gets a number of its own for; of all else strains share their guild's."""

LARGEST_STEP, FARTHEST = 1.0, 2.5
NUDGE = 0.15
HUBER = 2.0
MOST_WELLS = 3
TOLD_FROM_PRIOR = 0.1


@dataclass(kw_only=True)
class Case:
    """One community: what was measured, shape (times, acids), and the names of the numbers that it draws."""

    shares: Shares
    times_h: tuple[float, ...]
    measured: Floats
    wells: int
    drawn: tuple[str, ...] = field(default=())


class Scores(Mapping[str, Floats]):
    """Scores of all numbers for a central draw and one more per nudged number."""

    def __init__(self, at: Mapping[str, float], nudged: Sequence[str] = ()) -> None:
        self._at, self._place = at, {name: n for n, name in enumerate(nudged, start=1)}

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> Floats:
        scores = np.full(1 + len(self._place), self._at.get(name, 0.0))
        if name in self._place:
            scores[self._place[name]] += NUDGE
        return scores

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


def predicted(
    case: Case, knowledge: Knowledge, at: Mapping[str, float], nudged: Sequence[str] = ()
) -> Floats:
    """End concentrations, shape (1 + nudged, times, acids)."""
    draws = Draws(count=1 + len(nudged), known=Scores(at, nudged))
    ready = culture(knowledge, case.shares, Bottle(medium=MEDIUM, dilution=None), (), draws)
    run = ready.run({}, case.times_h, threads=1)
    case.drawn = tuple(draws.scores)
    return np.stack([run.end_mmol_per_l[acid] for acid in ACIDS], axis=2)


def with_own_rows(knowledge: Knowledge, strains: Sequence[str], folder: Path) -> Knowledge:
    """Copy the tables so that each strain has rows of its own where it took its guild's."""
    tables = folder / "data"
    shutil.copytree(Path(str(knowledge.folder)), tables)
    inherited = [
        row.model_copy(update={"member": slug})
        for slug in strains
        for row in knowledge.parameters_of(slug).values()
        if row.name in OWN and row.member != slug and row.low != row.high
    ]
    with (tables / "parameters.tsv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line_of(row)}\n" for row in inherited)
    return Knowledge(folder=tables)


def line_of(row: Parameter | MediumRow) -> str:
    """Write a row as its table holds it."""
    cells = row.model_dump()
    first = ("member", "name", "condition") if isinstance(row, Parameter) else ("medium", "metabolite")
    middle = ("temperature_c", "ph") if isinstance(row, Parameter) else ()
    columns = (*first, "value", "low", "high", "unit", *middle, "status", "source", "where", "read_level")
    return "\t".join([*(_cell(cells[c]) for c in columns), "yes" if row.saw_acids else "no", ""])


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def cases_of(folder: Path, which: str, kinship: Kinship) -> list[Case]:
    """Communities to fit to."""
    table = "invitro_clark2021.csv" if which == "clark" else "invitro_timecourse25.csv"
    wells: defaultdict[str, defaultdict[float, list[list[float]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(folder / table):
        time_h = float(row["time_h"])
        if time_h > 0.0:
            wells[row["community"]][time_h].append([float(row[acid]) for acid in ACIDS])
    return [
        Case(
            shares=to_members([(code, 1.0) for code in name.split("-")], kinship),
            times_h=tuple(sorted(at)),
            measured=np.array([np.mean(at[time_h], axis=0) for time_h in sorted(at)]),
            wells=max(len(several) for several in at.values()),
        )
        for name, at in wells.items()
        if which == "timecourse" or name.count("-") < 5
    ]


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Score of each number, and how well it is known (standard deviation; 1 = no better than before)."""

    score: Mapping[str, float]
    sd: Mapping[str, float]


def fit(cases: Sequence[Case], knowledge: Knowledge, *, rounds: int) -> Fitted:
    """Move all scores to where they explain the cases.

    Notes
    -----
    Levenberg-Marquardt on ``sum huber(residual / error)**2 + sum score**2``; derivatives by one nudged draw
    per number. A community that cannot be solved counts as badly missed.
    """
    for case in cases:
        predicted(case, knowledge, {})
    names = sorted(name for name in {n for c in cases for n in c.drawn} if name.count(":"))
    place = {name: n for n, name in enumerate(names)}
    x, damping = np.zeros(len(names)), 1.0
    cost = _cost(cases, knowledge, dict(zip(names, x, strict=True)))
    curvature = np.eye(len(names))
    for number in range(rounds):
        at = dict(zip(names, x, strict=True))
        with ThreadPoolExecutor() as pool:
            slopes = pool.map(partial(_slopes, knowledge=knowledge, at=at, place=place), cases)
        curvature, pull = np.eye(len(names)), -x
        for where, bend, push in filter(None, slopes):
            curvature[np.ix_(where, where)] += bend
            pull[where] += push
        while damping < 300.0:
            step = np.linalg.solve(curvature + damping * np.eye(len(names)), pull)
            new = np.clip(x + np.clip(step, -LARGEST_STEP, LARGEST_STEP), -FARTHEST, FARTHEST)
            then = _cost(cases, knowledge, dict(zip(names, new, strict=True)))
            if then < cost:
                x, cost, damping = new, then, max(damping / 4.0, 0.05)
                break
            damping *= 4.0
        print(f"round {number + 1}: cost {cost:.0f}", flush=True)
    sd = np.sqrt(np.diag(np.linalg.inv(curvature)))
    return Fitted(score=dict(zip(names, x, strict=True)), sd=dict(zip(names, sd, strict=True)))


def _residuals(case: Case, shown: Floats) -> Floats:
    error = ERROR_MMOL_PER_L / np.sqrt(min(case.wells, MOST_WELLS))
    return np.asarray((case.measured - shown) / error).ravel()


def _cost(cases: Sequence[Case], knowledge: Knowledge, at: Mapping[str, float]) -> float:
    def missed(case: Case) -> float:
        try:
            away = _residuals(case, predicted(case, knowledge, at)[0])
        except ModelError:
            return 50.0 * len(ACIDS)
        return float(np.sum(2.0 * HUBER**2 * (np.sqrt(1.0 + (away / HUBER) ** 2) - 1.0)))

    with ThreadPoolExecutor() as pool:
        return sum(pool.map(missed, cases)) + sum(score**2 for score in at.values())


def _slopes(
    case: Case, knowledge: Knowledge, at: Mapping[str, float], place: Mapping[str, int]
) -> tuple[list[int], Floats, Floats] | None:
    nudged = [name for name in case.drawn if name in place]
    try:
        shown = predicted(case, knowledge, at, nudged)
    except ModelError:
        return None
    away = _residuals(case, shown[0])
    slope = np.stack([away - _residuals(case, one) for one in shown[1:]]) / NUDGE
    trust = 1.0 / np.sqrt(1.0 + (away / HUBER) ** 2)
    return [place[name] for name in nudged], (slope * trust) @ slope.T, (slope * trust) @ away


def rows_of_fit(fitted: Fitted, knowledge: Knowledge, source: str) -> Iterator[str]:
    """Write a row for each number that the data moved or narrowed."""
    parameters = {f"{r.member}:{r.name}:{r.condition}": r for r in knowledge.parameters if not r.saw_acids}
    media = {f"{r.medium}:{r.metabolite}": r for r in knowledge.media if not r.saw_acids}
    for name, score in fitted.score.items():
        row = parameters.get(name) or media.get(name)
        sd = fitted.sd[name]
        if row is None or (abs(score) < TOLD_FROM_PRIOR and sd > 1.0 - TOLD_FROM_PRIOR):
            continue
        spread = np.array([score - 1.645 * sd, score, score + 1.645 * sd])
        low, value, high = Draws(count=3, known={name: spread}).number(name, row)
        yield line_of(
            row.model_copy(
                update={
                    "value": float(value),
                    "low": float(low),
                    "high": float(high),
                    "status": "derived",
                    "source": source,
                    "where": "fitted by validation/calibrate.py",
                    "read_level": "full",
                    "saw_acids": True,
                }
            )
        )


def main(arguments: list[str]) -> None:
    """Fit, and write the rows."""
    folder, which, target = Path(arguments[0]), arguments[1], Path(arguments[2])
    rounds = int(arguments[arguments.index("--rounds") + 1]) if "--rounds" in arguments else 5
    knowledge = load()
    strains = [slug for slug, taxon in knowledge.taxa.items() if taxon.strain_code]
    with tempfile.TemporaryDirectory() as scratch:
        own = with_own_rows(knowledge, strains, Path(scratch))
        cases = cases_of(folder, which, Kinship(knowledge=own, names=default_names()))
        print(f"{len(cases)} communities")
        fitted = fit(cases, own, rounds=rounds)
        source = "CLARK2021" if which == "clark" else "THOMPSON2023"
        target.write_text("".join(f"{line}\n" for line in rows_of_fit(fitted, own, source)), "utf-8")
    print(f"{len(fitted.score)} numbers, rows in {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
