"""Given equations in the normal form: definitions eliminate a name, the rest generate an ideal.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> NormalForm(Givens.of([read("y = x + 1")])).of(read("y^2 - x^2 - 2*x - 1")).zero
True
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from symderive.kernel.logic.field import Fraction_
from symderive.kernel.logic.ideal import STRICT
from symderive.kernel.logic.tower import Generator
from symderive.terms.tree import Term

if TYPE_CHECKING:
    from symderive.kernel.logic.normal import NormalForm


def use(nf: NormalForm, equations: list[tuple[Term, Term]]) -> None:
    """Given equations: one that defines a name by others eliminates it, the rest form an ideal."""
    t = nf.tower
    names = ("Symbol", "Apply")
    pending = sorted(equations, key=lambda ab: ab[0].head not in names and ab[1].head not in names)
    while True:
        nf.memo.clear()
        found = [(ab, nf.difference(*ab)) for ab in pending]
        forms = [(ab, f) for ab, f in found if f is not None and not f.zero]
        pending = [ab for ab, _ in forms]
        chosen = next(((ab, f, g) for ab, f in forms if (g := _defined(nf, f)) is not None), None)
        if chosen is None:
            break
        ab, f, g = chosen
        own = f.n.derivative(g.index)
        t.relate(((g, 1),), Fraction_(t.poly(g).n * own - f.n) / Fraction_(own))
        pending.remove(ab)
    nf.equations = [f.n for _, f in forms if not f.n.is_constant()]
    t.refresh_facts()
    nf.nonzero = [p for p, sign in t.facts if sign in ("+", "-", "!0") and len(p) < 20][:6]


def _of(gens: list[Generator], exps: Iterable[int]) -> list[Generator]:
    return [gens[j] for j, e in enumerate(exps) if e]


def _inside(nf: NormalForm, h: Generator, g: Generator) -> bool:
    """Whether g occurs in what h is a function of."""
    payload = h.payload if isinstance(h.payload, tuple | list) else (h.payload,)
    for f in payload:
        parts = [p for p in (f.n, f.d) if p is not None] if isinstance(f, Fraction_) else []
        for p in parts:
            for exps, _ in nf.tower.terms(p):
                if any(k is g or (k is not h and _inside(nf, k, g))
                       for k in _of(nf.tower.generators, exps)):  # fmt: skip
                    return True
    return False


def _defined(nf: NormalForm, f: Fraction_) -> Generator | None:
    """The last name or function value g with f = c*m*g + (terms without g), m never zero."""
    found = None
    gens = nf.tower.generators
    terms = nf.tower.terms(f.n)
    for exps, _ in terms:
        for i, k in enumerate(exps):
            g = gens[i] if k == 1 else None
            if g is None or not (g.kind == "symbol" or g.kind.endswith("]")):
                continue
            rest = [gens[j] for j, e in enumerate(exps) if e and j != i]
            inside = (_inside(nf, h, g) for m, _ in terms for h in _of(gens, m) if h is not g)
            if g.kind == "symbol" and any(inside):
                continue  # c = cos(c) defines no c: bounds of c would be lost
            if sum(1 for m, _ in terms if m[i]) == 1 and all(h.sign in STRICT for h in rest):
                found = g if found is None or g.index > found.index else found
    return found
