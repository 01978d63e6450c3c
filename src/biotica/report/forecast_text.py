"""A forecast in plain text for a terminal: what comes out of the jar, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from biotica.errors import _
from biotica.report.context import QuantityGroup
from biotica.report.heat_plan_text import heat_plan_lines
from biotica.report.kefir_codes import ASSUMED, VERDICTS
from biotica.report.language import Language, language
from biotica.report.outputs_part import quantity_groups, quantity_headers, quantity_note
from biotica.report.plan_codes import PLAN
from biotica.report.stream_text import stream_text
from biotica.report.texts import label, sentences

_GAP = 2


def forecast_text(forecast: Mapping[str, Any], code: str) -> str:
    """Print a forecast for people.

    Parameters
    ----------
    forecast : mapping
        Contract shape of forecast.json, with its quantities.
    code : str
        Language, ``"en"`` or ``"nl"``.

    Returns
    -------
    str
        The checklist of a first jar, what was done to the readings, the verdict and the plan, one line per
        quantity at the end (median and 5 to 95 % interval of the model, or what was published) with how sure
        it is, what the numbers are not, what was assumed, and planned heating if there is one.
    """
    spoken = language(code)
    hours = spoken.number(forecast["times_h"][-1])
    lines = [*_checklist(forecast, spoken), *stream_text(forecast.get("readings_notes", ()), code)]
    lines.append(spoken.say(_("After {hours} hours:"), hours=hours))
    lines += ["- " + said.text for said in sentences(forecast["verdict"], VERDICTS, spoken)]
    lines += ["- " + said.text for said in sentences(forecast.get("plan", ()), PLAN, spoken)]
    lines += _quantities(forecast, spoken)
    assumed = ", ".join(label(key, ASSUMED, spoken) for key in forecast["assumed"])
    if assumed:
        taken = spoken.say(_("Not in your recipe, so a default was taken:"))
        lines += ["", f"{taken} {assumed}"]
    heating = heat_plan_lines(forecast["heat_plan"], spoken) if "heat_plan" in forecast else []
    return "\n".join([*lines, *heating])


def _checklist(forecast: Mapping[str, Any], spoken: Language) -> list[str]:
    items = [f"  [ ] {item[spoken.code]}" for item in forecast.get("checklist", ())]
    return [spoken.say(_("Before you start")), *items, ""] if items else []


def _quantities(forecast: Mapping[str, Any], spoken: Language) -> Iterator[str]:
    groups, note = quantity_groups(forecast, spoken), quantity_note(forecast, spoken)
    if note is None:
        return
    yield ""
    yield note.text
    rows = [(row.name, row.amount, row.basis, row.sure) for group in groups for row in group.rows]
    cells = [*rows, quantity_headers(spoken)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
    yield ""
    yield _line(quantity_headers(spoken), widths)
    for group in groups:
        yield from _group(group, widths)


def _group(group: QuantityGroup, widths: list[int]) -> Iterator[str]:
    yield ""
    yield group.heading
    for row in group.rows:
        yield _line((row.name, row.amount, row.basis, row.sure), widths)
    for note in group.notes:
        yield f"    {note.text}"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = (cell.ljust(width + _GAP) for cell, width in zip(cells, widths, strict=True))
    return "  " + "".join(padded).rstrip()
