"""One or two files in, the samples of one profile out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Platform, Profile, Unit
from biotica.gut.readers.cells import too_deep
from biotica.gut.readers.content import Content, NamedBytes, open_content
from biotica.gut.readers.features import join
from biotica.gut.readers.registry import reader_for
from biotica.gut.readers.samples import Samples, source_of
from biotica.gut.readers.table import (
    Choices,
    FeatureTable,
    FeatureTaxonomy,
    Part,
    Reader,
    Table,
)
from biotica.gut.readers.tree import MAX_DEPTH

MAX_FILES = 50
MAX_NAME_CHARS = 1_000
"""More than a name can have: the longest of the open example files has 119."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What stands in the files.

    Attributes
    ----------
    format : str
        Id of the reader.
    by_description_only : bool
        The reader never saw a real file of this format.
    unit, platform : str
        Of all samples.
    database : str or None
        Reference database with its version, as printed in the first file.
    profiles : Samples
        At least one; a profile is worked out anew at every access.
    """

    format: str
    by_description_only: bool
    unit: Unit
    platform: Platform
    database: str | None
    profiles: Samples

    def sample(self, sample_id: str | None = None) -> Profile:
        """One sample by id; the first where none is asked.

        Raises
        ------
        UnreadableProfile
            If no sample has that id.
        """
        if sample_id is None:
            return self.profiles[0]
        labels = self.profiles.labels()
        if sample_id in labels:
            return self.profiles[labels.index(sample_id)]
        raise UnreadableProfile(
            _("there is no sample '{sample}' in the file"),
            code="no_such_sample",
            where="sample",
            hint=_("the file holds: {known}"),
            sample=sample_id,
            known=", ".join(labels[:10]) + (" ..." if len(labels) > 10 else ""),
        )


def read_profiles(
    files: Sequence[NamedBytes], *, unit: Unit | None = None, platform: Platform | None = None
) -> Reading:
    """Read one profile, or a table with the taxonomy that names it.

    Parameters
    ----------
    files : sequence of NamedBytes
        One file; or a feature table and its taxonomy, in any order; or several files of one format.
    unit : str or None
        What the numbers are, where the file does not say it itself.
    platform : str or None
        16S or shotgun, where the format does not tell.

    Returns
    -------
    Reading
        All samples, as shares of their classified part.

    Raises
    ------
    UnreadableProfile
        If a file is no profile that we know, is damaged or contradicts itself.
    """
    if not 1 <= len(files) <= MAX_FILES:
        raise UnreadableProfile(
            _("give between 1 and {limit} files"),
            code="no_files",
            where="files",
            hint=_("name the profile, and its taxonomy if that is a second file"),
            limit=MAX_FILES,
        )
    choices = Choices(unit=unit, platform=platform)
    opened = [open_content(file) for file in files]
    parts = [(content, *_read(content, choices)) for content in opened]
    tables = _joined(parts)
    first_reader = tables[0][1]
    if any(reader.format != first_reader.format for _content, reader, _table in tables):
        raise UnreadableProfile(
            _("the files are of different formats: {formats}"),
            code="mixed_formats",
            where=tables[1][0].name,
            hint=_("read them one at a time"),
            formats=", ".join(sorted({reader.format for _content, reader, _table in tables})),
        )
    _refuse_empty(tables)
    _refuse_absurd(tables)
    profiles = Samples([source_of(content, reader, table, choices) for content, reader, table in tables])
    first = profiles[0]
    return Reading(
        format=first.format,
        by_description_only=first.by_description_only,
        unit=first.unit,
        platform=first.platform,
        database=first.database,
        profiles=profiles,
    )


def _read(content: Content, choices: Choices) -> tuple[Reader, Part]:
    reader = reader_for(content)
    return reader, reader.read(content, choices)


def _joined(parts: Sequence[tuple[Content, Reader, Part]]) -> list[tuple[Content, Reader, Table]]:
    tables = [(content, reader, part) for content, reader, part in parts if isinstance(part, Table)]
    features = [(content, reader, part) for content, reader, part in parts if isinstance(part, FeatureTable)]
    names = [(content, reader, part) for content, reader, part in parts if isinstance(part, FeatureTaxonomy)]
    for content, reader, table in features:
        match = next((part for _content, _reader, part in names if part.family == table.family), None)
        if match is None:
            raise UnreadableProfile(
                _("the table names its features only by id: the taxonomy file is missing"),
                code="taxonomy_missing",
                where=content.name,
                hint=table.next_step,
            )
        tables.append((content, reader, join(table, match, content.name)))
    unused = next((content for content, _reader, part in names if not _used(part, features)), None)
    if unused is not None:
        raise UnreadableProfile(
            _("this file holds names without abundances: it is the second file of a pair"),
            code="taxonomy_alone",
            where=unused.name,
            hint=_("give it together with the table of counts"),
        )
    return tables


def _used(taxonomy: FeatureTaxonomy, features: Sequence[tuple[Content, Reader, FeatureTable]]) -> bool:
    return any(table.family == taxonomy.family for _content, _reader, table in features)


def _refuse_absurd(tables: Sequence[tuple[Content, Reader, Table]]) -> None:
    """Refuse lineages and names that no taxonomy prints; a hostile file could fill the memory with them."""
    for content, _reader, table in tables:
        lineages = {id(entry.lineage): entry.lineage for sample in table.samples for entry in sample.entries}
        for lineage in lineages.values():
            if len(lineage) > MAX_DEPTH:
                raise too_deep(content.name)
            if any(len(node.name) > MAX_NAME_CHARS for node in lineage):
                raise UnreadableProfile(
                    _("a name has more than {most} characters"),
                    code="name_too_long",
                    where=content.name,
                    hint=_("the file may be damaged; export it again"),
                    most=MAX_NAME_CHARS,
                )


def _refuse_empty(tables: Sequence[tuple[Content, Reader, Table]]) -> None:
    empty = next((content for content, _reader, table in tables if not table.samples), None)
    if empty is not None:
        raise UnreadableProfile(
            _("the file holds no sample"), code="no_sample", where=empty.name, hint=_("export it again")
        )
