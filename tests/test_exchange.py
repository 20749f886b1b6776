"""Limits and derivatives under an integral, substitution, parts: true cases, refusals, lies."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.reader import read

GAUSS = "Integral(exp(-a*x^2)*cos(b*x), (x, -oo, oo))"
LAPLACE = "Integral(exp(-p*x)*(sin(b*x)/x), (x, 0, oo))"


def given(*texts):
    return Givens.of([read(t) for t in texts])


def check(by, gives, givens=(), **bind):
    """One step after those handed in under `after` ((by, gives, bind), ..)."""
    before = bind.pop("after", ())
    under = tuple(read(u) for u in bind.pop("under", ()))
    steps = [
        Step(n, b, read(g), bind={k: read(v) for k, v in roles.items()}, under=under)
        for n, (b, g, roles) in enumerate(before, 1)
    ]
    roles = {k: read(v) for k, v in bind.items()}
    n = len(steps) + 1
    steps.append(Step(n, by, read(gives), tuple(range(1, n)), roles, under))
    return check_steps(steps, given(*givens))[-1].outcome


# --- leibniz --------------------------------------------------------------------------------------

DERIVATIVE = f"Derivative({GAUSS}, b) = Integral(-x*exp(-a*x^2)*sin(b*x), (x, -oo, oo))"
BOX = {"low": "b - 1", "high": "b + 1", "G": "Abs(x)*exp(-a*x^2)"}


def test_a_gaussian_is_differentiated_under_the_integral():
    """The majorant is on record, and it does not contain the running parameter."""
    found = check("leibniz", DERIVATIVE, ["a > 0"], **BOX)
    texts = [c.text for c in found.conditions]
    assert any("sin(s_1*x)) <= Abs(x)*exp(-a*x^2)" in t for t in texts)
    assert found.grade == "exact" and all(c.settled for c in found.conditions)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"G": "exp(-a*x^2)"}, "not proved: Abs"),  # no bound of x*exp(-a*x^2)
        ({"G": "Abs(x)"}, "integrable"),  # a bound that is not integrable
        ({"low": "b"}, "not proved: b < b"),  # no neighbourhood
        ({"G": "Abs(x)*exp(-a*x^2)*Abs(sin(b*x))"}, "not proved: Abs"),  # only at s = b
    ],
)
def test_leibniz_wants_one_integrable_majorant_near_the_point(change, why):
    """A bound at the point alone, or one without integral, is no domination."""
    with pytest.raises(Undecided, match=why):
        check("leibniz", DERIVATIVE, ["a > 0"], **{**BOX, **change})


def test_the_classical_failure_of_leibniz_is_refused():
    """Integral(t^3/x^2*exp(-t^2/x)) has slope 1 at 0, its integrand slope 0: no majorant exists."""
    claim = ("Derivative(Integral(t^3/x^2*exp(-t^2/x), (x, 0, 1)), t) "
             "= Integral((3*t^2/x^2 - 2*t^4/x^3)*exp(-t^2/x), (x, 0, 1))")  # fmt: skip
    for G in ("5/x^2", "5/x^3", "10/sqrt(x)"):
        with pytest.raises(Undecided):
            check("leibniz", claim, (), low="t - 1", high="t + 1", G=G)


def test_leibniz_refuses_a_wrong_derivative_and_moving_limits():
    """The integrand on the right is the derivative; a moving limit needs boundary terms."""
    with pytest.raises(Rejected, match="not proved equal"):
        check("leibniz", DERIVATIVE.replace("-x*exp", "x*exp"), ["a > 0"], **BOX)
    claim = "Derivative(Integral(exp(-t*x), (x, t, oo)), t) = Integral(-x*exp(-t*x), (x, t, oo))"
    with pytest.raises(Rejected, match="boundary"):
        check("leibniz", claim, ["t > 0"], low="t/2", high="2*t", G="x*exp(-t*x/2)")


def test_the_second_derivative_of_the_laplace_cosine_is_refused():
    """Integral(x*sin(a*x)/(1 + x^2)) has no majorant: it converges conditionally only."""
    claim = ("Derivative(Integral(cos(a*x)/(1 + x^2), (x, 0, oo)), a) "
             "= Integral(-x*sin(a*x)/(1 + x^2), (x, 0, oo))")  # fmt: skip
    for G in ("1", "x/(1 + x^2)", "1/(1 + x^2)"):
        with pytest.raises(Undecided):
            check("leibniz", claim, ["a > 0"], low="a/2", high="2*a", G=G)


# --- change of variables --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "phi", "givens"),
    [
        ("Integral(exp(-x)/sqrt(x), (x, 0, oo)) = Integral(2*exp(-u^2), (u, 0, oo))", "u^2", ()),
        ("Integral(1/(1 + x^2), (x, 0, oo)) = Integral(1, (u, 0, pi/2))", "tan(u)", ()),
        ("Integral(exp(-x^2), (x, -oo, 0)) = Integral(exp(-u^2), (u, 0, oo))", "-u", ()),
        ("Integral(log(x)/(1 + x^2), (x, 1, oo)) = Integral(-log(u)/(1 + u^2), (u, 0, 1))",
         "1/u", ()),
        ("Integral(exp(-a*x), (x, 0, oo)) = Integral(exp(-u)/a, (u, 0, oo))", "u/a", ("a > 0",)),
        ("Integral(x, (x, 1, 0)) = Integral(2*u^3, (u, 1, 0))", "u^2", ()),
    ],
)  # fmt: skip
def test_substitutions_that_are_bijections(claim, phi, givens):
    """C1, strictly monotone, the image computed; a falling one may turn the ends."""
    assert check("change_of_variables", claim, givens, phi=phi).grade == "exact"


@pytest.mark.parametrize(
    ("claim", "phi", "error"),
    [
        # u^2 is not monotone on (-1, 1): the lie that Integral(x) over (1, 1) style claims rest on
        ("Integral(sqrt(x), (x, 0, 1)) = Integral(2*u*Abs(u), (u, -1, 1))", "u^2", Undecided),
        ("Integral(1/(1 + x^2), (x, 0, 1)) = Integral(1, (u, 0, pi/2))", "tan(u)", Rejected),
        ("Integral(1, (x, -1, 1)) = Integral(-1/u^2, (u, -1, 1))", "1/u", Undecided),
        ("Integral(exp(-x), (x, 0, oo)) = Integral(exp(-u^2), (u, 0, oo))", "u^2", Undecided),
        ("Integral(1/(1+x^2), (x, 0, pi)) = Integral(1, (u, 0, pi))", "tan(u)", Undecided),
        ("Integral(1/x, (x, 0, oo)) = Integral(1, (u, -oo, oo))", "exp(u)", Undecided),
    ],
)
def test_substitutions_that_are_none(claim, phi, error):
    """A fold, a pole, another image, a lost factor, an integral that does not exist."""
    with pytest.raises(error):
        check("change_of_variables", claim, (), phi=phi)


# --- parts ----------------------------------------------------------------------------------------


def test_parts_with_boundary_values():
    """Boundary terms are limits, at infinity too; the remaining integral may be conditional."""
    claim = "Integral(log(x), (x, 0, 1)) = 0 - Integral(1, (x, 0, 1))"
    assert check("parts", claim, (), u="log(x)", v="x")
    claim = f"Integral(-x*exp(-a*x^2)*sin(b*x), (x, -oo, oo)) = -(b/(2*a))*{GAUSS}"
    assert check("parts", claim, ["a > 0"], u="sin(b*x)", v="exp(-a*x^2)/(2*a)")
    claim = "Integral((1 - cos(x))/x^2, (x, 0, oo)) = Integral(sin(x)/x, (x, 0, oo))"
    known = ("convergence", "Integral(sin(x)/x, (x, 0, oo)) = Integral(sin(x)/x, (x, 0, oo))",
             {"U": "-cos(x)", "w": "1/x", "M": "1", "c": "1"})  # fmt: skip
    assert check("parts", claim, (), u="1 - cos(x)", v="-1/x", after=[known])


@pytest.mark.parametrize(
    ("claim", "u", "v"),
    [
        ("Integral(x*exp(x), (x, 0, 1)) = -Integral(exp(x), (x, 0, 1))", "x", "exp(x)"),
        ("Integral(cos(x), (x, 0, oo)) = Integral(0, (x, 0, oo))", "1", "sin(x)"),
        ("Integral(x*exp(-x), (x, 0, oo)) = Integral(2*exp(-x), (x, 0, oo))", "x", "-exp(-x)"),
        ("Integral(1/x, (x, -1, 1)) = 2 - Integral(-1/x, (x, -1, 1))", "x", "-1/x"),
        ("Integral(1/x, (x, 0, 1)) = 0 - Integral(-1/x, (x, 0, 1))", "x", "-1/x"),
    ],
)
def test_parts_that_lie(claim, u, v):
    """A lost boundary term, one without limit, a wrong factor, a pole inside, a divergence."""
    with pytest.raises((Rejected, Undecided)):
        check("parts", claim, (), u=u, v=v)


# --- limits under the integral --------------------------------------------------------------------


def test_dominated_convergence():
    """One majorant near the point, the pointwise limit proved for every x."""
    claim = f"Limit({LAPLACE}, p, oo) = Integral(0, (x, 0, oo))"
    assert check("exchange_limit", claim, ["b > 0"], low="1", G="b*exp(-x)")
    claim = ("Limit(Integral((1 - cos(a*x))/(x^2*(1 + x^2)), (x, 0, oo)), a, 0+) "
             "= Integral(0, (x, 0, oo))")  # fmt: skip
    assert check("exchange_limit", claim, (), high="1", G="1/(1 + x^2)")


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        # mass that escapes: each integral is 1, the pointwise limit 0
        ("Limit(Integral(n*exp(-n*x), (x, 0, oo)), n, oo) = Integral(0, (x, 0, oo))",
         {"low": "1", "G": "exp(-x)"}),
        ("Limit(Integral(n*exp(-n*x), (x, 0, oo)), n, oo) = Integral(0, (x, 0, oo))",
         {"low": "1", "G": "1/x"}),
        # p -> 0+ in the Dirichlet integral is not dominated
        ("Limit(Integral(exp(-p*x)*sin(x)/x, (x, 0, oo)), p, 0+) = Integral(sin(x)/x, (x, 0, oo))",
         {"high": "1", "G": "1"}),
        ("Limit(Integral(exp(-p*x), (x, 0, 1)), p, 0+) = Integral(2, (x, 0, 1))",
         {"high": "1", "G": "1"}),
        ("Limit(Integral(exp(-p*x), (x, 0, 1)), p, 0) = Integral(1, (x, 0, 1))",
         {"high": "1", "low": "-1", "G": "1"}),  # exp(x) > 1 for p = -1
    ],
)  # fmt: skip
def test_limits_that_are_not_dominated(claim, roles):
    """Escaping mass, a majorant without integral, a wrong limit, a bound on one side only."""
    with pytest.raises((Undecided, Rejected)):
        check("exchange_limit", claim, (), **roles)


SINE = "Integral(sin(b*x)/x, (x, 0, oo))"
DIRICHLET = ("convergence", f"{SINE} = {SINE}",
             {"U": "-cos(b*x)/b", "w": "1/x", "M": "1/b", "c": "1"})  # fmt: skip


def test_abel_limit_of_a_conditionally_convergent_integral():
    """p -> 0+ under the Dirichlet integral, whose convergence Dirichlet's test proves."""
    found = check("abel_limit", f"Limit({LAPLACE}, p, 0+) = {SINE}", ["b > 0"], after=[DIRICHLET])
    assert found.grade == "exact"


