"""The file that an export becomes: its format by its ending, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from biotica.errors import InputError, _

Format = Literal["parquet", "csv", "biom", "h5ad"]

ENDINGS: dict[str, Format] = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".csv.gz": "csv",
    ".biom": "biom",
    ".h5ad": "h5ad",
}
NEEDED: dict[Format, str] = {"parquet": "pyarrow", "h5ad": "anndata"}
"""Packages that the base installation does not bring."""


def format_of(path: Path) -> Format:
    """Tell the format of a file from its ending, in capitals or not.

    Raises
    ------
    InputError
        If the ending is none of ours, or its package is not installed.
    """
    name = path.name.lower()
    found = next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), None)
    if found is None:
        raise InputError(
            _("'{file}' does not say in which format to write"),
            code="unknown_ending",
            where=str(path),
            hint=_("let the name end in .parquet, .csv (or .csv.gz), .biom or .h5ad"),
            file=path.name,
        )
    package = NEEDED.get(found)
    if package is not None and find_spec(package) is None:
        raise InputError(
            _("writing {file} needs the package {package}, which is not installed"),
            code="extra_missing",
            where=str(path),
            hint=_('install it with: pip install "biotica[cohort]"'),
            file=path.name,
            package=package,
        )
    return found


def check_target(path: Path, *, force: bool) -> Format:
    """Say before the work whether a file can be written, and in which format.

    Raises
    ------
    InputError
        If its ending or its folder is wrong, its package is missing, or it is there already.
    """
    found = format_of(path)
    if not path.parent.is_dir():
        raise InputError(
            _("the folder {folder} is not there"),
            code="no_such_folder",
            where=str(path),
            hint=_("make it first, or choose another place"),
            folder=str(path.parent),
        )
    if path.exists() and not (force and path.is_file()):
        raise InputError(
            _("{file} is there already"),
            code="file_exists",
            where=str(path),
            hint=_("choose another name, or add --force to replace that file"),
            file=path.name,
        )
    return found


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a place beside `path` to write to; it becomes `path` only when all went well.

    Parameters
    ----------
    path : Path
        The file to make.
    force : bool
        Whether it may replace one that is there.

    Raises
    ------
    InputError
        If it cannot be written, or is there already.
    """
    check_target(path, force=force)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".biotica-") as folder:
            unfinished = Path(folder) / path.name
            yield unfinished
            check_target(path, force=force)
            os.replace(unfinished, path)
    except OSError as error:
        raise InputError(
            _("the file {file} cannot be written: {reason}"),
            code="file_not_written",
            where=str(path),
            hint=_("choose another place, or make room on the disk"),
            file=path.name,
            reason=error.strerror or str(error),
        ) from error
