"""Files that are recognised and are no profile: said plainly, with the next step."""

from __future__ import annotations

from collections.abc import Callable

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers.cells import starts_with
from biotica.gut.readers.content import Content
from biotica.gut.readers.table import Choices, Part, Reader

_HUMANN = ("# Gene Family\t", "# Pathway\t", "#Gene Family\t", "# Gene\t", "#Pathway\t")


def _first(content: Content) -> str:
    return content.lines[0] if content.kind == "text" else ""


def _is_humann(content: Content) -> bool:
    return _first(content).startswith(_HUMANN) or any(
        line.startswith(("UniRef90_", "UniRef50_", "UNMAPPED\t", "UNINTEGRATED"))
        for line in content.lines[:5]
    )


def _is_singlem_otu(content: Content) -> bool:
    return starts_with(content, ["gene", "sample", "sequence"])


def _is_gtdbtk(content: Content) -> bool:
    return starts_with(content, ["user_genome", "classification"])


def _is_reads(content: Content) -> bool:
    if content.kind != "text":
        return False
    first = content.lines[0]
    if first.startswith(">"):
        return True
    return first.startswith("@") and len(content.lines) > 2 and content.lines[2].startswith("+")


def _refuse(msgid: str, hint: str) -> Callable[[Content, Choices], Part]:
    def read(content: Content, choices: Choices) -> Part:
        raise UnreadableProfile(msgid, code="no_profile", where=content.name, hint=hint)

    return read


HUMANN = Reader(
    format="humann",
    platform="shotgun",
    recognises=_is_humann,
    read=_refuse(
        _("this is a HUMAnN table of genes or pathways, not a profile of species"),
        _("give the MetaPhlAn profile that HUMAnN made on the way (..._bugs_list.tsv)"),
    ),
)
SINGLEM_OTU = Reader(
    format="singlem_otu_table",
    platform="shotgun",
    recognises=_is_singlem_otu,
    read=_refuse(
        _("this is a SingleM table of marker genes, not a profile"),
        _("run `singlem condense` on it and give the result"),
    ),
)
GTDBTK = Reader(
    format="gtdbtk",
    platform="shotgun",
    recognises=_is_gtdbtk,
    read=_refuse(
        _("this is a GTDB-Tk list of genomes without abundances, not a profile"),
        _("give a table with abundances, for instance from CoverM or sylph"),
    ),
)
READS = Reader(
    format="sequence_reads",
    platform="unknown",
    recognises=_is_reads,
    read=_refuse(
        _("these are raw sequences, not a profile"),
        _("give the result of a profiler such as MetaPhlAn, Bracken or QIIME 2"),
    ),
)
