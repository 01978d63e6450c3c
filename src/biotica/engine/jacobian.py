"""The exact Jacobian of the right-hand side, written into a sparse pattern.

Every rate is a product, so that its derivative by one factor is the rate over that factor times the
factor's slope; alternatives on one substrate feel each other's factors too. What all routes of a population
share (its size, readiness, menu, acids and pH) is added once per population.
"""

from __future__ import annotations

import math

from biotica.engine.acid import LN10
from biotica.engine.compiled import Floats, part
from biotica.engine.rates import (
    acid_room,
    acid_room_slope,
    cardinal_ph,
    cardinal_ph_slope,
    work_below_ph_min,
    work_below_ph_min_slope,
)
from biotica.engine.tables import TRAITS, Numbers, Structure

_PH_MIN, _PH_OPT, _PH_MAX = (TRAITS[f"ph_{x}"] for x in ("min", "opt", "max"))
_WORK, _FIRST, _LATER, _TOGETHER, _FELT = range(5)
_ACID_DEATH, _READINESS = TRAITS["acid_death_rate_per_h_ph2"], TRAITS["readiness_rate_per_h"]


@part
def differentiate_routes(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    rate: Floats,
    total: Floats,
    entries: Floats,
) -> None:
    """Add what each route feels of its own substrates and blockers, and of those of its alternatives.

    Parameters
    ----------
    total : shape (5, unions)
        Written: change of each state of each population's union by work, by growth on what comes first, and
        by growth on what comes later, mmol per litre and hour; the other rows are work space.
    """
    group_at, grows, own = structure.group_at, structure.route_grows, structure.route_menu
    change_at, change, menu = structure.change_at, structure.change, structure.menu
    route_entry_at, route_entry = structure.route_entry_at, structure.route_entry
    change_by, route_max = numbers.change_by[draw], numbers.route_max[draw]
    threshold = numbers.threshold[0]
    total[:] = 0.0
    for g in range(group_at.shape[0] - 1):
        leaning = 0.0
        for r in range(group_at[g], group_at[g + 1]):
            leaning += math.sqrt(rate[r] * route_max[r])
        if leaning == 0.0:
            continue
        first = change_at[group_at[g]]
        changes = change_at[group_at[g] + 1] - first
        for e in range(changes):
            total[_TOGETHER, e] = 0.0
        for r in range(group_at[g], group_at[g + 1]):
            for e in range(changes):
                total[_TOGETHER, e] += change_by[change_at[r] + e] * rate[r]
        for e in range(changes):
            total[grows[group_at[g]], change[first + e]] += total[_TOGETHER, e]
        for r in range(group_at[g], group_at[g + 1]):
            if rate[r] == 0.0:
                continue
            entry = route_entry_at[r]
            if own[r] >= 0:
                slope = rate[r] / (y[menu[own[r]]] - threshold)
                for e in range(changes):
                    entries[route_entry[entry + e]] += change_by[change_at[r] + e] * slope
                entry += changes
            share = math.sqrt(rate[r] * route_max[r]) / leaning
            for e in range(changes):
                total[_FELT, e] = 2.0 * change_by[change_at[r] + e] * rate[r] - share * total[_TOGETHER, e]
            differentiate_factors(structure, numbers, draw, y, r, entry, changes, total, entries)


@part
def differentiate_factors(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    r: int,
    entry: int,
    changes: int,
    total: Floats,
    entries: Floats,
) -> None:
    """Add what one route's co-substrates and blockers do, from the changes by d ln f in ``total``."""
    substrate_at, substrate = structure.substrate_at, structure.substrate
    blocker_at, blocker = structure.blocker_at, structure.blocker
    route_entry = structure.route_entry
    substrate_half, blocker_half = numbers.substrate_half[draw], numbers.blocker_half[draw]
    threshold = numbers.threshold[0]
    for v in range(substrate_at[r], substrate_at[r + 1]):
        above = y[substrate[v]] - threshold
        slope = substrate_half[v] / (above * (substrate_half[v] + above))
        for e in range(changes):
            entries[route_entry[entry + e]] += total[_FELT, e] * slope
        entry += changes
    for v in range(blocker_at[r], blocker_at[r + 1]):
        slope = -1.0 / (blocker_half[v] + y[blocker[v]])
        for e in range(changes):
            entries[route_entry[entry + e]] += total[_FELT, e] * slope
        entry += changes


