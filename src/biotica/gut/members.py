"""From the names and shares of a profile to members that the engine can grow; the rest stays visible."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from biotica.gut.profile import Profile, TaxonShare
from biotica.gut.residency import Resident
from biotica.gut.set_aside import community
from biotica.knowledge.load import Knowledge
from biotica.knowledge.names import NameTable
from biotica.knowledge.printed_names import clean_name

UNKNOWN = "unknown_gut_microbe"
"""Slug of the member with wide traits that stands for every name that no table fits."""

LEAST_SHARE = 1.0e-4
"""Members below this share of the community are left out: every member costs time, and 24 h of fast growth
lift them to a few percent at most. Their share is kept as `Shares.left_out`. Assumed."""

ROUNDED = 0.01
"""Shares that sum to 1 within this are those of a whole community, rounded."""

Basis = Literal["code", "species", "genus", "family", "unmapped"]

_ANCESTOR = re.compile(r"^[fg]__")
_NO_NAME = frozenset({"", "__", "unclassified", "uncultured"})
_GUT = "gut_anaerobe"
_NOT_OF_THE_GUT = frozenset({"milk_contaminants", "milk_moulds"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What one printed name stands for, and by what it was found.

    Attributes
    ----------
    parts : mapping of str to float
        Member to its part of the name, > 0; they sum to 1. Empty where no table fits.
    basis : str
        By what it was found.
    """

    parts: Mapping[str, float]
    basis: Basis

    @property
    def members(self) -> tuple[str, ...]:
        """Slugs, in the order of the table."""
        return tuple(self.parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """A community as the engine can grow it.

    Attributes
    ----------
    members : mapping of str to float
        Slug to share of the whole profile; sums to ``1 - unmapped - left_out``.
    unmapped : float
        Share of names that no table fits; it grows as one member with wide traits.
    left_out : float
        Share of mapped members below `LEAST_SHARE`.
    by_basis : mapping of str to float
        Share found by strain code, species, genus or family.
    unmapped_names : tuple of str
        Those names, largest share first.
    residents : mapping
        Members that the sample does not show and that may be there.
    """

    members: Mapping[str, float]
    unmapped: float
    left_out: float = 0.0
    by_basis: Mapping[str, float] = field(default_factory=dict)
    unmapped_names: tuple[str, ...] = ()
    residents: Mapping[str, Resident] = field(default_factory=dict)

    @property
    def nameless(self) -> float:
        """Share that the model grows as `UNKNOWN`, 0..1."""
        return self.unmapped + self.left_out

    @property
    def all_members(self) -> tuple[str, ...]:
        """Everything that can be in the vessel, sorted."""
        unknown = {UNKNOWN} if self.nameless > 0.0 else set()
        return tuple(sorted({*self.members, *self.residents, *unknown}))

    @property
    def mapped(self) -> float:
        """Share that the model grows, 0..1."""
        return sum(self.members.values())


@dataclass(frozen=True, kw_only=True)
class Kinship:
    """Look-up from printed names to members.

    Parameters
    ----------
    knowledge : Knowledge
        Taxa and the table of kin.
    names : NameTable
        Old and new names.
    """

    knowledge: Knowledge
    names: NameTable
    _codes: Mapping[str, str] = field(init=False)
    _exact: Mapping[str, str] = field(init=False)
    _genus: Mapping[str, Mapping[str, float]] = field(init=False)
    _kin: Mapping[tuple[str, str], Mapping[str, float]] = field(init=False)

    def __post_init__(self) -> None:
        exact: dict[str, str] = {}
        genus: dict[str, list[str]] = {}
        for slug in self.knowledge.members:
            row = self.knowledge.taxa[slug]
            lineage = self.knowledge.lineage_of(slug)
            if row.rank == "group" or _NOT_OF_THE_GUT & set(lineage):
                continue
            for name in (*row.also, row.taxon):
                exact[_without_brackets(name)] = slug
            exact[slug] = slug
            if _GUT in lineage:
                genus.setdefault(row.taxon.split(" ", 1)[0], []).append(slug)
        kin = {(row.name, row.family): row.parts for row in self.knowledge.kin}
        codes = {row.strain_code: slug for slug, row in self.knowledge.taxa.items() if row.strain_code}
        object.__setattr__(self, "_codes", codes)
        object.__setattr__(self, "_exact", exact)
        object.__setattr__(self, "_genus", {name: _equal(slugs) for name, slugs in genus.items()})
        object.__setattr__(self, "_kin", kin)

    def stands_for(self, printed: str) -> Standing:
        """Say which members a printed name stands for.

        Parameters
        ----------
        printed : str
            A strain code, a slug, a scientific name, or a lineage with rank prefixes joined by ``;`` or
            ``|``.

        Returns
        -------
        Standing
            Without members where no table fits; never a guess by likeness.
        """
        plain = printed.strip()
        if plain in self._codes:
            return Standing(parts={self._codes[plain]: 1.0}, basis="code")
        if plain in self._exact:
            return Standing(parts={self._exact[plain]: 1.0}, basis="species")
        species, genus, family = _parts(printed)
        if species and (found := self._of_species(species)) is not None:
            return Standing(parts={found: 1.0}, basis="species")
        genus = genus or (species.split(" ", 1)[0] if species else "")
        old_and_new = self.names.resolve(genus, rank="genus").candidates if genus else ()
        for name in dict.fromkeys((species, _without_brackets(species), genus, *old_and_new)):
            parts = self._kin.get((name, family)) or self._kin.get((name, "")) or self._genus.get(name)
            if parts:
                return Standing(parts=parts, basis="genus")
        family = family or (genus if genus.endswith("aceae") else "")
        if (family, "") in self._kin:
            return Standing(parts=self._kin[family, ""], basis="family")
        return Standing(parts={}, basis="unmapped")

    def _of_species(self, name: str) -> str | None:
        resolved = self.names.resolve(name, rank="species")
        for candidate in (name, resolved.name, *sorted(resolved.candidates)):
            found = self._exact.get(_without_brackets(candidate))
            if found is not None:
                return found
        return None


def _equal(slugs: list[str]) -> dict[str, float]:
    return dict.fromkeys(slugs, 1.0 / len(slugs))


def _without_brackets(name: str) -> str:
    return name.replace("[", "").replace("]", "")


def _parts(printed: str) -> tuple[str, str, str]:
    """Species, genus and family of a printed name, blank where not named."""
    if ";" not in printed and "|" not in printed:
        name = clean_name(printed)
        if printed.strip().startswith("f__"):
            return "", "", name
        return (
            (name, "", "")
            if " " in name or ("_" in printed.strip() and not _ANCESTOR.match(printed))
            else ("", name, "")
        )
    named = {"f": "", "g": "", "s": ""}
    for piece in re.split(r"[;|]", printed):
        rank, _, name = piece.strip().partition("__")
        if rank in named and name not in _NO_NAME:
            named[rank] = clean_name(name)
    genus, species = named["g"], named["s"]
    if species and genus and not species.startswith((genus, f"[{genus}")) and " " not in species:
        species = f"{genus} {species}"
    return species, genus, _without_brackets(named["f"])


def to_members(
    shares: Iterable[tuple[str, float]], kinship: Kinship, *, least: float = LEAST_SHARE
) -> Shares:
    """Give each name's share to the members that it stands for.

    Parameters
    ----------
    shares : iterable of (str, float)
        Printed name and share of the whole, >= 0; scaled to a sum of 1 where they sum to more. Where they sum
        to less, the table does not list everybody: the rest is unmapped.
    kinship : Kinship
        Look-up.
    least : float
        Members below this share are left out.

    Returns
    -------
    Shares
        The unmapped share is kept as such: the rest is not scaled up. The same to the last bit in whatever
        order the names come.
    """
    listed = [(name, share) for name, share in shares if share > 0.0]
    listed_share = math.fsum(share for _name, share in listed)
    total = 1.0 if 0.0 < listed_share < 1.0 - ROUNDED else listed_share or 1.0
    parts: defaultdict[str, list[float]] = defaultdict(list)
    by_basis: defaultdict[str, list[float]] = defaultdict(list)
    lost: list[tuple[float, str]] = []
    for name, share in listed:
        standing = kinship.stands_for(name)
        by_basis[standing.basis].append(share / total)
        if not standing.parts:
            lost.append((share / total, name))
        for slug, part in standing.parts.items():
            parts[slug].append(share / total * part)
    members = {slug: math.fsum(each) for slug, each in parts.items()}
    kept = {slug: share for slug, share in sorted(members.items()) if share >= least}
    return Shares(
        members=kept,
        unmapped=math.fsum(share for share, _name in lost) + 1.0 - listed_share / total,
        left_out=math.fsum(share for share in members.values() if share < least),
        by_basis={basis: math.fsum(each) for basis, each in by_basis.items()},
        unmapped_names=tuple(name for _share, name in sorted(lost, reverse=True)),
    )


def shares_of(profile: Profile, kinship: Kinship, *, least: float = LEAST_SHARE) -> Shares:
    """Give the members that a person's profile stands for.

    Parameters
    ----------
    profile : Profile
        One sample; what is no microbe is set aside, every other part is counted once, at the finest rank that
        it names.
    kinship : Kinship
        Look-up.
    least : float
        Members below this share are left out.
    """
    parts = community(profile).finest()
    return to_members(((_lineage(taxon), taxon.share) for taxon in parts), kinship, least=least)


def _lineage(taxon: TaxonShare) -> str:
    genus, family = taxon.ancestor("genus") or "", taxon.ancestor("family") or ""
    prefix = {"strain": "s", "species": "s", "genus": "g", "family": "f"}.get(taxon.rank)
    if prefix is None:
        return f"f__{family};g__{genus};s__"
    own = {"f": family, "g": genus, "s": ""} | {prefix: taxon.display_name}
    return ";".join(f"{key}__{value}" for key, value in own.items())
