"""Fit three strains to all batches but one and score that one; then foretell co-cultures (Garza 2024).

Usage: python validation/live_dead_fit.py ../shared/data/production [--rounds 10] [--rows ROWS.tsv]
Each strain has three batches with living and dead cells; its own growth, yield, lag, death, lysis, acidity
and acid rows are fitted to two of them and score the third. The tables have no fermentation of pyruvate, of
which the broth holds as much as of glucose: routes and rows for it stand in this file, with wide ranges, and
which of the two goes first was seen in these very curves. ``--rows`` writes what all three batches teach; the
routes come with this script, so that these rows are a result and no part of the package. The co-cultures
start from the mean of the strains' own starts; nothing of them was seen. Ends with 1 where a must is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.gut.batch import batch
from biotica.gut.vial import Culture, VialRun
from biotica.knowledge.load import Knowledge, load

sys.path.insert(0, str(Path(__file__).parent))
from gauss_newton import Fitted, Scores, fit, rows_of_fit, with_own_rows
from live_dead import (
    ACIDS,
    COUNT_PER_ML,
    LEAST_MMOL_PER_L,
    MEDIUM,
    MEMBERS,
    SPOILT,
    SUBSTANCES,
    Seen,
    errors,
    measures,
    read_batches,
)
from vial_scores import rows_of, show, verdict

OWN = (
    "max_growth_rate_per_h",
    "biomass_yield_g_per_mmol",
    "ph_min",
    "ph_opt",
    "ph_max",
    "undissociated_max_mmol_per_l",
    "lag_h",
    "death_rate_per_h",
    "lysis_rate_per_h",
    "stomach_log10_reduction",
    "cell_dry_mass_pg",
    "resting_mmol_per_g_h",
    "maintenance_mmol_per_g_h",
    "half_saturation_mmol_per_l",
)
ROUTES = (
    ("pyruvate_acetate", "pyruvate + H2O -> acetate + CO2 + H2"),
    ("pyruvate_lactate", "2 pyruvate + H2O -> lactate + acetate + CO2"),
    ("pyruvate_butyrate", "2 pyruvate -> butyrate + 2 CO2"),
)
BT, RI, BH = MEMBERS.values()
PYRUVATE = {
    BT: ("pyruvate_acetate", "pyruvate_lactate"),
    RI: ("pyruvate_acetate", "pyruvate_butyrate"),
    BH: ("pyruvate_acetate", "pyruvate_lactate"),
}
GROWTH_PER_H = (0.06, 0.01, 0.3)
YIELD_G_PER_MMOL = (0.01, 0.004, 0.02)
RANGES = (
    (BT, "lag_h", "", (1.0, 0.0, 4.0), "h"),
    (RI, "lag_h", "", (1.0, 0.0, 8.0), "h"),
    (BH, "lag_h", "", (4.0, 0.0, 14.0), "h"),
    (RI, "max_growth_rate_per_h", "hexose@butyrate_acetate_uptake", (0.225, 0.075, 0.5), "1/h"),
    (BH, "max_growth_rate_per_h", "hexose@homoacetate", (0.27, 0.1, 0.49), "1/h"),
)
FIRST_FOOD = {BT: "hexose", RI: "hexose", BH: "pyruvate"}
ERRORS = {"live": 0.2, "dead": 0.3, "pH": 0.12, "glucose": 0.8, "pyruvate": 1.2}
LEAST_CELLS = 3e-3
CO_CULTURES = (("bh", "bt"), ("bh", "ri"), ("bt", "ri"), ("bh", "bt", "ri"))
HOURS = (24.0, 48.0, 72.0)
DRAWS = 128
HEADER = """\
# Numbers fitted by validation/live_dead_fit.py to all monocultures of Garza 2024 (MIT), with the routes of
# pyruvate of that script, which the package lacks: a result, not shipped.
"""


def added_lines(knowledge: Knowledge) -> dict[str, list[str]]:
    """Rows and routes that this fit needs and the tables lack; assumed, with wide ranges."""
    routes = [
        f"{name}\t{equation}\tpyruvate\tNH3\t{name}\t{name}\tMEM\tbalanced by hand\tassumed\tmemory"
        for name, equation in ROUTES
    ]
    rows: list[str] = []
    for member, ways in PYRUVATE.items():
        for way in ways:
            rows.append(_row(member, "max_growth_rate_per_h", f"pyruvate@{way}", GROWTH_PER_H, "1/h"))
            rows.append(
                _row(member, "biomass_yield_g_per_mmol", f"pyruvate@{way}", YIELD_G_PER_MMOL, "g/mmol")
            )
        rows += [
            _row(member, "preference", condition, (rank, rank, rank), "rank")
            for name, condition in (*knowledge.parameters_of(member), *(("", f"pyruvate@{w}") for w in ways))
            if name in {"", "max_growth_rate_per_h"} and condition.startswith(("hexose@", "pyruvate@"))
            for rank in [1.0 if condition.startswith(FIRST_FOOD[member]) else 2.0]
        ]
    rows += [_row(*row) for row in RANGES]
    return {"routes.tsv": routes, "parameters.tsv": rows}


def _row(member: str, name: str, condition: str, numbers: tuple[float, float, float], unit: str) -> str:
    cells = [member, name, condition, *(f"{number:g}" for number in numbers), unit, "", ""]
    return "\t".join([*cells, "assumed", "MEM", "for live_dead_fit.py alone", "memory", "no", ""])


@dataclass(kw_only=True)
class Batch:
    """One batch of one strain, as fit wants it."""

    seen: Seen
    knowledge: Knowledge
    drawn: tuple[str, ...] = field(default=())

    @property
    def quantities(self) -> list[str]:
        """What is compared, in order."""
        found = dict.fromkeys(quantity for _time, quantity in self.seen.values)
        wanted = (*ERRORS, *ACIDS)
        return [q for q in wanted if q in found and (self.seen.name, q) not in SPOILT]

    def run(self, draws: Draws) -> dict[str, Floats]:
        """Every quantity at the times of the batch, shape (draws, times)."""
        ready = started([self.seen], self.knowledge, draws)
        made = ready.run({}, self.seen.times_h[1:], threads=1)
        self.drawn = tuple(draws.scores)
        return columns(made, [MEMBERS[self.seen.culture]])

    def residuals(self, draws: Draws) -> Floats:
        """(Measured - predicted) / error, shape (draws, numbers measured)."""
        made, parts = self.run(draws), []
        for quantity in self.quantities:
            for at, time in enumerate(self.seen.times_h[1:]):
                if (time, quantity) in self.seen.values:
                    parts.append(_away(quantity, self.seen.values[time, quantity], made[quantity][:, at]))
        return np.stack(parts, axis=1)


def _away(quantity: str, truth: float, made: Floats) -> Floats:
    if quantity in {"live", "dead"}:
        least = [np.log10(np.maximum(x, LEAST_CELLS)) for x in (truth, made)]
        return np.asarray((least[0] - least[1]) / ERRORS[quantity])
    return np.asarray((truth - made) / ERRORS.get(quantity, 0.15 * max(truth, LEAST_MMOL_PER_L)))


def started(several: Sequence[Seen], knowledge: Knowledge, draws: Draws) -> Culture:
    """Put one strain or several into the broth: each with its own cells, all else the mean."""
    common = {
        substance: float(np.mean(values))
        for quantity, substance in SUBSTANCES.items()
        if (
            values := [
                s.start(quantity)
                for s in several
                if (0.0, quantity) in s.values and (s.name, quantity) not in SPOILT
            ]
        )
    }
    cells, dead = (
        {MEMBERS[s.culture]: max(s.start(kind), 1e-6) * COUNT_PER_ML for s in several}
        for kind in ("live", "dead")
    )
    return batch(
        knowledge,
        MEDIUM,
        cells,
        draws,
        measured_mmol_per_l=common,
        ph=float(np.mean([s.start("pH") for s in several])),
        dead_per_ml=dead,
    )


def columns(made: VialRun, members: Sequence[str]) -> dict[str, Floats]:
    """Cells of all members, pH, acids and sugars."""
    run = made.run
    return {
        "live": np.sum([run.live_cfu_per_ml(m)[:, 1:] for m in members], axis=0) / COUNT_PER_ML,
        "dead": np.sum([run.dead_cells_per_ml(m)[:, 1:] for m in members], axis=0) / COUNT_PER_ML,
        "pH": made.ph,
        **{acid: made.end_mmol_per_l[acid] for acid in ACIDS},
        **{q: run.metabolite_mmol_per_l(SUBSTANCES[q])[:, 1:] for q in ("glucose", "pyruvate")},
    }


def central(one: Batch, fitted: Fitted) -> dict[tuple[float, str], float]:
    """Prediction at what was learnt."""
    made = one.run(Draws(count=1, known=Scores(fitted.score)))
    return {(t, q): float(v[0, n]) for q, v in made.items() for n, t in enumerate(one.seen.times_h[1:])}


def left_out(cases: Sequence[Batch], rounds: int) -> Iterator[tuple[Batch, dict[str, list[float]]]]:
    """Errors of every batch, predicted from the other batches of its strain."""
    for one in cases:
        others = [c for c in cases if c.seen.culture == one.seen.culture and c is not one]
        fitted = fit(others, rounds=rounds, told=False)
        yield one, errors(one.seen, central(one, fitted))


def foretold(codes: Sequence[str], cases: Sequence[Batch], fitted: Fitted) -> Iterator[str]:
    """Who dominates, and the acids, with 5 to 95 % over what was learnt of all strains."""
    several = [mean_start(code, cases) for code in codes]
    draws = Draws(count=DRAWS, seed=1, known=fitted.drawn(DRAWS))
    made = started(several, cases[0].knowledge, draws).run({}, HOURS)
    live = np.stack([made.run.live_cfu_per_ml(MEMBERS[code])[:, 1:] for code in codes])
    first = np.argmax(live, axis=0)
    for at, hour in enumerate(HOURS):
        odds = {code: float(np.mean(first[:, at] == n)) for n, code in enumerate(codes)}
        winner = max(odds, key=lambda code: odds[code])
        shares = np.median(live[:, :, at] / live[:, :, at].sum(axis=0), axis=1)
        parts = ", ".join(f"{code} {share:.2f}" for code, share in zip(codes, shares, strict=True))
        cells = [
            f"{name} {band(made.end_mmol_per_l[name][:, at])}" for name in ("butyrate", "acetate", "lactate")
        ]
        yield (
            f"  {'+'.join(codes):<9s} {hour:3g} h  most living cells: {winner} in {odds[winner]:.0%} of draws"
            f" (median shares {parts}); {', '.join(cells)}, pH {band(made.ph[:, at])}"
        )


def band(values: Floats) -> str:
    """Median (5 to 95 %)."""
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return f"{middle:.1f} ({low:.1f}-{high:.1f})"


def mean_start(code: str, cases: Sequence[Batch]) -> Seen:
    """Start of a strain, mean over its batches."""
    some = [c.seen for c in cases if c.seen.culture == code]
    quantities = {q for s in some for t, q in s.values if t == 0.0 and (s.name, q) not in SPOILT}
    values = {
        (0.0, q): float(np.mean([s.start(q) for s in some if (0.0, q) in s.values])) for q in quantities
    }
    return Seen(culture=code, name="mean", values=values)


def main(arguments: list[str]) -> int:
    def after(option: str, otherwise: str) -> str:
        return arguments[arguments.index(option) + 1] if option in arguments else otherwise

    rounds, knowledge = int(after("--rounds", "10")), load()
    seen, _without = read_batches(rows_of(Path(arguments[0]) / "live_dead_garza2024.csv"))
    lines = added_lines(knowledge)
    with with_own_rows(knowledge, list(MEMBERS.values()), OWN, lines=lines) as own:
        cases = [Batch(seen=one, knowledge=own) for one in seen]
        scored = list(left_out(cases, rounds))
        missed = show("Leave one batch out", measures("all", [e for _c, e in scored], judged=True))
        for one, found in scored:
            title = f"{one.seen.culture} {one.seen.name}"
            show(title, measures(title, [found], judged=False))
        fitted = fit(cases, rounds=rounds)
        print("Co-cultures, strains fitted to all their batches, from the mean of their starts; not scored")
        for codes in CO_CULTURES:
            print(*foretold(codes, cases, fitted), sep="\n")
        if "--rows" in arguments:
            rows = rows_of_fit(fitted, own, "GARZA2024", "fitted by validation/live_dead_fit.py")
            Path(after("--rows", "")).write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
