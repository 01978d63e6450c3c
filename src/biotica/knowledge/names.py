"""Names of microbes as printed by anyone, resolved to names we know; never by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from biotica.knowledge.kingdoms import KINGDOMS, agree, kingdoms_of
from biotica.knowledge.printed_names import (
    as_subspecies,
    clean_name,
    genus_of,
    has_suffixed_epithet,
    is_binomial,
    is_genus,
    numbered_genus,
    species_of,
    strict_genus,
    tidy,
    without_brackets,
    without_filler,
    without_status,
)
from biotica.knowledge.ranks import HIGHER, fits, may_be_genus

How = Literal[
    "taxid",
    "exact",
    "synonym",
    "one_to_many",
    "gtdb_suffix",
    "numbered",
    "species",
    "genus",
    "lineage",
    "unmapped",
]

REMEMBERED = 50_000
"""Answers that one table keeps."""

_TRUSTED = frozenset({"sure", "likely"})
_LABEL_USAGE = "label usage"
_BROAD = {"Phocaeicola": "Bacteroides", "Palleniella": "Prevotella"}
"""Genera that 16S tables and older databases print under an older, wider name."""
_WIDE_GENERA = ("Lactobacillus", "Prevotella")
_SHIPPED_RANKS = frozenset({*HIGHER, "genus", "species", "subspecies"})


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
        By what it was found. ``gtdb_suffix``: without the suffix that GTDB adds, in the wide sense;
        ``numbered``: a numbered part of a genus in SILVA or RDP, which may be any of the candidates;
        ``species``: the species of a strain; ``genus``, ``lineage``: only its genus is known;
        ``unmapped``: nothing is.
    """

    printed: str
    name: str
    candidates: frozenset[str]
    how: How

    @property
    def is_mapped(self) -> bool:
        """Whether the name, or at least its genus, is known; not whether a model grows it."""
        return self.how != "unmapped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a name stands, besides its rank.

    Attributes
    ----------
    kingdom : str
        Bacteria, Archaea or Fungi; blank where no lineage was read.
    kind : str
        Whose name it is: ncbi, gtdb, silva, greengenes or unite; blank for names of our own tables.
    """

    kingdom: str = ""
    kind: str = ""


class NameTable:
    """Accepted names, old names and NCBI taxids.

    Parameters
    ----------
    accepted : mapping of str to (str, int or None)
        Accepted name to rank and NCBI taxid.
    synonyms : iterable of mapping
        Rows of ``synonyms.tsv``.
    places : mapping of str to Place
        What is known of genera.
    higher : iterable of (str, str, str)
        Rank, name and kingdom of families up to phyla.
    """

    def __init__(
        self,
        accepted: Mapping[str, tuple[str, int | None]],
        synonyms: Iterable[Mapping[str, str]],
        *,
        places: Mapping[str, Place] | None = None,
        higher: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        self._accepted = {_key(name): rank for name, (rank, _taxid) in accepted.items()}
        self._by_taxid = {taxid: _key(name) for name, (_rank, taxid) in accepted.items() if taxid is not None}
        self._places = {_key(name): place for name, place in (places or {}).items()}
        self._higher: dict[str, set[str]] = {}
        self._kingdoms: dict[str, str] = {}
        for rank, name, kingdom in higher:
            self._higher.setdefault(name, set()).add(rank)
            self._kingdoms[name] = kingdom
        self._renamed: dict[str, tuple[str, str]] = {}
        self._split: dict[str, set[str]] = {}
        for row in synonyms:
            self._add_synonym(row)
        for name in [*self._accepted]:
            if " " in name and is_binomial(name):
                self._accepted.setdefault(genus_of(name), "genus")
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._resolve)
        self._says_genus = lru_cache(maxsize=REMEMBERED)(self._says)

    def _add_synonym(self, row: Mapping[str, str]) -> None:
        if row["confidence"] not in _TRUSTED or numbered_genus(tidy(row["old"])):
            return
        old, new, rank = tidy(row["old"]), row["new"], row["rank"]
        if rank in HIGHER:
            for name in (old, new):
                self._higher.setdefault(name, set()).add(rank)
        else:
            self._accepted.setdefault(old if not _is_plain(new, rank) else new, rank)
        if rank == "genus" and "sensu lato" in new:
            self._split.setdefault(old, set()).add(old)
        if not _is_plain(new, rank):
            return
        if row.get("ncbi_taxid", "").isdecimal() and rank not in HIGHER:
            self._by_taxid[int(row["ncbi_taxid"])] = new
        if rank == "species" and is_binomial(old) and not row.get("authority", "").startswith(_LABEL_USAGE):
            self._add_split(genus_of(old), genus_of(new))
        if old != new:
            self._renamed[old] = (rank, new)

    def _add_split(self, old: str, new: str) -> None:
        if old != new and is_genus(new):
            self._split.setdefault(old, {old}).add(new)
            self._accepted.setdefault(old, "genus")

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
            Believed first, where our tables hold it at the rank that the file gives.
        lineage : iterable of (str, str)
            Rank and name of its ancestors, nearest first; the nearest known genus is the last resort, and a
            kingdom that the name does not belong to makes it unmapped.

        Returns
        -------
        Resolution
            Always; ``how`` is ``unmapped`` where no table holds the name. No likeness, no guess.
        """
        return self._remembered(printed, rank, ncbi_taxid, tuple(lineage))

    def _resolve(
        self, printed: str, rank: str, ncbi_taxid: int | None, lineage: tuple[tuple[str, str], ...]
    ) -> Resolution:
        of_taxid = self._by_taxid.get(ncbi_taxid) if ncbi_taxid is not None else None
        if of_taxid is not None and self._taxid_fits(of_taxid, printed, rank):
            return _one(printed, self.accepted_name(of_taxid), "taxid")
        seen = kingdoms_of(lineage, self._kingdoms)
        for found in self._found(printed, rank, lineage):
            if agree(self._kingdom(found), seen):
                return found
        return _one(printed, clean_name(printed), "unmapped")

    def _taxid_fits(self, known: str, printed: str, rank: str) -> bool:
        """Doubt the number of a genus on the row of a species: it says less than the name."""
        if not fits(rank, self._accepted.get(known, "")):
            return False
        return bool(rank) or self._accepted.get(known) != "genus" or " " not in tidy(printed)

    def _found(self, printed: str, rank: str, lineage: tuple[tuple[str, str], ...]) -> Iterator[Resolution]:
        """Yield answers, the best first."""
        name, plain = tidy(printed), clean_name(printed)
        for form in dict.fromkeys((name, without_status(name))):
            if (found := self._named(printed, form, rank)) is not None:
                yield found
        if plain != name and (found := self._named(printed, plain, rank)) is not None:
            wide = has_suffixed_epithet(printed) and genus_of(found.name) != genus_of(plain)
            if wide and without_brackets(found.name) is None:
                yield Resolution(
                    printed=printed, name=plain, candidates=frozenset({plain, found.name}), how="gtdb_suffix"
                )
            yield replace(found, how="gtdb_suffix")
        if may_be_genus(rank):
            yield from self._part_of_genus(printed, name)
        if rank == "genus" or rank in HIGHER:
            return
        yield from self._strain(printed, plain)
        if self._has_known_genus(plain):
            yield _one(printed, plain, "genus")
        if self._is_genus(next((clean_name(n) for level, n in lineage if level == "genus"), "")):
            yield _one(printed, plain, "lineage")

    def _named(self, printed: str, name: str, rank: str) -> Resolution | None:
        if rank in HIGHER:
            return self._higher_named(printed, name, rank)
        for form in dict.fromkeys((name, without_brackets(name) or name, as_subspecies(name) or name)):
            old_rank, _new = self._renamed.get(form, ("", ""))
            if old_rank and fits(rank, old_rank):
                return _one(printed, self.accepted_name(form), "synonym")
            if may_be_genus(rank) and len(self._split.get(form, ())) > 1:
                return Resolution(
                    printed=printed, name=form, candidates=frozenset(self._split[form]), how="one_to_many"
                )
            if form in self._accepted and fits(rank, self._accepted[form]):
                return _one(printed, form, "exact")
        return self._higher_named(printed, name, rank) if not rank else None

    def _higher_named(self, printed: str, name: str, rank: str) -> Resolution | None:
        """Look above the genus; without a rank a name of two ranks (Actinobacteria) stays two."""
        ranks = self._higher.get(name, set())
        old_rank, new = self._renamed.get(name, ("", ""))
        if not rank and old_rank and len(ranks) > 1:
            return Resolution(
                printed=printed, name=name, candidates=frozenset({name, new}), how="one_to_many"
            )
        if old_rank and rank in {"", old_rank}:
            return _one(printed, new, "synonym")
        return _one(printed, name, "exact") if rank in ranks else None

    def _part_of_genus(self, printed: str, name: str) -> Iterator[Resolution]:
        """Yield what is a numbered or narrow part of a genus, or unclassified or uncultured in it."""
        strict, part = strict_genus(name), numbered_genus(name)
        if strict is not None and self._is_genus(strict):
            yield _one(printed, strict, "numbered")
        if part is not None and self._is_genus(part):
            candidates = frozenset(self._split.get(part, {self.accepted_name(part)}))
            yield Resolution(
                printed=printed, name=self.accepted_name(part), candidates=candidates, how="numbered"
            )
        bare = without_filler(name)
        if bare != name and self._is_genus(bare):
            yield _one(printed, name, "genus")

    def _strain(self, printed: str, name: str) -> Iterator[Resolution]:
        species = species_of(name)
        if species is not None and (found := self._named(printed, species, "species")) is not None:
            yield replace(found, how="species")

    def _has_known_genus(self, name: str) -> bool:
        """Whether the genus of a species is known; one in brackets is not the true one."""
        genus = genus_of(without_filler(name))
        if genus.startswith("["):
            return False
        return self._is_genus(genus) or self._is_genus(without_status(genus))

    def _is_genus(self, name: str) -> bool:
        return self._accepted.get(name) == "genus" or self._renamed.get(name, ("",))[0] == "genus"

    def _kingdom(self, found: Resolution) -> str | None:
        name = without_brackets(found.name) or found.name
        for known in (found.name, genus_of(name), without_status(genus_of(name))):
            if known in self._places and self._places[known].kingdom:
                return self._places[known].kingdom
        return self._kingdoms.get(found.name)

    def accepted_name(self, name: str) -> str:
        """Follow renames of genera and below to the end; any other name is returned as it is."""
        seen = {name}
        while name in self._renamed and self._renamed[name][0] != "phylum":
            name = self._renamed[name][1]
            if name in seen:
                break
            seen.add(name)
        return name

    def name_of_taxid(self, ncbi_taxid: int) -> tuple[str, str] | None:
        """Give the accepted name and rank of an NCBI taxid, None where our tables do not hold it."""
        name = self._by_taxid.get(ncbi_taxid)
        return None if name is None else (name, self._accepted[name])

    def names_a_genus(self, printed: str, *, rank: str) -> bool:
        """Whether a file's row of a genus or below says a genus at all.

        Known labels do; a family in a genus column, ``Lachnospiraceae bacterium 1_1_57FAA`` or ``bacterium
        A1-86`` do not, unless a table says what it is.
        """
        return self._says_genus(printed, rank)

    def _says(self, printed: str, rank: str) -> bool:
        word = genus_of(without_filler(clean_name(printed)))
        plain_word = word.islower() and word.replace("-", "").isalpha()
        return not (word in self._higher or plain_word) or self.resolve(printed, rank=rank).is_mapped

    def kind_of(self, name: str) -> str:
        """Say whose name an accepted genus is: ncbi, gtdb, silva, greengenes, unite; blank = one of ours."""
        return self._places.get(tidy(name), Place()).kind

    def broad_genus(self, genus: str) -> str:
        """Give the wider genus under which 16S tables print a genus that was split off; itself otherwise.

        Comparison with 16S references happens at this level: Segatella counts as Prevotella, Phocaeicola as
        Bacteroides, the genera split from Lactobacillus as Lactobacillus.
        """
        if genus in _BROAD:
            return _BROAD[genus]
        return next((wide for wide in _WIDE_GENERA if genus in self._split.get(wide, ())), genus)


