"""In which form something is swallowed, and where its contents come free."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import model_validator

from biotica.errors import InputError, _
from biotica.knowledge.records import Key, Number
from biotica.knowledge.tsv import Place, read_rows


class OpeningRow(Number):
    """The share of the contents that comes free in one place.

    Parameters
    ----------
    form : str
        Id of the form.
    place : str
        A part of the gut; what no row names comes free in the small intestine.
    """

    form: Key
    place: Literal["stomach", "colon_proximal"]
    unit: Literal["share"]

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if not 0.0 <= self.low <= self.high <= 1.0:
            raise ValueError("a share of the contents lies between 0 and 1")
        return self


Openings = Mapping[str, OpeningRow]


def load_delivery_forms(folder: Place) -> Mapping[str, Openings]:
    """Read ``delivery_forms.tsv`` of the data folder: form to place to row.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    forms: dict[str, dict[str, OpeningRow]] = {}
    for row in read_rows(folder / "delivery_forms.tsv", OpeningRow):
        forms.setdefault(row.form, {})[row.place] = row
    return MappingProxyType({form: MappingProxyType(rows) for form, rows in forms.items()})


def delivery_form(forms: Mapping[str, Openings], name: str, *, where: str = "--form") -> Openings:
    """Look a form up.

    Raises
    ------
    InputError
        If the table has no such form.
    """
    if name not in forms:
        raise InputError(
            _("'{form}' is not a form in which we know how to swallow something"),
            code="unknown_form",
            where=where,
            hint=_("one of {known}"),
            form=name,
            known=", ".join(sorted(forms)),
        )
    return forms[name]
