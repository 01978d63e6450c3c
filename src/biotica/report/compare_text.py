"""A comparison as a terminal shows it: what is missing first, then groups, zeros, lows, changes."""

from __future__ import annotations

from collections.abc import Iterator

from biotica.errors import _
from biotica.report.codes import CLASSES, GUILDS, PROFILE_WARNINGS, SUMMARIES
from biotica.report.diversity_part import diversity_notes, score_notes
from biotica.report.input import Json
from biotica.report.language import Language, language
from biotica.report.missing_part import changes, shown_class
from biotica.report.terminal_tables import table
from biotica.report.texts import joined, label, people, sentence

_TAXA_SHOWN = 15


def compare_text(compare: Json, code: str) -> str:
    """Show a comparison; what is missing is never said from one sample.

    Parameters
    ----------
    compare : mapping
        Contract shape of compare.json.
    code : str
        Language.
    """
    spoken = language(code)
    found = compare["summary"]
    parts = [
        sentence(found["code"], found["values"], SUMMARIES, spoken).text,
        "\n".join(
            sentence(w["code"], w["values"], PROFILE_WARNINGS, spoken).text for w in compare["warnings"]
        ),
        *_groups(compare, spoken),
        *_zeros(compare, spoken),
        *_lows(compare, spoken),
        "\n".join(said.text for said in changes(compare, spoken)),
        "\n".join(said.text for said in diversity_notes(compare, spoken)),
        "\n".join(said.text for said in score_notes(compare, spoken)),
        _cannot_see(compare, spoken),
    ]
    return "\n\n".join(part for part in parts if part)


def _groups(compare: Json, spoken: Language) -> Iterator[str]:
    rows = [
        (
            label(row["guild"], GUILDS, spoken),
            spoken.percent(row["observed"]),
            _place(row["percentile"], spoken),
        )
        for row in compare["guilds"]
    ]
    if rows:
        head = [
            spoken.say(_("Group")),
            spoken.say(_("Share")),
            spoken.say(_("Of a hundred people, so many have less")),
        ]
        yield table(head, rows)


def _place(percentile: Json | None, spoken: Language) -> str:
    if percentile is None:
        return "-"
    value, low, high = (round(100 * percentile[key]) for key in ("value", "low", "high"))
    return spoken.say(_("{median} ({low} to {high})"), median=value, low=low, high=high)


def _zeros(compare: Json, spoken: Language) -> Iterator[str]:
    samples = 1 + len(compare["earlier"])
    rows = [
        (
            row["taxon"],
            spoken.say(CLASSES[shown_class(row, samples)][0]),
            people(row["p_observed"], spoken),
            people(row["p_resident"], spoken),
        )
        for row in compare["zeros"][:_TAXA_SHOWN]
    ]
    if not rows:
        return
    head = [
        spoken.say(_("Not seen")),
        spoken.say(_("Class")),
        spoken.say(_("Seen in comparable people")),
        spoken.say(_("Lives there all the same")),
    ]
    more = len(compare["zeros"]) - len(rows)
    yield table(head, rows) + ("\n" + spoken.say(_("... and {number} more"), number=more) if more > 0 else "")


def _lows(compare: Json, spoken: Language) -> Iterator[str]:
    rows = [
        (row["taxon"], spoken.percent(row["observed"]), _place(row["percentile"], spoken))
        for row in compare["lows"]
    ]
    if rows:
        head = [
            spoken.say(_("Low")),
            spoken.say(_("Share")),
            spoken.say(_("Of a hundred people, so many have less")),
        ]
        yield table(head, rows)


def _cannot_see(compare: Json, spoken: Language) -> str:
    unseen = compare.get("cannot_see")
    if not unseen:
        return ""
    return spoken.say(
        _("Tests of this kind never show these, so their absence says nothing: {taxa}."),
        taxa=joined(unseen, spoken),
    )
