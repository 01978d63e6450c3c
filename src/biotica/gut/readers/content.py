"""A file's bytes made readable: unpacked, decoded, and within limits."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import Literal

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers.foreign import foreign_kind

MAX_BYTES = 256 * 1024 * 1024
"""Largest file accepted, and largest size after unpacking: a table of 5,000 samples is below it."""

_FREELY_UNPACKED_BYTES = 64 * 1024 * 1024
"""Up to here a file may be packed as tightly as it likes: reading so much stays below 500 MB."""

_LARGEST_PACKING = 20
"""Times that a large table is packed at most; what unpacks to more is a bomb."""

MAX_LINE_CHARS = 2 * 1024 * 1024
MAX_LINES = 2_000_000
MAX_GZIP_LAYERS = 2

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HDF5 = b"\x89HDF\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedBytes:
    """A file as it came in: from disk, or uploaded.

    Attributes
    ----------
    name : str
        File name for messages; nothing is decided by it.
    data : bytes
        Its content, packed or not.
    """

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What the readers look at.

    Attributes
    ----------
    name : str
        File name for messages.
    kind : str
        text, json, zip or hdf5.
    data : bytes
        The unpacked bytes; used for zip and hdf5.
    lines : tuple of str
        Lines of a text without line ends; empty otherwise.
    document : object
        The parsed JSON document; None otherwise.
    encoding_guessed : bool
        The text was no UTF-8 and was read as Windows-1252.
    """

    name: str
    kind: Literal["text", "json", "zip", "hdf5"]
    data: bytes = field(repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    document: object = field(default=None, repr=False)
    encoding_guessed: bool = False

    def where(self, line: int = 0, column: int = 0) -> str:
        """Place in this file, ``name:line:column``."""
        return ":".join([self.name, *(str(number) for number in (line, column) if number)])


def open_content(file: NamedBytes) -> Content:
    """Unpack and decode one file.

    Parameters
    ----------
    file : NamedBytes
        At most 256 MiB, gzip allowed; UTF-8 with or without a byte order mark, UTF-16 with one, Windows-1252.

    Returns
    -------
    Content
        Ready for the readers.

    Raises
    ------
    UnreadableProfile
        If it is empty, too large, damaged, or of a kind that holds no profile.
    """
    name = file.name.replace("\\", "/").rsplit("/", 1)[-1] or "file"
    data = _unpacked(name, file.data)
    if not data.strip():
        raise UnreadableProfile(
            _("the file is empty"), code="empty_file", where=name, hint=_("export the profile again")
        )
    if data.startswith(_ZIP):
        return Content(name=name, kind="zip", data=data)
    if data.startswith(_HDF5):
        return Content(name=name, kind="hdf5", data=data)
    text, guessed = _decoded(name, data)
    _refuse_web_page(name, text)
    if text.lstrip()[:1] in {"{", "["} and text.rstrip()[-1:] in {"}", "]"}:
        return _json_content(name, data, text, guessed)
    return Content(name=name, kind="text", data=b"", lines=_lines(name, text), encoding_guessed=guessed)


def unpacked_limit(packed_bytes: int) -> int:
    """Give the largest size that so many packed bytes may unpack to, in bytes.

    64 MiB always; above that 20 times the packed size, and never more than `MAX_BYTES`.
    """
    return min(MAX_BYTES, max(_FREELY_UNPACKED_BYTES, _LARGEST_PACKING * packed_bytes))


def _unpacked(name: str, data: bytes) -> bytes:
    _check_size(name, len(data), MAX_BYTES)
    for _layer in range(MAX_GZIP_LAYERS):
        if not data.startswith(_GZIP):
            return data
        data = _gunzip(name, data)
    if data.startswith(_GZIP):
        raise UnreadableProfile(
            _("the file is packed more than {layers} times"),
            code="packed_too_often",
            where=name,
            hint=_("unpack it and try again"),
            layers=MAX_GZIP_LAYERS,
        )
    return data


def _gunzip(name: str, data: bytes) -> bytes:
    parts: list[bytes] = []
    size, limit = 0, unpacked_limit(len(data))
    try:
        while data.startswith(_GZIP):
            stream = zlib.decompressobj(wbits=31)
            part = stream.decompress(data, limit + 1 - size)
            size += len(part)
            _check_size(name, size, limit)
            if not stream.eof:
                raise _damaged(name)
            parts.append(part)
            data = stream.unused_data
    except zlib.error:
        raise _damaged(name) from None
    return b"".join(parts)


def _damaged(name: str) -> UnreadableProfile:
    return UnreadableProfile(
        _("the packed file is damaged or cut off"),
        code="damaged_archive",
        where=name,
        hint=_("download or export it again"),
    )


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableProfile(
            _("the file is larger than {limit} MiB, unpacked or not"),
            code="too_large",
            where=name,
            hint=_("give the taxonomic profile, not the reads; split a large table by sample"),
            limit=limit // 1024 // 1024,
        )


def _decoded(name: str, data: bytes) -> tuple[str, bool]:
    if foreign := foreign_kind(data):
        message, hint = foreign
        raise UnreadableProfile(message, code="binary_file", where=name, hint=hint)
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), False
        if b"\x00" in data:
            raise _not_text(name)
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return _western(name, data), True


def _western(name: str, data: bytes) -> str:
    strange = sum(byte < 9 or 13 < byte < 32 for byte in data[:100_000])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or strange > 0:
        raise _not_text(name)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise _not_text(name) from None


def _not_text(name: str) -> UnreadableProfile:
    return UnreadableProfile(
        _("the file is neither text nor an archive that holds a profile"),
        code="binary_file",
        where=name,
        hint=_("save the table as CSV or TSV in UTF-8; a PDF or a picture cannot be read"),
    )


def _refuse_web_page(name: str, text: str) -> None:
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<head", "<body", "<svg")):
        raise UnreadableProfile(
            _("this is a web page or XML, not a profile"),
            code="web_page",
            where=name,
            hint=_("use the raw download of the file, not the page around it"),
        )


def _json_content(name: str, data: bytes, text: str, guessed: bool) -> Content:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableProfile(
            _("the file looks like JSON but is damaged or cut off"),
            code="damaged_json",
            where=name,
            hint=_("download or export it again"),
        ) from None
    return Content(name=name, kind="json", data=data, document=document, encoding_guessed=guessed)


def _lines(name: str, text: str) -> tuple[str, ...]:
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"))
    if len(lines) > MAX_LINES or any(len(line) > MAX_LINE_CHARS for line in lines):
        raise UnreadableProfile(
            _("the file has more than {lines} lines, or a line longer than {chars} characters"),
            code="too_many_lines",
            where=name,
            hint=_("give the taxonomic profile, not the reads"),
            lines=MAX_LINES,
            chars=MAX_LINE_CHARS,
        )
    return lines
