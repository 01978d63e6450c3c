"""The JSON of ``biotica compare``."""

from __future__ import annotations

from typing import Any

from biotica.gut.compare import Comparison
from biotica.gut.diversity import Diversity, diversity
from biotica.gut.read_contract import caveats_to_contract
from biotica.gut.reference import Percentile
from biotica.gut.scores import Score
from biotica.gut.standing import Standing
from biotica.gut.zeros import Zero
from biotica.provenance import versions

_DIGITS = 6


def to_contract(comparison: Comparison, *, with_scores: bool = False) -> dict[str, Any]:
    """Plain values in the shape of ``contracts/compare.json``; `scores` is there only where asked."""
    scores = {"scores": _scores(comparison.gmwi2)} if with_scores else {}
    return {
        "sample": comparison.profile.label,
        "earlier": [profile.label for profile in comparison.earlier],
        "depth": comparison.profile.depth,
        "platform": comparison.platform,
        "rank": comparison.rank,
        "n_people": comparison.n_people,
        "zeros": [_zero(zero) for zero in comparison.zeros],
        "lows": [_standing(low, p_resident=1.0) for low in comparison.lows],
        "unexpected": [_standing(found, p_resident=1.0) for found in comparison.unexpected],
        "guild_gaps": [_guild(guild) for guild in comparison.guild_gaps],
        "guilds": [_guild(guild) for guild in comparison.guilds],
        "cannot_see": list(comparison.cannot_see),
        "changes": [
            {
                "taxon": change.taxon,
                "earlier": round(change.earlier, _DIGITS),
                "now": round(change.now, _DIGITS),
                "beyond_noise": change.beyond_noise,
            }
            for change in comparison.changes
        ],
        "diversity": _diversity(diversity(comparison.profile)),
        "summary": caveats_to_contract([comparison.summary])[0],
        **scores,
        "warnings": caveats_to_contract(comparison.warnings),
        "versions": versions(),
    }


def _diversity(found: Diversity | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {"kinds": found.kinds, "effective_kinds": round(found.effective_kinds, 2)}


def _scores(score: Score | None) -> dict[str, float | None]:
    if score is None:
        return {"gmwi2": None, "gmwi2_low": None, "gmwi2_high": None, "gmhi": None}
    return {"gmwi2": score.value, "gmwi2_low": score.low, "gmwi2_high": score.high, "gmhi": None}


def _zero(zero: Zero) -> dict[str, Any]:
    return {
        "taxon": zero.taxon,
        "observed": 0.0,
        "p_observed": round(zero.p_observed, _DIGITS),
        "p_resident": round(zero.p_resident, _DIGITS),
        "class": zero.zero_class,
        "reads_wanted": zero.reads_wanted,
    }


def _standing(standing: Standing, *, p_resident: float) -> dict[str, Any]:
    return {
        "taxon": standing.name,
        "observed": round(standing.share, _DIGITS),
        "p_observed": round(standing.p_observed, _DIGITS),
        "p_resident": p_resident,
        "class": standing.found_class,
        "percentile": _percentile(standing.percentile),
    }


def _guild(guild: Standing) -> dict[str, Any]:
    return {
        "guild": guild.name,
        "observed": round(guild.share, _DIGITS),
        "percentile": _percentile(guild.percentile),
        "given_rest": _percentile(guild.given_rest),
        "hinges_on": guild.hinges_on or None,
        "members": list(guild.members),
        "class": guild.found_class or None,
    }


def _percentile(percentile: Percentile | None) -> dict[str, float] | None:
    if percentile is None:
        return None
    return {
        "value": round(percentile.value, _DIGITS),
        "low": round(percentile.low, _DIGITS),
        "high": round(percentile.high, _DIGITS),
    }
