"""Who may live there unseen: the likelier the commoner they are and the more samples lack the name."""

from __future__ import annotations

import numpy as np
import pytest

from biotica.engine.draws import Draws
from biotica.gut.members import UNKNOWN, Kinship, to_members
from biotica.gut.readers.reading import read_profiles
from biotica.gut.reference import default_reference
from biotica.gut.residency import chances_of, residents
from biotica.gut.shipped import DEMO_GENUS, DEMO_METAPHLAN, demo_file
from biotica.gut.vial import drawn_shares
from biotica.gut.zeros import default_resolver
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

BROMII = "ruminococcus_bromii"
REFERENCE = default_reference("shotgun")


def test_more_samples_without_the_name_make_a_classifier_without_it_likelier() -> None:
    chances = [residents((), load(), REFERENCE, samples=n)[BROMII].chance for n in (1, 2, 4, 12)]
    assert chances == sorted(chances)
    assert chances[0] < 0.3
    prevalence = REFERENCE.pooled("species", "Ruminococcus bromii")
    assert prevalence is not None
    assert chances[-1] == pytest.approx(prevalence.prevalence, abs=0.01)


def test_who_is_seen_here_or_elsewhere_in_the_table_is_no_resident() -> None:
    assert BROMII not in residents({BROMII}, load(), REFERENCE, samples=12)
    assert BROMII not in residents((), load(), REFERENCE, seen_elsewhere={BROMII}, samples=12)


def test_every_resident_has_a_chance_and_a_range() -> None:
    for resident in residents((), load(), REFERENCE, samples=12).values():
        assert 0.05 <= resident.chance <= 1.0
        assert 0.0 < resident.low < resident.value <= resident.high < 1.0


def test_a_resident_is_there_in_as_many_draws_as_its_chance_says() -> None:
    kinship = Kinship(knowledge=load(), names=default_names())
    shares = to_members([("BU", 0.6), ("Ananas comosus", 0.4)], kinship)
    found = residents(shares.members, load(), REFERENCE, samples=4)
    drawn = drawn_shares(
        type(shares)(members=shares.members, unmapped=shares.unmapped, residents=found),
        Draws(count=2000, seed=1),
    )
    there = float(np.mean(drawn[BROMII] > 0.0))
    assert there == pytest.approx(found[BROMII].chance, abs=0.04)
    assert drawn[UNKNOWN] == pytest.approx(0.4)
    assert drawn["bacteroides_uniformis"] == pytest.approx(0.6)


def test_a_person_has_a_chance_of_their_own_for_what_the_sample_does_not_show() -> None:
    sample = read_profiles([demo_file(DEMO_METAPHLAN)]).profiles[0]
    chances = chances_of(sample, REFERENCE, default_resolver("shotgun"), default_names())
    shown = {taxon.display_name for taxon in sample.at_rank("species")}
    assert len(chances) > 30
    assert not shown & set(chances)
    assert all(0 < chance < 1 for chance in chances.values())
    genera = read_profiles([demo_file(DEMO_GENUS)]).profiles[0]
    assert chances_of(genera, REFERENCE, default_resolver("shotgun"), default_names()) == {}


def test_the_larger_of_the_two_chances_counts() -> None:
    name = "Ruminococcus bromii"
    (without, small, large) = (
        residents((), load(), REFERENCE, samples=1, chances=chances)[BROMII].chance
        for chances in (None, {name: 0.01}, {name: 0.97})
    )
    assert small == without
    assert large == pytest.approx(0.97)
