"""A community in a vessel, as a network of named processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from biotica.engine.community import BIOMASS, Community, Member, RouteUse, traits_of
from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.network import Amount, Inflow, Move, Network, NetworkBuilder, Population, Route, State
from biotica.engine.vessel import AIR_OXYGEN_BAR, Segment, Vessel
from biotica.errors import InputError, _
from biotica.units import GAS_CONSTANT_L_BAR_PER_MMOL_K, KELVIN_AT_ZERO_C

THRESHOLD_MMOL_PER_L = 1.0e-6
"""Last trace that no cell takes up. Assumed: the nanomolar order of residual substrate in chemostats."""

_OXYGEN = "O2"
_ROOM_K = KELVIN_AT_ZERO_C + 25.0
_GROWTH_LIMIT_FACTOR = 1.33
"""What stops growth for good, over the acid at which none is seen any more: 6 % is left there (assumed)."""
_WORK_LIMIT_FACTOR = 5.0
"""What stops all work, over the same acid: cells sour on long after they stop growing (assumed)."""
_LYSED = ("wall", "protein", "other")
_SMALLEST_COEFFICIENT = 1.0e-12


@dataclass(frozen=True, kw_only=True)
class Setup:
    """A network and what it was made from.

    Attributes
    ----------
    network : Network
        For the kernel.
    community, vessel, draws
        As given.
    """

    network: Network
    community: Community
    vessel: Vessel
    draws: Draws


def assemble(community: Community, vessel: Vessel, draws: Draws) -> Setup:
    """Lay out a community in a vessel.

    Parameters
    ----------
    community : Community
        Members and their chemistry.
    vessel : Vessel
        Where.
    draws : Draws
        How many draws of the uncertain numbers, and with which seed.

    Returns
    -------
    Setup
    """
    builder = NetworkBuilder(
        segments=tuple(s.name for s in vessel.segments),
        acids=community.acids,
        draws=draws.count,
        threshold_mmol_per_l=THRESHOLD_MMOL_PER_L,
        bile=[s.bile for s in vessel.segments],
        held_ph=[s.held_ph for s in vessel.segments],
    )
    traits = {m.slug: traits_of(m, draws, community.biomass_g_per_mmol) for m in community.members}
    for number, segment in enumerate(vessel.segments):
        for metabolite in community.metabolites:
            builder.state("metabolite", metabolite, segment.name)
        for member in sorted(community.members, key=lambda m: m.slug):
            _add_member(builder, community, member, traits[member.slug], segment, number, draws)
    volumes = {s.name: s.volume_l for s in vessel.segments}
    for number, segment in enumerate(vessel.segments):
        _add_gases(builder, community, segment, number)
        _add_passages(builder, segment, volumes)
    return Setup(network=builder.finish(), community=community, vessel=vessel, draws=draws)


def _number(draws: Draws, member: Member, name: str, condition: str) -> Floats:
    row = member.trait(name, condition)
    return draws.number(f"{row.member}:{name}:{condition}", row)


def _half_saturation(draws: Draws, member: Member, metabolite: str) -> Floats:
    condition = metabolite if ("half_saturation_mmol_per_l", metabolite) in member.traits else ""
    return _number(draws, member, "half_saturation_mmol_per_l", condition)


def _add_member(
    builder: NetworkBuilder,
    community: Community,
    member: Member,
    traits: Mapping[str, Floats],
    segment: Segment,
    number: int,
    draws: Draws,
) -> None:
    slug, place = member.slug, segment.name
    lags = ("lag_h", "") in member.traits and member.trait("lag_h").high > 0.0
    lysed = [builder.state(kind, slug, place) for kind in _LYSED]
    _add_population(builder, community, member, traits, place, number, draws, activity=1.0, lags=lags)
    dead = builder.state("dead", slug, place)
    lysis = _number(draws, member, "lysis_rate_per_h", "")
    wall = _number(draws, member, "wall_share", "")
    protein = np.minimum(_number(draws, member, "protein_share", ""), 1.0 - wall)
    shares = (wall, protein, 1.0 - wall - protein)
    for target, share in zip(lysed, shares, strict=True):
        builder.moves.append(Move(source=dead, target=target, per_h=lysis * share, gain=1.0))
    grain = segment.grain
    if grain is None or slug not in grain.members:
        return
    on_grain = f"{place}:grain"
    _add_population(
        builder,
        community,
        member,
        traits,
        place,
        number,
        draws,
        activity=grain.activity,
        lags=lags,
        on=on_grain,
    )
    for target, share in zip(lysed, shares, strict=True):
        source = builder.state("dead", slug, on_grain)
        builder.moves.append(Move(source=source, target=target, per_h=lysis * share, gain=1.0))
    for kind in ("live", "dead"):
        fixed, free = builder.state(kind, slug, on_grain), builder.state(kind, slug, place)
        builder.moves.append(Move(source=fixed, target=free, per_h=grain.shedding_per_h, gain=1.0))
        builder.moves.append(Move(source=free, target=fixed, per_h=grain.reattachment_per_h, gain=1.0))


def _add_population(
    builder: NetworkBuilder,
    community: Community,
    member: Member,
    traits: Mapping[str, Floats],
    place: str,
    number: int,
    draws: Draws,
    *,
    activity: Amount,
    lags: bool,
    on: str = "",
) -> None:
    where = on or place
    live = builder.state("live", member.slug, where)
    readiness = builder.state("readiness", member.slug, where) if lags else None
    acids = {acid.metabolite: n for n, acid in enumerate(community.acids)}
    limits: dict[int, tuple[Amount, Amount]] = {}
    for name, condition in member.traits:
        if name == "undissociated_max_mmol_per_l" and condition in acids:
            growth = _number(draws, member, name, condition)
            limits[acids[condition]] = (_GROWTH_LIMIT_FACTOR * growth, _WORK_LIMIT_FACTOR * growth)
    menu: dict[int, Amount] = {}
    for use in member.routes:
        if use.grows:
            menu[builder.state("metabolite", use.substrate, place)] = _half_saturation(
                draws, member, use.substrate
            )
    builder.populations.append(
        Population(
            segment=number,
            live=live,
            dead=builder.state("dead", member.slug, where),
            readiness=readiness,
            traits=traits,
            menu=menu,
            limits=limits,
            routes=[
                _route(builder, community, member, use, live, place, draws, activity) for use in member.routes
            ],
        )
    )


def _route(
    builder: NetworkBuilder,
    community: Community,
    member: Member,
    use: RouteUse,
    live: int,
    place: str,
    draws: Draws,
    activity: Amount,
) -> Route:
    condition = f"{use.substrate}@{use.route}"
    rate = draws.number(f"{use.rate.member}:{use.rate.name}:{condition}", use.rate)
    cells = np.zeros(draws.count)
    if use.biomass_yield is not None:
        row = use.biomass_yield
        cells = draws.number(f"{row.member}:{row.name}:{row.condition}", row) / community.biomass_g_per_mmol
        most = rate / cells
    else:
        most = rate * community.biomass_g_per_mmol
    substrate_for_cells = cells * -use.anabolic.get(use.substrate, 0.0)
    changes: dict[int, Amount] = {}
    essentials: dict[int, Amount] = {}
    for metabolite in sorted({*use.catabolic, *use.anabolic}):
        by = use.catabolic.get(metabolite, 0.0) * (1.0 - substrate_for_cells)
        by = by + use.anabolic.get(metabolite, 0.0) * cells
        if np.max(np.abs(by)) < _SMALLEST_COEFFICIENT:
            continue
        if metabolite == BIOMASS:
            changes[live] = by
            continue
        state = builder.state("metabolite", metabolite, place)
        changes[state] = by
        if np.min(by) < 0.0 and not (use.grows and metabolite == use.substrate):
            essentials[state] = _half_saturation(draws, member, metabolite)
    return Route(
        grows=use.grows,
        food=builder.state("metabolite", use.substrate, place),
        most_per_h=most * activity,
        substrates=essentials,
        blockers=_blockers(builder, community, member, place, draws),
        changes=changes,
        later=use.later,
    )


def _blockers(
    builder: NetworkBuilder, community: Community, member: Member, place: str, draws: Draws
) -> dict[int, Amount]:
    if ("oxygen_tolerance_mmol_per_l", "") not in member.traits or _OXYGEN not in community.metabolites:
        return {}
    half = _number(draws, member, "oxygen_tolerance_mmol_per_l", "")
    return {builder.state("metabolite", _OXYGEN, place): half}


def _add_gases(builder: NetworkBuilder, community: Community, segment: Segment, number: int) -> None:
    """Gas exchange, first order in the dissolved neutral form; nothing where the transfer is 0."""
    transfer, place = segment.gas_transfer_per_h, segment.name
    if np.max(transfer) == 0.0:
        return
    acids = {acid.metabolite: n for n, acid in enumerate(community.acids)}
    for gas, henry_mmol_per_l_bar in community.gases.items():
        dissolved = builder.state("metabolite", gas, place)
        acid = acids.get(gas)
        if segment.headspace_l is not None:
            above = builder.state("gas", gas, place)
            back = henry_mmol_per_l_bar * bar_per_mmol_per_l(segment)
            builder.moves.append(
                Move(source=dissolved, target=above, per_h=transfer, gain=1.0, acid=acid, segment=number)
            )
            builder.moves.append(Move(source=above, target=dissolved, per_h=transfer * back, gain=1.0))
            continue
        vented = builder.state("vented", gas, place)
        builder.moves.append(
            Move(
                source=dissolved,
                target=vented,
                per_h=transfer,
                gain=segment.volume_l,
                acid=acid,
                segment=number,
            )
        )
        if segment.air and gas == _OXYGEN:
            builder.inflows.append(
                Inflow(
                    target=dissolved,
                    account=builder.state("fed", gas, place),
                    per_h=transfer * henry_mmol_per_l_bar * AIR_OXYGEN_BAR,
                    gain=segment.volume_l,
                )
            )


def bar_per_mmol_per_l(segment: Segment) -> float:
    """Partial pressure (bar) of 1 mmol gas per litre of liquid in the head space of a segment, at 25 C."""
    assert segment.headspace_l is not None
    return GAS_CONSTANT_L_BAR_PER_MMOL_K * _ROOM_K * segment.volume_l / segment.headspace_l


def _add_passages(builder: NetworkBuilder, segment: Segment, volumes: Mapping[str, float]) -> None:
    """Inflow, absorption and transit of one segment."""
    place, volume_l = segment.name, segment.volume_l
    for metabolite, mmol_per_h in segment.inflow_mmol_per_h.items():
        if State("metabolite", metabolite, place) not in builder.states:
            raise InputError(
                _("{metabolite} flows into {place}, but nothing there can hold it"),
                code="inflow_not_held",
                hint=_("name it when the community is built"),
                metabolite=metabolite,
                place=place,
            )
        builder.inflows.append(
            Inflow(
                target=builder.state("metabolite", metabolite, place),
                account=builder.state("fed", metabolite, place),
                per_h=mmol_per_h / volume_l,
                gain=volume_l,
            )
        )
    for metabolite, per_h in segment.absorbed_per_h.items():
        if State("metabolite", metabolite, place) not in builder.states:
            continue
        builder.moves.append(
            Move(
                source=builder.state("metabolite", metabolite, place),
                target=builder.state("absorbed", metabolite, place),
                per_h=per_h,
                gain=volume_l,
            )
        )
    if np.max(segment.leaves_per_h) == 0.0:
        return
    floating = [s for s in list(builder.states) if s.place == place and s.kind in FLOATING]
    for state in floating:
        if segment.leaves_to:
            target = builder.state(state.kind, state.name, segment.leaves_to)
            gain = volume_l / volumes[segment.leaves_to]
        else:
            target = builder.state("excreted", f"{state.kind}:{state.name}", place)
            gain = volume_l
        builder.moves.append(
            Move(source=builder.states[state], target=target, per_h=segment.leaves_per_h, gain=gain)
        )


FLOATING = frozenset({"metabolite", "live", "dead", *_LYSED})
"""Kinds of state that move with the liquid."""


def state_atoms(community: Community, state: State) -> Mapping[str, float]:
    """Atoms in one mmol of what a state holds; empty for readiness and charge carriers.

    Parameters
    ----------
    state : State
        Of a network of this community; an excreted state is named after what it was.
    """
    kind, name = state.kind, state.name
    if kind == "excreted":
        kind, _, name = name.partition(":")
    if kind == "readiness":
        return {}
    if kind in {"live", "dead", *_LYSED}:
        return community.formulas[BIOMASS]
    return community.formulas[name]
