from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.knowledge.chemistry import (
    ELEMENTS,
    degree_of_reduction,
    format_equation,
    format_formula,
    imbalance,
    parse_equation,
    parse_formula,
)

counts = st.one_of(st.integers(1, 60).map(float), st.integers(1, 9999).map(lambda n: n / 1000))
formulas = st.dictionaries(st.sampled_from(ELEMENTS), counts, max_size=6)
FORMULAS = {
    name: parse_formula(text)
    for name, text in {
        "hexose": "C6H12O6",
        "acetate": "C2H4O2",
        "CO2": "CO2",
        "H2": "H2",
        "2fl": "C18H32O15",
    }.items()
}
amounts = st.integers(-40000, 40000).filter(bool).map(lambda n: n / 100)
equations = st.dictionaries(st.sampled_from(sorted(FORMULAS)), amounts, min_size=2).filter(
    lambda equation: min(equation.values()) < 0 < max(equation.values())
)


@given(formulas)
def test_a_formula_written_and_read_is_the_same_formula(atoms: dict[str, float]) -> None:
    assert parse_formula(format_formula(atoms)) == atoms


@given(equations)
def test_an_equation_written_and_read_is_the_same_equation(equation: dict[str, float]) -> None:
    assert parse_equation(format_equation(equation)) == equation


@given(equations, equations)
def test_the_imbalance_of_a_sum_is_the_sum_of_the_imbalances(
    first: dict[str, float], second: dict[str, float]
) -> None:
    both = {name: first.get(name, 0.0) + second.get(name, 0.0) for name in FORMULAS}
    apart = [imbalance(equation, FORMULAS) for equation in (first, second)]
    for what, amount in imbalance(both, FORMULAS).items():
        assert amount == pytest.approx(apart[0][what] + apart[1][what], abs=1e-6)


@given(equations, st.integers(-50, 50))
def test_twice_the_turns_make_twice_the_imbalance(equation: dict[str, float], times: int) -> None:
    once = imbalance(equation, FORMULAS)
    many = imbalance({name: times * amount for name, amount in equation.items()}, FORMULAS)
    assert all(many[what] == pytest.approx(times * once[what], abs=1e-6) for what in once)


@given(equations)
def test_electrons_are_out_of_balance_exactly_as_far_as_the_elements_say(equation: dict[str, float]) -> None:
    made = imbalance(equation, FORMULAS)
    electrons = made.pop("electrons")
    assert electrons == pytest.approx(degree_of_reduction(made), abs=1e-6)
