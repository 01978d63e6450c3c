"""The open cohorts of ../shared as tables of shares: what build_reference and the checks of it start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from biotica.gut.comparable import comparable_genus, comparable_species, genus_of_species
from biotica.knowledge.names import default_names

LEAST_READS = 500
NAMES = default_names()


@dataclass(frozen=True)
class Cohort:
    """Shares by person-sample at species (shotgun only) and genus rank."""

    name: str
    platform: str
    pipeline: str
    licence: str
    genera: pd.DataFrame
    species: pd.DataFrame | None
    people: pd.Series
    median_reads: float | None

    @property
    def depth_stratum(self) -> str:
        """Which depth its samples have: shallow, middle or deep, below 10,000, 50,000 and above."""
        if self.median_reads is None:
            return ""
        return "shallow" if self.median_reads < 10_000 else "middle" if self.median_reads < 50_000 else "deep"

    def first_samples(self) -> pd.Series:
        """Mark one sample of each person."""
        return ~self.people.duplicated()


def tables(profiles: Path, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.read_parquet(profiles / f"{name}.abund.parquet")
    table.index = table.index.astype(str)
    meta = pd.read_csv(profiles / f"{name}.meta.csv.gz", dtype=str).set_index("sample")
    return table, meta.loc[table.index]


def amplicon(
    profiles: Path, file: str, pipeline: str, licence: str, name: str, keep: Callable, person: str | None
) -> Cohort:
    counts, meta = tables(profiles, file)
    chosen = (counts.sum(axis=1) >= LEAST_READS) & keep(meta)
    counts, meta = counts[chosen], meta[chosen]
    depth = counts.sum(axis=1)
    shares = counts.div(depth, axis=0).drop(columns=["_nogenus"])
    shares.columns = [comparable_genus(column, NAMES, "16S") for column in shares.columns]
    shares = shares.T.groupby(level=0).sum().T
    people = meta[person] if person else pd.Series(meta.index, index=meta.index)
    return Cohort(name, "16S", pipeline, licence, shares, None, people, float(depth.median()))


def shotgun(table: pd.DataFrame, people: pd.Series, name: str, licence: str, reads: float | None) -> Cohort:
    species = added(table, {name: comparable_species(name, NAMES) for name in table.columns})
    genera = added(table, {name: genus_of_species(name, NAMES, "shotgun") for name in table.columns})
    return Cohort(name, "shotgun", "MetaPhlAn 2", licence, genera, species, people, reads)


def added(table: pd.DataFrame, names: dict[str, str | None]) -> pd.DataFrame:
    """Columns that get one name added up, those without a name left out."""
    kept = [column for column in table.columns if names[column] is not None]
    return table[kept].T.groupby([names[column] for column in kept]).sum().T


def controls(meta: pd.DataFrame) -> pd.Series:
    return meta["Study.Group"] == "Control"


def cohorts(profiles: Path) -> list[Cohort]:
    everyone = lambda meta: pd.Series(True, index=meta.index)  # noqa: E731
    found = [
        amplicon(profiles, "TwinsUK", "V4 Greengenes", "CC0", "TwinsUK", everyone, None),
        amplicon(profiles, "HMPv35", "V3-5 454 Greengenes", "CC0", "HMPv35", everyone, "host_subject_id"),
        amplicon(profiles, "ML_claesson", "V4 454 Greengenes", "MIT", "Claesson2012", everyone, None),
        amplicon(
            profiles, "MM_KIM_ADENOMAS_2020", "V4 GTDB", "MIT", "Kim2020", controls, "Subject"
        ),
        amplicon(profiles, "MM_POYET_BIO_ML_2019", "V4 GTDB", "MIT", "Poyet2019", everyone, "Subject"),
        amplicon(
            profiles, "AG_10pct_stool", "V4 Greengenes", "BSD-3", "AmericanGut",
            lambda m: m["IBD"] == "I do not have IBD", "HOST_SUBJECT_ID",
        ),
        amplicon(
            profiles, "GlobalGut", "V4 Greengenes", "BSD-3", "GlobalGut",
            lambda m: pd.to_numeric(m["AGE"], errors="coerce") >= 16, "HOST_SUBJECT_ID",
        ),
    ]  # fmt: skip
    crc, meta = tables(profiles, "CRC_species_open")
    for study, rows in meta[meta["study_condition"] == "control"].groupby("cohort"):
        reads = float(pd.to_numeric(rows["number_reads"]).median())
        people = pd.Series(rows.index, index=rows.index)
        found.append(shotgun(crc.loc[rows.index], people, str(study).split(".")[0], "MIT", reads))
    hmp2, meta = tables(profiles, "HMP2_species_open")
    rows = meta[meta["diagnosis"] == "nonIBD"]
    found.append(shotgun(hmp2.loc[rows.index], rows["subject"], "HMP2nonIBD", "MIT", None))
    return found
