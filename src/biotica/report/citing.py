"""Names of items, and what a statement about them rests on: rules, sources, studies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.context import Cell, EvidenceLine, Reason
from biotica.report.input import EvidenceRow, Json, ReportInput
from biotica.report.language import Language
from biotica.report.options_codes import DIRECTIONS, INDIRECT, READ_LEVELS, REASONS
from biotica.report.texts import Text, joined, label, own_words, sentence


def item_name(item: Json, given: ReportInput, spoken: Language) -> Text:
    """Name an item in the reader's language; else as the result names it."""
    ident = str(item.get("id"))
    if ident in given.item_names:
        return own_words(given.item_names[ident], spoken)
    return Text(str(item.get("name") or _names_in_result(given).get(ident, ident)))


def _names_in_result(given: ReportInput) -> dict[str, str]:
    advise: Mapping[str, Any] = given.advise or {}
    listed = (item for key in ("ranked", "adjust") for item in advise.get(key, ()))
    return {item["id"]: item["name"] for item in listed}


def source_line(key: str, given: ReportInput) -> str:
    """Print a source: author, year, title, journal, identifier; the key if nothing more is known."""
    known = given.sources.get(key)
    if known is None:
        return key
    head = " ".join(part for part in (known.author, f"({known.year})" if known.year else "") if part)
    identifier = known.identifier or ("" if key.startswith("title:") else key)
    parts = [part for part in (head, known.title, known.journal, identifier) if part]
    return ". ".join(part.rstrip(".") for part in parts)


def _basis(sources: Sequence[str], level: str, day: str, given: ReportInput, spoken: Language) -> str:
    read = label(level, READ_LEVELS, spoken)
    named = "; ".join(source_line(key, given) for key in sources if level != "memory")
    parts = [named, read, spoken.iso_day(day) if day else ""]
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _reason(rule: str, item: Json, given: ReportInput, spoken: Language) -> Reason:
    known = given.rules.get(rule)
    coded = item.get("reason")
    said = own_words(known.reason, spoken) if known else Text("")
    if coded and coded["code"] in REASONS and not said.text:
        said = Text(sentence(coded["code"], coded.get("values", {}), REASONS, spoken).text)
    sources = known.sources if known else tuple(item.get("sources", ()))
    level = known.read_level if known else str(item.get("read_level", "memory"))
    day = (known.checked_on if known else "") or str(item.get("date", ""))
    return Reason(
        rule=rule,
        condition=own_words(known.condition, spoken) if known else Text(""),
        reason=said,
        basis=_basis(sources, level, day, given, spoken),
    )


def reasons(item: Json, given: ReportInput, spoken: Language) -> tuple[Reason, ...]:
    """Give the rules that hold an item back, each with its reason and its source."""
    return tuple(_reason(rule, item, given, spoken) for rule in item.get("rules", ()))


def evidence_line(row: EvidenceRow, given: ReportInput, spoken: Language) -> EvidenceLine:
    """Print one outcome measured in people: what, in whom, how, who paid, and how we read it."""
    quoted = (
        (_("people"), row.n),
        (_("who"), row.population),
        (_("strain"), row.strain),
        (_("dose"), row.dose),
        (_("how long"), row.duration),
        (_("design"), row.design),
        (_("compared with"), row.comparator),
        (_("paid by"), row.funder),
    )
    own = (
        (_("paid by"), "" if row.funder else spoken.say(_("not seen"))),
        (
            _("differs from you or the item in"),
            joined([label(one, INDIRECT, spoken) for one in row.indirect], spoken),
        ),
        (_("read"), label(row.read_level, READ_LEVELS, spoken)),
        (_("checked"), spoken.iso_day(row.checked_on)),
    )
    lang = "" if spoken.code == "en" else "en"
    cells = [
        Cell(term=spoken.say(term), value=value, lang=lang, kind="evidence")
        for term, value in quoted
        if value
    ]
    cells += [Cell(term=spoken.say(term), value=value) for term, value in own if value]
    return EvidenceLine(
        outcome=own_words(row.outcome, spoken),
        direction=label(row.direction, DIRECTIONS, spoken),
        effect=own_words(row.effect, spoken),
        facts=tuple(cells),
        source=source_line(row.source, given),
    )
