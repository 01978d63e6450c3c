"""How many kinds a sample shows and how evenly they are spread: context, no finding."""

from __future__ import annotations

import math
from dataclasses import dataclass

from biotica.gut.profile import Profile
from biotica.gut.set_aside import community


@dataclass(frozen=True, kw_only=True, slots=True)
class Diversity:
    """Alpha diversity of one sample.

    Attributes
    ----------
    kinds : int
        Parts that the file names, each at its finest rank.
    effective_kinds : float
        Hill number of order 1: so many equally common kinds have the same Shannon entropy; 1..kinds.
    """

    kinds: int
    effective_kinds: float


def diversity(profile: Profile) -> Diversity | None:
    """Count kinds and how evenly they are spread.

    Parameters
    ----------
    profile : Profile
        What is no microbe is set aside first.

    Returns
    -------
    Diversity or None
        None where nothing was classified. ``effective_kinds = exp(-sum p ln p)`` over the parts.

    Notes
    -----
    It rises with reads and with the names that a classifier knows, so that it compares samples of one test
    only. It is no measure of health: across studies it points both ways.
    """
    shares = [part.share for part in community(profile).finest() if part.share > 0.0]
    total = math.fsum(shares)
    if total <= 0.0:
        return None
    entropy = -math.fsum(share / total * math.log(share / total) for share in shares)
    return Diversity(kinds=len(shares), effective_kinds=math.exp(entropy))
