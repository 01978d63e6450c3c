"""Numbers as people write them, read once at the edge."""

from __future__ import annotations

import re

from biotica.errors import UnitError, _

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")

GAS_CONSTANT_L_BAR_PER_MMOL_K = 8.314462618e-5
"""Molar gas constant in L bar / (mmol K) (CODATA 2018, exact in SI)."""

KELVIN_AT_ZERO_C = 273.15


def parse_number(text: str, *, where: str = "") -> float:
    """Read one number, with a decimal point or a decimal comma.

    Parameters
    ----------
    text : str
        Such as ``"3.4"``, ``"3,4"`` or ``"1e9"``. Groups of thousands are refused: ``1,000.5`` has two
        readings.
    where : str
        Place for the error.

    Returns
    -------
    float
        Finite.

    Raises
    ------
    UnitError
        If the text is not one plain number.
    """
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        raise UnitError(
            _("'{text}' is not a number"),
            code="not_a_number",
            where=where,
            hint=_("write it with digits and at most one decimal point or comma"),
            text=stripped[:40],
        )
    return float(stripped.replace(",", "."))
