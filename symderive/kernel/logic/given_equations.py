"""Given equations in the normal form: definitions eliminate a name, the rest generate an ideal.

>>> from symderive.kernel.logic import registry
>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.kernel.logic.normal import NormalForm
>>> from symderive.terms.reader import read
>>> NormalForm(Givens.of([read("y = x + 1")])).of(read("y^2 - x^2 - 2*x - 1")).zero
True
"""

from __future__ import annotations

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
            rest = (gens[j] for j, e in enumerate(exps) if e and j != i)
            if sum(1 for m, _ in terms if m[i]) == 1 and all(h.sign in STRICT for h in rest):
                found = g if found is None or g.index > found.index else found
    return found
