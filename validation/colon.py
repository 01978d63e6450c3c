"""The colon beside people: acids and pH by segment, what is absorbed, bacteria in stool, signs of diets.

Usage: python validation/colon.py ../shared/data/production [--draws 8] [--track untrained|calibrated]
Two cases: the reference colon (ten groups, steady inflow; benchmarks/reference_colon.py, central numbers) and
the demo person on ordinary food (three meals and one stool a day; mean of day 7). Where pH is asked it
follows the charge balance; all else is with the held pH of the tables. Measured numbers and those of
microPopGut stand in the notes (dynamics 4.3). The diets of the trials are imitated, as nobody measured what
reached those colons: Duncan 2007 by carbohydrate times 1, 0.45, 0.2; Walker 2011 by the same carbohydrate as
nine tenths NSP or two thirds resistant starch; transit by all flows times 2, 1, 0.5. Stool of a trial is
compared with the distal segment. Nothing here forecasts anyone's stool. Ends with 1 where the demo person
misses a must.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from biotica.engine.assemble import assemble
from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.run import Outcome, Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import simulate
from biotica.gut.colon import COLON, Gut, build_gut, days
from biotica.gut.members import Shares
from biotica.gut.production import community_of
from biotica.gut.readers.reading import read_profiles
from biotica.gut.shipped import demo_file
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names
from biotica.knowledge.records import Track

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import reference_colon
from vial_scores import Measure, asked, show, verdict

ACIDS = ("acetate", "propionate", "butyrate")
TOTAL_MMOL_PER_L = (123.0, 117.0, 80.0)
RATIO = (0.6, 0.2, 0.2)
PH = (5.7, 6.2, 6.6)
MUST, AIM = 0.35, 0.25
LIKELY = 0.5
"""A sign counts as right where it is so in at least half of the paired draws."""

ABSORBED, STOOL_G = 0.95, (14.0, 28.0)
PEER_TOTAL = ("124", "76", "90")
PEER_PH = ("5.9", "6.7", "6.5")
PLACES = ("proximal", "transverse", "distal")
DAYS = 7
HOURS_PER_DAY = 24
FIBRES = ("nsp", "pectin", "arabinoxylan", "beta_glucan", "cellulose", "inulin", "fos")
STARCH = "resistant_starch"


@dataclass(frozen=True, kw_only=True)
class Colon:
    """What a case came to: medians over the draws, means over its last day.

    Attributes
    ----------
    acids : shape (3 segments, 3 acids)
        mmol/L.
    ph : shape (3 segments,)
    distal : mapping
        total, butyrate (mmol/L) and share of butyrate where stool forms, shape (draws,).
    absorbed_share, stool_g : float or None
        Share of the three acids; dry bacteria, living and dead, g per day. None where the case has none.
    """

    acids: np.ndarray
    ph: np.ndarray
    distal: Mapping[str, Floats] = field(default_factory=dict)
    absorbed_share: float | None = None
    stool_g: float | None = None


def reference(*, charge: bool) -> Colon:
    """The reference colon at the end of a week."""
    run, _seconds, _states = reference_colon.run_days(DAYS, charge=charge)
    acids = [[run.metabolite_mmol_per_l(a, place)[0, -1] for a in ACIDS] for place in PLACES]
    absorbed = sum(float(run.passed_mmol("absorbed", a, p)[0, -1]) for a in ACIDS for p in PLACES)
    gone = sum(float(run.passed_mmol("excreted", f"metabolite:{a}", PLACES[-1])[0, -1]) for a in ACIDS)
    return Colon(
        acids=np.array(acids),
        ph=np.array([run.ph(place)[0, -1] for place in PLACES]),
        absorbed_share=absorbed / (absorbed + gone),
    )


def person(gut: Gut) -> Colon:
    """A person's day 7."""
    first = HOURS_PER_DAY * (DAYS - 1)
    hours = [0.0, *(float(first + hour) for hour in range(HOURS_PER_DAY + 1))]
    run = simulate(gut.setup, days(gut, DAYS), output_times_h=hours)
    if run.outcome is not Outcome.SUCCESS:
        sys.exit(f"a colon could not be solved: {run.outcome.name}")

    def day_mean(values: np.ndarray) -> float:
        return float(np.median(values[:, 1:].mean(axis=1)))

    acids = [[day_mean(run.metabolite_mmol_per_l(a, place)) for a in ACIDS] for place in COLON]
    last = [run.metabolite_mmol_per_l(a, COLON[-1])[:, 1:].mean(axis=1) for a in ACIDS]
    total = np.asarray(np.sum(last, axis=0))
    stool = next(taken.serving for taken in reversed(run.taken) if taken.word == "stool")
    return Colon(
        acids=np.array(acids),
        ph=np.array([day_mean(run.ph(place)) for place in COLON]),
        distal={"total": total, "butyrate": last[2], "share of butyrate": last[2] / total},
        absorbed_share=_absorbed_share(run, stool),
        stool_g=_dry_g(stool),
    )


