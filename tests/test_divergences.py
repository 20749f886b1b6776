"""Divergences of univariate laws: answers, infinite ones, conditions, and certificates that lie."""

from __future__ import annotations

import copy
from functools import partial

import mpmath
import pytest
import sympy

from symderive.derivations import NotACertificate, digest
from symderive.faces import divergence as face
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.analysis.discharge import identity
from symderive.kernel.analysis.probability.exponential_family import exponential_family
from symderive.kernel.analysis.probability.poisson_integral import poisson_integral
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.laws.families import families, read_law
from symderive.recheck import recheck
from symderive.terms.errors import NotRead
from symderive.terms.reader import read
from symderive.terms.to_sympy import to_sympy
from symderive.terms.tree import sub

divergence = partial(face.divergence, timeout=120)  # a busy machine

CLOSED = [  # measure, p, q, order, an equivalent closed form
    ("kl", "Normal(m, s)", "Normal(0, 1)", None, "(s^2 + m^2 - 1)/2 - log(s)"),
    ("kl", "Poisson(a)", "Poisson(3*a)", None, "a*(2 - log(3))"),
    ("kl", "Weibull(k, a)", "Weibull(k, b)", None, "k*log(b/a) + (a/b)^k - 1"),
    ("kl", "Uniform(0, 1)", "Beta(2, 2)", None, "2 - log(6)"),
    ("kl", "Laplace(m, a)", "Laplace(n, a)", None, "Abs(m - n)/a + exp(-Abs(m - n)/a) - 1"),
    ("kl", "Cauchy(0, g)", "Cauchy(m, g)", None, "log(1 + m^2/(4*g^2))"),
    ("kl", "Pareto(1, a)", "Exponential(b)", None, "log(a/b) + a*b/(a - 1) - 1 - 1/a"),
    ("kl", "Geometric(p)", "Geometric(q)", None, "log(p/q) + (1/p - 1)*log((1 - p)/(1 - q))"),
    ("entropy", "Gamma(a, b)", None, None, "a - log(b) + loggamma(a) + (1 - a)*digamma(a)"),
    ("entropy", "VonMises(m, k)", None, None,
     "log(2*pi*besseli(0, k)) - k*besseli(1, k)/besseli(0, k)"),
    ("bhattacharyya", "Exponential(a)", "Exponential(b)", None, "log((a + b)/(2*sqrt(a*b)))"),
    ("hellinger2", "Poisson(a)", "Poisson(b)", None, "1 - exp(-(sqrt(a) - sqrt(b))^2/2)"),
    ("chi2div", "Poisson(a)", "Poisson(b)", None, "exp((a - b)^2/b) - 1"),
    ("renyi", "Normal(m, s)", "Normal(n, s)", "al", "al*(m - n)^2/(2*s^2)"),
    ("w2sq", "Normal(m, s)", "Normal(n, t)", None, "(m - n)^2 + (s - t)^2"),
    ("w2sq", "Exponential(l)", "Uniform(0, 1)", None, "2/l^2 + 1/3 - 3/(2*l)"),
    ("w2sq", "Gumbel(m, s)", "Uniform(0, 1)", None,
     "m^2 + 2*EulerGamma*m*s + EulerGamma^2*s^2 + pi^2*s^2/6 + 1/3 - m - s*log(2) - EulerGamma*s"),
    ("w2sq", "Rayleigh(s)", "Exponential(l)", None, "2*s^2 + 2/l^2 - 3*sqrt(2*pi)*s/(2*l)"),
    ("w2sq", "Chi(k)", "Chi(k)", None, "0"),
    ("w2sq", "Logistic(m, s)", "Exponential(l)", None,
     "m^2 + pi^2*s^2/3 + 2/l^2 - 2*m/l - pi^2*s/(3*l)"),
    ("tv", "SymTriangular(0, 1)", "Uniform(-1, 1)", None, "1/4"),
    ("js", "Uniform(0, 2)", "Uniform(1, 3)", None, "log(2)/2"),
    ("js", "Uniform(0, 1)", "Uniform(2, 3)", None, "log(2)"),
    ("js", "Uniform(0, 1)", "Poisson(a)", None, "log(2)"),
    ("tv", "Poisson(a)", "Normal(m, s)", None, "1"),
    ("tv", "DiscreteUniform(1, 2)", "DiscreteUniform(2, 5)", None, "3/4"),
    ("tv", "Cauchy(m, s)", "Cauchy(n, s)", None, "2*atan(Abs(m - n)/(2*s))/pi"),
    ("tv", "Uniform(0, 1)", "Beta(2, 2)", None, "sqrt(3)/9"),
    ("bc", "Uniform(0, 1)", "Uniform(2, 3)", None, "0"),
    ("alpha", "Poisson(a)", "Poisson(b)", "2", "(exp((a - b)^2/b) - 1)/2"),
    ("reverse_kl", "Poisson(3*a)", "Poisson(a)", None, "a*(2 - log(3))"),
    ("kl", "Logistic(m, s)", "Logistic(n, s)", None, "(m - n)*coth((m - n)/(2*s))/s - 2"),
    ("bc", "Logistic(m, s)", "Logistic(0, s)", None, "m/(2*s*sinh(m/(2*s)))"),
    ("kl", "Borel(p)", "Borel(q)", None, "p*log(p/q)/(1 - p) + (q - p)/(1 - p)"),
    ("bc", "VonMises(m, k)", "VonMises(m, l)", None,
     "besseli(0, (k + l)/2)/sqrt(besseli(0, k)*besseli(0, l))"),
    ("w2sq", "Uniform(0, 1)", "Normal(m, s)", None, "m^2 + s^2 + 1/3 - m - s/sqrt(pi)"),
    ("kl", "Cauchy(0, 1)", "StudentT(3)", None, "log((1 + sqrt(3))^4/(24*sqrt(3)))"),
]  # fmt: skip
POINT = {"m": "3/7", "n": "-2/5", "s": "5/4", "t": "2/3", "a": "9/4", "b": "4/3", "k": "6/5",
         "g": "7/5", "p": "1/3", "q": "2/5", "l": "8/5", "al": "1/2"}  # fmt: skip


