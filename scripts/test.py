#!/usr/bin/env python3
"""Run the fast cut of the tests in the checkout's own .venv, and say what it leaves out.

python3 scripts/test.py [words for pytest]
"""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, ready

LEFT_OUT = """\
Left out of the fast cut:
  - tests marked `slow` (`nox -s full` runs them)
  - `benchmarks/` (`nox -s bench`) and `docs/` (`nox -s docs`)
What is skipped below says why: tests on open data need ../shared, browser tests need Chromium.
"""


def main(words: list[str]) -> int:
    """Install if needed, then run pytest."""
    python = ready("test")
    print(LEFT_OUT, flush=True)
    chosen = [] if "-m" in words else ["-m", "not slow"]
    return subprocess.run([str(python), "-m", "pytest", *chosen, *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
