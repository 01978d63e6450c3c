"""A TOML document that knows on which line each key stands, and refuses what it does not expect."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from biotica.errors import RecipeError, _

_DECODE_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_DECIMAL_COMMA = re.compile(r"=\s*[+-]?\d+,\d")
_HEADER = re.compile(r"^\s*\[(\[?)\s*([^\]]+?)\s*\]")
_MISSING = object()


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One table of a document: its keys, and where they stand.

    Parameters
    ----------
    path : str
        Name in the document, ``""`` = top level, ``after[2]`` = second table of a list.
    content : Mapping[str, object]
        As parsed.
    lines : Mapping[str, int]
        Key to line; ``""`` = line of the table itself.
    """

    path: str
    content: Mapping[str, object]
    lines: Mapping[str, int]
    name: str

    def where(self, key: str = "") -> str:
        """``file:line`` of a key, or of the table if the key is not there."""
        line = self.lines.get(key, self.lines.get("", 0))
        return f"{self.name}:{line}" if line else self.name

    def label(self, key: str) -> str:
        """Full name of a key, such as ``milk.fat``."""
        return f"{self.path}.{key}" if self.path else key

    def expect(self, keys: Collection[str]) -> None:
        """Refuse any key that is not in the list.

        Raises
        ------
        RecipeError
            At the first unknown key, with the nearest known one.
        """
        for key in self.content:
            if key not in keys:
                raise RecipeError(
                    _("the recipe has an unknown key '{key}'"),
                    code="unknown_key",
                    where=self.where(key),
                    hint=_("did you mean '{near}'? Known here: {known}")
                    if _near(key, keys)
                    else _("known here: {known}"),
                    key=self.label(key),
                    near=_near(key, keys),
                    known=", ".join(sorted(keys)),
                )

    def word(self, key: str, choices: Sequence[str]) -> str | None:
        """Read one of the known words, or None if the key is absent.

        Raises
        ------
        RecipeError
            If the value is no text or an unknown word.
        """
        value = self.content.get(key, _MISSING)
        if value is _MISSING:
            return None
        if isinstance(value, str) and value in choices:
            return value
        near = _near(value, choices) if isinstance(value, str) else ""
        raise RecipeError(
            _("{key} is {value}, which is not one of its words"),
            code="unknown_word",
            where=self.where(key),
            hint=_("did you mean '{near}'? Choose from: {known}") if near else _("choose from: {known}"),
            key=self.label(key),
            value=_shown(value),
            near=near,
            known=", ".join(choices),
        )

    def number(self, key: str, limits: tuple[float, float]) -> float | None:
        """Read a number within limits, or None if the key is absent.

        Raises
        ------
        RecipeError
            If the value is no finite number, or outside the limits.
        """
        value = self.content.get(key, _MISSING)
        return None if value is _MISSING else self.as_number(value, key, limits)

    def whole(self, key: str, limits: tuple[int, int]) -> int | None:
        """Read a whole number within limits, or None if the key is absent.

        Raises
        ------
        RecipeError
            If the value is no whole number, or outside the limits.
        """
        number = self.number(key, limits)
        if number is None or number.is_integer():
            return None if number is None else int(number)
        raise RecipeError(
            _("{key} is {value}, but a whole number is needed"),
            code="not_whole",
            where=self.where(key),
            hint=_("write a number without a decimal point: {key} = {near}"),
            key=self.label(key),
            value=_shown(self.content[key]),
            near=round(number),
        )

    def flag(self, key: str) -> bool | None:
        """Read ``true`` or ``false``, or None if the key is absent.

        Raises
        ------
        RecipeError
            If the value is anything else.
        """
        value = self.content.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise RecipeError(
            _("{key} is {value}, but true or false is needed"),
            code="not_a_flag",
            where=self.where(key),
            hint=_("write {key} = true or {key} = false, without quotes"),
            key=self.label(key),
            value=_shown(value),
        )

    def as_number(self, value: object, key: str, limits: tuple[float, float]) -> float:
        """Check one number; as `number` otherwise."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RecipeError(
                _("{key} is {value}, but a number is needed"),
                code="not_a_number",
                where=self.where(key),
                hint=_("write digits without quotes, with a decimal point: {key} = 21.5"),
                key=self.label(key),
                value=_shown(value),
            )
        low, high = limits
        if not math.isfinite(value) or not low <= value <= high:
            raise RecipeError(
                _("{key} is {value}, outside {low} to {high}"),
                code="out_of_range",
                where=self.where(key),
                hint=_("check the number and its unit: {key} ends in its unit"),
                key=self.label(key),
                value=_shown(value),
                low=f"{low:g}",
                high=f"{high:g}",
            )
        return float(value)

    def missing(self, key: str, example: str) -> RecipeError:
        """Make the error for a key that must be there."""
        return RecipeError(
            _("the recipe does not say {key}"),
            code="missing_key",
            where=self.where(),
            hint=_("add a line such as: {example}"),
            key=self.label(key),
            example=example,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A whole TOML text."""

    name: str
    text: str
    content: Mapping[str, object]

    @property
    def top(self) -> Section:
        """The keys before the first table."""
        return self._section("", self.content, "", 0)

    def table(self, key: str) -> Section | None:
        """Find the table of a name, or None if it is absent.

        Raises
        ------
        RecipeError
            If the name holds something else than one table.
        """
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._no_table(key, f"[{key}]")
        return self._section(key, value, key, 0)

    def tables(self, key: str) -> tuple[Section, ...]:
        """Find the tables of a list ``[[key]]``, in order; empty if absent.

        Raises
        ------
        RecipeError
            If the name holds something else than a list of tables.
        """
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._no_table(key, f"[[{key}]]")
        return tuple(
            self._section(f"{key}[{number}]", item, key, number) for number, item in enumerate(value, start=1)
        )

    def _section(self, path: str, content: Mapping[str, object], table: str, number: int) -> Section:
        lines = _lines_of(self.text, table, max(number, 1), content)
        return Section(path=path, content=content, lines=lines, name=self.name)

    def _no_table(self, key: str, written: str) -> RecipeError:
        return RecipeError(
            _("'{key}' is not written as a table"),
            code="not_a_table",
            where=self.top.where(key),
            hint=_("write a line {written} and its keys below it"),
            key=key,
            written=written,
        )


