"""The numerical parts against exact solutions and second tools."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from tests.engine_cases import colon_setup, colon_steps, jar_setup, jar_start, vial_setup, vial_steps

from biotica.engine import equations
from biotica.engine.acid import form_share, solve_log_h
from biotica.engine.assemble import Setup
from biotica.engine.charge import charge_mmol_per_l
from biotica.engine.compiled import Floats
from biotica.engine.jacobian import differentiate
from biotica.engine.network import Acid
from biotica.engine.rosenbrock import GAMMA, STAGES, A, C
from biotica.engine.simulate import EXACT, Tolerance, simulate
from biotica.engine.sparse import factorise, order_and_fill, substitute
from biotica.engine.steps import Hold, Step

ACETIC = (10**-4.76,)
PHOSPHORIC = (10**-2.15, 10**-7.20, 10**-12.35)


class Equations:
    """The right-hand side and the Jacobian of a setup, as plain functions of the state."""

    def __init__(self, setup: Setup, celsius: float = 25.0) -> None:
        self.structure, self.numbers = setup.network.structure, setup.network.numbers
        self.states = len(setup.network.states)
        segments, acids = self.structure.acid_state.shape
        self.populations = self.structure.population_live.size
        self.log_h = np.full(segments, -15.0)
        self.neutral, self.off, self.by_acid = (np.empty((segments, acids)) for _ in range(3))
        self.pace, self.warmth = np.empty((5, self.populations)), np.empty((3, self.populations))
        self.rate = np.empty(self.structure.route_grows.size)
        equations.feel_temperature(self.structure, self.numbers, 0, celsius, self.warmth)

    def rhs(self, y: Floats) -> Floats:
        dy = np.empty(self.states)
        s, n = self.structure, self.numbers
        space = np.empty((2, 1 + 2 * self.neutral.shape[1]))
        equations.feel_acid(s, n, y, self.log_h, self.neutral, self.off, self.by_acid, space)
        equations.set_pace(s, n, 0, y, self.warmth, self.log_h, self.neutral, self.pace)
        equations.set_rates(s, n, 0, y, self.pace, self.rate)
        equations.add_up(s, n, 0, y, self.warmth, self.neutral, self.pace, self.rate, dy)
        return dy

    def jacobian(self, y: Floats) -> Floats:
        self.rhs(y)
        s, n = self.structure, self.numbers
        entries = np.empty(s.column.size)
        total, by_log_h = np.empty((5, s.union.size)), np.empty(self.states)
        differentiate(
            s,
            n,
            0,
            y,
            self.warmth,
            self.log_h,
            self.neutral,
            self.off,
            self.by_acid,
            self.pace,
            self.rate,
            total,
            by_log_h,
            entries,
        )
        dense = np.zeros((self.states, self.states))
        for row in range(self.states):
            span = slice(s.row_at[row], s.row_at[row + 1])
            dense[row, s.column[span]] = entries[span]
        place = s.place_of_state
        return np.asarray(dense[np.ix_(place, place)])


def rosenbrock_step(y: float, h: float) -> float:
    """One step of y' = -y**2."""
    k = np.zeros(STAGES)
    for s in range(STAGES):
        inside = y + A[s, :s] @ k[:s]
        k[s] = (-inside * inside + C[s, :s] @ k[:s] / h) / (1.0 / (GAMMA * h) + 2.0 * y)
    return float(y + A[-1, :-1] @ k[:-1] + k[-1])


def test_the_method_has_order_five() -> None:
    steps = np.array([8, 16, 32, 64])
    errors = []
    for n in steps:
        y = 1.0
        for _ in range(n):
            y = rosenbrock_step(y, 1.0 / n)
        errors.append(abs(y - 0.5))
    slope = np.polyfit(np.log(1.0 / steps), np.log(errors), 1)[0]
    assert slope == pytest.approx(5.0, abs=0.25)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 25))
