"""A profile beside comparable people: what is not seen, low, unexpected or changed, and small guilds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from biotica.gut.comparable import genus_shares, shares_at
from biotica.gut.detection import Detection
from biotica.gut.guild_gaps import guild_standings
from biotica.gut.guilds import Guild
from biotica.gut.habit import Earlier
from biotica.gut.presence import Expected
from biotica.gut.profile import Caveat, Platform, Profile
from biotica.gut.reference import LEAST_PEOPLE, Reference
from biotica.gut.scores import Score, gmwi2_with_interval
from biotica.gut.set_aside import community
from biotica.gut.standing import Standing
from biotica.gut.zeros import Zero, ZeroResolver, judge_zero
from biotica.knowledge.names import NameTable

LEAST_READS = 500
LEAST_PREVALENCE = 0.25
"""Zeros of rarer taxa are no news."""

RARE = 0.05
UNEXPECTED_SHARE = 0.001
CHANGE_SHARE = 0.01
SPECIES_SHARE = 0.3
"""Part of a profile that must stand at species rank for a comparison of species."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A taxon that was, or is, at least 1 % of the profile."""

    taxon: str
    earlier: float
    now: float
    beyond_noise: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One profile beside its reference.

    Attributes
    ----------
    profile : Profile
        The sample.
    earlier : tuple of Profile
        Samples of the same person, oldest first.
    platform, rank : str
        At which the comparison was made.
    n_people : int
        People in the reference.
    zeros : tuple of Zero
        Taxa that at least a quarter of people show and this sample does not, most expected first.
    lows, unexpected, guilds : tuple of Standing
        Present and below the reference; present and rare; all guilds.
    cannot_see : tuple of str
        Genera that a test of this kind cannot show: their absence says nothing.
    changes : tuple of Change
        Against the last earlier sample.
    summary : Caveat
        nothing_clearly_missing, clearly_missing, too_little_data, nothing_classified,
        panel_cannot_be_compared, platform_unknown or reference_too_small.
    gmwi2 : Score or None
        Only where asked.
    warnings : tuple of Caveat
        Of the profile and of the comparison.
    """

    profile: Profile
    earlier: tuple[Profile, ...]
    platform: Platform
    rank: str
    n_people: int
    zeros: tuple[Zero, ...]
    lows: tuple[Standing, ...]
    unexpected: tuple[Standing, ...]
    guilds: tuple[Standing, ...]
    cannot_see: tuple[str, ...]
    changes: tuple[Change, ...]
    summary: Caveat
    gmwi2: Score | None
    warnings: tuple[Caveat, ...]

    @property
    def guild_gaps(self) -> tuple[Standing, ...]:
        """Guilds without a member, or clearly smaller than in comparable people."""
        return tuple(guild for guild in self.guilds if guild.found_class)


def comparison_platform(profile: Profile) -> Platform:
    """Platform to compare with: the file's own, else by what it names (species: shotgun, genera: 16S)."""
    if profile.platform != "unknown":
        return profile.platform
    if not profile.taxa:
        return "unknown"
    return "shotgun" if _species_part(profile) >= SPECIES_SHARE else "16S"


def compare(
    profile: Profile,
    reference: Reference,
    *,
    names: NameTable,
    guilds: Sequence[Guild],
    resolver: ZeroResolver,
    earlier: Sequence[Profile] = (),
    antibiotics: bool = False,
    with_scores: bool = False,
) -> Comparison:
    """Compare one sample with people measured in the same way, and with its own past.

    Parameters
    ----------
    profile : Profile
        The sample; what is no microbe is set aside first.
    reference : Reference
        Of `comparison_platform(profile)`.
    names, guilds, resolver
        What is known; the resolver of the reference's platform.
    earlier : sequence of Profile
        Samples of the same person on the same platform, oldest first; others are left out with a warning.
    antibiotics : bool
        Whether a course of antibiotics may still have been at work in the sample.
    with_scores : bool
        Also work out GMWI2.

    Returns
    -------
    Comparison
        Without statements where fewer than 500 reads were classified, the reference has fewer than 100
        people, or the profile is a panel: what a panel does not list was not measured.

    Notes
    -----
    Reference ranges do not travel well between laboratories: see `Reference.is_low`. Nothing here is a
    diagnosis; one sample never yields ``missing``.
    """
    profile, *earlier = map(community, (profile, *earlier))
    rank = rank_of(profile, reference.platform)
    comparable = tuple(p for p in earlier if comparison_platform(p) == reference.platform)
    reason = _no_statement(profile, reference)
    silent = reason is not None
    shares = shares_at(profile, rank, names, reference.platform)
    zeros = (
        ()
        if silent
        else _zeros(profile, comparable, shares, reference, rank, names, resolver, antibiotics=antibiotics)
    )
    missing = [zero.taxon for zero in zeros if zero.zero_class == "missing"]
    plain = (
        Caveat(code="clearly_missing", values={"n": len(missing)})
        if missing
        else Caveat(code="nothing_clearly_missing")
    )
    return Comparison(
        profile=profile,
        earlier=tuple(earlier),
        platform=reference.platform,
        rank=rank,
        n_people=reference.n_people,
        zeros=zeros,
        lows=() if silent else _lows(shares, reference, rank),
        unexpected=() if silent else _unexpected(shares, reference, rank),
        guilds=() if silent else _guilds(profile, reference, guilds, names),
        cannot_see=() if silent else _cannot_see(profile, reference, names),
        changes=_changes(comparable[-1:], shares, rank, names, reference.platform, resolver.detection),
        summary=reason or plain,
        gmwi2=gmwi2_with_interval(profile, names) if with_scores and not silent else None,
        warnings=(*profile.warnings, *_caveats(profile, reference, earlier, comparable)),
    )


