"""Random identities, made by rewriting backwards, and random damage to them.

A side is a random expression, the other the same after rewritings that are theorems under the
givens; so it is true by construction, and must never be refuted.  One damaged place makes a claim
that is judged by values in another arithmetic: where they differ it must not be verified.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import mpmath
import pytest

from symderive import check
from symderive.terms.tree import (
    ONE,
    TWO,
    Term,
    add,
    call,
    div,
    eq,
    integer,
    mul,
    neg,
    pow_,
    rational,
    symbol,
)
from symderive.terms.writer import write

X, Y = symbol("x"), symbol("y")
SEEDS = range(60)
PER_SEED = 4

Rewrite = Callable[[Term, random.Random], Term | None]


# --- random expressions ---------------------------------------------------------------------------


def number(r: random.Random) -> Term:
    return r.choice((ONE, TWO, integer(3), rational(1, 2), rational(2, 3)))


def expression(r: random.Random, depth: int) -> Term:
    """A term in x and y that has a value at all positive x and y."""
    if depth == 0:
        return r.choice((X, Y, X, Y, number(r)))

    def part() -> Term:
        return expression(r, depth - 1)

    kind = r.randrange(12)
    if kind < 3:
        return add(part(), part() if r.random() < 0.6 else neg(part()))
    if kind < 6:
        return mul(part(), part())
    if kind == 6:
        return div(part(), add(ONE, pow_(r.choice((X, Y)), TWO)))
    if kind == 7:
        return pow_(part(), r.choice((TWO, integer(3))))
    if kind == 8:
        return call("exp", neg(positive(r)))
    if kind == 9:
        return call(r.choice(("log", "sqrt")), positive(r))
    if kind == 10:
        return call(r.choice(("sin", "cos", "sinh", "cosh")), r.choice((X, Y, add(X, Y))))
    return call(r.choice(("Abs", "atan")), part())


def positive(r: random.Random) -> Term:
    """Positive wherever x and y are."""
    return r.choice((X, Y, mul(X, Y), add(X, ONE), div(X, Y), add(pow_(X, TWO), Y), add(X, Y)))


def is_positive(t: Term) -> bool:
    """Whether x, y > 0 make t positive, as its text shows."""
    if t.head == "Symbol" or (t.head == "Integer" and t.data > 0):
        return True
    return t.head in ("Add", "Mul", "Div", "Pow", "sqrt") and all(map(is_positive, t.args))


# --- rewritings that hold under x, y > 0 ----------------------------------------------------------


def _reversed(t: Term, r: random.Random) -> Term | None:
    return t.rebuild(t.args[::-1]) if t.head in ("Add", "Mul") else None


def _distributed(t: Term, r: random.Random) -> Term | None:
    if t.head != "Mul" or t.args[0].head != "Add":
        return None
    return add(*[mul(a, *t.args[1:]) for a in t.args[0].args])


def _over_itself(t: Term, r: random.Random) -> Term | None:
    p = positive(r)
    return div(mul(t, p), p)


def _added_and_taken(t: Term, r: random.Random) -> Term | None:
    u = expression(r, 1)
    return add(t, u, neg(u))


def _through_log(t: Term, r: random.Random) -> Term | None:
    return call("log", call("exp", t)) if is_positive(t) else None


def _through_exp(t: Term, r: random.Random) -> Term | None:
    return call("exp", call("log", t)) if is_positive(t) else None


def _root_of_square(t: Term, r: random.Random) -> Term | None:
    return call("sqrt", pow_(t, TWO)) if is_positive(t) else None


def _split_log(t: Term, r: random.Random) -> Term | None:
    if t.head != "log" or t.args[0].head not in ("Mul", "Div"):
        return None
    if len(t.args[0].args) != 2 or not all(map(is_positive, t.args[0].args)):
        return None
    a, b = t.args[0].args
    second = call("log", b)
    return add(call("log", a), second if t.args[0].head == "Mul" else neg(second))


def _split_root(t: Term, r: random.Random) -> Term | None:
    if t.head != "sqrt" or t.args[0].head not in ("Mul", "Div"):
        return None
    return t.args[0].rebuild([call("sqrt", a) for a in t.args[0].args])


def _angle(t: Term, r: random.Random) -> Term | None:
    if t.head == "sin" and t.args[0].head == "Add":
        a, b = t.args[0].args
        return add(mul(call("sin", a), call("cos", b)), mul(call("cos", a), call("sin", b)))
    if t.head == "cos":
        half = div(t.args[0], TWO)
        return add(ONE, neg(mul(TWO, pow_(call("sin", half), TWO))))
    return None


def _by_exponentials(t: Term, r: random.Random) -> Term | None:
    if t.head not in ("sinh", "cosh"):
        return None
    up, down = call("exp", t.args[0]), call("exp", neg(t.args[0]))
    return div(add(up, down if t.head == "cosh" else neg(down)), TWO)


def _pythagoras(t: Term, r: random.Random) -> Term | None:
    u = r.choice((X, Y, mul(X, Y)))
    return mul(t, add(pow_(call("sin", u), TWO), pow_(call("cos", u), TWO)))


def _square_written_out(t: Term, r: random.Random) -> Term | None:
    return mul(t.args[0], t.args[0]) if t.head == "Pow" and t.args[1] == TWO else None


REWRITES: tuple[Rewrite, ...] = (
    _reversed, _distributed, _over_itself, _added_and_taken, _through_log, _through_exp,
    _root_of_square, _split_log, _split_root, _angle, _by_exponentials, _pythagoras,
    _square_written_out,
)  # fmt: skip


def places(t: Term) -> list[tuple[int, ...]]:
    """The paths of the subterms that are numbers on their own (no exponents: they stay literal)."""
    out: list[tuple[int, ...]] = [()]
    for i, a in enumerate(t.args):
        if t.head != "Pow" or i == 0:
            out += [(i, *rest) for rest in places(a)]
    return out


def at(t: Term, path: tuple[int, ...]) -> Term:
    for i in path:
        t = t.args[i]
    return t


def put(t: Term, path: tuple[int, ...], new: Term) -> Term:
    if not path:
        return new
    i = path[0]
    return t.rebuild([put(a, path[1:], new) if j == i else a for j, a in enumerate(t.args)])


def rewritten(t: Term, r: random.Random, steps: int) -> Term:
    for _ in range(steps):
        path = r.choice(places(t))
        for rewrite in r.sample(REWRITES, len(REWRITES)):
            new = rewrite(at(t, path), r)
            if new is not None:
                t = put(t, path, new)
                break
    return t


def damaged(t: Term, r: random.Random) -> Term:
    path = r.choice(places(t))
    u = at(t, path)
    other = {"sin": "cos", "cos": "sin", "sinh": "cosh", "exp": "cosh", "log": "atan"}
    if u.head in other and r.random() < 0.5:
        return put(t, path, call(other[u.head], *u.args))
    new = r.choice((neg(u), add(u, ONE), mul(u, TWO), mul(u, X), pow_(u, TWO), call("Abs", u)))
    return put(t, path, new)


# --- values in another arithmetic -----------------------------------------------------------------

MP: dict[str, Callable[..., mpmath.mpf]] = {
    "Neg": lambda a: -a, "Div": lambda a, b: a / b, "Pow": lambda a, b: a**b,
    "Add": lambda *a: mpmath.fsum(a), "Mul": lambda *a: mpmath.fprod(a), "Abs": abs,
    **{f: getattr(mpmath, f) for f in "exp log sqrt sin cos sinh cosh atan".split()},
}  # fmt: skip


def value(t: Term, point: dict[str, mpmath.mpf]) -> mpmath.mpf:
    if t.head == "Symbol":
        return point[t.data]
    if t.head == "Integer":
        return mpmath.mpf(t.data)
    found = MP[t.head](*[value(a, point) for a in t.args])
    # Rounding leaves a trace of i in exp(log(-2)), which would choose the side of a cut.
    return found.real if abs(found.imag) < mpmath.mpf(10) ** -45 * (1 + abs(found)) else found


def differ(left: Term, right: Term, r: random.Random) -> bool:
    """Whether the sides certainly differ at a random point of the positive quadrant."""
    with mpmath.workdps(60):
        for _ in range(5):
            point = {n: mpmath.mpf(r.randint(1, 400)) / 97 for n in ("x", "y")}
            a, b = value(left, point), value(right, point)
            if abs(a - b) > mpmath.mpf(10) ** -30 * (1 + abs(a) + abs(b)):
                return True
    return False


def identities(seed: int) -> list[tuple[Term, Term]]:
    r = random.Random(seed)
    out = []
    for _ in range(PER_SEED):
        base = expression(r, r.choice((1, 2, 2, 3)))
        out.append((base, rewritten(base, r, r.randint(1, 4))))
    return out


GIVEN = ["x > 0", "y > 0"]


@pytest.mark.parametrize("seed", SEEDS)
def test_identities_made_backwards_are_never_refuted(seed: int) -> None:
    """What true rewritings make of a term equals it wherever x, y > 0."""
    for left, right in identities(seed):
        found = check(eq(left, right), given=GIVEN)
        assert found.verdict != "refuted", write(eq(left, right))


def test_most_identities_made_backwards_are_verified() -> None:
    """The rewritings are the kernel's own: at least nine in ten of their results are proved."""
    claims = [eq(a, b) for seed in list(SEEDS)[:15] for a, b in identities(seed)]
    proved = sum(check(c, given=GIVEN).verdict == "verified" for c in claims)
    assert proved >= 0.9 * len(claims), f"{proved} of {len(claims)}"


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_identities_are_not_verified(seed: int) -> None:
    """A claim whose sides differ at some admissible point is never verified."""
    r = random.Random(1000 + seed)
    for left, right in identities(seed):
        mutant = damaged(right, r)
        if differ(left, mutant, r):
            found = check(eq(left, mutant), given=GIVEN)
            assert found.verdict != "verified", write(eq(left, mutant))


