"""One card per model of the zero-resolver: data, licences, numbers per cohort, limits."""

from __future__ import annotations

from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "src" / "biotica" / "data" / "models"
AMPLICON = (
    "16S: TwinsUK, HMPv35 (CC0); Claesson2012, Turnbaugh, Kim2020, Poyet2019 (MIT); AmericanGut, GlobalGut "
    "(BSD-3)."
)
SHOTGUN = "Shotgun: FengQ_2015, VogtmannE_2016, ZellerG_2014, HMP2 (MIT), MetaPhlAn 2."
CARDS = {
    "detection": (
        "Detection: how likely a sample shows what is there",
        "Rising curves over expected reads or share. `drawn`: the same stool again. `another_day`: another "
        "sample of the same person. Built by scripts/build_zeros, scored by validation/zeros.py.",
        "16S: HMPv35 pairs, thinned TwinsUK (CC0) for `drawn`; Poyet2019 (MIT) for `another_day`. Shotgun: "
        "HMP2 (MIT) by share. No row of a person is in the model.",
        ("detection",),
        "- Zeros between the two samples of an HMPv35 person follow drawing alone, so they are used so.\n"
        "- `another_day` was fitted on 47 people of one laboratory, and holds real comings and goings.\n"
        "- Depth of shotgun samples with repeats is not open: there share stands in for it.",
    ),
    "presence": (
        "Presence given the rest of the community",
        "One ridge-logistic model per taxon on presence and log share of all others, number of taxa and "
        "reads. 16S cohorts have an intercept of their own in the fit only. 16S samples enter thinned too, "
        "to lower depths. A feature that is the taxon under another label (phi above 0.95) is left out. No "
        "cohort name or sample id is a feature. Built by scripts/build_zeros, scored by validation/zeros.py.",
        f"{AMPLICON} {SHOTGUN} At most five samples a person. No row of a person is in the model.",
        ("presence 16S", "presence shotgun"),
        "- Calibrated over cohorts, not in each. The 15 % of taxa that laboratories show most unequally "
        "are never expected for sure (at most 0.89).\n- Settings (ridge, damping, the 15 %) were chosen "
        "on these same cohorts, so the numbers above flatter a little.\n"
        "- Shotgun weights rest on three studies and on HMP2, which keeps 87 species only; other classifiers "
        "than MetaPhlAn 2 were not seen.\n"
        "- What other profiles show, never what a person should have.",
    ),
    "residency": (
        "Residency: is a zero of a taxon that lives there?",
        "Logistic in the log odds from the rest of the community, what others' repeated samples tell of the "
        "taxon, the chance to miss it, earlier samples of the person and a course of antibiotics. Signs are "
        "held, so that another zero never raises the chance and a sighting never lowers it. Resident = shown "
        "by at least half of the person's other samples. Built by scripts/build_zeros.",
        "Shotgun: HMP2 (MIT), 65 people. 16S: Poyet2019 (MIT), 47 people with several samples, with HMP2 for "
        "the weight of earlier samples. No row of a person is in the model.",
        ("residency shotgun", "residency 16S"),
        "- HMP2 are people with and without inflammatory bowel disease, 70 species of a prefiltered "
        "table.\n"
        "- 16S with earlier samples was seen in 11 people only.\n"
        "- The order of earlier samples plays no part: a recent loss weighs no more than an old one.\n"
        "- A habit of being seen, no count of living cells and no statement about health.",
    ),
}  # fmt: skip


def write_cards(found: dict[str, dict[str, list[str]]]) -> None:
    """Write the cards with the numbers of a run of validation/zeros.py."""
    for name, (title, about, data, parts, limits) in CARDS.items():
        lines = "\n".join(line for part in parts for rows in found[part].values() for line in rows)
        (MODELS / f"{name}.md").write_text(
            f"# {title}\n\n{about}\n\n## Data and licences\n\n{data} Notices: ../NOTICES.\n\n"
            f"## Numbers per cohort\n\n```text\n{lines}\n```\n\n## Limits\n\n{limits}\n",
            "utf-8",
        )
