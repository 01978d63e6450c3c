#!/usr/bin/env python3
"""Pin every package of pyproject.toml, with its hashes, for all systems, into requirements/.

    scripts/lock.py             write requirements/demo.txt and requirements/test.txt
    scripts/lock.py --wheels    ask whether every pin has a wheel for each system and Python

Needs `uv` on the PATH. No address of an index may enter a file: a test looks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTENTS = {
    "demo": ["--extra", "app", "--group", "build"],
    "test": ["--extra", "all", "--group", "build", "--group", "dev", "--group", "docs"],
}
SYSTEMS = ("linux", "aarch64-unknown-linux-gnu", "macos", "windows")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
FLAGS = [
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--only-binary=:all:",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
]


def compile_with(uv: str, *arguments: str) -> bool:
    """Run `uv pip compile`; say whether it found an answer."""
    return subprocess.run([uv, "pip", "compile", *arguments], cwd=ROOT, check=False).returncode == 0


def lock(uv: str) -> bool:
    """Write both lists; the second keeps the pins of the first."""
    constraints: list[str] = []
    for kind, contents in CONTENTS.items():
        target = f"requirements/{kind}.txt"
        if not compile_with(uv, "pyproject.toml", *contents, *FLAGS, *constraints, "-o", target):
            return False
        constraints = ["-c", target]
    return True


def wheels(uv: str) -> bool:
    """Ask for each system and Python whether every pin has a wheel; print one line each."""
    found = []
    for system in SYSTEMS:
        for python in PYTHONS:
            flags = ["--quiet", "--only-binary=:all:", "-o", os.devnull]
            flags += [f"--python-platform={system}", f"--python-version={python}"]
            found.append(compile_with(uv, "requirements/test.txt", *flags))
            print(f"{system:<28}Python {python}  {'all wheels' if found[-1] else 'WHEEL MISSING'}")
    return all(found)


def main() -> int:
    """Write the lists, or ask for their wheels."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not on the PATH; it is needed only to write new pins", file=sys.stderr)
        return 2
    done = wheels(uv) if "--wheels" in sys.argv[1:] else lock(uv)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
