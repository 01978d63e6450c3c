"""The reader's language: translated texts, and its habits for numbers and dates.

English is the language of the msgids, so it needs no catalogue; every other language has one below `locale/`.
"""

from __future__ import annotations

import gettext
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from biotica.errors import BioticaError, InputError, _

LanguageCode = Literal["en", "nl"]
LANGUAGES: tuple[LanguageCode, ...] = ("en", "nl")
DOMAIN = "biotica"

_MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)


@dataclass(frozen=True, slots=True)
class Language:
    """One language: how to say a msgid, a number and a day."""

    code: LanguageCode
    catalogue: gettext.NullTranslations

    def say(self, msgid: str, /, **values: object) -> str:
        """Say a msgid in this language, with its gaps filled."""
        text = self.catalogue.gettext(msgid)
        return text.format_map(values) if values else text

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Say a msgid that depends on a number, which fills the gap ``{number}``."""
        text = self.catalogue.ngettext(one, many, number)
        return text.format_map({"number": self.number(number), **values})

    def number(self, value: float, *, digits: int = 3) -> str:
        """Print a number with significant digits and this language's separators.

        Parameters
        ----------
        value : float
            Any finite number.
        digits : int
            Significant digits, >= 1; whole digits before the point are always kept.

        Returns
        -------
        str
            Such as ``"1,234"`` and ``"0.25"`` in English, ``"1.234"`` and ``"0,25"`` in Dutch.
        """
        decimals = 0 if value == 0 else max(0, digits - 1 - math.floor(math.log10(abs(value))))
        return self.decimal(value, decimals, strip=True)

    def decimal(self, value: float, decimals: int, *, strip: bool = False) -> str:
        """Print a number with a fixed count of decimals; `strip` drops zeros at the end."""
        text = f"{value:,.{decimals}f}"
        if strip and "." in text:
            text = text.rstrip("0").rstrip(".")
        if float(text.replace(",", "")) == 0:
            text = text.removeprefix("-")
        swapped = text.translate(str.maketrans(",.", ".,")) if self.code == "nl" else text
        return swapped.replace("-", "\N{MINUS SIGN}")

    def percent(self, share: float) -> str:
        """Print a share (0 to 1) as a percentage with two or three significant digits."""
        if 0 < share < 0.0001:
            return self.say(_("less than {percent} %"), percent=self.number(0.01))
        return f"{self.number(100 * share, digits=2 if share < 0.1 else 3)} %"

    def day(self, day: date) -> str:
        """Print a day, such as ``3 October 2026``."""
        return f"{day.day} {self.say(_MONTHS[day.month - 1])} {day.year}"

    def iso_day(self, text: str) -> str:
        """Print a day that is given as ``2026-10-03``; any other text is shown as it stands."""
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text


@cache
def translator(code: str) -> gettext.NullTranslations:
    """Load the catalogue of a language.

    Parameters
    ----------
    code : str
        ``"en"`` or ``"nl"``.

    Returns
    -------
    gettext.NullTranslations
        `gettext.GNUTranslations` for every language but English.

    Raises
    ------
    InputError
        If the language is not one of ours.
    """
    if code not in LANGUAGES:
        raise InputError(
            _("there are no texts in the language '{language}'"),
            code="unknown_language",
            where="--lang",
            hint=_("choose one of: {languages}"),
            language=code,
            languages=", ".join(LANGUAGES),
        )
    if code == "en":
        return gettext.NullTranslations()
    catalogue = files("biotica") / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with catalogue.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def language(code: str) -> Language:
    """Give the language with this code; raises InputError as `translator` does."""
    catalogue = translator(code)
    return Language("nl" if code == "nl" else "en", catalogue)


def error_text(error: BioticaError, code: str) -> str:
    """Say an error in a language: place, what is wrong, and what to do next."""
    spoken = language(code)
    place = f"{error.where}: " if error.where else ""
    message = spoken.say(error.msgid).format_map(error.values)
    hint = spoken.say(error.hint_msgid).format_map(error.values) if error.hint_msgid else ""
    return f"{place}{message}" + (f" ({hint})" if hint else "")
