"""Forms in which programs print the name of a microbe, taken apart; no table of names, no spelling repair."""

from __future__ import annotations

import re

_RANK_PREFIX = re.compile(r"^(d|sk|k|p|c|o|f|g|s|t)__")
_GTDB_SUFFIX = re.compile(r"(?<=[a-z])(?<![ _]bacterium)(?<![ _]archaeon)(?<! sp)_[A-Z]{1,2}(?=$| )")
_MOTU = re.compile(r" *\[(?:ref|meta|ext)_mOTU_\w+\]$")
_FUSED_STATUS = re.compile(r"^Candidatus(?=[A-Z])")
_QUOTES = re.compile(r"[\"“”„«»]|(?<!\S)['‘’]|['‘’](?!\S)")
_SUBSPECIES = re.compile(r" (?:subsp|ssp|subspecies)\.? ")
_ABBREVIATION = re.compile(r"\b(?:sp|spp|cf|aff|rel)\.$")
_NUMBERED = re.compile(r"^([A-Z][a-z]+)(?: ?\d{1,2}| [IVXl]+[ab]?)$")
_STRICT = re.compile(r"^([A-Z][a-z]+) sensu stricto(?: \d{1,2})?$")
_BRACKETED = re.compile(r"^\[([A-Z][a-z]+)\] ([a-z-]+)$")
_BINOMIAL = re.compile(r"^[A-Z][a-z]+ [a-z][a-z-]+$")
_GENUS = re.compile(r"^(?:Candidatus )?[A-Z][a-z]+$")
_HIGHER_ENDING = re.compile(r"(?:aceae|ales)$")
_STRAIN_START = re.compile(r"^[A-Z0-9]|\d|^(?:strain|str\.)$")
_NO_EPITHET = frozenset(
    {
        "sp",
        "spp",
        "bacterium",
        "archaeon",
        "unclassified",
        "noname",
        "genomosp",
        "cf",
        "aff",
        "et",
        "uncultured",
    }
)
_BEFORE = ("uncultured ", "unidentified ", "unclassified ")
_AFTER = (" unclassified", " noname", " sp.", " sp", " spp.")


def tidy(printed: str) -> str:
    """Strip a name of rank prefix, quotes, double blanks, trailing dots and underscores; brackets stay."""
    name = _MOTU.sub("", _RANK_PREFIX.sub("", printed.strip())).replace("_", " ")
    name = _FUSED_STATUS.sub("Candidatus ", _QUOTES.sub("", name))
    name = _SUBSPECIES.sub(" subsp. ", " ".join(name.split()))
    return name if _ABBREVIATION.search(name) else name.rstrip(". ")


def without_gtdb_suffix(printed: str) -> str:
    """Strip the suffixes by which GTDB splits genera and species (``Blautia_A``); strain codes stay."""
    name = _MOTU.sub("", _RANK_PREFIX.sub("", printed.strip()))
    return _GTDB_SUFFIX.sub("", name) if name.count("_") <= 1 or " " in name else name


def has_suffixed_epithet(printed: str) -> bool:
    """Whether GTDB says that a species is not the one of that name (``Bacteroides massiliensis_B``)."""
    words = without_gtdb_suffix(printed).split(" ")
    return len(words) == 2 and not printed.strip().endswith(words[1])


def clean_name(printed: str) -> str:
    """Strip a printed name of rank prefix, GTDB suffixes, stray quotes and underscores; brackets stay."""
    return tidy(without_gtdb_suffix(printed))


def numbered_genus(name: str) -> str | None:
    """Give the genus whose parts SILVA and RDP number (``Prevotella 9``, ``Clostridium IV``), else None."""
    match = _NUMBERED.match(name)
    return match[1] if match else None


def strict_genus(name: str) -> str | None:
    """Give the genus in its narrow sense (``Clostridium sensu stricto 1``), None for other names."""
    match = _STRICT.match(name)
    return match[1] if match else None


def without_brackets(name: str) -> str | None:
    """Give the species that NCBI writes with a misplaced genus (``[Eubacterium] rectale``), None for others.

    A genus in brackets alone is a name of Greengenes and another genus than the one without.
    """
    match = _BRACKETED.match(name)
    return f"{match[1]} {match[2]}" if match else None


def without_status(name: str) -> str:
    """Strip the word Candidatus, which is no part of the name."""
    return name.removeprefix("Candidatus ")


def without_filler(name: str) -> str:
    """Strip words that say that nothing finer is known: uncultured, sp., unclassified, noname."""
    for word in _BEFORE:
        name = name.removeprefix(word)
    for word in _AFTER:
        name = name.removesuffix(word)
    return name


def genus_of(name: str) -> str:
    """Give the word of a species name that stands for the genus; with Candidatus where that is printed."""
    words = name.split(" ")
    return " ".join(words[:2]) if words[0] == "Candidatus" else words[0]


def species_of(name: str) -> str | None:
    """Give the species of a printed strain (``Lactobacillus rhamnosus GG``), None where there is none.

    A third word in small letters may be a second species or a subspecies that is a species now: no strain.
    """
    words = name.split(" ")
    if len(words) < 3 or not is_binomial(" ".join(words[:2])):
        return None
    autonym = words[2:] in (["subsp.", words[1]], [words[1]])
    return " ".join(words[:2]) if autonym or _STRAIN_START.search(words[2]) else None


def as_subspecies(name: str) -> str | None:
    """Write three bare words as a subspecies (``Bifidobacterium longum infantis``), None for other names."""
    words = name.split(" ")
    if len(words) != 3 or not is_binomial(" ".join(words[:2])) or not words[2].islower():
        return None
    return f"{words[0]} {words[1]} subsp. {words[2]}"


def is_binomial(name: str) -> bool:
    """Whether two words can be the name of a species."""
    return bool(_BINOMIAL.match(name)) and is_genus(genus_of(name)) and name.split(" ")[1] not in _NO_EPITHET


def is_genus(name: str) -> bool:
    """Whether a word can be the name of a genus: Latin, and without the ending of a family or an order."""
    return bool(_GENUS.match(name)) and not _HIGHER_ENDING.search(name)
