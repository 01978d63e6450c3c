"""The open cohorts as shares under accepted names, for fitting and scoring what a zero means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from biotica.gut.comparable import comparable_genus, comparable_species
from biotica.knowledge.names import default_names

LEAST_READS = 500
ADULT_Y = 16
SAMPLES_PER_PERSON = 5
NAMES = default_names()


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Samples of one laboratory: shares (samples, taxa), reads (nan = unknown) and the person of each."""

    name: str
    platform: str
    licence: str
    taxa: tuple[str, ...]
    shares: np.ndarray
    reads: np.ndarray
    person: np.ndarray
    antibiotics: np.ndarray

    def take(self, rows: np.ndarray) -> Cohort:
        return Cohort(
            name=self.name, platform=self.platform, licence=self.licence, taxa=self.taxa,
            shares=self.shares[rows], reads=self.reads[rows], person=self.person[rows],
            antibiotics=self.antibiotics[rows],
        )  # fmt: skip

    def few_per_person(self, most: int = SAMPLES_PER_PERSON, seed: int = 0) -> Cohort:
        """At most so many samples of each person, drawn."""
        order = np.random.default_rng(seed).permutation(len(self.person))
        rank = pd.Series(self.person[order]).groupby(self.person[order]).cumcount().to_numpy()
        return self.take(np.sort(order[rank < most]))


AMPLICON = (
    ("TwinsUK", "TwinsUK", "CC0", None),
    ("HMPv35", "HMPv35", "CC0", "host_subject_id"),
    ("ML_claesson", "Claesson2012", "MIT", None),
    ("ML_turnbaugh", "Turnbaugh", "MIT", None),
    ("MM_KIM_ADENOMAS_2020", "Kim2020", "MIT", "Subject"),
    ("MM_POYET_BIO_ML_2019", "Poyet2019", "MIT", "Subject"),
    ("AG_10pct_stool", "AmericanGut", "BSD-3", "HOST_SUBJECT_ID"),
    ("GlobalGut", "GlobalGut", "BSD-3", "HOST_SUBJECT_ID"),
)


def tables(profiles: Path, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.read_parquet(profiles / f"{file}.abund.parquet")
    table.index = table.index.astype(str)
    meta = pd.read_csv(profiles / f"{file}.meta.csv.gz", dtype=str).set_index("sample")
    return table, meta.loc[table.index]


def amplicon(profiles: Path, file: str, name: str, licence: str, person: str | None) -> Cohort:
    counts, meta = tables(profiles, file)
    chosen = counts.sum(axis=1) >= LEAST_READS
    if "AGE" in meta and file == "GlobalGut":
        chosen &= pd.to_numeric(meta["AGE"], errors="coerce") >= ADULT_Y
    counts, meta = counts[chosen], meta[chosen]
    reads = counts.sum(axis=1).to_numpy(float)
    genera = counts.drop(columns=["_nogenus"], errors="ignore")
    genera = added(genera, {g: comparable_genus(g, NAMES, "16S") for g in genera.columns})
    return Cohort(
        name=name,
        platform="16S",
        licence=licence,
        taxa=tuple(genera.columns),
        shares=genera.to_numpy(float) / reads[:, None],
        reads=reads,
        person=(meta[person] if person else meta.index).to_numpy(str),
        antibiotics=np.zeros(len(reads)),
    )


def added(table: pd.DataFrame, names: dict[str, str | None]) -> pd.DataFrame:
    """Columns that get one name added up, those without a name left out."""
    kept = [column for column in table.columns if names[column] is not None]
    return table[kept].T.groupby([names[column] for column in kept]).sum().T


def shotgun(table: pd.DataFrame, name: str, person: np.ndarray, antibiotics: np.ndarray) -> Cohort:
    species = added(table, {s: comparable_species(s, NAMES) for s in table.columns})
    return Cohort(
        name=name, platform="shotgun", licence="MIT", taxa=tuple(species.columns),
        shares=species.to_numpy(float), reads=np.full(len(table), np.nan), person=person,
        antibiotics=antibiotics,
    )  # fmt: skip


def cohorts(profiles: Path, platform: str) -> list[Cohort]:
    """All open cohorts of a platform whose licence lets fitted weights ship."""
    if platform == "16S":
        return [amplicon(profiles, *row) for row in AMPLICON]
    crc, meta = tables(profiles, "CRC_species_open")
    found = [
        shotgun(crc.loc[rows.index], str(study).split(".")[0], rows.index.to_numpy(str), np.zeros(len(rows)))
        for study, rows in meta.groupby("cohort")
    ]
    hmp2, meta = tables(profiles, "HMP2_species_open")
    taken = (meta["antibiotics"].str.lower() == "yes").to_numpy(float)
    return [*found, shotgun(hmp2, "HMP2", meta["subject"].to_numpy(str), taken)]
