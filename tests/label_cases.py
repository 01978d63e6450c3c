"""Labels for the tests of the label room: built from expected fields, or whole by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from biotica.label.label import Amount, Fibre, Label, Organism, PrintedClaim, Substance

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
