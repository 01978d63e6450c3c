"""Builds the figure of who makes which acid: members by metabolites, as stacked bars with their table."""

from __future__ import annotations

from collections.abc import Sequence

from biotica.errors import _
from biotica.report.codes import SUBSTRATE_KINDS
from biotica.report.context import Chart
from biotica.report.figures import Draw, stacks
from biotica.report.input import Json, Words
from biotica.report.language import Language
from biotica.report.texts import Sentence, joined, own_words

ACIDS = ("acetate", "propionate", "butyrate", "lactate", "succinate")
_MEMBERS_NAMED = 6


def makers_chart(predicted: Json, spoken: Language, draw: Draw) -> Chart | None:
    """Make the figure from the JSON of ``predict person``; None where no acid was made.

    Parameters
    ----------
    predicted : mapping
        Its ``told`` and ``names``.
    spoken : Language
        The reader's language.
    draw : callable
        Draws a figure.
    """
    told = predicted["told"]
    by_acid = {row["metabolite"]: row["by"] for row in told["made"]}
    made = [(acid, by_acid[acid]) for acid in ACIDS if acid in by_acid]
    if not made:
        return None
    named = _named([by for _acid, by in made])
    rest = spoken.say(_("all others"))
    names = predicted["names"]["members"]
    rows = []
    for acid, by in made:
        shares = {one["member"]: one["share"] for one in by}
        cut = [(names[member], shares.get(member, 0.0)) for member in named]
        rows.append((spoken.say(SUBSTRATE_KINDS[acid]), [*cut, (rest, 1.0 - sum(s for _n, s in cut))]))
    fed = [own_words(Words(en=one["name_en"], nl=one["name_nl"]), spoken).text for one in told["substrates"]]
    return Chart(
        ident="makers",
        svg=draw(stacks(rows, spoken.say(_("percent of each acid")), rest=rest), spoken),
        caption=Sentence(
            spoken.say(
                _("Who makes each acid from {substrate}: the account of the model. Nobody measured it here."),
                substrate=joined(fed, spoken),
            ),
            "model",
        ),
        headers=("", *(name for name, _cut in rows)),
        rows=tuple(
            (part, *(spoken.percent(max(0.0, cut[n][1])) for _name, cut in rows))
            for n, (part, _share) in enumerate(rows[0][1])
        ),
    )


def _named(lists: Sequence[Sequence[Json]]) -> list[str]:
    """Choose the members that have the largest part of any acid."""
    largest: dict[str, float] = {}
    for by in lists:
        for one in by:
            largest[one["member"]] = max(largest.get(one["member"], 0.0), one["share"])
    return sorted(largest, key=lambda member: -largest[member])[:_MEMBERS_NAMED]
