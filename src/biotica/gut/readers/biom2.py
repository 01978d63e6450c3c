"""BIOM 2.1: a sparse table in HDF5. The only reader that needs h5py and numpy."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node, Platform, Unit
from biotica.gut.readers.cells import checked_abundance
from biotica.gut.readers.content import MAX_BYTES, Content, unpacked_limit
from biotica.gut.readers.features import named_sample, unit_of_columns
from biotica.gut.readers.hdf5_heap import has_endless_heap
from biotica.gut.readers.lineage import (
    amplicon_lineage,
    has_rank_prefix,
    is_unclassified,
    printed_lineage,
    split_lineage,
)
from biotica.gut.readers.table import Choices, FeatureTable, Part, Reader, Table

if TYPE_CHECKING:
    import h5py
    import numpy as np

_UNITS: dict[str, Unit] = {"counts": "counts", "share": "share"}
_PLATFORMS: dict[str, Platform] = {"16S": "16S", "shotgun": "shotgun", "unknown": "unknown"}
"""Words that sample metadata may say."""

NEXT_STEP = _("give the taxonomy of the same analysis as a second file")


def recognises(content: Content) -> bool:
    """Whether the content is HDF5, and not in AnnData's encoding; reading says whether it is BIOM."""
    return content.kind == "hdf5" and b"encoding-type" not in content.data


def read(content: Content, choices: Choices) -> Part:
    """Read the table; with names where the file holds a taxonomy, else as half of a pair."""
    return part_of(read_hdf5(content.data, content.name), choices.unit, NEXT_STEP)


@dataclass(frozen=True, kw_only=True, slots=True)
class BiomTable:
    """What stands in a BIOM 2.1 file.

    Attributes
    ----------
    samples : mapping of str to mapping of str to float
        Values above zero by sample and feature.
    lineages : mapping of str to tuple of Node
        By feature; empty where the file holds no taxonomy.
    unassigned : frozenset of str
        Features without any name.
    unit : str
        What its sample metadata ``values`` say, else what the numbers look like.
    platform : str or None
        What its sample metadata ``platform`` say, if it is one of ours; then all names count as printed.
    """

    samples: Mapping[str, Mapping[str, float]]
    lineages: Mapping[str, tuple[Node, ...]]
    unassigned: frozenset[str]
    unit: Unit
    platform: Platform | None


def part_of(table: BiomTable, unit: Unit | None, next_step: str) -> Part:
    """Make a table, or half of a pair where the file holds no names."""
    if not table.lineages:
        return FeatureTable(
            unit=unit or table.unit, samples=table.samples, family="features", next_step=next_step
        )
    samples = (
        named_sample(name, row, table.lineages, table.unassigned) for name, row in table.samples.items()
    )
    return Table(unit=unit or table.unit, platform=table.platform, samples=tuple(samples))


def read_hdf5(data: bytes, where: str) -> BiomTable:
    """Read a BIOM 2.1 table from its bytes.

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
            platform = _PLATFORMS.get(_said(file, "platform", where) or "")
            lineages, unassigned = _taxonomy(file, where, is_printed=platform is not None)
            unit = _UNITS.get(_said(file, "values", where) or "")
    except UnreadableProfile:
        raise
    except Exception:  # h5py raises OSError, KeyError, ValueError, RuntimeError, TypeError for damaged files
        raise UnreadableProfile(
            _("the HDF5 file is damaged, or no BIOM 2.1 table"),
            code="damaged_biom",
            where=where,
            hint=_("export it again, or convert it to TSV with `biom convert --to-tsv`"),
        ) from None
    return BiomTable(
        samples=samples,
        lineages=lineages,
        unassigned=unassigned,
        unit=unit or unit_of_columns(samples.values()),
        platform=platform,
    )


def _said(file: h5py.File, name: str, where: str) -> str | None:
    """Read a fact that holds for all samples; None where the file does not say, or says several."""
    group = file.get("sample/metadata")
    said = {_text(item) for item in _array(group[name], where)} if group is not None and name in group else ()
    return next(iter(said)) if len(said) == 1 else None


def _matrix(file: h5py.File, where: str) -> dict[str, dict[str, float]]:
    features = [_text(item) for item in _array(file["observation/ids"], where)]
    names = [_text(item) for item in _array(file["sample/ids"], where)]
    group = file["observation/matrix"]
    values, columns, starts = (_array(group[key], where) for key in ("data", "indices", "indptr"))
    samples: dict[str, dict[str, float]] = {name: {} for name in names}
    for position, feature in enumerate(features):
        first, last = int(starts[position]), int(starts[position + 1])
        for column, value in zip(columns[first:last].tolist(), values[first:last].tolist(), strict=True):
            amount = checked_abundance(float(value), where)
            if amount > 0:
                row = samples[names[column]]
                row[feature] = row.get(feature, 0.0) + amount
    return samples


def _taxonomy(
    file: h5py.File, where: str, *, is_printed: bool
) -> tuple[dict[str, tuple[Node, ...]], frozenset[str]]:
    features = [_text(item) for item in _array(file["observation/ids"], where)]
    rows = _taxonomy_rows(file, where)
    as_lineage = printed_lineage if is_printed else amplicon_lineage
    if rows is None and not any(has_rank_prefix(feature) for feature in features):
        return {}, frozenset()
    lineages, unassigned = {}, set()
    for feature, row in zip(features, features if rows is None else rows, strict=True):
        parts = [_text(part) for part in row] if isinstance(row, list) else split_lineage(_text(row))
        if parts and is_unclassified(parts[0]):
            unassigned.add(feature)
        lineages[feature] = as_lineage(parts)
    return lineages, frozenset(unassigned)


def _taxonomy_rows(file: h5py.File, where: str) -> list[object] | None:
    """One entry per feature: a list of names, padded or ragged, or one text."""
    group = file.get("observation/metadata")
    name = next((key for key in group or () if key.lower() in {"taxonomy", "taxon"}), None)
    if group is None or name is None:
        return None
    rows: list[object] = [
        row.tolist() if hasattr(row, "tolist") else row for row in _array(group[name], where)
    ]
    return rows


def _array(dataset: h5py.Dataset, where: str) -> np.ndarray:
    """Load a dataset within limits: one that holds far more than the file stores of it is a bomb."""
    size = dataset.size * 8
    if size > MAX_BYTES or size > unpacked_limit(dataset.id.get_storage_size()):
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
