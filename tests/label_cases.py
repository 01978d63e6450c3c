"""Labels for the tests of the label room: built from expected fields, or whole by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.permit_people import base

from biotica.knowledge.label_tables import LabelTables
from biotica.knowledge.load import load
from biotica.label.check import ProductCheck, check_label
from biotica.label.label import Amount, Fibre, Label, Organism, PrintedClaim, Substance, Unit
from biotica.label.live_at_use import Stored
from biotica.permit.about import About

OWN_MARKS: Mapping[str, frozenset[str]] = {
    "o05": frozenset({"postbiotic_but_live"}),
    "o07": frozenset({"kefir"}),
    "o08": frozenset({"kefir", "kefir_grains", "kinds_only"}),
}
"""What a reader of the text marks beside the flags of the file."""


def open_labels(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "data" / "labels" / "labels_open.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def label_of(row: Mapping[str, Any], marks: Iterable[str] = ()) -> Label:
    """Build the `Label` that a perfect reader would make of a row of the label file."""
    expected = row["expect"]
    total = expected["daily_total"]
    return Label(
        name=str(row.get("label", "")).partition(".")[0],
        kind=row["kind"],
        product_class=expected["product_class"],
        organisms=tuple(organism(**o) for o in expected["organisms"]),
        fibres=tuple(Fibre(**f) for f in expected["fibres"]),
        metabolites=tuple(Substance(name=m["name"], mg_per_day=m["amount"]) for m in expected["metabolites"]),
        daily_total=Amount(amount=total["amount"], unit=total["unit"]),
        form=expected["form"],
        count_guarantee=expected["count_guarantee"],
        sugars_g_per_day=expected["sugars_g_per_day"],
        added_sugar=expected["added_sugar"],
        allergens=tuple(expected["allergens"]),
        claims=tuple(PrintedClaim(**c) for c in expected["claims"]),
        warnings=tuple(expected["warnings"]),
        marks=frozenset(expected.get("flags", ())) | OWN_MARKS.get(row["id"], frozenset()) | frozenset(marks),
    )


def organism(**fields: Any) -> Organism:  # noqa: ANN401
    given = {key: value for key, value in fields.items() if value is not None}
    return Organism(**{"label_name": "", "current_name": "", **given})


@cache
def tables() -> LabelTables:
    return LabelTables(folder=base().folder)


def probiotic(**changes: Any) -> Label:  # noqa: ANN401
    """A clear supplement with one living strain that no table holds."""
    fields: dict[str, Any] = {
        "name": "Example",
        "product_class": "probiotic",
        "organisms": (
            Organism(
                label_name="Lactobacillus acidophilus",
                current_name="Lactobacillus acidophilus",
                strain="ZZ-9999",
                state="live",
                amount=1e9,
                unit="CFU",
                per="capsule",
            ),
        ),
        "daily_total": Amount(amount=1e9, unit="CFU"),
        "units_per_day": (1.0, 1.0),
        "form": "capsule",
        "count_guarantee": "end_of_shelf_life",
        "sugars_g_per_day": 0.0,
        "warnings": ("not_exceed", "out_of_reach", "not_substitute"),
    }
    return Label(**{**fields, **changes})


def killed(name: str, strain: str | None, amount: float, unit: Unit = "cells", **changes: Any) -> Label:  # noqa: ANN401
    """A supplement with one killed strain."""
    one = Organism(
        label_name=name,
        current_name=name,
        strain=strain,
        state="inactivated",
        amount=amount,
        unit=unit,
        per="capsule",
    )
    fields: dict[str, Any] = {
        "product_class": "postbiotic",
        "organisms": (one,),
        "daily_total": Amount(amount=amount, unit=unit),
        "count_guarantee": None,
    }
    return probiotic(**{**fields, **changes})


def checked(label: Label, about: About | None = None, *, today: date = date(2026, 11, 24)) -> ProductCheck:
    """Check one label with the tables that ship."""
    result = check_label([label], evidence=base(), knowledge=load(), stored=Stored(today=today), about=about)
    return result.products[0]