@part
def differentiate_populations(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    log_h: Floats,
    neutral: Floats,
    protons_off: Floats,
    pace: Floats,
    total: Floats,
    by_log_h: Floats,
    entries: Floats,
) -> None:
    """Add what all routes of one population feel in common: its size, readiness, menu, acids and pH."""
    union_at, union = structure.union_at, structure.union
    segment, live, readiness = (
        structure.population_segment,
        structure.population_live,
        structure.population_readiness,
    )
    menu_at, menu, menu_later = structure.menu_at, structure.menu, structure.menu_later
    acid_state = structure.acid_state
    limit_at, limit_acid, neutral_protons_off = (
        structure.limit_at,
        structure.limit_acid,
        structure.neutral_protons_off,
    )
    union_entry_at, union_entry = structure.union_entry_at, structure.union_entry
    traits, menu_half = numbers.trait[draw], numbers.menu_half[draw]
    limit_growth, limit_work = numbers.limit_growth[draw], numbers.limit_work[draw]
    threshold = numbers.threshold[0]
    for p in range(live.shape[0]):
        first = union_at[p]
        width = union_at[p + 1] - first
        s = segment[p]
        size = y[live[p]]
        entry = union_entry_at[p]
        if size > 0.0:
            for u in range(width):
                all_work = total[_WORK, first + u] + total[_FIRST, first + u] + total[_LATER, first + u]
                entries[union_entry[entry + u]] += all_work / size
        entry += width
        if readiness[p] >= 0:
            ready = y[readiness[p]]
            if ready > 0.0:
                for u in range(width):
                    growth = total[_FIRST, first + u] + total[_LATER, first + u]
                    entries[union_entry[entry + u]] += growth / ready
            entry += width
        for e in range(menu_at[p], menu_at[p + 1]):
            if y[menu[e]] > threshold:
                slope = 0.0 if menu_later[e] else -1.0 / (menu_half[e] * pace[3, p])
                slope_later = -1.0 / (menu_half[e] * pace[4, p])
                for u in range(width):
                    entries[union_entry[entry + u]] += (
                        total[_FIRST, first + u] * slope + total[_LATER, first + u] * slope_later
                    )
            entry += width
        ph = -log_h[s] / LN10
        relative_grow = 0.0
        relative_work = 0.0
        held = cardinal_ph(ph, traits[p, _PH_MIN], traits[p, _PH_OPT], traits[p, _PH_MAX])
        if held > 0.0:
            steep = cardinal_ph_slope(ph, traits[p, _PH_MIN], traits[p, _PH_OPT], traits[p, _PH_MAX])
            relative_grow = -steep / held / LN10
        left = work_below_ph_min(ph, traits[p, _PH_MIN])
        if left > 0.0:
            relative_work = -work_below_ph_min_slope(ph, traits[p, _PH_MIN]) / left / LN10
        for e in range(limit_at[p], limit_at[p + 1]):
            a = limit_acid[e]
            undissociated = y[acid_state[s, a]] * neutral[s, a]
            turned = undissociated * (protons_off[s, a] - neutral_protons_off[a])
            slope_grow = 0.0
            slope_work = 0.0
            if undissociated < limit_growth[e]:
                filled = undissociated / limit_growth[e]
                slope_grow = acid_room_slope(filled) / (acid_room(filled) * limit_growth[e])
            if undissociated < limit_work[e]:
                filled = undissociated / limit_work[e]
                slope_work = acid_room_slope(filled) / (acid_room(filled) * limit_work[e])
            relative_grow += turned * slope_grow
            relative_work += turned * slope_work
            slope_grow *= neutral[s, a]
            slope_work *= neutral[s, a]
            for u in range(width):
                growth = total[_FIRST, first + u] + total[_LATER, first + u]
                entries[union_entry[entry + u]] += total[_WORK, first + u] * slope_work + growth * slope_grow
            entry += width
        for u in range(width):
            growth = total[_FIRST, first + u] + total[_LATER, first + u]
            by_log_h[union[first + u]] += total[_WORK, first + u] * relative_work + growth * relative_grow


