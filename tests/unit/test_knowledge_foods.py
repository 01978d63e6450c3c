"""Foods: the shipped tables, what spoils them, and what a day of eating brings to the gut."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.engine.draws import Draws
from biotica.errors import InputError
from biotica.gut.eaten import Brought, brought_by
from biotica.knowledge.check import check
from biotica.knowledge.foods import TOTAL_FIBRE, WALL_KINDS, Food, FoodFibre, load_foods
from biotica.knowledge.load import Knowledge, load

FOODS = load_foods(load().folder)
NAMES = sorted(FOODS.heads)
Edit = Callable[[str, str, str], set[str]]


@pytest.fixture
def spoilt(tmp_path: Path) -> Edit:
    """Replace one text in a copy of a shipped table, and tell the codes of what is wrong then."""
    for table in Path(str(files("biotica") / "data")).glob("*.tsv"):
        shutil.copy(table, tmp_path)

    def codes(file: str, old: str, new: str) -> set[str]:
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
        return {problem.code for problem in check(Knowledge(folder=tmp_path)).problems}

    return codes


def test_there_are_enough_ordinary_foods_of_every_state() -> None:
    assert len(FOODS.heads) >= 80
    states = Counter(head.ferment for head in FOODS.heads.values())
    assert set(states) == {"none", "live", "dead", "heated"}
    assert min(states["live"], states["heated"]) >= 10


def test_every_number_of_a_food_has_its_origin() -> None:
    rows = [row for kinds in FOODS.fibres.values() for row in kinds.values()]
    assert {row.source for row in rows} <= set(load().sources)
    assert all(row.status == "assumed" for row in rows if row.read_level == "memory")
    assert sum(row.read_level != "memory" for row in rows) / len(rows) > 0.6


@pytest.mark.parametrize("food", NAMES)
def test_the_kinds_of_a_cell_wall_do_not_outgrow_the_fibre(food: str) -> None:
    contents = FOODS.contents(food)
    walls = [content.value for kind, content in contents.items() if kind in WALL_KINDS]
    total = FOODS.fibres.get(food, {}).get(TOTAL_FIBRE)
    assert sum(walls) <= (0.0 if total is None else total.value) + 1e-9
    assert all(0.0 <= told.low <= told.value <= told.high <= 100.0 for told in contents.values())
    assert set(contents) <= set(load().metabolites)


def test_what_a_food_has_no_row_for_follows_from_its_cell_wall() -> None:
    told = FOODS.contents("apple")
    total, pectin = FOODS.fibres["apple"][TOTAL_FIBRE].value, FOODS.fibres["apple"]["pectin"].value
    shares = FOODS.walls["fruit"]
    expected = (total - pectin) * shares["cellulose"].value / (1.0 - shares["pectin"].value)
    assert told["cellulose"].value == pytest.approx(expected)
    assert (told["pectin"].read_level, told["cellulose"].read_level) == ("full", "memory")


@pytest.mark.parametrize(
    ("more", "less", "kind"),
    [
        ("potato_cooled", "potato", "resistant_starch"),
        ("banana_green", "banana", "resistant_starch"),
        ("dark_rye_bread", "white_bread", "arabinoxylan"),
        ("rolled_oats", "white_rice", "beta_glucan"),
        ("jerusalem_artichoke", "carrot", "inulin"),
        ("onion", "tomato", "fos"),
        ("lentils", "green_beans", "gos"),
        ("milk", "lactose_free_milk", "lactose"),
        ("custard", "gouda", "lactose"),
    ],
)
def test_foods_differ_as_everybody_knows(more: str, less: str, kind: str) -> None:
    fewer = FOODS.contents(less)
    assert FOODS.contents(more)[kind].low > 0.0
    assert kind not in fewer or FOODS.contents(more)[kind].value > fewer[kind].value


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("foods.tsv", "apple\tApple with skin", "pear\tApple with skin", "repeated_key"),
        ("foods.tsv", "\tPeer\t", "\tAppelmoes\t", "name_of_two_foods"),
        ("foods.tsv", "\tPeer\t", "\t\t", "bad_cell"),
        ("foods.tsv", "lettuce\tLettuce", "sla\tLettuce", "unknown_food"),
        (
            "foods.tsv",
            "milk|lactose\tREZAC2018\tabstract\nmild",
            "milk\tREZAC2018\tabstract\nmild",
            "lactose_not_named",
        ),
        ("foods.tsv", "meat\tREZAC2018\tabstract", "meat\tNOBODY\tabstract", "missing_source"),
        ("foods.tsv", "meat\tREZAC2018\tabstract", "meat\t\t", "bad_cell"),
        ("foods.tsv", "meat\tREZAC2018", "beef\tREZAC2018", "bad_cell"),
        (
            "food_fibre.tsv",
            "apple\tpectin\t0.6\t0.14\t0.96",
            "apple\tpectin\t5\t4\t6",
            "more_than_total_fibre",
        ),
        ("food_fibre.tsv", "apple\tpectin", "apple\tlignin", "unknown_metabolite"),
        ("food_fibre.tsv", "pear\ttotal_fibre", "pear\tcellulose", "no_total_fibre"),
        (
            "food_fibre.tsv",
            "apple\tpectin\t0.6\t0.14\t0.96\tg/100g",
            "apple\tpectin\t0.6\t0.14\t0.96\tmg",
            "bad_cell",
        ),
        (
            "cell_walls.tsv",
            "fruit\tpectin\t0.35\t0.15\t0.55",
            "fruit\tpectin\t0.55\t0.15\t0.55",
            "shares_fill_the_whole",
        ),
        ("cell_walls.tsv", "mushroom\tbeta_glucan", "mushroom\tfos", "unknown_metabolite"),
    ],
)
def test_a_spoilt_table_is_found(spoilt: Edit, file: str, old: str, new: str, code: str) -> None:
    assert code in spoilt(file, old, new)


def test_a_food_and_its_fibre_are_two_rows_and_no_python(tmp_path: Path) -> None:
    for table in Path(str(files("biotica") / "data")).glob("*.tsv"):
        shutil.copy(table, tmp_path)
    head = "examplum\tExample plum\tVoorbeeldpruim\tfruit\t50\tfruit\tnone\t\t\t\n"
    fibre = "examplum\ttotal_fibre\t2\t1\t4\tg/100g\tassumed\tMEMFOOD\tmade up for a test\tmemory\n"
    for file, row in (("foods.tsv", head), ("food_fibre.tsv", fibre)):
        with (tmp_path / file).open("a", encoding="utf-8") as opened:
            opened.write(row)
    assert check(Knowledge(folder=tmp_path)).problems == ()
    assert brought_by([("voorbeeldpruim", 100)], load_foods(tmp_path))["pectin"].value == pytest.approx(0.7)


def test_portions_become_gram_per_day() -> None:
    day = brought_by([("apple", 200.0), ("Wholemeal bread", 140.0), ("MELK", 250.0)], FOODS)
    assert day["pectin"].value == pytest.approx(2 * FOODS.contents("apple")["pectin"].value)
    assert day["lactose"].value == pytest.approx(2.5 * 4.7)
    arabinoxylan = FOODS.contents("wholemeal_bread")["arabinoxylan"]
    assert (day["arabinoxylan"].low, day["arabinoxylan"].high) == pytest.approx(
        (1.4 * arabinoxylan.low, 1.4 * arabinoxylan.high)
    )
    assert list(day) == sorted(day)


def test_what_was_read_and_what_is_a_guess_stay_apart() -> None:
    day = brought_by([("apple", 100.0), ("carrot", 100.0), ("almonds", 50.0)], FOODS)
    assert 0.0 < day["pectin"].read < day["pectin"].value
    assert day["cellulose"].read == 0.0
    assert brought_by([("wheat_bran", 10.0)], FOODS)["arabinoxylan"].read == pytest.approx(
        brought_by([("wheat_bran", 10.0)], FOODS)["arabinoxylan"].value
    )


@given(
    portions=st.lists(st.tuples(st.sampled_from(NAMES), st.floats(0.0, 500.0)), max_size=8),
    chance=st.randoms(use_true_random=False),
)
def test_the_order_of_the_foods_does_not_matter(portions: list[tuple[str, float]], chance: Random) -> None:
    shuffled = list(portions)
    chance.shuffle(shuffled)
    assert brought_by(shuffled, FOODS) == brought_by(portions, FOODS)


@given(st.sampled_from(NAMES), st.floats(0.0, 700.0), st.floats(0.0, 700.0))
def test_two_portions_are_one_large_one(food: str, first_g: float, second_g: float) -> None:
    apart = brought_by([(food, first_g), (food, second_g)], FOODS)
    at_once = brought_by([(food, first_g + second_g)], FOODS)
    assert apart.keys() == at_once.keys()
    for kind, brought in apart.items():
        assert brought.value == pytest.approx(at_once[kind].value)


def test_nothing_eaten_brings_nothing() -> None:
    assert brought_by([], FOODS) == {}
    assert brought_by([("leek", 0.0)], FOODS)["inulin"] == Brought(value=0.0, low=0.0, high=0.0, read=0.0)


def test_what_is_brought_can_be_drawn_like_a_row() -> None:
    inulin = brought_by([("leek", 150.0)], FOODS)["inulin"]
    drawn = Draws(count=64).number("eaten:inulin", inulin)
    assert ((inulin.low <= drawn) & (drawn <= inulin.high)).all()


def test_an_unknown_food_is_answered_with_close_names() -> None:
    with pytest.raises(InputError) as caught:
        brought_by([("volkorenbroot", 35.0)], FOODS)
    assert caught.value.code == "unknown_food"
    assert "volkorenbrood" in caught.value.hint
    with pytest.raises(InputError) as caught:
        brought_by([("xxxx", 35.0)], FOODS)
    assert "foods.tsv" in caught.value.hint


@pytest.mark.parametrize("grams", [-1.0, 3001.0, float("nan"), float("inf")])
def test_grams_that_nobody_eats_are_refused(grams: float) -> None:
    with pytest.raises(InputError) as caught:
        brought_by([("apple", grams)], FOODS)
    assert caught.value.code == "impossible_portion"


def test_a_state_of_fermenting_needs_its_source() -> None:
    row = {
        "food": "a", "name_en": "A", "name_nl": "A", "group": "other", "portion_g": 1, "cell_wall": "none",
    }  # fmt: skip
    with pytest.raises(ValueError, match="go together"):
        Food.model_validate({**row, "ferment": "live"})
    assert Food.model_validate({**row, "ferment": "none"}).contains == ()


def test_a_food_cannot_hold_more_than_itself() -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        FoodFibre(
            food="a",
            kind="inulin",
            value=90,
            low=80,
            high=101,
            unit="g/100g",
            status="assumed",
            source="MEMFOOD",
            read_level="memory",
        )
