"""Equations used under binders, derivatives of equations, moving limits: laws and refusals."""

from __future__ import annotations

import pytest

from symderive.kernel.analysis import primitives  # noqa: F401  (registers the inferences)
from symderive.kernel.logic.certificate import check_steps
from symderive.kernel.logic.claims import Checked, Outcome, Rejected, Step, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.kernel.logic.valued import valued
from symderive.terms.reader import read


def steps(*rows: tuple) -> list[Step]:
    """Steps from rows (by, gives, uses, bind, under)."""
    out = []
    for n, row in enumerate(rows, 1):
        by, gives, uses, bind, under = (*row, *((), {}, ())[len(row) - 2 :])
        out.append(
            Step(n, by, read(gives), tuple(uses), {k: read(v) for k, v in bind.items()},
                 tuple(read(u) for u in under))
        )  # fmt: skip
    return out


def proved(given: list[str], *rows: tuple) -> tuple[Checked, ...]:
    return check_steps(steps(*rows), Givens.of([read(g) for g in given]))


SAME = ("algebra", "Abs(x) = x", (), {}, ("0 < x", "x < 1"))
VALUE = ("antiderivative", "Integral(x, (x, 0, 1)) = 1/2", (), {"F": "x^2/2"})
CLAIM = "Integral(Abs(x), (x, 0, 1)) = 1/2"


def test_an_equation_on_the_range_is_used_under_the_integral() -> None:
    """|x| = x on (0, 1), so the integral of |x| is that of x."""
    assert len(proved([], SAME, VALUE, ("congruence", CLAIM, (1, 2)))) == 3


@pytest.mark.parametrize(
    ("given", "same", "value", "claim"),
    [
        # the equation holds on a smaller range than the integral has
        ([], SAME, ("antiderivative", "Integral(x, (x, -1, 1)) = 0", (), {"F": "x^2/2"}),
         "Integral(Abs(x), (x, -1, 1)) = 0"),
        # another value, another interval, another integrand
        ([], SAME, VALUE, "Integral(Abs(x), (x, 0, 1)) = 1"),
        ([], SAME, VALUE, "Integral(Abs(x), (x, 0, 2)) = 1/2"),
        ([], SAME, VALUE, "Integral(x^2, (x, 0, 1)) = 1/2"),
        # the givens speak of the bound name: the equation holds for those values only
        (["x > 0"], ("algebra", "Abs(x) = x"), VALUE, CLAIM),
    ],
)  # fmt: skip
def test_an_equation_that_is_not_of_the_range_is_refused(
    given: list[str], same: tuple, value: tuple, claim: str
) -> None:
    """Hypotheses beyond the range, another body, value or interval: rejected."""
    with pytest.raises((Rejected, Undecided)):
        proved(given, same, value, ("congruence", claim, (1, 2)))


def test_a_hypothesis_does_not_leave_the_integral() -> None:
    """A step under 0 < x < 1 is no premise for algebra without it."""
    with pytest.raises(Rejected, match="under hypotheses"):
        proved([], SAME, ("algebra", "Abs(x) = x", (1,)))


def test_a_value_under_a_hypothesis_stays_under_it() -> None:
    """Integral(.., (x, 0, y)) for y > 0 gives nothing for all y."""
    rows = [
        ("algebra", "Abs(x) = x", (), {}, ("0 < x", "x < y", "y > 0")),
        ("antiderivative", "Integral(x, (x, 0, y)) = y^2/2", (), {"F": "x^2/2"}, ("y > 0",)),
    ]
    good = ("congruence", "Integral(Abs(x), (x, 0, y)) = y^2/2", (1, 2), {}, ("y > 0",))
    assert proved([], *rows, good)
    with pytest.raises((Rejected, Undecided)):
        proved([], *rows, (*good[:4], ()))


def test_a_sum_up_to_a_real_number_is_no_polynomial() -> None:
    """Sum(1, (k, 1, n)) = n is for integers n, and is not used under an integral over n."""
    rows = [
        ("telescoping", "Sum(1, (k, 1, n)) = n", (), {"G": "k"}, ("0 < n", "n < 2")),
        ("antiderivative", "Integral(n, (n, 0, 2)) = 2", (), {"F": "n^2/2"}),
        ("congruence", "Integral(Sum(1, (k, 1, n)), (n, 0, 2)) = 2", (1, 2)),
    ]
    with pytest.raises((Rejected, Undecided)):
        proved([], *rows)


