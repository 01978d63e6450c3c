"""The text of a label, tidied: one kind of dash, digit and multiplication sign, and a folded twin."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from biotica.knowledge.label_terms import label_grammar

LONGEST = 20_000
"""Characters; a label with its leaflet has a few thousand (assumed)."""
_LONGEST_WORD = 200
"""Characters without a blank (assumed: longer ones are noise, on which searches would take minutes)."""
_LONGEST_GAP = 40
"""Blanks in a row (assumed: as wide as a table)."""
_LONGEST_NUMBER = 20
"""Digits in a row (assumed: a bar code has 13)."""
_ENDLESS_NUMBER = re.compile(rf"(\d{{{_LONGEST_NUMBER}}})\d+")
_ENDLESS_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_ENDLESS_GAP = re.compile(rf"(\s{{{_LONGEST_GAP}}})\s+")

_SIGNS = str.maketrans(
    {
        "×": "x", "✕": "x", "∗": "x", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‘": "'", "’": "'",
        "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " ", "\u2009": " ",
        "\t": "  ",
        "\u00ad": "", "®": "", "™": "", "©": "", "µ": "u", "μ": "u", "β": "b", "¦": "|", "│": "|", "\r": "\n",
        "•": "\n", "▪": "\n", "●": "\n", "◦": "\n", "■": "\n", "►": "\n", "✓": "\n", "✔": "\n", "…": "...",
    }
)  # fmt: skip
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"(?<=10)\s?([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_FOOTNOTES = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_SPLIT_WORD = re.compile(r"(?<=[A-Za-zÀ-ÿ]{2})-[ ]*\n\s*(?=[a-zà-ÿ]{2})")
_LEADERS = re.compile(r"(?:\.[ ]?){3,}|\.{2,}|_{2,}|·{2,}")
_TIMES = re.compile(r"(?<=\d)\s?[·*]\s?(?=10\b)")
_WORDS = label_grammar()["printed"]
_OH_FOR_ZERO = re.compile(rf"(?<=\d)[oO]+(?=\d|\b(?=[ ]?(?:{_WORDS.words('counted')}|\d)))", re.IGNORECASE)
_EL_FOR_ONE = re.compile(r"(?<![\w-])[lI|](?=\d|[oO]\d|\s?x\s?1[0oO]\^?)")
_EL_PORTION = re.compile(rf"(?<![\w-])[lI](?= {_WORDS.words('portion')})")
_OHS = re.compile(r"(?<=\d[.,])[oO]{3}|(?<=[.,])[oO]{3}(?=[.,]|\s)")
_EL_IN_NUMBER = re.compile(r"(?<=\d)[lI](?=\d)")
_OH_IN_CODE = re.compile(r"(?<=[A-Z]-)[oO](?=\d)")
_OH_IN_TEN = re.compile(rf"(?<![\w-])1[oO](?=\^|\s?{_WORDS.words('after_ten')})", re.IGNORECASE)
_LOST_CARET = re.compile(r"(?:(?<=x )|(?<=x))10 ?(?=(?:[6-9]|1[0-2])(?![\d.,]))")


@dataclass(frozen=True)
class Printed:
    """A tidied text.

    Parameters
    ----------
    text : str
        As printed, but with one kind of sign for one thing.
    """

    text: str

    @cached_property
    def folded(self) -> str:
        """The text in lower case without accents, letter for letter as long as `text`."""
        return "".join(_folded_letter(letter) for letter in self.text)

    def part(self, start: int, end: int) -> Printed:
        """Cut a part out, `end` not included."""
        return Printed(self.text[start:end])


def printed(text: str) -> Printed:
    """Tidy a text as pasted or as read from a photo.

    Parameters
    ----------
    text : str
        Any text; what comes after 20 000 characters is left out.

    Returns
    -------
    Printed
        Powers of ten as ``10^9``, words broken at the end of a line joined, signs of a trade mark left out,
        the letters O and l put right where a count follows, endless words, numbers and gaps cut. Nothing else
        is corrected.
    """
    text = _ENDLESS_GAP.sub(r"\1", _ENDLESS_WORD.sub(r"\g<0> ", text[:LONGEST]))
    text = _RAISED.sub(lambda match: "^" + match[1].translate(_SUPERSCRIPT), text)
    text = _FOOTNOTES.sub("", text)
    text = unicodedata.normalize("NFC", "".join(map(_plain, text))).translate(_SIGNS)
    text = _SPLIT_WORD.sub("", _single_spaced(text))
    text = _TIMES.sub(" x ", text)
    text = _LEADERS.sub("  ", text)
    text = _OHS.sub("000", _EL_PORTION.sub("1", text))
    text = _OH_IN_CODE.sub("0", _EL_IN_NUMBER.sub("1", text))
    text = _EL_FOR_ONE.sub("1", _OH_IN_TEN.sub("10", text))
    text = _OH_FOR_ZERO.sub(lambda match: "0" * len(match[0]), text)
    return Printed(_LOST_CARET.sub("10^", _ENDLESS_NUMBER.sub(r"\1", text)))


def _single_spaced(text: str) -> str:
    """Close up a text whose words all stand two blanks apart; in any other, wide gaps are columns."""
    wide, narrow = len(re.findall(r"(?<=\S) {2,}(?=\S)", text)), len(re.findall(r"(?<=\S) (?=\S)", text))
    return re.sub(r" {2,}", " ", text) if wide > narrow else text


def _plain(letter: str) -> str:
    """Letters of full width or in a ligature as plain ones; control characters left out."""
    if letter in "\n\t\r":
        return letter
    if unicodedata.category(letter)[0] == "C" and letter != "\u00ad":
        return ""
    return unicodedata.normalize("NFKC", letter) if "\ufb00" <= letter <= "\uffff" else letter


def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0].lower()
    return base if len(base) == 1 else letter
