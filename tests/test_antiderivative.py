"""Integrals from antiderivatives: poles, jumps, branches and ends decide, not the formula."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis.integrals.additivity import linearity, split
from symderive.kernel.analysis.integrals.antiderivative import (
    antiderivative,
    diverges_by_antiderivative,
)
from symderive.kernel.analysis.integrals.telescoping import diverges_by_telescoping, telescoping
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read

TRUE: list[tuple[str, str, list[str]]] = [
    ("Integral(x^2, (x, -1, 1)) = 2/3", "x^3/3", []),
    ("Integral(sin(x), (x, 0, pi)) = 2", "-cos(x)", []),
    ("Integral(1/(2+cos(x)), (x, 0, 2*pi)) = 2*pi/sqrt(3)", "2/sqrt(3)*atan(tan(x/2)/sqrt(3))", []),
    ("Integral(exp(-x), (x, 0, oo)) = 1", "-exp(-x)", []),
    ("Integral(exp(-a*x), (x, 0, oo)) = 1/a", "-exp(-a*x)/a", ["a>0"]),
    (
        "Integral(exp(-a*x^2), (x, -oo, oo)) = sqrt(pi/a)",
        "sqrt(pi)/(2*sqrt(a))*erf(sqrt(a)*x)",
        ["a>0"],
    ),
    ("Integral(1/(1+x^2), (x, -oo, oo)) = pi", "atan(x)", []),
    ("Integral(x*exp(-x^2), (x, -oo, oo)) = 0", "-exp(-x^2)/2", []),
    ("Integral(log(x), (x, 0, 1)) = -1", "x*log(x)-x", []),
    ("Integral(1/sqrt(x), (x, 0, 1)) = 2", "2*sqrt(x)", []),
    ("Integral(1/sqrt(1-x^2), (x, -1, 1)) = pi", "asin(x)", []),
    ("Integral(sqrt(1-x^2), (x, -1, 1)) = pi/2", "(x*sqrt(1-x^2)+asin(x))/2", []),
    ("Integral(Abs(x), (x, -1, 2)) = 5/2", "x*Abs(x)/2", []),
    ("Integral(Abs(x-1), (x, 0, 3)) = 5/2", "(x-1)*Abs(x-1)/2", []),
    ("Integral(x*exp(x), (x, 0, 1)) = 1", "(x-1)*exp(x)", []),
    ("Integral(x*sin(x), (x, 0, pi)) = pi", "sin(x)-x*cos(x)", []),
    ("Integral(atan(x), (x, 0, 1)) = pi/4-log(2)/2", "x*atan(x)-log(1+x^2)/2", []),
    (
        "Integral(exp(-a*x)*cos(b*x), (x, 0, oo)) = a/(a^2+b^2)",
        "exp(-a*x)*(b*sin(b*x)-a*cos(b*x))/(a^2+b^2)",
        ["a>0", "b>0"],
    ),
    ("Integral(sin(x)/x, (x, 0, oo)) = pi/2", "Si(x)", []),
    ("Integral(sin(a*x)/x, (x, 0, oo)) = pi/2", "Si(a*x)", ["a>0"]),
    (
        "Integral(exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi)), (x, -oo, oo)) = 1",
        "erf((x-m)/(s*sqrt(2)))/2",
        ["s>0"],
    ),
    ("Integral(1/(1+sin(x)^2), (x, 0, pi)) = pi/sqrt(2)", "atan(sqrt(2)*tan(x))/sqrt(2)", []),
    (
        "Integral(1/(a+cos(x)), (x, 0, 2*pi)) = 2*pi/sqrt(a^2-1)",
        "2/sqrt(a^2-1)*atan(sqrt((a-1)/(a+1))*tan(x/2))",
        ["a>1"],
    ),
    ("Integral(f'(x), (x, 0, 1)) = f(1)-f(0)", "f(x)", ["f is C1"]),
    ("Integral(x, (x, a, b)) = (b^2-a^2)/2", "x^2/2", []),
    ("Integral(x, (x, 1, 0)) = -1/2", "x^2/2", []),
    ("Integral(1/t, (t, 1, x)) = log(x)", "log(t)", ["x>0"]),
    ("Integral(cos(a*x),(x,0,1)) = sin(a)/a", "sin(a*x)/a", []),
    ("Integral(x^a,(x,0,1))=1/(a+1)", "x^(a+1)/(a+1)", ["a>-1"]),
    ("Integral(x^(s-1)*exp(-x), (x, 0, oo)) = gamma(s)", "lowergamma(s,x)", ["s>0"]),
    ("Integral(1/(x*log(x)^2),(x,2,oo))=1/log(2)", "-1/log(x)", []),
    ("Integral(1/sqrt(Abs(x)),(x,-1,1))=4", "2*sign(x)*sqrt(Abs(x))", []),
    ("Integral(Piecewise((1,x<1),(2,true)),(x,0,3))=5", "Piecewise((x,x<1),(2*x,true))", []),
    ("Integral(sin(x)^2,(x,0,2*pi))=pi", "x/2-sin(2*x)/4", []),
    ("Integral(1/(x^2+a^2),(x,-oo,oo))=pi/a", "atan(x/a)/a", ["a>0"]),
    ("Integral(exp(I*x),(x,0,pi))=2*I", "-I*exp(I*x)", []),
    ("Integral(sech(x),(x,-oo,oo))=pi", "2*atan(exp(x))", []),
    ("Integral(tan(x),(x,0,pi/4))=log(2)/2", "-log(cos(x))", []),
    ("Integral(log(x)/x^2,(x,1,oo))=1", "-(log(x)+1)/x", []),
    (
        "Integral(1/(1+x^4),(x,0,oo))=pi/(2*sqrt(2))",
        "(log(x^2+sqrt(2)*x+1)-log(x^2-sqrt(2)*x+1))/(4*sqrt(2))+(atan(sqrt(2)*x+1)+atan(sqrt(2)*x-1))/(2*sqrt(2))",
        [],
    ),
    ("Integral(x^n,(x,0,1))=1/(n+1)", "x^(n+1)/(n+1)", ["n is natural"]),
    ("Integral(a*x,(x,0,L))=a*L^2/2", "a*x^2/2", ["L>=0"]),
    ("Integral(besselj(1,x),(x,0,oo))=1", "-besselj(0,x)", []),
    ("Integral(sqrt(x^2-a^2)/x,(x,a,2*a))=a*(sqrt(3)-pi/3)", "sqrt(x^2-a^2)-a*acos(a/x)", ["a>0"]),
]

# The claim, the antiderivative that tempts, givens, and what the refusal must say.
FALSE: list[tuple[str, str, list[str], str]] = [
    ("Integral(x^2,(x,-1,1)) = 0", "x^3/3", [], "not 0"),
    (
        "Integral(1/(2+cos(x)),(x,0,2*pi)) = 0",
        "2/sqrt(3)*atan(tan(x/2)/sqrt(3))",
        [],
        "jumps at pi",
    ),
    ("Integral(1/x^2,(x,-1,1)) = -2", "-1/x", [], "tends to oo as x -> 0-"),
    ("Integral(1/x,(x,-1,1)) = 0", "log(Abs(x))", [], "tends to -oo as x -> 0-"),
    ("Integral(1/x,(x,-1,1)) = -I*pi", "log(x)", [], "tends to -oo as x -> 0-"),
    ("Integral(tan(x),(x,0,pi)) = 0", "-log(Abs(cos(x)))", [], "tends to oo as x -> pi/2-"),
    ("Integral(tan(x),(x,0,pi)) = 0", "-log(cos(x))", [], "tends to oo as x -> pi/2-"),
    ("Integral(sin(x),(x,0,oo)) = 1", "-cos(x)", [], "has no limit as x -> oo"),
    (
        "Integral(1/(x^4+2*x^2*cosh(2*a)+1),(x,0,oo)) = 0",
        "x",
        ["a>0"],
        "the derivative of x is not",
    ),
    ("Integral(1/(5+4*cos(x)), (x, 0, 2*pi)) = 0", "2/3*atan(tan(x/2)/3)", [], "jumps at pi"),
    (
        "Integral(1/(1+sin(x)^2), (x, 0, pi)) = 0",
        "atan(sqrt(2)*tan(x))/sqrt(2)",
        [],
        "jumps at pi/2",
    ),
    ("Integral(1/(x-1)^2, (x, 0, 3)) = -3/2", "-1/(x-1)", [], "as x -> 1-"),
    ("Integral(1/(x^2-1), (x, 0, 2)) = -log(3)/2", "log(Abs((x-1)/(x+1)))/2", [], "as x -> 1-"),
    ("Integral(x, (x, -oo, oo)) = 0", "x^2/2", [], "as x -> -oo"),
    ("Integral(sin(x), (x, -oo, oo)) = 0", "-cos(x)", [], "has no limit"),
    ("Integral(x*sin(x), (x, 0, oo)) = 0", "sin(x)-x*cos(x)", [], "has no limit"),
    ("Integral(1/x, (x, 0, 1)) = 0", "log(x)", [], "as x -> 0+"),
    ("Integral(1/(x*log(x)), (x, 2, oo)) = -log(log(2))", "log(log(x))", [], "as x -> oo"),
    ("Integral(exp(-a*x), (x, 0, oo)) = 1/a", "-exp(-a*x)/a", [], "no limit of"),
    ("Integral(sin(a*x)/x, (x, 0, oo)) = pi/2", "Si(a*x)", [], "a*x != 0"),
    ("Integral(sqrt(1-sin(x)^2), (x, 0, pi)) = 0", "sin(x)", [], "they differ at x = 2*pi/3"),
    ("Integral(sqrt(x^2), (x, -1, 1)) = 0", "x^2/2", [], "they differ at x = -1/3"),
    ("Integral(1/t,(t,1,x))=log(x)", "log(t)", [], "t != 0"),
    ("Integral(DiracDelta(x),(x,-1,1))=0", "0", [], "DiracDelta"),
    ("Integral(x^a,(x,0,1))=1/(a+1)", "x^(a+1)/(a+1)", [], "no limit of"),
    ("Integral(floor(x),(x,0,2))=2", "x*floor(x)", [], "no derivative rule"),
    ("Integral(1/(sin(x)^2+cos(x)^2-1), (x, 0, 1)) = 5", "5*x", [], "identically zero"),
    ("Integral(sec(x)^2, (x, 0, pi)) = 0", "tan(x)", [], "as x -> pi/2-"),
    ("Integral(1/t, (t, -x, x)) = 0", "log(Abs(t))", ["x>0"], "as t -> 0-"),
]


def givens(*statements: str) -> Givens:
    return Givens.of([read(s) for s in statements])


def integrate(claim: str, F: str, *given: str, at: str | None = None) -> Outcome:
    bind = {"F": read(F)} | ({} if at is None else {"at": read(at)})
    return antiderivative(Step(1, "antiderivative", read(claim), bind=bind), (), givens(*given))


@pytest.mark.parametrize(("claim", "F", "given"), TRUE)
def test_integral_is_proved(claim, F, given):
    """The right value is accepted, with every condition settled."""
    outcome = integrate(claim, F, *given)
    assert outcome.grade == "exact" and all(c.settled for c in outcome.conditions)


@pytest.mark.parametrize(("claim", "F", "given", "reason"), FALSE)
def test_integral_is_refused_with_its_reason(claim, F, given, reason):
    """A pole inside, a jump of F, a lost limit or a missing given is named."""
    with pytest.raises((Rejected, Undecided)) as refusal:
        integrate(claim, F, *given)
    assert reason in str(refusal.value)


def test_break_outside_the_interval_is_refused():
    """A proposed break must lie inside."""
    with pytest.raises(Undecided, match="break"):
        integrate("Integral(x, (x, 0, 1)) = 1/2", "x^2/2", at="2")


def test_constant_that_only_the_antiderivative_divides_by_is_refused():
    """1/a in F alone is no exclusion of the claim; written in the value it is presupposed."""
    with pytest.raises(Undecided, match="a != 0"):
        integrate("Integral(x, (x, 0, 1)) = 1/2", "a*x^2/(2*a) + 1/a")
    outcome = integrate("Integral(cos(a*x), (x, 0, 1)) = sin(a)/a", "sin(a*x)/a")
    assert "a != 0" in [c.text for c in outcome.conditions if c.status == "presupposed"]


def test_bound_name_in_the_limits_is_refused():
    """The x of Integral(x, (x, 0, x)) stands for two things."""
    with pytest.raises(Rejected, match="rename"):
        integrate("Integral(x, (x, 0, x)) = x^2/2", "x^2/2")


@pytest.mark.parametrize(
    ("integral", "F", "given", "diverges"),
    [
        ("Integral(1/x, (x, 0, 1))", "log(x)", [], True),
        ("Integral(1/x, (x, 1, oo))", "log(x)", [], True),
        ("Integral(exp(a*x), (x, 0, oo))", "exp(a*x)/a", ["a > 0"], True),
        ("Integral(exp(a*x), (x, 0, oo))", "exp(a*x)/a", [], False),
        ("Integral(1/sqrt(x), (x, 0, 1))", "2*sqrt(x)", [], False),
        ("Integral(1/x^2, (x, 1, oo))", "x", [], False),
    ],
)
def test_divergence_is_proved_only_by_a_true_antiderivative(integral, F, given, diverges):
    """An antiderivative without a finite limit at an end proves divergence; a wrong one nothing."""
    found = diverges_by_antiderivative(read(integral), read(F), givens(*given))
    assert (found is not None) is diverges


SUMS = [
    ("Sum(1/2^k, (k, 0, oo)) = 2", "-2/2^k", []),
    ("Sum(x^k, (k, 0, oo)) = 1/(1-x)", "-x^k/(1-x)", ["-1 < x < 1"]),
    ("Sum(k*x^k, (k, 1, oo)) = x/(1-x)^2", "x^k*(k*(x-1)-x)/(1-x)^2", ["0 < x < 1"]),
    ("Sum(1/(k*(k+1)), (k, 1, oo)) = 1", "-1/k", []),
    ("Sum(k, (k, 1, n)) = n*(n+1)/2", "k*(k-1)/2", ["n is natural"]),
    ("Sum(k^2, (k, 1, n)) = n*(n+1)*(2*n+1)/6", "k*(k-1)*(2*k-1)/6", ["n is natural"]),
    ("Sum(k*factorial(k), (k, 1, n)) = factorial(n+1)-1", "factorial(k)", ["n is natural"]),
    ("Product(1+1/k, (k, 1, n)) = n+1", "k", ["n is natural"]),
]


@pytest.mark.parametrize(("claim", "G", "given"), SUMS)
def test_telescope_is_proved(claim, G, given):
    """G(k+1) - G(k) = f(k), and the limit of G, give the sum."""
    step = Step(1, "telescoping", read(claim), bind={"G": read(G)})
    assert all(c.settled for c in telescoping(step, (), givens(*given)).conditions)


@pytest.mark.parametrize(
    ("claim", "G", "given", "reason"),
    [
        ("Sum(2^k, (k, 0, oo)) = -1", "2^k", [], "diverges"),
        ("Sum(1, (k, 1, oo)) = -1/2", "k", [], "diverges"),
        ("Sum((-1)^k, (k, 0, oo)) = 1/2", "-(-1)^k/2", [], "no limit"),
        ("Sum(1/(k*(k+2)), (k, 1, oo)) = 1", "-(1/k+1/(k+1))/2", [], "not 1"),
        ("Sum(1/(k*(k+1)), (k, -3, oo)) = 1/3", "-1/k", [], "not proved on the range"),
        ("Sum(k, (k, 1, n)) = n*(n+1)/2", "k*(k-1)/2", [], "n >= 1 - 1"),
        ("Sum(k, (k, 1, n)) = n*(n+1)/2", "k^2/2", ["n is natural"], "fails at"),
        ("Sum(x^k, (k, 0, oo)) = 1/(1-x)", "-x^k/(1-x)", [], "no limit"),
    ],
)
def test_telescope_is_refused_with_its_reason(claim, G, given, reason):
    """Divergence, a pole in the range, a bound of unknown sign and a wrong G are named."""
    with pytest.raises((Rejected, Undecided)) as refusal:
        telescoping(Step(1, "telescoping", read(claim), bind={"G": read(G)}), (), givens(*given))
    assert reason in str(refusal.value)


def test_harmonic_like_sum_diverges_by_its_telescope():
    """log(k) tends to oo, so Sum(log(1 + 1/k)) diverges."""
    total = read("Sum(log(1+1/k), (k, 1, oo))")
    assert diverges_by_telescoping(total, read("log(k)"), givens()) is not None


def known(*claims: str) -> list[Checked]:
    return [Checked(Step(n, "given", read(c)), Outcome("exact"), givens())
            for n, c in enumerate(claims, 1)]  # fmt: skip


def test_split_needs_existence():
    """Over a pole nothing is split; a continuous integrand or a premise is enough."""
    whole = "Integral({0}, (x, -1, 1)) = Integral({0}, (x, -1, 0)) + Integral({0}, (x, 0, 1))"
    assert split(Step(1, "split", read(whole.format("Abs(x)"))), (), givens()).grade == "exact"
    with pytest.raises(Undecided, match="exists"):
        split(Step(1, "split", read(whole.format("1/x^2"))), (), givens())
    gap = "Integral(x, (x, 0, 2)) = Integral(x, (x, 0, 1)) + Integral(x, (x, 3/2, 2))"
    with pytest.raises(Rejected, match="does not begin"):
        split(Step(1, "split", read(gap)), (), givens())


def test_linearity_needs_each_part():
    """oo - oo is refused; a wrong combination too."""
    claim = "Integral(2*exp(-x)+x*exp(-x), (x, 0, oo)) = "
    claim += "2*Integral(exp(-x), (x, 0, oo)) + Integral(x*exp(-x), (x, 0, oo))"
    first, second = "Integral(exp(-x), (x, 0, oo)) = 1", "Integral(x*exp(-x), (x, 0, oo)) = 1"
    step = Step(9, "linearity", read(claim))
    assert linearity(step, known(first, second), givens()).grade == "exact"
    with pytest.raises(Undecided, match="exists"):
        linearity(step, known(first), givens())
    lost = read("Integral(x+1, (x, 0, 1)) = Integral(x, (x, 0, 1)) + Integral(2, (x, 0, 1))")
    with pytest.raises(Undecided, match="not proved equal"):
        linearity(Step(9, "linearity", lost), (), givens())
    pole = "Sum(1/k-1/(k+1), (k, 1, oo)) = Sum(1/k, (k, 1, oo)) - Sum(1/(k+1), (k, 1, oo))"
    with pytest.raises(Undecided, match="exists"):
        linearity(Step(9, "linearity", read(pole)), (), givens())
