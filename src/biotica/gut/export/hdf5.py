"""An HDF5 file that is made in memory and then written in one go."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import h5py


@contextmanager
def new_hdf5(path: Path) -> Iterator[h5py.File]:
    """Give an empty HDF5 file; its bytes reach `path` when all is in it.

    Notes
    -----
    HDF5 cannot close a file on a full disk and brings the interpreter down; a memory that it fills it can.
    """
    import h5py

    made = io.BytesIO()
    with h5py.File(made, "w") as file:
        yield file
    path.write_bytes(made.getbuffer())
