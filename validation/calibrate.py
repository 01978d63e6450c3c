"""Fit the members' numbers to communities of strains in a defined medium: the calibrated track.

Usage: python validation/calibrate.py ../shared/data/production clark|timecourse ROWS.tsv [--rounds 5]
``clark``: the open communities of Clark 2021 with at most five strains; the repository states no licence,
so that its rows stay in validation/results. ``timecourse``: the 30 open communities of Thompson 2023 (MIT),
whose rows may ship. Every number that a vial draws is moved within its range by Gauss-Newton steps on its
score, held to 0 by a standard normal prior (the range of the table), with a robust error of 6 to 9 mmol per
litre. A row is written for each number that the data moved or narrowed. What fits here need not hold in a
gut.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.gut.members import Kinship, Shares, to_members
from biotica.gut.vial import Bottle, culture
from biotica.knowledge.load import Knowledge, load
from biotica.knowledge.names import default_names

sys.path.insert(0, str(Path(__file__).parent))
from gauss_newton import fit, rows_of_fit, with_own_rows
from vial_scores import rows_of

ACIDS = ("butyrate", "acetate", "lactate", "succinate")
ERROR_MMOL_PER_L = np.array([6.0, 9.0, 9.0, 6.0])
MEDIUM = "DM38"
OWN = (
    "max_growth_rate_per_h",
    "biomass_yield_g_per_mmol",
    "ph_min",
    "ph_opt",
    "undissociated_max_mmol_per_l",
    "lag_h",
    "death_rate_per_h",
    "resting_mmol_per_g_h",
    "maintenance_mmol_per_g_h",
)
"""What each strain gets a number of its own for; of all else strains share their guild's."""

MOST_WELLS = 3


@dataclass(kw_only=True)
class Wells:
    """One community: what was measured, shape (times, acids), and the names of the numbers that it draws."""

    shares: Shares
    knowledge: Knowledge
    times_h: tuple[float, ...]
    measured: Floats
    wells: int
    drawn: tuple[str, ...] = field(default=())

    def residuals(self, draws: Draws) -> Floats:
        """(Measured - predicted) / error, shape (draws, times * acids)."""
        ready = culture(self.knowledge, self.shares, Bottle(medium=MEDIUM, dilution=None), (), draws)
        run = ready.run({}, self.times_h, threads=1)
        self.drawn = tuple(draws.scores)
        shown = np.stack([run.end_mmol_per_l[acid] for acid in ACIDS], axis=2)
        error = ERROR_MMOL_PER_L / np.sqrt(min(self.wells, MOST_WELLS))
        return np.asarray((self.measured - shown) / error).reshape(draws.count, -1)


def cases_of(folder: Path, which: str, kinship: Kinship) -> list[Wells]:
    """Communities to fit to."""
    table = "invitro_clark2021.csv" if which == "clark" else "invitro_timecourse25.csv"
    wells: defaultdict[str, defaultdict[float, list[list[float]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(folder / table):
        time_h = float(row["time_h"])
        if time_h > 0.0:
            wells[row["community"]][time_h].append([float(row[acid]) for acid in ACIDS])
    return [
        Wells(
            knowledge=kinship.knowledge,
            shares=to_members([(code, 1.0) for code in name.split("-")], kinship),
            times_h=tuple(sorted(at)),
            measured=np.array([np.mean(at[time_h], axis=0) for time_h in sorted(at)]),
            wells=max(len(several) for several in at.values()),
        )
        for name, at in wells.items()
        if which == "timecourse" or name.count("-") < 5
    ]


def main(arguments: list[str]) -> None:
    """Fit, and write the rows."""
    folder, which, target = Path(arguments[0]), arguments[1], Path(arguments[2])
    rounds = int(arguments[arguments.index("--rounds") + 1]) if "--rounds" in arguments else 5
    knowledge = load()
    strains = [slug for slug, taxon in knowledge.taxa.items() if taxon.strain_code]
    with with_own_rows(knowledge, strains, OWN, lines={}) as own:
        cases = cases_of(folder, which, Kinship(knowledge=own, names=default_names()))
        print(f"{len(cases)} communities")
        fitted = fit(cases, rounds=rounds)
        source = "CLARK2021" if which == "clark" else "THOMPSON2023"
        rows = rows_of_fit(fitted, own, source, "fitted by validation/calibrate.py")
        target.write_text("".join(f"{line}\n" for line in rows), "utf-8")
    print(f"{len(fitted.score)} numbers, rows in {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