@pytest.mark.parametrize(
    ("claim", "error"),
    [
        # An Abel value of a divergent integral is no value: Integral(cos) does not exist
        ("Limit(Integral(exp(-p*x)*cos(x), (x, 0, oo)), p, 0+) = Integral(cos(x), (x, 0, oo))",
         Undecided),
        ("Limit(Integral(exp(p*x)*exp(-x), (x, 0, oo)), p, 0+) = Integral(exp(-x), (x, 0, oo))",
         Rejected),
        ("Limit(Integral(exp(-p*x)*exp(-x), (x, 0, oo)), p, 1+) = Integral(exp(-x), (x, 0, oo))",
         Rejected),
        ("Limit(Integral(exp(-p*x)*exp(x), (x, -oo, 0)), p, 0+) = Integral(exp(x), (x, -oo, 0))",
         Rejected),
    ],
)  # fmt: skip
def test_abel_limits_that_are_none(claim, error):
    """A divergent integral on the right, a growing factor, another point, another interval."""
    with pytest.raises(error):
        check("abel_limit", claim)


@pytest.mark.parametrize(
    ("integral", "roles"),
    [
        ("Integral(cos(x), (x, 0, oo))", {"U": "sin(x)", "w": "1", "M": "1", "c": "1"}),
        ("Integral(1/x, (x, 1, oo))", {"U": "x", "w": "1/x^2", "M": "1", "c": "2"}),
        ("Integral(sin(x)^2/x, (x, 1, oo))",
         {"U": "x/2 - sin(2*x)/4", "w": "1/x", "M": "10", "c": "2"}),
        ("Integral(sin(x)/x, (x, -1, oo))", {"U": "-cos(x)", "w": "1/x", "M": "1", "c": "1"}),
        ("Integral(sin(x)/x^2, (x, 0, oo))", {"U": "-cos(x)", "w": "1/x^2", "M": "1", "c": "1"}),
        ("Integral(sin(x)*cos(x)/x, (x, 1, oo))",
         {"U": "-cos(x)", "w": "cos(x)/x", "M": "1", "c": "2"}),
    ],
)  # fmt: skip
def test_dirichlets_test_refuses(integral, roles):
    """A factor that does not fall to 0, an unbounded primitive, a pole below, no monotony."""
    with pytest.raises(Undecided):
        check("convergence", f"{integral} = {integral}", (), **roles)
