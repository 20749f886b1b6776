"""The rule that CI knows no skipped tests."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    text = CONFTEST.read_text().replace('pytest_plugins = ["pytester"]', "")
    pytester.makeconftest(text)
    pytester.makepyfile(
        test_skips="""
            import pytest

            def test_needs_tex():
                pytest.skip("no pdflatex")

            @pytest.mark.skipif(True, reason="never")
            def test_marked():
                pass

            @pytest.mark.xfail(strict=True)
            def test_expected_to_fail():
                assert False

            def test_passes():
                pass
        """,
        test_module="""
            import pytest
            pytest.importorskip("no_such_module")
        """,
    )
    return pytester


def test_skip_fails_on_ci(project, monkeypatch):
    """With CI=true every skip, of a test or a whole module, is a failure that says so."""
    monkeypatch.setenv("CI", "true")
    run = project.runpytest("test_skips.py")
    # a mark skips before the test begins, which pytest counts as an error
    run.assert_outcomes(failed=1, errors=1, passed=1, xfailed=1)
    run.stdout.fnmatch_lines(["*test_needs_tex was skipped, which CI does not allow*no pdflatex*"])
    assert project.runpytest("test_module.py").ret != 0


def test_skip_is_allowed_elsewhere(project, monkeypatch):
    """Without CI a machine without TeX still passes."""
    monkeypatch.delenv("CI", raising=False)
    run = project.runpytest()
    run.assert_outcomes(skipped=3, passed=1, xfailed=1)
    assert run.ret == 0
