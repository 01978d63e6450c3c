"""How the engine's inner loops are compiled, and where the machine code is kept."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


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


def loop(signature: Any) -> Any:
    """Compile for one signature; keep the result on disk; let other threads run meanwhile."""
    return _njit(signature, cache=True, nogil=True, error_model="numpy")


def law(signature: Any) -> Any:
    """Compile a formula on scalars for one signature; the compiler may fold it into its callers."""
    return _njit(signature, cache=True, nogil=True, error_model="numpy")


part = _njit(inline="always", nogil=True, error_model="numpy")
"""A part of a loop, written on its own for the reader and put in its place by the compiler.

Tables have dozens of arrays; handing them to a function of its own costs more than most of the sums done there.
"""
