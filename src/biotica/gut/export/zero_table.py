"""The table of zeros and lows of many samples: Parquet or CSV by the ending of its name."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from biotica.errors import InputError, _
from biotica.gut.export.csv_file import safe_cell
from biotica.gut.export.target import whole_file
from biotica.gut.zero_rows import COLUMNS, Row
from biotica.provenance import versions

ROWS_AT_ONCE = 50_000
ENDINGS = (".parquet", ".csv", ".csv.gz")
Write = Callable[[Iterable[Row]], None]


def check_zero_table(path: Path) -> None:
    """Say before the work whether the table can be written.

    Raises
    ------
    InputError
        If the ending is none of `ENDINGS`, or pyarrow is not installed for Parquet.
    """
    if not path.name.lower().endswith(ENDINGS):
        raise InputError(
            _("'{file}' does not say in which format to write"),
            code="unknown_ending",
            where=str(path),
            hint=_("let the name end in .parquet, .csv or .csv.gz"),
            file=path.name,
        )
    if path.name.lower().endswith(".parquet") and find_spec("pyarrow") is None:
        raise InputError(
            _("writing {file} needs the package {package}, which is not installed"),
            code="extra_missing",
            where=str(path),
            hint=_('install it with: pip install "biotica[cohort]"'),
            file=path.name,
            package="pyarrow",
        )


@contextmanager
def zero_table(path: Path) -> Iterator[Write]:
    """Open the table; what is given is called with the rows of each sample. Whole or not at all.

    Raises
    ------
    InputError
        As `check_zero_table`, and if the file cannot be written.
    """
    check_zero_table(path)
    with whole_file(path, force=True) as place:
        opened = _parquet if path.name.lower().endswith(".parquet") else _csv
        with opened(place) as write:
            yield write


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    packed = path.name.lower().endswith(".gz")
    with path.open("wb") as raw:
        binary = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) if packed else raw
        with io.TextIOWrapper(binary, encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)

            def write(rows: Iterable[Row]) -> None:
                for row in rows:
                    writer.writerow(safe_cell(cell) if isinstance(cell, str) else cell for cell in row)

            yield write


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = {"sample", "taxon", "class"}
    fields = [(name, pa.string() if name in texts else pa.float64()) for name in COLUMNS]
    schema = pa.schema(fields, metadata={"biotica": json.dumps(versions())})
    waiting: list[Row] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def put_down() -> None:
            columns = [list(column) for column in zip(*waiting, strict=True)]
            writer.write_table(pa.table(dict(zip(COLUMNS, columns, strict=True)), schema=schema))
            waiting.clear()

        def write(rows: Iterable[Row]) -> None:
            waiting.extend(rows)
            if len(waiting) >= ROWS_AT_ONCE:
                put_down()

        yield write
        if waiting:
            put_down()
