"""The microbes that a label names, each once, with their codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from biotica.knowledge.label_terms import label_grammar
from biotica.label.names import Named, named_microbes
from biotica.label.printed import Printed
from biotica.label.strain_codes import listed_codes, strain_code

_WORDS = label_grammar()["names"]
_FOUGHT = re.compile(rf"{_WORDS.words('fought')}(?: \w+){{0,2}} $")
_BEFORE = 40
"""Characters in which "fights" stands before the microbe that it fights (assumed: half a line)."""
_SAME_AGAIN = re.compile(rf"\s*[(\[/=]?\s*(?:{_WORDS.words('formerly')}\s*:?\s*)*\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A microbe of the label with its code.

    Parameters
    ----------
    start, end : int
        Characters of the text; `end` after the code.
    name, current : str
        As printed, and the species' name of today.
    strain : str or None
        Code as printed.
    """

    start: int
    end: int
    name: str
    current: str
    strain: str | None


def mentions(text: Printed) -> tuple[Mention, ...]:
    """Find the microbes of a text that are in the product, each once.

    Returns
    -------
    tuple of Mention
        In the order of the text. A microbe that the product is said to fight is none of its own.

    Notes
    -----
    The same strain named twice, or a species named again without its code, is one organism: labels repeat
    themselves, often in a second language.
    """
    found: list[Mention] = []
    for name in named_microbes(text):
        if _FOUGHT.search(text.folded[max(0, name.start - _BEFORE) : name.start]):
            continue
        several = listed_codes(text.text, name.end)
        if several:
            found += [_mention(name, end, code) for code, end in several]
            continue
        code, end = strain_code(text.text, name.end) or (None, name.end)
        if found and _is_same_again(found[-1], name, text):
            found[-1] = replace(found[-1], end=end, strain=found[-1].strain or code)
        else:
            found.append(_mention(name, end, code))
    return tuple(_each_once(found))


def _mention(name: Named, end: int, code: str | None) -> Mention:
    return Mention(start=name.start, end=end, name=name.printed, current=name.current, strain=code)


def _is_same_again(last: Mention, name: Named, text: Printed) -> bool:
    """Whether a name only repeats the one before: old and new name side by side."""
    return (
        last.current == name.current and _SAME_AGAIN.fullmatch(text.folded, last.end, name.start) is not None
    )


def _each_once(found: Iterable[Mention]) -> list[Mention]:
    """Leave repetitions out; a species named with its code takes the place of one named before without."""
    kept: list[Mention] = []
    places: defaultdict[str, dict[str | None, int]] = defaultdict(dict)
    for one in found:
        code = None if one.strain is None else re.sub(r"\W", "", one.strain).casefold()
        codes = places[one.current]
        if code is not None and None in codes:
            codes[code] = codes.pop(None)
            kept[codes[code]] = one
        elif code not in codes and (code is not None or not codes):
            codes[code] = len(kept)
            kept.append(one)
    return kept
