"""Differential equations as hypotheses: solved for a highest derivative, which the claim then loses.

`m x'' + k x = 0`, given, holds at every t; so x'' is -k x/m wherever m != 0, and its derivatives are
those of -k x/m.  The claim without them is decided by the kernel; that m != 0 is proved first.  By
the theorems of Picard and Cauchy-Kovalevskaya the other derivatives are free at a point, so a claim
that fails after the elimination is false (Folland, Introduction to PDE, 1.D).

>>> from symderive.terms.reader import read
>>> energy = read("Derivative(m*x'(t)^2/2 + k*x(t)^2/2, t) = 0")
>>> found, rest = without(energy, [read("m*x''(t) + k*x(t) = 0"), read("m > 0")])
>>> relation(found, Givens.of(rest)).how
'normal form'
"""

from __future__ import annotations

from collections.abc import Sequence

from symderive.kernel.analysis.algebra import relation
from symderive.kernel.analysis.calculus.derivatives import holds
from symderive.kernel.analysis.calculus.differentiate import differentiate
from symderive.kernel.logic.claims import Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.tree import ONE, TWO, ZERO, Term, add, mul, neg

MAX_TURNS = 6
_NO = (Undecided, Rejected, ArithmeticError, ValueError, TypeError, LookupError, RecursionError)


def differential(given: Term) -> bool:
    """Whether a hypothesis is an equation between derivatives of generic functions."""
    return given.head == "Eq" and any(_order(t) for t in given.walk())


def _order(t: Term) -> int:
    if t.head == "Apply":
        return sum(t.data[1])
    return sum(t.data) if t.head == "Derivative" and t.args[0].head == "Apply" else 0


def without(claim: Term, given: Sequence[Term]) -> tuple[Term, list[Term]] | None:
    """The claim with differential hypotheses put in, and the other hypotheses; None if it cannot be."""
    equations = [g for g in given if differential(g)]
    rest = [g for g in given if not differential(g)]
    if not equations:
        return None
    try:
        givens = Givens.of(rest)
        out = evaluated(claim, givens)
        for equation in equations:
            solved = _solved(equation, givens)
            if solved is None:
                return None
            out = _put(out, *solved, givens)
        return out, rest
    except _NO:
        return None


def evaluated(t: Term, givens: Givens) -> Term:
    """Derivatives carried out, so that only those of generic functions at symbols are left.

    Raises Undecided where a condition of one is not settled.
    """
    args = [evaluated(a, givens) for a in t.args]
    if t.head != "Derivative" or any(v.head != "Symbol" for v in args[1:]):
        return t.rebuild(args)
    body = args[0]
    for v, n in zip(args[1:], t.data, strict=True):
        for _ in range(n):
            body = _derivative(body, v.data, givens)
    return body


def _derivative(t: Term, name: str, givens: Givens) -> Term:
    found, conditions = differentiate(t, name, givens)
    for c in conditions:
        if not holds(c, givens).settled:
            raise Undecided("a condition of a derivative is not settled")
    return found


def _solved(equation: Term, givens: Givens) -> tuple[Term, Term] | None:
    """A highest derivative in the equation, and what it equals; its coefficient is proved nonzero."""
    left, right = (evaluated(a, givens) for a in equation.args)
    whole = add(left, neg(right))
    jets = {t for t in whole.walk() if t.head == "Apply" and any(t.data[1])
            and all(a.head == "Symbol" for a in t.args) and len(set(t.args)) == len(t.args)}  # fmt: skip
    top = max((sum(j.data[1]) for j in jets), default=0)
    pure = [j for j in jets if sum(j.data[1]) == top and max(j.data[1]) == top]
    for jet in sorted(pure, key=lambda j: (j.data[0], tuple(-n for n in j.data[1]))):
        at = [_replaced(whole, jet, v) for v in (ZERO, ONE, TWO)]
        slope = add(at[1], neg(at[0]))
        bent = Term("Eq", (add(at[2], neg(mul(TWO, at[1])), at[0]), ZERO))
        if jet in set(slope.walk()):
            continue
        try:
            relation(bent, givens)
            proof = relation(Term("Ne", (slope, ZERO)), givens)
        except _NO:
            continue
        if not proof.open:
            return jet, Term("Div", (neg(at[0]), slope))
    return None


def _put(t: Term, jet: Term, value: Term, givens: Givens) -> Term:
    """Every derivative of the jet replaced by that of its value, highest ones first."""
    for _ in range(MAX_TURNS):
        found = sorted(
            (s for s in t.walk() if s.head == "Apply" and s.data[0] == jet.data[0]
             and s.args == jet.args and all(a >= b for a, b in zip(s.data[1], jet.data[1], strict=True))),
            key=lambda s: -sum(s.data[1]),
        )  # fmt: skip
        if not found:
            return t
        s = found[0]
        new = value
        for v, a, b in zip(jet.args, s.data[1], jet.data[1], strict=True):
            for _ in range(a - b):
                new = _derivative(new, v.data, givens)
        t = _replaced(t, s, new)
    raise Undecided("the hypothesis is put in without end")


def _replaced(t: Term, old: Term, new: Term) -> Term:
    return new if t == old else t.rebuild([_replaced(a, old, new) for a in t.args])
