"""Gas and carbon: whether every vial's books close, where the fibre's carbon goes, who makes methane.

Usage: python validation/gas.py ../shared/data/production [--draws 16] [--track untrained|calibrated]
Vials: the 12 open ones of Yu 2020 (4 donors; inulin, pectin, cellulose) with their controls, and each
community and treatment of the ex vivo set once. Of Yu 2020 the volume of a vial and its hours are not stated:
3.5 mL and 24 h are assumed, so that only r is scored; the control is taken off as in the file. Cellulose
counts in r but in no share, as its listed uptake is not real; proteins have a share but no must. This is gas
of a closed vial; it says nothing about how much wind a person has. Ends with 1 where a must is missed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.gut.members import Kinship, to_members
from biotica.gut.vial import ACIDS, GASES, VialRun
from biotica.gut.vial_tables import CONTROL, Vial
from biotica.gut.vials import is_modelled, treatment_index
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names

sys.path.insert(0, str(Path(__file__).parent))
from vial_scores import (
    Communities,
    Measure,
    asked,
    communities_of,
    correlation,
    courses,
    design_of,
    rows_of,
    show,
    verdict,
)

BALANCE = 1.0e-8
LEAST_SHARE, MOST_SHARE = 0.6, 0.9
GOOD_R = 0.7
METHANOGENS = "methanogen"
VIAL_ML, HOURS = 3.5, 24.0
HEXOSE_G_PER_MOL = 162.0
SEEN = ("acetate", "propionate", "butyrate", "isobutyrate", "CO2", "CH4")
"""What the gas study measured that holds carbon."""

PROTEINS = {"casein", "soy_protein"}
TRACE_MMOL_PER_L = 1.0e-6


@dataclass(frozen=True, kw_only=True)
class Course:
    """One vial and what its run tells."""

    vial: Vial
    run: VialRun
    methanogen_share: float

    @property
    def worst_balance(self) -> float:
        """Largest relative error of carbon at any time in any draw."""
        return float(np.abs(self.run.run.balance()["C"]).max())

    def made(self, metabolite: str) -> Floats:
        """Change at the end, mmol/L, shape (draws,)."""
        return self.run.made_mmol_per_l[metabolite][:, -1]

    def carbon(self, metabolites: Sequence[str]) -> Floats:
        """Carbon made in these, mmol/L, shape (draws,)."""
        formulas = self.run.run.setup.community.formulas
        parts = [formulas[m].get("C", 0.0) * self.made(m) for m in metabolites if m in formulas]
        return np.asarray(np.sum(parts, axis=0))

    def used_carbon(self, substrate: str) -> Floats:
        """Carbon of a substrate that is gone at the end, mmol/L, shape (draws,)."""
        amounts = self.run.run.metabolite_mmol_per_l(substrate)
        return (amounts[:, 0] - amounts[:, -1]) * self.run.run.setup.community.formulas[substrate]["C"]


def plain_name(printed: str) -> str:
    """Write a name of the gas study as others do: families that stand in the place of a genus too."""
    name = printed.removeprefix("g__")
    if name.startswith("uncl_"):
        name = name.removeprefix("uncl_")
        return f"f__{name}" if name.endswith("aceae") else printed
    return name.replace("_", " ")


def gas_vials(folder: Path) -> tuple[dict[str, tuple[tuple[str, float], ...]], tuple[Vial, ...]]:
    """Communities at the start and vials of the gas study, a control per donor included."""
    taxa: dict[str, list[tuple[str, float]]] = {}
    for row in rows_of(folder / "gas_yu2020_taxa.csv"):
        if row["treatment"] == CONTROL and row["time_code"] == "00":
            taxa.setdefault(row["donor"], []).append((plain_name(row["taxon"]), float(row["rel_abundance"])))
    vials = [_vial(f"{donor}-control", donor, CONTROL, 0.0) for donor in taxa]
    for row in rows_of(folder / "gas_yu2020.csv"):
        dose = float(row["Fiber_input"]) * HEXOSE_G_PER_MOL / VIAL_ML
        vials.append(_vial(row["sample_id"], row["donor"], row["treatment"], dose))
    return {donor: tuple(rows) for donor, rows in taxa.items()}, tuple(vials)


def _vial(sample: str, donor: str, treatment: str, dose_g_per_l: float) -> Vial:
    return Vial(
        sample_id=sample,
        community_id=donor,
        parts=((treatment, 1.0),),
        time_h=HOURS,
        dose_g_per_l=dose_g_per_l,
        dilution=10.0,
        medium="",
        assumed=("time_h", "dilution", "medium"),
    )


def exvivo_vials(folder: Path, knowledge: Knowledge) -> tuple[Communities, tuple[Vial, ...]]:
    """Each community, treatment and dose of the ex vivo set once."""
    taxa = communities_of(folder / "exvivo_t0_taxa.csv")
    known = treatment_index(knowledge)
    once: dict[tuple[str, str, float], Vial] = {}
    for vial in design_of(folder / "exvivo_design.csv", taxa, keep=lambda v: is_modelled(v, known)):
        once.setdefault((vial.community_id, vial.treatment, vial.dose_g_per_l), vial)
    return taxa, tuple(once.values())


def run_all(
    knowledge: Knowledge, communities: Communities, vials: Sequence[Vial], arguments: list[str]
) -> list[Course]:
    """Run vials and look up how many methanogens each has."""
    wish = asked(arguments, draws=16)
    kinship = Kinship(knowledge=knowledge, names=default_names())
    share = {}
    for name in {vial.community_id for vial in vials}:
        members = to_members(communities[name], kinship).members
        share[name] = sum(s for m, s in members.items() if METHANOGENS in knowledge.lineage_of(m))
    made = courses(knowledge, communities, vials, draws=wish.draws, track=wish.track)
    return [Course(vial=v, run=r, methanogen_share=share[v.community_id]) for v, r in made]


def laws(title: str, runs: Sequence[Course]) -> Iterator[Measure]:
    """Books of carbon, and methane without a methanogen."""
    worst = max(run.worst_balance for run in runs)
    without = [run for run in runs if run.methanogen_share == 0.0]
    stray = max((float(run.made("CH4").max()) for run in without), default=0.0)
    yield Measure(
        name=f"{title}, n {len(runs)}: log10 of the worst error of carbon",
        value=float(np.log10(max(worst, 1e-18))),
        must=float(np.log10(BALANCE)),
        lower=True,
    )
    yield Measure(
        name=f"{title}: CH4 mmol/L without methanogen, n {len(without)}",
        value=stray,
        must=TRACE_MMOL_PER_L,
        lower=True,
    )


def shares(title: str, runs: Sequence[Course], knowledge: Knowledge) -> Iterator[Measure]:
    """Carbon in acids and gas over carbon of the substrate that is gone, controls taken off."""
    index = treatment_index(knowledge)
    controls = {run.vial.community_id: run for run in runs if run.vial.treatment.startswith(CONTROL)}
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for run in runs:
        control = controls.get(run.vial.community_id)
        name = run.vial.parts[0][0]
        if control is None or name in {CONTROL, "cellulose"}:
            continue
        used = float(np.median(run.used_carbon(index[name].modelled_as)))
        if used <= TRACE_MMOL_PER_L:
            print(f"  {title}, {run.vial.sample_id}: nothing of the {name} is used")
            continue
        seen, every = (
            float(np.median(run.carbon(what) - control.carbon(what))) for what in (SEEN, (*ACIDS, *GASES))
        )
        found[name].append((seen / used, every / used))
    for name, values in found.items():
        shared, whole = np.array(values).T
        judged = name not in PROTEINS
        yield Measure(
            name=f"{title}, {name}, n {shared.size}",
            value=float(np.mean(shared)),
            must=LEAST_SHARE if judged else None,
            most=MOST_SHARE if judged else None,
            peers=f"sd {np.std(shared):.2f}; with all acids {np.mean(whole):.2f}",
        )


def gas_r(runs: Sequence[Course], rows: Sequence[Mapping[str, str]]) -> Iterator[Measure]:
    """R over the 12 vials of the gas study, control taken off."""
    by_name = {run.vial.sample_id: run for run in runs}

    def more(row: Mapping[str, str], metabolites: Sequence[str]) -> float:
        own, control = by_name[row["sample_id"]], by_name[f"{row['donor']}-control"]
        return float(np.median(np.sum([own.made(m) - control.made(m) for m in metabolites], axis=0)))

    for what, must, aim in (
        (("H2", "CH4"), None, GOOD_R),
        (("H2",), None, None),
        (("CH4",), None, None),
        (("CO2",), None, None),
        (("acetate",), None, None),
        (("propionate",), None, None),
        (("butyrate",), None, None),
    ):
        ours = np.array([more(row, what) for row in rows])
        truth = np.array([sum(float(row[m]) for m in what) for row in rows])
        yield Measure(
            name=f"r of {' + '.join(what)}, n {len(rows)}",
            value=correlation(ours, truth),
            must=must,
            aim=aim,
            peers="notes ask 0.5" if aim else "",
        )


def table(runs: Sequence[Course], rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Every vial of the gas study: predicted (mmol/L) / measured (mmol per vial over the assumed volume)."""
    by_name = {run.vial.sample_id: run for run in runs}
    for row in rows:
        own, control = by_name[row["sample_id"]], by_name[f"{row['donor']}-control"]
        cells = []
        for name in ("H2", "CH4", "CO2", "acetate", "propionate", "butyrate"):
            made = float(np.median(own.made(name) - control.made(name)))
            cells.append(f"{name} {made:5.1f} / {float(row[name]) * 1000.0 / VIAL_ML:5.1f}")
        yield f"  {row['sample_id']:<10s} " + ", ".join(cells)


def main(arguments: list[str]) -> int:
    knowledge = load()
    folder = asked(arguments, draws=16).folder
    rows = rows_of(folder / "gas_yu2020.csv")
    gas = run_all(knowledge, *gas_vials(folder), arguments)
    exvivo = run_all(knowledge, *exvivo_vials(folder, knowledge), arguments)
    missed = show("Laws", (*laws("gas study", gas), *laws("ex vivo", exvivo)))
    missed += show(
        "Carbon of acids and gas over carbon of the fibre used (measured: inulin 0.73 +/- 0.11, pectin 0.73"
        " +/- 0.17); acetate, propionate, butyrate, isobutyrate, CO2 and CH4 as measured",
        (*shares("gas study", gas, knowledge), *shares("ex vivo", exvivo, knowledge)),
    )
    show("Open vials of the gas study, control taken off", gas_r(gas, rows))
    print("Predicted mmol/L / measured mmol per vial of an assumed 3.5 mL", *table(gas, rows), sep="\n")
    methane = {run.vial.community_id: run.methanogen_share for run in gas}
    print("Share of methanogens:", ", ".join(f"donor {d} {s:.4f}" for d, s in methane.items()))
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
