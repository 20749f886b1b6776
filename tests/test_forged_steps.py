"""Steps forged by hand: primitives handed premises of a kind that they were not made for.

Each row ends in a falsehood; the kernel must not call it verified.  The common cause of such holes is
a new kind of name or premise that reaches a primitive which did not think of it.
"""

from __future__ import annotations

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.analysis.ranges.ranges import prove_sign
from symderive.kernel.logic.certificate import judge
from symderive.kernel.logic.claims import Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.library import rules
from symderive.terms.reader import read


def step(n, by, gives, uses=(), bind=None, under=()):
    roles = {role: read(text) for role, text in (bind or {}).items()}
    return Step(n, by, read(gives), tuple(uses), roles, tuple(read(u) for u in under))


def verdict(*steps, given=()):
    """What the kernel says of the last step, from these steps."""
    givens = Givens.of([read(g) for g in given])
    try:
        return judge(steps[-1].gives, list(steps), givens, rules()).verdict
    except (Rejected, Undecided):
        return "rejected"


# t is constant along x: for every t another constant.
CONSTANT = (
    step(1, "algebra", "Derivative(t, x) = 0"),
    step(2, "constant", "t = C", (1,), {"C": "C"}),
)


@pytest.mark.parametrize("by", ["algebra", "values"])
def test_a_constant_of_integration_belongs_to_fixed_values_of_the_parameters(by: str) -> None:
    """t = C holds for one t; no step in between makes it hold for all t, or 0 = C = 1."""
    again = step(3, by, "t = C", (2,))
    at_0 = step(4, "specialisation", "0 = C", (3,), {"t": "0"})
    at_1 = step(5, "specialisation", "1 = C", (3,), {"t": "1"})
    assert verdict(*CONSTANT, again, at_0, at_1, step(6, "rewrite", "0 = 1", (4, 5))) != "verified"
    slope = step(4, "differentiation", "Derivative(t, t) = Derivative(C, t)", (3,))
    zero = step(5, "algebra", "Derivative(C, t) = 0")
    last = step(6, "rewrite", "Derivative(t, t) = 0", (4, 5))
    assert verdict(*CONSTANT, again, slope, zero, last) != "verified"


def test_a_constant_of_integration_belongs_to_one_interval() -> None:
    """|x|/x is 1 on one half line and -1 on the other, also after a step of algebra."""
    steps = (
        step(1, "algebra", "Derivative(Abs(x)/x, x) = 0"),
        step(2, "constant", "Abs(x)/x = C", (1,), {"C": "C"}),
        step(3, "algebra", "Abs(x)/x = C", (2,)),
        step(4, "specialisation", "Abs(1)/1 = C", (3,), {"x": "1"}),
        step(5, "specialisation", "Abs(-1)/(-1) = C", (3,), {"x": "-1"}),
        step(6, "rewrite", "Abs(1)/1 = Abs(-1)/(-1)", (4, 5)),
    )
    assert verdict(*steps) != "verified"


def test_a_name_that_bounds_a_sum_takes_integers_only() -> None:
    """Sum(k, (k, 0, n)) = n(n + 1)/2 says nothing at n = 1/2, whoever puts the value in."""
    known = step(1, "telescoping", "Sum(k, (k, 0, n)) = n*(n + 1)/2", (),
                 {"G": "k*(k - 1)/2"}, ["n >= 0"])  # fmt: skip

    def at(value: str, claim: str) -> str:
        roles = {"names": "(n,)", "t1": f"(1, 1, ({value},), (0,))"}
        return verdict(known, step(2, "exponential_family", claim, (1,), roles))

    assert at("3", "Sum(k, (k, 0, 3)) = 6") == "verified"
    assert at("1/2", "Sum(k, (k, 0, 1/2)) = 3/8") != "verified"


@pytest.mark.parametrize("text", ["x^2 + I*x", "x^2 + I*x + 1/9", "I*x^2 + I*x + I", "A^2 + A*B"])
def test_a_discriminant_speaks_of_real_quadratics(text: str) -> None:
    """x^2 + I*x vanishes at 0 though I^2 < 0; matrices are no numbers."""
    given = Givens.of([read("A, B are n x n matrices")]) if "A" in text else Givens()
    found = prove_sign(read(text), given)
    assert found is None or found[0] == "!0"
    assert verdict(step(1, "algebra", "x^2 + I*x != 0")) != "verified"
