"""The bytes of a file or payload as text, and as lines of cells or items of JSON if it is one of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from biotica.errors import _
from biotica.ferment.streams.stream import Note, stream_error

LARGEST_BYTES = 10_000_000
MOST_LINES = 250_000
_NO_TEXT = frozenset("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a table: its number in the file, and its cells without spaces around them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One JSON object: where it stands (line, or place in its list, from 1), and what it holds."""

    number: int
    content: Mapping[str, object]


@dataclass(frozen=True)
class Content:
    """A text, looked at in two ways; what it is not stays empty."""

    name: str
    text: str
    notes: tuple[Note, ...] = ()

    @cached_property
    def document(self) -> object:
        """The whole text as one JSON value; None = it is none."""
        if not self.text.lstrip().startswith(("{", "[")):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """JSON objects: one, a list of them, or one per line."""
        if isinstance(self.document, dict):
            return (Item(number=1, content=self.document),)
        if isinstance(self.document, list):
            return _objects(list(enumerate(self.document, start=1)))
        return self._json_lines()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Cells of a table; comments, blank lines and Excel's ``sep=`` are passed over."""
        if self.document is not None:
            return ()
        separator = self.separator
        wanted = [
            (number, line)
            for number, line in enumerate(self.text.splitlines(), start=1)
            if line.strip(" \t;,") and not line.lstrip().startswith("#") and not line.startswith("sep=")
        ]
        return tuple(
            Line(number=number, cells=cells) for number, line in wanted if (cells := _cells(line, separator))
        )

    @cached_property
    def separator(self) -> str:
        """Tab, semicolon or comma: the first of them that the first lines hold."""
        head = [line for line in self.text.splitlines()[:20] if not line.startswith("#")]
        return next((sign for sign in "\t;" if any(sign in line for line in head)), ",")

    def _json_lines(self) -> tuple[Item, ...]:
        found: list[tuple[int, object]] = []
        for number, line in enumerate(self.text.splitlines(), start=1):
            if not line.strip():
                continue
            if not line.lstrip().startswith("{"):
                return ()
            try:
                found.append((number, json.loads(line)))
            except (ValueError, RecursionError):
                found.append((number, {}))
        return _objects(found)


def content_of(data: bytes | str, *, name: str) -> Content:
    """Decode a file or payload.

    Parameters
    ----------
    data : bytes or str
        At most 10 MB. UTF-8, UTF-16 with its mark, or the letters of Western Windows (said in a note).
    name : str
        For errors.

    Raises
    ------
    RecipeError
        If it is too large or no text.
    """
    if len(data) > LARGEST_BYTES:
        raise _too_large(name)
    text, notes = (data, ()) if isinstance(data, str) else _decoded(data, name)
    if text.count("\n") > MOST_LINES:
        raise _too_large(name)
    if _NO_TEXT & set(text):
        raise _no_text(name)
    return Content(name=name, text=text.removeprefix("\ufeff"), notes=notes)


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (Note(code="encoding_assumed"),)
    except UnicodeDecodeError as error:
        raise _no_text(name) from error


def _too_large(name: str) -> Exception:
    return stream_error(
        "file_too_large", name, _("the file is too large for readings"), _("give one batch per file")
    )


def _no_text(name: str) -> Exception:
    return stream_error(
        "not_text",
        name,
        _("the file is no text, so no readings could be read from it"),
        _("export it as CSV or JSON"),
    )


def _cells(line: str, separator: str) -> tuple[str, ...]:
    try:
        row = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return ()
    return tuple(cell.strip() for cell in row)


def _objects(found: list[tuple[int, object]]) -> tuple[Item, ...]:
    return tuple(Item(number=number, content=one) for number, one in found if isinstance(one, dict))
