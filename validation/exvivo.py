"""Score the engine on the open ex vivo vials, next to the guild model and the fibre flag.

Usage: python validation/exvivo.py FOLDER [--draws 32] [--track untrained|calibrated] [--blank]
FOLDER: ../shared/data/production. Without --track both tracks are shown. --blank leaves out dose and
dilution, as an independent scorer does. Must and aim are those of the issue; it judges them on an independent
set, here stands the open part (11 donors: differences below 0.25 in donor_r are noise). No number of either
track saw an acid of these vials. leave_out.py tells how much hangs on one study or donor, and with both
tracks which one ships by the issue's rule. Correlations of closed vials, not acids in anyone's stool. Ends
with 1 where the first track shown misses a must on the core rows.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from biotica.gut.vial_tables import read_design
from biotica.gut.vials import table_of
from biotica.knowledge.records import Track

sys.path.insert(0, str(Path(__file__).parent))
import guild_model
import leave_out
from vial_scores import Asked, Measure, asked, communities_of, engine, show, verdict

BOUNDS = {
    ("butyrate", "pooled_z_r"): (0.72, 0.80, "notes: guild 0.70 / 0.67, MICOM 0.65"),
    ("butyrate", "donor_r"): (0.45, 0.65, "notes: guild 0.53 / 0.31, MICOM 0.12, 0.06"),
    ("butyrate", "donor_r_lo"): (0.1, None, ""),
    ("propionate", "pooled_z_r"): (0.60, 0.72, "notes: guild 0.39 / 0.41, MICOM 0.65"),
    ("propionate", "donor_r"): (0.40, 0.60, "notes: guild 0.08 / 0.29, MICOM 0.40, 0.30"),
    ("acetate", "pooled_z_r"): (0.65, 0.72, "notes: guild 0.54 / 0.64, MICOM 0.47"),
    ("acetate", "donor_r"): (0.45, 0.55, "notes: guild -0.06 / 0.41, MICOM 0.04, -0.20"),
}
RATIO = "molar_ratio_total_variation"
RATIO_BOUNDS = (0.15, 0.10)
LARGE_DRAWS = 16
OTHER = ("fibre_flag_r", "donor_r_hi", "response_r", "rmse_mM")
Score = dict[str, dict[str, float]]


def design_text(path: Path, *, blank: bool) -> str:
    """Read the design, without dose and dilution if asked."""
    text = path.read_text("utf-8")
    if not blank:
        return text
    rows = [
        {key: row[key] for key in ("sample_id", "community_id", "treatment", "time_h")}
        for row in csv.DictReader(io.StringIO(text))
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def predicted(wish: Asked, design: str) -> str:
    """Predict by the engine."""
    communities = communities_of(wish.folder / "exvivo_t0_taxa.csv")
    vials = read_design(design, communities, name="design")
    return table_of(engine(communities, vials, wish))


def guild(taxa: Path, design: Path) -> str:
    """Predict by the guild model."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        guild_model.main(str(taxa), str(design))
    return out.getvalue()


def score(folder: Path, predictions: str, *options: str) -> Score:
    """Ask the scorer; acid (or the name of a measure) to what it says."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pred.csv"
        path.write_text(predictions, "utf-8")
        scorer, truth = (str(folder / name) for name in ("score_scfa.py", "exvivo_measured.csv"))
        command = [sys.executable, scorer, truth, str(path), "--kind", "exvivo", *options]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    return {row.get("metabolite") or row["metric"]: row for row in rows}


def measures(found: Score, beside: Score, *, judged: bool) -> Iterator[Measure]:
    """Every measure of the engine, the guild model's number beside it."""
    for (acid, key), (must, aim, peers) in BOUNDS.items():
        texts = [f"guild rewritten {beside[acid][key]:.2f}"]
        if key == "pooled_z_r":
            texts.append(f"fibre flag {found[acid]['fibre_flag_r']:.2f}")
        one = Measure(
            name=f"{acid} {key}",
            value=found[acid][key],
            peers=", ".join([*texts, *([peers] if peers else [])]),
        )
        yield replace(one, must=must, aim=aim) if judged else one
    ratio = found[RATIO]
    beside_ratio = f"guild rewritten {beside[RATIO]['value']:.2f}, 60:20:20 {ratio['constant_60_20_20']:.2f}"
    one = Measure(name="acid ratio, total variation", value=ratio["value"], lower=True, peers=beside_ratio)
    yield replace(one, must=RATIO_BOUNDS[0], aim=RATIO_BOUNDS[1]) if judged else one


def rest(found: Score) -> Iterator[str]:
    """What else the scorer says, per acid."""
    for acid, row in found.items():
        if acid != RATIO:
            kept = {k: v for k, v in row.items() if k in {"n", "missing", *OTHER} or k.startswith("r_")}
            yield f"  {acid}: " + ", ".join(f"{key} {value}" for key, value in kept.items())


def main(arguments: list[str]) -> int:
    wish = asked(arguments, draws=32)
    tracks: tuple[Track, ...] = ("untrained", "calibrated") if "--track" not in arguments else (wish.track,)
    taxa = wish.folder / "exvivo_t0_taxa.csv"
    design = design_text(wish.folder / "exvivo_design.csv", blank="--blank" in arguments)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "design.csv"
        path.write_text(design, "utf-8")
        beside = guild(taxa, path)
    missed = {track: 0 for track in tracks}
    made: dict[Track, str] = {t: predicted(replace(wish, track=t), design) for t in tracks}
    for track, table in made.items():
        for part, options in (("core rows", ("--core",)), ("all rows", ())):
            ours, theirs = (score(wish.folder, text, *options) for text in (table, beside))
            judged = bool(options)
            missed[track] += show(f"{track}, {part}", measures(ours, theirs, judged=judged))
            print("engine", *rest(ours), "guild model", *rest(theirs), sep="\n")
    models: dict[str, str] = {**{str(t): table for t, table in made.items()}, "guild rewritten": beside}
    print(*leave_out.jackknife(wish.folder, models), sep="\n")
    if len(made) > 1:
        print(*leave_out.shipping(replace(wish, draws=LARGE_DRAWS), made), sep="\n")
    print("musts missed on the core rows:", ", ".join(f"{track} {n}" for track, n in missed.items()))
    return verdict(missed[tracks[0]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
