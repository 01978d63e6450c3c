"""What the formats of readings have in common: what goes in beside the bytes, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from biotica.errors import RecipeError
from biotica.ferment.readings import Reading

Column = Literal["ph", "temperature_c", "weight_g"]
COLUMNS: tuple[Column, ...] = ("ph", "temperature_c", "weight_g")

Clock = Literal["absolute", "h", "min", "s", "d"]
"""Moments in the world, or time since the start in this unit."""

DayOrder = Literal["", "dmy", "mdy"]
"""How a format writes days with slashes; empty = the file itself must tell."""

MOST_ROWS_NAMED = 12
LONGEST_SHOWN = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """One thing that was done to a file, or seen in it: a stable code, and the values for its sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def to_contract(self) -> dict[str, object]:
        """Write it as ``{code, values}``."""
        return {"code": self.code, "values": dict(self.values)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What a file of readings does not say itself.

    Parameters
    ----------
    name : str
        File name for errors.
    started : datetime or None
        When the batch began, with its zone; None = not given.
    zone : ZoneInfo or None
        Where clocks without a zone hang; None = not given.
    received : datetime or None
        When a payload came in, with its zone; the time of one that holds none.
    """

    name: str
    started: datetime | None = None
    zone: ZoneInfo | None = None
    received: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A value as written, and its unit: ``c f k g kg oz lb``, or empty = the file does not say."""

    value: str | float | None
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """One row of a file, before anything is checked; ``row`` counts lines, or items of a list, from 1."""

    row: int
    time: str | float | datetime | None
    values: Mapping[Column, Measured]
    strip: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """A sensor that was not there from one moment until another; None = until the end of the file."""

    sensor: str
    start: str | float | datetime | None
    end: str | float | datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Raw:
    """A file taken apart by its format.

    Parameters
    ----------
    clock : Clock
        What the times count.
    day_order : DayOrder
        If the format fixes it.
    units : mapping
        Column to the unit that the format itself fixes.
    sightings : tuple of Sighting
        In the order of the file.
    only_changes : bool
        True = silence means that the value stayed the same, so it is no gap.
    """

    clock: Clock = "absolute"
    day_order: DayOrder = ""
    units: Mapping[Column, str] = field(default_factory=dict)
    sightings: tuple[Sighting, ...] = ()
    outages: tuple[Outage, ...] = ()
    notes: tuple[Note, ...] = ()
    only_changes: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """Readings, and what has to be said about them.

    Parameters
    ----------
    format : str
        Id of the format that was recognised.
    readings : tuple of Reading
        In order of time.
    notes : tuple of Note
        What was left out, converted, sorted or missing; empty for a file of the contract.
    """

    format: str
    readings: tuple[Reading, ...]
    notes: tuple[Note, ...]


def about_rows(code: str, rows: Sequence[int], **values: object) -> Note:
    """Make a note about rows; the first few are named, all are counted."""
    named = sorted(rows)[:MOST_ROWS_NAMED]
    return Note(code=code, values={"rows": named, "n": len(rows), **values})


def shown(value: object) -> str:
    """Cut a value of a file to what fits in a message, without what a terminal cannot print."""
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST_SHOWN]


def stream_error(code: str, where: str, msgid: str, hint: str, **values: object) -> RecipeError:
    """Make the error for a file that cannot be used as a whole."""
    return RecipeError(msgid, code=code, where=where, hint=hint, **values)


def first_of(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Keep the first of equal notes."""
    kept: list[Note] = []
    for note in notes:
        if note not in kept:
            kept.append(note)
    return tuple(kept)
