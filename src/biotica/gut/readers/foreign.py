"""Files that are no text at all, told by their first bytes: what they are and what to do instead."""

from __future__ import annotations

from biotica.errors import _

_PRINTED = (
    _("this is a PDF or a picture: its numbers cannot be read from it"),
    _("type the numbers over into a list with the columns taxon, value, unit, or use `biotica read --entry`"),
)
_OLD_EXCEL = (
    _("this is an old Excel or Word file (.xls, .doc), which we do not read"),
    _("save the sheet as CSV or as an Excel workbook (.xlsx)"),
)
_TABLE_OF_PROGRAMS = (
    _("this is a Parquet file, which we do not read"),
    _("save the table as CSV or TSV"),
)
_R_DATA = (
    _("this is a data file of R, which we do not read"),
    _("save the table in R with write.csv"),
)
_ALIGNMENT = (
    _("these are reads placed on genes (BAM), not a profile"),
    _("give the result of a profiler such as MetaPhlAn, Bracken or QIIME 2"),
)
_PACKED = (
    _("the file is packed in a way that we do not open"),
    _("unpack it and give the file inside"),
)
_KINDS: tuple[tuple[bytes, tuple[str, str]], ...] = (
    (b"%PDF", _PRINTED),
    (b"\x89PNG", _PRINTED),
    (b"\xff\xd8\xff", _PRINTED),
    (b"\xd0\xcf\x11\xe0", _OLD_EXCEL),
    (b"PAR1", _TABLE_OF_PROGRAMS),
    (b"RDX2\n", _R_DATA),
    (b"RDX3\n", _R_DATA),
    (b"X\n\x00\x00\x00", _R_DATA),
    (b"BAM\x01", _ALIGNMENT),
    (b"BZh", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"Rar!", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
)


def foreign_kind(data: bytes) -> tuple[str, str] | None:
    """Msgids of what a binary file is and of the next step; None where its first bytes say nothing."""
    return next((texts for start, texts in _KINDS if data.startswith(start)), None)
