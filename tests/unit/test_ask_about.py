from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.permit_people import base

from biotica import ask_about
from biotica.ask_about import Asker
from biotica.cli import main
from biotica.knowledge.evidence import GOALS
from biotica.permit.about import OLDEST_Y, About, read_about


def new_about(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["data", "new", "about", *words], input=typed)


def read(path: Path) -> About:
    return read_about(path.read_text(encoding="utf-8"), rules=base().rules, medicines=base().medicines)


def test_goals_and_age_are_those_of_an_about_file() -> None:
    assert ask_about.GOALS == GOALS
    assert ask_about.OLDEST_Y == OLDEST_Y


@pytest.mark.parametrize(("lang", "word"), [("nl", "Ik ben zwanger"), ("en", "I am pregnant")])
def test_without_a_terminal_it_writes_every_question_as_unknown(tmp_path: Path, lang: str, word: str) -> None:
    out = tmp_path / "me.toml"
    said = new_about("--goal", "fibre", "--age", "44", "--out", str(out), "--lang", lang)
    assert said.exit_code == 0
    assert word in out.read_text(encoding="utf-8")
    about = read(out)
    assert (about.goal, about.age_y, set(about.answers.values())) == ("fibre", 44, {"unknown"})


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "me.toml"
    out.write_text("mine", encoding="utf-8")
    words = ("--goal", "fibre", "--age", "44", "--out", str(out))
    assert new_about(*words).exit_code == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert new_about(*words, "--force").exit_code == 0
    assert read(out).age_y == 44


def test_without_a_terminal_goal_and_age_are_needed(tmp_path: Path) -> None:
    said = new_about("--goal", "fibre", "--out", str(tmp_path / "me.toml"))
    assert said.exit_code == 2
    assert "--age" in said.stderr
    assert not (tmp_path / "me.toml").exists()


@pytest.mark.parametrize("age", ["-1", "126", "old"])
def test_an_age_that_cannot_be_is_refused(tmp_path: Path, age: str) -> None:
    assert new_about("--goal", "fibre", "--age", age, "--out", str(tmp_path / "x.toml")).exit_code == 2


def asked(monkeypatch: pytest.MonkeyPatch, out: Path, typed: str) -> About:
    """What a person at a terminal types; the runner has none, so its absence is overruled."""
    monkeypatch.setattr(ask_about, "at_a_terminal", lambda: True)
    said = new_about("--out", str(out), "--lang", "en", typed=typed)
    assert said.exit_code == 0, said.output
    return read(out)


def test_on_a_terminal_a_healthy_adult_answers_ten_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = asked(monkeypatch, tmp_path / "me.toml", "2\n44\n" + "0\n" * 8)
    assert about.goal == "stool_regularity"
    assert set(about.answers.values()) == {"no"}
    assert (about.medicines, about.allergies, about.pregnant) == ((), (), False)


def test_on_a_terminal_numbers_question_marks_and_open_groups_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "1\n31\n1\n0\n9\n1 2?\n\n\n0\nmetformine 500 mg, warfarien\n1 5\n"
    about = asked(monkeypatch, tmp_path / "me.toml", typed)
    assert (about.pregnant, about.lactating) == (True, False)
    bowel = [about.answers[key] for key in ("ibs", "sibo", "swallowing")]
    assert bowel == ["yes", "unknown", "no"]
    assert about.answers["central_line"] == about.answers["histamine_intolerance"] == "unknown"
    assert [m.inn for m in about.medicines or ()] == ["metformin"]
    assert about.near_medicines == {"warfarien": "warfarin"}
    assert about.allergies == ("milk", "egg")


@pytest.mark.parametrize("number", ["", "00", "1?0", "²", "-1", "99", "0?"])
def test_what_is_no_number_of_the_list_is_asked_again(number: str) -> None:
    assert not Asker._is_choice(number, 7)