def value(text):
    """The number of a closed form at the point."""
    at = {sympy.Symbol(n, real=True): sympy.Rational(v) for n, v in POINT.items()}
    return sympy.N(to_sympy(read(text)).subs(at), 20)


@pytest.mark.parametrize(("measure", "p", "q", "order", "form"), CLOSED)
def test_a_closed_form_is_derived_and_rechecked(measure, p, q, order, form):
    """The answer is verified, its certificate is accepted, and it is the number of the known form."""
    d = divergence(measure, p, q, order=order)
    assert d.verdict == "verified" and not d.grades.keys() & {"computed", "assumed"}
    assert recheck(d.as_dict()) == []
    assert abs(value(d.result["text"]) - value(form)) < 1e-15


INFINITE = [
    ("kl", "Normal(m, s)", "Exponential(a)", "has mass on (-1, 0)"),
    ("kl", "Poisson(a)", "Binomial(n, p)", "has mass at"),
    ("kl", "Uniform(0, 2)", "Beta(a, b)", "has mass on"),
    ("kl", "Cauchy(m, g)", "Normal(n, s)", "diverges"),
    ("chi2div", "Exponential(1)", "Exponential(3)", "diverges"),
    ("kl", "Poisson(a)", "Normal(m, s)", "a single point"),
    ("kl", "Normal(m, s)", "Poisson(a)", "apart from the integers"),
    ("bhattacharyya", "Uniform(0, 1)", "Uniform(1, 3)", "no common part"),
]


@pytest.mark.parametrize(("measure", "p", "q", "reason"), INFINITE)
def test_an_infinite_answer_has_its_reason(measure, p, q, reason):
    """oo is verified with the mass outside the support or the divergent integral."""
    d = divergence(measure, p, q)
    assert (d.verdict, d.result["text"]) == ("verified", "oo")
    assert reason in d.result["reason"]
    assert recheck(d.as_dict()) == []


