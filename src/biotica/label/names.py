"""Names of microbes in running text, in full or shortened, also as a photo spoils them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from biotica.knowledge.label_terms import label_grammar
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names
from biotica.label.illness import one_apart
from biotica.label.printed import Printed

_SPECIES_RANKS = frozenset({"species", "subspecies", "variety", "strain"})
_SPOILT = str.maketrans({"1": "l", "0": "o", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b"})
_RANK = r"(?:subsp(?:ecies)?|ssp|subs|sub|var|subsp ecies)\.?"
_WORD = re.compile(r"[a-z0-9|!]+")
_NAME = re.compile(
    rf"(?<![a-z0-9])(?P<genus>[a-z0-9|!]{{4,24}}|[a-z]{{1,3}}(?=[. ]))(?P<dot>\.)?\s{{0,3}}"
    rf"(?P<epithet>[a-z0-9|!]{{4,20}})(?:\s{{1,2}}{_RANK}\s{{0,2}}(?P<sub>[a-z0-9|!]{{4,20}}))?(?![a-z0-9])"
)
_MORE = re.compile(r"\s*(?:,|;|/|&|\+|\ben\b|\band\b)\s*(?P<epithet>[a-z0-9|!]{4,20})(?![a-z0-9])")
_LATIN = re.compile(r"(?:[iu]s|um|ii?|ae|a|ens|ans|es|or|ri)$")
_NO_EPITHET = frozenset(label_grammar()["names"].each("no_epithet"))
_SHORT_FORMS: Mapping[str, tuple[str, ...]] = {
    "Lactobacillus": ("lb",),
    "Lactococcus": ("lc",),
    "Leuconostoc": ("ln", "leuc"),
    "Bifidobacterium": ("bb", "bif"),
    "Streptococcus": ("str", "st"),
}
"""Shortenings of a genus that are in use and do not begin its name."""
_LONG = 7
"""Letters from which on a name with one wrong letter is still it (assumed: no two of ours are so close)."""
_LONGEST_INITIAL = 3
"""Letters of a genus shortened to its initial."""
_SHORTEST_EPITHET = 5
_ALONE = re.compile(r"(?<![a-z])akkermansia(?![a-z])")
"""The one genus that is sold by its bare name; one species of it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A microbe named in a text: the characters, the name as printed, and the species' name of today."""

    start: int
    end: int
    printed: str
    current: str


def plain(word: str) -> str:
    """Give the form in which words are compared: look-alike letters made one."""
    return word.translate(_SPOILT).replace("rn", "m").replace("vv", "w")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What names are made of, in the form of `plain`."""

    genera: Mapping[str, str]
    of_genus: Mapping[str, Mapping[str, str]]
    of_initial: Mapping[tuple[str, str], frozenset[str]]


def _names_of_species() -> Iterator[tuple[str, ...]]:
    """Genus, epithet and what follows, of every species of our tables, under its old and new names."""
    knowledge = load()
    full = {row.taxon for row in knowledge.taxa.values() if row.rank in _SPECIES_RANKS}
    for synonym in knowledge.synonyms.values():
        if synonym.rank in _SPECIES_RANKS and synonym.confidence != "unsure":
            full |= {synonym.old, synonym.new}
    for name in sorted(full):
        words = tuple(re.findall(r"[A-Za-z]+", name))
        if len(words) > 1 and words[0][0].isupper() and words[1].islower():
            yield words


@cache
def _known() -> _Known:
    genera: dict[str, str] = {}
    of_genus: defaultdict[str, dict[str, str]] = defaultdict(dict)
    of_initial: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for words in _names_of_species():
        genus, epithet = plain(words[0].lower()), plain(words[1])
        genera[genus] = words[0]
        of_genus[genus].setdefault(epithet, words[1])
        if len(words) == 2:
            of_initial[words[0][0].lower(), epithet].add(f"{words[0]} {words[1]}")
    return _Known(
        genera=MappingProxyType(genera),
        of_genus=MappingProxyType({genus: MappingProxyType(found) for genus, found in of_genus.items()}),
        of_initial=MappingProxyType({key: frozenset(found) for key, found in of_initial.items()}),
    )


def known_words() -> frozenset[str]:
    """Genera and epithets of our tables, in lower case."""
    known = _known()
    return frozenset(name.lower() for name in known.genera.values()) | {
        epithet for epithets in known.of_genus.values() for epithet in epithets.values()
    }


def named_microbes(text: Printed) -> tuple[Named, ...]:
    """Find every microbe that a text names, down to species.

    Parameters
    ----------
    text : Printed
        Tidied text.

    Returns
    -------
    tuple of Named
        In the order of the text. A shortened genus counts only where genus and epithet fit one species of our
        tables; a genus alone, or "lactic acid bacteria", is no name of a species.
    """
    found = tuple(_apart(_named(text)))
    alone = None if found else _ALONE.search(text.folded)
    if alone is None:
        return found
    printed = text.text[alone.start() : alone.end()]
    return (Named(start=alone.start(), end=alone.end(), printed=printed, current="Akkermansia muciniphila"),)


def _named(text: Printed) -> Iterator[Named]:
    folded = text.folded
    position = 0
    while (match := _NAME.search(folded, position)) is not None:
        full = _full_name(match)
        if full is None:
            position = match.start() + max(1, len(match["genus"]))
            continue
        genus, species = full
        end = match.end() if match["sub"] else match.end("epithet")
        yield _one(text, match.start(), end, species)
        position = end
        while (more := _MORE.match(folded, position)) is not None:
            epithet = _known().of_genus.get(plain(genus.lower()), {}).get(plain(more["epithet"]))
            if epithet is None:
                break
            yield _one(text, more.start("epithet"), more.end("epithet"), f"{genus} {epithet}")
            position = more.end("epithet")


def _one(text: Printed, start: int, end: int, species: str) -> Named:
    words = species.split()
    rank = "species" if len(words) == 2 else "subspecies"
    current = default_names().resolve(species, rank=rank).name
    return Named(start=start, end=end, printed=" ".join(text.text[start:end].split()), current=current)


def _full_name(match: re.Match[str]) -> tuple[str, str] | None:
    """Genus and full name behind a match; None = these two words are no name."""
    known, printed = _known(), plain(match["genus"])
    genus = printed if printed in known.genera else _misspelt(printed, known.of_genus)
    if genus is not None:
        return _of_genus(genus, match)
    return _of_mapped_genus(match) or _of_cut_genus(match) or _of_initial(match)


def _of_genus(genus: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Name a species of a genus of our tables, in the form of `plain`; its epithet may be misspelt or new."""
    epithets, printed = _known().of_genus[genus], plain(match["epithet"])
    epithet = epithets.get(printed) or _misspelt(printed, epithets) or _new_epithet(match["epithet"])
    name = _known().genera[genus]
    return None if epithet is None else (name, _with_rank(f"{name} {epithet}", match))


