"""Files that a user names: read whole within a limit, written with a clear error."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from biotica.errors import InputError, _

if TYPE_CHECKING:
    from biotica.gut.readers.content import NamedBytes

STDIN = Path("-")


def given_file(path: Path) -> NamedBytes:
    """Load a file that the user named; ``-`` is what comes in on stdin.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    from biotica.gut.readers.content import MAX_BYTES, NamedBytes

    if path == STDIN:
        return NamedBytes(name="stdin", data=sys.stdin.buffer.read(MAX_BYTES))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                _("the file {file} is larger than {limit} MiB"),
                code="file_too_large",
                where=str(path),
                hint=_("check that it is the right file"),
                file=path.name,
                limit=MAX_BYTES // 2**20,
            )
        return NamedBytes(name=path.name, data=path.read_bytes())
    except OSError as error:
        raise InputError(
            _("the file {file} cannot be read: {reason}"),
            code="file_not_read",
            where=str(path),
            hint=_("check the name and that you may read it"),
            file=path.name,
            reason=error.strerror or str(error),
        ) from error


def given_text(path: Path) -> str:
    """Load a text file that the user named.

    Raises
    ------
    InputError
        If it cannot be read, or is no UTF-8 text.
    """
    try:
        return given_file(path).data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            _("the file {file} is not a UTF-8 text"),
            code="not_text",
            where=str(path),
            hint=_("save it as plain text in UTF-8"),
            file=path.name,
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a result.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            _("the file {file} cannot be written: {reason}"),
            code="file_not_written",
            where=str(path),
            hint=_("choose another place with -o"),
            file=path.name,
            reason=error.strerror or str(error),
        ) from error


def write_new_folder(folder: Path, contents: dict[str, str]) -> list[Path]:
    """Write files into a folder that must not be there yet.

    Raises
    ------
    InputError
        If the folder is there, or cannot be made.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise InputError(
            _("the folder {folder} cannot be made: {reason}"),
            code="folder_not_made",
            where=str(folder),
            hint=_("choose another name, or another --folder"),
            folder=folder.name,
            reason=error.strerror or str(error),
        ) from error
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in contents]
