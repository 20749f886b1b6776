"""First integrals and Euler-Lagrange equations judged by numbers.

A first integral is one if its total derivative vanishes where the highest derivatives satisfy the
equations.

>>> row = {"var": "x", "unknown": "y", "lagrangian": "y_x^2 - y^2"}
>>> integral(row, "y_x^2 + y^2"), integral(row, "y_x^2 - y^2")
('right', 'wrong')
"""

from __future__ import annotations

import random

import mpmath
import sympy as sp

from symderive.terms.context import Context
from symderive.terms.reader import read

from .variation_model import SMALL, Model, Row, in_jets


def integral(row: Row, text: str, seed: int = 3) -> str:
    """ "right" where the total derivative of a function of jets vanishes along extremals."""
    mpmath.mp.dps = 30
    m = Model(row)
    e = in_jets(text, m)
    lam = [sp.Symbol(n, real=True) for n in ("lam", "lam1", "lam2")]
    whole = m.lagrangian
    for k, (body, _) in enumerate(m.constraints):
        whole += (lam[0] if len(m.constraints) == 1 else lam[k + 1]) * body
    slope = m.total(e)
    equations = [m.variation(whole, u) for u in m.unknowns]
    rng = random.Random(seed)
    votes = []
    for _ in range(20):
        top = [max((s for x in (*equations, slope) for s, n, o in m.jets(x) if n == u),
                   key=lambda s: len(s.name), default=None) for u in m.unknowns]  # fmt: skip
        free = set().union(slope.free_symbols, *(x.free_symbols for x in equations))
        at = {s: sp.Float(rng.uniform(0.5, 1.4), 30) for s in sorted(free, key=str) if s not in top}
        tops = [t for t in top if t is not None]
        solved = sp.solve([x.subs(at) for x in equations], tops, dict=True)
        if not solved or set(solved[0]) != set(tops):
            if slope == 0 or sp.simplify(slope) == 0:
                return "wrong" if not set(m.jets(e)) else "right"
            continue
        value = sp.N(slope.subs(at).subs(solved[0]), 25)
        if value.is_number and value.is_finite and abs(sp.im(value)) < SMALL:
            votes.append(abs(value) < SMALL)
        if len(votes) == 4:
            break
    if not votes:
        return "unknown"
    return "right" if all(votes) and list(m.jets(e)) else "wrong"


def equations_agree(row: Row, texts: list[str], seed: int = 4) -> str:
    """Whether the equations say what the Euler-Lagrange expressions do, up to factors."""
    mpmath.mp.dps = 30
    m = Model(row)
    if m.constraints or m.holonomic:
        return "unknown"
    ours = [m.variation(m.lagrangian, u) for u in m.unknowns]
    rng = random.Random(seed)
    for text in texts:
        left, right = read(text, Context({u: tuple(m.variables) for u in m.unknowns})).args
        e = in_jets(left, m) - in_jets(right, m)
        ratios = []
        for _ in range(3):
            free = set().union(e.free_symbols, *(o.free_symbols for o in ours))
            tops = [s for s, _, o in m.jets(e) if sum(o) == m.order(e)]
            at = {
                s: sp.Float(rng.uniform(0.5, 1.4), 30)
                for s in sorted(free, key=str)
                if s not in tops[:1]
            }
            root = sp.solve(e.subs(at), tops[0]) if tops else []
            if not root:
                continue
            here = {**at, tops[0]: root[0]}
            ratios.append(min(abs(sp.N(o.subs(here), 25)) for o in ours))
        if ratios and max(ratios) > SMALL:
            return "wrong"
    return "right"
