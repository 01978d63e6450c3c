"""Numbers of the shipped tables against what can be computed without them."""

from __future__ import annotations

from collections import Counter

import pytest

from biotica.knowledge.chemistry import imbalance
from biotica.knowledge.load import load

MILKS = ("cow", "goat", "sheep", "camel", "buffalo")


def charge(metabolite: str, ph: float) -> float:
    """Mean charge of one molecule, from the acid ladder."""
    row = load().metabolites[metabolite]
    weights = [1.0]
    for pka in row.pka:
        weights.append(weights[-1] * 10 ** (ph - pka))
    return row.charge_protonated - sum(n * weight for n, weight in enumerate(weights)) / sum(weights)


def net_charge_mmol_per_l(amounts: dict[str, float], ph: float) -> float:
    ions = 1000 * (10**-ph - 10 ** (ph - 14))
    return ions + sum(amount * charge(name, ph) for name, amount in amounts.items())


def amounts_of_milk(kind: str) -> dict[str, float]:
    known = load().metabolites
    return {name: row.value for name, row in load().milk(kind).items() if name in known}


@pytest.mark.parametrize("kind", MILKS)
def test_fresh_milk_is_electrically_neutral_at_its_ph(kind: str) -> None:
    ph = load().milk(kind)["initial_ph"].value
    assert net_charge_mmol_per_l(amounts_of_milk(kind), ph) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("kind", MILKS)
def test_milk_buffers_as_much_as_its_row_says(kind: str) -> None:
    amounts = amounts_of_milk(kind)
    per_ph = (net_charge_mmol_per_l(amounts, 4.4) - net_charge_mmol_per_l(amounts, 6.6)) / 2.2
    assert per_ph == pytest.approx(load().milk(kind)["buffer_capacity_mmol_per_l_per_ph"].value, rel=0.01)


@pytest.mark.parametrize("medium", ["DM38", "connors_base", "exvivo_buffer"])
def test_a_medium_is_electrically_neutral_at_its_ph(medium: str) -> None:
    rows = load().medium(medium)
    amounts = {name: row.value for name, row in rows.items() if name in load().metabolites}
    assert net_charge_mmol_per_l(amounts, rows["pH"].value) == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("route", sorted(load().routes))
def test_every_route_balances(route: str) -> None:
    made = imbalance(load().equations[route], load().formulas)
    assert max(map(abs, made.values())) < 1e-9


@pytest.mark.parametrize("polymer", [name for name, row in load().metabolites.items() if row.monomer])
def test_a_polymer_and_water_become_its_monomers(polymer: str) -> None:
    row = load().metabolites[polymer]
    count = row.monomers_per_unit or 0.0
    left, right = load().formulas[polymer], load().formulas[row.monomer]
    water = count * right["O"] - left["O"]
    assert count * right["C"] == pytest.approx(left["C"], abs=1e-9)
    assert count * right["H"] == pytest.approx(left["H"] + 2 * water, abs=1e-9)
    assert water >= -1e-9


def test_reference_groups_keep_the_rates_of_the_gut_model() -> None:
    traits = load().parameters_of("guild_bacteroides")
    assert traits["max_growth_rate_per_h", "nsp@bacteroides_mixed"].value * 24 == pytest.approx(12)
    assert traits["max_growth_rate_per_h", "resistant_starch@bacteroides_mixed"].value * 24 == pytest.approx(
        24
    )
    grams_per_gram = traits["biomass_yield_g_per_mmol", "nsp@bacteroides_mixed"].value / 0.162141
    assert grams_per_gram == pytest.approx(0.286, rel=1e-3)
    assert (traits["ph_min", ""].value, traits["ph_max", ""].value) == (5.6, 8.6)


def test_lactococci_at_20_degrees_grow_as_fast_as_two_models_of_milk_say() -> None:
    traits = load().parameters_of("lactococcus_lactis")
    low, best, high = (traits[f"temperature_{end}_c", ""].value for end in ("min", "opt", "max"))
    rate = sum(
        row.value
        for (name, food), row in traits.items()
        if name == "max_growth_rate_per_h" and food.startswith("lactose@")
    )
    t = 20.0
    share = (t - high) * (t - low) ** 2
    share /= (best - low) * ((best - low) * (t - best) - (best - high) * (best + low - 2 * t))
    assert 0.40 < rate * share < 0.75


def test_all_gut_members_are_there_and_nearly_all_have_a_number_of_the_taxonomy() -> None:
    knowledge = load()
    gut = [
        member
        for member in knowledge.members
        if "gut_anaerobe" in knowledge.lineage_of(member) and knowledge.taxa[member].rank != "group"
    ]
    assert len(gut) == 104
    assert all(knowledge.taxa[member].ncbi_taxid for member in gut)
    numbers = Counter(taxon.ncbi_taxid for taxon in knowledge.taxa.values() if taxon.ncbi_taxid)
    assert max(numbers.values()) == 1


def test_memory_rows_are_wide() -> None:
    narrow = [
        (row.member, row.name, row.condition)
        for row in load().parameters
        if row.read_level == "memory" and row.unit in {"1/h", "g/mmol", "mmol/L"} and row.high > 0
        if row.low > 0 and row.high / row.low < 1.5
    ]
    assert narrow == []
