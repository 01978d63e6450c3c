"""Meanings that no text of ours may have: families of words per language, and which alarm together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from pydantic import BeforeValidator, Field

from biotica.errors import BadRow, _
from biotica.knowledge.records import Key, Row
from biotica.knowledge.things import read_things
from biotica.knowledge.tsv import Place


def _phrases(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(" ".join(part.split()) for part in value.split(",") if part.strip())


def _slots(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


Phrases = Annotated[tuple[Key, ...], BeforeValidator(_phrases)]
Slots = Annotated[tuple[Key, ...], BeforeValidator(_slots), Field(min_length=1)]


class Family(Row):
    """Words that do the same work, per language; a comma stands between phrases.

    Notes
    -----
    In a phrase ``*`` stands for any letters, ``a/b`` for one of two words, ``..`` for up to five words
    between, ``.`` for up to one, ``word?`` for a word that may be left out, and ``@family`` for any single
    word of that family. Case, accents and hyphens do not count.
    """

    en: Phrases = ()
    nl: Phrases = ()


class Alarm(Row):
    """Families that must not meet in one sentence.

    Parameters
    ----------
    together : tuple of str
        Each slot is a family, or several with ``|`` between; the first one is where the finding points.
    unless : tuple of str
        Families of which one in the same sentence lifts the alarm.
    hears_no : bool
        Whether a plain "not" beside the first slot lifts it. False where the promise is itself a "not".
    """

    together: Slots
    unless: Annotated[tuple[Key, ...], BeforeValidator(_slots)] = ()
    hears_no: bool = True

    @cached_property
    def slots(self) -> tuple[tuple[str, ...], ...]:
        """The families of each slot."""
        return tuple(tuple(slot.split("|")) for slot in self.together)

    @property
    def families(self) -> frozenset[str]:
        """Every family that it names."""
        return frozenset((*(name for slot in self.slots for name in slot), *self.unless))


class Meaning(Row):
    """One meaning: what is wrong with it, its own families, and its alarms.

    Parameters
    ----------
    id : str
        What a finding gives as its reason.
    wrong : str
        Why no text of ours says it, in one English sentence.
    """

    id: Key
    wrong: Key
    families: dict[str, Family] = Field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()


class Lexicon(Row):
    """All meanings; a family may be used by every one of them."""

    meanings: tuple[Meaning, ...]

    def families(self, lang: str) -> Mapping[str, tuple[str, ...]]:
        """Family to its phrases in ``"en"`` or ``"nl"``."""
        return MappingProxyType(
            {
                name: family.nl if lang == "nl" else family.en
                for meaning in self.meanings
                for name, family in meaning.families.items()
            }
        )


def load_lexicon(folder: Place | None = None) -> Lexicon:
    """Read the meanings.

    Parameters
    ----------
    folder : Path or Traversable or None
        Holds one YAML file per meaning; None = those that ship with biotica, read once.

    Raises
    ------
    BadRow
        If a file is wrong, two files hold one family, or an alarm names a family that no file holds.
    """
    return _packaged() if folder is None else _read(folder)


@cache
def _packaged() -> Lexicon:
    return _read(files("biotica") / "data" / "words")


def _read(folder: Place) -> Lexicon:
    meanings = read_things(folder, Meaning)
    names = [name for meaning in meanings for name in meaning.families]
    repeated = sorted({name for name in names if names.count(name) > 1})
    for name in repeated:
        raise BadRow(
            _("the family '{family}' stands in two files"),
            code="repeated_family",
            where=folder.name,
            family=name,
        )
    for meaning in meanings:
        for name in sorted({one for alarm in meaning.alarms for one in alarm.families} - set(names)):
            raise BadRow(
                _("an alarm names the family '{family}', which no file holds"),
                code="unknown_family",
                where=f"{meaning.id}.yaml",
                hint=_("add the family, or correct its name"),
                family=name,
            )
    return Lexicon(meanings=meanings)
