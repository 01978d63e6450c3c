"""Which numbers of the open kefir tables cannot be true as printed: unit, carbon, charge.

Usage: python validation/data_quality.py ../shared/data/kefir
Writes validation/results/data_quality.txt. A finding is a question to the table, not a correction of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from biotica.ferment.quality import Checks
from biotica.ferment.quality_sources import series_of_table
from biotica.knowledge.load import load

RESULT = Path(__file__).parent / "results" / "data_quality.txt"


def report(folder: Path) -> Iterator[str]:
    """Yield a line per series, and one per finding below it."""
    checks, found = Checks(load()), 0
    for path in sorted(folder.glob("*.csv")):
        yield f"{path.name}"
        series = series_of_table(path.read_text(encoding="utf-8"), name=path.name)
        if not series:
            yield "  nothing to check: no pH and no known substance"
        for one in series:
            checked = checks.check(one)
            found += len(checked.findings)
            yield f"  {one.name}: {len(one.amounts)} numbers; checked: {', '.join(checked.done) or 'nothing'}"
            for note in checked.findings:
                values = ", ".join(f"{name} {value}" for name, value in note.values.items())
                yield f"    {note.code}: {values}"
    yield f"{found} findings"


def main() -> int:
    """Print and write the findings."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    text = "\n".join(report(Path(sys.argv[1]))) + "\n"
    RESULT.write_text(text, encoding="utf-8")
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
