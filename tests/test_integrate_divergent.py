"""Divergence is an answer: proved, with its place, and rechecked; what converges is never called so."""

from __future__ import annotations

import pytest

from symderive.faces.integrate import integrate
from symderive.kernel.analysis import primitives  # noqa: F401
from symderive.kernel.analysis.integrals.divergent import WHO, divergence
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.reader import read

DIVERGENT = [
    ("1/x^2", "-1", "1", ()), ("cos(x)", "0", "oo", ()), ("tan(x)", "0", "pi", ()),
    ("exp(a*x)", "0", "oo", ("a > 0",)), ("x^(a - 1)", "0", "1", ("a < 0",)),
    ("1/(x - a)", "0", "b", ("a > 0", "b > a")), ("sin(x)^2/x", "0", "oo", ()),
]  # fmt: skip
CONVERGENT = [
    ("Integral(1/sqrt(x), (x, 0, 1))", "0", ()), ("Integral(1/x^2, (x, 1, oo))", "oo", ()),
    ("Integral(1/(x - 2), (x, 0, 1))", "2", ()), ("Integral(x^a, (x, 0, 1))", "0", ("a > -1",)),
    ("Integral(1/(x*log(x)^2), (x, 2, oo))", "oo", ()), ("Integral(sin(x)/x, (x, 0, 1))", "0", ()),
]  # fmt: skip


@pytest.mark.parametrize(("expr", "low", "high", "given"), DIVERGENT)
def test_divergence_is_a_verified_answer(expr, low, high, given):
    """The result says so and names the place; the recheck finds the same."""
    found = integrate(expr, "x", low, high, given)
    assert found.verdict == "verified" and found.result["diverges"] is True
    assert "diverges" in found.result["place"] and found.result["text"].endswith("is divergent")
    assert recheck(found.as_dict()) == []


def test_a_divergence_of_another_integral_or_place_is_rejected():
    """The claim is read from the problem, the place from the last step."""
    data = integrate("1/x", "x", "-1", "1").as_dict()
    assert recheck(data | {"problem": data["problem"] | {"from": "1/2"}})
    assert recheck(data | {"result": data["result"] | {"place": "at x = 1/2"}})
    value = {"text": "0", "latex": "0", "diverges": False}
    with pytest.raises(ValueError, match="diverges"):
        recheck(data | {"result": value})


@pytest.mark.parametrize(("integral", "at", "given"), CONVERGENT)
@pytest.mark.parametrize("log", [False, True])
def test_what_converges_is_not_proved_divergent(integral, at, given, log):
    """Comparison fails at every place of an integral that exists."""
    claim = read(f"{integral} is divergent")
    bind = {"at": read(at), **({"log": read("1")} if log else {})}
    with pytest.raises((Rejected, Undecided)):
        divergence(Step(1, WHO, claim, bind=bind), (), Givens.of([read(g) for g in given]))


def test_nothing_is_said_of_a_place_outside():
    """A pole that may lie outside of the interval proves nothing."""
    step = Step(1, WHO, read("Integral(1/(x - a), (x, 0, b)) is divergent"), bind={"at": read("a")})
    with pytest.raises(Undecided, match="lie in the interval"):
        divergence(step, (), Givens.of([read("a > 0"), read("b > 0")]))


def test_divergence_under_contradicting_givens_is_refused():
    """A statement about no point is no answer."""
    step = Step(1, WHO, read("Integral(x^a, (x, 0, 1)) is divergent"), bind={"at": read("0")})
    with pytest.raises(Undecided, match="admissible"):
        divergence(step, (), Givens.of([read("a < -2"), read("a > 1")]))
