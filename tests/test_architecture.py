"""House rules that a machine can hold: arrows, forbidden calls, sizes, the count in the README."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import counts
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "symderive"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400

# They run code that stands in a text; on terms, certificates and rules they have no business.
FORBIDDEN = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "srepr", "lambdify"}
FORBIDDEN |= {"S", "parse_latex", "execfile"}
# `re.compile` and the like: as an attribute these names are somebody else's method.
HARMLESS_AS_ATTRIBUTE = {"eval", "exec", "compile"}


def arrows() -> dict[str, set[str]]:
    """The table of docs/architecture.md: room -> rooms that it may import."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split("## Arrows")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]*)\|$", table, re.MULTILINE)
    return {room: set(re.findall(r"\w+", allowed)) for room, allowed in rows}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every module that is imported anywhere in the file, as a full name, with its line."""
    here = ["symderive", *path.relative_to(PACKAGE).with_suffix("").parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level] if node.level else []
            if node.module:
                base = [*base, *node.module.split(".")]
            for name in node.names:
                yield ".".join([*base, name.name]), node.lineno


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def wrong_imports(path: Path, tree: ast.AST, allowed: dict[str, set[str]]) -> list[str]:
    room = room_of(path)
    found = []
    for name, line in imports(path, tree):
        parts = name.split(".")
        if parts[0] == "symderive" and len(parts) > 1 and parts[1] not in {room, *allowed[room]}:
            found.append(f"{path.relative_to(ROOT)}:{line}: {room} may not import {name}")
        if parts[0] == "sympy" and room == "kernel":
            found.append(f"{path.relative_to(ROOT)}:{line}: the kernel may not import SymPy")
    return found


def forbidden_calls(tree: ast.AST) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            f = node.func
            if isinstance(f, ast.Name) and f.id in FORBIDDEN:
                found.append((f.id, node.lineno))
            if isinstance(f, ast.Attribute) and f.attr in FORBIDDEN - HARMLESS_AS_ATTRIBUTE:
                found.append((f.attr, node.lineno))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sympy":
            # imported under another name, a call would not be seen
            found += [(n.name, node.lineno) for n in node.names if n.name in FORBIDDEN | {"*"}]
    return found


def test_every_room_has_its_row():
    """Every module and package of symderive stands in the table of docs/architecture.md."""
    rooms = {room_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms <= arrows().keys(), "a new room is a new row under `## Arrows`"


def test_arrows_hold():
    """No module imports to its right, not even inside a function."""
    allowed = arrows() | {"__init__": set(arrows()), "__main__": {"cli"}}
    wrong = [w for path in MODULES for w in wrong_imports(path, tree_of(path), allowed)]
    assert wrong == []


def test_arrows_have_no_cycle():
    """The table itself is an order: the rooms can be listed so that arrows point left."""
    left = dict(arrows())
    while left:
        free = [room for room, allowed in left.items() if not allowed & left.keys()]
        assert free, f"these rooms import each other: {sorted(left)}"
        for room in free:
            del left[room]


@pytest.mark.parametrize(
    "text",
    [
        "import sympy",
        "from sympy.core import add",
        "def f():\n    import sympy as sp",
        "from ..methods import search",
        "from symderive.present.text import present",
        "import symderive.cli",
    ],
)
def test_forbidden_import_is_seen(text):
    """The test of the arrows sees each way of writing an import."""
    path = PACKAGE / "kernel" / "lie.py"
    assert wrong_imports(path, ast.parse(text), arrows())


def test_nothing_evaluates_text():
    """No eval, exec, sympify, parse_expr, srepr, lambdify or `S(...)` anywhere in symderive."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in MODULES
        for name, line in forbidden_calls(tree_of(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "eval(x)",
        "sympy.sympify(x)",
        "from sympy import sympify as s",
        "S('x')",
        "sp.S(x)",
        "from sympy.parsing.sympy_parser import parse_expr",
        "__import__('os')",
        "from sympy import *",
    ],
)
def test_forbidden_call_is_seen(text):
    """The test of the calls sees each way of evaluating a text."""
    assert forbidden_calls(ast.parse(text))


def test_compiled_patterns_are_allowed():
    """`re.compile` is not the built-in that runs code."""
    assert forbidden_calls(ast.parse("re.compile('x')")) == []


def test_modules_are_short():
    """No module, test or benchmark is longer than 400 lines."""
    directories = ("symderive", "tests", "benchmarks", "docs")
    files = [f for d in directories for f in (ROOT / d).rglob("*.py")]
    sizes = {f.relative_to(ROOT): len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    assert {str(name): n for name, n in sizes.items() if n > LONGEST} == {}


def test_kernel_says_what_it_is_and_does_nothing_else():
    """The kernel opens no files and prints nothing."""
    found = []
    for path in sorted((PACKAGE / "kernel").rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"open", "print", "input"}
            ):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.func.id}")
    assert found == []


def test_readme_counts_the_trusted_lines():
    """The line counts and primitives in the README are those of the kernel (`make counts`)."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert counts.LINE.findall(readme) == [counts.line()]


def test_count_is_written_where_it_stood(tmp_path):
    """`make counts` rewrites the line, and says when there was nothing to rewrite."""
    readme = tmp_path / "README.md"
    readme.write_text("before\nkernel/logic: 1 lines, old\nafter\n")
    assert counts.write(readme)
    assert readme.read_text() == f"before\n{counts.line()}\nafter\n"
    assert not counts.write(readme)
    readme.write_text("nothing\n")
    with pytest.raises(SystemExit, match="no line"):
        counts.write(readme)
