"""How well labels are read: facts (F1), verdicts, evidence and hard rules, by the rules of the labels README.

Usage: python validation/labels.py ../shared/data/labels/labels_open.jsonl
Prints what was missed, nothing is written. Ends with 1 where F1 is below 0.95.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from biotica.errors import LabelError
from biotica.knowledge.evidence import EvidenceBase, load_evidence
from biotica.knowledge.load import load
from biotica.label.check import ProductCheck, check_label
from biotica.label.label import Label
from biotica.label.live_at_use import Stored
from biotica.label.read import read_label

TARGET = 0.95
DAY = date(2026, 1, 1)
"""Of use; no fact, verdict or rule depends on it."""

Fact = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Of one label: facts said and expected, and what the check made of it.

    Parameters
    ----------
    check : ProductCheck or None
        None = the label could not be read.
    """

    id: str
    said: Counter[Fact]
    expected: Counter[Fact]
    row: Mapping[str, Any]
    check: ProductCheck | None

    @property
    def right(self) -> int:
        return (self.said & self.expected).total()

    @property
    def has_verdict(self) -> bool:
        return self.check is not None and self.check.verdict == self.row["verdict"]

    @property
    def has_evidence(self) -> bool:
        return self.check is not None and self.check.match.match == self.row["evidence_match"]

    @property
    def has_hard_rules(self) -> bool:
        if self.check is None:
            return False
        rule = self.row["hard_rule"]
        return rule in self.check.hard if rule else not self.check.hard


def facts(said: Mapping[str, Any]) -> Counter[Fact]:
    """Count the facts of a label, in the form of the README; null and empty lists are none."""
    found = [(path, _plain(value)) for path, value in _paths(said) if value is not None and value != ""]
    return Counter(found)


def _plain(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).lower()
    return f"{value:.4g}"


def _paths(said: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name in ("product_class", "form", "count_guarantee", "sugars_g_per_day", "added_sugar"):
        yield name, said[name]
    yield from _of_each("daily_total", [said["daily_total"]], ("amount", "unit"))
    yield from _of_each("organisms", said["organisms"], ("current_name", "strain", "state", "amount", "unit"))
    yield from _of_each("fibres", said["fibres"], ("name", "g_per_day"))
    yield from _of_each("metabolites", said["metabolites"], ("name", "amount", "unit"))
    yield from _of_each("claims", said["claims"], ("type",))
    yield from (("allergens", name) for name in said["allergens"])
    yield from (("warnings", name) for name in said["warnings"])


def _of_each(
    path: str, things: Iterable[Mapping[str, Any]], names: Sequence[str]
) -> Iterator[tuple[str, object]]:
    for thing in things:
        yield from ((f"{path}.{name}", thing[name]) for name in names)


def as_expected(label: Label) -> dict[str, Any]:
    """Write a label as the field ``expect`` of the file."""
    return {
        "product_class": label.product_class,
        "form": label.form,
        "count_guarantee": label.count_guarantee,
        "sugars_g_per_day": label.sugars_g_per_day,
        "added_sugar": label.added_sugar,
        "daily_total": {"amount": label.daily_total.amount, "unit": label.daily_total.unit},
        "organisms": [
            {name: getattr(one, name) for name in ("current_name", "strain", "state", "amount", "unit")}
            for one in label.organisms
        ],
        "fibres": [{"name": fibre.name, "g_per_day": fibre.g_per_day} for fibre in label.fibres],
        "metabolites": [
            {
                "name": one.name,
                "amount": one.mg_per_day,
                "unit": None if one.mg_per_day is None else "mg/day",
            }
            for one in label.metabolites
        ],
        "claims": [{"type": claim.type} for claim in label.claims],
        "allergens": label.allergens,
        "warnings": label.warnings,
    }


def score(row: Mapping[str, Any], evidence: EvidenceBase) -> Score:
    """Read and check one label of the file, and compare."""
    expected = facts(row["expect"])
    try:
        labels = read_label(row["label"])
    except LabelError:
        return Score(id=row["id"], said=Counter(), expected=expected, row=row, check=None)
    found = check_label(labels, evidence=evidence, knowledge=load(), stored=Stored(today=DAY))
    said = facts(as_expected(labels[0]))
    return Score(id=row["id"], said=said, expected=expected, row=row, check=found.products[0])


def f1(scores: Sequence[Score]) -> float:
    """Pool the facts of all labels: 2 x right / (said + expected), 0..1."""
    right = sum(one.right for one in scores)
    both = sum(one.said.total() + one.expected.total() for one in scores)
    return 2 * right / both if both else 0.0


def scores_of(lines: Iterable[str]) -> list[Score]:
    evidence = load_evidence()
    return [score(json.loads(line), evidence) for line in lines if line.strip()]


def miss_lines(scores: Iterable[Score]) -> list[str]:
    """Say per fact what was missed (-) and what was said wrongly (+)."""
    return [
        f"{one.id} {sign} {path}: {value}"
        for one in scores
        for sign, some in (("-", one.expected - one.said), ("+", one.said - one.expected))
        for path, value in sorted(some.elements())
    ]


def main(arguments: list[str]) -> int:
    scores = scores_of(Path(arguments[0]).read_text(encoding="utf-8").splitlines())
    reached = f1(scores)
    print("\n".join(miss_lines(scores)))
    print(f"labels {len(scores)}, facts F1 {reached:.4f} (target {TARGET})")
    for name in ("has_verdict", "has_evidence", "has_hard_rules"):
        missed = [one.id for one in scores if not getattr(one, name)]
        print(f"{name[4:]}: {len(scores) - len(missed)}/{len(scores)} {' '.join(missed)}")
    return 0 if reached >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
