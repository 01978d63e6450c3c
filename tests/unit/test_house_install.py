from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from tests.house import PACKAGE, ROOT

MAX_BASE_BYTES = 480_000_000
MAX_DATA_BYTES = 15_000_000


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def bytes_of(installed: Distribution) -> int:
    files = (Path(str(installed.locate_file(file))) for file in installed.files or ())
    return sum(file.stat().st_size for file in files if file.is_file())


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def base_packages() -> dict[str, Distribution]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [name_of(requirement) for requirement in project["dependencies"]]
    found: dict[str, Distribution] = {}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        required = found[name].requires or []
        waiting += [name_of(requirement) for requirement in required if ";" not in requirement]
    return found


@pytest.mark.slow
def test_base_installation_stays_below_480_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {name: bytes_of(installed) for name, installed in base_packages().items()}
    total = sum(sizes.values()) + bytes_below(PACKAGE)
    with capsys.disabled():
        largest = sorted(sizes.items(), key=lambda item: -item[1])[:5]
        parts = ", ".join(f"{name} {size / 1e6:.0f}" for name, size in largest)
        print(f"\nbase installation {total / 1e6:.0f} MB without pip and setuptools; largest (MB): {parts}")
    assert 100_000_000 < total <= MAX_BASE_BYTES


def test_data_in_the_wheel_stay_below_15_megabytes() -> None:
    assert 0 < bytes_below(PACKAGE / "data") <= MAX_DATA_BYTES
