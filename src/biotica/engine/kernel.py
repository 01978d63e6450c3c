"""The integrator: adaptive Rosenbrock steps from one event to the next.

A step is accepted when its error estimate is small enough *and* no amount is negative; else it is taken
again, shorter. Nothing is ever cut off.
"""

from __future__ import annotations

import math

import numba as nb
import numpy as np

from biotica.engine.compiled import Floats, Integers, loop, part
from biotica.engine.equations import add_up, feel_acid, feel_temperature, set_pace, set_rates
from biotica.engine.jacobian import differentiate
from biotica.engine.rosenbrock import DENSE, GAMMA, LAST_OWN_STAGE, NODES, STAGES, TIME_WEIGHTS
from biotica.engine.rosenbrock import A as STAGE_A
from biotica.engine.rosenbrock import C as STAGE_C
from biotica.engine.sparse import factorise, substitute
from biotica.engine.tables import NUMBERS, STRUCTURE, Numbers, Structure

SUCCESS = 0
TOO_MANY_STEPS = 1
STEP_TOO_SMALL = 2

_ORDER_OF_ESTIMATE = 4
_CAREFUL = 0.9
_SHRINK_AT_MOST = 0.2
_GROW_AT_MOST = 6.0
_PROBE = 1.0e-6

COUNTS = ("accepted", "rejected", "right_hand_sides")

_i = nb.int64[::1]
_f = nb.float64[::1]
_f2 = nb.float64[:, ::1]


@loop(nb.void(_f, _f, _f2, nb.float64, _f))
def between(start: Floats, end: Floats, stages: Floats, share: float, out: Floats) -> None:
    """Write the solution inside a step.

    Parameters
    ----------
    start, end : shape (states,)
        Amounts before and after the step.
    stages : shape (8, states)
        The stages of the step.
    share : float
        0..1, part of the step that has passed.
    out : shape (states,)
        Written. Where the interpolant of order 4 would turn negative, it is drawn towards the straight line
        just so far that nothing is: both conserve what the step conserves.
    """
    left = 1.0 - share
    keep = 1.0
    for i in range(start.shape[0]):
        first = 0.0
        second = 0.0
        third = 0.0
        for s in range(STAGES):
            first += DENSE[0, s] * stages[s, i]
            second += DENSE[1, s] * stages[s, i]
            third += DENSE[2, s] * stages[s, i]
        bend = share * left * (first + share * (second + share * third))
        straight = left * start[i] + share * end[i]
        out[i] = bend
        if straight + keep * bend < 0.0:
            keep = straight / -bend
    for i in range(start.shape[0]):
        out[i] = left * start[i] + share * end[i] + keep * out[i]
        if out[i] < 0.0:
            out[i] = left * start[i] + share * end[i]


