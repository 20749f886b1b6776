"""Telescopers proposed by SymPy: G with G(k+1) - G(k) = f(k), or G(k+1) = f(k) G(k); in the worker.

>>> telescopers("gosper", "Sum", "1/(k*(k + 1))", "k", "1", {})[0]
'-1/k'
>>> telescopers("partial", "Product", "1 + 1/k", "k", "1", {})[0]
'k'
"""

from __future__ import annotations

from collections.abc import Mapping

from symderive.terms.bridge import NotBridged, from_sympy, to_sympy
from symderive.terms.reader import read
from symderive.terms.writer import write

STRATEGIES = ("gosper", "partial")
Sorts = Mapping[str, Mapping[str, bool]]


def telescopers(
    strategy: str, head: str, body: str, name: str, low: str, sorts: Sorts
) -> list[str]:
    """The candidates of one strategy: Gosper's algorithm, or the closed form of a partial sum."""
    import sympy
    from sympy.concrete.gosper import gosper_term

    known = {n: dict(s) for n, s in sorts.items() if n != name}
    known[name] = {"integer": True}
    f, first = to_sympy(read(body), known), to_sympy(read(low), known)
    k, n = sympy.Symbol(name, integer=True), sympy.Dummy("n", integer=True, positive=True)
    found = []
    if strategy == "gosper" and head == "Sum":
        for g in dict.fromkeys((f, sympy.simplify(f))):
            ratio = gosper_term(g, k)
            if ratio is not None:
                found += [sympy.factor(sympy.simplify(ratio * g)), ratio * g]
        found += [sympy.expand(g) for g in found[:1]]
    elif strategy == "partial":
        closed = (sympy.summation if head == "Sum" else sympy.product)(f, (k, first, n - 1))
        branches = [closed]
        if closed.has(sympy.Piecewise):
            folded = sympy.piecewise_fold(closed)
            branches = [e for e, _ in getattr(folded, "args", ()) if isinstance(e, sympy.Expr)]
        for g in branches:
            if not g.has(sympy.Sum, sympy.Product, sympy.nan, sympy.zoo, sympy.Piecewise):
                found += [sympy.simplify(g.subs(n, k)), g.subs(n, k)]
    texts = []
    for g in found:
        try:
            texts.append(write(from_sympy(g)))
        except (NotBridged, ValueError):
            continue
    return list(dict.fromkeys(texts))
