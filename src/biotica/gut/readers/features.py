"""Tables of features (ASVs, OTUs) and the lineages that name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Node, Unit
from biotica.gut.readers.lineage import amplicon_lineage, is_unclassified, split_lineage
from biotica.gut.readers.table import Entry, FeatureTable, FeatureTaxonomy, Sample, Table


def taxonomy_of(lineages: Iterable[tuple[str, str]], family: str) -> FeatureTaxonomy:
    """Lineages by feature id, from pairs of id and printed lineage.

    Parameters
    ----------
    lineages : iterable of (str, str)
        Feature id and lineage text.
    family : str
        Which kind of table it belongs to, such as ``qiime2``.
    """
    named: dict[str, tuple[Node, ...]] = {}
    unassigned = set()
    for feature, text in lineages:
        if is_unclassified(text):
            unassigned.add(feature)
        named[feature] = amplicon_lineage(split_lineage(text))
    return FeatureTaxonomy(lineages=named, unassigned=frozenset(unassigned), family=family)


def join(table: FeatureTable, taxonomy: FeatureTaxonomy, where: str) -> Table:
    """Give the samples of a feature table the names of its taxonomy.

    Raises
    ------
    UnreadableProfile
        If the two files share no feature.
    """
    ids = {feature for sample in table.samples.values() for feature in sample}
    if ids and not ids & taxonomy.lineages.keys():
        raise UnreadableProfile(
            _("the table and the taxonomy have no feature in common"),
            code="pair_does_not_match",
            where=where,
            hint=_("give the two files of the same analysis"),
        )
    samples = tuple(
        named_sample(sample_id, counts, taxonomy.lineages, taxonomy.unassigned)
        for sample_id, counts in table.samples.items()
    )
    return Table(unit=table.unit, samples=samples)


def unit_of_columns(columns: Iterable[Mapping[Any, float]]) -> Unit:
    """Give counts where all numbers are whole, else shares where no sample passes 1, else percent to 100.

    Parameters
    ----------
    columns : iterable of mapping
        Values by feature of each sample.
    """
    kept = [column.values() for column in columns]
    if all(value == int(value) for column in kept for value in column):
        return "counts"
    largest = max(map(sum, kept), default=0.0)
    if largest <= 1.01:
        return "share"
    return "percent" if largest <= 101 else "counts"


def named_sample(
    sample_id: str | None,
    values: Mapping[str, float],
    lineages: Mapping[str, tuple[Node, ...]],
    unassigned: frozenset[str],
) -> Sample:
    """One sample from values by feature; without a lineage they stay in the whole, unassigned ones do not."""
    entries = tuple(
        Entry(lineages.get(feature, ()), value)
        for feature, value in values.items()
        if value > 0 and feature not in unassigned
    )
    without = sum(value for feature, value in values.items() if feature not in lineages)
    caveats = (Caveat(code="features_without_taxonomy", values={"amount": without}),) if without > 0 else ()
    return Sample(
        sample_id=sample_id,
        entries=entries,
        counting="exclusive",
        unclassified=sum(values[feature] for feature in values if feature in unassigned),
        caveats=caveats,
    )
