"""Builds "Your kefir": the course of the jar, what is in a glass, and what to watch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from biotica.errors import _
from biotica.report.codes import SUBSTRATE_KINDS
from biotica.report.context import Cell, Chart, KefirContext
from biotica.report.figures import Draw, counts, course
from biotica.report.input import JarInput, Json, Range, ServingCard
from biotica.report.kefir_codes import (
    ASSUMED,
    CHECKLIST,
    RECIPE_WORDS,
    SERVING_KINDS,
    SPOONS,
    TERMS,
    VERDICTS,
)
from biotica.report.language import Language
from biotica.report.outputs_part import quantity_groups, quantity_headers, quantity_note
from biotica.report.plan_codes import PLAN
from biotica.report.texts import (
    Sentence,
    Text,
    interval,
    joined,
    label,
    own_words,
    sentence,
    sentences,
    spoken_value,
)

READY_PH = 4.6
GRAMS_PER_MMOL: Mapping[str, float] = {
    "lactose": 0.34230,
    "lactate": 0.09008,
    "acetate": 0.06005,
    "ethanol": 0.04607,
}
"""Molar masses (acids as free acid), for printing grams beside mmol."""
ETHANOL_G_PER_ML = 0.789
"""Density of ethanol at 20 C, for printing a percentage of the volume."""


def build_kefir(jar: JarInput, spoken: Language, draw: Draw) -> KefirContext:
    """Make the kefir part from recipe, forecast.json and a glass."""
    forecast = jar.forecast
    glass_ml = jar.serving.volume_ml if jar.serving else None
    headers, rows = _amounts(forecast, glass_ml, spoken)
    return KefirContext(
        recipe=_recipe(jar, spoken),
        ready=_ready(forecast, spoken),
        ph=_ph(jar, spoken, draw),
        courses=_courses(forecast, spoken, draw),
        amounts_headers=headers,
        amounts=rows,
        amounts_note=Sentence(
            spoken.say(
                _("At the end of the forecast, after {hours} hours. In brackets the 5 to 95 % interval."),
                hours=spoken.number(forecast["times_h"][-1]),
            ),
            "model",
        ),
        counts=_counts(jar, spoken, draw),
        glass=_glass(jar.serving, jar, spoken) if jar.serving else (),
        glass_note=_glass_note(jar.serving, spoken) if jar.serving else None,
        verdicts=(
            *sentences(forecast.get("verdict", ()), VERDICTS, spoken),
            *sentences(forecast.get("plan", ()), PLAN, spoken),
        ),
        checklist=tuple(Sentence(spoken.say(text), kind) for kind, text in CHECKLIST),
        assumed=_assumed(forecast.get("assumed", ()), spoken),
        quantity_headers=quantity_headers(spoken),
        quantities=quantity_groups(forecast, spoken),
        quantities_note=quantity_note(forecast, spoken),
    )


def _assumed(keys: Sequence[str], spoken: Language) -> Sentence | None:
    if not keys:
        return None
    named = ", ".join(label(key, ASSUMED, spoken) for key in keys)
    taken = spoken.say(_("Not in your recipe, so a default was taken:"))
    return Sentence(f"{taken} {named}", "fact")


def _recipe(jar: JarInput, spoken: Language) -> tuple[Cell, ...]:
    recipe = jar.recipe
    named = own_words(jar.ferment_name, spoken).text if jar.ferment_name else ""
    milk, starter = recipe.get("milk", {}), recipe.get("starter", {})
    milk_words = [
        label(milk[key], RECIPE_WORDS, spoken) for key in ("kind", "treatment", "fat") if key in milk
    ]
    amount = [
        f"{spoken.number(starter[unit])} {label(unit, SPOONS, spoken)}"
        for unit in ("g", "ml", *SPOONS)
        if unit in starter
    ]
    cells = [
        (_("Ferment"), named or label(recipe["ferment"], {}, spoken)),
        (_("Milk"), ", ".join(milk_words)),
        (_("Volume"), f"{spoken.number(recipe['volume_ml'], digits=6)} ml"),
        (_("Starter"), " ".join([*amount, label(starter.get("kind", ""), RECIPE_WORDS, spoken)]).strip()),
        (_("Temperature"), _temperature(recipe["temperature_c"], spoken)),
        (_("Time"), spoken.say(_("{hours} hours"), hours=spoken.number(recipe["hours"]))),
        (_("Cover"), label(recipe.get("cover", ""), RECIPE_WORDS, spoken)),
        (_("After that"), _after(recipe.get("after", ()), spoken)),
    ]
    return tuple(Cell(term=spoken.say(term), value=value) for term, value in cells if value)


def _temperature(given: float | Sequence[Sequence[float]] | Json, spoken: Language) -> str:
    if isinstance(given, int | float):
        return f"{spoken.number(given)} °C"
    if isinstance(given, Mapping):
        told = _("{day} °C by day, {night} °C by night")
        return spoken.say(told, **{key: spoken.number(given[key]) for key in ("day", "night")})
    degrees = ", ".join(spoken.number(degree) for _hour, degree in given)
    return spoken.say(_("changing: {degrees} °C"), degrees=degrees)


def _after(steps: Sequence[Json], spoken: Language) -> str:
    told = [
        spoken.say(
            _("{step}: {hours} hours at {degrees} °C"),
            step=label(step["step"], RECIPE_WORDS, spoken),
            hours=spoken.number(step["hours"]),
            degrees=spoken.number(step["temperature_c"]),
        )
        for step in steps
    ]
    return "; ".join(told)


def _ready(forecast: Json, spoken: Language) -> tuple[Sentence, ...]:
    time = forecast["time_to_ph_4_6_h"]
    ph = spoken.number(READY_PH)
    if time["median"] is None:
        text = spoken.say(_("The forecast does not reach pH {ph} in this time."), ph=ph)
        return (Sentence(text, "model"),)
    if time["low"] is None or time["high"] is None:
        hours = spoken.number(time["median"])
        text = spoken.say(
            _("pH {ph} after about {hours} hours; part of the forecasts do not get there in this time."),
            ph=ph,
            hours=hours,
        )
        return (Sentence(text, "model"),)
    text = spoken.say(_("pH {ph} after about {hours} hours."), ph=ph, hours=spoken_value(time, spoken))
    return (Sentence(text, "model"),)


def _ph(jar: JarInput, spoken: Language, draw: Draw) -> Chart:
    times, band = jar.forecast["times_h"], jar.forecast["pH"]
    level = (READY_PH, f"pH {spoken.number(READY_PH)}")
    spec = course(times, band, "pH", spoken, line_at=level, readings=jar.readings, from_zero=False)
    caption = _("How sour the jar gets: pH over time, with its 5 to 95 % band.")
    if jar.readings:
        caption = _(
            "How sour the jar gets: pH over time, with its 5 to 95 % band. Diamonds are your readings."
        )
    return Chart(
        ident="ph",
        svg=draw(spec, spoken),
        caption=Sentence(spoken.say(caption), "model"),
        headers=(spoken.say(_("hours")), "pH"),
        rows=_course_rows(times, band, spoken, decimals=2),
    )


def _thinned(count: int, most: int = 13) -> list[int]:
    step = max(1, -(-(count - 1) // (most - 1)))
    return sorted({*range(0, count, step), count - 1})


def _course_rows(
    times: Sequence[float], band: Mapping[str, Sequence[float]], spoken: Language, *, decimals: int
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            spoken.number(times[at]),
            spoken.say(
                _("{median} ({low} to {high})"),
                **{key: spoken.decimal(band[key][at], decimals) for key in ("median", "low", "high")},
            ),
        )
        for at in _thinned(len(times))
    )


def _courses(forecast: Json, spoken: Language, draw: Draw) -> tuple[Chart, ...]:
    charts = []
    for substance in ("lactose", "lactate", "ethanol"):
        name = spoken.say(SUBSTRATE_KINDS[substance])
        spec = course(forecast["times_h"], forecast[substance], spoken.say(_("mmol per litre")), spoken)
        charts.append(
            Chart(
                ident=f"course-{substance}",
                svg=draw(spec, spoken),
                caption=Sentence(
                    spoken.say(
                        _("{substance} over time, with its 5 to 95 % band."), substance=name.capitalize()
                    ),
                    "model",
                ),
                headers=(spoken.say(_("hours")), spoken.say(_("mmol per litre"))),
                rows=_course_rows(forecast["times_h"], forecast[substance], spoken, decimals=1),
            )
        )
    return tuple(charts)


def _at_end(band: Mapping[str, Sequence[float]]) -> Range:
    return Range(median=band["median"][-1], low=band["low"][-1], high=band["high"][-1])


def _scaled(value: Range, factor: float) -> Range:
    return Range(median=value.median * factor, low=value.low * factor, high=value.high * factor)


def percent_vol(ethanol_mmol_per_l: Range) -> Range:
    """Alcohol as a percentage of the volume."""
    return _scaled(ethanol_mmol_per_l, GRAMS_PER_MMOL["ethanol"] / ETHANOL_G_PER_ML / 10.0)


def _amounts(
    forecast: Json, glass_ml: float | None, spoken: Language
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    headers = [spoken.say(_("what")), spoken.say(_("mmol per litre"))]
    if glass_ml:
        headers.append(spoken.say(_("grams in a glass of {ml} ml"), ml=spoken.number(glass_ml)))
    rows = []
    for substance, grams in GRAMS_PER_MMOL.items():
        value = _at_end(forecast[substance])
        row = [spoken.say(SUBSTRATE_KINDS[substance]), interval(value, spoken, digits=2)]
        if glass_ml:
            row.append(interval(_scaled(value, grams * glass_ml / 1000), spoken, digits=2))
        rows.append(tuple(row))
    alcohol = interval(percent_vol(_at_end(forecast["ethanol"])), spoken, digits=2)
    rows.append((spoken.say(_("alcohol, % of the volume")), alcohol, *([""] if glass_ml else [])))
    dissolved = interval(_at_end(forecast["CO2"]), spoken, digits=2)
    rows.append((spoken.say(_("dissolved carbon dioxide")), dissolved, *([""] if glass_ml else [])))
    return tuple(headers), tuple(rows)


def _member(slug: str, jar: JarInput, spoken: Language) -> Text:
    if slug in jar.member_names:
        return own_words(jar.member_names[slug], spoken)
    return Text(slug.replace("_", " ").capitalize(), "la")


def _counts(jar: JarInput, spoken: Language, draw: Draw) -> Chart | None:
    live, dead = jar.forecast["live_log10_cfu_per_ml"], jar.forecast["dead_log10_cells_per_ml"]
    slugs = list(dict.fromkeys([*live, *dead]))
    if not slugs:
        return None
    rows = [
        (
            _member(slug, jar, spoken).text,
            _at_end(live[slug]) if slug in live else None,
            _at_end(dead[slug]) if slug in dead else None,
        )
        for slug in slugs
    ]
    return Chart(
        ident="counts",
        svg=draw(counts(rows, spoken), spoken),
        caption=Sentence(
            spoken.say(
                _("Living (dots) and dead (diamonds) microbes at the end. One step is a thousand times.")
            ),
            "model",
        ),
        headers=(
            spoken.say(_("group")),
            spoken.say(_("living, log10 CFU per ml")),
            spoken.say(_("dead, log10 cells per ml")),
        ),
        rows=tuple(
            (
                name,
                interval(living, spoken, digits=2) if living else "",
                interval(killed, spoken, digits=2) if killed else "",
            )
            for name, living, killed in rows
        ),
    )


def _glass(serving: ServingCard, jar: JarInput, spoken: Language) -> tuple[Cell, ...]:
    say = spoken.say
    term = label(serving.article_term, TERMS, spoken) if serving.article_term else say(_("no word for it"))
    cells = [
        Cell(term=say(_("Glass")), value=f"{spoken.number(serving.volume_ml)} ml"),
        Cell(
            term=say(_("Holds")),
            value=joined([label(kind, SERVING_KINDS, spoken) for kind in serving.kind], spoken),
        ),
        Cell(term=say(_("The articles call this")), value=term),
        Cell(term=say(_("The scientific term")), value=_isapp(serving, spoken)),
    ]
    for heading, members in ((_("Living"), serving.live_cfu), (_("Dead"), serving.dead_cells)):
        cells.extend(
            Cell(
                term=f"{say(heading)}: {_member(slug, jar, spoken).text}",
                value=_large_number(value, spoken),
                kind="model",
            )
            for slug, value in members.items()
        )
    if serving.fragments_g is not None:
        cells.append(
            Cell(
                term=say(_("Fragments")),
                value=f"{interval(serving.fragments_g, spoken, digits=2)} g",
                kind="model",
            )
        )
    return tuple(cells)


def _isapp(serving: ServingCard, spoken: Language) -> str:
    if serving.isapp_term:
        return label(serving.isapp_term, TERMS, spoken)
    if "live" in serving.kind:
        return spoken.say(_("fermented food"))
    return spoken.say(_("dead microbes; no postbiotic status shown"))


def _large_number(value: Range, spoken: Language) -> str:
    if value.median >= 1e9:
        return spoken.say(_("{interval} billion"), interval=interval(_scaled(value, 1e-9), spoken, digits=2))
    return spoken.say(_("{interval} million"), interval=interval(_scaled(value, 1e-6), spoken, digits=2))


def _glass_note(serving: ServingCard, spoken: Language) -> Sentence:
    if "live" in serving.kind:
        text = _("No trial with home-made kefir from grains that we know of showed a gain for people.")
        return Sentence(spoken.say(text), "fact")
    return sentence(
        "heated", {}, {"heated": ("fact", _("After heating, few or no microbes are alive."))}, spoken
    )
