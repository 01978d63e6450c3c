"""The arrays that the kernel runs on: one layout for every community and vessel.

`Structure` says what touches what and is shared by all draws; `Numbers` holds, per draw, how strongly. Both
are made once by `network` and never contain names.
"""

from __future__ import annotations

from typing import NamedTuple

from numba import types

from biotica.engine.compiled import Floats, Indices, Integers

TRAIT_NAMES = (
    "temperature_min_c",
    "temperature_opt_c",
    "temperature_max_c",
    "ph_min",
    "ph_opt",
    "ph_max",
    "death_rate_per_h",
    "acid_death_rate_per_h_ph2",
    "bile_death_rate_per_h",
    "heat_d_value_min",
    "heat_reference_c",
    "heat_z_value_c",
    "readiness_rate_per_h",
)
TRAITS = {name: column for column, name in enumerate(TRAIT_NAMES)}


class Structure(NamedTuple):
    """Which state belongs to which process (CSR pointers end in ``_at``).

    Indices only look something up: unsigned, so that no look-up has to test for a negative number.
    """

    group_at: Integers
    group_population: Integers
    route_grows: Integers
    route_menu: Integers
    substrate_at: Integers
    substrate: Indices
    blocker_at: Integers
    blocker: Indices
    change_at: Integers
    change: Indices
    menu_at: Integers
    menu: Indices
    menu_later: Integers
    union_at: Integers
    union: Indices
    population_segment: Integers
    population_live: Indices
    population_dead: Indices
    population_readiness: Integers
    limit_at: Integers
    limit_acid: Indices
    move_from: Indices
    move_to: Indices
    move_acid: Integers
    move_segment: Integers
    source_to: Indices
    source_from: Indices
    acid_state: Integers
    ladder: Integers
    neutral_protons_off: Integers
    touched_at: Integers
    touched: Indices
    row_at: Integers
    column: Indices
    diagonal: Integers
    place_of_state: Indices
    route_entry_at: Integers
    route_entry: Indices
    union_entry_at: Integers
    union_entry: Indices
    death_entry: Integers
    move_entry: Integers
    acid_entry_at: Integers
    acid_entry: Indices
    moving_at: Integers
    moving: Indices


class Numbers(NamedTuple):
    """How strongly, per draw (first axis), except the constants of chemistry."""

    route_max: Floats
    substrate_half: Floats
    blocker_half: Floats
    change_by: Floats
    menu_half: Floats
    trait: Floats
    limit_growth: Floats
    limit_work: Floats
    move_per_h: Floats
    move_gain: Floats
    source_per_h: Floats
    source_gain: Floats
    bile: Floats
    held_log_h: Floats
    ka_mol_per_l: Floats
    top_charge: Floats
    threshold: Floats


_i = types.Array(types.int64, 1, "C")
_i2 = types.Array(types.int64, 2, "C")
_u = types.Array(types.uint32, 1, "C")
_f = types.Array(types.float64, 1, "C")
_f2 = types.Array(types.float64, 2, "C")
_f3 = types.Array(types.float64, 3, "C")

STRUCTURE = types.NamedTuple(  # type: ignore[no-untyped-call]
    tuple(
        _i2 if name in {"acid_state", "death_entry", "move_entry"} else _u if "Indices" in str(kind) else _i
        for name, kind in Structure.__annotations__.items()
    ),
    Structure,
)
NUMBERS = types.NamedTuple(  # type: ignore[no-untyped-call]
    tuple(
        _f3
        if name == "trait"
        else _f
        if name in {"bile", "held_log_h", "ka_mol_per_l", "top_charge", "threshold"}
        else _f2
        for name in Numbers._fields
    ),
    Numbers,
)
