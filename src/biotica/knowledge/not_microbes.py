"""Names that a sequencing test prints and that are no microbes: the host's DNA, and food."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from biotica.knowledge.tsv import cells_of

Kind = Literal["host", "food", "host_or_food"]

_ANY_RANK = "clade"


class NotMicrobes:
    """Kind by name and rank.

    Parameters
    ----------
    kinds : mapping of (str, str) to str
        Name and rank to kind; the rank ``clade`` fits every rank, and a name printed as a clade every row.
    """

    def __init__(self, kinds: Mapping[tuple[str, str], Kind]) -> None:
        self._kinds: dict[str, dict[str, Kind]] = {}
        for (name, rank), kind in kinds.items():
            self._kinds.setdefault(name, {})[rank] = kind

    def kind(self, nodes: Iterable[tuple[str, str]]) -> Kind | None:
        """Say what a taxon is, if it is no microbe.

        Parameters
        ----------
        nodes : iterable of (str, str)
            Rank and name, of the taxon itself first, then of its ancestors, nearest first.

        Returns
        -------
        str or None
            Of the first node that the table holds; None = a microbe, or not known to be anything else.
        """
        for rank, name in nodes:
            found = self._kinds.get(name.replace("_", " "))
            if found is None:
                continue
            if rank in found:
                return found[rank]
            if _ANY_RANK in found or rank == _ANY_RANK:
                return next(iter(found.values()))
        return None


@lru_cache(maxsize=1)
def default_not_microbes() -> NotMicrobes:
    """Load the shipped table."""
    text = (files("biotica") / "data" / "not_microbes.tsv").read_text("utf-8")
    rows = cells_of(text, name="not_microbes.tsv")
    return NotMicrobes({(row["name"], row["rank"]): _kind(row["kind"]) for _line, row in rows})


def _kind(text: str) -> Kind:
    kinds: dict[str, Kind] = {"host": "host", "food": "food", "host_or_food": "host_or_food"}
    return kinds[text]
