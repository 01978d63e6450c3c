"""The bar to beat: acids from shares of genera, textbook stoichiometry and fibre preference; nothing fitted.

Usage: python validation/guild_model.py TAXA.csv DESIGN.csv > PRED.csv
Made of an acid = mmol of substrate offered * sum over genera of (share * preference * mmol of acid per mmol
of hexose) / sum of (share * preference + 0.1 * share): the genera that like a substrate share it. All numbers
are textbook knowledge from memory; none was changed after this model's score was seen (its author had seen
scores of the engine on the same vials).
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict

BASE_MMOL_PER_L = 10.0
PER_G = {
    "inulin": 5.9,
    "fos": 5.9,
    "pectin": 4.5,
    "rs": 3.7,
    "glucan": 4.9,
    "psyllium_x": 5.0,
    "porcine_muc_2": 3.7,
}
# genus: preference for (inulin and fos, pectin, other polymers, what stool holds), then per hexose
# (acetate, propionate, butyrate)
GENERA = {
    "Faecalibacterium": ((0.7, 0.5, 0.1, 0.5), (-0.4, 0.0, 1.1)),
    "Roseburia": ((0.8, 0.2, 0.6, 0.5), (-0.4, 0.0, 1.1)),
    "Agathobacter": ((0.6, 0.2, 0.8, 0.5), (-0.4, 0.0, 1.1)),
    "Anaerostipes": ((0.6, 0.0, 0.2, 0.5), (-0.3, 0.0, 1.0)),
    "Anaerobutyricum": ((0.3, 0.0, 0.1, 0.5), (-0.3, 0.0, 1.0)),
    "Coprococcus": ((0.6, 0.1, 0.5, 0.5), (0.1, 0.1, 0.8)),
    "Gemmiger": ((0.5, 0.1, 0.2, 0.5), (0.0, 0.0, 0.9)),
    "Butyricicoccus": ((0.5, 0.0, 0.1, 0.5), (-0.2, 0.0, 1.0)),
    "Clostridium": ((0.3, 0.1, 0.3, 0.5), (0.8, 0.0, 0.5)),
    "Bacteroides": ((0.6, 0.7, 0.7, 0.6), (0.9, 0.6, 0.0)),
    "Phocaeicola": ((0.5, 0.6, 0.6, 0.6), (0.9, 0.6, 0.0)),
    "Parabacteroides": ((0.4, 0.2, 0.5, 0.6), (0.9, 0.6, 0.0)),
    "Alistipes": ((0.0, 0.0, 0.1, 0.5), (0.9, 0.4, 0.0)),
    "Prevotella": ((0.4, 0.6, 0.7, 0.5), (0.8, 0.6, 0.0)),
    "Akkermansia": ((0.0, 0.0, 0.0, 0.4), (1.0, 0.7, 0.0)),
    "Bifidobacterium": ((0.9, 0.0, 0.4, 0.4), (1.6, 0.0, 0.0)),
    "Blautia": ((0.5, 0.1, 0.3, 0.5), (1.4, 0.1, 0.0)),
    "Dorea": ((0.5, 0.0, 0.2, 0.5), (1.3, 0.0, 0.0)),
    "Ruminococcus": ((0.1, 0.1, 0.8, 0.5), (1.3, 0.0, 0.0)),
    "Lachnospira": ((0.3, 1.0, 0.1, 0.5), (1.5, 0.0, 0.0)),
    "Collinsella": ((0.5, 0.0, 0.4, 0.5), (1.2, 0.0, 0.0)),
    "Phascolarctobacterium": ((0.0, 0.0, 0.0, 0.3), (0.0, 1.0, 0.0)),
    "Dialister": ((0.0, 0.0, 0.0, 0.3), (0.2, 1.0, 0.0)),
    "Veillonella": ((0.0, 0.0, 0.0, 0.3), (0.5, 1.0, 0.0)),
    "Escherichia": ((0.1, 0.3, 0.1, 0.5), (1.0, 0.0, 0.0)),
}
COLUMN = {"inulin": 0, "fos": 0, "pectin": 1}
ACIDS = ("acetate", "propionate", "butyrate")
IN_LINEAGE = re.compile(r"g__\[?([A-Za-z]+)")


def genus_of(taxon: str) -> str:
    """First word of the species, or the genus of the lineage."""
    found = IN_LINEAGE.search(taxon)
    words = taxon.removeprefix("s__").replace("[", "").replace("]", "").split()
    return found[1] if found else words[0] if words and ";" not in taxon else ""


def rows_of(path: str) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def made(shares: dict[str, float], column: int, mmol_per_l: float) -> list[float]:
    """Acids from one substrate, mmol/L."""
    eats = {genus: share * GENERA[genus][0][column] for genus, share in shares.items() if genus in GENERA}
    taken = sum(eats.values()) + 0.1 * sum(shares.values()) or 1.0
    return [
        mmol_per_l * sum(eat * GENERA[genus][1][acid] for genus, eat in eats.items()) / taken
        for acid in range(3)
    ]


def main(taxa: str, design: str) -> None:
    """Print the table of predictions."""
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows_of(taxa):
        shares[row["community_id"]][genus_of(row["taxon"])] += float(row["rel_abundance"])
    print("sample_id,metabolite,predicted")
    for row in rows_of(design):
        treatment = row["treatment"].lower()
        total = made(shares[row["community_id"]], 3, BASE_MMOL_PER_L)
        if treatment in PER_G:
            mmol = PER_G[treatment] * float(row.get("dose_g_per_l") or 5.0)
            fed = made(shares[row["community_id"]], COLUMN.get(treatment, 2), mmol)
            total = [a + b for a, b in zip(total, fed, strict=True)]
        for acid, value in zip(ACIDS, total, strict=True):
            print(f"{row['sample_id']},{acid},{value:.5g}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
