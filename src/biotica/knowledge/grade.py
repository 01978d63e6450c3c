"""How sure it is that an item helps one goal, by a mechanical rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from biotica.knowledge.evidence import Bearing, Finding, Goal

PEOPLE_FOR_PRECISION = 400
STUDIES_FOR_PRECISION = 10


class Grade(IntEnum):
    """Certainty in the words of GRADE; ``NONE`` = no finding that helps this goal."""

    NONE = 0
    VERY_LOW = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def word(self) -> str:
        """The word of the contract."""
        return self.name.lower()


_START = {"synthesis": 4, "authority": 4, "rct": 4, "controlled": 2, "guideline": 2, "uncontrolled": 1}
_READING = {"full": 0, "abstract": 1, "secondary": 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Grading:
    """What the findings on one goal amount to.

    Parameters
    ----------
    grade : Grade
        Certainty that the item helps the goal.
    bearing : str or None
        better; else worse, mixed or none if that is all that was found; None = not studied.
    findings : tuple of Finding
        All that inform the goal and may be shown.
    """

    grade: Grade
    bearing: Bearing | None
    findings: tuple[Finding, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind it, in the order of the file."""
        return tuple(dict.fromkeys(finding.source for finding in self.findings))


def grade(findings: Iterable[Finding], goal: Goal) -> Grading:
    """Grade the findings of one item on one goal.

    Parameters
    ----------
    findings : iterable of Finding
        Those of other goals, those from memory and those about handling (``safety``) do not count.
    goal : str
        One goal; a finding about another outcome never lifts it.

    Returns
    -------
    Grading
        The grade of the best single finding that helps (see `grade_of_finding`), one step lower, but not
        below very low, if a finding of the same or a stronger design, about this very product and dose,
        shows no help.

    Notes
    -----
    The number of findings never counts: ten small trials are not a large one. This is a mechanical reading
    of abstracts and summaries; it is not a GRADE assessment by a panel, and no finding that was not read in
    full can reach ``HIGH``.
    """
    shown = tuple(row for row in findings if row.goal == goal and row.may_be_shown)
    counted = [row for row in shown if row.bearing != "safety"]
    helping = [row for row in counted if row.bearing == "better"]
    if not helping:
        return Grading(grade=Grade.NONE, bearing=_bearing_without_help(counted), findings=shown)
    best = max(helping, key=grade_of_finding)
    step = 1 if any(_contradicts(row, best) for row in counted) else 0
    level = max(grade_of_finding(best) - step, Grade.VERY_LOW)
    return Grading(grade=Grade(level), bearing="better", findings=shown)


def grade_of_finding(finding: Finding) -> Grade:
    """Grade one finding that helps.

    Parameters
    ----------
    finding : Finding
        With a bearing of ``better``.

    Returns
    -------
    Grade
        Starts by design: 4 for pooled trials, an authority's opinion or a randomised trial, 2 for other
        controlled studies and guidelines, 1 for studies without control. One step down for reading the
        abstract only, two for a summary by others; one if imprecise (fewer than 400 people and fewer than
        10 studies; an authority has weighed that itself); one for each way in which it is indirect; one for
        each known concern. Change within one group is very low, whatever the design. Not below very low;
        none for reviews, laboratory work and memory.
    """
    start = _START.get(finding.design_kind, 0)
    if start == 0 or not finding.may_be_shown:
        return Grade.NONE
    if finding.comparison != "between":
        return Grade.VERY_LOW
    steps = _READING[finding.read_level] + len(finding.indirect) + len(finding.concerns)
    steps += 0 if _is_precise(finding) else 1
    return Grade(max(start - steps, Grade.VERY_LOW))


def _is_precise(finding: Finding) -> bool:
    if finding.design_kind == "authority":
        return True
    many_people = (finding.people or 0) >= PEOPLE_FOR_PRECISION
    return many_people or (finding.people is None and (finding.studies or 0) >= STUDIES_FOR_PRECISION)


def _contradicts(finding: Finding, best: Finding) -> bool:
    """Whether a finding speaks against the best one: as strong a design, on this product at this dose."""
    return (
        finding.bearing in {"none", "mixed", "worse"}
        and not {"product", "dose"} & set(finding.indirect)
        and _START.get(finding.design_kind, 0) >= _START.get(best.design_kind, 0)
    )


def _bearing_without_help(counted: Iterable[Finding]) -> Bearing | None:
    bearings = {row.bearing for row in counted}
    return next((word for word in ("worse", "mixed", "none") if word in bearings), None)