def _absorbed_share(run: Run, stool: Serving) -> float:
    absorbed = sum(
        run.passed_mmol("absorbed", a, p)[:, -1] - run.passed_mmol("absorbed", a, p)[:, 1]
        for a in ACIDS
        for p in COLON
    )
    gone = sum(stool.amounts_mmol[a] for a in ACIDS)
    return float(np.median(absorbed / (absorbed + gone)))


def _dry_g(stool: Serving) -> float:
    cells = [*stool.live_mmol.values(), *stool.dead_mmol.values()]
    return float(np.median(np.sum(cells, axis=0) * stool.biomass_g_per_mmol))


def criteria(colon: Colon, free: Colon) -> Iterator[Measure]:
    """Relative errors per segment, and what is absorbed and excreted."""
    for place, acids, total, peer in zip(PLACES, colon.acids, TOTAL_MMOL_PER_L, PEER_TOTAL, strict=True):
        made = float(acids.sum())
        yield _error(f"total, {place}", made, total, f"microPopGut {peer}", "mM")
    for place, acids in zip(PLACES, colon.acids, strict=True):
        for acid, share, wanted in zip(ACIDS, acids / acids.sum(), RATIO, strict=True):
            known = "microPopGut fails here" if place == "proximal" else ""
            yield _error(f"share of {acid}, {place}", float(share), wanted, known, "")
    for place, ph, wanted, peer in zip(PLACES, free.ph, PH, PEER_PH, strict=True):
        yield _error(f"pH, {place}", float(ph), wanted, f"microPopGut {peer}; off by {ph - wanted:+.2f}", "")
    if colon.absorbed_share is not None:
        yield Measure(name="share of the acids that is absorbed", value=colon.absorbed_share, must=ABSORBED)
    if colon.stool_g is not None:
        yield Measure(
            name="dry bacteria in stool, g per day",
            value=colon.stool_g,
            must=STOOL_G[0],
            most=STOOL_G[1],
            peers="microPopGut 20",
        )


def _error(name: str, made: float, wanted: float, peer: str, unit: str) -> Measure:
    text = f"{made:.2f} for {wanted:g} {unit}".rstrip()
    return Measure(
        name=f"{name}: relative error",
        value=abs(made / wanted - 1.0),
        must=MUST,
        aim=AIM,
        lower=True,
        peers="; ".join(part for part in (text, peer) if part),
    )


def with_carbohydrate(gut: Gut, factor: float) -> Gut:
    """Meals with more or less of every carbohydrate, protein as before."""
    amounts = {m: a * (factor if m in {*FIBRES, STARCH} else 1.0) for m, a in gut.meal.amounts_mmol.items()}
    return replace(gut, meal=replace(gut.meal, amounts_mmol=amounts))


def with_starch_share(gut: Gut, share: float) -> Gut:
    """Meals with the same mmol of carbohydrate, a share of it resistant starch."""
    amounts = dict(gut.meal.amounts_mmol)
    fibres = sum(amounts[m] for m in FIBRES if m in amounts)
    whole = amounts[STARCH] + fibres
    for fibre in FIBRES:
        if fibre in amounts:
            amounts[fibre] = amounts[fibre] / fibres * whole * (1.0 - share)
    amounts[STARCH] = whole * share
    return replace(gut, meal=replace(gut.meal, amounts_mmol=amounts))


