"""Recall and false alarms of the lint on sentences that somebody else wrote.

Usage: python validation/words.py FILE.jsonl [--quiet]
A line is {"id", "lang": "en" | "nl", "claim", "alarm": true | false, "text"}. Prints what was missed and what
was alarmed for nothing; ends with 1 if recall is below 0.90 or more than 0.02 of the clean sentences alarm.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from biotica.report.wording import findings

LEAST_RECALL, MOST_FALSE_ALARMS = 0.90, 0.02


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none to judge"


def missed_by_claim(rows: list[dict[str, Any]], missed: list[dict[str, Any]]) -> str:
    all_of, missed_of = Counter(row["claim"] for row in rows), Counter(row["claim"] for row in missed)
    return ", ".join(f"{claim} {missed_of[claim]}/{all_of[claim]}" for claim in sorted(missed_of)) or "none"


def main() -> None:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line.strip()]
    found = {row["id"]: findings(row["text"], row["lang"]) for row in rows}
    alarms, clean = [row for row in rows if row["alarm"]], [row for row in rows if not row["alarm"]]
    missed = [row for row in alarms if not found[row["id"]]]
    false = [row for row in clean if found[row["id"]]]
    if "--quiet" not in sys.argv:
        for row in missed:
            print(f"missed  {row['claim']} {row['lang']}: {row['text']}")
        for row in false:
            words = ", ".join(f"{one.word} ({one.why})" for one in found[row["id"]])
            print(f"false   {row['lang']}: {row['text']}  <- {words}")
    print("missed, by claim:", missed_by_claim(alarms, missed))
    for lang in sorted({row["lang"] for row in rows}):
        of_lang = [row for row in alarms if row["lang"] == lang]
        print(f"recall {lang}: {share(sum(row not in missed for row in of_lang), len(of_lang))}")
    print(f"recall: {share(len(alarms) - len(missed), len(alarms))}; at least {LEAST_RECALL:.0%} wanted")
    print(f"false alarms: {share(len(false), len(clean))}; at most {MOST_FALSE_ALARMS:.0%} wanted")
    too_few = len(missed) > (1 - LEAST_RECALL) * len(alarms)
    sys.exit(1 if too_few or len(false) > MOST_FALSE_ALARMS * len(clean) else 0)


if __name__ == "__main__":
    main()
