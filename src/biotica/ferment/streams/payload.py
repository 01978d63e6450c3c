"""What the JSON payloads of devices share: when a payload was sent, and what its numbers are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from biotica.errors import _
from biotica.ferment.streams.content import Item
from biotica.ferment.streams.stream import Measured, Setting, stream_error

_TIME_KEYS = ("time", "timestamp", "datetime", "created_at", "received_at", "last_changed", "date", "ts")

Scalar = str | float | None


def scalar(value: object) -> Scalar:
    """Keep a text or number; anything else counts as not there."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def measured(content: Mapping[str, object], key: str, unit: str = "") -> Measured:
    """Take one number out of a payload."""
    return Measured(value=scalar(content.get(key)), unit=unit)


def times_of(items: Sequence[Item], setting: Setting) -> list[str | float | datetime | None]:
    """Find when each payload was sent.

    Raises
    ------
    RecipeError
        If none says so, and the moment it came in is not known either.
    """
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
