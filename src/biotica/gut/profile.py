"""A person's sample as values: who is there, with which share, and how much the file says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Platform = Literal["16S", "shotgun", "unknown"]
Unit = Literal["counts", "percent", "share", "per_million", "coverage"]

MAIN_RANKS = ("domain", "kingdom", "phylum", "class", "order", "family", "genus", "species")

LEAST_REST = 1e-9
"""Below this what is left of a genus after its species is rounding."""


class Node(NamedTuple):
    """One name in a lineage, as printed, without a rank prefix."""

    rank: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Caveat:
    """A remark about a file, as a code with values; the face makes the sentence."""

    code: str
    values: Mapping[str, float | int | str] = field(default_factory=dict)


class TaxonShare(NamedTuple):
    """One taxon of a sample.

    Attributes
    ----------
    name : str
        As printed in the file, without the rank prefix.
    rank : str
        One of `MAIN_RANKS`, or strain, clade, genome or reference.
    lineage : tuple of Node
        Its named ancestors, root first, without itself; empty where the file has none.
    ncbi_taxid : int or None
        As the file says.
    share : float
        Part of everything classified that is this taxon or lies below it, 0..1.
    reads : float or None
        Reads of it or below it; None where the file has no counts.
    rest_share : float
        The part of `share` that no listed taxon below explains; for a species all of it.
    derived : bool
        The file has no row for it: it stands only in the lineages of others, and its share is their sum.
    """

    name: str
    rank: str
    share: float
    rest_share: float
    lineage: tuple[Node, ...] = ()
    ncbi_taxid: int | None = None
    reads: float | None = None
    derived: bool = False

    @property
    def display_name(self) -> str:
        """The name for people: blanks for underscores, stray quotes dropped, brackets kept."""
        return display_name(self.name)

    def ancestor(self, rank: str) -> str | None:
        """Give the printed name of the ancestor at a rank, None where the lineage has none."""
        return next((node.name for node in self.lineage if node.rank == rank), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """One sample of one person.

    Attributes
    ----------
    sample_id : str or None
        None where the file holds no id.
    source_name : str
        Name of the file, for messages.
    format : str
        Id of the reader.
    by_description_only : bool
        The reader was written from a public description and never saw a real file.
    unit : str
        What the file's numbers were.
    platform : str
        16S, shotgun or unknown.
    taxa : tuple of TaxonShare
        All ranks mixed, inclusive: a genus holds its species. Never add ranks together.
    depth : int or None
        Reads of the sample; None where the file does not say.
    classified_reads : float or None
        Reads that got any name; None where the file has no counts.
    classified_share : float or None
        Part of all reads that got a name, 0..1; None where the file does not say.
    database : str or None
        Reference database with its version, as printed.
    warnings : tuple of Caveat
        What a reader of this profile must know.
    """

    sample_id: str | None
    source_name: str
    format: str
    by_description_only: bool
    unit: Unit
    platform: Platform
    taxa: tuple[TaxonShare, ...]
    depth: int | None = None
    classified_reads: float | None = None
    classified_share: float | None = None
    database: str | None = None
    warnings: tuple[Caveat, ...] = ()

    @property
    def label(self) -> str:
        """The sample's id, or the file's name where it has none."""
        return self.sample_id if self.sample_id is not None else self.source_name.split(".")[0]

    def at_rank(self, rank: str) -> tuple[TaxonShare, ...]:
        """Taxa of one rank that are present, largest share first."""
        present = (taxon for taxon in self.taxa if taxon.rank == rank and taxon.share > 0)
        return tuple(sorted(present, key=lambda taxon: (-taxon.share, taxon.name)))

    def shares(self, rank: str) -> dict[str, float]:
        """Share of the classified part by printed name, for one rank."""
        return {taxon.name: taxon.share for taxon in self.at_rank(rank)}

    def count_at_rank(self, rank: str) -> int:
        """How many taxa the file names at a rank.

        Taxa that stand only in lineages count where the file left rows of that rank out: where its own rows
        cover less than 99 % of what the rank holds.
        """
        present = self.at_rank(rank)
        own = [taxon for taxon in present if not taxon.derived]
        covered = sum(taxon.share for taxon in own)
        return len(own) if covered >= 0.99 * sum(taxon.share for taxon in present) else len(present)

    def top(self, rank: str) -> TaxonShare | None:
        """Give the largest taxon of a rank, None where none was named."""
        return next(iter(self.at_rank(rank)), None)

    def finest(self) -> tuple[TaxonShare, ...]:
        """Taxa that do not overlap: species (or genomes), then what no species covers of each higher rank.

        Returns
        -------
        tuple of TaxonShare
            Shares sum to 1 at most, up to the file's rounding; a genus keeps only the part that no listed
            species of it explains.
        """
        return tuple(
            taxon._replace(
                share=taxon.rest_share,
                reads=None if taxon.reads is None else taxon.reads * taxon.rest_share / taxon.share,
            )
            for taxon in self.taxa
            if taxon.rest_share > LEAST_REST
        )

    def has_warning(self, code: str) -> bool:
        """Whether a warning of this code stands on the profile."""
        return any(warning.code == code for warning in self.warnings)


def display_name(name: str) -> str:
    """Show a printed name to people: blanks for underscores, stray quotes dropped, brackets kept.

    File names of genomes keep their underscores.
    """
    if name.startswith(("GCF_", "GCA_")):
        return name
    return " ".join(name.replace("_", " ").replace('"', "").split())
