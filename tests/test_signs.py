"""The sign oracle: what it proves, what it leaves open, and that no point contradicts it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mpoly_ctx, fmpq_poly

from symderive.kernel.logic.sign_algebra import mask_of, name_of, power, product, total
from symderive.kernel.logic.signs import GenSort, sign_of
from symderive.kernel.logic.univariate_signs import univariate_sign

NAMES = ["x", "y", "z", "a", "b", "c", "t", "w"]
CONTEXT = fmpq_mpoly_ctx.get(NAMES, "degrevlex")
x, y, z, a, b, c, t, w = CONTEXT.gens()
ONE = CONTEXT.constant(1)
# a, b, c > 0; t >= 0; x, y, z real; w complex.
SORTS = [GenSort(True)] * 3 + [GenSort(True, "+")] * 3 + [GenSort(True, "0+"), GenSort(False)]


def ask(poly, *facts):
    return sign_of(poly, SORTS, facts)


PROVED = [
    # constants and monomials
    (0 * x, (), "0"), (0 * x + 3, (), "+"), (0 * x - 3, (), "-"), (a, (), "+"), (-a * b, (), "-"),
    (x**2, (), "0+"), (-(x**2) * a, (), "0-"), (t * a, (), "0+"), (a**2 * b + t, (), "+"),
    (x**2 + 1, (), "+"), (x**2 * y**2 + t, (), "0+"), (-(x**4) - a, (), "-"),
    # factors
    (x**2 - 2 * x * y + y**2, (), "0+"), (x**2 * a + 2 * x * a + a, (), "0+"),
    ((x**2 + 1) * (a - b) ** 2, (), "0+"), ((x - y) ** 3 * a, ((x - y, "+"),), "+"),
    ((x - y) ** 2, ((x - y, "!0"),), "+"), (x * y, ((x, "!0"), (y, "-")), "!0"),
    (x * y**3, ((x * y, "+"),), "+"), (x - 1, ((x**2 - 1, "!0"),), "!0"),
    (x - 1, ((x**2 - 1, "+"),), "!0"), (a - x, ((a**2 - x**2, "!0"),), "!0"),
    # one variable, with bounds
    (x**2 - x + 1, (), "+"), (x**4 - 2 * x**3 + 2 * x**2 - x + 1, (), "+"),
    (x**2 - 2, ((x - 2, "+"),), "+"), (x**3 - 3 * x + 2, ((x + 2, "0+"),), "0+"),
    (x**3 - 3 * x + 2, ((x - 1, "+"),), "+"), (1 - x, ((x, "+"), (1 - 2 * x, "0+")), "+"),
    (x - x**2, ((x, "+"), (1 - x, "+")), "+"), (x**5 - x - 1, ((x - 2, "0+"),), "+"),
    (a**3 - 2 * a**2 + 2 * a, (), "+"), (x**6 - x**3 + 1, (), "+"),
    # multiples of facts
    (2 * x - 2 * y, ((x - y, "0+"),), "0+"), (y - x, ((x - y, "+"),), "-"),
    ((x - y) * a, ((x - y, "0-"),), "0-"), (3 * a * b - 3 * x**2, ((a * b - x**2, "+"),), "+"),
    # sums of facts and monomials
    (x - y + 3, ((x - y, "0+"),), "+"), (x - z, ((x - y, "+"), (y - z, "0+")), "+"),
    (a * x - a * y + t, ((x - y, "+"),), "+"), (x + y - 2, ((x - 1, "0+"), (y - 1, "+")), "+"),
    (x * y - x - y + 1, ((x - 1, "+"), (y - 1, "+")), "+"),
    (1 - x**2, ((x + 1, "+"), (1 - x, "+")), "+"), (x - 1, ((x**2 - 1, "+"), (x, "+")), "+"),
    (1 - x, ((1 - x**2, "+"),), "+"), (1 + x, ((1 - x**2, "0+"),), "0+"),
    (a - x, ((a**2 - x**2, "+"),), "+"), (a**2 - b**2, ((a - b, "+"),), "+"),
    (a * c - b * c, ((a - b, "+"),), "+"), (a**3 - b**3, ((a - b, "0+"),), "0+"),
    (1 + a - b, ((a - b, "0+"),), "+"), (a * b - 1, ((a - 1, "+"), (b - 1, "+")), "+"),
    # squares
    (x**2 + y**2 + z**2 - x * y - y * z - z * x, (), "0+"), (x**2 - x * y + y**2, (), "0+"),
    (x**4 - x**2 * y**2 + y**4, (), "0+"), (a**2 - a * b + b**2, (), "+"),
    (x**2 + 2 * x * y + 2 * y**2 + 1, (), "+"), (a * x**2 + 2 * x * y + b * y**2 + 1,
                                                  ((a * b - 1, "+"),), "+"),
    (a * x**2 + 2 * t * x * y + b * y**2, ((a * b - t**2, "+"),), "0+"),
    (2 * x * y - x**2 - y**2, (), "0-"), (x**2 + y**2 - 2 * x * y + a, (), "+"),
    # bounds and shifts
    (x**2 * y - x * y + y, ((y, "+"),), "+"), (1 - x * y, ((x, "+"), (1 - x, "+"), (y, "+"),
                                                           (1 - y, "+")), "+"),
    (x**2 + y * x - 2, ((x - 1, "+"), (y - 1, "+")), "+"),
    (1 - 2 * a * x + a**2, ((x + 1, "+"), (1 - x, "+")), "+"),
    (b**2 * c - a**2 * c, ((b - a, "+"),), "+"), (x * y - z * z, ((x - z, "+"), (y - z, "+"),
                                                              (z, "0+")), "+"),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(PROVED)), ids=lambda i: f"{i}:{PROVED[i][0]}")
def test_proved(case: int) -> None:
    """The sign is found, and it is the sharp one."""
    poly, facts, sign = PROVED[case]
    assert ask(poly, *facts) == sign


OPEN = [
    (x, ()), (x - y, ()), (x * y, ()), (a - b, ()), (x**2 - 1, ()), (x**3, ()), (a * x, ()),
    (x**2 - 2 * a, ()), (x - y, ((x + y, "+"),)), (x - z, ((x - y, "+"), (z - y, "+"))),
    (a * b - 1, ((a - 1, "+"),)), (x * y - 1, ((x - 1, "+"),)), (x - 2, ((x**2 - 1, "+"),)),
    (x * y, ((x - y, "+"),)), (x * y - x - y + 1, ((x - 1, "+"),)), (x**2 - 2, ((x - 1, "+"),)),
    (x**2 - 3 * x * y + y**2, ()), (a * x**2 + 2 * x * y + b * y**2, ()), (1 - x, ((x, "+"),)),
    (a * x**2 + 2 * t * x * y + b * y**2, ((t - a * b, "+"),)), (w, ()), (w**2 + 1, ()),
    (w * x, ()), (w**2, ()), (x**2 + w, ()), (x**4 - x**2 * y**2 * 3 + y**4, ()),
    (x, ((x**2 * y, "0+"),)), (y, ((x**2 * y, "0+"),)),
    (x + y, ((x * y, "+"),)), (1 - 2 * a * x + a**2, ()),
    (x - y, ((w - y, "+"),)), (x**3 - 3 * x + 2, ()),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(OPEN)), ids=lambda i: f"{i}:{OPEN[i][0]}")
def test_left_open(case: int) -> None:
    """No sign is claimed where two admissible points have different ones."""
    poly, facts = OPEN[case]
    assert ask(poly, *facts) is None


def test_a_zero_is_not_called_positive() -> None:
    """Weak stays weak: t, (x - y)^2, 1 - x on x <= 1, x^2 y at y >= 0."""
    assert ask(t) == "0+" and ask((x - y) ** 2) == "0+"
    assert ask(1 - x, (1 - x, "0+")) == "0+"
    assert ask(x**2 * y, (y, "+")) == "0+"
    assert ask(x * (1 - x), (x, "0+"), (1 - x, "0+")) == "0+"
    assert ask(a * x - a * y, (x - y, "0+")) == "0+"


def test_a_vanishing_square_hides_the_sign_of_its_cofactor() -> None:
    """From x^2 y >= 0 nothing follows for y, from x^2 y > 0 that y > 0 and x != 0."""
    assert ask(y, (x**2 * y, "0+")) is None
    assert ask(y, (x**2 * y, "+")) == "+" and ask(x, (x**2 * y, "+")) == "!0"
    assert ask(y, (x**2 * y, "0+"), (x, "0")) is None


def test_nonreal_generators() -> None:
    """A product of nonzero complex numbers is nonzero; nothing else is said of them."""
    sorts = [*SORTS[:7], GenSort(False, "!0")]
    assert sign_of(w**2 * a, sorts) == "!0" and sign_of(w, sorts) == "!0"
    assert sign_of(w * x, sorts) is None and sign_of(w + a, sorts) is None
    assert sign_of(w * x, sorts, [(x, "!0")]) == "!0" or sign_of(w * x, sorts) is None
    assert ask(w**2 + 1, (w**2 + 1, "!0")) == "!0"


def test_generators_without_a_row_are_unknown() -> None:
    """Fewer rows than generators: the rest may be anything, also complex."""
    assert sign_of(y**2 + 1, [GenSort(True)]) is None
    assert sign_of(x**2 + 1, [GenSort(True)]) == "+"


def test_contradictory_facts_prove_no_sign_of_their_own() -> None:
    """x > 0 and x < 0: no admissible point; the answer is never a crash."""
    assert ask(x, (x, "+"), (x, "-")) in (None, "+", "-")


UNIVARIATE = [
    ([-2, 0, 1], 0, True, 1, False, "-"), ([-2, 0, 1], None, True, None, True, None),
    ([0, 0, 1], None, True, None, True, "0+"), ([0, 0, 1], 0, True, None, True, "+"),
    ([0, 1, -1], 0, False, 1, False, "0+"), ([0, 1, -1], 0, True, 1, True, "+"),
    ([1, 0, -2, 0, 1], None, True, None, True, "0+"), ([1, 0, -2, 0, 1], 1, True, None, True, "+"),
    ([-1, 3, -3, 1], 1, False, None, True, "0+"), ([-1, 3, -3, 1], 0, True, 2, True, None),
    ([-1, 3, -3, 1], None, True, 1, True, "-"), ([5], None, True, None, True, "+"),
    ([-1, 1], 1, False, 1, False, "0"), ([0, 1], 2, True, 1, True, None),
    ([0, 1], 1, True, 1, False, None), ([-6, 11, -6, 1], 3, True, None, True, "+"),
    ([-6, 11, -6, 1], 1, True, 2, True, "+"), ([-6, 11, -6, 1], 2, False, 3, False, "0-"),
    ([1, 0, 0, 0, 0, 0, 1], None, True, None, True, "+"),
    ([24, -50, 35, -10, 1], 4, True, 5, False, "+"),
]  # fmt: skip


@pytest.mark.parametrize("case", UNIVARIATE, ids=str)
def test_univariate(case) -> None:
    """Sturm's count decides every polynomial on every rational interval."""
    coefficients, low, low_open, high, high_open, sign = case
    ends = [None if e is None else Fraction(e) for e in (low, high)]
    assert univariate_sign(fmpq_poly(coefficients), ends[0], low_open, ends[1], high_open) == sign


