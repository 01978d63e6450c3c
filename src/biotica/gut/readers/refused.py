"""Files that are recognised and are no profile: said plainly, with the next step."""

from __future__ import annotations

import re
from collections.abc import Callable

from biotica.errors import UnreadableProfile, _
from biotica.gut.readers.archive import document_kind
from biotica.gut.readers.cells import HEAD_LINES, starts_with
from biotica.gut.readers.content import Content
from biotica.gut.readers.delimited import first_row
from biotica.gut.readers.table import Choices, Part, Reader

_HUMANN = re.compile(r"^#\s?(Gene Family|Gene|Pathway|Reaction|EC|UniRef\d+)\b[^\t]*\t", re.IGNORECASE)
_HUMANN_ROWS = ("UniRef90_", "UniRef50_", "UNMAPPED\t", "UNINTEGRATED", "READS_UNMAPPED\t")
_KRAKEN_READ = re.compile(r"^[CU]\t\S[^\t]*\t(\d+|[^\t]*\(taxid \d+\))\t\d+(\|\d+)?(\t|$)")
_KAIJU_READ = re.compile(r"^[CU]\t\S[^\t]*\t\d+(\t\d+\t[\d,]+,?\t[^\t]*\t[^\t]*)?$")
_MARKER = re.compile(r"(^\d+__[A-Za-z0-9]+|\|SGB\d+|\|\d+__\d+\||UniRef90_|UniClust90_|^(gi|gb|GeneID)[|:])")
_LONG_TABLE = ("sample", "taxon", "rank", "ncbi_taxid", "lineage", "accepted_name")
_SAM = re.compile(r"^@(HD\tVN:|SQ\tSN:|PG\tID:|RG\tID:)")


def _head(content: Content) -> list[str]:
    if content.kind != "text":
        return []
    return [line for line in content.lines[:HEAD_LINES] if line.strip()]


def _is_humann(content: Content) -> bool:
    head = _head(content)
    first = next((line for line in head if not line.startswith("##")), "")
    return bool(_HUMANN.match(first)) or any(line.startswith(_HUMANN_ROWS) for line in head[:5])


def _is_singlem_otu(content: Content) -> bool:
    return starts_with(content, ["gene", "sample", "sequence"])


def _is_gtdbtk(content: Content) -> bool:
    return starts_with(content, ["user_genome", "classification"])


def _is_long_table(content: Content) -> bool:
    return first_row(content)[: len(_LONG_TABLE)] == _LONG_TABLE


def _is_anndata(content: Content) -> bool:
    return content.kind == "hdf5" and b"encoding-type" in content.data


def _is_reads(content: Content) -> bool:
    head = _head(content)
    if not head or len(content.lines) < 2:
        return False
    if head[0].startswith(">"):
        return "\t" not in head[0]
    return head[0].startswith("@") and len(head) > 2 and head[2].startswith("+")


def _is_kraken_output(content: Content) -> bool:
    return _mostly(_KRAKEN_READ, _head(content))


def _is_kaiju_output(content: Content) -> bool:
    return _mostly(_KAIJU_READ, _head(content))


def _is_alignment(content: Content) -> bool:
    head = _head(content)
    if head and _SAM.match(head[0]):
        return True
    pairs = [line.split("\t") for line in head if not line.startswith("#")]
    return len(pairs) > 0 and all(len(pair) == 2 and _MARKER.search(pair[1].strip()) for pair in pairs)


def _is_opendocument(content: Content) -> bool:
    return content.kind == "zip" and document_kind(content) == "opendocument"


def _mostly(pattern: re.Pattern[str], lines: list[str]) -> bool:
    return bool(lines) and sum(bool(pattern.match(line)) for line in lines) >= 0.9 * len(lines)


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
    by_description_only=True,
)
READS = Reader(
    format="sequence_reads",
    platform="unknown",
    recognises=_is_reads,
    read=_refuse(
        _("these are raw sequences, not a profile"),
        _("give the result of a profiler such as MetaPhlAn, Bracken or QIIME 2"),
    ),
    by_description_only=True,
)
KRAKEN_OUTPUT = Reader(
    format="kraken_output",
    platform="shotgun",
    recognises=_is_kraken_output,
    read=_refuse(
        _("this is Kraken's list of single reads, not a profile"),
        _("give the file that Kraken wrote with --report"),
    ),
    by_description_only=True,
)
KAIJU_OUTPUT = Reader(
    format="kaiju_output",
    platform="shotgun",
    recognises=_is_kaiju_output,
    read=_refuse(
        _("this is Kaiju's list of single reads, not a profile"),
        _("run `kaiju2table` on it and give the result"),
    ),
    by_description_only=True,
)
ALIGNMENT = Reader(
    format="read_alignment",
    platform="shotgun",
    recognises=_is_alignment,
    read=_refuse(
        _("this is a list of where single reads fit, not a profile"),
        _("give the profile that MetaPhlAn wrote with -o, not its bowtie2 or SAM file"),
    ),
    by_description_only=True,
)
OPENDOCUMENT = Reader(
    format="opendocument",
    platform="unknown",
    recognises=_is_opendocument,
    read=_refuse(
        _("this is a sheet or text of LibreOffice or OpenOffice, which we do not read"),
        _("save the sheet as CSV or as an Excel workbook (.xlsx)"),
    ),
    by_description_only=True,
)
LONG_TABLE = Reader(
    format="biotica_long_table",
    platform="unknown",
    recognises=_is_long_table,
    read=_refuse(
        _("this is a table that `biotica read --out` wrote for analysis, not a profile"),
        _("give the file that it was made from, or write .biom and give that"),
    ),
    by_description_only=True,
)
ANNDATA = Reader(
    format="anndata",
    platform="unknown",
    recognises=_is_anndata,
    read=_refuse(
        _("this is an AnnData file, not a profile"),
        _("give the file that it was made from, or a BIOM file"),
    ),
    by_description_only=True,
)
