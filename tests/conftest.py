"""On CI a skipped test is a failed one: what needs TeX must find TeX (`.ci/run` installs it).

Elsewhere a skip stays a skip; `CI=true make test` shows what CI would say.
"""

from __future__ import annotations

import os

import pytest

pytest_plugins = ["pytester"]


def on_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure is reported as skipped too; it is none.
    if on_ci() and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, which CI does not allow: {why}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    _forbid_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    outcome = yield
    _forbid_skip(outcome.get_result())
