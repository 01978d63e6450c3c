"""Brewfather: what a device posts to its custom stream, and the readings of a batch from its API.

Keys as on docs.brewfather.app (custom stream: temperature in ``temp_unit``, Celsius if absent; API: Celsius,
time in milliseconds); no real log was at hand.
"""

from __future__ import annotations

from biotica.ferment.streams.content import Content, Item
from biotica.ferment.streams.payload import scalar, sightings_of, torn_of
from biotica.ferment.streams.quantities import unit_of
from biotica.ferment.streams.stream import Note, Raw, Setting

_TELLING = frozenset({
    "ph", "temp", "aux_temp", "ext_temp", "temp_unit", "gravity", "gravity_unit", "pressure", "bpm",
    "device_source", "report_source", "sg",
})  # fmt: skip


def recognises(content: Content) -> bool:
    """Tell whether the payloads are those of a custom stream, or readings of a batch."""
    return any(_is_one(item) for item in content.items)


def read(content: Content, setting: Setting) -> Raw:
    """Take payloads apart: pH and the temperature of the batch; fridge and room are left out.

    Raises
    ------
    RecipeError
        If no payload says when it was sent.
    """
    sightings = sightings_of(content.items, setting, temperature_key="temp", unit_of_item=_degrees)
    has_gravity = any(key in item.content for item in content.items for key in ("gravity", "sg"))
    gravity = (Note(code="gravity_ignored"),) if has_gravity else ()
    return Raw(sightings=sightings, notes=(*content.notes, *torn_of(content.items), *gravity))


def _is_one(item: Item) -> bool:
    keys = set(item.content)
    named = "name" in keys or "time" in keys
    return named and "angle" not in keys and bool(keys & {"ph", "temp"}) and len(keys & _TELLING) >= 1


def _degrees(item: Item) -> str:
    said = scalar(item.content.get("temp_unit"))
    return unit_of(said) if isinstance(said, str) and said.strip() else "c"