def test_univariate_against_samples() -> None:
    """Random products of linear and quadratic factors agree with their values on the interval."""
    rng = random.Random(7)
    for _ in range(300):
        poly = fmpq_poly([rng.choice([-2, -1, 1, 3])])
        for _ in range(rng.randint(1, 5)):
            poly *= fmpq_poly([rng.randint(-3, 3) for _ in range(rng.randint(2, 3))] + [1])
        low, high = Fraction(rng.randint(-4, 1)), Fraction(rng.randint(2, 5))
        low_open, high_open = rng.random() < 0.5, rng.random() < 0.5
        sign = univariate_sign(poly, low, low_open, high, high_open)
        points = [low + (high - low) * Fraction(k, 60) for k in range(1, 60)]
        points += [low] * (not low_open) + [high] * (not high_open)
        seen = {_sign(poly(fmpq(p.numerator, p.denominator))) for p in points}
        if sign is None:
            assert -1 in seen or 1 in seen
        else:
            assert seen <= VALUES[sign]


VALUES = {
    "+": {1}, "-": {-1}, "0": {0}, "0+": {0, 1}, "0-": {0, -1}, "!0": {1, -1}, None: {-1, 0, 1},
}  # fmt: skip


def _sign(value) -> int:
    return (value > 0) - (value < 0)


