"""Several products on one photo, apart."""

from __future__ import annotations

import re

from biotica.knowledge.label_terms import label_grammar
from biotica.label.printed import Printed

_WORDS = label_grammar()["products"]
_SIDE, _THING = _WORDS.words("side"), _WORDS.words("thing")
_BRACKETED = re.compile(
    rf"[\[(<][^\])>\n]{{0,24}}?\b(?:{_SIDE}|{_THING} ?[1-4a-d])\b[^\])>\n]{{0,16}}[\])>]", re.IGNORECASE
)
_FACE = re.compile(rf"[\[(<]\s*{_WORDS.words('face_of_a_pack')}\s*[\])>]", re.IGNORECASE)
"""Front and back of one pack, more often than one in front of another."""
_HEADED = re.compile(
    rf"(?:^|\n|(?<=[.!?] ))[ \t]*[-*#>=]*[ \t]*"
    rf"(?:{_WORDS.words('article')}?{_SIDE}(?: {_THING})?|{_THING} ?(?:nr\.? ?|no\.? ?|#)?[1-4a-d])"
    r"[ \t]*(?:[:.)-]|(?=\n)|(?=\"))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\n)\s*(?:[(\[]?(?:[12]|[ab])[)\]][.:]?|#[12])\s+(?=[A-Za-z])", re.IGNORECASE)
_TITLED = re.compile(
    r"(?:^|\n)\s*>{1,3}\s+(?=[A-Z])|(?:^|\n)\s*-\s*(?=[A-Z]{3,}[^\n]{0,40}?\s-\s)"
    r"|(?:^|\n)\s*[=*#~<>-]{2,}\s*(?=[A-Za-z][^\n]{2,60}?[=*#~<>-]{2,}\s*\n)"
)
_RULER = re.compile(r"\n\s*(?:[-=_*~#]{3,}|[-=_*~#] ?(?:[-=_*~#] ?){2,})\s*\n")
_TWO = re.compile(rf"(?:two|twee|duo|2) (?:\w+ )?{_THING}")
_PAIR = 2
_SMALLEST = 40
"""Characters; what is shorter is a heading and no product (assumed)."""
_CONTENTS, _USE = re.compile(_WORDS.words("contents")), re.compile(_WORDS.words("use"))


def products(text: Printed) -> tuple[Printed, ...]:
    """Split a text where a second product begins.

    Returns
    -------
    tuple of Printed
        At least one. Split at rulers and headings such as "product 2" or "[right]", and only where each part
        could be a label: a ruler inside one label does not make two.
    """
    for heading in (_BRACKETED, _HEADED, _NUMBERED, _TITLED):
        parts = _after_headings(text, heading)
        is_plain = heading in (_BRACKETED, _TITLED) and not _FACE.search(text.text)
        if len(parts) > 1 and (is_plain or all(map(_stands_alone, parts))):
            return parts
    for parts in (_announced(text, "\n\n"), _announced(text, "\n")):
        if parts and all(map(_stands_alone, parts)):
            return parts
    parts = _between_rulers(text)
    return parts if len(parts) > 1 and all(map(_stands_alone, parts)) else (text,)


def _after_headings(text: Printed, heading: re.Pattern[str]) -> tuple[Printed, ...]:
    """Cut under each heading; what stands above the first belongs to none."""
    found = [*heading.finditer(text.text)]
    ends = [*(match.start() for match in found[1:]), len(text.text)]
    return _large(text, [(match.end(), end) for match, end in zip(found, ends, strict=False)])


def _announced(text: Printed, separator: str) -> tuple[Printed, ...]:
    """Two paragraphs under a first line that says that there are two products; else empty."""
    first, _end, rest = text.text.partition("\n")
    if not _TWO.search(first.lower()):
        return ()
    parts = [part for part in rest.split(separator) if len(part.strip()) >= _SMALLEST]
    return tuple(map(Printed, parts)) if len(parts) == _PAIR else ()


def _between_rulers(text: Printed) -> tuple[Printed, ...]:
    found = [*_RULER.finditer(text.text)]
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text.text)]
    return _large(text, [*zip(starts, ends, strict=True)])


def _large(text: Printed, bounds: list[tuple[int, int]]) -> tuple[Printed, ...]:
    parts = (text.part(start, end) for start, end in bounds)
    return tuple(part for part in parts if len(part.text.strip()) >= _SMALLEST)


def _stands_alone(part: Printed) -> bool:
    """Whether a part reads like a label of its own: it has contents and says how to use or keep them."""
    return _CONTENTS.search(part.folded) is not None and _USE.search(part.folded) is not None
