"""The right-hand side of every vessel, over tables.

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
from biotica.engine.rates import acid_room, cardinal_ph, cardinal_temperature, monod, work_below_ph_min
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
    pace : shape (5, populations)
        Written: factor of work without growth (0..1), growth factor (0..1), death rate (1/h), and
        ``1 + sum(S / K)`` over the substrates that come first, and over all on the menu.
    """
    segment, readiness = structure.population_segment, structure.population_readiness
    limit_at, limit_acid, acid_state = structure.limit_at, structure.limit_acid, structure.acid_state
    menu_at, menu, menu_later = structure.menu_at, structure.menu, structure.menu_later
    traits, menu_half = numbers.trait[draw], numbers.menu_half[draw]
    limit_growth, limit_work = numbers.limit_growth[draw], numbers.limit_work[draw]
    bile = numbers.bile
    threshold = numbers.threshold[0]
    for p in range(segment.shape[0]):
        s = segment[p]
        ph = -log_h[s] / LN10
        grow = warmth[0, p] * cardinal_ph(ph, traits[p, _PH_MIN], traits[p, _PH_OPT], traits[p, _PH_MAX])
        work = warmth[0, p] * work_below_ph_min(ph, traits[p, _PH_MIN])
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
        first = 1.0
        later = 0.0
        for e in range(menu_at[p], menu_at[p + 1]):
            offered = max(0.0, y[menu[e]] - threshold) / menu_half[e]
            if menu_later[e] == 0:
                first += offered
            else:
                later += offered
        pace[3, p] = first
        pace[4, p] = first + later


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
    ``max * f**2 * sum(max) / sum(max * f) * pace * X * (S/K) / (1 + sum(S_j/K_j))``, where ``f`` is the
    product of a route's Monod terms and blocks. Substrates on one menu share one machinery, so that their
    sum never exceeds the maximum; those that come later do not disturb the others, and wait until these are
    scarce. Only routes that grow have a menu. Routes of a population on one substrate are alternatives: cells
    lean on each in proportion to how well it runs, so that what a missing co-substrate stops is taken over by
    the others; where all run alike, or there is but one, it is ``max * f``.

    References
    ----------
    turner1988
    """
    group_at, group_population = structure.group_at, structure.group_population
    grows, own = structure.route_grows, structure.route_menu
    substrate_at, substrate = structure.substrate_at, structure.substrate
    blocker_at, blocker = structure.blocker_at, structure.blocker
    live, menu = structure.population_live, structure.menu
    route_max, menu_half = numbers.route_max[draw], numbers.menu_half[draw]
    substrate_half, blocker_half = numbers.substrate_half[draw], numbers.blocker_half[draw]
    threshold = numbers.threshold[0]
    for g in range(group_population.shape[0]):
        p = group_population[g]
        first = group_at[g]
        most = 0.0
        running = 0.0
        for r in range(first, group_at[g + 1]):
            fast = route_max[r]
            most += fast
            for e in range(substrate_at[r], substrate_at[r + 1]):
                fast *= monod(y[substrate[e]], substrate_half[e], threshold)
            for e in range(blocker_at[r], blocker_at[r + 1]):
                fast *= blocker_half[e] / (blocker_half[e] + y[blocker[e]])
            rate[r] = fast
            running += fast
        if running <= 0.0:
            continue
        shared = most / running * pace[min(grows[first], 1), p] * y[live[p]]
        if own[first] >= 0:
            shared *= max(0.0, y[menu[own[first]]] - threshold) / (
                menu_half[own[first]] * pace[2 + grows[first], p]
            )
        for r in range(first, group_at[g + 1]):
            rate[r] = rate[r] * rate[r] / route_max[r] * shared if rate[r] > 0.0 else 0.0


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
