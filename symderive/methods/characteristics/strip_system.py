"""The equations of the characteristic strips, as a user may ask for them: no data, nothing solved.

>>> from symderive.kernel.logic.givens import Givens
>>> from symderive.terms.reader import read
>>> from symderive.terms.context import Context
>>> equation = read("u_x*u_y = u", Context({"u": ("x", "y")}))
>>> search = Search.of("u", Givens.of([equation]), lambda function, task: [])
>>> found = strip_system(search)
>>> found.kind, [s.by for s in found.trail.steps]
('characteristics', ['differentiated_equation', 'strip_equations', 'strip_integral'])
"""

from __future__ import annotations

from symderive.kernel.analysis.calculus.tidy import minus, plus, times
from symderive.kernel.analysis.equations.first_order import by, tidied
from symderive.kernel.analysis.equations.moving_ends import through
from symderive.kernel.logic.claims import Undecided
from symderive.methods.characteristics.search import Found, Search
from symderive.terms.reader import read
from symderive.terms.substitute import substitute
from symderive.terms.tree import ZERO, Term, add, apply, eq, neg, symbol
from symderive.terms.writer import write


def strip_system(search: Search) -> Found:
    """dx/ds = F_p, du/ds = p.F_p, dp/ds = -F_x - p F_u, and that F is constant along them."""
    problem, trail = search.problem, search.trail
    found = Found(trail)
    if len(problem.equations) != 1 or problem.data:
        raise Undecided("the equations of the strips belong to one equation, without data")
    left, right = problem.equations[0]
    whole = left if right == ZERO else add(left, neg(right))
    local = problem.givens()
    s = symbol(search.new("s", "tau", "sigma"))
    at = [symbol(v) for v in problem.variables]
    n = len(at)
    jets = {problem.value: apply(problem.unknown, *at)}
    for i, p in enumerate(problem.slopes):
        orders = tuple(int(i == k) for k in range(n))
        jets[p] = apply(problem.unknown, *at, orders=orders)
    own = substitute(whole, jets)
    totals = [eq(tidied(through(own, v, local)[0]), ZERO) for v in problem.variables]
    trail.step("differentiated_equation", Term("And", tuple(totals)))
    across = [by(whole, p, local, []) for p in problem.slopes]
    steep = by(whole, problem.value, local, [])
    chain = plus(*(times(symbol(p), f) for p, f in zip(problem.slopes, across, strict=True)))
    bent = [minus(plus(by(whole, x, local, []), times(symbol(p), steep)))
            for x, p in zip(problem.variables, problem.slopes, strict=True)]  # fmt: skip
    rates = [*across, chain, *bent]
    names = [*at, *jets.values()]
    for choice in _choices(search, rates, n):
        rows = [eq(Term("Derivative", (t, s), (1,)), substitute(tidied(r), jets))
                for t, r in zip(names, choice, strict=True)]  # fmt: skip
        if trail.step("strip_equations", Term("And", tuple(rows))) is not None:
            found.kind, found.answer = "characteristics", Term("And", tuple(rows))
            break
    trail.step("strip_integral", eq(Term("Derivative", (own, s), (1,)), ZERO))
    return found


def _choices(search: Search, rates: list[Term], n: int) -> list[list[Term]]:
    """The rate of the value of a quasilinear equation is what stands without slopes; short forms first."""
    choices = [rates]
    try:
        _, c = search.problem.linear()
        choices.insert(0, [*rates[:n], c, *rates[n + 1 :]])
    except Undecided:
        pass
    short = []
    for choice in choices:
        pairs = search.ask("tidy", search.task(pairs=[[write(r), "0"] for r in choice]))
        if len(pairs) == 2 * len(choice):
            short.append([read(p[0]) for p in pairs[::2]])
    return [*short, *choices]
