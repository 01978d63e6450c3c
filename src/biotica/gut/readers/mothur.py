"""mothur: a .shared table of OTUs and the .cons.taxonomy that names them."""

from __future__ import annotations

from biotica.errors import _
from biotica.gut.readers.cells import abundance, header_of, rows, starts_with
from biotica.gut.readers.content import Content
from biotica.gut.readers.features import taxonomy_of
from biotica.gut.readers.table import Choices, FeatureTable, FeatureTaxonomy, Reader

_SHARED = ["label", "Group", "numOtus"]
_TAXONOMY = ["OTU", "Size", "Taxonomy"]
_NEXT_STEP = _("give the .cons.taxonomy of the same analysis as a second file")


def recognises_shared(content: Content) -> bool:
    """Whether the header is that of a .shared file."""
    return starts_with(content, _SHARED)


def recognises_taxonomy(content: Content) -> bool:
    """Whether the header is that of a .cons.taxonomy file."""
    return starts_with(content, _TAXONOMY)


def read_shared(content: Content, choices: Choices) -> FeatureTable:
    """Read counts by sample; where several distances are in the file, the first."""
    line, header = header_of(content)
    samples: dict[str, dict[str, float]] = {}
    label = None
    for number, cells in rows(content, width=len(header), after=line):
        label = cells[0] if label is None else label
        if cells[0] == label:
            values = (abundance(cells[n], content, number, n + 1) for n in range(3, len(header)))
            samples[cells[1]] = {
                name: value for name, value in zip(header[3:], values, strict=True) if value > 0
            }
    return FeatureTable(unit="counts", samples=samples, family="mothur", next_step=_NEXT_STEP)


def read_taxonomy(content: Content, choices: Choices) -> FeatureTaxonomy:
    """Read lineages; bootstrap numbers and quotes are dropped."""
    body = rows(content, width=3, after=header_of(content)[0])
    pairs = [(cells[0], cells[2]) for _number, cells in body]
    return taxonomy_of(pairs, "mothur")


SHARED = Reader(format="mothur_shared", platform="16S", recognises=recognises_shared, read=read_shared)
TAXONOMY = Reader(
    format="mothur_taxonomy", platform="16S", recognises=recognises_taxonomy, read=read_taxonomy
)
