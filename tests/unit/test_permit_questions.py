from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from tests.permit_people import base

from biotica.errors import BadRow, InputError
from biotica.knowledge.questions import QuestionGroup, read_question_groups
from biotica.permit.about import About, allergens, answer_ids, read_about
from biotica.permit.about_text import AboutDraft, Language, about_text
from biotica.permit.questions import MOST_CLICKS, Ticked, clicks, told

GROUPS = base().question_groups
BOXES = [group for group in GROUPS if group.head.kind == "ticks"]
NONE = Ticked(none_of=[group.head.group for group in BOXES], lists={"medicines": [], "allergies": []})


def asked_by_rules() -> set[str]:
    return {c.key for rule in base().rules for c in rule.when if c.key != "always"}


def read(draft: AboutDraft, language: Language = "nl") -> About:
    text = about_text(draft, GROUPS, base().rules, language=language, opening="Vul in.")
    return read_about(text, rules=base().rules, medicines=base().medicines)


def test_everything_that_a_rule_asks_stands_in_exactly_one_group() -> None:
    keys = [key for group in GROUPS for key in group.keys]
    assert len(keys) == len(set(keys))
    assert set(keys) == asked_by_rules() | {"goal"}
    answers = {key.partition(".")[2] for key in keys if key.startswith("answers.")}
    assert answers == set(answer_ids(base().rules))


def test_every_allergy_of_a_rule_can_be_ticked_once() -> None:
    (group,) = [group for group in GROUPS if group.head.kind == "allergies"]
    words = [question.key.partition(".")[2] for question in group.questions]
    assert len(words) == len(set(words))
    assert set(words) == set(allergens(base().rules))


def test_a_healthy_adult_answers_everything_in_twelve_clicks_at_most() -> None:
    assert clicks(GROUPS, NONE) == len(GROUPS) == 10 <= MOST_CLICKS
    about = read(AboutDraft(goal="fibre", age_y=44, answers=told(GROUPS, NONE), medicines=[], allergies=[]))
    assert set(about.answers) == set(answer_ids(base().rules))
    assert set(about.answers.values()) == {"no"}
    assert (about.pregnant, about.lactating, about.medicines, about.allergies) == (False, False, (), ())


@pytest.mark.parametrize("group", BOXES, ids=lambda group: group.head.group)
def test_none_of_these_says_no_to_the_group_and_to_nothing_else(group: QuestionGroup) -> None:
    answers = told(GROUPS, Ticked(none_of=[group.head.group]))
    assert answers == dict.fromkeys(group.keys, "no")


@pytest.mark.parametrize("group", BOXES, ids=lambda group: group.head.group)
def test_a_group_that_nobody_touches_stays_unknown(group: QuestionGroup) -> None:
    others = [one.head.group for one in BOXES if one is not group]
    answers = told(GROUPS, Ticked(none_of=others))
    assert not set(group.keys) & set(answers)
    about = read(AboutDraft(goal="fibre", age_y=44, answers=answers))
    silent = {"frail", "born_preterm"}  # no of themselves at 44
    for name in (key.partition(".")[2] for key in group.keys):
        told_there = about.answers.get(name, getattr(about, name, None))
        assert told_there == (None if name in {*silent, "pregnant", "lactating"} else "unknown"), name


def test_a_tick_means_yes_and_the_rest_of_its_group_no_but_for_what_is_not_known() -> None:
    answers = told(GROUPS, Ticked(yes=["answers.ibs"], unsure=["answers.sibo"]))
    bowel = next(group for group in GROUPS if group.head.group == "bowel")
    rest = dict.fromkeys(set(bowel.keys) - {"answers.ibs", "answers.sibo"}, "no")
    assert answers == {"answers.ibs": "yes", "answers.sibo": "unknown"} | rest


def test_not_knowing_one_thing_says_nothing_about_the_rest_of_the_group() -> None:
    assert told(GROUPS, Ticked(unsure=["answers.sibo"])) == {"answers.sibo": "unknown"}


def test_clicks_count_boxes_and_names() -> None:
    ticked = Ticked(yes=["answers.ibs"], none_of=["alarm"], lists={"medicines": ["a", "b"], "allergies": []})
    assert clicks(GROUPS, ticked) == 2 + 1 + 1 + 2 + 1


@pytest.mark.parametrize(
    "ticked",
    [
        Ticked(yes=["answers.bees"]),
        Ticked(none_of=["bees"]),
        Ticked(yes=["answers.ibs"], none_of=["bowel"]),
        Ticked(unsure=["answers.ibs"], none_of=["bowel"]),
        Ticked(yes=["answers.ibs"], unsure=["answers.ibs"]),
    ],
)
def test_clicks_that_cannot_stand_together_are_refused(ticked: Ticked) -> None:
    with pytest.raises(InputError) as caught:
        told(GROUPS, ticked)
    assert caught.value.code == "clicks_contradict"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("age", [0.5, 44.0, 80.0])
def test_a_file_that_tells_nothing_but_goal_and_age_is_read(language: Language, age: float) -> None:
    about = read(AboutDraft(goal="variety", age_y=age), language)
    assert (about.goal, about.age_y) == ("variety", age)
    assert set(about.answers.values()) == {"unknown"}
    assert not {"frail", "born_preterm"} & set(about.answers)
    assert (about.medicines, about.allergies, about.pregnant) == (None, None, None)


def test_a_file_keeps_what_was_told() -> None:
    answers = told(GROUPS, Ticked(yes=["person.pregnant", "answers.ibs"], unsure=["answers.frail"]))
    names = ['metformine "500"', "warfarine\\"]
    about = read(AboutDraft(goal="fibre", age_y=31.5, answers=answers, medicines=names, allergies=["milk"]))
    assert (about.pregnant, about.lactating) == (True, False)
    assert about.answers["ibs"] == "yes"
    assert about.answers["frail"] == "unknown"
    assert about.answers["born_preterm"] == "no"
    assert about.allergies == ("milk",)
    assert [m.inn for m in about.medicines or ()] == ["metformin", "warfarin"]


def test_every_question_is_asked_in_both_languages() -> None:
    for group in GROUPS:
        assert group.head.heading_en != group.head.heading_nl
        assert (
            bool(group.head.none_en) == bool(group.head.none_nl) == (group.head.kind not in {"goal", "age"})
        )
        same = {"Histamine"}
        for question in group.questions:
            if question.key.startswith("answers."):
                assert question.text_en != question.text_nl or question.text_en in same


@pytest.mark.parametrize(
    "line", ["bees\tanswers.ibs2\tx\tx", "bowel\tanswers.ibs\tx\tx", "goal\tanswers.q\tx\tx"]
)
def test_a_question_without_a_group_or_asked_twice_is_refused(tmp_path: Path, line: str) -> None:
    data = Path(str(files("biotica"))) / "data"
    for name in ("questions.tsv", "question_groups.tsv"):
        shutil.copy(data / name, tmp_path / name)
    with (tmp_path / "questions.tsv").open("a", encoding="utf-8") as table:
        table.write(line + "\n")
    with pytest.raises(BadRow) as caught:
        read_question_groups(tmp_path)
    assert caught.value.code == "stray_question"
