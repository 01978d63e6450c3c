"""How vials are predicted and scored: the engine on a design, and its numbers beside what was measured.

Used by exvivo.py, defined.py, fibres.py, gas.py, live_dead.py and colon.py. A measure that misses its must is
printed like any other.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.gut.members import Kinship, to_members
from biotica.gut.vial import VialRun, culture
from biotica.gut.vial_tables import CONTROL, Vial, read_communities, read_design
from biotica.gut.vials import Predicted, bottle_of, predict_vials, substrates_of, treatment_index
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names
from biotica.knowledge.records import Track

Row = Mapping[str, str]
Communities = Mapping[str, Sequence[tuple[str, float]]]
Values = dict[tuple[str, str], float]
"""(sample or community, metabolite) to a number."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What stands on the command line of these scripts."""

    folder: Path
    draws: int
    track: Track
    rows: Path | None = None


def asked(arguments: Sequence[str], *, draws: int) -> Asked:
    """Read ``FOLDER [--draws N] [--track untrained|calibrated] [--rows FILE]``."""

    def after(option: str, otherwise: str) -> str:
        return arguments[arguments.index(option) + 1] if option in arguments else otherwise

    track = after("--track", "untrained")
    if track not in {"untrained", "calibrated"}:
        sys.exit("--track is untrained or calibrated")
    return Asked(
        folder=Path(arguments[0]),
        draws=int(after("--draws", str(draws))),
        track=cast("Track", track),
        rows=Path(after("--rows", "")) if "--rows" in arguments else None,
    )


@contextmanager
def tables(wish: Asked) -> Iterator[Knowledge]:
    """Give the tables, with all numbers that saw acids replaced by ``wish.rows`` where it is given."""
    knowledge = load()
    if wish.rows is None:
        yield knowledge
        return
    given = [line for line in wish.rows.read_text("utf-8").splitlines() if line and line[0] != "#"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        shutil.copytree(Path(str(knowledge.folder)), folder)
        media = {row.medium for row in knowledge.media}
        for name, belongs in (("media.tsv", True), ("parameters.tsv", False)):
            lines = (folder / name).read_text("utf-8").splitlines()
            kept = [line for line in lines if line.split("\t")[-2:-1] != ["yes"]]
            mine = [line for line in given if (line.split("\t", 1)[0] in media) == belongs]
            (folder / name).write_text("\n".join([*kept, *mine]) + "\n", "utf-8")
        yield Knowledge(folder=folder)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def communities_of(path: Path) -> dict[str, tuple[tuple[str, float], ...]]:
    """Communities of a table of taxa."""
    return read_communities(path.read_text("utf-8"), name=path.name)


def design_of(
    path: Path, communities: Mapping[str, object], *, keep: Callable[[Vial], bool] = lambda _vial: True
) -> tuple[Vial, ...]:
    """Vials of a design that are to be predicted."""
    return tuple(v for v in read_design(path.read_text("utf-8"), communities, name=path.name) if keep(v))


def engine(communities: Communities, vials: Sequence[Vial], wish: Asked) -> tuple[Predicted, ...]:
    """Predict by the engine, and print how long it took."""
    began = time.perf_counter()
    with tables(wish) as knowledge:
        rows = tuple(
            predict_vials(
                knowledge, default_names(), communities, vials, draws=wish.draws, track=wish.track, seed=1
            )
        )
    seconds = time.perf_counter() - began
    by = f"{wish.draws} draws, {wish.track}" + (f" by {wish.rows.name}" if wish.rows else "")
    print(f"{len(vials)} vials, {by}: {seconds:.1f} s, {seconds / len(vials):.3f} s per vial")
    return rows


def values_of(rows: Iterable[Predicted]) -> Values:
    """Medians of the engine by sample and metabolite."""
    return {(row.sample_id, row.metabolite): row.predicted for row in rows}


def courses(
    knowledge: Knowledge, communities: Communities, vials: Sequence[Vial], *, draws: int, track: Track
) -> Iterator[tuple[Vial, VialRun]]:
    """Run each vial by itself with shared draws, for what predictions do not tell, such as what was left."""
    treatments = treatment_index(knowledge)
    kinship = Kinship(knowledge=knowledge, names=default_names())
    shared = Draws(count=draws, seed=1)
    together: defaultdict[str, list[Vial]] = defaultdict(list)
    for vial in vials:
        together[vial.community_id].append(vial)
    for community, group in together.items():
        shares = to_members(communities[community], kinship)
        wanted = sorted({treatments[n].modelled_as for v in group for n, _share in v.parts} - {CONTROL})
        ready = culture(knowledge, shares, bottle_of(group[0], shares), wanted, shared, track=track)
        for vial in group:
            given = substrates_of(vial.parts, vial.dose_g_per_l, treatments, knowledge, shared)
            yield vial, ready.run(given, [vial.time_h])


def means(pairs: Iterable[tuple[tuple[str, str], float]]) -> Values:
    """Mean of everything that stands under the same key."""
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: float(np.mean(values)) for key, values in found.items()}


