"""Every session in the documents is executed."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    p for p in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"] if ">>>" in p.read_text()
)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_sessions_of_a_page_run(page):
    """What a page shows is what the program prints."""
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried and not failed
