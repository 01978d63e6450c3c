"""Recognises the names of medicines as people write them; never by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from biotica.knowledge.rules import Medicine

_AMOUNT = re.compile(
    r"\b\d+(?:[.,]\d+)*\s*(?:mg|mcg|microgram|milligram|gram|ug|µg|g|ml|ie|iu|e|u|eenheden|units|mmol|dd|x|%)?"
    r"(?:\s*/\s*\d*\s*(?:ml|dosis|dose|uur|h|dag|day))?(?![a-z0-9])"
)
_SPLIT = re.compile(r"\s*(?:[/+,;&]|\bmet\b|\ben\b|\bwith\b|\band\b|\bplus\b)\s*")
_JOINING = frozenset({"met", "en", "with", "and", "plus", "of"})


def _word_set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_BY_MOUTH_OR_NEEDLE = _word_set(
    "tablet tabletten tabletje tablets tab tabl pil pillen pills capsule capsules caps",
    "bruistablet bruistabletten smelttablet kauwtablet zetpil zetpillen poeder powder",
    "sachet sachets zakje zakjes drank siroop syrup suspensie suspension oplossing solution druppels drops",
    "injectie injecties injection spuit pen infuus infusie drip pleister pleisters patch",
    "retard mga xr sr er mr generiek generic oraal oral",
    "daags daily dag day per keer times ochtend avond nacht",
)
_ON_THE_SPOT = _word_set(
    "inhalator inhaler puffer aerosol vernevelaar neusspray neusdruppels nasal spray neus nose",
    "creme cream zalf ointment gel lotion shampoo schuim foam",
    "oogdruppels eye oog oordruppels ear oor vaginaal vaginal",
)
_SALTS = _word_set(
    "natrium sodium kalium potassium calcium magnesium hydrochloride hcl chloride bromide hydrobromide",
    "maleaat maleate besilaat besylaat besilate mesilaat mesilate tartraat tartrate succinaat succinate",
    "fosfaat phosphate fumaraat fumarate acetaat acetate citraat citrate sulfaat sulfate",
    "monohydraat dihydraat hydrate arginine erbumine etexilaat etexilate medoxomil",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """What became of the names that a person gave.

    Parameters
    ----------
    known : tuple of Medicine
        Each once, in the order of the names.
    unknown : tuple of str
        Names that no table of ours holds, as typed.
    near : mapping
        Unknown name to a known one that looks like it; to be shown, never to be used.
    """

    known: tuple[Medicine, ...] = ()
    unknown: tuple[str, ...] = ()
    near: Mapping[str, str] = field(default_factory=dict)


def recognise(names: Iterable[str], medicines: Sequence[Medicine]) -> Recognised:
    """Look medicines up by name.

    Parameters
    ----------
    names : iterable of str
        As people write them: any case, with or without accents and hyphens, with strength and form
        (``metformine 500 mg tablet``), a salt behind the name, or several joined by ``+``, ``/`` or a word.
    medicines : sequence of Medicine
        Those that are known.

    Returns
    -------
    Recognised
        A name is known if it is one of the table's names once strength, form and order are set aside, or if
        each of its joined parts is. A cream, spray or patch counts only where the medicine brings no rule.
    """
    by_key = _by_key(tuple(medicines))
    known: dict[Medicine, None] = {}
    unknown: dict[str, None] = {}
    for name in names:
        found = _whole(name, by_key) or _in_parts(name, by_key)
        known.update(dict.fromkeys(found))
        if not found:
            unknown[name] = None
    near = {name: match for name in unknown if (match := nearest(name, medicines))}
    return Recognised(known=tuple(known), unknown=tuple(unknown), near=MappingProxyType(near))


def nearest(name: str, medicines: Iterable[Medicine]) -> str:
    """Give the known name that looks most like another one; empty = none does."""
    names = sorted({known for medicine in medicines for known in medicine.names})
    bare = " ".join(_words(name, _BY_MOUTH_OR_NEEDLE | _ON_THE_SPOT))
    close = get_close_matches(bare, names, n=1, cutoff=0.75) if bare else []
    return close[0] if close else ""


def keys_of(name: str) -> tuple[str, ...]:
    """Write a name so that its spellings are equal: words in order of the alphabet, and run together."""
    return _keys(_words(name))


@lru_cache(maxsize=8)
def _by_key(medicines: tuple[Medicine, ...]) -> Mapping[str, Medicine]:
    found: dict[str, Medicine] = {}
    for medicine in medicines:
        for name in medicine.names:
            found.update(dict.fromkeys(keys_of(name), medicine))
    return found


def _whole(name: str, by_key: Mapping[str, Medicine]) -> tuple[Medicine, ...]:
    words = _words(name, _BY_MOUTH_OR_NEEDLE)
    without_salt = [word for word in words if word not in _SALTS]
    for tried in (_words(name), words, without_salt):
        match = _match(tried, by_key)
        if match is not None:
            return (match,)
    local = _match(_words(name, _BY_MOUTH_OR_NEEDLE | _ON_THE_SPOT), by_key)
    return (local,) if local is not None and not (local.rules or local.asks) else ()


def _match(words: Sequence[str], by_key: Mapping[str, Medicine]) -> Medicine | None:
    return next((by_key[key] for key in _keys(words) if key in by_key), None)


def _in_parts(name: str, by_key: Mapping[str, Medicine]) -> tuple[Medicine, ...]:
    parts = [part for part in _SPLIT.split(_plain(_AMOUNT.sub(" ", _plain(name)))) if part.strip()]
    found = [_whole(part, by_key) for part in parts]
    return tuple(one for medicines in found for one in medicines) if len(parts) > 1 and all(found) else ()


def _plain(name: str) -> str:
    """Lower case, without accents."""
    split = unicodedata.normalize("NFKD", name.casefold().replace("µ", "u").replace("μ", "u"))
    return "".join(char for char in split if not unicodedata.combining(char))


def _words(name: str, left_out: frozenset[str] = frozenset()) -> list[str]:
    text = _AMOUNT.sub(" ", _plain(name))
    found = re.findall(r"[a-z0-9]+", text)
    return [word for word in found if word not in _JOINING and word not in left_out]


def _keys(words: Sequence[str]) -> tuple[str, ...]:
    """Put the words in order, and run them together."""
    return (" ".join(sorted(words)), "".join(words)) if words else ()