def test_explain_says_where_a_route_stopped():
    """A normaliser wants a condition, which is added; the next attempt goes through."""
    from click.testing import CliRunner

    from symderive.commands.divergence import command

    found = CliRunner().invoke(command, ["kl", "Pareto(1, a)", "Exponential(b)", "--explain"])
    said = [line for line in found.output.splitlines() if line.startswith("tried ")]
    assert found.exit_code == 0
    assert any("normaliser pareto" in s and s.endswith("it needs a > 1") for s in said)
    assert any(s.startswith("tried condition: a > 1") for s in said)
    assert said[-1].startswith("tried normaliser pareto") and "step" in said[-1]


def test_beyond_order_one_mass_outside_counts():
    """Renyi: the common part of two supports says nothing of orders beyond 1."""
    laws = ("renyi", "Uniform(0, 2)", "Uniform(1, 3)")
    assert divergence(*laws, order="2").result["text"] == "oo"
    assert divergence(*laws, order="1/2").result["text"] == "2*log(2)"
    assert "al <= 1" in divergence(*laws, order="al").added
    finite = divergence(*laws, order="1/2")
    assert damaged(finite, "problem", "order", to="2")


def test_a_ratio_below_one_is_a_condition():
    """Beyond its natural domain the power series of a Renyi divergence diverges."""
    d = divergence("renyi", "NegativeBinomial(r, p)", "NegativeBinomial(r, q)", order="al")
    assert d.verdict == "verified" and "p^al*q^(1 - al) < 1" in d.added
    assert recheck(d.as_dict()) == []


def test_a_discrete_tail_is_counted_once():
    """The last common integer belongs to the common part alone."""
    d = divergence("tv", "DiscreteUniform(1, n)", "DiscreteUniform(1, m)", given=["n < m"])
    assert d.verdict == "verified" and list(d.added) == []
    at = {sympy.Symbol("n", real=True): 2, sympy.Symbol("m", real=True): 5}
    assert to_sympy(read(d.result["text"])).subs(at) == sympy.Rational(3, 5)


def test_supports_that_touch_are_no_reason_for_infinity():
    """The uniform law on (0, 1) has no mass outside the support of a beta law."""
    assert divergence("kl", "Uniform(0, 1)", "Beta(1, 1)").result["text"] == "0"


def test_a_moment_that_may_be_missing_is_a_condition():
    """The mean of a Pareto law exists for a > 1, which is added, and not where it is given away."""
    assert divergence("kl", "Pareto(1, a)", "Exponential(b)").added == ["a > 1"]
    assert divergence("kl", "Pareto(1, a)", "Exponential(b)", given=["a > 2"]).added == []
    assert divergence("kl", "Pareto(1, 1)", "Exponential(b)").result["text"] == "oo"


def test_an_unknown_order_of_supports_is_asked_for():
    """Uniform laws with names: the smaller support inside the larger is a condition."""
    d = divergence("kl", "Uniform(0, a)", "Uniform(0, b)")
    assert d.added == ["a <= b"] and d.result["text"] == "log(b) - log(a)"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("kl", "Norml(0, 1)", "Normal(0, 1)"), "no family"),
        (("kl", "Normal(0)", "Normal(0, 1)"), "Normal\\(mu, sigma\\)"),
        (("kl", "Normal(0, -1)", "Normal(0, 1)"), "wanted of a law"),
        (("kl", "Normal(0, 1)"), "two laws"),
        (("entropy", "Normal(0, 1)", "Normal(0, 1)"), "one law"),
        (("renyi", "Normal(0, 1)", "Normal(0, 1)"), "order"),
        (("kullback", "Normal(0, 1)"), "no measure"),
    ],
)
def test_what_cannot_be_read_is_said(args, message):
    """An unknown family or measure, and parameters outside their domain, are errors that say so."""
    with pytest.raises(NotRead, match=message):
        divergence(*args)


# --- certificates that lie ------------------------------------------------------------------------


def rejected(data):
    """Whether a recheck finds fault with an object, its digest made anew."""
    data["digest"] = digest(data)
    try:
        return bool(recheck(data))
    except NotACertificate:
        return True


def damaged(d, *path, to):
    data = copy.deepcopy(d.as_dict())
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = to
    return rejected(data)


