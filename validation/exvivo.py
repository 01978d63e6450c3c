"""Score the untrained engine on the open ex vivo vials, next to the guild model and the fibre flag.

Usage: python validation/exvivo.py ../shared/data/production [--draws 32] [--blank]
--blank leaves out dose and dilution, as an independent scorer does. Prints every measure, the bad ones too.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from biotica.gut.vial_tables import read_communities, read_design
from biotica.gut.vials import predict_vials, table_of
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

sys.path.insert(0, str(Path(__file__).parent))
import guild_model

KEYS = (
    "n",
    "missing",
    "pooled_z_r",
    "fibre_flag_r",
    "donor_r",
    "donor_r_lo",
    "donor_r_hi",
    "response_r",
    "rmse_mM",
)


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


def engine(taxa: Path, design: str, draws: int) -> str:
    """Predict by the engine."""
    communities = read_communities(taxa.read_text("utf-8"), name=taxa.name)
    vials = read_design(design, communities, name="design")
    began = time.perf_counter()
    rows = list(predict_vials(load(), default_names(), communities, vials, draws=draws))
    seconds = time.perf_counter() - began
    print(f"{len(vials)} vials, {draws} draws: {seconds:.1f} s, {seconds / len(vials):.3f} s per vial")
    return table_of(rows)


def guild(taxa: Path, design: Path) -> str:
    """Predict by the guild model."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        guild_model.main(str(taxa), str(design))
    return out.getvalue()


def score(folder: Path, predictions: Path, *options: str) -> None:
    """Print what the scorer says."""
    command = [
        sys.executable,
        str(folder / "score_scfa.py"),
        str(folder / "exvivo_measured.csv"),
        str(predictions),
    ]
    answer = subprocess.run(
        [*command, "--kind", "exvivo", *options], capture_output=True, text=True, check=True
    )
    for line in answer.stdout.splitlines():
        row = json.loads(line)
        name = row.get("metabolite") or row.get("metric")
        kept = {k: v for k, v in row.items() if k in KEYS or k.startswith("r_") or "metric" in row}
        print(f"  {name}: " + ", ".join(f"{k} {v}" for k, v in kept.items() if k != "metric"))


def main(arguments: list[str]) -> None:
    """Print both tables."""
    folder = Path(arguments[0])
    draws = int(arguments[arguments.index("--draws") + 1]) if "--draws" in arguments else 32
    taxa = folder / "exvivo_t0_taxa.csv"
    design = design_text(folder / "exvivo_design.csv", blank="--blank" in arguments)
    with tempfile.TemporaryDirectory() as scratch:
        asked = Path(scratch) / "design.csv"
        asked.write_text(design, "utf-8")
        for title, table in (
            ("engine, untrained", engine(taxa, design, draws)),
            ("guild model", guild(taxa, asked)),
        ):
            predictions = Path(scratch) / "pred.csv"
            predictions.write_text(table, "utf-8")
            for part, options in (("core rows", ("--core",)), ("all rows", ())):
                print(f"{title}, {part} (the fibre flag stands in each row)")
                score(folder, predictions, *options)


if __name__ == "__main__":
    main(sys.argv[1:])
