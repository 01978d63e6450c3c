from __future__ import annotations

import numpy as np
import pytest

from biotica.engine.draws import Draws
from biotica.engine.fluxes import fluxes_of
from biotica.errors import InputError, UnknownTaxon
from biotica.gut.explain import Explanation, explain
from biotica.gut.members import Kinship, Shares
from biotica.gut.vial import BODY_C, Bottle, VialRun, culture
from biotica.gut.what_if import Changes, changed, difference, members_named
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

BIFIDO, CACCAE, FAECALI = (
    "bifidobacterium_adolescentis",
    "anaerostipes_caccae",
    "faecalibacterium_prausnitzii",
)
KINSHIP = Kinship(knowledge=load(), names=default_names())
INULIN_MMOL_PER_L = 30.0


@pytest.fixture(scope="module")
def vial() -> VialRun:
    shares = Shares(members={BIFIDO: 0.5, CACCAE: 0.3, FAECALI: 0.2}, unmapped=0.0)
    ready = culture(load(), shares, Bottle(), ["inulin"], Draws(count=4))
    return ready.run({"inulin": INULIN_MMOL_PER_L}, np.linspace(0.0, 24.0, 577)[1:].tolist())


@pytest.fixture(scope="module")
def told(vial: VialRun) -> Explanation:
    fluxes = fluxes_of(vial.run, temperature_c=BODY_C)
    return explain(fluxes, "vial", added_mmol_per_l={"inulin": np.full(4, INULIN_MMOL_PER_L)})


def test_the_matrix_adds_up_to_what_the_vial_made(vial: VialRun, told: Explanation) -> None:
    for metabolite in ("acetate", "butyrate", "lactate"):
        column = told.matrix.metabolites.index(metabolite)
        net = told.matrix.mmol_per_l[:, :, column].sum(axis=1)
        assert net == pytest.approx(vial.made_mmol_per_l[metabolite][:, -1], rel=0.03, abs=0.3)


def test_lactate_goes_from_bifidobacteria_to_those_who_make_butyrate_of_it(told: Explanation) -> None:
    fed = {(f.producer, f.metabolite, f.consumer) for f in told.who_feeds_whom if f.origin == "member"}
    assert (BIFIDO, "lactate", CACCAE) in fed
    assert "lactate" in told.from_what["butyrate"]
    assert BIFIDO not in told.made_by["butyrate"]


def test_what_a_member_took_up_is_shared_out_whole(told: Explanation) -> None:
    for consumer, taken in told.taken_by["lactate"].items():
        shared = sum(
            f.mmol_per_l.median
            for f in told.who_feeds_whom
            if f.consumer == consumer and f.metabolite == "lactate"
        )
        assert shared == pytest.approx(taken.median, rel=0.15, abs=0.05)


def test_what_was_added_is_told_apart_from_what_was_there(told: Explanation) -> None:
    origins = {f.origin for f in told.who_feeds_whom if f.metabolite == "inulin"}
    assert origins == {"added"}
    assert "start" in {f.origin for f in told.who_feeds_whom}


def test_limits_of_a_metabolite_add_up_to_one(told: Explanation) -> None:
    for limits in told.limits.values():
        assert sum(limit.share for limit in limits) == pytest.approx(1.0)
        assert [limit.share for limit in limits] == sorted((x.share for x in limits), reverse=True)


SHARES = Shares(members={BIFIDO: 0.5, FAECALI: 0.4}, unmapped=0.1)


def test_others_stay_as_many_when_a_member_is_taken_away() -> None:
    after = changed(SHARES, Changes(without=("Faecalibacterium prausnitzii",)), KINSHIP)
    assert after.members == {BIFIDO: 0.5, FAECALI: 0.0}


def test_an_old_name_puts_in_the_same_member() -> None:
    new = changed(SHARES, Changes(added=(("Agathobacter rectalis", 0.1),)), KINSHIP)
    old = changed(SHARES, Changes(added=(("[Eubacterium] rectale", 0.1),)), KINSHIP)
    assert new == old
    assert new.members["agathobacter_rectalis"] == pytest.approx(0.1)


def test_a_name_that_is_not_known_hints_at_the_nearest() -> None:
    with pytest.raises(UnknownTaxon) as caught:
        members_named("Faecalibacterium prausnitzi", KINSHIP, where="--without")
    assert "Faecalibacterium prausnitzii" in caught.value.hint


def test_a_member_that_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(UnknownTaxon) as caught:
        changed(SHARES, Changes(without=("Akkermansia muciniphila",)), KINSHIP)
    assert caught.value.code == "taxon_not_in_profile"


@pytest.mark.parametrize("share", [0.0, -0.1, 1.5, float("nan")])
def test_only_a_share_between_nothing_and_all_can_be_put_in(share: float) -> None:
    with pytest.raises(InputError):
        changed(SHARES, Changes(added=(("Akkermansia muciniphila", share),)), KINSHIP)


def test_a_difference_below_the_resolution_is_neither_more_nor_less() -> None:
    found = difference(np.array([0.01, -0.01, 0.2, -0.3]), resolution=0.05)
    assert (found.probability_more, found.probability_less) == (0.25, 0.25)
