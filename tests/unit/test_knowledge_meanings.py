from __future__ import annotations

from pathlib import Path

import pytest

from biotica.errors import BadRow
from biotica.knowledge.meanings import Alarm, load_lexicon

REFUSING = frozenset({"refusals", "shared"})
GRAMMAR = frozenset({"no", "plain_no", "no_refusal", "refusal", "but", "joint", "rhetorical"})
"""Families that the lint itself asks for."""

PRAISE = """id: praise
wrong: Praise is no finding.
families:
  best: {en: "best, the .. best", nl: beste}
alarms:
  - {together: best}
"""


def folder_with(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_meaning_says_what_is_wrong_and_alarms() -> None:
    meanings = load_lexicon().meanings
    assert len(meanings) >= 19
    assert {meaning.id for meaning in meanings if not meaning.alarms} == REFUSING
    assert [meaning.id for meaning in meanings if len(meaning.wrong.split()) < 3] == []


def test_every_family_has_words_in_both_languages_and_is_used() -> None:
    lexicon = load_lexicon()
    families = {name: family for meaning in lexicon.meanings for name, family in meaning.families.items()}
    used = {name for meaning in lexicon.meanings for alarm in meaning.alarms for name in alarm.families}
    assert {name for name, family in families.items() if not (family.en and family.nl)} == set()
    assert set(families) - used == GRAMMAR


def test_no_alarm_stands_twice() -> None:
    alarms = [(meaning.id, alarm.together) for meaning in load_lexicon().meanings for alarm in meaning.alarms]
    assert len(alarms) == len(set(alarms))


def test_phrases_are_split_at_commas_and_kept_in_both_languages(tmp_path: Path) -> None:
    lexicon = load_lexicon(folder_with(tmp_path, praise=PRAISE))
    assert lexicon.families("en")["best"] == ("best", "the .. best")
    assert lexicon.families("nl")["best"] == ("beste",)


def test_a_slot_is_one_family_or_several() -> None:
    alarm = Alarm(together="dead|live faster", unless="jar")  # type: ignore[arg-type]
    assert alarm.slots == (("dead", "live"), ("faster",))
    assert alarm.families == {"dead", "live", "faster", "jar"}


def test_an_unknown_family_is_refused_by_name(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, praise=PRAISE.replace("together: best", "together: bets"))
    with pytest.raises(BadRow) as caught:
        load_lexicon(folder)
    assert (caught.value.code, caught.value.values["family"]) == ("unknown_family", "bets")


def test_a_family_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, praise=PRAISE, advert=PRAISE.replace("id: praise", "id: advert"))
    with pytest.raises(BadRow) as caught:
        load_lexicon(folder)
    assert caught.value.code == "repeated_family"
