"""The size of the trusted part, as the README prints it: lines of each room, primitives by name.

`python tests/counts.py` (`make counts`) writes the line into the README; a test compares it.
A primitive is an inference that the kernel registers by name.
"""

from __future__ import annotations

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
    """The names of all primitives that the kernel registers, sorted."""
    from symderive.kernel.analysis.primitives import PRIMITIVES

    return sorted(PRIMITIVES)


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