def test_the_sparse_solver_solves(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = {(int(i), int(j)) for i, j in rng.integers(0, size, (3 * size, 2))}
    pattern = order_and_fill(size, pairs)
    matrix = np.zeros((size, size))
    entries = np.zeros(pattern.column.size)
    for i, j in pairs | {(i, i) for i in range(size)}:
        matrix[i, j] = rng.normal() + (6.0 * size if i == j else 0.0)
        entries[pattern.entry(i, j)] = matrix[i, j]
    right = rng.normal(size=size)
    vector = np.empty(size)
    vector[pattern.place_of_state] = right
    column = pattern.column.astype(np.uint32)
    assert factorise(pattern.row_at, column, pattern.diagonal, entries, np.empty(size))
    substitute(pattern.row_at, column, pattern.diagonal, entries, vector)
    np.testing.assert_allclose(matrix @ vector[pattern.place_of_state], right, atol=1e-10)


def ph_of(totals: list[float], acids: list[tuple[float, ...]], top: list[float]) -> float:
    ladder = np.concatenate([[0], np.cumsum([len(a) for a in acids])]).astype(np.int64)
    ka = np.array([k for a in acids for k in a])
    out = np.empty(1 + 2 * len(totals))
    log_h = solve_log_h(-16.0, np.array(totals), ladder, ka, np.array(top), out)
    return -log_h / math.log(10.0)


def test_a_medium_set_up_for_a_ph_has_that_ph() -> None:
    acids = [
        Acid(metabolite="phosphate", ka_mol_per_l=PHOSPHORIC, top_charge=0.0),
        Acid(metabolite="NH3", ka_mol_per_l=(10**-9.0,), top_charge=1.0),
    ]
    totals = {"phosphate": np.array([30.0]), "NH3": np.array([5.0])}
    excess = charge_mmol_per_l(totals, acids, np.array([6.8]))
    solved = ph_of([30.0, 5.0, -float(excess[0])], [PHOSPHORIC, (10**-9.0,), ()], [0.0, 1.0, 1.0])
    assert solved == pytest.approx(6.8, abs=1e-9)


def test_pure_water_and_acetic_acid_have_their_textbook_ph() -> None:
    assert ph_of([0.0], [ACETIC], [0.0]) == pytest.approx(7.0, abs=1e-9)
    assert ph_of([100.0], [ACETIC], [0.0]) == pytest.approx(2.88, abs=0.01)
    # half-neutralised: the pH is the pKa
    assert ph_of([100.0, 50.0], [ACETIC, ()], [0.0, 1.0]) == pytest.approx(4.76, abs=0.001)


@settings(deadline=None, max_examples=100)
@given(
    acetate=st.floats(0, 300), phosphate=st.floats(0, 100), cation=st.floats(0, 400), ammonia=st.floats(0, 50)
)
def test_the_charge_balance_agrees_with_bisection(
    acetate: float, phosphate: float, cation: float, ammonia: float
) -> None:
    def charge(ph: float) -> float:
        h = 10.0**-ph
        phosphoric = sum(n * form_share(h, 0, 3, np.array(PHOSPHORIC), n) for n in range(4))
        return float(
            1000 * (h - 1e-14 / h)
            + cation
            - acetate * form_share(h, 0, 1, np.array(ACETIC), 1)
            - phosphate * phosphoric
            + ammonia * form_share(h, 0, 1, np.array([10**-9.0]), 0)
        )

    solved = ph_of(
        [acetate, phosphate, cation, ammonia], [ACETIC, PHOSPHORIC, (), (10**-9.0,)], [0.0, 0.0, 1.0, 1.0]
    )
    assert solved == pytest.approx(brentq(charge, -1.0, 16.0, xtol=1e-13), abs=1e-8)


@pytest.mark.parametrize(
    ("make", "start"),
    [(jar_setup, jar_start), (vial_setup, vial_steps), (colon_setup, colon_steps)],
    ids=["jar", "vial", "colon"],
)
def test_the_jacobian_is_the_derivative(
    make: Callable[[], Setup], start: Callable[[Setup], list[Step]]
) -> None:
    setup = make()
    run = simulate(setup, [*start(setup), Hold(hours=6.0, start_c=25.0, end_c=25.0)])
    y = run.values[0, -1] * np.random.default_rng(4).uniform(0.8, 1.2, run.values.shape[2]) + 1e-2
    functions = Equations(setup)
    exact = functions.jacobian(y)
    changing = np.flatnonzero(functions.rhs(y))
    for column in changing:
        step = 1e-6 * max(abs(y[column]), 1e-1)
        up, down = y.copy(), y.copy()
        up[column] += step
        down[column] -= step
        numeric = (functions.rhs(up) - functions.rhs(down)) / (2.0 * step)
        miss = np.abs(exact[:, column] - numeric) / (1e-3 + np.abs(numeric))
        worst = int(np.argmax(miss))
        assert miss[worst] < 1e-3, (setup.network.states[worst], setup.network.states[column])


def test_the_integrator_agrees_with_scipy() -> None:
    setup = jar_setup(("lactococcus_lactis", "kluyveromyces_marxianus"), grains=False)
    run = simulate(setup, [*jar_start(setup), Hold(hours=20.0, start_c=25.0, end_c=25.0)])
    functions = Equations(setup)
    other = solve_ivp(
        lambda _, y: functions.rhs(y),
        (0.0, 20.0),
        run.values[0, 0],
        method="LSODA",
        rtol=1e-10,
        atol=1e-12,
    )
    np.testing.assert_allclose(run.values[0, -1], other.y[:, -1], rtol=1e-6, atol=1e-8)


def test_a_tighter_tolerance_brings_the_solution_closer() -> None:
    setup = jar_setup()
    steps = [*jar_start(setup), Hold(hours=24.0, start_c=25.0, end_c=20.0)]
    best = simulate(setup, steps, tolerance=Tolerance(relative=1e-11, absolute_mmol_per_l=1e-14))
    errors = [
        float(
            np.max(
                np.abs(simulate(setup, steps, tolerance=t).values[0, -1] - best.values[0, -1])
                / (1e-3 + np.abs(best.values[0, -1]))
            )
        )
        for t in (Tolerance(relative=1e-5, absolute_mmol_per_l=1e-9), Tolerance(relative=1e-7), EXACT)
    ]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 1e-6
