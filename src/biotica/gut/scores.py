"""GMWI2 as published: a sum of coefficients over the taxa that are present. Hidden by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from biotica.gut.profile import Profile
from biotica.gut.readers.lineage import printed_lineage, split_lineage
from biotica.gut.reference import rows_of
from biotica.knowledge.names import NameTable

PRESENCE_CUTOFF_SHARE = 1e-5
"""A taxon counts as present above this share of the classified part."""


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
    cohorts it was trained on. Its interval is not known.
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
