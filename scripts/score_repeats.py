"""How far GMWI2 of two samples of one person lies apart, in the open part of HMP2."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scripts.open_cohorts import tables

from biotica.gut.profile import Profile, TaxonShare
from biotica.gut.scores import gmwi2
from biotica.knowledge.names import default_names

COVERED = 0.8


def profile(name: str, row: pd.Series) -> Profile:
    total = float(row.sum())
    taxa = tuple(
        TaxonShare(name=str(taxon), rank="species", share=share / total, rest_share=share / total)
        for taxon, share in row.items()
        if share > 0
    )
    return Profile(
        sample_id=name, source_name=name, format="table", by_description_only=False, unit="share",
        platform="shotgun", taxa=taxa,
    )  # fmt: skip


def repeat_rows(profiles: Path) -> list[dict[str, str]]:
    """Rows of gmwi2_repeats.tsv: the size of the difference that 80 % of consecutive pairs stay below."""
    table, meta = tables(profiles, "HMP2_species_open")
    meta = meta[meta["diagnosis"] == "nonIBD"].assign(visit=lambda m: pd.to_numeric(m["collection"]))
    names = default_names()
    score = {sample: gmwi2(profile(sample, table.loc[sample]), names) for sample in meta.index}
    apart = []
    for _subject, rows in meta.sort_values("visit").groupby("subject"):
        scores = np.array([score[sample] for sample in rows.index], float)
        apart += list(np.abs(np.diff(scores)))
    value = f"{np.quantile(apart, COVERED):.4f}"
    note = f"HMP2 nonIBD, {len(apart)} pairs of consecutive samples; 87 filtered species, so at least this"
    return [{"name": "difference_q80", "value": value, "status": "derived", "note": note}]
