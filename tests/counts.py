"""The size of the trusted part, as the README prints it: lines of each room, primitives by name.

`python tests/counts.py` (`make counts`) writes the line into the README; a test compares it.
A primitive is a module of `kernel/analysis` or `kernel/logic` that declares one: a string constant
`PRIMITIVE`, or a mapping `PRIMITIVES` whose keys are the names.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KERNEL = ROOT / "symderive" / "kernel"
LINE = re.compile(r"^kernel/logic: .*$", re.MULTILINE)


def lines(room: str) -> int:
    """Lines of all modules of a room, comments and docstrings included."""
    files = sorted((KERNEL / room).rglob("*.py"))
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)


def primitives() -> list[str]:
    """The names of all primitives, sorted."""
    found: list[str] = []
    for path in sorted(KERNEL.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names, value = _assigned(node)
            if "PRIMITIVE" in names and isinstance(value, ast.Constant):
                found.append(str(value.value))
            if "PRIMITIVES" in names and isinstance(value, ast.Dict):
                found += [k.value for k in value.keys if isinstance(k, ast.Constant)]
    return sorted(set(found))


def _assigned(node: ast.stmt) -> tuple[list[str], ast.expr | None]:
    if isinstance(node, ast.Assign):
        return [t.id for t in node.targets if isinstance(t, ast.Name)], node.value
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id], node.value
    return [], None


def line() -> str:
    """The line of the README."""
    logic, analysis = lines("logic"), lines("analysis")
    return (
        f"kernel/logic: {logic} lines, kernel/analysis: {analysis} lines, "
        f"{len(primitives())} primitives"
    )


def write(readme: Path = ROOT / "README.md") -> bool:
    """Put the line into the README; True where it had changed."""
    old = readme.read_text(encoding="utf-8")
    if not LINE.search(old):
        raise SystemExit(f"{readme.name} has no line that begins with `kernel/logic: `")
    new = LINE.sub(line(), old, count=1)
    if new != old:
        readme.write_text(new, encoding="utf-8")
    return new != old


if __name__ == "__main__":
    print(("rewritten: " if write() else "unchanged: ") + line())
