"""Strains on mixes of six fibres (Connors 2026): acids and pH by design round.

Usage: python validation/fibres.py ../shared/data/production [--draws 8] [--track untrained|calibrated]
Last time point of rounds 1 and 2 (round 0 has pH only, at the first). Hours, dose and shares at the start are
assumed; nothing here says what a person makes of a fibre. "Train on rounds 0-1, test on round 2" is just
round 2 for a track that has seen no round; for the calibrated one it says something only if its numbers come
from rounds 0-1. Ends with 1 where a must is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from vial_scores import (
    Measure,
    Values,
    agreement,
    asked,
    communities_of,
    design_of,
    engine,
    measured,
    paired,
    rows_of,
    show,
    values_of,
    verdict,
)

MEASURED = ("butyrate", "acetate", "lactate", "pH")
FIBRES = ("AcGum", "ArGal", "Inulin", "Pectin", "Starch", "Xylan")
FIRST, LAST = "1", "3"
ROUND_2 = (0.70, 0.80)
BLACK_BOX = "trained on rounds 0-1: ridge 0.70 / 3.6 mM, GBM 0.71 / 4.1 mM"


def times_of(round_: str) -> tuple[str, ...]:
    """Time points that hold measured numbers, the last one first."""
    return (FIRST,) if round_ == "0" else (LAST, FIRST)


def by_round(
    ours: Values, truth: Values, rows: Sequence[Mapping[str, str]], round_: str
) -> Iterator[Measure]:
    """R and RMSE of everything that a round has."""
    for time_index in times_of(round_):
        names = [r["sample_id"] for r in rows if r["exp"] == round_ and r["time_index"] == time_index]
        for metabolite in MEASURED:
            pair = paired(ours, truth, metabolite, names)
            if not pair[0].size:
                continue
            judged = round_ == "2" and time_index == LAST and metabolite == "butyrate"
            yield from agreement(
                f"round {round_}, index {time_index}, {metabolite}",
                pair,
                r=ROUND_2 if judged else None,
                unit="pH" if metabolite == "pH" else "mM",
                peers=BLACK_BOX if judged else "",
            )


def means_by(
    ours: Values, truth: Values, rows: Sequence[Mapping[str, str]], groups: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Mean predicted / measured at the last time, per group of samples."""
    last = {row["sample_id"] for row in rows if row["time_index"] == LAST}
    for title, names in groups.items():
        pairs = {m: paired(ours, truth, m, [n for n in names if n in last]) for m in MEASURED}
        if pairs["butyrate"][0].size:
            cells = ", ".join(
                f"{m} {np.mean(p):.1f} / {np.mean(t):.1f}" for m, (p, t) in pairs.items() if p.size
            )
            yield f"  {title:<10s} n {pairs['butyrate'][0].size:3d}  {cells}"


def main(arguments: list[str]) -> int:
    wish = asked(arguments, draws=8)
    rows = [
        row
        for row in rows_of(wish.folder / "invitro_fibre_connors2026.csv")
        if row["time_index"] in times_of(row["exp"])
    ]
    wanted = {row["sample_id"] for row in rows}
    taxa = communities_of(wish.folder / "connors_t0_taxa.csv")
    vials = design_of(wish.folder / "connors_design.csv", taxa, keep=lambda vial: vial.sample_id in wanted)
    ours = values_of(engine(taxa, vials, wish))
    truth = measured(rows, "sample_id", MEASURED)
    missed = 0
    for round_ in ("0", "1", "2"):
        missed += show(f"Round {round_}", by_round(ours, truth, rows, round_))
    mostly = {f: [row["sample_id"] for row in rows if float(row[f]) >= 0.5] for f in FIBRES}
    print("At the last time, fibres that are at least half of the dose, predicted / measured")
    print(*means_by(ours, truth, rows, mostly), sep="\n")
    codes = sorted(column.removesuffix("abs") for column in rows[0] if column.endswith("abs"))
    member = {v.sample_id: v.community_id.split("-") for v in vials}
    for word, there in (("with", True), ("without", False)):
        print(f"At the last time, communities {word} the strain, predicted / measured")
        groups = {c: [s for s, strains in member.items() if (c in strains) is there] for c in codes}
        print(*means_by(ours, truth, rows, groups), sep="\n")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