def rank_of(profile: Profile, platform: Platform) -> str:
    """Rank at which a profile can be compared with the reference of a platform: species or genus."""
    return "species" if platform == "shotgun" and _species_part(profile) >= SPECIES_SHARE else "genus"


def _species_part(profile: Profile) -> float:
    return math.fsum(taxon.share for taxon in profile.at_rank("species"))


def _no_statement(profile: Profile, reference: Reference) -> Caveat | None:
    if not profile.taxa:
        return Caveat(code="nothing_classified")
    if profile.has_warning("panel_only"):
        return Caveat(code="panel_cannot_be_compared")
    if profile.classified_reads is not None and profile.classified_reads < LEAST_READS:
        return Caveat(
            code="too_little_data", values={"reads": round(profile.classified_reads), "wanted": LEAST_READS}
        )
    if reference.n_people < LEAST_PEOPLE:
        return Caveat(
            code="reference_too_small", values={"people": reference.n_people, "wanted": LEAST_PEOPLE}
        )
    return None


def _zeros(
    profile: Profile,
    earlier: Sequence[Profile],
    shares: Mapping[str, float],
    reference: Reference,
    rank: str,
    names: NameTable,
    resolver: ZeroResolver,
    *,
    antibiotics: bool,
) -> tuple[Zero, ...]:
    past = [(shares_at(p, rank, names, reference.platform), p.classified_reads) for p in earlier]
    expected = resolver.expect(shares, profile.classified_reads)
    then = [resolver.expect(*sample) for sample in past]
    found = []
    for taxon in reference.taxa(rank):
        row = reference.pooled(rank, taxon)
        if row is None or shares.get(taxon, 0.0) > 0:
            continue
        before = [_earlier(taxon, *sample, was) for sample, was in zip(past, then, strict=True)]
        if row.prevalence >= LEAST_PREVALENCE or any(sample.share > 0 for sample in before):
            found.append(
                judge_zero(
                    row,
                    reference,
                    resolver,
                    reads=profile.classified_reads,
                    expected=expected.get(taxon),
                    earlier=before,
                    antibiotics=antibiotics,
                )
            )
    return tuple(sorted(found, key=lambda zero: (-zero.p_observed, zero.taxon)))


def _earlier(
    taxon: str, shares: Mapping[str, float], reads: float | None, expected: Mapping[str, Expected]
) -> Earlier:
    was = expected.get(taxon)
    return Earlier(
        share=shares.get(taxon, 0.0), reads=reads, p_observed=None if was is None else was.p_observed
    )


def _lows(shares: Mapping[str, float], reference: Reference, rank: str) -> tuple[Standing, ...]:
    found = []
    for taxon, share in sorted(shares.items()):
        row = reference.pooled(rank, taxon)
        percentile = reference.percentile(rank, taxon, share)
        if row is not None and reference.is_low(rank, taxon, share):
            found.append(
                Standing(
                    name=taxon,
                    share=share,
                    p_observed=row.prevalence,
                    percentile=percentile,
                    found_class="low",
                )
            )
    return tuple(found)


def _unexpected(shares: Mapping[str, float], reference: Reference, rank: str) -> tuple[Standing, ...]:
    found = []
    for taxon, share in sorted(shares.items()):
        row = reference.pooled(rank, taxon)
        if row is not None and row.prevalence < RARE and share >= UNEXPECTED_SHARE:
            percentile = reference.percentile(rank, taxon, share)
            found.append(
                Standing(
                    name=taxon,
                    share=share,
                    p_observed=row.prevalence,
                    percentile=percentile,
                    found_class="unexpected",
                )
            )
    return tuple(found)


def _guilds(
    profile: Profile, reference: Reference, guilds: Sequence[Guild], names: NameTable
) -> tuple[Standing, ...]:
    species = (
        shares_at(profile, "species", names, reference.platform) if reference.platform == "shotgun" else {}
    )
    genera = genus_shares(profile, names, reference.platform)
    return guild_standings(guilds, species, genera, reference, names)


def _cannot_see(profile: Profile, reference: Reference, names: NameTable) -> tuple[str, ...]:
    shown = genus_shares(profile, names, reference.platform)
    return tuple(name for name in reference.unseen if name not in shown)


def _changes(
    earlier: Sequence[Profile],
    shares: Mapping[str, float],
    rank: str,
    names: NameTable,
    platform: Platform,
    detection: Detection,
) -> tuple[Change, ...]:
    found = []
    for before in earlier:
        old = shares_at(before, rank, names, platform)
        for taxon in sorted(old.keys() | shares.keys()):
            then, now = old.get(taxon, 0.0), shares.get(taxon, 0.0)
            if max(then, now) >= CHANGE_SHARE:
                found.append(
                    Change(
                        taxon=taxon, earlier=then, now=now, beyond_noise=_beyond_noise(then, now, detection)
                    )
                )
    return tuple(sorted(found, key=lambda change: (-max(change.earlier, change.now), change.taxon)))


def _beyond_noise(then: float, now: float, detection: Detection) -> bool:
    if then <= 0 or now <= 0:
        return False
    return abs(math.log10(now / then)) > detection.log10_change_q95


def _caveats(
    profile: Profile, reference: Reference, earlier: Sequence[Profile], comparable: Sequence[Profile]
) -> list[Caveat]:
    found = []
    if profile.platform == "unknown":
        found.append(Caveat(code="platform_assumed", values={"platform": reference.platform}))
    if len(comparable) < len(earlier):
        found.append(Caveat(code="earlier_other_platform", values={"n": len(earlier) - len(comparable)}))
    if reference.platform == "shotgun":
        found.append(Caveat(code="reference_other_pipeline", values={"pipeline": "MetaPhlAn 2"}))
    return found
