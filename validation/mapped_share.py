"""How much of the open cohorts, and of real files, the shipped tables know by name; known is not modelled.

Usage: python validation/mapped_share.py ../shared/data/profiles
Writes validation/results/mapped_share.txt. Ends with 1 where a cohort other than the array misses 99 % at
genus level.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pandas as pd

from biotica.errors import UnreadableProfile
from biotica.gut.mapped import naming
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles
from biotica.knowledge.names import NameTable, default_names
from biotica.knowledge.printed_names import genus_of, without_brackets

TARGET = 0.99
ARRAY = "atlas1006"
NO_GENUS = "_nogenus"
RESULT = Path(__file__).parent / "results" / "mapped_share.txt"
REAL_FILES = (
    ("metaphlan4_SRS014470.txt",),
    ("metaphlan4_SGB_ERR7569997.txt",),
    ("metaphlan3_MOCK_001.txt",),
    ("metaphlan_merged_mia.txt",),
    ("metaphlan_mpa_valid_complex.tsv",),
    ("qiime2_table.qza", "qiime2_taxonomy.qza"),
    ("qiime1_classic_GP_otu_table.txt.gz",),
    ("mothur_example.shared", "mothur_example.cons.taxonomy"),
    ("ubiome_sprague_150815.json",),
    ("sylph_gut_15.91.tsv",),
    ("cami_Gut_sample1.profile",),
)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Shares of everything in a cohort, 0..1, and names with theirs."""

    cohort: str
    platform: str
    named: float
    printed: float
    mapped: float
    by_kind: Mapping[str, float]
    own_word: float
    unmapped: Mapping[str, float]

    @property
    def of_named(self) -> float:
        return self.mapped / self.named if self.named else 0.0


def mean_shares(table: pd.DataFrame) -> pd.Series:
    numbers = table.select_dtypes("number").fillna(0)
    return numbers.div(numbers.sum(axis=1), axis=0).mean()


def own_words() -> frozenset[str]:
    """Names that stand in genera.tsv only because the genus column of a cohort prints them."""
    text = (files("biotica") / "data" / "genera.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return frozenset(row["taxon"] for row in rows if not row["domain"] and "label" not in row["where"])


def count(cohort: str, platform: str, shares: pd.Series, names: NameTable, own: frozenset[str]) -> Counted:
    rank = "species" if "species" in cohort else "" if cohort == ARRAY else "genus"
    named = mapped = own_word = 0.0
    by_kind: dict[str, float] = {}
    rest: dict[str, float] = {}
    for printed, share in shares.drop(NO_GENUS, errors="ignore").items():
        found = names.resolve(str(printed), rank=rank)
        named += share if names.names_a_genus(str(printed), rank=rank) else 0.0
        if not found.is_mapped:
            rest[str(printed)] = share
            continue
        mapped += share
        own_word += share if printed in own else 0.0
        genus = genus_of(without_brackets(found.name) or found.name)
        kind = names.kind_of(found.name) or names.kind_of(genus) or "our tables"
        by_kind[kind] = by_kind.get(kind, 0.0) + share
    printed_share = 1.0 - float(shares.get(NO_GENUS, 0.0))
    return Counted(
        cohort=cohort,
        platform=platform,
        named=named,
        printed=printed_share,
        mapped=mapped,
        by_kind=by_kind,
        own_word=own_word,
        unmapped=dict(sorted(rest.items(), key=lambda item: -item[1])),
    )


def cohorts(profiles: Path) -> list[Counted]:
    names, own = default_names(), own_words()
    with (profiles / "MANIFEST.csv").open(encoding="utf-8", newline="") as manifest:
        listed = [(row["file"], row["platform"]) for row in csv.DictReader(manifest)]
    return [
        count(file, platform, mean_shares(pd.read_parquet(profiles / f"{file}.abund.parquet")), names, own)
        for file, platform in listed
    ]


def cohort_lines(found: Iterable[Counted]) -> list[str]:
    lines = [
        f"{'cohort':22}{'of named':>9}{'of printed':>11}{'of all':>8}{'own word':>10}{'unmapped':>9}"
        "  largest unmapped"
    ]
    for row in found:
        top = ", ".join(f"{name} {share:.5f}" for name, share in list(row.unmapped.items())[:4])
        lines.append(
            f"{row.cohort:22}{row.of_named:9.4f}{row.mapped / row.printed:11.4f}{row.mapped:8.4f}"
            f"{row.own_word:10.4f}{len(row.unmapped):9}  {top}"
        )
    lines += ["", "mapped, by whose name it is (share of all)"]
    for row in found:
        kinds = ", ".join(f"{kind} {share:.4f}" for kind, share in sorted(row.by_kind.items()))
        lines.append(f"{row.cohort:22} {kinds}")
    return lines


def file_line(folder: Path, parts: tuple[str, ...], names: NameTable) -> str:
    try:
        reading = read_profiles([NamedBytes(name=name, data=(folder / name).read_bytes()) for name in parts])
    except UnreadableProfile as error:
        return f"{parts[0]:40} not read: {error.code}"
    profiles = [profile for profile in reading.profiles if profile.taxa]
    known = [naming(profile, names) for profile in profiles]
    mapped = sum(one.mapped_share for one in known) / len(known)
    named = sum(one.named_share for one in known) / len(known)
    rest = [(item.share, item.name) for item in known[0].unmapped]
    top = ", ".join(f"{name} {share:.4f}" for share, name in rest[:3])
    return f"{parts[0]:40}{mapped / named:9.4f}{mapped:8.4f}  {top}"


def main(arguments: list[str]) -> int:
    profiles = Path(arguments[0])
    names = default_names()
    found = cohorts(profiles)
    lines = [
        "Share of abundance that the shipped tables know by name; to be known is not to be modelled.",
        "of named: of what names a genus (the target, >= 0.99); of printed: of every printed name, also",
        "families in a genus column and 'Lachnospiraceae bacterium 1_1_57FAA'; of all: reads without a",
        "genus name too (_nogenus).",
        "own word: known only because the genus column of an open cohort prints it. Mean over samples.",
        f"{ARRAY} is an array: probe groups ('... et rel.') are no genera; here by the genus of their name.",
        "",
        *cohort_lines(found),
        "",
        "real files, mean over samples; unmapped: of the first sample, rows above the genus too",
        f"{'file':40}{'of named':>9}{'of all':>8}",
        *(file_line(profiles / "formats", parts, names) for parts in REAL_FILES),
    ]
    missed = [row.cohort for row in found if row.cohort != ARRAY and row.of_named < TARGET]
    lines += ["", f"below {TARGET:.0%}: {', '.join(missed) or 'none'}"]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    RESULT.write_text(text, "utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