def test_a_true_proof_of_another_claim_is_caught():
    """Measure, laws, result, givens and what was added are bound to the steps."""
    d = divergence("kl", "Pareto(1, a)", "Exponential(b)")
    assert damaged(d, "problem", "q", to="Exponential(2*b)")
    assert damaged(d, "problem", "p", to="Pareto(2, a)")
    assert damaged(d, "problem", "divergence", to="crossentropy")
    assert damaged(d, "result", "text", to="0")
    assert damaged(d, "given", to=["a > 0"])
    assert damaged(d, "given", to=[*d.given, "b = a"])
    assert damaged(d, "added", to=[])
    assert damaged(d, "added", to=["a > 1", "c > 1"])
    assert damaged(d, "steps", to=d.as_dict()["steps"][:-1])


def test_an_infinite_answer_is_bound_too():
    """oo with another reason, or for laws that do not give it, is caught."""
    d = divergence("kl", "Normal(m, s)", "Exponential(a)")
    assert damaged(d, "result", "reason", to="because")
    assert damaged(d, "problem", "q", to="Normal(a, 1)")
    finite = divergence("kl", "Exponential(a)", "Exponential(b)")
    assert damaged(finite, "result", "text", to="oo")


# --- the primitives -------------------------------------------------------------------------------


def family_step(claim, roles, premise="Integral(exp(-s*x), (x, 0, oo)) = 1/s", under="s > 0",
                given=("b > 0",)):  # fmt: skip
    """The answer of `exponential_family` to a step from one premise."""
    hypothesis = read(under)
    givens = Givens.of([read(g) for g in given])
    known = Checked(Step(1, "x", read(premise), under=(hypothesis,)), Outcome("exact"),
                    givens.extended(hypothesis))  # fmt: skip
    bind = {r: read(t) for r, t in roles.items()}
    return exponential_family(
        Step(2, "exponential_family", read(claim), bind=bind), (known,), givens
    )


MEAN = {"names": "(s,)", "T_s": "-x", "t1": "(1, -b, (b,), (1,))"}


def test_moments_are_derivatives_of_the_normaliser():
    """The mean of an exponential law."""
    assert family_step("Integral(b*x*exp(-b*x), (x, 0, oo)) = 1/b", MEAN).grade == "exact"


@pytest.mark.parametrize(
    ("claim", "changes", "options"),
    [
        ("Integral(b*x*exp(-b*x), (x, 0, oo)) = 2/b", {}, {}),  # a lie
        ("Integral(b*x^2*exp(-b*x), (x, 0, oo)) = 1/b", {}, {}),  # another integrand
        ("Integral(b*x*exp(-b*x), (x, 1, oo)) = 1/b", {}, {}),  # other limits
        ("Integral(b*x*exp(-b*x), (x, 0, oo)) = 1/b", {}, {"given": ()}),  # b may be negative
        ("Integral(b*x*exp(-b*x), (x, 0, oo)) = 1/b", {"T_s": "-x*s/b"}, {}),  # no statistic
        (
            "Integral(b*x*exp(-b*x), (x, 0, oo)) = 1/b",
            {},
            {"given": ("b > 0", "s = 1")},
        ),  # not free
        ("Integral(b*x*exp(-b*x), (x, 0, oo)) = 1/b", {}, {"under": "s >= 0"}),  # not open
    ],
)
def test_what_does_not_follow_from_a_normaliser(claim, changes, options):
    """A wrong value, integrand or limit; a hypothesis that fails or is not open; a name that is fixed."""
    with pytest.raises((Rejected, Undecided)):
        family_step(claim, {**MEAN, **changes}, **options)


def test_no_derivative_under_an_integral_that_is_no_exponential_family():
    """sin(s*x) changes sign and has no statistic: the derivative of the value says nothing."""
    with pytest.raises((Rejected, Undecided)):
        family_step("Integral(b*x*cos(b*x)/x, (x, 0, oo)) = 0", MEAN,
                    "Integral(sin(s*x)/x, (x, 0, oo)) = pi/2")  # fmt: skip


POISSON = {"m": "m", "g": "g", "y": "y", "H": "log((x - n)^2 + (y + h)^2)"}


