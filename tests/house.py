"""What the tests of the house look at: the files of the checkout, and their syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "biotica"
CODE = ("src", "tests", "scripts", "docs", "benchmarks", "validation")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_files() -> list[Path]:
    """Every Python file that we wrote."""
    return sorted(
        path for folder in CODE for path in (ROOT / folder).rglob("*.py") if "_build" not in path.parts
    )


def tracked_files() -> list[Path]:
    """Every file that a clone brings; all but ignored ones where this is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def public_functions(path: Path) -> Iterator[Function]:
    """Functions and methods that others may call; nested ones and names with an underscore are not."""
    for node in tree_of(path).body:
        inner = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        for member in inner:
            if isinstance(member, Function) and not member.name.startswith("_"):
                yield member
