"""Fit strains on fibre mixes to design rounds 0 and 1 and score round 2 (Connors 2026).

Usage: python validation/fibres_fit.py ../shared/data/production [--rows ROWS.tsv] [--rounds 6]
Round 0: pH of single strains on single fibres; round 1: acids and pH at the first and last time. Fitted are
each strain's growth, yield, lag and acidity, what it sets free of a fibre for others, and the inoculum. Who
can grow on a fibre alone is read from round 0. Acetate of exactly 0 after the start, in vials that grew and
turned acid, is taken as not measured here (fibres.py scores it). Round 2 is only scored. The repository
states no licence: the rows stay in validation/results and are not shipped. They hold each number's own range
and not how the numbers hang together, so that ``fibres.py --track calibrated --rows ROWS.tsv``, which draws
them one by one, scores lower than the best fit does here. Ends with 1 where a must is missed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.gut.members import Kinship, Shares, to_members
from biotica.gut.vial import Bottle, VialRun, culture
from biotica.gut.vials import substrates_of, treatment_index
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names
from biotica.knowledge.records import Treatment

sys.path.insert(0, str(Path(__file__).parent))
from fibres import FIBRES, FIRST, LAST, ROUND_2
from gauss_newton import Fitted, Scores, fit, rows_of_fit, with_own_rows
from vial_scores import Row, agreement, communities_of, design_of, rows_of, show, verdict

MEDIUM = "connors_base"
ERRORS = {"butyrate": 2.0, "acetate": 8.0, "lactate": 2.5, "pH": 0.35}
OWN = ("max_growth_rate_per_h", "biomass_yield_g_per_mmol", "ph_min", "ph_opt", "lag_h")
SHARED = ("gut_anaerobe:half_saturation", "connors_base:", "treatment:")
NEED_ACETATE = {"ER", "RI", "FP", "CC", "AC"}
"""Alone in a medium without acetate these cannot show what they grow on."""

FED = {
    *("inulin", "pectin", "xylan", "starch", "acacia_gum", "arabinogalactan", "hexose", "uronate"),
    *("lactate", "succinate", "formate", "H2", "amino_acid", "arginine"),
}
"""Substrates that these vials hold or that are made in them."""

RELEASED = ("inulin", "pectin", "xylan", "starch")
PH_DROP, LEAST_OD = 0.15, 0.1
GROWS, GROWS_NOT = (0.25, 0.08, 0.6), (0.01, 0.0005, 0.2)
MAY_GROW = (0.1, 2.0)
RELEASE = (1.0, 0.02, 20.0)
PH_START = f"{MEDIUM}\tpH\t6.7\t6.6\t6.8\tpH\tmeasured\tMEM\ttime 0 of the table\tfull\tno\t"
HEADER = """\
# Numbers fitted by validation/fibres_fit.py to design rounds 0 and 1 of Connors 2026, whose repository states
# no licence: kept here as a result, not shipped. For fibres.py --track calibrated --rows THIS.
"""


def growers(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Strain code and fibre, where a strain alone grew and made acid in round 0."""
    seen: defaultdict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for row in rows:
        if row["exp"] == "0" and row["time_index"] == FIRST and "-" in row["condition"]:
            code, _dash, fibre = row["condition"].partition("-")
            if fibre in FIBRES:
                seen[fibre].append((code, float(row[f"{code}abs"]), float(row["pH"])))
    return {
        (code, fibre.lower())
        for fibre, some in seen.items()
        for code, density, ph in some
        if density >= LEAST_OD and ph <= np.median([p for _c, _d, p in some]) - PH_DROP
    }


def added_lines(knowledge: Knowledge, grown: set[tuple[str, str]]) -> list[str]:
    """Ranges of growth on each fibre, and what is set free, by what round 0 shows."""
    lines = []
    for slug, code in strains(knowledge).items():
        rates = {c: r.value for (n, c), r in knowledge.parameters_of(slug).items() if n == OWN[0]}
        for fibre in (treatment_index(knowledge)[f.lower()].modelled_as for f in FIBRES):
            shown = (code, FIBRE_OF.get(fibre, fibre)) in grown
            monomer = knowledge.metabolites[fibre].monomer
            own = {c: v for c, v in rates.items() if c.startswith(f"{fibre}@")}
            ways = own or {
                c.replace(f"{monomer}@", f"{fibre}@"): v
                for c, v in rates.items()
                if shown and c.startswith(f"{monomer}@")
            }
            total = sum(ways.values())
            for condition, value in ways.items():
                numbers = tuple(value / total * bound for bound in (GROWS if shown else GROWS_NOT))
                if code in NEED_ACETATE:
                    numbers = (value, *(value * factor for factor in MAY_GROW))
                lines.append(_row(slug, OWN[0], condition, numbers, "1/h"))
            if shown and fibre in RELEASED:
                name = f"{fibre}@{fibre}_release"
                lines.append(_row(slug, "maintenance_mmol_per_g_h", name, RELEASE, "mmol/g/h"))
    return lines


FIBRE_OF = {"acacia_gum": "acgum", "arabinogalactan": "argal"}


def _row(member: str, name: str, condition: str, numbers: Sequence[float], unit: str) -> str:
    cells = [member, name, condition, *(f"{number:.6g}" for number in numbers), unit, "", ""]
    return "\t".join([*cells, "assumed", "MEM", "for fibres_fit.py alone", "memory", "no", ""])


def strains(knowledge: Knowledge) -> dict[str, str]:
    """Members with a strain code."""
    return {slug: taxon.strain_code for slug, taxon in knowledge.taxa.items() if taxon.strain_code}


