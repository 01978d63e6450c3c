"""The taxonomy of one table: every lineage that its rows print, once, as a number with its parent."""

from __future__ import annotations

from biotica.gut.profile import MAIN_RANKS, Node

Path = tuple[Node, ...]

MAX_DEPTH = 100
"""More steps than a lineage can have: the deepest of the open example files has 31."""

_BELOW_SPECIES = frozenset({"clade", "strain"})


class Tree:
    """Paths from the root, numbered as they come in; all samples of a table share one tree.

    Attributes
    ----------
    paths : list of tuple of Node
        By number; never empty.
    parents : list of int
        Number of the path without its last node; -1 at the top.
    groups : list of int
        Number of the first path that ends in the same rank and name: rows of one name are one taxon.
    stands_alone : list of bool
        False for strains and clades, and for whatever lies below a species: it counts as what it lies in.
    """

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.parents: list[int] = []
        self.groups: list[int] = []
        self.stands_alone: list[bool] = []
        self._below_species: list[bool] = []
        self._numbers: dict[Path, int] = {}
        self._first_of: dict[Node, int] = {}

    def number(self, path: Path) -> int:
        """Give the number of a path; it and its ancestors are added where they are new.

        Parameters
        ----------
        path : tuple of Node
            At least one node, root first.
        """
        known = self._numbers.get(path)
        if known is not None:
            return known
        parent = -1
        for end in range(1, len(path) + 1):
            step = path[:end]
            known = self._numbers.get(step)
            parent = self._add(step, parent) if known is None else known
        return parent

    def _add(self, path: Path, parent: int) -> int:
        number = len(self.paths)
        below = parent >= 0 and (self._below_species[parent] or path[-2].rank == "species")
        self.paths.append(path)
        self.parents.append(parent)
        self.groups.append(self._first_of.setdefault(path[-1], number))
        self._below_species.append(below)
        self.stands_alone.append(not below and path[-1].rank not in _BELOW_SPECIES)
        self._numbers[path] = number
        return number

    def rank(self, number: int) -> str:
        """Rank of a path's last node."""
        return self.paths[number][-1].rank

    def is_main(self, number: int) -> bool:
        """Whether a path ends at one of `MAIN_RANKS`."""
        return self.rank(number) in MAIN_RANKS
