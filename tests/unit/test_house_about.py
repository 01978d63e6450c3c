"""What a person tells is used to withhold and to refer, and for nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house import PACKAGE

PERSONAL = {
    "answers",
    "allergies",
    "medicines",
    "unknown_medicines",
    "near_medicines",
    "pregnant",
    "lactating",
    "age_y",
}
SHOWN_BACK = {
    ("advise/contract.py", "plan.about.near_medicines"),
    ("advise/contract.py", "plan.about.unknown_medicines"),
}
"""Names of medicines that no table holds are printed for the person who typed them."""
ONLY_TO_WITHHOLD = {
    ("label/safety.py", "about.answers"),
    ("label/safety.py", "about.age_y"),
    ("label/safety.py", "about.pregnant"),
    ("label/safety.py", "about.lactating"),
}
"""What a label says about whom it is not for, and its legal limits by age, come on top of the rules."""
NOT_A_PERSON = {
    ("report/person.py", "evidence.medicines"),
    ("ask_about.py", "self.evidence.medicines"),
}
"""The table of medicines."""


def personal_facts_read() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(("permit/", "knowledge/")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in PERSONAL:
                yield name, ast.unparse(node)


def test_no_room_but_the_permit_and_the_label_read_what_a_person_told_about_health() -> None:
    assert set(personal_facts_read()) == SHOWN_BACK | NOT_A_PERSON | ONLY_TO_WITHHOLD


def test_the_place_of_an_item_and_its_simulation_do_not_know_the_person() -> None:
    for name in ("advise/rank.py", "knowledge/grade.py", "advise/simulated.py", "advise/blend.py"):
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert "biotica.permit.about" not in imported, name
