#!/usr/bin/env python3
"""Make the sample report twice, in processes of their own, and print how long each took.

    python3 scripts/demo.py [--cold] [words for `biotica demo`]

`--cold` keeps compiled code of earlier runs away, so that the first run is as slow as on a new machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from environment import ROOT, program, ready


def seconds_of(command: list[str], environment: dict[str, str]) -> float:
    """Run a command to its end; give its wall-clock seconds, or stop with its exit code."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return time.perf_counter() - started


def main(words: list[str]) -> None:
    """Install if needed, run cold and warm, say where the page is."""
    ready("demo")
    page = ROOT / "out" / "demo.html"
    page.parent.mkdir(exist_ok=True)
    command = [str(program("biotica")), "demo", "-o", str(page)]
    command += [word for word in words if word != "--cold"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = dict(os.environ)
        if "--cold" in words:
            environment["NUMBA_CACHE_DIR"] = folder
        cold = seconds_of(command, environment)
        warm = seconds_of(command, environment)
    print(f"first run {cold:.1f} s (cold, unless an earlier run left compiled code), second run {warm:.1f} s")
    print(f"page: {page}")


if __name__ == "__main__":
    main(sys.argv[1:])
