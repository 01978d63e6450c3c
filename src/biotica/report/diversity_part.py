"""Diversity, as context, and a published score, behind a click: neither says how anyone is."""

from __future__ import annotations

from biotica.errors import _
from biotica.report.input import Json, Range
from biotica.report.language import Language
from biotica.report.texts import Sentence, interval

SCORE = "GMWI2"
_DIGITS = 2


def diversity_notes(compare: Json, spoken: Language) -> tuple[Sentence, ...]:
    """Say how many kinds a sample shows and how evenly; empty where nothing was classified."""
    found = compare.get("diversity")
    if not found:
        return ()
    spread = spoken.say(
        _("The sample shows {kinds} kinds. They are spread as evenly as {even} equally common ones."),
        kinds=found["kinds"],
        even=spoken.number(found["effective_kinds"], digits=_DIGITS),
    )
    limit = spoken.say(
        _(
            "More kinds is not better by itself: studies point both ways. "
            "The number also rises with the reads and with the names that a test knows."
        )
    )
    return (Sentence(spread, "fact"), Sentence(limit, "fact"))


def score_notes(compare: Json, spoken: Language) -> tuple[Sentence, ...]:
    """Tell GMWI2 with its interval and its limits; empty where it was not worked out."""
    scores = compare.get("scores") or {}
    value, low, high = (scores.get(key) for key in ("gmwi2", "gmwi2_low", "gmwi2_high"))
    if value is None or low is None or high is None:
        return ()
    told = spoken.say(
        _("{name}, worked out as published: {score}."),
        name=SCORE,
        score=interval(Range(median=value, low=low, high=high), spoken, digits=_DIGITS),
    )
    covers = spoken.say(
        _("The range covers how much a second sample of the same person differs, and nothing else.")
    )
    is_not = spoken.say(
        _(
            "The score was made to tell groups of people apart. It settles nothing about one person, "
            "and no advice here rests on it."
        )
    )
    return (Sentence(told, "model"), Sentence(covers, "fact"), Sentence(is_not, "fact"))
