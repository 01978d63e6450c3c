"""The sources that a claim may rest on: of which kind, how they were read, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from biotica.knowledge.evidence import EvidenceSource
from biotica.knowledge.load import load
from biotica.knowledge.records import Key, OptionalInt, Row
from biotica.knowledge.tsv import Place, read_rows

SourceKind = Literal[
    "trial",
    "study",
    "synthesis",
    "review",
    "consensus",
    "authority",
    "reference",
    "shop",
    "article",
]
SourceRead = Literal["full", "abstract", "secondary", "memory", "own"]
Own = Literal[
    "own:forecast",
    "own:gut",
    "own:cost",
    "own:recipe",
    "own:plan",
    "own:permit",
    "own:label",
    "own:words",
]

OWN: tuple[Own, ...] = get_args(Own)
"""What follows from a calculation or a rule of biotica itself, and not from a source."""


class ClaimSource(Row):
    """A source that only claims cite.

    Parameters
    ----------
    doi, pmid, url : str
        Only as seen on a page that was read; ``url`` where there is neither of the others.
    author : str
        Surname of the first author, or who publishes; empty = not seen.
    kind : str
        ``synthesis`` pools studies by a method, ``review`` does not; ``article`` is one of the two articles.
    what : str
        What it is, in our words.
    read_level : str
        ``full`` = the place that states the fact, ``abstract`` = a summary by its authors, ``secondary`` =
        somebody else's report of it.
    """

    key: Key
    doi: str = ""
    pmid: str = ""
    year: OptionalInt = None
    author: str = ""
    kind: SourceKind
    what: Key
    url: str = ""
    read_level: Literal["full", "abstract", "secondary"]
    checked: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """A source under its key, whichever table it stands in.

    Parameters
    ----------
    kind : str
        Empty = its table does not say, or it is our own.
    what : str
        Title, or what it is; empty for our own, whose words stand at the face.
    link : str
        Address; empty = none was seen.
    checked : str
        ISO day; empty = its table does not say.
    """

    key: str
    author: str = ""
    year: int | None = None
    kind: str = ""
    what: str = ""
    journal: str = ""
    link: str = ""
    read_level: SourceRead
    checked: str = ""


def link_to(key: str, *, doi: str = "", pmid: str = "", url: str = "") -> str:
    """Give the address of a source: by DOI, PubMed, PubMed Central, or the page itself; else empty."""
    if doi:
        return f"https://doi.org/{doi}"
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    if key.startswith("pmc:"):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{key.removeprefix('pmc:')}/"
    return url


def read_claim_sources(folder: Place | None = None) -> Mapping[str, ClaimSource]:
    """Read the sources that only claims cite.

    Parameters
    ----------
    folder : Path or Traversable or None
        Data folder; None = the one that ships with biotica.

    Raises
    ------
    BadRow
        If a row breaks the class, or the table is not there.
    """
    rows = read_rows((folder or load().folder) / "claim_sources.tsv", ClaimSource)
    return MappingProxyType({row.key: row for row in rows})


def read_cited(folder: Place | None = None) -> Mapping[str, Cited]:
    """Read every source that a claim may name: of claims, of rules and options, and our own.

    Parameters
    ----------
    folder : Path or Traversable or None
        As for `read_claim_sources`; errors too.

    Returns
    -------
    Mapping
        Key to source.
    """
    place = folder or load().folder
    of_evidence = read_rows(place / "evidence_sources.tsv", EvidenceSource)
    found = [_of_evidence(row) for row in of_evidence]
    found += [_of_claims(row) for row in read_claim_sources(folder).values()]
    found += [Cited(key=key, read_level="own") for key in OWN]
    return MappingProxyType({source.key: source for source in found})


def _of_evidence(row: EvidenceSource) -> Cited:
    return Cited(
        key=row.key,
        author=row.author,
        year=row.year,
        what=row.title,
        journal=row.journal,
        link=link_to(row.key, doi=row.doi, pmid=row.pmid),
        read_level=row.read_level,
    )


def _of_claims(row: ClaimSource) -> Cited:
    return Cited(
        key=row.key,
        author=row.author,
        year=row.year,
        kind=row.kind,
        what=row.what,
        link=link_to(row.key, doi=row.doi, pmid=row.pmid, url=row.url),
        read_level=row.read_level,
        checked=row.checked.isoformat(),
    )
