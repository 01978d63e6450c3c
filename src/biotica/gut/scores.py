"""GMWI2 as published: a sum of coefficients over the taxa that are present. Hidden by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from biotica.gut.profile import Profile
from biotica.gut.readers.lineage import printed_lineage, split_lineage
from biotica.gut.reference import rows_of
from biotica.knowledge.names import NameTable

PRESENCE_CUTOFF_SHARE = 1e-5
"""A taxon counts as present above this share of the classified part."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """A published score with how far a second sample of the same person may lie apart.

    Attributes
    ----------
    value, low, high : float
        The interval holds the score of a second sample in about 8 of 10 people without a diagnosis. It covers
        days, sampling and sequencing, and neither another laboratory nor whether the score means anything.
    """

    value: float
    low: float
    high: float


def gmwi2_with_interval(profile: Profile, names: NameTable) -> Score | None:
    """GMWI2 of a shotgun profile, with the interval of a repeated sample; None where `gmwi2` is None.

    Notes
    -----
    ``value +- q`` with ``q`` the 80 % quantile of the difference between consecutive samples of one person,
    measured on a table of 87 common species: the true one is at least this wide.
    """
    value = gmwi2(profile, names)
    if value is None:
        return None
    apart = usual_difference()
    return Score(value=value, low=value - apart, high=value + apart)


@lru_cache(maxsize=1)
def usual_difference() -> float:
    """Size of the difference that 80 % of consecutive pairs of samples stay below."""
    (row,) = rows_of("gmwi2_repeats.tsv")
    return float(row["value"])


def gmwi2(
    profile: Profile, names: NameTable, rows: Iterable[Mapping[str, str]] | None = None
) -> float | None:
    """GMWI2 of a shotgun profile.

    Parameters
    ----------
    profile : Profile
        With species; the score was made on MetaPhlAn 3 profiles.
    names : NameTable
        Old and new names of one taxon count as the same.
    rows : iterable of mapping or None
        Rows of ``gmwi2.tsv``; None = the shipped ones.

    Returns
    -------
    float or None
        None for other platforms, and where the file names no species.

    Notes
    -----
    Positive is nearer to the training set's people without a diagnosis. Not a diagnosis, and optimistic on
    cohorts it was trained on.
    """
    if profile.platform != "shotgun" or not profile.at_rank("species"):
        return None
    present = _present(profile, names)
    score = 0.0
    for row in rows if rows is not None else rows_of("gmwi2.tsv"):
        node = printed_lineage(split_lineage(row["taxon"]))[-1]
        if (node.rank, names.resolve(node.name, rank=node.rank).name) in present:
            score += float(row["coef"])
    return score


def _present(profile: Profile, names: NameTable) -> set[tuple[str, str]]:
    sums: dict[tuple[str, str], float] = {}
    for taxon in profile.taxa:
        key = (taxon.rank, names.resolve(taxon.name, rank=taxon.rank).name)
        sums[key] = sums.get(key, 0.0) + taxon.share
    return {key for key, share in sums.items() if share > PRESENCE_CUTOFF_SHARE}
