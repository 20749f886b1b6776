"""The formal derivative behind a written one, for its value: by rule, and under an integral sign.

Nothing here says that the derivative exists: `balls` asks that the body be smooth about the point.

>>> from symderive.terms.tree import call, symbol
>>> x = symbol("x")
>>> formal(Term("Derivative", (call("sin", x), x), (1,))).head
'cos'
"""

from __future__ import annotations

from functools import lru_cache

from symderive.terms.tree import Term, add, mul, neg


@lru_cache(maxsize=512)
def formal(t: Term) -> Term:
    """The body of `Derivative(body, v1, ..)` differentiated; raises ValueError without a rule."""
    # Imported here: differentiation stands on this room's givens.
    from symderive.kernel.analysis.calculus.differentiate import derivative

    body = _inverses(t.args[0])
    for v, order in zip(t.args[1:], t.data, strict=True):
        for _ in range(order):
            body = _leibniz(body, v) if body.head == "Integral" else derivative(body, v.data)
    return body


def _inverses(t: Term) -> Term:
    """Negative powers of explicit matrices as products of inverses, which have a rule."""
    t = t.rebuild([_inverses(a) for a in t.args])
    if t.head != "Pow" or t.args[0].head != "Matrix" or t.args[1].head != "Neg":
        return t
    n = t.args[1].args[0].data  # None unless the exponent is a literal
    return mul(*[Term("inverse", t.args[:1])] * n) if n in (1, 2, 3, 4) else t


def _leibniz(t: Term, v: Term) -> Term:
    """The derivative of an integral; it holds where that is found smooth in v (see `balls`)."""
    from symderive.kernel.analysis.calculus.differentiate import derivative

    body, x, low, high = t.args
    if x == v or x.data in low.free | high.free:
        raise ValueError(f"the bound name {x.data} also stands outside its integral: rename it")
    parts = [t.rebuild((derivative(body, v.data), x, low, high))]
    for end, sign in ((high, 1), (low, -1)):
        speed = derivative(end, v.data)
        edge = mul(Term("Subs", (body, x, end)), speed)
        parts.append(edge if sign > 0 else neg(edge))
    return add(*parts)
