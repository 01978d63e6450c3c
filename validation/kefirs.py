"""Endpoints of published kefirs: is what was measured inside the interval that a recipe alone gives?

Usage: python validation/kefirs.py ../shared/data/kefir [--draws 1600]
Scores the rows marked `use = score`, with the recipe that the table states or assumes, from the tables alone:
no study is fitted on its own. Ends with 1 where fewer than 80 % lie inside or an order by warmth or grains is
wrong. The starting counts and five numbers of the lactobacilli were set with these endpoints in view.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from biotica.ferment.ensemble import Floats, quantiles
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.recipe import Milk, Recipe, Starter
from biotica.knowledge.load import load

FILES = (
    "kefir_gamba2020_cow.csv",
    "kefir_pH24_72h_and_inhibition_kim2016_AL.csv",
    "kefir_endpoints_literature.csv",
)
INSIDE = 0.80
_G_PER_MOL = {"lactate": 90.08, "acetate": 60.05, "ethanol": 46.07}
_MG_PER_L = {"mg/100 mL": 10.0, "mg/mL": 1000.0, "g/L": 1000.0}
_GROUPS = {
    "LAB": ("lactococci", "leuconostocs", "lactobacilli"),
    "AAB": ("acetic_acid_bacteria",),
    "yeast": ("yeasts",),
}


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One measured value, in the unit of the forecast."""

    series: str
    what: str
    value: float
    recipe: Recipe


def number(text: str) -> float:
    """Read a number, or the middle of a range."""
    return float(np.mean([float(part) for part in text.split("-")]))


def endpoints(folder: Path) -> list[Endpoint]:
    found = []
    for name in FILES:
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            found += [_endpoint(row) for row in csv.DictReader(lines) if row["use"] == "score"]
    return found


def _endpoint(row: dict[str, str]) -> Endpoint:
    what, value = row["organism_or_analyte"], number(row["value"])
    name = {"lactic acid": "lactate", "acetic acid": "acetate"}.get(what, what)
    if row["unit"] in _MG_PER_L:
        value *= _MG_PER_L[row["unit"]] / _G_PER_MOL[name]
    percent = (row["grain_ratio"] or row["assumed_grain_ratio"]).split("%")[0]
    warmth_c = float(row["temperature_c"] or row["assumed_temperature_c"])
    return Endpoint(
        series=row["series_id"],
        what=name,
        value=value,
        recipe=recipe_of(float(row["time"] or 24.0), warmth_c, float(percent)),
    )


def recipe_of(hours: float, temperature_c: float, percent_grains: float) -> Recipe:
    return Recipe(
        ferment="milk_kefir",
        volume_ml=1000.0,
        hours=hours,
        course=((0.0, temperature_c),),
        cover="cloth",
        agitation="none",
        milk=Milk(kind="cow", treatment="pasteurised", fat="whole"),
        starter=Starter(kind="grains", amount=10.0 * percent_grains),
        after=(),
        assumed=(),
    )


@cache
def made(recipe: Recipe, draws: int) -> Forecast:
    return forecast(recipe, load(), draws=draws)


def at_end(seen: Forecast, what: str) -> Floats:
    """Give a quantity at the end, shape (draws,): pH, mmol/L, or log10 CFU per ml of a group."""
    if what == "pH":
        return seen.courses.ph[:, -1]
    if what in _GROUPS:
        taxa = load().taxa
        members = [
            course[:, -1]
            for member, course in seen.courses.live_cfu_per_ml.items()
            if any(group in taxa[member].guild for group in _GROUPS[what])
        ]
        return np.asarray(np.log10(np.maximum(np.sum(members, axis=0), 1e-3)))
    return seen.courses.mmol_per_l[what][:, -1]


def lines(found: Sequence[Endpoint], draws: int) -> Iterator[str]:
    inside, widths, values = [], defaultdict(list), defaultdict(list)
    yield "series                what      measured  forecast (5-95 %)"
    for one in found:
        low, median, high = quantiles(at_end(made(one.recipe, draws), one.what))
        inside.append(low <= one.value <= high)
        widths[one.what].append(high - low)
        values[one.what].append(one.value)
        yield (
            f"{one.series:21s} {one.what:8s}  {one.value:8.2f}  {median:7.2f} ({low:.2f} to {high:.2f})"
            f"{'' if inside[-1] else '  outside'}"
        )
    share = 100 * np.mean(inside)
    yield f"inside the 90 % interval: {sum(inside)} of {len(inside)} ({share:.0f} %), 80 % wanted"
    for what, some in widths.items():
        spread = np.ptp(values[what])
        yield f"  {what}: median width {np.median(some):.2f}, spread of the published ones {spread:.2f}"


def orders(draws: int) -> Iterator[tuple[str, bool]]:
    """Say whether warmth and grains order the ends as they should."""
    base = recipe_of(24.0, 22.0, 5.0)

    def end(recipe: Recipe, what: str) -> float:
        return float(np.median(at_end(made(recipe, draws), what)))

    def at(degrees: float) -> Recipe:
        return replace(base, course=((0.0, degrees),))

    def with_grains(grams: float) -> Recipe:
        return replace(base, starter=Starter(kind="grains", amount=grams))

    warm = [end(at(degrees), "pH") for degrees in (15.0, 20.0, 25.0, 30.0)]
    yield "warmer is sourer after 24 h", warm == sorted(warm, reverse=True)
    many = [end(with_grains(grams), "pH") for grams in (10.0, 30.0, 50.0, 100.0, 200.0)]
    yield "more grains are sourer after 24 h", many == sorted(many, reverse=True)
    ethanol = [end(at(degrees), "ethanol") for degrees in (18.0, 22.0, 26.0)]
    yield "warmer makes more ethanol", ethanol == sorted(ethanol)


def main(arguments: list[str]) -> int:
    draws = int(arguments[arguments.index("--draws") + 1]) if "--draws" in arguments else 1600
    found = endpoints(Path(arguments[0]))
    print("\n".join(lines(found, draws)))
    right = list(orders(draws))
    for what, holds in right:
        print(f"order: {what}: {'yes' if holds else 'NO'}")
    hits = []
    for one in found:
        low, _median, high = quantiles(at_end(made(one.recipe, draws), one.what))
        hits.append(low <= one.value <= high)
    return 0 if np.mean(hits) >= INSIDE and all(holds for _what, holds in right) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
