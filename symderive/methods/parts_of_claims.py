"""Integration by parts that a claim itself is: the factors, read off where one is a derivative.

>>> from symderive.terms.reader import read
>>> from symderive.terms.writer import write
>>> right = "f(b)*g(b) - f(a)*g(a) - Integral(f'(x)*g(x), (x, a, b))"
>>> claim = read(f"Integral(f(x)*g'(x), (x, a, b)) = {right}")
>>> [[write(t) for t in roles.values()] for roles in by_parts(claim)]
[['f(x)', 'g(x)']]
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.terms.tree import Term, apply, mul


def by_parts(claim: Term) -> Iterator[dict[str, Term]]:
    """Roles u and v of the primitive `parts`: the integrand on the left is u times v'."""
    if claim.head != "Eq" or claim.args[0].head != "Integral":
        return
    body, x = claim.args[0].args[:2]
    factors = body.args if body.head == "Mul" else (body,)
    for k, f in enumerate(factors):
        if f.head != "Apply" or f.args != (x,) or f.data[1] == (0,):
            continue
        rest = factors[:k] + factors[k + 1 :]
        if rest:
            yield {"u": mul(*rest), "v": apply(f.data[0], x, orders=(f.data[1][0] - 1,))}
