"""Figures: Altair charts, drawn to SVG that takes its colours and its letters from the page around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from biotica.errors import _
from biotica.report.input import Range
from biotica.report.language import Language

Spec = dict[str, Any]
Draw = Callable[[Spec, Language], Markup]

WIDTH_PX = 340
"""Drawn for a phone; wider screens set figures side by side instead of stretching them."""
ROW_PX = 44
NAME_ABOVE_PX = -15
FEW_PEOPLE = 100

INK = "var(--ink)"
MUTED = "var(--muted)"
LINE = "var(--line)"
RIBBON = "var(--ribbon)"
RIBBON_DEEP = "var(--ribbon-deep)"
BLUE = "var(--blue)"
BLUE_SOFT = "var(--blue-soft)"
ORANGE = "var(--orange)"
PAPER = "var(--paper)"
PART_COLOURS = tuple(f"var(--part-{number})" for number in range(1, 7))
"""Of the parts of a bar: far apart for every eye, by day, by night and on paper (a test measures it)."""
REST_COLOUR = "var(--part-rest)"

_LOCALES: Mapping[str, dict[str, Any]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}
_NOISE = re.compile(
    r' (?:xmlns(?::xlink)?|version|class|font-family|pointer-events|role|aria-[a-z]+)="[^"]*"'
)
_SIZE = re.compile(r'^<svg width="(\d+)" height="(\d+)"')
_DECIMALS = re.compile(r"(\.\d)\d+")
_EMPTY = re.compile(r'<path d="[^"]*"(?: display="none")?/>')


def svg(spec: Spec, spoken: Language) -> Markup:
    """Draw a chart.

    Parameters
    ----------
    spec : dict
        Vega-Lite, as the functions below give it.
    spoken : Language
        Decides decimal comma or point on the axes.

    Returns
    -------
    Markup
        One `svg` element without name spaces, fonts, fixed size or roles; the page's CSS decides its looks.
    """
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    drawn = vlc.vegalite_to_svg(spec, vl_version=version, format_locale=_LOCALES[spoken.code])
    bare = _EMPTY.sub("", _NOISE.sub("", drawn))
    bare = re.sub(r'(?<= )(?:d|transform|x2|y2)="[^"]*"', lambda found: _DECIMALS.sub(r"\1", found[0]), bare)
    return Markup(_SIZE.sub(r'<svg aria-hidden="true" focusable="false"', bare, count=1))


def _data(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=[{"row": number, **row} for number, row in enumerate(rows)])


def _row(count: int) -> alt.Y:
    return alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[count - 0.6, -0.65], nice=False))


def _names(data: alt.InlineData, y: alt.Y, italic: bool = False) -> alt.Chart:
    style = "italic" if italic else "normal"
    marks = alt.Chart(data).mark_text(align="left", dy=NAME_ABOVE_PX, fontSize=13, color=INK, fontStyle=style)
    named: alt.Chart = marks.encode(x=alt.value(0), y=y, text="name:N")
    return named


def _finished(layers: Sequence[alt.Chart], height: int) -> Spec:
    chart = alt.layer(*layers).properties(
        width=WIDTH_PX, height=height, background="transparent", padding={"left": 8, "right": 14, "top": 4}
    )
    chart = chart.configure(aria=False).configure_view(stroke=None)
    chart = chart.configure_axis(
        labelColor=MUTED,
        titleColor=MUTED,
        labelFontSize=12,
        titleFontSize=12,
        titleFontWeight="normal",
        gridColor=LINE,
        domain=False,
        tickColor=LINE,
        labelFlush=False,
        labelOverlap=True,
    )
    spec: Spec = chart.to_dict(validate=False)
    return spec


def top_taxa(rows: Sequence[tuple[str, float]], spoken: Language) -> Spec:
    """Bars of the most abundant taxa: (name, share 0 to 1), most abundant first."""
    data = _data(
        [{"name": name, "share": 100 * share, "text": spoken.percent(share)} for name, share in rows]
    )
    y = _row(len(rows))
    x = alt.X("share:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False))
    bars = alt.Chart(data).mark_bar(size=7, color=BLUE, orient="horizontal").encode(x=x, y=y)
    amounts = alt.Chart(data).mark_text(align="right", dy=NAME_ABOVE_PX, fontSize=13, color=MUTED)
    return _finished(
        [bars, _names(data, y, italic=True), amounts.encode(x=alt.value(WIDTH_PX), y=y, text="text:N")],
        36 * len(rows),
    )


def guild_strip(
    rows: Sequence[tuple[str, float, float, float, int]], spoken: Language, *, few: int = FEW_PEOPLE
) -> Spec:
    """Strip of groups among the reference: (name, percentile, low, high, people); grey below `few` people."""
    data = _data(
        [
            {"name": name, "at": at, "low": low, "high": high, "colour": MUTED if people < few else BLUE}
            for name, at, low, high, people in rows
        ]
    )
    y = _row(len(rows))
    title = spoken.say(_("place among 100 people of the reference"))
    axis = alt.Axis(values=[0, 10, 25, 50, 75, 90, 100], title=title, grid=False, ticks=False)
    scale = alt.Scale(domain=[0, 100])
    bands = [
        alt.Chart(data)
        .mark_bar(size=14, color=colour, cornerRadius=2, orient="horizontal")
        .transform_calculate(start=str(start), stop=str(100 - start))
        .encode(x=alt.X("start:Q", axis=axis, scale=scale), x2="stop:Q", y=y)
        for start, colour in ((0, RIBBON), (10, RIBBON), (25, RIBBON_DEEP))
    ]
    colour = alt.Color("colour:N", scale=None)
    x = alt.X("at:Q", axis=axis, scale=scale)
    whiskers = (
        alt.Chart(data)
        .mark_rule(strokeWidth=3)
        .encode(x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", y=y, color=colour)
    )
    dots = alt.Chart(data).mark_circle(size=110, opacity=1).encode(x=x, y=y, color=colour)
    return _finished([*bands, whiskers, dots, _names(data, y)], ROW_PX * len(rows))


def amounts(rows: Sequence[tuple[str, Range]], title: str, *, bars: bool = True) -> Spec:
    """Bars (or dots around zero, if not `bars`) with the interval of each: (name, range)."""
    data = _data(
        [{"name": name, "median": value.median, "low": value.low, "high": value.high} for name, value in rows]
    )
    y = _row(len(rows))
    axis = alt.Axis(title=title, tickCount=5)
    scale = alt.Scale(zero=True, nice=True)
    x = alt.X("median:Q", axis=axis, scale=scale)
    whiskers = (
        alt.Chart(data)
        .mark_rule(strokeWidth=2, color=INK)
        .encode(x=alt.X("low:Q", axis=axis, scale=scale), x2="high:Q", y=y)
    )
    halo = alt.Chart(data).mark_text(align="left", dy=NAME_ABOVE_PX, fontSize=13, stroke=PAPER, strokeWidth=5)
    zero = (
        alt.Chart(_data([{}]))
        .mark_rule(color=MUTED, strokeWidth=1)
        .encode(x=alt.datum(0, type="quantitative"))
    )
    if bars:
        body = alt.Chart(data).mark_bar(size=9, color=BLUE, orient="horizontal").encode(x=x, y=y)
        layers = [body, whiskers]
    else:
        body = alt.Chart(data).mark_circle(size=90, color=BLUE, opacity=1).encode(x=x, y=y)
        layers = [zero, halo.encode(x=alt.value(0), y=y, text="name:N"), whiskers, body]
    return _finished([*layers, _names(data, y)], ROW_PX * len(rows))


def stacks(rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], title: str, *, rest: str = "") -> Spec:
    """Bars of a hundred percent, cut into parts: (name, ((part, share 0 to 1), ...)), at most six and a rest.

    Parameters
    ----------
    rows : sequence
        One bar each; a part has the same colour in every bar and is named below them.
    title : str
        Of the axis.
    rest : str
        The part that stands for all others: grey, and like none of them.
    """
    parts = list(dict.fromkeys(part for _name, cut in rows for part, _share in cut))
    named = [part for part in parts if part != rest]
    colours = {**dict(zip(named, PART_COLOURS, strict=False)), rest: REST_COLOUR}
    pieces = []
    for number, (_name, cut) in enumerate(rows):
        start = 0.0
        for part, share in cut:
            stop = start + 100.0 * share
            pieces.append({"row": number, "start": start, "stop": stop, "colour": colours[part]})
            start = stop
    legend = [
        {"row": len(rows) + 0.55 * number, "name": part, "colour": colours[part]}
        for number, part in enumerate(parts)
    ]
    height = len(rows) + 0.55 * len(parts)
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[height - 0.3, -0.65], nice=False))
    x = alt.X(
        "start:Q", axis=alt.Axis(title=title, orient="top", grid=False), scale=alt.Scale(domain=[0, 100])
    )
    colour = alt.Color("colour:N", scale=None)
    bars = alt.Chart(alt.InlineData(values=pieces)).mark_bar(
        size=16, orient="horizontal", stroke=PAPER, strokeWidth=1
    )
    key = alt.Chart(alt.InlineData(values=legend))
    squares = key.mark_point(shape="square", filled=True, size=120, opacity=1, stroke=MUTED)
    words = key.mark_text(align="left", fontSize=12, fontStyle="italic", color=INK)
    layers = [
        bars.encode(x=x, x2="stop:Q", y=y, color=colour),
        _names(_data([{"name": name} for name, _cut in rows]), y),
        squares.encode(x=alt.value(6), y=y, color=colour),
        words.encode(x=alt.value(20), y=y, text="name:N"),
    ]
    return _finished(layers, round(ROW_PX * height))


def course(
    times_h: Sequence[float],
    band: Mapping[str, Sequence[float]],
    title: str,
    spoken: Language,
    *,
    line_at: tuple[float, str] | None = None,
    readings: Sequence[tuple[float, float]] = (),
    from_zero: bool = True,
) -> Spec:
    """Course over time with its 5 to 95 % band, one level to reach, and readings (time_h, value)."""
    data = alt.InlineData(
        values=[
            {"time": time, "median": median, "low": low, "high": high}
            for time, median, low, high in zip(
                times_h, band["median"], band["low"], band["high"], strict=True
            )
        ]
    )
    x = alt.X("time:Q", axis=alt.Axis(title=spoken.say(_("hours")), grid=False), scale=alt.Scale(nice=False))
    axis = alt.Axis(title=title, titleAngle=0, titleAlign="left", titleAnchor="start", titleY=-12, titleX=-28)
    scale = alt.Scale(zero=from_zero, nice=True)
    ribbon = (
        alt.Chart(data)
        .mark_area(color=BLUE_SOFT, opacity=1)
        .encode(x=x, y=alt.Y("low:Q", axis=axis, scale=scale), y2="high:Q")
    )
    line = (
        alt.Chart(data)
        .mark_line(color=BLUE, strokeWidth=2.5)
        .encode(x=x, y=alt.Y("median:Q", axis=axis, scale=scale))
    )
    layers = [ribbon, line]
    if line_at is not None:
        level = alt.InlineData(values=[{"level": line_at[0], "name": line_at[1]}])
        y = alt.Y("level:Q", axis=axis, scale=scale)
        layers.append(
            alt.Chart(level).mark_rule(color=ORANGE, strokeDash=[5, 4], strokeWidth=1.5).encode(y=y)
        )
        name = alt.Chart(level).mark_text(align="right", dy=-8, fontSize=12, color=INK)
        layers.append(name.encode(x=alt.value(WIDTH_PX), y=y, text="name:N"))
    if readings:
        points = alt.InlineData(values=[{"time": time, "value": value} for time, value in readings])
        marks = alt.Chart(points).mark_point(color=INK, size=60, filled=True, opacity=1, shape="diamond")
        layers.append(marks.encode(x=x, y=alt.Y("value:Q", axis=axis, scale=scale)))
    return _finished(layers, 190)


def counts(rows: Sequence[tuple[str, Range | None, Range | None]], spoken: Language) -> Spec:
    """Living and dead per group, log10 per ml: (name, living, dead); dots living, open diamonds dead."""
    marks = [
        {"row": number + shift, "at": value.median, "low": value.low, "high": value.high, "state": state}
        for number, (_name, living, dead) in enumerate(rows)
        for value, shift, state in ((living, -0.06, "live"), (dead, 0.2, "dead"))
        if value is not None
    ]
    words = {0: "1", 3: spoken.say(_("thousand")), 6: spoken.say(_("million")), 9: spoken.say(_("billion"))}
    label = " : ".join(f"datum.value == {at} ? '{word}'" for at, word in words.items()) + " : ''"
    y = _row(len(rows))
    axis = alt.Axis(values=list(words), labelExpr=label, title=spoken.say(_("per millilitre")))
    scale = alt.Scale(domain=[0, 10], clamp=True)
    layers = []
    for state, colour, shape, filled in (("live", BLUE, "circle", True), ("dead", ORANGE, "diamond", False)):
        data = alt.InlineData(values=[mark for mark in marks if mark["state"] == state])
        whiskers = alt.Chart(data).mark_rule(strokeWidth=2, color=colour)
        layers.append(whiskers.encode(x=alt.X("low:Q", axis=axis, scale=scale), x2=alt.X2("high:Q"), y=y))
        points = alt.Chart(data).mark_point(
            size=80, color=colour, shape=shape, filled=filled, fill=colour if filled else PAPER, opacity=1
        )
        layers.append(points.encode(x=alt.X("at:Q", axis=axis, scale=scale), y=y))
    names = _data([{"name": name} for name, _living, _dead in rows])
    return _finished([*layers, _names(names, y, italic=True)], 48 * len(rows))
