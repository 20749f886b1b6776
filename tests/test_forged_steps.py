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


def test_a_constant_of_integration_is_a_real_number() -> None:
    """5*I is constant too, but no name for a real number stands for it; nor for a matrix."""
    steps = (
        step(1, "algebra", "Derivative(5*I, x) = 0"),
        step(2, "constant", "5*I = C", (1,), {"C": "C"}),
        step(3, "algebra", "im(C) = 0"),
        step(4, "rewrite", "im(5*I) = 0", (3, 2)),
    )
    assert verdict(*steps) != "verified"
    given = ["A, B are n x n matrices"]
    slope = step(1, "matrix_algebra", "Derivative(A, x) = 0")
    constant = step(2, "constant", "A = C", (1,), {"C": "C"})
    number = step(3, "algebra", "C*trace(B) = trace(B)*C")
    assert verdict(slope, constant, number, given=given) != "verified"


# --- what a step writes exists --------------------------------------------------------------------

NOWHERE = "Integral(1/x, (x, 0, 1))"


@pytest.mark.parametrize("by", ["values", "matrix_algebra", "algebra", "replacement"])
def test_no_primitive_gives_a_divergent_integral_a_value(by: str) -> None:
    """I = I says that I exists: from two of them, 2*u for x gives log(2) = 0."""
    whole = "Integral(1/x, (x, 0, 2))"
    assert verdict(step(1, by, f"{NOWHERE} = {NOWHERE}")) != "verified"
    steps = (
        step(1, by, f"{NOWHERE} = {NOWHERE}"),
        step(2, by, f"{whole} = {whole}"),
        step(3, "change_of_variables", f"{whole} = Integral(1/u, (u, 0, 1))", (2,), {"phi": "2*u"}),
        step(4, "split", f"{whole} = {NOWHERE} + Integral(1/x, (x, 1, 2))", (1, 2)),
        step(5, "antiderivative", "Integral(1/x, (x, 1, 2)) = log(2)", (), {"F": "log(x)"}),
        step(6, "algebra", "log(2) = 0", (3, 4, 5)),
    )
    assert verdict(*steps) != "verified"


BESIDE = [
    ("antiderivative", "Integral(x, (x, 0, 1)) = 1/2", {"F": "x^2/2"}),
    ("telescoping", "Sum(k, (k, 1, 3)) = 6", {"G": "k*(k - 1)/2"}),
    ("limit", "Limit(x, x, 0) = 0", {}),
    ("frullani", "Integral((exp(-x) - exp(-2*x))/x, (x, 0, oo)) = log(2)",
     {"f": "exp(-x)", "r": "2"}),
    ("zeta_sum", "Sum(1/k^2, (k, 1, oo)) = pi^2/6", {"forms": "1/(k + 1)^2"}),
    ("moving_limits", "Derivative(Integral(t*x, (x, 0, 1)), t) = Integral(x, (x, 0, 1))", {}),
    ("linearity", "Integral(2*x, (x, 0, 1)) = 2*Integral(x, (x, 0, 1))", {}),
    ("poisson_integral", "Integral(1/(pi*(x^2 + 1))*log(x^2 + 4), (x, -oo, oo)) = log(9)",
     {"m": "0", "g": "1", "y": "y", "H": "log(x^2 + (y + 2)^2)"}),
]  # fmt: skip


@pytest.mark.parametrize(("by", "claim", "roles"), BESIDE, ids=[r[0] for r in BESIDE])
def test_nothing_divergent_stands_beside_a_value(by: str, claim: str, roles: dict) -> None:
    """V + 0*I and V + I - I have no value where I has none, whatever the normal form makes of it."""
    assert verdict(step(1, by, claim, (), roles)) == "verified"
    for more in (f" + 0*{NOWHERE}", f" + {NOWHERE} - {NOWHERE}"):
        assert verdict(step(1, by, claim + more, (), roles)) != "verified"


def test_a_divergent_integral_is_no_part_of_an_integrand_or_a_solution() -> None:
    """Nested binders exist too: in an integrand, a rule's instance, a function that solves."""
    claim = f"Integral(2*x + 0*{NOWHERE}, (x, 0, 1)) = 2*Integral(x, (x, 0, 1))"
    assert verdict(step(1, "linearity", claim)) != "verified"
    series = f"Sum((0*{NOWHERE})^k/factorial(k), (k, 0, oo)) = exp(0*{NOWHERE})"
    roles = {"X": f"0*{NOWHERE}", "K": "k"}
    assert verdict(step(1, "exponential_series", series, (), roles)) != "verified"
    equation = step(1, "algebra", "Derivative(y(t), t) = Derivative(y(t), t)")
    solved = step(2, "solution_of", f"y(t) = t + {NOWHERE} - {NOWHERE}", (1,))
    assert verdict(equation, solved, given=["y is C2"]) != "verified"