def _of_mapped_genus(match: re.Match[str]) -> tuple[str, str] | None:
    """Name a new species of a genus that our tables know only under its other names."""
    if not (match["genus"].isalpha() and _new_epithet(match["epithet"])):
        return None
    name = match["genus"].capitalize()
    is_known = default_names().resolve(name, rank="genus").is_mapped
    return (name, _with_rank(f"{name} {match['epithet']}", match)) if is_known else None


def _of_cut_genus(match: re.Match[str]) -> tuple[str, str] | None:
    """Read a genus cut off with a dot, such as "Lactobac. casei"."""
    if not match["dot"] or len(match["genus"]) <= _LONGEST_INITIAL:
        return None
    known, epithet, start = _known(), plain(match["epithet"]), plain(match["genus"])
    fitting = [
        (known.genera[genus], epithets[epithet])
        for genus, epithets in known.of_genus.items()
        if genus.startswith(start) and epithet in epithets
    ]
    return (fitting[0][0], " ".join(fitting[0])) if len(fitting) == 1 else None


def _of_initial(match: re.Match[str]) -> tuple[str, str] | None:
    """Read a genus of one to three letters, where only one species of today fits."""
    genus = match["genus"]
    if len(genus) > _LONGEST_INITIAL or not (match["dot"] or len(genus) < _LONGEST_INITIAL):
        return None
    fitting = [
        name
        for name in _known().of_initial.get((genus[0], plain(match["epithet"])), ())
        if name.lower().startswith(genus) or genus in _SHORT_FORMS.get(name.split()[0], ())
    ]
    if len({default_names().resolve(name, rank="species").name for name in fitting}) != 1:
        return None
    name = min(fitting)
    return name.split()[0], _with_rank(name, match)


def _misspelt(word: str, known: Mapping[str, object]) -> str | None:
    """Find the one known word that differs in one letter from a long one, in the form of `plain`."""
    if len(word) < _LONG or not word.isalpha():
        return None
    near = [name for name in known if abs(len(name) - len(word)) < 2 and one_apart(word, name)]
    return near[0] if len(near) == 1 else None


def _new_epithet(word: str) -> str | None:
    """Give a word after the full name of a genus, if it looks like an epithet and is not in our tables."""
    looks_latin = word.isalpha() and len(word) >= _SHORTEST_EPITHET and _LATIN.search(word)
    return word if looks_latin and word not in _NO_EPITHET else None


def _with_rank(species: str, match: re.Match[str]) -> str:
    """Write a name with its subspecies or variety, where one is printed."""
    sub = match["sub"]
    if not sub:
        return species
    rank = "var." if "var" in match[0][match.end("epithet") - match.start() :] else "subsp."
    genus = plain(species.split()[0].lower())
    return f"{species} {rank} {_known().of_genus.get(genus, {}).get(plain(sub), sub)}"


def _apart(names: Iterable[Named]) -> Iterator[Named]:
    end = -1
    for name in names:
        if name.start >= end:
            end = name.end
            yield name
