from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.house import PACKAGE, ROOT, Function, code_files, public_functions

MAX_LINES = 400
SUFFIXES = (
    *("_h", "_min", "_l", "_ml", "_c", "_g", "_pg", "_bar", "_share", "_eur", "_mmol", "_per_h", "_ph"),
    *("_mmol_per_l", "_mol_per_l", "_mmol_per_l_bar", "_g_per_l", "_g_per_mol", "_g_per_mmol"),
    *("_cfu_per_ml", "_cells_per_ml"),
)
WITHOUT_UNIT = frozenset({"ph", "ph_min", "ph_opt", "ph_max", "share", "top_charge", "out", "values"})
"""pH, shares and charges have no unit; `out` is written; `values` have the units of the state vector."""

MIXED_UNITS = frozenset({"equations.py", "kernel.py", "rosenbrock.py", "sparse.py"})
"""Work on the state vector, whose cells have different units: `tables.py` says which."""

BANNED_NAMES = frozenset({"utils", "helpers", "manager", "core", "common", "base"})


def is_float(annotation: ast.expr | None) -> bool:
    words = ast.unparse(annotation) if annotation is not None else ""
    return {part.strip() for part in words.split("|")} & {"float", "Floats"} != set()


def has_unit(name: str) -> bool:
    return name in WITHOUT_UNIT or name.endswith(SUFFIXES)


def arguments(function: Function) -> list[ast.arg]:
    given = function.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs]


def test_every_amount_in_the_engine_says_its_unit() -> None:
    nameless = [
        f"{path.name}:{function.name}({argument.arg})"
        for path in (PACKAGE / "engine").glob("*.py")
        if path.name not in MIXED_UNITS
        for function in public_functions(path)
        for argument in arguments(function)
        if is_float(argument.annotation) and not has_unit(argument.arg)
    ]
    assert nameless == []


@pytest.mark.parametrize(
    ("name", "expected"), [("lactate_mmol_per_l", True), ("lactate", False), ("ph", True)]
)
def test_unit_is_seen_in_a_name(name: str, expected: bool) -> None:
    assert has_unit(name) is expected


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in code_files()}
    assert {path.name: lines for path, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_file_or_folder_has_a_name_for_anything() -> None:
    assert [path for path in code_files() if {path.stem, *path.parent.parts[-2:]} & BANNED_NAMES] == []


def is_stub(function: Function) -> bool:
    return len(function.body) == 1 and ast.unparse(function.body[0]) == "..."


def test_public_functions_say_what_they_give() -> None:
    silent = [
        f"{path.name}:{function.name}"
        for path in PACKAGE.rglob("*.py")
        for function in public_functions(path)
        if not is_stub(function) and not ast.get_docstring(function)
    ]
    assert silent == []


def test_package_is_never_imported_as_a_whole() -> None:
    whole = [
        path.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(alias.name == "biotica" for alias in node.names)
    ]
    assert whole == []


def test_rooms_look_downwards_only() -> None:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
