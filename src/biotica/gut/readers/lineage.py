"""Lineages as the many tools print them, made one tuple of nodes."""

from __future__ import annotations

import re

from biotica.gut.profile import Node

_PREFIXES = {
    "d": "domain",
    "sk": "domain",
    "k": "domain",
    "p": "phylum",
    "c": "class",
    "o": "order",
    "f": "family",
    "g": "genus",
    "s": "species",
    "t": "strain",
}
_SILVA_RANKS = ("domain", "phylum", "class", "order", "family", "genus", "species")
_PREFIXED = re.compile(r"^(d|sk|k|p|c|o|f|g|s|t)__(.*)$", re.DOTALL)
_SILVA = re.compile(r"^D_(\d+)__(.*)$", re.DOTALL)
_BOOTSTRAP = re.compile(r"\(\d+(\.\d+)?\)$")
_NO_NAME = re.compile(
    r"^(|na|n/a|nan|none|other|unclassified.*|.*[_ ]unclassified|unassigned|unknown|unidentified.*"
    r"|uncultured.*|metagenome|ambiguous[_ ]taxa|human[_ ]gut|gut[_ ]metagenome|incertae[_ ]sedis|__)$",
    re.IGNORECASE,
)
_SPECIES = re.compile(r"^\[?[A-Z].*[ _].+")

RANK_NAMES = {
    "superkingdom": "domain",
    "domain": "domain",
    "kingdom": "kingdom",
    "phylum": "phylum",
    "class": "class",
    "order": "order",
    "family": "family",
    "genus": "genus",
    "species": "species",
    "strain": "strain",
}
"""Rank words of other programs, and ours."""

UNCLASSIFIED_NAMES = frozenset(
    {
        "unknown",
        "unclassified",
        "unassigned",
        "-1",
        "unmapped",
        "no blast hit",
        "unassignable",
        "mapped_unclassified",
    }
)


def is_unclassified(name: str) -> bool:
    """Whether a row's name says that its reads got no name at all."""
    return name.strip().strip('"').rstrip(";").lower() in UNCLASSIFIED_NAMES


def is_placeholder(name: str) -> bool:
    """Whether a name of a 16S table stands for no name, such as ``uncultured`` or ``NA``."""
    return bool(_NO_NAME.match(name.strip()))


def split_lineage(text: str) -> list[str]:
    """Parts of a lineage text, whatever stands between them."""
    cleaned = text.strip().strip('"').strip("'")
    return [part.strip() for part in re.split(r"[|;]", cleaned)]


def printed_lineage(parts: list[str]) -> tuple[Node, ...]:
    """Nodes of a lineage whose names all count, as MetaPhlAn and GTDB tools print them."""
    nodes: list[Node] = []
    for position, part in enumerate(parts):
        match = _PREFIXED.match(part)
        rank, name = (_PREFIXES[match[1]], match[2]) if match else (_position(position), part)
        if rank == "domain" and nodes:
            rank = "kingdom"
        if name.strip():
            nodes.append(Node(rank=rank, name=name.strip()))
    return tuple(nodes)


def amplicon_lineage(parts: list[str]) -> tuple[Node, ...]:
    """Nodes of a 16S lineage: empty and placeholder names are no names, an epithet alone is no species."""
    nodes = []
    for position, part in enumerate(parts):
        rank, name = _ranked(part, position)
        if is_placeholder(name) or (rank == "species" and not _SPECIES.match(name)):
            continue
        nodes.append(Node(rank=rank, name=name))
    return tuple(nodes)


def has_rank_prefix(text: str) -> bool:
    """Whether a text starts like a lineage with rank prefixes."""
    return bool(re.match(r"^[\"']?(Root; ?)?(d|sk|k)__\w|^[\"']?D_0__", text.strip()))


def strip_prefix(name: str) -> str:
    """Strip ``s__`` and the like from a name."""
    match = _PREFIXED.match(name.strip())
    return match[2] if match else name.strip()


def _ranked(part: str, position: int) -> tuple[str, str]:
    part = _BOOTSTRAP.sub("", part.strip().strip('"').strip()).strip()
    if match := _PREFIXED.match(part):
        return _PREFIXES[match[1]], match[2].strip()
    if match := _SILVA.match(part):
        return _SILVA_RANKS[min(int(match[1][:3]), 6)], match[2].strip()
    return _position(position), part


def _position(position: int) -> str:
    return _SILVA_RANKS[position] if position < len(_SILVA_RANKS) else "strain"
