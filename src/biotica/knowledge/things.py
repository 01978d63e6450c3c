"""Reads one thing, such as a rule or an intervention, from its own YAML file."""

from __future__ import annotations

from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from biotica.errors import BadRow, _
from biotica.knowledge.records import Row
from biotica.knowledge.tsv import Place, read_text

ThingT = TypeVar("ThingT", bound=Row)

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_thing(place: Place, thing_class: type[ThingT]) -> ThingT:
    """Read one YAML file.

    Parameters
    ----------
    place : Path or Traversable
        A file named after the thing's ``id``.
    thing_class : type
        Pydantic class with a field ``id``.

    Raises
    ------
    BadRow
        With the file and the line, or the path inside the file, of the first mistake.
    """
    thing = _validated(_parsed(read_text(place), place.name), thing_class, place.name)
    if f"{getattr(thing, 'id', '')}.yaml" != place.name:
        raise BadRow(
            _("the file {file} holds the thing '{id}'"),
            code="file_name_is_not_the_id",
            where=place.name,
            hint=_("name the file after the id"),
            file=place.name,
            id=getattr(thing, "id", ""),
        )
    return thing


def read_things(folder: Place, thing_class: type[ThingT]) -> tuple[ThingT, ...]:
    """Read every YAML file of a folder, in the order of the file names.

    Raises
    ------
    BadRow
        If the folder is not there or a file is wrong.
    """
    try:
        places = sorted(folder.iterdir(), key=lambda place: place.name)
    except OSError as error:
        raise BadRow(
            _("the folder {folder} cannot be read"),
            code="unreadable_folder",
            where=folder.name,
            folder=folder.name,
        ) from error
    return tuple(read_thing(place, thing_class) for place in places if place.name.endswith(".yaml"))


def _parsed(text: str, name: str) -> object:
    try:
        return yaml.load(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = name if mark is None else f"{name}:{mark.line + 1}:{mark.column + 1}"
        raise _bad(where, str(error.problem)) from error
    except yaml.YAMLError as error:
        raise _bad(name, str(error)) from error


def _validated(content: object, thing_class: type[ThingT], name: str) -> ThingT:
    try:
        return thing_class.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        raise _bad(f"{name}:{path}" if path else name, first["msg"]) from error


def _bad(where: str, reason: str) -> BadRow:
    return BadRow(
        _("the file cannot be used: {reason}"),
        code="bad_thing",
        where=where,
        hint=_("compare the file with its neighbours in the same folder"),
        reason=reason,
    )
