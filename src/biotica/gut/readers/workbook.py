"""An Excel workbook (.xlsx): its first sheet with a table, as the text that the other readers get."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat
from biotica.gut.readers.archive import document_kind, member_names, read_member
from biotica.gut.readers.cells import is_number
from biotica.gut.readers.content import MAX_BYTES, Content, NamedBytes, open_content, unpacked_limit

_MAX_CELLS = 10_000_000
"""Cells of a sheet, blank ones too; 5,000 samples of 2,000 taxa."""

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes
    ----------
    content : Content
        Its cells with tabs between them; line n is row n.
    caveats : tuple of Caveat
        Which sheet was taken, where the workbook has several.
    """

    content: Content
    caveats: tuple[Caveat, ...]


def is_workbook(content: Content) -> bool:
    """Whether the content is an Excel workbook."""
    return content.kind == "zip" and document_kind(content) == "workbook"


def read_sheet(content: Content) -> Sheet:
    """Find the first sheet that holds a table: two rows of two cells, and a number.

    Formulas give the value that was saved with them. Links to other files are not followed.

    Raises
    ------
    UnreadableProfile
        If the workbook is damaged, too large, holds no table, or openpyxl is not installed.
    """
    _refuse_unsafe(content)
    sheets = _sheets(content)
    for name, lines in sheets:
        if _is_table(lines):
            text = "\n".join("\t".join(cells).rstrip("\t") for cells in lines)
            others = len(_sheet_members(content)) > 1
            caveats = (Caveat(code="sheet_chosen", values={"sheet": name}),) if others else ()
            return Sheet(
                content=open_content(NamedBytes(name=content.name, data=text.encode())), caveats=caveats
            )
    raise UnreadableProfile(
        _("no sheet of the workbook holds a table of names and numbers"),
        code="no_table",
        where=content.name,
        hint=_("put names and numbers side by side in one sheet, or save it as CSV"),
    )


def _sheet_members(content: Content) -> list[str]:
    return [name for name in member_names(content) if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]


def _refuse_unsafe(content: Content) -> None:
    """Every member within the limits, and no entities, which can grow without end or name other files."""
    names = member_names(content)
    if "xl/workbook.xml" not in names:
        raise _refused(content, _("this is an Excel workbook of the binary kind (.xlsb)"))
    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        total = sum(info.file_size for info in archive.infolist())
    if total > unpacked_limit(len(content.data)):
        raise UnreadableProfile(
            _("the archive unpacks to more than a profile can hold"),
            code="too_large",
            where=content.name,
            hint=_("save the sheet with the profile as CSV"),
        )
    for name in names:
        if name.endswith((".xml", ".rels")) and _ENTITY.search(read_member(content, name)):
            raise UnreadableProfile(
                _("the workbook holds a definition that Excel never writes"),
                code="unsafe_archive",
                where=content.name,
                hint=_("save the sheet as CSV"),
            )


def _sheets(content: Content) -> Iterator[tuple[str, list[list[str]]]]:
    try:
        import openpyxl
    except ImportError:
        raise UnreadableProfile(
            _("reading an Excel workbook needs a package that is not installed"),
            code="package_missing",
            where=content.name,
            hint=_('save the sheet as CSV, or run: pip install "biotica[cohort]"'),
        ) from None
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content.data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield sheet.title, _lines(sheet.iter_rows(values_only=True), content)
    except UnreadableProfile:
        raise
    except Exception:  # openpyxl raises KeyError, ValueError, TypeError, ParseError for damaged workbooks
        raise UnreadableProfile(
            _("the Excel workbook is damaged"),
            code="damaged_archive",
            where=content.name,
            hint=_("save the sheet as CSV"),
        ) from None


def _lines(rows: Iterable[tuple[object, ...]], content: Content) -> list[list[str]]:
    lines: list[list[str]] = []
    size, seen = 0, 0
    for row in rows:
        seen += len(row) + 1
        if seen > _MAX_CELLS:
            raise _too_wide(content)
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        size += sum(map(len, cells)) + len(cells)
        if size > MAX_BYTES:
            raise _too_wide(content)
        lines.append(cells)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _cell(value: object) -> str:
    """Text of a cell; a number that Excel keeps as text with a decimal comma becomes a number."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if math.isfinite(value) and value == int(value) else repr(value)
    text = " ".join(str(value).split())
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def _is_table(lines: list[list[str]]) -> bool:
    filled = [cells for cells in lines[:500] if sum(map(bool, cells)) >= 2]
    return len(filled) >= 2 and any(is_number(cell) for cells in filled for cell in cells)


def _too_wide(content: Content) -> UnreadableProfile:
    return UnreadableProfile(
        _("the sheet holds more cells than a profile does"),
        code="too_large",
        where=content.name,
        hint=_("save the sheet with the profile as CSV"),
    )


def _refused(content: Content, msgid: str) -> UnreadableProfile:
    return UnreadableProfile(msgid, code="no_profile", where=content.name, hint=_("save the sheet as CSV"))
