"""What one batch teaches the next: scores of the numbers that belong to grains, kitchen and meter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from biotica.engine.draws import Draws
from biotica.errors import RecipeError, _
from biotica.ferment.ensemble import Floats
from biotica.ferment.learn import DRIFT, DRIFT_SD_PH_PER_DAY, OFFSET, OFFSET_SD_PH
from biotica.ferment.recipe import TREATMENTS, Recipe

_KEPT_SHARE, _KEPT_OF_MILK = 0.99, 0.9
_LARGEST_FILE_BYTES = 20_000_000
_FEWEST_DRAWS = 2
_LARGEST_SCORE = 12.0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Culture:
    """What is known of somebody's grains, kitchen and meter after their last batch.

    Parameters
    ----------
    ferment : str
        Id of the folder.
    scores : mapping
        Name of a number to standard normal scores, shape (draws,); 0 = the median of the tables.
    batches : int
        From how many batches it was learnt, >= 1.
    """

    ferment: str
    scores: Mapping[str, Floats]
    batches: int

    def prior(self, *, count: int, seed: int) -> Draws:
        """Draw a next batch: what was learnt, a little forgotten.

        Parameters
        ----------
        count, seed : int
            Of the ensemble; each of its draws stems from one of the draws here.

        Returns
        -------
        Draws

        Notes
        -----
        A culture changes from batch to batch: scores go ``z' = a z + sqrt(1 - a**2) e`` with a = 0.99, or 0.9
        for milk, since people buy the same one (both assumed): what is not read for long drifts back to the
        tables' ranges.
        """
        fresh = Draws(count=count, seed=seed)
        known = {}
        for name, scores in self.scores.items():
            change = fresh.score(f"change:{self.batches}:{name}")
            kept = _KEPT_OF_MILK if name.startswith("milk:") else _KEPT_SHARE
            known[name] = kept * np.resize(scores, count) + np.sqrt(1.0 - kept**2) * change
        return Draws(count=count, seed=seed, known=known)

    def to_json(self) -> str:
        """Write it as text; four digits are kept."""
        scores = {name: [round(float(score), 4) for score in each] for name, each in self.scores.items()}
        return json.dumps({"ferment": self.ferment, "batches": self.batches, "scores": scores})


def culture_after(recipe: Recipe, draws: Draws, before: Culture | None) -> Culture:
    """Keep what lasts of what a batch taught.

    Parameters
    ----------
    recipe : Recipe
        The batch.
    draws : Draws
        After its readings.
    before : Culture or None
        What was known when it began.

    Returns
    -------
    Culture
        Without the wild cells of the day; the meter's drift has gone on.
    """
    passing = tuple(f"{recipe.ferment}:{form}:" for form in TREATMENTS)
    scores = {name: each for name, each in draws.scores.items() if not name.startswith(passing)}
    if OFFSET in scores:
        drifted = DRIFT_SD_PH_PER_DAY / OFFSET_SD_PH * recipe.hours / 24.0
        scores[OFFSET] = scores[OFFSET] + drifted * scores[DRIFT]
    return Culture(ferment=recipe.ferment, scores=scores, batches=1 if before is None else before.batches + 1)


def read_culture(content: bytes | str, *, name: str, ferment: str) -> Culture:
    """Read what an earlier batch left.

    Parameters
    ----------
    content : bytes or str
        JSON, as `Culture.to_json` writes it.
    name : str
        File name for errors.
    ferment : str
        Id that it must be of.

    Raises
    ------
    RecipeError
        If it is no such text, of another ferment, or holds numbers that no batch leaves.
    """
    found = _parsed(content, name)
    try:
        scores = {str(key): np.array(each, dtype=np.float64) for key, each in found["scores"].items()}
        culture = Culture(ferment=str(found["ferment"]), scores=scores, batches=int(found["batches"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _unreadable(name) from error
    if not culture.batches >= 1 or not _are_scores(scores):
        raise _unreadable(name)
    if culture.ferment != ferment:
        raise RecipeError(
            _("this culture is of {found}, the recipe of {wanted}"),
            code="culture_of_another_ferment",
            where=name,
            hint=_("give each ferment a file of its own"),
            found=culture.ferment[:40],
            wanted=ferment,
        )
    return culture


def _parsed(content: bytes | str, name: str) -> dict[str, Any]:
    if len(content) > _LARGEST_FILE_BYTES:
        raise _unreadable(name)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable(name) from error
    if not isinstance(found, dict):
        raise _unreadable(name)
    return found


def _are_scores(scores: Mapping[str, Floats]) -> bool:
    sizes = {each.shape for each in scores.values()}
    if len(sizes) != 1 or len(next(iter(sizes))) != 1 or next(iter(sizes))[0] < _FEWEST_DRAWS:
        return False
    return all(bool((np.abs(each) <= _LARGEST_SCORE).all()) for each in scores.values())


def _unreadable(name: str) -> RecipeError:
    return RecipeError(
        _("the file does not hold what an earlier batch taught"),
        code="unreadable_culture",
        where=name,
        hint=_("give the file that an earlier forecast wrote, or a new name to begin again"),
    )
