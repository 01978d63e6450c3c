from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from tests.permit_people import base, healthy, invented, rule, under

from biotica.knowledge.evidence import Intervention
from biotica.knowledge.rules import CLASSES, Cell, ItemCell, ItemClass
from biotica.knowledge.tsv import cells_of
from biotica.permit.about import About
from biotica.permit.circumstance import circumstance
from biotica.permit.decide import Permit, permit, referral

CELLS = [(r.id, name) for r in base().rules for name in CLASSES]
ASKED = [
    (r.id, name) for r in base().rules if r.when[0].key not in {"always", "person.age_y"} for name in CLASSES
]
PERMITS = {"allow": Permit.ALLOW, "adjust": Permit.ADJUST, "ask": Permit.ASK, "exclude": Permit.EXCLUDE}


def touching(rule_id: str, name: ItemClass) -> Intervention:
    """An item of the class that the rule can see: with traces of an allergen if it looks at those."""
    found = rule(rule_id)
    traces = [found.when[0].any_of[0]] if found.touches == "ingredient" else []
    return invented(name, traces=traces)


@pytest.mark.parametrize(("rule_id", "name"), CELLS)
def test_a_rule_that_holds_alone_gives_the_cell_of_its_table(rule_id: str, name: ItemClass) -> None:
    about = under(rule(rule_id))
    assert about is not None
    verdict = permit(about, touching(rule_id, name), base().rules)
    assert verdict.permit is PERMITS[rule(rule_id).cells[name].cell]


@pytest.mark.parametrize(("rule_id", "name"), ASKED)
def test_a_rule_that_is_not_known_withholds_exactly_the_classes_that_it_touches(
    rule_id: str, name: ItemClass
) -> None:
    about = under(rule(rule_id), told=False)
    assert about is not None
    verdict = permit(about, touching(rule_id, name), [rule(rule_id)])
    touched = rule(rule_id).cells[name].cell != "allow"
    assert verdict.permit is (Permit.ANSWER_FIRST if touched else Permit.ALLOW)


@pytest.mark.parametrize("rule_id", [r.id for r in base().rules])
def test_a_rule_refers_exactly_if_its_file_says_so(rule_id: str) -> None:
    about = under(rule(rule_id))
    assert about is not None
    sent_on = referral(about, base().rules)
    assert (sent_on.code if sent_on else "") == rule(rule_id).referral


def test_a_healthy_adult_has_no_objection_to_any_class() -> None:
    for name in CLASSES:
        assert permit(healthy(), invented(name), base().rules).permit is Permit.ALLOW


