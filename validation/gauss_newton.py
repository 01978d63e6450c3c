"""Move uncertain numbers within their ranges to where they explain what was measured, by Gauss-Newton steps.

Used by calibrate.py, fibres_fit.py and live_dead_fit.py. Every number that a vial draws is a standard normal
score (engine/draws.py); a standard normal prior, the range of its row, holds it to 0, and a robust loss keeps
a few odd vials from deciding. A row can be written for each number that the data moved or narrowed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.errors import ModelError
from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import MediumRow, Parameter

LARGEST_STEP, FARTHEST = 1.0, 2.5
NUDGE = 0.15
HUBER = 2.0
MISSED = 200.0
TOLD_FROM_PRIOR = 0.1


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


class Case(Protocol):
    """Something measured that draws numbers."""

    @property
    def drawn(self) -> tuple[str, ...]:
        """Names of the numbers that it drew when it last ran."""

    def residuals(self, draws: Draws) -> Floats:
        """(Measured - predicted) / error, shape (draws, numbers measured)."""


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Score of each number, and how well it is known.

    Attributes
    ----------
    score, sd : mapping
        Number to its score, and its standard deviation; 1 = no better known than before.
    names, curvature
        Order of the numbers, and the inverse of their covariance.
    """

    score: Mapping[str, float]
    sd: Mapping[str, float]
    names: tuple[str, ...]
    curvature: Floats

    def drawn(self, count: int, seed: int = 1) -> dict[str, Floats]:
        """Draws from what was learnt, shape (count,) each."""
        spread = np.linalg.cholesky(np.linalg.inv(self.curvature))
        noise = np.random.default_rng(seed).standard_normal((len(self.names), count))
        away = spread @ noise
        return {name: self.score[name] + away[n] for n, name in enumerate(self.names)}


def fit(
    cases: Sequence[Case],
    *,
    rounds: int,
    keep: Callable[[str], bool] = lambda name: ":" in name,
    told: bool = True,
) -> Fitted:
    """Move all scores that ``keep`` names to where they explain the cases.

    Notes
    -----
    Levenberg-Marquardt on ``sum huber(residual / error)**2 + sum score**2``; derivatives by one nudged draw
    per number. A case that cannot be solved counts as badly missed.
    """
    cost = _cost(cases, {})
    names = sorted(name for name in {n for c in cases for n in c.drawn} if keep(name))
    place = {name: n for n, name in enumerate(names)}
    x, damping = np.zeros(len(names)), 1.0
    curvature = np.eye(len(names))
    for number in range(rounds):
        at = dict(zip(names, x, strict=True))
        with ThreadPoolExecutor(2) as pool:
            slopes = pool.map(partial(_slopes, at=at, place=place), cases)
        curvature, pull = np.eye(len(names)), -x
        for where, bend, push in filter(None, slopes):
            curvature[np.ix_(where, where)] += bend
            pull[where] += push
        while damping < 300.0:
            step = np.linalg.solve(curvature + damping * np.eye(len(names)), pull)
            new = np.clip(x + np.clip(step, -LARGEST_STEP, LARGEST_STEP), -FARTHEST, FARTHEST)
            then = _cost(cases, dict(zip(names, new, strict=True)))
            if then < cost:
                x, cost, damping = new, then, max(damping / 4.0, 0.05)
                break
            damping *= 4.0
        if told:
            print(f"round {number + 1}: cost {cost:.0f}", flush=True)
        if damping >= 300.0:
            break
    sd = np.sqrt(np.diag(np.linalg.inv(curvature)))
    return Fitted(
        score=dict(zip(names, x.tolist(), strict=True)),
        sd=dict(zip(names, sd.tolist(), strict=True)),
        names=tuple(names),
        curvature=curvature,
    )


def _cost(cases: Sequence[Case], at: Mapping[str, float]) -> float:
    def missed(case: Case) -> float:
        try:
            away = case.residuals(Draws(count=1, known=Scores(at)))[0]
        except ModelError:
            return MISSED
        return float(np.sum(2.0 * HUBER**2 * (np.sqrt(1.0 + (away / HUBER) ** 2) - 1.0)))

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(missed, cases)) + sum(score**2 for score in at.values())


def _slopes(
    case: Case, at: Mapping[str, float], place: Mapping[str, int]
) -> tuple[list[int], Floats, Floats] | None:
    nudged = [name for name in case.drawn if name in place]
    try:
        all_away = case.residuals(Draws(count=1 + len(nudged), known=Scores(at, nudged)))
    except ModelError:
        return None
    away = all_away[0]
    slope = (away - all_away[1:]) / NUDGE
    trust = 1.0 / np.sqrt(1.0 + (away / HUBER) ** 2)
    return [place[name] for name in nudged], (slope * trust) @ slope.T, (slope * trust) @ away


@contextmanager
def with_own_rows(
    knowledge: Knowledge, strains: Sequence[str], own: Collection[str], *, lines: Mapping[str, Sequence[str]]
) -> Iterator[Knowledge]:
    """Copy the tables so that each strain has rows of its own where it took its guild's.

    Parameters
    ----------
    own : collection of str
        Names of numbers that a strain gets rows of its own for.
    lines : mapping
        File to lines that are put below it; a row takes the place of the strain's row of the same name.
    """
    with tempfile.TemporaryDirectory() as scratch:
        tables = Path(scratch) / "data"
        shutil.copytree(Path(str(knowledge.folder)), tables)
        for name, added in lines.items():
            columns = 2 if name == "media.tsv" else 3
            keys = {tuple(line.split("\t")[:columns]) for line in added}
            kept = [
                line
                for line in (tables / name).read_text("utf-8").splitlines()
                if tuple(line.split("\t")[:columns]) not in keys
            ]
            (tables / name).write_text("\n".join([*kept, *added]) + "\n", "utf-8")
        before = Knowledge(folder=tables)
        inherited = [
            row.model_copy(update={"member": slug})
            for slug in strains
            for row in before.parameters_of(slug).values()
            if row.name in own and row.member != slug and row.low != row.high
        ]
        with (tables / "parameters.tsv").open("a", encoding="utf-8") as file:
            file.writelines(f"{line_of(row)}\n" for row in inherited)
        yield Knowledge(folder=tables)


def line_of(row: Parameter | MediumRow) -> str:
    """Write a row as its table holds it."""
    cells = row.model_dump()
    first = ("member", "name", "condition") if isinstance(row, Parameter) else ("medium", "metabolite")
    middle = ("temperature_c", "ph") if isinstance(row, Parameter) else ()
    columns = (*first, "value", "low", "high", "unit", *middle, "status", "source", "where", "read_level")
    return "\t".join([*(_cell(cells[c]) for c in columns), "yes" if row.saw_acids else "no", ""])


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def rows_of_fit(
    fitted: Fitted, knowledge: Knowledge, source: str, where: str, *, always: Collection[str] = ()
) -> Iterator[str]:
    """Write a row for each number that the data moved or narrowed, and for those that are always wanted."""
    parameters = {f"{r.member}:{r.name}:{r.condition}": r for r in knowledge.parameters if not r.saw_acids}
    media = {f"{r.medium}:{r.metabolite}": r for r in knowledge.media if not r.saw_acids}
    for name, score in fitted.score.items():
        row = parameters.get(name) or media.get(name)
        sd = fitted.sd[name]
        told = name in always or abs(score) >= TOLD_FROM_PRIOR or sd <= 1.0 - TOLD_FROM_PRIOR
        if row is None or not told:
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
                    "where": where,
                    "read_level": "full",
                    "saw_acids": True,
                }
            )
        )
