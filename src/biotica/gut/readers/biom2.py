"""BIOM 2.1: a sparse table in HDF5. The only reader that needs h5py and numpy."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node
from biotica.gut.readers.cells import checked_abundance
from biotica.gut.readers.content import MAX_BYTES, Content
from biotica.gut.readers.features import named_sample
from biotica.gut.readers.hdf5_heap import has_endless_heap
from biotica.gut.readers.lineage import amplicon_lineage, has_rank_prefix, is_unclassified, split_lineage
from biotica.gut.readers.table import Choices, FeatureTable, Part, Reader, Table

if TYPE_CHECKING:
    import h5py
    import numpy as np

NEXT_STEP = _("give the taxonomy of the same analysis as a second file")


def recognises(content: Content) -> bool:
    """Whether the content is HDF5 at all; reading says whether it is BIOM."""
    return content.kind == "hdf5"


def read(content: Content, choices: Choices) -> Part:
    """Read the table; with names where the file holds a taxonomy, else as half of a pair."""
    samples, lineages, unassigned = read_hdf5(content.data, content.name)
    if lineages:
        return Table(
            unit=choices.unit or "counts",
            samples=tuple(named_sample(name, row, lineages, unassigned) for name, row in samples.items()),
        )
    return FeatureTable(
        unit=choices.unit or "counts", samples=samples, family="features", next_step=NEXT_STEP
    )


def read_hdf5(
    data: bytes, where: str
) -> tuple[dict[str, dict[str, float]], dict[str, tuple[Node, ...]], frozenset[str]]:
    """Values by sample and feature, lineages by feature (empty where there are none), nameless features.

    Raises
    ------
    UnreadableProfile
        If the bytes are no BIOM 2.1 table, or damaged.
    """
    import h5py

    try:
        if has_endless_heap(data):
            raise ValueError
        with h5py.File(io.BytesIO(data), "r") as file:
            samples = _matrix(file, where)
            lineages, unassigned = _taxonomy(file)
    except UnreadableProfile:
        raise
    except Exception:  # h5py raises OSError, KeyError, ValueError, RuntimeError, TypeError for damaged files
        raise UnreadableProfile(
            _("the HDF5 file is damaged, or no BIOM 2.1 table"),
            code="damaged_biom",
            where=where,
            hint=_("export it again, or convert it to TSV with `biom convert --to-tsv`"),
        ) from None
    return samples, lineages, unassigned


def _matrix(file: h5py.File, where: str) -> dict[str, dict[str, float]]:
    features = [_text(item) for item in _array(file["observation/ids"], where)]
    names = [_text(item) for item in _array(file["sample/ids"], where)]
    group = file["observation/matrix"]
    values, columns, starts = (_array(group[key], where) for key in ("data", "indices", "indptr"))
    samples: dict[str, dict[str, float]] = {name: {} for name in names}
    for position, feature in enumerate(features):
        first, last = int(starts[position]), int(starts[position + 1])
        for column, value in zip(columns[first:last].tolist(), values[first:last].tolist(), strict=True):
            row = samples[names[column]]
            row[feature] = row.get(feature, 0.0) + checked_abundance(float(value), where)
    return samples


def _taxonomy(file: h5py.File) -> tuple[dict[str, tuple[Node, ...]], frozenset[str]]:
    features = [_text(item) for item in file["observation/ids"][()]]
    rows = _taxonomy_rows(file)
    if rows is None and not any(has_rank_prefix(feature) for feature in features):
        return {}, frozenset()
    lineages, unassigned = {}, set()
    for feature, row in zip(features, features if rows is None else rows, strict=True):
        parts = [_text(part) for part in row] if isinstance(row, list) else split_lineage(_text(row))
        if parts and is_unclassified(parts[0]):
            unassigned.add(feature)
        lineages[feature] = amplicon_lineage(parts)
    return lineages, frozenset(unassigned)


def _taxonomy_rows(file: h5py.File) -> list[object] | None:
    """One entry per feature: a list of names, padded or ragged, or one text."""
    group = file.get("observation/metadata")
    name = next((key for key in group or () if key.lower() in {"taxonomy", "taxon"}), None)
    if group is None or name is None:
        return None
    rows: list[object] = [row.tolist() if hasattr(row, "tolist") else row for row in group[name][()]]
    return rows


def _array(dataset: h5py.Dataset, where: str) -> np.ndarray:
    if dataset.size * 8 > 4 * MAX_BYTES:
        raise UnreadableProfile(
            _("the table holds more values than a profile does"),
            code="too_large",
            where=where,
            hint=_("split the table by sample"),
        )
    values: np.ndarray = dataset[()]
    return values


def _text(item: object) -> str:
    return item.decode("utf-8", "replace") if isinstance(item, bytes) else str(item)


READER = Reader(format="biom2_hdf5", platform="16S", recognises=recognises, read=read)
