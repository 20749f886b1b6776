"""A system of first-order equations with one principal part, and its data, read from the givens.

a_1 du_k/dx_1 + .. + a_n du_k/dx_n = c_k for k = 1..m, a and c functions of x and of all unknowns: the
same derivative along the same curves, dx/ds = a and du_k/ds = c_k (Courant and Hilbert, Methods of
Mathematical Physics II, ch. II, 2).

>>> from symderive.terms.context import Context
>>> from symderive.terms.reader import read
>>> two = Context({"u": ("x", "t"), "v": ("x", "t")})
>>> texts = ("u_t + v*u_x = 0", "2*v_t + 2*v*v_x = u", "u(x, 0) = x", "v(x, 0) = 1")
>>> system = system_of(Givens.of([read(s, two) for s in texts]))
>>> system.unknowns, [write(t) for t in system.rates()], len(system.data)
(('u', 'v'), ['v_1', '1', '0', 'u_1*(1/2)'], 1)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_

from symderive.kernel.analysis.algebra import entailed
from symderive.kernel.analysis.calculus.tidy import over, times
from symderive.kernel.analysis.equations.first_order import RELATIONS, by, tidied
from symderive.kernel.logic.claims import Condition, Rejected, Undecided
from symderive.kernel.logic.givens import Givens
from symderive.terms.substitute import fresh, replace, substitute
from symderive.terms.tree import ONE, ZERO, Term, add, apply, eq, neg, symbol
from symderive.terms.writer import write


@dataclass(frozen=True)
class JointDatum:
    """u_k(at) = values[k]; `parameters` are the names that move the point."""

    at: tuple[Term, ...]
    values: tuple[Term, ...]
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class System:
    """Equations by unknown, as (left, right) in plain names; `values` and `slopes` are those names."""

    unknowns: tuple[str, ...]
    variables: tuple[str, ...]
    values: tuple[str, ...]
    slopes: tuple[tuple[str, ...], ...]
    equations: tuple[tuple[Term, Term], ...]
    data: tuple[JointDatum, ...]
    about: tuple[Term, ...]
    rest: tuple[Term, ...]

    def plain(self, term: Term) -> Term:
        """The term with the unknowns and their first derivatives as plain names."""
        at = tuple(symbol(v) for v in self.variables)
        n = len(at)
        for unknown, value, slopes in zip(self.unknowns, self.values, self.slopes, strict=True):
            for i, slope in enumerate(slopes):
                orders = tuple(int(i == k) for k in range(n))
                term = replace(term, Term("Apply", at, (unknown, orders)), symbol(slope))
            term = replace(term, Term("Apply", at, (unknown, (0,) * n)), symbol(value))
        if left := sorted(set(self.unknowns) & term.functions):
            raise Rejected(f"{left[0]} stands at other arguments than {', '.join(self.variables)}")
        return term

    def back(self, term: Term) -> Term:
        """The unknowns in place of their plain names."""
        at = [symbol(v) for v in self.variables]
        pairs = zip(self.values, self.unknowns, strict=True)
        return substitute(term, {value: apply(u, *at) for value, u in pairs})

    def givens(self, *more: Term) -> Givens:
        return Givens.of([*self.rest, *(self.plain(s) for s in self.about), *more])

    def rates(self) -> tuple[Term, ...]:
        """dx/ds for each variable and du/ds for each unknown; raises Rejected or Undecided."""
        parts = [self._linear(k) for k in range(len(self.unknowns))]
        first, c = parts[0]
        out = [c]
        for k, (a, c_k) in enumerate(parts[1:], 1):
            out.append(times(c_k, self._factor(k, first, a)))
        return (*first, *map(tidied, out))

    def _linear(self, k: int) -> tuple[tuple[Term, ...], Term]:
        """Coefficients and right side of one equation, which is linear in the slopes of its unknown."""
        left, right = self.equations[k]
        whole = add(left, neg(right))
        local = self.givens()
        flat = dict.fromkeys((p for row in self.slopes for p in row), ZERO)
        slopes = [tidied(by(whole, p, local)) for p in self.slopes[k]]
        if any(s.free & flat.keys() for s in slopes):
            raise Rejected(
                f"equation {k + 1} is not linear in the derivatives of {self.unknowns[k]}"
            )
        c = tidied(neg(substitute(whole, flat)))
        own = [Term("Mul", (s, symbol(p))) for s, p in zip(slopes, self.slopes[k], strict=True)]
        if not entailed(eq(whole, add(*own, neg(c))), local):
            raise Undecided(f"equation {k + 1} is not linear in the slopes")
        return tuple(slopes), c

    def _factor(self, k: int, first: Sequence[Term], a: Sequence[Term]) -> Term:
        """What equation k + 1 is multiplied by to have the principal part of the first."""
        if tuple(first) == tuple(a):
            return ONE
        local = self.givens()
        for i in range(len(a)):
            for j in range(i):
                part = eq(times(first[i], a[j]), times(first[j], a[i]))
                if not entailed(part, local):
                    raise Rejected(
                        f"the principal part of equation {k + 1} ({self.principal(a, k)}) is no "
                        f"multiple of that of equation 1 ({self.principal(first, 0)})"
                    )
        ratios = [tidied(over(top, bottom)) for top, bottom in zip(first, a, strict=True)
                  if bottom != ZERO and top != ZERO]  # fmt: skip
        if ratios:
            return min(ratios, key=lambda t: len(write(t)))
        raise Rejected(f"equation {k + 1} has no principal part")

    def principal(self, a: Sequence[Term], k: int) -> str:
        """The principal part in words."""
        name = self.unknowns[k]
        parts = [times(c, symbol(f"{name}_{x}")) for c, x in zip(a, self.variables, strict=True)
                 if c != ZERO]  # fmt: skip
        return self.named(write(parts[0] if len(parts) == 1 else add(*parts)))

    def named(self, text: str) -> str:
        """A text with the unknowns under their own names."""
        for value, unknown in zip(self.values, self.unknowns, strict=True):
            text = re.sub(rf"\b{re.escape(value)}\b", unknown, text)
        return text

    def shown(self, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
        """The conditions, each once, with the unknowns under their own names."""
        found: dict[str, Condition] = {}
        for c in conditions:
            text, how = self.named(c.text), self.named(c.how)
            found.setdefault(text, replace_(c, text=text, how=how))
        return tuple(found.values())


def system_of(givens: Givens) -> System:
    """The system that the givens hold: equations with derivatives of one unknown each; else Rejected."""
    unknowns, variables = _unknowns(givens)
    equations: dict[str, Term] = {}
    mine: list[Term] = []
    rest: list[Term] = []
    for s in givens.statements:
        if s.head == "Is" and s.args[0].head == "Symbol" and s.args[0].data in unknowns:
            continue
        if not s.functions & set(unknowns):
            rest.append(s)
            continue
        own = _derived(s, unknowns)
        if not own:
            mine.append(s)
        elif s.head != "Eq" or len(own) > 1:
            raise Rejected(f"an equation holds derivatives of {' and '.join(own)}; a system with "
                           "equal principal part has those of one unknown in each")  # fmt: skip
        elif own[0] in equations:
            raise Rejected(f"two equations hold derivatives of {own[0]}")
        else:
            equations[own[0]] = s
    if missing := [u for u in unknowns if u not in equations]:
        raise Rejected(f"no equation holds derivatives of {missing[0]}")
    taken = {n for s in givens.statements for n in (*s.free, *s.functions)}
    values: list[str] = []
    slopes: list[tuple[str, ...]] = []
    for u in unknowns:
        taken.add(value := fresh(u, taken))
        values.append(value)
        row = []
        for _ in variables:
            taken.add(p := fresh("p", taken))
            row.append(p)
        slopes.append(tuple(row))
    draft = System(unknowns, variables, tuple(values), tuple(slopes), (), (), (), tuple(rest))
    constants = {n for s in (*rest, *equations.values()) for n in s.free} - set(variables)
    data, about = _data(mine, draft, constants)
    pairs = tuple(
        (draft.plain(equations[u].args[0]), draft.plain(equations[u].args[1])) for u in unknowns
    )
    return replace_(draft, equations=pairs, data=data, about=about)


def _unknowns(givens: Givens) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The functions of the most variables whose derivatives stand in equations, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for s in givens.statements:
        for t in s.walk() if s.head == "Eq" else ():
            if t.head == "Derivative":
                raise Rejected("carry out the derivatives of the unknowns by their jets first")
            if t.head != "Apply" or not any(t.data[1]):
                continue
            names = tuple(a.data for a in t.args if a.head == "Symbol")
            if len(names) == len(t.args) == len(set(names)):
                found.setdefault(t.data[0], names)
    most = max((len(v) for v in found.values()), default=0)
    chosen = {n: v for n, v in found.items() if len(v) == most}
    if len(chosen) < 2 or len(set(chosen.values())) != 1:
        raise Rejected("the givens hold no system for several unknowns of the same variables")
    for s in givens.statements:
        for t in s.walk():
            if t.head == "Apply" and t.data[0] in chosen and sum(t.data[1]) > 1:
                raise Rejected(f"the equation for {t.data[0]} is of order {sum(t.data[1])}, not 1")
    return tuple(chosen), next(iter(chosen.values()))


def _derived(s: Term, unknowns: Sequence[str]) -> list[str]:
    found = (t.data[0] for t in s.walk() if t.head == "Apply" and any(t.data[1]))
    return [u for u in dict.fromkeys(found) if u in unknowns]


def _data(
    mine: Sequence[Term], system: System, constants: set[str]
) -> tuple[tuple[JointDatum, ...], tuple[Term, ...]]:
    """Data grouped by their place, and relations on the unknowns; Rejected where a value is missing."""
    at: dict[tuple[Term, ...], dict[str, Term]] = {}
    about: list[Term] = []
    plain = tuple(symbol(v) for v in system.variables)
    for s in mine:
        left, right = s.args if s.head == "Eq" else (ZERO, ZERO)
        if (left.head == "Apply" and left.data[0] in system.unknowns and left.args != plain
                and not right.functions & set(system.unknowns)):  # fmt: skip
            if left.data[0] in at.setdefault(left.args, {}):
                raise Rejected(f"{left.data[0]} is given twice at the same place")
            at[left.args][left.data[0]] = right
        elif s.head in RELATIONS:
            system.plain(s)
            about.append(s)
        else:
            raise Undecided("a given on the unknowns is a relation")
    data = []
    for place, values in at.items():
        if missing := [u for u in system.unknowns if u not in values]:
            raise Rejected(f"the data give no value of {missing[0]} where they give others")
        names = {n for t in place for n in t.free}
        if len(names) >= len(place):
            names -= constants
        data.append(JointDatum(place, tuple(values[u] for u in system.unknowns),
                               tuple(sorted(names))))  # fmt: skip
    return tuple(data), tuple(about)


__all__ = ["JointDatum", "System", "system_of"]
