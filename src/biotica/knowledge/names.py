"""Names of microbes as printed by anyone, resolved to names we know; never by likeness."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

How = Literal["taxid", "exact", "synonym", "one_to_many", "genus", "lineage", "unmapped"]

_RANK_PREFIX = re.compile(r"^(d|sk|k|p|c|o|f|g|s|t)__")
_GTDB_SUFFIX = re.compile(r"(?<=[A-Za-z])_[A-Z]{1,2}(?=$| )")
_TRUSTED = frozenset({"sure", "likely"})
_BROAD = {"Phocaeicola": "Bacteroides", "Palleniella": "Prevotella"}
"""Genera that 16S tables and older databases print under an older, wider name."""
_RANKS = frozenset({"domain", "phylum", "class", "order", "family", "genus", "species", "subspecies"})
_WIDE_GENERA = ("Lactobacillus", "Prevotella")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """What a printed name stands for.

    Attributes
    ----------
    printed : str
        The name as it came in; never lost.
    name : str
        The accepted name, or the cleaned printed one where nothing is known.
    candidates : frozenset of str
        All accepted names that it may stand for; more than one for a genus that was split up.
    how : str
        By what it was found; ``genus``: only its genus is known; ``unmapped``: nothing is.
    """

    printed: str
    name: str
    candidates: frozenset[str]
    how: How

    @property
    def is_mapped(self) -> bool:
        """Whether the name, or at least its genus, is known."""
        return self.how != "unmapped"


class NameTable:
    """Accepted names, old names and NCBI taxids.

    Parameters
    ----------
    accepted : mapping of str to (str, int or None)
        Accepted name to rank and NCBI taxid.
    synonyms : iterable of mapping
        Rows of ``synonyms.tsv``.
    """

    def __init__(
        self, accepted: Mapping[str, tuple[str, int | None]], synonyms: Iterable[Mapping[str, str]]
    ) -> None:
        self._accepted: dict[str, str] = {name: rank for name, (rank, _taxid) in accepted.items()}
        self._by_taxid = {taxid: name for name, (_rank, taxid) in accepted.items() if taxid is not None}
        self._renamed: dict[str, str] = {}
        self._split: dict[str, set[str]] = {}
        for row in synonyms:
            self._add_synonym(row)
        for name in [*self._accepted]:
            if " " in name and self._accepted[name] in {"species", "subspecies"}:
                self._accepted.setdefault(_genus(name), "genus")

    def _add_synonym(self, row: Mapping[str, str]) -> None:
        if row["confidence"] not in _TRUSTED:
            return
        old, new, rank = row["old"], row["new"], row["rank"]
        if rank == "genus" and "sensu lato" in new:
            self._split.setdefault(old, set()).add(old)
            self._accepted.setdefault(old, "genus")
            return
        if "(" in new or "/" in new or "sensu lato" in new or rank == "phylum":
            self._accepted.setdefault(old, rank)
            return
        self._accepted.setdefault(new, rank)
        if row.get("ncbi_taxid", "").isdecimal():
            self._by_taxid.setdefault(int(row["ncbi_taxid"]), new)
        if rank == "species" and _genus(old) != _genus(new):
            self._split.setdefault(_genus(old), {_genus(old)}).add(_genus(new))
            self._accepted.setdefault(_genus(old), "genus")
        if old != new:
            self._renamed[old] = new

    def resolve(
        self,
        printed: str,
        *,
        rank: str = "",
        ncbi_taxid: int | None = None,
        lineage: Iterable[tuple[str, str]] = (),
    ) -> Resolution:
        """Say what a printed name stands for.

        Parameters
        ----------
        printed : str
            Any case-true scientific name, with or without rank prefix, underscores or a GTDB suffix.
        rank : str
            Rank the file gives it; empty = unknown.
        ncbi_taxid : int or None
            Believed first, where our tables hold it.
        lineage : iterable of (str, str)
            Rank and name of its ancestors; the nearest known genus is the last resort.

        Returns
        -------
        Resolution
            Always; ``how`` is ``unmapped`` where no table holds the name. No likeness, no guess.
        """
        if ncbi_taxid is not None and ncbi_taxid in self._by_taxid:
            return _one(printed, self.accepted_name(self._by_taxid[ncbi_taxid]), "taxid")
        name = clean_name(printed)
        if name in self._renamed:
            return _one(printed, self.accepted_name(name), "synonym")
        if rank in {"genus", ""} and len(self._split.get(name, ())) > 1:
            return Resolution(
                printed=printed, name=name, candidates=frozenset(self._split[name]), how="one_to_many"
            )
        if name in self._accepted:
            return _one(printed, name, "exact")
        if rank in {"species", "strain", "subspecies", ""} and self._accepted.get(_genus(name)) == "genus":
            return _one(printed, name, "genus")
        genus = next((clean_name(text) for level, text in lineage if level == "genus"), "")
        if genus and (genus in self._accepted or genus in self._renamed):
            return _one(printed, name, "lineage")
        return _one(printed, name, "unmapped")

    def accepted_name(self, name: str) -> str:
        """Follow renames to the end; a name without renames is returned as it is."""
        seen = {name}
        while name in self._renamed and self._renamed[name] not in seen:
            name = self._renamed[name]
            seen.add(name)
        return name

    def name_of_taxid(self, ncbi_taxid: int) -> tuple[str, str] | None:
        """Give the accepted name and rank of an NCBI taxid, None where our tables do not hold it."""
        name = self._by_taxid.get(ncbi_taxid)
        return None if name is None else (name, self._accepted[name])

    def broad_genus(self, genus: str) -> str:
        """Give the wider genus under which 16S tables print a genus that was split off; itself otherwise.

        Comparison with 16S references happens at this level: Segatella counts as Prevotella, Phocaeicola as
        Bacteroides, the genera split from Lactobacillus as Lactobacillus.
        """
        if genus in _BROAD:
            return _BROAD[genus]
        return next((wide for wide in _WIDE_GENERA if genus in self._split.get(wide, ())), genus)


def clean_name(printed: str) -> str:
    """Strip a printed name of rank prefix, GTDB suffixes, stray quotes and underscores; brackets stay."""
    name = _RANK_PREFIX.sub("", printed.strip().replace('"', ""))
    if name.count("_") <= 1 or " " in name:
        name = _GTDB_SUFFIX.sub("", name)
    return " ".join(name.replace("_", " ").split())


def _genus(name: str) -> str:
    return name.split(" ", 1)[0]


def _one(printed: str, name: str, how: How) -> Resolution:
    return Resolution(printed=printed, name=name, candidates=frozenset({name}), how=how)


@lru_cache(maxsize=1)
def default_names() -> NameTable:
    """Load the names of the shipped tables: taxa, lineages and synonyms."""
    data = files("biotica") / "data"
    accepted: dict[str, tuple[str, int | None]] = {}
    for table in ("lineages.tsv", "taxa.tsv"):
        for row in _rows(data / table):
            taxid = row.get("ncbi_taxid", "")
            if row["rank"] not in _RANKS:
                continue
            accepted[row["taxon"]] = (row["rank"], int(taxid) if taxid.isdecimal() else None)
    return NameTable(accepted, _rows(data / "synonyms.tsv"))


def _rows(table: Traversable) -> list[dict[str, str]]:
    if not table.is_file():
        return []
    lines = [line for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
