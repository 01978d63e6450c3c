"""A short run of the fuzz target; `nox -s full` makes the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).with_name("fuzz_readers.py")
SHORT = 960


def test_spoilt_files_end_in_a_reading_or_an_error_of_ours(shared: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(TARGET), str(shared / "data" / "profiles"), "--keep", str(tmp_path)]
    done = subprocess.run(
        [*command, "--count", str(SHORT), "--seed", "1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert f"{SHORT} spoilt files" in done.stdout
