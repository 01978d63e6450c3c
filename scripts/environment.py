#!/usr/bin/env python3
"""Make the checkout's own .venv from a locked list of packages; do nothing when it is current.

python3 scripts/environment.py demo|test
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
OLDEST = (3, 11)
ENOUGH = {"demo": ("demo", "test"), "test": ("test",)}  # whoever has the tests' packages has the demo's


def program(name: str) -> Path:
    """Give the path of a program of the .venv on this system."""
    return FOLDER / "Scripts" / f"{name}.exe" if os.name == "nt" else FOLDER / "bin" / name


def requirements(kind: str) -> Path:
    """Give the locked list of a kind."""
    return ROOT / "requirements" / f"{kind}.txt"


def fingerprint(kind: str) -> str:
    """Sum up what an installation depends on: the locked list, the project file, Python, the place."""
    parts = [requirements(kind).read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    parts.append(f"{sys.version_info[:2]} {ROOT}".encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current(kind: str) -> bool:
    """Tell whether the .venv was installed from this very list."""
    stamp = FOLDER / f"installed-{kind}"
    return (
        program("python").exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == fingerprint(kind)
    )


def install(kind: str) -> None:
    """Make the .venv if there is none, and install the locked list and this checkout into it."""
    started = time.perf_counter()
    print(f"Installing {requirements(kind).relative_to(ROOT)} into .venv ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
    pip = [str(program("python")), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    listed = ["--require-hashes", "--only-binary=:all:", "-r", str(requirements(kind))]
    subprocess.run([*pip, *listed], cwd=ROOT, check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", "."], cwd=ROOT, check=True)
    (FOLDER / f"installed-{kind}").write_text(fingerprint(kind), encoding="utf-8")
    print(f"Installed in {time.perf_counter() - started:.0f} s.", flush=True)


def ready(kind: str) -> Path:
    """Give the .venv's Python, installed and current for a kind of work.

    Parameters
    ----------
    kind : str
        ``"demo"`` or ``"test"``.

    Raises
    ------
    SystemExit
        With a sentence that says what to do, if Python is too old or something cannot be installed.
    """
    if sys.version_info < OLDEST:
        raise SystemExit(f"biotica needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version}")
    if not any(is_current(other) for other in ENOUGH[kind]):
        try:
            install(kind)
        except subprocess.CalledProcessError as error:
            raise SystemExit(
                f"The installation stopped (exit {error.returncode}); its message stands above.\n"
                "Python's venv module (Debian: python3-venv) and a package index are needed once."
            ) from error
    return program("python")


if __name__ == "__main__":
    ready(sys.argv[1] if len(sys.argv) > 1 else "demo")
