"""From the rows of a sample to shares of its classified part."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from biotica.gut.profile import MAIN_RANKS, Caveat, Platform, Profile, TaxonShare, Unit
from biotica.gut.readers.table import Sample
from biotica.gut.readers.tree import Tree
from biotica.gut.set_aside import SetAside, set_aside

LOW_DEPTH_READS = 1_000
"""Below this many classified reads a zero says next to nothing; the open cohorts were cut at 500."""

SUM_TOLERANCE = 2e-3
"""Relative excess of a rank over the whole that rounding can explain."""

_ADDED_RANKS = (*MAIN_RANKS, "strain")

Values = dict[int, float]
"""Amount by number of a path in the table's tree."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Amounts:
    """A sample's amounts: of all paths (inclusive), of those with a row of their own, and their taxids."""

    values: Values
    own: Values
    taxids: dict[int, int]
    contradicts: bool


def build_profile(
    sample: Sample,
    tree: Tree,
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
    tree : Tree
        Of the sample's table; paths that are new to it are added.
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
    amounts = _amounts(sample, tree)
    stated = _whole(sample, tree, amounts.own)
    largest = _largest(amounts.values, tree)
    whole = max(stated, largest)
    found = [*caveats, *sample.caveats]
    if amounts.contradicts or largest > stated * (1 + SUM_TOLERANCE):
        found.append(Caveat(code="invalid_sum", values={"largest": largest, "whole": whole}))
    taxa = _taxa(amounts, tree, whole, has_counts=unit == "counts")
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


def _amounts(sample: Sample, tree: Tree) -> _Amounts:
    rows: Values = {}
    taxids: dict[int, int] = {}
    for entry in sample.entries:
        if entry.lineage:
            number = tree.number(entry.lineage)
            rows[number] = rows.get(number, 0.0) + entry.value
            if entry.ncbi_taxid is not None:
                taxids[number] = entry.ncbi_taxid
    if sample.counting == "exclusive":
        values = _with_ancestors(rows, tree)
        return _Amounts(values=values, own=values, taxids=taxids, contradicts=False)
    below = _below(rows, tree)
    slack = _rounding(rows) if rows else 0.0
    contradicts = any(
        number in rows and value > rows[number] * (1 + SUM_TOLERANCE) + slack
        for number, value in below.items()
    )
    return _Amounts(values=below | rows, own=rows, taxids=taxids, contradicts=contradicts)


def _with_ancestors(rows: Values, tree: Tree) -> Values:
    """Add every row that holds only itself to all that it lies in."""
    sums: Values = {}
    for number, value in rows.items():
        at = number
        while at >= 0:
            sums[at] = sums.get(at, 0.0) + value
            at = tree.parents[at]
    return sums


def _below(rows: Values, tree: Tree) -> Values:
    """Add the rows below each path, up to the next path that has a row itself."""
    sums: Values = {}
    for number, value in rows.items():
        at = tree.parents[number]
        while at >= 0:
            sums[at] = sums.get(at, 0.0) + value
            if at in rows:
                break
            at = tree.parents[at]
    return sums


def _rounding(own: Values) -> float:
    """Slack for percentages that were printed with few digits."""
    return 0.02 * max(own.values()) / 100


def _whole(sample: Sample, tree: Tree, own: Values) -> float:
    if sample.whole is not None:
        return sample.whole
    if sample.counting == "exclusive":
        return math.fsum(entry.value for entry in sample.entries)
    unnamed = math.fsum(entry.value for entry in sample.entries if not entry.lineage)
    ranks = {tree.rank(number) for number in own}
    top = next((rank for rank in MAIN_RANKS if rank in ranks), None)
    return unnamed + math.fsum(
        value for number, value in own.items() if top is None or tree.rank(number) == top
    )


def _largest(values: Values, tree: Tree) -> float:
    """Give the largest sum of a rank; clades lie inside each other: only those of one name are added."""
    by_rank: dict[str, float] = {}
    by_name: dict[str, float] = {}
    for number, value in values.items():
        rank, name = tree.paths[number][-1]
        if rank in _ADDED_RANKS:
            by_rank[rank] = by_rank.get(rank, 0.0) + value
        if rank not in MAIN_RANKS:
            by_name[name] = by_name.get(name, 0.0) + value
    return max([*by_rank.values(), *by_name.values()], default=0.0)


def _taxa(amounts: _Amounts, tree: Tree, whole: float, *, has_counts: bool) -> tuple[TaxonShare, ...]:
    """Make one taxon of all paths that end in one rank and name."""
    if whole <= 0:
        return ()
    rests = _rests(amounts.values, tree)
    totals: Values = {}
    left: Values = {}
    first: dict[int, int] = {}
    for number, value in amounts.values.items():
        if value > 0:
            group = tree.groups[number]
            first.setdefault(group, number)
            totals[group] = totals.get(group, 0.0) + value
            left[group] = left.get(group, 0.0) + rests[number]
    listed = {tree.groups[number] for number in amounts.own}
    taxids = {tree.groups[number]: taxid for number, taxid in amounts.taxids.items()}
    found = ((tree.paths[first[group]], group, total) for group, total in totals.items())
    return tuple(
        TaxonShare(
            name=path[-1].name,
            rank=path[-1].rank,
            share=total / whole,
            rest_share=left[group] / whole,
            lineage=path[:-1],
            ncbi_taxid=taxids.get(group),
            reads=total if has_counts else None,
            derived=group not in listed,
        )
        for path, group, total in found
    )


def _rests(values: Values, tree: Tree) -> Values:
    """Work out what no listed taxon below explains; strains and clades count as their nearest main rank."""
    alone, parents = tree.stands_alone, tree.parents
    rests = {number: value if alone[number] else 0.0 for number, value in values.items()}
    for number, value in values.items():
        if not alone[number]:
            continue
        parent = parents[number]
        while parent >= 0 and not alone[parent]:
            parent = parents[parent]
        if parent >= 0:
            rests[parent] -= value
    return {number: max(0.0, rest) for number, rest in rests.items()}


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
    for kind, code in (
        ("host", "host_reads"),
        ("food", "food_reads"),
        ("host_or_food", "host_or_food_reads"),
    ):
        share = math.fsum(part.share for part in set_aside(taxa) if part.kind == kind)
        if share > 0:
            yield Caveat(code=code, values={"share": share})
    if taxa and not any(taxon.rank in {"species", "genus"} for taxon in taxa):
        yield Caveat(
            code="ids_only" if any(t.rank in {"genome", "reference"} for t in taxa) else "no_species_no_genus"
        )


def _set_aside_caveats(parts: tuple[SetAside, ...]) -> Iterable[Caveat]:
    for kind in ("host", "food", "host_or_food"):
        share = math.fsum(part.share for part in parts if part.kind == kind)
        if share > 0:
            yield Caveat(code=f"{kind}_reads", values={"share": share})