def test_arithmetic_of_signs() -> None:
    """Sums, products and powers of signs are the sets of signs that samples show."""
    numbers = {s: [v for v in (-2, -1, 0, 1, 2) if _sign(v) in VALUES[s]] for s in VALUES}
    for p, left in numbers.items():
        for q, right in numbers.items():
            for table, f in ((total, lambda u, v: u + v), (product, lambda u, v: u * v)):
                got = VALUES[name_of(table(mask_of(p), mask_of(q)))]
                assert got == {_sign(f(u, v)) for u in left for v in right}
        for n in range(4):
            assert VALUES[name_of(power(mask_of(p), n))] >= {_sign(u**n) for u in left}


def _random_poly(rng: random.Random, gens, size: int):
    poly = CONTEXT.constant(0)
    for _ in range(size):
        term = CONTEXT.constant(rng.choice([-3, -2, -1, 1, 2, 4]))
        for _ in range(rng.randint(0, 3)):
            term *= rng.choice(gens)
        poly += term
    return poly


def _shapes(rng: random.Random):
    gens = [x, y, a, t]
    p, q = _random_poly(rng, gens, rng.randint(1, 3)), _random_poly(rng, gens, rng.randint(1, 2))
    return rng.choice([p, p * q, p * p + q, p**2 - q**2, p * p * q, p + q * a, 1 + p**2 - p * q])


