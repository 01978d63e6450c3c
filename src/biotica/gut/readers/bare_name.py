"""A name without a lineage: which rank it has, from its taxid, its prefix or its spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.gut.profile import Node
from biotica.gut.readers.lineage import strip_prefix
from biotica.knowledge.names import default_names
from biotica.knowledge.printed_names import clean_name

_ALL_SPECIES = re.compile(r"[ _]spp\.?$")
_OLD_PHYLA = frozenset({
    "Firmicutes", "Bacteroidetes", "Proteobacteria", "Actinobacteria", "Verrucomicrobia", "Fusobacteria",
    "Tenericutes", "Cyanobacteria", "Spirochaetes", "Synergistetes", "Lentisphaerae", "Planctomycetes",
})  # fmt: skip
"""Phyla whose names do not end in -ota, as all names of phyla do since 2021."""

_PREFIXES = (
    ("t__", "strain"), ("s__", "species"), ("g__", "genus"), ("f__", "family"), ("o__", "order"),
    ("c__", "class"), ("p__", "phylum"),
)  # fmt: skip


def bare_node(name: str, *, taxid: int | None = None, rank: str | None = None, column: str = "") -> Node:
    """Name and rank of a taxon that stands alone.

    Parameters
    ----------
    name : str
        As printed.
    taxid : int or None
        NCBI taxid of the row.
    rank : str or None
        Rank that the row states; it goes before all others.
    column : str
        Lower-case name of the column of names.
    """
    known = default_names().name_of_taxid(taxid) if taxid is not None else None
    level = rank or (known[1] if known else spelled_rank(name, column))
    return Node(
        rank=level, name=_ALL_SPECIES.sub("", strip_prefix(name)) if level == "genus" else strip_prefix(name)
    )


def spelled_rank(name: str, column: str = "") -> str:
    """Rank that a name's prefix, column or spelling says; one word is a genus, more are a species."""
    for prefix, level in _PREFIXES:
        if name.startswith(prefix):
            return level
    if column in {"genus", "geslacht"}:
        return "genus"
    words = clean_name(name).split()
    if len(words) == 1 and (words[0] in _OLD_PHYLA or (words[0].endswith("ota") and len(words[0]) > 7)):
        return "phylum"
    if len(words) == 1 and words[0].endswith(("aceae", "ales")):
        return "family" if words[0].endswith("aceae") else "order"
    is_genus = len(words) < 2 or name.endswith(" group") or _ALL_SPECIES.search(name)
    return "genus" if is_genus else "species"


def under_listed_genus(lineages: Sequence[tuple[Node, ...]]) -> list[tuple[Node, ...]]:
    """In a list of mixed ranks a species lies inside its genus where the list holds that genus."""
    genera = {lineage[-1].name for lineage in lineages if lineage and lineage[-1].rank == "genus"}
    placed: list[tuple[Node, ...]] = []
    for lineage in lineages:
        genus = lineage[-1].name.split(" ", 1)[0] if lineage and lineage[-1].rank == "species" else ""
        placed.append((Node(rank="genus", name=genus), *lineage) if genus in genera else lineage)
    return placed
