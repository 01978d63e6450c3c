"""The code of a strain, or its number in a culture collection, where it follows a name."""

from __future__ import annotations

import re

from biotica.knowledge.label_terms import label_grammar

_WORDS = label_grammar()["names"]
_GAP = re.compile(
    rf"[\s,:]{{0,3}}[(\[]?\s?(?:(?:{_WORDS.words('kind_of_strain')}[ -]?)?"
    rf"{_WORDS.words('strain')}(?:\s{_WORDS.words('code')})?[:\s]{{1,2}})?",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    rf"{_WORDS.words('collection')}\s?(?:/\s?LMG\s?)?(?:[- ]?(?:PTA|BP|BAA|SD|I|P|S))?[- ]{{0,2}}"
    r"\d{2,6}[A-Za-z]?(?![\w])",
    re.IGNORECASE,
)
_LETTERS_DIGITS = re.compile(
    r"(?:[A-Za-z]{1,8}-?\d{1,6}[A-Za-z]{0,3}(?:-[A-Za-z]?\d{1,4})?"
    r"|[A-Z][a-z]{0,3}-[A-Z]{1,3}\d{1,4}|[A-Z]{1,6}[- ][A-Z]{1,6}[a-z]{0,2}-?\d{1,6}[A-Za-z]?"
    rf"|(?:[A-Z]{{1,7}}|{_WORDS.words('name_before_a_number')}) \d{{1,5}}(?!\d|[.,]\d))(?![\w^])"
)
_LETTERS_DIGITS_MORE = re.compile(r" \d{3,4}(?=\s*(?:[,;)(.\n]|$)|\s+\d)")
_DIGITS = re.compile(r"(?:\d{2,6}[A-Za-z]{1,2}|\d{3,6}(?::\d)?)(?![\w.,^]*\d|\w)")
_WELL_KNOWN = re.compile(rf"{_WORDS.words('well_known_code')}(?![\w-])", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z]{2,5}(?![\w-])|[A-Z]+-[A-Z]+(?![\w-])")
_NO_CODES = frozenset(_WORDS.each("no_code"))
_LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[oOl](?=\d|$)|(?<=-)[oOl](?=\d)")
_UNIT_NEXT = re.compile(rf"\s?{_WORDS.words('no_code_before')}", re.IGNORECASE)
_LISTED = re.compile(
    rf"[-\s,(]{{0,3}}(?:\w+[\s,]+)?{_WORDS.words('strains')}[:\s]{{1,2}}"
    r"(?P<codes>[A-Z0-9][\w/-]{0,9}(?:\s?(?:,|&|en|and)\s?[A-Z0-9][\w/-]{0,9}){1,9})"
)
_AND = re.compile(r"\s?(?:,|&|\ben\b|\band\b)\s?")
_SPORES_OF = "-sporen"
_MULTIPLIED = re.compile(r"\d+[bBmM][nN]?|\d*[05]0")
"""Amounts without their unit: "10B", "500"."""
_LONGEST_SMALL = 5
"""Small letters at the start of a code (assumed: more of them are a word)."""
_AROUND = 60
_MOST_CAPITALS = 0.7
"""Share of capitals from which on capitals say nothing (assumed)."""


def strain_code(text: str, end: int) -> tuple[str, int] | None:
    """Read the code that follows a name.

    Parameters
    ----------
    text : str
        As printed.
    end : int
        Where the name ends.

    Returns
    -------
    (str, int) or None
        The code as printed and where it ends; None = the next word is no code. Amounts are never codes.
    """
    gap = _GAP.match(text, end)
    start = gap.end() if gap else end
    for pattern in (_COLLECTED, _WELL_KNOWN, _LETTERS_DIGITS, _DIGITS, _CAPITALS):
        match = pattern.match(text, start)
        if match is not None and not _UNIT_NEXT.match(text, match.end()) and _is_code(match, text):
            return _with_rest(match, text)
    return None


def _is_code(match: re.Match[str], text: str) -> bool:
    if match.re is _CAPITALS:
        return match[0] not in _NO_CODES and not _shouts(text, match.start())
    return match.re not in {_LETTERS_DIGITS, _DIGITS} or not _is_amount(match[0], text, match.start())


def listed_codes(text: str, end: int) -> tuple[tuple[str, int], ...]:
    """Read codes that a label lists for one species: "strains O/C, N/R, SIN and T".

    Parameters
    ----------
    text : str
        As printed.
    end : int
        Where the name ends.

    Returns
    -------
    tuple of (str, int)
        Each code and where the list ends; empty = there is no list.
    """
    match = _LISTED.match(text, end) or _LISTED.match(text, min(len(text), end + len(_SPORES_OF)))
    if match is None:
        return ()
    return tuple((code, match.end()) for code in _AND.split(match["codes"]) if code)


def _with_rest(match: re.Match[str], text: str) -> tuple[str, int]:
    more = _LETTERS_DIGITS_MORE.match(text, match.end()) if match.re is _LETTERS_DIGITS else None
    end = more.end() if more else match.end()
    code = " ".join(text[match.start() : end].split())
    return _LETTER_FOR_DIGIT.sub(lambda found: "0" if found[0] in "oO" else "1", code), end


def _is_amount(code: str, text: str, start: int) -> bool:
    """Amounts, hours and counted things look like codes: "10 miljard", "x10", "2 capsules"."""
    letters = re.match(r"[A-Za-z]+", code)
    if letters and " " in code and letters[0].upper() in _NO_CODES:
        return True
    if letters and len(letters[0]) > _LONGEST_SMALL and letters[0].islower():
        return True
    if _MULTIPLIED.fullmatch(code):
        return True
    return code.isdigit() and start > 0 and text[start - 1] not in " \n(-["


def _shouts(text: str, start: int) -> bool:
    """Whether the words around are all in capitals, so that capitals say nothing."""
    around = text[max(0, start - _AROUND) : start + _AROUND]
    letters = [letter for letter in around if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > _MOST_CAPITALS * len(letters)
