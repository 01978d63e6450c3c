"""Members of a zip archive, taken out in memory and within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers.content import Content, unpacked_limit

MAX_MEMBERS = 5_000
MAX_RATIO = 1_000
"""More times smaller than its content than any table packs: a zip bomb, however small."""


def document_kind(content: Content) -> Literal["workbook", "opendocument"] | None:
    """Say which office program wrote the archive; None where it is no office file.

    Never raises: a damaged archive is no document.
    """
    try:
        names = set(member_names(content))
    except UnreadableProfile:
        return None
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "workbook"
    return "opendocument" if {"content.xml", "META-INF/manifest.xml"} <= names else None


def member_names(content: Content) -> tuple[str, ...]:
    """Names of all members of a zip archive.

    Raises
    ------
    UnreadableProfile
        If the archive is damaged, holds too many members, or one whose path leaves the archive.
    """
    with _opened(content) as archive:
        names = tuple(archive.namelist())
    if len(names) > MAX_MEMBERS:
        raise _refused(content, "archive_too_large", _("the archive holds more members than a profile does"))
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            raise _refused(content, "unsafe_archive", _("the archive holds a path that leads outside of it"))
    return names


def read_member(content: Content, name: str) -> bytes:
    """One member's bytes, as many as `unpacked_limit` lets through; nothing is written to disk.

    Raises
    ------
    UnreadableProfile
        If the archive is damaged, locked, or the member is too large.
    """
    with _opened(content) as archive:
        try:
            info = archive.getinfo(name)
            limit = min(unpacked_limit(info.compress_size), MAX_RATIO * max(info.compress_size, 1))
            if info.file_size > limit:
                raise _bomb(content)
            with archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ):
            raise _damaged(content) from None
        except KeyError:
            raise _damaged(content) from None
    if len(data) > limit:
        raise _bomb(content)
    return data


def _opened(content: Content) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content.data))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
        raise _damaged(content) from None


def _damaged(content: Content) -> UnreadableProfile:
    return _refused(content, "damaged_archive", _("the archive is damaged, locked or cut off"))


def _bomb(content: Content) -> UnreadableProfile:
    return _refused(content, "too_large", _("the archive unpacks to more than a profile can hold"))


def _refused(content: Content, code: str, msgid: str) -> UnreadableProfile:
    return UnreadableProfile(msgid, code=code, where=content.name, hint=_("download or export it again"))
