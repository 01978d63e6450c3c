"""The reference colon: ten groups, three segments, steady inflow; times and acids beside the notes' numbers.

Usage: python benchmarks/reference_colon.py [days] [--charge]
--charge: pH by charge balance instead of 5.7/6.2/6.6.
Inflow per day: carbohydrate 50 g (0.78 resistant starch), protein 10 g, mucin 5 g split by volume; transit
1.25 d; acids absorbed 9.6 per day. The published model (Kettle 2022) follows water and counts grams per water
volume; ours keeps volumes fixed, so that its concentrations are lower for the same amounts. Cells need
nitrogen here and none there, so that ammonia flows in as much as growth can use (assumed).
"""

from __future__ import annotations

import sys
import time

import numpy as np

from biotica.engine.assemble import assemble
from biotica.engine.community import Community, build_community
from biotica.engine.draws import Draws
from biotica.engine.run import Run
from biotica.engine.serving import Serving
from biotica.engine.simulate import Tolerance, simulate
from biotica.engine.steps import Add, Hold, Step
from biotica.engine.vessel import Segment, Vessel
from biotica.knowledge.load import Knowledge, load

GROUPS = (
    "bacteroides",
    "starch_degrader",
    "fibre_degrader",
    "lactate_producer",
    "butyrate_1",
    "butyrate_2",
    "butyrate_3",
    "propionate",
    "acetogen",
    "methanogen",
)
ACIDS = ("acetate", "propionate", "butyrate")
SEGMENTS = (("proximal", 0.41, 5.89, 5.7), ("transverse", 0.98, 2.47, 6.2), ("distal", 1.63, 1.48, 6.6))
ALSO = (
    "resistant_starch",
    "nsp",
    "protein",
    "mucin",
    "amino_acid",
    "NH3",
    "CO2",
    "strong_cation",
    "phosphate",
)
ABSORBED_PER_H = 0.4
GAS_PER_H = 2.0
AMMONIA_MMOL_PER_H = (8.0, 2.0, 2.0)
BICARBONATE_MMOL_PER_H = 20.0
TOLERANCE = Tolerance(relative=1e-8, absolute_mmol_per_l=1e-9)
NOTES = (
    "notes (transit 1 d, 2 d): total 124/76/90 and 124/96/62 mM, pH 5.9/6.7/6.5; "
    "people 123/117/80 mM, A:P:B 60:20:20, pH 5.7/6.2/6.6"
)


def vessel(knowledge: Knowledge, community: Community, *, charge: bool) -> Vessel:
    """Three segments with steady inflow."""

    def mmol_per_h(metabolite: str, grams_per_day: float) -> float:
        return grams_per_day * 1000.0 / 24.0 / knowledge.molar_mass_g_per_mol(metabolite)

    eaten = {
        "resistant_starch": mmol_per_h("resistant_starch", 50 * 0.78),
        "nsp": mmol_per_h("nsp", 50 * 0.22),
        "protein": mmol_per_h("protein", 10),
    }
    whole = sum(volume for _name, volume, _leaves, _ph in SEGMENTS)
    segments = []
    for number, (name, volume, leaves, ph) in enumerate(SEGMENTS):
        part = volume / whole
        inflow = dict(eaten) if number == 0 else {}
        for metabolite, grams in (("resistant_starch", 1.875), ("nsp", 1.875), ("protein", 1.0)):
            inflow[metabolite] = inflow.get(metabolite, 0.0) + part * mmol_per_h(metabolite, grams)
        inflow["NH3"] = AMMONIA_MMOL_PER_H[number]
        inflow["CO2"] = part * BICARBONATE_MMOL_PER_H
        if charge:
            inflow["strong_cation"] = part * BICARBONATE_MMOL_PER_H
        segments.append(
            Segment(
                name=name,
                volume_l=volume,
                held_ph=None if charge else ph,
                gas_transfer_per_h=GAS_PER_H,
                leaves_per_h=leaves / 24.0,
                leaves_to=SEGMENTS[number + 1][0] if number < 2 else "",
                absorbed_per_h=dict.fromkeys(ACIDS, ABSORBED_PER_H),
                inflow_mmol_per_h=inflow,
            )
        )
    assert set(eaten) <= set(community.metabolites)
    return Vessel(kind="gut", segments=tuple(segments))


def run_days(days: float, *, charge: bool) -> tuple[Run, list[float], int]:
    """Run it; seconds of build and of each of five runs, and the number of states."""
    knowledge = load()
    members = [f"guild_{group}" for group in GROUPS]
    began = time.perf_counter()
    community = build_community(knowledge, members, also=ALSO)
    draws = Draws(count=1, central=True)
    setup = assemble(community, vessel(knowledge, community, charge=charge), draws)
    seconds = [time.perf_counter() - began]
    steps: list[Step] = []
    for name, volume, _leaves, _ph in SEGMENTS:
        cells = {m: np.full(1, volume * 10.0 / len(members) / community.biomass_g_per_mmol) for m in members}
        liquid = {"acetate": 40.0, "propionate": 12.0, "butyrate": 12.0, "NH3": 10.0, "CO2": 20.0}
        if charge:
            liquid |= {"strong_cation": 68.0, "phosphate": 5.0}
        amounts = {m: np.full(1, c * volume) for m, c in liquid.items()}
        steps.append(Add(serving=Serving(volume_ml=0.0, amounts_mmol=amounts, live_mmol=cells), segment=name))
    steps.append(Hold(hours=24.0 * days, start_c=37.0, end_c=37.0))
    for _repeat in range(5):
        began = time.perf_counter()
        run = simulate(setup, steps, output_times_h=[0.0, 24.0 * days], tolerance=TOLERANCE, threads=1)
        seconds.append(time.perf_counter() - began)
    return run, seconds, len(setup.network.states)


def main(arguments: list[str]) -> None:
    """Print it."""
    charge = "--charge" in arguments
    numbers = [a for a in arguments if not a.startswith("--")]
    days = float(numbers[0]) if numbers else 7.0
    run, seconds, states = run_days(days, charge=charge)
    print(
        f"{states} states, {days:g} days, rtol {TOLERANCE.relative:g}: build {1e3 * seconds[0]:.0f} ms,",
        end=" ",
    )
    warm = 1e3 * float(np.median(seconds[2:]))
    print(f"first run {1e3 * seconds[1]:.0f} ms, warm {warm:.0f} ms; {run.outcome.name}")
    print("accepted, rejected, evaluations:", run.counts[0].tolist())
    print("largest error of balance:", max(float(np.abs(error).max()) for error in run.balance().values()))
    for name, *_rest in SEGMENTS:
        acids = np.array([run.metabolite_mmol_per_l(acid, name)[0, -1] for acid in ACIDS])
        others = {
            m: round(float(run.metabolite_mmol_per_l(m, name)[0, -1]), 1)
            for m in ("lactate", "succinate", "NH3")
        }
        members = run.setup.community.members
        live = sum(float(run.live_g_per_l(member.slug, name)[0, -1]) for member in members)
        ratio = ":".join(f"{share:.0f}" for share in 100.0 * acids / acids.sum())
        print(
            f"{name:>10}: total {acids.sum():6.1f} mM, A:P:B {ratio}, pH {run.ph(name)[0, -1]:.2f},", end=" "
        )
        print(f"live {live:.1f} g/L, {others}")
    print(NOTES)


if __name__ == "__main__":
    main(sys.argv[1:])
