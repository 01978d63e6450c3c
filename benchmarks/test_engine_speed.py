"""Speed of the engine, warm: the jar of the issue, alone and as an ensemble, beside SciPy.

Reference jar: 48 h at 24 C, cow's milk, eight kefir members with living, dead and lysed cells, no grains.
Floor: one evaluation of the right-hand side per stage and one factorisation per step; both are counted.
Nothing here is asserted but what does not depend on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.integrate import solve_ivp
from tests.engine_cases import jar_setup, jar_start
from tests.unit.test_engine_numerics import Equations

from biotica.engine.draws import Draws
from biotica.engine.simulate import ENSEMBLE, EXACT, Tolerance, simulate
from biotica.engine.steps import Hold

MOST_RIGHT_HAND_SIDES = {"ensemble": 500, "1e-6": 1500, "exact": 4500}


def best_of(times: int, work: Callable[[], object]) -> float:
    """Give the shortest of some runs, in seconds."""
    work()
    spans = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spans.append(time.perf_counter() - started)
    return min(spans)


def test_a_48_hour_jar() -> None:
    setup = jar_setup(grains=False)
    steps = [*jar_start(setup), Hold(hours=48.0, start_c=24.0, end_c=24.0)]
    lines = [f"48-h jar, {len(setup.network.states)} states, {setup.network.structure.column.size} entries"]
    for name, tolerance in (
        ("ensemble", ENSEMBLE),
        ("1e-6", Tolerance(relative=1e-6, absolute_mmol_per_l=1e-10)),
        ("exact", EXACT),
    ):
        run = simulate(setup, steps, tolerance=tolerance)
        seconds = best_of(20, partial(simulate, setup, steps, tolerance=tolerance))
        lines.append(
            f"  {name} (relative {tolerance.relative:g}): {1e3 * seconds:.2f} ms, "
            f"{run.counts[0, 0]} steps, {run.counts[0, 2]} right-hand sides"
        )
        assert run.counts[0, 2] <= MOST_RIGHT_HAND_SIDES[name]
    functions = Equations(setup, 24.0)
    start = simulate(setup, steps).values[0, 0]
    peer = best_of(
        1, lambda: solve_ivp(lambda _, y: functions.rhs(y), (0, 48), start, "LSODA", rtol=1e-6, atol=1e-10)
    )
    ours = best_of(
        5, lambda: simulate(setup, steps, tolerance=Tolerance(relative=1e-6, absolute_mmol_per_l=1e-10))
    )
    lines.append(f"  SciPy LSODA on the same compiled equations at 1e-6: {peer / ours:.0f} times as long")
    print("\n".join(lines))


def test_a_thousand_draws_of_the_jar() -> None:
    setup = jar_setup(grains=False, draws=Draws(count=1000, seed=1))
    steps = [*jar_start(setup), Hold(hours=48.0, start_c=24.0, end_c=24.0)]
    run = simulate(setup, steps, tolerance=ENSEMBLE)
    seconds = best_of(3, lambda: simulate(setup, steps, tolerance=ENSEMBLE))
    exact = simulate(setup, steps, tolerance=Tolerance(relative=1e-7, absolute_mmol_per_l=1e-11))
    off = float(np.max(np.abs(run.ph() - exact.ph())))
    print(
        f"1,000 draws of the 48-h jar: {seconds:.2f} s on {os.cpu_count()} threads, "
        f"{run.counts[:, 2].mean():.0f} right-hand sides a draw, largest pH error {off:.4f}"
    )
    assert off < 0.01


def test_a_second_process_does_not_compile_again() -> None:
    code = (
        "import time; t = time.perf_counter(); import biotica.engine.kernel; print(time.perf_counter() - t)"
    )
    spans = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        spans.append(float(done.stdout))
    print(f"import of the kernel with a filled cache: {min(spans):.2f} s")
    assert spans[1] < 5.0
