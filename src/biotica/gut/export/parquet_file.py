"""Parquet: the long table in row groups, with the versions in its metadata."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from biotica.gut.export.facts import Catalogue, SampleFacts, TaxonFacts
from biotica.gut.export.long_table import COLUMNS, SAMPLE_COLUMNS, TAXON_COLUMNS, Block, blocks
from biotica.gut.profile import Profile
from biotica.knowledge.names import NameTable
from biotica.provenance import versions

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 200_000
_NUMBERS = {"share", "rest_share", "count", "depth", "classified_share"}


def write_parquet(path: Path, profiles: Iterable[Profile], names: NameTable) -> None:
    """Write the long table; what is unknown is null.

    Parameters
    ----------
    path : Path
        The file.
    profiles : iterable of Profile
        Gone through once; about `ROWS_AT_ONCE` rows are in memory at a time.
    names : NameTable
        What the printed names stand for.
    """
    import pyarrow.parquet as pq

    catalogue = Catalogue(names)
    schema = _schema()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(blocks(profiles, catalogue)):
            writer.write_table(_table(group, catalogue.facts, schema))


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {column: pa.float64() for column in _NUMBERS} | {"ncbi_taxid": pa.int64()}
    fields = [(column, kinds.get(column, pa.string())) for column in COLUMNS]
    return pa.schema(fields, metadata={"biotica": json.dumps(versions())})


def _groups(made: Iterable[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    rows = 0
    for block in made:
        group.append(block)
        rows += len(block.taxa)
        if rows >= ROWS_AT_ONCE:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _table(group: list[Block], facts: list[TaxonFacts], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    taxa = pa.array(chain.from_iterable(block.taxa for block in group), pa.int32())
    samples = pa.array((number for number, block in enumerate(group) for _taxon in block.taxa), pa.int32())
    said = [block.sample for block in group]
    columns = {
        "share": list(chain.from_iterable(block.shares for block in group)),
        "rest_share": list(chain.from_iterable(block.rest_shares for block in group)),
        "count": list(chain.from_iterable(block.counts for block in group)),
    }
    columns |= {name: _column(facts, name, schema).take(taxa) for name in TAXON_COLUMNS}
    columns |= {name: _column(said, name, schema).take(samples) for name in ("sample", *SAMPLE_COLUMNS)}
    columns |= {f"{name}_version": pa.repeat(version, len(taxa)) for name, version in versions().items()}
    return pa.table(columns, schema=schema)


def _column(facts: list[TaxonFacts] | list[SampleFacts], name: str, schema: pa.Schema) -> pa.Array:
    """One fact of all, empty texts as null."""
    import pyarrow as pa

    values = [getattr(fact, name) for fact in facts]
    if name in _NUMBERS:  # Arrow refuses whole numbers that a double does not hold exactly
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    return pa.array([None if value == "" else value for value in values], schema.field(name).type)
