"""BIOM 2.1: the matrix in HDF5, as the public description of the format says.

See https://biom-format.org/documentation/format_versions/biom-2.1.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biotica.gut.export.facts import SampleFacts, TaxonFacts
from biotica.gut.export.hdf5 import new_hdf5
from biotica.gut.export.matrix import Matrix, matrix_of
from biotica.gut.profile import MAIN_RANKS, Profile
from biotica.knowledge.names import NameTable
from biotica.provenance import versions

if TYPE_CHECKING:
    import h5py

FORMAT_VERSION = (2, 1)
_LEVELS = ("d", "p", "c", "o", "f", "g", "s")
"""Seven levels, because other programs go by their place; a kingdom stands first only without a domain."""

_NO_NAME = len("d__")
_TAXON_TEXTS = ("rank", "lineage", "accepted_name", "candidates", "how", "not_microbe")
_SAMPLE_TEXTS = ("source", "format", "unit", "platform", "database", "warnings")
_SAMPLE_NUMBERS = ("depth", "classified_share")


def write_biom(path: Path, profiles: Iterable[Profile], names: NameTable, *, written_at: datetime) -> None:
    """Write the matrix with taxonomy and the facts of the samples.

    Parameters
    ----------
    path : Path
        The file.
    profiles : iterable of Profile
        Gone through once.
    names : NameTable
        What the printed names stand for.
    written_at : datetime
        The creation date of the file.
    """
    matrix = matrix_of(profiles, names)
    with new_hdf5(path) as file:
        file.attrs.update(_attributes(matrix, written_at))
        _write_axis(file.create_group("observation"), matrix.keys, _by_taxon(matrix))
        _write_taxon_facts(file["observation/metadata"], matrix.taxa)
        samples = tuple(facts.sample for facts in matrix.samples)
        _write_axis(file.create_group("sample"), samples, (matrix.values, matrix.columns, matrix.starts))
        _write_sample_facts(file["sample/metadata"], matrix)


def _attributes(matrix: Matrix, written_at: datetime) -> dict[str, Any]:
    made_by = versions()
    return {
        "id": "No Table ID",
        "type": "Taxon table",
        "format-url": "http://biom-format.org",
        "format-version": FORMAT_VERSION,
        "generated-by": f"biotica {made_by['code']}, knowledge {made_by['knowledge']}",
        "creation-date": written_at.isoformat(),
        "shape": (len(matrix.keys), len(matrix.samples)),
        "nnz": len(matrix.values),
    }


def _by_taxon(matrix: Matrix) -> tuple[Any, Any, Any]:
    """Compress the same values by taxon: values, sample of each, starts."""
    import numpy as np

    rows = np.repeat(np.arange(len(matrix.samples)), np.diff(matrix.starts))
    order = np.argsort(matrix.columns, kind="stable")
    starts = np.searchsorted(matrix.columns[order], np.arange(len(matrix.keys) + 1))
    return matrix.values[order], rows[order], starts


def _write_axis(group: h5py.Group, ids: Sequence[str], compressed: tuple[Any, Any, Any]) -> None:
    values, indices, starts = compressed
    group.create_group("metadata")
    group.create_group("group-metadata")
    _write_texts(group, "ids", ids)
    group.create_dataset("matrix/data", data=values, dtype="f8", compression="gzip")
    group.create_dataset("matrix/indices", data=indices, dtype="i4", compression="gzip")
    group.create_dataset("matrix/indptr", data=starts, dtype="i4", compression="gzip")


def _write_texts(group: h5py.Group, name: str, texts: Sequence[str] | Sequence[Sequence[str]]) -> None:
    import h5py

    if texts:
        group.create_dataset(name, data=texts, dtype=h5py.string_dtype(), compression="gzip")
    else:
        group.create_dataset(name, shape=(0,), dtype="f8")


def _write_taxon_facts(group: h5py.Group, taxa: Sequence[TaxonFacts]) -> None:
    levels = [taxonomy_of(facts) for facts in taxa]
    longest = max(map(len, levels), default=0)
    _write_texts(group, "taxonomy", [[*given, *[""] * (longest - len(given))] for given in levels])
    for name in _TAXON_TEXTS:
        _write_texts(group, name, [getattr(facts, name) for facts in taxa])
    _write_texts(group, "ncbi_taxid", ["" if f.ncbi_taxid is None else str(f.ncbi_taxid) for f in taxa])


def taxonomy_of(facts: TaxonFacts) -> list[str]:
    """Place a lineage on seven levels down to its own, unnamed ones as ``p__``; other ranks come after.

    Clades between the levels are left out; they stand in ``lineage``.
    """
    if not facts.rank:
        return list(facts.steps)
    named = {step.split("__", 1)[0]: step for step in facts.steps}
    levels = [named.get(letter, f"{letter}__") for letter in _LEVELS]
    levels[0] = named.get("d", named.get("k", "d__"))
    if facts.rank not in MAIN_RANKS:
        return [*levels, facts.steps[-1]]
    last = max((place for place, level in enumerate(levels) if len(level) > _NO_NAME), default=0)
    return levels[: last + 1]


def _write_sample_facts(group: h5py.Group, matrix: Matrix) -> None:
    facts: Sequence[SampleFacts] = matrix.samples
    for name in _SAMPLE_TEXTS:
        _write_texts(group, name, [getattr(fact, name) or "" for fact in facts])
    _write_texts(group, "values", [matrix.kind] * len(facts))
    for name in _SAMPLE_NUMBERS:
        numbers = [float("nan") if getattr(f, name) is None else float(getattr(f, name)) for f in facts]
        group.create_dataset(name, data=numbers, dtype="f8")
