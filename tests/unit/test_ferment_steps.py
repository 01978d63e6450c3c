"""From a recipe to a jar: serial units, the milk's own pH, cells where they belong, steps in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np
import pytest

from biotica.engine.charge import charge_mmol_per_l
from biotica.engine.community import acid_of
from biotica.errors import OutsideValidity
from biotica.ferment.ensemble import Floats
from biotica.ferment.medium import milk_medium
from biotica.ferment.recipe import After, Milk, Recipe, Starter
from biotica.ferment.steps import JarPlan, Keep, Strain, plan_jar
from biotica.knowledge.ferments import load_ferments, load_jars
from biotica.knowledge.load import load
from biotica.knowledge.records import Number

DATA = files("biotica") / "data"
FERMENTS = load_ferments(DATA / "ferments")
JARS = load_jars(DATA)
KNOWLEDGE = load()


@dataclass(frozen=True)
class Central:
    """Takes every number at its central value."""

    count: int = 3

    def number(self, name: str, ranged: Number, /) -> Floats:
        return np.full(self.count, ranged.value)


@dataclass(frozen=True)
class Corners:
    """Takes the low, the central and the high value of every number."""

    count: int = 3

    def number(self, name: str, ranged: Number, /) -> Floats:
        return np.array([ranged.low, ranged.value, ranged.high])


RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=500.0,
    hours=24.0,
    course=((0.0, 21.0),),
    cover="cloth",
    agitation="none",
    milk=Milk(kind="cow", treatment="pasteurised", fat="whole"),
    starter=Starter(kind="grains", amount=50.0),
    after=(),
    assumed=(),
)


def plan(recipe: Recipe = RECIPE, **options: float) -> JarPlan:
    return plan_jar(recipe, FERMENTS[recipe.ferment], KNOWLEDGE, JARS, Central(), **options)  # type: ignore[arg-type]


def ph_of(medium: dict[str, Floats] | object) -> Floats:
    """Solve the charge balance by halving."""
    assert isinstance(medium, dict)
    low, high = np.full(3, 2.0), np.full(3, 10.0)
    acids = [acid_of(KNOWLEDGE.metabolites[name]) for name in medium]
    for _ in range(60):
        middle = (low + high) / 2
        charge = charge_mmol_per_l(medium, acids, middle)
        low, high = np.where(charge > 0, middle, low), np.where(charge > 0, high, middle)
    return np.asarray(low)


def test_ten_percent_grains_bring_a_rinsed_share_of_their_cells_into_the_milk() -> None:
    made, member = plan(), "lactobacillus_kefiranofaciens"
    kefir = FERMENTS["milk_kefir"]
    count = next(row.value for row in kefir.starting_counts("grains") if row.member == member)
    rinsed = next(row.value for row in kefir.grain if row.name == "shedding_at_start_share")
    assert made.free_cfu_per_ml[member] == pytest.approx(rinsed * 0.1 * 10.0**count)
    assert made.bound_cfu_per_ml[member] == pytest.approx((1.0 - rinsed) * 0.1 * 10.0**count)


def test_twice_the_milk_with_twice_the_grains_is_the_same_jar() -> None:
    twice = replace(RECIPE, volume_ml=1000.0, starter=Starter(kind="grains", amount=100.0))
    one, two = plan(), plan(twice)
    assert two.volume_ml == 2 * one.volume_ml
    for member in one.members:
        assert two.free_cfu_per_ml[member] == pytest.approx(one.free_cfu_per_ml[member])


def test_backslop_is_diluted_by_the_milk_and_brings_acid_and_no_grains() -> None:
    recipe = replace(RECIPE, starter=Starter(kind="backslop", amount=25.0))
    made = plan(recipe)
    part = 25.0 / 525.0
    fresh = plan(replace(RECIPE, starter=None))
    assert made.volume_ml == pytest.approx(525.0)
    assert made.bound_cfu_per_ml == {}
    assert made.grain is None
    assert made.free_cfu_per_ml["lactococcus_lactis"] == pytest.approx(part * 10.0**8.4, rel=1e-6)
    acid = made.medium_mmol_per_l["lactate"] - fresh.medium_mmol_per_l["lactate"]
    assert acid == pytest.approx(part * 95.0)


def test_backslop_makes_the_first_ph_lower_than_that_of_milk() -> None:
    recipe = replace(RECIPE, starter=Starter(kind="backslop", amount=25.0))
    first, fresh = (ph_of(dict(plan(r).medium_mmol_per_l)) for r in (recipe, replace(RECIPE, starter=None)))
    assert (first < fresh - 0.05).all()
    assert (first > fresh - 0.6).all()


def test_without_starter_only_the_cells_of_the_milk_are_there() -> None:
    made = plan(replace(RECIPE, starter=None))
    assert set(made.free_cfu_per_ml) == {"lactococcus_lactis", "leuconostoc_mesenteroides"}
    assert made.free_cfu_per_ml["lactococcus_lactis"] == pytest.approx(0.1)


@pytest.mark.parametrize("kind", ["cow", "goat", "sheep", "camel", "buffalo"])
def test_every_milk_starts_at_the_ph_of_its_row_whatever_is_drawn(kind: str) -> None:
    milk = Milk(kind=kind, treatment="pasteurised", fat="whole")
    row = KNOWLEDGE.milk(kind)["initial_ph"]
    ph = ph_of(milk_medium(milk, KNOWLEDGE, Corners()))
    assert ph == pytest.approx([row.low, row.value, row.high], abs=1e-6)


def test_milk_of_soy_is_refused_because_nothing_is_known_of_it() -> None:
    with pytest.raises(OutsideValidity) as caught:
        plan(replace(RECIPE, milk=Milk(kind="soy", treatment="uht", fat="whole")))
    assert caught.value.where == "milk.kind"
    assert "cow" in caught.value.hint


def test_skim_milk_holds_more_lactose_per_litre_than_whole_milk() -> None:
    skim = plan(replace(RECIPE, milk=Milk(kind="cow", treatment="pasteurised", fat="skim")))
    assert (skim.medium_mmol_per_l["lactose"] > plan().medium_mmol_per_l["lactose"]).all()


def test_grains_are_strained_off_before_the_first_step_after() -> None:
    recipe = replace(
        RECIPE,
        after=(
            After(step="bottle", temperature_c=20.0, hours=12.0),
            After(step="chill", temperature_c=4.0, hours=72.0),
        ),
    )
    made = plan(recipe, storage_h=100.0)
    assert isinstance(made.steps[1], Strain)
    keeps = [step for step in made.steps if isinstance(step, Keep)]
    assert [(step.kind, step.headspace, step.hours) for step in keeps] == [
        ("ferment", "open", 24.0),
        ("bottle", "closed", 12.0),
        ("chill", "closed", 72.0),
        ("chill", "closed", 100.0),
    ]
    assert made.hours == 208.0


def test_a_jar_that_is_only_fermented_keeps_its_grains() -> None:
    assert [type(step) for step in plan().steps] == [Keep]


def test_a_sealed_jar_is_closed_and_a_lid_lets_gas_out() -> None:
    by_cover = {
        cover: plan(replace(RECIPE, cover=cover)).steps[0] for cover in ("cloth", "lid", "airlock", "sealed")
    }
    assert {cover: step.headspace for cover, step in by_cover.items() if isinstance(step, Keep)} == {
        "cloth": "open",
        "lid": "loose",
        "airlock": "loose",
        "sealed": "closed",
    }


def test_stirring_and_a_cloth_bring_more_air_than_a_lid() -> None:
    jars = (RECIPE, replace(RECIPE, agitation="stirred"), replace(RECIPE, cover="lid"))
    still, stirred, lid = (plan(jar).gas_transfer_per_h[0] for jar in jars)
    assert stirred > still > lid


def test_a_pathogen_put_in_adds_to_what_is_there() -> None:
    made = plan_jar(
        RECIPE,
        FERMENTS["milk_kefir"],
        KNOWLEDGE,
        JARS,
        Central(),
        extra_cfu_per_ml={"listeria_monocytogenes": 1e3},
    )
    assert made.free_cfu_per_ml["listeria_monocytogenes"] == pytest.approx(1e3)


@pytest.mark.parametrize("ferment", sorted(FERMENTS))
def test_every_member_and_metabolite_of_a_folder_is_known_to_the_tables(ferment: str) -> None:
    folder = FERMENTS[ferment]
    assert set(folder.members) <= set(KNOWLEDGE.members)
    named = {row.metabolite for row in (*folder.medium, *folder.last_batch)}
    assert named - {"pH"} <= set(KNOWLEDGE.metabolites)
    sources = {row.source for row in (*folder.counts, *folder.grain, *folder.medium, *folder.last_batch)}
    assert sources | {folder.limits.source} <= set(KNOWLEDGE.sources)


def test_water_kefir_is_sugar_water_with_some_charge() -> None:
    recipe = replace(RECIPE, ferment="water_kefir", milk=None, starter=Starter(kind="grains", amount=40.0))
    made = plan(recipe)
    assert made.medium_mmol_per_l["sucrose"] == pytest.approx(175.0)
    assert ((ph_of(dict(made.medium_mmol_per_l)) > 5) & (ph_of(dict(made.medium_mmol_per_l)) < 8)).all()
