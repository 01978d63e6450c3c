"""What every format says about a sample and about a taxon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from biotica.gut.mapped import resolve
from biotica.gut.profile import Node, Profile, TaxonShare
from biotica.gut.set_aside import kind_of
from biotica.knowledge.names import NameTable

_LETTERS = {
    "domain": "d",
    "kingdom": "k",
    "phylum": "p",
    "class": "c",
    "order": "o",
    "family": "f",
    "genus": "g",
    "species": "s",
    "strain": "t",
}
_NAME_NOT_OURS = frozenset({"genus", "lineage", "unmapped"})
"""Resolutions whose name is the printed one: no table of ours accepts it."""

_NEAR_WHOLE = 1e-6
"""Reads that a division left between two whole numbers; no tool prints reads that fine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleFacts:
    """One sample, the same in every row of it.

    Attributes
    ----------
    sample : str
        Its label; numbered where the files hold one label twice.
    source, format, unit, platform : str
        File name, id of the reader, what the file's numbers were, kind of test.
    database : str or None
        As printed in the file.
    depth : int or None
        Reads of the sample.
    classified_share : float or None
        Part of all reads that got a name, 0..1.
    warnings : str
        Codes of the warnings about the sample, with ``|`` between them.
    """

    sample: str
    source: str
    format: str
    unit: str
    platform: str
    database: str | None
    depth: int | None
    classified_share: float | None
    warnings: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxonFacts:
    """One taxon, wherever it occurs.

    Attributes
    ----------
    taxon : str
        As printed, without a rank prefix.
    rank : str
        As in `biotica.gut.profile.TaxonShare`.
    ncbi_taxid : int or None
        As the file says.
    steps : tuple of str
        Lineage with rank prefixes, root first, itself last.
    accepted_name : str
        The name that our tables accept; empty where they hold none, or more than one fits.
    candidates : str
        All accepted names that it may stand for, with ``|`` between them.
    how : str
        By what it was found, as in `biotica.knowledge.names.Resolution`.
    not_microbe : str
        host, food or host_or_food; empty for all else.
    """

    taxon: str
    rank: str
    ncbi_taxid: int | None
    steps: tuple[str, ...]
    accepted_name: str
    candidates: str
    how: str
    not_microbe: str

    @property
    def lineage(self) -> str:
        """The steps as one text, such as ``d__Bacteria|p__Bacillota``."""
        return "|".join(self.steps)


@dataclass(kw_only=True, slots=True)
class Distinct:
    """Gives every text only once: the second ``a`` becomes ``a#2``."""

    _given: set[str] = field(default_factory=set)

    def of(self, text: str) -> str:
        """Return the text, numbered if it was given before."""
        free, number = text, 1
        while free in self._given:
            number += 1
            free = f"{text}#{number}"
        self._given.add(free)
        return free


def plain_text(text: str) -> str:
    """Replace what no file format holds: half surrogates and the null character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def prefixed(rank: str, name: str) -> str:
    """Put the rank before a name: ``s__`` for a species, a whole word where no letter is usual."""
    return f"{_LETTERS.get(rank, rank)}__{plain_text(name)}"


def whole_reads(count: float) -> float:
    """Round reads that lie within a rounding error of a whole number; leave fractions as they are."""
    nearest = float(round(count))
    return nearest if abs(count - nearest) <= _NEAR_WHOLE else count


def sample_facts(profile: Profile, labels: Distinct) -> SampleFacts:
    """Gather what is the same in all rows of a sample."""
    return SampleFacts(
        sample=labels.of(plain_text(profile.label)),
        source=plain_text(profile.source_name),
        format=profile.format,
        unit=profile.unit,
        platform=profile.platform,
        database=None if profile.database is None else plain_text(profile.database),
        depth=profile.depth,
        classified_share=profile.classified_share,
        warnings="|".join(dict.fromkeys(warning.code for warning in profile.warnings)),
    )


class Catalogue:
    """Numbers the taxa of all samples in the order in which they come, and resolves each of them once.

    Parameters
    ----------
    names : NameTable
        What the printed names stand for.

    Attributes
    ----------
    facts : list of TaxonFacts
        By number.
    """

    def __init__(self, names: NameTable) -> None:
        self.facts: list[TaxonFacts] = []
        self._names = names
        self._known: dict[tuple[str, str, int | None], list[tuple[tuple[Node, ...], int]]] = {}

    def number(self, taxon: TaxonShare) -> int:
        """Give the number of a taxon: the same for the same rank, name, lineage and NCBI taxid."""
        same_name = self._known.setdefault((taxon.rank, taxon.name, taxon.ncbi_taxid), [])
        for lineage, number in same_name:
            if lineage == taxon.lineage:
                return number
        same_name.append((taxon.lineage, len(self.facts)))
        self.facts.append(taxon_facts(taxon, self._names))
        return len(self.facts) - 1

    def numbers(self, taxa: Iterable[TaxonShare]) -> list[int]:
        """Give the numbers of several taxa."""
        return [self.number(taxon) for taxon in taxa]


def taxon_facts(taxon: TaxonShare, names: NameTable) -> TaxonFacts:
    """Gather what is known about a taxon, its name resolved."""
    found = resolve(taxon, names)
    candidates = [] if found.how in _NAME_NOT_OURS else sorted(found.candidates)
    return TaxonFacts(
        taxon=plain_text(taxon.name),
        rank=taxon.rank,
        ncbi_taxid=taxon.ncbi_taxid,
        steps=(
            *(prefixed(node.rank, node.name) for node in taxon.lineage),
            prefixed(taxon.rank, taxon.name),
        ),
        accepted_name=candidates[0] if len(candidates) == 1 else "",
        candidates="|".join(candidates),
        how=found.how,
        not_microbe=kind_of(taxon) or "",
    )
