"""A short run of the fuzz target; `nox -s full` makes the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TARGET = Path(__file__).with_name("fuzz_readers.py")
SHORT = 960
LONG = 10_000


def _fuzz(shared: Path, kept: Path, count: int, seed: int) -> str:
    command = [sys.executable, str(TARGET), str(shared / "data" / "profiles"), "--keep", str(kept)]
    done = subprocess.run(
        [*command, "--count", str(count), "--seed", str(seed)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


def test_spoilt_files_end_in_a_reading_or_an_error_of_ours(shared: Path, tmp_path: Path) -> None:
    assert f"{SHORT} spoilt files" in _fuzz(shared, tmp_path, SHORT, seed=1)


@pytest.mark.slow
def test_ten_thousand_spoilt_files_end_in_a_reading_or_an_error_of_ours(shared: Path, tmp_path: Path) -> None:
    said = _fuzz(shared, tmp_path, LONG, seed=2)
    print(said)
    assert f"{LONG} spoilt files" in said
