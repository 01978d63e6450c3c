"""The course of one simulation: every amount at every time, in every draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from biotica.engine.acid import LN10
from biotica.engine.assemble import Setup, bar_per_mmol_per_l, state_atoms
from biotica.engine.community import BIOMASS
from biotica.engine.compiled import Floats, Integers
from biotica.engine.network import State
from biotica.engine.serving import FRAGMENTS, Serving
from biotica.errors import SolverFailed, UnknownTaxon, _
from biotica.knowledge.chemistry import degree_of_reduction

_ML_PER_L = 1000.0
_PG_PER_G = 1.0e12
_PER_LITRE = frozenset({"metabolite", "gas", "live", "dead", *FRAGMENTS})


class Outcome(Enum):
    """How the integration ended; the value says what to do."""

    SUCCESS = "Done."
    TOO_MANY_STEPS = "Allow more steps, or look for a rate that is far too fast."
    STEP_TOO_SMALL = "Look for a start or a rate that no solution can follow."


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What left a vessel by a step."""

    time_h: float
    word: str
    serving: Serving


@dataclass(frozen=True, kw_only=True)
class Run:
    """A vessel's course.

    Attributes
    ----------
    times_h : shape (times,)
        Hours since the start.
    values : shape (draws, times, states)
        Amounts per litre of segment (readiness 0..1); what passed a boundary in mmol.
    log_h : shape (draws, times, segments)
        ln of the proton concentration in mol/L.
    outcome : Outcome
        Whether the equations were solved; if not, nothing can be read from the run.
    given : mapping
        Element (or ``electrons``, ``charge``) to all that was put in by steps, mmol, shape (draws,).
    taken : tuple of Taken
        What was taken out by steps.
    counts : shape (draws, 3)
        Accepted and rejected steps, evaluations of the right-hand side.

    Notes
    -----
    Every number is a model's; its spread is that of the parameters drawn, not of all that we do not know.
    """

    setup: Setup
    times_h: Floats
    values: Floats
    log_h: Floats
    outcome: Outcome
    given: Mapping[str, Floats]
    taken: tuple[Taken, ...]
    counts: Integers

    def _column(self, kind: str, name: str, segment: str) -> Floats:
        if self.outcome is not Outcome.SUCCESS:
            raise SolverFailed(
                _("the equations could not be solved: {outcome}"),
                code="solver_failed",
                hint=self.outcome.value,
                outcome=self.outcome.name.lower(),
            )
        state = State(kind, name, segment or self.setup.vessel.segments[0].name)
        index = self.setup.network.index.get(state)
        if index is None:
            raise UnknownTaxon(
                _("the run holds no {kind} {name} in {place}"),
                code="not_in_run",
                kind=kind,
                name=name,
                place=state.place,
            )
        return np.asarray(self.values[:, :, index])

    def holds(self, kind: str, name: str, segment: str = "") -> bool:
        """Whether there is such a state."""
        return State(kind, name, segment or self.setup.vessel.segments[0].name) in self.setup.network.index

    def metabolite_mmol_per_l(self, metabolite: str, segment: str = "") -> Floats:
        """Concentration, all forms together, shape (draws, times)."""
        return self._column("metabolite", metabolite, segment)

    def passed_mmol(self, boundary: str, name: str, segment: str = "") -> Floats:
        """Look up what passed a boundary (absorbed, vented, fed, excreted), mmol, shape (draws, times)."""
        return self._column(boundary, name, segment)

    def ph(self, segment: str = "") -> Floats:
        """Look up the pH, shape (draws, times)."""
        place = segment or self.setup.vessel.segments[0].name
        number = self.setup.network.segments.index(place)
        return np.asarray(-self.log_h[:, :, number] / LN10)

    def live_g_per_l(self, member: str, segment: str = "") -> Floats:
        """Living cells, g dry mass per litre, shape (draws, times)."""
        return self._column("live", member, segment) * self.setup.community.biomass_g_per_mmol

    def dead_g_per_l(self, member: str, segment: str = "") -> Floats:
        """Dead whole cells, g dry mass per litre, shape (draws, times)."""
        return self._column("dead", member, segment) * self.setup.community.biomass_g_per_mmol

    def live_cfu_per_ml(self, member: str, segment: str = "") -> Floats:
        """Living cells per ml, each counted as one colony, shape (draws, times).

        Notes
        -----
        Chains and clumps form one colony: plate counts may be 2-5 times lower.
        """
        return self.live_g_per_l(member, segment) / self._cell_g(member) / _ML_PER_L

    def dead_cells_per_ml(self, member: str, segment: str = "") -> Floats:
        """Dead whole cells per ml, shape (draws, times)."""
        return self.dead_g_per_l(member, segment) / self._cell_g(member) / _ML_PER_L

    def _cell_g(self, member: str) -> Floats:
        row = self.setup.community.member(member).trait("cell_dry_mass_pg")
        drawn = self.setup.draws.number(f"{row.member}:{row.name}:{row.condition}", row)
        return np.asarray(drawn / _PG_PER_G)[:, None]

    def gas_bar(self, gas: str, segment: str = "") -> Floats:
        """Partial pressure in a closed head space, bar, shape (draws, times)."""
        place = segment or self.setup.vessel.segments[0].name
        found = next(s for s in self.setup.vessel.segments if s.name == place)
        return self._column("gas", gas, place) * bar_per_mmol_per_l(found)

    def serving(self, *, segment: str = "", time_index: int = -1, volume_ml: float | None = None) -> Serving:
        """Give what a segment holds at one of the times, grains left out.

        Parameters
        ----------
        segment : str
            Blank = the first.
        time_index : int
            Index into ``times_h``.
        volume_ml : float or None
            Well-mixed part; None = all of it.
        """
        place = segment or self.setup.vessel.segments[0].name
        serving = contents(self.setup, self.values[:, time_index], place)
        return serving if volume_ml is None else serving.portion(volume_ml)

    def balance(self) -> dict[str, Floats]:
        """Relative error of what the vessel must conserve, at each time.

        Returns
        -------
        dict
            C, N, S, electrons and charge to shape (draws, times): inside + passed out + taken - given,
            divided by the largest total. Charge counts strong ions; weak acids are neutral in the books,
            and their pH follows.
        """
        weights = conserved(self.setup)
        out = {}
        for name, weight in weights.items():
            inside = self.values @ weight
            taken = np.zeros_like(inside)
            for event in self.taken:
                after = self.times_h >= event.time_h
                taken[:, after] += serving_total(self.setup, event.serving)[name][:, None]
            given = np.asarray(self.given[name])
            scale = np.maximum(np.max(np.abs(inside) + np.abs(taken), axis=1), 1e-300)
            out[name] = (inside + taken - given.T[:, : self.times_h.size]) / scale[:, None]
        return out