def _key(name: str) -> str:
    """Write a name of our tables as `tidy` writes it; they have no quotes, prefixes or double blanks."""
    return name.replace("_", " ")


def _is_plain(new: str, rank: str) -> bool:
    """Whether the new side of a synonym is one name that can be printed in place of the old one."""
    if rank == "genus" or rank in HIGHER:
        return bool(new) and " " not in new and "/" not in new
    return not any(mark in new for mark in ("(", "/", "sensu lato")) and len(new.split()) > 1


def _one(printed: str, name: str, how: How) -> Resolution:
    return Resolution(printed=printed, name=name, candidates=frozenset({name}), how=how)


@lru_cache(maxsize=1)
def default_names() -> NameTable:
    """Load the names of the shipped tables: taxa, lineages, genera and synonyms."""
    data = files("biotica") / "data"
    rows = [row for table in ("genera.tsv", "lineages.tsv", "taxa.tsv") for row in _rows(data / table)]
    accepted: dict[str, tuple[str, int | None]] = {}
    places: dict[str, Place] = {}
    for row in rows:
        rank, taxid, taxon = row.get("rank", "genus"), row["ncbi_taxid"], row["taxon"]
        if rank in _SHIPPED_RANKS:
            known = accepted.get(taxon, ("", None))[1]
            accepted[taxon] = (rank, int(taxid) if taxid.isdecimal() else known)
            genus = taxon if rank == "genus" else genus_of(taxon)
            kingdom = KINGDOMS.get(row["domain"], "")
            if kingdom or "kind" in row:
                places.setdefault(genus, Place(kingdom=kingdom, kind=row.get("kind", "")))
    return NameTable(accepted, _rows(data / "synonyms.tsv"), places=places, higher=_higher_names(rows))


def _higher_names(rows: Iterable[Mapping[str, str]]) -> set[tuple[str, str, str]]:
    """Rank, name and kingdom of the families up to phyla that stand in the lineages of rows."""
    levels = ("family", "order", "class", "phylum")
    return {
        (level, row[level], KINGDOMS.get(row["domain"], ""))
        for row in rows
        for level in levels
        if row.get(level) and row["domain"]
    }


def _rows(table: Traversable) -> list[dict[str, str]]:
    if not table.is_file():
        return []
    lines = [line for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:]]