@pytest.mark.parametrize("seed", range(8))
def test_no_sampled_point_contradicts(seed: int) -> None:
    """Random polynomials under random facts: no admissible point has a sign that is excluded."""
    rng = random.Random(seed)
    proved = 0
    for _ in range(120):
        poly = _shapes(rng)
        facts = []
        points = [
            [fmpq(rng.randint(-12, 12), rng.randint(1, 4)) for _ in "xyz"]
            + [fmpq(rng.randint(1, 12), rng.randint(1, 5)) for _ in "abc"]
            + [fmpq(rng.choice([0, 1, 3, 10]), rng.randint(1, 4)), fmpq(0)]
            for _ in range(60)
        ]
        anchor = points[0]  # the facts are true here, so they do not contradict each other
        for _ in range(rng.randint(0, 3)):
            f = _random_poly(rng, [x, y, a, t], rng.randint(1, 3))
            if rng.random() < 0.3:
                f *= _random_poly(rng, [x, y], 2)
            if not f.is_constant():
                s = _sign(f(*anchor))
                facts.append((f, rng.choice([k for k, v in VALUES.items() if k and s in v])))
        claimed = ask(poly, *facts)
        proved += claimed is not None
        for point in points:
            if all(_sign(f(*point)) in VALUES[s] for f, s in facts):
                assert _sign(poly(*point)) in VALUES[claimed], (poly, facts, point, claimed)
    assert proved > 15