def test_a_divisor_that_vanishes_on_the_range_is_refused() -> None:
    """x^2/x = x presupposes x != 0, which fails inside (-1, 1)."""
    rows = [
        ("algebra", "x^2/x = x", (), {}, ("-1 < x", "x < 1")),
        ("antiderivative", "Integral(x, (x, -1, 1)) = 0", (), {"F": "x^2/2"}),
        ("congruence", "Integral(x^2/x, (x, -1, 1)) = 0", (1, 2)),
    ]
    with pytest.raises(Undecided, match="x != 0"):
        proved([], *rows)


HALF = ("antiderivative", "Integral(x, (x, 0, t)) = t^2/2", (), {"F": "x^2/2"})
SLOPE = "Derivative(Integral(x, (x, 0, t)), t) = Derivative(t^2/2, t)"


def test_an_equation_on_an_open_set_is_differentiated() -> None:
    """For t > 0, and for all t."""
    assert proved([], HALF, ("differentiation", SLOPE, (1,)))
    assert proved(["t > 0"], HALF, ("differentiation", SLOPE, (1,)))


@pytest.mark.parametrize(
    "given", [["t = 1"], ["t >= 1"], ["floor(t) > 0"], ["t is natural"], ["sqrt(t) < 1"]]
)
def test_an_equation_at_points_is_not_differentiated(given: list[str]) -> None:
    """A point, a closed half line, a half-open interval, integers: no open set, or none seen."""
    with pytest.raises((Undecided, Rejected)):
        proved(given, HALF, ("differentiation", SLOPE, (1,)))


def test_a_sum_is_not_differentiated_in_its_bound() -> None:
    """d/dn of Sum(k, (k, 1, n)) says nothing: n is an integer."""
    n = ("n is natural",)
    rows = [
        ("telescoping", "Sum(k, (k, 1, n)) = n*(n + 1)/2", (), {"G": "k*(k - 1)/2"}, n),
        ("differentiation", "Derivative(Sum(k, (k, 1, n)), n) = Derivative(n*(n + 1)/2, n)", (1,),
         {}, n),
    ]  # fmt: skip
    with pytest.raises(Undecided, match="no real number"):
        proved([], *rows)


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        ("Derivative(Integral(x*t, (x, 0, t)), t) = Integral(x, (x, 0, t)) + t*t", []),
        ("Derivative(Integral(exp(-s^2), (s, t, 0)), t) = -exp(-t^2)", []),
        ("Derivative(Integral(f(t - s), (s, 0, t)), t) = Integral(f'(t - s), (s, 0, t)) + f(0)",
         ["f is C1"]),
        ("Derivative(Integral(f(s), (s, 0, t)), t) = f(t)", ["f is C0"]),
        ("Derivative(Integral(sqrt(x)*t, (x, 0, 1)), t) = Integral(sqrt(x), (x, 0, 1))", []),
    ],
)  # fmt: skip
def test_leibniz_holds_for_finite_ends(claim: str, given: list[str]) -> None:
    """Fixed and moving ends, either orientation, generic functions smooth enough."""
    assert proved(given, ("moving_limits", claim))


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        # boundary term lost, chain rule lost, derivative of the integrand lost
        ("Derivative(Integral(x*t, (x, 0, t)), t) = Integral(x, (x, 0, t))", []),
        ("Derivative(Integral(exp(-s^2), (s, 0, t^2)), t) = exp(-t^4)", []),
        ("Derivative(Integral(sin(t*s), (s, 0, t)), t) = sin(t^2)", []),
        # a kink that passes through the range, a pole at an end, an end that is not smooth
        ("Derivative(Integral(Abs(x - t), (x, 0, 1)), t) = Integral(sign(t - x), (x, 0, 1))", []),
        ("Derivative(Integral(1/s, (s, 0, t)), t) = 1/t", ["t > 0"]),
        ("Derivative(Integral(t*log(x), (x, 0, 1)), t) = Integral(log(x), (x, 0, 1))", []),
        ("Derivative(Integral(1, (s, 0, Abs(t))), t) = sign(t)", []),
        # an infinite end, integers, one point, too little smoothness
        ("Derivative(Integral(exp(-t*x), (x, 0, oo)), t) = Integral(-x*exp(-t*x), (x, 0, oo))",
         ["t > 0"]),
        ("Derivative(Integral(x, (x, 0, t)), t) = t", ["t is integer"]),
        ("Derivative(Integral(x, (x, 0, t)), t) = t", ["t = 1"]),
        ("Derivative(Integral(f(t*s), (s, 0, 1)), t) = Integral(s*f'(t*s), (s, 0, 1))",
         ["f is C0"]),
    ],
)  # fmt: skip
def test_leibniz_refuses(claim: str, given: list[str]) -> None:
    """What is false, and what this rule does not reach."""
    with pytest.raises((Rejected, Undecided)):
        proved(given, ("moving_limits", claim))


