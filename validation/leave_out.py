"""Leave one study and one donor out of the open ex vivo vials, and the rule for the track that ships.

Used by exvivo.py. No number of either track saw an acid of a stool vial, so that leaving out changes what is
scored and fits nothing anew: the spread is a jackknife, not a test on something unseen. Correlations are made
as score_scfa.py makes them; a treatment counts for donor_r with four donors, or with three where one of them
was left out.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.knowledge.records import MediumRow, Parameter, Track

sys.path.insert(0, str(Path(__file__).parent))
import defined
from vial_scores import (
    Asked,
    Values,
    communities_of,
    correlation,
    design_of,
    engine,
    means,
    measured,
    paired,
    rows_of,
    tables,
    values_of,
)

ACIDS = ("butyrate", "propionate", "acetate")
CORE = {"control", "inulin", "fos", "pectin"}
STUDIES = ("A", "B", "D")
LEAST_DONORS = 4
WIN = 0.10


@dataclass(frozen=True, kw_only=True)
class Point:
    """Mean of the vials of one donor and treatment: what was made, and what was predicted."""

    study: str
    donor: str
    treatment: str
    truth: float
    predicted: float


def points(folder: Path, table: str, acid: str) -> list[Point]:
    """Core rows of one acid; a vial without a prediction counts as 0, as for the scorer."""
    made = {
        row["sample_id"]: float(row["predicted"])
        for row in csv.DictReader(io.StringIO(table))
        if row["metabolite"] == acid
    }
    found: defaultdict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows_of(folder / "exvivo_measured.csv"):
        if row["treatment"].lower() in CORE and row[acid]:
            key = (row["study"], row["donor"], row["treatment"])
            found[key].append((float(row[acid]), made.get(row["sample_id"], 0.0)))
    return [
        Point(study=study, donor=donor, treatment=treatment, truth=truth, predicted=predicted)
        for (study, donor, treatment), pairs in found.items()
        for truth, predicted in [np.mean(pairs, axis=0).tolist()]
    ]


def flagged(some: Sequence[Point]) -> list[Point]:
    """Predict 1 where a fibre was added, else 0."""
    return [replace(p, predicted=float(p.treatment.lower() != "control")) for p in some]


def pooled_z_r(some: Sequence[Point]) -> float:
    """R of values that are standardised within their study."""
    return _standardised_r(some, lambda p: (p.study,), least=1)


def donor_r(some: Sequence[Point], *, least: int = LEAST_DONORS) -> float:
    """R of values that are standardised within study and treatment: who makes more than whom."""
    return _standardised_r(some, lambda p: (p.study, p.treatment), least=least)


def _standardised_r(
    some: Sequence[Point], group_of: Callable[[Point], tuple[str, ...]], *, least: int
) -> float:
    groups: defaultdict[tuple[str, ...], list[Point]] = defaultdict(list)
    for point in some:
        groups[group_of(point)].append(point)
    kept = [group for group in groups.values() if len({p.donor for p in group}) >= least]
    if not kept:
        return float("nan")
    made, seen = (
        np.concatenate([_z(np.array([getattr(p, side) for p in group])) for group in kept])
        for side in ("predicted", "truth")
    )
    return correlation(made, seen)


def _z(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / (values.std() or 1.0))


def left_out(some: Sequence[Point], acid: str, name: str) -> str:
    """One line of the table: everything, each study left out, each donor left out."""
    studies = [
        f"-{study} {pooled_z_r([p for p in some if p.study != study]):5.2f}"
        for study in STUDIES
        if any(p.study == study for p in some)
    ]
    donors = sorted({p.donor for p in some})
    pooled = [pooled_z_r([p for p in some if p.donor != donor]) for donor in donors]
    ranked = [donor_r([p for p in some if p.donor != d], least=LEAST_DONORS - 1) for d in donors]
    line = f"  {name:<16s} {acid:<10s} {pooled_z_r(some):5.2f}   " + "  ".join(studies)
    line += f"   {min(pooled):5.2f} .. {max(pooled):5.2f}"
    if np.isnan(donor_r(some)):
        return line
    return line + f"   {donor_r(some):5.2f}   {np.nanmin(ranked):5.2f} .. {np.nanmax(ranked):5.2f}"


def jackknife(folder: Path, predictions: Mapping[str, str]) -> Iterator[str]:
    """Lines of the table; predictions: name of a model to its table as text."""
    yield "Leave one study or donor out, core rows (nothing is fitted to these vials; a jackknife)"
    yield (
        f"  {'model':<16s} {'acid':<10s} pooled_z_r, a study left out (-A, -B, -D), a donor left out;"
        " donor_r, a donor left out"
    )
    for acid in ACIDS:
        for name, table in predictions.items():
            yield left_out(points(folder, table, acid), acid, name)
        yield left_out(flagged(points(folder, next(iter(predictions.values())), acid)), acid, "fibre flag")


def large_r(wish: Asked) -> dict[str, float]:
    """R per acid on the open communities of >= 10 strains (Clark 2021) that no shipped row was fitted on."""
    wells = rows_of(wish.folder / "invitro_clark2021.csv")
    fitted = {row["community"] for row in rows_of(wish.folder / "invitro_timecourse25.csv")}
    first: dict[str, str] = {}
    for well in wells:
        name = well["community"]
        if len(defined.members(name)) >= 10 and name not in fitted:
            first.setdefault(name, well["sample_id"])
    taxa = communities_of(wish.folder / "clark_t0_taxa.csv")
    chosen = set(first.values())
    vials = design_of(wish.folder / "clark_design.csv", taxa, keep=lambda vial: vial.sample_id in chosen)
    by_sample = values_of(engine(taxa, vials, wish))
    ours: Values = means(
        ((v.community_id, acid), by_sample[v.sample_id, acid]) for v in vials for acid in defined.ACIDS
    )
    truth = measured(wells, "community", defined.ACIDS)
    return {acid: correlation(*paired(ours, truth, acid, sorted(first))) for acid in defined.ACIDS}


def shipping(wish: Asked, predictions: Mapping[Track, str]) -> Iterator[str]:
    """Weigh the issue's rule: which track ships."""
    pooled = {
        track: [pooled_z_r(points(wish.folder, table, acid)) for acid in ACIDS]
        for track, table in predictions.items()
    }
    gain = np.subtract(pooled["calibrated"], pooled["untrained"])
    large = {track: large_r(replace(wish, track=track)) for track in predictions}
    more = {acid: large["calibrated"][acid] - large["untrained"][acid] for acid in defined.ACIDS}
    fitted = sum(row.saw_acids for row in _all_rows(wish))
    wins = (
        float(np.mean(gain)) >= WIN and min(gain) > 0.0,
        float(np.mean(list(more.values()))) > 0.0 and more["butyrate"] > 0.0,
    )
    yield "Which track ships: calibrated only if it wins both; ties go to fewer fitted numbers"
    yield (
        f"  leave-one-study-out pooled_z_r, calibrated - untrained, needed >= {WIN:.2f} on average and none"
        f" worse: mean {np.mean(gain):+.3f}; "
        + ", ".join(f"{a} {g:+.3f}" for a, g in zip(ACIDS, gain, strict=True))
        + f"; {'won' if wins[0] else 'NOT won'}"
    )
    yield (
        "  communities of >= 10 strains that it was not fitted on, r calibrated - untrained, butyrate and the"
        f" average must gain: mean {np.mean(list(more.values())):+.3f}; "
        + ", ".join(f"{a} {large['untrained'][a]:.2f} -> {large['calibrated'][a]:.2f}" for a in more)
        + f"; {'won' if wins[1] else 'NOT won'}"
    )
    yield f"  numbers fitted: untrained 0, calibrated {fitted}"
    yield f"  ships: {'calibrated' if all(wins) else 'untrained'}"


def _all_rows(wish: Asked) -> list[Parameter | MediumRow]:
    with tables(wish) as knowledge:
        return [*knowledge.parameters, *knowledge.media]
