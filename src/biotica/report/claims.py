"""A claim of the register as plain text, and the counts of all of them."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.knowledge.claims import Claim, Grade, State
from biotica.report.language import Language, language

GRADE_WORDS: Mapping[Grade, str] = {
    "S": _("supported"),
    "M": _("mixed"),
    "W": _("weak"),
    "X": _("wrong or hype"),
    "N": _("neutral: a fact or a step"),
}
STATE_WORDS: Mapping[State, str] = {
    "built": _("built"),
    "thin": _("thin: works, not yet good enough"),
    "planned": _("planned"),
    "refused": _("refused"),
}
FOUND_WORDS: Mapping[str, str] = {
    "abstract": _("summary of the source read"),
    "secondary": _("known second hand"),
    "memory": _("from memory, not checked: no evidence"),
    "none": _("no source"),
}
CITED_WORDS: Mapping[str, str] = {
    "none": _("nothing"),
    "review": _("a review"),
    "trial": _("a study"),
    "shop": _("a shop"),
    "blog": _("a blog"),
    "advert": _("an advertisement"),
}


def in_language(claim: Claim, field: str, spoken: Language) -> str:
    """Give the text of a claim's field (``says``, ``finding``, ``reason``) in a language."""
    return str(getattr(claim, f"{field}_{spoken.code}"))


def claim_text(claim: Claim, code: str) -> str:
    """Print one claim for people.

    Parameters
    ----------
    claim : Claim
        A row of the register.
    code : str
        Language, ``"en"`` or ``"nl"``.

    Returns
    -------
    str
        Several lines; no line is advice.
    """
    spoken = language(code)
    lines = [
        (claim.id, in_language(claim, "says", spoken)),
        (spoken.say(_("found")), in_language(claim, "finding", spoken)),
        (spoken.say(_("grade")), spoken.say(GRADE_WORDS[claim.grade])),
        (spoken.say(_("the article cites")), spoken.say(CITED_WORDS[claim.cited_kind])),
        (spoken.say(_("sources")), ", ".join(claim.source) or "-"),
        (spoken.say(_("rests on")), spoken.say(FOUND_WORDS[claim.read_level])),
        (spoken.say(_("state")), spoken.say(STATE_WORDS[claim.state])),
        (spoken.say(_("reason")), in_language(claim, "reason", spoken)),
    ]
    width = max(len(label) for label, _text in lines)
    return "\n".join(f"{label:<{width}}  {text}" for label, text in lines if text)


def claim_counts_text(counts: Mapping[State, Mapping[Grade, int]], code: str) -> str:
    """Print how many claims there are per state and grade, as a table for people."""
    spoken = language(code)
    grades = list(next(iter(counts.values())))
    width = max(len(spoken.say(words)) for words in STATE_WORDS.values())
    head = " " * width + "".join(f"{grade:>5}" for grade in grades)
    rows = [
        f"{spoken.say(STATE_WORDS[state]):<{width}}" + "".join(f"{row[grade]:>5}" for grade in grades)
        for state, row in counts.items()
    ]
    legend = [f"{grade} = {spoken.say(GRADE_WORDS[grade])}" for grade in grades]
    return "\n".join([head, *rows, "; ".join(legend)])
