"""Three strains alone for 120 h (Garza 2024): living and dead cells, pH and acids, from each batch's start.

Usage: python validation/live_dead.py ../shared/data/production [--draws 32] [--track untrained|calibrated]
Each batch starts from the file's own cells, sugar, pyruvate, acids and pH at time 0, in a broth of peptones
whose other numbers are assumed (media.tsv, wilkins_chalgren), in a closed vial at 37 C; the study used
another vessel. Trehalose is not in our tables and is left out. Leave-one-batch-out is for fits: the untrained
track has none, so every batch is predicted from nothing but its start. The lactate of batch `ri` repeats its
acetate in the file and is not scored. Counts are cells, not colonies. Ends with 1 where a must is missed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.gut.batch import batch
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.records import Track

sys.path.insert(0, str(Path(__file__).parent))
from vial_scores import Measure, asked, means, rows_of, show, verdict

MEMBERS = {
    "bt": "bacteroides_thetaiotaomicron",
    "ri": "roseburia_intestinalis",
    "bh": "blautia_hydrogenotrophica",
}
MEDIUM = "wilkins_chalgren"
COUNT_PER_ML = 1.0e8
ACIDS = ("acetate", "butyrate", "lactate", "succinate", "formate")
SUBSTANCES = {"glucose": "hexose", "pyruvate": "pyruvate", **{acid: acid for acid in ACIDS}}
SPOILT = {("ri", "lactate")}
LEAST_MMOL_PER_L = 1.0
"""Below this an acid is hardly there, and a share of it says nothing: the error counts against this."""

BOUNDS = {"live": 0.3, "dead": 0.4, "pH": 0.25, "acids": 0.25}
UNITS = {"live": "log10", "dead": "log10", "pH": "pH", "acids": "share"}
Batch = tuple[str, str]
Course = Mapping[tuple[float, str], float]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One batch as measured: mean of its replicates."""

    culture: str
    name: str
    values: Course

    @property
    def times_h(self) -> tuple[float, ...]:
        return tuple(sorted({time for time, _quantity in self.values}))

    def start(self, quantity: str) -> float:
        return self.values[0.0, quantity]


def read_batches(rows: Sequence[Mapping[str, str]]) -> tuple[list[Seen], list[str]]:
    """Batches whose start was seen with living and dead cells, and the names of the others."""
    cells: defaultdict[Batch, list[tuple[tuple[str, str], float]]] = defaultdict(list)
    for row in rows:
        key = (row["culture"], row["batch"])
        cells[key].append(((row["time_h"], row["quantity"]), float(row["value"])))
    seen, left_out = [], []
    for (culture, name), pairs in cells.items():
        values = {(float(time), quantity): value for (time, quantity), value in means(pairs).items()}
        if (0.0, "live") in values:
            seen.append(Seen(culture=culture, name=name, values=values))
        else:
            left_out.append(f"{culture} {name}")
    return seen, left_out


def predict(one: Seen, knowledge: Knowledge, draws: int, track: Track) -> dict[tuple[float, str], float]:
    """Medians at the times of the batch."""
    member = MEMBERS[one.culture]
    start = {
        substance: one.start(quantity)
        for quantity, substance in SUBSTANCES.items()
        if (0.0, quantity) in one.values and (one.name, quantity) not in SPOILT
    }
    ready = batch(
        knowledge,
        MEDIUM,
        {member: one.start("live") * COUNT_PER_ML},
        Draws(count=draws, seed=1),
        measured_mmol_per_l=start,
        ph=one.start("pH"),
        dead_per_ml={member: one.start("dead") * COUNT_PER_ML},
        track=track,
    )
    times = one.times_h[1:]
    made = ready.run({}, times)
    columns: dict[str, Floats] = {
        "live": made.run.live_cfu_per_ml(member)[:, 1:] / COUNT_PER_ML,
        "dead": made.run.dead_cells_per_ml(member)[:, 1:] / COUNT_PER_ML,
        "pH": made.ph,
        **{acid: made.end_mmol_per_l[acid] for acid in ACIDS},
        **{q: made.run.metabolite_mmol_per_l(SUBSTANCES[q])[:, 1:] for q in ("glucose", "pyruvate")},
    }
    return {
        (time, quantity): float(np.median(values[:, at]))
        for quantity, values in columns.items()
        for at, time in enumerate(times)
    }


def errors(one: Seen, ours: Course) -> dict[str, list[float]]:
    """Every error of a batch after the start, by kind, and each acid by its own name."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for (time, quantity), truth in one.values.items():
        if time == 0.0 or (time, quantity) not in ours or (one.name, quantity) in SPOILT:
            continue
        made = ours[time, quantity]
        if quantity in {"live", "dead"}:
            found[quantity].append(abs(float(np.log10(max(made, 1e-9)) - np.log10(max(truth, 1e-9)))))
        elif quantity == "pH":
            found[quantity].append(abs(made - truth))
        elif quantity in ACIDS:
            share = abs(made - truth) / max(truth, LEAST_MMOL_PER_L)
            found["acids"].append(share)
            found[quantity].append(share)
    return dict(found)


def measures(
    title: str, all_errors: Sequence[Mapping[str, list[float]]], *, judged: bool
) -> Iterator[Measure]:
    """Median errors by kind."""
    for kind in (*BOUNDS, *ACIDS):
        some = [error for found in all_errors for error in found.get(kind, ())]
        if some:
            yield Measure(
                name=f"{title}, {kind}, n {len(some)}: median error, {UNITS.get(kind, 'share')}",
                value=float(np.median(some)),
                must=BOUNDS.get(kind) if judged else None,
                lower=True,
            )


def course_lines(seen: Sequence[Seen], made: Sequence[Course], culture: str) -> Iterator[str]:
    """Predicted / measured, mean over the batches of a culture, at some hours."""
    for hour in (8.0, 16.0, 24.0, 48.0, 72.0, 120.0):
        cells = []
        for quantity in ("live", "dead", "pH", "glucose", "pyruvate", *ACIDS):
            pairs = [
                (ours[hour, quantity], one.values[hour, quantity])
                for one, ours in zip(seen, made, strict=True)
                if one.culture == culture and (hour, quantity) in ours and (hour, quantity) in one.values
            ]
            if pairs:
                mine, truth = np.mean(pairs, axis=0)
                cells.append(f"{quantity} {mine:.2f} / {truth:.2f}")
        yield f"  {culture} {hour:3g} h  " + ", ".join(cells)


def main(arguments: list[str]) -> int:
    wish = asked(arguments, draws=32)
    knowledge = load()
    seen, left_out = read_batches(rows_of(wish.folder / "live_dead_garza2024.csv"))
    made = [predict(one, knowledge, wish.draws, wish.track) for one in seen]
    found = [errors(one, ours) for one, ours in zip(seen, made, strict=True)]
    print(f"{len(seen)} batches, {wish.draws} draws, {wish.track}; no counts in: {', '.join(left_out)}")
    missed = show("All batches", measures("all", found, judged=True))
    for culture in MEMBERS:
        some = [f for one, f in zip(seen, found, strict=True) if one.culture == culture]
        show(MEMBERS[culture], measures(culture, some, judged=False))
    print("Cells in 1e8 per ml, the rest in mmol/L; predicted / measured")
    for culture in MEMBERS:
        print(*course_lines(seen, made, culture), sep="\n")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
