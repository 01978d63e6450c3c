"""Results of the verbs as tables for a terminal; the same values as the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.codes import (
    CLASSES,
    FILE_UNITS,
    FORMATS,
    PLATFORMS,
    PROFILE_WARNINGS,
    RANKS,
    SET_ASIDE_KINDS,
)
from biotica.report.language import Language, language
from biotica.report.medicines_text import unknown_medicines
from biotica.report.options_codes import GRADES
from biotica.report.texts import label, sentence

Json = Mapping[str, Any]
_TAXA_SHOWN = 15


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as they need to be; the first to the left, the others to the right."""
    cells = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    lines = []
    for row in cells:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  ".join([first, *rest]).rstrip())
    return "\n".join(lines)


def read_text(
    head: Json, sample: Json, number: int, taxa: Sequence[tuple[str, str, float]], code: str
) -> str:
    """Show what a profile file holds: one sample in full, the number of the others.

    Parameters
    ----------
    head : mapping
        What holds for all samples, as in the JSON of ``read``.
    sample : mapping
        One sample of that JSON.
    number : int
        How many samples there are.
    taxa : sequence of (str, str, float)
        Name, rank and share of its parts that do not overlap, largest first.
    code : str
        Language.
    """
    spoken = language(code)
    parts = [_read_head(head, sample, number, spoken), _taxa_table(taxa, spoken)]
    if sample["set_aside"]:
        parts.append(_set_aside_table(sample["set_aside"], spoken))
    if sample["unmapped"]:
        parts.append(_unmapped_table(sample["unmapped"], spoken))
    notes = [sentence(w["code"], w["values"], PROFILE_WARNINGS, spoken).text for w in sample["warnings"]]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])])


def _read_head(head: Json, sample: Json, number: int, spoken: Language) -> str:
    depth, database = sample["depth"], head["database"]
    lines = [
        spoken.say(_("format: {format}; unit: {unit}; platform: {platform}"), **_kind(head, spoken)),
        spoken.say(_("database: {database}"), database=database or _unknown(spoken)),
        spoken.say(_("samples: {number}; shown: {id}"), number=number, id=sample["id"] or "-"),
        spoken.say(
            _("reads: {depth}; classified: {share}; in our tables: {mapped}"),
            depth=_unknown(spoken) if depth is None else spoken.number(depth, digits=9),
            share=_share(sample["classified_share"], spoken),
            mapped=_share(sample["mapped_share"], spoken),
        ),
        spoken.say(_("species: {species}; genera: {genus}"), **sample["n_taxa"]),
    ]
    if number > 1:
        lines.append(spoken.say(_("another sample: --sample ID; all of them: --json or --out FILE")))
    if head["by_description_only"]:
        lines.append(spoken.say(_("This reader was written from a description: no real file was seen.")))
    return "\n".join(lines)


def _taxa_table(taxa: Sequence[tuple[str, str, float]], spoken: Language) -> str:
    head = [spoken.say(_("Microbe")), spoken.say(_("Rank")), spoken.say(_("Share"))]
    rows = [(name, label(rank, RANKS, spoken), spoken.percent(share)) for name, rank, share in taxa]
    return _cut(head, rows, spoken)


def _set_aside_table(parts: Sequence[Json], spoken: Language) -> str:
    head = [spoken.say(_("Set aside: no microbe")), spoken.say(_("Kind")), spoken.say(_("Share"))]
    rows = [
        (part["name"], label(part["kind"], SET_ASIDE_KINDS, spoken), spoken.percent(part["share"]))
        for part in parts
    ]
    return _cut(head, rows, spoken)


def _unmapped_table(parts: Sequence[Json], spoken: Language) -> str:
    head = [spoken.say(_("Without a genus that we know")), spoken.say(_("Rank")), spoken.say(_("Share"))]
    rows = [
        (part["name"], label(part["rank"], RANKS, spoken), spoken.percent(part["share"])) for part in parts
    ]
    return _cut(head, rows, spoken)


def _cut(head: Sequence[str], rows: Sequence[Sequence[str]], spoken: Language) -> str:
    """Show the first rows of a table, and how many more there are."""
    shown = table(head, rows[:_TAXA_SHOWN])
    more = len(rows) - _TAXA_SHOWN
    return shown if more <= 0 else shown + "\n" + spoken.say(_("... and {number} more"), number=more)


def advise_text(advise: Json, code: str) -> str:
    """Show the ranked options, and how many were set aside."""
    spoken = language(code)
    if advise["referral"] is not None:
        rules = ", ".join(advise["referral"]["rules"])
        return spoken.say(_("See a doctor first. There is no plan (rule {rules})."), rules=rules)
    by_id = {item["id"]: item for key in ("ranked", "adjust") for item in advise[key]}
    rows = [
        (
            f"{n}. {item['name']}",
            label(item["grade"], GRADES, spoken),
            _gain(item["effect"], spoken),
            _euro(item, spoken),
        )
        for n, item in enumerate((by_id[key] for key in advise["order"]), start=1)
    ]
    head = [
        spoken.say(_("Option")),
        spoken.say(_("Evidence")),
        spoken.say(_("Model: gain (80 %)")),
        spoken.say(_("euro a month")),
    ]
    aside = spoken.say(
        _("removed: {removed}; ask first: {ask}; answer first: {answer}"),
        removed=len(advise["removed"]),
        ask=len(advise["ask_first"]),
        answer=len(advise["answer_first"]),
    )
    return "\n".join([table(head, rows), "", aside, *unknown_medicines(advise, spoken)])


def _kind(head: Json, spoken: Language) -> dict[str, str]:
    return {
        "format": label(head["format"], FORMATS, spoken),
        "unit": label(head["unit_in_file"], FILE_UNITS, spoken),
        "platform": label(head["platform"], PLATFORMS, spoken),
    }


def _class(code: str, spoken: Language) -> str:
    return spoken.say(CLASSES[code][0]) if code in CLASSES else code


def _unknown(spoken: Language) -> str:
    return spoken.say(_("not given"))


def _share(share: float | None, spoken: Language) -> str:
    return _unknown(spoken) if share is None else spoken.percent(share)


def _gain(effect: Json | None, spoken: Language) -> str:
    if effect is None:
        return "-"
    return (
        f"{spoken.number(effect['median'])} ({spoken.number(effect['low'])}..{spoken.number(effect['high'])})"
    )


def _euro(item: Json, spoken: Language) -> str:
    cost = item["cost_eur_per_month"]
    return "-" if cost is None else spoken.number(cost)
