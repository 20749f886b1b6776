"""What starts quickly must not import what is slow: asked of fresh processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROBE = """
import json, sys
sys.argv = ["symderive", *json.loads(sys.argv[1])]
try:
    {code}
except SystemExit as ending:
    assert not ending.code, ending.code
print("MODULES", json.dumps(sorted(sys.modules)))
"""


def modules_after(code: str, args: list[str] | None = None) -> tuple[set[str], float]:
    """The modules that a fresh process has loaded after `code`, and its processor seconds."""
    import resource

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = spent()
    run = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code), json.dumps(args or [])],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    last = run.stdout.splitlines()[-1]
    return set(json.loads(last.removeprefix("MODULES "))), spent() - before


MAIN = "from symderive.cli import main; main()"


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["check", "--help"]])
def test_help_and_version_import_nothing_heavy(args):
    """Neither SymPy nor FLINT nor rich is imported to print a page of help."""
    loaded, _ = modules_after(MAIN, args)
    assert not loaded & {"sympy", "flint", "mpmath", "rich", "symderive.kernel", "symderive.terms"}


def test_help_takes_fifteen_hundredths_of_a_second():
    """The best of five runs of `--help` stays within 0.15 s of processor time."""
    assert min(modules_after(MAIN, ["--help"])[1] for _ in range(5)) <= 0.15


def test_import_of_the_package_is_light():
    """`import symderive` imports no SymPy."""
    loaded, _ = modules_after("import symderive")
    assert "sympy" not in loaded
