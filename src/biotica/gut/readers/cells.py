"""Single cells of a table: numbers, names and row widths, with the place in every error."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers.content import Content
from biotica.gut.readers.tree import MAX_DEPTH

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_ZEROS = frozenset({"0", "0.0"})
"""Most cells of a wide table."""

_TAXID = re.compile(r"\d{1,9}")
HEAD_LINES = 60
"""How far a header may stand below notes."""


def abundance(cell: str, content: Content, line: int, column: int, *, comma: bool = False) -> float:
    """Read a cell as an abundance: finite and not negative.

    Parameters
    ----------
    cell : str
        Text of the cell.
    content : Content
        Its file, for the place.
    line, column : int
        Counted from 1.
    comma : bool
        The file writes decimal commas.

    Raises
    ------
    UnreadableProfile
        If the cell is no number, not finite, or negative.
    """
    if cell in _ZEROS:
        return 0.0
    text = cell.strip().strip('"').strip()
    if comma:
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise _bad_number(content.where(line, column), text)
    value = float(text)
    return value if 0.0 <= value < math.inf else checked_abundance(value, content.where(line, column))


def checked_abundance(value: float, where: str) -> float:
    """Return the same value, if it is finite and not negative."""
    if not math.isfinite(value):
        raise _bad_number(where, str(value))
    if value < 0:
        raise UnreadableProfile(
            _("an abundance is negative: {value}"),
            code="negative_value",
            where=where,
            hint=_("give raw shares or counts, not centred or log-ratio transformed values"),
            value=value,
        )
    return value


def is_number(cell: str, *, comma: bool = False) -> bool:
    """Whether a cell holds one plain number."""
    text = cell.strip().strip('"').strip()
    return bool(_NUMBER.fullmatch(text.replace(",", ".") if comma else text))


def taxid(cell: str) -> int | None:
    """Read the last NCBI taxid of a cell such as ``2|1239|853``, None if it holds none."""
    last = cell.strip().rsplit("|", 1)[-1].strip()
    return int(last) if _TAXID.fullmatch(last) and int(last) > 0 else None


def header_of(content: Content) -> tuple[int, list[str]]:
    """Line number and cells of the first row that is neither blank nor a ``#`` line; (0, []) without one.

    Quotes around cells and blank columns at the end are dropped. Looks at the first 60 lines only.
    """
    for number, line in enumerate(content.lines[:HEAD_LINES], start=1):
        if line.strip() and not line.startswith("#"):
            cells = [_unquoted(cell) for cell in line.split("\t")]
            while cells and not cells[-1]:
                cells.pop()
            return number, cells
    return 0, []


def starts_with(content: Content, names: Sequence[str]) -> bool:
    """Whether a text's header starts with these column names, in any case."""
    if content.kind != "text":
        return False
    _number, header = header_of(content)
    return [name.lower() for name in header[: len(names)]] == [name.lower() for name in names]


def _unquoted(cell: str) -> str:
    text = cell.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def rows(
    content: Content, *, width: int | None = None, at_least: int = 1, after: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """Tab separated rows with their line number, blank lines and ``#`` lines left out.

    Parameters
    ----------
    content : Content
        A text.
    width : int or None
        Number of cells of every row; blank cells behind them are dropped.
    at_least : int
        Fewest cells of a row.
    after : int
        Line of the header; rows up to it are left out.

    Raises
    ------
    UnreadableProfile
        If a row has another number of cells than `width`, or fewer than `at_least`.
    """
    for number, line in enumerate(content.lines, start=1):
        if number <= after or line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        if '"' in line:
            cells = [_unquoted(cell) if cell.lstrip()[:1] == '"' else cell for cell in cells]
        if width is not None and len(cells) > width and not any(map(str.strip, cells[width:])):
            del cells[width:]
        if (width is not None and len(cells) != width) or len(cells) < at_least:
            raise ragged(content, number, width or at_least, len(cells))
        yield number, cells


def fitted(cells: list[str], width: int, content: Content, number: int) -> list[str]:
    """Give a row the header's width: blank cells are added, or dropped where they are too many.

    Raises
    ------
    UnreadableProfile
        If cells behind the last column hold something.
    """
    if any(map(str.strip, cells[width:])):
        raise ragged(content, number, width, len(cells))
    return [*cells[:width], *[""] * (width - len(cells))]


def split_row(line: str, delimiter: str, content: Content, number: int) -> list[str]:
    """Cells of one line with quotes taken care of."""
    if delimiter == "\t" and '"' not in line:
        return line.split("\t")
    try:
        return next(iter(csv.reader([line], delimiter=delimiter)), [])
    except csv.Error:
        raise ragged(content, number, 2, 1) from None


def ragged(content: Content, line: int, expected: int, found: int) -> UnreadableProfile:
    """Make the error for a row of the wrong width."""
    return UnreadableProfile(
        _("the row has {found} cells where {expected} were expected"),
        code="ragged_row",
        where=content.where(line),
        hint=_("the file may be cut off, or saved with another separator"),
        found=found,
        expected=expected,
    )


def _bad_number(where: str, text: str) -> UnreadableProfile:
    return UnreadableProfile(
        _("'{text}' is not an abundance"),
        code="not_a_number",
        where=where,
        hint=_("every abundance must be a plain number; leave out missing ones"),
        text="..." if "@" in text else text[:30],
    )


def too_deep(where: str) -> UnreadableProfile:
    """Make the error for a lineage with more steps than any taxonomy has."""
    return UnreadableProfile(
        _("a lineage has more than {most} steps"),
        code="too_deep",
        where=where,
        hint=_("the file may be damaged; export it again"),
        most=MAX_DEPTH,
    )
