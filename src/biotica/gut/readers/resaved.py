"""A program's tab separated report that a spreadsheet saved again with other separators."""

from __future__ import annotations

from biotica.gut.readers.cells import is_number, split_row
from biotica.gut.readers.content import Content, NamedBytes, open_content
from biotica.gut.readers.delimited import read_grid, table_lines

_HEAD = 200


def head_of(content: Content) -> Content:
    """Cut a text after its first lines: enough to recognise a format."""
    return _text(content, content.lines[:_HEAD])


def with_tabs(content: Content) -> Content | None:
    """Write a table with tabs, decimal points and without quotes, every line at its old place.

    Parameters
    ----------
    content : Content
        A text.

    Returns
    -------
    Content or None
        None where the text holds no table, or one that already has tabs and decimal points.
    """
    head = read_grid(head_of(content))
    lines, delimiter = table_lines(content)
    if head is None or delimiter is None or not lines or (delimiter == "\t" and not head.comma):
        return None
    starts_at, comma = lines[0][0], head.comma
    written = [""] * lines[-1][0]
    for number, line in _notes(content, starts_at):
        written[number - 1] = line
    for number, line in lines:
        cells = [cell.replace("\t", " ") for cell in split_row(line, delimiter, content, number)]
        if comma:
            cells = [cell.replace(",", ".") if is_number(cell, comma=True) else cell for cell in cells]
        written[number - 1] = "\t".join(cells).rstrip("\t")
    return _text(content, written)


def _notes(content: Content, starts_at: int) -> list[tuple[int, str]]:
    """Find the notes above the table; they may name the program, and a spreadsheet pads them."""
    above = enumerate(content.lines[: starts_at - 1], start=1)
    return [
        (number, line.strip('"').rstrip(";,\t")) for number, line in above if line.startswith(("#", '"#'))
    ]


def _text(content: Content, lines: tuple[str, ...] | list[str]) -> Content:
    return open_content(NamedBytes(name=content.name, data="\n".join(lines).encode()))
