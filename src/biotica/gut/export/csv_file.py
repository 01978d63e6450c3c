"""CSV, plain or packed: the long table for spreadsheets, in which no name can become a formula."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import TextIO

from biotica.gut.export.facts import Catalogue
from biotica.gut.export.long_table import COLUMNS, SAMPLE_COLUMNS, TAXON_COLUMNS, Block, blocks
from biotica.gut.profile import Profile
from biotica.knowledge.names import NameTable
from biotica.provenance import versions

_FORMULA = re.compile(r"(^|[;,\t\r\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")
"""Where a spreadsheet may see a formula begin, also one that splits at another separator than ours."""

_PACKING = 6
_taxon_values = attrgetter(*TAXON_COLUMNS)
_sample_values = attrgetter(*SAMPLE_COLUMNS)


def write_csv(path: Path, profiles: Iterable[Profile], names: NameTable) -> None:
    """Write the long table as UTF-8, one sample in memory at a time.

    Parameters
    ----------
    path : Path
        Packed with gzip where it ends in ``.gz``.
    profiles : iterable of Profile
        Gone through once.
    names : NameTable
        What the printed names stand for.
    """
    catalogue = Catalogue(names)
    cells: list[str] = []
    last = _line(versions().values())
    with _opened(path) as file:
        file.write(_line(COLUMNS) + "\n")
        for block in blocks(profiles, catalogue):
            cells += [_line(_taxon_values(facts)) for facts in catalogue.facts[len(cells) :]]
            file.writelines(_rows(block, cells, last))


def safe_cell(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return _FORMULA.sub(r"\1'", text)


def _rows(block: Block, cells: list[str], last: str) -> Iterator[str]:
    head = _line([block.sample.sample])
    tail = f"{_line(_sample_values(block.sample))},{last}\n"
    without = "," * (len(TAXON_COLUMNS) - 1)
    for taxon, *numbers in zip(block.taxa, block.shares, block.rest_shares, block.counts, strict=True):
        middle = without if taxon is None else cells[taxon]
        yield f"{head},{middle},{','.join(map(_number, numbers))},{tail}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() else repr(value)


def _line(values: Iterable[object]) -> str:
    """Cells of a row with commas between them, quoted where they must be."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="")
    writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in values])
    return made.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if path.suffix.lower() != ".gz":
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_PACKING, fileobj=raw, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as file,
    ):
        yield file
