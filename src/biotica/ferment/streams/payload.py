"""What the JSON payloads of devices share: when a payload was sent, and what its numbers are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from biotica.errors import _
from biotica.ferment.streams.content import Item
from biotica.ferment.streams.stream import Measured, Note, Setting, Sighting, about_rows, stream_error

_TIME_KEYS = ("time", "timestamp", "datetime", "created_at", "received_at", "last_changed", "date", "ts")

Scalar = str | float | None


def scalar(value: object) -> Scalar:
    """Keep a text or number; anything else counts as not there."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def sightings_of(
    items: Sequence[Item], setting: Setting, *, temperature_key: str, unit_of_item: Callable[[Item], str]
) -> tuple[Sighting, ...]:
    """Take pH and temperature out of payloads.

    Parameters
    ----------
    items : sequence of Item
        Payloads, in any order; empty ones are lines that were no JSON, and are passed over.
    setting : Setting
        Name, and the moment of receipt.
    temperature_key : str
        Where the temperature of the jar stands.
    unit_of_item : callable
        Its unit, empty = not said.

    Raises
    ------
    RecipeError
        If no payload says when it was sent, and the moment of receipt is not known either.
    """
    told = [item for item in items if item.content]
    return tuple(
        Sighting(
            row=item.number,
            time=time,
            values={
                "temperature_c": Measured(
                    value=scalar(item.content.get(temperature_key)), unit=unit_of_item(item)
                ),
                "ph": Measured(value=scalar(item.content.get("ph"))),
            },
        )
        for item, time in zip(told, _times_of(told, setting), strict=True)
    )


def torn_of(items: Sequence[Item]) -> tuple[Note, ...]:
    """Name the lines that were no JSON."""
    torn = [item.number for item in items if not item.content]
    return (about_rows("left_out_no_json", torn),) if torn else ()


def _times_of(items: Sequence[Item], setting: Setting) -> list[str | float | datetime | None]:
    found: list[str | float | datetime | None] = [
        next((value for key in _TIME_KEYS if (value := scalar(item.content.get(key))) is not None), None)
        for item in items
    ]
    if len(items) == 1 and found[0] is None and setting.received is not None:
        return [setting.received]
    if items and all(time is None for time in found):
        raise stream_error(
            "payload_without_time",
            setting.name,
            _("the device does not say when it measured"),
            _('add the moment that it came in to each payload, as "time": "2026-11-23T20:15:00+01:00"'),
        )
    return found
