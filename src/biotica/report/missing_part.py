"""Says what a sample does not show, or shows little of, without calling it missing too soon."""

from __future__ import annotations

from biotica.errors import _
from biotica.report.codes import CLASSES, GUILDS
from biotica.report.context import ClassGroup, ClassRow
from biotica.report.input import Json
from biotica.report.language import Language
from biotica.report.texts import Sentence, label, out_of_hundred, people

ROWS_IN_SIGHT = 6
EXPECTED = 0.9
"""Chance of being shown from which a single zero is worth a remark (profiles note, class 4)."""


def shown_class(row: Json, samples: int) -> str:
    """Give the class to print: with a single sample nothing is ever called missing."""
    found = str(row["class"])
    if found == "missing" and samples < 2:
        return "notable"
    expected = row.get("p_observed") or 0.0
    return "notable" if found == "not_seen" and expected >= EXPECTED else found


def class_groups(compare: Json, spoken: Language) -> tuple[ClassGroup, ...]:
    """Gather the zeros, lows and gaps of compare.json by class, most expected first."""
    samples = 1 + len(compare.get("earlier", ()))
    gaps = [{"class": "guild_gap", **row} for row in compare.get("guild_gaps", ())]
    rows = [*gaps, *(row for key in ("zeros", "lows", "unexpected") for row in compare.get(key, ()))]
    groups = []
    for code, (heading, meaning) in CLASSES.items():
        own = [row for row in rows if shown_class(row, samples) == code]
        own.sort(key=lambda row: -(row.get("p_observed") or 0.0))
        lines = [_class_row(_worth(row, compare.get("depth")), code, spoken) for row in own]
        if lines:
            groups.append(
                ClassGroup(
                    heading=spoken.say(heading),
                    meaning=Sentence(spoken.say(meaning), "fact" if code == "not_detectable" else "model"),
                    rows=tuple(lines[:ROWS_IN_SIGHT]),
                    more=tuple(lines[ROWS_IN_SIGHT:]),
                )
            )
    return tuple(groups)


def _worth(row: Json, depth: float | None) -> Json:
    """Drop the reads wanted where the sample had as many already."""
    wanted = row.get("reads_wanted")
    return {**row, "reads_wanted": None} if wanted and depth and wanted <= depth else row


def _class_row(row: Json, code: str, spoken: Language) -> ClassRow:
    observed = row.get("observed")
    return ClassRow(
        taxon=str(row["taxon"]) if "taxon" in row else label(row["guild"], GUILDS, spoken),
        share=spoken.percent(observed) if observed else "",
        sentence=_class_sentence(row, code, spoken),
    )


def _class_sentence(row: Json, code: str, spoken: Language) -> Sentence:
    seen, lives, reads = row.get("p_observed"), row.get("p_resident"), row.get("reads_wanted")
    parts = []
    if code == "not_detectable":
        return _not_visible(reads, spoken)
    if seen is not None:
        profiles = out_of_hundred(seen, spoken)
        parts.append(spoken.say(_("{profiles} comparable profiles show it."), profiles=profiles))
    if lives is not None and code in {"not_seen", "notable", "probably_absent", "missing"}:
        text = _("With a result like this, it is there after all in {people}.")
        parts.append(spoken.say(text, people=people(lives, spoken)))
        if reads:
            text = _("About {reads} reads would settle it.")
            parts.append(spoken.say(text, reads=spoken.number(reads, digits=2)))
    if not parts:
        parts.append(spoken.say(_("No number is known for this one.")))
    return Sentence(" ".join(parts), "model")


def _not_visible(reads_wanted: int | None, spoken: Language) -> Sentence:
    if not reads_wanted:
        return Sentence(spoken.say(_("This test cannot recognise this bacterium.")), "fact")
    reads = spoken.number(reads_wanted, digits=2)
    return Sentence(spoken.say(_("About {reads} reads would be needed to see it."), reads=reads), "model")


def changes(compare: Json, spoken: Language) -> tuple[Sentence, ...]:
    """Say what changed since the earlier sample, beside the usual day-to-day change."""
    told = []
    for row in compare.get("changes", ()):
        text = (
            _("{taxon} went from {earlier} to {now}: more than the usual day-to-day change.")
            if row.get("beyond_noise")
            else _("{taxon} went from {earlier} to {now}: within the usual day-to-day change.")
        )
        shares = {"earlier": spoken.percent(row["earlier"]), "now": spoken.percent(row["now"])}
        told.append(Sentence(spoken.say(text, taxon=row["taxon"], **shares), "model"))
    return tuple(told)
