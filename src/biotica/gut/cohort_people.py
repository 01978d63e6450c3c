"""The table that says of whom, when and how each sample of a cohort was taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from biotica.errors import InputError, _
from biotica.gut.profile import Platform

COLUMNS = ("sample", "subject", "date", "platform", "pipeline", "antibiotics")
_PLATFORMS: Mapping[str, Platform] = {"16s": "16S", "shotgun": "shotgun", "": "unknown"}
_YES = frozenset({"yes", "true", "1", "ja"})
_NO = frozenset({"no", "false", "0", "nee", ""})


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """How one sample was taken.

    Attributes
    ----------
    subject : str
        Whose it is; the sample's own id where the table does not say.
    day : date or None
        When.
    platform : str
        16S, shotgun, or unknown for what the file says.
    pipeline : str
        Any word; samples of different words are not compared with each other.
    antibiotics : bool
        Under, or shortly after, a course.
    """

    subject: str
    day: date | None = None
    platform: Platform = "unknown"
    pipeline: str = ""
    antibiotics: bool = False


def read_taken(text: str, *, name: str) -> dict[str, Taken]:
    """Read the table, commas, semicolons or tabs between its columns.

    Parameters
    ----------
    text : str
        With a header; only the column sample must be there.
    name : str
        Of the file, for messages.

    Returns
    -------
    dict
        By sample.

    Raises
    ------
    InputError
        If the column sample is missing, a sample stands twice, or a cell cannot be understood.
    """
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=separator, restval="")
    known = [column.strip().lower() for column in rows.fieldnames or ()]
    if "sample" not in known:
        raise InputError(
            _("{file} has no column sample"),
            code="column_missing",
            where=f"{name}:1",
            hint=_("its columns are: {columns}; all but the first may be left out"),
            file=name,
            columns=", ".join(COLUMNS),
        )
    rows.fieldnames = known
    found: dict[str, Taken] = {}
    for row in rows:
        cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
        where = f"{name}:{rows.line_num}"
        if cells["sample"] in found:
            raise InputError(
                _("the sample {sample} stands twice"),
                code="sample_twice",
                where=where,
                sample=cells["sample"],
            )
        found[cells["sample"]] = _taken(cells, where)
    return found


def _taken(cells: Mapping[str, str], where: str) -> Taken:
    platform = _PLATFORMS.get(cells["platform"].lower())
    if platform is None:
        raise _not_understood(
            "platform", cells["platform"], where, _("write 16S or shotgun, or leave it empty")
        )
    return Taken(
        subject=cells["subject"] or cells["sample"],
        day=_day(cells["date"], where),
        platform=platform,
        pipeline=cells["pipeline"],
        antibiotics=_antibiotics(cells["antibiotics"], where),
    )


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        hint = _("write the year, month and day as 2026-03-09")
        raise _not_understood("date", text, where, hint) from error


def _antibiotics(text: str, where: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise _not_understood("antibiotics", text, where, _("write yes or no"))
    return word in _YES


def _not_understood(column: str, text: str, where: str, hint: str) -> InputError:
    return InputError(
        _("'{text}' is not understood in the column {column}"),
        code="cell_not_understood",
        where=where,
        hint=hint,
        text=text[:80],
        column=column,
    )
