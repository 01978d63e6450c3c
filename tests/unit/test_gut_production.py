from __future__ import annotations

import numpy as np
import pytest

from biotica.engine.draws import Draws
from biotica.errors import InputError, ModelError
from biotica.gut.members import Shares
from biotica.gut.production import acids_by_substrate, reaching_share, simulate_items
from biotica.knowledge.evidence import load_evidence
from biotica.knowledge.load import load

SHARES = Shares(
    members={
        "bacteroides_uniformis": 0.4,
        "faecalibacterium_prausnitzii": 0.3,
        "ruminococcus_bromii": 0.1,
        "agathobacter_rectalis": 0.1,
        "bifidobacterium_adolescentis": 0.1,
    },
    unmapped=0.0,
)


def test_fibre_that_someone_eats_gains_acid_and_the_range_holds_the_median() -> None:
    for found in acids_by_substrate(load(), SHARES, ("inulin", "rs", "pectin"), draws=6):
        scfa = found.gain_mmol_per_l["scfa"]
        assert scfa.median > 0.0
        assert scfa.low <= scfa.median <= scfa.high


def test_a_fibre_that_nobody_eats_gains_nothing() -> None:
    alone = Shares(members={"phascolarctobacterium_faecium": 1.0}, unmapped=0.0)
    (found,) = acids_by_substrate(load(), alone, ("inulin",), draws=3)
    assert found.gain_mmol_per_l["scfa"].high == pytest.approx(0.0, abs=1e-3)


def test_the_butyrate_of_inulin_falls_when_its_maker_is_taken_away() -> None:
    members = {m: s for m, s in SHARES.members.items() if m not in {"faecalibacterium_prausnitzii", "agathobacter_rectalis"}}
    (with_maker,) = acids_by_substrate(load(), SHARES, ("inulin",), draws=4)
    (without,) = acids_by_substrate(load(), Shares(members=members, unmapped=0.4), ("inulin",), draws=4)
    assert without.gain_mmol_per_l["butyrate"].median < with_maker.gain_mmol_per_l["butyrate"].median


def test_an_unknown_profile_gets_no_numbers() -> None:
    stranger = Shares(members={"bacteroides_uniformis": 0.1}, unmapped=0.9)
    with pytest.raises(ModelError):
        acids_by_substrate(load(), stranger, ("inulin",))
    with pytest.raises(ModelError):
        simulate_items(load(), stranger, [])


def test_a_substrate_that_is_not_modelled_is_refused() -> None:
    for name in ("metformin", "moon dust"):
        with pytest.raises(InputError):
            acids_by_substrate(load(), SHARES, (name,))


def test_items_are_ranked_by_paired_gains_and_the_unknown_is_left_out() -> None:
    items = load_evidence().items
    gains = simulate_items(load(), SHARES, items, ("butyrate", "gas"), draws=4)
    assert {"F1", "F2"} <= set(gains) <= {item.id for item in items}
    for found in gains.values():
        for gain in found.values():
            assert gain.low <= gain.median <= gain.high
            assert 0.0 <= gain.probability_of_gain <= 1.0
            assert (gain.unit, gain.stage) == ("mmol_per_day", "vial_24_h")
    assert gains["F1"]["butyrate"].median > 0.0


def test_nothing_is_gained_by_noise_of_the_solver() -> None:
    items = [item for item in load_evidence().items if item.id == "T1"]
    (found,) = simulate_items(load(), SHARES, items, ("butyrate",), draws=4).values()
    assert found["butyrate"].median == 0.0
    assert found["butyrate"].probability_of_gain == 0.0


def test_little_lactose_passes_those_who_digest_it() -> None:
    draws = Draws(count=50)
    digests = reaching_share(load(), draws, "lactose", "persistent")
    does_not = reaching_share(load(), draws, "lactose", "non_persistent")
    assert np.all(digests < does_not)
    assert np.median(digests) < 0.15
    assert np.all(reaching_share(load(), draws, "inulin", "persistent") == 1.0)
