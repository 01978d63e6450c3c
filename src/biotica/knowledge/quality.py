"""What fermented milk can plausibly show, for checks on published tables and imported series."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from biotica.knowledge.load import Knowledge
from biotica.knowledge.records import Number
from biotica.knowledge.tsv import read_rows


class QualityLimit(Number):
    """One range: ``name`` is a quantity of the checks, or a substance (g/L)."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")


def load_quality(knowledge: Knowledge) -> Mapping[str, QualityLimit]:
    """Name to range, from ``quality.tsv`` of these tables."""
    rows = read_rows(knowledge.folder / "quality.tsv", QualityLimit)
    return MappingProxyType({row.name: row for row in rows})