@part
def integrate(
    structure: Structure,
    numbers: Numbers,
    draw: int,
    y: Floats,
    log_h: Floats,
    hours: float,
    start_c: float,
    end_c: float,
    output_h: Floats,
    output: Floats,
    output_log_h: Floats,
    step: Floats,
    relative: float,
    absolute: float,
    most_steps: int,
    counts: Integers,
) -> int:
    """Carry one draw from one event to the next.

    Parameters
    ----------
    y : shape (states,)
        Amounts, mmol/L; start in, end out.
    log_h : shape (segments,)
        ln of the proton concentration in mol/L: guess in, end out.
    hours, start_c, end_c : float
        Length of the interval, >= 0; temperature at both ends, straight between.
    output_h, output, output_log_h : shape (times,), (times, states), (times * segments,)
        Hours since the start, rising, and what is written there.
    step : shape (1,)
        Size of the first step in h; last natural size out.
    relative, absolute : float
        Tolerances; ``absolute`` in mmol/L.
    most_steps : int
        Attempts allowed.
    counts : shape (3,)
        Added to: see `COUNTS`.

    Returns
    -------
    int
        SUCCESS, TOO_MANY_STEPS or STEP_TOO_SMALL.
    """
    states = y.shape[0]
    segments = structure.acid_state.shape[0]
    acids = structure.acid_state.shape[1]
    populations = structure.population_live.shape[0]
    place, diagonal = structure.place_of_state, structure.diagonal
    row_at, column = structure.row_at, structure.column
    warmth = np.empty((3, populations))
    neutral = np.empty((segments, acids))
    protons_off = np.empty((segments, acids))
    by_acid = np.empty((segments, acids))
    pace = np.empty((5, populations))
    space = np.empty((2, 1 + 2 * acids))
    trial_log_h = log_h.copy()
    dy = np.empty(states)
    by_time = np.zeros(states)
    by_log_h = np.empty(states)
    rate = np.empty(structure.route_grows.shape[0])
    total = np.empty((5, structure.union.shape[0]))
    entries = np.empty(structure.column.shape[0])
    jacobian = np.empty(structure.column.shape[0])
    row = np.empty(states)
    stages = np.empty((STAGES, states))
    trial = np.empty(states)
    vector = np.empty(states)
    drift_c_per_h = (end_c - start_c) / hours if hours > 0.0 else 0.0
    drifts = drift_c_per_h != 0.0
    feel_temperature(structure, numbers, draw, start_c, warmth)
    now = 0.0
    shown = 0
    h = min(step[0], hours)
    natural = h
    fresh = False
    attempts = 0
    while shown < output_h.shape[0] and output_h[shown] <= 0.0:
        output[shown, :] = y
        shown += 1
    while now < hours:
        if attempts >= most_steps:
            return TOO_MANY_STEPS
        attempts += 1
        last = now + h >= hours * (1.0 - 1.0e-14)
        if last:
            h = hours - now
        if h < 1.0e-15 * hours:
            return STEP_TOO_SMALL
        if not fresh:
            probe_h = _PROBE * hours if drifts else 0.0
            while True:
                if drifts:
                    feel_temperature(
                        structure, numbers, draw, start_c + drift_c_per_h * (now + probe_h), warmth
                    )
                feel_acid(structure, numbers, y, log_h, neutral, protons_off, by_acid, space)
                set_pace(structure, numbers, draw, y, warmth, log_h, neutral, pace)
                set_rates(structure, numbers, draw, y, pace, rate)
                add_up(structure, numbers, draw, y, warmth, neutral, pace, rate, dy)
                counts[2] += 1
                if probe_h == 0.0:
                    break
                by_time[:] = dy
                probe_h = 0.0
            if drifts:
                for i in range(states):
                    by_time[i] = (by_time[i] - dy[i]) / (_PROBE * hours)
            differentiate(
                structure,
                numbers,
                draw,
                y,
                warmth,
                log_h,
                neutral,
                protons_off,
                by_acid,
                pace,
                rate,
                total,
                by_log_h,
                jacobian,
            )
            trial_log_h[:] = log_h
            fresh = True
        for e in range(entries.shape[0]):
            entries[e] = -jacobian[e]
        shift = 1.0 / (GAMMA * h)
        for i in range(states):
            entries[diagonal[i]] += shift
        solvable = factorise(row_at, column, diagonal, entries, row)
        for s in range(STAGES):
            if not solvable:
                break
            if s > 0:
                if s > LAST_OWN_STAGE:
                    for i in range(states):
                        trial[i] += stages[s - 1, i]
                else:
                    trial[:] = y
                    for earlier in range(s):
                        weight = STAGE_A[s, earlier]
                        for i in range(states):
                            trial[i] += weight * stages[earlier, i]
                if drifts:
                    stage_c = start_c + drift_c_per_h * (now + NODES[s] * h)
                    feel_temperature(structure, numbers, draw, stage_c, warmth)
                feel_acid(structure, numbers, trial, trial_log_h, neutral, protons_off, by_acid, space)
                set_pace(structure, numbers, draw, trial, warmth, trial_log_h, neutral, pace)
                set_rates(structure, numbers, draw, trial, pace, rate)
                add_up(structure, numbers, draw, trial, warmth, neutral, pace, rate, row)
                counts[2] += 1
            else:
                row[:] = dy
            for earlier in range(s):
                weight = STAGE_C[s, earlier] / h
                for i in range(states):
                    row[i] += weight * stages[earlier, i]
            if drifts:
                for i in range(states):
                    row[i] += h * TIME_WEIGHTS[s] * by_time[i]
            for i in range(states):
                vector[place[i]] = row[i]
            substitute(row_at, column, diagonal, entries, vector)
            for i in range(states):
                stages[s, i] = vector[place[i]]
        error = 0.0
        negative = False
        if solvable:
            for i in range(states):
                after = trial[i] + stages[STAGES - 1, i]
                trial[i] = after
                if after < 0.0:
                    negative = True
                scale = absolute + relative * max(abs(y[i]), abs(after))
                miss = stages[STAGES - 1, i] / scale
                error += miss * miss
            error = math.sqrt(error / states)
        if not solvable or error != error or error == math.inf:
            h *= _SHRINK_AT_MOST
            counts[1] += 1
            continue
        factor = _GROW_AT_MOST
        if error > 0.0:
            factor = min(
                _GROW_AT_MOST, max(_SHRINK_AT_MOST, _CAREFUL * error ** (-1.0 / (_ORDER_OF_ESTIMATE + 1)))
            )
        if error > 1.0 or negative:
            h *= min(factor, 0.5) if negative else factor
            counts[1] += 1
            continue
        then = hours if last else now + h
        while shown < output_h.shape[0] and output_h[shown] <= then:
            if output_h[shown] >= then:
                output[shown, :] = trial
            else:
                between(y, trial, stages, (output_h[shown] - now) / h, output[shown])
            shown += 1
        y[:] = trial
        now = then
        natural = h * factor if not last else max(natural, h * min(factor, 1.0))
        h = h * factor
        fresh = False
        counts[0] += 1
    for t in range(output_h.shape[0] + 1):
        vector[:] = y if t == output_h.shape[0] else output[t]
        feel_acid(structure, numbers, vector, log_h, neutral, protons_off, by_acid, space)
        if t < output_h.shape[0]:
            output_log_h[t * segments : (t + 1) * segments] = log_h
    if hours > 0.0:
        step[0] = natural
    return SUCCESS


@loop(
    nb.int64(
        STRUCTURE,
        NUMBERS,
        nb.int64,
        nb.int64,
        _f2,
        _f2,
        nb.float64,
        nb.float64,
        nb.float64,
        _f,
        nb.float64[:, :, ::1],
        _f2,
        _f,
        nb.float64,
        nb.float64,
        nb.int64,
        nb.int64[:, ::1],
    )
)
def integrate_draws(
    structure: Structure,
    numbers: Numbers,
    first: int,
    last: int,
    y: Floats,
    log_h: Floats,
    hours: float,
    start_c: float,
    end_c: float,
    output_h: Floats,
    output: Floats,
    output_log_h: Floats,
    step: Floats,
    relative: float,
    absolute: float,
    most_steps: int,
    counts: Integers,
) -> int:
    """Carry the draws ``first:last`` until one fails; arrays as `integrate`, draws first."""
    for d in range(first, last):
        status = integrate(
            structure,
            numbers,
            d,
            y[d],
            log_h[d],
            hours,
            start_c,
            end_c,
            output_h,
            output[d],
            output_log_h[d],
            step[d : d + 1],
            relative,
            absolute,
            most_steps,
            counts[d],
        )
        if status != SUCCESS:
            return status
    return SUCCESS
