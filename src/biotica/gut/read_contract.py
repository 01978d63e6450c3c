"""The JSON of ``biotica read``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from biotica.gut.mapped import mapped_share
from biotica.gut.profile import Caveat, Profile, TaxonShare
from biotica.gut.readers.reading import Reading
from biotica.knowledge.names import NameTable
from biotica.provenance import versions


def to_contract(reading: Reading, names: NameTable) -> dict[str, Any]:
    """Plain values in the shape of ``contracts/read.json``; all shares are of the classified part."""
    return {
        "format": reading.format,
        "by_description_only": reading.by_description_only,
        "unit": reading.unit,
        "platform": reading.platform,
        "samples": [_sample(profile, names) for profile in reading.profiles],
        "versions": versions(),
    }


def caveats_to_contract(caveats: Iterable[Caveat]) -> list[dict[str, Any]]:
    """Codes with their values."""
    return [{"code": caveat.code, "values": dict(caveat.values)} for caveat in caveats]


def _sample(profile: Profile, names: NameTable) -> dict[str, Any]:
    ranks = ("species", "genus")
    return {
        "id": profile.sample_id,
        "depth": profile.depth,
        "classified_share": profile.classified_share,
        "n_taxa": {rank: profile.count_at_rank(rank) for rank in ranks},
        "top": {rank: _top(profile.top(rank)) for rank in ranks} | _other_top(profile),
        "mapped_share": round(mapped_share(profile, names), 9),
        "warnings": caveats_to_contract(profile.warnings),
    }


def _top(taxon: TaxonShare | None) -> dict[str, Any] | None:
    return None if taxon is None else {"name": taxon.display_name, "share": taxon.share}


def _other_top(profile: Profile) -> dict[str, Any]:
    """Genomes and references of files that name no species."""
    found = {rank: profile.top(rank) for rank in ("genome", "reference")}
    return {rank: _top(taxon) for rank, taxon in found.items() if taxon is not None}
