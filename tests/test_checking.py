"""Claims with integrals, sums, limits, derivatives of integrals, decided by values from steps."""

from __future__ import annotations

import time

import pytest

from symderive.faces.check import check
from symderive.kernel.logic.givens import Givens
from symderive.methods import attempts
from symderive.methods.values import ANTIDERIVATIVES, Values
from symderive.terms.reader import read

POSITIVE = ["a > 0", "b > 0"]
TRUE = [
    ("Integral(1/(x^2+a^2)^2, (x, 0, oo)) = pi/(4*a^3)", POSITIVE),
    ("Integral(1/(x^3+1), (x, 0, oo)) = 2*pi/(3*sqrt(3))", []),
    ("Integral(log(x)^2, (x, 0, 1)) = 2", []),
    ("Integral(x^n*log(x), (x, 0, 1)) = -1/(n+1)^2", ["n > -1"]),
    ("Integral(x^4*exp(-a*x^2), (x, -oo, oo)) = 3*sqrt(pi)/(4*a^(5/2))", POSITIVE),
    ("Integral(exp(-a*x^2+b*x), (x, -oo, oo)) = sqrt(pi/a)*exp(b^2/(4*a))", ["a > 0"]),
    ("Integral(x*exp(-x)*sin(x), (x, 0, oo)) = 1/2", []),
    ("Integral(1/(a+cos(x)), (x, 0, 2*pi)) = 2*pi/sqrt(a^2-1)", ["a > 1"]),
    ("Integral(1/cosh(x), (x, -oo, oo)) = pi", []),
    ("Integral(sqrt(x/(1-x)), (x, 0, 1)) = pi/2", []),
    ("Integral((exp(-a*x)-exp(-b*x))/x, (x, 0, oo)) = log(b/a)", POSITIVE),
    ("Integral(Abs(x-a), (x, 0, 1)) = a^2-a+1/2", ["0 < a < 1"]),
    ("Integral(Piecewise((x, x < 1), (2-x, true)), (x, 0, 2)) = 1", []),
    ("Integral(exp(-Abs(x)), (x, -oo, oo)) = 2", []),
    ("Integral((1-cos(x))/x^2, (x, 0, oo)) = pi/2", []),
    ("Integral(f'(x)*f(x), (x, a, b)) = (f(b)^2-f(a)^2)/2", ["f is C1"]),
    ("Integral(f(x)*g'(x), (x, 0, 1)) = f(1)*g(1)-f(0)*g(0)-Integral(f'(x)*g(x), (x, 0, 1))",
     ["f is C1", "g is C1"]),
    ("Integral(exp(-x^2), (x, 0, 1)) < 1", []),
    ("Integral(1/x, (x, 1, 2)) + Integral(1/x, (x, 2, 6)) = log(6)", []),
    ("Integral(x, (x, 0, 1))^2 + Integral(x^2, (x, 0, 1)) = 7/12", []),
    ("Integral(Integral((x-y)/(x+y)^3, (x, 0, 1)), (y, 0, 1)) = -1/2", []),
    ("Integral(x*Integral(exp(-t), (t, x, oo)), (x, 0, oo)) = 1", []),
    ("Integral(Integral(exp(-x^2-y^2), (x, -oo, oo)), (y, -oo, oo)) = pi", []),
    ("Derivative(Integral(t^2*x, (x, 0, t)), t) = 2*t^3", []),
    ("Derivative(Integral(sin(s), (s, x, x^2)), x) = 2*x*sin(x^2)-sin(x)", []),
    ("Derivative(Integral(exp(-t*x)*sin(x), (x, 0, oo)), t) = -2*t/(1+t^2)^2", ["t > 0"]),
    ("Derivative(Integral(exp(-t*x^2), (x, 0, 1)), t) = Integral(-x^2*exp(-t*x^2), (x, 0, 1))", []),
    ("Derivative(Integral(f(x-s), (s, 0, x)), x) = f(x)", ["f is C1"]),
    ("Sum(k^2, (k, 1, n)) = n*(n+1)*(2*n+1)/6", ["n is natural"]),
    ("Sum(k*factorial(k), (k, 1, n)) = factorial(n+1)-1", ["n is natural"]),
    ("Sum(log(1+1/k), (k, 1, n)) = log(n+1)", ["n is natural"]),
    ("Sum(k^2/2^k, (k, 1, oo)) = 6", []),
    ("Sum(1/k^2, (k, 1, oo)) = pi^2/6", []),
    ("Sum(x^k/factorial(k), (k, 0, oo)) = exp(x)", []),
    ("Integral(x^(a-1)*(1-x)^(b-1), (x, 0, 1)) = beta(a, b)", POSITIVE),
    ("Sum(k, (k, 1, n)) = n*(n+1)/2", ["n > 0"]),
    ("Sum(a*r^k, (k, 0, oo)) = a/(1-r)", ["0 < r < 1"]),
    ("Sum(Sum(j, (j, 1, k)), (k, 1, n)) = n*(n+1)*(n+2)/6", ["n is natural"]),
    ("Sum(Integral(x^k, (x, 0, 1)), (k, 0, 3)) = 25/12", []),
    ("Product(1-1/k^2, (k, 2, oo)) = 1/2", []),
    ("Limit(Sum(1/2^k, (k, 0, n)), n, oo) = 2", []),
    ("Limit(Integral(n*x^n, (x, 0, 1)), n, oo) = 1", []),
    ("Limit((a^x-b^x)/x, x, 0) = log(a/b)", POSITIVE),
    ("Limit(cos(x)^(1/x^2), x, 0) = exp(-1/2)", []),
    ("Limit(exp(-a*x) + exp(-b*x), x, oo) = 0", POSITIVE),
]  # fmt: skip
FALSE = [
    ("Integral(Integral((x-y)/(x+y)^3, (x, 0, 1)), (y, 0, 1)) "
     "= Integral(Integral((x-y)/(x+y)^3, (y, 0, 1)), (x, 0, 1))", []),
    ("Limit(Integral(n*x*exp(-n*x^2), (x, 0, 1)), n, oo) "
     "= Integral(Limit(n*x*exp(-n*x^2), n, oo), (x, 0, 1))", ["n is natural"]),
    ("Limit(Limit((x-y)/(x+y), x, 0), y, 0) = Limit(Limit((x-y)/(x+y), y, 0), x, 0)", []),
    ("Limit(Integral(n^2*x*exp(-n*x), (x, 0, oo)), n, oo) = 0", []),
    ("Limit(Sum(1/n, (k, 1, n)), n, oo) = 0", []),
    ("Integral(Integral(x*y, (x, 0, y)), (y, 0, 1)) = 1/4", []),
    ("Integral(Integral(exp(-x-y), (y, 0, x)), (x, 0, oo)) = 1", []),
    ("Sum(Sum(j, (j, 1, k)), (k, 1, n)) = n*(n+1)/2", ["n is natural"]),
    ("Derivative(Integral(Abs(x-t), (x, 0, 1)), t) = 2*t-1", []),
    ("Derivative(Integral(x*t, (x, 0, t)), t) = t^2/2", []),
    ("Derivative(Integral(exp(-t*x)*sin(x), (x, 0, oo)), t) = -1/(1+t^2)^2", ["t > 0"]),
    ("Integral(1/(x^2+a^2), (x, -oo, oo)) = pi/a", ["a != 0"]),
    ("Integral(1/(2+sin(x)), (x, 0, 2*pi)) = 0", []),
    ("Integral(sqrt(1-cos(x)^2), (x, 0, 2*pi)) = 0", []),
    ("Integral(tan(x), (x, pi/4, 3*pi/4)) = 0", []),
    ("Integral(1/(1-x), (x, 0, 2)) = 0", []),
    ("Integral(1/x, (x, 0, 1)) - Integral(1/x, (x, 0, 1)) = 0", []),
    ("Integral(x^n, (x, 0, 1)) = 1/(n+1)", []),
    ("Integral(exp(a*x), (x, 0, oo)) = -1/a", []),
    ("Integral(Abs(x-a), (x, 0, 1)) = a^2-a+1/2", []),
    ("Integral(f'(x), (x, 0, 1)) = f(1)+f(0)", ["f is C1"]),
    ("Integral(x, (x, a, b)) = (a^2-b^2)/2", []),
    ("Sum(q^k, (k, 0, oo)) = 1/(1-q)", ["q > 0"]),
    ("Sum((-1)^k, (k, 0, oo)) = 1/2", []),
    ("Sum(1/(k*(k+1)), (k, 1, n)) = 1-1/n", ["n is natural", "n > 0"]),
    ("Product(1-1/k^2, (k, 2, oo)) = 1", []),
    ("Limit(floor(x), x, 2) = 2", []),
    ("Limit(cos(1/x), x, 0) = 0", []),
    ("Limit(sin(x)/x, x, oo) = 1", []),
    ("Limit((1+1/n)^(n^2)*exp(-n), n, oo) = 1", []),
    ("Limit(Limit(x^y, x, 0+), y, 0+) = Limit(Limit(x^y, y, 0+), x, 0+)", []),
]  # fmt: skip
# True nowhere or not everywhere: no proof may be found, whatever else is said.
NEVER = [
    ("Integral(1/(sin(x)^2+cos(x)^2-1), (x, 0, 1)) = 5", []),
    ("Integral(1/t, (t, 0, x)) = 1", ["x > 0", "x < 0"]),
    ("Derivative(Integral(sin(t*x)/x, (x, 0, oo)), t) = 0", []),
    ("Derivative(Integral(t^3*exp(-t^2*x), (x, 0, oo)), t) "
     "= Integral(Derivative(t^3*exp(-t^2*x), t), (x, 0, oo))", []),
    ("Derivative(Integral(x, (x, 0, t)), t) = t + 1", ["t = 1"]),
    ("Derivative(Sum(k, (k, 1, n)), n) = n + 1/2", ["n is natural"]),
    ("Integral(Sum(1, (k, 1, n)), (n, 0, 2)) = 2", []),
    ("Sum(k, (k, 1, n)) = n*(n+1)/2", ["n is real and n > 0"]),
    ("Sum(k^(-s), (k, 1, oo)) = zeta(s)", ["s is complex"]),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "given"), TRUE)
