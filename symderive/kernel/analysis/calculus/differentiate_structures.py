"""Derivatives of what is no plain function: branches, generic functions, sums, matrices, binders.

Each rule takes the running work (which differentiates parts and collects conditions) and the term.

>>> sorted(STRUCTURES)[:3]
['Apply', 'Derivative', 'Heaviside']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from symderive.kernel.analysis.calculus.derivative_rows import Refused
from symderive.kernel.analysis.calculus.tidy import ONE, ZERO, is_zero, minus, plus, times
from symderive.kernel.analysis.ranges.realness import is_matrix
from symderive.terms.tree import Term, call


class Work(Protocol):
    """One run of differentiation: its variable, what the names are, the conditions met so far."""

    name: str
    variable: Term
    nonreal: frozenset[str]
    matrices: frozenset[str]
    holomorphic: bool
    conditions: dict[Term, None]

    def d(self, t: Term) -> Term: ...

    def add(self, condition: Term) -> None: ...

    def inside(self, bound: str | None = None) -> Work: ...


# --- real parts, branches ---------------------------------------------------------------------


def _part(w: Work, t: Term) -> Term:
    if w.holomorphic:
        raise Refused(f"{t.head} has no derivative in the complex variable {w.name}")
    return call(t.head, w.d(t.args[0]))


def _piecewise(w: Work, t: Term) -> Term:
    args: list[Term] = []
    for branch, condition in zip(t.args[::2], t.args[1::2], strict=True):
        _boundary(w, condition)
        inner = w.inside()
        args += [inner.d(branch), condition]
        for c in inner.conditions:
            w.add(c if condition.head == "true" else _unless(condition, c))
    return t.rebuild(args)


def _boundary(w: Work, condition: Term) -> None:
    """Off the boundary of a branch: both sides of its relation continuous and unequal."""
    if w.name not in condition.free:
        return
    if condition.head in ("And", "Or", "Not"):
        for part in condition.args:
            _boundary(w, part)
    elif condition.head in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge"):
        for side in condition.args:
            w.d(side)  # differentiable, hence continuous, under the conditions this adds
        w.add(Term("Ne", condition.args))
    elif condition.head == "In" and condition.args[1].head == "Interval":
        x, interval = condition.args
        for end in interval.args:
            if not {"oo"} & {s.head for s in end.walk()}:
                _boundary(w, Term("Ne", (x, end)))
    else:
        raise Refused(f"Piecewise: no boundary is known of a condition {condition.head}")


# --- generic functions, derivatives, sums -----------------------------------------------------


def _apply(w: Work, t: Term) -> Term:
    if w.holomorphic:
        raise Refused(f"Apply: {t.data[0]} is not known to be holomorphic in {w.name}")
    if any(is_matrix(a, w.matrices) for a in t.args):
        raise Refused(f"Apply: {t.data[0]} of a matrix has no derivative rule")
    name, orders = t.data
    parts = []
    for i, a in enumerate(t.args):
        if w.name in a.free:
            raised = (*orders[:i], orders[i] + 1, *orders[i + 1 :])
            parts.append(times(w.d(a), Term("Apply", t.args, (name, raised))))
    return plus(*parts)


def _nested(w: Work, t: Term) -> Term:
    if t.args[-1].data == w.name:
        return Term("Derivative", t.args, (*t.data[:-1], t.data[-1] + 1))
    return Term("Derivative", (*t.args, w.variable), (*t.data, 1))


def _subs(w: Work, t: Term) -> Term:
    k = (len(t.args) - 1) // 2
    body, bound, points = t.args[0], t.args[1 : k + 1], t.args[k + 1 :]
    parts = []
    for v, p in zip(bound, points, strict=True):
        if w.name in p.free:
            inner = Term("Derivative", (body, v), (1,))
            parts.append(times(w.d(p), Term("Subs", (inner, *t.args[1:]))))
    if w.name in body.free and w.variable not in bound:
        inner = Term("Derivative", (body, w.variable), (1,))
        parts.append(Term("Subs", (inner, *t.args[1:])))
    return plus(*parts)


def _sum(w: Work, t: Term) -> Term:
    body, index, low, high = t.args
    if w.name in low.free or w.name in high.free:
        raise Refused(f"Sum: its bounds depend on {w.name}")
    if any(s.head == "oo" for b in (low, high) for s in b.walk()):
        raise Refused("Sum: an infinite sum is differentiated by a rule, not termwise")
    inner = w.inside(index.data)
    after = inner.d(body)
    for c in inner.conditions:
        if index.data in c.free:
            raise Refused(f"Sum: the condition of its terms depends on the index {index.data}")
        w.add(c)
    return ZERO if is_zero(after) else t.rebuild([after, index, low, high])


def _refuse(w: Work, t: Term) -> Term:
    raise Refused(_REASONS[t.head].format(name=w.name))


# --- matrices ---------------------------------------------------------------------------------


def _matrix(w: Work, t: Term) -> Term:
    return t.rebuild([w.d(a) for a in t.args])


def _linear(w: Work, t: Term) -> Term:
    inner = w.d(t.args[0])
    return ZERO if is_zero(inner) and t.head == "trace" else Term(t.head, (inner,))


def _index(w: Work, t: Term) -> Term:
    if any(w.name in i.free for i in t.args[1:]):
        raise Refused(f"Index: an index depends on {w.name}")
    return t.rebuild([w.d(t.args[0]), *t.args[1:]])


def _inverse(w: Work, t: Term) -> Term:
    return minus(times(t, w.d(t.args[0]), t))


def _det(w: Work, t: Term) -> Term:
    a = t.args[0]
    w.add(Term("Ne", (t, ZERO)))  # Jacobi's formula in the form for invertible matrices
    return times(t, call("trace", times(call("inverse", a), w.d(a))))


def matrix_power(w: Work, base: Term, exponent: Term) -> Term:
    if exponent == Term("Neg", (ONE,)):
        power = Term("Pow", (base, exponent))
        return minus(times(power, w.d(base), power))
    if exponent.head != "Integer" or not 1 <= exponent.data <= 12:
        raise Refused("Pow of a matrix: only literal exponents -1 and 1 to 12 are differentiated")
    n, inner = exponent.data, w.d(base)
    return plus(*[times(*[base] * i, inner, *[base] * (n - 1 - i)) for i in range(n)])


_REASONS = {
    "Integral": "leibniz: the derivative of an Integral in {name} is a step of its own "
    "(fixed limits: a majorant; moving limits: boundary terms)",
    "Limit": "Limit: exchanging a limit and a derivative in {name} is a step of its own",
    "Product": "Product: write its logarithm, or its factors, to differentiate in {name}",
    "Max": "Max: split into cases (Piecewise) before differentiating in {name}",
    "Min": "Min: split into cases (Piecewise) before differentiating in {name}",
    "floor": "floor is not differentiable in {name}",
    "ceiling": "ceiling is not differentiable in {name}",
    "Heaviside": "Heaviside has no classical derivative in {name}",
}


def _unless(condition: Term, consequence: Term) -> Term:
    return Term("Or", (Term("Not", (condition,)), consequence))


STRUCTURES: dict[str, Callable[[Work, Term], Term]] = {
    "re": _part, "im": _part, "conjugate": _part, "Piecewise": _piecewise, "Apply": _apply,
    "Derivative": _nested, "Subs": _subs, "Sum": _sum, "Matrix": _matrix, "trace": _linear,
    "transpose": _linear, "Index": _index, "inverse": _inverse, "det": _det,
    **dict.fromkeys(_REASONS, _refuse),
}  # fmt: skip
