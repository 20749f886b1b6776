"""Where each head is continuous, and where smooth: one row a head, demands on its arguments.

A demand is (kind, term): the kinds are decided in `continuity`.  Along the real line a cut is no
discontinuity: sqrt(u) and log(u) of a real u are continuous where u != 0 (sqrt also at 0).
Sources: DLMF 4.2, 4.23, 4.37 (branches), 5.2, 6.2, 7.2, 8.2, 10.2, 19.2, 25.2.

>>> from symderive.terms.tree import symbol
>>> [kind for kind, _ in demands(Term("log", (symbol("u"),)), 0)]
['nonzero', 'off-cut']
"""

from __future__ import annotations

from collections.abc import Callable

from symderive.kernel.analysis.continuity.intervals import SMOOTH
from symderive.kernel.logic.givens import constant
from symderive.terms.tree import ONE, ZERO, Term, add, call, integer, neg, sub

Demand = tuple[str, Term]
Row = Callable[[Term, int], "list[Demand] | None"]

# Entire: no demand at all.
ENTIRE = frozenset(
    """Neg Add Mul exp sin cos sinh cosh erf erfc erfi Si Shi fresnels fresnelc airyai airybi
    airyaiprime airybiprime sinc""".split()
)
# Analytic on the whole real line, with singularities off it.
ON_THE_LINE = frozenset("tanh sech atan asinh".split())
CONTINUOUS_ONLY = frozenset("Abs cbrt conjugate re im Max Min".split())


def demands(t: Term, order: int) -> list[Demand] | None:
    """What makes the head continuous (order 0), C^order or analytic (SMOOTH) at its arguments.

    None: there is no row.
    """
    head = t.head
    if head in ENTIRE:
        return []
    if head in ON_THE_LINE:
        return [("real", t.args[0])]
    if head in CONTINUOUS_ONLY:
        return _continuous_only(t, order)
    row = ROWS.get(head)
    return None if row is None else row(t, order)


def _continuous_only(t: Term, order: int) -> list[Demand]:
    reals: list[Demand] = [("real", a) for a in t.args if t.head != "Abs"]
    if t.head in ("re", "im", "conjugate"):
        return reals if order else []
    if order == 0:
        return reals if t.head != "Abs" else []
    if t.head in ("Max", "Min"):
        pairs = [(a, b) for i, a in enumerate(t.args) for b in t.args[i + 1 :]]
        return reals + [("nonzero", sub(a, b)) for a, b in pairs]
    return [("real", t.args[0]), ("nonzero", t.args[0])]


def _one(*kinds: str) -> Row:
    return lambda t, order: [(k, t.args[0]) for k in kinds]


def _last(*kinds: str) -> Row:
    return lambda t, order: [(k, t.args[-1]) for k in kinds]


def _div(t: Term, order: int) -> list[Demand]:
    return [("nonzero", t.args[1])]


def _pole(of: str) -> Row:
    return lambda t, order: [("nonzero", call(of, t.args[0]))]


def _root(t: Term, order: int) -> list[Demand]:
    u = t.args[0]
    return [("off-cut", u)] if order == 0 else [("off-cut", u), ("nonzero", u)]


def _log(t: Term, order: int) -> list[Demand]:
    u = t.args[0]
    # A real u that vanishes nowhere keeps its sign on an interval.
    return [("nonzero", u), ("off-cut", u)] if t.head == "log" else [("positive", u)]


def _power(t: Term, order: int) -> list[Demand] | None:
    base, exponent = t.args
    c = constant(exponent)
    if base.head == "E":
        return []
    if c is not None and c.denominator == 1:
        return [] if c >= 0 else [("nonzero", base)]
    if c is not None and c > order and order < SMOOTH:
        return [("off-cut", base)]
    if c is not None:
        return [("off-cut", base), ("nonzero", base)]
    return [("power", t)]


def _within(strict: bool) -> Row:
    """-1 < u < 1, or with the ends."""

    def row(t: Term, order: int) -> list[Demand]:
        u = t.args[0]
        kind = "positive" if strict or order else "nonnegative"
        return [("real", u), (kind, sub(ONE, u)), (kind, add(ONE, u))]

    return row


def _acosh(t: Term, order: int) -> list[Demand]:
    u = t.args[0]
    return [("positive" if order else "nonnegative", sub(u, ONE))]


