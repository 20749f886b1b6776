"""Compiling fragments with real TeX, in the classes of papers and talks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CLASSES = {
    "article": (r"\documentclass{article}", 345),
    "amsart": (r"\documentclass{amsart}", 360),
    "revtex": (r"\documentclass[aps,prl,twocolumn]{revtex4-2}", 246),
    "ieee": (r"\documentclass[journal]{IEEEtran}", 252),
    "beamer": (r"\documentclass{beamer}", 280),
}
needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")


def compiled(directory: Path, source: str, runs: int = 2) -> str:
    """The log of the last run; shell escape is off and the first error stops."""
    (directory / "paper.tex").write_text(source, encoding="ascii")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error"]
    for _ in range(runs):
        run = subprocess.run(
            [*command, "paper.tex"], cwd=directory, capture_output=True, timeout=100, check=False
        )
        assert run.returncode == 0, run.stdout.decode("latin-1")[-1500:]
    return (directory / "paper.log").read_text(encoding="latin-1")


COMPLAINTS = ("Overfull \\hbox", "undefined", "multiply defined", "Missing character")


def complaints(name: str, fragments: list[str], directory: Path) -> list[str]:
    """What TeX has against the fragments in one document of a class, errors aside."""
    first, _ = CLASSES[name]
    if name == "beamer":
        fragments = [f"\\begin{{frame}}[allowframebreaks]\n{f}\\end{{frame}}" for f in fragments]
    body = "\n".join(fragments)
    source = f"{first}\n\\usepackage{{amsmath}}\n\\begin{{document}}\n{body}\n\\end{{document}}"
    log = compiled(directory, source)
    return [
        line for line in log.splitlines()
        if any(c in line for c in COMPLAINTS) and "Font shape" not in line
    ]  # fmt: skip