def with_flow(gut: Gut, factor: float) -> Gut:
    """All flows through the colon faster or slower, stools larger or smaller."""
    vessel = gut.setup.vessel
    segments = tuple(
        replace(s, leaves_per_h=np.asarray(s.leaves_per_h) * factor) if s.name in COLON else s
        for s in vessel.segments
    )
    setup = assemble(gut.setup.community, replace(vessel, segments=segments), gut.setup.draws)
    return replace(gut, setup=setup, stool_share=min(0.95, gut.stool_share * factor))


def signs(cases: Mapping[str, Colon]) -> Iterator[Measure]:
    """Share of the draws in which distal acids fall where they fell in people; draws are paired."""
    asked_for = (
        (
            "Duncan: butyrate falls, M > HPMC > HPLC",
            "butyrate",
            ("M", "HPMC", "HPLC"),
            "measured 17.7, 8.9, 4.4",
        ),
        ("Duncan: total falls", "total", ("M", "HPMC", "HPLC"), "measured 103, 66, 51"),
        ("Walker: total falls, NSP > RS", "total", ("NSP", "RS"), "measured 144, 97; microPopGut rises"),
        ("transit: butyrate falls, fast > usual > slow", "butyrate", ("fast", "M", "slow"), "Lewis 1997"),
        ("transit: total falls", "total", ("fast", "M", "slow"), "Lewis 1997"),
    )
    for name, what, order, truth in asked_for:
        values = [cases[case].distal[what] for case in order]
        falls = np.all([a > b for a, b in pairwise(values)], axis=0)
        numbers = ", ".join(f"{np.median(value):.2f}" for value in values)
        yield Measure(name=name, value=float(falls.mean()), must=LIKELY, peers=f"{numbers} mM; {truth}")


def show_colon(title: str, colon: Colon, free: Colon) -> int:
    """One case."""
    for place, acids, ph in zip(PLACES, colon.acids, free.ph, strict=True):
        ratio = ":".join(f"{100.0 * share:.0f}" for share in acids / acids.sum())
        print(f"  {place}: {acids.sum():.1f} mM, A:P:B {ratio}, pH {ph:.2f} by charge")
    return show(title, criteria(colon, free))


def demo_shares(knowledge: Knowledge) -> Shares:
    """The members of the demo person."""
    return community_of(read_profiles((demo_file(),)).sample(), knowledge, default_names())


def demo(knowledge: Knowledge, draws: int, track: Track) -> tuple[Colon, Mapping[str, Colon]]:
    """The demo person with pH by charge, and all cases with held pH; M is the ordinary day."""
    build = partial(
        build_gut,
        knowledge,
        demo_shares(knowledge),
        Draws(count=draws, seed=1, central=draws == 1),
        track=track,
    )
    gut = build()
    guts = {
        "M": gut,
        "HPMC": with_carbohydrate(gut, 0.45),
        "HPLC": with_carbohydrate(gut, 0.2),
        "NSP": with_starch_share(gut, 0.1),
        "RS": with_starch_share(gut, 0.67),
        "fast": with_flow(gut, 2.0),
        "slow": with_flow(gut, 0.5),
    }
    return person(build(held_ph=False)), {name: person(case) for name, case in guts.items()}


def distal_lines(cases: Mapping[str, Colon]) -> Sequence[str]:
    """Distal acids of every case."""
    return [
        f"  {name:<5s} "
        + ", ".join(f"{what} {np.median(values):.2f}" for what, values in colon.distal.items())
        for name, colon in cases.items()
    ]


def main(arguments: list[str]) -> int:
    wish = asked(arguments, draws=8)
    show_colon("Reference colon, ten groups", reference(charge=False), reference(charge=True))
    free, cases = demo(load(), wish.draws, wish.track)
    print(f"Demo person, {wish.draws} draws, {wish.track}")
    missed = show_colon("Demo person", cases["M"], free)
    missed += show("Signs, demo person: share of draws", signs(cases))
    print("Distal segment", *distal_lines(cases), sep="\n")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
