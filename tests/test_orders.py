"""Orders by tangents of logarithms and exponentials, and under integrals: Gibbs' inequality."""

import json

import pytest

from symderive.faces.check import check
from symderive.kernel.analysis import primitives  # noqa: F401  (opens the rooms)
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step
from symderive.kernel.logic.givens import Givens
from symderive.recheck import recheck
from symderive.terms.reader import read

GIBBS = "{0}(exp(u(x))*(u(x) - v(x)), (x, a, b)) >= {0}(exp(u(x)), (x, a, b)) - {0}(exp(v(x)), (x, a, b))"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("p*log(p/q) >= p - q", "p > 0; q > 0"),
        ("log(s2/s1) + (s1^2 + (m1 - m2)^2)/(2*s2^2) - 1/2 >= 0", "s1 > 0; s2 > 0"),
        ("log(s2/s1) + (s1^2 + (m1 - m2)^2)/(2*s2^2) - 1/2 > 0", "s1 > 0; s2 > 0; m1 != m2"),
        ("log(a) - log(b) + b/a - 1 >= 0", "a > 0; b > 0"),
        ("a*log(a/b) + (1 - a)*log((1 - a)/(1 - b)) >= 0", "0 < a < 1; 0 < b < 1"),
        ("log(s1*s2) <= 2*log((s1 + s2)/2)", "s1 > 0; s2 > 0"),
        ("exp(x)*(1 - x) <= 1", ""),
        (GIBBS.format("Integral"), "a < b; u, v are C0"),
        (GIBBS.format("Sum"), "a, b are integers; a <= b"),
        ("Integral(f(x)^2, (x, a, b)) >= 0", "a < b; f is C0"),
        ("Integral(exp(f(x)), (x, a, b)) > 0", "a < b; f is C0"),
    ],
)
def test_a_divergence_is_not_negative(claim, given):
    """Each order follows from a tangent; its certificate rechecks."""
    d = check(claim, given.split("; ") if given else [], 30)
    assert d.verdict == "verified", d.reason
    assert recheck(json.loads(d.to_json())) == []


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("p*log(p/q) >= p + q", "p > 0; q > 0"),
        ("log(s2/s1) + (s1^2 + (m1 - m2)^2)/(2*s2^2) - 1/2 > 0", "s1 > 0; s2 > 0"),
        ("Integral(f(x), (x, a, b)) >= 0", "a < b; f is C0"),
        ("Integral(f(x)^2, (x, a, b)) >= 0", "b < a; f is C0"),
        ("Integral(f(x)^2, (x, a, b)) > 0", "a < b; f is C0"),
    ],
)
def test_an_order_that_fails_somewhere_is_never_proved(claim, given):
    """Equal laws have divergence 0, and an integral run backwards turns the sign."""
    assert check(claim, given.split("; "), 30).verdict != "verified"


def _judged(steps, *given):
    givens = Givens.of([read(g) for g in given])
    try:
        return judge(steps[-1].gives, steps, givens).verdict
    except Rejected as law:
        return str(law)


def _step(n, by, text, uses=(), under=()):
    return Step(n, by, read(text), uses, {}, tuple(read(u) for u in under))


def test_the_sign_of_an_integrand_is_wanted_on_the_whole_range():
    """x >= 0 for 0 < x does not make the integral over (-1, 1) nonnegative."""
    sign = _step(1, "algebra", "x^3 >= 0", under=("0 < x", "x < 1"))
    for low, want in (("0", "verified"), ("-2", "is not known of the range")):
        total = _step(2, "integral_of_nonnegative", f"Integral(x^3, (x, {low}, 1)) >= 0", (1,))
        assert want in _judged([sign, total])


def test_an_integral_of_a_positive_function_may_diverge():
    """1/x > 0 on (0, 1), and its integral is no number."""
    sign = _step(1, "algebra", "1/x > 0", under=("0 < x", "x < 1"))
    total = _step(2, "integral_of_nonnegative", "Integral(1/x, (x, 0, 1)) >= 0", (1,))
    assert _judged([sign, total]) == "undecided"


def test_a_positive_integral_wants_an_interval_with_an_inside():
    """Over (a, a) every integral is 0."""
    sign = _step(1, "algebra", "exp(x) > 0")
    total = _step(2, "integral_of_nonnegative", "Integral(exp(x), (x, a, b)) > 0", (1,))
    assert _judged([sign, total], "a <= b") == "undecided"
    assert _judged([sign, total], "a < b") == "verified"


def test_another_body_is_another_integral():
    """The premise is about the integrand itself."""
    sign = _step(1, "algebra", "x^2 >= 0")
    total = _step(2, "integral_of_nonnegative", "Integral(x, (x, 0, 1)) >= 0", (1,))
    assert "not about the body" in _judged([sign, total])
    total = _step(2, "integral_of_nonnegative", "Integral(x^2, (x, 1, 0)) >= 0", (1,))
    assert _judged([sign, total]) == "undecided"


def test_a_damaged_certificate_of_an_order_is_rejected():
    """The claim is bound to the steps."""
    d = json.loads(check("p*log(p/q) >= p - q", ["p > 0", "q > 0"], 30).to_json())
    assert recheck(json.loads(json.dumps(d).replace("p - q", "p + q"))) != []
