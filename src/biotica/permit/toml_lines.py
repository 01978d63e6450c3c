"""Reads TOML text and remembers on which line each key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from biotica.errors import AboutError, _

_TABLE = re.compile(r"\s*\[{1,2}\s*([A-Za-z0-9_\-.\"' ]+?)\s*\]{1,2}\s*(#.*)?$")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_\-]+)[\"']?\s*(?:\.\s*[\"']?([A-Za-z0-9_\-]+)[\"']?\s*)?=")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_LONGEST = 100_000

KeyPath = tuple[str, str]


def parse_toml(text: str, *, file: str) -> dict[str, object]:
    """Parse TOML.

    Parameters
    ----------
    text : str
        At most 100 000 characters.
    file : str
        Name for errors.

    Raises
    ------
    AboutError
        With ``file:line:column``, if the text is too long or is not TOML.
    """
    if len(text) > _LONGEST:
        raise AboutError(
            _("the file has {length} characters; an about-file has a few hundred"),
            code="about_too_long",
            where=file,
            hint=_("is this the right file?"),
            length=len(text),
        )
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        where = f"{file}:{place.group(1)}:{place.group(2)}" if place else file
        raise AboutError(
            _("this is not TOML: {reason}"),
            code="not_toml",
            where=where,
            hint=_('a line reads key = "text", key = 12, key = true or [table]'),
            reason=_PLACE.sub("", str(error)).strip() or "too deep",
        ) from error


def lines_of_keys(text: str) -> Mapping[KeyPath, int]:
    """Find the line, from 1, of each (table, key); table "" = above the first, key "" = the table's head."""
    lines: dict[KeyPath, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        head = _TABLE.match(line)
        if head:
            table = head.group(1).strip("\"' ")
            lines.setdefault((table, ""), number)
            continue
        key = _KEY.match(line)
        if key and key.group(2):
            lines.setdefault((key.group(1), key.group(2)), number)
        elif key:
            lines.setdefault((table, key.group(1)), number)
    return lines
