"""Compares the tables with a second, blind reading of the same sources."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.errors import BadRow
from biotica.knowledge.problem import Problem
from biotica.knowledge.records import Key, Number, Row
from biotica.knowledge.tsv import Place, numbered_rows, read_text

TOLERANCE_SHARE = 0.01


class SecondReading(Row):
    """A value that somebody read again in the source, without looking at the table.

    Parameters
    ----------
    key : str
        The table's key columns joined by ``|``, such as ``lactococcus_lactis|ph_min||no``.
    """

    key: Key
    value: float
    source: Key
    where: str = ""
    checked_by: Key


def compare_second_readings(
    folder: Place,
    tables: Mapping[str, tuple[tuple[int, Row], ...]],
    keys: Mapping[str, tuple[str, ...]],
) -> tuple[list[Problem], int]:
    """Compare every ``checks/<table>.tsv`` with its table, at 1 %.

    Parameters
    ----------
    folder : Path or Traversable
        The data folder.
    tables : Mapping
        File name to numbered rows.
    keys : Mapping
        File name to the fields that make its key.

    Returns
    -------
    tuple
        Problems, and how many rows were compared.
    """
    problems: list[Problem] = []
    compared = 0
    for file, numbered in tables.items():
        place = folder / "checks" / file
        if not place.is_file():
            continue
        known = {_key(row, keys[file]): row for _line, row in numbered if isinstance(row, Number)}
        name = f"checks/{file}"
        try:
            readings = numbered_rows(read_text(place), SecondReading, name=name)
        except BadRow as error:
            problems.append(Problem.of_error(error, file=name))
            continue
        compared += len(readings)
        for line, reading in readings:
            problem = _difference(known.get(reading.key), reading)
            if problem:
                problems.append(Problem.at(name, line, problem, key=reading.key, second=reading.value))
    return problems, compared


def _key(row: Row, fields: tuple[str, ...]) -> str:
    return "|".join(_text(getattr(row, field)) for field in fields)


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _difference(row: Number | None, reading: SecondReading) -> str:
    if row is None:
        return "second_reading_without_row"
    if row.source != reading.source:
        return "second_reading_of_another_source"
    if abs(row.value - reading.value) > TOLERANCE_SHARE * max(abs(row.value), abs(reading.value)):
        return "second_reading_differs"
    return ""