def conserved(setup: Setup) -> dict[str, Floats]:
    """Weight of each state in each conserved quantity, mmol per unit of the state."""
    network = setup.network
    volumes = {s.name: s.volume_l for s in setup.vessel.segments}
    charges = {a.metabolite: a.top_charge for a in setup.community.acids if not a.ka_mol_per_l}
    out = {name: np.zeros(len(network.states)) for name in ("C", "N", "S", "electrons", "charge")}
    for state, index in network.index.items():
        factor = volumes[state.place.partition(":")[0]] if state.kind in _PER_LITRE else 1.0
        if state.kind == "fed":
            factor = -factor
        atoms = state_atoms(setup.community, state)
        for element in ("C", "N", "S"):
            out[element][index] = factor * atoms.get(element, 0.0)
        out["electrons"][index] = factor * degree_of_reduction(atoms)
        out["charge"][index] = factor * charges.get(state.name.rpartition(":")[2], 0.0)
    return out


def serving_total(setup: Setup, serving: Serving) -> dict[str, Floats]:
    """All of each conserved quantity in a serving, mmol, shape (draws,)."""
    community = setup.community
    charges = {a.metabolite: a.top_charge for a in community.acids if not a.ka_mol_per_l}
    total = {name: np.zeros(setup.draws.count) for name in ("C", "N", "S", "electrons", "charge")}

    def count(atoms: Mapping[str, float], charge: float, amount: Floats) -> None:
        for element in ("C", "N", "S"):
            total[element] += atoms.get(element, 0.0) * amount
        total["electrons"] += degree_of_reduction(atoms) * amount
        total["charge"] += charge * amount

    for metabolite, amount in serving.amounts_mmol.items():
        count(community.formulas[metabolite], charges.get(metabolite, 0.0), amount)
    for cells in (serving.live_mmol, serving.dead_mmol, *serving.fragments_mmol.values()):
        for amount in cells.values():
            count(community.formulas[BIOMASS], 0.0, amount)
    return total


def contents(setup: Setup, values: Floats, place: str) -> Serving:
    """Give what floats in a segment.

    Parameters
    ----------
    values : shape (draws, states)
        Amounts per litre.
    place : str
        Segment, or ``segment:grain`` for the cells on its grains.
    """
    segment = next(s for s in setup.vessel.segments if s.name == place.partition(":")[0])
    found: dict[str, dict[str, Floats]] = {}
    for state, index in setup.network.index.items():
        if state.place == place:
            factor = 1.0 if state.kind == "readiness" else segment.volume_l
            found.setdefault(state.kind, {})[state.name] = values[:, index] * factor
    return Serving(
        volume_ml=segment.volume_l * _ML_PER_L,
        amounts_mmol=found.get("metabolite", {}),
        live_mmol=found.get("live", {}),
        dead_mmol=found.get("dead", {}),
        fragments_mmol={part: found.get(part, {}) for part in FRAGMENTS},
        readiness=found.get("readiness", {}),
        biomass_g_per_mmol=setup.community.biomass_g_per_mmol,
    )
