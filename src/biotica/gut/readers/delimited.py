"""A table of any spreadsheet: its separator, decimal sign, header and cells, found from the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from biotica.gut.readers.cells import is_number, split_row
from biotica.gut.readers.content import Content

_EMAIL = re.compile(r"\S+@\S+\.\S+")
_DECIMAL_COMMA = re.compile(r"^\s*\d+,\d+(e-?\d+)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """Rows of cells.

    Attributes
    ----------
    header : tuple of str
        Lower-case column names; empty where the table has none.
    rows : tuple of (int, tuple of str)
        Line number and cells, as many as the widest row.
    comma : bool
        Decimal commas.
    printed_header : tuple of str
        Column names as printed.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    comma: bool
    printed_header: tuple[str, ...]

    def column(self, *names: str) -> int | None:
        """Index of the first column with one of the names."""
        return next((self.header.index(name) for name in names if name in self.header), None)


def read_grid(content: Content) -> Grid | None:
    """Find the table in a text, None where it is none; a line with only an e-mail address is left out."""
    lines = [
        (number, line)
        for number, line in enumerate(content.lines, start=1)
        if line.strip()
        and not (line.startswith("#") and number > 1 and line[:2] in {"# ", "##"})
        and not _only_email(line)
    ]
    if not lines:
        return None
    delimiter = _delimiter([line for _number, line in lines[:50]])
    if delimiter is None:
        return None
    cells = [
        (number, tuple(cell.strip() for cell in split_row(line, delimiter, content, number)))
        for number, line in lines
    ]
    comma = delimiter != "," and _decimal_comma([row for _number, row in cells[:200]])
    first = cells[0][1]
    has_header = not any(is_number(cell, comma=comma) for cell in first if cell)
    printed = tuple(cell.strip('"').lstrip("#").strip() for cell in first) if has_header else ()
    return Grid(
        header=tuple(name.lower() for name in printed),
        rows=tuple(cells[1:] if has_header else cells),
        comma=comma,
        printed_header=printed,
    )


def _only_email(line: str) -> bool:
    return bool(_EMAIL.fullmatch(line.strip().strip(",;\t").strip('"')))


def _delimiter(lines: list[str]) -> str | None:
    """Find the sign that splits every line into equally many cells, at least two."""
    for sign in ("\t", ";", ","):
        counts = {line.count(sign) for line in lines}
        if min(counts) > 0 and len(counts) == 1:
            return sign
    for sign in ("\t", ";", ","):
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