def read_document(content: bytes | str, *, name: str, largest_bytes: int) -> Document:
    """Parse a TOML text.

    Parameters
    ----------
    content : bytes or str
        UTF-8, with or without a byte order mark.
    name : str
        File name for errors.
    largest_bytes : int
        Larger texts are refused unread.

    Raises
    ------
    RecipeError
        If the text is too large, not UTF-8 or not TOML.
    """
    if len(content) > largest_bytes:
        raise RecipeError(
            _("the file is larger than {largest} bytes, so it is no recipe"),
            code="file_too_large",
            where=name,
            hint=_("give the recipe file, not a data file"),
            largest=largest_bytes,
        )
    text = _decoded(content, name)
    try:
        return Document(name=name, text=text, content=tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(text, name, str(error)) from error


def _decoded(content: bytes | str, name: str) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise RecipeError(
            _("the file is not UTF-8 text"),
            code="not_utf8",
            where=name,
            hint=_("save it again as UTF-8 from a text editor"),
        ) from error


def _unreadable(text: str, name: str, problem: str) -> RecipeError:
    found = _DECODE_PLACE.search(problem)
    where = f"{name}:{found[1]}:{found[2]}" if found else name
    lines = text.split("\n")
    line = lines[int(found[1]) - 1] if found and int(found[1]) <= len(lines) else ""
    if _DECIMAL_COMMA.search(line):
        return RecipeError(
            _("a number is written with a decimal comma: {line}"),
            code="decimal_comma",
            where=where,
            hint=_("TOML knows only the decimal point: write 21.5"),
            line=line.strip()[:60],
        )
    return RecipeError(
        _("this is not readable TOML: {problem}"),
        code="unreadable_toml",
        where=where,
        hint=_("each line is key = value; words stand in quotes, numbers do not"),
        problem=_DECODE_PLACE.sub("", problem).strip()[:120],
    )


def _lines_of(text: str, table: str, number: int, content: Mapping[str, object]) -> dict[str, int]:
    """Line of each key of a table: a search for a place to show, not a parser."""
    found: dict[str, int] = {}
    current, seen = "", 0
    for line_number, line in enumerate(text.split("\n"), start=1):
        header = _HEADER.match(line)
        if header:
            current = header[2].strip("\"' ")
            seen += current == table
            if current == table and seen == number:
                found[""] = line_number
            if not table and current.split(".")[0] in content:
                found.setdefault(current.split(".")[0], line_number)
            continue
        inside = current == table and (not table or seen == number)
        for key in content:
            name = re.escape(key) if inside else rf"{re.escape(table)}\s*\.\s*{re.escape(key)}"
            if (inside or (table and not current)) and re.match(rf"\s*[\"']?{name}[\"']?\s*[=.]", line):
                found.setdefault(key, line_number)
        if table and not current and re.match(rf"\s*{re.escape(table)}\s*=", line):
            found.setdefault("", line_number)
    return found


def _near(word: str, choices: Collection[str]) -> str:
    close = difflib.get_close_matches(word.lower(), list(choices), n=1, cutoff=0.6)
    return close[0] if close else ""


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 60 else text[:57] + "..."
