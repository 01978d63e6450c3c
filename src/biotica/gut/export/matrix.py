"""The matrix behind BIOM and AnnData: samples x taxa that do not overlap."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from biotica.gut.export.facts import Catalogue, Distinct, SampleFacts, TaxonFacts, sample_facts, whole_reads
from biotica.gut.profile import LEAST_REST, Profile
from biotica.knowledge.names import NameTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNNAMED = "unnamed"
"""Column for the classified part that lies under no name of the file."""

UNASSIGNED = "Unassigned"
"""Column for the reads that got no name at all; only where the values are counts."""

_NO_TAXON = {UNNAMED: (), UNASSIGNED: (UNASSIGNED,)}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Matrix:
    """Compressed by sample.

    Attributes
    ----------
    samples : tuple of SampleFacts, one per row
        In the order of the files.
    keys : tuple of str, one per column
        Different for each column: prefixed name, with lineage or taxid where the name alone is not enough.
    taxa : tuple of TaxonFacts, one per column
        Of `UNNAMED` and `UNASSIGNED` without a name.
    kind : str
        counts: reads; share: parts of everything classified.
    values : shape (n,), > 0
        Row after row, within a row by column.
    columns : shape (n,)
        Column of each value.
    starts : shape (samples + 1,)
        Where the values of each row begin, and where the last ends.
    """

    samples: tuple[SampleFacts, ...]
    keys: tuple[str, ...]
    taxa: tuple[TaxonFacts, ...]
    kind: Literal["counts", "share"]
    values: NDArray[np.float64]
    columns: NDArray[np.int32]
    starts: NDArray[np.int64]


@dataclass(kw_only=True, slots=True)
class _Cells:
    """What was seen so far; a column below zero is one of `_NO_TAXON`, counted from the end."""

    samples: list[SampleFacts] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("i"))
    columns: array[int] = field(default_factory=lambda: array("i"))
    shares: array[float] = field(default_factory=lambda: array("d"))
    counts: array[float] = field(default_factory=lambda: array("d"))
    all_counted: bool = True

    def add(self, columns: Sequence[int], shares: Sequence[float], counts: Sequence[float]) -> None:
        """Add cells of the newest sample."""
        self.rows.extend([len(self.samples) - 1] * len(columns))
        self.columns.extend(columns)
        self.shares.extend(shares)
        self.counts.extend(counts)


def matrix_of(profiles: Iterable[Profile], names: NameTable) -> Matrix:
    """Gather the taxa of all samples at the finest level that does not overlap.

    Parameters
    ----------
    profiles : iterable of Profile
        Gone through once; only numbers are kept.
    names : NameTable
        What the printed names stand for.

    Returns
    -------
    Matrix
        Counts where every sample has them, else shares of the classified part.
    """
    catalogue = Catalogue(names)
    cells = _Cells()
    labels = Distinct()
    for profile in profiles:
        cells.samples.append(sample_facts(profile, labels))
        _add(cells, profile, catalogue)
    return _matrix(cells, catalogue.facts)


def _add(cells: _Cells, profile: Profile, catalogue: Catalogue) -> None:
    finest = profile.finest()
    shares = [taxon.share for taxon in finest]
    counts = [whole_reads(taxon.reads or 0.0) for taxon in finest]
    cells.add(catalogue.numbers(finest), shares, counts)
    unnamed = 1 - math.fsum(shares) if profile.taxa else 0.0
    reads = profile.classified_reads
    cells.all_counted &= reads is not None
    if unnamed > LEAST_REST:
        cells.add([-2], [unnamed], [whole_reads(max(0.0, (reads or 0.0) - sum(counts)))])
    cells.add([-1], [0.0], [_unassigned(profile)])


def _unassigned(profile: Profile) -> float:
    """Count the reads without any name, where the file says how many."""
    if profile.classified_reads is None or profile.classified_share is None:
        return 0.0
    if profile.classified_share == 0:
        return float(profile.depth or 0)
    return whole_reads(profile.classified_reads / profile.classified_share - profile.classified_reads)


def _matrix(cells: _Cells, facts: list[TaxonFacts]) -> Matrix:
    import numpy as np

    kind: Literal["counts", "share"] = "counts" if cells.all_counted else "share"
    values = np.array(cells.counts if kind == "counts" else cells.shares, dtype=np.float64)
    columns = np.array(cells.columns, dtype=np.int32)
    rows = np.array(cells.rows, dtype=np.int32)
    taxa = [*facts, *(_no_taxon(steps) for steps in _NO_TAXON.values())]
    columns = _with_known_taxid(taxa)[columns]
    used = np.flatnonzero(np.bincount(columns[values > 0], minlength=len(taxa)))
    kept = np.flatnonzero(values > 0)
    order = kept[np.lexsort((columns[kept], rows[kept]))]
    shown = tuple(taxa[number] for number in used)
    return Matrix(
        samples=tuple(cells.samples),
        keys=tuple(_keys(shown)),
        taxa=shown,
        kind=kind,
        values=values[order],
        columns=np.searchsorted(used, columns[order]).astype(np.int32),
        starts=np.searchsorted(rows[order], np.arange(len(cells.samples) + 1)),
    )


def _no_taxon(steps: tuple[str, ...]) -> TaxonFacts:
    return TaxonFacts(
        taxon="",
        rank="",
        ncbi_taxid=None,
        steps=steps,
        accepted_name="",
        candidates="",
        how="",
        not_microbe="",
    )


def _with_known_taxid(taxa: Sequence[TaxonFacts]) -> NDArray[np.int32]:
    """Column by number: a taxon whose taxid only other samples print joins theirs."""
    import numpy as np

    known: dict[tuple[str, ...], set[int]] = {}
    for number, facts in enumerate(taxa):
        if facts.ncbi_taxid is not None:
            known.setdefault(facts.steps, set()).add(number)
    target = np.arange(len(taxa), dtype=np.int32)
    for number, facts in enumerate(taxa):
        same = known.get(facts.steps, set())
        if facts.ncbi_taxid is None and len(same) == 1:
            target[number] = next(iter(same))
    return target


def _keys(taxa: Sequence[TaxonFacts]) -> Iterator[str]:
    """Name each column: as short as is clear."""
    steps = [_ways_to_name(facts) for facts in taxa]
    seen = [Counter(ways) for ways in zip(*steps, strict=True)]
    distinct = Distinct()
    for ways in steps:
        clear = (way for way, counted in zip(ways, seen, strict=True) if counted[way] == 1)
        yield distinct.of(next(clear, ways[-1]))


def _ways_to_name(facts: TaxonFacts) -> tuple[str, str, str]:
    short = facts.steps[-1] if facts.steps else UNNAMED
    return short, facts.lineage or UNNAMED, f"{facts.lineage} (taxid {facts.ncbi_taxid})"
