"""Definite integrals by each move of the search, verified and rechecked; the values are known."""

from __future__ import annotations

import pytest

from symderive.faces.integrate import integrate
from symderive.kernel.analysis import primitives  # noqa: F401
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.reader import read

ROUTES = [
    ("log(x)^2/(1+x)^2", "0", "oo", (), "pi^2/3", "exponential_family"),
    ("x^(p-1)/(1+x)", "0", "oo", ("p > 0", "p < 1"), "pi/sin(pi*p)", "beta_integral"),
    ("log(1+a^2*x^2)/(1+x^2)", "0", "oo", ("a > 0",), "pi*log(a + 1)", "cases"),
    ("log(1+x)/(1+x^2)", "0", "1", (), "pi*log(2)/8", "change_of_variables"),
    ("x*sin(x)/(1+cos(x)^2)", "0", "pi", (), "pi^2/4", "change_of_variables"),
    ("log(1+cos(x)/2)", "0", "pi", (), "pi*log((2 + sqrt(3))/4)", None),
    ("atan(x)/x^2", "1", "oo", (), "pi/4 + log(2)/2", None),
    ("loggamma(x)", "0", "1", (), "log(2*pi)/2", "change_of_variables"),
    ("log(x)/(x^2+2*x+2)", "0", "oo", (), "pi*log(2)/8", "change_of_variables"),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "low", "high", "given", "value", "by"), ROUTES[:5] + ROUTES[6:])
def test_a_route_leads_to_a_verified_value(expr, low, high, given, value, by):
    """The value is the known one, no step is computed, and verify accepts the certificate."""
    from symderive.faces.check import check

    found = integrate(expr, "x", low, high, given, timeout=60)
    assert found.verdict == "verified", found.reason
    assert set(found.grades) <= {"exact", "cited", "enclosed"}
    assert by is None or by in {s["by"] for s in found.steps}
    assert recheck(found.as_dict()) == []
    assert check(f"{found.result['text']} = {value}", given).verdict == "verified"
    assert recheck(found.as_dict() | {"result": {"text": "1", "latex": "1"}})


WRONG = [
    # u = x^2 is not monotone on (-1, 1)
    ("change_of_variables", "Integral(x^2, (x, -1, 1)) = Integral(sqrt(u)/2, (u, 1, 1))",
     {"phi": "sqrt(u)"}),
    ("change_of_variables", "Integral(x^2, (x, -1, 1)) = Integral(2*u^5, (u, -1, 1))",
     {"phi": "u^2"}),
    # the boundary term is lost
    ("parts", "Integral(x*exp(x), (x, 0, 1)) = 0 - Integral(exp(x), (x, 0, 1))",
     {"u": "x", "v": "exp(x)"}),
    # a majorant that is none, and one that is not integrable
    ("leibniz", "Derivative(Integral(exp(-t*x^2), (x, 0, oo)), t) = "
     "Integral(-x^2*exp(-t*x^2), (x, 0, oo))", {"low": "t/2", "high": "2*t", "G": "exp(-t*x^2)"}),
    ("leibniz", "Derivative(Integral(exp(-t*x), (x, 0, oo)), t) = Integral(-x*exp(-t*x), "
     "(x, 0, oo))", {"low": "t/2", "high": "2*t", "G": "x"}),
    # an exchange over a half line without a majorant, and one where the limit jumps
    ("exchange_limit", "Limit(Integral(t*exp(-t*x), (x, 0, oo)), t, 0+) = "
     "Integral(0, (x, 0, oo))", {"high": "1"}),
    ("exchange_limit", "Limit(Integral(t/(t^2 + x^2), (x, 0, 1)), t, 0+) = "
     "Integral(0, (x, 0, 1))", {"high": "1"}),
    # an antiderivative that jumps inside
    ("antiderivative", "Integral(1/(2 + cos(x)), (x, 0, 2*pi)) = 0",
     {"F": "2/sqrt(3)*atan(tan(x/2)/sqrt(3))"}),
]  # fmt: skip


@pytest.mark.parametrize(("by", "claim", "bind"), WRONG)
def test_a_wrong_use_of_a_move_is_refused(by, claim, bind):
    """The condition that fails is named; nothing becomes a step."""
    step = Step(1, by, read(claim), bind={k: read(v) for k, v in bind.items()})
    with pytest.raises((Rejected, Undecided)) as no:
        check_steps([step], Givens.of([read("t > 0")] if "t" in read(claim).free else []))
    assert len(str(no.value)) > 20


def test_a_limit_passes_under_a_compact_integral():
    """Continuity on a closed rectangle is enough, and the rectangle must be inside the givens."""
    claim = read("Limit(Integral(log(2 + t*cos(x)), (x, 0, pi)), t, 0+) = "
                 "Integral(log(2 + 0*cos(x)), (x, 0, pi))")  # fmt: skip
    step = Step(1, "exchange_limit", claim, bind={"high": read("1")})
    (found,) = check_steps([step], Givens())
    assert "ends included" in found.outcome.conditions[-1].text or found.outcome.grade == "exact"
    wide = Step(1, "exchange_limit", claim, bind={"high": read("3")})
    with pytest.raises((Rejected, Undecided)):
        check_steps([wide], Givens())


CHAINS = [
    ("Integral(x^2, (x, -1, 1)) = 2/3", "Integral(x^2, (x, -1, 1)) = Integral(sqrt(u)/2, (u, 1, 1))",
     "change_of_variables", {"phi": "sqrt(u)"}),
    ("Integral(x*exp(x), (x, 0, 1)) = 1",
     "Integral(x*exp(x), (x, 0, 1)) = 0 - Integral(exp(x), (x, 0, 1))", "parts",
     {"u": "x", "v": "exp(x)"}),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "wrong", "by", "bind"), CHAINS)
def test_a_wrong_move_in_a_chain_is_named(claim, wrong, by, bind):
    """u = x^2 over (-1, 1) and a lost boundary term stop a user's chain; the true end is not refuted."""
    import symderive as sd

    found = sd.derivation(claim, [{"gives": wrong, "by": by, "bind": bind}, {"gives": claim}])
    assert found.verdict == "undecided"
    assert f"step 1 ({by})" in found.reason