def test_every_cell_is_as_strict_as_the_letter_of_the_evidence_table(shared: Path) -> None:
    allowed = {"A": {"allow"}, "C": {"adjust", "ask"}, "X": {"exclude"}}
    by_product = {("R31", "FI"), ("R34", "FI")}  # the letter stands for named products only
    with (shared / "data/evidence/rules.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for name in CLASSES[:6]:
                if (row["rule_id"], name) not in by_product:
                    cell = rule(row["rule_id"]).cells[name].cell
                    assert cell in allowed[row[name]], (row["rule_id"], name)


def written(cell: Cell) -> str:
    """A cell as the second copy writes it."""
    if cell.adjust is not None:
        values = cell.adjust.values.items()
        told = ",".join(
            f"{key}={value:g}" if isinstance(value, float) else f"{key}={value}" for key, value in values
        )
        return f"adjust:{cell.adjust.code}" + (f"({told})" if told else "")
    return f"ask:{cell.ask}" if cell.ask else cell.cell


def named(cell: ItemCell) -> str:
    age = f" below {cell.below_y:g}" if cell.below_y else ""
    classes = f" of {' '.join(cell.classes)}" if cell.classes else ""
    return (f"contains {cell.contains}" if cell.contains else f"traces {cell.traces}") + age + classes


def second_copy() -> dict[tuple[str, str], dict[str, str]]:
    text = (Path(__file__).parents[1] / "permit_cells.tsv").read_text(encoding="utf-8")
    return {(row["rule"], row["what"]): row for _line, row in cells_of(text, name="permit_cells.tsv")}


def test_every_cell_is_what_its_second_copy_says() -> None:
    copy = second_copy()
    for found in base().rules:
        row = copy.pop((found.id, "class"))
        assert {name: row[name] for name in CLASSES} == {
            name: written(found.cells[name]) for name in CLASSES
        }, found.id
        for cell in found.items:
            row = copy.pop((found.id, named(cell)))
            own = {name: written(cell) if name in (cell.classes or CLASSES) else "-" for name in CLASSES}
            assert {name: row[name] for name in CLASSES} == own, (found.id, named(cell))
    assert copy == {}


ITEM_CELLS = [(r.id, index) for r in base().rules for index in range(len(r.items))]


def held_by(rule_id: str, cell: ItemCell) -> About:
    """A person under the rule to whom this cell applies."""
    about = under(rule(rule_id))
    assert about is not None
    return about if cell.below_y is None else replace(about, age_y=cell.below_y - 0.5)


@pytest.mark.parametrize(("rule_id", "index"), ITEM_CELLS)
@pytest.mark.parametrize("name", CLASSES)
def test_an_item_that_holds_what_a_rule_names_gets_the_stricter_cell_and_its_neighbour_does_not(
    rule_id: str, index: int, name: ItemClass
) -> None:
    cell = rule(rule_id).items[index]
    about, only, key = held_by(rule_id, cell), [rule(rule_id)], (cell.contains, cell.traces)
    content = {"contains": [cell.contains]} if cell.contains else {"traces": [cell.traces]}
    of_class = PERMITS[rule(rule_id).cells[name].cell]
    same = [other for other in rule(rule_id).items if (other.contains, other.traces) == key]
    of_item = max([Permit.ALLOW, *(PERMITS[c.cell] for c in same if name in (c.classes or CLASSES))])
    assert permit(about, invented(name, **content), only).permit is max(of_class, of_item)
    assert permit(about, invented(name, contains=["water"]), only).permit is of_class


def test_an_item_cell_with_an_age_ends_at_that_age() -> None:
    young, old = healthy(age_y=11.99), healthy(age_y=12.0)
    akkermansia = invented("PI", contains=["akkermansia"])
    assert permit(young, akkermansia, base().rules).permit is Permit.EXCLUDE
    assert permit(old, akkermansia, base().rules).permit is Permit.ASK


CARRIERS = {
    "akkermansia": {"T1", "B15"},
    "live_akkermansia": {"B15"},
    "clostridium_butyricum": {"B14"},
    "home_ferment": {"X2", "T15"},
    "live_yeast": {"B4"},
    "high_fibre": {"F17", "L4", "L9"},
    "fructan": {"F1", "F2", "S1"},
    "vitamin_k2": {"X9"},
    "vitamin_k": {"L4", "L9"},
    "gel_forming": {"F5", "F6", "F8"},
    "prescription_medicine": {"B6", "B8", "T11", "T12"},
    "infant_product": {"B16", "T7", "T13"},
    "strict_diet": {"L2", "L14"},
    "worsening_strain": {"B17"},
    "not_asked": {"L6", "L7", "L11", "L12", "L17", "L18", "L19", "L20"},
    "walking": {"L5"},
    "adult_amount": {"L10", "L15", "L16"},
    "toilet_posture": {"L8"},
    "fasting": {"L14"},
    "belly_pressure": {"L20"},
}


@pytest.mark.parametrize("content", CARRIERS)
def test_the_items_that_a_rule_names_are_those_of_the_list(content: str) -> None:
    assert {item.id for item in base().items if content in item.contains} == CARRIERS[content]


def test_every_fibre_made_of_galactose_is_marked() -> None:
    fibres = {i.id for i in base().items if "galactose" in i.contains and "FI" in i.classes}
    assert fibres == {"F3", "F11", "F19"}  # GOS, lactulose, lactitol


@pytest.mark.parametrize("rule_id", ["R37", "R38", "R39", "R40", "R41", "R43"])
def test_a_rule_that_always_holds_says_nothing_but_about_the_item_that_it_names(rule_id: str) -> None:
    (cell,) = rule(rule_id).items
    assert (
        permit(healthy(), invented("LI", contains=[cell.contains]), base().rules).permit is PERMITS[cell.cell]
    )
    for thing in base().items:
        if thing.option and cell.contains not in thing.contains:
            held = [o.rule for o in permit(healthy(), thing, base().rules).objections]
            assert rule_id not in held, thing.id


AGES = [
    (0.0, "R01"),
    (0.99, "R01"),
    (1.0, "R03"),
    (3.99, "R03"),
    (4.0, "R04"),
    (17.99, "R04"),
    (18.0, ""),
    (75.0, ""),
    (75.01, "R06"),
    (110.0, "R06"),
]


@pytest.mark.parametrize(("age", "rule_id"), AGES)
def test_a_rule_on_age_holds_from_its_first_day_to_its_last(age: float, rule_id: str) -> None:
    about = healthy(age_y=age)
    by_age = {"R01", "R03", "R04", "R06"}
    held = [r.id for r in base().rules if r.id in by_age and circumstance(r, about).state == "yes"]
    assert held == ([rule_id] if rule_id else [])


def test_an_adjustment_says_all_that_its_sentence_needs() -> None:
    needed = {
        "smaller_dose": {"dose_share"},
        "slow_ramp": {"start_g_per_day", "step_g_per_week"},
        "spacing": {"hours"},
        "check_label": {"ingredient"},
        "boil_milk_first": set(),
        "steady_intake": {"nutrient"},
    }
    every = [cell.adjust for r in base().rules for cell in (*r.cells.values(), *r.items) if cell.adjust]
    assert len(every) > 20
    for adjust in every:
        assert set(adjust.values) == needed[adjust.code]
        assert all(value > 0 for value in adjust.values.values() if isinstance(value, float))
        assert 0 < float(adjust.values.get("dose_share", 0.5)) < 1