def measured(rows: Iterable[Row], key: str, metabolites: Sequence[str]) -> Values:
    """Mean of the cells that are not blank, by the value of a column."""
    return means(
        ((row[key], metabolite), float(row[metabolite]))
        for row in rows
        for metabolite in metabolites
        if row.get(metabolite)
    )


def paired(
    predicted: Mapping[tuple[str, str], float],
    truth: Mapping[tuple[str, str], float],
    metabolite: str,
    names: Iterable[str],
) -> tuple[Floats, Floats]:
    """Predicted and measured of one metabolite, for the names that have both."""
    both = [
        (predicted[name, metabolite], truth[name, metabolite])
        for name in names
        if (name, metabolite) in predicted and (name, metabolite) in truth
    ]
    found = np.array(both, dtype=float).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def correlation(predicted: Floats, truth: Floats) -> float:
    """Pearson's r; NaN where either side does not vary."""
    if predicted.size < 3 or np.ptp(predicted) == 0.0 or np.ptp(truth) == 0.0:
        return float("nan")
    return float(np.corrcoef(predicted, truth)[0, 1])


def rmse(predicted: Floats, truth: Floats) -> float:
    """Root of the mean squared error; NaN of nothing."""
    return float(np.sqrt(np.mean((predicted - truth) ** 2))) if truth.size else float("nan")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number with the bounds that the issue gives it, and what others reach.

    Attributes
    ----------
    must, aim : float or None
        None = the issue asks nothing.
    lower : bool
        Whether lower is better.
    most : float or None
        Where too much is wrong too: the must's upper end.
    peers : str
        Numbers of other models, as text.
    """

    name: str
    value: float
    must: float | None = None
    aim: float | None = None
    lower: bool = False
    most: float | None = None
    peers: str = ""

    @property
    def missed(self) -> bool:
        """Whether there is a must, and it is not reached."""
        above = self.most is not None and not self.value <= self.most
        return above or (self.must is not None and not self._reaches(self.must))

    def _reaches(self, bound: float) -> bool:
        return self.value <= bound if self.lower else self.value >= bound

    @property
    def text(self) -> str:
        """One line of the table."""
        sign = "<=" if self.lower else ">="
        bounds = ", ".join(
            f"{word} {sign} {bound:g}"
            for word, bound in (("must", self.must), ("aim", self.aim))
            if bound is not None
        )
        bounds += f" to {self.most:g}" if self.most is not None else ""
        verdict = ""
        if self.must is not None:
            at_aim = self.aim is not None and self._reaches(self.aim)
            verdict = "MISSED" if self.missed else "aim reached" if at_aim else "reached"
        tail = "; ".join(part for part in (bounds, verdict, self.peers) if part)
        return f"  {self.name:<52s} {self.value:9.3f}   {tail}".rstrip()


def agreement(
    name: str,
    pair: tuple[Floats, Floats],
    *,
    r: tuple[float, float] | None = None,
    error: tuple[float, float] | None = None,
    unit: str = "mM",
    peers: str = "",
) -> tuple[Measure, Measure]:
    """R and RMSE of one comparison, each with its must and aim where it has them."""
    size = pair[0].size
    one = Measure(name=f"{name}, n {size}: r", value=correlation(*pair), peers=peers)
    two = Measure(name=f"{name}, n {size}: RMSE {unit}", value=rmse(*pair), lower=True)
    if r is not None:
        one = replace(one, must=r[0], aim=r[1])
    if error is not None:
        two = replace(two, must=error[0], aim=error[1])
    return one, two


def show(title: str, measures: Iterable[Measure]) -> int:
    """Print a table; give how many musts were missed."""
    print(title)
    missed = 0
    for measure in measures:
        print(measure.text)
        missed += measure.missed
    return missed


def verdict(missed: int) -> int:
    """Print how many musts were missed; give the exit code."""
    print(f"musts missed: {missed}")
    return 1 if missed else 0
