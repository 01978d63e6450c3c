"""A table of any spreadsheet: its separator, decimal sign, header and cells, found from the text."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from biotica.gut.readers.cells import HEAD_LINES, is_number, split_row
from biotica.gut.readers.content import Content
from biotica.gut.readers.lineage import RANK_NAMES

_EMAIL = re.compile(r"\S+@\S+\.\S+")
_DECIMAL_COMMA = re.compile(r"^\s*[+-]?\d+,\d+(e-?\d+)?\s*%?\s*$", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)
_NOTE = re.compile(r'^"?(#|@(?!@))')
_SIGNS = ("\t", ";", ",")
_LOOKED_AT = 50
_ROW_NAMES = frozenset({
    "", "taxon", "taxa", "name", "clade_name", "id", "lineage", "taxonomy", "otu id", "otu_id", "otu", "asv",
    "feature id", "feature_id", "sample", "sampleid", "sample_id", "naam", *RANK_NAMES,
})  # fmt: skip
"""What may stand above the row names: then the cells beside it name samples, numbers too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Rows of cells.

    Attributes
    ----------
    header : tuple of str
        Lower-case column names; empty where the table has none.
    rows : tuple of (int, tuple of str)
        Line number and cells; blank columns at the end are left out.
    comma : bool
        Decimal commas.
    printed_header : tuple of str
        Column names as printed.
    header_line : int
        Line of the header, 0 where the table has none.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    comma: bool
    printed_header: tuple[str, ...]
    header_line: int = 0

    def column(self, *names: str) -> int | None:
        """Index of the first column with one of the names."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def read_grid(content: Content) -> Grid | None:
    """Find the table in a text, None where it is none.

    Blank lines, notes (``#`` lines that are no header), Excel's ``sep=;`` line and a line with only an e-mail
    address are left out. A header that lacks the name of the row names, as R writes it, gets a blank one.
    """
    lines, delimiter = table_lines(content)
    if delimiter is None or not lines:
        return None
    cells = [
        (number, tuple(cell.strip() for cell in split_row(line, delimiter, content, number)))
        for number, line in lines
    ]
    comma = delimiter != "," and _decimal_comma([row for _number, row in cells[:200]])
    header_line, first = cells[0]
    has_header = _is_header(first, comma=comma)
    printed = tuple(cell.strip('"').lstrip("#").strip() for cell in first) if has_header else ()
    body = _without_blank_columns(printed, cells[1:] if has_header else cells)
    while printed and not printed[-1] and body and len(body[0][1]) < len(printed):
        printed = printed[:-1]
    if delimiter == "\t" and printed and body and len(body[0][1]) == len(printed) + 1:
        printed = ("", *printed)
    return Grid(
        header=tuple(name.lower() for name in printed),
        rows=tuple(body),
        comma=comma,
        printed_header=printed,
        header_line=header_line if has_header else 0,
    )


def table_lines(content: Content, limit: int | None = None) -> tuple[list[tuple[int, str]], str | None]:
    """Numbered lines of the table in a text, and the sign between its cells; None where there is no table."""
    said: str | None = None
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(content.lines[:limit], start=1):
        if not line.strip() or _only_email(line):
            continue
        if not lines and said is None and (match := _SEPARATOR_LINE.match(line.strip())):
            said = match[1]
            continue
        if not (line.startswith(("# ", "##")) and lines):
            lines.append((number, line))
    sample = [line for _number, line in lines if not _NOTE.match(line)][:_LOOKED_AT]
    notes = [line for _number, line in lines if line.startswith("#")][:_LOOKED_AT]
    delimiter = said or _delimiter(sample, notes)
    if delimiter is None:
        return [], None
    width = _width(sample[0], delimiter) if sample else 0
    while (
        len(lines) > 1 and lines[0][1].startswith("#") and _width(lines[0][1], delimiter) < max(width - 1, 2)
    ):
        del lines[0]
    return lines, delimiter


def _width(line: str, delimiter: str) -> int:
    if '"' not in line:
        return line.count(delimiter) + 1
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return line.count(delimiter) + 1


def first_row(content: Content) -> tuple[str, ...]:
    """Give the cells of the table's first row, without quotes and ``#``; empty where the text is no table."""
    if content.kind != "text":
        return ()
    lines, delimiter = table_lines(content, HEAD_LINES)
    if delimiter is None or not lines:
        return ()
    cells = [cell.strip().strip('"').lstrip("#").strip() for cell in lines[0][1].split(delimiter)]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _is_header(cells: Sequence[str], *, comma: bool) -> bool:
    named = [cell for cell in cells if cell.strip('"')]
    if not any(is_number(cell, comma=comma) for cell in named):
        return True
    return len(cells) > 2 and cells[0].strip('"').lstrip("#").strip().lower() in _ROW_NAMES


def _without_blank_columns(
    printed: Sequence[str], body: list[tuple[int, tuple[str, ...]]]
) -> list[tuple[int, tuple[str, ...]]]:
    """Drop the blank cells that a spreadsheet leaves at the end of every row."""
    named = len(printed)
    while named and not printed[named - 1]:
        named -= 1
    if not body or body[0][1][-1:] != ("",):
        return body
    widest = max((_filled(cells) for _number, cells in body), default=0)
    width = max(named, widest)
    return [(number, cells[:width]) for number, cells in body]


def _filled(cells: Sequence[str]) -> int:
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1]), 0)


def _only_email(line: str) -> bool:
    return bool(_EMAIL.fullmatch(line.strip().strip(",;\t").strip('"')))


def _delimiter(lines: list[str], notes: list[str]) -> str | None:
    """Find the sign that splits every line into equally many cells; a ``#`` header decides ties."""
    if not lines:
        return None
    even = [sign for sign in _SIGNS if len({line.count(sign) for line in lines}) == 1 and sign in lines[0]]
    fitting = [sign for sign in even if any(line.count(sign) == lines[0].count(sign) for line in notes)]
    if even:
        return (fitting or even)[0]
    for sign in _SIGNS:
        if sum(sign in line for line in lines) > 0.8 * len(lines):
            return sign
    return None


def _decimal_comma(rows: list[tuple[str, ...]]) -> bool:
    numbers = [cell for row in rows for cell in row if "," in cell]
    return (
        bool(numbers)
        and any(_DECIMAL_COMMA.match(cell) for cell in numbers)
        and not any(re.match(r"^\d+\.\d+$", cell) for row in rows for cell in row)
    )
