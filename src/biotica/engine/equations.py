"""The right-hand side of every vessel, and its exact Jacobian, over tables.

``dy/dt = sum over processes of (change * rate)``. Four kinds of process: routes (a population turns
substrates into products and biomass), death, moves (anything of first order: lysis, transit, absorption,
gas exchange, shedding) and sources (of order zero). Each process takes from some states what it gives to
others, so that whatever it conserves, the solution conserves.
"""

from __future__ import annotations

import math

from biotica.engine.acid import LN10, form_share, solve_log_h
from biotica.engine.compiled import Floats, part
from biotica.engine.death import ageing_factor, heat_death_rate_per_h
from biotica.engine.rates import (
    acid_room,
    acid_room_slope,
    cardinal_ph,
    cardinal_ph_slope,
    cardinal_temperature,
    monod,
)
from biotica.engine.tables import TRAITS, Numbers, Structure

_T_MIN, _T_OPT, _T_MAX = (TRAITS[f"temperature_{x}_c"] for x in ("min", "opt", "max"))
_PH_MIN, _PH_OPT, _PH_MAX = (TRAITS[f"ph_{x}"] for x in ("min", "opt", "max"))
_AGEING, _ACID_DEATH, _BILE_DEATH = (
    TRAITS[x] for x in ("death_rate_per_h", "acid_death_rate_per_h_ph2", "bile_death_rate_per_h")
)
_D_VALUE, _D_REFERENCE, _Z_VALUE = (
    TRAITS[x] for x in ("heat_d_value_min", "heat_reference_c", "heat_z_value_c")
)
_READINESS = TRAITS["readiness_rate_per_h"]


@part
def feel_temperature(
    structure: Structure, numbers: Numbers, draw: int, temperature_c: float, warmth: Floats
) -> None:
    """Write what the temperature makes of each population.

    Parameters
    ----------
    warmth : shape (3, populations)
        Written: growth factor (0..1), death rate of heat (1/h), factor on all other death.
    """
    traits = numbers.trait[draw]
    for p in range(traits.shape[0]):
        warmth[0, p] = cardinal_temperature(
            temperature_c, traits[p, _T_MIN], traits[p, _T_OPT], traits[p, _T_MAX]
        )
        warmth[1, p] = heat_death_rate_per_h(
            temperature_c, traits[p, _D_VALUE], traits[p, _D_REFERENCE], traits[p, _Z_VALUE]
        )
        warmth[2, p] = ageing_factor(temperature_c, traits[p, _T_OPT])


@part
def feel_acid(
    structure: Structure,
    numbers: Numbers,
    y: Floats,
    log_h: Floats,
    neutral: Floats,
    protons_off: Floats,
    by_acid: Floats,
    out: Floats,
) -> None:
    """Solve the charge balance of each segment.

    Parameters
    ----------
    y : shape (states,)
        Amounts, mmol/L.
    log_h : shape (segments,)
        ln of the proton concentration: guess in, solution out.
    neutral : shape (segments, acids)
        Written: share of each acid that carries no charge.
    protons_off : shape (segments, acids)
        Written: mean number of protons that each acid has given off.
    by_acid : shape (segments, acids)
        Written: change of ln h by each total, L/mmol.
    out : shape (2, 1 + 2 * acids)
        Work space.
    """
    acid_state, ladder, off = structure.acid_state, structure.ladder, structure.neutral_protons_off
    ka, top_charge, held = numbers.ka_mol_per_l, numbers.top_charge, numbers.held_log_h
    acids = acid_state.shape[1]
    charges, totals = out[0], out[1, :acids]
    for s in range(acid_state.shape[0]):
        for a in range(acids):
            totals[a] = y[acid_state[s, a]]
        solved = solve_log_h(
            log_h[s] if math.isnan(held[s]) else held[s], totals, ladder, ka, top_charge, charges
        )
        log_h[s] = solved if math.isnan(held[s]) else held[s]
        h = math.exp(log_h[s])
        for a in range(acids):
            by_acid[s, a] = -charges[1 + a] / charges[0] if math.isnan(held[s]) else 0.0
            protons_off[s, a] = charges[1 + acids + a]
            neutral[s, a] = form_share(h, ladder[a], ladder[a + 1], ka, off[a]) if off[a] >= 0 else 0.0