def test_a_true_claim_is_verified(claim: str, given: list[str]) -> None:
    """Each has values that steps establish."""
    found = check(claim, given=given, timeout=60)  # a busy machine is no reason to stop sooner
    assert found.verdict == "verified", found.reason


@pytest.mark.parametrize(("claim", "given"), FALSE)
def test_a_false_claim_is_refuted(claim: str, given: list[str]) -> None:
    """Each fails at a point or diverges there."""
    found = check(claim, given=given)
    assert found.verdict == "refuted", found.reason


@pytest.mark.parametrize(("claim", "given"), [*TRUE[14:28], *FALSE[:6]])
def test_a_certificate_is_accepted(claim: str, given: list[str]) -> None:
    """Steps and witness are replayed without the search."""
    report = check(claim, given=given).verify()
    assert report, str(report)


@pytest.mark.parametrize(("claim", "given"), NEVER)
def test_what_is_not_so_is_not_verified(claim: str, given: list[str]) -> None:
    """Divergent for some, void, differentiated at one point or over integers: never verified."""
    assert check(claim, given=given, timeout=3).verdict != "verified"


def test_exchanged_integrals_are_refuted_by_two_proved_values() -> None:
    """The certificate proves -1/2 on the left and 1/2 on the right."""
    found = check(FALSE[0][0])
    proved = [s["gives"]["text"] for s in found.steps if s["by"] == "congruence"]
    assert [p.split(" = ")[-1] for p in proved] == ["-1/2", "1/2"]
    assert found.witness is not None and found.witness["left"].startswith("-0.5")


