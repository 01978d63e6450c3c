"""BeerJSON: the pH and temperature at the start and end of each fermentation step of a recipe.

Keys as in the schema (github.com/beerjson/beerjson, fermentation_step.json); no real recipe was at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from biotica.errors import _
from biotica.ferment.streams.content import Content
from biotica.ferment.streams.payload import scalar
from biotica.ferment.streams.quantities import number_of, unit_of
from biotica.ferment.streams.stream import Column, Measured, Note, Raw, Setting, Sighting, stream_error

_HOURS = {"sec": 1.0 / 3600.0, "min": 1.0 / 60.0, "hr": 1.0, "day": 24.0, "week": 168.0}


def recognises(content: Content) -> bool:
    """Tell whether the JSON is BeerJSON."""
    return isinstance(content.document, dict) and isinstance(content.document.get("beerjson"), dict)


def read(content: Content, setting: Setting) -> Raw:
    """Take the fermentation steps apart; their times follow each other from the start of the batch.

    Raises
    ------
    RecipeError
        If there is not exactly one recipe with steps, or a step in between has no length.
    """
    recipes = [steps for steps in _recipes(content) if steps]
    if len(recipes) != 1:
        raise stream_error(
            "not_one_recipe",
            setting.name,
            _("the file holds {n} recipes with fermentation steps"),
            _("give one recipe with its steps"),
            n=len(recipes),
        )
    sightings: list[Sighting] = []
    start = 0.0
    for number, step in enumerate(recipes[0], start=1):
        sightings.append(_sighting(number, start, step, "start"))
        hours = _length(step)
        if hours is None and (number < len(recipes[0]) or _has(step, "end")):
            raise stream_error(
                "step_without_time",
                f"{setting.name}:{number}",
                _("a fermentation step does not say how long it takes"),
                _("give it a step_time, as value and unit"),
            )
        if hours is not None:
            start += hours
            sightings.append(_sighting(number, start, step, "end"))
    return Raw(clock="h", sightings=tuple(sightings), notes=(*content.notes, Note(code="recipe_steps")))


def _recipes(content: Content) -> Iterator[list[Mapping[str, object]]]:
    document = content.document
    root = document.get("beerjson") if isinstance(document, dict) else None
    recipes = root.get("recipes") if isinstance(root, dict) else None
    for recipe in recipes if isinstance(recipes, list) else []:
        fermentation = recipe.get("fermentation") if isinstance(recipe, dict) else None
        steps = fermentation.get("fermentation_steps") if isinstance(fermentation, dict) else None
        yield [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []


def _sighting(number: int, hour: float, step: Mapping[str, object], end: str) -> Sighting:
    values: dict[Column, Measured] = {
        "ph": _measured(step.get(f"{end}_ph")),
        "temperature_c": _measured(step.get(f"{end}_temperature")),
    }
    return Sighting(row=number, time=hour, values=values)


def _has(step: Mapping[str, object], end: str) -> bool:
    return f"{end}_ph" in step or f"{end}_temperature" in step


def _measured(value: object) -> Measured:
    """Read ``{value, unit}``, or the bare number of early versions."""
    if isinstance(value, dict):
        return Measured(value=scalar(value.get("value")), unit=unit_of(str(value.get("unit") or "")))
    return Measured(value=scalar(value))


def _length(step: Mapping[str, object]) -> float | None:
    time = step.get("step_time")
    if not isinstance(time, dict):
        return None
    number, _unit = number_of(scalar(time.get("value")))
    per = _HOURS.get(str(time.get("unit") or ""))
    return None if number is None or per is None or number < 0 else number * per