def _of_reciprocal(head: str) -> Row:
    def row(t: Term, order: int) -> list[Demand] | None:
        u = t.args[0]
        inner = demands(call(head, Term("Div", (ONE, u))), order)
        return None if inner is None else [("nonzero", u), *inner]

    return row


def _jump(t: Term, order: int) -> list[Demand]:
    return [("real", t.args[0]), ("nonzero", t.args[0])]


def _steps(t: Term, order: int) -> list[Demand]:
    return [("no-integer", t.args[0])]


def _lambert(t: Term, order: int) -> list[Demand]:
    edge = add(t.args[0], call("exp", integer(-1)))
    return [("positive" if order else "nonnegative", edge)]


def _bessel(t: Term, order: int) -> list[Demand]:
    n, z = t.args
    return [("constant", n), ("integer", n)] if n.head == "Integer" or (
        n.head == "Neg" and n.args[0].head == "Integer"
    ) else [("constant", n), ("positive", z)]  # fmt: skip


def _singular_at_zero(t: Term, order: int) -> list[Demand]:
    return [("constant", t.args[0]), ("positive", t.args[1])]


def _polynomial(t: Term, order: int) -> list[Demand]:
    return [("constant", t.args[0]), ("natural", t.args[0])]


def _modulus(t: Term, order: int) -> list[Demand]:
    """Parameter m < 1, everything real."""
    return [*(("real", a) for a in t.args), ("positive", sub(ONE, t.args[-1]))]


def _atan2(t: Term, order: int) -> list[Demand]:
    y, x = t.args
    return [("real", y), ("slit", t)] if x.free or y.free else []


def _lowergamma(t: Term, order: int) -> list[Demand]:
    s, z = t.args
    kind = "positive" if order else "nonnegative"
    return [("constant", s), ("positive", s), (kind, z)]


ROWS: dict[str, Row] = {
    "Div": _div, "Pow": _power, "sqrt": _root, "log": _log,
    "tan": _pole("cos"), "sec": _pole("cos"), "cot": _pole("sin"), "csc": _pole("sin"),
    "coth": _pole("sinh"), "csch": _pole("sinh"),
    "asin": _within(False), "acos": _within(False), "atanh": _within(True), "acosh": _acosh,
    "acot": _one("nonzero", "real"), "acsch": _one("nonzero", "real"),
    "asec": _of_reciprocal("acos"), "acsc": _of_reciprocal("asin"),
    "acoth": _of_reciprocal("atanh"), "asech": _of_reciprocal("acosh"),
    "sign": _jump, "Heaviside": _jump, "DiracDelta": _jump, "floor": _steps, "ceiling": _steps,
    **dict.fromkeys(("gamma", "loggamma", "digamma", "trigamma", "Ci", "Chi"), _one("positive")),
    "polygamma": lambda t, order: [("natural", t.args[0]), ("positive", t.args[1])],
    "factorial": lambda t, order: [("positive", add(t.args[0], ONE))],
    "harmonic": lambda t, order: [("positive", add(t.args[0], ONE))],
    "Ei": _one("real", "nonzero"),
    "li": lambda t, order: [("positive", t.args[0]), ("nonzero", sub(t.args[0], ONE))],
    "beta": lambda t, order: [("positive", a) for a in t.args],
    "LambertW": _lambert, "atan2": _atan2,
    **dict.fromkeys(("besselj", "besseli"), _bessel),
    **dict.fromkeys(("bessely", "besselk", "uppergamma", "expint"), _singular_at_zero),
    "lowergamma": _lowergamma,
    **dict.fromkeys(("legendre", "hermite", "laguerre", "chebyshevt", "chebyshevu"), _polynomial),
    "elliptic_k": _modulus, "elliptic_e": _modulus, "elliptic_f": _modulus,
    "zeta": lambda t, order: (
        [("real", t.args[0]), ("nonzero", sub(t.args[0], ONE))] if len(t.args) == 1 else None
    ),
    "dirichlet_eta": _one("real"),
    "polylog": lambda t, order: [
        ("constant", t.args[0]), ("real", t.args[1]), ("positive", sub(ONE, t.args[1]))
    ],
}  # fmt: skip

__all__ = ["ZERO", "Demand", "demands", "neg"]
