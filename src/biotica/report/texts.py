"""Codes to sentences: each sentence says what it rests on, and speaks the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from biotica.errors import _
from biotica.report.codes import VALUE_WORDS, Kind, Table
from biotica.report.input import Range, Words
from biotica.report.language import Language

_GAP = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text for the page, what it rests on, and its language if that is not the page's."""

    text: str
    kind: Kind
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A knowledge text in the language in which we hold it; `lang` is empty if it is the page's."""

    text: str
    lang: str = ""


def own_words(words: Words, spoken: Language) -> Text:
    """Choose the reader's language, or English, marked so."""
    if spoken.code == "nl" and words.nl:
        return Text(words.nl)
    return Text(words.en, "" if spoken.code == "en" else "en")


def label(code: str, names: Mapping[str, str], spoken: Language) -> str:
    """Name a code; one that the table does not hold is shown with spaces for underscores."""
    return spoken.say(names[code]) if code in names else code.replace("_", " ")


def interval(value: Range, spoken: Language, *, digits: int = 3) -> str:
    """Print a range as ``18 (12 to 26)``."""
    return spoken.say(
        _("{median} ({low} to {high})"),
        median=spoken.number(value.median, digits=digits),
        low=spoken.number(value.low, digits=digits),
        high=spoken.number(value.high, digits=digits),
    )


def as_range(value: Mapping[str, Any]) -> Range:
    """Read ``{median, low, high}`` of a contract."""
    return Range(median=float(value["median"]), low=float(value["low"]), high=float(value["high"]))


def _range_value(value: Mapping[str, Any], spoken: Language) -> str:
    if value["median"] is None:
        return spoken.say(_("not within the forecast"))
    if value["low"] is None or value["high"] is None:
        return spoken.say(
            _("{median} (from {low}; the upper end is not known)"),
            median=spoken.number(value["median"], digits=2),
            low=spoken_value(value["low"], spoken),
        )
    return interval(as_range(value), spoken, digits=2)


def spoken_value(value: object, spoken: Language, *, name: str = "") -> str:
    """Print one value of a finding: a range, a share, a number, or a name."""
    if isinstance(value, Mapping) and "median" in value:
        return _range_value(value, spoken)
    if isinstance(value, list | tuple):
        return ", ".join(spoken_value(one, spoken) for one in value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return spoken.percent(value) if name.endswith("share") else spoken.number(value)
    return spoken.say(VALUE_WORDS.get(str(value), str(value)))


def sentence(code: str, values: Mapping[str, Any], table: Table, spoken: Language) -> Sentence:
    """Say a finding.

    Parameters
    ----------
    code, values : str, mapping
        The finding, in its contract shape.
    table : Table
        Sentences of this sort of finding.
    spoken : Language
        The reader's language.

    Returns
    -------
    Sentence
        Never empty: a code without a sentence, or with a gap that no value fills, is shown as such.
    """
    kind, msgid = table.get(code, ("fact", ""))
    if not msgid or not set(_GAP.findall(msgid)) <= set(values):
        shown = ", ".join(f"{name} {spoken_value(value, spoken)}" for name, value in values.items())
        text = spoken.say(_("Note without a sentence yet: {code}."), code=f"{code} {shown}".strip())
        return Sentence(text, kind)
    return Sentence(
        spoken.say(msgid, **{name: spoken_value(value, spoken, name=name) for name, value in values.items()}),
        kind,
    )


def sentences(findings: Iterable[Mapping[str, Any]], table: Table, spoken: Language) -> tuple[Sentence, ...]:
    """Say a list of findings ``{code, values}``."""
    return tuple(sentence(found["code"], found.get("values", {}), table, spoken) for found in findings)


def joined(words: Iterable[str], spoken: Language) -> str:
    """Join names as people do: ``a, b and c``."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return spoken.say(_("{list} and {last}"), list=", ".join(listed[:-1]), last=listed[-1])


def people(chance: float, spoken: Language) -> str:
    """Say a chance as people: ``about 4 in 10 people``.

    Parameters
    ----------
    chance : float
        0 to 1.

    Returns
    -------
    str
        In tens between 15 and 85 %, else in hundreds; never ``0 in 100`` or ``100 in 100``.
    """
    if chance < 0.01:
        return spoken.say(_("fewer than {number} in {of} people"), number=1, of=100)
    if chance > 0.99:
        return spoken.say(_("more than {number} in {of} people"), number=99, of=100)
    of = 10 if 0.15 <= chance <= 0.85 else 100
    return spoken.say(_("about {number} in {of} people"), number=round(of * chance), of=of)


def out_of_hundred(chance: float, spoken: Language) -> str:
    """Say a chance as ``83 of 100``, kept between 1 and 99."""
    return spoken.say(_("{number} of {of}"), number=min(99, max(1, round(100 * chance))), of=100)
