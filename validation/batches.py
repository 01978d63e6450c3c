"""Made-up weeks of kefir: grains drawn from the tables, each batch forecast from a few noisy readings.

Usage: python validation/batches.py [--grains 200] [--batches 14] [--seed 1] [--workers 2]
Each grain, kitchen, meter and brand of milk is one draw and changes a little; wild cells are new every day;
one in four readings is lost; half-way the room gets 4 degrees colder. Asked of each batch: does the 90 %
interval of pH at hours not yet read hold the truth, and does what is known of the grains get narrower? Ends
with 1 where coverage is outside 85 to 95 %, or batch 7 is not narrower than batch 1 by 40 %.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from biotica.engine.draws import Draws
from biotica.ferment.brew import brew
from biotica.ferment.culture import Culture, culture_after
from biotica.ferment.ensemble import quantiles
from biotica.ferment.forecast import Forecast, forecast
from biotica.ferment.learn import METER_SD_PH, meter_ph
from biotica.ferment.readings import Reading
from biotica.ferment.recipe import Milk, Recipe, Starter
from biotica.ferment.steps import plan_jar
from biotica.knowledge.ferments import load_ferment, load_jars
from biotica.knowledge.load import load

COVERED, NARROWER = (0.85, 0.95), 0.40
READ_H, ASKED_H = (2.0, 5.0, 8.0, 11.0), (14.0, 17.0, 20.0, 24.0)
LOST_SHARE, COLDER_C = 0.25, 4.0
DRAWS = 120
NARROW_FROM, NARROW_TO = 1, 7


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One forecast against its truth."""

    number: int
    covered: tuple[bool, ...]
    prior_width: float
    width: float


def recipe(number: int, batches: int) -> Recipe:
    room_c = 23.0 - (COLDER_C if number > batches // 2 else 0.0)
    return Recipe(
        ferment="milk_kefir",
        volume_ml=500.0,
        hours=24.0,
        course=((0.0, room_c),),
        cover="cloth",
        agitation="none",
        milk=Milk(kind="cow", treatment="pasteurised", fat="whole"),
        starter=Starter(kind="grains", amount=25.0),
        after=(),
        assumed=(),
    )


def truth(asked: Recipe, draws: Draws) -> np.ndarray:
    """Give the true pH at the hours read and asked of one draw."""
    knowledge = load()
    ferment = load_ferment(knowledge.folder / "ferments" / asked.ferment)
    plan = plan_jar(asked, ferment, knowledge, load_jars(knowledge.folder), draws, course=asked.course)
    times_h = np.array([0.0, *READ_H, *ASKED_H])
    return np.asarray(brew(plan, times_h, pour_at_h=24.0, knowledge=knowledge, draws=draws).courses.ph[0, 1:])


def life(grain: int, *, batches: int, seed: int) -> list[Batch]:
    """Live through all batches of one grain."""
    chance = np.random.default_rng([seed, grain])
    true: Culture | None = None
    known: Culture | None = None
    lived = []
    for number in range(1, batches + 1):
        asked = recipe(number, batches)
        own = 1_000_000 + 1000 * grain + number + seed
        draws = true.prior(count=1, seed=own) if true else Draws(count=1, seed=own)
        ph = truth(asked, draws)
        true = culture_after(asked, draws, true)
        made = forecast(
            asked, load(), readings(ph, draws, chance), draws=DRAWS, seed=grain + 1, culture=known
        )
        before = forecast(asked, load(), (), draws=DRAWS, seed=grain + 1, culture=known)
        at_h = np.array(ASKED_H)
        low, _median, high = (
            np.interp(at_h, made.courses.times_h, band) for band in quantiles(made.courses.ph)
        )
        first, _middle, last = (
            np.interp(at_h, before.courses.times_h, band) for band in quantiles(before.courses.ph)
        )
        true_ph = ph[len(READ_H) :]
        lived.append(
            Batch(
                number=number,
                covered=tuple(bool(c) for c in (low <= true_ph) & (true_ph <= high)),
                prior_width=float(np.mean(last - first)),
                width=float(np.mean(high - low)),
            )
        )
        known = made.culture
    return lived


def bounds(made: Forecast) -> tuple[np.ndarray, np.ndarray]:
    """Give both ends of the pH interval at the hours asked."""
    low, _median, high = (
        np.interp(np.array(ASKED_H), made.courses.times_h, band) for band in quantiles(made.courses.ph)
    )
    return low, high


def readings(ph: np.ndarray, draws: Draws, chance: np.random.Generator) -> tuple[Reading, ...]:
    """Read a meter with its offset, drift and noise; some readings are lost."""
    hours = np.array(READ_H)
    shown = meter_ph(ph[None, : hours.size], hours, np.zeros(hours.size, dtype=bool), draws)[0]
    noisy = shown + METER_SD_PH * chance.standard_normal(hours.size)
    kept = chance.random(hours.size) >= LOST_SHARE
    return tuple(
        Reading(row=2 + n, time_h=float(hours[n]), ph=float(noisy[n])) for n in range(hours.size) if kept[n]
    )


def lines(lives: Sequence[Sequence[Batch]]) -> Iterator[str]:
    yield "batch  coverage  width after the readings  width before them"
    for n in range(len(lives[0])):
        of = [life[n] for life in lives]
        yield (
            f"{of[0].number:5d}  {np.mean([b.covered for b in of]):8.3f}"
            f"  {np.median([b.width for b in of]):24.3f}  {np.median([b.prior_width for b in of]):17.3f}"
        )
    yield f"coverage of all: {coverage(lives):.3f}; {COVERED[0]} to {COVERED[1]} wanted"
    part = narrower(lives)
    yield f"batch {NARROW_TO} narrower than batch {NARROW_FROM} by {part:.3f}; at least {NARROWER} wanted"


def coverage(lives: Sequence[Sequence[Batch]]) -> float:
    return float(np.mean([batch.covered for life in lives for batch in life]))


def narrower(lives: Sequence[Sequence[Batch]]) -> float:
    """Say by what part the interval before any reading got narrower."""
    width = {n: np.median([life[n - 1].prior_width for life in lives]) for n in (NARROW_FROM, NARROW_TO)}
    return float(1.0 - width[NARROW_TO] / width[NARROW_FROM])


def asked_number(arguments: list[str], name: str, default: int) -> int:
    return int(arguments[arguments.index(name) + 1]) if name in arguments else default


def main(arguments: list[str]) -> int:
    grains, batches = asked_number(arguments, "--grains", 200), asked_number(arguments, "--batches", 14)
    one = partial(life, batches=batches, seed=asked_number(arguments, "--seed", 1))
    with ProcessPoolExecutor(max_workers=asked_number(arguments, "--workers", 2)) as pool:
        lives = list(pool.map(one, range(grains)))
    print("\n".join(lines(lives)))
    within = COVERED[0] <= coverage(lives) <= COVERED[1]
    return 0 if within and narrower(lives) >= NARROWER else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
