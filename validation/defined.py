"""Communities of strains in a defined medium: one day's end, a time course, and what each strain changes.

Usage: python validation/defined.py ../shared/data/production [--draws 16] [--track untrained|calibrated]
           [--rows FILE]
Open wells of Clark 2021 (means of a community's wells) and the 30 open communities of the 25-strain time
course. The issue judges communities of >= 10 species by a model that may have seen <= 5; the untrained track
saw none. Beside it the sum of the monocultures' changes over the members (it needs them measured), the guild
model, and the numbers of other models from the notes as text. It says nothing about guts: the sugars of the
medium are assumed, and all start in equal shares. Ends with 1 where a must is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from biotica.engine.compiled import Floats

sys.path.insert(0, str(Path(__file__).parent))
import guild_model
from vial_scores import (
    Asked,
    Measure,
    Values,
    agreement,
    asked,
    communities_of,
    correlation,
    design_of,
    engine,
    measured,
    paired,
    rmse,
    rows_of,
    show,
    values_of,
    verdict,
)

ACIDS = ("butyrate", "acetate", "lactate", "succinate")
START = {"lactate": 28.0}
SUGAR_MMOL_PER_L = 30.0
"""What media.tsv assumes of DM38; the guild model gets as much."""

MUST = {
    "butyrate": (0.80, 0.88),
    "acetate": (0.65, 0.75),
    "lactate": (0.65, 0.80),
    "succinate": (0.65, 0.75),
}
BUTYRATE_RMSE = (12.0, 8.0)
HALF = (0.50, 0.75)
PEERS = {
    "butyrate": "hold-out: ridge 0.80, GBM 0.76",
    "acetate": "hold-out: ridge 0.64, GBM 0.46",
    "lactate": "hold-out: ridge 0.61, GBM 0.64",
    "succinate": "hold-out: ridge 0.53, GBM 0.53",
}
EFFECTS = (
    ("butyrate", "AC", 1),
    ("butyrate", "DP", -1),
    ("butyrate", "ER", -1),
    ("butyrate", "RI", -1),
    ("butyrate", "FP", -1),
    ("lactate", "AC", -1),
    ("lactate", "DP", 1),
)
CLEAR = {("butyrate", "AC"), ("butyrate", "DP"), ("lactate", "AC"), ("lactate", "DP")}


def members(community: str) -> frozenset[str]:
    """Strain codes of a community's name."""
    return frozenset(community.split("-"))


def added_up(truth: Values, communities: Sequence[str]) -> Values:
    """Start plus the sum of what each member changed alone."""
    return {
        (name, acid): START.get(acid, 0.0)
        + sum(truth[code, acid] - START.get(acid, 0.0) for code in members(name) if (code, acid) in truth)
        for name in communities
        for acid in ACIDS
    }


def guild(codes: Mapping[str, str], communities: Sequence[str]) -> Values:
    """What the guild model makes of the medium's sugar, equal shares."""
    found = {}
    for name in communities:
        shares = {genus: 0.0 for genus in guild_model.GENERA}
        for code in members(name):
            genus = codes[code].split(" ", 1)[0]
            shares[genus] = shares.get(genus, 0.0) + 1.0 / len(members(name))
        made = guild_model.made(shares, 3, SUGAR_MMOL_PER_L)
        found.update({(name, acid): value for acid, value in zip(guild_model.ACIDS, made, strict=True)})
    return found


def groups(names: Sequence[str]) -> dict[str, list[str]]:
    """Communities by richness, and those of >= 10 by whether A. caccae is in."""
    large = [name for name in names if len(members(name)) >= 10]
    return {
        "1": [name for name in names if len(members(name)) == 1],
        "<= 5": [name for name in names if len(members(name)) <= 5],
        ">= 10": large,
        ">= 10 with AC": [name for name in large if "AC" in members(name)],
        ">= 10 without AC": [name for name in large if "AC" not in members(name)],
    }


def clark(
    ours: Values, peers: Mapping[str, Values], truth: Values, names: Sequence[str]
) -> Iterator[Measure]:
    """R and RMSE by acid and richness."""
    for acid in ACIDS:
        for title, group in groups(names).items():
            others = [
                f"{peer} {correlation(*paired(values, truth, acid, group)):.2f}"
                f" ({rmse(*paired(values, truth, acid, group)):.1f} mM)"
                for peer, values in peers.items()
                if any((name, acid) in values for name in group)
            ]
            bound = MUST[acid] if title == ">= 10" else None
            if acid == "butyrate" and title in {">= 10 with AC", ">= 10 without AC"}:
                bound = HALF
            if title == ">= 10":
                others.append(PEERS[acid])
            error = BUTYRATE_RMSE if acid == "butyrate" and title == ">= 10" else None
            yield from agreement(
                f"{acid}, {title}",
                paired(ours, truth, acid, group),
                r=bound,
                error=error,
                peers=", ".join(others),
            )


def bias(ours: Values, truth: Values, names: Sequence[str]) -> Iterator[str]:
    """Mean predicted and measured by richness: where the model is wrong, not whether."""
    for title, group in groups(names).items():
        means = [
            f"{acid} {np.mean(pair[0]):.1f} / {np.mean(pair[1]):.1f}"
            for acid in (*ACIDS, "pH")
            if (pair := paired(ours, truth, acid, group))[0].size
        ]
        yield f"  {title:<18s} " + ", ".join(means)


