from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from biotica.engine.serving import Serving
from biotica.errors import ModelError
from biotica.gut.production import DailyDose, acids_by_substrate, gains
from biotica.gut.profile import Profile, TaxonShare
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

SPECIES = {
    "Bacteroides uniformis": 0.4,
    "Faecalibacterium prausnitzii": 0.3,
    "Ruminococcus bromii": 0.1,
    "Agathobacter rectalis": 0.1,
    "Bifidobacterium adolescentis": 0.1,
}


@dataclass(frozen=True, kw_only=True)
class Part:
    kind: str
    id: str
    per_dose_unit: float
    low: float
    high: float
    unit: str


def person(species: dict[str, float]) -> Profile:
    return Profile(
        sample_id="someone",
        source_name="someone.tsv",
        format="generic",
        by_description_only=False,
        unit="share",
        platform="shotgun",
        taxa=tuple(
            TaxonShare(name=name, rank="species", share=share, rest_share=share)
            for name, share in species.items()
        ),
    )


def inulin(grams: float) -> DailyDose:
    part = Part(kind="substrate", id="inulin", per_dose_unit=0.9, low=0.8, high=1.0, unit="g")
    return DailyDose(id=f"inulin {grams}", units=grams, contents=(part,))


def butyrate(profile: Profile, *doses: DailyDose) -> dict[str, float]:
    found = gains(profile, doses, "butyrate", load(), default_names(), draws=4)
    return {key: float(np.median(gain.more_mmol_per_day)) for key, gain in found.items()}


def test_fibre_that_someone_eats_makes_more_acid_than_none() -> None:
    made = {
        row.substrate: row for row in acids_by_substrate(person(SPECIES), load(), default_names(), draws=4)
    }
    for fibre in ("inulin", "rs", "pectin"):
        assert sum(b.median for b in made[fibre].acids.values()) > sum(
            b.median for b in made["control"].acids.values()
        )
    assert all(
        b.low <= b.median <= b.high for row in made.values() for b in (*row.acids.values(), *row.gas.values())
    )


def test_a_fibre_that_nobody_seen_eats_adds_next_to_nothing() -> None:
    alone = person({"Phascolarctobacterium faecium": 1.0})
    eaten = butyrate(person(SPECIES), inulin(10.0))["inulin 10.0"]
    assert butyrate(alone, inulin(10.0))["inulin 10.0"] < 0.1 * eaten  # some who eat it may live there unseen


def test_more_inulin_adds_more_butyrate() -> None:
    found = butyrate(person(SPECIES), inulin(3.0), inulin(9.0))
    assert 0.0 < found["inulin 3.0"] < found["inulin 9.0"]


def test_the_gain_in_butyrate_falls_when_its_makers_are_taken_away() -> None:
    makers = {"Faecalibacterium prausnitzii", "Agathobacter rectalis"}
    without = person({name: share for name, share in SPECIES.items() if name not in makers})
    assert (
        butyrate(without, inulin(6.0))["inulin 6.0"]
        < 0.3 * butyrate(person(SPECIES), inulin(6.0))["inulin 6.0"]
    )


def test_an_option_without_anything_that_reaches_the_community_is_left_out() -> None:
    nothing = DailyDose(id="water", units=1.0, contents=())
    assert butyrate(person(SPECIES), nothing) == {}


def test_a_profile_of_strangers_gets_no_numbers() -> None:
    strangers = person({"Ananas comosus": 0.8, "Bacteroides uniformis": 0.2})
    with pytest.raises(ModelError) as caught:
        acids_by_substrate(strangers, load(), default_names(), draws=2)
    assert caught.value.code == "too_little_known"
    with pytest.raises(ModelError):
        butyrate(strangers, inulin(5.0))


def test_the_same_sample_with_names_of_another_database_makes_the_same() -> None:
    old = {
        "[Eubacterium] rectale" if name == "Agathobacter rectalis" else name: s for name, s in SPECIES.items()
    }
    assert butyrate(person(old), inulin(6.0)) == butyrate(person(SPECIES), inulin(6.0))


def test_living_cells_that_meet_no_acid_make_no_smaller_difference() -> None:
    glass = Serving(
        volume_ml=0.0, live_mmol={"anaerobutyricum_hallii": np.array([100.0])}, biomass_g_per_mmol=0.025
    )
    drink, capsule = (
        DailyDose(id=form, units=1.0, contents=(), glass=glass, form=form) for form in ("drink", "acid_proof")
    )
    found = gains(person(SPECIES), (drink, capsule), "butyrate", load(), default_names(), draws=4)
    apart = [np.abs(found[form].more_mmol_per_day) for form in ("drink", "acid_proof")]
    assert np.all(apart[1] >= apart[0])
    assert np.any(apart[1] > apart[0])
