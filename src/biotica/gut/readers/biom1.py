"""BIOM 1.0: a sparse or dense table in JSON."""

from __future__ import annotations

from typing import Any

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Node
from biotica.gut.readers.cells import checked_abundance
from biotica.gut.readers.content import Content
from biotica.gut.readers.features import named_sample, unit_of_columns
from biotica.gut.readers.lineage import (
    amplicon_lineage,
    has_rank_prefix,
    is_unclassified,
    split_lineage,
    strip_prefix,
)
from biotica.gut.readers.table import Choices, FeatureTable, Part, Reader, Table

_TAXONOMY = ("taxonomy", "taxon", "lineage", "consensus lineage", "consensuslineage")
_RANKS = ("kingdom", "phylum", "class", "order", "family", "genus", "species")
_KEYS = frozenset({"rows", "columns", "data", "matrix_type"})


def recognises(content: Content) -> bool:
    """Whether a JSON document has the four keys of a BIOM table."""
    return content.kind == "json" and isinstance(content.document, dict) and content.document.keys() >= _KEYS


def read(content: Content, choices: Choices) -> Part:
    """Read the table; with names where rows hold a taxonomy or are lineages, else as half of a pair."""
    try:
        return _read(content, choices)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError):
        raise UnreadableProfile(
            _("the BIOM table contradicts itself: rows, columns and data do not fit"),
            code="damaged_biom",
            where=content.name,
            hint=_("export it again"),
        ) from None


def _read(content: Content, choices: Choices) -> Part:
    document: Any = content.document
    features = [str(row["id"]) for row in document["rows"]]
    names = [str(column["id"]) for column in document["columns"]]
    samples: dict[str, dict[str, float]] = {name: {} for name in names}
    for row, column, value in _cells(document):
        where = f"{content.name}:data[{row},{column}]"
        if row < 0 or column < 0:
            raise IndexError
        amount = _abundance(value, where)
        if amount > 0:
            samples[names[column]][features[row]] = amount
    lineages, unassigned = _taxonomy(document, features)
    unit = choices.unit or unit_of_columns(samples.values())
    if lineages:
        found = tuple(named_sample(name, row, lineages, unassigned) for name, row in samples.items())
        return Table(unit=unit, samples=found)
    return FeatureTable(
        unit=unit,
        samples=samples,
        family="features",
        next_step=_("give the taxonomy of the same analysis as a second file"),
    )


def _abundance(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableProfile(
            _("'{text}' is not an abundance"),
            code="not_a_number",
            where=where,
            hint=_("every abundance must be a plain number; leave out missing ones"),
            text=str(value)[:30],
        )
    return checked_abundance(float(value), where)


def _cells(document: dict[str, Any]) -> list[tuple[int, int, Any]]:
    if document["matrix_type"] == "sparse":
        return [(int(row), int(column), value) for row, column, value in document["data"]]
    return [
        (row, column, value) for row, line in enumerate(document["data"]) for column, value in enumerate(line)
    ]


def _taxonomy(
    document: dict[str, Any], features: list[str]
) -> tuple[dict[str, tuple[Node, ...]], frozenset[str]]:
    lineages: dict[str, tuple[Node, ...]] = {}
    unassigned = set()
    for row, feature in zip(document["rows"], features, strict=True):
        parts = _parts_of(row.get("metadata"), feature)
        if parts is None:
            continue
        if parts and is_unclassified(parts[0]):
            unassigned.add(feature)
        lineages[feature] = amplicon_lineage(parts)
    return lineages, frozenset(unassigned)


def _parts_of(metadata: object, feature: str) -> list[str] | None:
    """Parts of a feature's lineage, None where neither its metadata nor its id holds one.

    The metadata hold it as a list or a text named taxonomy, as ``taxonomy1`` to ``taxonomy7``, or by rank.
    """
    found = {str(key).lower(): value for key, value in metadata.items()} if isinstance(metadata, dict) else {}
    taxonomy = next((found[key] for key in _TAXONOMY if found.get(key)), None)
    if isinstance(taxonomy, list):
        return [_word(part) for part in taxonomy]
    if isinstance(taxonomy, str):
        return split_lineage(taxonomy)
    numbered = [_word(found[f"taxonomy{level}"]) for level in range(1, 8) if f"taxonomy{level}" in found]
    if numbered:
        return numbered
    ranked = [f"{rank[0]}__{_plain(found[rank])}" for rank in _RANKS if found.get(rank) is not None]
    if len(ranked) > 2:
        return ranked
    return split_lineage(feature) if has_rank_prefix(feature) else None


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _plain(value: object) -> str:
    return strip_prefix(_word(value))


READER = Reader(format="biom1_json", platform="16S", recognises=recognises, read=read)
