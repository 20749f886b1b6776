"""The wheel: everything symderive needs under one name, and nothing else in site-packages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel built from a copy of what the sdist holds, without the network."""
    import shutil

    source = tmp_path_factory.mktemp("source")
    target = tmp_path_factory.mktemp("wheel")
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("symderive", "rules"):
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "cli.py"):
        shutil.copy(ROOT / name, source / name)
    (source / "tests").mkdir()
    (source / "tests" / "test_nothing.py").write_text("")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    built = subprocess.run(
        [*command, "--no-build-isolation", "--wheel-dir", str(target), str(source)],
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (found,) = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_packages_are_those_of_the_tree():
    """Every package in the tree is listed in pyproject.toml, and no other."""
    tree = {
        str(path.parent.relative_to(ROOT)).replace(os.sep, ".")
        for path in (ROOT / "symderive").rglob("__init__.py")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == tree | {"symderive.rules"}


def test_only_symderive_is_at_the_top_level(names):
    """No `rules`, `cli` or `tests` lands in site-packages."""
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"symderive"}


def test_modules_and_rules_are_in_the_wheel(names):
    """All modules, all rules, the bibliography and the mark of typed code are shipped."""
    modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "symderive").rglob("*.py")}
    rules = {
        "symderive/" + p.relative_to(ROOT).as_posix()
        for pattern in ("*.toml", "*.bib")
        for p in (ROOT / "rules").rglob(pattern)
    }
    assert "symderive/rules/references.bib" in rules
    assert modules | rules | {"symderive/py.typed"} <= names


def run_installed(wheel: Path, directory: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code in an empty directory, the unpacked wheel and the dependencies on the path."""
    installed = directory / "site"
    if not installed.exists():
        zipfile.ZipFile(wheel).extractall(installed)
    empty = directory / "empty"
    empty.mkdir(exist_ok=True)
    # -I: no current directory, no environment; an editable install of the checkout is taken out.
    setup = (
        "import sys\n"
        "sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]\n"
        f"sys.path = [p for p in sys.path if p != {str(ROOT)!r}]\n"
        f"sys.path.insert(0, {str(installed)!r})\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", setup + code],
        capture_output=True,
        text=True,
        cwd=empty,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["rules", "cli", "tests"])
def test_foreign_names_are_not_importable(wheel, tmp_path, name):
    """Outside a checkout `import rules`, `import cli` and `import tests` fail."""
    run = run_installed(wheel, tmp_path, f"import {name}")
    assert run.returncode != 0
    assert f"No module named '{name}'" in run.stderr


def test_installed_command_line_runs(wheel, tmp_path):
    """The command line of the unpacked wheel starts, from its own files."""
    code = (
        "import symderive.cli as c; print(c.__file__); "
        "import symderive.worker as w\n"
        "with w.Worker(preload=()) as worker: print(worker.run('math:gcd', (12, 18), seconds=5))\n"
        "c.main(['--version'])"
    )
    run = run_installed(wheel, tmp_path, code)
    assert run.returncode == 0, run.stderr
    place, six, version = run.stdout.splitlines()
    assert Path(place).is_relative_to(tmp_path)
    assert (six, version) == ("6", "symderive 0.1.0")


def test_console_script_is_declared(wheel):
    """The wheel installs the command `symderive`."""
    archive = zipfile.ZipFile(wheel)
    (entry,) = (n for n in archive.namelist() if n.endswith("entry_points.txt"))
    assert "symderive = symderive.cli:main" in archive.read(entry).decode()


def test_checkout_runs_bare():
    """`python cli.py` in a checkout needs no installation."""
    launcher = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "--version"],
        capture_output=True,
        text=True,
        cwd=ROOT.parent,
    )
    assert launcher.stdout.strip() == "symderive 0.1.0"


def test_launcher_is_small():
    """The launcher of the checkout only launches."""
    assert len((ROOT / "cli.py").read_text().splitlines()) <= 6
