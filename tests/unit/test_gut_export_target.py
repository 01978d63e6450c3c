"""An export is written whole or not at all, never over a file unasked, and says where it went."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.export_cases import ENDINGS, KRAKEN, WRITTEN_AT, export, reading_of

from biotica.cli import main
from biotica.errors import InputError, UnreadableProfile
from biotica.gut.export.target import NEEDED, check_target
from biotica.gut.export.write import write_profiles
from biotica.gut.profile import Profile
from biotica.knowledge.names import default_names


def test_an_unknown_ending_names_the_four(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        check_target(tmp_path / "me.xls", force=False)
    assert caught.value.code == "unknown_ending"
    assert all(ending in caught.value.hint for ending in ENDINGS)


def test_a_missing_package_names_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(NEEDED, "parquet", "no_such_package_at_all")
    with pytest.raises(InputError) as caught:
        check_target(tmp_path / "me.parquet", force=False)
    assert (caught.value.code, caught.value.exit_code) == ("extra_missing", 2)
    assert 'pip install "biotica[cohort]"' in caught.value.hint


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_stays_behind_when_a_sample_fails(ending: str, tmp_path: Path) -> None:
    def failing() -> Iterator[Profile]:
        yield reading_of(KRAKEN).sample()
        raise UnreadableProfile("the second sample is odd", code="odd")

    with pytest.raises(UnreadableProfile):
        write_profiles(tmp_path / f"me{ending}", failing(), default_names(), written_at=WRITTEN_AT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_is_said_plainly_and_leaves_nothing(ending: str, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = export(reading_of(KRAKEN), tmp_path / f"first{ending}")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(InputError) as caught:
            export(reading_of(KRAKEN), tmp_path / f"me{ending}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (caught.value.code, caught.value.exit_code) == ("file_not_written", 2)
    assert list(tmp_path.iterdir()) == [path]


def read_out(source: Path, out: Path, *words: str) -> Result:
    runner = CliRunner(env={"LANG": "C.UTF-8", "LC_ALL": ""})
    return runner.invoke(main, ["read", str(source), "--out", str(out), *words])


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_there_is_replaced_only_when_forced(ending: str, tmp_path: Path) -> None:
    source, out = tmp_path / "me.txt", tmp_path / f"me{ending}"
    source.write_bytes(KRAKEN)
    out.write_bytes(b"mine")
    refused = read_out(source, out)
    assert (refused.exit_code, out.read_bytes()) == (2, b"mine")
    assert "--force" in refused.stderr
    assert read_out(source, out, "--force").exit_code == 0
    assert out.stat().st_size > 100
    assert {path.name for path in tmp_path.iterdir()} == {source.name, out.name}


def test_read_says_where_it_wrote_in_text_and_in_json(tmp_path: Path) -> None:
    source = tmp_path / "me.txt"
    source.write_bytes(KRAKEN)
    text = read_out(source, tmp_path / "a.csv")
    assert text.stdout.splitlines()[-1] == f"written: {tmp_path / 'a.csv'}"
    made = json.loads(read_out(source, tmp_path / "b.csv", "--json").stdout)
    assert made["out"] == str(tmp_path / "b.csv")
    assert math.isclose(made["samples"][0]["classified_share"], 0.9)


@pytest.mark.parametrize("ending", [".csv", ".biom"])
def test_csv_and_biom_need_only_the_base_installation(ending: str, tmp_path: Path) -> None:
    (tmp_path / "me.txt").write_bytes(KRAKEN)
    code = (
        "import sys; from biotica.cli import main\n"
        f"main(['read', 'me.txt', '--out', 'me{ending}'], standalone_mode=False)\n"
        "print(sorted({'scipy', 'pandas', 'pyarrow', 'anndata', 'numba'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"
