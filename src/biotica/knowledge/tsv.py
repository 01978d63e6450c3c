"""Reads a tab separated table into rows of a class, and says file:line:column when it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from biotica.errors import BadRow, _

Place = Path | Traversable
RowT = TypeVar("RowT", bound=BaseModel)


def cells_of(text: str, *, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and named cells of each row.

    Parameters
    ----------
    text : str
        Tab separated; first line that is neither blank nor a ``#`` comment is the header.
    name : str
        File name for errors.

    Raises
    ------
    BadRow
        If a header repeats a name, or a row has more or fewer cells than the header.
    """
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = _header(cells, where=f"{name}:{number}")
            continue
        if len(cells) != len(header):
            raise BadRow(
                _("the row has {found} cells and the header has {wanted}"),
                code="wrong_number_of_cells",
                where=f"{name}:{number}:{min(len(cells), len(header)) + 1}",
                hint=_("separate the cells with tabs, also the empty ones"),
                found=len(cells),
                wanted=len(header),
            )
        yield number, dict(zip(header, cells, strict=True))


def rows_of(text: str, row_class: type[RowT], *, name: str) -> tuple[RowT, ...]:
    """Read every row of a table.

    Parameters
    ----------
    text : str
        See `cells_of`.
    row_class : type
        Pydantic class whose field names are the header; a blank cell takes the field's default, if any.
    name : str
        File name for errors.

    Returns
    -------
    tuple of row_class
        In the order of the file.

    Raises
    ------
    BadRow
        With file, line and column of the first cell that breaks the class.
    """
    return tuple(row for _number, row in numbered_rows(text, row_class, name=name))


def numbered_rows(text: str, row_class: type[RowT], *, name: str) -> tuple[tuple[int, RowT], ...]:
    """Read every row of a table with its line number; as `rows_of` otherwise."""
    return tuple(
        (number, _row(cells, row_class, name, number)) for number, cells in cells_of(text, name=name)
    )


def read_rows(place: Place, row_class: type[RowT]) -> tuple[RowT, ...]:
    """Read every row of a file; as `rows_of` otherwise.

    Raises
    ------
    BadRow
        If the file is not there, is not UTF-8, or a row is wrong.
    """
    return rows_of(read_text(place), row_class, name=place.name)


def read_text(place: Place) -> str:
    """Read a table's text.

    Raises
    ------
    BadRow
        If the file is not there or is not UTF-8.
    """
    try:
        return place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRow(
            _("the table {file} cannot be read"),
            code="unreadable_table",
            where=place.name,
            hint=_("the data folder must hold it as UTF-8 text"),
            file=place.name,
        ) from error


def _header(cells: list[str], *, where: str) -> list[str]:
    for column, cell in enumerate(cells, start=1):
        if not cell or cell in cells[: column - 1]:
            raise BadRow(
                _("the header has a blank or repeated name '{cell}'"),
                code="bad_header",
                where=f"{where}:{column}",
                cell=cell,
            )
    return cells


def _row(cells: dict[str, str], row_class: type[RowT], name: str, number: int) -> RowT:
    fields = row_class.model_fields
    given = {
        key: cell for key, cell in cells.items() if cell or key not in fields or fields[key].is_required()
    }
    try:
        return row_class.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        column = list(cells).index(field) + 1 if field in cells else 1
        raise BadRow(
            _("the cell '{cell}' in column '{field}' is wrong: {reason}"),
            code="bad_cell",
            where=f"{name}:{number}:{column}",
            hint=_("compare the row with its neighbours"),
            cell=cells.get(field, "")[:60],
            field=field,
            reason=first["msg"],
        ) from error
