"""What a zero is worth: detection, the rest of the community, the person's own samples, and the classes."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest

from biotica.gut.detection import Curve, Detection, default_detection
from biotica.gut.habit import Earlier, HabitModel, default_habit
from biotica.gut.presence import MOST_WHERE_DISPUTED, PresenceModel, default_presence
from biotica.gut.profile import Platform
from biotica.gut.reference import Distribution, Reference, default_reference
from biotica.gut.zeros import LEAST_LIKELY, ZeroResolver, default_resolver, judge_zero

PLATFORMS: tuple[Platform, ...] = ("16S", "shotgun")
CURVE = Curve(amounts=(1.0, 10.0, 100.0), logits=(0.0, 2.0, 4.0))
DETECTION = Detection(drawn=CURVE, another_day=CURVE, another_day_by_share=None, log10_change_q95=0.5)
HABIT = HabitModel(
    intercept=-1.0, of_habit=0.5, of_zero_rate=0.25, of_posterior=1.0, of_missed=0.3, of_amount=0.2,
    of_antibiotics=0.4, concentration=2.0, zero_rate=0.3, by_taxon={},
)  # fmt: skip
PRESENCE = PresenceModel(
    targets=("Aus", "Bus"), of_presence={"Aus": (0.0, 1.0), "Bus": (2.0, 0.0), "Cus": (-1.0, 0.5)},
    of_amount={"Aus": (0.0, 0.1), "Bus": (0.3, 0.0), "Cus": (0.0, 0.0)}, of_richness=(0.5, 0.0),
    of_depth=(0.2, 0.0), intercept=(-1.0, 0.0), spread=(1.0, 0.0), disputed_spread=2.0, floor=1e-4,
    usual_reads=10_000.0,
)  # fmt: skip
RESOLVER = ZeroResolver(detection=DETECTION, presence=PRESENCE, habit=HABIT)


def row(prevalence: float = 0.8, median: float = 0.02) -> Distribution:
    return Distribution(
        taxon="Aus", cohort="all", n_people=400, prevalence=prevalence, quantiles=((0.5, median),),
        median_if_present=median,
    )  # fmt: skip


REFERENCE = Reference(platform="16S", rows={("genus", "Aus"): (row(),)}, median_reads=20_000.0)
EMPTY = Earlier(share=0.0, reads=20_000.0)


def test_a_curve_is_straight_between_its_knots_and_flat_outside() -> None:
    assert CURVE.chance(1.0) == pytest.approx(0.5)
    assert CURVE.chance(math.sqrt(10.0)) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert CURVE.chance(1e6) == pytest.approx(1 / (1 + math.exp(-4.0)))
    assert CURVE.chance(0.1) == CURVE.chance(1.0)
    assert CURVE.chance(0.0) == 0.0
    amount = CURVE.amount(0.9)
    assert amount is not None
    assert CURVE.chance(amount) == pytest.approx(0.9)
    assert CURVE.amount(0.999) is None


def test_presence_by_hand() -> None:
    found = PRESENCE.expect({"Bus": 0.1, "Cus": 0.3, "Dus": 0.6}, 1_000.0)
    assert set(found) == {"Aus"}
    usual = -1 + 2 - 1 + 0.3 * math.log10(0.25 / 1e-4) + 0.5 * math.log(3) + 0.2 * 4
    assert found["Aus"].habit_logit == pytest.approx(usual)
    logit = (usual - 0.2) / math.sqrt(1 + math.pi / 8)
    assert found["Aus"].p_observed == pytest.approx(1 / (1 + math.exp(-logit)))


def test_nothing_is_expected_for_sure_where_laboratories_differ() -> None:
    shares = {"Bus": 0.9, "Cus": 0.1}
    certain = replace(PRESENCE, intercept=(9.0, 0.0))
    disputed = replace(certain, disputed_spread=0.5)
    assert certain.expect(shares, None)["Aus"].p_observed > 0.9
    sure = certain.expect(shares, None)["Aus"].p_observed
    assert disputed.expect(shares, None)["Aus"].p_observed == pytest.approx(0.8 + 0.45 * (sure - 0.8))
    assert disputed.expect(shares, None)["Aus"].p_observed <= MOST_WHERE_DISPUTED < 0.9


def test_a_profile_without_a_known_name_is_not_answered() -> None:
    assert PRESENCE.expect({"Dus": 1.0}, None) == {}


def test_residency_by_hand() -> None:
    found = HABIT.p_resident("Aus", 0.6, 1.5, 0.2, [Earlier(share=0.01), EMPTY], antibiotics=True)
    posterior = (0.6 * 2 + 1) / (2 + 2 + 1)
    logit = (
        -1.0 + 0.5 * 1.5 + 0.25 * math.log(0.31 / 0.71) + math.log((posterior + 0.01) / (1.01 - posterior))
        + 0.3 * math.log(0.2) * (1 + math.log(2)) + 0.2 * 4.0 / 3 + 0.4
    )  # fmt: skip
    assert found == pytest.approx(1 / (1 + math.exp(-logit)))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_one_sample_never_yields_missing_whatever_its_depth(platform: Platform) -> None:
    resolver = default_resolver(platform)
    for prevalence in (0.01, 0.3, 0.6, 0.9, 0.99, 1.0):
        for median in (1e-5, 1e-3, 0.05):
            for reads in (None, 600.0, 20_000.0, 1e7):
                for antibiotics in (False, True):
                    zero = judge_zero(
                        row(prevalence, median), REFERENCE, resolver, reads=reads, antibiotics=antibiotics
                    )
                    assert zero.zero_class != "missing"


def test_missing_needs_two_zeros_an_expected_taxon_and_a_small_chance() -> None:
    common, rare = row(0.95), row(0.3)
    zeros = [EMPTY] * 60
    found = judge_zero(common, REFERENCE, RESOLVER, reads=20_000, earlier=zeros)
    assert found.p_resident < LEAST_LIKELY
    assert found.zero_class == "missing"
    assert judge_zero(common, REFERENCE, RESOLVER, reads=20_000).zero_class == "not_seen"
    assert judge_zero(rare, REFERENCE, RESOLVER, reads=20_000, earlier=zeros).zero_class == "probably_absent"


def test_two_sightings_and_many_zeros_are_a_loss_even_of_a_rare_taxon() -> None:
    earlier = [Earlier(share=0.001)] * 2 + [EMPTY] * 200
    assert judge_zero(row(0.3), REFERENCE, RESOLVER, reads=20_000, earlier=earlier).zero_class == "missing"


def test_an_earlier_sample_too_shallow_to_see_counts_for_nothing() -> None:
    shallow = Earlier(share=0.0, reads=50.0)
    once = judge_zero(row(), REFERENCE, RESOLVER, reads=20_000)
    assert judge_zero(row(), REFERENCE, RESOLVER, reads=20_000, earlier=[shallow] * 50) == once


def test_a_shallow_sample_cannot_see_and_says_how_many_reads_would() -> None:
    zero = judge_zero(row(), REFERENCE, RESOLVER, reads=100)
    assert zero.zero_class == "not_detectable"
    assert zero.reads_wanted is not None
    assert DETECTION.drawn.chance(0.02 * zero.reads_wanted) >= 0.95
    assert zero.reads_wanted % 1000 == 0


def test_antibiotics_make_a_zero_less_telling() -> None:
    without = judge_zero(row(), REFERENCE, RESOLVER, reads=20_000).p_resident
    assert judge_zero(row(), REFERENCE, RESOLVER, reads=20_000, antibiotics=True).p_resident > without


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_shipped_coefficients_have_the_signs_that_the_laws_need(platform: Platform) -> None:
    habit, detection = default_habit(platform), default_detection(platform)
    for name in ("of_habit", "of_zero_rate", "of_posterior", "of_missed", "of_amount"):
        assert getattr(habit, name) >= 0, name
    assert habit.of_antibiotics >= 0
    assert all(
        0 <= rate <= 1 and weight > 0 and 0 < zero < 1 for rate, weight, zero in habit.by_taxon.values()
    )
    for curve in (detection.drawn, detection.another_day, detection.another_day_by_share or CURVE):
        assert list(curve.logits) == sorted(curve.logits)
        assert list(curve.amounts) == sorted(curve.amounts)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_taxon_tells_of_itself_and_most_names_are_those_of_the_reference(platform: Platform) -> None:
    model = default_presence(platform)
    assert model is not None
    for place, target in enumerate(model.targets):
        assert model.of_presence.get(target, (0.0,) * len(model.targets))[place] == 0
        assert model.of_amount.get(target, (0.0,) * len(model.targets))[place] == 0
    reference = default_reference(platform)
    rank = "genus" if platform == "16S" else "species"
    wanted = [t for t in reference.taxa(rank) if (r := reference.pooled(rank, t)) and r.prevalence >= 0.25]
    assert sum(taxon in model.targets for taxon in wanted) >= 0.9 * len(wanted)


def test_drawing_is_surer_than_another_day() -> None:
    for platform in PLATFORMS:
        detection = default_detection(platform)
        for reads in (3.0, 10.0, 50.0):
            assert detection.drawn.chance(reads) > detection.another_day.chance(reads)


def test_models_are_small_plain_text_with_a_card_each() -> None:
    folder = files("biotica") / "data" / "models"
    assert sum(len(file.read_bytes()) for file in folder.iterdir()) < 5_000_000
    for name in ("detection.json", "presence_16S.json", "presence_shotgun.json", "residency.json"):
        json.loads((folder / name).read_text("utf-8"))
        card = (folder / f"{name.split('.')[0].split('_')[0]}.md").read_text("utf-8")
        for part in ("## Data and licences", "## Numbers per cohort", "## Limits"):
            assert part in card, (name, part)
