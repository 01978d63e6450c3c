from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.permit_people import base, invented

from biotica.errors import AboutError
from biotica.permit.about import About, answer_ids, read_about, rules_of_answers
from biotica.permit.decide import Permit, permit

WHOLE = 'goal = "fibre"\nmedicines = []\nallergies = []\n[person]\nage_y = 44\n'


def read(text: str) -> About:
    return read_about(text, rules=base().rules, medicines=base().medicines, file="me.toml")


def test_the_sample_of_the_contract_is_read(shared: Path) -> None:
    about = read((shared / "contracts/about.toml").read_text(encoding="utf-8"))
    assert about.goal == "stool_regularity"
    assert [medicine.inn for medicine in about.medicines or ()] == ["gliclazide"]
    assert about.allergies == ()
    assert (about.age_y, about.pregnant, about.lactating) == (44, False, False)
    assert about.answers["no_alcohol"] == "yes"
    assert about.answers["phenylketonuria"] == "unknown"
    assert (about.diet, about.dislikes, about.budget_eur_per_month) == ("vegetarian", ("sauerkraut",), 15)
    assert (about.platform, about.reads, about.sampled_on) == ("shotgun", 4_200_000, date(2026, 10, 3))


def test_every_answer_of_the_contract_is_known(shared: Path) -> None:
    told = read((shared / "contracts/about.toml").read_text(encoding="utf-8")).answers
    assert len(told) == 23


@pytest.mark.parametrize("name", ["warfarin", "Warfarine", "WARFARINE", " warfarine "])
def test_a_medicine_is_known_by_either_name_in_any_case(name: str) -> None:
    about = read(WHOLE.replace("medicines = []", f'medicines = ["{name}"]'))
    assert [medicine.inn for medicine in about.medicines or ()] == ["warfarin"]
    assert about.unknown_medicines == ()


def test_a_medicine_that_no_table_holds_is_kept_as_unknown() -> None:
    about = read(WHOLE.replace("medicines = []", 'medicines = ["foobarine"]'))
    assert about.unknown_medicines == ("foobarine",)


def test_medicines_and_allergies_not_told_are_not_none() -> None:
    about = read('goal = "fibre"\n[person]\nage_y = 44\n')
    assert about.medicines is None
    assert about.allergies is None


@pytest.mark.parametrize(
    ("age", "answers", "expected"),
    [
        (44, "", Permit.ALLOW),
        (0.5, "", Permit.ANSWER_FIRST),
        (44, 'born_preterm = "unknown"', Permit.ANSWER_FIRST),
        (75, "", Permit.ALLOW),
        (44, 'frail = "unknown"', Permit.ANSWER_FIRST),
    ],
)
def test_preterm_and_frail_are_no_when_absent_at_the_right_age_and_stay_unknown_when_said_so(
    age: float, answers: str, expected: Permit
) -> None:
    about = read(f'goal = "fibre"\n[person]\nage_y = {age}\n[answers]\n{answers}\n')
    two = [rule for rule in base().rules if rule.id in {"R02", "R06"}]
    assert permit(about, invented("LP"), two).permit is expected


def test_every_answer_is_asked_by_a_rule() -> None:
    asked = rules_of_answers(base().rules)
    assert set(asked) >= {*answer_ids(base().rules), "pregnant", "lactating"}
    assert asked["ibs"].id == "R16"


BROKEN = {
    "text that is not TOML": ("goal = fibre\n", "not_toml", "me.toml:1:8"),
    "a key given twice": (WHOLE + "age_y = 45\n", "not_toml", "me.toml:6:11"),
    "an empty file": ("", "missing_key", "me.toml"),
    "no age": ('goal = "fibre"\n[person]\npregnant = false\n', "missing_key", "me.toml:2"),
    "a disease as a goal": (WHOLE.replace("fibre", "ibs"), "unknown_word", "me.toml:1"),
    "a key with a typing error": (WHOLE + "pregant = true\n", "unknown_key", "me.toml:6"),
    "an answer that does not exist": (WHOLE + '[answers]\nibss = "yes"\n', "unknown_key", "me.toml:7"),
    "a top-level key below a table": (
        "[person]\nage_y = 44\ngoal = 'fibre'\n",
        "key_below_a_table",
        "me.toml:3",
    ),
    "a negative age": (WHOLE.replace("44", "-3"), "wrong_value", "me.toml:5"),
    "an age that is no number": (WHOLE.replace("44", "nan"), "wrong_value", "me.toml:5"),
    "an age in quotes": (WHOLE.replace("44", "'44'"), "wrong_value", "me.toml:5"),
    "true as an age": (WHOLE.replace("44", "true"), "wrong_value", "me.toml:5"),
    "an age of 1e400": (WHOLE.replace("44", "1e400"), "wrong_value", "me.toml:5"),
    "a truth value as an answer": (WHOLE + "[answers]\nibs = true\n", "wrong_value", "me.toml:7"),
    "a list as an answer": (WHOLE + "[answers]\nibs = [[]]\n", "wrong_value", "me.toml:7"),
    "medicines as one text": (WHOLE.replace("medicines = []", "medicines = 'x'"), "wrong_value", "me.toml:2"),
    "an allergy outside the list": (
        WHOLE.replace("allergies = []", "allergies = ['mlik']"),
        "unknown_word",
        "me.toml:3",
    ),
    "yes for pregnant": (WHOLE + "pregnant = 'yes'\n", "wrong_value", "me.toml:6"),
    "a table as a list of tables": ('goal = "fibre"\n[[person]]\nage_y = 4\n', "not_a_table", "me.toml:2"),
    "a date in quotes": (WHOLE + "[test]\nsampled_on = '2026-10-03'\n", "wrong_value", "me.toml:7"),
    "half a read": (WHOLE + "[test]\nreads = 1.5\n", "wrong_value", "me.toml:7"),
    "a budget below nothing": (WHOLE + "[food]\nbudget_eur_per_month = -1\n", "wrong_value", "me.toml:7"),
    "a table that does not exist": (WHOLE + "[habits]\n", "unknown_key", "me.toml:6"),
    "a very deep list": (WHOLE.replace("[]", "[" * 5000 + "]" * 5000, 1), "not_toml", "me.toml"),
    "a very long file": (WHOLE + "#" * 200_000, "about_too_long", "me.toml"),
    "a NUL": (WHOLE + "\x00", "not_toml", "me.toml:6:1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_about_file_gives_one_error_with_where_and_hint(name: str) -> None:
    text, code, where = BROKEN[name]
    with pytest.raises(AboutError) as caught:
        read(text)
    assert caught.value.code == code
    assert caught.value.where == where
    assert caught.value.hint
    assert "{" not in caught.value.message + caught.value.hint.replace('{"', "")


def test_a_near_miss_is_named_in_the_hint() -> None:
    with pytest.raises(AboutError, match="did you mean 'pregnant'"):
        read(WHOLE + "pregant = true\n")


def test_control_characters_of_a_hostile_word_do_not_reach_the_error() -> None:
    with pytest.raises(AboutError) as caught:
        read('goal = "\\u001b[31mfibre"\n[person]\nage_y = 4\n')
    assert "\x1b" not in str(caught.value)
