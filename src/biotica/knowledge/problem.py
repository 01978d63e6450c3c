"""One thing that is wrong in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from biotica.errors import BioticaError


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What is wrong, and where.

    Parameters
    ----------
    file : str
        Name of the table.
    line : int
        Line in the file, from 1; 0 = the file as a whole.
    code : str
        Stable slug, such as ``unbalanced_equation``.
    values : Mapping
        What the sentence needs.
    """

    file: str
    line: int
    code: str
    values: Mapping[str, object]

    @classmethod
    def at(cls, file: str, line: int, code: str, **values: object) -> Self:
        """Make a problem from its values by name."""
        return cls(file=file, line=line, code=code, values=MappingProxyType(values))

    @classmethod
    def of_error(cls, error: BioticaError, *, file: str) -> Self:
        """Make a problem of an error whose ``where`` is ``file:line:column``, or only the file."""
        parts = error.where.split(":")
        line = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
        return cls(file=file, line=line, code=error.code, values=MappingProxyType(dict(error.values)))
