"""What a look through the tables found, as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from biotica.errors import _
from biotica.knowledge.check import CheckResult
from biotica.knowledge.problem import Problem
from biotica.report.language import language


def check_result_json(result: CheckResult) -> dict[str, Any]:
    """Give a check's result as values for JSON."""
    return {
        "problems": [
            {"file": found.file, "line": found.line, "code": found.code, "values": dict(found.values)}
            for found in result.problems
        ],
        "rows": dict(result.rows_by_table),
        "read_level": dict(result.rows_by_read_level),
        "status": dict(result.rows_by_status),
        "unchecked_rows": result.unchecked_rows,
        "second_readings": result.second_readings,
    }


def check_result_text(result: CheckResult, code: str) -> str:
    """Print a check's result for people; a problem is one line that an editor can jump to."""
    spoken = language(code)
    problems = [_problem_line(problem) for problem in result.problems]
    summary = [
        spoken.say(_("rows: {counts}"), counts=_counted(result.rows_by_table)),
        spoken.say(_("read level: {counts}"), counts=_counted(result.rows_by_read_level)),
        spoken.say(_("status: {counts}"), counts=_counted(result.rows_by_status)),
        spoken.say(
            _("read a second time: {second}; never: {unchecked}"),
            second=result.second_readings,
            unchecked=result.unchecked_rows,
        ),
        spoken.say(_("problems: {number}"), number=len(problems)),
    ]
    return "\n".join([*problems, *summary])


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())


def _problem_line(problem: Problem) -> str:
    values = " ".join(f"{name}={value}" for name, value in problem.values.items())
    return f"{problem.file}:{problem.line}: {problem.code} {values}".rstrip()
