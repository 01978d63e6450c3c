"""The JSON of ``biotica read``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from biotica.gut.mapped import naming
from biotica.gut.profile import Caveat, Profile, TaxonShare, Unit
from biotica.gut.readers.reading import Reading
from biotica.gut.set_aside import set_aside
from biotica.knowledge.names import NameTable
from biotica.provenance import versions

CONTRACT_UNITS: dict[Unit, str] = {"per_million": "share", "coverage": "share"}
"""The contract knows counts, percent and share; ``unit_in_file`` keeps the file's own."""


def to_contract(reading: Reading, names: NameTable) -> dict[str, Any]:
    """Plain values in the shape of ``contracts/read.json``; all shares are of the classified part."""
    samples = [sample_to_contract(profile, names) for profile in reading.profiles]
    return {**head_to_contract(reading), "samples": samples, "versions": versions()}


def head_to_contract(reading: Reading) -> dict[str, Any]:
    """Plain values of what holds for all samples of a reading."""
    return {
        "format": reading.format,
        "by_description_only": reading.by_description_only,
        "unit": CONTRACT_UNITS.get(reading.unit, reading.unit),
        "unit_in_file": reading.unit,
        "platform": reading.platform,
        "database": reading.database,
    }


def caveats_to_contract(caveats: Iterable[Caveat]) -> list[dict[str, Any]]:
    """Codes with their values."""
    return [{"code": caveat.code, "values": dict(caveat.values)} for caveat in caveats]


def sample_to_contract(profile: Profile, names: NameTable) -> dict[str, Any]:
    """Plain values of one sample."""
    ranks = ("species", "genus")
    known = naming(profile, names)
    old = (Caveat(code="old_names", values={"names": known.old_names}),) if known.old_names else ()
    return {
        "id": profile.sample_id,
        "depth": profile.depth,
        "classified_share": profile.classified_share,
        "n_taxa": {rank: profile.count_at_rank(rank) for rank in ranks},
        "top": {rank: _top(profile.top(rank)) for rank in ranks} | _other_top(profile),
        "mapped_share": round(known.mapped_share, 9),
        "unmapped": [{"name": u.name, "rank": u.rank, "share": u.share} for u in known.unmapped],
        "set_aside": [asdict(part) for part in set_aside(profile.taxa)],
        "warnings": caveats_to_contract((*profile.warnings, *old)),
    }


def _top(taxon: TaxonShare | None) -> dict[str, Any] | None:
    return None if taxon is None else {"name": taxon.display_name, "share": taxon.share}


def _other_top(profile: Profile) -> dict[str, Any]:
    """Genomes and references of files that name no species."""
    found = {rank: profile.top(rank) for rank in ("genome", "reference")}
    return {rank: _top(taxon) for rank, taxon in found.items() if taxon is not None}
