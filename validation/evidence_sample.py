"""Forty rows of evidence drawn at random and read again, and what the evidence amounts to.

Usage: python validation/evidence_sample.py
Prints the rows drawn and writes validation/results/evidence_counts.txt. Every row that names a source could
be drawn, but those of the items added on the day of the draw, which were read that day. The result of the
second reading stands in validation/results/evidence_reread.tsv. Ends with 1 if that table is not about the
rows drawn.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from biotica.knowledge.evidence import GOALS, Finding, Intervention, load_evidence
from biotica.knowledge.grade import Grade, grade
from biotica.knowledge.tsv import cells_of

RESULTS = Path(__file__).parent / "results"
REREAD = RESULTS / "evidence_reread.tsv"
COUNTS = RESULTS / "evidence_counts.txt"
SEED, DRAWN = 20261124, 40
ADDED_THAT_DAY = frozenset(f"L{number}" for number in range(5, 22))
IN_PEOPLE = frozenset({"synthesis", "rct", "controlled", "uncontrolled"})
OPINION = frozenset({"authority", "guideline", "review"})


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One row of evidence, by its item and its place in the file, counted from 1."""

    item: str
    place: int
    finding: Finding

    @property
    def key(self) -> str:
        return f"{self.item}:{self.place}"


def draw(items: Iterable[Intervention]) -> list[Drawn]:
    """Rank every row by a hash of seed and key, so that a row added later moves no other."""
    rows = [
        Drawn(item=item.id, place=place, finding=finding)
        for item in items
        for place, finding in enumerate(item.evidence, start=1)
        if finding.source and item.id not in ADDED_THAT_DAY
    ]
    ranked = sorted(rows, key=lambda row: sha256(f"{SEED}:{row.key}".encode()).hexdigest())
    return sorted(ranked[:DRAWN], key=lambda row: (row.finding.source, row.key))


def tier(finding: Finding) -> str:
    if finding.design_kind in IN_PEOPLE:
        return "measured in people"
    return "opinion, guideline or review" if finding.design_kind in OPINION else "laboratory or unknown"


def table(title: str, counts: Counter[str]) -> list[str]:
    return [title, *(f"  {count:4d}  {word}" for word, count in counts.most_common())]


def second_reading(drawn: Sequence[Drawn]) -> tuple[list[str], bool]:
    rows = [row for _line, row in cells_of(REREAD.read_text(encoding="utf-8"), name=REREAD.name)]
    keys = Counter(row["row"] for row in rows)
    right = keys == Counter(row.key for row in drawn)
    lines = [f"rows drawn with seed {SEED}: {len(drawn)}; read again: {len(rows)}; the same rows: {right}"]
    for column in ("found", "agrees"):
        counts = Counter(row[column] for row in rows)
        lines.append(f"  {column}: " + ", ".join(f"{word} {count}" for word, count in counts.most_common()))
    changed = [row["row"] for row in rows if row["changed"]]
    return [*lines, f"  changed: {len(changed)} ({', '.join(changed)})"], right


def grades(items: Sequence[Intervention]) -> list[str]:
    lines = ["options by grade on each goal (certainty that they help; none = no finding that helps)"]
    for goal in GOALS:
        counts = Counter(grade(item.evidence, goal).grade for item in items)
        words = ", ".join(f"{level.word} {counts[level]}" for level in reversed(Grade))
        lines.append(f"  {goal:22s}{words}")
    return lines


def counts(items: Sequence[Intervention]) -> list[str]:
    findings = [finding for item in items for finding in item.evidence]
    verify = [item for item in items if item.is_to_verify]
    counted = [item for item in items if item.option and not item.comparator and not item.is_to_verify]
    summary = [i.id for i in counted if {f.read_level for f in i.evidence} <= {"secondary", "memory"}]
    bearings = Counter(str(finding.bearing or "no goal: listed, never counted") for finding in findings)
    return [
        f"items: {len(items)}; options that count: {len(counted)}; to verify, not counted: {len(verify)}",
        *table("options that count, by kind", Counter(item.kind for item in counted)),
        *(f"  to verify: {item.id} {item.name_en}" for item in verify),
        f"  known by summaries of others only: {', '.join(summary)}",
        f"rows of evidence: {len(findings)}",
        *table("rows by read level", Counter(finding.read_level for finding in findings)),
        *table("rows by tier", Counter(map(tier, findings))),
        *table("rows by what they mean for a goal", bearings),
        *grades(counted),
    ]


def main() -> int:
    items = load_evidence().items
    drawn = draw(items)
    for row in drawn:
        print(f"{row.key:7s}{row.finding.source:45s}{row.finding.outcome}")
    reading, right = second_reading(drawn)
    text = "\n".join([*counts(items), *reading]) + "\n"
    COUNTS.write_text(text, encoding="utf-8")
    print(text)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