@part
def set_pace(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    warmth: Floats,
    log_h: Floats,
    neutral: Floats,
    pace: Floats,
) -> None:
    """Write how far each population is held back, and how many substrates share its attention.

    Parameters
    ----------
    pace : shape (4, populations)
        Written: factor of work without growth (0..1), growth factor (0..1), death rate (1/h), and
        ``1 + sum(S / K)`` over all substrates on the menu.
    """
    segment, readiness = structure.population_segment, structure.population_readiness
    limit_at, limit_acid, acid_state = structure.limit_at, structure.limit_acid, structure.acid_state
    menu_at, menu = structure.menu_at, structure.menu
    traits, menu_half = numbers.trait[draw], numbers.menu_half[draw]
    limit_growth, limit_work = numbers.limit_growth[draw], numbers.limit_work[draw]
    bile = numbers.bile
    threshold = numbers.threshold[0]
    for p in range(segment.shape[0]):
        s = segment[p]
        ph = -log_h[s] / LN10
        grow = warmth[0, p] * cardinal_ph(ph, traits[p, _PH_MIN], traits[p, _PH_OPT], traits[p, _PH_MAX])
        work = warmth[0, p]
        for e in range(limit_at[p], limit_at[p + 1]):
            a = limit_acid[e]
            undissociated = y[acid_state[s, a]] * neutral[s, a]
            grow *= acid_room(undissociated / limit_growth[e])
            work *= acid_room(undissociated / limit_work[e])
        ready = readiness[p]
        pace[0, p] = work
        pace[1, p] = grow * y[ready] if ready >= 0 else grow
        below = traits[p, _PH_MIN] - ph
        dying = traits[p, _AGEING] + traits[p, _BILE_DEATH] * bile[s]
        if below > 0.0:
            dying += traits[p, _ACID_DEATH] * below * below
        pace[2, p] = warmth[1, p] + warmth[2, p] * dying
        offered = 1.0
        for e in range(menu_at[p], menu_at[p + 1]):
            offered += max(0.0, y[menu[e]] - threshold) / menu_half[e]
        pace[3, p] = offered


@part
def set_rates(
    structure: Structure, numbers: Numbers, draw: int, y: Floats, pace: Floats, rate: Floats
) -> None:
    """Write the rate of every route, mmol of reaction per litre and hour.

    Parameters
    ----------
    rate : shape (routes,)
        Written, >= 0.

    Notes
    -----
    ``max * pace * X * (S/K) / (1 + sum(S_j/K_j)) * product of Monod terms * product of blocks``: substrates
    on one menu share one machinery, so that their sum never exceeds the maximum. Only routes that grow have
    a menu.
    """
    route_at, grows, own = structure.route_at, structure.route_grows, structure.route_menu
    substrate_at, substrate = structure.substrate_at, structure.substrate
    blocker_at, blocker = structure.blocker_at, structure.blocker
    live, menu = structure.population_live, structure.menu
    route_max, menu_half = numbers.route_max[draw], numbers.menu_half[draw]
    substrate_half, blocker_half = numbers.substrate_half[draw], numbers.blocker_half[draw]
    threshold = numbers.threshold[0]
    for p in range(live.shape[0]):
        for r in range(route_at[p], route_at[p + 1]):
            fast = route_max[r] * pace[grows[r], p] * y[live[p]]
            if own[r] >= 0:
                fast *= max(0.0, y[menu[own[r]]] - threshold) / (menu_half[own[r]] * pace[3, p])
            for e in range(substrate_at[r], substrate_at[r + 1]):
                fast *= monod(y[substrate[e]], substrate_half[e], threshold)
            for e in range(blocker_at[r], blocker_at[r + 1]):
                fast *= blocker_half[e] / (blocker_half[e] + y[blocker[e]])
            rate[r] = fast


