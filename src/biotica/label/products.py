"""Several products on one photo, apart."""

from __future__ import annotations

import re

from biotica.label.printed import Printed

_RULER = re.compile(r"\n\s*(?:[-=_*~#]{3,}|[-=_*~#] ?(?:[-=_*~#] ?){2,})\s*\n")
_SIDE = (
    r"links|rechts|left|right|linker|rechter|boven(?:ste|aan)?|onder(?:ste|aan)?|top|bottom|upper|lower|front|back|behind(?: it)?|"
    r"voor(?:aan|grond)?|achter(?:aan|grond)?"
)
_THING = (
    r"product|item|label|etiket|foto|photo|artikel|doos(?:je)?|box|pack(?:et)?|pot(?:je)?|fles(?:je)?|bottle|carton|jar|tube|tub|bag|zak(?:je)?|"
    r"verpakking|strip|one|helft|side|hand side|kant"
)
_BRACKETED = re.compile(
    rf"[\[(<][^\])>\n]{{0,24}}?\b(?:{_SIDE}|(?:{_THING}) ?[1-4a-d])\b[^\])>\n]{{0,16}}[\])>]", re.IGNORECASE
)
_HEADED = re.compile(
    rf"(?:^|\n|(?<=[.!?] ))[ \t]*[-*#>=]*[ \t]*(?:(?:the |on the |op de |de )?(?:{_SIDE})(?: (?:{_THING}))?|(?:{_THING}) ?(?:nr\.? ?|no\.? ?|#)?[1-4a-d])[ \t]*(?:[:.)-]|(?=\n))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\n)\s*[(\[]?(?:[12]|[ab])[)\]][.:]?\s+(?=[A-Za-z])", re.IGNORECASE)
_TITLED = re.compile(
    r"(?:^|\n)\s*>{1,3}\s+(?=[A-Z])|(?:^|\n)\s*-\s*(?=[A-Z]{3,}[^\n]{0,40}?\s-\s)|(?:^|\n)\s*[=*#~<>-]{2,}\s*(?=[A-Za-z][^\n]{2,60}?[=*#~<>-]{2,}\s*\n)"
)
_SMALLEST = 40
"""Characters; what is shorter is a heading and no product (assumed)."""
_DIRECTIONS = re.compile(r"per (?:dag|day)|daags|daily|a day|dagelijks")


def products(text: Printed) -> tuple[Printed, ...]:
    """Split a text where a second product begins.

    Returns
    -------
    tuple of Printed
        At least one. Split at rulers and headings such as "product 2" or "[right]", and only where each part could
        be a label: a ruler inside one label does not make two.
    """
    for pattern in (_BRACKETED, _HEADED, _NUMBERED, _TITLED, _RULER):
        cuts = [match.end() for match in pattern.finditer(text.text)]
        starts = [match.start() for match in pattern.finditer(text.text)]
        if pattern is not _RULER and len(cuts) < 2:
            continue
        if not cuts:
            continue
        bounds = [0, *cuts] if pattern is _RULER else cuts
        ends = [*starts, len(text.text)] if pattern is _RULER else [*starts[1:], len(text.text)]
        parts = [text.part(start, end) for start, end in zip(bounds, ends, strict=True)]
        parts = [part for part in parts if len(part.text.strip()) >= _SMALLEST]
        if len(parts) > 1 and (
            pattern in (_BRACKETED, _TITLED) or all(_stands_alone(part) for part in parts)
        ):
            return tuple(parts)
    return (text,)


def _stands_alone(part: Printed) -> bool:
    """Whether a part reads like a label of its own: it has contents and says how to use or keep them."""
    contents = re.search(r"kve|cfu|mg\b|ingredi|bevat|contains|\d ?g\b|cellen|cells", part.folded)
    use = _DIRECTIONS.search(part.folded) or re.search(
        r"bereik|reach|bewaren|store|keep|houdbaar|voedingswaarde|nutrition", part.folded
    )
    return bool(contents and use)