def test_a_derivative_with_two_meanings_is_left_open_by_every_primitive() -> None:
    """Under a = t^2 the derivative of a*t by t is a, or 3*t^2: nobody guesses."""
    assert verdict(step(1, "antiderivative_on", "Derivative(a*t, t) = a"), given=["a > 1"]) == (
        "verified"
    )
    tied = step(1, "antiderivative_on", "Derivative(a*t, t) = a")
    assert verdict(tied, given=["a = t^2"]) != "verified"


@pytest.mark.parametrize(
    "nothing", ["1/0", "log(0)", "gamma(0)", "0^(-1/2)", "zeta(1)", "oo", "sin(oo)"]
)
def test_what_has_no_value_is_nowhere_inside_an_integral(nothing: str) -> None:
    """x + 1/0 has no integral, and no 0*oo stands beside a value: not one point gives it a value."""
    whole = f"Integral(x + {nothing}, (x, 0, 1))"
    assert verdict(step(1, "algebra", f"{whole} - {whole} = 0")) != "verified"
    parts = f"Integral(x*{nothing}, (x, 0, 1)) + Integral(x*{nothing}, (x, 1, 2))"
    assert verdict(step(1, "split", f"Integral(x*{nothing}, (x, 0, 2)) = {parts}")) != "verified"
    slope = f"Derivative(Integral(x*t + 0*{nothing}, (x, 0, 1)), t) = Integral(x, (x, 0, 1))"
    assert verdict(step(1, "moving_limits", slope)) != "verified"
    value = f"Integral(x, (x, 0, 1)) = 1/2 + 0*{nothing}"
    assert verdict(step(1, "antiderivative", value, (), {"F": "x^2/2"})) != "verified"


def test_a_root_that_moves_with_parameters_belongs_to_their_values() -> None:
    """sinh(c) = l holds for the c of one l: not 2 = sinh(c) = 3, and c has a slope in l."""
    root = step(1, "unique_root", "sinh(c) = l and 0 < c", (), {"C": "c"}, ["l > 0"])
    equation = step(2, "algebra", "sinh(c) = l", (1,), under=["l > 0"])
    at_2 = step(3, "specialisation", "sinh(c) = 2", (2,), {"l": "2"})
    at_3 = step(4, "specialisation", "sinh(c) = 3", (2,), {"l": "3"})
    assert verdict(root, equation, at_2, at_3, step(5, "rewrite", "2 = 3", (3, 4))) != "verified"
    root = step(1, "unique_root", "sinh(c) = l and 0 < c", (), {"C": "c"})
    equation = step(2, "algebra", "sinh(c) = l", (1,))
    slope = step(3, "differentiation", "Derivative(sinh(c), l) = Derivative(l, l)", (2,))
    zero = step(4, "algebra", "Derivative(sinh(c), l) = 0")
    last = step(5, "rewrite", "0 = Derivative(l, l)", (3, 4))
    assert verdict(root, equation, slope, zero, last, given=["l > 0"]) != "verified"


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        (
            "stationary(Integral(y'(x)^2, (x, 0, 1)), fixed(y(0), 0), fixed(y(1), 1))",
            step(3, "euler_lagrange_equations", "y''(x) = 0", (), {"K1": "-2"}),
            step(4, "extremal", "y(x) = x + (b - c)*x", (3, 2)),
        ),
        (
            "b > c - 1",
            step(3, "algebra", "Derivative(y(x), x) + c = c + Derivative(y(x), x)"),
            step(4, "solution_of", "y(x) = x", (3, 2)),
        ),
    ],
    ids=["extremal", "solution_of"],
)
def test_facts_on_the_constants_of_a_solution_keep_what_they_presuppose(given, first, last):
    """a*b = a*c gives b = c where a != 0 only: divided by a, it is no fact at a = 0."""
    product = step(1, "algebra", "a*b = a*c")
    fact = step(2, "replacement", "(a*b)/a = (a*c)/a", (1,))
    assert verdict(product, fact, first, last, given=["y is C2", "a*b = a*c", given]) != "verified"


@pytest.mark.parametrize("given", [[], ["c != 0"], ["c <= 0"]])
def test_a_coefficient_of_unknown_sign_stays_in_a_determinant(given: list[str]) -> None:
    """det(c*A) is c^n*det(A), and not det(A), whatever is known of c."""
    shape = ["A is n x n matrix", "U is invertible n x n"]

    def by_words(claim: str) -> str:
        return verdict(step(1, "matrix_algebra", claim), given=[*shape, *given])

    assert by_words("det(c*A) = c^n*det(A)") == "verified"
    assert by_words("det(c*A*transpose(U)) = c^n*det(A)*det(U)") == "verified"
    assert by_words("det(c*A) = det(A)") != "verified"
    assert by_words("det(c*U)/det(U) = 1") != "verified"
