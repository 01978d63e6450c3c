"""Numbers as labels print them, in digits and in words."""

from __future__ import annotations

from biotica.knowledge.label_terms import label_grammar

_NUMBERS = label_grammar()["numbers"]

NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
"""Expression for digits with separators."""
IN_WORDS = f"(?:{'|'.join(_NUMBERS.each())})"
"""Expression for a number in words."""
FEW = rf"(?:{NUMBER}|(?<![a-z]){IN_WORDS}(?![a-z]))"
"""Expression for a number in digits or words."""
_GROUP = 3
"""Digits between separators of thousands."""


def is_word(printed: str | None) -> bool:
    """Tell whether a number is printed in words."""
    return printed in _NUMBERS.values


def number(text: str, *, lang: str) -> float:
    """Read a number as printed.

    Parameters
    ----------
    text : str
        Digits with separators, or a number in words, in lower case without accents.
    lang : str
        ``nl`` or ``en``: decides what a single group of three digits means; "1.500" is 1500 in Dutch and 1.5
        in English, "1,500" the other way round.

    Returns
    -------
    float
        >= 0. Signs, powers and words such as "million" are not read here.

    Raises
    ------
    ValueError
        If the text is neither.
    """
    if text in _NUMBERS.values:
        return _NUMBERS.values[text]
    digits = text.replace(" ", "").replace("'", "")
    marks = [mark for mark in digits if mark in ".,"]
    if len(marks) > 1:
        return _with_thousands(digits, marks)
    if not marks:
        return float(digits)
    whole, mark, rest = digits.partition(marks[0])
    groups = len(rest) == _GROUP and whole != "0" and mark == ("." if lang == "nl" else ",")
    return float(whole + rest) if groups else float(f"{whole}.{rest}")


def _with_thousands(digits: str, marks: list[str]) -> float:
    """Read "1.234.567" and "1,234.5": of two kinds of separator the last is the decimal one."""
    if len(set(marks)) == 1:
        return float(digits.replace(marks[0], ""))
    whole, _mark, rest = digits.rpartition(marks[-1])
    return float(f"{whole.replace('.', '').replace(',', '')}.{rest}")
