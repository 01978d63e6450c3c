"""How the engine's inner loops are compiled, and where the machine code is kept."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Indices = npt.NDArray[np.uint32]


def cache_folder() -> Path:
    """Folder of the user that keeps compiled loops between runs, one for each state of the engine's code.

    Notes
    -----
    The compiler notices a change in a loop's own file, not in the parts that it was put together from.
    """
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.blake2b(b"".join(path.read_bytes() for path in sources), digest_size=8)
    return root / "biotica" / "compiled" / digest.hexdigest()


os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder()))

from numba import njit as _njit  # noqa: E402  (numba reads the folder when it is imported)

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])


def loop(signature: object) -> Callable[[FunctionT], FunctionT]:
    """Compile for one signature; keep the result on disk; let other threads run meanwhile."""
    return cast(
        "Callable[[FunctionT], FunctionT]", _njit(signature, cache=True, nogil=True, error_model="numpy")
    )


law = loop
"""Compile a formula on scalars for one signature; the compiler may fold it into its callers."""


def part(function: FunctionT) -> FunctionT:
    """Write a part of a loop on its own for the reader; the compiler puts it in its place.

    Notes
    -----
    Tables have dozens of arrays; handing them to a function of its own costs more than most sums done there.
    """
    return cast("FunctionT", _njit(inline="always", nogil=True, error_model="numpy")(function))
