from __future__ import annotations

import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from tests.permit_people import base, healthy

from biotica.advise.contract import to_contract
from biotica.advise.plan import advise
from biotica.errors import BadRow, MissingSource
from biotica.knowledge.evidence import GOALS, Intervention, load_evidence
from biotica.knowledge.things import read_thing
from biotica.permit.about import answer_ids, read_about

TABLES = ("evidence_sources.tsv", "medicines.tsv", "stop_rules.tsv")

RULE = """\
id: R90
name_en: bees at home
name_nl: bijen in huis
when:
- {key: answers.bees}
touches: class
cells:
  LP: {cell: allow}
  FR: {cell: allow}
  FK: {cell: allow}
  PI: {cell: allow}
  ME: {cell: allow}
  FI: {cell: exclude}
  FO: {cell: allow}
  LI: {cell: allow}
reason_code: bees
reason_en: Bees dislike fibre.
reason_nl: Bijen houden niet van vezels.
read_level: memory
date: 2026-11-23
"""

ITEM = """\
id: Z9
name_en: Fibre of clouds
name_nl: Wolkenvezel
kind: fibre
class: FI
option: true
tolerance: {code: gas, level: low, status: assumed}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = Path(str(files("biotica"))) / "data"
    for name in ("rules", "interventions"):
        shutil.copytree(data / name, tmp_path / name)
    for name in TABLES:
        shutil.copy(data / name, tmp_path / name)
    return tmp_path


def test_the_shipped_evidence_is_whole() -> None:
    assert len(base().rules) >= 42
    assert len(base().items) >= 70
    assert len(base().medicines) == 383
    assert len(base().stop_rules) == 15


def test_a_rule_and_an_intervention_are_added_by_one_file_each(folder: Path) -> None:
    (folder / "rules/R90.yaml").write_text(RULE, encoding="utf-8")
    (folder / "interventions/Z9.yaml").write_text(ITEM, encoding="utf-8")
    more = load_evidence(folder)
    assert "bees" in answer_ids(more.rules)
    text = 'goal = "fibre"\nmedicines = []\nallergies = []\n[person]\nage_y = 44\n'
    text += "pregnant = false\nlactating = false\n[answers]\n"
    text += "\n".join(f'{key} = "no"' for key in answer_ids(base().rules))
    for answer, place in [("no", "ranked"), ("yes", "removed"), ("unknown", "answer_first")]:
        about = read_about(f'{text}\nbees = "{answer}"\n', rules=more.rules, medicines=more.medicines)
        plan = to_contract(advise(about, more.items, more.rules))
        assert "Z9" in [entry["id"] for entry in plan[place]]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "where"),
    [
        ("rules/R05.yaml", "id: R05", "id: R06", "file_name_is_not_the_id", "R05.yaml"),
        ("rules/R05.yaml", "touches: class", "touches: [class", "bad_thing", "R05.yaml:8:"),
        ("rules/R05.yaml", "ask: doctor", "ask: uncle", "bad_thing", "R05.yaml:cells.LP"),
        ("rules/R05.yaml", "LP:", "LQ:", "bad_thing", "R05.yaml:cells.LQ"),
        ("interventions/F1.yaml", "low: 12.0", "low: 14.0", "bad_thing", "F1.yaml:dose"),
        ("interventions/F1.yaml", "kind: fibre", "kind: fiber", "bad_thing", "F1.yaml:kind"),
        ("interventions/F1.yaml", "bearing: better", "bearing: nice", "bad_thing", "F1.yaml:evidence.0"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    folder: Path, file: str, old: str, new: str, code: str, where: str
) -> None:
    place = folder / file
    place.write_text(place.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    broken = load_evidence(folder)
    with pytest.raises(BadRow) as caught:
        getattr(broken, "rules" if file.startswith("rules") else "items")
    assert caught.value.code == code
    assert caught.value.where.startswith(where)


def test_a_source_that_no_row_holds_is_refused(folder: Path) -> None:
    place = folder / "interventions/F1.yaml"
    text = place.read_text(encoding="utf-8").replace("doi:10.3390/nu11010091", "doi:10.0000/none")
    place.write_text(text, encoding="utf-8")
    with pytest.raises(MissingSource, match=re.escape("doi:10.0000/none")):
        assert load_evidence(folder).items


def test_a_medicine_that_names_an_unknown_rule_is_refused(folder: Path) -> None:
    place = folder / "medicines.tsv"
    place.write_text(place.read_text(encoding="utf-8").replace("R23\t", "R99\t", 1), encoding="utf-8")
    with pytest.raises(BadRow) as caught:
        assert load_evidence(folder).medicines
    assert caught.value.code == "unknown_rule"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRow) as caught:
        read_thing(tmp_path / "R01.yaml", Intervention)
    assert caught.value.where == "R01.yaml"


def test_no_finding_from_memory_reaches_a_plan() -> None:
    from_memory = {
        row.outcome for item in base().items for row in item.evidence if row.read_level == "memory"
    }
    assert from_memory
    for goal in GOALS:
        plan = to_contract(advise(healthy(goal=goal), base().items, base().rules))
        for entry in (*plan["ranked"], *plan["adjust"]):
            assert all(row["read_level"] != "memory" for row in entry["evidence"])
            assert not from_memory & {row["outcome"] for row in entry["evidence"]}


def test_every_condition_that_a_rule_matches_is_carried_by_some_item_or_person() -> None:
    carried = {word for item in base().items for word in (*item.contains, *item.traces)}
    for rule in base().rules:
        for cell in rule.items:
            assert (cell.contains or cell.traces) in carried, (rule.id, cell)


def test_doing_nothing_is_one_item() -> None:
    assert [item.id for item in base().items if item.comparator] == ["L3"]


def test_no_text_of_the_evidence_calls_anything_safe() -> None:
    texts = [text for rule in base().rules for text in (rule.reason_en, rule.reason_nl)]
    texts += [row.effect_text for item in base().items for row in item.evidence]
    assert not [text for text in texts if "safe" in text.lower().replace("safety", "").split()]
