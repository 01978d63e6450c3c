from __future__ import annotations

import pytest

from biotica.errors import BadRow
from biotica.knowledge.chemistry import (
    degree_of_reduction,
    imbalance,
    molar_mass_g_per_mol,
    parse_equation,
    parse_formula,
)
from biotica.knowledge.load import load


def test_a_formula_may_hold_decimals_and_repeat_an_element() -> None:
    assert parse_formula("CH1.8O0.5N0.2") == {"C": 1, "H": 1.8, "O": 0.5, "N": 0.2}
    assert parse_formula("CH3COOH") == {"C": 2, "H": 4, "O": 2}
    assert parse_formula("") == {}


@pytest.mark.parametrize("text", ["c6h12", "C6(H2O)6", "C6H12O6-", "6C", "C6 H12", "NaCl", "C1.", "Xx2"])
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(BadRow):
        parse_formula(text)


@pytest.mark.parametrize(
    ("formula", "electrons"),
    [("C6H12O6", 24), ("CO2", 0), ("H2O", 0), ("NH3", 0), ("H2SO4", 0), ("H2S", 8), ("CH4", 8), ("O2", -4)],
)
def test_degree_of_reduction_counts_the_electrons_of_known_substances(formula: str, electrons: float) -> None:
    assert degree_of_reduction(parse_formula(formula)) == electrons


@pytest.mark.parametrize(
    ("formula", "g_per_mol"),
    [("C6H12O6", 180.156), ("C12H22O11", 342.297), ("C3H6O3", 90.078), ("H2O", 18.015)],
)
def test_molar_mass_follows_the_atomic_masses(formula: str, g_per_mol: float) -> None:
    masses = load().atomic_masses_g_per_mol
    assert molar_mass_g_per_mol(parse_formula(formula), masses) == pytest.approx(g_per_mol, abs=0.002)


def test_an_equation_tells_what_is_consumed_and_what_is_made() -> None:
    equation = parse_equation("hexose + 2 H2O -> 2 acetate + 2 CO2 + 4 H2")
    assert equation == {"hexose": -1, "H2O": -2, "acetate": 2, "CO2": 2, "H2": 4}


def test_a_name_that_starts_with_a_digit_is_no_amount() -> None:
    assert parse_equation("2fl + 2 H2O -> 0.5 2fl") == {"2fl": -0.5, "H2O": -2}


@pytest.mark.parametrize(
    "text",
    ["a + b", "a -> b -> c", "a + -> b", "-2 a -> b", "0 a -> b", "two a -> b", "a b c -> d", " -> b", ""],
)
def test_what_is_no_equation_is_refused(text: str) -> None:
    with pytest.raises(BadRow):
        parse_equation(text)


def test_a_forgotten_water_shows_in_hydrogen_and_oxygen_but_not_in_electrons() -> None:
    formulas = {name: parse_formula(text) for name, text in {"a": "C6H12O6", "b": "C6H10O5"}.items()}
    made = imbalance({"a": -1, "b": 1}, formulas)
    assert (made["C"], made["H"], made["O"], made["electrons"]) == (0, -2, -1, 0)
