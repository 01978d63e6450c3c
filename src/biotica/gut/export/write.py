"""One reading to one file, in the format of its ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from biotica.gut.export.anndata_file import write_anndata
from biotica.gut.export.biom_file import write_biom
from biotica.gut.export.csv_file import write_csv
from biotica.gut.export.parquet_file import write_parquet
from biotica.gut.export.target import format_of, whole_file
from biotica.gut.profile import Profile
from biotica.knowledge.names import NameTable


def write_profiles(
    path: Path,
    profiles: Iterable[Profile],
    names: NameTable,
    *,
    written_at: datetime,
    force: bool = False,
    pass_on: Callable[[Iterable[Profile]], Iterable[Profile]] = iter,
) -> None:
    """Write samples as Parquet, CSV, BIOM or AnnData, whole or not at all.

    Parameters
    ----------
    path : Path
        Its ending says the format.
    profiles : iterable of Profile
        At least one; gone through once.
    names : NameTable
        What the printed names stand for.
    written_at : datetime
        The creation date that a BIOM file holds.
    force : bool
        Whether to replace a file that is there.
    pass_on : callable
        Hands the samples through, such as a bar that shows progress.

    Raises
    ------
    InputError
        If the ending is none of the four, a package is missing, or the file is there or cannot be written.
    """
    found = format_of(path)
    with whole_file(path, force=force) as place:
        passing = pass_on(profiles)
        if found == "biom":
            write_biom(place, passing, names, written_at=written_at)
        else:
            writers = {"csv": write_csv, "parquet": write_parquet, "h5ad": write_anndata}
            writers[found](place, passing, names)