@part
def add_up(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    warmth: Floats,
    neutral: Floats,
    pace: Floats,
    rate: Floats,
    dy: Floats,
) -> None:
    """Write the right-hand side, mmol per litre and hour."""
    change_at, change, union = structure.change_at, structure.change, structure.union
    live, dead, readiness = (
        structure.population_live,
        structure.population_dead,
        structure.population_readiness,
    )
    move_from, move_to = structure.move_from, structure.move_to
    move_acid, move_segment = structure.move_acid, structure.move_segment
    source_to, source_from = structure.source_to, structure.source_from
    change_by, traits = numbers.change_by[draw], numbers.trait[draw]
    move_per_h, move_gain = numbers.move_per_h[draw], numbers.move_gain[draw]
    source_per_h, source_gain = numbers.source_per_h[draw], numbers.source_gain[draw]
    dy[:] = 0.0
    for r in range(rate.shape[0]):
        if rate[r] != 0.0:
            for e in range(change_at[r], change_at[r + 1]):
                dy[union[change[e]]] += change_by[e] * rate[r]
    for p in range(live.shape[0]):
        dying = pace[2, p] * y[live[p]]
        dy[live[p]] -= dying
        dy[dead[p]] += dying
        ready = readiness[p]
        if ready >= 0:
            dy[ready] += traits[p, _READINESS] * warmth[0, p] * y[ready] * (1.0 - y[ready])
    for m in range(move_from.shape[0]):
        moving = move_per_h[m] * y[move_from[m]]
        if move_acid[m] >= 0:
            moving *= neutral[move_segment[m], move_acid[m]]
        dy[move_from[m]] -= moving
        dy[move_to[m]] += move_gain[m] * moving
    for m in range(source_to.shape[0]):
        dy[source_to[m]] += source_per_h[m]
        dy[source_from[m]] += source_gain[m] * source_per_h[m]


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
    """Add what each route feels of its own substrates and blockers.

    Parameters
    ----------
    total : shape (2, unions)
        Written: change of each state of each population's union by work, and by growth, mmol per litre and
        hour.
    """
    grows, own = structure.route_grows, structure.route_menu
    substrate_at, substrate = structure.substrate_at, structure.substrate
    blocker_at, blocker = structure.blocker_at, structure.blocker
    change_at, change, menu = structure.change_at, structure.change, structure.menu
    route_entry_at, route_entry = structure.route_entry_at, structure.route_entry
    change_by, substrate_half = numbers.change_by[draw], numbers.substrate_half[draw]
    blocker_half = numbers.blocker_half[draw]
    threshold = numbers.threshold[0]
    total[:] = 0.0
    for r in range(rate.shape[0]):
        if rate[r] == 0.0:
            continue
        first = change_at[r]
        changes = change_at[r + 1] - first
        for e in range(first, first + changes):
            total[grows[r], change[e]] += change_by[e] * rate[r]
        entry = route_entry_at[r]
        if own[r] >= 0:
            slope = rate[r] / (y[menu[own[r]]] - threshold)
            for e in range(changes):
                entries[route_entry[entry + e]] += change_by[first + e] * slope
            entry += changes
        for v in range(substrate_at[r], substrate_at[r + 1]):
            above = y[substrate[v]] - threshold
            slope = rate[r] * substrate_half[v] / (above * (substrate_half[v] + above))
            for e in range(changes):
                entries[route_entry[entry + e]] += change_by[first + e] * slope
            entry += changes
        for v in range(blocker_at[r], blocker_at[r + 1]):
            slope = -rate[r] / (blocker_half[v] + y[blocker[v]])
            for e in range(changes):
                entries[route_entry[entry + e]] += change_by[first + e] * slope
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
    menu_at, menu, acid_state = structure.menu_at, structure.menu, structure.acid_state
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
                entries[union_entry[entry + u]] += (total[0, first + u] + total[1, first + u]) / size
        entry += width
        if readiness[p] >= 0:
            ready = y[readiness[p]]
            if ready > 0.0:
                for u in range(width):
                    entries[union_entry[entry + u]] += total[1, first + u] / ready
            entry += width
        for e in range(menu_at[p], menu_at[p + 1]):
            if y[menu[e]] > threshold:
                slope = -1.0 / (menu_half[e] * pace[3, p])
                for u in range(width):
                    entries[union_entry[entry + u]] += total[1, first + u] * slope
            entry += width
        ph = -log_h[s] / LN10
        relative_grow = 0.0
        relative_work = 0.0
        held = cardinal_ph(ph, traits[p, _PH_MIN], traits[p, _PH_OPT], traits[p, _PH_MAX])
        if held > 0.0:
            steep = cardinal_ph_slope(ph, traits[p, _PH_MIN], traits[p, _PH_OPT], traits[p, _PH_MAX])
            relative_grow = -steep / held / LN10
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
                entries[union_entry[entry + u]] += (
                    total[0, first + u] * slope_work + total[1, first + u] * slope_grow
                )
            entry += width
        for u in range(width):
            by_log_h[union[first + u]] += (
                total[0, first + u] * relative_work + total[1, first + u] * relative_grow
            )


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
    total, by_log_h : shape (2, unions), (states,)
        Work space; ``by_log_h`` is the derivative of each rate by ln h of its segment.
    entries : shape (entries,)
        Written: d(rate of state)/d(state), 1/h.
    """
    acid_entry_at, acid_entry = structure.acid_entry_at, structure.acid_entry
    touched_at, touched = structure.touched_at, structure.touched
    entries[:] = 0.0
    by_log_h[:] = 0.0
    differentiate_routes(structure, numbers, draw, y, rate, total, entries)
    differentiate_populations(
        structure, numbers, draw, y, log_h, neutral, protons_off, pace, total, by_log_h, entries
    )
    differentiate_passages(
        structure, numbers, draw, y, warmth, log_h, neutral, protons_off, pace, by_log_h, entries
    )
    acids = by_acid.shape[1]
    for s in range(by_acid.shape[0]):
        entry = acid_entry_at[s]
        for t in range(touched_at[s], touched_at[s + 1]):
            turned = by_log_h[touched[t]]
            for a in range(acids):
                if acid_entry[entry] >= 0:
                    entries[acid_entry[entry]] += turned * by_acid[s, a]
                entry += 1
