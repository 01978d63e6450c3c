"""From the rows of a sample to shares of its classified part."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from biotica.gut.profile import HOST_NAMES, MAIN_RANKS, Caveat, Node, Platform, Profile, TaxonShare, Unit
from biotica.gut.readers.table import Entry, Sample

LOW_DEPTH_READS = 1_000
"""Below this many classified reads a zero says next to nothing; the open cohorts were cut at 500."""

SUM_TOLERANCE = 2e-3
"""Relative excess of a rank over the whole that rounding can explain."""

Path = tuple[Node, ...]


def build_profile(
    sample: Sample,
    *,
    source_name: str,
    format: str,
    by_description_only: bool,
    unit: Unit,
    platform: Platform,
    database: str | None,
    caveats: Iterable[Caveat] = (),
) -> Profile:
    """Turn a sample's rows into shares of everything classified.

    Parameters
    ----------
    sample : Sample
        As its reader made it.
    source_name, format, by_description_only, unit, platform, database, caveats
        Passed on to the profile.

    Returns
    -------
    Profile
        At every rank the shares sum to at most 1. Empty where nothing was classified.

    Notes
    -----
    The whole is what the reader states, else the sum of the highest rank of inclusive rows, else the sum of
    all rows. Reads without a genus or species name stay in it, host reads too.
    """
    paths, overfull = _inclusive(sample) if sample.counting == "inclusive" else (_exclusive(sample), False)
    whole = _whole(sample, paths)
    largest = max([*(_rank_sum(paths, rank) for rank in (*MAIN_RANKS, "strain")), *_clades(paths)])
    contradicts = overfull or largest > whole * (1 + SUM_TOLERANCE)
    whole = max(whole, largest)
    found = [*caveats, *sample.caveats]
    if contradicts:
        found.append(Caveat(code="invalid_sum", values={"largest": largest, "whole": whole}))
    taxa = _taxa(
        paths, sample.entries, whole, has_counts=unit == "counts", inclusive=sample.counting == "inclusive"
    )
    reads = whole if unit == "counts" else None
    found += _caveats(taxa, reads, sample)
    return Profile(
        sample_id=sample.sample_id,
        source_name=source_name,
        format=format,
        by_description_only=by_description_only,
        unit=unit,
        platform=platform,
        taxa=taxa,
        depth=_depth(sample, reads),
        classified_reads=reads,
        classified_share=_classified_share(sample, whole),
        database=database,
        warnings=tuple(found),
    )


def _exclusive(sample: Sample) -> dict[Path, float]:
    sums: dict[Path, float] = {}
    for entry in sample.entries:
        for end in range(1, len(entry.lineage) + 1):
            path = entry.lineage[:end]
            sums[path] = sums.get(path, 0.0) + entry.value
    return sums


def _inclusive(sample: Sample) -> tuple[dict[Path, float], bool]:
    own: dict[Path, float] = {}
    for entry in sample.entries:
        if entry.lineage:
            own[entry.lineage] = own.get(entry.lineage, 0.0) + entry.value
    below: dict[Path, float] = {}
    for path, value in own.items():
        for end in range(len(path) - 1, 0, -1):
            below[path[:end]] = below.get(path[:end], 0.0) + value
            if path[:end] in own:
                break
    overfull = any(
        path in own and value > own[path] * (1 + SUM_TOLERANCE) + _rounding(own)
        for path, value in below.items()
    )
    return below | own, overfull


def _rounding(values: dict[Path, float]) -> float:
    """Slack for percentages that were printed with few digits."""
    return 0.02 * max(values.values()) / 100


def _whole(sample: Sample, paths: dict[Path, float]) -> float:
    if sample.whole is not None:
        return sample.whole
    if sample.counting == "exclusive":
        return math.fsum(entry.value for entry in sample.entries)
    ranks = {entry.lineage[-1].rank for entry in sample.entries if entry.lineage}
    top = next((rank for rank in MAIN_RANKS if rank in ranks), None)
    unnamed = math.fsum(entry.value for entry in sample.entries if not entry.lineage)
    if top is None:
        return unnamed + math.fsum(entry.value for entry in sample.entries if entry.lineage)
    return unnamed + math.fsum(
        entry.value for entry in sample.entries if entry.lineage[-1:] and entry.lineage[-1].rank == top
    )


def _clades(paths: dict[Path, float]) -> list[float]:
    """Add clades of one name; clades may lie inside each other, so all of them together say nothing."""
    sums: dict[str, float] = {}
    for path, value in paths.items():
        if path[-1].rank not in MAIN_RANKS:
            sums[path[-1].name] = sums.get(path[-1].name, 0.0) + value
    return list(sums.values())


def _rank_sum(paths: dict[Path, float], rank: str) -> float:
    return math.fsum(value for path, value in paths.items() if path[-1].rank == rank)


def _taxa(
    paths: dict[Path, float], entries: Iterable[Entry], whole: float, *, has_counts: bool, inclusive: bool
) -> tuple[TaxonShare, ...]:
    if whole <= 0:
        return ()
    own = {entry.lineage for entry in entries} if inclusive else set(paths)
    taxids = {entry.lineage: entry.ncbi_taxid for entry in entries if entry.ncbi_taxid is not None}
    rests = _rests(paths)
    merged: dict[tuple[str, str], TaxonShare] = {}
    for path, value in paths.items():
        if value <= 0:
            continue
        key = (path[-1].rank, path[-1].name)
        before = merged.get(key)
        total = value + (before.count or 0.0 if before else 0.0)
        merged[key] = TaxonShare(
            name=path[-1].name,
            rank=path[-1].rank,
            share=total / whole,
            rest_share=rests[path] / whole + (before.rest_share if before else 0.0),
            lineage=before.lineage if before else path[:-1],
            ncbi_taxid=before.ncbi_taxid if before else taxids.get(path),
            count=total,
            derived=path not in own and (before is None or before.derived),
        )
    return tuple(merged.values()) if has_counts else tuple(map(_without_count, merged.values()))


def _rests(paths: dict[Path, float]) -> dict[Path, float]:
    """Work out what no listed taxon below explains; strains and clades count as their nearest main rank."""
    rests = {path: value if _stands_alone(path) else 0.0 for path, value in paths.items()}
    for path, value in paths.items():
        if not _stands_alone(path):
            continue
        parent = path[:-1]
        while parent and not _stands_alone(parent):
            parent = parent[:-1]
        if parent:
            rests[parent] -= value
    return {path: max(0.0, rest) for path, rest in rests.items()}


def _stands_alone(path: Path) -> bool:
    below_species = any(node.rank == "species" for node in path[:-1])
    return not below_species and path[-1].rank not in {"clade", "strain"}


def _without_count(taxon: TaxonShare) -> TaxonShare:
    return replace(taxon, count=None)


def _depth(sample: Sample, reads: float | None) -> int | None:
    if sample.depth is not None:
        return sample.depth
    return None if reads is None else round(reads + (sample.unclassified or 0.0))


def _classified_share(sample: Sample, whole: float) -> float | None:
    if sample.unclassified is None:
        return None
    total = whole + sample.unclassified
    return whole / total if total > 0 else None


def _caveats(taxa: tuple[TaxonShare, ...], reads: float | None, sample: Sample) -> Iterable[Caveat]:
    if not taxa:
        yield Caveat(code="nothing_classified")
    if _depth(sample, reads) is None:
        yield Caveat(code="depth_unknown")
    fewest = reads if reads is not None else sample.depth
    if taxa and fewest is not None and fewest < LOW_DEPTH_READS:
        yield Caveat(code="low_depth", values={"reads": round(fewest), "wanted": LOW_DEPTH_READS})
    host = max((taxon.share for taxon in taxa if taxon.display_name in HOST_NAMES), default=0.0)
    if host > 0:
        yield Caveat(code="host_reads", values={"share": host})
    if taxa and not any(taxon.rank in {"species", "genus"} for taxon in taxa):
        yield Caveat(
            code="ids_only" if any(t.rank in {"genome", "reference"} for t in taxa) else "no_species_no_genus"
        )
