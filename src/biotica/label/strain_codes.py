"""The code of a strain, or its number in a culture collection, where it follows a name."""

from __future__ import annotations

import re

_COLLECTIONS = r"DSMZ?|ATCC|LMG|CNCM|NCIMB|BCCM|JCM|NCFB|NCTC|CECT|KCTC|KCCM|CBS|MTCC|CCUG|CIP|BCRC|FERM|NIZO|VTT|IDCC|CGMCC|CCTCC|NRRL|IMI|IBS"
_GAP = re.compile(
    r"[\s,:]{0,3}[(\[]?\s?(?:(?:(?:probiotic|gepatenteerde|patented|bacterial|bacterie|melkzuur|yeast|gist)[ -]?)?(?:strain|stam|str\.?|culture|cultuur|lysate|lysaat|cells|cellen|\(?strain)(?:\s(?:no\.?|nr\.?|code))?[:\s]{1,2})?",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    rf"(?:{_COLLECTIONS})\s?(?:/\s?LMG\s?)?(?:[- ]?(?:PTA|BP|BAA|SD|I|P|S))?[- ]{{0,2}}\d{{2,6}}[A-Za-z]?(?![\w])",
    re.IGNORECASE,
)
_LETTERS_DIGITS = re.compile(
    r"(?:[A-Za-z]{1,8}-?\d{1,6}[A-Za-z]{0,3}(?:-[A-Za-z]?\d{1,4})?|[A-Z]{1,6}[- ][A-Z]{1,6}[a-z]{0,2}-?\d{1,6}[A-Za-z]?|(?:[A-Z]{1,7}|Miyairi|Rosell) \d{1,5}(?!\d|[.,]\d))(?![\w^])"
)
_LETTERS_DIGITS_MORE = re.compile(r" \d{3,4}(?=\s*(?:[,;)(.\n]|$)|\s+\d)")
_DIGITS = re.compile(r"(?:\d{2,6}[A-Za-z]{1,2}|\d{3,6}(?::\d)?)(?![\w.,^]*\d|\w)")
_WELL_KNOWN = re.compile(
    r"(?:LGG|GG|NCFM|MucT|Muc T|Shirota|Nissle(?: 1917)?|Goldin|BIO-?KULT|Lyo|Lcr|Lafti L10|Unique IS-?2)(?![\w-])",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z]{2,5}(?![\w-])|[A-Z]+-[A-Z]+(?![\w-])")
_NO_CODES = frozenset(
    [
        "KVE",
        "CFU",
        "UFC",
        "AFU",
        "TFU",
        "DNA",
        "HPMC",
        "BIO",
        "EU",
        "NL",
        "UK",
        "US",
        "USA",
        "MELK",
        "MILK",
        "SOJA",
        "EN",
        "AND",
        "MET",
        "WITH",
        "DE",
        "PER",
        "MG",
        "THT",
        "EXP",
        "BBE",
        "LOT",
        "MIN",
        "MAX",
        "CA",
        "EAN",
        "II",
        "III",
        "IV",
        "SPP",
        "SP",
        "TM",
        "FOS",
        "GOS",
        "XOS",
        "IBS",
        "OF",
        "OR",
        "IN",
        "OP",
        "ISO",
        "GMO",
        "GGO",
        "FODMAP",
        "VAN",
        "TOT",
        "DIE",
    ]
)
_LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[oOl](?=\d|$)|(?<=-)[oOl](?=\d)")
_UNIT_NEXT = re.compile(
    r"\s?(?:x\s?10|\^|e\d|mg|g\b|ug|mcg|ml|%|miljoen|miljard|mld|mln|biljoen|million|billion|bn\b|kve|cfu|cells|cellen|[bm]\s?cfu|capsul|tablet|sachet|afu|tfu|spor|druppel|drops|strains|stammen|jaar|years|weken|weeks|gumm|°)",
    re.IGNORECASE,
)


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
        if match is None or _UNIT_NEXT.match(text, match.end()):
            continue
        if pattern is _CAPITALS and (match[0] in _NO_CODES or _shouts(text, start)):
            continue
        if pattern in {_LETTERS_DIGITS, _DIGITS} and _is_no_code(match[0], text, start):
            continue
        return _with_rest(pattern, match, text)
    return None


_LISTED = re.compile(
    r"[-\s,(]{0,3}(?:\w+[\s,]+)?(?:stammen|strains)[:\s]{1,2}(?P<codes>[A-Z0-9][\w/-]{0,9}(?:\s?(?:,|&|en|and)\s?[A-Z0-9][\w/-]{0,9}){1,9})"
)


def listed_codes(text: str, end: int) -> tuple[tuple[str, int], ...]:
    """Read codes that a label lists for one species: "strains O/C, N/R, SIN and T"."""
    match = _LISTED.match(text, end) or _LISTED.match(text, min(len(text), end + len("-sporen")))
    if match is None:
        return ()
    return tuple(
        (code, match.end()) for code in re.split(r"\s?(?:,|&|\ben\b|\band\b)\s?", match["codes"]) if code
    )


def _with_rest(pattern: re.Pattern[str], match: re.Match[str], text: str) -> tuple[str, int]:
    more = _LETTERS_DIGITS_MORE.match(text, match.end()) if pattern is _LETTERS_DIGITS else None
    end = more.end() if more else match.end()
    code = " ".join(text[match.start() : end].split())
    return _LETTER_FOR_DIGIT.sub(lambda found: "0" if found[0] in "oO" else "1", code), end


def _is_no_code(code: str, text: str, start: int) -> bool:
    """Amounts, hours and counted things look like codes: "10 miljard", "x10", "2 capsules"."""
    letters = re.match(r"[A-Za-z]+", code)
    if letters and " " in code and letters[0].upper() in _NO_CODES:
        return True
    if letters and len(letters[0]) > 5 and letters[0].islower():
        return True
    if re.fullmatch(r"\d+[bBmM][nN]?", code) or re.fullmatch(r"\d*[05]0", code):
        return True
    return code.isdigit() and start > 0 and text[start - 1] not in " \n(-["


def _shouts(text: str, start: int) -> bool:
    """Whether the words around are all in capitals, so that capitals say nothing."""
    around = text[max(0, start - 60) : start + 60]
    letters = [letter for letter in around if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.7 * len(letters)
