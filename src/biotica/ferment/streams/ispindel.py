"""The JSON that an iSpindel or GravityMon sends: name, ID, angle, temperature, temp_units, battery, gravity.

Keys as in the iSpindel and GravityMon documentation; no real log was at hand.
"""

from __future__ import annotations

from biotica.ferment.streams.content import Content, Item
from biotica.ferment.streams.payload import scalar, sightings_of, torn_of
from biotica.ferment.streams.quantities import unit_of
from biotica.ferment.streams.stream import Note, Raw, Setting


def recognises(content: Content) -> bool:
    """Tell whether the payloads come from an iSpindel."""
    return any(_is_one(item) for item in content.items)


def read(content: Content, setting: Setting) -> Raw:
    """Take payloads apart: their temperature; angle and gravity are a weak sign in milk and left out.

    Raises
    ------
    RecipeError
        If no payload says when it was sent.
    """
    sightings = sightings_of(content.items, setting, temperature_key="temperature", unit_of_item=_degrees)
    notes = (*content.notes, *torn_of(content.items), Note(code="gravity_ignored"))
    return Raw(sightings=sightings, notes=notes)


def _is_one(item: Item) -> bool:
    content = item.content
    return "angle" in content and "temperature" in content and ("ID" in content or "name" in content)


def _degrees(item: Item) -> str:
    said = scalar(item.content.get("temp_units", item.content.get("temp_unit")))
    return unit_of(said) if isinstance(said, str) else ""
