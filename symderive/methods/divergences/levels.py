"""Means under a law as integrals over its levels: u = F(x) turns p*f into f at the quantile of u.

>>> at_level("log(1 + exp(-(x - n)))", "x", "log(u) - log(1 - u)", "u", {"n": {"real": True}})
['log(u + exp(n) - u*exp(n)) - log(u)']
"""

from __future__ import annotations

from typing import Any

from symderive.laws.families import VARIABLE, Law
from symderive.laws.measures import Problem
from symderive.methods.divergences.expectations import Expectations
from symderive.methods.divergences.logarithms import log_of
from symderive.methods.divergences.shapes import Sorts, text
from symderive.methods.guesses import read_back
from symderive.terms.bridge import to_sympy
from symderive.terms.reader import read
from symderive.terms.substitute import fresh
from symderive.terms.tree import ONE, ZERO, Term, eq, symbol
from symderive.terms.writer import write


def at_level(factor: str, name: str, quantile: str, level: str, sorts: Sorts) -> list[str]:
    """The factor at a quantile, its exponentials of logarithms taken away; SymPy, in the worker."""
    import sympy as sp

    told = {n: dict(s) for n, s in sorts.items() if n != name} | {level: {"positive": True}}
    x, u = sp.Symbol(name, real=True), sp.Symbol(level, positive=True)
    f = to_sympy(read(factor), told | {name: {"real": True}})
    f = f.replace(lambda e: isinstance(e, sp.log), lambda e: log_of(e.args[0]))
    f = sp.expand(f.subs(x, to_sympy(read(quantile), told)), log=False)
    f = f.replace(lambda e: isinstance(e, sp.exp), lambda e: _power(e, u))

    def plain(e: Any) -> Any:
        top, below = sp.fraction(sp.together(e.args[0]))
        return log_of(sp.expand(top)) - log_of(sp.factor(below))

    f = f.replace(lambda e: isinstance(e, sp.log), plain)
    found = [sp.expand(f), sp.factor(sp.simplify(f))] if not f.has(sp.log) else [sp.expand(f)]
    return [text(e) for e in dict.fromkeys(found)]


def _power(e: Any, u: Any) -> Any:
    """exp(a + k*log(u)) as u^k*exp(a)."""
    import sympy as sp

    out, rest = sp.Integer(1), sp.Integer(0)
    for t in sp.Add.make_args(sp.expand(e.args[0])):
        logs = [a for a in sp.Mul.make_args(t) if isinstance(a, sp.log) and a.has(u)]
        if len(logs) == 1:
            out *= logs[0].args[0] ** sp.cancel(t / logs[0])
        else:
            rest += t
    return out * sp.exp(rest)


def by_levels(
    work: Expectations, problem: Problem, integral: Term, law: Law, factor: Term
) -> int | None:
    """Integral(p*factor) = value, p the density of the law, by the integral over (0, 1)."""
    row = law.family.row.get("distribution")
    level = fresh("u", problem.p.free | (problem.q.free if problem.q else frozenset()))
    quantile = law.quantile(level)
    if row is None or quantile is None:
        return None
    told = work.ask(f"{__name__}:at_level", write(factor), problem.name, write(quantile), level,
                    work.sorts(work.givens))  # fmt: skip
    F = law.put(read(row), **{VARIABLE: symbol(problem.name)})
    for body in (t for t in map(read_back, told) if t is not None):
        n = work.value(Term("Integral", (body, symbol(level), ZERO, ONE)))
        if n is None:
            continue
        plain, value = work.steps[n].gives.args
        # The value may divide by what no integrand does: that this one exists is shown apart.
        exists = work.step("convergence", eq(plain, plain))
        uses = [n if exists is None else exists]
        moved = work.step("change_of_variables", eq(plain, integral), uses, (), {"phi": F})
        done = None if moved is None else work.step("algebra", eq(integral, value), [n, moved])
        if done is not None:
            return done
    return None
