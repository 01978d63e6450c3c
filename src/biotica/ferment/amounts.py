"""Amounts of starter as people say them: gram, millilitre, spoons and cups."""

from __future__ import annotations

from collections.abc import Mapping

ML_PER_TBSP = 15.0
ML_PER_TSP = 5.0
ML_PER_CUP = 240.0

PER_UNIT: Mapping[str, float] = {
    "g": 1.0,
    "ml": 1.0,
    "tbsp": ML_PER_TBSP,
    "tsp": ML_PER_TSP,
    "cup": ML_PER_CUP,
    "eetlepel": ML_PER_TBSP,
    "theelepel": ML_PER_TSP,
}
"""Key of a recipe to gram for ``g`` and millilitre for the others; level spoons."""

AMOUNTS = tuple(PER_UNIT)


def is_weight(unit: str) -> bool:
    """Whether a unit weighs; the others measure volume, so that a density is assumed (1 g per ml)."""
    return unit == "g"
