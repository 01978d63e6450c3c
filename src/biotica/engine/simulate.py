"""Run a vessel through its steps."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from biotica.engine.assemble import FLOATING, Setup
from biotica.engine.compiled import Floats
from biotica.engine.kernel import COUNTS, SUCCESS, integrate_draws
from biotica.engine.network import State
from biotica.engine.run import Outcome, Run, Taken, contents, serving_total
from biotica.engine.serving import Amounts, Serving
from biotica.engine.steps import Add, Hold, Step, Stir, Take
from biotica.engine.vessel import AIR_OXYGEN_BAR
from biotica.errors import InputError, _

_NEUTRAL_LOG_H = -7.0 * np.log(10.0)
_FIRST_STEP_H = 1.0e-3
_ROOM_C = 20.0
_ML_PER_L = 1000.0
_FEW_DRAWS = 8
_TIGHTER = 20.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Tolerance:
    """How exactly the equations are solved: relative, absolute (mmol/L), attempts per interval."""

    relative: float = 1.0e-8
    absolute_mmol_per_l: float = 1.0e-12
    most_steps: int = 200_000

    def tighter(self) -> Tolerance:
        """Where a coarse step falls below zero a finer one need not: what to try next."""
        return replace(
            self,
            relative=self.relative / _TIGHTER,
            absolute_mmol_per_l=self.absolute_mmol_per_l / _TIGHTER,
        )


EXACT = Tolerance()
ENSEMBLE = Tolerance(relative=2.0e-3, absolute_mmol_per_l=1.0e-6)
ROUGH = Tolerance(relative=1.0e-2, absolute_mmol_per_l=1.0e-5)
"""For draws that are moved and run again: pH within 0.03 of the exact one, far below what a meter is off."""


def simulate(
    setup: Setup,
    steps: Sequence[Step],
    *,
    output_times_h: Sequence[float] | None = None,
    tolerance: Tolerance = EXACT,
    threads: int | None = None,
) -> Run:
    """Run a vessel, empty at first, through its steps.

    Parameters
    ----------
    setup : Setup
        Community, vessel and draws.
    steps : sequence of Step
        In order; the first usually adds the contents.
    output_times_h : sequence of float or None
        Hours since the start, rising; None = at the end of each `Hold`, and 0. At an event: just after it.
    tolerance : Tolerance
        `EXACT` for laws and single runs, `ENSEMBLE` for many draws.
    threads : int or None
        Draws are shared out over so many threads; None = one per processor. No result depends on it.

    Returns
    -------
    Run
        With the outcome as a value.

    Raises
    ------
    InputError
        If a step names what the vessel does not have.
    """
    journey = _Journey(setup, output_times_h, steps)
    for step in steps:
        journey.take(step, tolerance, threads or os.cpu_count() or 1)
        if journey.outcome is not Outcome.SUCCESS:
            break
    return journey.run()


class _Journey:
    """The state of a vessel on its way through the steps."""

    def __init__(self, setup: Setup, output_times_h: Sequence[float] | None, steps: Sequence[Step]) -> None:
        self.setup = setup
        draws, states = setup.draws.count, len(setup.network.states)
        self.y = np.zeros((draws, states))
        for state, index in setup.network.index.items():
            if state.kind == "readiness":
                self.y[:, index] = 1.0
        self.log_h = np.full((draws, len(setup.network.segments)), _NEUTRAL_LOG_H)
        if output_times_h is None:
            hours = np.cumsum([0.0] + [s.hours for s in steps if isinstance(s, Hold)])
            output_times_h = sorted(set(hours.tolist()))
        self.times_h = np.asarray(output_times_h, dtype=np.float64)
        self.values = np.full((draws, self.times_h.size, states), np.nan)
        self.log_h_out = np.full((draws, self.times_h.size, len(setup.network.segments)), np.nan)
        self.step_h = np.full(draws, _FIRST_STEP_H)
        self.counts = np.zeros((draws, len(COUNTS)), dtype=np.int64)
        self.now_h = 0.0
        self.now_c = _ROOM_C
        self.outcome = Outcome.SUCCESS
        self.taken: list[Taken] = []
        self.given: list[tuple[float, dict[str, Floats]]] = []

    def take(self, step: Step, tolerance: Tolerance, threads: int) -> None:
        """Do one step."""
        if isinstance(step, Hold):
            self._hold(step, tolerance, threads)
            return
        if isinstance(step, Add):
            self._add(step.serving, self._place(step.segment, 0), on_grain=step.on_grain)
        elif isinstance(step, Take):
            self._take(step)
        else:
            self._stir(step)
        self.step_h[:] = np.minimum(self.step_h, _FIRST_STEP_H)
        self._hold(Hold(hours=0.0, start_c=self.now_c, end_c=self.now_c), tolerance, threads)

    def _place(self, segment: str, default: int) -> str:
        names = self.setup.network.segments
        if segment and segment not in names:
            raise InputError(
                _("the vessel has no segment '{segment}'"), code="unknown_segment", segment=segment
            )
        return segment or names[default]

    def _hold(self, step: Hold, tolerance: Tolerance, threads: int) -> None:
        end_h = self.now_h + step.hours
        span = 1.0e-9 * max(1.0, end_h)
        wanted = np.flatnonzero((self.times_h >= self.now_h - span) & (self.times_h <= end_h + span))
        if step.hours == 0.0 and wanted.size == 0:
            return
        inside = np.clip(self.times_h[wanted] - self.now_h, 0.0, step.hours)
        draws, segments = self.setup.draws.count, self.log_h.shape[1]
        output = np.empty((draws, wanted.size, self.y.shape[1]))
        output_log_h = np.empty((draws, wanted.size * segments))

        def carry(tolerance: Tolerance, first: int, last: int) -> int:
            return int(
                integrate_draws(
                    self.setup.network.structure,
                    self.setup.network.numbers,
                    first,
                    last,
                    self.y,
                    self.log_h,
                    step.hours,
                    step.start_c,
                    step.end_c,
                    inside,
                    output,
                    output_log_h,
                    self.step_h,
                    tolerance.relative,
                    tolerance.absolute_mmol_per_l,
                    tolerance.most_steps,
                    self.counts,
                )
            )

        threads = 1 if draws < _FEW_DRAWS else threads
        before = self.y.copy(), self.log_h.copy(), self.step_h.copy()
        for attempt in (tolerance, tolerance.tighter()):
            self.y[:], self.log_h[:], self.step_h[:] = before
            status = _shared_out(partial(carry, attempt), draws, threads)
            if status == SUCCESS:
                break
        else:
            self.outcome = list(Outcome)[status]
            return
        self.values[:, wanted] = output
        self.log_h_out[:, wanted] = output_log_h.reshape(draws, wanted.size, segments)
        self.now_h, self.now_c = end_h, step.end_c

    def _add(self, serving: Serving, place: str, *, on_grain: bool = False) -> None:
        index = self.setup.network.index
        volume_l = next(s.volume_l for s in self.setup.vessel.segments if s.name == place)
        cells = f"{place}:grain" if on_grain else place
        for member, ready in serving.readiness.items():
            state = State("readiness", member, cells)
            if state in index and member in serving.live_mmol:
                new = serving.live_mmol[member] / volume_l
                old = self.y[:, index[State("live", member, cells)]]
                both = new + old
                mixed = np.where(
                    both > 0.0,
                    (ready * new + self.y[:, index[state]] * old) / np.maximum(both, 1e-300),
                    ready,
                )
                self.y[:, index[state]] = mixed
        parts = {"metabolite": serving.amounts_mmol, **serving.fragments_mmol}
        for kind, amounts in parts.items():
            self._pour(kind, amounts, place, volume_l)
        self._pour("live", serving.live_mmol, cells, volume_l)
        self._pour("dead", serving.dead_mmol, cells, volume_l)
        self.given.append((self.now_h, serving_total(self.setup, serving)))

    def _pour(self, kind: str, amounts: Amounts, place: str, volume_l: float) -> None:
        for name, amount in amounts.items():
            state = State(kind, name, place)
            if state not in self.setup.network.index:
                raise InputError(
                    _("the vessel cannot hold {kind} {name} in {place}"),
                    code="not_in_vessel",
                    hint=_("name it when the community is built"),
                    kind=kind,
                    name=name,
                    place=place,
                )
            self.y[:, self.setup.network.index[state]] += amount / volume_l

    def _take(self, step: Take) -> None:
        place = self._place(step.segment, -1) + (":grain" if step.grain else "")
        serving = contents(self.setup, self.y * step.share, place)
        for state, index in self.setup.network.index.items():
            if state.place == place and state.kind in FLOATING:
                self.y[:, index] *= 1.0 - step.share
        self.taken.append(Taken(time_h=self.now_h, word=step.word, serving=serving))

    def _stir(self, step: Stir) -> None:
        place = self._place(step.segment, 0)
        oxygen = State("metabolite", "O2", place)
        if oxygen in self.setup.network.index:
            full = self.setup.community.gases["O2"] * AIR_OXYGEN_BAR
            volume_l = next(s.volume_l for s in self.setup.vessel.segments if s.name == place)
            missing = np.maximum(full - self.y[:, self.setup.network.index[oxygen]], 0.0) * volume_l
            self._add(Serving(volume_ml=0.0, amounts_mmol={"O2": missing}), place)

    def run(self) -> Run:
        """Everything that was seen on the way."""
        draws = self.setup.draws.count
        given = {
            name: np.zeros((self.times_h.size, draws)) for name in ("C", "N", "S", "electrons", "charge")
        }
        for time_h, total in self.given:
            for name, amount in total.items():
                given[name][self.times_h >= time_h - 1e-9 * max(1.0, time_h)] += amount
        return Run(
            setup=self.setup,
            times_h=self.times_h,
            values=self.values,
            log_h=self.log_h_out,
            outcome=self.outcome,
            given=given,
            taken=tuple(self.taken),
            counts=self.counts,
        )


def _shared_out(carry: Callable[[int, int], int], draws: int, threads: int) -> int:
    edges = np.linspace(0, draws, min(threads, draws) + 1).astype(int).tolist()
    with ThreadPoolExecutor(max_workers=threads) as pool:
        statuses = pool.map(carry, edges[:-1], edges[1:])
        return next((s for s in statuses if s != SUCCESS), SUCCESS)
