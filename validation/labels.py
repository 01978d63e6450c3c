"""How well labels are read: facts (F1), points, verdicts, evidence, hard rules; rules of the labels README.

Usage: python validation/labels.py FILE.jsonl [FILE.jsonl ...] [--quiet]
Prints per file what was missed (-) and what was said wrongly (+), then the scores. A line may hold several
``products``, or be ``unreadable``. Ends with 1 where a file stays below 0.95 F1.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import zip_longest
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
JUDGED = ("verdict", "evidence", "hard_rules", "points")

Fact = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Of one product: facts said and expected, and what the check made of it.

    Parameters
    ----------
    row : mapping or None
        What was expected; None = no such product was.
    check : ProductCheck or None
        None = no such product was read.
    """

    id: str
    said: Counter[Fact]
    expected: Counter[Fact]
    row: Mapping[str, Any] | None
    check: ProductCheck | None

    @property
    def right(self) -> int:
        return (self.said & self.expected).total()

    def has(self, what: str) -> bool:
        """Say whether one of `JUDGED` is as expected; never of a product too many or too few."""
        if self.check is None or self.row is None:
            return False
        if what == "verdict":
            return bool(self.check.verdict == self.row["verdict"])
        if what == "evidence":
            return bool(self.check.match.match == self.row["evidence_match"])
        if what == "points":
            return bool(asdict(self.check.points) == self.row["points"])
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


def scores_of_row(row: Mapping[str, Any], evidence: EvidenceBase) -> Iterator[Score]:
    """Read and check one line, and compare product by product; ones too many or too few count against it."""
    try:
        labels = read_label(row["label"])
    except LabelError:
        labels = ()
    checks: tuple[ProductCheck, ...] = ()
    if labels:
        stored = Stored(today=DAY)
        checks = check_label(labels, evidence=evidence, knowledge=load(), stored=stored).products
    expected = () if row.get("unreadable") else row.get("products", (row,))
    for label, check, wanted in zip_longest(labels, checks, expected):
        yield Score(
            id=row["id"],
            said=facts(as_expected(label)) if label is not None else Counter(),
            expected=facts(wanted["expect"]) if wanted is not None else Counter(),
            row=wanted,
            check=check,
        )


def f1(scores: Sequence[Score]) -> float:
    """Pool the facts of all labels: 2 x right / (said + expected), 0..1."""
    right = sum(one.right for one in scores)
    both = sum(one.said.total() + one.expected.total() for one in scores)
    return 2 * right / both if both else 0.0


def scores_of(lines: Iterable[str]) -> list[Score]:
    evidence = load_evidence()
    return [one for line in lines if line.strip() for one in scores_of_row(json.loads(line), evidence)]


def miss_lines(scores: Iterable[Score]) -> list[str]:
    """Say per fact what was missed (-) and what was said wrongly (+)."""
    return [
        f"{one.id} {sign} {path}: {value}"
        for one in scores
        for sign, some in (("-", one.expected - one.said), ("+", one.said - one.expected))
        for path, value in sorted(some.elements())
    ]


def summary(name: str, scores: Sequence[Score]) -> Iterator[str]:
    wanted = [one for one in scores if one.row is not None]
    yield f"{name}: {len(wanted)} products, facts F1 {f1(scores):.4f} (target {TARGET})"
    extra = [one.id for one in scores if one.row is None]
    yield f"  read where none was expected: {len(extra)} {' '.join(extra)}".rstrip()
    for what in JUDGED:
        missed = [one.id for one in wanted if not one.has(what)]
        yield f"  {what}: {len(wanted) - len(missed)}/{len(wanted)}; not {' '.join(missed) or 'one'}"


def main(arguments: list[str]) -> int:
    worst = 1.0
    for path in (Path(name) for name in arguments if name != "--quiet"):
        scores = scores_of(path.read_text(encoding="utf-8").splitlines())
        if "--quiet" not in arguments:
            print("\n".join(miss_lines(scores)))
        print("\n".join(summary(path.name, scores)))
        worst = min(worst, f1(scores))
    return 0 if worst >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
