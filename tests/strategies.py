"""Random terms that a text can say, for property tests: `terms(depth)` draws them, shrinking.

The draws come from one random source, so that the same code serves Hypothesis (`terms`) and plain
seeded loops (`random_term(random.Random(7), 4)`).
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from symderive.terms.heads import HEADS
from symderive.terms.limits import GROWING, too_large_argument, too_large_power
from symderive.terms.tree import Term, integer, symbol
from symderive.terms.vocabulary import CONSTANTS, WORDS

SYMBOLS = "x y z t n a b T A S E_1 x_1 u_x alpha lam sigma_q gamma beta e i d L dx near".split()
FUNCTIONS = "f g F u h phi y_1".split()  # disjoint from SYMBOLS: a name is one or the other
RELATIONS = "Eq Ne Lt Le Gt Ge".split()
RANGES = "Integral Sum Product".split()
CALLS = [
    head
    for head in HEADS.values()
    if head.kind in ("function", "form") and head.name not in ("Apply", "log", "Wedge")
] + [HEADS[name] for name in ("transpose", "inverse", "det", "trace", "Identity", "ZeroMatrix")]


def random_term(rng: Random, depth: int) -> Term:
    """A value, or now and then a statement."""
    return random_statement(rng, depth) if rng.randrange(4) == 0 else random_value(rng, depth)


def random_value(rng: Random, depth: int) -> Term:
    if depth <= 0 or rng.randrange(8) == 0:
        return _leaf(rng)
    return rng.choice(_BRANCHES)(rng, depth - 1)


def random_statement(rng: Random, depth: int) -> Term:
    kind = rng.choice(("relation", "relation", "and", "or", "not", "in", "is", "truth"))
    if depth <= 0 or kind == "relation":
        return Term(rng.choice(RELATIONS), _values(rng, depth - 1, 2))
    if kind == "and" or kind == "or":
        parts = [random_statement(rng, depth - 1) for _ in range(rng.randint(2, 3))]
        return Term(kind.capitalize(), parts)
    if kind == "not":
        return Term("Not", (random_statement(rng, depth - 1),))
    if kind == "in":
        ends = rng.choice("([") + rng.choice(")]")
        interval = Term("Interval", _values(rng, depth - 1, 2), ends)
        return Term("In", (random_value(rng, depth - 1), interval))
    if kind == "is":
        return Term("Is", (_symbol(rng), _property(rng, depth)))
    return Term(rng.choice(("true", "false")))


def _leaf(rng: Random) -> Term:
    kind = rng.randrange(6)
    if kind < 3:
        return _symbol(rng)
    if kind < 5:
        return integer(rng.choice((0, 1, 2, 3, 7, 10, 163, 10**12)))
    return rng.choice(list(CONSTANTS.values()))


def _symbol(rng: Random) -> Term:
    return symbol(rng.choice(SYMBOLS))


def _values(rng: Random, depth: int, count: int) -> tuple[Term, ...]:
    return tuple(random_value(rng, depth) for _ in range(count))


def _property(rng: Random, depth: int) -> Term:
    word = symbol(rng.choice([*sorted(WORDS), "C0", "C2", "C12"]))
    sizes = rng.randrange(3)
    if sizes == 0:
        return word
    size = [rng.choice((_symbol(rng), integer(2), random_value(rng, depth))) for _ in range(sizes)]
    return Term("Tuple", (word if sizes == 2 else symbol("vector"), *size))


def _sum(rng: Random, depth: int) -> Term:
    return Term(rng.choice(("Add", "Mul")), _values(rng, depth, rng.randint(2, 4)))


def _neg(rng: Random, depth: int) -> Term:
    return Term("Neg", _values(rng, depth, 1))


def _div(rng: Random, depth: int) -> Term:
    return Term("Div", _values(rng, depth, 2))


def _pow(rng: Random, depth: int) -> Term:
    base, exponent = _values(rng, depth, 2)
    return Term("Div" if too_large_power(base, exponent) else "Pow", (base, exponent))


def _call(rng: Random, depth: int) -> Term:
    head = rng.choice(CALLS)
    args = _values(rng, depth, rng.choice(head.arity or (1, 2, 3)))
    if head.name in GROWING and too_large_argument(head.name, args):
        args = tuple(_symbol(rng) for _ in args)
    return Term(head.name, args)


def _log(rng: Random, depth: int) -> Term:
    return Term("log", _values(rng, depth, 1))


def _apply(rng: Random, depth: int) -> Term:
    args = _values(rng, depth, rng.randint(1, 3))
    orders = tuple(rng.choice((0, 0, 1, 2, 5)) for _ in args)
    if rng.randrange(8) == 0:
        args = (*args[:-1], Term("Tuple", _values(rng, depth, rng.randint(1, 3))))
    return Term("Apply", args, (rng.choice(FUNCTIONS), orders))


def _range(rng: Random, depth: int) -> Term:
    body, low, high = _values(rng, depth, 3)
    return Term(rng.choice(RANGES), (body, _symbol(rng), low, high))


def _limit(rng: Random, depth: int) -> Term:
    body, point = _values(rng, depth, 2)
    return Term("Limit", (body, _symbol(rng), point), rng.choice(("+", "-", "+-")))


def _derivative(rng: Random, depth: int) -> Term:
    count = rng.randint(1, 3)
    by = [_symbol(rng) for _ in range(count)]
    orders = tuple(rng.choice((1, 1, 2, 3)) for _ in by)
    return Term("Derivative", (random_value(rng, depth), *by), orders)


def _subs(rng: Random, depth: int) -> Term:
    count = rng.randint(1, 2)
    by = [_symbol(rng) for _ in range(count)]
    return Term("Subs", (random_value(rng, depth), *by, *_values(rng, depth, count)))


def _lambda(rng: Random, depth: int) -> Term:
    return Term("Lambda", (random_value(rng, depth), _symbol(rng)))


def _piecewise(rng: Random, depth: int) -> Term:
    parts: list[Term] = []
    for _ in range(rng.randint(1, 2)):
        parts += [random_value(rng, depth), random_statement(rng, depth)]
    return Term("Piecewise", parts)


def _matrix(rng: Random, depth: int) -> Term:
    rows, columns = rng.randint(1, 2), rng.randint(1, 2)
    return Term("Matrix", _values(rng, depth, rows * columns), (rows, columns))


def _index(rng: Random, depth: int) -> Term:
    base = random_value(rng, depth)
    if base.head == "Integer":
        base = _symbol(rng)
    return Term("Index", (base, *_values(rng, depth, rng.randint(1, 2))))


def _wedge(rng: Random, depth: int) -> Term:
    return Term("Wedge", _values(rng, depth, rng.randint(2, 3)))


_BRANCHES = [
    *(_sum, _sum, _sum, _sum, _neg, _neg, _div, _div, _pow, _pow),
    *(_call, _call, _log, _apply, _apply, _range, _limit, _derivative, _subs, _lambda),
    *(_piecewise, _matrix, _index, _wedge),
]


def terms(depth: int = 4) -> st.SearchStrategy[Term]:
    """Values and statements nested at most about `depth` deep."""
    return st.builds(random_term, st.randoms(use_true_random=False), st.just(depth))


def values(depth: int = 4) -> st.SearchStrategy[Term]:
    """Terms that stand for a number (or matrix, or form)."""
    return st.builds(random_value, st.randoms(use_true_random=False), st.just(depth))


def statements(depth: int = 4) -> st.SearchStrategy[Term]:
    """Relations, and what logic makes of them."""
    return st.builds(random_statement, st.randoms(use_true_random=False), st.just(depth))
