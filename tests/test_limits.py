"""Limits: values that are proved, limits that do not exist, and what is left undecided."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis.limits.limit_step import limit_step, limit_value
from symderive.kernel.analysis.limits.limits import same
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read
from symderive.terms.tree import eq

TRUE: list[tuple[str, list[str], str]] = [
    ("Limit(sin(x)/x, x, 0)", [], "1"),
    ("Limit((x+1)/(x+2), x, 0)", [], "1/2"),
    ("Limit((1+1/n)^n, n, oo)", [], "E"),
    ("Limit((x^2-1)/(x-1), x, 1)", [], "2"),
    ("Limit((1-cos(x))/x^2, x, 0)", [], "1/2"),
    ("Limit(x*log(x), x, 0+)", [], "0"),
    ("Limit(exp(-x)*x^5, x, oo)", [], "0"),
    ("Limit(Abs(x)/x, x, 0+)", [], "1"),
    ("Limit(Abs(x)/x, x, 0-)", [], "-1"),
    ("Limit(atan(x), x, oo)", [], "pi/2"),
    ("Limit((exp(h*x)-1)/h, h, 0)", [], "x"),
    ("Limit((a^x-1)/x, x, 0)", ["a>0"], "log(a)"),
    ("Limit(sqrt(x^2+x)-x, x, oo)", [], "1/2"),
    ("Limit(x*sin(1/x), x, 0)", [], "0"),
    ("Limit(1/x, x, 0+)", [], "oo"),
    ("Limit(exp(1/x), x, 0-)", [], "0"),
    ("Limit(x^x, x, 0+)", [], "1"),
    ("Limit(tanh(x), x, -oo)", [], "-1"),
    ("Limit(n*(x^(1/n)-1), n, oo)", ["x>0"], "log(x)"),
    ("Limit(exp(-a*x), x, oo)", ["a>0"], "0"),
    ("Limit(x^n*exp(-x),x,oo)", [], "0"),
    ("Limit(x^a*log(x),x,0+)", ["a>0"], "0"),
    ("Limit(sin(x)/x,x,oo)", [], "0"),
    ("Limit(exp(-x)*cos(x),x,oo)", [], "0"),
    ("Limit(erf(x),x,oo)", [], "1"),
    ("Limit(erf(x),x,-oo)", [], "-1"),
    ("Limit(Si(x),x,oo)", [], "pi/2"),
    ("Limit(Ci(x),x,oo)", [], "0"),
    ("Limit(besselj(0,x),x,oo)", [], "0"),
    ("Limit(LambertW(x)/log(x),x,oo)", [], "1"),
    ("Limit(gamma(x+1)/(x^x*exp(-x)*sqrt(x)),x,oo)", [], "sqrt(2*pi)"),
    ("Limit(x*gamma(x),x,0)", [], "1"),
    ("Limit(Ei(x)-log(x),x,0+)", [], "EulerGamma"),
    ("Limit(digamma(x)-log(x),x,oo)", [], "0"),
    ("Limit((tan(x)-x)/x^3,x,0)", [], "1/3"),
    ("Limit((x-sin(x))/x^3,x,0)", [], "1/6"),
    ("Limit((sin(x)-tan(x))/x^3,x,0)", [], "-1/2"),
    ("Limit((1+a/x)^(b*x),x,oo)", ["a>0", "b>0"], "exp(a*b)"),
    ("Limit(log(x)/x,x,oo)", [], "0"),
    ("Limit(log(log(x))/log(x),x,oo)", [], "0"),
    ("Limit(x^(1/x),x,oo)", [], "1"),
    ("Limit((exp(x)-1-x-x^2/2)/x^3,x,0)", [], "1/6"),
    ("Limit(cos(x)^(1/x^2),x,0)", [], "exp(-1/2)"),
    ("Limit((asin(x)-x)/x^3,x,0)", [], "1/6"),
    ("Limit(acos(x)/sqrt(1-x),x,1-)", [], "sqrt(2)"),
    ("Limit(x*(pi/2-atan(x)),x,oo)", [], "1"),
    ("Limit(sqrt(x^2+1)/x,x,-oo)", [], "-1"),
    ("Limit(exp(x)/x^100,x,oo)", [], "oo"),
    ("Limit(exp(x^2)/exp(x),x,oo)", [], "oo"),
    ("Limit(log(x),x,0+)", [], "-oo"),
    ("Limit(tan(x),x,pi/2-)", [], "oo"),
    ("Limit(1/log(x),x,1+)", [], "oo"),
    ("Limit((x^a-1)/(x-1),x,1)", ["a>0"], "a"),
    ("Limit(sinh(a*x)/sinh(x),x,0)", [], "a"),
    ("Limit(atan(tan(x/2)/sqrt(3)),x,pi-)", [], "pi/2"),
    ("Limit(atan(tan(x/2)/sqrt(3)),x,pi+)", [], "-pi/2"),
    ("Limit(floor(x),x,1-)", [], "0"),
    ("Limit((zeta(s)-1/(s-1)),s,1)", [], "EulerGamma"),
    ("Limit(besselk(0,x)*exp(x)*sqrt(x),x,oo)", [], "sqrt(pi/2)"),
    ("Limit(lowergamma(s,x),x,oo)", ["s>0"], "gamma(s)"),
    ("Limit(uppergamma(s,x),x,0+)", ["s>0"], "gamma(s)"),
    ("Limit(-exp(-a*x)*(a*cos(b*x)-b*sin(b*x))/(a^2+b^2),x,oo)", ["a>0", "b>0"], "0"),
    ("Limit(exp(x+exp(-x))-exp(x),x,oo)", [], "1"),
    ("Limit(x*(log(x+1)-log(x)),x,oo)", [], "1"),
    ("Limit(((x^3+x)^(1/3)-x)*x,x,oo)", [], "1/3"),
    ("Limit(exp(I*x)/x,x,oo)", [], "0"),
    ("Limit(exp(-(a+I*b)*x),x,oo)", ["a>0"], "0"),
    ("Limit(harmonic(n)-log(n),n,oo)", [], "EulerGamma"),
    ("Limit(erfc(x)*x*exp(x^2),x,oo)", [], "1/sqrt(pi)"),
    ("Limit((f(x+h)-f(x))/h,h,0)", ["f is C2"], "f'(x)"),
    ("Limit(exp(-1/x^2)/x^10,x,0)", [], "0"),
    ("Limit(binomial(n,3)/n^3,n,oo)", [], "1/6"),
    ("Limit(Piecewise((sin(x)/x, x<0),(x+1,true)),x,0)", [], "1"),
    ("Limit(r^n,n,oo)", ["0<r<1"], "0"),
    ("Limit(n^2*r^n,n,oo)", ["0<r<1"], "0"),
    ("Limit(Max(x,x^2)/x^2,x,oo)", [], "1"),
    ("Limit(gamma(x),x,-1+)", [], "-oo"),
    ("Limit(log(cos(x))/x^2,x,0)", [], "-1/2"),
    ("Limit(r^n,n,oo)", ["-1<r<1"], "0"),
]

WRONG: list[tuple[str, list[str], str]] = [
    ("Limit((x+1)/(x+2), x, 0)", [], "1"),
    ("Limit((x^2+1)/(x+1), x, 0)", [], "0"),
    ("Limit(cos(x)/x, x, 0+)", [], "0"),
    ("Limit(sqrt(x^2+x)-x, x, oo)", [], "0"),
    ("Limit((1+1/n)^n, n, oo)", [], "1"),
    ("Limit(sqrt(x^2+1)/x, x, -oo)", [], "1"),
    ("Limit(x*log(x), x, 0+)", [], "-oo"),
    ("Limit(sin(x)/x, x, 0)", [], "0"),
    ("Limit((x-sin(x))/x^3, x, 0)", [], "1/3"),
    ("Limit(erf(x), x, -oo)", [], "1"),
    ("Limit(exp(-a*x), x, oo)", ["a > 0"], "1"),
    ("Limit(atan(tan(x/2)/sqrt(3)), x, pi+)", [], "pi/2"),
]

NONE = [
    ("Limit(Abs(x)/x, x, 0)", "from the left -1, from the right 1"),
    ("Limit(exp(1/x), x, 0)", "from the left 0, from the right oo"),
    ("Limit(1/x, x, 0)", "from the left -oo, from the right oo"),
    ("Limit(atan(1/x), x, 0)", "from the left -pi/2, from the right pi/2"),
    ("Limit(floor(x), x, 1)", "from the left 0, from the right 1"),
    ("Limit(tan(x), x, pi/2)", "from the left oo, from the right -oo"),
    ("Limit(sin(1/x), x, 0)", "along 1/x"),
    ("Limit(sin(x), x, oo)", "along x"),
    ("Limit(x*sin(x), x, oo)", "along x"),
    ("Limit(sin(sqrt(x)), x, oo)", "along sqrt(x)"),
]

OPEN = [
    "Limit(x*log(0), x, 0)",
    "Limit(x/(a-a), x, 0)",
    "Limit(sin(pi*floor(x)), x, oo)",
    "Limit(tan(x), x, oo)",
    "Limit((-1)^n, n, oo)",
    "Limit(exp(-a*x), x, oo)",
    "Limit(x^a, x, 0+)",
    "Limit(gamma(x), x, -oo)",
    "Limit(f(x), x, 0)",
    "Limit(Integral(n*x*exp(-n*x^2), (x, 0, 1)), n, oo)",
]


def givens(*statements: str) -> Givens:
    return Givens.of([read(s) for s in statements])


@pytest.mark.parametrize(("text", "given", "value"), TRUE)
def test_limit_is_proved(text, given, value):
    """The step that gives the right value is accepted, with every condition settled."""
    outcome = limit_step(Step(1, "limit", eq(read(text), read(value))), (), givens(*given))
    assert outcome.grade == "exact"
    assert all(c.settled for c in outcome.conditions)


@pytest.mark.parametrize(("text", "given", "value"), WRONG)
def test_wrong_value_is_rejected(text, given, value):
    """A value that differs from the proved one rejects the step and names both."""
    with pytest.raises(Rejected, match=r"is .*, not "):
        limit_step(Step(1, "limit", eq(read(text), read(value))), (), givens(*given))


@pytest.mark.parametrize(("text", "reason"), NONE)
def test_limit_that_depends_on_the_way_does_not_exist(text, reason):
    """Different one-sided limits, or two sequences, prove that there is no limit."""
    found = limit_value(read(text), givens())
    assert found is not None and found.kind == "none"
    assert found.how.startswith(reason)
    with pytest.raises(Rejected, match="does not exist"):
        limit_step(Step(1, "limit", eq(read(text), read("0"))), (), givens())


@pytest.mark.parametrize("text", OPEN)
def test_what_is_not_known_stays_undecided(text):
    """No sign of a parameter, no value of a constant, no rule: no limit is claimed."""
    assert limit_value(read(text), givens()) is None
    with pytest.raises(Undecided):
        limit_step(Step(1, "limit", eq(read(text), read("0"))), (), givens())


def test_sign_of_a_parameter_decides():
    """exp(-a*x) tends to 0 for a > 0 and to oo for a < 0."""
    claim = read("Limit(exp(-a*x), x, oo)")
    up, down = limit_value(claim, givens("a > 0")), limit_value(claim, givens("a < 0"))
    assert up is not None and up.value == read("0")
    assert down is not None and down.value == read("oo")


def test_givens_on_the_bound_name_are_set_aside():
    """x < 0 says nothing of the x that a limit binds."""
    found = limit_value(read("Limit(sqrt(x^2)/x, x, oo)"), givens("x < 0"))
    assert found is not None and found.value == read("1")


def test_infinite_and_finite_values_are_never_the_same():
    """oo equals oo only."""
    assert same(read("oo"), read("oo"), givens())
    assert not same(read("oo"), read("-oo"), givens())
    assert not same(read("oo"), read("0"), givens())