@dataclass(kw_only=True)
class Mix:
    """One community on one mix of fibres: what was measured, by hour and quantity."""

    shares: Shares
    parts: Sequence[tuple[str, float]]
    dose_g_per_l: float
    measured: Mapping[tuple[float, str], float]
    knowledge: Knowledge
    treatments: Mapping[str, Treatment]
    drawn: tuple[str, ...] = field(default=())

    @property
    def times_h(self) -> tuple[float, ...]:
        return tuple(sorted({hour for hour, _quantity in self.measured}))

    def run(self, draws: Draws) -> VialRun:
        """The vial."""
        given = substrates_of(self.parts, self.dose_g_per_l, self.treatments, self.knowledge, draws)
        bottle = Bottle(medium=MEDIUM, dilution=None)
        made = culture(self.knowledge, self.shares, bottle, sorted(given), draws)
        run = made.run(given, self.times_h, threads=1)
        self.drawn = tuple(draws.scores)
        return run

    def values(self, draws: Draws) -> dict[tuple[float, str], Floats]:
        """Predicted for everything that was measured, shape (draws,) each."""
        run, times = self.run(draws), self.times_h
        return {
            (hour, q): (run.ph if q == "pH" else run.end_mmol_per_l[q])[:, times.index(hour)]
            for hour, q in self.measured
        }

    def residuals(self, draws: Draws) -> Floats:
        """(Measured - predicted) / error, shape (draws, numbers measured)."""
        made = self.values(draws)
        return np.stack([(self.measured[key] - made[key]) / ERRORS[key[1]] for key in made], axis=1)


def mixes(folder: Path, knowledge: Knowledge, round_: str) -> list[Mix]:
    """Vials of a design round, one per community and mix."""
    rows = {row["sample_id"]: row for row in rows_of(folder / "invitro_fibre_connors2026.csv")}
    kept = {s for s, row in rows.items() if row["exp"] == round_ and row["time_index"] in {FIRST, LAST}}
    if round_ == "0":
        kept = {s for s in kept if rows[s]["condition"].count("-") <= 1}
    taxa = communities_of(folder / "connors_t0_taxa.csv")
    kinship = Kinship(knowledge=knowledge, names=default_names())
    found: dict[str, Mix] = {}
    for vial in design_of(folder / "connors_design.csv", taxa, keep=lambda vial: vial.sample_id in kept):
        row = rows[vial.sample_id]
        seen = {
            (vial.time_h, q): float(row[q])
            for q in ERRORS
            if row[q] and not (q == "acetate" and float(row[q]) == 0.0)
        }
        if row["condition"] in found:
            seen = {**found[row["condition"]].measured, **seen}
        found[row["condition"]] = Mix(
            shares=to_members(taxa[vial.community_id], kinship),
            parts=vial.parts,
            dose_g_per_l=vial.dose_g_per_l,
            measured=seen,
            knowledge=knowledge,
            treatments=treatment_index(knowledge),
        )
    return list(found.values())


def scored(title: str, cases: Sequence[Mix], fitted: Fitted, *, judged: bool) -> int:
    """Show r and RMSE at the last time, at what was learnt; give how many musts were missed."""
    pairs: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for case in cases:
        made = case.values(Draws(count=1, known=Scores(fitted.score)))
        for (hour, quantity), values in made.items():
            if hour == case.times_h[-1]:
                pairs[quantity].append((float(values[0]), case.measured[hour, quantity]))
    both = {q: np.array(some) for q, some in pairs.items()}
    return show(
        title,
        (
            measure
            for q, some in both.items()
            for measure in agreement(
                q,
                (some[:, 0], some[:, 1]),
                r=ROUND_2 if judged and q == "butyrate" else None,
                unit="pH" if q == "pH" else "mM",
            )
        ),
    )


def chosen(name: str, slugs: Mapping[str, str]) -> bool:
    """Whether a number is fitted: what these vials hold can tell of it."""
    member, _colon, rest = name.partition(":")
    number, _colon, condition = rest.partition(":")
    fed = not condition or condition.partition("@")[0] in FED
    own = member in slugs and fed and (number in OWN or "_release" in condition)
    return own or name.startswith(SHARED) or name == "inoculum_g_per_l"


def always(lines: Sequence[str]) -> Iterator[str]:
    """Names of the numbers whose ranges were set here: without a row they would be what the tables say."""
    for line in lines:
        yield ":".join(line.split("\t")[:3])


def main(arguments: list[str]) -> int:
    folder, knowledge = Path(arguments[0]), load()
    options = dict(zip(arguments[1::2], arguments[2::2], strict=True))
    grown = growers(rows_of(folder / "invitro_fibre_connors2026.csv"))
    print("Grew alone in round 0:", ", ".join(f"{code} {fibre}" for code, fibre in sorted(grown)))
    lines, slugs = added_lines(knowledge, grown), strains(knowledge)
    added = {"parameters.tsv": lines, "media.tsv": [PH_START]}
    with with_own_rows(knowledge, list(slugs), OWN, lines=added) as own:
        train = [*mixes(folder, own, "0"), *(first := mixes(folder, own, "1"))]
        fitted = fit(train, rounds=int(options.get("--rounds", "6")), keep=lambda name: chosen(name, slugs))
        scored("round 1, fitted, last time", first, fitted, judged=False)
        missed = scored("round 2, not seen, last time", mixes(folder, own, "2"), fitted, judged=True)
        if "--rows" in options:
            wanted = {*always(lines), f"{MEDIUM}:pH"}
            where = "fitted by validation/fibres_fit.py"
            rows = rows_of_fit(fitted, own, "CONNORS2026", where, always=wanted)
            Path(options["--rows"]).write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    print(f"{len(fitted.score)} numbers were fitted")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
