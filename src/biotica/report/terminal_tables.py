"""Results of the verbs as tables for a terminal; the same values as the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.codes import CLASSES, FILE_UNITS, FORMATS, PLATFORMS, PROFILE_WARNINGS, SUMMARIES
from biotica.report.language import Language, language
from biotica.report.options_codes import GRADES
from biotica.report.texts import label, people, sentence

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


def read_text(read: Json, taxa: Sequence[tuple[str, float]], code: str) -> str:
    """Show what a profile file holds: the first sample in full, the number of the others."""
    spoken = language(code)
    sample = read["samples"][0]
    depth = spoken.number(sample["depth"], digits=9) if sample["depth"] is not None else _unknown(spoken)
    lines = [
        spoken.say(_("format: {format}; unit: {unit}; platform: {platform}"), **_kind(read, spoken)),
        spoken.say(_("samples: {number}; shown: {id}"), number=len(read["samples"]), id=sample["id"] or "-"),
        spoken.say(
            _("reads: {depth}; classified: {share}; in our tables: {mapped}"),
            depth=depth,
            share=_share(sample["classified_share"], spoken),
            mapped=_share(sample["mapped_share"], spoken),
        ),
        spoken.say(_("species: {species}; genera: {genus}"), **sample["n_taxa"]),
        "",
        table(
            [spoken.say(_("Microbe")), spoken.say(_("Share"))],
            [(name, spoken.percent(share)) for name, share in taxa[:_TAXA_SHOWN]],
        ),
    ]
    notes = [sentence(w["code"], w["values"], PROFILE_WARNINGS, spoken).text for w in sample["warnings"]]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def compare_text(compare: Json, code: str) -> str:
    """Show zeros and lows by class; what is missing is never said from one sample."""
    spoken = language(code)
    rows = [
        (
            row["taxon"],
            _class(row["class"], spoken),
            people(row["p_observed"], spoken),
            people(row["p_resident"], spoken),
        )
        for row in compare["zeros"][:_TAXA_SHOWN]
    ]
    head = [
        spoken.say(_("Not seen")),
        spoken.say(_("Class")),
        spoken.say(_("Seen in comparable people")),
        spoken.say(_("Lives there all the same")),
    ]
    lows = [
        (row["taxon"], _class(row["class"], spoken), spoken.percent(row["observed"]))
        for row in compare["lows"]
    ]
    summary = sentence(compare["summary"]["code"], compare["summary"]["values"], SUMMARIES, spoken)
    parts = [summary.text, "", table(head, rows)]
    if lows:
        parts += ["", table([spoken.say(_("Low")), spoken.say(_("Class")), spoken.say(_("Share"))], lows)]
    return "\n".join(parts)


def advise_text(advise: Json, code: str) -> str:
    """Show the ranked options, and how many were set aside."""
    spoken = language(code)
    if advise["referral"] is not None:
        rules = ", ".join(advise["referral"]["rules"])
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
    return "\n".join([table(head, rows), "", aside])


def _kind(read: Json, spoken: Language) -> dict[str, str]:
    names = {"format": FORMATS, "unit": FILE_UNITS, "platform": PLATFORMS}
    return {key: label(read[key], words, spoken) for key, words in names.items()}


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
