"""Fuzz target of the readers: whatever a file holds, a reading or one of our errors, soon, in little memory.

    python tests/fuzz/fuzz_readers.py ../shared/data/profiles --count 10000 --seed 1

Spoils the example files below a folder and reads every one of them to the JSON of `biotica read`. Ends with
exit code 1 at the first traceback (the spoilt file is kept below `--keep`), at a file that takes longer than
5 s, or when the process has used more than 500 MB. `one_input` is what a coverage-guided fuzzer calls.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.contract.amplicon_examples import AMPLICON
from tests.contract.shotgun_examples import SHOTGUN
from tests.fuzz.mutations import mutate

from biotica.errors import BioticaError, UnreadableProfile
from biotica.gut.read_contract import head_to_contract, sample_to_contract
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles
from biotica.knowledge.names import default_names

LONGEST_S = 5.0
LARGEST_MB = 500.0
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
SECOND_FILES = {
    "qiime2_table.qza": "qiime2_taxonomy.qza",
    "mothur_example.shared": "mothur_example.cons.taxonomy",
    "phyloseq_otu.csv": "phyloseq_tax.csv",
}


def one_input(*files: bytes) -> str:
    """Read spoilt files; give the format that was read, or the code of the error.

    Raises
    ------
    AssertionError
        If a result or an error breaks its promise.
    """
    named = [NamedBytes(name="data.txt", data=data) for data in files]
    try:
        reading = read_profiles(named)
    except BioticaError as error:
        return kept_promise(error)
    json.dumps(head_to_contract(reading), allow_nan=False)
    for profile in reading.profiles[:20]:
        sample = sample_to_contract(profile, default_names())
        json.dumps(sample, allow_nan=False)
        for top in sample["top"].values():
            assert top is None or 0 <= top["share"] <= 1 + 1e-9, top
    return str(reading.format)


def kept_promise(error: BioticaError) -> str:
    """Give the code of an error of a profile that says where, and what to do."""
    assert isinstance(error, UnreadableProfile)
    assert error.where
    assert error.hint
    assert str(error)
    return error.code


def seeds(folder: Path) -> list[tuple[bytes, ...]]:
    """Load the example files, a table together with its second file, and those of the contract of readers."""
    found: list[tuple[bytes, ...]] = []
    for path in sorted([*folder.glob("formats/*"), *folder.glob("tiny/*")]):
        if path.name not in {"MANIFEST.json", "README.md"}:
            second = SECOND_FILES.get(path.name)
            more = (path.parent / second).read_bytes() if second else b""
            found.append((path.read_bytes(), more) if second else (path.read_bytes(),))
    found += [(one.data(), *([one.second.encode()] if one.second else [])) for one in (*SHOTGUN, *AMPLICON)]
    return [*found, (workbook(),)]


def workbook() -> bytes:
    """Write a consumer list as an Excel workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("taxid", "percentage", "percentile"), (816, "35,804", 71), (820, 4.5, 3), (853, 11.933, 60)):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def spoilt_files(examples: list[tuple[bytes, ...]], count: int, seed: int) -> Iterator[tuple[bytes, ...]]:
    """Spoil examples in turn; the same seed gives the same files."""
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        files = list(examples[number % len(examples)])
        spoilt = chance.randrange(len(files))
        files[spoilt] = mutate(files[spoilt], chance)
        yield tuple(files)


def forget_peak() -> None:
    """Let the system measure the peak memory of this process anew, where it can."""
    if CLEAR.exists():
        CLEAR.write_text("5", encoding="ascii")


def peak_mb() -> float:
    """Largest resident memory of this process since `forget_peak`; not a number where no system tells."""
    if not STATUS.exists():
        return float("nan")
    (line,) = (line for line in STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main() -> int:
    """Fuzz; print what came out, the slowest file and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz-findings"))
    asked = parser.parse_args()
    ends: Counter[str] = Counter()
    slowest, largest = 0.0, 0.0
    examples = seeds(asked.folder)
    for number, files in enumerate(spoilt_files(examples, asked.count, asked.seed)):
        faulthandler.dump_traceback_later(12 * LONGEST_S, exit=True)
        forget_peak()
        begun = time.monotonic()
        try:
            ends[one_input(*files)] += 1
        except Exception:
            asked.keep.mkdir(parents=True, exist_ok=True)
            for place, data in enumerate(files):
                (asked.keep / f"{asked.seed}-{number}-{place}.bin").write_bytes(data)
            raise
        took = time.monotonic() - begun
        slowest, largest = max(slowest, took), max(largest, peak_mb())
        if took > LONGEST_S or largest > LARGEST_MB:
            print(f"file {number} of seed {asked.seed}: {took:.1f} s, {largest:.0f} MB")
            return 1
    faulthandler.cancel_dump_traceback_later()
    print(f"{asked.count} spoilt files of {len(examples)} examples, seed {asked.seed}: no traceback")
    print(f"slowest {slowest:.2f} s, memory at most {largest:.0f} MB")
    print("\n".join(f"{times:6d}  {end}" for end, times in ends.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
