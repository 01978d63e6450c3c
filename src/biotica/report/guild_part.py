"""Builds the strip of functional groups on the profile page, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

from biotica.errors import _
from biotica.report.codes import GUILDS, PLATFORMS
from biotica.report.context import Chart
from biotica.report.figures import FEW_PEOPLE, Draw, guild_strip
from biotica.report.input import GuildRow, Json, Words
from biotica.report.language import Language
from biotica.report.texts import Sentence, label, own_words

_SMALL = 0.25
"""A place whose whole interval is below this part of people is worth a sentence."""


def _guild_name(row: GuildRow, spoken: Language) -> str:
    known = own_words(Words(en=row.name_en, nl=row.name_nl), spoken).text
    return known or label(row.guild, GUILDS, spoken)


def guild_chart(rows: Sequence[GuildRow], spoken: Language, draw: Draw) -> Chart | None:
    """Draw where each group lies among the people of the reference; None without a reference."""
    placed = [
        (_guild_name(row, spoken), row.percentile, row.low, row.high, row.n)
        for row in rows
        if row.percentile is not None and row.low is not None and row.high is not None
    ]
    if not placed:
        return None
    say = spoken.say
    return Chart(
        ident="guilds",
        svg=draw(guild_strip(placed, spoken), spoken),
        caption=Sentence(
            say(
                _(
                    "Where each group of bacteria lies among the people of the reference. "
                    "The line is the 80 % interval; the dark part holds the middle half of the people."
                )
            ),
            "model",
        ),
        headers=(
            say(_("group")),
            say(_("share")),
            say(_("place")),
            say(_("80 % interval")),
            say(_("people")),
            say(_("reference")),
        ),
        rows=tuple(_guild_cells(row, spoken) for row in rows),
    )


def _guild_cells(row: GuildRow, spoken: Language) -> tuple[str, ...]:
    place = "" if row.percentile is None else spoken.number(row.percentile, digits=2)
    span = (
        ""
        if row.low is None or row.high is None
        else spoken.say(
            _("{low} to {high}"),
            low=spoken.number(row.low, digits=2),
            high=spoken.number(row.high, digits=2),
        )
    )
    return (
        _guild_name(row, spoken),
        spoken.percent(row.share),
        place,
        span,
        spoken.number(row.n, digits=9),
        f"{row.cohort} ({label(row.platform, PLATFORMS, spoken)})",
    )


def guild_notes(rows: Sequence[GuildRow], compare: Json, spoken: Language) -> tuple[Sentence, ...]:
    """Say which groups are small, which only for lack of one member, and which beside the rest of the sample.

    Parameters
    ----------
    rows : sequence of GuildRow
        Groups with their place.
    compare : mapping
        Contract shape of compare.json.
    spoken : Language
        The reader's language.
    """
    notes = [
        Sentence(
            spoken.say(
                _(
                    "{guild}: a smaller part than in {count} of {of} comparable people "
                    "(uncertain: {low} to {high})."
                ),
                guild=_guild_name(row, spoken),
                count=round(100 - row.percentile),
                of=100,
                low=round(100 - row.high),
                high=round(100 - row.low),
            ),
            "model",
        )
        for row in rows
        if row.percentile is not None
        and row.low is not None
        and row.high is not None
        and row.high < 100 * _SMALL
        and row.n >= FEW_PEOPLE
    ]
    notes += [note for row in compare.get("guilds", ()) for note in _beside_the_rest(row, spoken)]
    grey = [_guild_name(row, spoken) for row in rows if row.n < FEW_PEOPLE]
    if grey:
        text = spoken.say(
            _("Grey: the reference has fewer than {few} people for {groups}. Its place is a rough guess."),
            few=FEW_PEOPLE,
            groups=", ".join(grey),
        )
        notes.append(Sentence(text, "fact"))
    notes.append(Sentence(spoken.say(_("A larger or smaller group is not good or bad by itself.")), "fact"))
    return tuple(notes)


def _beside_the_rest(row: Json, spoken: Language) -> list[Sentence]:
    guild = label(row["guild"], GUILDS, spoken)
    notes = []
    if row.get("hinges_on"):
        text = _("{guild}: small for lack of {taxon} alone, so nothing is said about the group.")
        notes.append(Sentence(spoken.say(text, guild=guild, taxon=row["hinges_on"]), "model"))
    given_rest = row.get("given_rest")
    if given_rest and given_rest["high"] < _SMALL:
        text = _("{guild}: smaller than the rest of this sample lets one expect ({low} to {high} of {of}).")
        low, high = (round(100 * given_rest[end]) for end in ("low", "high"))
        notes.append(Sentence(spoken.say(text, guild=guild, low=low, high=high, of=100), "model"))
    return notes
