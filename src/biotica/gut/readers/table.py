"""What a reader returns: samples with their rows, or half of a pair of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from biotica.gut.profile import Caveat, Node, Platform, Unit
from biotica.gut.readers.content import Content


class Entry(NamedTuple):
    """One row of a sample: the taxon is the last node of its lineage; no node = a read without any name."""

    lineage: tuple[Node, ...]
    value: float
    ncbi_taxid: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One sample as its file gives it.

    Attributes
    ----------
    sample_id : str or None
        None where the file holds none.
    entries : tuple of Entry
        Rows with a value above zero.
    counting : str
        inclusive: a row holds what lies below it; exclusive: it holds only itself.
    whole : float or None
        Everything classified, in the unit of the rows; None = to be worked out from the rows.
    unclassified : float or None
        What got no name, same unit; None where the file does not say.
    depth : int or None
        Reads of the sample where the file states it outside the rows.
    caveats : tuple of Caveat
        What the reader saw.
    """

    sample_id: str | None
    entries: tuple[Entry, ...]
    counting: Literal["inclusive", "exclusive"]
    whole: float | None = None
    unclassified: float | None = None
    depth: int | None = None
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """All samples of one file."""

    unit: Unit
    samples: tuple[Sample, ...]
    database: str | None = None
    platform: Platform | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureTable:
    """Samples whose rows are ids; names stand in a second file."""

    unit: Unit
    samples: Mapping[str, Mapping[str, float]]
    family: str
    next_step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureTaxonomy:
    """Lineages by id: the second file of a pair, no profile alone."""

    lineages: Mapping[str, tuple[Node, ...]]
    unassigned: frozenset[str]
    family: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What the person says about a file that does not say it itself."""

    unit: Unit | None = None
    platform: Platform | None = None


Part = Table | FeatureTable | FeatureTaxonomy


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """One format.

    Attributes
    ----------
    format : str
        Stable id.
    platform : str
        What this format is made from; unknown where it can be both.
    recognises : callable
        Whether a content is of this format; looks at the content only, never raises.
    read : callable
        Reads it.
    by_description_only : bool
        Written from a public description; no real file was seen.
    """

    format: str
    platform: Platform
    recognises: Callable[[Content], bool]
    read: Callable[[Content, Choices], Part]
    by_description_only: bool = field(default=False)
