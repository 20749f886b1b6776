"""Named results about matrices and normal laws are derived by the methods and recheck."""

from __future__ import annotations

import json

import pytest

from symderive.catalogue.divergences import PROBLEMS as DIVERGENCES
from symderive.catalogue.matrices import PROBLEMS
from symderive.faces.check import check
from symderive.faces.derive import derive
from symderive.recheck import recheck


@pytest.mark.parametrize("name", [p.name for p in (*PROBLEMS, *DIVERGENCES)])
def test_a_named_result_is_derived(name):
    """Verified, nothing computed or assumed, and the certificate rechecks."""
    d = derive(name, timeout=120)
    assert d.verdict == "verified", d.reason
    assert not set(d.grades) & {"computed", "assumed"}
    assert recheck(json.loads(d.to_json())) == []


SECOND = "M - c*transpose(m) - m*transpose(c) + c*transpose(c)"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        # Gibbs' inequality the other way round, and without the difference of the masses
        (
            "Integral(exp(u(x))*(u(x) - v(x)), (x, a, b))"
            " <= Integral(exp(u(x)), (x, a, b)) - Integral(exp(v(x)), (x, a, b))",
            "a < b; u, v are C0",
        ),
        ("Integral(exp(u(x))*(u(x) - v(x)), (x, a, b)) >= 0", "a < b; u, v are C0"),
        # centring does not make the second moment least entry by entry: three coordinates, t = 1/2
        ("3*Abs(1 + t) + 6*Abs(t - 1/2) >= 6", "t >= 0"),
        (f"tr({SECOND}) = tr(M - m*transpose(m))", "M is symmetric n x n; m, c are n vectors"),
        # Stein's identity with the sign or the boundary lost
        (
            "Integral((x - m)*g(x)*exp(-(x - m)^2/2), (x, a, b))"
            " = Integral(g'(x)*exp(-(x - m)^2/2), (x, a, b))",
            "a < b; g is C1",
        ),
        # the kernel form without the defect holds on the gradient flow only
        (
            "f(a(T)) - f(a(0)) = Integral(alpha(t)*f'(a(t))*g'(a(t)), (t, 0, T))",
            "T > 0; f, g are C2; a is C1; alpha is C0",
        ),
        (
            "(tr(inverse(T)*S) - n + log(det(T)/det(S)) + quad(inverse(T), m - w))/2 >= 1/100",
            "S, T are positive definite n x n; m, w are n vectors",
        ),
    ],
)
def test_what_is_near_a_named_result_and_false_is_refuted(claim, given):
    """Lost boundary terms, lost masses, the wrong order."""
    d = check(claim, given.split("; "), 60)
    assert d.verdict in ("refuted", "undecided")
    assert d.verdict == "refuted", d.reason
