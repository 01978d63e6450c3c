"""Old and new names of synonyms.tsv looked up in an NCBI table of names and in GTDB lineages.

Usage: python validation/synonym_check.py NAMES.csv LINEAGES.tsv... > validation/results/synonym_check.txt
NAMES.csv has the columns tax_id, genus and species (GenomeInfoDbData, specData exported; several names of one
tax_id are synonyms). LINEAGES.tsv has a GTDB lineage as its last column (files of the package metaphlan).
A name followed by author and year counts as that name. Says for how many rows both names share a taxid, and
lists every row whose check claims more than the tables hold.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "src" / "biotica" / "data" / "synonyms.tsv"
WITH_AUTHOR = re.compile(r"^([A-Z][a-z]+ [a-z-]+) [(A-Z].*\b(?:1[89]|20)\d\d\b")
CLAIMS_ONE_TAXID = re.compile(r"ncbi2022: one taxid (\d+)")
CLAIMS_GTDB = re.compile(r"gtdb r\d+ prints (?:the new name|it)")


def taxids_of_names(path: Path) -> dict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = f"{row['genus']} {row['species']}".strip().replace("'", "").replace('"', "")
            found[name].add(int(row["tax_id"]))
            if match := WITH_AUTHOR.match(name):
                found[match[1]].add(int(row["tax_id"]))
    return found


def gtdb_names(paths: list[Path]) -> set[str]:
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return {part[3:] for line in lines for part in line.split("\t")[-1].split(";")}


def verdict(row: dict[str, str], taxids: dict[str, set[int]]) -> str:
    old, new = taxids.get(row["old"], set()), taxids.get(row["new"], set())
    if row["old"] == row["new"]:
        return "unchanged, printed" if old else "unchanged, not printed"
    if old & new:
        return "one taxid for both"
    if old and new:
        return "two taxids"
    return "old name only" if old else "new name only" if new else "neither"


def unmet_claims(row: dict[str, str], taxids: dict[str, set[int]], gtdb: set[str]) -> list[str]:
    unmet = []
    if match := CLAIMS_ONE_TAXID.search(row["check"]):
        shared = taxids.get(row["old"], set()) & taxids.get(row["new"], set())
        if int(match[1]) not in shared or match[1] != row["ncbi_taxid"]:
            unmet.append("one taxid")
    if CLAIMS_GTDB.search(row["check"]) and row["new"] not in gtdb:
        unmet.append("gtdb")
    return unmet


def main() -> None:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    taxids, gtdb = taxids_of_names(Path(sys.argv[1])), gtdb_names([Path(path) for path in sys.argv[2:]])
    print(f"{len(rows)} rows; {sum(row['new'] in gtdb for row in rows)} new names printed by GTDB r207-r226")
    for word, count in Counter(verdict(row, taxids) for row in rows).most_common():
        print(f"{count:4d} {word}")
    print("rows by confidence:", dict(sorted(Counter(row["confidence"] for row in rows).items())))
    print("followed rows without one taxid for both:")
    for row in rows:
        word = verdict(row, taxids)
        if word not in {"one taxid for both", "unchanged, printed"} and row["confidence"] != "unsure":
            print(f"  {row['old']} -> {row['new']} ({row['confidence']}): {word}")
    unmet = [(row["old"], claims) for row in rows if (claims := unmet_claims(row, taxids, gtdb))]
    print("checks that claim more than the tables hold:", unmet or "none")


if __name__ == "__main__":
    main()
