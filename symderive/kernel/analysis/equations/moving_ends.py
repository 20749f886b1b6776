"""The derivative of a term with integrals in it whose finite ends move: chain rule and Leibniz's.

Each outermost integral J becomes a name: d/dx T(x, J) = T_x + T_J dJ/dx, with the derivative of J by
`leibniz`; its integrand must be continuously differentiable on the closed range (Apostol, Mathematical
Analysis, 7.40, 7.41).  A generic function that is divided by is presupposed to have no zero.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> slope, needs = through(read("f(x - Integral(a(r), (r, 0, t)))"), "t", Givens())
>>> write(slope), [write(n) for n in needs]
("-f'(x - Integral(a(r), (r, 0, t)))*a(t)", ['a is C0'])
>>> [write(n) for n in through(read("Integral(1/g(r), (r, 1, x))"), "x", Givens())[1]]
['g(r) != 0', 'g is C0']
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import Refused, differentiate
from symderive.kernel.analysis.calculus.tidy import minus, over, plus, times
from symderive.kernel.analysis.continuity.intervals import infinite, smoothness
from symderive.kernel.analysis.integrals.moving_limits import Range
from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import Givens, constant
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import BINDERS, ZERO, Term, add, neg, symbol

ENOUGH = 2  # generic functions in integrands are taken to be C2, unless something is given of them


def through(term: Term, name: str, givens: Givens) -> tuple[Term, tuple[Term, ...]]:
    """As `differentiate`; raises Refused or Undecided where an integral has no derivative by rule."""
    nodes = [t for t in _outermost(term) if name in t.free]
    if not nodes:
        return differentiate(term, name, givens)
    taken = set(term.free | {n for s in givens.statements for n in s.free} | {name})
    back: dict[str, Term] = {}
    body = term
    for node in nodes:
        taken.add(j := fresh("j", taken))
        back[j] = node
        body = replace(body, node, symbol(j))
    slope, conditions = differentiate(body, name, givens)
    parts, needs = [slope], list(conditions)
    for j, node in back.items():
        outer, more = differentiate(body, j, givens)
        inner, also = leibniz(node, name, givens)
        parts.append(times(outer, inner))
        needs += [*more, *also]
    found = (substitute(n, back) for n in needs)
    return substitute(plus(*parts), back), tuple(dict.fromkeys(found))


def _outermost(t: Term) -> list[Term]:
    if t.head == "Integral":
        return [t]
    if t.head in BINDERS:
        return []
    return list(dict.fromkeys(n for a in t.args for n in _outermost(a)))


def leibniz(node: Term, name: str, givens: Givens) -> tuple[Term, list[Term]]:
    """dJ/dname of J = Integral(f, (r, a, b)) with finite ends, and what it presupposes of f."""
    body, r, low, high = node.args
    if infinite(low) or infinite(high):
        raise Refused(
            f"leibniz: an integral to infinity needs a majorant to be differentiated in {name}"
        )
    taken = {n for s in givens.statements for n in s.free} | low.free | high.free | {name}
    if r.data in taken:
        new = symbol(fresh(r.data, [*taken, *body.free]))
        body, r = substitute(body, {r.data: new}), new
    free = {f for t in (body, low, high) for f in t.functions if smoothness(f, givens) is None}
    local = givens.extended(*(Term("Is", (symbol(f), symbol(f"C{ENOUGH}"))) for f in sorted(free)))
    work = _Generic(name, r.data, low, high, local)
    work.ends()
    work.body(body)
    parts: list[Term] = []
    if name in body.free:
        slope = None
        for inner in work.inner:
            slope, conditions = through(body, name, inner)
            for c in conditions:
                if not holds(c, inner.extended(*(n for n in work.needs if n.head != "Is"))).settled:
                    raise Undecided(f"not proved for {r.data} in the range of an integral: {c}")
        assert slope is not None
        parts.append(_split(slope, r, low, high))
    order = int(name in body.free)
    for t in body.walk():
        if t.head == "Apply" and t.data[0] in free:
            smooth = Term("Is", (symbol(t.data[0]), symbol(f"C{sum(t.data[1]) + order}")))
            work.needs += [smooth] if smooth not in work.needs else []
    for end, sign in ((high, 1), (low, -1)):
        if name in end.free:
            speed, conditions = differentiate(end, name, local)
            if any(not holds(c, local).settled for c in conditions):
                raise Undecided(f"an end of an integral is not differentiable in {name}")
            edge = times(substitute(body, {r.data: end}), speed)
            parts.append(edge if sign > 0 else minus(edge))
    return plus(*parts), work.needs


class _Generic(Range):
    """What is asked of values of generic functions of which nothing is given is presupposed.

    The bound name is free in such a condition: it holds all over the line, which some functions obey.
    """

    def __init__(self, t: str, x: str, low: Term, high: Term, givens: Givens) -> None:
        super().__init__(t, x, low, high, givens)
        self.needs: list[Term] = []

    def _walk(self, term: Term, givens: Givens, at: dict[str, Term], names: set[str]) -> None:
        """An integral inside is as smooth as its integrand and its ends."""
        if term.head != "Integral":
            super()._walk(term, givens, at, names)
            return
        body, q, low, high = term.args
        for name in sorted(term.free & names):
            ends = substitute(low, at), substitute(high, at)
            within = _Generic(name, q.data, ends[0], ends[1], givens)
            within.ends()
            within.body(substitute(body, at))
            self.needs += [n for n in within.needs if n not in self.needs]

    def _met(
        self, kind: str, u: Term, givens: Givens, at: dict[str, Term], names: set[str]
    ) -> bool:
        if super()._met(kind, u, givens, at, names):
            return True
        told = {f for s in self.givens.statements if s.head != "Is" for f in s.functions}
        if kind == "power":
            kind, u = "positive", u.args[0]
        if kind in ("nonzero", "positive") and u == symbol(self.x) and self._starts_positive():
            need = Term("Lt", (ZERO, self.high))  # between two positive ends
            self.needs += [need] if need not in self.needs else []
            return True
        if kind not in ("nonzero", "positive") or not u.functions or u.functions & told:
            return False
        need = Term("Ne", (u, ZERO)) if kind == "nonzero" else Term("Lt", (ZERO, u))
        if need not in self.needs:
            self.needs.append(need)
        return True

    def _starts_positive(self) -> bool:
        low = constant(self.low)
        return low is not None and low > 0


def _split(t: Term, r: Term, low: Term, high: Term) -> Term:
    """The integral of t over r as a sum, what does not depend on r in front."""
    if r.data not in t.free:
        return times(t, add(high, neg(low)))
    if t.head == "Add":
        return plus(*(_split(a, r, low, high) for a in t.args))
    if t.head == "Neg":
        return minus(_split(t.args[0], r, low, high))
    if t.head == "Div" and r.data not in t.args[1].free:
        return over(_split(t.args[0], r, low, high), t.args[1])
    if t.head == "Mul":
        still = [a for a in t.args if r.data not in a.free]
        rest = [a for a in t.args if r.data in a.free]
        if still or rest[0].head == "Neg":
            flipped = rest[0].head == "Neg"
            rest = [rest[0].args[0], *rest[1:]] if flipped else rest
            inner = times(*still, _split(times(*rest), r, low, high))
            return minus(inner) if flipped else inner
        for k, a in enumerate(rest):
            if a.head == "Add":
                return plus(*(_split(times(*rest[:k], b, *rest[k + 1 :]), r, low, high)
                              for b in a.args))  # fmt: skip
    return Term("Integral", (t, r, low, high))


def collapsed(t: Term) -> Term:
    """Integrals whose two ends are the same term are zero.

    >>> from symderive.terms.reader import read
    >>> from symderive.terms.writer import write
    >>> write(collapsed(read("f(x - Integral(a(r), (r, 0, 0)))")))
    'f(x - 0)'
    """
    args = [collapsed(a) for a in t.args]
    if t.head == "Integral" and args[2] == args[3]:
        return ZERO
    if t.head == "Add":
        return plus(*args)
    if t.head == "Mul":
        return times(*args)
    return t.rebuild(args)


__all__ = ["collapsed", "leibniz", "through"]
