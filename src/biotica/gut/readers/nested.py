"""Whether rows of a plain table hold the rows below them, as in a report of all ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from biotica.gut.profile import Node

Lineage = tuple[Node, ...]
_SLACK = 1.02
"""Excess of rows over the row above them that printed digits can explain. Assumed."""


def parents_of(lineages: Sequence[Lineage]) -> list[Lineage | None]:
    """Give the nearest ancestor of each row that has a row of its own; None for the highest rows."""
    own = set(lineages)
    return [
        next((lineage[:end] for end in range(len(lineage) - 1, 0, -1) if lineage[:end] in own), None)
        for lineage in lineages
    ]


def holds_rows_below(
    lineages: Sequence[Lineage], parents: Sequence[Lineage | None], columns: Iterable[Sequence[float]]
) -> bool:
    """Whether every row but the highest has a row above it that is at least the sum of those just below it.

    A table of genera has rows too that end at the family: they hold what got no genus, and nothing stands
    above them.
    """
    is_complete = all(parent or len(lineage) < 2 for lineage, parent in zip(lineages, parents, strict=True))
    if not any(parents) or not is_complete:
        return False
    for values in columns:
        own: dict[Lineage, float] = {}
        below: dict[Lineage, float] = {}
        for lineage, parent, value in zip(lineages, parents, values, strict=True):
            own[lineage] = own.get(lineage, 0.0) + value
            if parent is not None:
                below[parent] = below.get(parent, 0.0) + value
        if any(total > own[parent] * _SLACK for parent, total in below.items()):
            return False
    return True