def test_a_replacement_needs_its_equation() -> None:
    """e = e' where e' is e with the value put in, and nothing else."""
    value = ("antiderivative", "Integral(x, (x, 0, 1)) = 1/2", (), {"F": "x^2/2"})
    assert proved([], value, ("replacement", "Integral(x, (x, 0, 1))/t = (1/2)/t", (1,)))
    with pytest.raises(Rejected, match="this gives"):
        proved([], value, ("replacement", "Integral(x, (x, 0, 1))/t = 1/t", (1,)))


def test_a_value_is_put_in_only_where_it_holds() -> None:
    """What a step presupposes becomes a given; a step under a hypothesis is left out."""
    claim = read("Integral(f(x), (x, 0, 1)) = Integral(f(x), (x, 0, 2))")
    outcome = Outcome("exact")
    first = Checked(Step(1, "", read("Integral(f(x), (x, 0, 1)) = 1")), outcome, Givens())
    local = Step(2, "", read("Integral(f(x), (x, 0, 2)) = 2"), under=(read("t > 0"),))
    fact, _ = valued(claim, [first, Checked(local, outcome, Givens())], Givens())
    assert fact == read("1 = Integral(f(x), (x, 0, 2))")


def test_the_bound_of_a_sum_stays_an_integer() -> None:
    """n(n + 1)/2 in place of the sum does not set n free to be 1/2."""
    step = Step(1, "", read("Sum(k, (k, 1, n)) = n*(n + 1)/2"))
    _, givens = valued(step.gives, [Checked(step, Outcome("exact"), Givens())], Givens())
    assert givens.sort("n").domain == "integer"


def test_integers_do_not_leak_into_the_reals() -> None:
    """Two values of one sum differ by sin(pi*n), which is zero for integers only."""
    G = {"G": "k*(k - 1)/2"}
    total = "Sum(k, (k, 1, n))"
    wavy = "n*(n + 1)/2 + sin(pi*n)"
    rows = [
        ("telescoping", f"{total} = {wavy}", (), G),
        ("telescoping", f"{total} = n*(n + 1)/2", (), G),
        ("algebra", f"{wavy} = n*(n + 1)/2", (1, 2)),
    ]
    with pytest.raises(Rejected, match="holds for integers n"):
        proved(["n >= 1"], *rows)
    assert proved(["n is natural"], *rows)


def test_a_sequence_has_no_limit_at_a_number() -> None:
    """n bounds a sum: it tends to infinity, and nowhere else."""
    under = ("n is integer", "5/2 - 1 < n", "n < 5/2 + 1", "n != 5/2")
    rows = [
        ("telescoping", "Sum(k, (k, 1, n)) = n*(n + 1)/2", (), {"G": "k*(k - 1)/2"}, under),
        ("limit", "Limit(n*(n + 1)/2, n, 5/2) = 35/8"),
        ("congruence", "Limit(Sum(k, (k, 1, n)), n, 5/2) = 35/8", (1, 2)),
    ]
    with pytest.raises((Rejected, Undecided)):
        proved([], *rows)
