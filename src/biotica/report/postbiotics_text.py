"""What dying microbes leave, what becomes of an acid that is swallowed, and how all that might work."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.codes import SUBSTRATE_KINDS
from biotica.report.input import Words
from biotica.report.language import Language
from biotica.report.options_codes import READ_LEVELS
from biotica.report.predict_codes import FORMS, POSTBIOTICS, TARGETS, WALL_STATUS
from biotica.report.terminal_tables import table
from biotica.report.texts import as_range, interval, label, own_words

Json = Mapping[str, Any]

_WIDTH = 100
_DIGITS = 2
_BILLION = 1.0e9
_PERCENT = 100.0


def walls_text(walls: Json, spoken: Language) -> str:
    """Say how many cells die in a day and how much wall they leave.

    Parameters
    ----------
    walls : mapping
        The ``walls`` of the colon in the JSON of ``predict person``.
    spoken : Language
        The reader's language.

    Returns
    -------
    str
        A table, what the shares rest on, and what the number is not.
    """
    rows = [
        (spoken.say(_("cells that die, billions")), _billions(walls["died_cells_per_day"], spoken)),
        (spoken.say(_("cells that break open, billions")), _billions(walls["lysed_cells_per_day"], spoken)),
        (spoken.say(_("cell wall, mg")), _range(walls["wall_mg_per_day"], spoken)),
        (spoken.say(_("of which peptidoglycan, mg")), _range(walls["peptidoglycan_mg_per_day"], spoken)),
        (spoken.say(_("of which teichoic acids, mg")), _range(walls["teichoic_acid_mg_per_day"], spoken)),
    ]
    head = ["", spoken.say(_("in a day"))]
    title = spoken.say(_("What dying microbes leave in the gut"))
    rests_on = label(walls["status"], WALL_STATUS, spoken)
    is_not = spoken.say(
        _(
            "It is what comes about, not what stays: the gut takes walls apart. "
            "That such an amount does anything for health was not shown."
        )
    )
    notes = "\n".join(textwrap.wrap(f"{rests_on} {is_not}", _WIDTH))
    return f"{title}\n\n{table(head, rows)}\n{notes}"


def _billions(cells: Json, spoken: Language) -> str:
    return _range({key: value / _BILLION for key, value in cells.items()}, spoken)


def _range(value: Json, spoken: Language) -> str:
    rounded = {key: float(f"{amount:.{_DIGITS}g}") for key, amount in value.items()}
    return interval(as_range(rounded), spoken, digits=_DIGITS)


def arrivals_text(colon: Json, names: Json, spoken: Language) -> str:
    """Say what became of an acid that was swallowed; blank where none was."""
    if not colon["arrivals"]:
        return ""
    head = [
        "",
        spoken.say(_("swallowed, mmol")),
        spoken.say(_("taken up before the colon, %")),
        spoken.say(_("reaches the colon, %")),
    ]
    rows = [
        (
            spoken.say(SUBSTRATE_KINDS[name]) if name in SUBSTRATE_KINDS else _known(name, names, spoken),
            spoken.number(one["swallowed_mmol"], digits=_DIGITS),
            _percents(one["taken_up_early_share"], spoken),
            _percents(one["colon_share"], spoken),
        )
        for name, one in colon["arrivals"].items()
    ]
    title = spoken.say(_("Swallowed once: {form}"), form=label(colon["form"], FORMS, spoken))
    note = spoken.say(_("Where each form opens is assumed or rests on a few people, so the ranges are wide."))
    return f"{title}\n\n{table(head, rows)}\n{note}"


def _known(name: str, names: Json, spoken: Language) -> str:
    found = names.get("substances", {}).get(name)
    return name if found is None else str(found[spoken.code])


def _percents(share: Json, spoken: Language) -> str:
    return _range({key: _PERCENT * value for key, value in share.items()}, spoken)


def mechanisms_text(mechanisms: Sequence[Json], spoken: Language) -> str:
    """Tell how what microbes make might work, each with its source; blank where nothing is known.

    Parameters
    ----------
    mechanisms : sequence of mapping
        The ``mechanisms`` of the JSON of ``predict person``.
    spoken : Language
        The reader's language.

    Notes
    -----
    These are explanations. They stand below all numbers and say so themselves.
    """
    if not mechanisms:
        return ""
    title = spoken.say(
        _(
            "How it might work. Mostly cells and animals: "
            "none of it shows that the amounts above do anything for a person."
        )
    )
    lines = textwrap.wrap(title, _WIDTH)
    for postbiotic in dict.fromkeys(row["postbiotic"] for row in mechanisms):
        lines.append(label(postbiotic, POSTBIOTICS, spoken))
        for row in mechanisms:
            if row["postbiotic"] == postbiotic:
                lines += _mechanism(row, spoken)
    return "\n".join(lines)


def _mechanism(row: Json, spoken: Language) -> Iterator[str]:
    target = label(row["target"], TARGETS, spoken)
    said = own_words(Words(en=row["text_en"], nl=row["text_nl"]), spoken).text
    named = "; ".join(_cited(one) for one in row["sources"])
    read = label(row["read_level"], READ_LEVELS, spoken)
    yield from textwrap.wrap(
        f"{target}: {said} [{named}; {read}]", _WIDTH, initial_indent="  ", subsequent_indent="    "
    )


def _cited(source: Json) -> str:
    who = " ".join(str(part) for part in (source["author"], source["year"]) if part)
    return who if source["author"] else source["title"]
