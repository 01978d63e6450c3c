"""How soon the command line answers: whole processes, warm file cache."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

MAX_HELP_S = 0.150
RUNS = 15


def seconds_of(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def test_help_answers_within_150_milliseconds(capsys: pytest.CaptureFixture[str]) -> None:
    program = shutil.which("biotica", path=str(Path(sys.executable).parent))
    command = [program] if program else [sys.executable, "-c", "from biotica.cli import main; main()"]
    seconds = sorted(seconds_of([*command, "--help"]) for _ in range(RUNS))
    with capsys.disabled():
        median = statistics.median(seconds)
        print(f"\nbiotica --help: median {median * 1000:.0f} ms, best {seconds[0] * 1000:.0f} ms of {RUNS}")
    assert median < MAX_HELP_S
