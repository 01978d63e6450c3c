"""What other people's profiles look like: prevalences and quantiles per platform, from open cohorts."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from biotica.gut.profile import Platform

ALL = "all"
"""Cohort name of the rows that hold all cohorts of a platform together, a cohort for at most 150 people."""

LEAST_PEOPLE = 100
"""A platform with fewer people in its reference gets no statement."""

LEAST_PEOPLE_OF_COHORT = 50
_QUANTILES = {f"q{percent:02d}": percent / 100 for percent in (1, 5, 10, 25, 50, 75, 90, 95, 99)}
_Z80 = 1.2816


@dataclass(frozen=True, kw_only=True, slots=True)
class Percentile:
    """Share of comparable people who have less, 0..1, with an 80 % interval.

    Attributes
    ----------
    value, low, high : float
        Mid-rank; the interval covers the sampling error and how much the cohorts differ.
    tied_share : float
        Share of people with the same value; above zero only where the value is zero.
    n_people : int
        People behind it.
    """

    value: float
    low: float
    high: float
    tied_share: float
    n_people: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """Shares of one taxon or guild in one cohort, or in all of a platform.

    Attributes
    ----------
    taxon : str
        Accepted name, or guild.
    cohort : str
        Its name, or ``all``.
    n_people : int
        Each counted once.
    prevalence : float
        Share of people with any of it, 0..1.
    quantiles : tuple of (float, float)
        Probability and share, rising; zeros included.
    median_if_present : float
        Share.
    """

    taxon: str
    cohort: str
    n_people: int
    prevalence: float
    quantiles: tuple[tuple[float, float], ...]
    median_if_present: float

    def mid_rank(self, share: float) -> float:
        """Share of people below, those with the same value counted half, 0..1."""
        zeros = 1.0 - self.prevalence
        if share <= 0:
            return zeros / 2
        known = [(p, q) for p, q in self.quantiles if q > 0 and p > zeros]
        if not known:
            return 1.0 if self.prevalence == 0 else max(zeros, 0.99)
        if share < known[0][1]:
            return zeros + (known[0][0] - zeros) * share / known[0][1]
        for (p, q), (next_p, next_q) in pairwise(known):
            if share < next_q:
                return p + (next_p - p) * math.log(share / q) / math.log(next_q / q)
        top_p, top_q = known[-1]
        return 1.0 - (1.0 - top_p) * top_q / share


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """All distributions of one platform."""

    platform: Platform
    rows: Mapping[tuple[str, str], tuple[Distribution, ...]]
    median_reads: float | None

    @property
    def n_people(self) -> int:
        """People behind the largest row."""
        return max((row.n_people for rows in self.rows.values() for row in rows), default=0)

    def taxa(self, rank: str) -> tuple[str, ...]:
        """Names of one rank (species, genus, guild) that at least 2 % of people have."""
        return tuple(taxon for known, taxon in self.rows if known == rank)

    def pooled(self, rank: str, taxon: str) -> Distribution | None:
        """Give the row of all cohorts together, None where fewer than 2 % of people have it."""
        return next((row for row in self.rows.get((rank, taxon), ()) if row.cohort == ALL), None)

    def by_cohort(self, rank: str, taxon: str) -> tuple[Distribution, ...]:
        """Rows of single cohorts with at least 50 people."""
        rows = self.rows.get((rank, taxon), ())
        return tuple(row for row in rows if row.cohort != ALL and row.n_people >= LEAST_PEOPLE_OF_COHORT)

    def percentile(self, rank: str, taxon: str, share: float) -> Percentile | None:
        """Where a share stands among comparable people.

        Returns
        -------
        Percentile or None
            None where the reference has fewer than 100 people for it.

        Notes
        -----
        The interval is the wider of the Wilson interval of the rank and the ranks in single cohorts, the most
        extreme one left out at each side where there are at least five. It is no statement about health.
        """
        pooled = self.pooled(rank, taxon)
        if pooled is None or pooled.n_people < LEAST_PEOPLE:
            return None
        value = pooled.mid_rank(share)
        low, high = _wilson(value, pooled.n_people)
        single = sorted(row.mid_rank(share) for row in self.by_cohort(rank, taxon))
        single = single[1:-1] if len(single) >= 5 else single
        return Percentile(
            value=value,
            low=min([low, *single]),
            high=max([high, *single]),
            tied_share=1.0 - pooled.prevalence if share <= 0 else 0.0,
            n_people=pooled.n_people,
        )


def _wilson(share: float, n: int) -> tuple[float, float]:
    centre = (share + _Z80**2 / (2 * n)) / (1 + _Z80**2 / n)
    half = _Z80 / (1 + _Z80**2 / n) * math.sqrt(share * (1 - share) / n + _Z80**2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def reference_from(
    rows: Iterable[Mapping[str, str]], cohorts: Iterable[Mapping[str, str]], platform: Platform
) -> Reference:
    """Make a platform's reference from rows of ``reference.tsv`` and ``cohorts.tsv``."""
    found: dict[tuple[str, str], list[Distribution]] = {}
    for row in rows:
        if row["platform"] == platform:
            found.setdefault((row["rank"], row["taxon"]), []).append(_distribution(row))
    reads = sorted(
        float(row["median_reads"]) for row in cohorts if row["platform"] == platform and row["median_reads"]
    )
    return Reference(
        platform=platform,
        rows={key: tuple(value) for key, value in found.items()},
        median_reads=reads[len(reads) // 2] if reads else None,
    )


def _distribution(row: Mapping[str, str]) -> Distribution:
    return Distribution(
        taxon=row["taxon"],
        cohort=row["cohort"],
        n_people=int(row["n_people"]),
        prevalence=float(row["prevalence"]),
        quantiles=tuple((p, float(row[name])) for name, p in _QUANTILES.items()),
        median_if_present=float(row["median_if_present"]),
    )


@lru_cache(maxsize=4)
def default_reference(platform: Platform) -> Reference:
    """Load the shipped reference of a platform; empty for an unknown one."""
    return reference_from(rows_of("reference.tsv"), rows_of("cohorts.tsv"), platform)


def rows_of(table: str) -> list[dict[str, str]]:
    """Rows of a shipped table of this room."""
    text = (files("biotica") / "data" / table).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
