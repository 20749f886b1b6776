"""What must hold where a term is to be smooth: denominators off zero, roots and logarithms inside.

>>> from symderive.terms.reader import read
>>> [kind for kind, _ in obstacles(read("log(x)/y"))]
['nonzero', 'positive']
"""

from __future__ import annotations

from collections.abc import Iterator

from symderive.kernel.logic.claims import Undecided
from symderive.kernel.logic.givens import constant
from symderive.terms.tree import Term, call

_ENTIRE = frozenset(
    """Integer Symbol pi E Neg Add Mul Apply exp sin cos sinh cosh tanh atan asinh erf erfc erfi
    ext_d Wedge""".split()
)


def obstacles(t: Term) -> Iterator[tuple[str, Term]]:
    """What must hold where the term is to be smooth: (`nonzero` or `positive`, a subterm)."""
    for u in t.walk():
        if u.head == "Div":
            if u.args[1].free:
                yield "nonzero", u.args[1]
        elif u.head == "Pow":
            e = constant(u.args[1])
            if u.args[0].head == "E":
                continue
            if e is None or e.denominator != 1:
                yield "positive", u.args[0]
            elif e < 0:
                yield "nonzero", u.args[0]
        elif u.head in ("log", "sqrt"):
            if u.args[0].free:
                yield "positive", u.args[0]
        elif u.head in ("tan", "sec"):
            yield "nonzero", call("cos", u.args[0])
        elif u.head in ("cot", "csc"):
            yield "nonzero", call("sin", u.args[0])
        elif u.head not in _ENTIRE:
            raise Undecided(f"{u.head} is not known to be smooth there")