@part
def differentiate_passages(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    warmth: Floats,
    log_h: Floats,
    neutral: Floats,
    protons_off: Floats,
    pace: Floats,
    by_log_h: Floats,
    entries: Floats,
) -> None:
    """Add death, readiness and everything of first order."""
    segment, live, dead = structure.population_segment, structure.population_live, structure.population_dead
    readiness, death_entry = structure.population_readiness, structure.death_entry
    move_from, move_to, move_entry = structure.move_from, structure.move_to, structure.move_entry
    move_acid, move_segment = structure.move_acid, structure.move_segment
    neutral_protons_off = structure.neutral_protons_off
    traits = numbers.trait[draw]
    move_per_h, move_gain = numbers.move_per_h[draw], numbers.move_gain[draw]
    for p in range(live.shape[0]):
        entries[death_entry[p, 0]] -= pace[2, p]
        entries[death_entry[p, 1]] += pace[2, p]
        below = traits[p, _PH_MIN] + log_h[segment[p]] / LN10
        if below > 0.0:
            dying = warmth[2, p] * traits[p, _ACID_DEATH] * 2.0 * below * y[live[p]] / LN10
            by_log_h[live[p]] -= dying
            by_log_h[dead[p]] += dying
        if readiness[p] >= 0:
            entries[death_entry[p, 2]] += traits[p, _READINESS] * warmth[0, p] * (1.0 - 2.0 * y[readiness[p]])
    for m in range(move_from.shape[0]):
        per_h = move_per_h[m]
        a = move_acid[m]
        if a >= 0:
            s = move_segment[m]
            per_h *= neutral[s, a]
            turned = per_h * y[move_from[m]] * (protons_off[s, a] - neutral_protons_off[a])
            by_log_h[move_from[m]] -= turned
            by_log_h[move_to[m]] += move_gain[m] * turned
        entries[move_entry[m, 0]] -= per_h
        entries[move_entry[m, 1]] += move_gain[m] * per_h


@part
def differentiate(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    warmth: Floats,
    log_h: Floats,
    neutral: Floats,
    protons_off: Floats,
    by_acid: Floats,
    pace: Floats,
    rate: Floats,
    total: Floats,
    by_log_h: Floats,
    entries: Floats,
) -> None:
    """Write the Jacobian into the entries of the sparse pattern.

    Parameters
    ----------
    protons_off, by_acid : shape (segments, acids)
        As `feel_acid` writes them.
    total, by_log_h : shape (5, unions), (states,)
        Work space; ``by_log_h`` is the derivative of each rate by ln h of its segment.
    entries : shape (entries,)
        Written: d(rate of state)/d(state), 1/h.
    """
    acid_entry_at, acid_entry = structure.acid_entry_at, structure.acid_entry
    touched_at, touched = structure.touched_at, structure.touched
    moving_at, moving = structure.moving_at, structure.moving
    entries[:] = 0.0
    by_log_h[:] = 0.0
    differentiate_routes(structure, numbers, draw, y, rate, total, entries)
    differentiate_populations(
        structure, numbers, draw, y, log_h, neutral, protons_off, pace, total, by_log_h, entries
    )
    differentiate_passages(
        structure, numbers, draw, y, warmth, log_h, neutral, protons_off, pace, by_log_h, entries
    )
    for s in range(by_acid.shape[0]):
        entry = acid_entry_at[s]
        for t in range(touched_at[s], touched_at[s + 1]):
            turned = by_log_h[touched[t]]
            for m in range(moving_at[s], moving_at[s + 1]):
                entries[acid_entry[entry]] += turned * by_acid[s, moving[m]]
                entry += 1
