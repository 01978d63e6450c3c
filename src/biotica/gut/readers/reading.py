"""One or two files in, the samples of one profile out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Platform, Profile, Unit
from biotica.gut.readers.content import Content, NamedBytes, open_content
from biotica.gut.readers.features import join
from biotica.gut.readers.registry import reader_for
from biotica.gut.readers.shares import build_profile
from biotica.gut.readers.table import Choices, FeatureTable, FeatureTaxonomy, Part, Reader, Table

MAX_FILES = 50


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
    profiles : tuple of Profile
        At least one.
    """

    format: str
    by_description_only: bool
    unit: Unit
    platform: Platform
    profiles: tuple[Profile, ...]

    def sample(self, sample_id: str | None = None) -> Profile:
        """One sample by id; the first where none is asked.

        Raises
        ------
        UnreadableProfile
            If no sample has that id.
        """
        if sample_id is None:
            return self.profiles[0]
        for profile in self.profiles:
            if profile.label == sample_id:
                return profile
        raise UnreadableProfile(
            _("there is no sample '{sample}' in the file"),
            code="no_such_sample",
            where=self.profiles[0].source_name,
            hint=_("the file holds: {known}"),
            sample=sample_id,
            known=", ".join(profile.label for profile in self.profiles[:10]),
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
    profiles = tuple(
        profile for content, reader, table in tables for profile in _profiles(content, reader, table, choices)
    )
    return Reading(
        format=first_reader.format,
        by_description_only=first_reader.by_description_only,
        unit=profiles[0].unit,
        platform=profiles[0].platform,
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


def _profiles(content: Content, reader: Reader, table: Table, choices: Choices) -> list[Profile]:
    if not table.samples:
        raise UnreadableProfile(
            _("the file holds no sample"), code="no_sample", where=content.name, hint=_("export it again")
        )
    general = (Caveat(code="encoding_guessed"),) if content.encoding_guessed else ()
    return [
        build_profile(
            sample,
            source_name=content.name,
            format=reader.format,
            by_description_only=reader.by_description_only,
            unit=table.unit,
            platform=table.platform
            or (reader.platform if reader.platform != "unknown" else choices.platform or "unknown"),
            database=table.database,
            caveats=general,
        )
        for sample in table.samples
    ]
