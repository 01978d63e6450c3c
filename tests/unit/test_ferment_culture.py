"""What one batch teaches the next."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.engine.draws import Draws
from biotica.errors import RecipeError
from biotica.ferment.culture import Culture, culture_after, read_culture
from biotica.ferment.learn import DRIFT, OFFSET
from biotica.ferment.recipe import Recipe

RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=500.0,
    hours=24.0,
    course=((0.0, 21.0),),
    cover="cloth",
    agitation="none",
    milk=None,
    starter=None,
    after=(),
    assumed=(),
)
SCORES = {"lactococci:ph_min:": np.linspace(-1.0, 1.0, 100), OFFSET: np.full(100, 0.5)}
CULTURE = Culture(ferment="milk_kefir", scores=SCORES, batches=2)


def test_a_culture_is_read_as_it_was_written() -> None:
    again = read_culture(CULTURE.to_json(), name="grains.json", ferment="milk_kefir")
    assert again.batches == 2
    assert again.scores.keys() == SCORES.keys()
    for name, each in SCORES.items():
        assert again.scores[name] == pytest.approx(each, abs=1e-4)


def test_the_next_batch_begins_near_where_the_last_one_ended() -> None:
    prior = CULTURE.prior(count=400, seed=3)
    assert prior.score(OFFSET).mean() == pytest.approx(0.97 * 0.5, abs=0.05)
    assert 0.1 < prior.score(OFFSET).std() < 0.4
    assert (
        np.corrcoef(prior.score("lactococci:ph_min:"), np.resize(SCORES["lactococci:ph_min:"], 400))[0, 1]
        > 0.85
    )


def test_what_nobody_reads_drifts_back_to_the_tables() -> None:
    culture = replace(CULTURE, scores={"x": np.full(2000, 3.0)})
    for _batch in range(200):
        draws = culture.prior(count=2000, seed=1)
        culture = Culture(ferment="milk_kefir", scores={"x": draws.score("x")}, batches=culture.batches + 1)
    assert culture.scores["x"].mean() == pytest.approx(0.0, abs=0.1)
    assert culture.scores["x"].std() == pytest.approx(1.0, abs=0.1)


def test_the_milk_of_the_day_is_forgotten_and_the_grains_are_kept() -> None:
    draws = Draws(count=30, seed=1)
    for name in (
        "milk:cow:lactose",
        "milk_kefir:raw:lactococcus_lactis",
        "milk_kefir:grains:lactococcus_lactis",
    ):
        draws.score(name)
    kept = culture_after(RECIPE, draws, CULTURE)
    assert set(kept.scores) == {"milk_kefir:grains:lactococcus_lactis"}
    assert kept.batches == 3


def test_the_meter_goes_on_drifting() -> None:
    draws = Draws(count=30, seed=1)
    offset, drift = draws.score(OFFSET), draws.score(DRIFT)
    after = culture_after(RECIPE, draws, None).scores[OFFSET]
    assert after == pytest.approx(offset + 0.3 * drift)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"ferment": "milk_kefir", "batches": 1, "scores": {}}',
        '{"ferment": "milk_kefir", "batches": 0, "scores": {"a": ' + str([0.1] * 30) + "}}",
        '{"ferment": "milk_kefir", "batches": 1, "scores": {"a": ' + str([99.0] * 30) + "}}",
        '{"ferment": "milk_kefir", "batches": 1, "scores": {"a": [0.1]}}',
        '{"ferment": "milk_kefir", "batches": 1, "scores": {"a": ["x"]}}',
        '{"ferment": "milk_kefir", "batches": 1, "scores": {"a": [[0.1]]}}',
        '{"ferment": "milk_kefir", "batches": 1, "scores": {"a": [NaN' + ", 0.1" * 30 + "]}}",
        "[" * 100_000,
    ],
)
def test_a_file_that_no_batch_wrote_is_refused(text: str) -> None:
    with pytest.raises(RecipeError) as caught:
        read_culture(text, name="grains.json", ferment="milk_kefir")
    assert caught.value.code == "unreadable_culture"
    assert caught.value.where == "grains.json"


@given(content=st.binary(max_size=200))
def test_no_bytes_lead_to_anything_but_a_clear_error(content: bytes) -> None:
    with pytest.raises(RecipeError):
        read_culture(content, name="x", ferment="milk_kefir")


def test_the_culture_of_another_ferment_is_refused() -> None:
    text = json.dumps({**json.loads(CULTURE.to_json()), "ferment": "yoghurt"})
    with pytest.raises(RecipeError) as caught:
        read_culture(text, name="grains.json", ferment="milk_kefir")
    assert caught.value.code == "culture_of_another_ferment"