def monocultures(ours: Values, truth: Values, names: Sequence[str]) -> Iterator[str]:
    """Every strain alone, predicted / measured mM."""
    for name in sorted(n for n in names if len(members(n)) == 1):
        cells = [
            f"{acid} {ours[name, acid]:5.1f} / {truth[name, acid]:5.1f}"
            for acid in ACIDS
            if (name, acid) in truth
        ]
        yield f"  {name:<3s} " + ", ".join(cells)


def presence_effects(values: Values, acid: str, names: Sequence[str]) -> dict[str, float]:
    """Least squares of an acid on who is present, mM per strain."""
    codes = sorted({code for name in names for code in members(name)})
    rows = np.array([[1.0, *(float(code in members(name)) for code in codes)] for name in names])
    answer: Floats = np.array([values[name, acid] for name in names])
    solved = np.linalg.lstsq(rows, answer, rcond=None)[0]
    return dict(zip(codes, solved[1:].tolist(), strict=True))


def effects(ours: Values, truth: Values, names: Sequence[str]) -> Iterator[Measure]:
    """Signs of the seven effects."""
    right: dict[tuple[str, str], bool] = {}
    for acid in ("butyrate", "lactate"):
        seen, made = (presence_effects(values, acid, names) for values in (truth, ours))
        for name, code, sign in EFFECTS:
            if name == acid:
                right[acid, code] = sign * made[code] > 0.0
                print(
                    f"  {acid} {code}: notes {'+' if sign > 0 else '-'}, measured here {seen[code]:+.1f},"
                    f" predicted {made[code]:+.1f} mM{'' if right[acid, code] else '  WRONG'}"
                )
    yield Measure(name="signs right of seven", value=float(sum(right.values())), must=5.0, aim=7.0)
    clear = sum(right[key] for key in CLEAR)
    yield Measure(name="of the four that are clear on the open part", value=float(clear))


def course(ours: Values, truth: Values, rows: Sequence[Mapping[str, str]]) -> Iterator[Measure]:
    """R and RMSE at 48 h, and over all times after the start."""
    late = [row["sample_id"] for row in rows if float(row["time_h"]) == 48.0]
    after = [row["sample_id"] for row in rows if float(row["time_h"]) > 0.0]
    for acid in ACIDS:
        yield from agreement(f"{acid}, 48 h", paired(ours, truth, acid, late))
        pair = paired(ours, truth, acid, after)
        yield from agreement(f"{acid}, 16-48 h", pair)
        yield Measure(
            name=f"{acid}, 16-48 h: RMSE / sd", value=rmse(*pair) / float(np.std(pair[1])), lower=True
        )


def show_clark(wish: Asked) -> int:
    """All about Clark's wells."""
    wells = rows_of(wish.folder / "invitro_clark2021.csv")
    truth = measured(wells, "community", (*ACIDS, "pH"))
    first: dict[str, str] = {}
    for well in wells:
        first.setdefault(well["community"], well["sample_id"])
    taxa = communities_of(wish.folder / "clark_t0_taxa.csv")
    wanted = set(first.values())
    vials = design_of(wish.folder / "clark_design.csv", taxa, keep=lambda vial: vial.sample_id in wanted)
    by_sample = values_of(engine(taxa, vials, wish))
    ours = {(v.community_id, m): by_sample[v.sample_id, m] for v in vials for m in (*ACIDS, "pH")}
    names = sorted(first)
    codes = {row["code"]: row["ncbi_name"] for row in rows_of(wish.folder / "strain_codes.csv")}
    peers = {"monocultures added up": added_up(truth, names), "guild": guild(codes, names)}
    missed = show("Clark 2021, means of communities (mM)", clark(ours, peers, truth, names))
    show(
        "pH where it was measured",
        (
            m
            for title, group in groups(names).items()
            for m in agreement(f"pH, {title}", paired(ours, truth, "pH", group), unit="pH")
        ),
    )
    print("Means, predicted / measured", *bias(ours, truth, names), sep="\n")
    print("Strains alone, predicted / measured", *monocultures(ours, truth, names), sep="\n")
    large = groups(names)[">= 10"]
    return missed + show("Presence effects in >= 10 species (least squares, mM)", effects(ours, truth, large))


def show_course(wish: Asked) -> None:
    """All about the time course; the issue sets it no must."""
    rows = rows_of(wish.folder / "invitro_timecourse25.csv")
    taxa = communities_of(wish.folder / "timecourse_t0_taxa.csv")
    vials = design_of(wish.folder / "timecourse_design.csv", taxa)
    ours = values_of(engine(taxa, vials, wish))
    truth = measured(rows, "sample_id", ACIDS)
    show("Time course of 30 communities (notes, 48 h: GBM 0.92 / 7.0)", course(ours, truth, rows))
    print("Means over the communities, predicted / measured")
    for hour in (16.0, 32.0, 48.0):
        some = [row["sample_id"] for row in rows if float(row["time_h"]) == hour]
        pairs = {acid: paired(ours, truth, acid, some) for acid in ACIDS}
        print(
            f"  {hour:g} h",
            ", ".join(f"{a} {np.mean(p):.1f} / {np.mean(t):.1f}" for a, (p, t) in pairs.items()),
        )


def main(arguments: list[str]) -> int:
    wish = asked(arguments, draws=16)
    missed = show_clark(wish)
    show_course(wish)
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
