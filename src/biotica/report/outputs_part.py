"""Builds the list of what comes out of a jar, in words: grouped, with what each number rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from biotica.errors import _
from biotica.report.context import QuantityGroup, QuantityRow
from biotica.report.input import Json, Range
from biotica.report.language import Language
from biotica.report.output_codes import (
    BASES,
    CONFIDENCES,
    GROUP_NOTES,
    OUTPUT_GROUPS,
    OUTPUT_NAMES,
    OUTPUT_NOTES,
    OUTPUT_UNITS,
)
from biotica.report.texts import Sentence, interval, label, sentence

_PER_G = 100
_PH_DIGITS = 3
_DIGITS = 2
_SMALLEST = 0.001
"""What is less is printed as zero: no number here is that exact."""
_COUNT_UNITS = ("log10_cfu_per_ml", "log10_cells_per_ml")


def quantity_headers(spoken: Language) -> tuple[str, ...]:
    """Name the columns."""
    return (
        spoken.say(_("what")),
        spoken.say(_("how much")),
        spoken.say(_("rests on")),
        spoken.say(_("how sure")),
    )


def quantity_note(forecast: Json, spoken: Language) -> Sentence | None:
    """Say how big the glass is and what stands in brackets; None where a forecast has no quantities."""
    if not forecast.get("quantities"):
        return None
    text = spoken.say(
        _("At the end of the recipe. A glass is {ml} ml. In brackets: where nine of ten forecasts lie."),
        ml=spoken.number(forecast["glass_ml"], digits=4),
    )
    return Sentence(text, "model")


def quantity_groups(forecast: Json, spoken: Language) -> tuple[QuantityGroup, ...]:
    """Say the quantities of a forecast.

    Parameters
    ----------
    forecast : mapping
        Contract shape of forecast.json; one without ``quantities`` gives none.
    spoken : Language
        The reader's language.

    Returns
    -------
    tuple of QuantityGroup
        In the order of `OUTPUT_GROUPS`; empty groups are left out.
    """
    given = forecast.get("quantities", ())
    grouped = {name: [one for one in given if one["group"] == name] for name in OUTPUT_GROUPS}
    return tuple(
        QuantityGroup(
            ident=f"out-{name}",
            heading=spoken.say(OUTPUT_GROUPS[name]),
            rows=tuple(_row(one, spoken) for one in members),
            notes=tuple(_notes(name, members, spoken)),
        )
        for name, members in grouped.items()
        if members
    )


def _row(one: Json, spoken: Language) -> QuantityRow:
    kind, basis = BASES.get(one["note"], BASES[one["status"]])
    name = label(one["name"], OUTPUT_NAMES, spoken)
    if one["days"]:
        name = spoken.say(_("{name}, after {days} days in the fridge"), name=name, days=one["days"])
    return QuantityRow(
        name=name,
        amount=amount(one, spoken),
        basis=spoken.say(basis),
        sure=label(one["confidence"], CONFIDENCES, spoken) if one["status"] != "not_known" else "",
        kind=kind,
    )


def amount(one: Json, spoken: Language) -> str:
    """Say how much, with its unit: an interval, a bound, one published value, or that it is not known."""
    median, low, high = one["median"], one["low"], one["high"]
    if one["status"] == "not_known":
        return spoken.say(_("not known"))
    if one["unit"] in _COUNT_UNITS and high is not None and high <= 0.0:
        return spoken.say(_("fewer than one per ml"))
    digits = _PH_DIGITS if one["unit"] == "ph" else _DIGITS
    number, unit = _number(median, low, high, spoken, digits), OUTPUT_UNITS[one["unit"]]
    return f"{number} {spoken.say(unit, grams=_PER_G)}" if unit else number


def _number(
    median: float | None, low: float | None, high: float | None, spoken: Language, digits: int
) -> str:
    median, low, high = (_without_dust(value) for value in (median, low, high))

    def said(value: float) -> str:
        return spoken.number(value, digits=digits)

    if median is not None and low is not None and high is not None:
        if low == high:
            return said(median)
        return interval(Range(median=median, low=low, high=high), spoken, digits=digits)
    if median is not None:
        return spoken.say(_("about {value}"), value=said(median))
    if low is not None and high is not None:
        return spoken.say(_("{low} to {high}"), low=said(low), high=said(high))
    if high is not None:
        return spoken.say(_("at most {value}"), value=said(high))
    return spoken.say(_("at least {value}"), value=said(low or 0.0))


def _without_dust(value: float | None) -> float | None:
    return 0.0 if value is not None and abs(value) < _SMALLEST else value


def _notes(group: str, members: Sequence[Json], spoken: Language) -> Iterator[Sentence]:
    codes = [*(one["note"] for one in members if one["note"]), *GROUP_NOTES.get(group, ())]
    for code in dict.fromkeys(codes):
        if code in OUTPUT_NOTES:
            yield sentence(code, {}, OUTPUT_NOTES, spoken)
