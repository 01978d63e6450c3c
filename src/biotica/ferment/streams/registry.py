"""All formats of readings in the order in which they are asked; a new one is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from biotica.errors import _
from biotica.ferment.readings import COLUMNS, NEEDED, read_readings
from biotica.ferment.streams import beerjson, brewfather, generic, home_assistant, ispindel, tilt
from biotica.ferment.streams.content import Content, content_of
from biotica.ferment.streams.settle import settle
from biotica.ferment.streams.stream import (
    Note,
    Raw,
    Setting,
    Stream,
    about_rows,
    first_of,
    stream_error,
)

CONTRACT = "biotica_readings"


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One way to write readings.

    Parameters
    ----------
    recognises : callable
        Tells by the content, never by the name.
    read : callable
        Takes a recognised content apart.
    by_description_only : bool
        True = written after documentation or source code, never tried on a real file.
    """

    id: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content, Setting], Raw]
    by_description_only: bool = True


FORMATS: tuple[Format, ...] = (
    Format(id="beerjson", recognises=beerjson.recognises, read=beerjson.read),
    Format(id="home_assistant_rest", recognises=home_assistant.recognises_rest, read=home_assistant.read),
    Format(id="home_assistant_csv", recognises=home_assistant.recognises_csv, read=home_assistant.read),
    Format(id="ispindel", recognises=ispindel.recognises, read=ispindel.read),
    Format(id="brewfather", recognises=brewfather.recognises, read=brewfather.read),
    Format(id="tilt_csv", recognises=tilt.recognises, read=tilt.read),
    Format(id="generic_table", recognises=generic.recognises, read=generic.read, by_description_only=False),
)


def read_stream(data: bytes | str, setting: Setting) -> Stream:
    """Read a file or payload of readings in any format that we know.

    Parameters
    ----------
    data : bytes or str
        The content.
    setting : Setting
        Its name, and what it does not say itself: start, zone, moment of receipt.

    Returns
    -------
    Stream
        Readings in order of time, and notes on all that was not taken as it stood. A file of the contract
        (``time_h,ph`` with commas) gives just what `read_readings` gives, and no notes.

    Raises
    ------
    RecipeError
        If no format fits, or the file cannot be used as a whole.

    Notes
    -----
    Gravity is never turned into acid: curd and gas disturb a float, and milk loses little sugar.
    """
    content = content_of(data, name=setting.name)
    if _is_contract(content):
        return Stream(format=CONTRACT, readings=read_readings(data, name=setting.name), notes=())
    found = next((one for one in FORMATS if one.recognises(content)), None)
    if found is None:
        raise _unknown(content)
    stream = settle(found.id, found.read(content, setting), setting)
    about = [Note(code="by_description_only")] if found.by_description_only else []
    notes = (Note(code="read_as", values={"format": found.id}), *about, *stream.notes)
    return Stream(format=found.id, readings=stream.readings, notes=first_of(notes))


def within(stream: Stream, hours: float) -> Stream:
    """Leave out what a device went on logging after the end of a recipe, and say so.

    A file of the contract stays as it is: a person wrote that row, and hears that it does not fit.
    """
    after = [reading.row for reading in stream.readings if reading.time_h > hours]
    if not after or stream.format == CONTRACT:
        return stream
    return Stream(
        format=stream.format,
        readings=tuple(reading for reading in stream.readings if reading.time_h <= hours),
        notes=(*stream.notes, about_rows("left_out_after_end", after, hours=hours)),
    )


def _is_contract(content: Content) -> bool:
    """Commas, both needed columns and no others: then the contract's own errors are the best ones."""
    lines = (line for line in content.text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    cells = [cell.strip().lower() for cell in next(lines, "").split(",")]
    return set(NEEDED) <= set(cells) <= set(COLUMNS)


def _unknown(content: Content) -> Exception:
    if not content.text.strip():
        return stream_error(
            "no_readings", content.name, _("the file holds no readings"), _("write a line time_h,ph first")
        )
    return stream_error(
        "unknown_readings",
        content.name,
        _("these are no readings in a format that we know"),
        _(
            "give a table with headings such as time (h), pH, temp (C), or a log of Home Assistant, "
            "iSpindel, Tilt, Brewfather or BeerJSON"
        ),
    )
