"""Problems about forms: every one decided rightly, every answer verified again by the kernel."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from symderive.derivations import Derivation
from symderive.faces.forms import forms
from symderive.kernel.analysis.forms.coefficients import Coefficients
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.zero import prove_equal
from symderive.terms.context import Context
from symderive.terms.form_setting import Setting
from symderive.terms.reader import read

ITEMS = tomllib.loads((Path(__file__).parent / "data" / "forms.toml").read_text(encoding="utf-8"))


def rows(kind: str) -> list:
    return [pytest.param(r, id=f"{n}-{r.get('claim') or r.get('expr') or r.get('form') or r['coframe']}")
            for n, r in enumerate(ITEMS[kind])]  # fmt: skip


def answered(row: dict, expr: str, verdict: str = "verified") -> Derivation:
    """The derivation, of the verdict that is wanted, accepted by the recheck."""
    options = {k: row[k] for k in ("metric", "let", "given", "chart", "domain", "coframe", "signature")
               if k in row}  # fmt: skip
    d = forms(expr, coords=row["coords"], **options)
    assert d.verdict == verdict, d.reason
    assert "computed" not in d.grades
    report = d.verify()
    assert report, report.differences
    return d


def same(found: str, wanted: str, row: dict) -> bool:
    """Whether two texts are the same function, proved by the kernel's normal form."""
    functions = Setting.of({"coords": row["coords"]}, row.get("given", [])).functions
    context = Context(functions=frozenset(functions))
    a, b = read(found, context), read(wanted, context)
    facts = [read(g) for g in row.get("given", []) if "function" not in g]
    givens = Givens.of(facts)
    k = Coefficients(givens)
    if k.run(lambda: k.add(k.read(a), -k.read(b))).zero:
        return True
    return prove_equal(a, b, givens) is not None


def same_parts(found: dict, wanted: dict, row: dict) -> bool:
    keys = {*found, *wanted}
    return all(same(found.get(key, "0"), wanted.get(key, "0"), row) for key in keys)


@pytest.mark.parametrize("row", rows("identity"))
def test_identities(row):
    """Identities of generic forms are proved in components; false ones fail at explicit forms."""
    d = answered(row, row["claim"], "verified" if row["true"] else "refuted")
    assert d.added == []
    if not row["true"]:
        assert d.witness["left"] != d.witness["right"]


@pytest.mark.parametrize("row", rows("value"))
def test_values(row):
    """Values have the components that are expected, and no added givens."""
    d = answered(row, row["expr"])
    assert same_parts(d.result["components"], row["want"], row), d.result["components"]
    assert d.added == []


@pytest.mark.parametrize("row", rows("potential"))
def test_potentials(row):
    """Closed or not, exact or not on the domain, and the derivative of the potential is the form."""
    d = answered(row, f"potential({row['form']})")
    assert (d.result["closed"], d.result["exact"]) == (row["closed"], row["exact"])
    assert ("potential" in d.result) == row["exact"]


@pytest.mark.parametrize("row", rows("integral"))
def test_integrals(row):
    """Integrals over parametrised regions have their values, with the orientation of the parameters."""
    d = answered(row, row["expr"])
    assert same(d.result["text"], row["want"], row), d.result["text"]


@pytest.mark.parametrize("row", rows("stokes"))
def test_stokes(row):
    """Both sides of Stokes's theorem on given regions, computed apart; wrong orientations refuted."""
    answered(row, row["claim"], "verified" if row["true"] else "refuted")


@pytest.mark.parametrize("row", rows("curvature"))
def test_curvatures(row):
    """Connection, curvature and their contractions from a coframe."""
    d = answered(row, "curvature")
    for key, wanted in row["want"].items():
        if key in ("connection", "curvature"):
            for pair, parts in wanted.items():
                assert same_parts(d.result[key][pair], parts, row), d.result[key]
        elif key == "ricci":
            for told, line in zip(d.result["ricci"], wanted, strict=True):
                assert all(same(a, b, row) for a, b in zip(told, line, strict=True))
        elif key == "ricci00":
            assert same(d.result["ricci"][0][0], wanted, row), d.result["ricci"][0][0]
        else:
            assert same(d.result[key], wanted, row), d.result[key]
