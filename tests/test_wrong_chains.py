"""Derivations with one wrong step, as they stand in notebooks: each is rejected, the condition named.

Every chain is first given in its right form, which is accepted, so that the refusal is that of the
mistake; the end of some wrong chains is true all the same, and is not refuted by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

import symderive as sd
from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import DECLARED, STATED_ONCE, check_step
from symderive.kernel.logic.claims import Checked, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.terms.context import Context
from symderive.terms.reader import read

Steps = list[Mapping[str, Any]]
SETTING = (*DECLARED, *STATED_ONCE)  # what a problem about forms declares


@dataclass(frozen=True)
class Chain:
    """Right and wrong steps under the same givens; `named` stands in the reason of the refusal."""

    right: Steps
    wrong: Steps
    named: str
    given: tuple[str, ...] = ()
    wrong_given: tuple[str, ...] | None = None
    forms: bool = False
    at: int = field(default=0)  # the number of the first wrong step, 0 for the last


def step(
    gives: str, by: str = "algebra", uses: tuple[int, ...] = (), **bind: str
) -> dict[str, Any]:
    return {"gives": gives, "by": by, "from": list(uses), "bind": bind}


def checked(steps: Steps, given: tuple[str, ...], forms: bool) -> tuple[int, str]:
    """How many steps were accepted, and the reason of the refusal that ended it."""
    context, givens = Context(forms=forms), Givens.of([read(g) for g in given])
    done: dict[int, Checked] = {}
    for n, s in enumerate(steps, 1):
        bind = {k: read(v, context) for k, v in s["bind"].items()}
        setting = {k: t for k, t in bind.items() if k.split("_")[0] in SETTING} if forms else None
        proposal = Step(n, s["by"], read(s["gives"], context), tuple(s["from"]), bind)
        try:
            done[n] = check_step(proposal, done, givens, rules(), setting)
        except (Rejected, Undecided) as reason:
            return len(done), str(reason)
    return len(done), ""


DIFFER = "the normal forms of the two sides differ"
STATIONARY = "stationary(Integral({}, (x, x0, x1)))"
ARC = "y(x)*sqrt(1 + y'(x)^2)"

VARIATION = {
    # Beltrami's identity for a Lagrangian that contains x.
    "beltrami with x in the Lagrangian": Chain(
        given=("y is C2", "y(x) > 0", STATIONARY.format(ARC)),
        right=[
            step(f"Derivative(Derivative({ARC}, y'(x)), x) = Derivative({ARC}, y(x))",
                 "euler_lagrange", L=ARC, Y="y(x)", P="y'(x)", X="x"),
            step(f"Derivative(y'(x)*Derivative({ARC}, y'(x)) - {ARC}, x) = 0",
                 "beltrami_identity", (1,), L=ARC, Y="y(x)", P="y'(x)", X="x"),
        ],
        wrong_given=("y is C2", STATIONARY.format("x*sqrt(1 + y'(x)^2)")),
        wrong=[
            step("Derivative(Derivative(x*sqrt(1 + y'(x)^2), y'(x)), x) "
                 "= Derivative(x*sqrt(1 + y'(x)^2), y(x))",
                 "euler_lagrange", L="x*sqrt(1 + y'(x)^2)", Y="y(x)", P="y'(x)", X="x"),
            step("Derivative(y'(x)*Derivative(x*sqrt(1 + y'(x)^2), y'(x)) - x*sqrt(1 + y'(x)^2), x) = 0",
                 "beltrami_identity", (1,), L="x*sqrt(1 + y'(x)^2)", Y="y(x)", P="y'(x)", X="x"),
        ],
        named="independent",
    ),
    # Multiplied by y' the equation is integrated; y = 1 satisfies the first integral and no more.
    "spurious constant from Beltrami's identity": Chain(
        given=("stationary(Integral(y'(x)^2 + y(x)^2, (x, x0, x1)))",),
        right=[
            step("y''(x) - y(x) = 0", "euler_lagrange_equations", K1="-2"),
            step("y(x) = exp(x)", "extremal", (1,)),
        ],
        wrong=[
            step("y''(x) - y(x) = 0", "euler_lagrange_equations", K1="-2"),
            step("y'(x)^2 - y(x)^2 = c", "conserved", (1,), C="c", Q1="2*y'(x)"),
            step("y(x) = 1", "extremal", (1,)),  # it satisfies the first integral with c = -1
        ],
        named=DIFFER,
    ),
    # A cyclic coordinate is claimed of a Lagrangian that contains it.
    "momentum of a coordinate that is not cyclic": Chain(
        given=("stationary(Integral(y'(x)^2 - 2*y(x), (x, x0, x1)))",),
        right=[
            step("y''(x) + 1 = 0", "euler_lagrange_equations", K1="-2"),
            step("y'(x)^2 + 2*y(x) = c", "conserved", (1,), C="c", Q1="2*y'(x)"),
            step("y(x) = -x^2/2", "extremal", (1,)),
        ],
        wrong=[
            step("y''(x) + 1 = 0", "euler_lagrange_equations", K1="-2"),
            step("y'(x) = c", "conserved", (1,), C="c", Q1="1"),
        ],
        named=DIFFER,
    ),
}  # fmt: skip

BURGERS = "u[0,1](x, t) + u(x, t)*u[1,0](x, t) = 0"
TRANSPORT = "u[1,0](x, y) + u[0,1](x, y) = 1"

CHARACTERISTICS = {
    # x - 2 u t is not constant along the characteristics of Burgers' equation.
    "first integral that is none": Chain(
        given=(BURGERS,),
        right=[
            step("Derivative(u(x, t), s) = 0", "first_integral"),
            step("Derivative(x - t*u(x, t), s) = 0", "first_integral"),
            step("u(x, t) = F(x - t*u(x, t))", "general_solution", (1, 2), F="F"),
        ],
        wrong=[
            step("Derivative(u(x, t), s) = 0", "first_integral"),
            step("Derivative(x - 2*t*u(x, t), s) = 0", "first_integral"),
            step("u(x, t) = F(x - 2*t*u(x, t))", "general_solution", (1, 2), F="F"),
        ],
        named="its derivative along the characteristics is not zero",
        at=2,
    ),
    # Data along a characteristic determine nothing: the determinant vanishes identically.
    "noncharacteristic condition violated": Chain(
        given=(TRANSPORT, "u(s, 2*s) = s"),
        right=[step("1 != 0", "noncharacteristic")],
        wrong_given=(TRANSPORT, "u(s, s) = s"),
        wrong=[step("1 != 0", "noncharacteristic")],
        named="they are characteristic",
    ),
    # The other root of the quadratic solves the equation and misses the data.
    "wrong branch through the data": Chain(
        given=(BURGERS, "u(x, 0) = -x"),
        right=[step("u(x, t) = x/(t - 1)", "pde_solution")],
        wrong=[step("u(x, t) = x/(t + 1)", "pde_solution")],
        named="the formula does not have the data",
    ),
}  # fmt: skip

INTEGRALS = {
    # Integration by parts without its boundary term.
    "lost boundary term": Chain(
        right=[step("Integral(x*exp(-x), (x, 0, 1)) = -exp(-1) + Integral(exp(-x), (x, 0, 1))",
                    "parts", u="x", v="-exp(-x)")],
        wrong=[step("Integral(x*exp(-x), (x, 0, 1)) = Integral(exp(-x), (x, 0, 1))",
                    "parts", u="x", v="-exp(-x)")],
        named="the boundary term is",
    ),
    # n*x*exp(-n*x^2) -> 0 pointwise, its integral is 1/2: no integrable majorant.
    "limit under the integral without a majorant": Chain(
        right=[step("Limit(Integral(exp(-n*x), (x, 1, oo)), n, oo) = Integral(0, (x, 1, oo))",
                    "exchange_limit", G="exp(-x)", low="1")],
        wrong=[step("Limit(Integral(n*x*exp(-n*x^2), (x, 0, oo)), n, oo) = Integral(0, (x, 0, oo))",
                    "exchange_limit", G="x*exp(-x^2)", low="1")],
        named="not proved: Abs(n*x*exp(-n*x^2)) <= x*exp(-x^2)",
    ),
    # Newton and Leibniz across a pole.
    "antiderivative with a pole inside": Chain(
        right=[step("Integral(1/x^2, (x, 1, 2)) = 1/2", "antiderivative", F="-1/x")],
        wrong=[step("Integral(1/x^2, (x, -1, 2)) = -3/2", "antiderivative", F="-1/x")],
        named="diverges",
    ),
}  # fmt: skip

ANGLE = "(x*ext_d(y) - y*ext_d(x))/(x^2 + y^2)"

FORMS = {
    # The angle form is closed and not exact on the punctured plane: atan(y/x) is not smooth there.
    "potential on a domain with a hole": Chain(
        forms=True,
        right=[step(f"{ANGLE} = ext_d(atan(y/x))", "potential", coords="(x, y)", domain="(x > 0)")],
        wrong=[step(f"{ANGLE} = ext_d(atan(y/x))", "potential", coords="(x, y)",
                    domain="(x^2 + y^2 != 0)")],
        named="x != 0 is not proved on the domain",
    ),
    # d(a^b) = da^b + a^db for a 1-form a: the sign is lost.
    "sign of the graded Leibniz rule": Chain(
        forms=True,
        right=[step("ext_d(a^b) = ext_d(a)^b - a^ext_d(b)", "form_components", coords="(x, y, z)",
                    let_a="form(1)", let_b="form(1)")],
        wrong=[step("ext_d(a^b) = ext_d(a)^b + a^ext_d(b)", "form_components", coords="(x, y, z)",
                    let_a="form(1)", let_b="form(1)")],
        named=DIFFER,
    ),
    # The area form over the disc with its parameters in the other order has the other sign.
    "orientation of a circle": Chain(
        forms=True,
        right=[step("integral(w, map((x, cos(s)), (y, sin(s))), (s, 0, 2*pi)) = pi", "form_integral",
                    coords="(x, y)", let_w="x*ext_d(y)", F_1="s/2 + sin(2*s)/4")],
        wrong=[step("integral(w, map((x, cos(s)), (y, -sin(s))), (s, 0, 2*pi)) = pi", "form_integral",
                    coords="(x, y)", let_w="x*ext_d(y)", F_1="s/2 + sin(2*s)/4")],
        named="is not -cos(s)^2",
    ),
}  # fmt: skip

MATRICES = ("A, B, C are n x n matrices", "A is invertible", "B is invertible")

DIVERGENCES = {
    # Matrices do not commute: the factors of an inverse change places.
    "inverse of a product in the wrong order": Chain(
        given=MATRICES,
        right=[step("inverse(A*B) = inverse(B)*inverse(A)", "matrix_algebra")],
        wrong=[step("inverse(A*B) = inverse(A)*inverse(B)", "matrix_algebra")],
        named="the two sides differ by",
    ),
    # A trace is cyclic, no more.
    "factors under a trace in any order": Chain(
        given=MATRICES,
        right=[step("trace(A*B*C) = trace(C*A*B)", "matrix_algebra")],
        wrong=[step("trace(A*B*C) = trace(A*C*B)", "matrix_algebra")],
        named=DIFFER,
    ),
    # log(Abs(x)) and log(x): the divergence of laws whose rates may be negative.
    "logarithm of a quotient without signs": Chain(
        given=("a > 0", "b > 0"),
        right=[step("log(a/b) = log(a) - log(b)")],
        wrong_given=("a != 0", "b != 0"),
        wrong=[step("log(a/b) = log(a) - log(b)")],
        named=DIFFER,
    ),
}  # fmt: skip

CHAINS = {**DIVERGENCES, **VARIATION, **CHARACTERISTICS, **INTEGRALS, **FORMS}


@pytest.mark.parametrize("name", CHAINS)
def test_right_chain_is_accepted(name):
    """The derivation without the mistake is accepted, step by step."""
    c = CHAINS[name]
    assert checked(c.right, c.given, c.forms) == (len(c.right), "")


@pytest.mark.parametrize("name", CHAINS)
def test_wrong_step_is_rejected(name):
    """The wrong step is refused where it stands, and the reason names what fails."""
    c = CHAINS[name]
    given = c.given if c.wrong_given is None else c.wrong_given
    done, reason = checked(c.wrong, given, c.forms)
    assert done == (c.at or len(c.wrong)) - 1
    assert c.named in reason


@pytest.mark.parametrize("name", [n for n, c in CHAINS.items() if not c.forms])
def test_wrong_chain_proves_nothing(name):
    """Handed in as a derivation, the wrong chain does not verify its end, the right one does."""
    c = CHAINS[name]
    given = c.given if c.wrong_given is None else c.wrong_given
    assert sd.derivation(c.wrong[-1]["gives"], c.wrong, given).verdict != "verified"
    found = sd.derivation(c.right[-1]["gives"], c.right, c.given)
    assert found.verdict == "verified", found.reason
