"""Heaps of texts in an HDF5 file, checked before the HDF5 library walks them: a damaged one never ends."""

from __future__ import annotations

_SIGNATURE = b"GCOL\x01\x00\x00\x00"
_HEADER = 16
_OBJECT = 16


def has_endless_heap(data: bytes) -> bool:
    """Whether a global heap holds free space of no size, on which the library stands still for ever.

    Parameters
    ----------
    data : bytes
        A whole HDF5 file.

    Notes
    -----
    A collection is ``GCOL``, a version, its size, then objects: number (2 bytes), references (2), reserved
    (4), size (8) and the object, padded to 8 bytes; the object with number 0 is the free space and its size
    holds its own header. See the HDF5 file format specification, section "Global heap".
    """
    start = data.find(_SIGNATURE)
    while start >= 0:
        if _is_endless(data, start):
            return True
        start = data.find(_SIGNATURE, start + 1)
    return False


def _is_endless(data: bytes, start: int) -> bool:
    end = min(start + _number(data, start + 8), len(data))
    at = start + _HEADER
    while at + _OBJECT <= end:
        index, size = int.from_bytes(data[at : at + 2], "little"), _number(data, at + 8)
        step = size if index == 0 else _OBJECT + (size + 7) // 8 * 8
        if step == 0:
            return True
        at += step
    return False


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 8], "little")
