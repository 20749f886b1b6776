r"""Equations with indefinite integrals: both sides are antiderivatives, so their derivatives agree.

`\int f\,dx = F + C` says F' = f.  An integral without bounds against a side that does not mention its
variable is an integral over a set that is not said, and refused.

>>> from symderive.terms.latex_reader import read_latex
>>> from symderive.terms.writer import write
>>> write(differentiated(read_latex(r"\int x e^{x}\,dx = x e^{x} - \int e^{x}\,dx")))
'x*exp(x) = Derivative(x*exp(x), x) - exp(x)'
>>> differentiated(read_latex(r"\int x\,dx = 1"))
Traceback (most recent call last):
ValueError: an integral without bounds, and a side that does not mention x: over which set?
"""

from __future__ import annotations

from symderive.terms.tree import ZERO, Term


def differentiated(claim: Term) -> Term:
    """The claim itself without indefinite integrals; else its derivative.  Raises ValueError."""
    variables = {t.args[1] for t in claim.walk() if t.head == "Integral" and len(t.args) == 2}
    if not variables:
        return claim
    if claim.head != "Eq" or len(variables) > 1:
        raise ValueError("indefinite integrals by two variables, or not in an equation")
    (x,) = variables
    for side in claim.args:
        if x.data not in _outside(side) and not _has_indefinite(side):
            raise ValueError(
                f"an integral without bounds, and a side that does not mention {x.data}: over which set?"
            )
    return Term("Eq", [_derivative(side, x) for side in claim.args])


def _has_indefinite(t: Term) -> bool:
    return any(s.head == "Integral" and len(s.args) == 2 for s in t.walk())


def _outside(t: Term) -> frozenset[str]:
    return t.free


def _derivative(t: Term, x: Term) -> Term:
    """d/dx of a sum in which indefinite integrals are summands with constant factors."""
    if not _has_indefinite(t):
        return Term("Derivative", (t, x), (1,)) if x.data in t.free else ZERO
    if t.head == "Add":
        return t.rebuild([_derivative(a, x) for a in t.args])
    if t.head == "Neg":
        return t.rebuild([_derivative(t.args[0], x)])
    if t.head == "Integral" and not _has_indefinite(t.args[0]):
        return t.args[0]
    if t.head == "Mul":
        inside = [a for a in t.args if _has_indefinite(a)]
        others = [a for a in t.args if not _has_indefinite(a)]
        if len(inside) == 1 and all(x.data not in a.free for a in others):
            return Term("Mul", [*others, _derivative(inside[0], x)])
    if t.head == "Div" and x.data not in t.args[1].free and not _has_indefinite(t.args[1]):
        return t.rebuild([_derivative(t.args[0], x), t.args[1]])
    raise ValueError("an indefinite integral that is no summand with a constant factor")
