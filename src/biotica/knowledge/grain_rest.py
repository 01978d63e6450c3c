"""What a rest does to grains: how many live cells are lost, and how much later they start."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from biotica.knowledge.records import Number
from biotica.knowledge.tsv import Place, read_rows

_UNITS = {
    "log10_loss_once": "log10",
    "log10_loss_per_day": "log10/day",
    "extra_lag_once_h": "h",
    "extra_lag_h_per_day": "h/day",
    "extra_lag_most_h": "h",
}


class RestRow(Number):
    """A number about grains that rested.

    Parameters
    ----------
    kind : str
        Fridge, freezer, dried, or milk_change: another kind of milk, which is a rest of no length.
    quantity : str
        Loss of live counts and extra lag, ``once`` by the rest itself and ``per_day`` by its length; the lag
        never exceeds ``extra_lag_most_h``.
    """

    kind: Literal["fridge", "freezer", "dried", "milk_change"]
    quantity: Literal[
        "log10_loss_once",
        "log10_loss_per_day",
        "extra_lag_once_h",
        "extra_lag_h_per_day",
        "extra_lag_most_h",
    ]

    @model_validator(mode="after")
    def _unit_fits_and_nothing_heals(self) -> Self:
        if self.unit != _UNITS[self.quantity]:
            raise ValueError(f"{self.quantity} is not counted in {self.unit}")
        if self.low < 0:
            raise ValueError("a rest cannot add cells or shorten a lag")
        return self


def load_grain_rests(folder: Place) -> tuple[RestRow, ...]:
    """Read ``grain_rest.tsv`` of the data folder.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    return read_rows(folder / "grain_rest.tsv", RestRow)