@pytest.mark.parametrize("seed", SEEDS)
def test_givens_that_are_needed_are_needed(seed: int) -> None:
    """Without x, y > 0 a rewriting may fail; verified then means that it does not."""
    r = random.Random(2000 + seed)
    for left, right in identities(seed):
        claim = eq(left, right)
        if check(claim).verdict != "verified":
            continue
        with mpmath.workdps(60):
            for _ in range(6):
                signs = {n: r.choice((-1, 1)) for n in ("x", "y")}
                point = {n: s * mpmath.mpf(r.randint(1, 400)) / 97 for n, s in signs.items()}
                try:
                    a, b = value(left, point), value(right, point)
                except (ZeroDivisionError, ValueError):
                    continue  # a pole
                if not (mpmath.isfinite(a) and mpmath.isfinite(b)):
                    continue
                assert abs(a - b) <= mpmath.mpf(10) ** -30 * (1 + abs(a) + abs(b)), write(claim)


@pytest.mark.parametrize("seed", SEEDS)
def test_derivatives_of_equals_are_equal(seed: int) -> None:
    """Equal terms on an open set have equal derivatives: never refuted."""
    (left, right), *_ = identities(seed)
    first, second = (Term("Derivative", (side, X), (1,)) for side in (left, right))
    assert check(eq(first, second), given=GIVEN).verdict != "refuted", write(eq(left, right))