def test_a_changed_value_is_rejected() -> None:
    """A refutation whose step is altered no longer replays."""
    data = check(FALSE[0][0]).as_dict()
    steps = [dict(s) for s in data["steps"]]
    steps[-1]["gives"] = {"text": steps[-1]["gives"]["text"].replace("1/2", "1/3"), "latex": ""}
    from symderive.derivations import digest
    from symderive.recheck import report

    changed = {k: v for k, v in data.items() if k != "digest"} | {"steps": steps}
    assert not report(changed | {"digest": digest(changed)})


def test_the_limit_of_time_is_kept() -> None:
    """Where no antiderivative is found in time the answer is undecided, soon after the limit."""
    claim = ("Integral(exp(sin(x^3))*log(x+2), (x, 0, 1)) "
             "= Integral(exp(sin((1-x)^3))*log(3-x), (x, 0, 1))")  # fmt: skip
    check("Integral(x, (x, 0, 1)) = 1/2")  # the worker is warm
    start = time.perf_counter()
    found = check(claim, timeout=1)
    assert found.verdict == "undecided" and found.reason is not None
    assert found.reason.startswith("out of time")
    assert time.perf_counter() - start < 4


def test_a_hanging_call_is_killed_and_the_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that hangs is killed at its limit; the next question is answered by a new one."""
    monkeypatch.setattr(attempts, "PER_STRATEGY", 0.2)
    search = Values(Givens.of([]), seconds=30)
    start = time.perf_counter()
    assert search.ask("time:sleep", 60) == []
    assert 0.2 < time.perf_counter() - start < 10
    monkeypatch.undo()
    assert search.ask(f"{ANTIDERIVATIVES}:propose", "manual", "2*x", "x", {}) == ["x^2"]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("Integral(x^x, (x, 0, 1)) = Sum(-(-1)^k/k^k, (k, 1, oo))", "no antiderivative of x^x"),
        ("Sum((-1)^(k+1)/k, (k, 1, oo)) = log(2)", "no telescoper of (-1)^(k + 1)/k"),
    ],
)
def test_a_reason_says_what_is_missing(claim: str, said: str) -> None:
    """An undecided claim names what was not found."""
    found = check(claim)
    assert found.verdict == "undecided" and said in (found.reason or "")


def test_a_proof_of_an_outer_claim_binds_another_name() -> None:
    """A bound name of which the givens speak is renamed, not mixed up."""
    claim = "Integral(Integral(x*y, (x, 0, y)), (y, 0, 1)) = 1/8"
    found = check(claim, given=["y > 5", "x < 0"])
    assert found.verdict == "verified", found.reason


def test_an_equation_reads_the_same_from_both_sides() -> None:
    """1/2 = Integral(x, (x, 0, 1)) is proved like its mirror image."""
    assert check("1/2 = Integral(x, (x, 0, 1))").verdict == "verified"
    assert read("1/2 = Integral(x, (x, 0, 1))").args[1].head == "Integral"


@pytest.mark.parametrize(("claim", "hint"), [
    ("cos(n*pi) = (-1)^n", "n is integer"),
    ("(-1)^(2*n) = 1", "n is integer"),
    ("(x^2)^n = x^(2*n)", "x >= 0"),
])  # fmt: skip
def test_the_hypothesis_that_a_claim_lacks_is_named(claim, hint):
    """Refuted for real names, and proved under the hypothesis of the hint."""
    found = check(claim)
    assert (found.verdict, found.hint) == ("refuted", hint)
    assert check(claim, [hint]).verdict == "verified"
