"""What other people's profiles look like: prevalences and quantiles per platform, from open cohorts."""

from __future__ import annotations

import csv
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from biotica.gut.between_cohorts import LEAST_COHORTS, rank_in_a_new_cohort, wilson
from biotica.gut.profile import Platform

ALL = "all"
"""Cohort name of the rows that hold all cohorts of a platform together, a cohort for at most 150 people."""

LEAST_PEOPLE = 100
"""A platform with fewer people in its reference gets no statement."""

LEAST_PEOPLE_OF_COHORT = 50

LOW = 0.10
"""A share is low below this part of comparable people."""

_QUANTILES = {f"q{percent:02d}": percent / 100 for percent in (1, 5, 10, 25, 50, 75, 90, 95, 99)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Percentile:
    """Share of comparable people who have less, 0..1, with an 80 % interval.

    Attributes
    ----------
    value, low, high : float
        Mid-rank; the interval is for the rank in a cohort that was not measured yet: it covers the sampling
        error and how much the cohorts differ. For people of one table it covers the sampling error alone.
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
    """All distributions of one platform.

    Attributes
    ----------
    platform : str
        16S or shotgun.
    rows : mapping
        By rank and taxon: a row per cohort, and one of all.
    median_reads : float or None
        Of its cohorts.
    same_table : mapping
        By rank and taxon: shares, rising, of people whom the same laboratory measured; zeros included. Where
        there are any they are compared with, and not the cohorts. Empty for a single profile.
    least_variance : float
        Between cohorts, of the logit of a rank: what is usual for the platform.
    unseen : tuple of str
        Genera that tests of this platform do not show, although a quarter of people have them on the other.
    """

    platform: Platform
    rows: Mapping[tuple[str, str], tuple[Distribution, ...]]
    median_reads: float | None
    same_table: Mapping[tuple[str, str], tuple[float, ...]] = field(default_factory=dict)
    least_variance: float = 0.0
    unseen: tuple[str, ...] = ()

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
            None where the reference has fewer than 100 people or three cohorts for it.

        Notes
        -----
        See `rank_in_a_new_cohort`. It is no statement about health.
        """
        people = self.same_table.get((rank, taxon))
        if people is not None:
            return _among(people, share)
        pooled = self.pooled(rank, taxon)
        cohorts = self.by_cohort(rank, taxon)
        if pooled is None or pooled.n_people < LEAST_PEOPLE or len(cohorts) < LEAST_COHORTS:
            return None
        value = pooled.mid_rank(share)
        ranks = [(row.mid_rank(share), row.n_people) for row in cohorts]
        low, high = rank_in_a_new_cohort(ranks, least_variance=self.least_variance)
        return Percentile(
            value=value,
            low=min(low, value),
            high=max(high, value),
            tied_share=1.0 - pooled.prevalence if share <= 0 else 0.0,
            n_people=pooled.n_people,
        )

    def is_low(self, rank: str, taxon: str, share: float) -> bool:
        """Whether a share that is there is low among comparable people.

        Notes
        -----
        Against the cohorts: only where the whole interval lies below a tenth. Among people of the same table:
        below a tenth of those who have it, where at least nine in ten have it.
        """
        if share <= 0:
            return False
        people = self.same_table.get((rank, taxon))
        if people is not None:
            there = people[bisect_right(people, 0.0) :]
            return len(people) - len(there) < LOW * len(people) and _mid_rank(there, share) < LOW
        found = self.percentile(rank, taxon, share)
        return found is not None and found.high < LOW


def _among(people: tuple[float, ...], share: float) -> Percentile:
    value = _mid_rank(people, share)
    low, high = wilson(value, len(people))
    tied = (bisect_right(people, share) - bisect_left(people, share)) / len(people)
    return Percentile(
        value=value, low=low, high=high, tied_share=tied if share <= 0 else 0.0, n_people=len(people)
    )


def _mid_rank(rising: tuple[float, ...], share: float) -> float:
    return (bisect_left(rising, share) + bisect_right(rising, share)) / 2 / len(rising)


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
    unseen = tuple(row["genus"] for row in rows_of("unseen.tsv") if row["platform"] == platform)
    found = reference_from(rows_of("reference.tsv"), rows_of("cohorts.tsv"), platform)
    usual = {row["platform"]: float(row["value"]) for row in rows_of("between_cohorts.tsv")}
    return replace(found, unseen=unseen, least_variance=usual.get(platform, 0.0))


def rows_of(table: str) -> list[dict[str, str]]:
    """Rows of a shipped table of this room."""
    text = (files("biotica") / "data" / table).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
