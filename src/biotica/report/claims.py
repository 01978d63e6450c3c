"""A claim of the register as plain text with its sources by name, and the counts of all claims."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import _
from biotica.knowledge.cited import Cited
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
    "full": _("the place in the source read"),
    "abstract": _("summary of the source read"),
    "secondary": _("known second hand"),
    "own": _("a calculation or a rule of biotica: no evidence"),
    "none": _("no source"),
}
CITED_WORDS: Mapping[str, str] = {
    "none": _("nothing"),
    "source_list": _("only a list at the end, for the whole article"),
    "unnamed_study": _("research, without saying which"),
    "stories": _("stories of users"),
    "review": _("a review"),
    "trial": _("a study"),
    "shop": _("a shop or a maker"),
    "blog": _("a blog"),
    "advert": _("an advertisement"),
}
KIND_WORDS: Mapping[str, str] = {
    "trial": _("trial in people"),
    "study": _("study"),
    "synthesis": _("pooled studies"),
    "review": _("review"),
    "consensus": _("consensus of experts"),
    "authority": _("authority"),
    "reference": _("reference work"),
    "shop": _("page of a shop"),
    "article": _("the article itself"),
}
OWN_WORDS: Mapping[str, str] = {
    "own:forecast": _("biotica's calculation of a jar"),
    "own:gut": _("biotica's calculation of a gut"),
    "own:cost": _("biotica's sum of costs, with assumed prices"),
    "own:recipe": _("a step of a recipe, as biotica takes it"),
    "own:plan": _("biotica's rule: how a plan is built up"),
    "own:permit": _("biotica's rule: what is withheld"),
    "own:label": _("biotica's rule: how a label is read"),
    "own:words": _("biotica's rule: words that it does not print"),
}


def in_language(claim: Claim, field: str, spoken: Language) -> str:
    """Give the text of a claim's field (``says``, ``finding``, ``reason``, ``feature``) in a language."""
    if field == "feature" and spoken.code == "en":
        return claim.feature
    return str(getattr(claim, f"{field}_{spoken.code}"))


def short_name(source: Cited, spoken: Language) -> str:
    """Name a source in a word or two: who or where, and the year; our own by its words."""
    if source.key in OWN_WORDS:
        return spoken.say(OWN_WORDS[source.key])
    who = (
        source.author
        or source.journal
        or (spoken.say(KIND_WORDS[source.kind]) if source.kind else source.what)
    )
    return f"{who} {source.year}" if source.year else who


def long_name(source: Cited, spoken: Language) -> str:
    """Name a source in a line: who, year, what it is, where it appeared, its kind, its address."""
    if source.key in OWN_WORDS:
        return spoken.say(OWN_WORDS[source.key])
    head = " ".join(part for part in (source.author, f"({source.year})" if source.year else "") if part)
    kind = f"[{spoken.say(KIND_WORDS[source.kind])}]" if source.kind else ""
    return " ".join(
        part for part in (_ended(head), _ended(source.what), _ended(source.journal), kind) if part
    )


def _ended(part: str) -> str:
    return part and part.rstrip(".") + "."


def sources_of(claim: Claim, cited: Mapping[str, Cited]) -> tuple[Cited, ...]:
    """Give the sources of a claim, in its order."""
    return tuple(cited[key] for key in claim.source)


def _source_lines(claim: Claim, cited: Mapping[str, Cited], spoken: Language) -> str:
    lines = []
    for source in sources_of(claim, cited):
        read = "" if source.read_level == "own" else f" ({spoken.say(FOUND_WORDS[source.read_level])})"
        lines.append(f"{long_name(source, spoken)}{read}{source.link and ' ' + source.link}")
    return "\n".join(lines) or spoken.say(_("none found"))


def claim_text(claim: Claim, cited: Mapping[str, Cited], code: str) -> str:
    """Print one claim for people.

    Parameters
    ----------
    claim : Claim
        A row of the register.
    cited : Mapping
        Key to source, as of `biotica.knowledge.cited.read_cited`.
    code : str
        Language, ``"en"`` or ``"nl"``.

    Returns
    -------
    str
        Several lines; no line is advice.
    """
    spoken = language(code)
    state = f"{spoken.say(STATE_WORDS[claim.state])} ({in_language(claim, 'feature', spoken)})"
    lines = [
        (claim.id, in_language(claim, "says", spoken)),
        (spoken.say(_("found")), in_language(claim, "finding", spoken)),
        (spoken.say(_("grade")), spoken.say(GRADE_WORDS[claim.grade])),
        (spoken.say(_("the article cites")), spoken.say(CITED_WORDS[claim.cited_kind])),
        (spoken.say(_("sources")), _source_lines(claim, cited, spoken)),
        (spoken.say(_("rests on")), spoken.say(FOUND_WORDS[claim.read_level])),
        (spoken.say(_("state")), state if claim.state != "refused" else spoken.say(STATE_WORDS["refused"])),
        (spoken.say(_("reason")), in_language(claim, "reason", spoken)),
    ]
    width = max(len(label) for label, _text in lines)
    below = "\n" + " " * (width + 2)
    return "\n".join(f"{label:<{width}}  {text.replace(chr(10), below)}" for label, text in lines if text)


def claim_counts_text(counts: Mapping[State, Mapping[Grade, int]], code: str) -> str:
    """Print how many claims there are per state and grade, with totals, as a table for people."""
    spoken = language(code)
    grades = list(next(iter(counts.values())))
    body = [
        (spoken.say(STATE_WORDS[state]), [*row.values(), sum(row.values())]) for state, row in counts.items()
    ]
    totals = [sum(column) for column in zip(*(numbers for _words, numbers in body), strict=True)]
    total = spoken.say(_("together"))
    width = max(len(words) for words, _numbers in [*body, (total, totals)])
    head = " " * width + "".join(f"{grade:>5}" for grade in grades) + f"  {total}"
    rows = [
        f"{words:<{width}}" + "".join(f"{n:>5}" for n in numbers)
        for words, numbers in [*body, (total, totals)]
    ]
    legend = [f"{grade} = {spoken.say(GRADE_WORDS[grade])}" for grade in grades]
    return "\n".join([head, *rows, "; ".join(legend)])
