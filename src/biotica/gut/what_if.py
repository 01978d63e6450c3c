"""A community with a member taken away or put in, and the paired difference that this makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from biotica.engine.compiled import Floats
from biotica.errors import InputError, UnknownTaxon, _
from biotica.gut.band import Band, band
from biotica.gut.members import Kinship, Shares

RESOLUTION_MMOL_PER_L = 0.05
"""Smallest difference told from none: larger than the error of a paired difference of two ensembles."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What is done to a community.

    Attributes
    ----------
    without : tuple of str
        Names whose cells are taken away.
    added : tuple of (str, float)
        Names and the share, of all cells of the sample, that is put in on top.
    """

    without: tuple[str, ...] = ()
    added: tuple[tuple[str, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.without or self.added)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What a change makes of one metabolite, paired draw by draw.

    Attributes
    ----------
    before, after : Band or None
        Amount without and with the change; None where only the difference was worked out.
    more : Band
        After minus before.
    probability_more, probability_less : float
        Share of the draws in which the change makes more, or less, by more than the resolution.
    """

    before: Band | None
    after: Band | None
    more: Band
    probability_more: float
    probability_less: float


def difference(
    more: Floats, *, before: Floats | None = None, after: Floats | None = None, resolution: float
) -> Difference:
    """Sum up a paired difference.

    Parameters
    ----------
    more : shape (draws,)
        After minus before.
    before, after : shape (draws,) or None
        Where known.
    resolution : float
        Same unit; a smaller difference is none.

    Notes
    -----
    The probability is that of the model's own uncertain numbers. It does not hold what the model leaves out.
    """
    return Difference(
        before=None if before is None else band(before),
        after=None if after is None else band(after),
        more=band(more),
        probability_more=float(np.mean(more > resolution)),
        probability_less=float(np.mean(more < -resolution)),
    )


def members_named(printed: str, kinship: Kinship, *, where: str) -> tuple[str, ...]:
    """Give the members that a name stands for.

    Raises
    ------
    UnknownTaxon
        If it stands for none, or names a species of which the model knows only the genus; the hint has the
        name that looks most like it.
    """
    standing = kinship.stands_for(printed)
    one_species = " " in printed.strip() and standing.basis != "species" and ";" not in printed
    if standing.members and not one_species:
        return standing.members
    known = {kinship.knowledge.taxa[slug].taxon for slug in kinship.knowledge.members}
    close = get_close_matches(printed.replace("_", " "), sorted(known), n=1, cutoff=0.6)
    raise UnknownTaxon(
        _("'{name}' is not a microbe that the model knows"),
        code="unknown_taxon",
        where=where,
        hint=_("did you mean '{close}'?")
        if close
        else _("the scientific name of a species or genus is needed"),
        name=printed,
        close=close[0] if close else "",
    )


def changed(shares: Shares, changes: Changes, kinship: Kinship) -> Shares:
    """Take members away and put members in; the cells of all others stay as many as they were.

    Parameters
    ----------
    shares : Shares
        The community.
    changes : Changes
        What is done to it.
    kinship : Kinship
        Look-up of names; one that stands for several members means all of them, in equal parts where put in.

    Returns
    -------
    Shares
        Members taken away stay listed with no cells, so that both communities have the same states.

    Raises
    ------
    UnknownTaxon
        If a name stands for no member, or one to take away is not there.
    InputError
        If a share is not between 0 and 1.
    """
    members = dict(shares.members)
    for name in changes.without:
        present = [slug for slug in members_named(name, kinship, where="--without") if slug in members]
        if not present:
            raise _not_there(name, members, kinship)
        members.update(dict.fromkeys(present, 0.0))
    for name, share in changes.added:
        if not 0.0 < share <= 1.0:
            raise InputError(
                _("a share of {share} cannot be put in"),
                code="share_out_of_range",
                where="--with",
                hint=_("a part of all microbes between 0 and 1, such as 0.05"),
                share=share,
            )
        slugs = members_named(name, kinship, where="--with")
        for slug in slugs:
            members[slug] = members.get(slug, 0.0) + share / len(slugs)
    residents = {slug: resident for slug, resident in shares.residents.items() if slug not in members}
    return replace(shares, members=dict(sorted(members.items())), residents=residents)


def _not_there(name: str, members: Mapping[str, float], kinship: Kinship) -> UnknownTaxon:
    most = sorted(members, key=lambda slug: -members[slug])[:3]
    return UnknownTaxon(
        _("'{name}' is not in this profile, so it cannot be taken away"),
        code="taxon_not_in_profile",
        where="--without",
        hint=_("the profile has {most} and others"),
        name=name,
        most=", ".join(kinship.knowledge.taxa[slug].taxon for slug in most),
    )


def with_places(shares: Shares, slugs: Iterable[str]) -> Shares:
    """Give members a place in the vial without any cells, so that two communities share their states."""
    return replace(shares, members=dict(sorted({**dict.fromkeys(slugs, 0.0), **shares.members}.items())))


def differences(
    before: Mapping[str, Floats], after: Mapping[str, Floats], metabolites: Sequence[str]
) -> dict[str, Difference]:
    """Sum up paired differences of mmol per litre, each of shape (draws,)."""
    return {
        m: difference(
            after[m] - before[m], before=before[m], after=after[m], resolution=RESOLUTION_MMOL_PER_L
        )
        for m in metabolites
    }
