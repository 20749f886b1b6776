"""Limits and derivatives under an integral, substitution, parts: true cases, refusals, lies."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.analysis.majorant import bounded_by, integrable
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


# --- majorants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "bound", "givens"),
    [
        ("-x*exp(-a*x^2)*sin(s*x)", "Abs(x)*exp(-a*x^2)", ["a > 0"]),
        ("2*(1 - cos(s*x))/(x^2*(1 + x^2))", "4*a^2/(1 + x^2)", ["a/2 < s", "s < 2*a", "x > 0"]),
        ("2*sin(s*x)/(x*(1 + x^2))", "2/(1 + x^2)", ["0 < s", "s < 1", "x > 0"]),
        ("x^s*log(x)", "-x^(p/2)*log(x)", ["p > 0", "s > p/2", "0 < x", "x < 1"]),
        ("(1 - exp(-s*x))/x", "2*p", ["0 < s", "s < 2*p", "x > 0"]),
    ],
)
def test_true_majorants_are_proved(term, bound, givens):
    """|f| <= G follows factor by factor."""
    assert bounded_by(read(term), read(bound), given(*givens))


@pytest.mark.parametrize(
    ("term", "bound", "givens"),
    [
        ("exp(-s*x)", "exp(-p*x)", ["p > 0", "s > p/2", "x > 0"]),  # the wrong side of p
        ("x*sin(x)", "1", ["x > 0"]),
        ("sin(b*x)/x", "b", ["x > 0"]),  # b may be negative
        ("sin(I*x)", "1", []),  # a sine of what is not real is unbounded
        ("sin(z)", "1", ["z is complex"]),
        ("x", "-x", ["x < 1"]),  # a bound is not negative
        ("(1 - cos(x))/x^2", "1/4", ["x > 0"]),
    ],
)
def test_false_majorants_are_refused(term, bound, givens):
    """What is no upper bound of |f| is never proved to be one."""
    assert bounded_by(read(term), read(bound), given(*givens)) is None


@pytest.mark.parametrize(
    ("term", "low", "high", "givens"),
    [
        ("Abs(x)*exp(-a*x^2)", "-oo", "oo", ["a > 0"]),
        ("x^(s - 1)*exp(-x)", "0", "oo", ["s > 0"]),
        ("log(x)/sqrt(x)", "0", "1", []),
        ("1/x^s", "1", "oo", ["s > 1"]),
        ("1/sqrt(b - x)", "a", "b", ["a < b"]),
        ("sin(x)/x^2", "1", "oo", []),
    ],
)
def test_integrable_by_comparison(term, low, high, givens):
    """A power with the right exponent dominates at each end."""
    assert integrable(read(term), "x", read(low), read(high), given(*givens))


@pytest.mark.parametrize(
    ("term", "low", "high", "givens"),
    [
        ("1/x", "0", "1", []),
        ("1/x", "1", "oo", []),
        ("sin(x)/x", "1", "oo", []),  # not absolutely
        ("1/(x - 1)", "0", "2", []),  # a pole inside
        ("x^(s - 1)", "0", "1", []),  # s may be negative
        ("exp(-a*x)", "0", "oo", []),
        ("exp(-x)/c", "0", "oo", []),  # c may be 0
        ("1", "0", "oo", []),
    ],
)
def test_not_integrable(term, low, high, givens):
    """What has no finite integral, or has none at some admissible point, is refused."""
    with pytest.raises(Undecided):
        integrable(read(term), "x", read(low), read(high), given(*givens))


# --- leibniz --------------------------------------------------------------------------------------

DERIVATIVE = f"Derivative({GAUSS}, b) = Integral(-x*exp(-a*x^2)*sin(b*x), (x, -oo, oo))"
BOX = {"low": "b - 1", "high": "b + 1", "G": "Abs(x)*exp(-a*x^2)"}


def test_a_gaussian_is_differentiated_under_the_integral():
    """The majorant is on record, and it does not contain the running parameter."""
    found = check("leibniz", DERIVATIVE, ["a > 0"], **BOX)
    texts = [c.text for c in found.conditions]
    assert any("<= Abs(x)*exp(-a*x^2) for b - 1 < s_1 < b + 1" in t for t in texts)
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


# --- linear equations in the parameter ------------------------------------------------------------


def ode(claim, slopes, data, givens=(), **bind):
    """`linear_ode` from facts that are taken for granted here."""
    from symderive.kernel.analysis.linear_ode import linear_ode
    from symderive.kernel.logic.claims import Checked, Outcome

    facts = [Checked(Step(n, "x", read(t)), Outcome("exact"), Givens())
             for n, t in enumerate([*slopes, *data], 1)]  # fmt: skip
    step = Step(9, "linear_ode", read(claim), bind={k: read(v) for k, v in bind.items()})
    return linear_ode(step, facts, given(*givens))


def test_linear_equations_are_solved_by_their_data():
    """A value inside, a limit at an end, a system of two."""
    assert ode("f(t) = 3*exp(-t^2)", ["Derivative(f(t), t) = -2*t*f(t)"], ["f(0) = 3"], at="0")
    assert ode("f(t) = atan(b/t)", ["Derivative(f(t), t) = -b/(t^2 + b^2)"],
               ["Limit(f(t), t, oo) = 0"], ["t > 0", "b > 0"])  # fmt: skip
    turn = ["Derivative(f(t), t) = g(t)", "Derivative(g(t), t) = -f(t)"]
    data = ["Limit(f(t), t, 0+) = 0", "Limit(g(t), t, 0+) = 1"]
    assert ode("f(t) = sin(t)", turn, data, ["t > 0"], B2="cos(t)")


@pytest.mark.parametrize(
    ("claim", "slope", "datum", "givens", "bind"),
    [
        # the datum is not met
        ("f(t) = exp(t)", "Derivative(f(t), t) = f(t)", "f(0) = 2", [], {"at": "0"}),
        # the equation is not met
        ("f(t) = exp(2*t)", "Derivative(f(t), t) = f(t)", "f(0) = 1", [], {"at": "0"}),
        # the datum lies across a pole of the coefficient (rule of trust 7)
        ("f(t) = 1/t", "Derivative(f(t), t) = -1/t^2", "f(-1) = -1", ["t != 0"], {"at": "-1"}),
        # ... or outside the interval
        ("f(t) = 1/t", "Derivative(f(t), t) = -1/t^2", "f(-1) = -1", ["t > 0"], {"at": "-1"}),
        # a singular end determines nothing: every c*t solves t*f' = f with limit 0
        ("f(t) = t", "Derivative(f(t), t) = f(t)/t", "Limit(f(t), t, 0+) = 0", ["t > 0"], {}),
        # nor does infinity: every c*exp(-t) tends to 0
        ("f(t) = exp(-t)", "Derivative(f(t), t) = -f(t)", "Limit(f(t), t, oo) = 0", ["t > 0"], {}),
        # not linear: both 0 and t^2/4 start at 0
        ("f(t) = t^2/4", "Derivative(f(t), t) = sqrt(f(t))", "Limit(f(t), t, 0+) = 0",
         ["t > 0"], {}),
        # a derivative on the right
        ("f(t) = t", "Derivative(f(t), t) = 1 + f(t)*Derivative(f(t), t)", "f(0) = 0", [],
         {"at": "0"}),
    ],
)  # fmt: skip
def test_linear_equations_refuse(claim, slope, datum, givens, bind):
    """Data not met, poles between, singular ends, equations that are not linear."""
    with pytest.raises((Rejected, Undecided)):
        ode(claim, [slope], [datum], givens, **bind)


# --- cases ----------------------------------------------------------------------------------------


def by_cases(claim, hypotheses, givens=()):
    """`cases` from facts that are taken for granted here."""
    from symderive.kernel.analysis.cases import cases
    from symderive.kernel.logic.claims import Checked, Outcome

    facts = [Checked(Step(n, "x", read(claim), under=(read(h),)), Outcome("exact"), Givens())
             for n, h in enumerate(hypotheses, 1)]  # fmt: skip
    return cases(Step(9, "cases", read(claim)), facts, given(*givens))


def test_cases_cover_every_sign():
    """Two or three orders between the same terms, the givens leaving no other."""
    assert by_cases("f(a) = 0", ["0 < a", "a = 0"], ["a >= 0"])
    assert by_cases("f(a) = 0", ["a < b", "b <= a"])
    assert by_cases("f(a) = 0", ["a != 0", "a = 0"])


@pytest.mark.parametrize(
    ("hypotheses", "givens"),
    [
        (["0 < a", "a = 0"], ()),
        (["0 < a", "a < 0"], ()),
        (["a < b", "a > c"], ()),
        (["0 < a"], ["a >= 0"]),
        (["z < 0", "z >= 0"], ["z is complex"]),
    ],
)
def test_cases_that_leave_something_out(hypotheses, givens):
    """A sign left out, orders of other terms, names that have no order."""
    with pytest.raises((Rejected, Undecided)):
        by_cases("f(a) = 0", hypotheses, givens)
