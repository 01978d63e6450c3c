"""Formulas and equations: what goes in must come out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from biotica.errors import BadRow, _

Formula = Mapping[str, float]
Equation = Mapping[str, float]

ELEMENTS = ("C", "H", "O", "N", "S", "P")
"""Elements that a formula may hold; charge carriers such as sodium have no formula here."""

_PART = re.compile(r"([A-Z][a-z]?)(\d+(?:\.\d+)?)?")
_WHOLE = re.compile(r"(?:[A-Z][a-z]?(?:\d+(?:\.\d+)?)?)*")
_ELECTRONS = {"C": 4.0, "H": 1.0, "O": -2.0, "N": -3.0, "S": 6.0, "P": 5.0}


def parse_formula(text: str, *, where: str = "") -> dict[str, float]:
    """Count the atoms of a formula.

    Parameters
    ----------
    text : str
        Such as ``"C6H12O6"`` or ``"CH1.8O0.5N0.2"``; no brackets, no charge. Blank = no atoms.
    where : str
        Place for the error.

    Returns
    -------
    dict
        Element to atoms, > 0.

    Raises
    ------
    BadRow
        If the text is no formula or holds an element other than C H O N S P.
    """
    if not _WHOLE.fullmatch(text):
        raise BadRow(_("'{text}' is not a formula"), code="bad_formula", where=where, text=text)
    atoms: dict[str, float] = {}
    for element, count in _PART.findall(text):
        if element not in ELEMENTS:
            raise BadRow(
                _("'{element}' in '{text}' is not one of C H O N S P"),
                code="unknown_element",
                where=where,
                element=element,
                text=text,
            )
        atoms[element] = atoms.get(element, 0.0) + (float(count) if count else 1.0)
    return {element: count for element, count in atoms.items() if count}


def format_formula(atoms: Formula) -> str:
    """Write atoms as a formula, in the order C H O N S P; `parse_formula` reads it back."""
    parts = ((element, atoms.get(element, 0.0)) for element in ELEMENTS)
    return "".join(element + ("" if count == 1 else _plain(count)) for element, count in parts if count)


def molar_mass_g_per_mol(atoms: Formula, atomic_masses_g_per_mol: Mapping[str, float]) -> float:
    """Mass of a mole: sum of atoms times atomic masses.

    Parameters
    ----------
    atoms : Mapping
        Element to atoms.
    atomic_masses_g_per_mol : Mapping
        Element to atomic mass, ``Knowledge.atomic_masses_g_per_mol``.

    Returns
    -------
    float
        g/mol, >= 0.
    """
    return sum(count * atomic_masses_g_per_mol[element] for element, count in atoms.items())


def degree_of_reduction(atoms: Formula) -> float:
    """Electrons that a mole gives when burnt to CO2, H2O, NH3, H2SO4 and H3PO4.

    Notes
    -----
    ``4 C + H - 2 O - 3 N + 6 S + 5 P`` (mol electrons per mol): hydrogen sulfide has 8, sulfuric acid 0.
    """
    return sum(_ELECTRONS[element] * count for element, count in atoms.items())


def parse_equation(text: str, *, where: str = "") -> dict[str, float]:
    """Read an equation.

    Parameters
    ----------
    text : str
        Such as ``"hexose + 2 H2O -> 2 acetate + 2 CO2 + 4 H2"``: terms joined by `` + ``, each a name with an
        optional number before it.
    where : str
        Place for the error.

    Returns
    -------
    dict
        Metabolite to amount: negative = consumed, positive = made; a name on both sides is summed.

    Raises
    ------
    BadRow
        If there is not exactly one arrow, or a term is not ``[number] name``.
    """
    sides = text.split("->")
    if len(sides) != 2:
        raise BadRow(_("'{text}' has not exactly one '->'"), code="bad_equation", where=where, text=text)
    amounts: dict[str, float] = {}
    for sign, side in zip((-1.0, 1.0), sides, strict=True):
        for term in side.split(" + "):
            name, count = _term(term, text, where)
            amounts[name] = amounts.get(name, 0.0) + sign * count
    return {name: amount for name, amount in amounts.items() if amount}


def format_equation(equation: Equation) -> str:
    """Write an equation, consumed names first; `parse_equation` reads it back."""
    sides = (
        " + ".join(
            name if abs(amount) == 1 else f"{_plain(abs(amount))} {name}"
            for name, amount in equation.items()
            if amount * sign > 0
        )
        for sign in (-1, 1)
    )
    return " -> ".join(sides)


def imbalance(equation: Equation, formulas: Mapping[str, Formula]) -> dict[str, float]:
    """Atoms and electrons that an equation makes out of nothing.

    Parameters
    ----------
    equation : Mapping
        Metabolite to amount, negative = consumed.
    formulas : Mapping
        Metabolite to atoms of its neutral form.

    Returns
    -------
    dict
        C, H, O, N, S, P and electrons, made minus consumed, mol per turn of the equation; all 0 = balanced.

    Notes
    -----
    ``sum over metabolites of amount * atoms``, in neutral forms; charge follows from the pKa values.
    """
    made = {
        element: sum(amount * formulas[name].get(element, 0.0) for name, amount in equation.items())
        for element in ELEMENTS
    }
    electrons = sum(amount * degree_of_reduction(formulas[name]) for name, amount in equation.items())
    return {**made, "electrons": electrons}


def _plain(count: float) -> str:
    text = f"{count:.15f}".rstrip("0").rstrip(".")
    return text if float(text) == count else repr(count)


def _term(term: str, text: str, where: str) -> tuple[str, float]:
    words = term.split()
    try:
        if len(words) == 1 and words[0] not in {"+", "->"}:
            return words[0], 1.0
        if len(words) == 2 and float(words[0]) > 0:
            return words[1], float(words[0])
    except ValueError:
        pass
    raise BadRow(
        _("'{term}' in '{text}' is not '[number] name'"),
        code="bad_equation",
        where=where,
        term=term.strip(),
        text=text,
    )
