"""The samples of read files, each worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

from biotica.gut.profile import Caveat, Platform, Profile
from biotica.gut.readers.content import Content
from biotica.gut.readers.shares import build_profile
from biotica.gut.readers.table import Choices, Reader, Sample, Table
from biotica.gut.readers.tree import Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One file with its table, and the tree that all its samples share; the file's text is let go.

    Attributes
    ----------
    name : str
        Of the file.
    format : str
        Id of the reader.
    by_description_only : bool
        The reader never saw a real file of this format.
    table : Table
        Its samples.
    platform : str
        Of all its samples.
    caveats : tuple of Caveat
        That hold for all its samples.
    tree : Tree
        Filled as samples are worked out.
    """

    name: str
    format: str
    by_description_only: bool
    table: Table
    platform: Platform
    caveats: tuple[Caveat, ...]
    tree: Tree = field(default_factory=Tree)

    def profile(self, sample: Sample) -> Profile:
        """Work out the shares of one sample."""
        return build_profile(
            sample,
            self.tree,
            source_name=self.name,
            format=self.format,
            by_description_only=self.by_description_only,
            unit=self.table.unit,
            platform=self.platform,
            database=self.table.database,
            caveats=self.caveats,
        )


def source_of(content: Content, reader: Reader, table: Table, choices: Choices) -> Source:
    """Gather what the samples of a file need; its own platform goes before the format's and the person's."""
    of_format = reader.platform if reader.platform != "unknown" else None
    return Source(
        name=content.name,
        format=reader.format,
        by_description_only=reader.by_description_only,
        table=table,
        platform=table.platform or of_format or choices.platform or "unknown",
        caveats=(Caveat(code="encoding_guessed"),) if content.encoding_guessed else (),
    )


class Samples(Sequence[Profile]):
    """The samples of a reading, each worked out when it is asked for, so that thousands fit in memory.

    Parameters
    ----------
    sources : sequence of Source
        Read files, at least one sample together.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._parts = [(source, sample) for source in sources for sample in source.table.samples]

    def __len__(self) -> int:
        """Count the samples."""
        return len(self._parts)

    @overload
    def __getitem__(self, index: int) -> Profile: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Profile, ...]: ...
    def __getitem__(self, index: int | slice) -> Profile | tuple[Profile, ...]:
        """Work out one sample, or several."""
        if isinstance(index, slice):
            return tuple(source.profile(sample) for source, sample in self._parts[index])
        source, sample = self._parts[index]
        return source.profile(sample)

    def labels(self) -> tuple[str, ...]:
        """Give the id of every sample; the file's name where it has none."""
        return tuple(
            source.name.split(".")[0] if sample.sample_id is None else sample.sample_id
            for source, sample in self._parts
        )