def poisson_step(claim, roles, given=("g > 0", "h > 0")):
    step = Step(1, "poisson_integral", read(claim), bind={r: read(t) for r, t in roles.items()})
    return poisson_integral(step, (), Givens.of([read(g) for g in given]))


def test_the_mean_of_a_harmonic_function_under_a_cauchy_law():
    """True for a logarithm that is harmonic above; refused with a pole there, or for another value."""
    left = "Integral(g/(pi*((x - m)^2 + g^2))*log((x - n)^2 + h^2), (x, -oo, oo))"
    assert poisson_step(f"{left} = log((m - n)^2 + (g + h)^2)", POISSON).grade == "exact"
    with pytest.raises((Rejected, Undecided)):
        poisson_step(f"{left} = log((m - n)^2 + (g - h)^2)", POISSON)
    below = {**POISSON, "H": "log((x - n)^2 + (y - h)^2)"}  # harmonic, but not at (n, h)
    with pytest.raises((Rejected, Undecided)):
        poisson_step(f"{left} = log((m - n)^2 + (g - h)^2)", below)
    other = {**POISSON, "H": "log((x - n)^2 + h^2)"}  # not harmonic
    with pytest.raises((Rejected, Undecided)):
        poisson_step(f"{left} = log((m - n)^2 + h^2)", other)


# --- the table of families ------------------------------------------------------------------------

SAMPLES = {"real": ("2/7", "9/5"), "positive": ("6/5", "8/5"), "probability": ("2/5", "3/7"),
           "count": ("2", "5")}  # fmt: skip


def sample(name):
    """A member of a family at fixed parameters."""
    family = families()[name]
    seen = dict.fromkeys(SAMPLES, 0)
    args = []
    for _, sort in family.parameters:
        args.append(SAMPLES[sort][seen[sort] % 2])
        seen[sort] += 1
    return read_law(f"{name}({', '.join(args)})")


@pytest.mark.parametrize("name", sorted(families()))
def test_densities_have_mass_one(name):
    """The integral or sum of each density of the table over its support is 1, by quadrature."""
    law = sample(name)
    x = sympy.Symbol("x", real=True)
    f = sympy.lambdify(x, to_sympy(law.density("x")), "mpmath")
    low, high = (to_sympy(t) for t in law.support)
    ends = [mpmath.mpf(sympy.N(t, 20)) if t.is_finite else mpmath.inf * int(sympy.sign(t))
            for t in (low, high)]  # fmt: skip
    if name in ("Gumbel", "Moyal"):
        ends[0] = mpmath.mpf(-8)  # below, exp(-exp(5)) is nothing, and slow
    if law.family.discrete:
        last = min(ends[1], 300)
        total = mpmath.fsum(f(mpmath.mpf(k)) for k in range(int(ends[0]), int(last) + 1))
    else:
        inner = [e for e in (-20, -3, 0, sympy.Rational(2, 7), 1, 3, 20) if ends[0] < e < ends[1]]
        total = mpmath.quad(lambda t: mpmath.re(f(t)), [ends[0], *map(mpmath.mpf, inner), ends[1]])
    assert abs(total - 1) < 1e-6


EXPONENTIAL = [n for n, f in sorted(families().items()) if "statistic" in f.row]


@pytest.mark.parametrize("name", EXPONENTIAL)
def test_exponential_forms_are_those_of_the_densities(name):
    """density = carrier*exp(natural*statistic - log_partition), by the kernel's normal form."""
    family = families()[name]
    law = read_law(family.usage)
    row = family.row
    exponent = " + ".join(
        f"({n})*({t})" for n, t in zip(row["natural"], row["statistic"], strict=True)
    )
    form = read(f"({row['carrier']})*exp({exponent} - ({row['log_partition']}))")
    low = law.support[0]
    ranged = [t for t in (f"x > {low.data}" if low.head == "Integer" else None,) if t]
    if name in ("Beta", "LogitNormal"):
        ranged.append("x < 1")
    if family.discrete:
        ranged = ["x is integer", "x >= 1", *(["x <= n"] if name == "Binomial" else [])]
    givens = Givens.of([*law.givens(), *map(read, ranged)])
    proof = identity(sub(law.density("x"), form), givens)
    assert proof is not None
