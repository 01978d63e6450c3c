"""QIIME 2 artifacts: a feature table, or the taxonomy that names its features."""

from __future__ import annotations

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Unit
from biotica.gut.readers.archive import document_kind, member_names, read_member
from biotica.gut.readers.biom2 import part_of, read_hdf5
from biotica.gut.readers.content import Content, NamedBytes, open_content
from biotica.gut.readers.features import taxonomy_of
from biotica.gut.readers.table import Choices, FeatureTaxonomy, Part, Reader

_NEXT_STEP = _("give the taxonomy.qza of the same analysis as a second file")


def recognises(content: Content) -> bool:
    """Whether the content is a zip archive that is no workbook; reading says whether it is an artifact."""
    return content.kind == "zip" and document_kind(content) is None


def read(content: Content, choices: Choices) -> Part:
    """Read the table or the taxonomy that the artifact holds; nothing is written to disk."""
    members = member_names(content)
    if table := _member(members, "feature-table.biom"):
        kind = _semantic_type(content, members)
        found = read_hdf5(read_member(content, table), content.name)
        stated: Unit | None = "share" if "RelativeFrequency" in kind else None
        return part_of(found, choices.unit or stated, _NEXT_STEP)
    if taxonomy := _member(members, "taxonomy.tsv"):
        return _taxonomy(open_content(NamedBytes(name=content.name, data=read_member(content, taxonomy))))
    raise UnreadableProfile(
        _("the archive holds no feature table and no taxonomy"),
        code="archive_without_profile",
        where=content.name,
        hint=_("give table.qza and taxonomy.qza, or unpack the archive and give the profile in it"),
    )


def _member(members: tuple[str, ...], file_name: str) -> str | None:
    """Find the artifact's own data, not the data of its provenance."""
    found = [name for name in members if name.endswith(f"/data/{file_name}") and name.count("/") == 2]
    return found[0] if len(found) == 1 else None


def _semantic_type(content: Content, members: tuple[str, ...]) -> str:
    own = [name for name in members if name.endswith("/metadata.yaml") and name.count("/") == 1]
    return read_member(content, own[0]).decode("utf-8", "replace") if own else ""


def _taxonomy(content: Content) -> FeatureTaxonomy:
    return taxonomy_from_lines(content, "features")


def taxonomy_from_lines(content: Content, family: str) -> FeatureTaxonomy:
    """Lineages of a ``Feature ID, Taxon, Confidence`` table.

    Raises
    ------
    UnreadableProfile
        If the two columns are missing.
    """
    pairs = []
    numbered = ((n, line) for n, line in enumerate(content.lines, 1) if line.strip())
    first, line = next(((n, t) for n, t in numbered if not t.startswith(("# ", "##"))), (1, ""))
    header = [cell.strip().strip('"') for cell in line.lstrip("#").split("\t")]
    if len(header) < 2 or header[1].strip().lower() not in {"taxon", "taxonomy", "consensus lineage"}:
        raise UnreadableProfile(
            _("the taxonomy has no columns 'Feature ID' and 'Taxon'"),
            code="missing_column",
            where=content.where(first),
            hint=_("export the taxonomy again"),
        )
    for line in content.lines[first:]:
        cells = [cell.strip().strip('"') for cell in line.split("\t")]
        if len(cells) >= 2 and not line.startswith("#q2:types"):
            pairs.append((cells[0], cells[1]))
    return taxonomy_of(pairs, family)


READER = Reader(format="qiime2_qza", platform="16S", recognises=recognises, read=read)
