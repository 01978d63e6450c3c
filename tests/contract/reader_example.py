"""An example file of a format, and how it is made.

Abundances stand between ⟨ and ⟩, so that a law can double them, make one negative or put a word in its place.
"""

# ruff: noqa: E501

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from biotica.gut.export.write import write_profiles
from biotica.gut.readers.reading import read_profiles
from biotica.gut.shipped import demo_file
from biotica.knowledge.names import default_names

MARK = re.compile("⟨([^⟩]*)⟩")


@dataclass(frozen=True, kw_only=True)
class Example:
    """A file of one format and what stands in it.

    `top` is rank, name and share of its largest species (or genus, genome); `second` the other half of a pair.
    """

    format: str
    text: str = ""
    binary: Callable[[], bytes] | None = None
    second: str = ""
    top: tuple[str, str, float] | None = None
    depth: int | None = None
    classified_share: float | None = None
    is_counts: bool = False
    header_lines: int | None = None
    """Lines above the rows where rows may stand in any order; None where the order matters."""
    empty: str = ""
    """A valid file of the format in which nothing was classified."""
    keeps_tabs: bool = True
    """Whether a spreadsheet can save it with other separators and lose nothing."""

    def plain(self) -> str:
        return MARK.sub(r"\1", self.text)

    def data(self) -> bytes:
        return self.binary() if self.binary is not None else self.plain().encode()

    def with_last_value(self, value: str) -> str:
        last = [*MARK.finditer(self.text)][-1]
        return MARK.sub(r"\1", self.text[: last.start()] + value + self.text[last.end() :])

    def doubled(self) -> str:
        return MARK.sub(lambda match: f"{float(match[1]) * 2:g}", self.text)


def zipped(**members: bytes) -> bytes:
    """Make a zip archive; ``__`` in a name stands for ``/``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def biom_bytes(*, ids: tuple[str, ...], taxonomy: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Make a BIOM 2.1 table with one sample S1: 600 of the first feature, 400 of the second."""
    import h5py
    import numpy as np

    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        text = h5py.string_dtype()
        file.create_dataset("observation/ids", data=np.array(ids, dtype=object), dtype=text)
        file.create_dataset("sample/ids", data=np.array(["S1"], dtype=object), dtype=text)
        file.create_dataset("observation/matrix/data", data=[600.0, 400.0])
        file.create_dataset("observation/matrix/indices", data=[0, 0])
        file.create_dataset("observation/matrix/indptr", data=[0, 1, 2])
        if taxonomy:
            rows = np.array([[part.encode() for part in row] for row in taxonomy], dtype=object)
            file.create_dataset("observation/metadata/taxonomy", data=rows, dtype=text)
    return buffer.getvalue()


def exported(name: str) -> bytes:
    """Write the demo person as `biotica read --out` does; the ending says the format."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        profiles = read_profiles([demo_file()]).profiles
        write_profiles(path, profiles, default_names(), written_at=datetime(2026, 11, 24, tzinfo=UTC))
        return path.read_bytes()


GENUS_TOP = ("genus", "Faecalibacterium", 0.6)
SPECIES_TOP = ("species", "Faecalibacterium prausnitzii", 0.6)
